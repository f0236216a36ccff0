// In: candidates that were chosen. Out: their entries, each composed once while it is remembered.
import { composeEntry, composeRelatedEntry, type EntryContext } from '../compose/entry.ts';
import type { Article } from '../model/article.ts';
import type { Candidate } from '../model/collection.ts';
import type { Entry } from '../model/feed-document.ts';
import type { Instant } from '../model/instant.ts';
import { boundedMap } from './bounded-map.ts';

/** Entries kept in memory at most: one article is in several feeds. */
const KEPT_ENTRIES = 500;

export interface EntrySources {
  readonly readArticle: (path: string) => Promise<Article>;
  readonly updatedOf: (candidate: Candidate) => Instant;
  /** Entries of articles that are broken now, by id. */
  readonly lastGood: ReadonlyMap<string, Entry>;
  readonly context: EntryContext;
}

/** Composes the entries of candidates. */
export function entrySource({
  readArticle,
  updatedOf,
  lastGood,
  context,
}: EntrySources): (candidate: Candidate) => Promise<Entry> {
  const kept = boundedMap<Candidate, Entry>(KEPT_ENTRIES);
  return async (candidate) => {
    const known = (candidate.pinnedTo === undefined ? undefined : lastGood.get(candidate.id)) ?? kept.get(candidate);
    if (known !== undefined) return known;
    const entry = entryOf(candidate, await readArticle(candidate.path), updatedOf(candidate), context);
    kept.set(candidate, entry);
    return entry;
  };
}

function entryOf(
  { id, parent, relatedIndex }: Candidate,
  article: Article,
  updated: Instant,
  context: EntryContext,
): Entry {
  if (parent === undefined) return composeEntry(article, { id, updated }, context);
  const item = article.related[relatedIndex];
  const entry = item && composeRelatedEntry(item, { id, updated }, context);
  if (entry === undefined) throw new TypeError('A related item was chosen that cannot be an entry');
  return entry;
}
