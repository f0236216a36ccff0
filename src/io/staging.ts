// In: files for a folder that is served. Out: those whose bytes differ from what lies there, staged inside it. Nothing
// is put in place here (io/output-folder.ts does); any number of threads may stage different files of one folder.
// Synchronous: a file at a time is faster than many at once where the kernel knows the answers.
import { randomUUID } from 'node:crypto';
import { closeSync, lstatSync, mkdirSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, ForeignFile, failure } from './failure.ts';

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
  /** Nothing is written. */
  readonly onlyCompare: boolean;
}

/**
 * Prepares a file: it waits under the name that is returned. `undefined`: these bytes are already there.
 * Throws `ForeignFile` for what is in the way and not ours, `WorldFailure` when the disk refuses.
 */
export type Stage = (path: string, bytes: Uint8Array) => string | undefined;

/** Opens a folder for staging. */
export function openStaging(folder: string, { isKnown, recognise, onlyCompare }: StagingRules): Stage {
  const refuseLinks = linkRefuser(folder);
  const prefix = randomUUID().slice(0, 8);
  let count = 0;

  return (path, bytes) => {
    const target = join(folder, path);
    refuseLinks(dirname(path));
    const present = attempt(`read ${target}`, () => statSync(target, { throwIfNoEntry: false }));
    if (present?.isDirectory())
      throw new ForeignFile(`${target} is a folder and is in the way; nothing was changed. Move it.`);
    if (present !== undefined) {
      const isSame = present.size === bytes.length && attempt(`read ${target}`, () => holds(target, bytes));
      if (isSame) return undefined;
    }
    if (onlyCompare) return '';
    if (present !== undefined && !isKnown(path) && !recognise(attempt(`read ${target}`, () => beginningOf(target)))) {
      throw new ForeignFile(
        `${target} was not written by Feedmill and is in the way; nothing was changed. Move it, or choose another folder with --out.`,
      );
    }
    const name = `${prefix}-${count}`;
    const staged = join(folder, STAGE, name);
    attempt(`write ${staged}`, () => {
      if (count++ === 0) mkdirSync(join(folder, STAGE), { recursive: true });
      writeFileSync(staged, bytes);
    });
    return name;
  };
}

/**
 * Refuses to go on where a path below a folder, or a folder on the way there, is anything but a real folder, or nothing: a
 * link could lead our files, and later removals, anywhere. What was found good is not looked at again.
 */
export function linkRefuser(folder: string): (path: string) => void {
  const good = new Set(['.']);
  const refuseLinks = (path: string): void => {
    if (good.has(path)) return;
    refuseLinks(dirname(path));
    const full = join(folder, path);
    const stats = attempt(`open ${full}`, () => lstatSync(full, { throwIfNoEntry: false }));
    if (stats !== undefined && !stats.isDirectory()) {
      const kind = stats.isSymbolicLink() ? 'a symbolic link' : 'a file';
      throw new ForeignFile(`${full} is ${kind}; nothing was changed. Put a real folder there.`);
    }
    good.add(path);
  };
  return refuseLinks;
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

function attempt<T>(doing: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw failure(doing, error);
  }
}
