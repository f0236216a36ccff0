// The nouns of choosing: what is known of every article and related item, and the feeds they are chosen into.
import type { Withheld } from './article.ts';
import type { Instant } from './instant.ts';
import type { PlainText } from './text.ts';

/**
 * What choosing needs to know of one article, or of one related item inside it; no text.
 */
export interface Candidate {
  readonly id: string;
  /** Keys of the pages that show it (model/url.ts `pageKey`), the permalink's first: for meeting one page twice. */
  readonly pages: readonly string[];
  /** `printOf` (model/hash.ts) the page at an index, where it is at hand: for meeting a page without reading it. */
  pagePrint?(index: number): number | undefined;
  /** Hash of the bytes of its file, where it is at hand. */
  fileDigest?(): string | undefined;
  readonly published: Instant;
  /** Path of the file that holds it. */
  readonly path: string;
  /** The article that points to it; `undefined` when it is an article itself. */
  readonly parent: Candidate | undefined;
  /** Index in the parent's related items; -1 for an article. */
  readonly relatedIndex: number;
  /** The provider's, else the site's. */
  readonly host: string;
  readonly providerName: PlainText;
  /** None for a related item. */
  readonly topics: readonly PlainText[];
  readonly type: string | undefined;
  readonly category: string | undefined;
  /** The site's, where an article names none; `undefined` for a related item. */
  readonly language: string | undefined;
  readonly quality: number | undefined;
  readonly heat: number | undefined;
  /** Last significant change as the input states it. */
  readonly updated: Instant | undefined;
  /** Hash of its own words and pictures: finds the article again in a file of another name. */
  readonly text: string;
  /** Hash of all that a reader sees of it, address and related items included: moves the change clock. */
  readonly seen: string;
  /** Folders of the configured feeds that hold it, for the last good version of an article that is broken now. */
  readonly pinnedTo: readonly string[] | undefined;
  /** Why it stays out; embargoed = its date lies after `--now`. */
  readonly withheld: Withheld | 'embargoed' | undefined;
}

/**
 * Many candidates, of which each may be made when it is asked for, and another object each time. Those of one file come
 * together, the article first; they are made together, so that a parent is told by identity among them. An array is one.
 */
export interface Candidates extends Iterable<Candidate> {
  readonly length: number;
  at(index: number): Candidate | undefined;
}

/** What a feed may be of, in the order of lists; `custom`: what the configuration chooses. */
export const COLLECTION_KINDS = ['site', 'topic', 'provider', 'custom'] as const;

/** What a feed is of. */
export type CollectionKind = (typeof COLLECTION_KINDS)[number];

/** The kind that a file names; `undefined` when it names none. */
export function kindNamed(name: unknown): CollectionKind | undefined {
  return COLLECTION_KINDS.find((kind) => kind === name);
}

/** A heading that articles stand under. */
export interface CollectionHead {
  readonly kind: CollectionKind;
  /** Folder below `out/`, ending in a slash; empty for the site. */
  readonly folder: string;
  /** The last part of `folder`; empty for the site. */
  readonly slug: string;
  /** The heading itself: topic name, provider name, feed title. */
  readonly name: PlainText;
  /** What the ledger knows it by: topic key, host or slug; empty for the site. */
  readonly key: string;
}

/** Ordered articles under one heading: becomes one feed. */
export interface Collection extends CollectionHead {
  /** Newest first (custom: by its order), ties by id; at most the feed's limit; each page once. */
  readonly members: readonly Candidate[];
  /** How many it may have; `Infinity` for all. */
  readonly limit: number;
  /** How many articles it would have without the limit. */
  readonly total: number;
}

/** What collect/ makes of all candidates. */
export interface Choice {
  /** Site, topics by slug, providers by host, custom feeds as configured; without members only those published before. */
  readonly collections: readonly Collection[];
  /** Pages that may not appear, neither as an entry nor as a link. */
  readonly withheldPages: ReadonlySet<string>;
  /** How many articles may be in feeds. */
  readonly articles: number;
  /** How many related items those have that could be entries of their own. */
  readonly relatedItems: number;
}
