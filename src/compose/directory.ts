// In: the feeds of a build. Out: the directory of them: what the subscription list and the directory page show.
import type { Collection, CollectionKind } from '../model/collection.ts';
import type { Directory, DirectoryFeed } from '../model/directory.ts';
import { publishedAt } from '../model/feed-address.ts';
import { latestOf } from '../model/instant.ts';
import type { Settings } from '../model/settings.ts';
import type { AbsoluteUrl } from '../model/url.ts';
import { feedLinks, heading } from './feed-document.ts';

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
  const groups = GROUPS.map(({ kind, title }) => ({
    title,
    feeds: feeds.filter(({ collection }) => collection.kind === kind).map((feed) => directoryFeed(feed, settings)),
  })).filter((group) => group.feeds.length > 0);
  const updated = latestOf(
    feeds.map((feed) => feed.updated),
    new Date(0),
  );
  const { title, url, language } = settings.site;
  return { title, url, language, updated, groups, opml: publishedAt(settings.feeds, 'feeds.opml') };
}

function directoryFeed({ collection, entries, updated }: ListedFeed, settings: Settings): DirectoryFeed {
  const { title, description } = heading(collection, settings);
  const links = feedLinks(collection.folder, settings);
  const page: AbsoluteUrl = publishedAt(settings.feeds, collection.folder === '' ? 'index.html' : collection.folder);
  return { title, description, name: collection.name, folder: collection.folder, page, links, entries, updated };
}
