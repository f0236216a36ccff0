// In: a position at a start or end tag. Out: the element with its attributes, names resolved.
// XML 1.0 §3.1 (tags, attributes) and Namespaces in XML 1.0.

import { APOSTROPHE, EQUALS, endOfName, GREATER_THAN, isSpace, LESS_THAN, QUOTE, SLASH } from './characters.ts';
import { type AttributeDraft, bindNamespaces, namespaceOf, restoreBindings, splitName } from './namespaces.ts';
import { excerpt, type OpenElement, problem, type Scan } from './state.ts';
import { scanValue } from './text.ts';

const NO_ATTRIBUTES: readonly AttributeDraft[] = [];

/** Reads a start tag or an empty-element tag; a name begins behind the `<`. */
export function scanStartTag(scan: Scan): void {
  const { text, sink } = scan;
  const start = scan.at;
  const nameEnd = endOfName(text, start + 1);
  const written = text.slice(start + 1, nameEnd);
  scan.at = nameEnd;
  const attributes = text.charCodeAt(nameEnd) === GREATER_THAN ? NO_ATTRIBUTES : scanAttributes(scan);
  const selfClosing = endStartTag(scan, start);
  if (scan.open.length === 0) countRoot(scan, start);
  const shadowed = attributes.length === 0 ? undefined : bindNamespaces(scan, attributes);
  const { name, prefix, local } = splitName(scan, written, start + 1);
  const namespace = namespaceOf(scan, prefix, start + 1);
  const end = scan.at;
  const tag = { name, prefix, local, namespace, attributes, start, end };
  sink.open?.(tag);
  if (selfClosing) {
    sink.close?.(tag);
    restoreBindings(scan, shadowed);
    return;
  }
  scan.open.push({ name, prefix, local, namespace, start, shadowed });
  if (scan.recover) scan.openByName.set(name, (scan.openByName.get(name) ?? 0) + 1);
}

/** Reads an end tag; a name begins behind the `</`. */
export function scanEndTag(scan: Scan): void {
  const { text } = scan;
  const start = scan.at;
  const innermost = scan.open[scan.open.length - 1];
  const closing = start + 2 + (innermost?.name.length ?? 0);
  if (
    text.charCodeAt(closing) === GREATER_THAN &&
    innermost !== undefined &&
    text.startsWith(innermost.name, start + 2)
  ) {
    scan.at = closing + 1;
    closeInnermost(scan, start, scan.at);
    return;
  }
  const nameEnd = endOfName(text, start + 2);
  const name = text.slice(start + 2, nameEnd);
  scan.at = nameEnd;
  skipSpace(scan);
  if (text.charCodeAt(scan.at) === GREATER_THAN) scan.at++;
  else problem(scan, scan.at, 'invalid-end-tag', `the end tag </${excerpt(name)}> is not closed by >`);
  if (innermost?.name === name) {
    closeInnermost(scan, start, scan.at);
    return;
  }
  const end = scan.at;
  if (innermost === undefined) problem(scan, start, 'unexpected-end-tag', `</${excerpt(name)}> closes nothing`);
  else
    problem(
      scan,
      start,
      'mismatched-end-tag',
      `</${excerpt(name)}> stands where </${excerpt(innermost.name)}> was expected`,
    );
  if ((scan.openByName.get(name) ?? 0) === 0) return;
  while (scan.open.at(-1)?.name !== name) closeInnermost(scan, start, start);
  closeInnermost(scan, start, end);
}

/** Closes what the end of the document leaves open. */
export function closeRemaining(scan: Scan): void {
  const end = scan.text.length;
  for (let element = scan.open.at(-1); element !== undefined; element = scan.open.at(-1)) {
    problem(scan, element.start, 'unclosed-element', `<${excerpt(element.name)}> is never closed`);
    closeInnermost(scan, end, end);
  }
}

export function skipSpace(scan: Scan): boolean {
  const start = scan.at;
  while (isSpace(scan.text.charCodeAt(scan.at))) scan.at++;
  return scan.at > start;
}

function closeInnermost(scan: Scan, start: number, end: number): void {
  const element: OpenElement | undefined = scan.open.pop();
  if (element === undefined) return;
  const { name, prefix, local, namespace, shadowed } = element;
  scan.sink.close?.({ name, prefix, local, namespace, start, end });
  restoreBindings(scan, shadowed);
  if (scan.recover) scan.openByName.set(name, (scan.openByName.get(name) ?? 1) - 1);
}

function countRoot(scan: Scan, start: number): void {
  if (scan.seenRoot) problem(scan, start, 'second-root', 'a second root element begins');
  scan.seenRoot = true;
}

/** Passes `>` or `/>`; `true` for the second. */
function endStartTag(scan: Scan, start: number): boolean {
  const { text } = scan;
  if (text.charCodeAt(scan.at) === GREATER_THAN) {
    scan.at++;
    return false;
  }
  if (text.charCodeAt(scan.at) === SLASH && text.charCodeAt(scan.at + 1) === GREATER_THAN) {
    scan.at += 2;
    return true;
  }
  problem(scan, scan.at, 'unclosed-tag', `the tag ${excerpt(text, start, scan.at)} is not closed by >`);
  return false;
}

/** Reads attributes up to what ends the tag: `>`, `/>`, and, when recovering, the next `<` or the end. */
function scanAttributes(scan: Scan): AttributeDraft[] {
  const { text } = scan;
  const attributes: AttributeDraft[] = [];
  for (;;) {
    const spaced = skipSpace(scan);
    const at = scan.at;
    const code = text.charCodeAt(at);
    if (code === GREATER_THAN || code === LESS_THAN || at >= text.length) break;
    if (code === SLASH && text.charCodeAt(at + 1) === GREATER_THAN) break;
    const nameEnd = endOfName(text, at);
    if (nameEnd === at) {
      problem(scan, at, 'invalid-tag', `${excerpt(text, at, at + 1)} cannot stand in a tag`);
      skipOddities(scan);
      continue;
    }
    const name = text.slice(at, nameEnd);
    if (!spaced) problem(scan, at, 'missing-space', `white space is missing before the attribute ${excerpt(name)}`);
    scan.at = nameEnd;
    const attribute = scanAttribute(scan, name, at);
    if (attribute === undefined) continue;
    attributes.push(attribute);
    scan.sink.attribute?.(at);
  }
  return dropRepeated(scan, attributes);
}

// A run of what belongs to no tag is one problem, not one each.
function skipOddities(scan: Scan): void {
  const { text } = scan;
  do scan.at++;
  while (scan.at < text.length && !isSpace(text.charCodeAt(scan.at)) && !/[<>/A-Za-z_]/.test(text.charAt(scan.at)));
}

/** Reads `= "value"` behind an attribute's name. */
function scanAttribute(scan: Scan, name: string, start: number): AttributeDraft | undefined {
  const { text } = scan;
  skipSpace(scan);
  if (text.charCodeAt(scan.at) !== EQUALS) {
    problem(scan, start, 'missing-value', `the attribute ${excerpt(name)} has no value`);
    return undefined;
  }
  scan.at++;
  skipSpace(scan);
  const quote = text.charCodeAt(scan.at);
  if (quote !== QUOTE && quote !== APOSTROPHE) {
    problem(scan, scan.at, 'unquoted-value', `the value of the attribute ${excerpt(name)} is not in quotes`);
    return undefined;
  }
  scan.at++;
  const valueStart = scan.at;
  const closing = text.indexOf(quote === QUOTE ? '"' : "'", valueStart);
  if (closing < 0)
    problem(scan, valueStart, 'unclosed-value', `the value of the attribute ${excerpt(name)} never ends`);
  const valueEnd = closing < 0 ? endOfUnclosed(text, valueStart) : closing;
  const value = scanValue(scan, valueEnd);
  if (closing >= 0) scan.at++;
  return { name, prefix: '', local: name, namespace: undefined, value, start, end: scan.at, valueStart, valueEnd };
}

function endOfUnclosed(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) !== LESS_THAN && text.charCodeAt(at) !== GREATER_THAN) at++;
  return at;
}

/** XML 1.0 §3.1, Unique Att Spec: keeps the first of each name. */
function dropRepeated(scan: Scan, attributes: AttributeDraft[]): AttributeDraft[] {
  if (attributes.length < 2) return attributes;
  if (attributes.length <= FEW && !attributes.some(isRepeated)) return attributes;
  const names = new Set(attributes.map((attribute) => attribute.name));
  if (names.size === attributes.length) return attributes;
  return attributes.filter((attribute) => {
    if (names.delete(attribute.name)) return true;
    problem(scan, attribute.start, 'duplicate-attribute', `the attribute ${excerpt(attribute.name)} is given twice`);
    return false;
  });
}

/** So few attributes are compared each with each in less time than a set is made. */
const FEW = 8;

function isRepeated({ name }: AttributeDraft, index: number, attributes: readonly AttributeDraft[]): boolean {
  for (let before = 0; before < index; before++) if (attributes[before]?.name === name) return true;
  return false;
}
