// In: what a scan found and what the ledger remembers. Out: the same candidates under the ids that subscribers know. Pure.
import { withoutExtension } from '../model/article.ts';
import { lastUpTo } from '../model/ascending.ts';
import type { Candidate, Candidates } from '../model/collection.ts';
import type { Instant } from '../model/instant.ts';
import type { ArticleRecord, Ledger } from '../model/ledger.ts';
import { byCodeUnit } from '../model/text.ts';
import { type EarlierIds, earlierIds } from './earlier-ids.ts';
import { isDraft, type Keyed, type Newcomer, pair, type Rule } from './pairing.ts';
import { byPath, isOther, movedOver, textsAt } from './places.ts';
import { Recognised } from './recognised.ts';

/** One file of the content folder, as the scan found it. */
export interface FoundFile {
  readonly path: string;
  /** The article's candidate, then those of its related items; empty when the file is no article. */
  readonly candidates: readonly Candidate[];
  /** `broken`: it should be an article and has errors; `withdrawn`: it says that it may not be published. */
  readonly state: 'good' | 'broken' | 'withdrawn';
}

/** Files of which each may be made when it is asked for. An array is one. */
export interface FoundFiles<F extends FoundFile = FoundFile> extends Iterable<F> {
  readonly length: number;
  at(index: number): F | undefined;
}

export interface Recognition {
  readonly candidates: Candidates;
  /** Articles that wait for their date. */
  readonly embargoed: readonly { readonly path: string; readonly published: Instant }[];
  /** Articles that were published, whose file is broken now. */
  readonly broken: readonly ArticleRecord[];
  /** Articles that were published, whose file is gone or withdrawn now, or waits for its date again. */
  readonly withdrawn: readonly ArticleRecord[];
  /** The id of every file that has another than its path says, or lies where no live record says, by path. */
  readonly idsByPath: ReadonlyMap<string, string>;
  /** Files left out, for their path stands for the id of another file that was published under it. */
  readonly duplicates: readonly { readonly path: string; readonly id: string; readonly owner: string }[];
  /** When the next embargoed item is due; `undefined` when none is. */
  readonly nextDue: Instant | undefined;
  /** Whether every article of the ledger is published by the file that it names. */
  readonly isInPlace: boolean;
}

/**
 * Gives every article the id under which it was published: found by its path, unless what lies there has another date and
 * one other file has its own words and date; else by its content, else by an address
 * that exactly one vanished and one new file share, else by a related item that was an entry before it became an
 * article. A new article takes the id of its path unless another has it (DESIGN §4 Ids).
 */
export function recognise(found: FoundFiles, ledger: Ledger, now: Instant): Recognition {
  const places = placesOf(found, ledger);
  const earlier = earlierIds(ledger);
  const ids = idsOf(found, places, ledger, earlier);
  const duplicates = duplicatesOf(places, ids, ledger);
  const left = new Set(duplicates.map(({ path }) => path));
  const files = left.size === 0 ? found : [...found].filter(({ path }) => !left.has(path));
  let nextDue: Instant | undefined;
  const embargoed: Recognition['embargoed'][number][] = [];
  const setBack: ArticleRecord[] = [];
  const firsts = new Uint32Array(files.length + 1);
  let count = 0;
  let index = 0;
  for (const file of files) {
    for (const candidate of recognisedIn(file, ids, earlier, ledger, now)) {
      count++;
      if (candidate.published <= now || isDue(candidate, candidate.id, ledger)) continue;
      const { published, path } = candidate;
      if (nextDue === undefined || published < nextDue) nextDue = published;
      if (candidate.withheld !== 'embargoed' || candidate.parent !== undefined) continue;
      embargoed.push({ path, published });
      const record = ledger.articles.get(candidate.id);
      if (record !== undefined) setBack.push(record);
    }
    firsts[++index] = count;
  }
  const candidates = new RecognisedFiles(files, firsts, (file) => recognisedIn(file, ids, earlier, ledger, now));
  const { broken, withdrawn } = fatesOf(places, ids);
  return {
    candidates,
    embargoed,
    broken,
    withdrawn: [...withdrawn, ...setBack],
    idsByPath: ids,
    duplicates,
    nextDue,
    isInPlace: places.records.length + setBack.length === 0,
  };
}

/** The candidates of a file under the ids that subscribers know. */
function recognisedIn(
  file: FoundFile,
  ids: ReadonlyMap<string, string>,
  earlier: EarlierIds,
  ledger: Ledger,
  now: Instant,
): readonly Candidate[] {
  // Making a path takes time.
  const knownId = ids.size === 0 ? undefined : ids.get(file.path);
  let parent: Candidate | undefined;
  return file.candidates.map((candidate) => {
    const isArticle = candidate.parent === undefined;
    const otherId = isArticle ? knownId : earlier.of(candidate);
    // Reading an id takes time.
    const isItsTime = candidate.published <= now || isDue(candidate, otherId ?? candidate.id, ledger);
    const isSame =
      (isItsTime || candidate.withheld !== undefined) &&
      (otherId === undefined || otherId === candidate.id) &&
      (isArticle || parent === candidate.parent);
    const own = isSame
      ? candidate
      : new Recognised(candidate, {
          id: otherId ?? candidate.id,
          withheld: candidate.withheld ?? (isItsTime ? undefined : 'embargoed'),
          parent: isArticle ? undefined : parent,
        });
    parent ??= own;
    return own;
  });
}

/** What subscribers have seen is not taken back because a clock went back. */
function isDue({ published, parent }: Candidate, id: string, { articles, related }: Ledger): boolean {
  return (parent === undefined ? articles : related).get(id)?.published === published;
}

/** Candidates of many files, made a file at a time. */
class RecognisedFiles implements Candidates {
  readonly length: number;
  readonly #files: FoundFiles;
  /** Where each file's candidates begin; one number more than there are files. */
  readonly #firsts: Uint32Array;
  readonly #recognisedIn: (file: FoundFile) => readonly Candidate[];
  /** The file whose candidates were asked for last: the next ones are often of the same. */
  #last: { readonly from: number; readonly candidates: readonly Candidate[] } = { from: 0, candidates: [] };

  constructor(files: FoundFiles, firsts: Uint32Array, ofFile: (file: FoundFile) => readonly Candidate[]) {
    this.#files = files;
    this.#firsts = firsts;
    this.#recognisedIn = ofFile;
    this.length = firsts.at(-1) ?? 0;
  }

  at(index: number): Candidate | undefined {
    const known = index < this.#last.from ? undefined : this.#last.candidates[index - this.#last.from];
    if (known !== undefined) return known;
    const place = lastUpTo(this.#firsts, index);
    const file = this.#files.at(place);
    if (file === undefined) return undefined;
    this.#last = { from: this.#firsts[place] ?? 0, candidates: this.#recognisedIn(file) };
    return this.#last.candidates[index - this.#last.from];
  }

  *[Symbol.iterator](): Generator<Candidate> {
    for (const file of this.#files) yield* this.#recognisedIn(file);
  }
}

/** Files and records that do not simply belong to one another. */
interface Places {
  /** Files of which no live record says that they lie where they lie, under the id of their path, and may be published. */
  readonly files: readonly ApartFile[];
  /** Records of none of the other files, in the order of the ledger. */
  readonly records: readonly ArticleRecord[];
}

interface ApartFile {
  readonly file: FoundFile;
  /** What its path says; `undefined` when it is no article. */
  readonly ownId: string | undefined;
  /** Whether that is in the ledger. */
  readonly isTaken: boolean;
}

/** Published files lie where their records say, nearly always: what is left takes a closer look. */
function placesOf(found: FoundFiles, { articles, related }: Ledger): Places {
  // Nobody has an id that a file could have to keep, or to leave.
  if (articles.size + related.size === 0) return { files: [], records: [] };
  const inPlace: ArticleRecord[] = [];
  const files: ApartFile[] = [];
  for (const file of found) {
    const [own] = file.candidates;
    const ownId = own?.id;
    const record = ownId === undefined ? undefined : articles.get(ownId);
    const isPublished = file.state === 'good' && own?.withheld === undefined && record?.status === 'live';
    if (isPublished && record.path === file.path && own !== undefined && !isOther(own, record)) inPlace.push(record);
    else files.push({ file, ownId, isTaken: record !== undefined });
  }
  if (inPlace.length === articles.size) return { files, records: [] };
  const settled = new Set(inPlace);
  return { files, records: [...articles.values()].filter((record) => !settled.has(record)) };
}

/**
 * Two files that differ in their extension or their Unicode form alone claim one id; the one that was published under it keeps
 * it, and the other loses what it has in `ids`.
 */
function duplicatesOf(
  { files, records }: Places,
  ids: Map<string, string>,
  { articles }: Ledger,
): Recognition['duplicates'] {
  const asNew = files.filter(({ file }) => {
    const id = ids.get(file.path);
    return id !== undefined && !articles.has(id);
  });
  // Nobody else has the id of a path that kept its own.
  if (asNew.length === 0) return [];
  const pathOf = new Map<string, string>();
  const apart = new Set(records);
  for (const [path, id] of ids) pathOf.set(id, path);
  const duplicates: { path: string; id: string; owner: string }[] = [];
  for (const { file, ownId: id = '' } of asNew) {
    const { path } = file;
    for (const record of takenOf(id, articles)) {
      const owner = apart.has(record) ? pathOf.get(record.id) : record.path;
      if (owner === undefined || withoutExtension(owner) !== withoutExtension(path)) continue;
      duplicates.push({ path, id: record.id, owner });
      ids.delete(path);
      break;
    }
  }
  return duplicates;
}

/** Ids of files, by path; those that have the id of their path, and always had, are not in it. */
function idsOf(
  found: FoundFiles,
  { files, records }: Places,
  ledger: Ledger,
  earlier: EarlierIds,
): Map<string, string> {
  const ids = new Map<string, string>();
  const used = new Set<string>();
  const give = (path: string, id: string) => {
    ids.set(path, id);
    used.add(id);
  };
  const textAt = textsAt(files);
  const recordsByPath = byPath(records, textAt);
  const present = new Set<string>();
  if (records.length > 0) {
    for (const { path } of found) {
      if (recordsByPath.has(path)) present.add(path);
    }
  }
  const gone = records.filter(({ path }) => !present.has(path));
  const moved = movedOver(files, recordsByPath, gone);
  const movedIds = new Set(moved.values());
  const atPath =
    moved.size === 0
      ? recordsByPath
      : byPath(
          records.filter(({ id }) => !movedIds.has(id)),
          textAt,
        );
  const fresh: Fresh[] = [];
  const drafts: Fresh[] = [];
  for (const { file, ownId, isTaken } of files) {
    const { path, candidates } = file;
    const id = moved.get(path) ?? atPath.get(path)?.id;
    if (id !== undefined) give(path, id);
    if (candidates[0] === undefined || ownId === undefined) continue;
    const newcomer = { path, candidate: candidates[0], ownId, isTaken };
    if (id === undefined) fresh.push(newcomer);
    else if (isDraft(newcomer)) drafts.push(newcomer);
  }
  if (fresh.length === 0) return ids;
  fresh.sort((a, b) => Number(isDraft(a)) - Number(isDraft(b)) || byCodeUnit(a.path, b.path));
  const vanished = gone.toSorted((a, b) => byCodeUnit(a.path, b.path));
  const open = (): Fresh[] => fresh.filter(({ path }) => !ids.has(path));
  const published = () => open().filter((newcomer) => !isDraft(newcomer));
  // What was withdrawn may lie in a draft; a file that is published with its words is the article that comes back: those that
  // are known, and those that this build will record. A draft of another date may be another's.
  const asleep = (textOf: (record: ArticleRecord, draft: Candidate) => string) =>
    drafts.flatMap(({ path, candidate }) => {
      const record = ledger.articles.get(ids.get(path) ?? '');
      return record === undefined || isOther(candidate, record) ? [] : { ...record, text: textOf(record, candidate) };
    });
  const awaken = (path: string, id: string) => {
    const draft = drafts.find((one) => ids.get(one.path) === id);
    if (draft !== undefined && ids.delete(draft.path)) fresh.push(draft);
    give(path, id);
  };
  for (const textOf of [(record: Keyed) => record.text, (_: Keyed, draft: Keyed) => draft.text]) {
    const records = asleep(textOf);
    // Texts may have to be read.
    if (records.length > 0) pair(records, published(), ({ text }) => [text], 'all', awaken);
  }
  // A draft may have the words or the address of an article, too; what is published goes before it.
  for (const newcomers of fresh.some(isDraft) ? [published, open] : [open]) {
    const findAgain = (keysOf: (item: Keyed) => readonly string[], rule: Rule) => {
      const lost = vanished.filter(({ id }) => !used.has(id));
      if (lost.length > 0) pair(lost, newcomers(), keysOf, rule, give);
    };
    findAgain(({ text }) => [text], 'all');
    // The same path but for its extension.
    findAgain(({ id }) => [id], 'all');
    // Where one that was withdrawn before had its page, a file that is known may have it now, and it tells of no other.
    const withdrawn = vanished.filter(({ id, status }) => status === 'withdrawn' && !used.has(id));
    const shown = knownPages(found, withdrawn, open());
    findAgain(
      ({ status, pages }) => (status === 'withdrawn' ? pages.filter((page) => !shown.has(page)) : pages),
      'single',
    );
  }
  const { articles, related } = ledger;
  // Nobody inherits the own id of another: only those of related items are inherited.
  if (related.size > 0) for (const { ownId } of open()) if (related.has(ownId)) used.add(ownId);
  for (const { path, candidate, ownId: own, isTaken } of open()) {
    const inherited =
      related.size === 0
        ? undefined
        : candidate.pages.map(earlier.idOf).find((id) => related.has(id) && !articles.has(id) && !used.has(id));
    const id = inherited ?? (isTaken ? freeId(own, ledger) : own);
    if (id !== own) give(path, id);
  }
  return ids;
}

/** Pages that articles which are gone and new ones share, and a file that is known has as well. */
function knownPages(found: FoundFiles, gone: readonly Keyed[], open: readonly Newcomer[]): ReadonlySet<string> {
  const pagesOfGone = new Set(gone.flatMap(({ pages }) => pages));
  const both = new Set(open.flatMap(({ candidate }) => candidate.pages.filter((page) => pagesOfGone.has(page))));
  if (both.size === 0) return both;
  const isOpen = new Set(open.map(({ path }) => path));
  const known = new Set<string>();
  for (const { path, candidates } of found) {
    for (const page of candidates[0]?.pages ?? []) if (both.has(page) && !isOpen.has(path)) known.add(page);
  }
  return known;
}

/** An article that the ledger does not know by its path. */
interface Fresh extends Newcomer {
  readonly ownId: string;
  readonly isTaken: boolean;
}

/** An id never goes to another article: when the path's own is taken, the path gets `~2`, `~3` … */
function freeId(id: string, { articles }: Ledger): string {
  return numbered(id, takenOf(id, articles).length);
}

/** Records of the ids that paths with one id of their own were given, in that order. */
function takenOf(id: string, articles: Ledger['articles']): readonly ArticleRecord[] {
  const records: ArticleRecord[] = [];
  for (;;) {
    const record = articles.get(numbered(id, records.length));
    if (record === undefined) return records;
    records.push(record);
  }
}

/** The id for one before which so many have taken it. */
function numbered(id: string, taken: number): string {
  return taken === 0 ? id : `${id}~${taken + 1}`;
}

function fatesOf(
  { files, records }: Places,
  ids: ReadonlyMap<string, string>,
): Pick<Recognition, 'broken' | 'withdrawn'> {
  const broken: ArticleRecord[] = [];
  const withdrawn: ArticleRecord[] = [];
  if (records.length === 0) return { broken, withdrawn };
  const present = new Map<string, FoundFile>();
  for (const { file } of files) {
    const id = ids.get(file.path);
    if (id !== undefined) present.set(id, file);
  }
  for (const record of records) {
    const file = present.get(record.id);
    const isWithheld = file?.candidates[0]?.withheld !== undefined;
    if (file?.state === 'broken' && record.status === 'live') broken.push(record);
    else if (file === undefined || file.state !== 'good' || isWithheld) withdrawn.push(record);
  }
  return { broken, withdrawn };
}
