// The JSON writer: byte for byte what `JSON.stringify` makes of the same members.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/model/feed-document.ts';
import { jsonMember, jsonMembers, jsonText } from '../../src/render/json.ts';
import { ABOUT, renderJsonFeed } from '../../src/render/json-feed.ts';
import { characters } from '../../src/render/xml.ts';
import { entry, feedDocument, html, language, picture, text, url } from '../support/documents.ts';
import { FEED } from '../support/every-field.ts';
import { runs } from '../support/runs.ts';
import { anyText } from '../support/texts.ts';

describe('a text', () => {
  test('of every code unit', () => {
    for (let code = 0; code <= 0xffff; code++) {
      for (const given of [`a${String.fromCharCode(code)}b`, `"${String.fromCharCode(code)}\n`]) {
        if (jsonText(given) !== JSON.stringify(characters(given))) expect(jsonText(given)).toBe(given);
      }
    }
  });

  test('of any kind', () => {
    fc.assert(
      fc.property(anyText, (given) => {
        expect(jsonText(given)).toBe(JSON.stringify(characters(given)));
      }),
      runs(1_000),
    );
  });
});

test.each([
  ['text', ',\n  "name": "text"'],
  [7, ',\n  "name": 7'],
  [Number.NaN, ',\n  "name": null'],
  [undefined, ''],
])('a member with %j', (value, written) => {
  expect(jsonMember('  ', 'name', value)).toBe(written);
});

test('members of any kind', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (members) => {
      const whole = JSON.stringify({ outer: { first: 1, inner: members } }, null, 2);
      const inner = `{${jsonMembers('      ', members).slice(1)}\n    }`;
      fc.pre(Object.keys(members).length > 0);
      expect(`{\n  "outer": {\n    "first": 1,\n    "inner": ${inner}\n  }\n}`).toBe(whole);
    }),
    runs(500),
  );
});

/** What `JSON.stringify` would make of a document. */
const rewritten = (json: string) => `${JSON.stringify(JSON.parse(json), null, 2)}\n`;

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const address = fc.constantFrom(url('https://a.example/?b=c&d'), url('https://b.example/%22'));
const picked = fc.constantFrom(
  picture('https://p.example/1'),
  picture('https://p.example/2.png', { type: 'image/png', width: 7 }),
);
const author = fc.record({ name: maybe(anyText), link: maybe(address), avatar: maybe(address) });
const linked = fc.record({
  url: address,
  title: maybe(anyText.map(text)),
  summary: maybe(anyText.map(text)),
  published: maybe(fc.constant(new Date(0))),
  provider: fc.record({ name: anyText.map(text), host: fc.constant('r.example') }),
  picture: maybe(picked),
});
const details = fc.record({
  canonicalUrl: maybe(address),
  language: maybe(fc.constant(language('de'))),
  pictures: fc.array(picked, { maxLength: 3 }),
  media: fc.array(fc.record({ url: address, medium: fc.constant('video' as const), type: maybe(anyText) })),
  related: fc.array(linked, { maxLength: 3 }),
  type: maybe(anyText),
  ampUrl: maybe(address),
  enclosures: fc.array(
    fc.record({
      url: address,
      type: anyText,
      lengthBytes: maybe(fc.nat()),
      title: maybe(anyText.map(text)),
      durationSeconds: maybe(fc.double({ min: 0, max: 9e9, noNaN: true })),
    }),
    { maxLength: 3 },
  ),
});
const anyEntry = fc
  .record({
    title: anyText.map(text),
    description: anyText.map(text),
    content: maybe(anyText.map(html)),
    author: fc.array(author, { maxLength: 3 }),
    category: fc.array(fc.record({ name: maybe(anyText), term: maybe(anyText) }), { maxLength: 3 }),
    details,
  })
  // Absent and `undefined` mean the same.
  .map((fields) => entry(fields as unknown as Partial<Entry>));

test('a document is what JSON.stringify would make of it, whatever its entries have', () => {
  expect(renderJsonFeed(FEED)).toBe(rewritten(renderJsonFeed(FEED)));
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 3 }), (entries) => {
      const json = renderJsonFeed(feedDocument(entries));
      expect(json).toBe(rewritten(json));
    }),
    runs(300),
  );
});

test('members of others stand behind ours, and may replace what we call our own', () => {
  const of = (names: readonly string[]) => {
    const extensions = names.map((name) => ({ name, objects: { a: [1, 'two\n', {}], b: null } }));
    const document = feedDocument([entry({ extensions, details: { type: 'video' } })]);
    const json = renderJsonFeed(document);
    expect(json).toBe(rewritten(json));
    return JSON.parse(json).items[0];
  };
  expect(Object.keys(of(['_x', 'media:y', '_z'])).slice(-3)).toEqual(['_feedmill', '_x', '_z']);
  expect(of(['_x'])).toMatchObject({
    _feedmill: { about: ABOUT, type: 'video' },
    _x: { a: [1, 'two\n', {}], b: null },
  });
  expect(Object.keys(of(['_x', '_feedmill'])).slice(-2)).toEqual(['_feedmill', '_x']);
  expect(of(['_feedmill'])).toMatchObject({ _feedmill: { b: null } });
});
