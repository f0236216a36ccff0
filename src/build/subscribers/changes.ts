// In: what a build would write, and what subscribers have seen. Out: what they will see: new, updated, gone. Pure.
import type { Candidate, Collection } from '../../model/collection.ts';
import type { Instant } from '../../model/instant.ts';
import type { Ledger } from '../../model/ledger.ts';

export interface FeedChanges {
  /** Below `out/`; empty for the site. */
  readonly folder: string;
  readonly name: string;
  /** Ids of entries. */
  readonly fresh: readonly string[];
  readonly updated: readonly string[];
}

export interface BuildChanges {
  /** Feeds that would change, in the order site, topics, providers, custom. */
  readonly feeds: readonly FeedChanges[];
  /** Ids of all entries that no subscriber has seen. */
  readonly fresh: readonly string[];
  /** Ids of all entries that changed significantly. */
  readonly updated: readonly string[];
  /** Ids of articles that would be withdrawn. */
  readonly gone: readonly string[];
}

export function changesOf(
  feeds: readonly { readonly collection: Collection; readonly members: readonly Candidate[] }[],
  ledger: Ledger,
  gone: readonly string[],
  clock: (candidate: Candidate) => Instant,
): BuildChanges {
  const known = (id: string) => ledger.articles.get(id) ?? ledger.related.get(id);
  const isUpdated = (member: Candidate) => {
    const record = known(member.id);
    // The last good version is what they have.
    return record !== undefined && member.pinnedTo === undefined && record.updated !== clock(member);
  };
  const changed = feeds.map(({ collection, members }) => ({
    folder: collection.folder,
    name: collection.name,
    fresh: members.filter(({ id }) => known(id) === undefined).map(({ id }) => id),
    updated: members.filter(isUpdated).map(({ id }) => id),
  }));
  const all = (key: 'fresh' | 'updated') => [...new Set(changed.flatMap((feed) => feed[key]))];
  return {
    feeds: changed.filter(({ fresh, updated }) => fresh.length + updated.length > 0),
    fresh: all('fresh'),
    updated: all('updated'),
    gone,
  };
}
