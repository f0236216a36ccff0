// In: all candidates and the settings. Out: the collections, each ordered and cut to its limit. A pure function.
import type { Report } from '../diagnostics/finding.ts';
import type { Candidate, Candidates, Choice, Collection } from '../model/collection.ts';
import type { CustomFeed, Settings, Where } from '../model/settings.ts';
import { type Gathering, providerGathering, topicGathering } from './headings.ts';
import { newestFirst, settle } from './identity.ts';
import { Bounded } from './limit.ts';
import { NOTHING_YET, type Published } from './published.ts';
import { topicKey } from './slug.ts';
import { reportUnmatched } from './unmatched.ts';

/** Chooses what every feed holds. Reports `collections/…` in the files concerned; what concerns none, in an empty path. */
export function collect(
  candidates: Candidates,
  settings: Settings,
  reportIn: (path: string) => Report,
  published: Published = NOTHING_YET,
): Choice {
  const settled = settle(candidates, published, reportIn);
  const topics = topicGathering(settings.feeds, published, reportIn);
  const providers = providerGathering(settings.feeds, published);
  const gatherings: readonly Gathering[] = [
    siteGathering(settings),
    topics,
    providers,
    ...settings.feeds.custom.map((feed) => customGathering(feed, settings)),
  ];
  for (const article of settled.articles) for (const gathering of gatherings) gathering.add(article);
  if (settings.feeds.related.asEntries)
    for (const item of settled.related) for (const gathering of gatherings) gathering.addRelated?.(item);
  const all = gatherings.flatMap((gathering) => gathering.collections());
  const stays = ({ kind, key, members }: Collection) => members.length > 0 || published.feed(kind, key) !== undefined;
  if (settled.articleCount > 0) {
    const report = reportIn('');
    reportUnmatched(settings.feeds, { topics: topics.keys, hosts: providers.keys }, report);
    for (const feed of all)
      if (feed.kind === 'custom' && !stays(feed)) report('collections/empty-feed', { slug: feed.slug });
  }
  return {
    collections: all.filter(stays),
    withheldPages: settled.withheldPages,
    articles: settled.articleCount,
    relatedItems: settled.relatedItems,
  };
}

function siteGathering({ site, feeds }: Settings): Gathering {
  const members = new Bounded(feeds.limit, newestFirst);
  return {
    add: (article) => members.add(article),
    collections: () => [{ kind: 'site', key: '', folder: '', slug: '', name: site.title, ...members.chosen() }],
  };
}

function customGathering({ slug, title, where, order, limit }: CustomFeed, { feeds }: Settings): Gathering {
  const folder = `feeds/${slug}/`;
  const members = new Bounded(limit ?? feeds.limit, order === 'heat' ? hottestFirst : newestFirst);
  const topics = new Set(where.topics.map(topicKey));
  return {
    add(article) {
      if (article.pinnedTo?.includes(folder) ?? matches(article, where, topics)) members.add(article);
    },
    collections: () => [{ kind: 'custom', key: slug, folder, slug, name: title, ...members.chosen() }],
  };
}

function matches(article: Candidate, where: Where, topics: ReadonlySet<string>): boolean {
  return (
    (topics.size === 0 || article.topics.some((topic) => topics.has(topicKey(topic)))) &&
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
