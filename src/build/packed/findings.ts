// In: the findings of many files. Out: the same as columns, and back, a file at a time.
import type { Finding, FrameLine } from '../../diagnostics/finding.ts';
import type { Severity } from '../../diagnostics/rule.ts';
import type { Code } from '../../diagnostics/rules.ts';
import { concatenated, StringTable, TextColumn, textReader } from './strings.ts';

export interface PackedFindings {
  readonly strings: readonly string[];
  /** Where each group begins; one number more than there are groups. */
  readonly firsts: Uint32Array;
  /** A row a finding; see `COLUMNS`. */
  readonly rows: Uint32Array;
  /** Lines of frames, one after the other. */
  readonly frames: Uint8Array;
}

/**
 * Columns of `rows`: places in `strings` of code, severity, message and path; line 0 = no position; then number, start
 * and end in `frames` of each of two lines, number 0 = no line. A path that ends in the group's is what stands before
 * that, doubled; another is its own place, doubled, plus one.
 */
const COLUMNS = { code: 0, severity: 1, message: 2, path: 3, line: 4, column: 5, endColumn: 6, frame: 7 } as const;
const FRAME_LINES = [0, 1];
const ROW = 13;

/** Packs groups of findings, each about one file. */
export class FindingsPacker {
  readonly #table = new StringTable();
  readonly #frames = new TextColumn();
  readonly #firsts: number[] = [0];
  readonly #rows: number[] = [];
  #end = 0;

  /** `own`: the path of the file. */
  add(group: readonly Finding[], own: string): void {
    const table = this.#table;
    const rows = this.#rows;
    for (const { code, severity, message, path, position } of group) {
      const place = path.endsWith(own)
        ? table.place(path.slice(0, path.length - own.length)) * 2
        : table.place(path) * 2 + 1;
      rows.push(table.place(code), table.place(severity), table.place(message), place);
      rows.push(position?.line ?? 0, position?.column ?? 0, position?.endColumn ?? 0);
      for (const slot of FRAME_LINES) {
        const line = position?.frame[slot];
        if (line !== undefined) this.#end = this.#frames.add(line.text);
        rows.push(line?.number ?? 0, line?.start ?? 0, this.#end);
      }
    }
    this.#firsts.push(rows.length / ROW);
  }

  packed(): PackedFindings {
    return {
      strings: this.#table.strings,
      firsts: new Uint32Array(this.#firsts),
      rows: new Uint32Array(this.#rows),
      frames: this.#frames.bytes(),
    };
  }
}

/** Packs groups of findings that are about no file in particular. */
export function packFindings(groups: readonly (readonly Finding[])[]): PackedFindings {
  const packer = new FindingsPacker();
  for (const group of groups) packer.add(group, '');
  return packer.packed();
}

/** Several packings as one, their groups one after the other. */
export function joinFindings(packings: readonly PackedFindings[]): PackedFindings {
  const table = new StringTable();
  const rows = concatenated(Uint32Array, packings, (packing) => packing.rows);
  const firsts = new Uint32Array(packings.reduce((sum, packing) => sum + packing.firsts.length - 1, 1));
  let [row, group, frame] = [0, 0, 0];
  for (const packing of packings) {
    const places = table.placesOf(packing.strings);
    const placeOf = (place: number | undefined) => places[place ?? 0] ?? 0;
    for (const [index, first] of packing.firsts.entries()) firsts[group + index] = row / ROW + first;
    for (const end = row + packing.rows.length; row < end; row += ROW) {
      for (const column of [COLUMNS.code, COLUMNS.severity, COLUMNS.message]) {
        rows[row + column] = placeOf(rows[row + column]);
      }
      const path = rows[row + COLUMNS.path] ?? 0;
      rows[row + COLUMNS.path] = placeOf(path >>> 1) * 2 + (path % 2);
      for (const slot of FRAME_LINES) {
        const end = row + COLUMNS.frame + slot * 3 + 2;
        rows[end] = (rows[end] ?? 0) + frame;
      }
    }
    group += packing.firsts.length - 1;
    frame += packing.frames.length;
  }
  return {
    strings: table.strings,
    firsts,
    rows,
    frames: concatenated(Uint8Array, packings, (packing) => packing.frames),
  };
}

export function unpackFindings(packed: PackedFindings): readonly (readonly Finding[])[] {
  const read = findingReader(packed);
  return Array.from({ length: packed.firsts.length - 1 }, (_, group) => read(group, ''));
}

/** Reads single groups; `path` is the one that the group was packed with. */
export function findingReader({
  strings,
  firsts,
  rows,
  frames,
}: PackedFindings): (group: number, path: string) => readonly Finding[] {
  const text = textReader(frames);
  const number = (finding: number, column: number) => (finding < 0 ? 0 : (rows[finding * ROW + column] ?? 0));
  const string = (place: number) => strings[place - 1] ?? '';
  const lineOf = (finding: number, slot: number): readonly FrameLine[] => {
    const at = COLUMNS.frame + slot * 3;
    if (number(finding, at) === 0) return [];
    const start = slot === 0 ? number(finding - 1, ROW - 1) : number(finding, at - 1);
    return [
      { number: number(finding, at), text: text(start, number(finding, at + 2)), start: number(finding, at + 1) },
    ];
  };
  return (group, path) => {
    const first = firsts[group] ?? 0;
    return Array.from({ length: (firsts[group + 1] ?? first) - first }, (_, index): Finding => {
      const at = first + index;
      const place = number(at, COLUMNS.path);
      const line = number(at, COLUMNS.line);
      return {
        code: string(number(at, COLUMNS.code)) as Code,
        severity: string(number(at, COLUMNS.severity)) as Severity,
        message: string(number(at, COLUMNS.message)),
        path: place % 2 === 1 ? string((place - 1) / 2) : string(place / 2) + path,
        position:
          line === 0
            ? undefined
            : {
                line,
                column: number(at, COLUMNS.column),
                endColumn: number(at, COLUMNS.endColumn),
                frame: FRAME_LINES.flatMap((slot) => lineOf(at, slot)),
              },
      };
    });
  };
}
