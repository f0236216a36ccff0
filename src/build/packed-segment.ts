// In: readings of files. Out: one segment of columns that holds them all; which column means what.
import type { Candidate } from '../model/collection.ts';
import { printOf } from '../model/hash.ts';
import { joinFindings, type PackedFindings, packFindings } from './packed-findings.ts';
import { concatenated, StringTable, TextColumn } from './packed-strings.ts';
import type { ScannedFile } from './reading.ts';

/** Files that were packed together. */
export interface PackedSegment {
  readonly strings: readonly string[];
  /** Digest and path of each file, and where both end. */
  readonly files: Uint8Array;
  readonly fileEnds: Uint32Array;
  readonly states: Uint8Array;
  /** Where each file's candidates begin; one number more than there are files. */
  readonly firsts: Uint32Array;
  /** Two numbers a candidate: publication and update. */
  readonly instants: Float64Array;
  /** A row a candidate; see `COLUMNS`. */
  readonly rows: Uint32Array;
  /** Topics of candidates, one after the other: places in `strings`. */
  readonly topics: Uint32Array;
  /** `printOf` all pages of candidates, one after the other. */
  readonly prints: Int32Array;
  /** What only one candidate has: hashes, then pages. */
  readonly texts: Uint8Array;
  readonly findings: PackedFindings;
}

/**
 * Columns of `rows`: places in `strings` count from 1, and 0 is `undefined`; the ends are places in `topics`, `prints` and
 * `texts`. `idPrefix` is what stands before the path in an id that is made of it, after a mark; without one the id is the page.
 */
export const COLUMNS = {
  host: 0,
  providerName: 1,
  type: 2,
  category: 3,
  language: 4,
  withheld: 5,
  idPrefix: 6,
  ranks: 7,
  relatedIndex: 8,
  topicsEnd: 9,
  printsEnd: 10,
  hashesEnd: 11,
  pagesEnd: 12,
} as const;
export const ROW = 13;
/** How many of them, the first, are places in `strings`. */
const STRINGS = COLUMNS.relatedIndex;
export const STATES: readonly ScannedFile['state'][] = ['good', 'broken', 'withdrawn'];
/** Stands for `undefined` in columns of numbers. */
export const NONE = Number.NaN;
export function packSegment(files: readonly ScannedFile[]): PackedSegment {
  const table = new StringTable();
  const fileTexts = new TextColumn();
  const texts = new TextColumn();
  const topics: number[] = [];
  const prints: number[] = [];
  const fileEnds = new Uint32Array(files.length * 2);
  const firsts = new Uint32Array(files.length + 1);
  const total = files.reduce((sum, file) => sum + file.candidates.length, 0);
  const instants = new Float64Array(total * 2);
  const rows = new Uint32Array(total * ROW);
  let at = 0;
  for (const [index, { path, digest, candidates }] of files.entries()) {
    fileEnds[index * 2] = fileTexts.add(digest);
    fileEnds[index * 2 + 1] = fileTexts.add(path);
    for (const candidate of candidates) {
      instants[at * 2] = candidate.published;
      instants[at * 2 + 1] = candidate.updated ?? NONE;
      for (const topic of candidate.topics) topics.push(table.place(topic));
      const row = at++ * ROW;
      rows[row + COLUMNS.host] = table.place(candidate.host);
      rows[row + COLUMNS.providerName] = table.place(candidate.providerName);
      rows[row + COLUMNS.type] = table.place(candidate.type);
      rows[row + COLUMNS.category] = table.place(candidate.category);
      rows[row + COLUMNS.language] = table.place(candidate.language);
      rows[row + COLUMNS.withheld] = table.place(candidate.withheld);
      rows[row + COLUMNS.idPrefix] = table.place(idPrefixOf(candidate, path));
      rows[row + COLUMNS.ranks] = table.place(ranksOf(candidate));
      rows[row + COLUMNS.relatedIndex] = candidate.relatedIndex + 1;
      rows[row + COLUMNS.topicsEnd] = topics.length;
      for (const page of candidate.pages) prints.push(printOf(page));
      rows[row + COLUMNS.printsEnd] = prints.length;
      rows[row + COLUMNS.hashesEnd] = texts.add(hashesOf(candidate, path));
      rows[row + COLUMNS.pagesEnd] = texts.add(candidate.pages.join('\n'));
    }
    firsts[index + 1] = at;
  }
  return {
    strings: table.strings,
    files: fileTexts.bytes(),
    fileEnds,
    states: Uint8Array.from(files, ({ state }) => STATES.indexOf(state)),
    firsts,
    instants,
    rows,
    topics: Uint32Array.from(topics),
    prints: Int32Array.from(prints),
    texts: texts.bytes(),
    findings: packFindings(
      files.map((file) => file.findings),
      files.map(({ path }) => path),
    ),
  };
}

/** Several segments as one, their files one after the other. */
export function joinSegments(segments: readonly PackedSegment[]): PackedSegment {
  const [only] = segments;
  if (only !== undefined && segments.length === 1) return only;
  const table = new StringTable();
  const places = segments.map(({ strings }) => table.placesOf(strings));
  const rows = concatenated(Uint32Array, segments, (segment) => segment.rows);
  const topics = concatenated(Uint32Array, segments, (segment) => segment.topics);
  const fileEnds = concatenated(Uint32Array, segments, (segment) => segment.fileEnds);
  const firsts = new Uint32Array(segments.reduce((sum, { states }) => sum + states.length, 1));
  let [row, topic, print, text, file, fileText] = [0, 0, 0, 0, 0, 0];
  for (const [index, segment] of segments.entries()) {
    const placeOf = (place: number | undefined) => places[index]?.[place ?? 0] ?? 0;
    const first = row / ROW;
    for (const end = row + segment.rows.length; row < end; row += ROW) {
      for (let column = 0; column < STRINGS; column++) rows[row + column] = placeOf(rows[row + column]);
      rows[row + COLUMNS.topicsEnd] = (rows[row + COLUMNS.topicsEnd] ?? 0) + topic;
      rows[row + COLUMNS.printsEnd] = (rows[row + COLUMNS.printsEnd] ?? 0) + print;
      rows[row + COLUMNS.hashesEnd] = (rows[row + COLUMNS.hashesEnd] ?? 0) + text;
      rows[row + COLUMNS.pagesEnd] = (rows[row + COLUMNS.pagesEnd] ?? 0) + text;
    }
    for (const end = topic + segment.topics.length; topic < end; topic++) topics[topic] = placeOf(topics[topic]);
    for (const [place, count] of segment.firsts.entries()) firsts[file + place] = first + count;
    for (const [place, end] of segment.fileEnds.entries()) fileEnds[file * 2 + place] = fileText + end;
    file += segment.states.length;
    print += segment.prints.length;
    text += segment.texts.length;
    fileText += segment.files.length;
  }
  return {
    strings: table.strings,
    files: concatenated(Uint8Array, segments, (segment) => segment.files),
    fileEnds,
    states: concatenated(Uint8Array, segments, (segment) => segment.states),
    firsts,
    instants: concatenated(Float64Array, segments, (segment) => segment.instants),
    rows,
    topics,
    prints: concatenated(Int32Array, segments, (segment) => segment.prints),
    texts: concatenated(Uint8Array, segments, (segment) => segment.texts),
    findings: joinFindings(segments.map(({ findings }) => findings)),
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
