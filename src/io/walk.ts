// In: a folder. Out: every file below it, in an order that no file system decides. Links out of the folder are not followed.
// Synchronous: where the kernel knows the answers, asking one after the other is eight times faster than asking at once.
import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { byCodeUnit } from '../model/text.ts';
import { failure, reasonOf } from './failure.ts';

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
  /** Sorted by path, by code unit. */
  readonly files: readonly WalkedFile[];
  readonly obstacles: readonly Obstacle[];
}

export interface WalkFilter {
  /** Whether to look into a folder, by its path. */
  readonly enters: (path: string) => boolean;
  /** Whether a file counts, by its path. */
  readonly takes: (path: string) => boolean;
}

/** Walks a folder. Throws when the folder itself cannot be read; obstacles below it are returned. */
export function walk(folder: string, filter: WalkFilter): Walk {
  try {
    const root = realpathSync(folder);
    const state: State = { root, filter, files: [], obstacles: [], trail: new Set([root]) };
    walkEntries(state, '', readdirSync(root, { withFileTypes: true }));
    state.files.sort((a, b) => byCodeUnit(a.path, b.path));
    state.obstacles.sort((a, b) => byCodeUnit(a.path, b.path));
    return state;
  } catch (error) {
    throw failure(`read the folder ${folder}`, error);
  }
}

interface State {
  readonly root: string;
  readonly filter: WalkFilter;
  readonly files: WalkedFile[];
  readonly obstacles: Obstacle[];
  /** Real paths of the folders above, so that links cannot lead in a circle. */
  readonly trail: ReadonlySet<string>;
}

function walkEntries(state: State, folder: string, entries: readonly Dirent[]): void {
  for (const entry of entries) {
    const path = folder + entry.name;
    if (entry.isSymbolicLink()) followLink(state, path);
    else if (entry.isDirectory()) {
      if (state.filter.enters(path)) walkFolder(state, path);
    } else if (entry.isFile() && state.filter.takes(path)) addFile(state, path);
  }
}

function walkFolder(state: State, path: string): void {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(join(state.root, path), { withFileTypes: true });
  } catch (error) {
    state.obstacles.push({ kind: 'unreadable', path, reason: reasonOf(error) });
    return;
  }
  walkEntries(state, `${path}/`, entries);
}

function followLink(state: State, path: string): void {
  const { root, filter, trail, files, obstacles } = state;
  if (!filter.takes(path) && !filter.enters(path)) return;
  const found = targetOf(join(root, path));
  if (found === undefined) {
    obstacles.push({ kind: 'broken-link', path });
    return;
  }
  const { target, stats } = found;
  if (target !== root && !target.startsWith(root + sep)) {
    if (stats.isDirectory() || filter.takes(path)) obstacles.push({ kind: 'outside-link', path });
    return;
  }
  if (stats.isFile() && filter.takes(path)) files.push(walked(path, stats));
  if (!stats.isDirectory() || !filter.enters(path)) return;
  if (trail.has(target) || join(root, path).startsWith(target + sep)) obstacles.push({ kind: 'broken-link', path });
  else walkFolder({ ...state, trail: new Set([...trail, target]) }, path);
}

function targetOf(path: string): { readonly target: string; readonly stats: Stats } | undefined {
  try {
    const target = realpathSync(path);
    return { target, stats: statSync(target) };
  } catch {
    return undefined;
  }
}

function addFile(state: State, path: string): void {
  try {
    state.files.push(walked(path, statSync(`${state.root}/${path}`)));
  } catch (error) {
    state.obstacles.push({ kind: 'unreadable', path, reason: reasonOf(error) });
  }
}

function walked(path: string, { size, mtimeMs, ino }: Stats): WalkedFile {
  return { path, sizeBytes: size, mtimeMs, inode: ino };
}
