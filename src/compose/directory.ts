// In: the feeds of a build. Out: the directory of them: what the subscription list, the directory page and the
// discovery files show.
import { COLLECTION_KINDS, type CollectionHead, type CollectionKind } from '../model/collection.ts';
import type { Directory, DirectoryFeed } from '../model/directory.ts';
import { latestOf } from '../model/instant.ts';
import type { Settings } from '../model/settings.ts';
import { feedLinks, heading, linkOf } from './feed-document.ts';
import { newestOf, SPARK_WEEKS, weeksUpTo } from './weeks.ts';

const TITLES: Readonly<Record<CollectionKind, string>> = {
  site: 'Site',
  topic: 'Topics',
  provider: 'Providers',
  custom: 'More feeds',
};

/** A feed that stands in `out/`, with what changes from build to build. */
export interface ListedFeed {
  readonly head: CollectionHead;
  /** Its Atom id. */
  readonly id: string;
  readonly entries: number;
  readonly updated: Date;
  /** When its members were published, each. */
  readonly published: Iterable<number>;
}

/** Groups feeds in the order site, topics, providers, custom; inside a group as given. */
export function composeDirectory(feeds: readonly ListedFeed[], settings: Settings): Directory {
  const newest = newestOf(feeds.flatMap(({ published }) => newestOf([...published]) ?? [])) ?? -Infinity;
  const groups = COLLECTION_KINDS.map((kind) => ({
    kind,
    title: TITLES[kind],
    feeds: feeds.filter(({ head }) => head.kind === kind).map((feed) => directoryFeed(feed, settings, newest)),
  })).filter((group) => group.feeds.length > 0);
  const updated = latestOf(
    feeds.map((feed) => feed.updated),
    new Date(0),
  );
  return { title: settings.site.title, updated, groups };
}

function directoryFeed(
  { head, entries, published: instants }: ListedFeed,
  settings: Settings,
  newestOfAll: number,
): DirectoryFeed {
  const { name, folder } = head;
  const { title, description, isOurs } = heading(head, settings);
  const links = feedLinks(folder, settings);
  const published = [...instants];
  const newest = newestOf(published);
  return {
    title,
    description,
    isDescribedByUs: isOurs,
    name,
    folder,
    link: linkOf(head, settings),
    links,
    entries,
    newest: newest === undefined ? undefined : new Date(newest * 1000),
    weeks: newest === undefined ? [] : weeksUpTo(newest, published, SPARK_WEEKS),
    recent: weeksUpTo(newestOfAll, published, SPARK_WEEKS).reduce((sum, week) => sum + week, 0),
  };
}
