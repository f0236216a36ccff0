// The scanner against the specification's rules, one line each, and against saxes on thousands of near-misses.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanXml, type XmlSink } from '../../src/verify/scan/scan.ts';
import { runs } from '../support/runs.ts';
import { strictProblem } from '../support/strict-xml.ts';

const kindsOf = (xml: string) => scanXml(xml, {}, { recover: true }).map(({ kind }) => kind);

const WELL_FORMED = [
  '<a/>',
  '<a></a>',
  '\uFEFF<a/>',
  '<?xml version="1.0"?><a/>',
  "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<a/>\n",
  '<?xml version="1.1"?><a/>',
  '<?xml-stylesheet href="x"?><a/>',
  '<!-- one - two --><a/><!----><?p?><?p  q ?>\n',
  '<!DOCTYPE html><a/>',
  '<!DOCTYPE a SYSTEM "a.dtd" ><a/>',
  '<!DOCTYPE a PUBLIC "-//A//B" \'a.dtd\'><a/>',
  '<!DOCTYPE a [<!ENTITY e "]>"> <!-- ]> " --> <?p ]> ?> <!ATTLIST a b CDATA \'>\'> %pe; ]><a/>',
  '<!DOCTYPE a [<!ENTITY b "&#160;&c;<d>"><!ENTITY % e \'"\' ><!ENTITY f SYSTEM "g" NDATA h>]><a/>',
  '<!DOCTYPE a [<!ENTITY b\nPUBLIC\t"c" \'d\'\r\n>]><a/>',
  '<a>&lt;&gt;&amp;&quot;&apos;&#x26;&#38;&#x10FFFF;&#9;</a>',
  '<a b="1" c=\'"\' d = "&lt;&#x3C;&amp;" />',
  '<a>]] > ]>]]</a >',
  '<a><![CDATA[<&]]]]><![CDATA[>]]></a>',
  '<a><![CDATA[]]></a>',
  '<é·à xmlns:π="p" π:ὕ="1"/>',
  '<𐐀/>',
  '<a xmlns="u" xmlns:p="u"><p:b p:c="1" c="2"/><b xmlns=""/></a>',
  '<a xml:lang="en" xmlns:xml="http://www.w3.org/XML/1998/namespace"/>',
  '<a>\u007F\u0085\uFFFD\u{10FFFF}\uFEFF</a>',
];

const MALFORMED: readonly (readonly [kind: string, xml: string])[] = [
  ['missing-root', ''],
  ['missing-root', '<!-- nothing -->'],
  ['text-outside-root', 'x<a/>'],
  ['text-outside-root', '<a/>x'],
  ['text-outside-root', '<a/>&#x20;'],
  ['text-outside-root', '<a/><![CDATA[]]>'],
  ['text-outside-root', ' \uFEFF<a/>'],
  ['second-root', '<a/><b/>'],
  ['unclosed-element', '<a>'],
  ['unclosed-element', '<a><b></b>'],
  ['mismatched-end-tag', '<a><b></a></b>'],
  ['unexpected-end-tag', '<a/></a>'],
  ['invalid-end-tag', '<a></a b>'],
  ['stray-less-than', '<a></ a>'],
  ['stray-less-than', '<a>1 < 2</a>'],
  ['stray-less-than', '<a><1/></a>'],
  ['stray-less-than', '<!doctype html><a/>'],
  ['unclosed-tag', '<a'],
  ['unclosed-tag', '<a b="1"<c/></a>'],
  ['invalid-tag', '<a "b"/>'],
  ['invalid-tag', '<a / >'],
  ['missing-space', '<a b="1"c="2"/>'],
  ['missing-value', '<a b/>'],
  ['unquoted-value', '<a b=1/>'],
  ['unclosed-value', '<a b="1/>'],
  ['less-than-in-attribute', '<a b="<"/>'],
  ['duplicate-attribute', '<a b="1" b="1"/>'],
  ['duplicate-attribute', '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>'],
  ['undeclared-prefix', '<p:a/>'],
  ['undeclared-prefix', '<a p:b="1"/>'],
  ['undeclared-prefix', '<a><b xmlns:p="u"/><p:c/></a>'],
  ['empty-namespace', '<a xmlns:p=""/>'],
  ['reserved-prefix', '<a xmlns:xmlns="u"/>'],
  ['reserved-prefix', '<xmlns:a/>'],
  ['reserved-namespace', '<a xmlns:xml="u"/>'],
  ['reserved-namespace', '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>'],
  ['reserved-namespace', '<a xmlns="http://www.w3.org/XML/1998/namespace"/>'],
  ['reserved-namespace', '<a xmlns="http://www.w3.org/2000/xmlns/"/>'],
  ['invalid-name', '<a:b:c xmlns:a="u"/>'],
  ['invalid-name', '<:a/>'],
  ['invalid-name', '<a:/>'],
  ['invalid-name', '<a xmlns:="u"/>'],
  ['invalid-name', '<a:1 xmlns:a="u"/>'],
  ['invalid-name', '<a/><?p:q?>'],
  ['stray-ampersand', '<a>Q & A</a>'],
  ['stray-ampersand', '<a>Q&A</a>'],
  ['stray-ampersand', '<a b="&"/>'],
  ['undefined-entity', '<a>&nbsp;</a>'],
  ['invalid-reference', '<a>&#;</a>'],
  ['invalid-reference', '<a>&#x;</a>'],
  ['invalid-reference', '<a>&#38</a>'],
  ['invalid-reference', '<a>&#X26;</a>'],
  ['forbidden-character', '<a>&#0;</a>'],
  ['forbidden-character', '<a>&#xD800;</a>'],
  ['forbidden-character', '<a>&#x110000;</a>'],
  ['forbidden-character', '<a>&#99999999999999999999;</a>'],
  ['forbidden-character', '<a>\u0008</a>'],
  ['forbidden-character', '<a b="\uFFFF"/>'],
  ['forbidden-character', '<a><![CDATA[\u0000]]></a>'],
  ['forbidden-character', '<!--\u000B--><a/>'],
  ['forbidden-character', '<?p \u001F?><a/>'],
  ['lone-surrogate', '<a>\uD800</a>'],
  ['lone-surrogate', '<a>\uDC00\uD800</a>'],
  ['cdata-end-in-text', '<a>]]></a>'],
  ['hyphens-in-comment', '<a><!-- -- --></a>'],
  ['hyphens-in-comment', '<a><!-- ---></a>'],
  ['unclosed-section', '<a/><!-- '],
  ['unclosed-section', '<a/><?p '],
  ['unclosed-section', '<a><![CDATA[</a>'],
  ['stray-less-than', '<a><![cdata[]]></a>'],
  ['invalid-instruction', '<a/><? p?>'],
  ['missing-space', '<a/><?p"?>'],
  ['misplaced-declaration', ' <?xml version="1.0"?><a/>'],
  ['misplaced-declaration', '<?XML version="1.0"?><a/>'],
  ['invalid-declaration', '<?xml version="2.0"?><a/>'],
  ['invalid-declaration', '<?xml encoding="utf-8"?><a/>'],
  ['invalid-declaration', '<?xml version="1.0" encoding="-"?><a/>'],
  ['invalid-declaration', '<?xml version="1.0" standalone="1"?><a/>'],
  ['invalid-declaration', '<?xml version="1.0" standalone="no" encoding="utf-8"?><a/>'],
  ['invalid-declaration', '<?xml version="1.0"encoding="utf-8"?><a/>'],
  ['invalid-doctype', '<!DOCTYPE><a/>'],
  ['invalid-doctype', '<!DOCTYPE a SYSTEM><a/>'],
  ['invalid-doctype', '<!DOCTYPE a PUBLIC "x"><a/>'],
  ['invalid-doctype', '<!DOCTYPE a PUBLIC "{" "x"><a/>'],
  ['invalid-doctype', '<!DOCTYPE a b><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [<a/>'],
  ['invalid-doctype', '<!DOCTYPE a [ b ]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [<b>]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [<!entity b "">]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [<!ENTITY>]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [<!ENTITY b "" <!ENTITY c "">]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [<!ENTITY b>]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [<!ENTITY b c>]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [<!ENTITY b "c" d>]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [<!ENTITY b"c">]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [<!ENTITY b "&">]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [<!ENTITY b "100 %">]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [<!ENTITY b PUBLIC "c">]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [<!ENTITY b "]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [% b;]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [%b]><a/>'],
  ['invalid-doctype', '<!DOCTYPE a [<!-- ]><a/>'],
  ['hyphens-in-comment', '<!DOCTYPE a [<!-- b -- c -->]><a/>'],
  ['invalid-name', '<!DOCTYPE a:b:c><a/>'],
  ['misplaced-doctype', '<!DOCTYPE a><!DOCTYPE a><a/>'],
  ['misplaced-doctype', '<a/><!DOCTYPE a>'],
  ['misplaced-doctype', '<a><!DOCTYPE a></a>'],
];

describe('well-formedness', () => {
  test.each(WELL_FORMED)('accepts %j', (xml) => {
    expect(scanXml(xml)).toEqual([]);
    expect(strictProblem(xml)).toBeUndefined();
  });

  test.each(MALFORMED)('finds %s in %j', (kind, xml) => {
    expect(scanXml(xml).map((problem) => problem.kind)).toEqual([kind]);
    expect(kindsOf(xml)[0]).toBe(kind);
    if (!isDifference(xml)) expect(strictProblem(xml)).toBeDefined();
  });

  test('tells at least the first problem of each kind, and no more than 100 of one', () => {
    expect(kindsOf(`<a>${'&b;'.repeat(150)}&<</a>`).slice(99)).toEqual([
      'undefined-entity',
      'stray-ampersand',
      'stray-less-than',
    ]);
  });

  test('asks the listener about entities, and tells it which are declared', () => {
    const declared: string[] = [];
    const sink: XmlSink = { entity: (name) => declared.push(name), isDeclared: (name) => declared.includes(name) };
    const subset = '<!-- <!ENTITY no ""> --><!ENTITY yes "<"><!ENTITY % p ""><!ATTLIST a b CDATA "<!ENTITY no">';
    expect(scanXml(`<!DOCTYPE a [${subset}]><a b="&yes;">&yes;&no;</a>`, sink).map(({ problem }) => problem)).toEqual([
      'the entity &no; is not defined in XML',
    ]);
    expect(declared).toEqual(['yes']);
  });

  test('says where, in code units', () => {
    expect(scanXml('<a>\u{1F600} & b</a>')).toEqual([
      { offset: 6, kind: 'stray-ampersand', problem: 'an & begins no reference (write &amp;)' },
    ]);
  });
});

/** Where saxes and the scanner are known to differ, each with its reason. */
function isDifference(xml: string): boolean {
  // saxes joins any high surrogate with whatever follows, and takes a lone low one for a character.
  if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(xml)) return true;
  // saxes passes over a document type declaration without looking into it.
  if (/<!DOCTYPE(?! (?:a|html)>)/.test(xml)) return true;
  // saxes takes a question mark right behind an instruction's name for white space.
  if (/<\?[^\s?]+\?[^>]/.test(xml)) return true;
  // saxes lets the part behind the colon begin like the rest of a name (Namespaces in XML §4 does not).
  return /:(?:[-.0-9\u00B7]|[\u0300-\u036F])/.test(xml);
}

const SEEDS = [
  ...WELL_FORMED,
  '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>' +
    '<title>A &#x26; B</title><item><guid isPermaLink="false">x</guid><dc:creator>é</dc:creator></item></channel></rss>\n',
  '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><link rel="a" href="b?c=d&amp;e"/><c><![CDATA[<p>]]></c></feed>',
];

const PIECES = [
  ...['<', '>', '/', '&', ';', '"', "'", '=', ' ', '\n', '\r', ':', '!', '?', '-', '--', ']', ']]>', '[', '#', 'x'],
  ...['a', 'b', '1', '.', 'xmlns', 'xml', '&amp;', '&#x26;', '&#0;', '&e;', '<!--', '-->', '<?', '?>', '<![CDATA['],
  ...['</a>', '<a>', '<a/>', ' a="1"', ' p:a="1"', ' xmlns:p="u"', '\u0000', '\u0085', '\uFFFE', 'é', '·', '\u{10400}'],
  ...['\u0300', '\u2028', '\u{F0000}', '<!DOCTYPE a>', '<?xml version="1.0"?>'],
];

const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.integer({ min: 0, max: 3 }),
  piece: fc.option(fc.constantFrom(...PIECES), { nil: '' }),
});

const nearMiss = fc
  .tuple(fc.constantFrom(...SEEDS), fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([seed, mutations]) => mutations.reduce(mutated, seed));

function mutated(xml: string, { at, cut, piece }: { at: number; cut: number; piece: string }): string {
  const start = Math.floor(at * xml.length);
  return xml.slice(0, start) + piece + xml.slice(start + cut);
}

/** XML 1.0 §2.2 to §2.4: where ranges of characters begin and end, and their neighbours. */
const NEIGHBOURS: readonly number[] = [
  ...[0, 0x09, 0x0a, 0x0d, 0x20, 0x22, 0x26, 0x2d, 0x2e, 0x30, 0x39, 0x3a, 0x3c, 0x41, 0x46, 0x5a, 0x5d, 0x5f, 0x61],
  ...[0x66, 0x7a, 0x7f, 0x80, 0x85, 0xb7, 0xc0, 0xd7, 0xf7, 0x2ff, 0x300, 0x36f, 0x37e, 0x2000, 0x200c, 0x200d, 0x2028],
  ...[0x203f, 0x2040, 0x2070, 0x218f, 0x2c00, 0x2fef, 0x3001, 0xd7ff, 0xdfff, 0xe000, 0xf900, 0xfdcf, 0xfdf0, 0xfffd],
  ...[0xfffe, 0xffff, 0x10000, 0xeffff, 0xf0000, 0x10fffe],
].flatMap((code) => [Math.max(0, code - 1), code, code + 1]);

describe('second opinion', () => {
  test('agrees with saxes on near-misses of good documents', () => {
    fc.assert(
      fc.property(nearMiss, (xml) => {
        if (isDifference(xml)) return;
        const ours = scanXml(xml)[0]?.kind;
        const theirs = strictProblem(xml);
        expect({ xml, ours, wellFormed: ours === undefined }).toEqual({ xml, ours, wellFormed: theirs === undefined });
      }),
      runs(3000),
    );
  });

  test.each<[string, (character: string, code: number) => string]>([
    ['at the beginning of a name', (c) => `<${c}/>`],
    ['within a name', (c) => `<a${c}a/>`],
    ['in the name of an attribute', (c) => `<a b${c}b="1"/>`],
    ['at the beginning of the name of an attribute', (c) => `<a ${c}b="1"/>`],
    ['at the beginning of an end', (c) => `<a></${c}a>`],
    ['at the beginning of an instruction', (c) => `<a><?${c}a?></a>`],
    ['in a text', (c) => `<a>${c}</a>`],
    ['in a text that has to be decoded', (c) => `<a>\r${c}&amp;</a>`],
    ['in a value', (c) => `<a b="${c}"/>`],
    ['in a value that has to be decoded', (c) => `<a b="\r${c}&amp;"/>`],
    ['in a comment', (c) => `<a><!--${c}a--></a>`],
    ['in a section', (c) => `<a><![CDATA[${c}]]></a>`],
    ['in an instruction', (c) => `<a><?p ${c}a?></a>`],
    ['in the name of an entity', (c) => `<a>&amp${c};</a>`],
    ['as a number', (_, code) => `<a>&#${code};</a>`],
    ['as a hexadecimal number', (_, code) => `<a>&#x${code.toString(16)};</a>`],
    ['in a number', (c) => `<a>&#3${c};</a>`],
    ['in a hexadecimal number', (c) => `<a>&#x3${c};</a>`],
  ])('agrees with saxes %s, about every character where what is allowed begins or ends', (_, documentWith) => {
    for (const code of NEIGHBOURS) {
      const xml = documentWith(String.fromCodePoint(code), code);
      if (isDifference(xml)) continue;
      expect({ xml, wellFormed: scanXml(xml).length === 0 }).toEqual({
        xml,
        wellFormed: strictProblem(xml) === undefined,
      });
    }
  });

  test('half a surrogate pair stands for no character, first and last ones neither', () => {
    const before = ['\u0001\uDC00', '\uD7FF\uDC00', '\uDC00\uDC00', '\uFFFE\uDC00'];
    for (const half of ['\uD800', '\uDBFF', '\uDC00', '\uDFFF', '\uD800\uDBFF', '\uDBFF\uE000', ...before]) {
      expect(kindsOf(`<a>${half}</a>`), half).toContain('lone-surrogate');
      expect(kindsOf(`<a b="${half}"><!--${half}--></a>`), half).toContain('lone-surrogate');
      expect(kindsOf(`<a${half}/>`), half).not.toEqual([]);
    }
    for (const pair of ['\uD800\uDC00', '\uDBFF\uDFFF', '\uD800\uDFFF']) expect(kindsOf(`<a>${pair}</a>`)).toEqual([]);
  });
});

/** Every event as one line, for tests. */
function eventsOf(xml: string, recover = false): string[] {
  const events: string[] = [];
  const sink: XmlSink = {
    open: ({ name, namespace, attributes, start, end }) => {
      const shown = attributes.map((a) => `${a.name}{${a.namespace ?? ''}}=${JSON.stringify(a.value)}@${a.valueStart}`);
      events.push(`open ${name}{${namespace ?? ''}} ${shown.join(' ')} ${start}-${end}`);
    },
    close: ({ name, start, end }) => events.push(`close ${name} ${start}-${end}`),
    text: (decoded, start, end, kind) => events.push(`${kind} ${JSON.stringify(decoded)} ${start}-${end}`),
    instruction: (target, content, start, end) => events.push(`instruction ${target} ${content} ${start}-${end}`),
    declaration: (version, encoding) => events.push(`declaration ${version} ${encoding}`),
    doctype: (start, end) => events.push(`doctype ${start}-${end}`),
  };
  scanXml(xml, sink, { recover });
  return events;
}

describe('events', () => {
  test('decode text and attributes, and say where they stand', () => {
    const xml =
      '<?xml version="1.0"?><!DOCTYPE a><p:a xmlns:p="u" p:b="&lt;\t&#9;\r\n1">A&amp;\r\nB<!--c--><![CDATA[<\r]]><d/></p:a>';
    expect(eventsOf(xml)).toEqual([
      'declaration 1.0 undefined',
      'doctype 21-33',
      'open p:a{u} xmlns:p{http://www.w3.org/2000/xmlns/}="u"@47 p:b{u}="< \\t 1"@55 33-69',
      'text "A&\\nB" 69-78',
      'cdata "<\\n" 86-100',
      'open d{}  100-104',
      'close d 100-104',
      'close p:a 104-110',
    ]);
  });

  test('pass a processing instruction without its separating space', () => {
    expect(eventsOf('<?x  y?><a/>')[0]).toBe('instruction x  y 0-8');
  });

  test('stop at the first problem', () => {
    expect(eventsOf('<a>1<b>&</b></a>')).toEqual(['open a{}  0-3', 'text "1" 3-4', 'open b{}  4-7']);
  });
});

describe('recovery', () => {
  test.each([
    ['takes a stray & and < for text', '<a>Q & A < B &c; &nbsp;</a>', 'Q & A < B &c; &nbsp;'],
    ['reads on behind a forbidden character', '<a>1\u00002&#0;</a>', '1\u00002&#0;'],
    ['reads an unclosed section to the end', '<a>1<![CDATA[2</a>', '12</a>'],
    ['leaves text outside the root', '1<a>2</a>3', '2'],
    ['reads on behind a tag without end', '<a><b <c>1</c></b></a>', '1'],
    ['reads on behind odd attributes', '<a b c=d e="1" e="2" =f "g">1</a>', '1'],
    ['ends an attribute that never ends at the next tag', '<a><b c="1>2</b></a>', '2'],
    ['reads two roots', '<a>1</a><b>2</b>', '12'],
  ])('%s', (_, xml, text) => {
    let read = '';
    const sink: XmlSink = {
      text: (decoded) => {
        read += decoded;
      },
    };
    scanXml(xml, sink, { recover: true });
    expect(read).toBe(text);
  });

  test('closes the nearest element of the name, leaves a stray end tag, and closes what is left', () => {
    expect(eventsOf('<a><b><c></b></x><d>', true)).toEqual([
      'open a{}  0-3',
      'open b{}  3-6',
      'open c{}  6-9',
      'close c 9-9',
      'close b 9-13',
      'open d{}  17-20',
      'close d 20-20',
      'close a 20-20',
    ]);
  });

  test('opens as many elements as it closes, and its offsets only grow, whatever it gets', () => {
    fc.assert(
      fc.property(nearMiss, (xml) => {
        const depths: number[] = [];
        let depth = 0;
        let last = 0;
        const advance = (start: number, end: number) => {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThanOrEqual(start);
          last = start;
        };
        const sink: XmlSink = {
          open: ({ start, end }) => {
            depth++;
            advance(start, end);
          },
          close: ({ start, end }) => {
            depths.push(--depth);
            advance(start, end);
          },
          text: (_, start, end) => advance(start, end),
        };
        const problems = scanXml(xml, sink, { recover: true });
        expect(depth).toBe(0);
        expect(problems.length === 0).toBe(scanXml(xml).length === 0);
        expect(problems[0]).toEqual(scanXml(xml)[0]);
      }),
      runs(1000),
    );
  });

  test('reads the same whether it may jump from mark to mark or has to look at every character', () => {
    const everything = (xml: string, shift: number) => {
      const found: unknown[] = [];
      const sink: XmlSink = {
        open: ({ name, attributes, start, end }) =>
          found.push([
            name,
            start - shift,
            end - shift,
            attributes.map((one) => [one.name, one.value, one.valueStart - shift, one.valueEnd - shift]),
          ]),
        close: ({ name, start, end }) => found.push([name, start - shift, end - shift]),
        text: (decoded, start, end) => found.push([decoded, start - shift, end - shift]),
      };
      const problems = scanXml(xml, sink, { recover: true });
      return [...found, ...problems.map(({ kind, offset }) => [kind, offset - shift])];
    };
    // A carriage return anywhere is enough for the second way.
    const slow = '<!--\r-->';
    fc.assert(
      fc.property(nearMiss, (xml) => {
        fc.pre(!/^\uFEFF|^<\?xml/.test(xml));
        expect(everything(xml, 0)).toEqual(everything(slow + xml, slow.length));
      }),
      runs(2000),
    );
  });

  test('keeps at most 100 problems', () => {
    expect(scanXml(`<a>${'&'.repeat(1000)}</a>`, {}, { recover: true })).toHaveLength(100);
  });
});

describe('scaling', () => {
  const REPEATED = [
    ...['<', '&', '&a', '&#', '&#1', '</', '</a>', '<!', '<!--', '<!-- --', '<![CDATA[', '<?', '<?x ', '<!DOCTYPE a ['],
    ...[
      '<!DOCTYPE a "',
      '<a',
      '<a ',
      '<a>',
      '<a b="',
      "<a b='",
      '<a b="1"',
      'b="1" ',
      ' xmlns:p="u"',
      '<p:a xmlns:p="u">',
    ],
    ...[']', '\u0000', '\uD800', '"', '<a><b></a>', '<a>text &amp; text</a>', '<x></y>', '-', '<!---'],
  ];

  test.each(REPEATED)('does work in proportion to the length of %j repeated', (piece) => {
    const workFor = (count: number) =>
      workOf(() => scanXml(`<r ${piece.repeat(count)}`, {}, { recover: true })) +
      workOf(() => scanXml(`<r>${piece.repeat(count)}</r>`, {}, { recover: true })) +
      workOf(() => scanXml(piece.repeat(count), {}, { recover: true }));
    const [once, twice] = [workFor(2000), workFor(4000)];
    expect(twice / once).toBeLessThan(2.5);
    expect(once).toBeLessThan(3 * 2000 * piece.length * 20);
  });
});

/** Code units that the string methods look at while `run` runs: a measure of work that no machine changes. */
function workOf(run: () => void): number {
  const { charCodeAt, indexOf, startsWith, slice } = String.prototype;
  let work = 0;
  String.prototype.charCodeAt = function (at) {
    work++;
    return charCodeAt.call(this, at);
  };
  String.prototype.indexOf = function (mark, from = 0) {
    const found = indexOf.call(this, mark, from);
    work += (found < 0 ? this.length : found) - Math.min(from, this.length) + 1;
    return found;
  };
  String.prototype.startsWith = function (mark, from) {
    work += mark.length;
    return startsWith.call(this, mark, from);
  };
  String.prototype.slice = function (start, end) {
    const piece = slice.call(this, start, end);
    work += piece.length;
    return piece;
  };
  try {
    run();
  } finally {
    Object.assign(String.prototype, { charCodeAt, indexOf, startsWith, slice });
  }
  return work;
}
