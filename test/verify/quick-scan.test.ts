// The quick scan against the general one: what it answers for is well-formed, and has the same elements, values and texts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderAtom } from '../../src/render/atom.ts';
import { renderRss } from '../../src/render/rss.ts';
import { writtenContents } from '../../src/verify/expected.ts';
import { atomReader } from '../../src/verify/read-back/atom.ts';
import { elementTree, type XmlElement } from '../../src/verify/read-back/element.ts';
import { rssReader } from '../../src/verify/read-back/rss.ts';
import { scanInto } from '../../src/verify/read-back/xml.ts';
import { type Prefixes, scanQuickly, type WrittenText } from '../../src/verify/scan/quick.ts';
import { entry, feedDocument, html } from '../support/documents.ts';
import { FEED } from '../support/every-field.ts';
import { runs } from '../support/runs.ts';
import { anyText } from '../support/texts.ts';

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';
const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
const PREFIXES = { rss: rssReader.prefixes, atom: atomReader.prefixes, none: new Map() } satisfies Record<
  string,
  Prefixes
>;

function filesIn(folder: string, extension: string): readonly string[] {
  return readdirSync(join(FIXTURES, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(extension))
    .sort()
    .map((path) => readFileSync(join(FIXTURES, folder, path), 'utf8'));
}

function quickly(
  xml: string,
  prefixes: Prefixes,
  expected?: readonly WrittenText[],
): readonly XmlElement[] | undefined {
  const tree = elementTree(() => true);
  return scanQuickly(tree, xml, prefixes, expected) ? tree.roots : undefined;
}

/** What the general scan finds; its problems where there are any. */
function generally(xml: string, prefixes: Prefixes): unknown {
  const tree = elementTree(() => true);
  return scanInto(tree, xml, prefixes) ?? tree.roots.map(shape);
}

function shape({ name, attributes, children, text }: XmlElement): object {
  const values = attributes.map(({ name: key, value }) => `${key}=${value}`);
  return { name, values, text, children: children.map(shape) };
}

/** Whether the quick scan answers for a document; fails when the general one says otherwise. */
function isAnswered(xml: string, prefixes: Prefixes): boolean {
  const roots = quickly(xml, prefixes);
  if (roots !== undefined) expect(roots.map(shape), xml).toEqual(generally(xml, prefixes));
  return roots !== undefined;
}

test('it answers for every golden feed', () => {
  const documents = [...filesIn('documents', '.xml'), ...filesIn('sites', '.xml')];
  const feeds = documents.filter((xml) => /<(?:rss|feed)[\s>]/.test(xml));
  expect(feeds.length).toBeGreaterThan(70);
  for (const xml of feeds) expect(isAnswered(xml, xml.includes('<rss') ? PREFIXES.rss : PREFIXES.atom), xml).toBe(true);
});

test('it answers for every golden subscription list', () => {
  const lists = [...filesIn('documents', '.opml'), ...filesIn('sites', '.opml')];
  expect(lists.length).toBeGreaterThan(1);
  for (const xml of lists) expect(isAnswered(xml, new Map([['', undefined]])), xml).toBe(true);
});

test('it answers rightly for documents of others, or not at all', () => {
  let answered = 0;
  for (const xml of filesIn('spec', '.xml')) {
    // Every file tells in a comment what is expected of it.
    const bare = xml.replace(/^\s*<\?xml[^>]*\?>/, '').replace(/<!--.*?-->/gs, '');
    const ours = `${DECLARATION}${bare.trim()}\n`;
    for (const prefixes of Object.values(PREFIXES)) if (isAnswered(ours, prefixes)) answered++;
  }
  expect(answered).toBeGreaterThan(100);
});

const PIECES = [
  ...' \t\n\r<>&"\'/=:;!?-]a\u0000\ud800\udc00\ufffe·'.split(''),
  ...[
    '😀',
    ']]>',
    '&#x0;',
    '&#60;',
    '&lt;',
    '&nbsp;',
    '<!-- -->',
    '<![CDATA[<]]>',
    '<?p?>',
    '<!DOCTYPE feed>',
    '<a>',
    '</a>',
  ],
  ...[
    '<a/>',
    '<b:a/>',
    '<xml:a/>',
    '<xmlns:a/>',
    ' a="b"',
    ' xml:lang="de"',
    ' xmlns="u"',
    ' xmlns:b="u"',
    ' xmlns:c=""',
  ],
  ...[
    ' media:a="b"',
    ' xmlns:xml="u"',
    ' xmlns:xmlns="u"',
    ' xmlns:d="http://www.w3.org/XML/1998/namespace"',
    ' xmlns:e="http://www.w3.org/2000/xmlns/"',
    ' axmlns:b="u"',
    '\ufeff',
  ],
];

const PAGE = '<!doctype html>\n';
const pages = ['documents', 'sites']
  .flatMap((folder) => filesIn(folder, '.html'))
  .filter((html) => html.startsWith(PAGE));

/** Whether the quick scan answers for a page; fails when the general one says otherwise. */
function isPageAnswered(page: string): boolean {
  const tree = elementTree(() => true);
  const answered = page.startsWith(PAGE) && scanQuickly(tree, page, PREFIXES.none, [], PAGE.length);
  if (answered) {
    const found = generally(page.replace(PAGE, '<!DOCTYPE html>\n'), PREFIXES.none);
    expect(tree.roots.map(shape), page).toEqual(found);
  }
  return answered;
}

test('it answers for every golden page', () => {
  expect(pages.length).toBeGreaterThan(10);
  for (const page of pages) expect(isPageAnswered(page), page).toBe(true);
});

test.each([' ', 'x', ''])('it answers for no page whose root begins with %j', (piece) => {
  for (const page of pages) expect(isPageAnswered(PAGE + piece + page.slice(PAGE.length + 1)), page).toBe(false);
});

test('it answers rightly for pages that were tampered with', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...pages),
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom(...PIECES),
      (page, at, cut, piece) => {
        const place = at % page.length;
        isPageAnswered(page.slice(0, place) + piece + page.slice(place + cut));
      },
    ),
    runs(200),
  );
});

const SMALL =
  `${DECLARATION}<?xml-stylesheet href="a.xsl" type="text/xsl"?>\n<feed xmlns="http://www.w3.org/2005/Atom" ` +
  'xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en">\n  <t a="&amp;b" c="d">&#x3C;e&#x26;</t>\n' +
  '  <media:f g="h"/>\n  <i></i>\n</feed>\n';

test('it answers rightly wherever anything stands too much in a document, or too little', () => {
  let answered = 0;
  for (let at = 0; at <= SMALL.length; at++) {
    for (const piece of ['', ...PIECES]) {
      for (const cut of [0, 1]) {
        if (isAnswered(SMALL.slice(0, at) + piece + SMALL.slice(at + cut), PREFIXES.atom)) answered++;
      }
    }
  }
  expect(answered).toBeGreaterThan(1000);
});

test('it answers rightly for any heap of pieces', () => {
  const pieces = fc.array(fc.constantFrom(...PIECES, '<b:c ', '</b:c>', '<a ', '>', ' ', 'x'), { maxLength: 12 });
  const root = fc.constantFrom('<a>', '<a xmlns:b="u">', '<a xmlns="u" xmlns:media="http://search.yahoo.com/mrss/">');
  fc.assert(
    fc.property(root, pieces, fc.constantFrom(...Object.values(PREFIXES)), (start, inner, prefixes) => {
      isAnswered(`${DECLARATION}${start}${inner.join('')}</a>\n`, prefixes);
    }),
    runs(2000),
  );
});

test('it answers rightly for documents of ours that were tampered with', () => {
  const documents = [[renderRss(FEED), PREFIXES.rss] as const, [renderAtom(FEED), PREFIXES.atom] as const];
  fc.assert(
    fc.property(
      fc.constantFrom(...documents),
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom(...PIECES),
      (given, at, cut, piece) => {
        const [document, prefixes] = given;
        const place = at % document.length;
        isAnswered(document.slice(0, place) + piece + document.slice(place + cut), prefixes);
      },
    ),
    runs(1000),
  );
});

test('texts that it is told to expect change nothing, whether they stand there or not', () => {
  fc.assert(
    fc.property(
      fc.array(anyText, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat({ max: 3 }), { maxLength: 4 }),
      (texts, order) => {
        const entries = texts.map((text, index) => entry({ id: `tag:${index}`, content: html(text) }));
        const feed = feedDocument(entries);
        const contents = writtenContents(entries);
        const others = order.flatMap((index) => contents[index] ?? []);
        for (const [xml, prefixes] of [
          [renderRss(feed), PREFIXES.rss] as const,
          [renderAtom(feed), PREFIXES.atom] as const,
        ]) {
          const found = quickly(xml, prefixes)?.map(shape);
          expect(quickly(xml, prefixes, contents)?.map(shape)).toEqual(found);
          expect(quickly(xml, prefixes, others)?.map(shape)).toEqual(found);
        }
      },
    ),
    runs(200),
  );
});
