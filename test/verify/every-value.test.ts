// Nothing of a document goes unread: each text, attribute and element changed, lost or doubled must be noticed.
import { expect, test } from 'vitest';
import { renderAtom } from '../../src/render/atom.ts';
import { renderJsonFeed } from '../../src/render/json-feed.ts';
import { renderRss } from '../../src/render/rss.ts';
import { scanXml } from '../../src/verify/scan/scan.ts';
import { verifyDocument } from '../../src/verify/verify.ts';
import { FEED } from '../support/every-field.ts';

const DOCUMENTS = { rss: renderRss(FEED), atom: renderAtom(FEED), json: renderJsonFeed(FEED) };

interface Range {
  readonly place: string;
  readonly start: number;
  readonly end: number;
}

/** Where an XML document holds values and elements, with what they belong to. */
function rangesOf(xml: string): { readonly values: readonly Range[]; readonly elements: readonly Range[] } {
  const values: Range[] = [];
  const elements: Range[] = [];
  const open: { name: string; start: number }[] = [];
  scanXml(xml, {
    open: ({ name, attributes, start }) => {
      for (const attribute of attributes) {
        values.push({ place: `${name}@${attribute.name}`, start: attribute.valueStart, end: attribute.valueEnd });
      }
      open.push({ name, start });
    },
    close: ({ name, end }) => {
      elements.push({ place: `<${name}>`, start: open.pop()?.start ?? 0, end });
    },
    text: (decoded, start, end) => {
      if (decoded.trim() !== '') values.push({ place: open.at(-1)?.name ?? '', start, end });
    },
  });
  return { values, elements };
}

for (const format of ['rss', 'atom'] as const) {
  testFormat(format, 'the scan', false);
  testFormat(format, 'both readings', true);
}

function testFormat(format: 'rss' | 'atom', reading: string, secondReading: boolean): void {
  const document = DOCUMENTS[format];
  const { values, elements } = rangesOf(document);
  const isFound = (mutant: string) => verifyDocument(FEED, format, mutant, secondReading).length > 0;
  const missed = (ranges: readonly Range[], mutate: (range: Range) => string) =>
    ranges.filter((range) => !isFound(mutate(range))).map(({ place, start }) => `${place} at ${start}`);

  test(`${format}, ${reading}: a changed text or attribute is found`, () => {
    expect(values.length).toBeGreaterThan(80);
    expect(missed(values, ({ end }) => `${document.slice(0, end)}z${document.slice(end)}`)).toEqual([]);
  });

  test(`${format}, ${reading}: a lost element is found`, () => {
    expect(elements.length).toBeGreaterThan(50);
    expect(missed(elements, ({ start, end }) => document.slice(0, start) + document.slice(end))).toEqual([]);
  });

  test(`${format}, ${reading}: an element that stands there twice is found`, () => {
    expect(missed(elements, ({ start, end }) => document.slice(0, end) + document.slice(start))).toEqual([]);
  });

  test(`${format}, ${reading}: an attribute that nobody expects is found`, () => {
    expect(missed(elements, ({ start }) => document.slice(0, start) + tagged(document.slice(start)))).toEqual([]);
  });

  test(`${format}, ${reading}: an element that nobody expects is found`, () => {
    const added = (end: number) => `${document.slice(0, end)}<other/>${document.slice(end)}`;
    expect(missed(elements.slice(0, -1), ({ end }) => added(end))).toEqual([]);
    expect(missed(values.filter(isText), ({ end }) => added(end))).toEqual([]);
  });

  test(`${format}, ${reading}: a text that nobody expects is found`, () => {
    const added = (end: number) => `${document.slice(0, end)}other${document.slice(end)}`;
    expect(missed(elements.slice(0, -1), ({ end }) => added(end))).toEqual([]);
  });
}

/** The element that a text begins with, with one attribute more. */
function tagged(xml: string): string {
  return xml.replace(/^<[\w:]+/, '$& other=""');
}

function isText({ place }: Range): boolean {
  return !place.includes('@');
}

type Path = readonly (string | number)[];

/** Every member and item of a JSON value. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const own = [...path, Array.isArray(value) ? Number(key) : key];
    return [own, ...pathsOf(child, own)];
  });
}

const JSON_PATHS = pathsOf(JSON.parse(DOCUMENTS.json)).filter((path) => path.join() !== '_feedmill');

/** Which members can be changed so without anybody noticing. */
function missedInJson(mutate: (parent: Record<string | number, unknown>, key: string | number) => void): string[] {
  return JSON_PATHS.filter((path) => {
    const mutant = JSON.parse(DOCUMENTS.json);
    const parent = path.slice(0, -1).reduce((node, key) => node[key], mutant);
    mutate(parent, path.at(-1) ?? '');
    return verifyDocument(FEED, 'json', JSON.stringify(mutant)).length === 0;
  }).map((path) => path.join('.'));
}

test('json: a changed member is found', () => {
  expect(JSON_PATHS.length).toBeGreaterThan(100);
  const missed = missedInJson((parent, key) => {
    const value = parent[key];
    if (typeof value === 'number') parent[key] = value + 1;
    else parent[key] = typeof value === 'string' ? `${value}z` : 7;
  });
  // A constant that only has to be there.
  expect(missed).toEqual(['_feedmill.about', 'items.0._feedmill.about']);
});

test('json: a member that nobody expects is found', () => {
  const missed = missedInJson((parent) => {
    if (Array.isArray(parent)) parent.push({});
    else parent['other'] = 1;
  });
  expect(missed).toEqual([]);
});

test('json: a lost member is found', () => {
  const missed = missedInJson((parent, key) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  });
  expect(missed).toEqual([]);
});
