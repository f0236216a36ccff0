// The quick look at entries sees every field that the slow one compares.
import { expect, test } from 'vitest';
import { renderAtom } from '../../src/render/atom.ts';
import { renderJsonFeed } from '../../src/render/json-feed.ts';
import { renderRss } from '../../src/render/rss.ts';
import { compareValues } from '../../src/verify/compare.ts';
import type { ReadEntry } from '../../src/verify/read-back/feed.ts';
import { readThroughParser } from '../../src/verify/read-back/read-back.ts';
import { areSameEntries } from '../../src/verify/same-entry.ts';
import { FEED } from '../support/every-field.ts';

const ENTRIES = (
  [
    ['rss', renderRss(FEED)],
    ['atom', renderAtom(FEED)],
    ['json', renderJsonFeed(FEED)],
  ] as const
).map(([format, text]) => {
  const read = readThroughParser(text, format);
  return [format, 'feed' in read ? read.feed.entries : []] as const;
});

/** Copies of a value, each with another value in one place below it. */
function mutantsOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return ['another'];
  const inside = Object.entries(value).flatMap(([key, child]) =>
    mutantsOf(child).map((mutant) => {
      const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...value };
      copy[key] = mutant;
      return copy;
    }),
  );
  return Array.isArray(value) ? [...inside, [...value, 'another'], ...(value.length > 0 ? [[]] : [])] : inside;
}

test.each(ENTRIES)('%s: another value in any place of an entry is seen', (_, entries) => {
  expect(areSameEntries(entries, structuredClone(entries))).toBe(true);
  const mutants = mutantsOf(entries) as readonly (readonly ReadEntry[])[];
  expect(mutants.length).toBeGreaterThan(100);
  expect(mutants.filter((mutant) => areSameEntries(entries, mutant))).toEqual([]);
});

test.each(ENTRIES)('%s: and told by the slow one, also where only one of two has something', (_, entries) => {
  expect(compareValues('entries', undefined, entries, structuredClone(entries))).toEqual([]);
  const more = { ...entries[0], another: 'value' };
  for (const [meant, read] of [
    [more, entries[0]],
    [entries[0], more],
  ])
    expect(compareValues('entry', undefined, meant, read)).toMatchObject([{ values: { field: 'another' } }]);
});
