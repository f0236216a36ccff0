// In: readings of files. Out: one segment of columns that holds them all; which column means what.
import { deserialize, serialize } from 'node:v8';
import type { Candidate } from '../../model/collection.ts';
import { printOf } from '../../model/hash.ts';
import { isError } from '../findings.ts';
import type { ScannedFile } from '../reading/reading.ts';
import { FindingsPacker, joinFindings, type PackedFindings } from './findings.ts';
import { heldBytes, inMemory, type ManyBytes, type Store, sectionHalves, sectionParts } from './section.ts';
import { concatenated, StringTable, TextColumn } from './strings.ts';

/** Files that were packed together. */
export interface PackedSegment {
  readonly strings: readonly string[];
  /** Where digest and path of each file end among the texts of files. */
  readonly fileEnds: Uint32Array;
  readonly states: Uint8Array;
  /** 1 for each file with an error among its findings. */
  readonly errors: Uint8Array;
  /** Where each file's candidates begin; one number more than there are files. */
  readonly firsts: Uint32Array;
  /** Two numbers a candidate: publication and update. */
  readonly instants: Float64Array;
  /** A row a candidate; see `VALUES`. */
  readonly values: Places;
  /** A row a candidate; see `ENDS`. */
  readonly ends: Uint32Array;
  /** Topics of candidates, one after the other: places in `strings`. */
  readonly topics: Places;
  /** `printOf` all pages of candidates, one after the other. */
  readonly prints: Int32Array;
  readonly rest: Rest;
}

/** The large part of a segment, of which choosing asks for little: it may lie in a file. */
export interface Rest {
  /**
   * What only one candidate has, hashes and then pages; what only one file has, digest and path; then its findings,
   * serialized.
   */
  readonly bytes: ManyBytes;
  readonly filesStart: number;
  readonly findingsStart: number;
}

/** Most segments have few strings. */
type Places = Uint16Array | Uint32Array;

/**
 * Columns of `values`: places in `strings` count from 1, and 0 is `undefined`. `idPrefix` is what stands before the path in
 * an id that is made of it, after a mark; without one the id is the page.
 */
export const VALUES = {
  host: 0,
  providerName: 1,
  type: 2,
  category: 3,
  language: 4,
  withheld: 5,
  idPrefix: 6,
  ranks: 7,
  relatedIndex: 8,
} as const;
export const VALUE_ROW = 9;
/** How many of them, the first, are places in `strings`. */
const STRINGS = VALUES.relatedIndex;
/** Columns of `ends`: places in `topics` and `prints`, and in the texts of candidates. */
export const ENDS = { topics: 0, prints: 1, hashes: 2, pages: 3 } as const;
export const END_ROW = 4;
export const STATES: readonly ScannedFile['state'][] = ['good', 'broken', 'withdrawn'];
/** Stands for `undefined` in columns of numbers. */
export const NONE = Number.NaN;

export function packSegment(files: readonly ScannedFile[]): PackedSegment {
  const packer = new SegmentPacker();
  for (const file of files) packer.add(file);
  return packer.packed();
}

/** Packs files one after the other, so that nobody has to hold them all. */
export class SegmentPacker {
  readonly #table = new StringTable();
  readonly #texts = new TextColumn();
  readonly #fileTexts = new TextColumn();
  readonly #findings = new FindingsPacker();
  readonly #fileEnds: number[] = [];
  readonly #states: number[] = [];
  readonly #errors: number[] = [];
  readonly #firsts: number[] = [0];
  readonly #instants: number[] = [];
  readonly #values: number[] = [];
  readonly #ends: number[] = [];
  readonly #topics: number[] = [];
  readonly #prints: number[] = [];

  add({ path, digest, state, candidates, findings }: ScannedFile): void {
    this.#fileEnds.push(this.#fileTexts.add(digest), this.#fileTexts.add(path));
    this.#states.push(STATES.indexOf(state));
    this.#errors.push(findings.some(isError) ? 1 : 0);
    for (const candidate of candidates) this.#addCandidate(candidate, path);
    this.#firsts.push(this.#ends.length / END_ROW);
    this.#findings.add(findings, path);
  }

  #addCandidate(candidate: Candidate, path: string): void {
    const table = this.#table;
    this.#instants.push(candidate.published, candidate.updated ?? NONE);
    for (const topic of candidate.topics) this.#topics.push(table.place(topic));
    this.#values.push(
      table.place(candidate.host),
      table.place(candidate.providerName),
      table.place(candidate.type),
      table.place(candidate.category),
      table.place(candidate.language),
      table.place(candidate.withheld),
      table.place(idPrefixOf(candidate, path)),
      table.place(ranksOf(candidate)),
      candidate.relatedIndex + 1,
    );
    for (const page of candidate.pages) this.#prints.push(printOf(page));
    const hashesEnd = this.#texts.add(hashesOf(candidate, path));
    const pagesEnd = this.#texts.add(candidate.pages.join('\n'));
    this.#ends.push(this.#topics.length, this.#prints.length, hashesEnd, pagesEnd);
  }

  /** What was added. `store`: puts the large part elsewhere. */
  packed(store: Store = inMemory): PackedSegment {
    const [texts, fileTexts] = [this.#texts.bytes(), this.#fileTexts.bytes()];
    return {
      strings: this.#table.strings,
      fileEnds: new Uint32Array(this.#fileEnds),
      states: new Uint8Array(this.#states),
      errors: new Uint8Array(this.#errors),
      firsts: new Uint32Array(this.#firsts),
      instants: new Float64Array(this.#instants),
      values: placesIn(this.#values),
      ends: new Uint32Array(this.#ends),
      topics: placesIn(this.#topics),
      prints: new Int32Array(this.#prints),
      rest: restOf(texts, fileTexts, this.#findings.packed(), store),
    };
  }
}

function placesIn(numbers: readonly number[]): Places {
  let most = 0;
  for (const number of numbers) if (number > most) most = number;
  return most < 1 << 16 ? new Uint16Array(numbers) : new Uint32Array(numbers);
}

function restOf(texts: Uint8Array, fileTexts: Uint8Array, findings: PackedFindings, store: Store = inMemory): Rest {
  const filesStart = texts.length;
  const bytes = store([texts, fileTexts, serialize(findings)]);
  return { bytes, filesStart, findingsStart: filesStart + fileTexts.length };
}

/** Made anew each time. */
export function findingsOf(rest: Rest): PackedFindings {
  // Only `restOf` makes them; the checksums of the cache vouch for what comes out of it.
  // Columns may be made of the bytes themselves.
  return deserialize(heldBytes(rest.bytes, rest.findingsStart)) as PackedFindings;
}

/** A segment as a section of the cache. */
export function segmentParts({ rest: { bytes, ...starts }, ...columns }: PackedSegment): Generator<Uint8Array> {
  return sectionParts({ ...columns, rest: starts }, [bytes]);
}

/** The segment of a section. */
export function segmentFrom(section: Buffer): PackedSegment {
  const { value, many } = sectionHalves(section);
  // The checksums of the cache vouch for the shape: only `segmentParts` makes it.
  const { rest, ...columns } = value as PackedSegment;
  return { ...columns, rest: { ...rest, bytes: many } };
}

/** Several segments as one, their files one after the other. */
export function joinSegments(segments: readonly PackedSegment[]): PackedSegment {
  const [only] = segments;
  if (only !== undefined && segments.length === 1) return only;
  const table = new StringTable();
  const tables = segments.map(({ strings }) => table.placesOf(strings));
  const values = Array.from(concatenated(Uint32Array, segments, (segment) => segment.values));
  const topics = Array.from(concatenated(Uint32Array, segments, (segment) => segment.topics));
  const ends = concatenated(Uint32Array, segments, (segment) => segment.ends);
  const fileEnds = concatenated(Uint32Array, segments, (segment) => segment.fileEnds);
  const firsts = new Uint32Array(segments.reduce((sum, { states }) => sum + states.length, 1));
  let [candidate, topic, print, text, file, fileText] = [0, 0, 0, 0, 0, 0];
  for (const [index, segment] of segments.entries()) {
    const placeOf = (place: number | undefined) => tables[index]?.[place ?? 0] ?? 0;
    for (const [place, count] of segment.firsts.entries()) firsts[file + place] = candidate + count;
    for (const [place, end] of segment.fileEnds.entries()) fileEnds[file * 2 + place] = fileText + end;
    const [firstTopic, firstPrint, next] = [topic, print, candidate + segment.instants.length / 2];
    for (; candidate < next; candidate++) {
      const value = candidate * VALUE_ROW;
      for (let column = 0; column < STRINGS; column++) values[value + column] = placeOf(values[value + column]);
      const end = candidate * END_ROW;
      ends[end + ENDS.topics] = (ends[end + ENDS.topics] ?? 0) + firstTopic;
      ends[end + ENDS.prints] = (ends[end + ENDS.prints] ?? 0) + firstPrint;
      ends[end + ENDS.hashes] = (ends[end + ENDS.hashes] ?? 0) + text;
      ends[end + ENDS.pages] = (ends[end + ENDS.pages] ?? 0) + text;
    }
    for (const last = topic + segment.topics.length; topic < last; topic++) topics[topic] = placeOf(topics[topic]);
    file += segment.states.length;
    print += segment.prints.length;
    text += segment.rest.filesStart;
    fileText += segment.rest.findingsStart - segment.rest.filesStart;
  }
  // Each is read once; of those in a file a copy has to be made.
  const copyOf = ({ rest }: PackedSegment, from: number, to: number) => heldBytes(rest.bytes, from, to);
  return {
    strings: table.strings,
    fileEnds,
    states: concatenated(Uint8Array, segments, (segment) => segment.states),
    errors: concatenated(Uint8Array, segments, (segment) => segment.errors),
    firsts,
    instants: concatenated(Float64Array, segments, (segment) => segment.instants),
    values: placesIn(values),
    ends,
    topics: placesIn(topics),
    prints: concatenated(Int32Array, segments, (segment) => segment.prints),
    rest: restOf(
      Buffer.concat(segments.map((segment) => copyOf(segment, 0, segment.rest.filesStart))),
      Buffer.concat(segments.map((segment) => copyOf(segment, segment.rest.filesStart, segment.rest.findingsStart))),
      joinFindings(segments.map(({ rest }) => findingsOf(rest))),
    ),
  };
}

function ranksOf({ quality, heat }: Candidate): string | undefined {
  return quality === undefined && heat === undefined ? undefined : `${quality ?? ''}\n${heat ?? ''}`;
}

/** Begins the prefix of an id that is made of a path. */
export const BY_PATH = '=';
/** In the place of a prefix: the id stands with the hashes. */
export const WRITTEN_OUT = '!';

function idPrefixOf({ id, pages }: Candidate, path: string): string | undefined {
  if (id === pages[0]) return undefined;
  const stem = stemOf(path);
  return id.endsWith(stem) ? BY_PATH + id.slice(0, id.length - stem.length) : WRITTEN_OUT;
}

export function stemOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
}

/** `seen`; then `text` when it is another; then the id when neither path nor page say it. */
function hashesOf(candidate: Candidate, path: string): string {
  const { id, text, seen } = candidate;
  if (idPrefixOf(candidate, path) === WRITTEN_OUT) return `${seen}\n${text}\n${id}`;
  return text === seen ? seen : `${seen}\n${text}`;
}
