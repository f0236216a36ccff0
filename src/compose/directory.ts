// In: the feeds of a build. Out: the directory of them: what the subscription list, the directory page and the
// discovery files show.
import type { Collection, CollectionKind } from '../model/collection.ts';
import type { Directory, DirectoryFeed } from '../model/directory.ts';
import { publishedAt } from '../model/feed-address.ts';
import { latestOf } from '../model/instant.ts';
import type { Settings } from '../model/settings.ts';
import type { AbsoluteUrl } from '../model/url.ts';
import { feedLinks, heading } from './feed-document.ts';
import { SPARK_WEEKS, weeksUpTo } from './weeks.ts';

const GROUPS: readonly { readonly kind: CollectionKind; readonly title: string }[] = [
  { kind: 'site', title: 'Site' },
  { kind: 'topic', title: 'Topics' },
  { kind: 'provider', title: 'Providers' },
  { kind: 'custom', title: 'More feeds' },
];

/** A feed that stands in `out/`, with what changes from build to build. */
export interface ListedFeed {
  readonly collection: Collection;
  readonly entries: number;
  readonly updated: Date;
}

/** Groups feeds in the order site, topics, providers, custom; inside a group as given. */
export function composeDirectory(feeds: readonly ListedFeed[], settings: Settings): Directory {
  const newest = feeds.reduce((latest, { collection }) => Math.max(latest, newestOf(collection) ?? latest), -Infinity);
  const groups = GROUPS.map(({ kind, title }) => ({
    kind,
    title,
    feeds: feeds
      .filter(({ collection }) => collection.kind === kind)
      .map((feed) => directoryFeed(feed, settings, newest)),
  })).filter((group) => group.feeds.length > 0);
  const updated = latestOf(
    feeds.map((feed) => feed.updated),
    new Date(0),
  );
  const { title, url, language } = settings.site;
  return { title, url, language, updated, groups, opml: publishedAt(settings.feeds, 'feeds.opml') };
}

function directoryFeed(
  { collection, entries, updated }: ListedFeed,
  settings: Settings,
  newestOfAll: number,
): DirectoryFeed {
  const { title, description } = heading(collection, settings);
  const links = feedLinks(collection.folder, settings);
  const page: AbsoluteUrl = publishedAt(settings.feeds, collection.folder === '' ? 'index.html' : collection.folder);
  const published = collection.members.map((member) => member.published);
  const newest = newestOf(collection);
  return {
    title,
    description,
    name: collection.name,
    folder: collection.folder,
    page,
    links,
    entries,
    updated,
    newest: newest === undefined ? undefined : new Date(newest * 1000),
    weeks: newest === undefined ? [] : weeksUpTo(newest, published, SPARK_WEEKS),
    recent: weeksUpTo(newestOfAll, published, SPARK_WEEKS).reduce((sum, week) => sum + week, 0),
  };
}

/** Seconds since 1970. */
function newestOf({ members }: Collection): number | undefined {
  return members.reduce<number | undefined>(
    (latest, { published }) => (latest === undefined || published > latest ? published : latest),
    undefined,
  );
}
