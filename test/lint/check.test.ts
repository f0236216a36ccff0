// What a report is made of, whatever the rules: places, severities, limits, and that nothing can break or slow it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintCodes, lintRules } from '../../src/diagnostics/catalogue/lint.ts';
import { check } from '../../src/lint/check.ts';
import type { Instant } from '../../src/model/instant.ts';
import { realMediaType } from '../../src/model/media-type.ts';
import { runs } from '../support/runs.ts';

const atom = (text: string) => `<feed xmlns="http://www.w3.org/2005/Atom">${text}</feed>`;

const SPEC = new URL('../fixtures/spec/', import.meta.url).pathname;
const DOCUMENTS = new URL('../fixtures/documents/', import.meta.url).pathname;

const FEED = `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>Example</title>
    <link>http://example.org/</link>
    <description>News</description>
    <language>en</language>
    <atom:link rel="self" href="http://example.org/feed"/>
    <item><title>One</title><guid>http://example.org/1</guid></item>
    <item><title>Two</title><guid>two</guid></item>
  </channel>
</rss>
`;

it.each([undefined, null, 5, new URL('http://example.org/feed'), Promise.resolve(FEED), new ArrayBuffer(3)])(
  '%s is no document, and said to be none',
  (input) =>
    expect(() => check(input as never)).toThrow(
      new TypeError('check takes the text of a document, or its bytes as a Uint8Array'),
    ),
);

it('a profile that is not known is refused', () => {
  const profile = 'apple' as never;
  expect(() => check(FEED, { profile })).toThrow('There is no profile apple; there are readers, msn,');
});

it.each([
  ['image/jpg', 'image/jpeg'],
  ['image/svg', 'image/svg+xml'],
  ['audio/x-mp3', 'audio/mpeg'],
  ['VIDEO/X-MP4', 'video/mp4'],
])('the wrong name %s of a media type is one to articles and to check', (name, meant) => {
  const enclosure = `<enclosure url="http://example.org/1" length="1" type="${name}"/>`;
  const { findings } = check(FEED.replace('<title>One</title>', (title) => title + enclosure));
  expect(findings.find(({ rule }) => rule === 'media-type/unknown')?.message).toContain(`; ${meant} is meant`);
  expect(realMediaType(name)).toBe(meant);
});

it.each([
  ['http://example.org/a.OGG?of=b.mp3', 'Apple Podcasts plays no “.OGG” files.'],
  [
    'http://example.org/v1.2/stream',
    'The address of the enclosure ends in no extension, by which Apple Podcasts goes.',
  ],
  ['http://example.org', 'The address of the enclosure ends in no extension, by which Apple Podcasts goes.'],
  ['http://example.org/a.MP3?of=b.ogg', undefined],
  [
    'http://example.org/files?of=a.mp3',
    'The address of the enclosure ends in no extension, by which Apple Podcasts goes.',
  ],
])('the file of an episode at %s is judged by the end of its path', (url, message) => {
  const episode = `<itunes:title>One</itunes:title><enclosure url="${url}" length="1" type="audio/mpeg"/>`;
  const feed = FEED.replace('<title>One</title>', (title) => title + episode);
  const { findings } = check(feed.replace('<rss ', '<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '));
  expect(findings.find(({ rule }) => rule === 'itunes/unsupported-file')?.message).toBe(message);
});

describe('a finding', () => {
  it('says what, where, why, how to mend it and who says so', () => {
    const [finding] = check(FEED).findings;
    expect(finding).toMatchObject({
      rule: 'rss/invalid-permalink',
      severity: 'error',
      message: 'The guid is a permalink, but nobody can open it: “two”.',
      line: 9,
      column: 35,
      path: '/rss/channel/item[2]/guid',
      why: 'A guid is a link unless it says otherwise, so readers open it.',
      fix: 'Write isPermaLink="false", or the address of the page.',
      spec: 'RSS 2.0 guid',
    });
    expect(finding?.position.frame.map(({ number }) => number)).toEqual([8, 9]);
  });

  it('points into CDATA and HTML where the source allows it', () => {
    const feed = FEED.replace(
      '<title>One</title>',
      '<description><![CDATA[<p>\n<script>x</script></p>]]></description>',
    );
    expect(check(feed).findings).toContainEqual(
      expect.objectContaining({ rule: 'html/risky-element', line: 9, column: 1 }),
    );
  });

  it.each([
    ['a value below its tag', '<title>One</title><pubDate>\n\n  soon\n</pubDate>', 'date/invalid-rfc822', 10, 3],
    ['a value behind a return', '<title>One</title><pubDate>\r\n  soon &amp;</pubDate>', 'date/invalid-rfc822', 9, 3],
    ['a value in CDATA', '<title>One</title><pubDate><![CDATA[\nsoon]]></pubDate>', 'date/invalid-rfc822', 9, 1],
    ['a character in a text', '<title>One\n two\u0085</title>', 'text/suspicious-character', 9, 5],
    ['one in CDATA', '<title><![CDATA[ One\n two\u0085]]></title>', 'text/suspicious-character', 9, 5],
    [
      'one in an attribute',
      '<title>One</title><category domain="\u0085">\u0085</category>',
      'text/suspicious-character',
      8,
      47,
    ],
    [
      'a tag behind white space',
      '<title>One</title><description>\n <![CDATA[<blink2>]]></description>',
      'html/unknown-element',
      9,
      11,
    ],
    [
      'a tag in lines with returns',
      '<description><![CDATA[\r\n<p>\r\n <x1>]]></description>',
      'html/unknown-element',
      10,
      2,
    ],
    ['a character in lines with returns', '<title>One\r\n\r\n two\u0085</title>', 'text/suspicious-character', 10, 5],
    [
      'a tag that is escaped',
      '<description>\n &lt;p>R&amp;D &#128674;&#x1F6A2;\r\n &lt;x1&gt;</description>',
      'html/unknown-element',
      10,
      2,
    ],
    [
      'one in the same line',
      '<description>&lt;p>R&amp;D &#128674;&#x1F6A2;&lt;x1&gt;</description>',
      'html/unknown-element',
      8,
      56,
    ],
    [
      'one behind what only looks escaped',
      '<description><![CDATA[&lt;\r\n<x1>]]></description>',
      'html/unknown-element',
      9,
      1,
    ],
    ['text between elements', '<title>One</title>\n\n stray\n', 'rss/unexpected-text', 10, 2],
  ])('points at %s', (_, text, rule, line, column) => {
    const feed = FEED.replace('<title>One</title>', text);
    expect(check(feed).findings).toContainEqual(expect.objectContaining({ rule, line, column }));
  });

  it('takes JSON of another kind for none of ours, with a byte order mark as well', () => {
    for (const mark of ['', '\uFEFF']) {
      for (const [text, what] of [
        ['{"files": []}', 'JSON of another kind'],
        ['[1, 2]', 'a JSON array'],
        ['[1, 2', 'a JSON array'],
      ]) {
        const { format, findings } = check(mark + text);
        expect([format, findings[0]?.message]).toEqual(['unknown', expect.stringMatching(`: ${what}\\.$`)]);
      }
    }
  });

  it('takes JSON with remarks, as configurations have them, for none of ours, and says where it stops being JSON', () => {
    const { findings } = check('{\n  // strict\n  "compilerOptions": {"strict": true}\n}\n');
    expect(findings).toMatchObject([
      {
        rule: 'format/unknown-format',
        message: 'This is neither RSS, Atom, JSON Feed nor OPML: JSON of another kind, which is broken here.',
        line: 2,
        column: 3,
      },
    ]);
    expect(check('{\n  // of ours\n  "version": "https://jsonfeed.org/version/1.1"').format).toBe('json');
  });

  it('reads UTF-16 that does not say what it is', () => {
    const little = Buffer.from(FEED, 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [little, big])
      expect(check(bytes).findings.map(({ rule, line }) => `${rule} ${line}`)).toEqual([
        'encoding/mismatched-declaration 1',
        'rss/invalid-permalink 9',
      ]);
  });

  it('knows UTF-32 from text', () => {
    const codes = Uint32Array.from(FEED, (character) => character.codePointAt(0) ?? 0);
    const little = Buffer.from(codes.buffer);
    for (const marked of [little, Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), little])])
      for (const bytes of [marked, Buffer.from(marked).swap32()])
        expect(check(bytes).findings.map(({ message }) => message)).toContain(
          'This is neither RSS, Atom, JSON Feed nor OPML: text in UTF-32.',
        );
  });

  it('knows a feed that is still compressed', () => {
    const [finding] = check(gzipSync(FEED)).findings;
    expect(finding?.message).toBe('This is neither RSS, Atom, JSON Feed nor OPML: gzip data.');
  });

  it('counts a lone carriage return as the end of a line, as XML does and editors do', () => {
    const report = check(FEED.replaceAll('\n', '\r'));
    expect(report.findings.map(({ line, column }) => [line, column])).toEqual(
      check(FEED).findings.map(({ line, column }) => [line, column]),
    );
    expect(report.findings[0]?.position.frame).toEqual(check(FEED).findings[0]?.position.frame);
  });

  it('counts no column for a byte order mark', () => {
    for (const feed of ['<rss version="1"/>', '{"version": 1, "title": "T", "items": []}']) {
      const places = (text: string) =>
        check(text).findings.flatMap(({ rule, line, column, position }) =>
          rule.includes('byte-order-mark') ? [] : [{ rule, line, column, position }],
        );
      expect(places(feed).length).toBeGreaterThan(0);
      expect(places(`\uFEFF${feed}`)).toEqual(places(feed));
    }
  });

  it('has a JSON pointer in a JSON Feed', () => {
    const feed =
      '{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [\n  {"id": "1", "url": "/a", "content_text": "a"}]}';
    expect(check(feed).findings).toContainEqual(
      expect.objectContaining({ rule: 'json-feed/invalid-url', path: '/items/0/url', line: 2, column: 22 }),
    );
  });

  it('points into strings of JSON', () => {
    const feed =
      '{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [\n  {"id": "1", "content_html": "\\n\\u003cp>\\"a\\" <x1>"}]}';
    expect(check(feed).findings).toContainEqual(
      expect.objectContaining({ rule: 'html/unknown-element', path: '/items/0/content_html', line: 2, column: 48 }),
    );
  });

  it('counts one as one', () => {
    const [finding] = check(FEED.replace(/<item><title>Two.*/, ''), { profile: 'flipboard' }).findings;
    expect(finding?.message).toBe('The feed has 1 entry; Flipboard asks for 30.');
  });

  it('shows the white space that is wrong', () => {
    const enclosure = '<enclosure url=" http://example.org/a" length="1" type="audio/mpeg "/>';
    const messages = check(FEED.replace('<title>One</title>', enclosure)).findings.map(({ message }) => message);
    expect(messages).toEqual(
      expect.arrayContaining([
        'url of <enclosure> holds a space, which an address may not hold: “ http://example.org/a”.',
        'type of <enclosure> is no media type: “audio/mpeg ”.',
      ]),
    );
  });

  it('shows no half of a character', () => {
    const feed = FEED.replace('<title>One</title>', `<title>One</title><pubDate>${'.🚢'.repeat(30)}</pubDate>`);
    const messages = check(feed).findings.map(({ message }) => message);
    expect(messages).toContain(`<pubDate> is no RFC 822 date: “${'.🚢'.repeat(19)}.…”.`);
  });

  it('survives a break in the XML and says what can still be said', () => {
    const rules = check(FEED.replace('News', 'a & b').replace('</rss>', '')).findings.map(({ rule }) => rule);
    expect(rules).toContain('xml/not-well-formed');
    expect(rules).toContain('rss/invalid-permalink');
  });
});

describe('options', () => {
  it.each([
    '<!doctype html>\n<html lang=en><meta charset=utf-8><p>Gone',
    '\uFEFF\n<!DOCTYPE HTML>\n<title>Gone & lost</title>',
    '<HTML><BODY>Gone<BR></HTML>',
  ])('calls %j a page, before it says that this is no XML', (text) => {
    const report = check(text);
    expect(report.findings[0]).toMatchObject({
      message: 'This is neither RSS, Atom, JSON Feed nor OPML: an HTML page.',
      line: 1,
      column: 1,
    });
    expect(report.findings[1]?.rule).toBe('xml/not-well-formed');
    expect(report.findings.filter(({ rule }) => rule === 'format/unknown-format')).toHaveLength(1);
  });

  it.each(['http://localhost', 'HTTPS://localhost?page=1', 'http://localhost#top', 'http://jane@localhost/'])(
    'doubts the host of %s',
    (address) => {
      const rules = check(FEED.replace('<link>http://example.org/</link>', `<link>${address}</link>`)).findings.map(
        ({ rule }) => rule,
      );
      expect(rules).toContain('url/unlikely-host');
    },
  );

  it('takes a feed for a feed, although it says that it is a page', () => {
    const { format, findings } = check(`<!doctype html>${FEED}`);
    expect([format, findings.filter(({ rule }) => rule === 'format/unknown-format')]).toEqual(['rss', []]);
  });

  it('turns rules off and changes their severity', () => {
    expect(check(FEED, { rules: { 'rss/invalid-permalink': 'off' } }).verdict).toBe('valid');
    const report = check(FEED, { rules: { 'rss/invalid-permalink': 'warning' } });
    expect(report.verdict).toBe('valid-with-warnings');
    expect(report.findings[0]?.severity).toBe('warning');
  });

  it('limits what is given back, not what is judged', () => {
    expect(check(FEED, { maxFindings: 0 })).toMatchObject({ verdict: 'invalid', findings: [], counts: { error: 1 } });
    const bare = FEED.replace('<language>en</language>', '');
    expect(check(bare, { severity: 'error' }).findings).toHaveLength(1);
    expect(check(bare, { severity: 'error' }).counts.info).toBe(1);
  });

  it('says nothing of the future without a clock', () => {
    const feed = FEED.replace(
      '<guid>two</guid>',
      '<pubDate>01 Jan 2990 00:00:00 GMT</pubDate><guid>http://example.org/2</guid>',
    );
    expect(check(feed).verdict).toBe('valid');
    expect(check(feed, { now: 1_800_000_000 as Instant }).verdict).toBe('valid-with-warnings');
  });

  it('takes no milliseconds for seconds, which would make every date one of the past', () => {
    for (const now of [Date.UTC(2026, 5, 1), Number.NaN])
      expect(() => check(FEED, { now: now as Instant })).toThrow(TypeError);
  });
});

describe('a verdict', () => {
  it('does not fail every feed of YouTube, whose groups hold one film', () => {
    const { verdict, counts } = check(readFileSync(join(SPEC, 'media-rss/group-of-one.xml')));
    expect({ verdict, counts }).toEqual({ verdict: 'valid-with-warnings', counts: { error: 0, warning: 1, info: 0 } });
  });
});

describe('text that is decoded already', () => {
  it('is as large as its bytes in UTF-8', () => {
    const text = `{"version": "https://jsonfeed.org/version/1.1", "title": "${'é'.repeat(130_000)}", "items": []}`;
    const large = { rule: 'json-feed/large-document', message: expect.stringContaining('260073') };
    expect(check(Buffer.from(text)).findings).toContainEqual(expect.objectContaining(large));
    expect(check(text).findings).toContainEqual(expect.objectContaining(large));
  });
});

describe('the catalogue', () => {
  it('has sentences and codes of one form', () => {
    for (const code of lintCodes) {
      const { why, fix } = lintRules[code];
      expect(code).toMatch(/^[a-z-]+\/[a-z0-9-]+$/);
      for (const sentence of [why, fix]) expect(sentence, code).toMatch(/^.+[.>]$/s);
    }
  });
});

/** Two entries of one second stay so: seconds are never invented. */
const HONEST = new Set<string>(['atom/duplicate-updated']);

// `escaping` is a document of everything that writers must survive: control characters, half tags, ids that are none.
describe('documents of our own', () => {
  const own = existsSync(DOCUMENTS)
    ? readdirSync(DOCUMENTS).filter((file) => !file.startsWith('escaping.') && /\.(?:xml|opml)$|feed\.json$/.test(file))
    : [];
  it.skipIf(own.length === 0).each(own.length === 0 ? ['none'] : own)('%s is valid without warnings', (file) => {
    const { findings } = check(readFileSync(join(DOCUMENTS, file)));
    expect(
      findings
        .filter(({ severity, rule }) => severity !== 'info' && !HONEST.has(rule))
        .map(({ rule, message }) => `${rule}: ${message}`),
    ).toEqual([]);
  });
});

describe('any input', () => {
  const seeds = readdirSync(SPEC).flatMap((folder) =>
    readdirSync(join(SPEC, folder))
      .slice(0, 4)
      .map((file) => readFileSync(join(SPEC, folder, file))),
  );
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(40),
    put: fc.constantFrom(
      '',
      '<',
      '>',
      '&',
      '"',
      "'",
      '</',
      '<![CDATA[',
      ']]>',
      '<!--',
      '&#0;',
      '&#xD800;',
      '{',
      '[',
      '\\u',
      '\0',
      '\uD800',
      ' xmlns=""',
      ':',
      'é',
    ),
  });

  it('is answered with a report, never with an exception', () => {
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 6 }), (seed, edits) => {
        let text = new TextDecoder().decode(seed).slice(0, 20_000);
        for (const { at, cut, put } of edits) {
          const start = Math.floor(at * text.length);
          text = text.slice(0, start) + put + text.slice(start + cut);
        }
        const report = check(text, { profile: 'msn' });
        expect(report.counts.error > 0).toBe(report.verdict === 'invalid');
        for (const { line, column } of report.findings) expect(Math.min(line, column)).toBeGreaterThan(0);
      }),
      runs(1500),
    );
  });

  // Tables are looked up by names that the document gives: `constructor` is in every object.
  it('may bear names that every object has', () => {
    const names = Object.getOwnPropertyNames(Object.prototype);
    const attributes = names.map((name) => ` ${name}="x"`).join('');
    const elements = names.map((name) => `<${name}/><${name}:a:b/><media:${name}/>`).join('');
    const keys = names.map((name) => `"${name}": "x",`).join('');
    for (const seed of seeds) {
      const text = new TextDecoder().decode(seed).slice(0, 20_000);
      const strange = text
        .replace(/<([a-zA-Z][\w:.-]*)/g, `<$1${attributes}`)
        .replace(/<\//g, `${elements}</`)
        .replace(/\{/g, `{${keys}`);
      expect(check(strange, { profile: 'flipboard' }).counts.error).toBeGreaterThan(0);
    }
  });

  it('may be any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => check(bytes).verdict.length > 0),
      runs(100),
    );
  });
});

describe('hostile input', () => {
  const wrap = (text: string) => FEED.replace('<title>Two</title>', text);
  const kinds: readonly (readonly [string, (n: number) => string])[] = [
    ['<', (n) => '<'.repeat(n)],
    ['< in a feed', (n) => wrap('<'.repeat(n))],
    ['&', (n) => wrap('&'.repeat(n))],
    ['nesting', (n) => `<rss>${'<a>'.repeat(n / 3)}`],
    ['tags in HTML', (n) => wrap(`<description><![CDATA[${'<b>'.repeat(n / 3)}]]></description>`)],
    ['half tags in HTML', (n) => wrap(`<description>${'&lt;a '.repeat(n / 6)}</description>`)],
    ['quotes in HTML', (n) => wrap(`<description>${'&lt;a href="'.repeat(n / 12)}</description>`)],
    ['parentheses in a date', (n) => wrap(`<pubDate>${'('.repeat(n)}</pubDate>`)],
    ['labels of a host', (n) => wrap(`<comments>http://${'a.'.repeat(n / 2)}</comments>`)],
    ['white space in an author', (n) => wrap(`<author>${' '.repeat(n)}a@b</author>`)],
    [
      'parts of a media type',
      (n) => wrap(`<enclosure url="http://example.org/a" length="1" type="a/b${';a="\\"'.repeat(n / 6)}"/>`),
    ],
    ['elements of a long namespace', (n) => wrap(`<x xmlns="urn:${'a'.repeat(n / 2)}">${'<y/>'.repeat(n / 8)}</x>`)],
    ['elements below a long name', (n) => wrap(`<${'a'.repeat(n / 4)}>${'<x/>'.repeat(n / 8)}</${'a'.repeat(n / 4)}>`)],
    ['JSON arrays', (n) => `{"items":${'['.repeat(n)}`],
    ['JSON escapes', (n) => `{"items":"${'\\u0041'.repeat(n / 6)}"}`],
  ];

  // Twice as much may take twice the time; the bounds leave room, none for squares. Of the processor: a busy machine lets wait.
  it.each(kinds)('of %s is read in linear time', (_, make) => {
    const time = (n: number) => {
      const input = make(n);
      const start = process.cpuUsage();
      check(input);
      return process.cpuUsage(start).user / 1000;
    };
    time(100_000);
    const small = Math.max(time(500_000), 20);
    expect(time(4_000_000)).toBeLessThan(small * 8 * 6);
  });

  const long = 'a'.repeat(30_000);
  const inChannel = (text: string) => `<rss version="2.0"><channel>${text}</channel></rss>`;
  it.each([
    ['around others', inChannel(`<${long}>${'<x xml:lang="q"/>'.repeat(20)}</${long}>`)],
    ['of elements', inChannel(`<${long}/><item><${long} xmlns="urn:x" ${long}="\u0080"/></item>`)],
    ['of attributes', inChannel(`<ttl ${long}="\u0080"/><image ${long}="1" xml:lang="q"/>`)],
    ['of a root', `<${long}/>`],
    ['of prefixes', inChannel(`<${long}:x xmlns:${long}="${long}"/><${long}:y/>`)],
    ['of namespaces', inChannel(`<x xmlns="urn:${long}"/><x xmlns="${long} "/>`)],
    ['nested', inChannel(`${`<b${long.slice(0, 80)}>`.repeat(400)}<x xml:lang="q"/>`)],
    ['of entities', `<!DOCTYPE rss [<!ENTITY ${long} "x">]>${inChannel(`&${long};&b${long};`)}`],
    ['of keys', `{"version":"https://jsonfeed.org/version/1","items":[],"${long}":1,"_${long}":1,"${long}":1}`],
    ['in markup', inChannel(`<item><description>&lt;${long} ${long}="${long}" style="${long}:1"</description></item>`)],
    [
      'of values',
      inChannel(`<language>${long}</language><ttl>${long}</ttl><docs>${long}</docs><cloud port="${long}"/>`),
    ],
    ['of rights', atom(`<rights type="${long}"/><link rel="${long}" type="${long}" href="${long}"/><id>${long}</id>`)],
  ])('with long names %s makes no long findings', (_, input) => {
    const { findings } = check(input);
    expect(findings.length).toBeGreaterThan(0);
    for (const { rule, message, path, position } of findings)
      expect(JSON.stringify({ message, path, position }).length, rule).toBeLessThan(2500);
  });

  it('of millions of elements and attributes is read to a limit', () => {
    const { findings } = check(`<rss>${'<a b=""/>'.repeat(1_000_001)}</rss>`, { severity: 'error' });
    expect(findings.map(({ rule }) => rule)).toContain('xml/too-many-elements');
  });

  it('of millions of attributes in one tag is read to a limit', () => {
    const { findings } = check(`<rss${' b=""'.repeat(2_000_001)}/>`, { severity: 'error' });
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'xml/too-many-elements', column: 10_000_006 }));
  });

  it('of millions of values is read to a limit', () => {
    const { findings } = check(`{"title": "T", "items": [${'{},'.repeat(2_000_000)}{}]}`, { severity: 'error' });
    expect(findings.map(({ message }) => message).join()).toContain('more than 2000000 values');
  });

  it('of 10 MB is answered', () => {
    expect(check('<'.repeat(10_000_000)).verdict).toBe('invalid');
    expect(check(wrap('&'.repeat(10_000_000))).verdict).toBe('invalid');
  });
});
