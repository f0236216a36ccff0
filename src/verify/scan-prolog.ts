// In: a position at `<?xml` or `<!DOCTYPE`. Out: the declaration's values, the document type's name.
// XML 1.0 §2.8. An internal subset is passed over, never obeyed: no entity of it is ever expanded.
import { excerpt, problem, type Scan } from './scan-state.ts';
import { skipSpace } from './scan-tag.ts';
import { scanCharacters } from './scan-text.ts';
import { APOSTROPHE, EQUALS, endOfName, GREATER_THAN, isSpace, LEFT_BRACKET, QUOTE } from './xml-characters.ts';

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
  scan.sink.declaration?.(version ?? '1.0', encoding, standalone);
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
    problem(scan, nameStart, 'invalid-name', `${excerpt(name, 0, name.length)} is no name with one prefix`);
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
  scan.sink.doctype?.(name, start, scan.at);
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

/** Passes `[ … ]`, looking only for its end: quotes, comments and instructions may hold brackets. */
function skipInternalSubset(scan: Scan, start: number): void {
  const { text } = scan;
  let at = scan.at + 1;
  let inDeclaration = false;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === ']' && !inDeclaration) {
      scan.at = at + 1;
      return;
    }
    if (text.startsWith('<!--', at)) at = endOf(text, '-->', at + 4);
    else if (text.startsWith('<?', at)) at = endOf(text, '?>', at + 2);
    else if (inDeclaration && (character === '"' || character === "'")) at = endOf(text, character, at + 1);
    else {
      if (character === '<') inDeclaration = true;
      if (character === '>') inDeclaration = false;
      at++;
    }
  }
  scan.at = text.length;
  problem(scan, start, 'invalid-doctype', 'the internal subset of the DOCTYPE never ends');
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}
