// Ledgers of any content, and their text. Tests only.
import fc from 'fast-check';
import { ledgerParts } from '../../src/ledger/format.ts';
import { COLLECTION_KINDS } from '../../src/model/collection.ts';
import { type Instant, instant } from '../../src/model/instant.ts';
import type { Ledger } from '../../src/model/ledger.ts';

export function formatLedger(ledger: Ledger): string {
  return [...ledgerParts(ledger)].join('');
}

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('', 'a\tb', 'a\nb', 'a\\b', '\\t', 'a\r', '人工智能', '\\\\n', 'a b'),
);
// Lone surrogates are no text that a file could hold.
const wellFormed = text.filter((value) => Buffer.from(value).toString() === value);
const seconds: fc.Arbitrary<Instant> = fc.integer({ min: 0, max: 4_102_444_799 }).map((at) => instant(at) as Instant);
const id = wellFormed.filter((value) => value !== '');

const article = fc.record({
  id,
  path: wellFormed,
  published: seconds,
  updated: seconds,
  text: wellFormed,
  seen: wellFormed,
  status: fc.constantFrom('live' as const, 'withdrawn' as const),
  pages: fc.array(wellFormed, { minLength: 1, maxLength: 3 }),
});
const related = fc.record({ id, parentId: wellFormed, published: seconds, updated: seconds, seen: wellFormed });
const folder = fc.constantFrom('', 'topics/a/', 'providers/a.example/', 'feeds/人/');
const feed = fc.record({
  kind: fc.constantFrom(...COLLECTION_KINDS),
  key: wellFormed,
  folder,
  name: wellFormed,
  id: wellFormed,
  emptied: fc.option(seconds, { nil: undefined }),
});
const lastGood = fc.record({
  id,
  path: wellFormed,
  folders: fc.uniqueArray(folder, { minLength: 1 }),
  entry: wellFormed,
});

const byId = <R extends { readonly id: string }>(records: readonly R[]) =>
  new Map(records.map((record) => [record.id, record]));
export const anyLedger: fc.Arbitrary<Ledger> = fc.record({
  siteId: fc.option(id, { nil: undefined }),
  articles: fc.array(article).map(byId),
  related: fc.array(related).map(byId),
  feeds: fc.array(feed).map((records) => new Map(records.map((record) => [record.folder, record]))),
  lastGood: fc.array(lastGood).map(byId),
});
