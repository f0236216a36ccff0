// The folder that is served. Files are staged inside it and renamed into place together; what did not change is not touched.
// Order: stage all, write the journal, rename, remove what no longer belongs, the manifest last, then drop the journal.
import { rmSync } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { staysBelow } from '../model/output-file.ts';
import { codeOf, failure } from './failure.ts';
import { onStop } from './shutdown.ts';

const STAGE = '.feedmill-stage';
const JOURNAL = '.feedmill-journal';

/** A file that lies where ours would go, and is not ours. */
export class ForeignFile extends Error {
  override readonly name = 'ForeignFile';
}

export interface OutputFolder {
  /** Prepares a file: `unchanged` when these bytes are already there, else it waits for `commit`. */
  stage(path: string, bytes: Uint8Array): Promise<'unchanged' | 'staged'>;
  /**
   * Puts all staged files in place, removes `remove`, and puts `last` in place after everything else. `before` runs
   * when all is staged and nothing is renamed yet.
   */
  commit(remove: readonly string[], last: string, before: () => Promise<void>): Promise<void>;
  /** Drops what was staged; the folder stays as it is. Never throws: the next build clears up what is left. */
  abandon(): Promise<void>;
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
  const staged: string[] = [];
  // Until the first rename there is nothing that a journal has to tell, but for what an earlier one told.
  let isJournalNeeded = earlier.length > 0;
  const leftovers = () => [
    stageFolder,
    join(folder, `${JOURNAL}.new`),
    ...(isJournalNeeded ? [] : [join(folder, JOURNAL)]),
  ];
  const forget = onlyCompare
    ? () => undefined
    : onStop(() => {
        for (const path of leftovers()) rmSync(path, { recursive: true, force: true });
      });
  const folders = new Set<string>();
  const makeFolder = async (path: string) => {
    if (folders.has(path)) return;
    await mkdir(path, { recursive: true });
    folders.add(path);
  };

  // A link inside the folder could lead our files, and later removals, anywhere.
  const plain = new Set(['.']);
  const refuseLinks = async (path: string): Promise<void> => {
    if (plain.has(path)) return;
    await refuseLinks(dirname(path));
    const stats = await lstat(join(root, path)).catch(() => undefined);
    if (stats !== undefined && !stats.isDirectory()) {
      const kind = stats.isSymbolicLink() ? 'a symbolic link' : 'a file';
      throw new ForeignFile(`${join(folder, path)} is ${kind}; nothing was changed. Put a real folder there.`);
    }
    plain.add(path);
  };
  const refuseFolder = async (path: string): Promise<void> => {
    const stats = await lstat(join(root, path)).catch(() => undefined);
    if (stats?.isDirectory())
      throw new ForeignFile(`${join(folder, path)} is a folder and is in the way; nothing was changed. Move it.`);
  };

  const clear = () =>
    attempt('clear up', async () => {
      isJournalNeeded = false;
      for (const path of leftovers()) await rm(path, { recursive: true, force: true });
      forget();
    });

  return {
    known,
    async stage(path, bytes) {
      const target = join(folder, path);
      await attempt(`open ${dirname(target)}`, () => refuseLinks(dirname(path)));
      const present = await attempt(`read ${target}`, () => readIfThere(target));
      if (present !== undefined && Buffer.compare(present, bytes) === 0) return 'unchanged';
      if (present === undefined) await refuseFolder(path);
      if (onlyCompare) return 'staged';
      if (present !== undefined && !known.has(path) && !recognise(present.toString('utf8', 0, 4096))) {
        throw new ForeignFile(
          `${target} was not written by Feedmill and is in the way; nothing was changed. Move it, or choose another folder with --out.`,
        );
      }
      await attempt(`write ${join(stageFolder, path)}`, async () => {
        await makeFolder(dirname(join(stageFolder, path)));
        await writeFile(join(stageFolder, path), bytes);
      });
      staged.push(path);
      return 'staged';
    },
    async commit(remove, last, before) {
      if (staged.length === 0 && remove.length === 0) {
        await before();
        await clear();
        return;
      }
      for (const path of remove) await attempt(`open ${join(folder, path)}`, () => refuseLinks(dirname(path)));
      const ordered = [...staged.filter((path) => path !== last), ...staged.filter((path) => path === last)];
      const journal: Journal = { write: [...new Set([...ordered, ...earlier])], remove };
      await attempt(`write ${join(folder, JOURNAL)}`, () => writeJournal(folder, journal));
      await before();
      isJournalNeeded = true;
      for (const path of ordered) {
        if (path === last) await removeAll(folder, remove);
        await attempt(`write ${join(folder, path)}`, async () => {
          await makeFolder(dirname(join(folder, path)));
          await rename(join(stageFolder, path), join(folder, path));
        });
      }
      if (!ordered.includes(last)) await removeAll(folder, remove);
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
export async function makeOutputFolder(folder: string): Promise<void> {
  await attempt(`make the folder ${folder}`, () => mkdir(folder, { recursive: true }));
}

/** A file's bytes; `undefined` when there is none (or a folder) at that path. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}

interface Journal {
  readonly write: readonly string[];
  readonly remove: readonly string[];
}

async function writeJournal(folder: string, journal: Journal): Promise<void> {
  const file = await open(join(folder, `${JOURNAL}.new`), 'w');
  try {
    await file.writeFile(JSON.stringify(journal));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(join(folder, `${JOURNAL}.new`), join(folder, JOURNAL));
}

/** Whether a build into this folder did not come to its end after it began to change it. */
export async function isUnfinished(folder: string): Promise<boolean> {
  return (await lstat(join(folder, JOURNAL)).catch(() => undefined)) !== undefined;
}

/** What a build that did not come to its end had begun to write or remove. */
async function unfinished(folder: string): Promise<readonly string[]> {
  const text = await attempt(`read ${join(folder, JOURNAL)}`, () => readIfThere(join(folder, JOURNAL)));
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

async function removeAll(folder: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await attempt(`remove ${join(folder, path)}`, () => rm(join(folder, path), { force: true }));
  }
  for (const parent of new Set(paths.map((path) => dirname(path)))) await removeEmpty(folder, parent);
}

async function removeEmpty(root: string, path: string): Promise<void> {
  for (let folder = path; folder !== '.'; folder = dirname(folder)) {
    const entries = await readdir(join(root, folder)).catch(() => ['?']);
    if (entries.length > 0) return;
    await rmdir(join(root, folder)).catch(() => undefined);
  }
}

async function attempt<T>(doing: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ForeignFile) throw error;
    throw failure(doing, error);
  }
}
