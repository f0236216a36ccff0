// The noun behind feeds.opml and index.html: every feed of a build, in groups.
import type { Channel } from './feed-document.ts';
import type { LanguageTag, PlainText } from './text.ts';
import type { AbsoluteUrl } from './url.ts';

export interface DirectoryFeed {
  readonly title: PlainText;
  /** The heading alone, as a group lists it: `AI`, not `AI · AI Every Day`. */
  readonly name: PlainText;
  readonly description: PlainText;
  /** Below `out/`, ending in a slash; empty for the site. */
  readonly folder: string;
  /** Its page for people. */
  readonly page: AbsoluteUrl;
  readonly links: Channel['feedLinks'];
  readonly entries: number;
  readonly updated: Date;
}

export interface Directory {
  /** The site's title. */
  readonly title: PlainText;
  readonly url: AbsoluteUrl;
  readonly language: LanguageTag | undefined;
  /** The newest feed's. */
  readonly updated: Date;
  readonly groups: readonly { readonly title: string; readonly feeds: readonly DirectoryFeed[] }[];
  /** Address of the subscription list. */
  readonly opml: AbsoluteUrl;
}
