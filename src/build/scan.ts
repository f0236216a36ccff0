// In: the content folder, and what the last build read of it. Out: what choosing needs to know of every article. Only what
// changed is read.
import { failure } from '../io/failure.ts';
import type { Obstacle, Walk, WalkedFile } from '../io/walk.ts';
import type { Instant } from '../model/instant.ts';
import { byCodeUnit } from '../model/text.ts';
import type { Crew } from './crew.ts';
import type { Progress } from './progress.ts';
import type { ScannedFile, StaleReading } from './reading.ts';
import { isSame } from './stamp.ts';

export interface ScanInput {
  /** What the last build read, by path; empty without a cache. */
  readonly known: ReadonlyMap<string, ScannedFile>;
  /** Whether to hash every file instead of believing size, time and inode. */
  readonly verifyCache: boolean;
  readonly now: Instant;
  readonly crew: Crew;
  readonly progress: Progress;
}

export interface Scan {
  /** Sorted by path. */
  readonly files: readonly ScannedFile[];
  /** The digest of the file at a path. */
  digestOf(path: string): string | undefined;
  /** Things below the folder that could not be walked. */
  readonly obstacles: readonly Obstacle[];
  /** Files that were read in this build. */
  readonly read: number;
  /** Files among them that only the full YAML parser could read. */
  readonly slow: number;
  /** Whether some path could not be read, which is the world's failure and not the content's. */
  readonly unreadable: boolean;
  /**
   * What a stale reading means: itself for a file that was believed by its stamp, so that everything has to be read again;
   * the world's failure for one that changed after it was read in this build.
   */
  explain(stale: StaleReading): Error;
}

/** Reads every walked file that changed since `known`. */
export async function scan(
  { known, verifyCache, now, crew, progress }: ScanInput,
  { files: walked, obstacles }: Walk,
): Promise<Scan> {
  const isKnown = (file: WalkedFile) => {
    const before = known.get(file.path);
    return !verifyCache && isSame(before?.stamp, file) && isOfItsTime(before, now);
  };
  const changed = walked.filter((file) => !isKnown(file));
  const fresh: ScannedFile[] = [];
  let read = 0;
  let slow = 0;
  let unreadable = obstacles.some(({ kind }) => kind === 'unreadable');
  progress('reading', 0, changed.length);
  for await (const reading of crew.read(changed)) {
    for (const file of reading.files) fresh.push(file);
    read += reading.files.length;
    slow += reading.slow;
    unreadable ||= reading.unreadable;
    progress('reading', read, changed.length);
  }
  const files = merged(walked, fresh, known);
  return {
    files,
    digestOf: (path) => fileAt(files, path)?.digest,
    obstacles,
    read,
    slow,
    unreadable,
    explain: (stale) => (fileAt(files, stale.path) === known.get(stale.path) ? stale : changedMeanwhile(stale.path)),
  };
}

/** What was read now, else what was read before, in the order walked; both lists are in that order. */
function merged(
  walked: readonly WalkedFile[],
  fresh: readonly ScannedFile[],
  known: ReadonlyMap<string, ScannedFile>,
): readonly ScannedFile[] {
  if (fresh.length === walked.length) return fresh;
  let at = 0;
  return walked.flatMap(({ path }) => (fresh[at]?.path === path ? (fresh[at++] ?? []) : (known.get(path) ?? [])));
}

/** The file at a path, among files that are sorted by path. */
function fileAt(files: readonly ScannedFile[], path: string): ScannedFile | undefined {
  let [first, end] = [0, files.length];
  while (first < end) {
    const middle = (first + end) >>> 1;
    if (byCodeUnit(files[middle]?.path ?? '', path) < 0) first = middle + 1;
    else end = middle;
  }
  const found = files[first];
  return found?.path === path ? found : undefined;
}

/** Whether a reading holds at `now`: an update that lay in the past then may lie in the future when the clock went back. */
function isOfItsTime(before: ScannedFile | undefined, now: Instant): boolean {
  const updated = before?.candidates[0]?.updated;
  return updated === undefined || updated <= now;
}

/** What a stale reading means of a file that was read in this build. */
export function changedMeanwhile(path: string): Error {
  const reason = 'the file changed during the build; nothing was changed in the output, build again';
  return failure(`build from ${path}`, new Error(reason));
}
