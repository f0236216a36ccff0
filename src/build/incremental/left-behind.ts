// In: the cache of the last build. Out: what is needed of it where only files of the content folder changed since; and the
// next cache, which takes most of it over as it lies.
import { type Section, wholeSection } from '../../ledger/cache.ts';
import { fileReader, relisted } from '../packed/files.ts';
import type { PackedJob } from '../packed/job.ts';
import { packSegment, segmentParts } from '../packed/segment.ts';
import type { ScannedFile } from '../reading/reading.ts';
import { type FeedLists, feedListsIn, type KnownJobs, openJobs } from './known-feeds.ts';
import {
  changingSections,
  type FileLists,
  fileListsIn,
  type LastBuild,
  type Left,
  type LooseFindings,
  looseIn,
  segmentIn,
  type WithheldPages,
} from './memory.ts';
import { type Cache, section, segmentName } from './sections.ts';
import type { LastStart } from './unchanged.ts';

export interface LeftBehind {
  readonly start: LastStart | undefined;
  readonly build: LastBuild;
  /** `Walk.stamps` then. */
  readonly numbers: Float64Array;
  readonly withheld: WithheldPages;
  /** In the order of the collections. */
  readonly feeds: FeedLists;
  readonly jobs: KnownJobs;
  readonly loose: LooseFindings;
  readonly lists: FileLists;
  /** Where a file stands in the lists, by its index in the order of the walk. */
  readonly ranks: Uint32Array;
  /** The file at a place in the lists. Throws `DamagedCache` when its segment cannot be read. */
  readonly fileAt: (rank: number) => ScannedFile;
}

/** Throws `DamagedCache`. */
export function leftBehindIn(cache: Cache): LeftBehind {
  const lists = fileListsIn(cache);
  return {
    start: cache.section('start'),
    build: wholeSection(cache, 'last-build'),
    numbers: wholeSection(cache, 'walk'),
    withheld: wholeSection(cache, 'withheld'),
    feeds: feedListsIn(cache),
    loose: looseIn(cache),
    ranks: wholeSection(cache, 'ranks'),
    lists,
    jobs: openJobs(cache),
    fileAt: fileReader(lists, (index) => segmentIn(cache, index)),
  };
}

/** What edits change of the cache, beside what always changes. */
export interface EditedParts {
  /** `editedFiles`. */
  readonly files: ReadonlyMap<number, ScannedFile>;
  /** Jobs of feeds that were made again, by folder. */
  readonly jobs: ReadonlyMap<string, PackedJob>;
}

/**
 * The files of the segment of edited ones, by their places in the lists: those that were read now, and those of earlier
 * edits. Throws `DamagedCache`.
 */
export function editedFiles(
  read: ReadonlyMap<number, ScannedFile>,
  { lists, fileAt }: Pick<LeftBehind, 'lists' | 'fileAt'>,
): ReadonlyMap<number, ScannedFile> {
  return new Map([...editedBefore(lists).map((rank) => [rank, fileAt(rank)] as const), ...read]);
}

/** The sections of the next cache. */
export function* editedSections(
  left: Left,
  cache: Cache,
  { lists, jobs: before }: Pick<LeftBehind, 'lists' | 'jobs'>,
  { files, jobs }: EditedParts,
): Generator<Section> {
  yield* changingSections(left);
  yield* [...cache.taken('ranks'), ...cache.taken('withheld')];
  yield* before.sectionsAfter(jobs);
  const edited = lists.edited ?? lists.segments;
  for (let index = 0; index < lists.segments; index++) {
    if (index !== edited) yield* cache.taken(segmentName(index));
  }
  yield [segmentName(edited), Buffer.concat([...segmentParts(packSegment([...files.values()]))])];
  const segments = Math.max(lists.segments, edited + 1);
  yield section('files', { ...relisted(lists, edited, files), segments, edited });
}

/** The places of files that lie in the segment of edited ones. */
export function editedBefore({ places, edited }: FileLists): readonly number[] {
  const indexes: number[] = [];
  if (edited === undefined) return indexes;
  for (let index = 0; index * 2 < places.length; index++) if (places[index * 2] === edited) indexes.push(index);
  return indexes;
}
