// In: what a scan found and what the ledger remembers. Out: the same candidates under the ids that subscribers know. Pure.
import type { Candidate } from '../model/collection.ts';
import type { Instant } from '../model/instant.ts';
import type { ArticleRecord, Ledger } from '../model/ledger.ts';
import { byCodeUnit } from '../model/text.ts';

/** One file of the content folder, as the scan found it. */
export interface FoundFile {
  readonly path: string;
  /** The article's candidate, then those of its related items; empty when the file is no article. */
  readonly candidates: readonly Candidate[];
  /** `broken`: it should be an article and has errors; `withdrawn`: it says that it may not be published. */
  readonly state: 'good' | 'broken' | 'withdrawn';
}

export interface Recognition {
  readonly candidates: readonly Candidate[];
  /** Articles that were published, whose file is broken now. */
  readonly broken: readonly ArticleRecord[];
  /** Articles that were published, whose file is gone or withdrawn now. */
  readonly withdrawn: readonly ArticleRecord[];
  /** The id of every file that has one from the ledger, by path. */
  readonly idsByPath: ReadonlyMap<string, string>;
  /** Files left out, for their path stands for the id of another file that was published under it. */
  readonly duplicates: readonly { readonly path: string; readonly id: string; readonly owner: string }[];
  /** When the next embargoed item is due; `undefined` when none is. */
  readonly nextDue: Instant | undefined;
}

/**
 * Gives every article the id under which it was published: found by its path, else by its content, else by an address
 * that exactly one vanished and one new file share, else by a related item that was an entry before it became an
 * article. A new article takes the id of its path unless another has it (DESIGN §4 Ids).
 */
export function recognise(found: readonly FoundFile[], ledger: Ledger, now: Instant): Recognition {
  const ids = idsOf(found, ledger);
  const duplicates = duplicatesOf(found, ids, ledger);
  const left = new Set(duplicates.map(({ path }) => path));
  const files = left.size === 0 ? found : found.filter(({ path }) => !left.has(path));
  const known = (candidate: Candidate, id: string) =>
    candidate.parent === undefined ? ledger.articles.get(id) : ledger.related.get(id);
  let nextDue: Instant | undefined;
  const candidates: Candidate[] = [];
  for (const file of files) {
    let parent: Candidate | undefined;
    for (const candidate of file.candidates) {
      const id = candidate.parent === undefined ? (ids.get(file.path) ?? candidate.id) : candidate.id;
      // What subscribers have seen is not taken back because a clock went back.
      const isDue = candidate.published <= now || known(candidate, id)?.published === candidate.published;
      if (!isDue && (nextDue === undefined || candidate.published < nextDue)) nextDue = candidate.published;
      const withheld = candidate.withheld ?? (isDue ? undefined : 'embargoed');
      const isSame =
        id === candidate.id &&
        withheld === candidate.withheld &&
        (candidate.parent === undefined || parent === candidate.parent);
      const own: Candidate = isSame ? candidate : { ...candidate, id, withheld, parent: candidate.parent && parent };
      parent ??= own;
      candidates.push(own);
    }
  }
  return { candidates, ...fatesOf(files, ledger, ids), idsByPath: ids, duplicates, nextDue };
}

/** Two files that differ in their extension alone claim one id; the one that was published under it keeps it. */
function duplicatesOf(
  files: readonly FoundFile[],
  ids: Map<string, string>,
  { articles }: Ledger,
): Recognition['duplicates'] {
  const owners = new Map<string, string>();
  for (const { path } of files) {
    const id = ids.get(path) ?? '';
    if (articles.get(id)?.path === path) owners.set(id, path);
  }
  const duplicates: { path: string; id: string; owner: string }[] = [];
  for (const { path, candidates } of files) {
    const id = candidates[0]?.id ?? '';
    const owner = owners.get(id);
    const isNew = !articles.has(ids.get(path) ?? '');
    if (owner === undefined || !isNew || stemOf(owner) !== stemOf(path)) continue;
    duplicates.push({ path, id, owner });
    ids.delete(path);
  }
  return duplicates;
}

function stemOf(path: string): string {
  return path.replace(/\.[^./]*$/, '');
}

function idsOf(files: readonly FoundFile[], ledger: Ledger): Map<string, string> {
  const ids = new Map<string, string>();
  const used = new Set<string>();
  const give = (path: string, id: string) => {
    ids.set(path, id);
    used.add(id);
  };
  const recordsByPath = new Map<string, ArticleRecord>();
  for (const record of ledger.articles.values()) {
    // A file that moved to where a withdrawn one lay: the path is its own now.
    if (recordsByPath.get(record.path)?.status !== 'live') recordsByPath.set(record.path, record);
  }
  const present = new Set(files.map(({ path }) => path));
  const moved = movedOver(files, recordsByPath, present, ledger);
  const fresh: Candidate[] = [];
  for (const { path, candidates } of files) {
    const id = moved.get(path) ?? recordsByPath.get(path)?.id;
    if (id !== undefined) give(path, id);
    else if (candidates[0] !== undefined) fresh.push(candidates[0]);
  }
  if (fresh.length === 0) return ids;
  fresh.sort((a, b) => byCodeUnit(a.path, b.path));
  const vanished = [...ledger.articles.values()]
    .filter(({ path }) => !present.has(path))
    .sort((a, b) => byCodeUnit(a.path, b.path));
  const open = (): Candidate[] => fresh.filter(({ path }) => !ids.has(path));
  const gone = (): ArticleRecord[] => vanished.filter(({ id }) => !used.has(id));
  const textOf = ({ text }: { readonly text: string }) => [text];
  const idOf = ({ id }: { readonly id: string }) => [id];
  const pagesOf = ({ pages }: { readonly pages: readonly string[] }) => pages;
  pair(gone(), open(), textOf, textOf, 'all', give);
  // The same path but for its extension.
  pair(gone(), open(), idOf, idOf, 'single', give);
  pair(gone(), open(), pagesOf, pagesOf, 'single', give);
  for (const candidate of open()) {
    const inherited = candidate.pages.find(
      (page) => ledger.related.has(page) && !ledger.articles.has(page) && !used.has(page),
    );
    give(candidate.path, inherited ?? freeId(candidate.id, ledger));
  }
  return ids;
}

/** Articles that moved, unchanged, to where a withdrawn one lay before: its id stays its own. */
function movedOver(
  files: readonly FoundFile[],
  recordsByPath: ReadonlyMap<string, ArticleRecord>,
  present: ReadonlySet<string>,
  { articles }: Ledger,
): ReadonlyMap<string, string> {
  const onto = files.flatMap(({ path, candidates: [own] }) => {
    const record = recordsByPath.get(path);
    return own !== undefined && record?.status === 'withdrawn' && record.text !== own.text ? [own] : [];
  });
  const moved = new Map<string, string>();
  if (onto.length === 0) return moved;
  const vanished = [...articles.values()].filter(({ path, status }) => status === 'live' && !present.has(path));
  const textOf = ({ text }: { readonly text: string }) => [text];
  pair(vanished, onto, textOf, textOf, 'single', (path, id) => moved.set(path, id));
  return moved;
}

/** Pairs vanished and new articles that share a key. `all`: equally many on both sides, in order of path; `single`: one each. */
function pair(
  gone: readonly ArticleRecord[],
  open: readonly Candidate[],
  keysOfGone: (record: ArticleRecord) => readonly string[],
  keysOfOpen: (candidate: Candidate) => readonly string[],
  rule: 'all' | 'single',
  give: (path: string, id: string) => void,
): void {
  const records = byKey(gone, keysOfGone);
  const candidates = byKey(open, keysOfOpen);
  const done = new Set<string>();
  for (const [key, found] of candidates) {
    const lost = records.get(key) ?? [];
    if (lost.length !== found.length || (rule === 'single' && lost.length !== 1)) continue;
    for (const [index, { path }] of found.entries()) {
      const id = lost[index]?.id;
      if (id === undefined || done.has(id) || done.has(path)) continue;
      done.add(id).add(path);
      give(path, id);
    }
  }
}

function byKey<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return groups;
}

/** An id never goes to another article: when the path's own is taken, the path gets `~2`, `~3` … */
function freeId(id: string, { articles }: Ledger): string {
  if (!articles.has(id)) return id;
  for (let number = 2; ; number++) {
    if (!articles.has(`${id}~${number}`)) return `${id}~${number}`;
  }
}

function fatesOf(
  files: readonly FoundFile[],
  ledger: Ledger,
  ids: ReadonlyMap<string, string>,
): Pick<Recognition, 'broken' | 'withdrawn'> {
  const present = new Map<string, FoundFile>();
  for (const file of files) {
    const id = ids.get(file.path);
    if (id !== undefined) present.set(id, file);
  }
  const broken: ArticleRecord[] = [];
  const withdrawn: ArticleRecord[] = [];
  for (const record of ledger.articles.values()) {
    const file = present.get(record.id);
    const isWithheld = file?.candidates[0]?.withheld !== undefined;
    if (file?.state === 'broken' && record.status === 'live') broken.push(record);
    else if (file === undefined || file.state !== 'good' || isWithheld) withdrawn.push(record);
  }
  return { broken, withdrawn };
}
