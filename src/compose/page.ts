// In: a feed and what is near to it. Out: what the pages for people show. Only of the feed's own entries, so that one
// edited article changes the pages of its own feeds and no other.
import type { Candidate, Collection, CollectionHead } from '../model/collection.ts';
import { publishedAt } from '../model/feed-address.ts';
import type { FeedDocument } from '../model/feed-document.ts';
import type { FeedPage, Neighbour, Neighbours, PageAssets, PageFrame } from '../model/page.ts';
import type { Settings } from '../model/settings.ts';
import { byCodeUnit, type PlainText } from '../model/text.ts';
import { feedLinks, heading } from './feed-document.ts';
import { newestOf, SPARK_WEEKS, weekSpan, weeksUpTo } from './weeks.ts';

/** Weeks that a feed's page plots at most. */
const PLOTTED_WEEKS = 26;
/** Neighbours of a kind that a page names at most. */
const NAMED = 8;

/** Composes what every page of a build has around it. */
export function composeFrame(settings: Settings, assets: PageAssets): PageFrame {
  const { site, feeds, pages } = settings;
  const { title, description, url, language, copyright, icon, logo } = site;
  return {
    site: { title, description, url, language, copyright, icon, logo },
    baseUrl: feeds.baseUrl,
    main: { title: site.title, folder: '', links: feedLinks('', settings) },
    readers: pages.readers,
    remotePictures: pages.remotePictures,
    assets,
  };
}

/** Composes the page of a feed. */
export function composeFeedPage(
  head: CollectionHead,
  { options, items }: FeedDocument,
  neighbours: Neighbours,
  settings: Settings,
): FeedPage {
  const { kind, name, folder } = head;
  const { feeds, pages } = settings;
  const published = items.map((entry) => entry.published.getTime() / 1000);
  const newest = newestOf(published);
  return {
    kind,
    name,
    folder,
    page: publishedAt(feeds, folder),
    channel: options,
    isDescribedByUs: heading(head, settings).isOurs,
    total: items.length,
    entries: items.slice(0, pages.entries),
    relatedHeading: feeds.related.heading,
    weeks: newest === undefined ? [] : weeksUpTo(newest, published, weekSpan(published, SPARK_WEEKS, PLOTTED_WEEKS)),
    newest: newest === undefined ? undefined : new Date(newest * 1000),
    neighbours,
  };
}

/** A feed that others may be near to. */
export interface NearFeed {
  readonly folder: string;
  /** The name that the configuration gives it. */
  readonly name: PlainText | undefined;
  /** The name that it shows. */
  readonly shownName: PlainText;
}

/** What neighbours are found with. */
export interface Surroundings {
  /** The feed of a topic or of a provider's host; `undefined` when it has none. */
  readonly feedOf: (kind: 'topic' | 'provider', name: string) => NearFeed | undefined;
  /** The items that an article points to. */
  readonly relatedOf: (article: Candidate) => readonly Candidate[];
}

/**
 * Finds the feeds near to one: the topics and the providers of its entries; for a provider also those that cover the
 * same stories.
 */
export function composeNeighbours(
  { kind, folder, members }: Collection,
  { feedOf, relatedOf }: Surroundings,
): Neighbours {
  const topics: Tally = new Map();
  const providers: Tally = new Map();
  // Related items of one article stand near to the same feeds: those are looked for once.
  const shares = new Map<Candidate, number>();
  for (const member of members) {
    const article = member.parent ?? member;
    shares.set(article, (shares.get(article) ?? 0) + 1);
  }
  for (const [article, entries] of shares) {
    const near = kind === 'provider' ? [article, ...relatedOf(article)] : [article];
    count(
      topics,
      entries,
      article.topics.map((name) => ({ name, feed: feedOf('topic', name) })),
    );
    count(
      providers,
      entries,
      near.map(({ host, providerName, pinnedTo }) => {
        const feed = feedOf('provider', host);
        // What a broken article calls its provider may be known from the last build alone, and from this one in the next.
        return { name: pinnedTo === undefined ? providerName : (feed?.shownName ?? providerName), feed };
      }),
    );
  }
  for (const tally of [topics, providers]) tally.delete(folder);
  return { topics: most(topics), providers: most(providers) };
}

/** By folder: how many entries name a feed, and in which spellings. */
type Tally = Map<string, { entries: number; readonly names: Map<PlainText, number> }>;

/** Counts what so many entries name, each the same; a feed counts once for an entry. */
function count(
  tally: Tally,
  entries: number,
  named: readonly { readonly name: PlainText; readonly feed: NearFeed | undefined }[],
): void {
  const counted = new Set<string>();
  for (const { name, feed } of named) {
    if (feed === undefined) continue;
    const { folder } = feed;
    const known = tally.get(folder) ?? { entries: 0, names: new Map() };
    const spelling = feed.name ?? name;
    if (!counted.has(folder)) known.entries += entries;
    counted.add(folder);
    known.names.set(spelling, (known.names.get(spelling) ?? 0) + entries);
    tally.set(folder, known);
  }
}

/** The feeds that most entries name, each in its usual spelling; ties by code unit. */
function most(tally: Tally): readonly Neighbour[] {
  return [...tally]
    .sort(([a, one], [b, other]) => other.entries - one.entries || byCodeUnit(a, b))
    .slice(0, NAMED)
    .flatMap(([folder, { entries, names }]) => {
      const [usual] = [...names].sort(([a, times], [b, others]) => others - times || byCodeUnit(a, b));
      return usual === undefined ? [] : [{ name: usual[0], folder, entries }];
    });
}
