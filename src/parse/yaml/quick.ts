// In: a part of a file's text. Out: the mapping that `yaml` would read there, place for place, or nothing when that is
// not certain. YAML 1.2.2, the plain part of it: block lists and mappings, one-line values, one-line lists of words.
//
// Every function gives up (returns `undefined` or `false`) at the first thing it does not know, errors among them: what
// is wrong with a file is for `yaml` to say. The tests of this file compare the two.
//
// Memory: a string cut out of another one is a view of it from 13 characters on (V8), so the fields keep the whole text
// alive; copying would cost a third of the reading. Whoever keeps a string longer than its file takes `detached(it)`
// (model/text.ts).
import type { Field, ListField, MapEntry, MapField, ScalarField } from '../field.ts';
import { LIMITS } from '../limits.ts';
import {
  APOSTROPHE,
  COLON,
  COMMA,
  cut,
  DASH,
  endLine,
  hopValue,
  LF,
  QUOTE,
  type Reading,
  SPACE,
  toContent,
  toValue,
} from './quick-line.ts';
import {
  beginsPlain,
  mayBeTyped,
  plainScalarValue,
  readFlowItem,
  readPlain,
  readQuoted,
  scanPlain,
} from './quick-scalar.ts';

const DOT = 0x2e;
const LESS = 0x3c;
const BRACKET = 0x5b;
const BRACKET_END = 0x5d;
const BRACE = 0x7b;
const BRACE_END = 0x7d;

/** Most characters from the start of a key to its colon. YAML 1.2.2 §8.2.2. */
const KEY_LENGTH = 1024;

/** What is wanted of a mapping. The rest may be missing, and no places are right behind what is. */
export interface Wanted {
  readonly keys: ReadonlySet<string>;
  /** Of a list that is the value of one of them, so many items from its beginning. */
  readonly items: number;
}

/**
 * Reads the mapping in `text` from `start` to `end`, exclusive. `undefined`: ask `yaml`. `wanted` is for a text that was
 * read without an error before. With `isUndecoded`, so is `text`, and places count its characters: its bytes.
 */
export function readQuickly(
  text: string,
  start: number,
  end: number,
  wanted?: Wanted,
  isUndecoded = false,
): MapField | undefined {
  // A list of words has three tokens for two characters; nothing has more.
  if (end - start > LIMITS.tokens / 2) return undefined;
  // Looking one character ahead then never leaves the part.
  if (end < text.length && text.charCodeAt(end - 1) !== LF) return undefined;
  const reading: Reading = {
    text,
    end,
    at: start,
    indent: 0,
    commented: false,
    noted: false,
    after: start,
    values: 1,
    backslash: -1,
    isUndecoded,
    undecoded: isUndecoded ? -1 : text.length,
  };
  if (!toContent(reading, start) || reading.indent !== 0) return undefined;
  const map = readMap(reading, 0, wanted);
  return reading.at === end && reading.values <= LIMITS.values ? map : undefined;
}

// Reads the mapping whose first key begins at `reading.at`.
function readMap(reading: Reading, depth: number, wanted?: Wanted): MapField | undefined {
  const { at } = reading;
  return readMapFrom(reading, at, readKey(reading), depth, wanted);
}

// Reads the mapping that begins at `start` with the key `first`; `at` is on the colon of that key, and `reading.indent`
// says how many columns from the left all its keys stand.
function readMapFrom(
  reading: Reading,
  start: number,
  first: string | undefined,
  depth: number,
  wanted?: Wanted,
): MapField | undefined {
  if (depth >= LIMITS.nesting) return undefined;
  const { indent } = reading;
  const entries = new Map<string, MapEntry>();
  let keyStart = start;
  let key = first;
  for (;;) {
    if (key === undefined || reading.at - countedFrom(reading, keyStart) > KEY_LENGTH) return undefined;
    const keyEnd = reading.at;
    reading.at++;
    reading.values += 2;
    if (wanted === undefined || wanted.keys.has(key)) {
      const value = readEntryValue(reading, indent, depth + 1, wanted?.items);
      if (value === undefined) return undefined;
      const { size } = entries;
      entries.set(key, { key, start: keyStart, end: keyEnd, value });
      if (entries.size === size) return undefined;
    } else if (!passValue(reading, depth + 1)) return undefined;
    if (reading.indent !== indent) break;
    keyStart = reading.at;
    key = readKey(reading);
  }
  return reading.indent > indent ? undefined : { kind: 'map', entries, start, end: reading.after };
}

// Behind an empty value `yaml` counts what is before a key as a part of it.
function countedFrom({ text, after }: Reading, keyStart: number): number {
  return after === 0 || text.charCodeAt(after - 1) === LF ? keyStart : after;
}

// Leaves `at` on the colon.
function readKey(reading: Reading): string | undefined {
  const { text, at } = reading;
  if (!isQuote(text.charCodeAt(at))) {
    return beginsPlain(reading) && scanPlain(reading) === 'colon' ? plainKey(reading, at) : undefined;
  }
  const key = readQuoted(reading);
  return isAtColon(reading) ? key?.text : undefined;
}

// The key from `start` to `reading.at`. Keys that are not text (`404:`, `null:`) are left to `yaml`, and so are those
// that begin with a dot, as three end the document, or with <, as two merge another mapping in.
function plainKey(reading: Reading, start: number): string | undefined {
  const key = cut(reading, start, reading.at);
  const code = reading.text.charCodeAt(start);
  if (code === DOT || code === LESS) return undefined;
  return mayBeTyped(code) && typeof plainScalarValue(key) !== 'string' ? undefined : key;
}

function isAtColon({ text, at, end }: Reading): boolean {
  return at < end && text.charCodeAt(at) === COLON;
}

function isQuote(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE;
}

// Goes behind the value of a key in the first column. On the line of the key it is read, as it may not end there.
function passValue(reading: Reading, depth: number): boolean {
  if (toValue(reading)) return readOnLine(reading, depth) !== undefined;
  hopValue(reading);
  return true;
}

function readEntryValue(reading: Reading, indent: number, depth: number, items?: number): Field | undefined {
  const { at: colonEnd } = reading;
  if (toValue(reading)) return reading.at === colonEnd ? undefined : readOnLine(reading, depth);
  const at = reading.at;
  if (!endLine(reading)) return undefined;
  if (reading.indent >= indent && isAtDash(reading)) return readList(reading, depth, items);
  if (reading.indent > indent) return readMap(reading, depth);
  const isLast = reading.indent < indent;
  return isLast && (reading.noted || reading.commented) ? undefined : emptyField(reading, at);
}

// A key or dash with nothing behind it. When it is the last one, comments around it move the end of its list or mapping
// in ways of their own.
function emptyField(reading: Reading, at: number): ScalarField {
  reading.after = at;
  return { kind: 'scalar', text: '', value: null, start: at, end: at };
}

function isAtDash({ text, at, end }: Reading): boolean {
  return text.charCodeAt(at) === DASH && (at + 1 >= end || text.charCodeAt(at + 1) <= SPACE);
}

// A value on the line of its key or dash, and the way to the next content.
function readOnLine(reading: Reading, depth: number): Field | undefined {
  const code = reading.text.charCodeAt(reading.at);
  if (isQuote(code)) return endValue(reading, readQuoted(reading));
  if (code === BRACKET || code === BRACE) return endValue(reading, readFlow(reading, depth));
  return endValue(reading, readPlain(reading));
}

// What is indented deeper than the key or dash of a value would continue it: the caller sees that it is not.
function endValue<F extends Field>(reading: Reading, value: F | undefined): F | undefined {
  return value !== undefined && endLine(reading) ? value : undefined;
}

// `{}`, `[]` and lists of words: `[one, "two", three words]`.
function readFlow(reading: Reading, depth: number): Field | undefined {
  if (depth >= LIMITS.nesting) return undefined;
  const { text, at: start } = reading;
  const isMap = text.charCodeAt(start) === BRACE;
  const items: ScalarField[] = [];
  reading.at++;
  if (text.charCodeAt(reading.at) !== (isMap ? BRACE_END : BRACKET_END)) {
    if (isMap || !readFlowItems(reading, items)) return undefined;
  }
  reading.at++;
  const end = reading.at;
  return isMap ? { kind: 'map', entries: new Map(), start, end } : { kind: 'list', items, start, end };
}

// Leaves `at` on the closing bracket.
function readFlowItems(reading: Reading, items: ScalarField[]): boolean {
  const { text, end } = reading;
  for (;;) {
    toValue(reading);
    const item = readFlowItem(reading);
    if (item === undefined || reading.at >= end) return false;
    items.push(item);
    reading.values++;
    toValue(reading);
    const code = reading.at < end ? text.charCodeAt(reading.at) : LF;
    if (code === BRACKET_END) return true;
    if (code !== COMMA) return false;
    reading.at++;
  }
}

// Reads the list whose first dash is at `reading.at`; `most` items of it, and the list is the value of a key in the first column.
function readList(reading: Reading, depth: number, most = Number.POSITIVE_INFINITY): ListField | undefined {
  if (depth >= LIMITS.nesting) return undefined;
  const { indent, at: start } = reading;
  const items: Field[] = [];
  while (reading.indent === indent && isAtDash(reading)) {
    if (items.length >= most) {
      hopValue(reading);
      break;
    }
    const dash = reading.at;
    reading.at++;
    reading.values++;
    const item = toValue(reading) ? readItem(reading, dash, indent, depth + 1) : readEmptyItem(reading, indent);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return reading.indent > indent ? undefined : { kind: 'list', items, start, end: reading.after };
}

function readEmptyItem(reading: Reading, indent: number): ScalarField | undefined {
  const { at, commented } = reading;
  if (!endLine(reading) || reading.indent > indent) return undefined;
  // Unlike a key, a dash takes the comments before it along.
  const isLast = reading.indent < indent || !isAtDash(reading);
  return isLast && (commented || reading.noted || reading.commented) ? undefined : emptyField(reading, at);
}

// A mapping may begin on the line of its dash; its keys then stand below the first one.
function readItem(reading: Reading, dash: number, indent: number, depth: number): Field | undefined {
  const { text, at } = reading;
  if (at === dash + 1) return undefined;
  const quoted = isQuote(text.charCodeAt(at)) ? readQuoted(reading) : undefined;
  if (quoted !== undefined && !isAtColon(reading)) return endValue(reading, quoted);
  const isKey = quoted !== undefined || (beginsPlain(reading) && scanPlain(reading) === 'colon');
  if (isKey) {
    reading.indent = indent + at - dash;
    return readMapFrom(reading, at, quoted?.text ?? plainKey(reading, at), depth);
  }
  reading.at = at;
  return readOnLine(reading, depth);
}
