// A verifier that never fails is untested: good documents pass, and each way to be wrong is found.
import { describe, expect, test } from 'vitest';
import type { FeedDocument } from '../../src/model/feed-document.ts';
import { FORMATS, type FormatName } from '../../src/model/format.ts';
import { renderAtom } from '../../src/render/atom.ts';
import { renderJsonFeed } from '../../src/render/json-feed.ts';
import { renderRss } from '../../src/render/rss.ts';
import { verifyDocument, verifyPage } from '../../src/verify/verify.ts';
import { entry, feedDocument, text, url } from '../support/documents.ts';
import { FEED } from '../support/every-field.ts';

const RENDERERS = { rss: renderRss, atom: renderAtom, json: renderJsonFeed } satisfies Record<FormatName, unknown>;

const DOCUMENTS = { rss: renderRss(FEED), atom: renderAtom(FEED), json: renderJsonFeed(FEED) };

test.each(FORMATS)('good $title passes', ({ name }) => {
  expect(verifyDocument(FEED, name, DOCUMENTS[name])).toEqual([]);
  expect(verifyDocument(FEED, name, DOCUMENTS[name], false)).toEqual([]);
});

test.each([
  ['in capitals', '<?xml version="1.0" encoding="UTF-8"?>'],
  ['without an encoding', "<?xml version='1.0' standalone='yes' ?>"],
  ['left out', ''],
])('an XML declaration that is right passes: %s', (_, declaration) => {
  const written = (document: string) => document.replace(/^<\?xml[^>]*>/, declaration).trimStart();
  expect(verifyDocument(FEED, 'rss', written(DOCUMENTS.rss))).toEqual([]);
  expect(verifyDocument(FEED, 'atom', written(DOCUMENTS.atom))).toEqual([]);
});

describe('named faults', () => {
  const [first, second] = ['tag:example.org,2024:1', 'tag:example.org,2024:2'];
  const DIFFERS = 'compare/mismatched-value';
  const NO_XML = 'read-back/invalid-xml';
  const NO_JSON = 'read-back/invalid-json';
  const swap = (document: string, name: string) => {
    const pattern = new RegExp(` *<${name}>[\\s\\S]*?</${name}>\\n`, 'g');
    const [a = '', b = ''] = document.match(pattern) ?? [];
    return document.replace(a + b, b + a);
  };

  test.each<[FormatName, string, (document: string) => string, string, string?]>([
    ['rss', 'an escape that was dropped', (d) => d.replace('First &#x26;', 'First &'), NO_XML, first],
    ['rss', 'a raw < in the second entry', (d) => d.replace('Second', 'Sec < ond'), NO_XML, second],
    ['rss', 'a control character', (d) => d.replace('Second', 'Sec\u0008ond'), NO_XML, second],
    ['atom', 'half a surrogate pair', (d) => d.replace('Second', 'Sec\uD800ond'), NO_XML, second],
    ['atom', 'an element left open', (d) => d.replace('Second</title>', 'Second'), NO_XML, second],
    ['rss', 'a fault in the channel', (d) => d.replace('<ttl>', '<ttl/>&'), NO_XML],
    ['rss', 'a fault behind the last entry', (d) => d.replace('</channel>', '& </channel>'), NO_XML],
    ['rss', 'a fault between two entries', (d) => d.replace('</item>', '</item>&'), NO_XML],
    ['rss', 'a document that is cut off', (d) => d.slice(0, -20), NO_XML],
    ['rss', 'nothing at all', () => '', NO_XML],
    ['rss', 'another format', () => DOCUMENTS.atom, NO_XML],
    ['atom', 'another format', () => DOCUMENTS.rss, NO_XML],
    ['rss', 'an element in the channel that nobody expects', (d) => d.replace('<ttl>', '<constructor/><ttl>'), DIFFERS],
    [
      'rss',
      'an element of a namespace that nobody expects',
      (d) => d.replace('<item>', '<item><p:link xmlns:p="http://www.w3.org/2005/Atom" rel="via" href="x"/>'),
      DIFFERS,
      second,
    ],
    ['atom', 'markup in a title', (d) => d.replace('>Second<', '>Second<b/><'), DIFFERS, second],
    ['rss', 'markup in a description', (d) => d.replace('>Summary 1<', '>Summary&#x3C;br&#x3E; 1<'), DIFFERS, first],
    [
      'rss',
      'a reference of HTML in a description',
      (d) => d.replace('>Summary 1<', '>Summary&#x26;nbsp;1<'),
      DIFFERS,
      first,
    ],
    ['rss', 'a carriage return', (d) => d.replace('Second', 'Sec&#13;ond'), DIFFERS, second],
    ['rss', 'a date that there is not', (d) => d.replace('Fri, 01 Mar', 'Fri, 30 Feb'), DIFFERS, first],
    ['rss', 'another encoding', (d) => d.replace('"utf-8"', '"iso-8859-1"'), NO_XML],
    ['atom', 'another encoding', (d) => d.replace('"utf-8"', '"utf-16"'), NO_XML],
    ['atom', 'another XML', (d) => d.replace('"1.0"', '"1.1"'), NO_XML],
    ['rss', 'another version', (d) => d.replace('"2.0"', '"0.9"'), NO_XML],
    ['rss', 'two channels', (d) => d.replace('</channel>', '</channel><channel></channel>'), NO_XML],
    ['rss', 'a root of another name', (d) => d.replace('<rss ', '<rdf ').replace('</rss>', '</rdf>'), NO_XML],
    ['atom', 'a root of another name', (d) => d.replace('<feed ', '<rdf ').replace('</feed>', '</rdf>'), NO_XML],
    [
      'rss',
      'an entry inside another element',
      (d) => d.replace(/( *<\/image>\n)([\s\S]*?)( *<item>[\s\S]*?<\/item>\n)/, '$3$1$2'),
      DIFFERS,
    ],
    ['rss', 'words before a mail address', (d) => d.replace('<managingEditor>', '$&at '), DIFFERS],
    [
      'rss',
      'a second thumbnail that shows nothing',
      (d) => d.replace(/<media:thumbnail .*\/>/, '$&<media:thumbnail/>'),
      DIFFERS,
      first,
    ],
    ['atom', 'white space behind a comment', (d) => d.replace('Second', 'Second<!-- --> '), DIFFERS, second],
    ['rss', 'another namespace', (d) => d.replace('/mrss/', '/mrss'), NO_XML, first],
    ['atom', 'another namespace', (d) => d.replace('2005/Atom', '2005/Atom/'), NO_XML],
    ['rss', 'a named entity that HTML alone knows', (d) => d.replace('Second', '&nbsp;'), NO_XML, second],
    ['rss', 'a text that is escaped twice', (d) => d.replace('&#x26;', '&#x26;#x26;'), DIFFERS, first],
    ['rss', 'white space around a value', (d) => d.replace('Second', ' Second'), DIFFERS, second],
    ['rss', 'a date that moved', (d) => d.replace('08:00:00 GMT', '08:00:01 GMT'), DIFFERS, first],
    ['rss', 'a date in UTC instead of GMT', (d) => d.replace('08:00:00 GMT', '08:00:00 UTC'), DIFFERS, first],
    ['rss', 'a wrong weekday', (d) => d.replace('Fri,', 'Mon,'), DIFFERS, first],
    ['atom', 'a date with fractions', (d) => d.replace('08:00:00Z', '08:00:00.000Z'), DIFFERS, first],
    [
      'rss',
      'an entry that got lost',
      (d) => d.replace(/ {4}<item>[\s\S]*?<\/item>\n/, ''),
      'compare/missing-entry',
      second,
    ],
    [
      'atom',
      'an entry that got lost',
      (d) => d.replace(/ {2}<entry>[\s\S]*?<\/entry>\n/, ''),
      'compare/missing-entry',
      second,
    ],
    [
      'rss',
      'an entry too many',
      (d) => d.replace(/( {4}<item>[\s\S]*?<\/item>\n)/, '$1$1'),
      'compare/unexpected-entry',
    ],
    ['rss', 'two entries swapped', (d) => swap(d, 'item'), 'compare/mismatched-order'],
    ['atom', 'two entries swapped', (d) => swap(d, 'entry'), 'compare/mismatched-order'],
    [
      'atom',
      'an alternate link that is not the first',
      (d) => d.replace(/( *<link rel="alternate".*\/1.*\n)( *<link rel="via".*\n)/, '$2$1'),
      DIFFERS,
      first,
    ],
    ['atom', 'a title as HTML', (d) => d.replace('<title type="text">', '<title type="html">'), DIFFERS, first],
    [
      'rss',
      'a summary behind the content',
      (d) => d.replace(/( *<description>.*\n)( *<content:encoded>.*\n)/, '$2$1'),
      DIFFERS,
      first,
    ],
    [
      'atom',
      'a summary behind the content',
      (d) => d.replace(/( *<summary .*\n)( *<content .*\n)/, '$2$1'),
      DIFFERS,
      first,
    ],
    [
      'rss',
      'a picture before the content',
      (d) => d.replace(/( *<content:encoded>.*\n)([\s\S]*?)( *<media:content .*\n)/, '$3$1$2'),
      DIFFERS,
      first,
    ],
    [
      'atom',
      'a picture before the content',
      (d) => d.replace(/( *<content .*\n)( *<media:content .*\n)/, '$2$1'),
      DIFFERS,
      first,
    ],
    [
      'rss',
      'what the channel says of itself behind an entry',
      (d) => d.replace(/( *<ttl>.*\n)([\s\S]*?<\/item>\n)/, '$2$1'),
      DIFFERS,
    ],
    [
      'atom',
      'what the feed says of itself behind its entries',
      (d) => d.replace(/( *<rights>.*\n)([\s\S]*)(<\/feed>)/, '$2$1$3'),
      DIFFERS,
    ],
    ['json', 'no JSON', (d) => d.slice(1), NO_JSON],
    ['json', 'version 1.0', (d) => d.replace('version/1.1', 'version/1'), NO_JSON],
    ['json', 'an id that is a number', (d) => d.replace(`"${second}"`, '2'), NO_JSON, second],
    ['json', 'a number that is a text', (d) => d.replace('"size_in_bytes": 7', '"size_in_bytes": "7"'), NO_JSON, first],
    ['json', 'no author', (d) => d.replace(/"author": \{[^}]*\}/, '"author": null'), NO_JSON],
    ['json', 'an author who is nobody', (d) => d.replace(/"author": \{[^}]*\}/, '"author": {}'), NO_JSON],
    ['json', 'no content', (d) => d.replace('"content_text"', '"text"'), NO_JSON, second],
    ['json', 'an attachment without a type', (d) => d.replace('"mime_type"', '"type"'), NO_JSON, first],
    ['json', 'a custom object that does not say what it is', (d) => d.replace(/"about": .*/, '"other": 1'), NO_JSON],
    ['json', 'no items', (d) => d.replace('"items"', '"item"'), NO_JSON],
    [
      'json',
      'a next page that is this one',
      (d) => d.replace('{', `{"next_url": "${FEED.options.feedLinks.json}",`),
      DIFFERS,
    ],
    [
      'json',
      'a first author that is another',
      (d) => d.replace('"author": {\n        "name": "Ada"', '"author": {\n        "name": "Eve"'),
      DIFFERS,
      first,
    ],
    [
      'json',
      'both kinds of content',
      (d) => d.replace('"content_html"', '"content_text": "x", "content_html"'),
      DIFFERS,
      first,
    ],
    [
      'json',
      'a summary beside plain content',
      (d) => d.replace('"content_text"', '"summary": "x", "content_text"'),
      DIFFERS,
      second,
    ],
  ])('%s: %s', (format, _, mutate, code, entryId) => {
    const mutant = mutate(DOCUMENTS[format]);
    expect(mutant).not.toBe(DOCUMENTS[format]);
    for (const secondReading of [false, true]) {
      const [problem] = verifyDocument(FEED, format, mutant, secondReading);
      expect(problem).toMatchObject({ code, entryId });
    }
  });

  test('the second reading finds what only it finds otherwise', () => {
    // A line break in an attribute is a space (XML 1.0 §3.3.3), but not to every parser.
    const mutant = DOCUMENTS.rss.replace('title="Related a"', 'title="Related\na"');
    expect(verifyDocument(FEED, 'rss', mutant, false)).toEqual([]);
    expect(verifyDocument(FEED, 'rss', mutant)).toMatchObject([{ values: { field: 'related[0].title' } }]);
  });

  test('the second reading of JSON finds a member that stands there twice, wherever it stands', () => {
    const document = DOCUMENTS.json;
    const members = [...document.matchAll(/"(?:[^"\\]|\\.)*": (?:"(?:[^"\\]|\\.)*"|\d+)/g)];
    expect(members.length).toBeGreaterThan(60);
    for (const { 0: member, index } of members) {
      const mutant = `${document.slice(0, index)}${member}, ${document.slice(index)}`;
      const [problem] = verifyDocument(FEED, 'json', mutant);
      expect(problem, member).toMatchObject({ code: 'read-back/invalid-json', entryId: undefined });
    }
    expect(verifyDocument(FEED, 'json', JSON.stringify(JSON.parse(document)))).toEqual([]);
  });

  test('says what reads otherwise, in a sentence', () => {
    expect(verifyDocument(FEED, 'rss', DOCUMENTS.rss.replace('height="480"', 'height="481"'))).toEqual([
      {
        code: 'compare/mismatched-value',
        values: { where: 'tag:example.org,2024:1', field: 'pictures[0].height', meant: '“480”', read: '“481”' },
        entryId: 'tag:example.org,2024:1',
      },
    ]);
  });

  test('says which date was meant', () => {
    expect(verifyDocument(FEED, 'atom', DOCUMENTS.atom.replace('08:00:00Z', '08:00:01Z'))).toMatchObject([
      { values: { field: 'published', meant: '“2024-03-01T08:00:00Z”', read: '“2024-03-01T08:00:01Z”' } },
    ]);
  });

  test('says which entry is lost, too many, there twice, or elsewhere, and where', () => {
    const [one = '', two = ''] = DOCUMENTS.rss.match(/ *<item[\s>][\s\S]*?<\/item>\n/g) ?? [];
    const problemsIn = (document: string, meant: FeedDocument = FEED) =>
      verifyDocument(meant, 'rss', document).map(({ code, values }) => ({ code, values }));
    const id = FEED.items[0]?.id;
    expect(problemsIn(DOCUMENTS.rss.replace(one, ''))).toEqual([{ code: 'compare/missing-entry', values: { id } }]);
    expect(problemsIn(DOCUMENTS.rss.replace(one, one + one))).toEqual([
      { code: 'compare/unexpected-entry', values: { id } },
    ]);
    expect(problemsIn(DOCUMENTS.rss.replace(one + two, two + one))).toEqual([
      { code: 'compare/mismatched-order', values: { id: second, meant: 2, read: 1 } },
    ]);
    const twice = feedDocument([...FEED.items, ...FEED.items.slice(0, 1)]);
    expect(problemsIn(renderRss(twice), twice)).toEqual([{ code: 'compare/duplicate-id', values: { id } }]);
  });

  test('shows long values from where they part', () => {
    const long = 'word '.repeat(40);
    const feed = feedDocument([entry({ description: text(`${long}end${long}`) })]);
    const [problem] = verifyDocument(feed, 'rss', renderRss(feed).replace('end', 'END'));
    expect(problem?.values).toMatchObject({
      field: 'summary',
      meant: `“…word word word word endword word word word word word word wo…”`,
      read: `“…word word word word ENDword word word word word word word wo…”`,
    });
  });

  test('says where a malformed document breaks', () => {
    const mutant = DOCUMENTS.rss.replace('Second', '&');
    expect(verifyDocument(FEED, 'rss', mutant)).toMatchObject([{ offset: mutant.indexOf('>&<') + 1 }]);
  });
});

test.each(FORMATS)('two entries of one id are found in $title, whatever brought them there', ({ name }) => {
  const feed = feedDocument([entry(), entry({ title: text('Another') })]);
  expect(verifyDocument(feed, name, RENDERERS[name](feed))).toMatchObject([
    { code: 'compare/duplicate-id', entryId: entry().id },
  ]);
});

describe('what formats have otherwise, or not at all, is no fault', () => {
  const file = (name: string, type: string) => ({
    url: url(`https://example.org/${name}`),
    type,
    lengthBytes: undefined,
    title: undefined,
    durationSeconds: undefined,
  });

  test.each<[string, FeedDocument]>([
    ['a picture of the feed that RSS does not show', feedDocument([], { image: url('https://example.org/logo.svg') })],
    ['a picture whose name is no picture', feedDocument([], { image: url('https://example.org/logo.png/large') })],
    ['a picture in capitals', feedDocument([], { image: url('https://example.org/LOGO.PNG') })],
    ['an author of the feed without a name', feedDocument([], { author: { email: 'ed@example.org' } })],
    ['an author of the feed with an address alone', feedDocument([], { author: { link: 'https://ada.example/' } })],
    [
      'authors without names',
      feedDocument([entry({ author: [{ link: 'https://a.example/' }, { email: 'b@b.example' }] })]),
    ],
    [
      'one author with a name, and one without',
      feedDocument([entry({ author: [{ name: 'Ada' }, { link: 'https://a.example/' }] })]),
    ],
    ['an author with a picture alone', feedDocument([entry({ author: [{ avatar: 'https://a.example/a.png' }] })])],
    ['a topic with a name alone', feedDocument([entry({ category: [{ name: 'AI' }] })])],
    ['a topic with a term alone', feedDocument([entry({ category: [{ term: 'ai' }] })])],
    ['one file', feedDocument([entry({ details: { enclosures: [file('1.mp3', 'audio/mpeg')] } })])],
    [
      'two files, the second a picture',
      feedDocument([entry({ details: { enclosures: [file('1.mp3', 'audio/mpeg'), file('2.png', 'image/png')] } })]),
    ],
    ['an id in each format', feedDocument([entry({ guid: 'one', atomId: 'tag:example.org,2024:one' })])],
  ])('%s', (_, feed) => {
    for (const { name } of FORMATS) expect(verifyDocument(feed, name, RENDERERS[name](feed)), name).toEqual([]);
  });
});

describe('extensions', () => {
  const extension = { name: 'itunes:season', objects: { _text: '2' } };
  const own = { name: '_own', objects: { about: 'https://example.org/own', is: 1 } };
  const feed = feedDocument([Object.assign(entry(), { extensions: [extension, own] })]);

  test.each(FORMATS)('$title passes with those that are meant, and no others', ({ name }) => {
    const document = RENDERERS[name](feed);
    expect(verifyDocument(feed, name, document)).toEqual([]);
    expect(verifyDocument(feedDocument([entry()]), name, document)).toMatchObject([
      { values: { field: 'unexpected[0]', meant: 'nothing' }, entryId: feed.items[0]?.id },
    ]);
    const lost = document.replace(/<itunes:season>2<\/itunes:season>|,\s*"_own": \{[^}]*\}/, '');
    expect(lost).not.toBe(document);
    expect(verifyDocument(feed, name, lost)).toMatchObject([{ values: { field: 'unexpected[0]', read: 'nothing' } }]);
  });

  test('those that stand nowhere, several times or in lists are counted as they are written', () => {
    const name = 'itunes:keywords';
    const lists = { name, objects: [[{ _text: 'a' }, null], { _text: 'b' }, undefined] };
    const nothing = { name: '_nothing', objects: undefined };
    const several = feedDocument([Object.assign(entry(), { extensions: [lists, own, own, nothing] })]);
    for (const format of FORMATS)
      expect(verifyDocument(several, format.name, RENDERERS[format.name](several))).toEqual([]);
  });

  test('a custom object that does not say what it is about is found', () => {
    const silent = feedDocument([Object.assign(entry(), { extensions: [{ name: '_own', objects: { is: 1 } }] })]);
    expect(verifyDocument(silent, 'json', renderJsonFeed(silent))).toMatchObject([
      { code: 'read-back/invalid-json', entryId: entry().id },
    ]);
  });
});

describe('pages', () => {
  test('well-formed HTML passes', () => {
    expect(
      verifyPage(
        '<!doctype html>\n<html lang="en"><head><title>T &amp; t</title><meta charset="utf-8"/></head></html>\n',
      ),
    ).toEqual([]);
  });

  test('an element left open is found', () => {
    expect(verifyPage('<!doctype html>\n<html><head><meta charset="utf-8"></head></html>\n')).toMatchObject([
      { code: 'read-back/invalid-xml', offset: 50 },
    ]);
  });

  test('words where the document type should be are found', () => {
    expect(verifyPage('! doctype html!\n<html></html>\n')).toMatchObject([
      { code: 'read-back/invalid-xml', offset: 0 },
    ]);
  });
});

test('documents of every renderer are told apart', () => {
  for (const { name } of FORMATS) expect(RENDERERS[name](FEED)).toBe(DOCUMENTS[name]);
});

test('a description that is not escaped as HTML is found', () => {
  const feed = feedDocument([entry({ description: text('Why List<String> and &amp; differ') })]);
  const document = renderRss(feed);
  for (const [reference, character] of [
    ['&#x26;lt;', '&#x3C;'],
    ['&#x26;amp;', '&#x26;'],
  ] as const) {
    expect(document).toContain(reference);
    expect(verifyDocument(feed, 'rss', document.replace(reference, character))).toMatchObject([
      { code: 'compare/mismatched-value', values: { field: 'summary' } },
    ]);
  }
});
