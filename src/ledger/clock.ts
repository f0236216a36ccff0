// In: a candidate and the ledger. Out: what is remembered of it, and when a reader last saw it change significantly. Pure.
import type { Candidate } from '../model/collection.ts';
import { type Instant, instant } from '../model/instant.ts';
import type { ArticleRecord, Ledger, RelatedRecord } from '../model/ledger.ts';

/** What a build knows of the past of a candidate. */
export interface Past {
  readonly record: ArticleRecord | RelatedRecord | undefined;
  /**
   * `updated` of an entry (RFC 4287 §4.2.15): the input's date when it states one; else the remembered instant while
   * what a reader sees is the same, and this build's instant when it is not; the publication for what is new.
   * Never before the publication, never back.
   */
  readonly updated: Instant;
}

/** The records of a ledger. */
export interface Remembered {
  readonly articles: Pick<Ledger['articles'], 'get'>;
  readonly related: Pick<Ledger['related'], 'get'>;
}

/** Remembers for the whole of a build; each candidate is looked up once. */
export function recollection(ledger: Remembered, now: Instant): (candidate: Candidate) => Past {
  const known = new Map<Candidate, Past>();
  return (candidate) => {
    let past = known.get(candidate);
    if (past === undefined) {
      const { id, parent } = candidate;
      const record = (parent === undefined ? ledger.articles.get(id) : undefined) ?? ledger.related.get(id);
      past = { record, updated: updatedOf(candidate, record, now) };
      known.set(candidate, past);
    }
    return past;
  };
}

function updatedOf(candidate: Candidate, record: Past['record'], now: Instant): Instant {
  const { published, updated } = candidate;
  if (updated !== undefined) return updated;
  if (record === undefined) return published;
  // What is seen of a candidate may have to be read first.
  if (record.seen === candidate.seen) return later(record.updated, published);
  // Readers that compare instants see a change only where this one is another, whatever the clock says.
  return later(later(now, instant(record.updated + 1) ?? record.updated), published);
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
