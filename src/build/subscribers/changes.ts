// In: what a build would write, and what subscribers have seen. Out: what they will see: new, updated, gone. Pure.
import type { Candidate, Collection } from '../../model/collection.ts';
import type { Instant } from '../../model/instant.ts';
import type { Ledger } from '../../model/ledger.ts';

/** What the subscribers of one feed will see. */
export interface FeedChanges {
  /** Below `out/`; empty for the site. */
  readonly folder: string;
  readonly name: string;
  /** Ids of entries that are in no feed yet, or not in this one. */
  readonly fresh: readonly string[];
  /** Ids of entries of it that changed significantly. */
  readonly updated: readonly string[];
  /** Ids of entries that leave this feed and are withdrawn nowhere else. */
  readonly gone: readonly string[];
}

/** What subscribers will see of a build. */
export interface BuildChanges {
  /** Feeds that would change, in the order site, topics, providers, custom. */
  readonly feeds: readonly FeedChanges[];
  /** Ids of all entries that would be new to subscribers of a feed. */
  readonly fresh: readonly string[];
  /** Ids of all entries that changed significantly. */
  readonly updated: readonly string[];
  /** Ids of articles that would be withdrawn from every feed. */
  readonly gone: readonly string[];
}

/** `before`: what lies in `out/` of the feeds that would be written anew, see `idsBefore`. */
export function changesOf(
  feeds: readonly { readonly collection: Collection; readonly members: readonly Candidate[] }[],
  ledger: Ledger,
  gone: readonly string[],
  clock: (candidate: Candidate) => Instant,
  before: ReadonlyMap<string, readonly string[]>,
): BuildChanges {
  const known = (id: string) => ledger.articles.get(id) ?? ledger.related.get(id);
  const isUpdated = (member: Candidate) => {
    const record = known(member.id);
    // The last good version is what they have.
    return record !== undefined && member.pinnedTo === undefined && record.updated !== clock(member);
  };
  // Where it was before it was withdrawn nobody knows any more.
  const isBack = (id: string) => ledger.articles.get(id)?.status === 'withdrawn';
  const withdrawn = new Set(gone);
  const changed = feeds.map(({ collection: { folder, name, limit, total }, members }) => {
    const ids = members.map(({ id }) => id);
    const there = before.get(folder);
    const come = new Set(there && notIn(there, ids, there.length >= limit));
    const go = there === undefined ? [] : notIn(ids, there, total > ids.length);
    return {
      folder,
      name,
      fresh: ids.filter((id) => known(id) === undefined || (come.has(id) && !isBack(id))),
      updated: members.filter(isUpdated).map(({ id }) => id),
      gone: go.filter((id) => !withdrawn.has(id)),
    };
  });
  const all = (key: 'fresh' | 'updated') => [...new Set(changed.flatMap((feed) => feed[key]))];
  return {
    feeds: changed.filter((feed) => feed.fresh.length + feed.updated.length + feed.gone.length > 0),
    fresh: all('fresh'),
    updated: all('updated'),
    gone,
  };
}

/** Which of `ids` are not among `others`; the last ones in a row are left out where a limit may have moved them. */
function notIn(others: readonly string[], ids: readonly string[], areCut: boolean): readonly string[] {
  const among = new Set(others);
  const end = areCut ? ids.findLastIndex((id) => among.has(id)) + 1 : ids.length;
  return ids.slice(0, end).filter((id) => !among.has(id));
}
