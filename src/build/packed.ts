// In: readings and findings of many files. Out: the same as columns, and back: a tenth of the bytes and of the time that
// records would take in the cache. A string that recurs is written once.
import type { Finding, Position } from '../diagnostics/finding.ts';
import type { Severity } from '../diagnostics/rule.ts';
import type { Code } from '../diagnostics/rules.ts';
import type { Candidate } from '../model/collection.ts';
import type { Instant } from '../model/instant.ts';
import type { PlainText } from '../model/text.ts';
import type { ScannedFile } from './reading.ts';

/** A number that stands for `undefined` in columns of numbers. */
const NONE = Number.NaN;

/** Each string once; a column holds its place. */
class Table {
  readonly strings: string[] = [];
  readonly #places = new Map<string, number>();

  /** `undefined` is place 0. */
  place(text: string | undefined): number {
    if (text === undefined) return 0;
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.strings.push(text);
    this.#places.set(text, this.strings.length);
    return this.strings.length;
  }
}

export interface PackedFiles {
  readonly strings: readonly string[];
  readonly paths: readonly string[];
  readonly digests: readonly string[];
  readonly states: Uint8Array;
  /** Three numbers a file: bytes, time, inode; not numbers where there is no stamp. */
  readonly stamps: Float64Array;
  /** Candidates of each file. */
  readonly counts: Uint16Array;
  /** A row of numbers a candidate; texts are places in `strings`. */
  readonly rows: Float64Array;
  /** Topics of candidates, one after the other. */
  readonly topics: Uint32Array;
  /** Three texts a candidate: id, `text`, `seen`; empty where the id is the page, and where `text` is `seen`. */
  readonly texts: readonly string[];
  /** Pages of candidates, each list joined by line feeds. */
  readonly pages: readonly string[];
  readonly findings: PackedFindings;
}

const STATES: readonly ScannedFile['state'][] = ['good', 'broken', 'withdrawn'];
const ROW = 13;

export function packFiles(files: readonly ScannedFile[]): PackedFiles {
  const table = new Table();
  const candidates = files.flatMap((file) => file.candidates);
  const topics: number[] = [];
  const rows = new Float64Array(candidates.length * ROW);
  for (const [index, candidate] of candidates.entries()) {
    rows.set(
      [
        candidate.published,
        candidate.relatedIndex,
        table.place(candidate.host),
        table.place(candidate.providerName),
        table.place(candidate.type),
        table.place(candidate.category),
        table.place(candidate.language),
        candidate.quality ?? NONE,
        candidate.heat ?? NONE,
        candidate.updated ?? NONE,
        table.place(candidate.withheld),
        candidate.topics.length,
        0,
      ],
      index * ROW,
    );
    for (const topic of candidate.topics) topics.push(table.place(topic));
  }
  return {
    strings: table.strings,
    paths: files.map(({ path }) => path),
    digests: files.map(({ digest }) => digest),
    states: Uint8Array.from(files, ({ state }) => STATES.indexOf(state)),
    stamps: Float64Array.from(
      files.flatMap(({ stamp }) => [stamp?.sizeBytes ?? NONE, stamp?.mtimeMs ?? NONE, stamp?.inode ?? NONE]),
    ),
    counts: Uint16Array.from(files, (file) => file.candidates.length),
    rows,
    topics: Uint32Array.from(topics),
    texts: candidates.flatMap(({ id, text, seen, pages }) => [
      id === pages[0] ? '' : id,
      text === seen ? '' : text,
      seen,
    ]),
    pages: candidates.map((candidate) => candidate.pages.join('\n')),
    findings: packFindings(files.map((file) => file.findings)),
  };
}

export function unpackFiles(packed: PackedFiles): ReadonlyMap<string, ScannedFile> {
  const findings = unpackFindings(packed.findings);
  const files = new Map<string, ScannedFile>();
  const reader = candidateReader(packed);
  for (const [index, path] of packed.paths.entries()) {
    const [sizeBytes = NONE, mtimeMs = NONE, inode = NONE] = packed.stamps.subarray(index * 3, index * 3 + 3);
    files.set(path, {
      path,
      digest: packed.digests[index] ?? '',
      state: STATES[packed.states[index] ?? 1] ?? 'broken',
      stamp: Number.isNaN(sizeBytes) ? undefined : { sizeBytes, mtimeMs, inode },
      candidates: reader(path, packed.counts[index] ?? 0),
      findings: findings[index] ?? [],
    });
  }
  return files;
}

/** Reads candidates in the order they were packed, a file at a time. */
function candidateReader({
  strings,
  rows,
  topics,
  texts,
  pages,
}: PackedFiles): (path: string, count: number) => readonly Candidate[] {
  let at = 0;
  let topicAt = 0;
  const text = (place: number | undefined) => (place === undefined || place === 0 ? undefined : strings[place - 1]);
  const number = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? undefined : value);
  return (path, count) => {
    const read: Candidate[] = [];
    for (let index = 0; index < count; index++, at++) {
      const row = rows.subarray(at * ROW, at * ROW + ROW);
      const topicCount = row[11] ?? 0;
      const own = topics.subarray(topicAt, topicAt + topicCount);
      topicAt += topicCount;
      const [id = '', words = '', seen = ''] = texts.slice(at * 3, at * 3 + 3);
      const ownPages = (pages[at] ?? '').split('\n');
      read.push({
        id: id || (ownPages[0] ?? ''),
        pages: ownPages,
        published: (row[0] ?? 0) as Instant,
        path,
        parent: read[0],
        relatedIndex: row[1] ?? -1,
        host: text(row[2]) ?? '',
        providerName: (text(row[3]) ?? '') as PlainText,
        topics: Array.from(own, (place) => (text(place) ?? '') as PlainText),
        type: text(row[4]),
        category: text(row[5]),
        language: text(row[6]),
        quality: number(row[7]),
        heat: number(row[8]),
        updated: number(row[9]) as Instant | undefined,
        text: words || seen,
        seen,
        pinnedTo: undefined,
        withheld: text(row[10]) as Candidate['withheld'],
      });
    }
    return read;
  };
}

export interface PackedFindings {
  readonly strings: readonly string[];
  /** Findings of each group. */
  readonly counts: Uint32Array;
  /** Seven numbers a finding: code, severity, message, path, then line, column and end column; 0 = no position. */
  readonly rows: Uint32Array;
  /** Lines of frames, two a finding: number, start and text; number 0 where there is no line. */
  readonly frameNumbers: Uint32Array;
  readonly frameStarts: Uint32Array;
  readonly frameTexts: readonly string[];
}

const FINDING_ROW = 7;

/** Packs groups of findings; the groups come back in the same order. */
export function packFindings(groups: readonly (readonly Finding[])[]): PackedFindings {
  const table = new Table();
  const all = groups.flat();
  const rows = new Uint32Array(all.length * FINDING_ROW);
  const frameNumbers = new Uint32Array(all.length * 2);
  const frameStarts = new Uint32Array(all.length * 2);
  const frameTexts: string[] = [];
  for (const [index, { code, severity, message, path, position }] of all.entries()) {
    const place = position === undefined ? [0, 0, 0] : [position.line, position.column, position.endColumn];
    rows.set(
      [table.place(code), table.place(severity), table.place(message), table.place(path), ...place],
      index * FINDING_ROW,
    );
    for (const slot of [0, 1]) {
      const line = position?.frame[slot];
      frameNumbers[index * 2 + slot] = line?.number ?? 0;
      frameStarts[index * 2 + slot] = line?.start ?? 0;
      frameTexts.push(line?.text ?? '');
    }
  }
  return {
    strings: table.strings,
    counts: Uint32Array.from(groups, (group) => group.length),
    rows,
    frameNumbers,
    frameStarts,
    frameTexts,
  };
}

export function unpackFindings({
  strings,
  counts,
  rows,
  frameNumbers,
  frameStarts,
  frameTexts,
}: PackedFindings): readonly (readonly Finding[])[] {
  const text = (place: number | undefined) => strings[(place ?? 0) - 1] ?? '';
  let at = 0;
  return Array.from(counts, (count) => {
    const group: Finding[] = [];
    for (let index = 0; index < count; index++, at++) {
      const [code, severity, message, path, line = 0, column = 0, endColumn = 0] = rows.subarray(
        at * FINDING_ROW,
        at * FINDING_ROW + FINDING_ROW,
      );
      const frame = [0, 1].flatMap((slot) => {
        const number = frameNumbers[at * 2 + slot] ?? 0;
        return number === 0
          ? []
          : [{ number, text: frameTexts[at * 2 + slot] ?? '', start: frameStarts[at * 2 + slot] ?? 0 }];
      });
      const position: Position | undefined = line === 0 ? undefined : { line, column, endColumn, frame };
      group.push({
        code: text(code) as Code,
        severity: text(severity) as Severity,
        message: text(message),
        path: text(path),
        position,
      });
    }
    return group;
  });
}
