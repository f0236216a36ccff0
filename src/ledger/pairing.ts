// In: articles that vanished, and new ones. Out: which are the same, by what both say of themselves. Pure.
import type { Candidate } from '../model/collection.ts';
import type { ArticleRecord } from '../model/ledger.ts';

/** An article that may be one of those that vanished. */
export interface Newcomer {
  readonly path: string;
  readonly candidate: Candidate;
}

/** Whether it may not be published yet: it has an id when it is, and takes none from who is. */
export function isDraft({ candidate }: Pick<Newcomer, 'candidate'>): boolean {
  return candidate.withheld !== undefined;
}

/** What an article may be found again by. */
export type Keyed = Pick<Candidate & ArticleRecord, 'id' | 'text' | 'pages'> & Partial<Pick<ArticleRecord, 'status'>>;

/** How many may share a key: `all`: as many that vanished as new ones, or fewer, in their order; `single`: one each, drafts apart. */
export type Rule = 'all' | 'single';

/** Pairs vanished and new articles that share a key. */
export function pair(
  gone: readonly ArticleRecord[],
  open: readonly Newcomer[],
  keysOf: (item: Keyed) => readonly string[],
  rule: Rule,
  give: (path: string, id: string) => void,
): void {
  const records = byKey(gone, keysOf, () => true);
  const candidates = byKey(
    open,
    ({ candidate }) => keysOf(candidate),
    (key) => records.has(key),
  );
  const done = new Set<string>();
  for (const [key, sharing] of candidates) {
    const lost = records.get(key) ?? [];
    const published = rule === 'single' ? sharing.filter((newcomer) => !isDraft(newcomer)) : [];
    const found = published.length === 1 ? published : sharing;
    if (rule === 'all' ? lost.length > found.length : lost.length !== 1 || found.length !== 1) continue;
    for (const [index, { path }] of found.entries()) {
      const id = lost[index]?.id;
      if (id === undefined || done.has(id) || done.has(path)) continue;
      done.add(id).add(path);
      give(path, id);
    }
  }
}

function byKey<T>(
  items: readonly T[],
  keysOf: (item: T) => readonly string[],
  isAsked: (key: string) => boolean,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group !== undefined) group.push(item);
      else if (isAsked(key)) groups.set(key, [item]);
    }
  }
  return groups;
}
