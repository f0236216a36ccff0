// In: files for a folder that is served. Out: those whose bytes differ from what lies there, staged inside it. Nothing
// is put in place here (io/output-folder.ts does); any number of threads may stage different files of one folder.
// Synchronous: a file at a time is faster than many at once where the kernel knows the answers.
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { attemptNow, codeOf, ForeignFile } from './failure.ts';

/**
 * Where files wait, below the folder: side by side under names of their own. Making a file in a folder that was made just
 * now costs four times as much on ext4 as making it here and renaming it there.
 */
export const STAGE = '.feedmill-stage';

export interface StagingRules {
  /** Whether a file of ours lies at a path: it may be replaced. */
  readonly isKnown: (path: string) => boolean;
  /** Tells a file of ours that nobody lists any more by its beginning. */
  readonly recognise: (beginning: string) => boolean;
  /** Nothing is written: the name under which a file would wait is empty. */
  readonly onlyCompare: boolean;
}

/**
 * Prepares a file: it waits under the name that is returned. `undefined`: these bytes are already there.
 * Throws `ForeignFile` for what is in the way and not ours, `WorldFailure` when the disk refuses.
 */
export type StageFile = (path: string, bytes: Uint8Array) => string | undefined;

/** Opens a folder for staging. */
export function openStaging(folder: string, { isKnown, recognise, onlyCompare }: StagingRules): StageFile {
  const hasFolder = linkRefuser(folder);
  const stageFolder = join(folder, STAGE);
  const prefix = randomUUID().slice(0, 8);
  let count = 0;

  return (path, bytes) => {
    const target = join(folder, path);
    const present = hasFolder(dirname(path))
      ? attemptNow(`read ${target}`, () => statSync(target, { throwIfNoEntry: false }))
      : undefined;
    if (present?.isDirectory())
      throw new ForeignFile(`${target} is a folder and is in the way; nothing was changed. Move it.`);
    if (present !== undefined) {
      const isSame = present.size === bytes.length && attemptNow(`read ${target}`, () => holds(target, bytes));
      if (isSame) return undefined;
    }
    if (onlyCompare) return '';
    const isOurs = () => present?.isFile() && recognise(attemptNow(`read ${target}`, () => beginningOf(target)));
    if (present !== undefined && !isKnown(path) && !isOurs()) {
      throw new ForeignFile(
        `${target} was not written by Feedmill and is in the way; nothing was changed. Move it, or choose another folder with --out.`,
      );
    }
    const name = `${prefix}-${count}`;
    const staged = join(stageFolder, name);
    attemptNow(`write ${staged}`, () => {
      if (count++ === 0) mkdirSync(stageFolder, { recursive: true });
      writeFileSync(staged, bytes);
      const modifiedMs = Date.now();
      const laterMs = laterThan(present?.mtimeMs, modifiedMs);
      if (laterMs !== modifiedMs) utimesSync(staged, laterMs / 1000, laterMs / 1000);
    });
    return name;
  };
}

/**
 * Refuses to go on where a path below a folder, or a folder on the way there, is anything but a real folder, or nothing: a
 * link could lead our files, and later removals, anywhere. What was looked at once is not looked at again. Answers whether
 * there is a folder.
 */
export function linkRefuser(folder: string): (path: string) => boolean {
  const seen = new Map([['.', true]]);
  const isThere = (path: string): boolean => {
    const known = seen.get(path);
    if (known !== undefined) return known;
    const full = join(folder, path);
    // Nothing lies in a folder that is not there.
    const stats = isThere(dirname(path))
      ? attemptNow(`open ${full}`, () => lstatSync(full, { throwIfNoEntry: false }))
      : undefined;
    if (stats !== undefined && !stats.isDirectory()) {
      const kind = stats.isSymbolicLink() ? 'a symbolic link' : 'a file';
      throw new ForeignFile(`${full} is ${kind}; nothing was changed. Put a real folder there.`);
    }
    seen.set(path, stats !== undefined);
    return stats !== undefined;
  };
  return isThere;
}

/**
 * When a file was modified that takes the place of one that was at `beforeMs`: the second after, if it was no earlier. Readers
 * that ask by time alone, in whole seconds, would never hear of it: two builds within a second, a clock that was set back.
 */
export function laterThan(beforeMs: number | undefined, modifiedMs: number): number {
  const next = Math.floor((beforeMs ?? 0) / 1000) + 1;
  return Math.floor(modifiedMs / 1000) >= next ? modifiedMs : next * 1000;
}

function holds(path: string, bytes: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(bytes);
  } catch (error) {
    // It went between two looks.
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function beginningOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(4096);
    return bytes.toString('utf8', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
