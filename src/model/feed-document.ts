// The noun that compose/ makes and render/ and verify/ read: a `Feed` of the feed package, read-only,
// with what that package has no place for in `details`.
import type { Author, Category, Feed, FeedOptions, Item } from 'feed';
import type { MediaFile, Picture } from './article.ts';
import type { LanguageTag, PlainText, SafeHtml } from './text.ts';
import type { AbsoluteUrl } from './url.ts';

/** A link to a related item, as an entry carries it. */
export interface RelatedLink {
  readonly url: AbsoluteUrl;
  readonly title: PlainText | undefined;
  readonly summary: PlainText | undefined;
  readonly published: Date | undefined;
  readonly provider: { readonly name: PlainText; readonly host: string };
  readonly picture: Picture | undefined;
}

/** A file attached to an entry for players to fetch. */
export interface EnclosureFile {
  readonly url: AbsoluteUrl;
  /** A real media type; `application/octet-stream` when nothing tells. */
  readonly type: string;
  /** Bytes; `undefined` = unknown. */
  readonly lengthBytes: number | undefined;
  readonly title: PlainText | undefined;
  readonly durationSeconds: number | undefined;
}

/** What an entry has beyond the feed package's `Item`. */
export interface EntryDetails {
  /** The original at its publisher. RSS `atom:link rel=via` · Atom link via · JSON `external_url`. `undefined`: it is the link. */
  readonly canonicalUrl: AbsoluteUrl | undefined;
  /** RSS and Atom `xml:lang` · JSON `language`. `undefined`: the feed's. */
  readonly language: LanguageTag | undefined;
  /** RSS and Atom `media:content`, the first also `media:thumbnail` · JSON `image` (first), `attachments` where the type is known. */
  readonly pictures: readonly Picture[];
  /** RSS and Atom `media:content` with its medium · JSON `attachments`. */
  readonly media: readonly MediaFile[];
  /** RSS `atom:link rel=related` · Atom link related · JSON `_feedmill.related`. */
  readonly related: readonly RelatedLink[];
  /** The publisher. RSS `source`. `undefined`: the site itself. */
  readonly source: { readonly name: PlainText; readonly url: AbsoluteUrl } | undefined;
  /** JSON `_feedmill.type`. */
  readonly type: string | undefined;
  /** JSON `_feedmill.amp_url`. */
  readonly ampUrl: AbsoluteUrl | undefined;
  /**
   * Only entries that came as the feed package's own have any. RSS `enclosure` (the first; others `media:content`) ·
   * Atom link enclosure · JSON `attachments`.
   */
  readonly enclosures?: readonly EnclosureFile[];
}

/** One article as it will appear in a feed. */
export interface Entry extends Item {
  /** Permanent identity, compared byte by byte. RSS `guid` · Atom `id` (RFC 4287 §4.2.6) · JSON `id`. */
  readonly id: string;
  /** Atom's, where the feed package writes it in another form: as `URL` has it. */
  readonly atomId?: string;
  /** The page that readers open. RSS `link` · Atom link alternate · JSON `url`. */
  readonly link: AbsoluteUrl;
  /** Plain text. RSS `title` · Atom `title` (RFC 4287 §4.2.14) · JSON `title`. */
  readonly title: PlainText;
  /** Plain text, never empty. RSS `description`, as HTML that shows it · Atom `summary` · JSON `summary`, or `content_text` without content. */
  readonly description: PlainText;
  /** HTML; absent when the summary says all. RSS `content:encoded` · Atom `content` html · JSON `content_html`. */
  readonly content?: SafeHtml;
  /** First publication, whole seconds. RSS `pubDate` · Atom `published` (RFC 4287 §4.2.9) · JSON `date_published`. */
  readonly published: Date;
  /** Last significant change, whole seconds. RSS `atom:updated` · Atom `updated` (RFC 4287 §4.2.15) · JSON `date_modified`. */
  readonly date: Date;
  /** At least one, each with a name. RSS `dc:creator` · Atom `author` · JSON `authors`. */
  readonly author: Author[];
  /** Topics: `name` = `term`, with `scheme`. RSS `category` · Atom `category` · JSON `tags`. */
  readonly category: Category[];
  readonly details: EntryDetails;
}

/** What a channel has beyond the feed package's `FeedOptions`. */
export interface ChannelDetails {
  /** WebSub hubs. RSS and Atom link hub · JSON `hubs`. */
  readonly hubs: readonly AbsoluteUrl[];
}

/** Description of a feed. */
export interface Channel extends FeedOptions {
  /** Atom `id` (RFC 4287 §4.2.6). */
  readonly id: string;
  /** RSS `title` · Atom `title` · JSON `title`. */
  readonly title: PlainText;
  /** Plain text. RSS `description` · Atom `subtitle` · JSON `description`. */
  readonly description: PlainText;
  /** The feed's page. RSS `link` · Atom link alternate · JSON `home_page_url`. */
  readonly link: AbsoluteUrl;
  /** The newest entry's update. RSS `lastBuildDate` · Atom `updated`. */
  readonly updated: Date;
  /** Where each format will be served. RSS and Atom link self · JSON `feed_url`. */
  readonly feedLinks: { readonly rss?: AbsoluteUrl; readonly atom?: AbsoluteUrl; readonly json?: AbsoluteUrl };
  /** RSS `language` · Atom `xml:lang` · JSON `language`. */
  readonly language?: LanguageTag;
  /** Atom `author` (RFC 4287 §4.1.1 asks for one) · JSON `authors`. RSS has none for a bare name. */
  readonly author: Author;
  /** RSS `image` · Atom `logo` · JSON `icon`. */
  readonly image?: AbsoluteUrl;
  /** Atom `icon` · JSON `favicon`. */
  readonly favicon?: AbsoluteUrl;
  /** RSS `copyright` · Atom `rights`. */
  readonly copyright?: PlainText;
  /** Minutes, 1 or more. RSS `ttl`. */
  readonly ttl?: number;
  /** The program that made it, by whatever name its user gives it. RSS `generator` · Atom `generator` (RFC 4287 §4.2.4). */
  readonly generator?: string;
  /** Where the format is explained. RSS `docs`. */
  readonly docs?: AbsoluteUrl;
  readonly details: ChannelDetails;
}

/** Channel and entries: what will be rendered, and what the rendered text is compared with. */
export type FeedDocument = Readonly<Omit<Feed, 'options' | 'items'>> & {
  readonly options: Channel;
  readonly items: readonly Entry[];
};
