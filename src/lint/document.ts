// In: the text of an XML document, well-formed or not. Out: its tree, with offsets into that text, and its problems.
// Built from the events of the one scanner; nesting is bounded, so that everything after may recurse.
import type { Span } from '../diagnostics/finding.ts';
import { parsedUrl } from '../model/url.ts';
import { scanXml, type XmlAttribute, type XmlProblem } from '../verify/scan/scan.ts';
import { type Entities, isDeclared, noEntities, readDoctype } from './entities.ts';
import { prefixOf } from './namespaces.ts';

export interface XmlDocument {
  readonly root: Element | undefined;
  readonly problems: readonly XmlProblem[];
  /** Of XML, as its declaration names it. */
  readonly version: string | undefined;
  readonly doctype: Span | undefined;
  /** The first instruction that would have a browser apply XSLT. */
  readonly xslt: Span | undefined;
  readonly entities: Entities;
  /** Whether nesting went beyond `MAX_DEPTH`; what is deeper is not in the tree. */
  readonly truncatedAt: number | undefined;
  /** Where the elements and attributes began to be more than `MAX_PARTS`; what is behind is not in the tree. */
  readonly overfullAt: number | undefined;
  /** Namespace declarations in the order of the document. */
  readonly declarations: readonly Declaration[];
}

export interface Declaration {
  /** Empty for the default namespace. */
  readonly prefix: string;
  readonly namespace: string;
  readonly element: Element;
  readonly attribute: Attribute;
}

export interface Attribute extends XmlAttribute {
  /** `href`, or with the usual prefix of its namespace: `thr:count`; `?name` in an unknown namespace. */
  readonly key: string;
}

export interface Element {
  /** `title` in no namespace, or with the usual prefix of its namespace: `atom:link`; `?name` in an unknown one. */
  readonly key: string;
  /** As written; a long one is cut, since findings repeat it. */
  readonly name: string;
  readonly local: string;
  readonly namespace: string | undefined;
  readonly parent: Element | undefined;
  readonly attributes: readonly Attribute[];
  readonly children: readonly Element[];
  /** Its own character data, decoded, without that of its children. */
  readonly text: string;
  /** Where its first character data that is not white space stands; -1 when there is none. */
  readonly textStart: number;
  /** Where its character data begins, when it is one run; else -1. */
  readonly runStart: number;
  /** Of the start tag. */
  readonly start: number;
  readonly openEnd: number;
  /** Of the whole element. */
  readonly end: number;
  /** `positionOf` keeps its answer here; 0 until somebody asks. */
  position: number;
}

/** Elements deeper than this are an accident or an attack. */
export const MAX_DEPTH = 500;
/** Of elements and attributes; more would use up the memory of the program. */
export const MAX_PARTS = 2_000_000;

type Draft = { -readonly [Key in keyof Element]: Element[Key] } & { children: Element[]; pieces: Piece[] };
/** A run of text: as it stands in the source (`decoded` absent), or decoded. */
interface Piece {
  start: number;
  end: number;
  decoded: string | undefined;
}

const NONE: readonly never[] = [];
const TOO_MUCH = Symbol('too much');

/** The namespace of the root (`undefined`: none), which is wrong and taken for another one where names are written as there. */
interface Renaming {
  readonly root: Element;
  readonly to: string | undefined;
}

/** Reads a document leniently. Never throws; linear in the length of the text. */
export function readDocument(text: string, renaming?: Renaming): XmlDocument {
  const declarations: Declaration[] = [];
  let root: Element | undefined;
  let current: Draft | undefined;
  let depth = 0;
  let version: string | undefined;
  let doctype: Span | undefined;
  let xslt: Span | undefined;
  const entities = noEntities();
  let truncatedAt: number | undefined;
  let overfullAt: number | undefined;
  let parts = 0;
  let problems: readonly XmlProblem[] = [];
  const rootPrefix = renaming?.root.name.slice(0, -renaming.root.local.length).replace(':', '');

  const count = (start: number) => {
    if (++parts <= MAX_PARTS) return;
    overfullAt = start;
    throw TOO_MUCH;
  };
  const close = (end: number) => {
    if (current === undefined) return;
    const draft = current;
    draft.end = end;
    finishText(draft, text);
    depth--;
    current = draft.parent as Draft | undefined;
  };
  try {
    problems = scanXml(
      text,
      {
        declaration(given) {
          version = given;
        },
        doctype(start, end) {
          doctype = { start, end };
          readDoctype(text.slice(start, end), entities);
        },
        entity(name) {
          entities.names.add(name);
        },
        instruction(target, content, start, end) {
          if (target === 'xml-stylesheet' && /\btype\s{0,10}=\s{0,10}["'][^"']{0,30}x[ms]l/.test(content))
            xslt ??= { start, end };
        },
        isDeclared: (name, start) => isDeclared(name, start, entities),
        // One by one: a single tag may hold more of them than memory.
        attribute: count,
        open({ name, prefix, local, namespace: given, attributes, start, end }) {
          const isRenamed = renaming !== undefined && given === renaming.root.namespace && prefix === rootPrefix;
          const namespace = isRenamed ? renaming.to : given;
          if (depth >= MAX_DEPTH) {
            truncatedAt = start;
            throw TOO_MUCH;
          }
          count(start);
          const element: Draft = {
            key: keyOf(namespace, local, namespace === given ? prefix : ''),
            name: shownName(name),
            local,
            namespace,
            parent: current,
            attributes: attributes.length === 0 ? NONE : attributes.map(withKey),
            children: NONE as unknown as Element[],
            text: '',
            textStart: -1,
            runStart: -1,
            start,
            openEnd: end,
            end,
            position: 0,
            pieces: NONE as unknown as Piece[],
          };
          for (const attribute of element.attributes)
            if (isDeclaration(attribute))
              declarations.push({
                prefix: attribute.prefix === 'xmlns' ? attribute.local : '',
                namespace: attribute.value,
                element,
                attribute,
              });
          if (current !== undefined) {
            if (current.children.length === 0) current.children = [element];
            else current.children.push(element);
          } else root ??= element;
          current = element;
          depth++;
        },
        close({ end }) {
          close(end);
        },
        text(decoded, start, end, kind) {
          if (current === undefined || decoded === '') return;
          addText(current, text, decoded, start, end, kind);
        },
      },
      { recover: true },
    );
  } catch (thrown) {
    if (thrown !== TOO_MUCH) throw thrown;
    while (current !== undefined) close(text.length);
  }
  return { root, problems, version, doctype, xslt, entities, truncatedAt, overfullAt, declarations };
}

// The scanner is done with it, so it becomes ours: a copy of each would double the memory of a document of attributes.
function withKey(attribute: XmlAttribute): Attribute {
  const { namespace, local, prefix } = attribute;
  return Object.assign(attribute, { name: shownName(attribute.name), key: keyOf(namespace, local, prefix) });
}

/** Whether an attribute declares a namespace. */
export function isDeclaration({ name, prefix }: XmlAttribute): boolean {
  return prefix === 'xmlns' || name === 'xmlns';
}

const MAX_NAME = 60;

/** A name as sentences and paths show it. */
export function shownName(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name;
}

function keyOf(namespace: string | undefined, local: string, prefix: string): string {
  if (namespace === undefined) return prefix === '' ? local : `?${local}`;
  const usual = prefixOf(namespace);
  return usual === undefined ? `?${local}` : `${usual}:${local}`;
}

function addText(
  element: Draft,
  text: string,
  decoded: string,
  start: number,
  end: number,
  kind: 'text' | 'cdata',
): void {
  const from = kind === 'cdata' ? start + 9 : start;
  if (element.textStart < 0 && /\S/.test(decoded)) element.textStart = from + text.slice(from, end).search(/\S/);
  const plain =
    decoded.length === (kind === 'cdata' ? from + decoded.length : end) - from &&
    !hasReturn(text, from, decoded.length);
  const last = element.pieces.at(-1);
  // Runs that touch, as a flood of stray `<` makes them, are one run.
  if (plain && kind === 'text' && last !== undefined && last.decoded === undefined && last.end === start) {
    last.end = end;
    return;
  }
  const piece: Piece = { start: from, end: plain ? from + decoded.length : end, decoded: plain ? undefined : decoded };
  if (element.pieces.length === 0) element.pieces = [piece];
  else element.pieces.push(piece);
}

/** Whether a carriage return stands there: it was turned into a line feed, so the text is not the source's. */
function hasReturn(text: string, start: number, length: number): boolean {
  return text.slice(start, start + length).includes('\r');
}

function finishText(element: Draft, text: string): void {
  const { pieces } = element;
  const [only] = pieces;
  if (only === undefined) return;
  if (pieces.length === 1) {
    element.text = only.decoded ?? text.slice(only.start, only.end);
    element.runStart = only.start;
  } else {
    element.text = pieces.map(({ decoded, start, end }) => decoded ?? text.slice(start, end)).join('');
  }
  element.pieces = NONE as unknown as Piece[];
}

/** Characters of a path at most, but for its last step. */
const MAX_PATH = 1000;

/**
 * `/rss/channel/item[3]/guid`: the place of an element inside its document; positions only where names repeat. Of a very
 * long one only the end: `…/a/b`.
 */
export function pathOf(element: Element): string {
  const steps: string[] = [];
  let length = 0;
  for (let at: Element | undefined = element; at !== undefined; at = at.parent) {
    if (length > MAX_PATH) return `…/${steps.reverse().join('/')}`;
    const { parent } = at;
    const position = positionOf(at);
    const repeated = position > 1 || (parent !== undefined && followedByTwin(at, parent));
    const step = repeated ? `${at.name}[${position}]` : at.name;
    steps.push(step);
    length += step.length + 1;
  }
  return `/${steps.reverse().join('/')}`;
}

/** 1-based, among the siblings of its name; 0 for the root. Counted once for all children of a parent. */
export function positionOf(element: Element): number {
  if (element.parent !== undefined && element.position === 0) numberChildren(element.parent);
  return element.position;
}

const twins = new WeakMap<Element, ReadonlySet<string>>();

function numberChildren(parent: Element): void {
  const counts = new Map<string, number>();
  for (const child of parent.children) {
    const position = (counts.get(child.name) ?? 0) + 1;
    counts.set(child.name, position);
    child.position = position;
  }
  twins.set(parent, new Set([...counts].filter(([, count]) => count > 1).map(([name]) => name)));
}

function followedByTwin(element: Element, parent: Element): boolean {
  return twins.get(parent)?.has(element.name) === true;
}

export function attributeOf(element: Element, key: string): Attribute | undefined {
  return firstOf(element.attributes, key);
}

export function attributeValue(element: Element, key: string): string | undefined {
  return attributeOf(element, key)?.value;
}

export function childOf(element: Element, key: string): Element | undefined {
  return firstOf(element.children, key);
}

export function childrenOf(element: Element, key: string): readonly Element[] {
  return element.children.filter((child) => child.key === key);
}

export function hasChild(element: Element, key: string): boolean {
  return childOf(element, key) !== undefined;
}

interface Keyed {
  readonly key: string;
}

/** So few are looked through in less time than a map is made. */
const FEW = 16;

/** The first of each key in long lists: each of a thousand siblings may ask its parent for another one. */
const firsts = new WeakMap<readonly Keyed[], ReadonlyMap<string, Keyed>>();

function firstOf<T extends Keyed>(list: readonly T[], key: string): T | undefined {
  if (list.length <= FEW) return list.find((one) => one.key === key);
  let first = firsts.get(list) as ReadonlyMap<string, T> | undefined;
  if (first === undefined) {
    const found = new Map<string, T>();
    for (const one of list) if (!found.has(one.key)) found.set(one.key, one);
    firsts.set(list, found);
    first = found;
  }
  return first.get(key);
}

/** The language in force (XML 1.0 §2.12); `undefined` when none is declared, or it is declared away. */
export function languageOf(element: Element): string | undefined {
  for (let at: Element | undefined = element; at !== undefined; at = at.parent) {
    const language = attributeValue(at, 'xml:lang');
    if (language !== undefined) return language === '' ? undefined : language;
  }
  return undefined;
}

/** A reference of the element, resolved against `xml:base`; as it stands where there is none that is absolute. */
export function resolved(reference: string, element: Element): string {
  return parsedUrl(reference, baseOf(element))?.href ?? reference;
}

/** Of the element and those above it; each may be relative to the next (XML Base §4). */
function baseOf(element: Element): string | undefined {
  const above = element.parent === undefined ? undefined : baseOf(element.parent);
  const own = attributeValue(element, 'xml:base');
  return (own === undefined ? undefined : parsedUrl(own, above)?.href) ?? above;
}

/** Whether an `xml:base` on the element or above it is absolute. */
export function hasAbsoluteBase(element: Element): boolean {
  for (let at: Element | undefined = element; at !== undefined; at = at.parent)
    if (/^[a-z][a-z0-9+.-]*:/i.test(attributeValue(at, 'xml:base') ?? '')) return true;
  return false;
}
