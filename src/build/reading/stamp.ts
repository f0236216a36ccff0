// What tells an unchanged file without reading it.
import { lstatSync } from 'node:fs';
import type { WalkedFile } from '../../io/walk.ts';

export type Stamp = Omit<WalkedFile, 'path'>;

/** Whether a file is, by its stamp, the one that it was. Of a file without a stamp nobody knows. */
export function isSame(stamp: Stamp | undefined, file: Stamp | undefined): boolean {
  return (
    stamp !== undefined &&
    file !== undefined &&
    stamp.sizeBytes === file.sizeBytes &&
    stamp.mtimeMs === file.mtimeMs &&
    stamp.inode === file.inode
  );
}

/** A file that changed this shortly before it was read may change again within the same tick of the clock. */
const TICK_MS = 50;
/** The same where the file system counts in seconds, or in twos. */
const COARSE_TICK_MS = 2_000;

/** The stamp of a walked file; `undefined` for one that may change again without a sign. */
export function settledStamp({ sizeBytes, mtimeMs, inode }: Stamp, startedMs: number): Stamp | undefined {
  const isSettled = mtimeMs < startedMs - (mtimeMs % 1000 === 0 ? COARSE_TICK_MS : TICK_MS);
  return isSettled ? { sizeBytes, mtimeMs, inode } : undefined;
}

/** The stamp of the file at a path; `undefined` without one. Synchronous: one after the other is faster than all at once. */
export function stampOf(path: string): Stamp | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats?.isFile() ? { sizeBytes: stats.size, mtimeMs: stats.mtimeMs, inode: stats.ino } : undefined;
  } catch {
    return undefined;
  }
}

/** Many files with their stamps, in few bytes: paths that are each ended by a zero, and three numbers a file. */
export interface StampedFiles {
  readonly paths: string;
  readonly numbers: Float64Array;
}

export function packStamps(files: readonly WalkedFile[]): StampedFiles {
  return {
    paths: files.map(({ path }) => `${path}\0`).join(''),
    numbers: Float64Array.from(files.flatMap(({ sizeBytes, mtimeMs, inode }) => [sizeBytes, mtimeMs, inode])),
  };
}

/** The same files after some were written: those are looked at again. */
export function restamped(folder: string, files: StampedFiles, written: ReadonlySet<string>): StampedFiles {
  const numbers = files.numbers.slice();
  for (const [index, path] of pathsOf(files).entries()) {
    const stamp = written.has(path) ? stampOf(`${folder}/${path}`) : undefined;
    if (stamp !== undefined) numbers.set([stamp.sizeBytes, stamp.mtimeMs, stamp.inode], 3 * index);
  }
  return { paths: files.paths, numbers };
}

/** The paths of files in a folder that still have their stamps. */
export function untouched(folder: string, files: StampedFiles): readonly string[] {
  return pathsOf(files).filter((path, index) => hasStamp(folder, path, files, index));
}

/** Whether all files in a folder still have their stamps. */
export function areUntouched(folder: string, files: StampedFiles): boolean {
  return pathsOf(files).every((path, index) => hasStamp(folder, path, files, index));
}

export function pathsOf({ paths }: StampedFiles): readonly string[] {
  return paths.split('\0').slice(0, -1);
}

function hasStamp(folder: string, path: string, { numbers }: StampedFiles, index: number): boolean {
  const at = 3 * index;
  const now = stampOf(`${folder}/${path}`);
  return now?.sizeBytes === numbers[at] && now?.mtimeMs === numbers[at + 1] && now?.inode === numbers[at + 2];
}
