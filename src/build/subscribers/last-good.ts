// In: articles that were published and are broken now. Out: their entries as subscribers have them, from the ledger or
// read back from `out/`, and candidates that keep them where they were.
import { withoutRelated } from '../../compose/content.ts';
import type { Provider } from '../../model/article.ts';
import type { Candidate } from '../../model/collection.ts';
import type { Entry } from '../../model/feed-document.ts';
import { instantOf } from '../../model/instant.ts';
import type { ArticleRecord, LastGood, Ledger } from '../../model/ledger.ts';
import { plainText } from '../../model/text.ts';
import { hostOf, pageKey, renewedPageKey } from '../../model/url.ts';
import type { PublishedEntry } from './published-entries.ts';

/** Finds the version of an entry that subscribers have, of the file at a path. */
export type FindLastGood = (id: string, path: string) => Promise<PublishedEntry | undefined>;

/** The site, as the provider of the articles that name none. */
type OwnProvider = Pick<Provider, 'host' | 'name'>;

export interface Kept {
  readonly lastGood: readonly LastGood[];
  readonly entries: ReadonlyMap<string, Entry>;
  readonly candidates: readonly Candidate[];
  /** Records of which no good version is at hand. */
  readonly lost: readonly ArticleRecord[];
}

/**
 * Looks into the ledger first, which holds the last good versions of an earlier build; then into `out/`. What the ledger
 * holds of another file is what the id's related item was before it became an article.
 */
export function lastGoodFinder(ledger: Ledger, published: FindLastGood): FindLastGood {
  return async (id, path) => {
    const known = ledger.lastGood.get(id);
    return known?.path !== path ? published(id, path) : { entry: parsedEntry(known.entry), folders: known.folders };
  };
}

/**
 * Finds the last good version of broken articles and of the related items that only they told of; `read` are the articles
 * that may have become of such items, whose ids they have.
 */
export async function keepLastGood(
  broken: readonly ArticleRecord[],
  read: Iterable<Candidate>,
  ledger: Ledger,
  find: FindLastGood,
  site: OwnProvider,
): Promise<Kept> {
  const kept: LastGood[] = [];
  const lost: ArticleRecord[] = [];
  const entries = new Map<string, Entry>();
  const candidates: Candidate[] = [];
  const related = relatedByArticle(broken, ledger);
  const articleIds = [...related.values()].some((ids) => ids.length > 0) ? idsOf(broken, read) : new Set();
  for (const record of broken) {
    const own = await take(record.id, record.path);
    if (own === undefined) {
      lost.push(record);
      continue;
    }
    const parent = candidateOf(own.entry, own.lastGood, record.pages, undefined, ledger, site);
    candidates.push(parent);
    for (const id of related.get(record.path) ?? []) {
      if (articleIds.has(id)) continue;
      const item = await take(id, record.path);
      if (item !== undefined)
        candidates.push(candidateOf(item.entry, item.lastGood, [renewedPageKey(id)], parent, ledger, site));
    }
  }
  return { lastGood: kept, entries, candidates, lost };

  async function take(id: string, path: string): Promise<{ entry: Entry; lastGood: LastGood } | undefined> {
    const found = await find(id, path);
    if (found === undefined) return undefined;
    const lastGood = lastGoodRecord(path, found);
    kept.push(lastGood);
    entries.set(id, found.entry);
    return { entry: found.entry, lastGood };
  }
}

function idsOf(broken: readonly ArticleRecord[], read: Iterable<Candidate>): ReadonlySet<string> {
  const ids = new Set(broken.map(({ id }) => id));
  for (const { id, parent, withheld } of read) if (parent === undefined && withheld === undefined) ids.add(id);
  return ids;
}

/**
 * Ids of the related items that broken articles told of, by the article's path: those that are the article's by the ledger,
 * and those that were kept for it before, though another article may tell of them by now.
 */
function relatedByArticle(
  broken: readonly ArticleRecord[],
  { related, lastGood }: Ledger,
): ReadonlyMap<string, readonly string[]> {
  const byPath = new Map(broken.map(({ path }) => [path, [] as string[]]));
  const pathOf = new Map(broken.map(({ id, path }) => [id, path]));
  if (broken.length === 0) return byPath;
  for (const { id, parentId } of related.values()) {
    const ids = byPath.get(lastGood.get(id)?.path ?? '') ?? byPath.get(pathOf.get(parentId) ?? '');
    ids?.push(id);
  }
  return byPath;
}

/** What the ledger keeps of a last good version. */
export function lastGoodRecord(path: string, { entry, folders }: PublishedEntry): LastGood {
  return { id: entry.id, path, folders, entry: JSON.stringify(entry) };
}

/** The entry without links to pages that may not appear any more: its own words stay as they were. */
export function withoutPages(entry: Entry, withheldPages: ReadonlySet<string>): Entry {
  const { details, content } = entry;
  const gone = details.related.filter(({ url }) => withheldPages.has(pageKey(url)));
  if (gone.length === 0) return entry;
  const related = details.related.filter((link) => !gone.includes(link));
  return {
    ...entry,
    ...(content === undefined ? {} : { content: withoutRelated(content, withheldPages) }),
    details: { ...details, related },
  };
}

function candidateOf(
  entry: Entry,
  lastGood: LastGood,
  pages: readonly string[],
  parent: Candidate | undefined,
  { feeds }: Ledger,
  site: OwnProvider,
): Candidate {
  const { details } = entry;
  const { source } = details;
  const provider = lastGood.folders.find((folder) => folder.startsWith('providers/'));
  const host = provider?.slice('providers/'.length, -1) ?? hostOf(source?.url ?? '') ?? site.host;
  // RSS alone names a provider, and not for the site's own articles.
  const feedName = provider === undefined ? undefined : feeds.get(provider)?.name;
  const providerName = source?.name ?? feedName ?? (host === site.host ? site.name : entry.author[0]?.name);
  const published = instantOf(entry.published);
  const updated = instantOf(entry.date);
  if (published === undefined || updated === undefined) throw new TypeError('An entry that was published has no date');
  return {
    id: entry.id,
    pages,
    published,
    path: lastGood.path,
    parent,
    relatedIndex: parent === undefined ? -1 : 0,
    host,
    providerName: plainText(providerName ?? ''),
    topics: entry.category.flatMap(({ name }) => (name === undefined ? [] : plainText(name))),
    type: details.type,
    category: undefined,
    language: details.language,
    quality: undefined,
    heat: undefined,
    updated,
    text: '',
    seen: '',
    pinnedTo: lastGood.folders,
    withheld: undefined,
  };
}

/** The ledger's copy: plain JSON, its dates as text. The line's seal vouches for the shape. */
function parsedEntry(text: string): Entry {
  return JSON.parse(text, (key, value) => {
    if ((key === 'published' || key === 'date') && typeof value === 'string') return new Date(value);
    return value;
  }) as Entry;
}
