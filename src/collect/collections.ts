// In: all candidates and the settings. Out: the collections, each ordered and cut to its limit. A pure function.
import type { Report } from '../diagnostics/finding.ts';
import type { Candidate, Choice, Collection } from '../model/collection.ts';
import type { CustomFeed, Settings, Where } from '../model/settings.ts';
import { providerCollections, topicCollections } from './headings.ts';
import { newestFirst, type Settled, settle } from './identity.ts';
import { limited } from './limit.ts';
import { NOTHING_YET, type Published } from './published.ts';
import { topicKey } from './slug.ts';

/** Chooses what every feed holds. Reports `collections/…` in the files concerned. */
export function collect(
  candidates: readonly Candidate[],
  settings: Settings,
  reportIn: (path: string) => Report,
  published: Published = NOTHING_YET,
): Choice {
  const settled = settle(candidates, published.withdrawnPages, reportIn);
  const collections = [
    siteCollection(settled, settings),
    ...topicCollections(settled, settings.feeds, published, reportIn),
    ...providerCollections(settled, settings.feeds, published),
    ...settings.feeds.custom.map((feed) => customCollection(feed, settled, settings)),
  ];
  const stays = ({ kind, key, members }: Collection) => members.length > 0 || published.feed(kind, key) !== undefined;
  return { collections: collections.filter(stays), withheldPages: settled.withheldPages };
}

function siteCollection({ articles }: Settled, { site, feeds }: Settings): Collection {
  return { kind: 'site', key: '', folder: '', slug: '', name: site.title, ...limited(articles, feeds.limit) };
}

function customCollection(feed: CustomFeed, { articles }: Settled, { feeds }: Settings): Collection {
  const { slug, title, where, order } = feed;
  const folder = `feeds/${slug}/`;
  const matching = articles.filter((article) => article.pinnedTo?.includes(folder) ?? matches(article, where));
  const ordered = order === 'heat' ? matching.sort(hottestFirst) : matching;
  return { kind: 'custom', key: slug, folder, slug, name: title, ...limited(ordered, feed.limit ?? feeds.limit) };
}

function matches(article: Candidate, where: Where): boolean {
  const topics = article.topics.map(topicKey);
  const language = article.language?.toLowerCase() ?? '';
  return (
    allows(where.topics, (topic) => topics.includes(topicKey(topic))) &&
    allows(where.providers, (host) => host === article.host) &&
    allows(where.type, (type) => type === article.type) &&
    allows(where.category, (category) => category === article.category) &&
    allows(where.language, (tag) => `${language}-`.startsWith(`${tag.toLowerCase()}-`)) &&
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
