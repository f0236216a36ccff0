// In: JSON text (RFC 8259). Out: its values with their places, or the place of the first mistake.
// `JSON.parse` knows no places, and says nothing of keys that stand twice.

export type JsonValue =
  | { readonly kind: 'object'; readonly members: readonly JsonMember[]; readonly start: number; readonly end: number }
  | { readonly kind: 'array'; readonly items: readonly JsonValue[]; readonly start: number; readonly end: number }
  | { readonly kind: 'string'; readonly value: string; readonly start: number; readonly end: number }
  | { readonly kind: 'number'; readonly value: number; readonly start: number; readonly end: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly start: number; readonly end: number }
  | { readonly kind: 'null'; readonly start: number; readonly end: number };

export interface JsonMember {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: JsonValue;
}

export interface JsonMistake {
  /** UTF-16 code units. */
  readonly offset: number;
  /** A sentence fragment, for people. */
  readonly problem: string;
}

export interface JsonDocument {
  /** What could be read: all of it, or what stood before the mistake. */
  readonly root: JsonValue | undefined;
  readonly mistake: JsonMistake | undefined;
}

const MAX_DEPTH = 500;
/** Nobody's feed has as many, and each takes memory. */
const MAX_VALUES = 2_000_000;

interface Reader {
  readonly text: string;
  at: number;
  values: number;
  mistake: JsonMistake | undefined;
}

/** Reads a document. Never throws; linear in the length of the text. */
export function readJson(text: string): JsonDocument {
  const reader: Reader = { text, at: text.charCodeAt(0) === 0xfeff ? 1 : 0, values: 0, mistake: undefined };
  const root = readValue(reader, 0);
  skipSpace(reader);
  if (reader.mistake === undefined && reader.at < text.length)
    fail(reader, reader.at, 'something stands behind the end');
  return { root, mistake: reader.mistake };
}

/** Only the first mistake counts: what follows one is a guess. */
function fail(reader: Reader, offset: number, problem: string): undefined {
  reader.mistake ??= { offset, problem };
  return undefined;
}

function skipSpace(reader: Reader): void {
  while (/[ \t\n\r]/.test(reader.text.charAt(reader.at))) reader.at++;
}

function readValue(reader: Reader, depth: number): JsonValue | undefined {
  skipSpace(reader);
  const { text, at } = reader;
  const first = text.charAt(at);
  if (first === '') return fail(reader, at, 'the text ends where a value is expected');
  if (depth > MAX_DEPTH) return fail(reader, at, `values are nested more than ${MAX_DEPTH} deep`);
  if (++reader.values > MAX_VALUES) return fail(reader, at, `there are more than ${MAX_VALUES} values`);
  if (first === '{') return readObject(reader, depth);
  if (first === '[') return readArray(reader, depth);
  if (first === '"') {
    const value = readString(reader);
    return value === undefined ? undefined : { kind: 'string', value, start: at, end: reader.at };
  }
  return readLiteral(reader);
}

function readLiteral(reader: Reader): JsonValue | undefined {
  const { text, at } = reader;
  const word = /^[^\s,\]}:"]{0,400}/.exec(text.slice(at, at + 400))?.[0] ?? '';
  reader.at += word.length;
  const end = reader.at;
  if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true', start: at, end };
  if (word === 'null') return { kind: 'null', start: at, end };
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word))
    return { kind: 'number', value: Number(word), start: at, end };
  const shown = word.slice(0, 20);
  return fail(reader, at, shown === '' ? `a value is expected, not ${text.charAt(at)}` : `${shown} is no value`);
}

function readObject(reader: Reader, depth: number): JsonValue {
  const start = reader.at++;
  const members: JsonMember[] = [];
  skipSpace(reader);
  while (reader.mistake === undefined && reader.text.charAt(reader.at) !== '}') {
    const member = readMember(reader, depth);
    if (member !== undefined) members.push(member);
    if (reader.mistake !== undefined || !hasNext(reader, '}')) break;
  }
  if (reader.mistake === undefined) reader.at++;
  return { kind: 'object', members, start, end: reader.at };
}

function readMember(reader: Reader, depth: number): JsonMember | undefined {
  skipSpace(reader);
  const keyStart = reader.at;
  if (reader.text.charAt(keyStart) !== '"') return fail(reader, keyStart, 'a key in quotes is expected');
  const key = readString(reader);
  const keyEnd = reader.at;
  skipSpace(reader);
  if (key === undefined) return undefined;
  if (reader.text.charAt(reader.at) !== ':') return fail(reader, reader.at, 'a colon is expected behind a key');
  reader.at++;
  const value = readValue(reader, depth + 1);
  return value === undefined ? undefined : { key, keyStart, keyEnd, value };
}

function readArray(reader: Reader, depth: number): JsonValue {
  const start = reader.at++;
  const items: JsonValue[] = [];
  skipSpace(reader);
  while (reader.mistake === undefined && reader.text.charAt(reader.at) !== ']') {
    const item = readValue(reader, depth + 1);
    if (item !== undefined) items.push(item);
    if (reader.mistake !== undefined || !hasNext(reader, ']')) break;
  }
  if (reader.mistake === undefined) reader.at++;
  return { kind: 'array', items, start, end: reader.at };
}

/** Passes a comma; `false` at the closing bracket. A comma before it is a mistake. */
function hasNext(reader: Reader, closing: string): boolean {
  skipSpace(reader);
  const next = reader.text.charAt(reader.at);
  if (next === closing) return false;
  if (next !== ',') {
    fail(reader, reader.at, next === '' ? `the text ends before ${closing}` : `a comma or ${closing} is expected`);
    return false;
  }
  const comma = reader.at++;
  skipSpace(reader);
  if (reader.text.charAt(reader.at) === closing) fail(reader, comma, `a comma stands before ${closing}`);
  return reader.mistake === undefined;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function readString(reader: Reader): string | undefined {
  const { text } = reader;
  const start = reader.at;
  let at = start + 1;
  let decoded = '';
  let pending = at;
  for (;;) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code)) {
      reader.at = at;
      return fail(reader, start, 'a text in quotes never ends');
    }
    if (code === 0x22) break;
    if (code < 0x20) {
      reader.at = at;
      return fail(reader, at, 'a line break or control character stands in a text; write \\n');
    }
    if (code !== 0x5c) {
      at++;
      continue;
    }
    const sign = text.charAt(at + 1);
    const digits = text.slice(at + 2, at + 6);
    const character =
      sign === 'u' && /^[0-9a-f]{4}$/i.test(digits) ? String.fromCharCode(Number.parseInt(digits, 16)) : ESCAPES[sign];
    if (character === undefined) {
      reader.at = at;
      return fail(reader, at, `\\${sign} is no escape`);
    }
    decoded += text.slice(pending, at) + character;
    at += sign === 'u' ? 6 : 2;
    pending = at;
  }
  reader.at = at + 1;
  return decoded + text.slice(pending, at);
}
