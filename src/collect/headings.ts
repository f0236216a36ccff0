// In: settled candidates. Out: the collections that articles head themselves: one for each topic, one for each provider.
import type { Report } from '../diagnostics/finding.ts';
import type { Candidate, Collection, CollectionKind } from '../model/collection.ts';
import type { FeedChoice, FeedSettings } from '../model/settings.ts';
import { byCodeUnit, type PlainText, plainText } from '../model/text.ts';
import { newestFirst } from './identity.ts';
import { Bounded } from './limit.ts';
import type { Published } from './published.ts';
import { slugOf, topicKey, withHash } from './slug.ts';

/** What gathers the members of feeds: each article is shown to it once, then each related item that may be an entry. */
export interface Gathering {
  add(article: Candidate): void;
  addRelated?(item: Candidate): void;
  collections(): readonly Collection[];
}

/** One that knows which headings there are, each by its key, whether they have a feed or not. */
export interface HeadingGathering extends Gathering {
  readonly keys: Keys;
}

export type Keys = Pick<ReadonlyMap<string, unknown>, 'has' | 'keys'>;

/** Topics, by slug. */
export function topicGathering(
  feeds: FeedSettings,
  published: Published,
  reportIn: (path: string) => Report,
): HeadingGathering {
  const groups = emptied('topic', published, feeds.limit);
  return {
    keys: groups,
    add(article) {
      for (const topic of article.topics) gather(groups, topicKey(topic), topic, article, feeds.limit);
    },
    collections() {
      const chosen = headings(groups, feeds.topics, topicKey);
      const slugs = slugsOf(chosen, published, reportIn);
      const names = new Map([...feeds.topics.names].map(([topic, name]) => [topicKey(topic), name]));
      return chosen
        .flatMap((heading): Collection[] => {
          const slug = slugs.get(heading.key);
          if (slug === undefined) return [];
          const name = names.get(heading.key) ?? heading.name;
          return [{ ...heading, kind: 'topic', folder: `topics/${slug}/`, slug, name }];
        })
        .sort(bySlug);
    },
  };
}

/** Providers, by host: their articles, and related items that are entries of their own. */
export function providerGathering(feeds: FeedSettings, published: Published): HeadingGathering {
  const groups = emptied('provider', published, feeds.limit);
  const add = (item: Candidate) => gather(groups, item.host, item.providerName, item, feeds.limit);
  return {
    keys: groups,
    add,
    addRelated: add,
    collections: () =>
      headings(groups, feeds.providers, (host) => host)
        .map((heading): Collection => {
          const { key } = heading;
          return { ...heading, kind: 'provider', folder: `providers/${key}/`, slug: key };
        })
        .sort(bySlug),
  };
}

/** What one heading gathers. */
interface Group {
  readonly members: Bounded;
  /** How many members spell the heading so. */
  readonly spellings: Map<PlainText, number>;
  /** The name under which it was published before; it stays whatever `minEntries` says. */
  readonly publishedName: PlainText | undefined;
  /** The member that came last, and how it spells the heading. */
  latest: Candidate | undefined;
  spelling: PlainText | undefined;
}

/** A heading that has a feed, by its usual name. */
type Heading = Pick<Collection, 'key' | 'name' | 'members' | 'limit' | 'total'>;

function newGroup(limit: number, publishedName?: PlainText): Group {
  const members = new Bounded(limit, newestFirst);
  return { members, spellings: new Map(), publishedName, latest: undefined, spelling: undefined };
}

/** A group without members for each feed that was published. */
function emptied(kind: CollectionKind, { feeds }: Published, limit: number): Map<string, Group> {
  const records = feeds.filter((record) => record.kind === kind);
  return new Map(records.map(({ key, name }) => [key, newGroup(limit, plainText(name))]));
}

/** A member that spells one heading in several ways counts once, with the last of them. */
function gather(
  groups: Map<string, Group>,
  key: string,
  spelling: PlainText,
  candidate: Candidate,
  limit: number,
): void {
  let group = groups.get(key);
  if (group === undefined) {
    group = newGroup(limit);
    groups.set(key, group);
  }
  const { spellings, latest, spelling: before } = group;
  if (latest !== candidate) group.members.add(candidate);
  else if (before !== undefined) spellings.set(before, (spellings.get(before) ?? 0) - 1);
  spellings.set(spelling, (spellings.get(spelling) ?? 0) + 1);
  group.latest = candidate;
  group.spelling = spelling;
}

/** The groups that have a feed by the configuration. */
function headings(
  groups: ReadonlyMap<string, Group>,
  choice: FeedChoice,
  keyOf: (name: string) => string,
): readonly Heading[] {
  const include = new Set(choice.include.map(keyOf));
  const exclude = new Set(choice.exclude.map(keyOf));
  const isChosen = (key: string, { publishedName, members }: Group) =>
    (include.size === 0 || include.has(key)) &&
    !exclude.has(key) &&
    (publishedName !== undefined || members.total >= choice.minEntries);
  return [...groups]
    .filter(([key, group]) => isChosen(key, group))
    .map(([key, group]) => ({ key, name: usualSpelling(group), ...group.members.chosen() }));
}

/** The most frequent spelling shows; ties by code unit. */
function usualSpelling({ spellings, publishedName }: Group): PlainText {
  const [usual] = [...spellings].sort(([a, times], [b, others]) => others - times || byCodeUnit(a, b));
  return usual?.[0] ?? publishedName ?? plainText('');
}

/** A published slug stays; of the others, those that would share one take a hash. */
function slugsOf(
  headings: readonly Heading[],
  published: Published,
  reportIn: (path: string) => Report,
): ReadonlyMap<string, string> {
  const slugs = new Map<string, string>();
  const claims = new Map<string, number>();
  const claim = (slug: string) => claims.set(slug, (claims.get(slug) ?? 0) + 1);
  // The address of a topic that is excluded now waits for it.
  const chosen = new Set(headings.map(({ key }) => key));
  for (const { kind, key, folder } of published.feeds) {
    if (kind === 'topic' && !chosen.has(key)) claim(folder.slice('topics/'.length, -1));
  }
  for (const { key } of headings) {
    const folder = published.feed('topic', key)?.folder;
    if (folder !== undefined) slugs.set(key, folder.slice('topics/'.length, -1));
    claim(slugs.get(key) ?? slugOf(key));
  }
  for (const { key, members, name } of headings) {
    const slug = slugOf(key);
    const report = reportIn(members[0]?.path ?? '');
    let own = slugs.get(key) ?? slug;
    if (!slugs.has(key) && (claims.get(slug) ?? 0) > 1) {
      own = withHash(slug, key, (taken) => claims.has(taken));
      claim(own);
    }
    if (slug === '') report('collections/nameless-topic', { name });
    else slugs.set(key, own);
    if (slug !== '' && own !== slug) report('collections/duplicate-slug', { name, slug: own });
  }
  return slugs;
}

function bySlug(a: Collection, b: Collection): number {
  return byCodeUnit(a.slug, b.slug);
}
