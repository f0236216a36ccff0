// In: candidates that were chosen. Out: their entries, each composed once while it is remembered.
import { composeEntry, composeRelatedEntry, type EntryContext } from '../compose/entry.ts';
import type { Article } from '../model/article.ts';
import type { Candidate } from '../model/collection.ts';
import type { Entry } from '../model/feed-document.ts';
import { boundedMap } from './bounded-map.ts';

/** Entries kept in memory at most: one article is in several feeds. */
const KEPT_ENTRIES = 4_000;

/** Composes the entries of candidates; `readArticle` gives an article by its path. */
export function entrySource(
  readArticle: (path: string) => Promise<Article>,
  context: EntryContext,
): (candidate: Candidate) => Promise<Entry> {
  const kept = boundedMap<Candidate, Entry>(KEPT_ENTRIES);
  return async (candidate) => {
    const known = kept.get(candidate);
    if (known !== undefined) return known;
    const entry = entryOf(candidate, await readArticle(candidate.path), context);
    kept.set(candidate, entry);
    return entry;
  };
}

function entryOf(candidate: Candidate, article: Article, context: EntryContext): Entry {
  if (candidate.parent === undefined) return composeEntry(article, article.updated ?? article.published, context);
  const item = article.related[candidate.relatedIndex];
  const entry = item && composeRelatedEntry(item, candidate.id, candidate.published, context);
  if (entry === undefined) throw new TypeError('A related item was chosen that cannot be an entry');
  return entry;
}
