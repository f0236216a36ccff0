// In: a place in YAML text. Out: the next place where something stands. Lines, indentation, comments. YAML 1.2.2 §6.

import { beyondAscii, decodedUtf8 } from './undecoded.ts';

/** How far a reading has come. One object goes through all its functions. */
export interface Reading {
  readonly text: string;
  /** Where the YAML ends in `text`, exclusive. */
  readonly end: number;
  /** The next character to be read. */
  at: number;
  /** Spaces before the content of the current line; -1 behind the last one. */
  indent: number;
  /** Whether comment lines stand between the current content and the line before it. */
  commented: boolean;
  /** Whether a comment ended the line before. */
  noted: boolean;
  /** Where the last value ends with its line break: `yaml` counts that as part of a list or mapping. */
  after: number;
  /** Values met so far, keys among them. */
  values: number;
  /** The first backslash at or behind the place where it was last looked for; the end of the text when there is none. */
  backslash: number;
  /** Whether the text is not decoded yet: `undecoded.ts`. */
  readonly isUndecoded: boolean;
  /** The same for the first character that has to be decoded. */
  undecoded: number;
}

/** A part of the text, decoded. */
export function cut(reading: Reading, start: number, end: number): string {
  const part = reading.text.slice(start, end);
  if (reading.undecoded < start) reading.undecoded = beyondAscii(reading.text, start);
  return reading.undecoded < end ? decodedUtf8(part) : part;
}

export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const HASH = 0x23;
export const APOSTROPHE = 0x27;
export const COMMA = 0x2c;
export const DASH = 0x2d;
export const COLON = 0x3a;
export const BACKSLASH = 0x5c;

/**
 * Goes from the beginning of a line to the first content at or after it. Comment lines must be indented as that content
 * is, as `yaml` counts others as part of the value before them.
 */
export function toContent(reading: Reading, lineStart: number): boolean {
  const { text, end } = reading;
  let at = lineStart;
  let from = lineStart;
  let comment = -1;
  for (;;) {
    while (at < end && text.charCodeAt(at) === SPACE) at++;
    if (at >= end) break;
    const code = text.charCodeAt(at);
    if (code === HASH) {
      if (comment >= 0 && comment !== at - from) return false;
      comment = at - from;
      at = nextLine(text, at, end);
    } else if (code === LF) at++;
    else if (code === CR && at + 1 < end && text.charCodeAt(at + 1) === LF) at += 2;
    else break;
    from = at;
  }
  reading.at = at;
  reading.indent = at < end ? at - from : -1;
  reading.commented = comment >= 0;
  return comment < 0 || comment === Math.max(reading.indent, 0);
}

/** Goes from the end of a value to the next content. Only spaces and a comment may be left on the line of the value. */
export function endLine(reading: Reading): boolean {
  const { text, end, at: valueEnd } = reading;
  let at = valueEnd;
  while (at < end && text.charCodeAt(at) === SPACE) at++;
  const code = at < end ? text.charCodeAt(at) : LF;
  const hasComment = code === HASH;
  if (hasComment) {
    if (text.charCodeAt(at - 1) !== SPACE) return false;
    at = nextLine(text, at, end);
  } else if (code === LF) at = Math.min(at + 1, end);
  else if (code === CR && at + 1 < end && text.charCodeAt(at + 1) === LF) at += 2;
  else return false;
  reading.after = at;
  reading.noted = hasComment;
  return toContent(reading, at);
}

/** Skips spaces. False: nothing but a comment follows on this line. */
export function toValue(reading: Reading): boolean {
  const { text, end } = reading;
  let { at } = reading;
  while (at < end && text.charCodeAt(at) === SPACE) at++;
  reading.at = at;
  if (at >= end) return false;
  const code = text.charCodeAt(at);
  return code !== LF && code !== CR && code !== HASH;
}

/**
 * Goes from within the lines below a key in the first column to the next key there. What is between is not looked at: good
 * for a text that was read without an error before.
 */
export function hopValue(reading: Reading): void {
  const { text, end } = reading;
  let { at } = reading;
  do at = nextLine(text, at, end);
  while (at < end && isWithinValue(text, at));
  reading.at = at;
  reading.indent = at < end ? 0 : -1;
  reading.after = at;
}

// Whether a line is empty, indented, a comment or an item: no key in the first column.
function isWithinValue(text: string, lineStart: number): boolean {
  const code = text.charCodeAt(lineStart);
  if (code === DASH) return text.charCodeAt(lineStart + 1) <= SPACE;
  return code === SPACE || code === HASH || code === LF || code === CR;
}

function nextLine(text: string, at: number, end: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 || feed >= end ? end : feed + 1;
}
