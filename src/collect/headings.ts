// In: settled candidates. Out: the collections that articles head themselves: one for each topic, one for each provider.
import type { Report } from '../diagnostics/finding.ts';
import type { Candidate, Collection, CollectionKind } from '../model/collection.ts';
import type { FeedChoice, FeedSettings } from '../model/settings.ts';
import { byCodeUnit, type PlainText, plainText } from '../model/text.ts';
import { newestFirst, type Settled } from './identity.ts';
import { limited } from './limit.ts';
import type { Published } from './published.ts';
import { slugOf, topicKey, withHash } from './slug.ts';

/** Topics, by slug. */
export function topicCollections(
  { articles }: Settled,
  feeds: FeedSettings,
  published: Published,
  reportIn: (path: string) => Report,
): readonly Collection[] {
  const groups = emptied('topic', published);
  for (const article of articles) {
    const topics = new Map(article.topics.map((topic) => [topicKey(topic), topic]));
    for (const [key, topic] of topics) gather(groups, key, topic, article);
  }
  const chosen = [...groups].filter(([key, group]) => isChosen(feeds.topics, key, topicKey, group));
  const slugs = slugsOf(chosen, published, reportIn);
  const names = new Map([...feeds.topics.names].map(([topic, name]) => [topicKey(topic), name]));
  return chosen
    .flatMap(([key, group]): Collection[] => {
      const slug = slugs.get(key);
      if (slug === undefined) return [];
      const name = names.get(key) ?? usualSpelling(group);
      return [{ kind: 'topic', key, folder: `topics/${slug}/`, slug, name, ...limited(group.members, feeds.limit) }];
    })
    .sort(bySlug);
}

/** Providers, by host: their articles, and related items that are entries of their own. */
export function providerCollections(
  { articles, related }: Settled,
  feeds: FeedSettings,
  published: Published,
): readonly Collection[] {
  const groups = emptied('provider', published);
  const items = feeds.related.asEntries ? [...articles, ...related].sort(newestFirst) : articles;
  for (const item of items) gather(groups, item.host, item.providerName, item);
  return [...groups]
    .filter(([host, group]) => isChosen(feeds.providers, host, (name) => name, group))
    .map(([host, group]): Collection => {
      const { members, total } = limited(group.members, feeds.limit);
      return {
        kind: 'provider',
        key: host,
        folder: `providers/${host}/`,
        slug: host,
        name: usualSpelling(group),
        members,
        total,
      };
    })
    .sort(bySlug);
}

/** Members of one heading while they are gathered, newest first. */
interface Group {
  readonly members: Candidate[];
  /** How often each spelling of the heading occurs. */
  readonly spellings: Map<PlainText, number>;
  /** The name under which it was published before; it stays whatever `minEntries` says. */
  readonly publishedName: PlainText | undefined;
}

/** A group without members for each feed that was published. */
function emptied(kind: CollectionKind, { feeds }: Published): Map<string, Group> {
  const records = feeds.filter((record) => record.kind === kind);
  return new Map(
    records.map(({ key, name }) => [key, { members: [], spellings: new Map(), publishedName: plainText(name) }]),
  );
}

function gather(groups: Map<string, Group>, key: string, spelling: PlainText, candidate: Candidate): void {
  let group = groups.get(key);
  if (group === undefined) {
    group = { members: [], spellings: new Map(), publishedName: undefined };
    groups.set(key, group);
  }
  group.members.push(candidate);
  group.spellings.set(spelling, (group.spellings.get(spelling) ?? 0) + 1);
}

/** The most frequent spelling shows; ties by code unit. */
function usualSpelling({ spellings, publishedName }: Group): PlainText {
  const [usual] = [...spellings].sort(([a, times], [b, others]) => others - times || byCodeUnit(a, b));
  return usual?.[0] ?? publishedName ?? plainText('');
}

function isChosen(choice: FeedChoice, key: string, keyOf: (name: string) => string, group: Group): boolean {
  const named = (names: readonly string[]) => names.some((name) => keyOf(name) === key);
  if ((choice.include.length > 0 && !named(choice.include)) || named(choice.exclude)) return false;
  return group.publishedName !== undefined || group.members.length >= choice.minEntries;
}

/** A published slug stays; of the others, those that would share one take a hash. */
function slugsOf(
  groups: readonly (readonly [string, Group])[],
  published: Published,
  reportIn: (path: string) => Report,
): ReadonlyMap<string, string> {
  const slugs = new Map<string, string>();
  const claims = new Map<string, number>();
  const claim = (slug: string) => claims.set(slug, (claims.get(slug) ?? 0) + 1);
  // The address of a topic that is excluded now waits for it.
  const chosen = new Set(groups.map(([key]) => key));
  for (const { kind, key, folder } of published.feeds) {
    if (kind === 'topic' && !chosen.has(key)) claim(folder.slice('topics/'.length, -1));
  }
  for (const [key] of groups) {
    const folder = published.feed('topic', key)?.folder;
    if (folder !== undefined) slugs.set(key, folder.slice('topics/'.length, -1));
    claim(slugs.get(key) ?? slugOf(key));
  }
  for (const [key, group] of groups) {
    const slug = slugOf(key);
    const report = reportIn(group.members[0]?.path ?? '');
    const name = usualSpelling(group);
    const own = slugs.get(key) ?? ((claims.get(slug) ?? 0) > 1 ? withHash(slug, key) : slug);
    if (slug === '') report('collections/nameless-topic', { name });
    else slugs.set(key, own);
    if (slug !== '' && own !== slug) report('collections/duplicate-slug', { name, slug: own });
  }
  return slugs;
}

function bySlug(a: Collection, b: Collection): number {
  return byCodeUnit(a.slug, b.slug);
}
