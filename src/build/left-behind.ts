// In: the cache of the last build. Out: what is needed of it where only files of the content folder changed since; and the
// next cache, which takes most of it over as it lies.
import { type CacheFile, type Section, sectionOf } from '../ledger/cache.ts';
import { DamagedCache, type FeedLists, feedListsIn, type KnownJobs, openJobs } from './known-feeds.ts';
import {
  changingSections,
  type FileLists,
  type LastBuild,
  type Left,
  type LooseFindings,
  looseIn,
  segmentName,
  type WithheldPages,
} from './memory.ts';
import { fileReader, relisted } from './packed.ts';
import { type PackedSegment, packSegment } from './packed-segment.ts';
import type { ScannedFile } from './reading.ts';
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

/** `undefined` when a part of it that is always needed is damaged. */
export function leftBehindIn(cache: CacheFile): LeftBehind | undefined {
  // The checksums of the cache vouch for the shapes: only memory.ts and `editedSections` write them.
  const left = {
    start: cache.section('start') as LastStart | undefined,
    build: cache.section('last-build') as LastBuild | undefined,
    numbers: cache.section('walk') as Float64Array | undefined,
    withheld: cache.section('withheld') as WithheldPages | undefined,
    feeds: feedListsIn(cache),
    loose: looseIn(cache),
    ranks: cache.section('ranks') as Uint32Array | undefined,
    lists: cache.section('files') as FileLists | undefined,
  };
  if (!isWhole(left)) return undefined;
  return { ...left, jobs: openJobs(cache), fileAt: fileReader(left.lists, (index) => segmentIn(cache, index)) };
}

type Parts = Omit<LeftBehind, 'fileAt' | 'jobs'>;

function isWhole(left: { readonly [Part in keyof Parts]: Parts[Part] | undefined }): left is Parts {
  return Object.entries(left).every(([part, value]) => part === 'start' || value !== undefined);
}

function segmentIn(cache: CacheFile, index: number): PackedSegment {
  const segment = cache.section(segmentName(index)) as PackedSegment | undefined;
  if (segment === undefined) throw new DamagedCache(segmentName(index));
  return segment;
}

/** What edits change of the cache, beside what always changes. */
export interface EditedParts {
  /** `editedFiles`. */
  readonly files: ReadonlyMap<number, ScannedFile>;
  /** Jobs of feeds that were made again, by folder. */
  readonly jobs: ReadonlyMap<string, Uint8Array>;
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
  cache: CacheFile,
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
  yield [segmentName(edited), sectionOf(packSegment([...files.values()]))];
  const next: FileLists = {
    ...relisted(lists, edited, files),
    segments: Math.max(lists.segments, edited + 1),
    edited,
  };
  yield ['files', sectionOf(next)];
}

/** The places of files that lie in the segment of edited ones. */
export function editedBefore({ places, edited }: FileLists): readonly number[] {
  const indexes: number[] = [];
  if (edited === undefined) return indexes;
  for (let index = 0; index * 2 < places.length; index++) if (places[index * 2] === edited) indexes.push(index);
  return indexes;
}
