// In: readings of many files. Out: the same as columns, and back: for the cache, and to hand from one thread to another.
// What is read from columns stays there until somebody asks for it; a string that recurs is held once.
import type { FoundFiles } from '../../ledger/recognise.ts';
import { lastUpTo } from '../../model/ascending.ts';
import type { ScannedFile } from '../reading/reading.ts';
import { PackedFile, Segment } from './file.ts';
import type { Store } from './section.ts';
import { joinSegments, NONE, type PackedSegment, packSegment, SegmentPacker } from './segment.ts';

export interface PackedFiles extends PackedLists {
  readonly segments: readonly PackedSegment[];
}

/** Where each file lies in the segments, sorted by path. */
export interface PackedLists {
  /** Two numbers a file: its segment, and its place there. */
  readonly places: Uint32Array;
  /** Three numbers a file: bytes, time, inode; not numbers where there is no stamp. */
  readonly stamps: Float64Array;
}

/** The share of all files that is packed together as it is read; larger than `LARGE`: it stays large as files are added. */
const PACKED = 1 / 40;
const LEAST_PACKED = 256;
/** A segment with a smaller share of all files is joined with others. */
const LARGE = 1 / 48;
/** The share of all files, and their number, that such are joined up to. */
const JOINED = 1 / 24;
const LEAST_JOINED = 512;
/** One with fewer files is packed anew, so that what is not wanted any more does not pile up. */
const WORTH_JOINING = 64;

/** How many of so many files are packed together: then they make a segment that stays as it is. */
export function packingSize(files: number): number {
  return Math.max(Math.ceil(files * PACKED), LEAST_PACKED);
}

/**
 * Packs files. Those that came out of columns stay in them; the others get a segment of their own. Each segment is made when
 * it is called for.
 */
export function packingOf(
  files: FoundFiles<ScannedFile>,
): PackedLists & { readonly segments: readonly (() => PackedSegment)[] } {
  const wanted = segmentsToKeep(files);
  const enough = Math.max(files.length * LARGE, LEAST_PACKED / 2);
  const large = [...wanted].filter(([, count]) => count >= enough).map(([{ packed }]) => packed);
  const small = [...wanted.keys()].map(({ packed }) => packed).filter((packed) => !large.includes(packed));
  const loose: ScannedFile[] = [];
  for (const file of files) if (!(file instanceof PackedFile && wanted.has(file.segment))) loose.push(file);
  const joins = joinsOf([...small, ...(loose.length === 0 ? [] : [packSegment(loose)])], files.length);
  // Where each segment's files begin, and in which segment.
  const starts = new Map<PackedSegment, readonly [number, number]>(large.map((packed, index) => [packed, [index, 0]]));
  let start = 0;
  for (const [index, join] of joins.entries()) {
    start = 0;
    for (const packed of join) {
      starts.set(packed, [large.length + index, start]);
      start += packed.states.length;
    }
  }
  // Those that were loose come last.
  let nextLoose = start - loose.length;
  const places = new Uint32Array(files.length * 2);
  const stamps = new Float64Array(files.length * 3);
  let index = 0;
  for (const file of files) {
    const kept = file instanceof PackedFile ? starts.get(file.segment.packed) : undefined;
    places[index * 2] = kept === undefined ? large.length + joins.length - 1 : kept[0];
    places[index * 2 + 1] = kept === undefined ? nextLoose++ : kept[1] + (file as PackedFile).place;
    setStamp(stamps, index++, file);
  }
  return {
    segments: [...large.map((packed) => () => packed), ...joins.map((join) => () => joinSegments(join))],
    places,
    stamps,
  };
}

/** The lists after some files, by their indexes, were put into a segment of their own, one after the other. */
export function relisted(lists: PackedLists, segment: number, files: ReadonlyMap<number, ScannedFile>): PackedLists {
  const places = lists.places.slice();
  const stamps = lists.stamps.slice();
  let place = 0;
  for (const [index, file] of files) {
    places.set([segment, place++], index * 2);
    setStamp(stamps, index, file);
  }
  return { places, stamps };
}

function setStamp(stamps: Float64Array, index: number, { stamp }: ScannedFile): void {
  stamps.set([stamp?.sizeBytes ?? NONE, stamp?.mtimeMs ?? NONE, stamp?.inode ?? NONE], index * 3);
}

/** Which small segments become one. */
function joinsOf(small: readonly PackedSegment[], files: number): readonly (readonly PackedSegment[])[] {
  const joins: PackedSegment[][] = [];
  const enough = Math.max(files * JOINED, LEAST_JOINED);
  let count = enough;
  for (const packed of small) {
    if (count >= enough) {
      joins.push([]);
      count = 0;
    }
    joins.at(-1)?.push(packed);
    count += packed.states.length;
  }
  return joins;
}

/** The files in the order in which they were packed, by path. */
export function unpackFiles({ segments, places, stamps }: PackedFiles): ReadonlyMap<string, ScannedFile> {
  const strings = new Map<string, string>();
  const opened = segments.map((segment) => new Segment(sharing(segment, strings)));
  const files = new Map<string, ScannedFile>();
  for (let at = 0; at * 2 < places.length; at++) {
    const segment = opened[places[at * 2] ?? 0];
    if (segment === undefined) throw new TypeError('A packed file has no segment');
    const file = new PackedFile(segment, places[at * 2 + 1] ?? 0, stamps, at);
    files.set(file.path, file);
  }
  return files;
}

/** Files that were packed together, and nothing else. */
export interface PackedFew {
  readonly segment: PackedSegment;
  /** `PackedLists.stamps` */
  readonly stamps: Float64Array;
}

/** Packs files as they come, a few at a time. `store`: see `SegmentPacker`. */
export function fewPacker(count: number): {
  add(file: ScannedFile): void;
  packed(store?: Store): PackedFew;
} {
  const packer = new SegmentPacker();
  const stamps = new Float64Array(count * 3);
  let index = 0;
  return {
    add(file) {
      packer.add(file);
      setStamp(stamps, index++, file);
    },
    packed: (store) => ({ segment: packer.packed(store), stamps }),
  };
}

/**
 * The files of a packing, each made when it is asked for. What is held already need not be held twice: `pathOf` says the
 * paths, and `strings` are those of other packings, to which this one's are added.
 */
export function unpackedFew(
  { segment, stamps }: PackedFew,
  pathOf: (place: number) => string,
  strings: Map<string, string>,
): FoundFiles<ScannedFile> {
  const opened = new Segment(sharing(segment, strings), pathOf);
  const { length } = segment.states;
  const at = (place: number) => new PackedFile(opened, place, stamps, place);
  return {
    length,
    at: (place) => (place < length ? at(place) : undefined),
    *[Symbol.iterator]() {
      for (let place = 0; place < length; place++) yield at(place);
    },
  };
}

/** Lists of files as one, one after the other. */
export function chained(lists: readonly FoundFiles<ScannedFile>[]): FoundFiles<ScannedFile> {
  const starts: number[] = [];
  let length = 0;
  for (const list of lists) {
    starts.push(length);
    length += list.length;
  }
  return {
    length,
    at(index) {
      const place = lastUpTo(starts, index);
      return lists[place]?.at(index - (starts[place] ?? 0));
    },
    *[Symbol.iterator]() {
      for (const list of lists) yield* list;
    },
  };
}

/**
 * Reads single files among many that stay packed, by their indexes in the lists. `segmentAt` is asked for a segment when one
 * of its files is looked at.
 */
export function fileReader(
  { places, stamps }: PackedLists,
  segmentAt: (index: number) => PackedSegment,
): (index: number) => ScannedFile {
  const opened = new Map<number, Segment>();
  return (index) => {
    const place = places[index * 2] ?? 0;
    const segment = opened.get(place) ?? new Segment(segmentAt(place));
    opened.set(place, segment);
    return new PackedFile(segment, places[index * 2 + 1] ?? 0, stamps, index);
  };
}

/** The files that hold the large parts of readings are about to be closed; see `Segment.leaveStorage`. */
export function leaveStorage(files: Iterable<ScannedFile>, keepsFindings: boolean): void {
  const segments = new Set<Segment>();
  for (const file of files) if (file instanceof PackedFile) segments.add(file.segment);
  for (const segment of segments) segment.leaveStorage(keepsFindings);
}

function sharing(segment: PackedSegment, strings: Map<string, string>): PackedSegment {
  const shared = segment.strings.map((text) => {
    const known = strings.get(text);
    if (known === undefined) strings.set(text, text);
    return known ?? text;
  });
  return { ...segment, strings: shared };
}

/** Segments of which most files are still wanted, with their number. */
function segmentsToKeep(files: FoundFiles<ScannedFile>): ReadonlyMap<Segment, number> {
  const wanted = new Map<Segment, number>();
  for (const file of files) {
    if (file instanceof PackedFile) wanted.set(file.segment, (wanted.get(file.segment) ?? 0) + 1);
  }
  const least = Math.min(WORTH_JOINING, files.length * LARGE);
  return new Map([...wanted].filter(([{ packed }, count]) => count * 2 >= packed.states.length && count >= least));
}
