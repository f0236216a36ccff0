// What reading a document back gives: the same records whatever the format. `undefined` = the document does not say it,
// or its format cannot. Texts are as a reader shows them.
import type { Instant } from '../../model/instant.ts';
import type { Prefixes } from '../scan/quick.ts';
import type { XmlElement } from './element.ts';

/** A text, marked, where the document has another shape of date than its format asks for (date.ts). */
export type ReadDate = Instant | string;

export interface ReadPerson {
  readonly name: string | undefined;
  readonly url: string | undefined;
  readonly email: string | undefined;
  readonly avatar: string | undefined;
}

export interface ReadCategory {
  readonly name: string | undefined;
  readonly term: string | undefined;
  /** Atom `scheme`, RSS `domain`. */
  readonly scheme: string | undefined;
}

export interface ReadPicture {
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly width: string | undefined;
  readonly height: string | undefined;
}

export interface ReadMedia {
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly medium: string | undefined;
}

export interface ReadEnclosure {
  readonly url: string | undefined;
  readonly type: string | undefined;
  /** Decimal digits. */
  readonly lengthBytes: string | undefined;
  readonly title: string | undefined;
  readonly durationSeconds: string | undefined;
}

export interface ReadRelated {
  readonly url: string | undefined;
  readonly title: string | undefined;
  readonly summary: string | undefined;
  readonly provider: string | undefined;
  readonly providerHost: string | undefined;
  readonly published: ReadDate | undefined;
  readonly picture: string | undefined;
}

export interface ReadEntry {
  readonly id: string | undefined;
  /** `true` or `false`, as RSS says it. */
  readonly isPermalink: string | undefined;
  readonly link: string | undefined;
  readonly via: string | undefined;
  readonly title: string | undefined;
  readonly summary: string | undefined;
  /** HTML. */
  readonly content: string | undefined;
  readonly published: ReadDate | undefined;
  readonly updated: ReadDate | undefined;
  readonly authors: readonly ReadPerson[];
  /** JSON Feed's `author`, which readers of version 1.0 look for. */
  readonly firstAuthor: ReadPerson | undefined;
  readonly contributors: readonly ReadPerson[];
  readonly categories: readonly ReadCategory[];
  readonly rights: string | undefined;
  readonly language: string | undefined;
  readonly source: { readonly name: string | undefined; readonly url: string | undefined } | undefined;
  readonly pictures: readonly ReadPicture[];
  readonly thumbnail: ReadPicture | undefined;
  readonly media: readonly ReadMedia[];
  readonly enclosures: readonly ReadEnclosure[];
  readonly related: readonly ReadRelated[];
  readonly type: string | undefined;
  readonly ampUrl: string | undefined;
  /** Elements, attributes, texts and members that mean nothing to Feedmill, by name. */
  readonly unexpected: readonly string[];
}

export interface ReadFeed {
  readonly id: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly link: string | undefined;
  readonly selfLink: string | undefined;
  readonly language: string | undefined;
  readonly updated: ReadDate | undefined;
  readonly authors: readonly ReadPerson[];
  /** JSON Feed's `author`, which readers of version 1.0 look for. */
  readonly firstAuthor: ReadPerson | undefined;
  readonly contributors: readonly ReadPerson[];
  readonly categories: readonly ReadCategory[];
  readonly hubs: readonly string[];
  readonly icon: string | undefined;
  readonly logo: string | undefined;
  readonly rights: string | undefined;
  readonly ttlMinutes: string | undefined;
  readonly generator: string | undefined;
  readonly docs: string | undefined;
  /** As in `ReadEntry`; what stands in an entry is not here. */
  readonly unexpected: readonly string[];
  readonly entries: readonly ReadEntry[];
}

export interface ReadSubscription {
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly xmlUrl: string | undefined;
  readonly htmlUrl: string | undefined;
}

export interface ReadSubscriptionList {
  readonly title: string | undefined;
  readonly updated: ReadDate | undefined;
  readonly groups: readonly { readonly title: string | undefined; readonly feeds: readonly ReadSubscription[] }[];
  readonly unexpected: readonly string[];
}

/** Why a document could not be read. `entry`: index of the entry that is to blame, where that is known. */
export interface Unreadable {
  readonly problem: string;
  readonly entry?: number;
}

/** How one XML format is read. */
export interface FeedReader {
  readonly prefixes: Prefixes;
  /** Names from the root down to an entry. */
  readonly path: readonly string[];
  readEntry(entry: XmlElement): ReadEntry;
  /** Reads what is around the entries, which are not among the root's children any more. */
  readFeed(root: XmlElement | undefined, entries: readonly ReadEntry[]): { readonly feed: ReadFeed } | Unreadable;
}
