// In: a candidate and what the ledger remembers of it. Out: when a reader last saw it change significantly. Pure.
import type { Candidate } from '../model/collection.ts';
import type { Instant } from '../model/instant.ts';
import type { Ledger } from '../model/ledger.ts';

/**
 * `updated` of an entry (RFC 4287 §4.2.15): the input's date when it states one; else the remembered instant while
 * what a reader sees is the same, and this build's instant when it is not; the publication for what is new.
 * Never before the publication, never back.
 */
export function updatedOf(candidate: Candidate, ledger: Ledger, now: Instant): Instant {
  const { id, parent, published, updated, seen } = candidate;
  if (updated !== undefined) return updated;
  const record = (parent === undefined ? ledger.articles.get(id) : undefined) ?? ledger.related.get(id);
  if (record === undefined) return published;
  if (record.seen === seen) return later(record.updated, published);
  return later(later(now, record.updated), published);
}

/** The same for the whole of a build; each candidate is looked up once. */
export function changeClock(ledger: Ledger, now: Instant): (candidate: Candidate) => Instant {
  const known = new Map<Candidate, Instant>();
  return (candidate) => {
    let updated = known.get(candidate);
    if (updated === undefined) {
      updated = updatedOf(candidate, ledger, now);
      known.set(candidate, updated);
    }
    return updated;
  };
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
