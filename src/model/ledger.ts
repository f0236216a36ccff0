// The noun that ledger/ keeps: what subscribers have seen, and cannot be computed again. docs/ledger.md describes the file.
import type { CollectionKind } from './collection.ts';
import type { Instant } from './instant.ts';

export interface ArticleRecord {
  readonly id: string;
  /** Where its file was last. */
  readonly path: string;
  readonly published: Instant;
  readonly updated: Instant;
  /** `Candidate.text` when its file was last read whole: a feed need not have held it then. */
  readonly text: string;
  /** `Candidate.seen` when it was last written. */
  readonly seen: string;
  /** Withdrawn: its file is gone, or may not be published any more. Its id stays reserved. */
  readonly status: 'live' | 'withdrawn';
  /** `Candidate.pages` at that time; of a withdrawn one all that it had since it was last in a feed. */
  readonly pages: readonly string[];
}

/** A related item that has been an entry of its own. */
export interface RelatedRecord {
  readonly id: string;
  /** The article that told of it. */
  readonly parentId: string;
  readonly published: Instant;
  readonly updated: Instant;
  readonly seen: string;
}

/** A feed that has been published. */
export interface FeedRecord {
  readonly kind: CollectionKind;
  /** Topic key, host or slug; empty for the site. */
  readonly key: string;
  /** Below `out/`; never changes. */
  readonly folder: string;
  /** Its heading, for when no article names it any more. */
  readonly name: string;
  /** Its Atom id. */
  readonly id: string;
  /** When it lost its last entry; `undefined` while it has any. */
  readonly emptied: Instant | undefined;
}

/** The last good version of an article that is broken now, as it was in the feeds. */
export interface LastGood {
  readonly id: string;
  /** The file that is broken now. */
  readonly path: string;
  /** Folders of the feeds that held it. */
  readonly folders: readonly string[];
  /** The entry, as `compose/` made it then: plain JSON. */
  readonly entry: string;
}

export interface Ledger {
  /** `site.id` when the ledger was begun. */
  readonly siteId: string | undefined;
  readonly articles: ReadonlyMap<string, ArticleRecord>;
  readonly related: ReadonlyMap<string, RelatedRecord>;
  /** By folder. */
  readonly feeds: ReadonlyMap<string, FeedRecord>;
  readonly lastGood: ReadonlyMap<string, LastGood>;
}

export const EMPTY_LEDGER: Ledger = {
  siteId: undefined,
  articles: new Map(),
  related: new Map(),
  feeds: new Map(),
  lastGood: new Map(),
};
