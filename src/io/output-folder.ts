// The folder that is served. Files are staged inside it and renamed into place together; what did not change is not touched.
// Order: stage all, write the journal, rename, remove what no longer belongs, the manifest last, then drop the journal.
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { lstat, realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { staysBelow } from '../model/output-file.ts';
import { attempt, attemptNow, codeOf, failure } from './failure.ts';
import { makeFolders } from './folders.ts';
import { isPlain, readPlain } from './plain-file.ts';
import { draftOf, replaceFile } from './replace-file.ts';
import { onStop } from './shutdown.ts';
import { linkRefuser, openStaging, STAGE, type StageFile } from './staging.ts';

const JOURNAL = '.feedmill-journal';

export interface OutputFolder {
  /** Prepares a file here (io/staging.ts); it waits for `commit`. */
  readonly stage: StageFile;
  /** Takes a file that was staged elsewhere, under `name`: it waits for `commit` too. */
  take(path: string, name: string): void;
  /**
   * Puts all staged files in place, removes `remove`, and puts `last` in place after everything else. `before` runs
   * when all is staged and nothing is renamed yet.
   */
  commit(remove: readonly string[], last: string, before: () => Promise<void>): Promise<void>;
  /** Drops what was staged; the folder stays as it is. Never throws: the next build clears up what is left. */
  abandon(): Promise<void>;
  /** The folder itself, no link to it. */
  readonly root: string;
  /** Files that an earlier build wrote, or began to write. */
  readonly known: ReadonlySet<string>;
}

/**
 * Opens the folder for one build. `ours` are the paths that its manifest lists. `recognise` tells a file of ours that no
 * manifest lists any more. The caller holds the lock. `onlyCompare`: nothing is written, `commit` is not called.
 */
export async function openOutput(
  folder: string,
  ours: Iterable<string>,
  recognise: (beginning: string) => boolean,
  onlyCompare = false,
): Promise<OutputFolder> {
  const stageFolder = join(folder, STAGE);
  const root = onlyCompare ? folder : await attempt(`open ${folder}`, () => realpath(folder));
  const earlier = await unfinished(folder);
  const known = new Set([...ours, ...earlier]);
  if (!onlyCompare) await attempt(`clear ${stageFolder}`, () => rm(stageFolder, { recursive: true, force: true }));
  /** Names of the files that wait, by path. */
  const staged = new Map<string, string>();
  // Until the first rename there is nothing that a journal has to tell, but for what an earlier one told.
  let isJournalNeeded = earlier.length > 0;
  const leftovers = () => [
    stageFolder,
    draftOf(join(folder, JOURNAL)),
    ...(isJournalNeeded ? [] : [join(folder, JOURNAL)]),
  ];
  const forget = onlyCompare
    ? () => undefined
    : onStop(() => {
        for (const path of leftovers()) removeNow(path);
      });
  const clear = () =>
    attempt('clear up', async () => {
      isJournalNeeded = false;
      for (const path of leftovers()) await rm(path, { recursive: true, force: true });
      forget();
    });
  const stage = openStaging(root, { isKnown: (path) => known.has(path), recognise, onlyCompare });

  return {
    root,
    known,
    stage(path, bytes) {
      const name = stage(path, bytes);
      if (name !== undefined) staged.set(path, name);
      return name;
    },
    take: (path, name) => void staged.set(path, name),
    async commit(remove, last, before) {
      if (staged.size === 0 && remove.length === 0) {
        await before();
        await clear();
        return;
      }
      const refuseLinks = linkRefuser(folder);
      for (const path of remove) refuseLinks(dirname(path));
      const first = [...staged].filter(([path]) => path !== last);
      const ordered = [...first, ...[...staged].filter(([path]) => path === last)];
      const journal: Journal = { write: [...new Set([...staged.keys(), ...earlier])], remove };
      await replaceFile(join(folder, JOURNAL), JSON.stringify(journal));
      await before();
      isJournalNeeded = true;
      const made = new Set<string>();
      for (const [path, name] of ordered) {
        if (path === last) removeAll(folder, remove);
        attemptNow(`write ${join(folder, path)}`, () => {
          const parent = dirname(path);
          if (!made.has(parent)) mkdirSync(join(folder, parent), { recursive: true });
          made.add(parent);
          renameSync(join(stageFolder, name), join(folder, path));
        });
      }
      if (!staged.has(last)) removeAll(folder, remove);
      await clear();
    },
    async abandon() {
      if (onlyCompare) return;
      for (const path of leftovers()) await rm(path, { recursive: true, force: true }).catch(() => undefined);
      forget();
    },
  };
}

/** Makes the folder if it is not there. */
export function makeFolder(folder: string): void {
  attemptNow(`make the folder ${folder}`, () => makeFolders(folder));
}

/**
 * A file's bytes; `undefined` when there is none (or a folder) at that path. Throws `WorldFailure`; `what` names the file in it.
 * `takes`: what may be read.
 */
export async function readIfThere(path: string, what = path, takes = isPlain): Promise<Buffer | undefined> {
  try {
    return await readPlain(path, takes);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw failure(`read ${what}`, error);
  }
}

interface Journal {
  readonly write: readonly string[];
  readonly remove: readonly string[];
}

/** Whether a build into this folder did not come to its end after it began to change it. */
export async function isUnfinished(folder: string): Promise<boolean> {
  return (await lstat(join(folder, JOURNAL)).catch(() => undefined)) !== undefined;
}

/** What a build that did not come to its end had begun to write or remove. */
async function unfinished(folder: string): Promise<readonly string[]> {
  const text = await readIfThere(join(folder, JOURNAL));
  if (text === undefined) return [];
  try {
    const journal: unknown = JSON.parse(text.toString('utf8'));
    if (typeof journal !== 'object' || journal === null) return [];
    return Object.values(journal)
      .flat()
      .filter((path): path is string => typeof path === 'string' && staysBelow(path));
  } catch {
    return [];
  }
}

function removeAll(folder: string, paths: readonly string[]): void {
  for (const path of paths) {
    attemptNow(`remove ${join(folder, path)}`, () => rmSync(join(folder, path), { force: true }));
  }
  for (const parent of new Set(paths.map((path) => dirname(path)))) removeEmpty(folder, parent);
}

/** Removes a file or folder at once, with what other threads, which go on until the program ends, put there meanwhile. */
function removeNow(path: string): void {
  for (let tried = 1; ; tried++) {
    try {
      rmSync(path, { recursive: true, force: true });
      return;
    } catch (error) {
      if (codeOf(error) !== 'ENOTEMPTY' || tried === 100) throw error;
    }
  }
}

function removeEmpty(root: string, path: string): void {
  for (let folder = path; folder !== '.'; folder = dirname(folder)) {
    try {
      if (readdirSync(join(root, folder)).length > 0) return;
      rmdirSync(join(root, folder));
    } catch {
      // It is gone already, or not ours to remove.
    }
  }
}
