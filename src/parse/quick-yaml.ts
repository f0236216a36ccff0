// In: a part of a file's text. Out: the mapping that `yaml` would read there, place for place, or nothing when that is not
// certain. YAML 1.2.2, the plain part of it: block lists and mappings, one-line values, one-line lists of plain words.
//
// Every function gives up (returns `undefined` or `false`) at the first thing it does not know, errors among them: what is
// wrong with a file is for `yaml` to say. test/parse/quick-yaml.test.ts compares the two.
//
// Memory: a string cut out of another one is a view of it from 13 characters on (V8), so the fields keep the whole text
// alive, and copying would cost a third of the reading. Whoever keeps a string longer than its file takes `detached(it)`.
import type { Field, ListField, MapEntry, MapField, ScalarField } from './field.ts';
import { LIMITS } from './limits.ts';
import { beginsPlain, mayBeTyped, plainScalarValue, type Reading, readScalar, scanPlain } from './quick-yaml-scalar.ts';

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const HASH = 0x23;
const APOSTROPHE = 0x27;
const DASH = 0x2d;
const COLON = 0x3a;

/** Most characters from the start of a key to its colon. YAML 1.2.2 §8.2.2. */
const KEY_LENGTH = 1024;

/** Reads the mapping in `text` from `start` to `end`, exclusive. `undefined`: ask `yaml`. */
export function readQuickly(text: string, start: number, end: number): MapField | undefined {
  // A list of words has three tokens for two characters; nothing has more.
  if (end - start > LIMITS.tokens / 2) return undefined;
  const reading: Reading = {
    text,
    end,
    at: start,
    indent: 0,
    commented: false,
    after: start,
    values: 1,
    backslash: -1,
  };
  if (!toContent(reading, start) || reading.indent !== 0) return undefined;
  const map = readMap(reading, 0);
  return reading.at === end && reading.values <= LIMITS.values ? map : undefined;
}

/** The same text in memory of its own. */
export function detached(text: string): string {
  // Joining makes a new string when it is cut, and this cut is a view of that one: one character more than needed.
  return ` ${text}`.slice(1);
}

// Goes from the beginning of a line to the first content at or after it. Comment lines must be indented as that content is:
// `yaml` counts others as part of the value before them.
function toContent(reading: Reading, lineStart: number): boolean {
  const { text, end } = reading;
  let at = lineStart;
  let from = lineStart;
  let comment = -1;
  reading.commented = false;
  for (;;) {
    while (at < end && text.charCodeAt(at) === SPACE) at++;
    if (at >= end) {
      reading.at = end;
      reading.indent = -1;
      return at === from && comment <= 0;
    }
    const code = text.charCodeAt(at);
    if (code === HASH) {
      if (comment >= 0 && comment !== at - from) return false;
      comment = at - from;
      reading.commented = true;
      at = nextLine(text, at, end);
    } else if (code === LF) at++;
    else if (code === CR) {
      if (at + 1 >= end || text.charCodeAt(at + 1) !== LF) return false;
      at += 2;
    } else break;
    from = at;
  }
  reading.at = at;
  reading.indent = at - from;
  return comment < 0 || comment === reading.indent;
}

function nextLine(text: string, at: number, end: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 || feed >= end ? end : feed + 1;
}

// Reads the mapping whose first key begins at `reading.at`, which is `reading.indent` columns from the left.
function readMap(reading: Reading, depth: number): MapField | undefined {
  if (depth >= LIMITS.nesting) return undefined;
  const { text } = reading;
  const { indent, at: start } = reading;
  const entries = new Map<string, MapEntry>();
  let size = 0;
  while (reading.indent === indent) {
    const keyStart = reading.at;
    const key = readKey(reading);
    if (key === undefined) return undefined;
    const keySpan = { start: keyStart, end: reading.at };
    reading.at++;
    reading.values += 2;
    const value = readEntryValue(reading, indent, depth + 1);
    if (value === undefined) return undefined;
    entries.set(key, { key, keySpan, value });
    if (entries.size !== ++size) return undefined;
    // A list at the indentation of its key ends here; one in its place would be a mistake.
    if (reading.indent === indent && text.charCodeAt(reading.at) === DASH) return undefined;
  }
  return reading.indent > indent ? undefined : { kind: 'map', entries, span: { start, end: reading.after } };
}

// Leaves `at` on the colon. Keys that are not text (`404:`, `null:`) are left to `yaml`.
function readKey(reading: Reading): string | undefined {
  const { text, at: start } = reading;
  const code = text.charCodeAt(start);
  if (code === QUOTE || code === APOSTROPHE) {
    const key = readScalar(reading);
    const isKey = reading.at < reading.end && text.charCodeAt(reading.at) === COLON && reading.at - start <= KEY_LENGTH;
    return isKey ? key?.text : undefined;
  }
  if (!beginsPlain(text, start) || scanPlain(reading) !== 'colon' || reading.at - start > KEY_LENGTH) return undefined;
  const key = text.slice(start, reading.at);
  return !mayBeTyped(code) || typeof plainScalarValue(key) === 'string' ? key : undefined;
}

function readEntryValue(reading: Reading, indent: number, depth: number): Field | undefined {
  const { text, at: colonEnd } = reading;
  if (toValue(reading)) return reading.at === colonEnd ? undefined : readOnLine(reading, indent, depth);
  const at = reading.at;
  if (!endLine(reading)) return undefined;
  const isDash = text.charCodeAt(reading.at) === DASH;
  if (reading.indent > indent) return isDash ? readList(reading, depth) : readMap(reading, depth);
  if (reading.indent === indent && isDash) return readList(reading, depth);
  return emptyField(reading, at);
}

// Skips spaces. False: nothing follows on this line.
function toValue(reading: Reading): boolean {
  const { text, end } = reading;
  let { at } = reading;
  while (at < end && text.charCodeAt(at) === SPACE) at++;
  reading.at = at;
  if (at >= end) return false;
  const code = text.charCodeAt(at);
  return code !== LF && code !== CR && code !== HASH;
}

// From the end of a value to the next content. Only spaces and a comment may be left on this line.
function endLine(reading: Reading): boolean {
  const { text, end } = reading;
  let { at } = reading;
  const valueEnd = at;
  while (at < end && text.charCodeAt(at) === SPACE) at++;
  const code = at < end ? text.charCodeAt(at) : LF;
  let hasComment = false;
  if (code === HASH) {
    if (at === valueEnd && text.charCodeAt(at - 1) !== SPACE) return false;
    hasComment = true;
    at = nextLine(text, at, end);
  } else if (code === LF) at = Math.min(at + 1, end);
  else if (code === CR && at + 1 < end && text.charCodeAt(at + 1) === LF) at += 2;
  else return false;
  reading.after = at;
  if (!toContent(reading, at)) return false;
  reading.commented ||= hasComment;
  return true;
}

// A key or dash with nothing behind it. Where its place ends depends on comments in ways that are `yaml`'s own.
function emptyField(reading: Reading, at: number): ScalarField | undefined {
  reading.after = at;
  return reading.commented ? undefined : { kind: 'scalar', text: '', value: null, span: { start: at, end: at } };
}

// A value on the line of its key or dash, and the way to the next content, which must not continue it.
function readOnLine(reading: Reading, indent: number, depth: number): Field | undefined {
  const code = reading.text.charCodeAt(reading.at);
  const field = code === 0x5b || code === 0x7b ? readFlow(reading, depth) : readScalar(reading);
  return field !== undefined && endLine(reading) && reading.indent <= indent ? field : undefined;
}

// `{}`, `[]` and lists of words: `[one, "two", three words]`.
function readFlow(reading: Reading, depth: number): Field | undefined {
  if (depth >= LIMITS.nesting) return undefined;
  const { text, at: start } = reading;
  const isMap = text.charCodeAt(start) === 0x7b;
  const items: ScalarField[] = [];
  reading.at++;
  if (text.charCodeAt(reading.at) !== (isMap ? 0x7d : 0x5d)) {
    if (isMap || !readFlowItems(reading, items)) return undefined;
  }
  reading.at++;
  const span = { start, end: reading.at };
  return isMap ? { kind: 'map', entries: new Map(), span } : { kind: 'list', items, span };
}

const FLOW_WORDS = /[A-Za-z0-9\u00c0-\u024f]+(?:[ ._/+-]+[A-Za-z0-9\u00c0-\u024f]+)*/y;

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
    if (code === 0x5d) return true;
    if (code !== 0x2c) return false;
    reading.at++;
  }
}

function readFlowItem(reading: Reading): ScalarField | undefined {
  const { text, at: start } = reading;
  const code = text.charCodeAt(start);
  if (code === QUOTE || code === APOSTROPHE) return readScalar(reading);
  FLOW_WORDS.lastIndex = start;
  const source = FLOW_WORDS.exec(text)?.[0];
  if (source === undefined) return undefined;
  reading.at = start + source.length;
  const value = plainScalarValue(source);
  const span = { start, end: reading.at };
  return { kind: 'scalar', text: value === null ? '' : source, value, span };
}

// Reads the list whose first dash is at `reading.at`.
function readList(reading: Reading, depth: number): ListField | undefined {
  if (depth >= LIMITS.nesting) return undefined;
  const { text } = reading;
  const { indent, at: start } = reading;
  const items: Field[] = [];
  while (reading.indent === indent && text.charCodeAt(reading.at) === DASH) {
    const dash = reading.at;
    reading.at++;
    reading.values++;
    const item = toValue(reading) ? readItem(reading, dash, indent, depth + 1) : readEmptyItem(reading, indent);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return reading.indent > indent ? undefined : { kind: 'list', items, span: { start, end: reading.after } };
}

function readEmptyItem(reading: Reading, indent: number): ScalarField | undefined {
  const { at } = reading;
  return endLine(reading) && reading.indent <= indent ? emptyField(reading, at) : undefined;
}

// A mapping may begin on the line of its dash; its keys then stand below the first one.
function readItem(reading: Reading, dash: number, indent: number, depth: number): Field | undefined {
  const { at } = reading;
  if (at === dash + 1) return undefined;
  if (beginsMap(reading)) {
    reading.at = at;
    reading.indent = indent + at - dash;
    return readMap(reading, depth);
  }
  reading.at = at;
  return readOnLine(reading, indent, depth);
}

function beginsMap(reading: Reading): boolean {
  const { text, at } = reading;
  const code = text.charCodeAt(at);
  if (code === QUOTE || code === APOSTROPHE) {
    return readScalar(reading) !== undefined && text.charCodeAt(reading.at) === COLON;
  }
  return beginsPlain(text, at) && scanPlain(reading) === 'colon';
}
