// In: members of feeds. Out: their entries, each composed once where it is remembered.
import { composeEntry, composeRelatedEntry, type EntryContext } from '../../compose/entry.ts';
import type { Entry } from '../../model/feed-document.ts';
import type { Instant } from '../../model/instant.ts';
import type { Reader } from '../reading/reading.ts';

/** One entry that a feed is to have: where its words lie. */
export interface Member {
  readonly id: string;
  /** The file that holds it, and the hash of that file's bytes. */
  readonly path: string;
  readonly digest: string;
  /** Index among the file's related items; -1 for the article itself. */
  readonly relatedIndex: number;
  readonly updated: Instant;
  /** Whether its article is broken now, and its last good version stands for it. */
  readonly isLastGood: boolean;
}

/**
 * Entries kept in memory at most: one article is in several feeds. The first ones are, which is all of a small build. In a
 * large one a feed hardly ever asks for what another one had a moment ago, and keeping the latest would only carry them from
 * one garbage collection to the next.
 */
const KEPT_ENTRIES = 100;

export interface EntrySources {
  readonly reader: Pick<Reader, 'article' | 'related'>;
  /** Entries of articles that are broken now, by id. */
  readonly lastGoodEntries: ReadonlyMap<string, Entry>;
  readonly context: EntryContext;
}

/** Composes the entries of members. */
export function entrySource({ reader, lastGoodEntries, context }: EntrySources): (member: Member) => Entry {
  const kept = new Map<string, { readonly member: Member; readonly entry: Entry }>();
  return (member) => {
    const standIn = member.isLastGood ? lastGoodEntries.get(member.id) : undefined;
    if (standIn !== undefined) return standIn;
    const known = kept.get(member.id);
    if (known !== undefined && isSame(known.member, member)) return known.entry;
    const entry = entryOf(member, reader, context);
    if (kept.size < KEPT_ENTRIES) kept.set(member.id, { member, entry });
    return entry;
  };
}

/** Whether two members of one id are the same words: feeds may know a page from different articles. */
function isSame(a: Member, b: Member): boolean {
  return a.relatedIndex === b.relatedIndex && a.path === b.path;
}

function entryOf(
  { id, path, digest, relatedIndex, updated }: Member,
  reader: EntrySources['reader'],
  context: EntryContext,
): Entry {
  if (relatedIndex < 0) return composeEntry(reader.article(path, digest), { id, updated }, context);
  const entry = composeRelatedEntry(reader.related(path, digest, relatedIndex), { id, updated }, context);
  if (entry === undefined) throw new TypeError('A related item was chosen that cannot be an entry');
  return entry;
}
