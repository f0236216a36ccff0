// In: all candidates and the settings. Out: the collections, each ordered and cut to its limit. A pure function.
import type { Report } from '../diagnostics/finding.ts';
import type { Candidate, Choice, Collection } from '../model/collection.ts';
import type { CustomFeed, Settings, Where } from '../model/settings.ts';
import { providerCollections, topicCollections } from './headings.ts';
import { newestFirst, type Settled, settle } from './identity.ts';
import { Bounded } from './limit.ts';
import { NOTHING_YET, type Published } from './published.ts';
import { topicKeys } from './slug.ts';

/** Chooses what every feed holds. Reports `collections/…` in the files concerned. */
export function collect(
  candidates: readonly Candidate[],
  settings: Settings,
  reportIn: (path: string) => Report,
  published: Published = NOTHING_YET,
): Choice {
  const settled = settle(candidates, published.withdrawnPages, reportIn);
  const keyOf = topicKeys();
  const collections = [
    siteCollection(settled, settings),
    ...topicCollections(settled, settings.feeds, published, keyOf, reportIn),
    ...providerCollections(settled, settings.feeds, published),
    ...settings.feeds.custom.map((feed) => customCollection(feed, settled, settings, keyOf)),
  ];
  const stays = ({ kind, key, members }: Collection) => members.length > 0 || published.feed(kind, key) !== undefined;
  return {
    collections: collections.filter(stays),
    withheldPages: settled.withheldPages,
    articles: settled.articles.length,
    relatedItems: settled.relatedItems,
  };
}

function siteCollection({ articles }: Settled, { site, feeds }: Settings): Collection {
  const members = new Bounded(feeds.limit, newestFirst);
  for (const article of articles) members.add(article);
  return { kind: 'site', key: '', folder: '', slug: '', name: site.title, ...members.chosen() };
}

function customCollection(
  feed: CustomFeed,
  { articles }: Settled,
  { feeds }: Settings,
  keyOf: (topic: string) => string,
): Collection {
  const { slug, title, where, order } = feed;
  const folder = `feeds/${slug}/`;
  const members = new Bounded(feed.limit ?? feeds.limit, order === 'heat' ? hottestFirst : newestFirst);
  const topics = new Set(where.topics.map(keyOf));
  for (const article of articles) {
    if (article.pinnedTo?.includes(folder) ?? matches(article, where, topics, keyOf)) members.add(article);
  }
  return { kind: 'custom', key: slug, folder, slug, name: title, ...members.chosen() };
}

function matches(
  article: Candidate,
  where: Where,
  topics: ReadonlySet<string>,
  keyOf: (topic: string) => string,
): boolean {
  return (
    (topics.size === 0 || article.topics.some((topic) => topics.has(keyOf(topic)))) &&
    allows(where.providers, (host) => host === article.host) &&
    allows(where.type, (type) => type === article.type) &&
    allows(where.category, (category) => category === article.category) &&
    allows(where.language, (tag) => `${article.language?.toLowerCase() ?? ''}-`.startsWith(`${tag.toLowerCase()}-`)) &&
    (where.minQuality === undefined || (article.quality ?? Number.NEGATIVE_INFINITY) >= where.minQuality) &&
    (where.minHeat === undefined || (article.heat ?? Number.NEGATIVE_INFINITY) >= where.minHeat)
  );
}

function allows(names: readonly string[], test: (name: string) => boolean): boolean {
  return names.length === 0 || names.some(test);
}

function hottestFirst(a: Candidate, b: Candidate): number {
  const byHeat = (b.heat ?? Number.NEGATIVE_INFINITY) - (a.heat ?? Number.NEGATIVE_INFINITY);
  return Number.isNaN(byHeat) || byHeat === 0 ? newestFirst(a, b) : byHeat;
}
