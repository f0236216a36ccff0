// In: the text of an XML document or of a page of ours. Out: its events, or `false` as soon as there is anything that our
// renderers do not write. They write one plain form, so nearly every text is read here, in less time; whatever this does not
// know for certain to be well-formed is for the general scan to judge. test/verify/quick-scan.test.ts holds one to the other.

import { type ElementTree, NOTHING, type XmlValue } from '../read-back/element.ts';
import { EQUALS, endOfName, GREATER_THAN, isPlain, LESS_THAN, QUOTE, SLASH, SPACE } from './characters.ts';
import { qualifiedName, XML_NAMESPACE, XMLNS_NAMESPACE } from './namespaces.ts';

/** What a prefix that a format uses has to stand for; the empty prefix is what elements without one are in. */
export type Prefixes = ReadonlyMap<string, string | undefined>;

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';
const STYLESHEET = '<?xml-stylesheet ';
const COMMENT = '<!-- Made by Feedmill -->\n';

/** A long text, and how a document of ours has it, so that nobody has to decode it where it stands as it should. */
export interface WrittenText {
  readonly text: string;
  readonly written: string;
}

/** A name as elements or attributes have it. */
interface KnownName {
  readonly name: string;
  readonly prefix: string;
  /** The end tag of an element of that name. */
  readonly closing: string;
  /** Whether an attribute of that name declares no prefix, and has none that a root would have to declare. */
  readonly isPlainAttribute: boolean;
}

interface QuickScan {
  readonly text: string;
  readonly expected: readonly WrittenText[];
  /** How many of the expected texts were met. */
  met: number;
  at: number;
  /** Where the next of each stands; the end of the text when there is none. */
  lessThan: number;
  ampersand: number;
  lineFeed: number;
  tab: number;
  /** Attributes of the tag that is being read. */
  readonly attributes: XmlValue[];
}

/**
 * Tells a tree the events of a well-formed document whose prefixes stand for what they have to. `false`: perhaps it is none,
 * and what the tree was told is worth nothing. `expected`: texts that may well stand in the document, in this order.
 * `start`: where the root begins, when what stands before it is no concern of this.
 */
export function scanQuickly(
  tree: ElementTree,
  text: string,
  prefixes: Prefixes,
  expected: readonly WrittenText[] = NOTHING,
  start = startOfRoot(text),
): boolean {
  if (start < 0 || text.charCodeAt(start) !== LESS_THAN || !isPlain(text)) return false;
  const places = { at: start, lessThan: start, ampersand: -1, lineFeed: -1, tab: -1 };
  const scan: QuickScan = { text, expected, met: 0, ...places, attributes: [] };
  const open: KnownName[] = [];
  let declared: readonly string[] | undefined;
  do {
    const { at, lessThan } = scan;
    if (lessThan >= text.length) return false;
    if (lessThan > at) {
      const run = textOf(scan, at, lessThan);
      if (run === undefined) return false;
      tree.text(run);
    }
    if (text.charCodeAt(lessThan + 1) === SLASH) {
      const closing = open.pop()?.closing ?? '';
      scan.at = lessThan + closing.length;
      if (text.slice(lessThan, scan.at) !== closing) return false;
      tree.close();
      scan.lessThan = nextPlace(text, '<', scan.at);
      continue;
    }
    const nameEnd = endOfName(text, lessThan + 1);
    const name = knownName(text.slice(lessThan + 1, nameEnd));
    if (name === undefined) return false;
    scan.at = nameEnd;
    scan.lessThan = nextPlace(text, '<', nameEnd);
    const attributes = text.charCodeAt(nameEnd) === SPACE ? scanAttributes(scan, declared === undefined) : NOTHING;
    if (attributes === undefined) return false;
    declared ??= declaredPrefixes(attributes, prefixes);
    if (declared === undefined || (name.prefix !== '' && !declared.includes(name.prefix))) return false;
    const isEmpty = text.charCodeAt(scan.at) === SLASH;
    if (isEmpty) scan.at++;
    if (text.charCodeAt(scan.at) !== GREATER_THAN) return false;
    scan.at++;
    tree.open(name.name, attributes);
    if (isEmpty) tree.close();
    else open.push(name);
  } while (open.length > 0);
  return scan.at === text.length || (scan.at === text.length - 1 && text.endsWith('\n'));
}

/** Where the root has to begin, behind the declaration and perhaps a stylesheet or a comment; -1 where it is not certain. */
function startOfRoot(text: string): number {
  if (!text.startsWith(DECLARATION)) return -1;
  const start = DECLARATION.length;
  if (text.startsWith(COMMENT, start)) return start + COMMENT.length;
  if (!text.startsWith(STYLESHEET, start)) return start;
  const end = text.indexOf('?>', start);
  return end >= 0 && text.startsWith('\n', end + 2) ? end + 3 : -1;
}

/** Reads ` name="value"` as often as it stands there. All of a tag is on one line. */
function scanAttributes(scan: QuickScan, isRoot: boolean): readonly XmlValue[] | undefined {
  const { text, attributes } = scan;
  let count = 0;
  let { at } = scan;
  if (scan.lineFeed < at) scan.lineFeed = nextPlace(text, '\n', at);
  if (scan.tab < at) scan.tab = nextPlace(text, '\t', at);
  while (text.charCodeAt(at) === SPACE) {
    // As pages have elements without content.
    if (text.charCodeAt(at + 1) === SLASH) {
      at++;
      break;
    }
    const nameEnd = endOfName(text, at + 1);
    const known = knownName(text.slice(at + 1, nameEnd));
    if (known === undefined || !(known.isPlainAttribute || isRoot)) return undefined;
    if (text.charCodeAt(nameEnd) !== EQUALS || text.charCodeAt(nameEnd + 1) !== QUOTE) return undefined;
    const end = text.indexOf('"', nameEnd + 2);
    const value = end < 0 ? undefined : decoded(scan, nameEnd + 2, end);
    if (value === undefined) return undefined;
    for (let before = 0; before < count; before++) if (attributes[before]?.name === known.name) return undefined;
    attributes[count++] = { name: known.name, value };
    at = end + 1;
  }
  scan.at = at;
  return at <= scan.lessThan && at <= scan.lineFeed && at <= scan.tab ? attributes.slice(0, count) : undefined;
}

/** The prefixes that a root declares; `undefined` where one of them, or none, may stand for another thing than it has to. */
function declaredPrefixes(attributes: readonly XmlValue[], prefixes: Prefixes): readonly string[] | undefined {
  const declared: string[] = [];
  let byDefault: string | undefined;
  for (const { name, value } of attributes) {
    const isDefault = name === 'xmlns';
    if (!isDefault && !name.includes(':')) continue;
    if (name === 'xml:lang') continue;
    const prefix = isDefault ? '' : name.slice('xmlns:'.length);
    if (!isDefault && (!name.startsWith('xmlns:') || prefix.startsWith('xml'))) return undefined;
    if (value === '' || value === XML_NAMESPACE || value === XMLNS_NAMESPACE) return undefined;
    if (prefixes.has(prefix) && prefixes.get(prefix) !== value) return undefined;
    if (isDefault) byDefault = value;
    else declared.push(prefix);
  }
  return byDefault === undefined && prefixes.get('') !== undefined ? undefined : declared;
}

/** A run of text, decoded; `undefined` as for `decoded`. */
function textOf(scan: QuickScan, start: number, end: number): string | undefined {
  const next = scan.expected[scan.met];
  if (next === undefined || next.written.length !== end - start || scan.text.slice(start, end) !== next.written)
    return decoded(scan, start, end);
  scan.met++;
  return next.text;
}

/** A run of text or a value, its references decoded; `undefined` where it holds another `&` than those that we write. */
function decoded(scan: QuickScan, start: number, end: number): string | undefined {
  const { text } = scan;
  if (scan.ampersand < start) scan.ampersand = nextPlace(text, '&', start);
  let run = '';
  let pending = start;
  while (scan.ampersand < end) {
    const at = scan.ampersand;
    const semicolon = text.indexOf(';', at);
    const character = REFERENCES.get(text.slice(at + 1, semicolon));
    if (character === undefined) return undefined;
    run += text.slice(pending, at) + character;
    pending = semicolon + 1;
    scan.ampersand = nextPlace(text, '&', pending);
  }
  return run + text.slice(pending, end);
}

const REFERENCES: ReadonlyMap<string, string> = new Map([
  ['#x26', '&'],
  ['#x3C', '<'],
  ['#x3E', '>'],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
]);

function nextPlace(text: string, character: string, from: number): number {
  const found = text.indexOf(character, from);
  return found < 0 ? text.length : found;
}

/** Names that were met; documents have few, and mostly the same. */
const known = new Map<string, KnownName>();
const MAX_KNOWN = 1000;

/** `undefined` where it is none. */
function knownName(written: string): KnownName | undefined {
  const met = known.get(written);
  if (met !== undefined) return met;
  const split = written === '' ? undefined : qualifiedName(written);
  if (split === undefined) return undefined;
  const { name, prefix } = split;
  const isPlainAttribute = name === 'xml:lang' || (prefix === '' && name !== 'xmlns');
  const read = { name, prefix, closing: `</${name}>`, isPlainAttribute };
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(name, read);
  return read;
}
