// In: a folder. Out: every file below it, in an order that no file system decides. Links out of the folder are not followed.
// Synchronous: where the kernel knows the answers, asking one after the other is eight times faster than asking at once.
import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { lastUpTo } from '../model/ascending.ts';
import { byCodeUnit } from '../model/text.ts';
import { failure, reasonOfOne, throwLack } from './failure.ts';

export interface WalkedFile {
  /** Below the folder, `/`-separated, as on disk. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly inode: number;
}

/** Something below the folder that cannot be walked. */
export type Obstacle =
  | { readonly kind: 'outside-link' | 'broken-link'; readonly path: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly reason: string };

export interface Walk {
  /** Sorted by path, by code unit. The list is made each time it is asked for, and takes up far more room than the walk. */
  readonly files: readonly WalkedFile[];
  /** The same, each made when it is asked for. */
  readonly sorted: WalkedFiles;
  /** Files that say something of others, sorted by path. */
  readonly noticed: readonly WalkedFile[];
  readonly obstacles: readonly Obstacle[];
  /**
   * Hash of all that `files` and `noticed` say, in the order of the file system: two walks with the same digest found the same files.
   * Where a file system gives another order each time, the same files have many digests.
   */
  readonly digest: string;
  readonly stamps: WalkStamps;
  /** A file by its index in the order of the file system. */
  fileAt(index: number): WalkedFile;
  /** For each file in the order of the file system, its index in `files`. */
  ranks(): Uint32Array;
}

/** Walked files of which each is made when it is asked for. A list of them is one too. */
export interface WalkedFiles {
  readonly length: number;
  at(index: number): WalkedFile | undefined;
  slice(from: number, to: number): readonly WalkedFile[];
}

/** What a walk found, in the order of the file system and in few bytes: for telling which files changed since another. */
export interface WalkStamps {
  /** Hash of all paths, and of all that was noticed. */
  readonly paths: string;
  /** Three numbers a file: bytes, time, inode. */
  readonly numbers: Float64Array;
}

/** What counts, by its name and by what stands before it: empty, or the path of its folder and a slash. */
export interface WalkFilter {
  /** Whether to look into a folder. */
  readonly enters: (before: string, name: string) => boolean;
  /** Whether a file counts. */
  readonly takes: (before: string, name: string) => boolean;
  /** Whether a file says something of others: it is listed apart, whether it counts or not. Default: none does. */
  readonly notices?: (before: string, name: string) => boolean;
}

/**
 * Walks a folder. Throws when the folder itself cannot be read; obstacles below it are returned. `above`: files outside that
 * say something of those in it.
 */
export function walk(folder: string, filter: WalkFilter, above: readonly WalkedFile[] = []): Walk {
  try {
    const root = realpathSync(folder);
    const noticed = [...above];
    const state: State = { root, reach: reachOf(root), filter, listing: new Listing(), noticed, obstacles: [] };
    walkEntries(state, '', new Set([root]), readdirSync(root, { withFileTypes: true }));
    return walkOf(state);
  } catch (error) {
    throw failure(`read the folder ${folder}`, error);
  }
}

interface State {
  readonly root: string;
  /** What leads there in the fewest steps, with a slash at its end: the system takes each of them anew for every file. */
  readonly reach: string;
  readonly filter: WalkFilter;
  readonly listing: Listing;
  readonly noticed: WalkedFile[];
  readonly obstacles: Obstacle[];
}

function reachOf(root: string): string {
  try {
    const near = relative(process.cwd(), root);
    if (near === '') return '';
    return near.length < root.length ? `${near}/` : `${root}/`;
  } catch {
    // Where we are is gone.
    return `${root}/`;
  }
}

function walkOf({ listing, noticed, obstacles }: State): Walk {
  noticed.sort(byPath);
  return {
    get files() {
      return this.sorted.slice(0, this.sorted.length);
    },
    get sorted() {
      const order = listing.order();
      return {
        length: order.length,
        at: (rank: number) => {
          const index = order[rank];
          return index === undefined ? undefined : listing.fileAt(index);
        },
        slice: (from: number, to: number) => Array.from(order.subarray(from, to), (index) => listing.fileAt(index)),
      };
    },
    obstacles: obstacles.sort((a, b) => byCodeUnit(a.path, b.path)),
    noticed,
    ...listing.digests(noticed),
    fileAt: (index) => listing.fileAt(index),
    ranks() {
      const order = listing.order();
      const ranks = new Uint32Array(order.length);
      for (const [rank, index] of order.entries()) ranks[index] = rank;
      return ranks;
    },
  };
}

/**
 * Walked files in few bytes, outside the heap and as they come: most builds only compare them with those of the build
 * before. Names end in a zero, which no file system allows in them; then three numbers a file.
 */
class Listing {
  readonly #folders: Folder[] = [];
  /** The index of the first file of each folder. */
  readonly #firsts: number[] = [];
  #names: string[] = [];
  #numbers = new Float64Array(3 * 1024);
  #count = 0;
  #order: Uint32Array | undefined;

  add(name: string, { size, mtimeMs, ino }: Stats): void {
    const at = 3 * this.#count++;
    if (at === this.#numbers.length) {
      const earlier = this.#numbers;
      this.#numbers = new Float64Array(2 * at);
      this.#numbers.set(earlier);
    }
    this.#numbers[at] = size;
    this.#numbers[at + 1] = mtimeMs;
    this.#numbers[at + 2] = ino;
    this.#names.push(name);
  }

  /** All files of a folder are added. */
  endFolder(before: string): void {
    const count = this.#names.length;
    if (count === 0) return;
    const names = Buffer.from(`${this.#names.join('\0')}\0`);
    this.#folders.push({ before, names, ends: undefined });
    this.#firsts.push(this.#count - count);
    this.#names = [];
  }

  digests(noticed: readonly WalkedFile[]): Pick<Walk, 'digest' | 'stamps'> {
    const hash = createHash('sha256');
    for (const { path, sizeBytes, mtimeMs, inode } of noticed)
      hash.update(JSON.stringify([path, sizeBytes, mtimeMs, inode]));
    for (const { before, names } of this.#folders) hash.update(`/${before}\0`).update(names);
    const paths = hash.digest('base64url');
    const numbers = this.#numbers.subarray(0, 3 * this.#count);
    return {
      digest: createHash('sha256').update(paths).update(numbers).digest('base64url'),
      stamps: { paths, numbers },
    };
  }

  fileAt(index: number): WalkedFile {
    const place = lastUpTo(this.#firsts, index);
    const folder = this.#folders[place];
    if (folder === undefined || index >= this.#count) throw new RangeError('A walk has no such file');
    const at = 3 * index;
    const numbers = this.#numbers;
    return {
      path: folder.before + nameIn(folder, index - (this.#firsts[place] ?? 0)),
      sizeBytes: numbers[at] ?? 0,
      mtimeMs: numbers[at + 1] ?? 0,
      inode: numbers[at + 2] ?? 0,
    };
  }

  /** Indexes of the files, sorted by path; worked out once. */
  order(): Uint32Array {
    if (this.#order !== undefined) return this.#order;
    let index = 0;
    const folders = this.#folders.map(({ before, names }) => {
      const paths = namesIn(names).map((name) => ({ path: before + name, index: index++ }));
      return { before, paths: paths.sort(byPath) };
    });
    // Folder by folder they are nearly in order, and sorting what is nearly in order is quick.
    const sorted = folders
      .sort((a, b) => byCodeUnit(a.before, b.before))
      .flatMap(({ paths }) => paths)
      .sort(byPath);
    this.#order = Uint32Array.from(sorted, ({ index }) => index);
    return this.#order;
  }
}

/** A folder's files. */
interface Folder {
  /** The path of the folder and a slash. */
  readonly before: string;
  readonly names: Buffer;
  /** Where each name ends; found when the first is asked for. */
  ends: Uint32Array | undefined;
}

function nameIn(folder: Folder, place: number): string {
  folder.ends ??= endsIn(folder.names);
  const { names, ends } = folder;
  return names.toString('utf8', place === 0 ? 0 : (ends[place - 1] ?? 0) + 1, ends[place] ?? 0);
}

function endsIn(names: Buffer): Uint32Array {
  const ends: number[] = [];
  for (let end = names.indexOf(0); end >= 0; end = names.indexOf(0, end + 1)) ends.push(end);
  return new Uint32Array(ends);
}

function namesIn(names: Buffer): readonly string[] {
  return names.toString().split('\0').slice(0, -1);
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return byCodeUnit(a.path, b.path);
}

/** `trail`: real paths of the root and of what links lead to on the way, so that they cannot lead in a circle. */
function walkEntries(state: State, before: string, trail: ReadonlySet<string>, entries: readonly Dirent[]): void {
  const { filter, listing } = state;
  const reach = state.reach + before;
  const folders: Below[] = [];
  for (const entry of entries) {
    const { name } = entry;
    if (entry.isSymbolicLink()) {
      const folder = followLink(state, before, name, trail);
      if (folder !== undefined) folders.push(folder);
    } else if (entry.isDirectory()) {
      if (filter.enters(before, name)) folders.push({ path: before + name, trail });
    } else if (entry.isFile()) {
      const takes = filter.takes(before, name);
      const notices = filter.notices?.(before, name) === true;
      if (takes || notices) addFile(state, { before, reach, name, takes, notices });
    }
  }
  listing.endFolder(before);
  for (const folder of folders) walkFolder(state, folder);
}

interface Below {
  readonly path: string;
  readonly trail: ReadonlySet<string>;
}

function walkFolder(state: State, { path, trail }: Below): void {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(join(state.root, path), { withFileTypes: true });
  } catch (error) {
    state.obstacles.push({ kind: 'unreadable', path, reason: reasonOfOne(path, error) });
    return;
  }
  walkEntries(state, `${path}/`, trail, entries);
}

/** Takes the file that a link leads to, or returns the folder. */
function followLink(state: State, before: string, name: string, trail: ReadonlySet<string>): Below | undefined {
  const { root, filter, obstacles } = state;
  const path = before + name;
  const found = targetOf(join(root, path));
  // A filter may count the files that it does not take.
  const isFile = found?.stats.isDirectory() !== true;
  const takes = isFile && filter.takes(before, name);
  const notices = isFile && filter.notices?.(before, name) === true;
  const enters = filter.enters(before, name);
  if (!takes && !notices && !enters) return undefined;
  if (found === undefined) {
    obstacles.push({ kind: 'broken-link', path });
    return undefined;
  }
  const { target, stats } = found;
  if (target !== root && !target.startsWith(root + sep)) {
    if (stats.isDirectory() || takes || notices) obstacles.push({ kind: 'outside-link', path });
    return undefined;
  }
  if (stats.isFile()) addStats(state, { before, name, takes, notices }, stats);
  if (!stats.isDirectory() || !enters) return undefined;
  const isCircle = trail.has(target) || join(root, path).startsWith(target + sep);
  if (isCircle) obstacles.push({ kind: 'broken-link', path });
  return isCircle ? undefined : { path, trail: new Set([...trail, target]) };
}

function targetOf(path: string): { readonly target: string; readonly stats: Stats } | undefined {
  try {
    const target = realpathSync(path);
    return { target, stats: statSync(target) };
  } catch (error) {
    throwLack(path, error);
    return undefined;
  }
}

interface Taken {
  readonly before: string;
  readonly name: string;
  readonly takes: boolean;
  readonly notices: boolean;
}

function addFile(state: State, file: Taken & { readonly reach: string }): void {
  const path = file.before + file.name;
  try {
    addStats(state, file, statSync(file.reach + file.name));
  } catch (error) {
    state.obstacles.push({ kind: 'unreadable', path, reason: reasonOfOne(path, error) });
  }
}

function addStats({ listing, noticed }: State, { before, name, takes, notices }: Taken, stats: Stats): void {
  if (takes) listing.add(name, stats);
  if (notices) noticed.push(fileWith(before + name, stats));
}

function fileWith(path: string, { size, mtimeMs, ino }: Stats): WalkedFile {
  return { path, sizeBytes: size, mtimeMs, inode: ino };
}

/** What lies in one folder; nothing where it cannot be read. */
export function namesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** One file as a walk has it, under a path; `undefined` when it is none. */
export function walkedFile(file: string, path: string): WalkedFile | undefined {
  try {
    const stats = statSync(file);
    return stats.isFile() ? fileWith(path, stats) : undefined;
  } catch {
    return undefined;
  }
}
