// A build with nothing to do, which is what most builds are: the last one's start and end against what lies on the disk
// now. It imports next to nothing and reads neither configuration nor articles, for loading is what would take its time.
import type { Finding } from '../../diagnostics/finding.ts';
import type { Shown } from '../../diagnostics/shown.ts';
import { linkedFile, realFolder } from '../../io/folders.ts';
import { isUnfinished, makeFolder } from '../../io/output-folder.ts';
import type { Walk } from '../../io/walk.ts';
import { openCache, unlessDamaged, wholeSection } from '../../ledger/cache.ts';
import { hashOf } from '../../model/hash.ts';
import type { BuildInput } from '../input.ts';
import { takeLocks } from '../locks.ts';
import { programTexts } from '../program.ts';
import { type ContentGlobs, type ContentWalk, walkContent } from '../reading/content.ts';
import { areUntouched, isSame, type Stamp, stampOf } from '../reading/stamp.ts';
import type { Done } from '../report.ts';
import type { LastBuild } from './memory.ts';
import type { Cache, Sections } from './sections.ts';

/** How a build was started, as the next one can tell without reading its configuration. */
export interface LastStart {
  readonly key: string;
  /** The content folder as it was named, and where it and the output folder really lay. */
  readonly namedFolder: string;
  readonly contentFolder: string;
  readonly outFolder: string;
  /** `BuildInput.projectFolder`, where it really lay. */
  readonly projectFolder: string | undefined;
  readonly globs: ContentGlobs;
  /** Of the configuration. */
  readonly findings: readonly Finding[];
  /** What a report shows of them and of the build's. */
  readonly shown: Shown;
}

/** Tells starts apart: `values` are all that decides what a build is asked to do, the configuration's bytes among them. */
export function startKey(...values: readonly unknown[]): string {
  return hashOf(programTexts(), values);
}

export interface Start
  extends Pick<BuildInput, 'outFolder' | 'ledgerFile' | 'cacheFile' | 'now' | 'mode' | 'strict' | 'wait' | 'workers'> {
  /** Made by `startKey`. */
  readonly key: string;
  /** Whether all findings are wanted, and not only what a report shows. */
  readonly wantsFindings: boolean;
}

/** What the last build came to, and so does this one. */
export interface Unchanged {
  readonly report: Done;
  readonly shown: Shown;
  /** The configuration's and the build's; `undefined` when they were not wanted. */
  readonly findings: Iterable<Finding> | undefined;
}

/** A build that has begun: it holds its locks until they are released, and knows the files of the content folder. */
export interface Begun {
  readonly walked: ContentWalk;
  /** `undefined`: there is something to do. */
  readonly unchanged: Unchanged | undefined;
  release(): Promise<void>;
}

/** Begins a build that starts as the last one did. `undefined`: it does not, or nothing is known of the last one. */
export async function beginBuild(given: Start): Promise<Begun | undefined> {
  if (given.mode === 'diff') return undefined;
  const { ledgerFile } = given;
  const start = { ...given, ledgerFile: ledgerFile === undefined ? undefined : await linkedFile(ledgerFile) };
  const last = withCache(start, (_, found) => found);
  if (last === undefined || last.contentFolder !== (await realFolder(last.namedFolder))) return undefined;
  const { outFolder } = last;
  if (outFolder !== (await realFolder(start.outFolder))) return undefined;
  makeFolder(outFolder);
  const lock = await takeLocks({ ...start, outFolder }, start.outFolder);
  try {
    const walked = walkContent(last, last.globs);
    return { walked, unchanged: await unchangedBuild(start, outFolder, walked), release: () => lock.release() };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Under the locks. */
async function unchangedBuild(start: Start, outFolder: string, walked: Walk): Promise<Unchanged | undefined> {
  const findingsIn = start.wantsFindings ? (await import('./memory.ts')).findingsIn : undefined;
  const read = unlessDamaged(() =>
    withCache(start, (cache, { shown, findings }) => ({
      last: wholeSection(cache, 'last-build'),
      shown,
      ofConfiguration: findings,
      ofBuild: findingsIn?.(cache),
    })),
  );
  if (read === undefined) return undefined;
  if (!isUnchanged(read.last, { ...start, outFolder }, walked) || (await isUnfinished(outFolder))) return undefined;
  return {
    report: unchangedReport(read.last, start.outFolder),
    shown: read.shown,
    findings: read.ofBuild && [...read.ofConfiguration, ...read.ofBuild],
  };
}

/** Asks the cache, if the last build started in the same way. */
function withCache<T>({ cacheFile, key }: Start, ask: (cache: Cache, last: LastStart) => T): T | undefined {
  const cache = cacheFile === undefined ? undefined : openCache<Sections>(cacheFile);
  if (cache === undefined || 'reason' in cache) return undefined;
  try {
    const last = cache.section('start');
    return last?.key === key ? ask(cache, last) : undefined;
  } finally {
    cache.close();
  }
}

type Circumstances = Pick<BuildInput, 'mode' | 'strict' | 'verifyCache' | 'now' | 'outFolder' | 'ledgerFile'>;

/** Whether a build would come to what the last one came to, unless that left its work unfinished. */
export function isUnchanged(
  last: LastBuild,
  circumstances: Circumstances,
  walked: Pick<Walk, 'digest' | 'obstacles'>,
): boolean {
  if (last.content !== walked.digest || last.unsettled.length > 0) return false;
  return isUnchangedBeside(last, circumstances, walked);
}

/** The same, whatever became of the files that were found in the content folder. */
export function isUnchangedBeside(
  last: LastBuild,
  { mode, strict, verifyCache, now, outFolder, ledgerFile }: Circumstances,
  { obstacles }: Pick<Walk, 'obstacles'>,
): boolean {
  if (!last.isComplete || !last.isSettled || verifyCache === true || obstacles.length > 0) return false;
  if (mode === 'diff' || (mode !== 'no-record' && !last.isRecorded)) return false;
  if (strict === true && last.hasErrors) return false;
  // What is due, or lies in the future, is decided anew when the time passes an embargo or goes back.
  if (now < last.now || (last.nextDue !== undefined && last.nextDue <= now)) return false;
  return isSameLedger(last.ledger, ledgerFile) && areUntouched(outFolder, last.outputs);
}

/** What a build reports that came to what the last one came to. */
export function unchangedReport({ counts, outputs }: LastBuild, outFolder: string): Done {
  return {
    ...counts,
    outcome: 'written',
    withheldFeeds: [],
    articlesRead: 0,
    articlesReadWithYaml: 0,
    feedsComposed: 0,
    written: 0,
    unchanged: outputs.numbers.length / 3,
    removed: 0,
    unreadable: false,
    changes: undefined,
    outFolder,
  };
}

/** A ledger that is missing has to be said, and begun. */
export function isSameLedger(before: Stamp | undefined, path: string | undefined): boolean {
  const now = path === undefined ? undefined : stampOf(path);
  return now === undefined ? path === undefined && before === undefined : isSame(before, now);
}
