// In: a collection and its entries. Out: a FeedDocument, which is a filled `Feed` of the feed package.
import { Feed } from 'feed';
import type { CollectionHead } from '../model/collection.ts';
import { hrefOf, publishedAt } from '../model/feed-address.ts';
import type { Channel, Entry, FeedDocument } from '../model/feed-document.ts';
import { FORMATS } from '../model/format.ts';
import { latestOf } from '../model/instant.ts';
import { present } from '../model/present.ts';
import { type FeedChoice, OUR_WORDS, type Settings } from '../model/settings.ts';
import { type PlainText, plainText } from '../model/text.ts';
import type { AbsoluteUrl } from '../model/url.ts';
import { siteAuthor } from './entry.ts';

/** The id of a feed that was never published: `{site.id}`, `{site.id}/topics/{slug}` … */
export function feedId({ kind, folder }: Pick<CollectionHead, 'kind' | 'folder'>, { site }: Settings): string {
  return kind === 'site' ? site.id : `${site.id}/${hrefOf(folder.slice(0, -1))}`;
}

/** Composes a feed under its id. `emptied` dates a feed that has no entry left: when it lost its last one. */
export function composeFeed(
  head: CollectionHead,
  id: string,
  entries: readonly Entry[],
  settings: Settings,
  emptied: Date,
): FeedDocument {
  const { site, feeds, pages } = settings;
  const { folder } = head;
  const { title, description } = heading(head, settings);
  const dates = entries.map(({ date }) => date);
  const channel: Channel = {
    id,
    title,
    description,
    link: linkOf(head, settings),
    updated: latestOf(dates, emptied),
    feedLinks: feedLinks(folder, settings),
    author: siteAuthor(site),
    generator: 'Feedmill',
    ...present({
      language: site.language,
      image: site.logo,
      favicon: site.icon,
      copyright: site.copyright,
      ttl: feeds.ttlMinutes,
      // Relative, so that it works wherever the documents lie; without a hash, so that a new one changes no feed.
      stylesheet: pages.xmlStylesheet ? `${'../'.repeat(folder.split('/').length - 1)}assets/feed.css` : undefined,
    }),
    details: { hubs: feeds.hubs },
  };
  const feed = new Feed(channel);
  for (const entry of entries) feed.addItem(entry);
  return feed as Feed & FeedDocument;
}

/** The page that a feed belongs to: the site's own, and else the feed's page for people. */
export function linkOf({ kind, folder }: CollectionHead, { site, feeds }: Settings): AbsoluteUrl {
  return kind === 'site' ? site.url : publishedAt(feeds, folder);
}

/** Where each written format of a feed will be served. */
export function feedLinks(folder: string, { feeds }: Settings): Channel['feedLinks'] {
  const written = FORMATS.filter(({ name }) => feeds.formats.includes(name));
  return Object.fromEntries(written.map(({ name, file }) => [name, publishedAt(feeds, folder + file)])) as Record<
    'rss' | 'atom' | 'json',
    AbsoluteUrl
  >;
}

/** A feed's title and description as readers list them: `AI · AI Every Day`. `isOurs`: nobody else gave the description. */
export function heading(
  { kind, name, slug }: CollectionHead,
  { site, feeds }: Settings,
): { title: PlainText; description: PlainText; isOurs: boolean } {
  const filled = (template: string) =>
    plainText(
      template.replace(
        /\{(name|site|host)\}/g,
        (_, key: 'name' | 'site' | 'host') => ({ name, site: site.title, host: slug })[key],
      ),
    );
  const byTemplate = ({ title, description }: FeedChoice, ours: string) => ({
    title: filled(title),
    description: filled(description),
    isOurs: description === ours,
  });
  if (kind === 'topic') return byTemplate(feeds.topics, OUR_WORDS.topicDescription);
  if (kind === 'provider') return byTemplate(feeds.providers, OUR_WORDS.providerDescription);
  const [title, given, ours] =
    kind === 'site'
      ? [site.title, site.description, OUR_WORDS.siteDescription]
      : [name, feeds.custom.find((feed) => feed.slug === slug)?.description, OUR_WORDS.customDescription];
  return { title, description: given ?? filled(ours), isOurs: given === undefined };
}
