// In: readings of many files. Out: the same as columns, and back: for the cache, and to hand from one thread to another.
// What is read from columns stays there until somebody asks for it; a string that recurs is held once.
import type { Finding } from '../diagnostics/finding.ts';
import type { Candidate } from '../model/collection.ts';
import type { Instant } from '../model/instant.ts';
import type { PlainText } from '../model/text.ts';
import { errorFinder, findingReader } from './packed-findings.ts';
import {
  BY_PATH,
  COLUMNS,
  joinSegments,
  NONE,
  type PackedSegment,
  packSegment,
  ROW,
  readWords,
  STATES,
  stemOf,
  type Words,
  WRITTEN_OUT,
} from './packed-segment.ts';
import { textReader } from './packed-strings.ts';
import type { ScannedFile } from './reading.ts';
import type { Stamp } from './stamp.ts';

export { type PackedFindings, packFindings, unpackFindings } from './packed-findings.ts';

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

/** A segment with a smaller share of all files, or few, is joined with others: threads and small builds make many. */
const LARGE = 1 / 48;
/** The share of all files, and their number, that such are joined up to. Twice as much: it stays large as files are added. */
const JOINED = 1 / 24;
const LEAST_JOINED = 4_096;
/** One with fewer files is packed anew, so that what is not wanted any more does not pile up. */
const WORTH_JOINING = 64;

/** Packs files. Those that came out of columns stay in them; the others get a segment of their own. */
export function packFiles(files: readonly ScannedFile[]): PackedFiles {
  const { segments, ...lists } = packingOf(files);
  return { ...lists, segments: segments.map((segment) => segment()) };
}

/** `packFiles`, for whoever needs only one segment at a time: each is made when it is called for. */
export function packingOf(
  files: readonly ScannedFile[],
): PackedLists & { readonly segments: readonly (() => PackedSegment)[] } {
  const wanted = segmentsToKeep(files);
  const enough = Math.max(files.length * LARGE, LEAST_JOINED / 2);
  const large = [...wanted].filter(([, count]) => count >= enough).map(([{ packed }]) => packed);
  const small = [...wanted.keys()].map(({ packed }) => packed).filter((packed) => !large.includes(packed));
  const loose = files.filter((file) => !(file instanceof PackedFile && wanted.has(file.segment)));
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
  for (const [index, file] of files.entries()) {
    const kept = file instanceof PackedFile ? starts.get(file.segment.packed) : undefined;
    places[index * 2] = kept === undefined ? large.length + joins.length - 1 : kept[0];
    places[index * 2 + 1] = kept === undefined ? nextLoose++ : kept[1] + (file as PackedFile).place;
    setStamp(stamps, index, file);
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

/**
 * The files in the order in which they were packed, by path. `strings` is what other packings held already: given the
 * same, what recurs in several is held once.
 */
export function unpackFiles(
  { segments, places, stamps }: PackedFiles,
  strings: Map<string, string> = new Map(),
): ReadonlyMap<string, ScannedFile> {
  const opened = segments.map((segment) => new Segment({ ...segment, strings: shared(segment.strings, strings) }));
  const files = new Map<string, ScannedFile>();
  for (let at = 0; at * 2 < places.length; at++) {
    const segment = opened[places[at * 2] ?? 0];
    if (segment === undefined) throw new TypeError('A packed file has no segment');
    const file = new PackedFile(segment, places[at * 2 + 1] ?? 0, stamps, at);
    files.set(file.path, file);
  }
  return files;
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

function shared(own: readonly string[], strings: Map<string, string>): readonly string[] {
  return own.map((text) => {
    const known = strings.get(text);
    if (known === undefined) strings.set(text, text);
    return known ?? text;
  });
}

/** Segments of which most files are still wanted, with their number. */
function segmentsToKeep(files: readonly ScannedFile[]): ReadonlyMap<Segment, number> {
  const wanted = new Map<Segment, number>();
  for (const file of files) {
    if (file instanceof PackedFile) wanted.set(file.segment, (wanted.get(file.segment) ?? 0) + 1);
  }
  const least = Math.min(WORTH_JOINING, files.length * LARGE);
  return new Map([...wanted].filter(([{ packed }, count]) => count * 2 >= packed.states.length && count >= least));
}

/** A segment with what its files share while they are read. */
class Segment {
  readonly packed: PackedSegment;
  readonly text: (start: number, end: number) => string;
  readonly findings: (place: number, path: string) => readonly Finding[];
  readonly hasErrors: (place: number) => boolean;
  readonly #fileTexts: (start: number, end: number) => string;
  readonly #words: (Words | undefined)[] = [];

  constructor(packed: PackedSegment) {
    this.packed = packed;
    this.#fileTexts = textReader(packed.files);
    this.text = textReader(packed.texts);
    this.findings = findingReader(packed.findings);
    this.hasErrors = errorFinder(packed.findings);
  }

  fileText(column: number): string {
    const { fileEnds } = this.packed;
    return this.#fileTexts(fileEnds[column - 1] ?? 0, fileEnds[column] ?? 0);
  }

  string(place: number): string {
    return this.packed.strings[place - 1] ?? '';
  }

  /** A column of a candidate's row. */
  at(index: number, column: number): number {
    return this.packed.rows[index * ROW + column] ?? 0;
  }

  words(index: number): Words {
    const place = this.at(index, COLUMNS.words);
    let words = this.#words[place];
    if (words === undefined) {
      words = readWords(this.string(place));
      this.#words[place] = words;
    }
    return words;
  }
}

/** A file in columns. */
class PackedFile implements ScannedFile {
  readonly path: string;
  readonly segment: Segment;
  readonly place: number;
  readonly #stamps: Float64Array;
  readonly #stampAt: number;
  #candidates: readonly Candidate[] | undefined;

  constructor(segment: Segment, place: number, stamps: Float64Array, stampAt: number) {
    this.segment = segment;
    this.place = place;
    this.#stamps = stamps;
    this.#stampAt = stampAt;
    this.path = segment.fileText(place * 2 + 1);
  }

  get digest(): string {
    return this.segment.fileText(this.place * 2);
  }

  get state(): ScannedFile['state'] {
    return STATES[this.segment.packed.states[this.place] ?? 1] ?? 'broken';
  }

  get stamp(): Stamp | undefined {
    const at = this.#stampAt * 3;
    const [sizeBytes = NONE, mtimeMs = NONE, inode = NONE] = this.#stamps.subarray(at, at + 3);
    return Number.isNaN(sizeBytes) ? undefined : { sizeBytes, mtimeMs, inode };
  }

  /** The same objects each time: a parent is told by identity. */
  get candidates(): readonly Candidate[] {
    this.#candidates ??= this.#read();
    return this.#candidates;
  }

  get findings(): readonly Finding[] {
    return this.segment.findings(this.place, this.path);
  }

  get hasErrors(): boolean {
    return this.segment.hasErrors(this.place);
  }

  #read(): readonly Candidate[] {
    const { firsts } = this.segment.packed;
    const first = firsts[this.place] ?? 0;
    const end = firsts[this.place + 1] ?? first;
    const parent = first < end ? new PackedCandidate(this, first, undefined) : undefined;
    return Array.from({ length: end - first }, (_, index) =>
      parent === undefined || index > 0 ? new PackedCandidate(this, first + index, parent) : parent,
    );
  }
}

/** A candidate in columns. */
class PackedCandidate implements Candidate {
  readonly parent: Candidate | undefined;
  readonly #file: PackedFile;
  readonly #at: number;

  constructor(file: PackedFile, at: number, parent: Candidate | undefined) {
    this.#file = file;
    this.#at = at;
    this.parent = parent;
  }

  get id(): string {
    const { idPrefix } = this.#words();
    if (idPrefix === undefined) return this.pages[0] ?? '';
    if (idPrefix === WRITTEN_OUT) return this.#hashes().split('\n')[2] ?? '';
    return idPrefix.slice(BY_PATH.length) + stemOf(this.path);
  }

  get pages(): readonly string[] {
    const { segment } = this.#file;
    const start = segment.at(this.#at, COLUMNS.hashesEnd);
    const text = segment.text(start, segment.at(this.#at, COLUMNS.pagesEnd));
    return text.includes('\n') ? text.split('\n') : [text];
  }

  pagePrint(index: number): number | undefined {
    const { segment } = this.#file;
    const at = index + (this.#at === 0 ? 0 : segment.at(this.#at - 1, COLUMNS.printsEnd));
    return at < segment.at(this.#at, COLUMNS.printsEnd) ? segment.packed.prints[at] : undefined;
  }

  get published(): Instant {
    return (this.#file.segment.packed.instants[this.#at * 2] ?? 0) as Instant;
  }

  get updated(): Instant | undefined {
    const updated = this.#file.segment.packed.instants[this.#at * 2 + 1] ?? NONE;
    return Number.isNaN(updated) ? undefined : (updated as Instant);
  }

  get path(): string {
    return this.#file.path;
  }

  get relatedIndex(): number {
    return this.#file.segment.at(this.#at, COLUMNS.relatedIndex) - 1;
  }

  get host(): string {
    return this.#words().host;
  }

  get providerName(): PlainText {
    return this.#words().providerName;
  }

  get type(): string | undefined {
    return this.#words().type;
  }

  get category(): string | undefined {
    return this.#words().category;
  }

  get language(): string | undefined {
    return this.#words().language;
  }

  get withheld(): Candidate['withheld'] {
    return this.#words().withheld;
  }

  get topics(): readonly PlainText[] {
    const { segment } = this.#file;
    const start = this.#at === 0 ? 0 : segment.at(this.#at - 1, COLUMNS.topicsEnd);
    const end = segment.at(this.#at, COLUMNS.topicsEnd);
    const topics: PlainText[] = [];
    for (let at = start; at < end; at++) topics.push(segment.string(segment.packed.topics[at] ?? 0) as PlainText);
    return topics;
  }

  get quality(): number | undefined {
    return this.#rank(0);
  }

  get heat(): number | undefined {
    return this.#rank(1);
  }

  get seen(): string {
    const hashes = this.#hashes();
    const end = hashes.indexOf('\n');
    return end < 0 ? hashes : hashes.slice(0, end);
  }

  get text(): string {
    const [seen = '', text = seen] = this.#hashes().split('\n');
    return text;
  }

  get pinnedTo(): undefined {
    return undefined;
  }

  #words(): Words {
    return this.#file.segment.words(this.#at);
  }

  #rank(which: 0 | 1): number | undefined {
    const { segment } = this.#file;
    const rank = segment.string(segment.at(this.#at, COLUMNS.ranks)).split('\n')[which] ?? '';
    return rank === '' ? undefined : Number(rank);
  }

  #hashes(): string {
    const { segment } = this.#file;
    const start = this.#at === 0 ? 0 : segment.at(this.#at - 1, COLUMNS.pagesEnd);
    return segment.text(start, segment.at(this.#at, COLUMNS.hashesEnd));
  }
}
