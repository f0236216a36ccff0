// In: all candidates and the settings. Out: the collections, each ordered and cut to its limit. A pure function.
import type { Report } from '../diagnostics/finding.ts';
import type { Candidate, Choice, Collection } from '../model/collection.ts';
import type { CustomFeed, FeedChoice, Settings, Where } from '../model/settings.ts';
import { byCodeUnit, type PlainText, plainText } from '../model/text.ts';
import { newestFirst, type Settled, settle } from './identity.ts';
import { slugOf, topicKey, withHash } from './slug.ts';

/** Chooses what every feed holds. Reports `collections/…` in the files concerned. */
export function collect(
  candidates: readonly Candidate[],
  settings: Settings,
  reportIn: (path: string) => Report,
): Choice {
  const settled = settle(candidates, reportIn);
  const collections = [
    siteCollection(settled, settings),
    ...topicCollections(settled, settings, reportIn),
    ...providerCollections(settled, settings),
    ...settings.feeds.custom.map((feed) => customCollection(feed, settled, settings)),
  ];
  return { collections: collections.filter(({ members }) => members.length > 0), withheldPages: settled.withheldPages };
}

function siteCollection({ articles }: Settled, { site, feeds }: Settings): Collection {
  return { kind: 'site', folder: '', slug: '', name: site.title, ...limited(articles, feeds.limit) };
}

/** Members of one heading while they are gathered, newest first. */
interface Group {
  readonly members: Candidate[];
  /** How often each spelling of the heading occurs. */
  readonly spellings: Map<PlainText, number>;
}

function topicCollections(
  { articles }: Settled,
  { feeds }: Settings,
  reportIn: (path: string) => Report,
): readonly Collection[] {
  const groups = new Map<string, Group>();
  for (const article of articles) {
    for (const topic of article.topics) gather(groups, topicKey(topic), topic, article);
  }
  const chosen = [...groups].filter(([key, { members }]) => isChosen(feeds.topics, key, topicKey, members.length));
  const slugs = slugsOf(chosen, reportIn);
  const names = new Map([...feeds.topics.names].map(([topic, name]) => [topicKey(topic), name]));
  return chosen
    .flatMap(([key, group]): Collection[] => {
      const slug = slugs.get(key);
      if (slug === undefined) return [];
      const name = names.get(key) ?? usualSpelling(group.spellings);
      return [{ kind: 'topic', folder: `topics/${slug}/`, slug, name, ...limited(group.members, feeds.limit) }];
    })
    .sort(bySlug);
}

function slugsOf(
  groups: readonly (readonly [string, Group])[],
  reportIn: (path: string) => Report,
): ReadonlyMap<string, string> {
  const keysBySlug = new Map<string, string[]>();
  for (const [key] of groups) {
    const slug = slugOf(key);
    keysBySlug.set(slug, [...(keysBySlug.get(slug) ?? []), key]);
  }
  const slugs = new Map<string, string>();
  for (const [key, { members, spellings }] of groups) {
    const slug = slugOf(key);
    const report = reportIn(members[0]?.path ?? '');
    const name = usualSpelling(spellings);
    if (slug === '') report('collections/nameless-topic', { name });
    else if ((keysBySlug.get(slug) ?? []).length < 2) slugs.set(key, slug);
    else {
      const own = withHash(slug, key);
      slugs.set(key, own);
      report('collections/duplicate-slug', { name, slug: own });
    }
  }
  return slugs;
}

function providerCollections({ articles, related }: Settled, { feeds }: Settings): readonly Collection[] {
  const items = feeds.related.asEntries ? [...articles, ...related].sort(newestFirst) : articles;
  const groups = new Map<string, Group>();
  for (const item of items) gather(groups, item.host, item.providerName, item);
  return [...groups]
    .filter(([host, { members }]) => isChosen(feeds.providers, host, (name) => name, members.length))
    .map(([host, { members, spellings }]): Collection => {
      const folder = `providers/${host}/`;
      return { kind: 'provider', folder, slug: host, name: usualSpelling(spellings), ...limited(members, feeds.limit) };
    })
    .sort(bySlug);
}

function customCollection(feed: CustomFeed, { articles }: Settled, { feeds }: Settings): Collection {
  const matching = articles.filter((article) => matches(article, feed.where));
  const ordered = feed.order === 'heat' ? matching.sort(hottestFirst) : matching;
  const { slug, title } = feed;
  return {
    kind: 'custom',
    folder: `feeds/${slug}/`,
    slug,
    name: title,
    ...limited(ordered, feed.limit ?? feeds.limit),
  };
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

function isChosen(choice: FeedChoice, key: string, keyOf: (name: string) => string, entries: number): boolean {
  const named = (names: readonly string[]) => names.some((name) => keyOf(name) === key);
  return (
    entries >= choice.minEntries && (choice.include.length === 0 || named(choice.include)) && !named(choice.exclude)
  );
}

function gather(groups: Map<string, Group>, key: string, spelling: PlainText, candidate: Candidate): void {
  const group: Group = groups.get(key) ?? { members: [], spellings: new Map() };
  group.members.push(candidate);
  group.spellings.set(spelling, (group.spellings.get(spelling) ?? 0) + 1);
  groups.set(key, group);
}

/** The most frequent spelling shows; ties by code unit. */
function usualSpelling(spellings: ReadonlyMap<PlainText, number>): PlainText {
  const [usual] = [...spellings].sort(([a, times], [b, others]) => others - times || byCodeUnit(a, b));
  return usual?.[0] ?? plainText('');
}

function limited(members: readonly Candidate[], limit: number): Pick<Collection, 'members' | 'total'> {
  return { members: limit === 0 ? members : members.slice(0, limit), total: members.length };
}

function hottestFirst(a: Candidate, b: Candidate): number {
  return (b.heat ?? Number.NEGATIVE_INFINITY) - (a.heat ?? Number.NEGATIVE_INFINITY) || newestFirst(a, b);
}

function bySlug(a: Collection, b: Collection): number {
  return byCodeUnit(a.slug, b.slug);
}
