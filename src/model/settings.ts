// The noun that parse/config makes of feedmill.yaml, every default filled in. Its keys are documented in docs/config.md.
import type { Author } from './article.ts';
import type { FormatName } from './format.ts';
import type { LanguageTag, PlainText } from './text.ts';
import type { AbsoluteUrl } from './url.ts';

/** What stands where a configuration gives no words of its own. They are English, whatever the site's language is. */
export const OUR_WORDS = {
  siteDescription: 'The latest articles from {site}.',
  customDescription: '{name}, from {site}.',
  topicDescription: 'Articles about {name} from {site}.',
  providerDescription: 'Articles by {name} ({host}), collected by {site}.',
  relatedHeading: 'Related coverage',
} as const;

export interface Site {
  /** Absolute URI without a final slash that every id begins with; a tag URI (RFC 4151) as a rule. */
  readonly id: string;
  /** Whether the configuration names it; else the ledger's counts. */
  readonly isIdGiven: boolean;
  readonly title: PlainText;
  /** `undefined`: feeds describe themselves. */
  readonly description?: PlainText | undefined;
  readonly url: AbsoluteUrl;
  readonly language?: LanguageTag | undefined;
  readonly author?: Author | undefined;
  readonly copyright?: PlainText | undefined;
  readonly icon?: AbsoluteUrl | undefined;
  readonly logo?: AbsoluteUrl | undefined;
}

/** Which topics or providers get a feed. Names compare as topics and hosts do. */
export interface FeedChoice {
  /** Empty: all. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly minEntries: number;
  /** Templates over `{name}` and `{site}`, and of providers `{host}`. */
  readonly title: string;
  readonly description: string;
}

/** What an article must have to be in a configured feed; empty lists and `undefined` ask nothing. */
export interface Where {
  readonly topics: readonly string[];
  readonly providers: readonly string[];
  readonly type: readonly string[];
  readonly category: readonly string[];
  readonly language: readonly string[];
  readonly minQuality?: number | undefined;
  readonly minHeat?: number | undefined;
}

export interface CustomFeed {
  readonly slug: string;
  readonly title: PlainText;
  readonly description?: PlainText | undefined;
  readonly where: Where;
  readonly order: 'newest' | 'heat';
  /** Entries at most; 0 = all; `undefined` = `feeds.limit`. */
  readonly limit?: number | undefined;
}

export interface FeedSettings {
  /** Where `out/` will be served; ends in a slash. */
  readonly baseUrl: AbsoluteUrl;
  /** Entries a feed at most; 0 = all. */
  readonly limit: number;
  readonly formats: readonly FormatName[];
  readonly topics: FeedChoice & { readonly names: ReadonlyMap<string, PlainText> };
  readonly providers: FeedChoice;
  readonly related: { readonly inEntries: boolean; readonly asEntries: boolean; readonly heading: PlainText };
  readonly custom: readonly CustomFeed[];
  /** How many old entries may become new to subscribers at once: the greater of a number and a share, 0 to 1, of what is known. */
  readonly rebroadcast: { readonly maxEntries: number; readonly maxShare: number };
  readonly hubs: readonly AbsoluteUrl[];
  /** Minutes that a reader may wait between visits; `undefined` = not said. */
  readonly ttlMinutes?: number | undefined;
}

export interface ContentSettings {
  /** As written, relative to the configuration file. */
  readonly dir: string;
  /** Globs below the content folder. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Our field → the input's keys, tried in order, before the built-in ones. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** Template of an address for articles that name none. */
  readonly permalink: string;
  /** IANA zone of dates that name none. */
  readonly timeZone: string;
}

/** A reader on the web that subscribes by address. */
export interface Reader {
  readonly name: PlainText;
  /** `{url}` stands for the feed's address, percent-encoded. */
  readonly address: string;
}

/** The pages for people. */
export interface PageSettings {
  /** `#rrggbb`, lower case. */
  readonly accent: string;
  /** Entries that a feed's page shows at most. */
  readonly entries: number;
  readonly readers: readonly Reader[];
  /** Whether pictures are shown that lie elsewhere. */
  readonly remotePictures: boolean;
  /** Whether RSS and Atom name a stylesheet. */
  readonly xmlStylesheet: boolean;
  /** What is written under `.well-known/`. */
  readonly wellKnown: { readonly feeds: boolean; readonly feedMenu: boolean };
}

/** Headers for the files that a glob below `out/` matches; an empty value takes a header away. */
export interface HeaderRule {
  readonly match: string;
  readonly set: Readonly<Record<string, string>>;
}

/** Shared caches that are told which addresses changed; `undefined`: not in use. */
export interface PurgeSettings {
  readonly cloudflare?: { readonly zone: string } | undefined;
  readonly cloudfront?: { readonly distribution: string } | undefined;
  readonly fastly?: { readonly service: string } | undefined;
  readonly varnish?: { readonly url: readonly AbsoluteUrl[] } | undefined;
}

export interface PublishSettings {
  /** Where `feedmill publish` goes without `--to`. */
  readonly to?: string | undefined;
  readonly endpoint?: AbsoluteUrl | undefined;
  readonly region?: string | undefined;
  /** Deletions that one run may make; `undefined`: a quarter of what is there, between 20 and 256. */
  readonly maxDeletes?: number | undefined;
  /** Later rules win. */
  readonly headers: readonly HeaderRule[];
  readonly purge: PurgeSettings;
}

/** All of a configuration, every default filled in; `parseConfig` makes it. */
export interface Settings {
  readonly site: Site;
  readonly feeds: FeedSettings;
  readonly content: ContentSettings;
  readonly pages: PageSettings;
  readonly publish: PublishSettings;
}

/** A `site.id` that nobody wrote down is the one under which the site was first published. */
export function withPublishedId(settings: Settings, siteId: string | undefined): Settings {
  if (settings.site.isIdGiven || siteId === undefined) return settings;
  return { ...settings, site: { ...settings.site, id: siteId } };
}
