// In: a position at `<?xml` or `<!DOCTYPE`. Out: the declaration's values, the document type's name.
// XML 1.0 §2.8. An internal subset is passed over, never obeyed: no entity of it is ever expanded.

import { APOSTROPHE, EQUALS, endOfName, GREATER_THAN, isSpace, LEFT_BRACKET, QUOTE, SEMICOLON } from './characters.ts';
import { excerpt, problem, type Scan } from './state.ts';
import { skipSpace } from './tag.ts';
import { scanCharacters } from './text.ts';

/** Reads the XML declaration, if the document begins with one. */
export function scanDeclaration(scan: Scan): void {
  const { text } = scan;
  const start = scan.at;
  if (!text.startsWith('<?xml', start) || !isSpace(text.charCodeAt(start + 5))) return;
  scan.at = start + 5;
  const version = pseudoAttribute(scan, 'version');
  const encoding = pseudoAttribute(scan, 'encoding');
  const standalone = pseudoAttribute(scan, 'standalone');
  skipSpace(scan);
  if (version === undefined || !/^1\.[0-9]{1,9}$/.test(version))
    problem(scan, start, 'invalid-declaration', 'the XML declaration names no version 1.x');
  else if (encoding !== undefined && !/^[A-Za-z][A-Za-z0-9._-]*$/.test(encoding))
    problem(scan, start, 'invalid-declaration', `the XML declaration names an impossible encoding`);
  else if (standalone !== undefined && standalone !== 'yes' && standalone !== 'no')
    problem(scan, start, 'invalid-declaration', 'standalone is neither yes nor no');
  if (text.startsWith('?>', scan.at)) {
    scan.at += 2;
  } else {
    problem(scan, scan.at, 'invalid-declaration', 'the XML declaration is not closed by ?>');
    const end = text.indexOf('?>', scan.at);
    scan.at = end < 0 ? text.length : end + 2;
  }
  scan.sink.declaration?.(version ?? '1.0', encoding);
}

/** Reads ` name="value"`; `undefined`, and nothing passed, when another thing stands there. */
function pseudoAttribute(scan: Scan, name: string): string | undefined {
  const { text } = scan;
  const start = scan.at;
  const named = skipSpace(scan) && text.startsWith(name, scan.at);
  scan.at += name.length;
  if (named) skipSpace(scan);
  if (named && text.charCodeAt(scan.at) === EQUALS) {
    scan.at++;
    skipSpace(scan);
    const valueStart = scan.at + 1;
    if (skipLiteral(scan)) return text.slice(valueStart, scan.at - 1);
  }
  scan.at = start;
  return undefined;
}

/** Reads a document type declaration; `<!DOCTYPE` stands at the position. */
export function scanDoctype(scan: Scan): void {
  const { text } = scan;
  const start = scan.at;
  if (scan.seenDoctype || scan.seenRoot)
    problem(scan, start, 'misplaced-doctype', 'a DOCTYPE stands where none may be');
  scan.seenDoctype = true;
  scan.at = start + 9;
  const spaced = skipSpace(scan);
  const nameStart = scan.at;
  scan.at = endOfName(text, nameStart);
  const name = text.slice(nameStart, scan.at);
  if (!spaced || name === '') problem(scan, start, 'invalid-doctype', 'the DOCTYPE names no element');
  else if (name.split(':', 3).length === 3 || name.startsWith(':') || name.endsWith(':'))
    problem(scan, nameStart, 'invalid-name', `${excerpt(name)} is no name with one prefix`);
  if (skipSpace(scan)) skipExternalId(scan);
  skipSpace(scan);
  if (text.charCodeAt(scan.at) === LEFT_BRACKET) skipInternalSubset(scan, start);
  skipSpace(scan);
  if (text.charCodeAt(scan.at) === GREATER_THAN) {
    scan.at++;
  } else {
    problem(scan, scan.at, 'invalid-doctype', 'the DOCTYPE is not closed by >');
    const end = text.indexOf('>', scan.at);
    scan.at = end < 0 ? text.length : end + 1;
  }
  scanCharacters(scan, start, scan.at);
  scan.sink.doctype?.(start, scan.at);
}

/** Passes `SYSTEM "…"` or `PUBLIC "…" "…"` (XML 1.0 §4.2.2). */
function skipExternalId(scan: Scan): void {
  const { text } = scan;
  const start = scan.at;
  const isPublic = text.startsWith('PUBLIC', start);
  if (!isPublic && !text.startsWith('SYSTEM', start)) return;
  scan.at = start + 6;
  let complete = skipSpace(scan);
  if (isPublic && complete) {
    const idStart = scan.at + 1;
    complete = skipLiteral(scan) && /^[- \r\na-zA-Z0-9'()+,./:=?;!*#@$_%]*$/.test(text.slice(idStart, scan.at - 1));
    complete = skipSpace(scan) && complete;
  }
  if (!(complete && skipLiteral(scan)))
    problem(scan, start, 'invalid-doctype', 'the DOCTYPE has an incomplete identifier');
}

function skipLiteral(scan: Scan): boolean {
  const { text } = scan;
  const quote = text.charCodeAt(scan.at);
  if (quote !== QUOTE && quote !== APOSTROPHE) return false;
  const end = text.indexOf(quote === QUOTE ? '"' : "'", scan.at + 1);
  if (end < 0) return false;
  scan.at = end + 1;
  return true;
}

/** Passes `[ … ]`: declarations, references to parameter entities, comments, instructions and white space (§2.8). */
function skipInternalSubset(scan: Scan, start: number): void {
  const { text } = scan;
  scan.at++;
  for (;;) {
    skipSpace(scan);
    const { at } = scan;
    if (at >= text.length) break;
    const character = text.charAt(at);
    if (character === ']') {
      scan.at++;
      return;
    }
    if (text.startsWith('<!--', at)) skipComment(scan);
    else if (text.startsWith('<?', at)) scan.at = endOf(text, '?>', at + 2);
    else if (text.startsWith('<!', at)) skipDeclaration(scan);
    else if (character !== '%' || !skipParameterReference(scan)) {
      problem(scan, at, 'invalid-doctype', `${excerpt(text, at, at + 1)} begins no declaration`);
      scan.at = endOfOddity(text, at + 1);
    }
  }
  problem(scan, start, 'invalid-doctype', 'the internal subset of the DOCTYPE never ends');
}

/** XML 1.0 §2.5: no `--` inside. */
function skipComment(scan: Scan): void {
  const { text, at } = scan;
  scan.at = endOf(text, '-->', at + 4);
  const hyphens = text.indexOf('--', at + 4);
  if (hyphens >= 0 && hyphens + 3 < scan.at) problem(scan, hyphens, 'hyphens-in-comment', 'a comment holds --');
}

const S = '[ \\t\\r\\n]+';
const NAME = '[^\\s"\'<>&;%#]+';
const LITERAL = `(?:"[^"]*"|'[^']*')`;
const REFERENCE = `&(?:#\\d+|#x[\\da-fA-F]+|${NAME});`;
const VALUE = `(?:"[^%&"]*(?:${REFERENCE}[^%&"]*)*"|'[^%&']*(?:${REFERENCE}[^%&']*)*')`;
const DECLARATION = /<!(?:ELEMENT|ATTLIST|ENTITY|NOTATION)[ \t\r\n]+[^\s>]/y;
const GENERAL_ENTITY = /<!ENTITY[ \t\r\n]+([^\s%"'<>]+)\s/y;

/** XML 1.0 §4.2; in a subset no value holds a % (§2.8). Others than entities no feed declares: they are not looked into. */
const ENTITY = new RegExp(
  `<!ENTITY${S}(?:%${S})?${NAME}${S}(?:${VALUE}|(?:SYSTEM|PUBLIC${S}${LITERAL})${S}${LITERAL}(?:${S}NDATA${S}${NAME})?)[ \\t\\r\\n]*>`,
  'y',
);
/** Longer ones are not looked into. */
const MAX_ENTITY = 10_000;

/** Passes a declaration, whose quotes may hold anything. */
function skipDeclaration(scan: Scan): void {
  const { text, at: start, sink } = scan;
  const isKnown = matchAt(DECLARATION, text, start) !== null;
  if (!isKnown) problem(scan, start, 'invalid-doctype', `${excerpt(text, start, start + 10)} begins no declaration`);
  for (let at = start + 2; at < text.length; ) {
    const character = text.charAt(at);
    if (character === '"' || character === "'") at = endOf(text, character, at + 1);
    else if (character === '<') break;
    else if (character === '>') {
      scan.at = at + 1;
      if (isKnown && isBrokenEntity(text, start, scan.at))
        problem(scan, start, 'invalid-doctype', `${excerpt(text, start, scan.at)} declares no entity`);
      const name = matchAt(GENERAL_ENTITY, text, start)?.[1];
      if (name !== undefined) sink.entity?.(name);
      return;
    } else at++;
  }
  problem(scan, start, 'invalid-doctype', `${excerpt(text, start, start + 10)} is not closed by >`);
  scan.at = endOfOddity(text, start + 2);
}

function isBrokenEntity(text: string, start: number, end: number): boolean {
  if (end - start > MAX_ENTITY || !/^<!ENTITY\s/.test(text.slice(start, start + 9))) return false;
  return matchAt(ENTITY, text, start)?.[0].length !== end - start;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Passes `%name;`. */
function skipParameterReference(scan: Scan): boolean {
  const { text, at } = scan;
  const end = endOfName(text, at + 1);
  if (end === at + 1 || text.charCodeAt(end) !== SEMICOLON) return false;
  scan.at = end + 1;
  return true;
}

/** Where something of a subset may begin again. */
function endOfOddity(text: string, from: number): number {
  let at = from;
  while (at < text.length && !/[\]<%]/.test(text.charAt(at))) at++;
  return at;
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}
