// In: columns. Out: the files and candidates that lie in them. What is read stays there until somebody asks for it.
import type { Finding } from '../../diagnostics/finding.ts';
import { readStored, type StoredBytes } from '../../io/stored-bytes.ts';
import type { Candidate } from '../../model/collection.ts';
import type { Instant } from '../../model/instant.ts';
import type { PlainText } from '../../model/text.ts';
import type { ScannedFile } from '../reading/reading.ts';
import type { Stamp } from '../reading/stamp.ts';
import { findingReader } from './findings.ts';
import {
  BY_PATH,
  END_ROW,
  ENDS,
  findingsOf,
  NONE,
  type PackedSegment,
  STATES,
  stemOf,
  VALUE_ROW,
  VALUES,
  WRITTEN_OUT,
} from './segment.ts';
import { textIn, textReader } from './strings.ts';

/** A segment with what its files share while they are read. */
export class Segment {
  readonly packed: PackedSegment;
  /** Texts of the large part, from one place to another. */
  text: (start: number, end: number) => string;
  #findings: FindingReader | undefined;

  /** The path of the file at a place. */
  readonly pathOf: (place: number) => string;

  /** `pathOf`: where paths are at hand already. */
  constructor(packed: PackedSegment, pathOf?: (place: number) => string) {
    this.packed = packed;
    this.pathOf = pathOf ?? ((place) => this.fileText(place * 2 + 1));
    const { bytes } = packed.rest;
    this.text = bytes instanceof Uint8Array ? textReader(bytes) : storedTextReader(bytes);
  }

  fileText(column: number): string {
    const { fileEnds, rest } = this.packed;
    return this.text(rest.filesStart + (fileEnds[column - 1] ?? 0), rest.filesStart + (fileEnds[column] ?? 0));
  }

  string(place: number): string | undefined {
    return place === 0 ? undefined : this.packed.strings[place - 1];
  }

  /** A value of a candidate; see `VALUES`. */
  value(index: number, column: number): number {
    return this.packed.values[index * VALUE_ROW + column] ?? 0;
  }

  /** Where something of a candidate ends, and that of the next one begins; see `ENDS`. */
  end(index: number, column: number): number {
    return index < 0 ? 0 : (this.packed.ends[index * END_ROW + column] ?? 0);
  }

  findings(place: number, path: string): readonly Finding[] {
    if (this.#findings === undefined) {
      const { rest } = this.packed;
      this.#findings = findingReader(findingsOf(rest));
      if (!(rest.bytes instanceof Uint8Array)) {
        lastRead?.forgetFindings();
        lastRead = this;
      }
    }
    return this.#findings(place, path);
  }

  forgetFindings(): void {
    this.#findings = undefined;
  }

  /** The file of the large part is about to be closed: nothing is read of it any more, and only findings may be kept. */
  leaveStorage(keepsFindings: boolean): void {
    const { rest } = this.packed;
    if (rest.bytes instanceof Uint8Array) return;
    this.#findings = keepsFindings ? findingReader(findingsOf(rest)) : () => [];
    if (lastRead === this) lastRead = undefined;
    this.text = () => {
      throw new Error('a reading was asked for after the build');
    };
  }
}

/** So many bytes are read for a text: the next one that is asked for lies near to it, nearly always. */
const READ_BYTES = 2048;
/** Of them so many before it: what belongs to a candidate is not asked for in the order in which it lies. */
const READ_BEFORE = 128;

/** Reads texts that lie in a file. */
function storedTextReader(stored: StoredBytes): (start: number, end: number) => string {
  const near = Buffer.allocUnsafe(READ_BYTES);
  let from = 0;
  let to = 0;
  return (start, end) => {
    if (start < from || end > to) {
      from = Math.max(start - READ_BEFORE, 0);
      to = Math.min(from + READ_BYTES, stored.length);
      if (end > to) {
        from = to;
        return textIn(readStored(stored, start, end));
      }
      readStored(stored, from, to).copy(near);
    }
    return textIn(near.subarray(start - from, end - from));
  };
}

type FindingReader = ReturnType<typeof findingReader>;

/** Findings are asked for one file after the other: those that lie in a file are in memory one segment at a time. */
let lastRead: Segment | undefined;

/** A file in columns. */
export class PackedFile implements ScannedFile {
  readonly segment: Segment;
  readonly place: number;
  readonly #stamps: Float64Array;
  readonly #stampAt: number;
  #path: string | undefined;

  constructor(segment: Segment, place: number, stamps: Float64Array, stampAt: number) {
    this.segment = segment;
    this.place = place;
    this.#stamps = stamps;
    this.#stampAt = stampAt;
  }

  get path(): string {
    this.#path ??= this.segment.pathOf(this.place);
    return this.#path;
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

  /** Other objects each time: whoever keeps them decides how long. */
  get candidates(): readonly Candidate[] {
    const { firsts } = this.segment.packed;
    const first = firsts[this.place] ?? 0;
    const end = firsts[this.place + 1] ?? first;
    const candidates: Candidate[] = [];
    if (first === end) return candidates;
    const parent = new PackedCandidate(this, first, undefined);
    candidates.push(parent);
    for (let at = first + 1; at < end; at++) candidates.push(new PackedCandidate(this, at, parent));
    return candidates;
  }

  get findings(): readonly Finding[] {
    return this.segment.findings(this.place, this.path);
  }

  get hasErrors(): boolean {
    return this.segment.packed.errors[this.place] === 1;
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
    const idPrefix = this.#string(VALUES.idPrefix);
    if (idPrefix === undefined) return this.pages[0] ?? '';
    if (idPrefix === WRITTEN_OUT) return this.#hashes().split('\n')[2] ?? '';
    return idPrefix.slice(BY_PATH.length) + stemOf(this.path);
  }

  get pages(): readonly string[] {
    const { segment } = this.#file;
    const text = segment.text(segment.end(this.#at, ENDS.hashes), segment.end(this.#at, ENDS.pages));
    return text.includes('\n') ? text.split('\n') : [text];
  }

  pagePrint(index: number): number | undefined {
    const { segment } = this.#file;
    const at = index + segment.end(this.#at - 1, ENDS.prints);
    return at < segment.end(this.#at, ENDS.prints) ? segment.packed.prints[at] : undefined;
  }

  fileDigest(): string {
    return this.#file.digest;
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
    return this.#file.segment.value(this.#at, VALUES.relatedIndex) - 1;
  }

  get host(): string {
    return this.#string(VALUES.host) ?? '';
  }

  get providerName(): PlainText {
    return (this.#string(VALUES.providerName) ?? '') as PlainText;
  }

  get type(): string | undefined {
    return this.#string(VALUES.type);
  }

  get category(): string | undefined {
    return this.#string(VALUES.category);
  }

  get language(): string | undefined {
    return this.#string(VALUES.language);
  }

  get withheld(): Candidate['withheld'] {
    return this.#string(VALUES.withheld) as Candidate['withheld'];
  }

  get topics(): readonly PlainText[] {
    const { segment } = this.#file;
    const start = segment.end(this.#at - 1, ENDS.topics);
    const end = segment.end(this.#at, ENDS.topics);
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
    return segment.string(segment.value(this.#at, column));
  }

  #rank(which: 0 | 1): number | undefined {
    const rank = this.#string(VALUES.ranks)?.split('\n')[which] ?? '';
    return rank === '' ? undefined : Number(rank);
  }

  #hashes(): string {
    const { segment } = this.#file;
    return segment.text(segment.end(this.#at - 1, ENDS.pages), segment.end(this.#at, ENDS.hashes));
  }
}
