// In: the bytes of a ledger that this program wrote. Out: single records of it, and the same bytes with some of them
// replaced, without reading the others. Pure.
import type { ArticleRecord, RelatedRecord } from '../model/ledger.ts';
import { byCodeUnit } from '../model/text.ts';
import type { Remembered } from './clock.ts';
import { KINDS, lineOfRecord, recordsIn } from './format.ts';
import { unescaped } from './lines.ts';

/** A ledger in its bytes. */
export interface LedgerBytes extends Remembered {
  /** Its bytes with these records in the place of those with the same ids, in parts; `undefined` when one has no place. */
  with(records: readonly (ArticleRecord | RelatedRecord)[]): readonly Uint8Array[] | undefined;
}

/** Opens a ledger whose lines are sorted, as `ledgerParts` sorts them. A damaged record is none. */
export function openLedgerBytes(bytes: Buffer): LedgerBytes {
  /** Where the line of a record lies, its line feed included. */
  const placeOf = (kind: string, id: string): readonly [start: number, end: number] | undefined => {
    let [from, to] = [0, bytes.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      const start = middle === 0 ? 0 : bytes.lastIndexOf(LINE_FEED, middle - 1) + 1;
      const end = endOf(start);
      const order = orderOf(start, end, kind, id);
      if (order === 0) return [start, end];
      if (order < 0) from = end;
      else to = start;
    }
    return undefined;
  };
  const endOf = (start: number) => {
    const feed = bytes.indexOf(LINE_FEED, start);
    return feed < 0 ? bytes.length : feed + 1;
  };
  /** Whether the line comes before (< 0), is, or comes after (> 0) that of a record. */
  const orderOf = (start: number, end: number, kind: string, id: string): number => {
    const [own = '', ownId = ''] = bytes.toString('utf8', start, end).split('\t', 2);
    return KINDS.indexOf(own) - KINDS.indexOf(kind) || byCodeUnit(unescaped(ownId), id);
  };
  const recordOf = (kind: string, id: string) => {
    const place = placeOf(kind, id);
    return place && recordsIn(bytes.toString('utf8', ...place));
  };
  return {
    articles: { get: (id) => recordOf('article', id)?.articles.get(id) },
    related: { get: (id) => recordOf('related', id)?.related.get(id) },
    with(records) {
      const lines: { readonly start: number; readonly end: number; readonly line: string }[] = [];
      for (const record of records) {
        const place = placeOf('parentId' in record ? 'related' : 'article', record.id);
        if (place === undefined) return undefined;
        lines.push({ start: place[0], end: place[1], line: lineOfRecord(record) });
      }
      lines.sort((a, b) => a.start - b.start);
      const parts: Uint8Array[] = [];
      let at = 0;
      for (const { start, end, line } of lines) {
        parts.push(bytes.subarray(at, start), Buffer.from(`${line}\n`));
        at = end;
      }
      return [...parts, bytes.subarray(at)];
    },
  };
}

const LINE_FEED = 0x0a;
