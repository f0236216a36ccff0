// In: a position in character data. Out: the decoded run, up to the next markup (XML 1.0 §2.4, §2.11, §4.1).
// References, line ends and forbidden characters are dealt with here, for text, attributes, CDATA and comments.

import {
  AMPERSAND,
  allowedWidth,
  asciiClass,
  CARRIAGE_RETURN,
  endOfName,
  GREATER_THAN,
  HASH,
  isAllowedCodePoint,
  isSpace,
  LESS_THAN,
  LINE_FEED,
  PLAIN_IN_TEXT,
  PLAIN_IN_VALUE,
  RIGHT_BRACKET,
  SEMICOLON,
} from './characters.ts';
import { excerpt, nextOf, problem, type Scan } from './state.ts';

/** The only entities that are defined without a DTD (XML 1.0 §4.6). */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Reads character data inside the root. `literal`: code units at the start that are text whatever they look like. */
export function scanText(scan: Scan, literal: number): void {
  const { text, sink } = scan;
  if (scan.isPlain) {
    const start = scan.at;
    const decoded = decodeReferences(scan, nextOf(scan, scan.lessThan, start + literal));
    sink.text?.(decoded, start, scan.at, 'text');
    return;
  }
  const { length } = text;
  const start = scan.at;
  let at = start + literal;
  let decoded = '';
  let pending = start;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (
      code < RIGHT_BRACKET ? ((asciiClass[code] ?? 0) & PLAIN_IN_TEXT) !== 0 : code > RIGHT_BRACKET && code < 0xd800
    ) {
      at++;
      continue;
    }
    if (code === LESS_THAN) break;
    if (code === AMPERSAND) {
      const character = scanReference(scan, at);
      if (character !== undefined && sink.text !== undefined) {
        decoded += text.slice(pending, at) + character;
        pending = scan.at;
      }
      at = scan.at;
      continue;
    }
    if (code === CARRIAGE_RETURN) {
      decoded += `${text.slice(pending, at)}\n`;
      at += text.charCodeAt(at + 1) === LINE_FEED ? 2 : 1;
      pending = at;
      continue;
    }
    at += code === RIGHT_BRACKET ? scanBracket(scan, at) : scanCharacter(scan, at);
  }
  scan.at = at;
  sink.text?.(decoded + text.slice(pending, at), start, at, 'text');
}

/** A run that holds nothing special but references. */
function decodeReferences(scan: Scan, end: number): string {
  const { text } = scan;
  let decoded = '';
  let pending = scan.at;
  for (let at = nextOf(scan, scan.ampersand, pending); at < end; at = nextOf(scan, scan.ampersand, scan.at)) {
    const character = scanReference(scan, at);
    if (character === undefined) continue;
    decoded += text.slice(pending, at) + character;
    pending = scan.at;
  }
  scan.at = end;
  return decoded + text.slice(pending, end);
}

/** Reads what stands before or after the root, where only white space may be (XML 1.0 §2.1). */
export function scanOutside(scan: Scan): void {
  const { text } = scan;
  while (isSpace(text.charCodeAt(scan.at))) scan.at++;
  if (scan.at >= text.length || text.charCodeAt(scan.at) === LESS_THAN) return;
  const place = scan.seenRoot ? 'after' : 'before';
  problem(scan, scan.at, 'text-outside-root', `text stands ${place} the root element`);
  skipOutside(scan);
}

/** Leaves text outside the root; a `<` at the very position counts as text. Only when recovering. */
export function skipOutside(scan: Scan): void {
  const next = scan.text.indexOf('<', scan.at + 1);
  scan.at = next < 0 ? scan.text.length : next;
}

/** Reads an attribute's value, normalised as CDATA (XML 1.0 §3.3.3): literal white space becomes a space. */
export function scanValue(scan: Scan, end: number): string {
  const { text } = scan;
  if (
    scan.isPlain &&
    nextOf(scan, scan.lessThan, scan.at) >= end &&
    nextOf(scan, scan.lineFeed, scan.at) >= end &&
    nextOf(scan, scan.tab, scan.at) >= end
  )
    return decodeReferences(scan, end);
  let at = scan.at;
  let decoded = '';
  let pending = at;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code < 0x80 ? ((asciiClass[code] ?? 0) & PLAIN_IN_VALUE) !== 0 : code < 0xd800) {
      at++;
      continue;
    }
    if (code === AMPERSAND) {
      const character = scanReference(scan, at);
      if (character !== undefined) {
        decoded += text.slice(pending, at) + character;
        pending = scan.at;
      }
      at = scan.at;
      continue;
    }
    if (isSpace(code)) {
      decoded += `${text.slice(pending, at)} `;
      at += code === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED ? 2 : 1;
      pending = at;
      continue;
    }
    if (code === LESS_THAN) {
      problem(scan, at, 'less-than-in-attribute', 'an attribute value holds a < (write &lt;)');
      at++;
      continue;
    }
    at += scanCharacter(scan, at);
  }
  scan.at = end;
  return decoded + text.slice(pending, end);
}

/** Checks characters that need no decoding: comments, CDATA sections, instructions. */
export function scanCharacters(scan: Scan, start: number, end: number): void {
  const { text } = scan;
  for (let at = start; at < end; ) {
    const code = text.charCodeAt(at);
    if (code >= 0x20 && code < 0xd800) at++;
    else at += scanCharacter(scan, at);
  }
}

/** A piece of the document with CR LF and CR turned into LF (XML 1.0 §2.11). */
export function withLineFeeds(text: string, start: number, end: number): string {
  const piece = text.slice(start, end);
  return piece.includes('\r') ? piece.replace(/\r\n?/g, '\n') : piece;
}

// Both return how far to go on.
function scanCharacter(scan: Scan, at: number): number {
  const width = allowedWidth(scan.text, at);
  if (width > 0) return width;
  const code = scan.text.charCodeAt(at);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (code >= 0xd800 && code <= 0xdfff) problem(scan, at, 'lone-surrogate', `half a surrogate pair, ${name}`);
  else problem(scan, at, 'forbidden-character', `the character ${name}, which XML forbids`);
  return 1;
}

function scanBracket(scan: Scan, at: number): number {
  const { text } = scan;
  if (text.charCodeAt(at + 1) === RIGHT_BRACKET && text.charCodeAt(at + 2) === GREATER_THAN)
    problem(scan, at, 'cdata-end-in-text', 'text holds ]]> (write ]]&gt;)');
  return 1;
}

/** Reads the reference at an `&` and moves past it. `undefined`: there is none, what was passed is text. */
function scanReference(scan: Scan, at: number): string | undefined {
  const { text } = scan;
  if (text.charCodeAt(at + 1) === HASH) return scanNumericReference(scan, at);
  const end = endOfName(text, at + 1);
  scan.at = end;
  if (end === at + 1 || text.charCodeAt(end) !== SEMICOLON) {
    problem(scan, at, 'stray-ampersand', 'an & begins no reference (write &amp;)');
    return undefined;
  }
  scan.at = end + 1;
  const name = text.slice(at + 1, end);
  const character = ENTITIES.get(name);
  if (character === undefined && scan.sink.isDeclared?.(name, at) !== true)
    problem(scan, at, 'undefined-entity', `the entity ${excerpt(text, at, end + 1)} is not defined in XML`);
  return character;
}

function scanNumericReference(scan: Scan, at: number): string | undefined {
  const { text } = scan;
  const hexadecimal = text.charCodeAt(at + 2) === 0x78; // x
  const first = at + (hexadecimal ? 3 : 2);
  let end = first;
  let value = 0;
  for (; ; end++) {
    const digit = hexadecimal ? hexadecimalDigit(text.charCodeAt(end)) : decimalDigit(text.charCodeAt(end));
    if (digit < 0) break;
    value = Math.min(value * (hexadecimal ? 16 : 10) + digit, 0x110000);
  }
  scan.at = end;
  if (end === first || text.charCodeAt(end) !== SEMICOLON) {
    problem(scan, at, 'invalid-reference', `the reference ${excerpt(text, at, end)} is not finished`);
    return undefined;
  }
  scan.at = end + 1;
  if (isAllowedCodePoint(value)) return value < 0x10000 ? String.fromCharCode(value) : String.fromCodePoint(value);
  const written = excerpt(text, at, end + 1);
  problem(scan, at, 'forbidden-character', `${written} stands for a character that XML forbids`);
  return undefined;
}

function decimalDigit(code: number): number {
  return code >= 0x30 && code <= 0x39 ? code - 0x30 : -1;
}

function hexadecimalDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
