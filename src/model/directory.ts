// The noun behind feeds.opml, index.html and the discovery files: every feed of a build, in groups.
import type { CollectionKind } from './collection.ts';
import type { Channel } from './feed-document.ts';
import type { PlainText } from './text.ts';
import type { AbsoluteUrl } from './url.ts';

/** A feed as lists show it. */
export interface DirectoryFeed {
  readonly title: PlainText;
  /** The heading alone, as a group lists it: `AI`, not `AI · AI Every Day`. */
  readonly name: PlainText;
  readonly description: PlainText;
  /** Whether the description is in our words, since the configuration gives none. */
  readonly isDescribedByUs: boolean;
  /** Below `out/`, ending in a slash; empty for the site. */
  readonly folder: string;
  /** The page that it belongs to: `Channel.link`. */
  readonly link: AbsoluteUrl;
  readonly links: Channel['feedLinks'];
  readonly entries: number;
  /** Publication of the newest entry; `undefined`: it has none. */
  readonly newest: Date | undefined;
  /** Entries in each of twelve weeks, oldest first; the last week ends with the newest entry. */
  readonly weeks: readonly number[];
  /** Entries of the twelve weeks that end with the newest entry of all feeds: what sorting by activity compares. */
  readonly recent: number;
}

/** Feeds of one kind, under a heading. */
export interface DirectoryGroup {
  readonly kind: CollectionKind;
  readonly title: string;
  readonly feeds: readonly DirectoryFeed[];
}

/** Every feed of a build. Nothing in it but `updated` tells a build from one that only edited entries. */
export interface Directory {
  /** The site's title. */
  readonly title: PlainText;
  /** The newest feed's. */
  readonly updated: Date;
  readonly groups: readonly DirectoryGroup[];
}
