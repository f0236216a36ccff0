// In: the cache of the last build. Out: what is needed of it where only files of the content folder changed since; and the
// next cache, which takes most of it over as it lies.
import type { WalkStamps } from '../io/walk.ts';
import { type CacheFile, type KeptSection, sectionOf } from '../ledger/cache.ts';
import {
  DamagedCache,
  type FileLists,
  type KnownFeed,
  type LastBuild,
  type Left,
  type LooseFindings,
  looseIn,
  sectionsBesideFiles,
  segmentName,
} from './memory.ts';
import { fileReader, relisted } from './packed.ts';
import { type PackedSegment, packSegment } from './packed-segment.ts';
import type { ScannedFile } from './reading.ts';
import type { LastStart } from './unchanged.ts';

export interface LeftBehind {
  readonly start: LastStart | undefined;
  readonly build: LastBuild;
  readonly walk: WalkStamps;
  readonly withheldPages: ReadonlySet<string>;
  /** In the order of the collections. */
  readonly feeds: ReadonlyMap<string, KnownFeed>;
  readonly loose: LooseFindings;
  readonly lists: FileLists;
  /** Where a file stands in the lists, by its index in the order of the walk. */
  readonly ranks: Uint32Array;
  /** The file at a place in the lists. Throws `DamagedCache` when its segment cannot be read. */
  readonly fileAt: (rank: number) => ScannedFile;
}

/** `undefined` when a part of it that is always needed is damaged. */
export function leftBehindIn(cache: CacheFile): LeftBehind | undefined {
  // The checksums of the cache vouch for the shapes: only `sectionsBesideFiles` and `editedSections` write them.
  const left = {
    start: cache.section('start') as LastStart | undefined,
    build: cache.section('last-build') as LastBuild | undefined,
    walk: cache.section('walk') as WalkStamps | undefined,
    withheldPages: cache.section('withheld') as ReadonlySet<string> | undefined,
    feeds: cache.section('feeds') as ReadonlyMap<string, KnownFeed> | undefined,
    loose: looseIn(cache),
    ranks: cache.section('ranks') as Uint32Array | undefined,
    lists: cache.section('files') as FileLists | undefined,
  };
  return isWhole(left) ? { ...left, fileAt: fileReader(left.lists, (index) => segmentIn(cache, index)) } : undefined;
}

type Parts = Omit<LeftBehind, 'fileAt'>;

function isWhole(left: { readonly [Part in keyof Parts]: Parts[Part] | undefined }): left is Parts {
  return Object.entries(left).every(([part, value]) => part === 'start' || value !== undefined);
}

function segmentIn(cache: CacheFile, index: number): PackedSegment {
  const segment = cache.section(segmentName(index)) as PackedSegment | undefined;
  if (segment === undefined) throw new DamagedCache(segmentName(index));
  return segment;
}

/** The sections of the next cache: files that were read lie in a segment of their own, with those of earlier edits. */
export function* editedSections(
  left: Left,
  cache: CacheFile,
  { lists, fileAt }: Pick<LeftBehind, 'lists' | 'fileAt'>,
  read: ReadonlyMap<number, ScannedFile>,
): Generator<readonly [string, Uint8Array | KeptSection]> {
  yield* sectionsBesideFiles(left);
  const edited = lists.edited ?? lists.segments;
  for (let index = 0; index < lists.segments; index++) {
    const kept = index === edited ? undefined : cache.kept(segmentName(index));
    if (kept !== undefined) yield [segmentName(index), kept];
  }
  const together = new Map(editedBefore(lists).map((index) => [index, fileAt(index)] as const));
  for (const [index, file] of read) together.set(index, file);
  yield [segmentName(edited), sectionOf(packSegment([...together.values()]))];
  const next: FileLists = {
    ...relisted(lists, edited, together),
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
