// A finding as data: what rule, about what, where. Detection stores offsets; line and column are worked out once, here.

import { lastUpTo } from '../model/ascending.ts';
import { byCodeUnit, detached } from '../model/text.ts';
import type { Severity } from './rule.ts';
import { type Code, rules, type Values } from './rules.ts';

/** A range of a source text in UTF-16 code units, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a stage leaves its findings. Bound to one file by whoever runs the stage; `at` is a place in that file's text. */
export type Report = <C extends Code>(code: C, values: Values<C>, at?: Span) => void;

/** One line of the source as a frame shows it. */
export interface FrameLine {
  /** 1-based. */
  readonly number: number;
  /** The line, or a window of it around the finding. */
  readonly text: string;
  /** Where the window begins in the line, in UTF-16 code units. Default: 0, a whole line. */
  readonly start?: number;
}

/** A place in a file, in the numbers editors use: 1-based, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** Exclusive, on the same line. */
  readonly endColumn: number;
  /** The line itself, with the line before it where there is one; empty where nobody shows it. */
  readonly frame: readonly FrameLine[];
}

/** A finding that no longer needs its source text. */
export interface Finding {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  /** The file or document it is about; empty when it is about the run. */
  readonly path: string;
  readonly position: Position | undefined;
}

export function finding<C extends Code>(code: C, values: Values<C>, path: string, position?: Position): Finding {
  const entry = rules[code];
  const title = entry.title as (values: Values<C>) => string;
  return { code, severity: entry.severity, message: title(values), path, position };
}

/** Characters of a line that are kept on each side of a finding. */
const WINDOW = 80;

/** Hides what must not be shown of a line, decoded, that begins at `start` (parse/secrets.ts); keeps the number of characters. */
export type Mask = (line: string, start: number) => string;

/** Makes text of a part of what is not decoded yet; the part holds whole characters. */
export type Decode = (part: string) => string;

/**
 * Works out line, column and frame of places in a text, or in what `decode` makes text of: then places count what is not
 * decoded. Its lines are looked up once, as far as there are questions. `isFramed`: with a frame. Default: true.
 */
export function placesIn(
  text: string,
  mask: Mask = (line) => line,
  decode: Decode = (part) => part,
): (span: Span, isFramed?: boolean) => Position {
  const starts = [0];
  let areAll = false;
  return (span, isFramed = true) => {
    // The last line, often the only one, is not searched for its end again and again.
    if (!areAll) areAll = addLineStarts(text, starts, Math.max(0, span.start));
    const place = placeOf(text, starts, span, decode);
    return { ...place, frame: isFramed ? frameOf(text, starts, place, mask, decode) : [] };
  };
}

type Place = Omit<Position, 'frame'>;

function placeOf(text: string, starts: readonly number[], span: Span, decode: Decode): Place {
  const start = Math.max(0, Math.min(span.start, text.length));
  const line = lastUpTo(starts, start);
  const lineStart = starts[line] ?? 0;
  const shownLength = (to: number) => withoutMark(decode(text.slice(lineStart, to)), lineStart).length;
  const column = shownLength(start) + 1;
  const endOnLine = Math.max(start, Math.min(span.end, endOfLine(text, starts, line)));
  return { line: line + 1, column, endColumn: Math.max(column + 1, shownLength(endOnLine) + 1) };
}

function frameOf(
  text: string,
  starts: readonly number[],
  { line, column }: Place,
  mask: Mask,
  decode: Decode,
): readonly FrameLine[] {
  // Whole lines would make the memory of a build as large as its articles.
  const start = Math.max(0, column - 1 - WINDOW);
  return (line === 1 ? [line] : [line - 1, line]).map((number) => {
    const from = starts[number - 1] ?? 0;
    const whole = withoutMark(mask(decode(text.slice(from, endOfLine(text, starts, number - 1))), from), from);
    return { number, text: detached(whole.slice(start, column + WINDOW)), start };
  });
}

// Editors show and count no byte order mark.
function withoutMark(line: string, start: number): string {
  return start === 0 && line.startsWith('\uFEFF') ? line.slice(1) : line;
}

/** Goes on with the starts of lines to the first behind `offset`; `true` when there are no more. */
function addLineStarts(text: string, starts: number[], offset: number): boolean {
  let last = starts.at(-1) ?? 0;
  while (last <= offset) {
    const feed = text.indexOf('\n', last);
    if (feed < 0) return true;
    last = feed + 1;
    starts.push(last);
  }
  return false;
}

function endOfLine(text: string, starts: readonly number[], line: number): number {
  const next = starts[line + 1];
  const end = next === undefined ? text.length : next - 1;
  return end > (starts[line] ?? 0) && text[end - 1] === '\r' ? end - 1 : end;
}

/** The worst first. */
export const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Sorts for people: by path, line, column, then code. */
export function inOrder(findings: Iterable<Finding>): Finding[] {
  return [...findings].sort(byPlace);
}

/** Compares as `inOrder` sorts. */
export function byPlace(a: Finding, b: Finding): number {
  return (
    byCodeUnit(a.path, b.path) ||
    (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
    (a.position?.column ?? 0) - (b.position?.column ?? 0) ||
    RANK[a.severity] - RANK[b.severity] ||
    byCodeUnit(a.code, b.code) ||
    byCodeUnit(a.message, b.message)
  );
}
