// In: files and records that do not simply belong to one another. Out: which of them belong together by their paths, and
// which moved to where another article lay. Pure.
import type { Candidate } from '../model/collection.ts';
import type { ArticleRecord } from '../model/ledger.ts';
import { isDraft, type Newcomer, pair } from './pairing.ts';

/** A file that takes a closer look. */
export interface FileApart {
  readonly file: { readonly path: string; readonly candidates: readonly Candidate[] };
}

/** Whether a file may be another article than the one that lay there: of one date the path decides. */
export function isOther(file: Candidate, { published }: ArticleRecord): boolean {
  return file.published !== published;
}

/** Records by their paths. A file that moved to where a withdrawn one lay: the path is its own, also when it is withdrawn too. */
export function byPath(
  records: readonly ArticleRecord[],
  textAt: (path: string) => string | undefined,
): ReadonlyMap<string, ArticleRecord> {
  const found = new Map<string, ArticleRecord>();
  for (const record of records) {
    const { path } = record;
    const other = found.get(path);
    if (other?.status === 'live') continue;
    if (other === undefined || record.status === 'live' || other.text !== textAt(path)) found.set(path, record);
  }
  return found;
}

/** Finds what the file at a path says; it is hardly ever asked. */
export function textsAt(files: readonly FileApart[]): (path: string) => string | undefined {
  let known: ReadonlyMap<string, FileApart> | undefined;
  return (path) => {
    known ??= new Map(files.map((file) => [file.file.path, file]));
    return known.get(path)?.file.candidates[0]?.text;
  };
}

/**
 * Articles that moved, unchanged, to where another one lay, whose id stays its own, or away from where another one lies now.
 * One other file has their words and date, and the file at their path has another date.
 */
export function movedOver(
  files: readonly FileApart[],
  recordsByPath: ReadonlyMap<string, ArticleRecord>,
  gone: readonly ArticleRecord[],
): ReadonlyMap<string, string> {
  const moved = new Map<string, string>();
  if (recordsByPath.size === 0) return moved;
  const left: ArticleRecord[] = [];
  const onto: Newcomer[] = [];
  const fresh: Newcomer[] = [];
  for (const { file } of files) {
    const { path } = file;
    const [candidate] = file.candidates;
    const record = recordsByPath.get(path);
    if (candidate === undefined) continue;
    if (record === undefined) {
      // The draft that an article was made from often stays; it is the article no more than before when that is revised.
      if (!isDraft({ candidate })) fresh.push({ path, candidate });
    } else if (record.status === 'withdrawn' ? record.text !== candidate.text : isOther(candidate, record)) {
      onto.push({ path, candidate });
      if (isOther(candidate, record)) left.push(record);
    }
  }
  if (onto.length === 0) return moved;
  pair(
    [...gone.filter(({ status }) => status === 'live'), ...left],
    left.length === 0 ? onto : [...onto, ...fresh],
    ({ text }) => [text],
    'single',
    (path, id) => moved.set(path, id),
  );
  return moved;
}
