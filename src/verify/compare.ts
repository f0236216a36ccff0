// In: what was meant, and what was read back. Out: every difference, laid to its entry where it belongs to one.
import type { Values } from '../diagnostics/rules.ts';
import type { FeedDocument } from '../model/feed-document.ts';
import type { FormatName } from '../model/format.ts';
import { formatRfc3339, type Instant } from '../model/instant.ts';
import { expectedFeed } from './expected.ts';
import type { ReadEntry, ReadFeed } from './read-back/feed.ts';
import { areSameEntries } from './same-entry.ts';

type DifferenceCode =
  | 'compare/mismatched-value'
  | 'compare/missing-entry'
  | 'compare/unexpected-entry'
  | 'compare/duplicate-id'
  | 'compare/mismatched-order';

/** `entryId`: the entry it can be laid to; `undefined` = the whole document. */
export type Difference = {
  [Code in DifferenceCode]: {
    readonly code: Code;
    readonly values: Values<Code>;
    readonly entryId: string | undefined;
  };
}[DifferenceCode];

/** Compares every field of channel and entries, the number of entries, and their order; no two may have one id. */
export function compareFeed(meant: FeedDocument, read: ReadFeed, format: FormatName): readonly Difference[] {
  const { entries } = read;
  const expected = expectedFeed(meant, format);
  const differences = [
    ...compareValues('the feed', undefined, { ...expected, entries }, read),
    ...duplicateIds(meant.items, expected.entries),
  ];
  // Nearly always: then nothing is left to tell.
  if (areSameEntries(expected.entries, entries)) return differences;
  return [...differences, ...compareEntries(meant.items, expected.entries, entries)];
}

function compareEntries(
  meant: FeedDocument['items'],
  expected: readonly ReadEntry[],
  read: readonly ReadEntry[],
): Difference[] {
  const differences: Difference[] = [];
  const unmatched = placesById(read);
  const places: number[] = [];
  for (const [index, { id }] of meant.entries()) {
    const place = unmatched.get(expected[index]?.id ?? '')?.shift();
    if (place === undefined) {
      differences.push({ code: 'compare/missing-entry', values: { id }, entryId: id });
      continue;
    }
    places.push(place);
    differences.push(...compareValues(id, id, expected[index], read[place]));
  }
  for (const [id, left] of unmatched) {
    for (const _ of left) differences.push({ code: 'compare/unexpected-entry', values: { id }, entryId: undefined });
  }
  return [...differences, ...compareOrder(places, read, expected)];
}

/** Entries of which a reader would take one for the other, though it found what was meant (RFC 4287 §4.1.1). */
function duplicateIds(meant: FeedDocument['items'], expected: readonly ReadEntry[]): Difference[] {
  const known = new Set<string>();
  const differences: Difference[] = [];
  for (const [index, { id }] of meant.entries()) {
    const shown = expected[index]?.id ?? id;
    if (known.has(shown)) differences.push({ code: 'compare/duplicate-id', values: { id }, entryId: id });
    known.add(shown);
  }
  return differences;
}

/** Compares two records of the same kind, field by field; lists item by item. */
export function compareValues(where: string, entryId: string | undefined, meant: unknown, read: unknown): Difference[] {
  const differences: Difference[] = [];
  compareField('', meant, read, (field, expected, found) => {
    const values = { where, field, ...shown(expected, found) };
    differences.push({ code: 'compare/mismatched-value', values, entryId });
  });
  return differences;
}

type Tell = (field: string, meant: unknown, read: unknown) => void;

function compareField(field: string, meant: unknown, read: unknown, tell: Tell): void {
  if (Array.isArray(meant) && Array.isArray(read)) {
    const length = Math.max(meant.length, read.length);
    for (let index = 0; index < length; index++) {
      if (meant[index] !== read[index]) compareField(`${field}[${index}]`, meant[index], read[index], tell);
    }
  } else if (isRecord(meant) && isRecord(read)) {
    // Whatever only one of them has is a difference.
    for (const key in { ...read, ...meant }) {
      if (meant[key] === read[key]) continue;
      compareField(field === '' ? key : `${field}.${key}`, meant[key], read[key], tell);
    }
  } else {
    tell(field, meant, read);
  }
}

/** Where the document has each id, in order; an id that it has twice has two places. */
function placesById(entries: readonly ReadEntry[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [place, { id = '' }] of entries.entries()) {
    const known = places.get(id);
    if (known === undefined) places.set(id, [place]);
    else known.push(place);
  }
  return places;
}

/** Tells the first entry that stands behind one it should stand before. `places`: of the entries found, in meant order. */
function compareOrder(
  places: readonly number[],
  read: readonly ReadEntry[],
  meant: readonly ReadEntry[],
): Difference[] {
  const wrong = places.findIndex((place, index) => index > 0 && place < (places[index - 1] ?? 0));
  if (wrong < 0) return [];
  const place = places[wrong] ?? 0;
  const id = read[place]?.id ?? '';
  const index = meant.findIndex((entry) => entry.id === id);
  return [{ code: 'compare/mismatched-order', values: { id, meant: index + 1, read: place + 1 }, entryId: undefined }];
}

/** Both sides for people: one line, at most 60 characters, from a little before where they part. */
function shown(meant: unknown, read: unknown): { meant: string; read: string } {
  const texts = typeof meant === 'string' && typeof read === 'string';
  const from = texts ? Math.max(0, commonStart(meant, read) - 20) : 0;
  return { meant: show(meant, from), read: show(read, from) };
}

function show(value: unknown, from: number): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : isInstant(value) ? formatRfc3339(value) : JSON.stringify(value);
  const line = text.slice(from, from + 60).replace(/\s+/g, ' ');
  return `“${from > 0 ? '…' : ''}${line}${text.length > from + 60 ? '…' : ''}”`;
}

/** The only numbers that are compared. */
function isInstant(value: unknown): value is Instant {
  return typeof value === 'number';
}

function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
