// In: columns. Out: the files and candidates that lie in them. What is read stays there until somebody asks for it.
import type { Finding } from '../diagnostics/finding.ts';
import type { Candidate } from '../model/collection.ts';
import type { Instant } from '../model/instant.ts';
import type { PlainText } from '../model/text.ts';
import { errorFinder, findingReader } from './packed-findings.ts';
import { BY_PATH, COLUMNS, NONE, type PackedSegment, ROW, STATES, stemOf, WRITTEN_OUT } from './packed-segment.ts';
import { textReader } from './packed-strings.ts';
import type { ScannedFile } from './reading.ts';
import type { Stamp } from './stamp.ts';

/** A segment with what its files share while they are read. */
export class Segment {
  readonly packed: PackedSegment;
  readonly text: (start: number, end: number) => string;
  readonly findings: (place: number, path: string) => readonly Finding[];
  readonly hasErrors: (place: number) => boolean;
  readonly #fileTexts: (start: number, end: number) => string;

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

  string(place: number): string | undefined {
    return place === 0 ? undefined : this.packed.strings[place - 1];
  }

  /** A column of a candidate's row. */
  at(index: number, column: number): number {
    return this.packed.rows[index * ROW + column] ?? 0;
  }
}

/** A file in columns. */
export class PackedFile implements ScannedFile {
  readonly path: string;
  readonly segment: Segment;
  readonly place: number;
  readonly #stamps: Float64Array;
  readonly #stampAt: number;
  #candidates: readonly Candidate[] | undefined;

  constructor(segment: Segment, place: number, stamps: Float64Array, stampAt: number, path?: string) {
    this.segment = segment;
    this.place = place;
    this.#stamps = stamps;
    this.#stampAt = stampAt;
    this.path = path ?? segment.fileText(place * 2 + 1);
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
    const idPrefix = this.#string(COLUMNS.idPrefix);
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
    return this.#string(COLUMNS.host) ?? '';
  }

  get providerName(): PlainText {
    return (this.#string(COLUMNS.providerName) ?? '') as PlainText;
  }

  get type(): string | undefined {
    return this.#string(COLUMNS.type);
  }

  get category(): string | undefined {
    return this.#string(COLUMNS.category);
  }

  get language(): string | undefined {
    return this.#string(COLUMNS.language);
  }

  get withheld(): Candidate['withheld'] {
    return this.#string(COLUMNS.withheld) as Candidate['withheld'];
  }

  get topics(): readonly PlainText[] {
    const { segment } = this.#file;
    const start = this.#at === 0 ? 0 : segment.at(this.#at - 1, COLUMNS.topicsEnd);
    const end = segment.at(this.#at, COLUMNS.topicsEnd);
    const topics: PlainText[] = [];
    for (let at = start; at < end; at++)
      topics.push((segment.string(segment.packed.topics[at] ?? 0) ?? '') as PlainText);
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

  #string(column: number): string | undefined {
    const { segment } = this.#file;
    return segment.string(segment.at(this.#at, column));
  }

  #rank(which: 0 | 1): number | undefined {
    const rank = this.#string(COLUMNS.ranks)?.split('\n')[which] ?? '';
    return rank === '' ? undefined : Number(rank);
  }

  #hashes(): string {
    const { segment } = this.#file;
    const start = this.#at === 0 ? 0 : segment.at(this.#at - 1, COLUMNS.pagesEnd);
    return segment.text(start, segment.at(this.#at, COLUMNS.hashesEnd));
  }
}
