// The nouns behind the pages for people: what every page has around it, and what the page of one feed shows.
import type { CollectionKind } from './collection.ts';
import type { Channel, Entry } from './feed-document.ts';
import type { Reader, Site } from './settings.ts';
import type { PlainText } from './text.ts';
import type { AbsoluteUrl } from './url.ts';

/** Files that pages ask for, by their paths below `out/`. */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
  /** There only for sites that show no icon of their own. */
  readonly icon: string;
}

/** What every page of a build has around it. */
export interface PageFrame {
  readonly site: Pick<Site, 'title' | 'description' | 'url' | 'language' | 'copyright' | 'icon' | 'logo'>;
  /** Where `out/` will be served; ends in a slash. */
  readonly baseUrl: AbsoluteUrl;
  /** The site's feed, which every page announces. */
  readonly main: { readonly title: PlainText; readonly folder: ''; readonly links: Channel['feedLinks'] };
  readonly readers: readonly Reader[];
  /** Whether a page may ask other hosts for pictures. */
  readonly remotePictures: boolean;
  readonly assets: PageAssets;
}

/** A feed that another one points to, because the two share entries. */
export interface Neighbour {
  /** In this feed's own spelling. */
  readonly name: PlainText;
  /** Below `out/`, ending in a slash. */
  readonly folder: string;
  /** Entries of this feed that it is about. */
  readonly entries: number;
}

/** Feeds near to one feed: most entries first, ties by folder. */
export interface Neighbours {
  readonly topics: readonly Neighbour[];
  readonly providers: readonly Neighbour[];
}

/** The page of one feed. */
export interface FeedPage {
  readonly kind: CollectionKind;
  readonly name: PlainText;
  /** Below `out/`, ending in a slash. */
  readonly folder: string;
  /** Its address. */
  readonly page: AbsoluteUrl;
  readonly channel: Channel;
  /** Whether the channel's description is in our words, since the configuration gives none. */
  readonly isDescribedByUs: boolean;
  /** Entries in the feed. */
  readonly total: number;
  /** Entries that the page shows, in the feed's order. */
  readonly entries: readonly Entry[];
  /** What stands above an entry's related items. */
  readonly relatedHeading: PlainText;
  /** Entries in each week, oldest first; the last week ends with `newest`. Empty without entries. */
  readonly weeks: readonly number[];
  /** Publication of the newest entry. */
  readonly newest: Date | undefined;
  readonly neighbours: Neighbours;
}
