// The two readings of XML against each other: the strict scan and fast-xml-parser find the same in every document.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderAtom } from '../../src/render/atom.ts';
import { renderRss } from '../../src/render/rss.ts';
import { elementTree, type XmlElement } from '../../src/verify/read-back/element.ts';
import { readStrictly, readThroughParser } from '../../src/verify/read-back/read-back.ts';
import { parseInto, scanInto } from '../../src/verify/read-back/xml.ts';
import { entry, feedDocument, html, text, url } from '../support/documents.ts';
import { FEED } from '../support/every-field.ts';
import { runs } from '../support/runs.ts';
import { anyText } from '../support/texts.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));

function xmlFilesIn(folder: string): readonly { readonly path: string; readonly xml: string }[] {
  return readdirSync(join(FIXTURES, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.xml'))
    .sort()
    .map((path) => ({ path: `${folder}/${path}`, xml: readFileSync(join(FIXTURES, folder, path), 'utf8') }));
}

const formatOf = (xml: string) => (/<rss[\s>]/.test(xml) ? 'rss' : 'atom');

const OURS = [...xmlFilesIn('documents'), ...xmlFilesIn('sites')].filter(({ xml }) => /<(?:rss|feed)[\s>]/.test(xml));

test('both find the same fields in every golden document', () => {
  expect(OURS.length).toBeGreaterThan(70);
  for (const { path, xml } of OURS) {
    const read = readStrictly(xml, formatOf(xml));
    expect(read, path).toHaveProperty('feed');
    expect(read, path).toEqual(readThroughParser(xml, formatOf(xml)));
  }
});

test('both find the same elements, attributes and texts in documents of others', () => {
  let compared = 0;
  for (const { path, xml } of xmlFilesIn('spec')) {
    // That parser gives up at a depth that no feed has, and in the midst of declarations that none has.
    if (/\/(?:too-deep|subset)\.xml$/.test(path)) continue;
    const [scanned, parsed] = [elementTree(() => true), elementTree(() => true)];
    // What is not well-formed never comes to the second reading.
    if (scanInto(scanned, xml, new Map()) !== undefined) continue;
    compared++;
    expect(parseInto(parsed, xml), path).toBe(true);
    expect(scanned.roots.map(shape), path).toEqual(parsed.roots.map(shape));
  }
  expect(compared).toBeGreaterThan(500);
});

function shape({ name, attributes, children, text: own }: XmlElement): object {
  const values = attributes.map(({ name: key, value }) => `${key}=${value}`);
  return { name, values, own: own.trim() === '' ? '' : own, children: children.map(shape) };
}

test('both find the same fields whatever text stands in them', () => {
  fc.assert(
    fc.property(fc.array(anyText, { minLength: 7, maxLength: 7 }), fc.nat({ max: 3 }), (texts, entries) => {
      const [title = '', summary = '', content = '', name = '', topic = '', related = '', feedTitle = ''] = texts;
      const provider = { name: text('R'), host: 'r.example' };
      const link = { url: url('https://r.example/'), title: text(related), summary: undefined, published: undefined };
      const one = (index: number) =>
        entry({
          id: `tag:${index}${title}`,
          title: text(title),
          description: text(summary),
          content: html(content),
          author: [{ name }],
          category: [{ name: topic, term: topic }],
          details: { related: [{ ...link, provider, picture: undefined }] },
        });
      const feed = feedDocument([0, 1, 2].slice(0, entries).map(one), { title: text(feedTitle) });
      for (const [format, xml] of [['rss', renderRss(feed)] as const, ['atom', renderAtom(feed)] as const]) {
        const read = readStrictly(xml, format);
        expect(read).toHaveProperty('feed');
        expect(read).toEqual(readThroughParser(xml, format));
      }
    }),
    runs(200),
  );
});

// But for line breaks in attributes, which fast-xml-parser leaves as they are (XML 1.0 §3.3.3 makes them spaces).
test('both find the same in documents that were tampered with, as long as those are well-formed', () => {
  const documents = [['rss', renderRss(FEED)] as const, ['atom', renderAtom(FEED)] as const];
  let compared = 0;
  const pieces = [
    'x',
    ' ',
    '&#13;',
    '&#x0;',
    '<a/>',
    '<a>',
    '</a>',
    '"',
    '<!-- -->',
    '<![CDATA[<]]>',
    '<?p?>',
    '&#38;#38;',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...documents),
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom(...pieces),
      (given, at, cut, piece) => {
        const [format, document] = given;
        const place = at % document.length;
        const mutant = document.slice(0, place) + piece + document.slice(place + cut);
        const read = readStrictly(mutant, format);
        if (!('feed' in read)) return;
        compared++;
        expect(readThroughParser(mutant, format)).toEqual(read);
      },
    ),
    runs(600),
  );
  expect(compared).toBeGreaterThan(60);
});

test.each([
  ['a name that it refuses', '<rss version="2.0"><channel><__proto__>x</__proto__></channel></rss>'],
  ['more levels than it takes', `<rss version="2.0">${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}</rss>`],
])('what a common parser cannot read is told, and does not end the program: %s', (_, text) => {
  expect(readThroughParser(text, 'rss')).toEqual({ problem: 'a common parser cannot read it' });
});
