// In: the text of any XML document, and who listens. Out: its events, and whatever makes it not well-formed.
// The one strict, namespace-aware scanner: XML 1.0 (fifth edition) and Namespaces in XML 1.0, linear in the length.

import {
  BYTE_ORDER_MARK,
  EXCLAMATION,
  endOfName,
  isPlain,
  isSpace,
  LESS_THAN,
  NAME_START,
  nameWidth,
  QUESTION,
  SLASH,
} from './characters.ts';
import { XML_NAMESPACE } from './namespaces.ts';
import { scanDeclaration, scanDoctype } from './prolog.ts';
import { excerpt, problem, type Scan, STOPPED, type XmlProblem, type XmlSink } from './state.ts';
import { closeRemaining, scanEndTag, scanStartTag } from './tag.ts';
import { scanCharacters, scanOutside, scanText, skipOutside, withLineFeeds } from './text.ts';

export type { XmlAttribute, XmlProblem, XmlSink } from './state.ts';

export interface ScanOptions {
  /**
   * Go on behind a problem as a lenient reader would: a mismatched end tag closes the nearest element of its name,
   * a stray `&` or `<` is text, the end closes what is open. Default: false, the scan stops at the first problem.
   */
  readonly recover?: boolean;
}

/** Scans a document. An empty answer means that it is well-formed; at most 100 problems are kept, and the first of each kind. */
export function scanXml(text: string, sink: XmlSink = {}, options: ScanOptions = {}): readonly XmlProblem[] {
  const scan: Scan = {
    text,
    sink,
    recover: options.recover ?? false,
    isPlain: isPlain(text),
    lessThan: { character: '<', at: -1 },
    ampersand: { character: '&', at: -1 },
    lineFeed: { character: '\n', at: -1 },
    tab: { character: '\t', at: -1 },
    problems: [],
    kinds: new Set(),
    open: [],
    openByName: new Map(),
    bindings: new Map([['xml', XML_NAMESPACE]]),
    at: text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0,
    seenRoot: false,
    seenDoctype: false,
  };
  try {
    scanDocument(scan);
  } catch (thrown) {
    if (thrown !== STOPPED) throw thrown;
  }
  return scan.problems;
}

function scanDocument(scan: Scan): void {
  const { text } = scan;
  scanDeclaration(scan);
  while (scan.at < text.length) {
    const markup = text.charCodeAt(scan.at) === LESS_THAN;
    if (markup && scanMarkup(scan)) continue;
    if (scan.open.length > 0) scanText(scan, markup ? 1 : 0);
    else if (markup) skipOutside(scan);
    else scanOutside(scan);
  }
  closeRemaining(scan);
  if (!scan.seenRoot) problem(scan, text.length, 'missing-root', 'there is no root element');
}

/** Reads what a `<` begins; `false`, and nothing passed, when it begins nothing. */
function scanMarkup(scan: Scan): boolean {
  const { text, at } = scan;
  const next = text.charCodeAt(at + 1);
  if (next === SLASH) {
    if (nameWidth(text, at + 2, NAME_START) === 0) return isStray(scan, '</');
    scanEndTag(scan);
  } else if (next === EXCLAMATION) {
    return scanDeclarationLike(scan);
  } else if (next === QUESTION) {
    scanInstruction(scan);
  } else if (nameWidth(text, at + 1, NAME_START) > 0) {
    scanStartTag(scan);
  } else {
    return isStray(scan, '<');
  }
  return true;
}

function isStray(scan: Scan, what: string): false {
  problem(scan, scan.at, 'stray-less-than', `a ${what} begins no tag (write &lt; for the character)`);
  return false;
}

function scanDeclarationLike(scan: Scan): boolean {
  const { text, at } = scan;
  if (text.startsWith('--', at + 2)) scanComment(scan);
  else if (text.startsWith('[CDATA[', at + 2)) return scanCdata(scan);
  else if (text.startsWith('DOCTYPE', at + 2)) scanDoctype(scan);
  else return isStray(scan, '<!');
  return true;
}

/** XML 1.0 §2.5: no `--` inside. */
function scanComment(scan: Scan): void {
  const { text } = scan;
  const start = scan.at;
  let end = text.indexOf('--', start + 4);
  while (end >= 0 && text.charCodeAt(end + 2) !== 0x3e) {
    problem(scan, end, 'hyphens-in-comment', 'a comment holds --');
    end = text.indexOf('--', end + 1);
  }
  const contentEnd = endOrRest(scan, end, 'comment', '-->');
  scanCharacters(scan, start + 4, contentEnd);
  scan.at = Math.min(contentEnd + 3, text.length);
}

/** XML 1.0 §2.7. */
function scanCdata(scan: Scan): boolean {
  const { text, sink } = scan;
  const start = scan.at;
  if (scan.open.length === 0) {
    problem(scan, start, 'text-outside-root', 'a CDATA section stands outside the root element');
    return false;
  }
  const contentEnd = endOrRest(scan, text.indexOf(']]>', start + 9), 'CDATA section', ']]>');
  scanCharacters(scan, start + 9, contentEnd);
  scan.at = Math.min(contentEnd + 3, text.length);
  sink.text?.(withLineFeeds(text, start + 9, contentEnd), start, scan.at, 'cdata');
  return true;
}

/** XML 1.0 §2.6; a target has no colon (Namespaces in XML §7). */
function scanInstruction(scan: Scan): void {
  const { text } = scan;
  const start = scan.at;
  const targetEnd = endOfName(text, start + 2);
  const target = text.slice(start + 2, targetEnd);
  const contentEnd = endOrRest(scan, text.indexOf('?>', targetEnd), 'processing instruction', '?>');
  if (target === '') problem(scan, start, 'invalid-instruction', 'a processing instruction has no name');
  else if (target.toLowerCase() === 'xml')
    problem(scan, start, 'misplaced-declaration', 'an XML declaration may stand only at the very start');
  else if (target.includes(':'))
    problem(scan, start, 'invalid-name', `${excerpt(target)} cannot name a processing instruction`);
  else if (contentEnd > targetEnd && !isSpace(text.charCodeAt(targetEnd)))
    problem(scan, targetEnd, 'missing-space', `white space is missing behind ${excerpt(target)}`);
  scanCharacters(scan, start + 2, contentEnd);
  scan.at = Math.min(contentEnd + 2, text.length);
  const contentStart = Math.min(targetEnd + 1, contentEnd);
  scan.sink.instruction?.(target, withLineFeeds(text, contentStart, contentEnd), start, scan.at);
}

/** Where something ends; the end of the text, with a problem, when it never does. */
function endOrRest(scan: Scan, end: number, what: string, mark: string): number {
  if (end >= 0) return end;
  problem(scan, scan.at, 'unclosed-section', `a ${what} is not closed by ${mark}`);
  return scan.text.length;
}
