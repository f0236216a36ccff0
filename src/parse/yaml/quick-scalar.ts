// In: a place in YAML text where a single value begins. Out: that value, or nothing when it is not certain.
// Values of one line: plain, single-quoted, double-quoted. YAML 1.2.2 §7.3, core schema §10.3.2.
import type { ScalarField } from '../field.ts';
import { APOSTROPHE, BACKSLASH, COLON, CR, cut, DASH, HASH, LF, QUOTE, type Reading, SPACE } from './quick-line.ts';

const DOT = 0x2e;

/** What ends a plain scalar. */
export type PlainEnd = 'line' | 'colon' | 'unclear';

/** Reads the plain value at `reading.at`, which fills the rest of the line, and leaves `at` behind it. */
export function readPlain(reading: Reading): ScalarField | undefined {
  const start = reading.at;
  const isValue = beginsPlain(reading) && scanPlain(reading) === 'line';
  return isValue ? plainField(reading, start, reading.at) : undefined;
}

/** Reads the quoted value at `reading.at` and leaves `at` behind it. */
export function readQuoted(reading: Reading): ScalarField | undefined {
  return reading.text.charCodeAt(reading.at) === QUOTE ? readDoubleQuoted(reading) : readSingleQuoted(reading);
}

/** Reads a value between the brackets of a list and leaves `at` behind it. Plain ones: words and ` + - . / _` only. */
export function readFlowItem(reading: Reading): ScalarField | undefined {
  const { text, end, at: start, isUndecoded } = reading;
  const code = text.charCodeAt(start);
  if (code === QUOTE || code === APOSTROPHE) return readQuoted(reading);
  if (!isWordCode(code, isUndecoded)) return undefined;
  let last = start;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isWordCode(code, isUndecoded) || code === 0x2b || (code >= DASH && code <= 0x2f) || code === 0x5f) last = at;
    else if (code !== SPACE) break;
  }
  reading.at = last + 1;
  return plainField(reading, start, reading.at);
}

/**
 * Whether a plain scalar may begin at `reading.at`. Fewer characters than YAML allows: none that could begin anything else.
 */
export function beginsPlain({ text, at, isUndecoded }: Reading): boolean {
  const code = text.charCodeAt(at);
  if (isWordCode(code, isUndecoded)) return true;
  if (code === DASH) return isWordCode(text.charCodeAt(at + 1), isUndecoded) || text.charCodeAt(at + 1) === DOT;
  // $ ( ) + . / ; < = ^ _ ~
  return (
    code === 0x24 ||
    (code >= 0x28 && code <= 0x29) ||
    code === 0x2b ||
    (code >= 0x2e && code <= 0x2f) ||
    (code >= 0x3b && code <= 0x3d) ||
    (code >= 0x5e && code <= 0x5f) ||
    code === 0x7e
  );
}

// An ASCII letter or digit, or anything from U+00A1 on but a byte order mark. Undecoded, U+0080 to U+00BF begin with C2,
// and the byte order mark begins with EF.
function isWordCode(code: number, isUndecoded: boolean): boolean {
  const letter = code | 0x20;
  if ((letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39)) return true;
  return code > 0xa0 && code !== 0xfeff && !(isUndecoded && (code === 0xc2 || code === 0xef));
}

/** Goes to the end of the plain scalar that begins at `reading.at`: behind its last character that is no space. */
export function scanPlain(reading: Reading): PlainEnd {
  const { text, end } = reading;
  let at = reading.at + 1;
  let last = at;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > COLON) last = at + 1;
    else if (code === COLON) {
      if (at + 1 === end || text.charCodeAt(at + 1) <= SPACE) {
        reading.at = at;
        return last === at ? 'colon' : 'unclear';
      }
      last = at + 1;
    } else if (code === SPACE) {
      if (text.charCodeAt(at + 1) === HASH) break;
    } else if (code > SPACE) last = at + 1;
    else if (code === LF || (code === CR && text.charCodeAt(at + 1) === LF)) break;
    else return 'unclear';
  }
  reading.at = last;
  return 'line';
}

function plainField(reading: Reading, start: number, end: number): ScalarField {
  const source = cut(reading, start, end);
  const value = mayBeTyped(reading.text.charCodeAt(start)) ? plainScalarValue(source) : source;
  return { kind: 'scalar', text: value === null ? '' : source, value, start, end };
}

/** Whether a plain scalar that begins with this character may be anything but text: `+ - . 0–9 F N T f n t ~`. */
export function mayBeTyped(code: number): boolean {
  if (code <= 0x39) return code >= 0x2b && code !== 0x2c && code !== 0x2f;
  if (code === 0x7e) return true;
  const letter = code | 0x20;
  return code < 0x80 && (letter === 0x66 || letter === 0x6e || letter === 0x74);
}

/** What a plain scalar that is not empty stands for in the core schema. YAML 1.2.2 §10.3.2. */
export function plainScalarValue(source: string): string | number | boolean | null {
  if (source.charCodeAt(0) <= 0x39) return numberOrText(source);
  switch (source) {
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null;
    default:
      return source;
  }
}

const INTEGER = /^[-+]?[0-9]+$/;
const OCTAL = /^0o[0-7]+$/;
const HEXADECIMAL = /^0x[0-9a-fA-F]+$/;
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

function numberOrText(source: string): string | number {
  // Most are small whole numbers or dates, and a date is text from its first dash on.
  let whole = 0;
  let at = 0;
  let code = source.charCodeAt(0);
  for (; code >= 0x30 && code <= 0x39; code = source.charCodeAt(++at)) whole = whole * 10 + code - 0x30;
  if (at > 0 && code === DASH) return source;
  if (at === source.length && at <= 15) return whole;
  if (INTEGER.test(source)) return Number.parseInt(source, 10);
  if (FLOAT.test(source)) return Number.parseFloat(source);
  if (OCTAL.test(source)) return Number.parseInt(source.slice(2), 8);
  if (HEXADECIMAL.test(source)) return Number.parseInt(source.slice(2), 16);
  if (!NOT_FINITE.test(source)) return source;
  if (source.endsWith('n') || source.endsWith('N')) return Number.NaN;
  return source.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function readSingleQuoted(reading: Reading): ScalarField | undefined {
  const { text, end, at: start } = reading;
  let doubled = false;
  for (let at = start + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < SPACE) return undefined;
    if (code !== APOSTROPHE) continue;
    if (at + 1 < end && text.charCodeAt(at + 1) === APOSTROPHE) {
      doubled = true;
      at++;
      continue;
    }
    const raw = cut(reading, start + 1, at);
    reading.at = at + 1;
    return quotedField(doubled ? raw.replaceAll("''", "'") : raw, start, at + 1);
  }
  return undefined;
}

// One-line values are found by searching, not character by character: an eighth of the time.
function readDoubleQuoted(reading: Reading): ScalarField | undefined {
  const { text, end, at: start } = reading;
  const feed = text.indexOf('\n', start);
  const lineEnd = feed < 0 || feed > end ? end : feed;
  let value = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0 || quote >= lineEnd) return undefined;
    const backslash = nextBackslash(reading, from);
    if (backslash > quote) {
      const rest = cut(reading, from, quote);
      reading.at = quote + 1;
      return quotedField(from === start + 1 ? rest : value + rest, start, quote + 1);
    }
    const isHexadecimal = text.charCodeAt(backslash + 1) === 0x75;
    const meant = isHexadecimal ? codeUnit(text, backslash + 2) : escaped(text.charCodeAt(backslash + 1));
    if (meant === undefined) return undefined;
    value += cut(reading, from, backslash) + meant;
    from = backslash + (isHexadecimal ? 6 : 2);
  }
}

function nextBackslash(reading: Reading, from: number): number {
  if (reading.backslash >= from) return reading.backslash;
  const found = reading.text.indexOf('\\', from);
  reading.backslash = found < 0 ? reading.text.length : found;
  return reading.backslash;
}

function quotedField(text: string, start: number, end: number): ScalarField {
  return { kind: 'scalar', text, value: text, start, end };
}

// YAML 1.2.2 §5.7 without \x and \U, which nobody writes.
function escaped(code: number): string | undefined {
  switch (code) {
    case 0x6e:
      return '\n';
    case 0x72:
      return '\r';
    case 0x74:
      return '\t';
    case QUOTE:
      return '"';
    case BACKSLASH:
      return '\\';
    case 0x2f:
      return '/';
    default:
      return undefined;
  }
}

function codeUnit(text: string, at: number): string | undefined {
  let code = 0;
  for (let place = at; place < at + 4; place++) {
    const digit = text.charCodeAt(place);
    const letter = digit | 0x20;
    if (digit >= 0x30 && digit <= 0x39) code = code * 16 + digit - 0x30;
    else if (letter >= 0x61 && letter <= 0x66) code = code * 16 + letter - 0x57;
    else return undefined;
  }
  return String.fromCharCode(code);
}
