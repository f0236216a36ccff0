// Single records of a ledger, found and replaced in its bytes: the same as reading and writing all of it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openLedgerBytes } from '../../src/ledger/edited.ts';
import type { ArticleRecord, RelatedRecord } from '../../src/model/ledger.ts';
import { anyLedger, formatLedger } from '../support/ledgers.ts';
import { runs } from '../support/runs.ts';

const opened = (text: string) => openLedgerBytes(Buffer.from(text));

test('every record is found, and no other', () => {
  fc.assert(
    fc.property(anyLedger, fc.string(), (ledger, other) => {
      const bytes = opened(formatLedger(ledger));
      for (const [id, record] of ledger.articles) expect(bytes.articles.get(id)).toEqual(record);
      for (const [id, record] of ledger.related) expect(bytes.related.get(id)).toEqual(record);
      for (const id of [other, ...ledger.related.keys()])
        if (!ledger.articles.has(id)) expect(bytes.articles.get(id)).toBeUndefined();
    }),
    runs(200),
  );
});

test('replaced records stand where they stood', () => {
  fc.assert(
    fc.property(anyLedger, fc.infiniteStream(fc.boolean()), fc.string(), (ledger, choices, seen) => {
      const next = (): boolean => choices.next().value === true;
      const changed = <R extends ArticleRecord | RelatedRecord>(records: ReadonlyMap<string, R>) =>
        [...records.values()].filter(next).map((record): R => ({ ...record, seen: `${seen}.` }));
      const [articles, related] = [changed(ledger.articles), changed(ledger.related)];
      const parts = opened(formatLedger(ledger)).with([...related, ...articles]);
      const byId = <R extends { readonly id: string }>(records: readonly R[]) =>
        records.map((record) => [record.id, record] as const);
      const after = {
        ...ledger,
        articles: new Map([...ledger.articles, ...byId(articles)]),
        related: new Map([...ledger.related, ...byId(related)]),
      };
      expect(Buffer.concat(parts ?? []).toString()).toBe(formatLedger(after));
    }),
    runs(200),
  );
});

describe('a record', () => {
  const record = { id: 'b', parentId: 'a', published: 0 as never, updated: 0 as never, seen: 's' };
  const text = formatLedger({
    siteId: undefined,
    articles: new Map(),
    related: new Map([[record.id, record]]),
    feeds: new Map(),
    lastGood: new Map(),
  });

  test('that is not there has no place', () => {
    expect(opened(text).with([{ ...record, id: 'c' }])).toBeUndefined();
    expect(opened('').with([record])).toBeUndefined();
  });

  test('whose line is damaged is none', () => {
    expect(opened(text).related.get('b')).toEqual(record);
    expect(opened(text.replace('\ts\t', '\tt\t')).related.get('b')).toBeUndefined();
  });
});
