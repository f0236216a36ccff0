// What choosing has to know of the past: feeds and pages that subscribers have seen.
import type { CollectionKind } from '../model/collection.ts';
import type { FeedRecord } from '../model/ledger.ts';

/** What subscribers have already. */
export interface Published {
  /** The record of a feed that was published before: it stays though it empties, at its address. */
  readonly feed: (kind: CollectionKind, key: string) => FeedRecord | undefined;
  readonly feeds: readonly FeedRecord[];
  /** Pages of articles that were published and are gone. */
  readonly withdrawnPages: ReadonlySet<string>;
  /** Ids of theirs: nothing else may have them. */
  readonly withdrawnIds: readonly string[];
}

/** Of a site that has published nothing. */
export const NOTHING_YET: Published = { feed: () => undefined, feeds: [], withdrawnPages: new Set(), withdrawnIds: [] };
