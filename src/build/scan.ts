// In: the content folder, and what the last build read of it. Out: what choosing needs to know of every article. Only what
// changed is read.
import { failure } from '../io/failure.ts';
import type { Obstacle, Walk, WalkedFile } from '../io/walk.ts';
import type { FoundFiles } from '../ledger/recognise.ts';
import type { Instant } from '../model/instant.ts';
import { byCodeUnit } from '../model/text.ts';
import type { Crew } from './crew/crew.ts';
import { chained } from './packed/files.ts';
import type { Progress } from './progress.ts';
import type { ScannedFile, StaleReading } from './reading/reading.ts';
import { isSame } from './reading/stamp.ts';

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
  readonly files: FoundFiles<ScannedFile>;
  fileAt(path: string): ScannedFile | undefined;
  /** Things below the folder that could not be walked. */
  readonly obstacles: readonly Obstacle[];
  /** Those of them that were read in this build. */
  readonly fresh: FoundFiles<ScannedFile>;
  /** How many. */
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
export async function scan({ known, verifyCache, now, crew, progress }: ScanInput, walk: Walk): Promise<Scan> {
  const { sorted: walked, obstacles } = walk;
  const changed = known.size === 0 || verifyCache ? walked : walk.files.filter((file) => !isKnown(file, known, now));
  const readings: FoundFiles<ScannedFile>[] = [];
  let read = 0;
  let slow = 0;
  let unreadable = obstacles.some(({ kind }) => kind === 'unreadable');
  progress('reading', 0, changed.length);
  for await (const reading of crew.read(changed)) {
    readings.push(reading.files);
    read += reading.files.length;
    slow += reading.slow;
    unreadable ||= reading.unreadable;
    progress('reading', read, changed.length);
  }
  const fresh = chained(readings);
  const files = read === walked.length ? fresh : merged(walk.files, fresh, known);
  return {
    files,
    fresh,
    fileAt: (path) => fileAt(files, path),
    obstacles,
    read,
    slow,
    unreadable,
    explain: (stale) => (fileAt(files, stale.path) === known.get(stale.path) ? stale : changedMeanwhile(stale.path)),
  };
}

function isKnown(file: WalkedFile, known: ScanInput['known'], now: Instant): boolean {
  const before = known.get(file.path);
  return isSame(before?.stamp, file) && isOfItsTime(before, now);
}

/** What was read now, else what was read before, in the order walked; both lists are in that order. */
function merged(
  walked: readonly WalkedFile[],
  fresh: Iterable<ScannedFile>,
  known: ReadonlyMap<string, ScannedFile>,
): readonly ScannedFile[] {
  const left = fresh[Symbol.iterator]();
  let next = left.next();
  return walked.flatMap(({ path }) => {
    if (next.done === true || next.value.path !== path) return known.get(path) ?? [];
    const file = next.value;
    next = left.next();
    return file;
  });
}

/** The file at a path, among files that are sorted by path. */
function fileAt(files: FoundFiles<ScannedFile>, path: string): ScannedFile | undefined {
  let [first, end] = [0, files.length];
  while (first < end) {
    const middle = (first + end) >>> 1;
    if (byCodeUnit(files.at(middle)?.path ?? '', path) < 0) first = middle + 1;
    else end = middle;
  }
  const found = first < files.length ? files.at(first) : undefined;
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
