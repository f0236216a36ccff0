// In: a folder. Out: every file below it, in an order that no file system decides. Links out of the folder are not followed.
import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
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
export async function walk(folder: string, filter: WalkFilter): Promise<Walk> {
  const root = await realpath(folder).catch((error) => {
    throw failure(`read the folder ${folder}`, error);
  });
  const state: State = { root, filter, files: [], obstacles: [], trail: new Set([root]) };
  const entries = await readdir(root, { withFileTypes: true }).catch((error) => {
    throw failure(`read the folder ${folder}`, error);
  });
  await walkEntries(state, '', entries);
  state.files.sort((a, b) => byCodeUnit(a.path, b.path));
  state.obstacles.sort((a, b) => byCodeUnit(a.path, b.path));
  return state;
}

interface State {
  readonly root: string;
  readonly filter: WalkFilter;
  readonly files: WalkedFile[];
  readonly obstacles: Obstacle[];
  /** Real paths of the folders above, so that links cannot lead in a circle. */
  readonly trail: Set<string>;
}

async function walkEntries(state: State, folder: string, entries: readonly Dirent[]): Promise<void> {
  await Promise.all(
    entries.map((entry) => {
      const path = folder + entry.name;
      if (entry.isSymbolicLink()) return followLink(state, path);
      if (entry.isDirectory()) return state.filter.enters(path) ? walkFolder(state, path, state.trail) : undefined;
      return entry.isFile() && state.filter.takes(path) ? addFile(state, path) : undefined;
    }),
  );
}

async function walkFolder(state: State, path: string, trail: Set<string>): Promise<void> {
  try {
    const entries = await readdir(join(state.root, path), { withFileTypes: true });
    await walkEntries({ ...state, trail }, `${path}/`, entries);
  } catch (error) {
    state.obstacles.push({ kind: 'unreadable', path, reason: reasonOf(error) });
  }
}

async function followLink(state: State, path: string): Promise<void> {
  if (!state.filter.takes(path) && !state.filter.enters(path)) return;
  const target = await realpath(join(state.root, path)).catch(() => undefined);
  const stats = target === undefined ? undefined : await stat(target).catch(() => undefined);
  if (target === undefined || stats === undefined) {
    state.obstacles.push({ kind: 'broken-link', path });
    return;
  }
  if (target !== state.root && !target.startsWith(state.root + sep)) {
    if (stats.isDirectory() || state.filter.takes(path)) state.obstacles.push({ kind: 'outside-link', path });
    return;
  }
  if (stats.isFile() && state.filter.takes(path)) state.files.push(walked(path, stats));
  if (!stats.isDirectory() || !state.filter.enters(path)) return;
  if (state.trail.has(target) || join(state.root, path).startsWith(target + sep))
    state.obstacles.push({ kind: 'broken-link', path });
  else await walkFolder(state, path, new Set([...state.trail, target]));
}

async function addFile(state: State, path: string): Promise<void> {
  try {
    state.files.push(walked(path, await stat(join(state.root, path))));
  } catch (error) {
    state.obstacles.push({ kind: 'unreadable', path, reason: reasonOf(error) });
  }
}

function walked(path: string, { size, mtimeMs, ino }: Stats): WalkedFile {
  return { path, sizeBytes: size, mtimeMs, inode: ino };
}
