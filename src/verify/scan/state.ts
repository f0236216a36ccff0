// What the scanner's parts share: the events, the position, the open elements, and how a problem is taken down.
// A scan lives for one call of `scanXml`; nothing of it outlives that.

/** An attribute as a start tag holds it. Offsets are UTF-16 code units, ends exclusive. */
export interface XmlAttribute {
  /** As written, with prefix. */
  readonly name: string;
  /** Empty when there is none. */
  readonly prefix: string;
  readonly local: string;
  /** `undefined` = in no namespace. */
  readonly namespace: string | undefined;
  /** References decoded, white space normalised (XML 1.0 §3.3.3). */
  readonly value: string;
  /** Of the whole attribute, quotes included. */
  readonly start: number;
  readonly end: number;
  /** Of the value, without quotes. */
  readonly valueStart: number;
  readonly valueEnd: number;
}

export interface XmlEndTag {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  readonly namespace: string | undefined;
  /** Of the end tag, or of the whole empty-element tag. Both the same when recovery closed the element. */
  readonly start: number;
  readonly end: number;
}

export interface XmlStartTag extends XmlEndTag {
  readonly attributes: readonly XmlAttribute[];
}

/** Who listens to a scan. An absent listener costs nothing. */
export interface XmlSink {
  /** An attribute was read; told before `open`, so that a tag without end can be left while it grows. */
  attribute?(start: number): void;
  open?(element: XmlStartTag): void;
  close?(element: XmlEndTag): void;
  /** Character data of one run between markup, decoded, line ends normalised; only inside the root. */
  text?(decoded: string, start: number, end: number, kind: 'text' | 'cdata'): void;
  instruction?(target: string, content: string, start: number, end: number): void;
  declaration?(version: string, encoding: string | undefined): void;
  doctype?(start: number, end: number): void;
  /** A general entity that the internal subset declares; told before `doctype`. */
  entity?(name: string): void;
  /** Whether an entity that XML does not define is declared after all; its reference stays text. Absent: none is. */
  isDeclared?(name: string, start: number): boolean;
}

export interface XmlProblem {
  /** UTF-16 code units from the start of the text. */
  readonly offset: number;
  /** One plain sentence fragment, for people. */
  readonly problem: string;
  /** Permanent, kebab-case. */
  readonly kind: string;
}

/** An element that waits for its end tag. */
export interface OpenElement extends QualifiedName {
  readonly namespace: string | undefined;
  readonly start: number;
  /** What the prefixes that it declares meant outside; `undefined` when it declares none. */
  readonly shadowed: readonly Binding[] | undefined;
}

/** Prefix (empty: the default namespace) and what it means; `undefined` = nothing. */
export type Binding = readonly [prefix: string, namespace: string | undefined];

/** A name taken apart (Namespaces in XML §4, QName). */
export interface QualifiedName {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
}

/** Where a character stands next. It is looked for again when the scan has passed it, so a document is searched once. */
export interface Landmark {
  readonly character: string;
  at: number;
}

export interface Scan {
  readonly text: string;
  readonly sink: XmlSink;
  readonly recover: boolean;
  /** No character needs a look of its own but `<`, `&`, quotes and white space: the scan goes from landmark to landmark. */
  readonly isPlain: boolean;
  readonly lessThan: Landmark;
  readonly ampersand: Landmark;
  readonly lineFeed: Landmark;
  readonly tab: Landmark;
  readonly problems: XmlProblem[];
  /** Kinds of problems that were met. */
  readonly kinds: Set<string>;
  readonly open: OpenElement[];
  /** How many open elements have a name; kept only when recovering, so that a stray end tag costs no search. */
  readonly openByName: Map<string, number>;
  readonly bindings: Map<string, string>;
  at: number;
  seenRoot: boolean;
  seenDoctype: boolean;
}

/** Problems that are kept, beside the first of each kind; the rest of a broken document is scanned, but not told. */
const MAX_PROBLEMS = 100;

/** Thrown to leave a scan at its first problem, and caught in `scanXml`; nobody else sees it. */
export const STOPPED = Symbol('stopped');

/** The landmark's next place from a position on, the end of the text when there is none. Positions only grow. */
export function nextOf(scan: Scan, landmark: Landmark, from: number): number {
  if (landmark.at < from) {
    const found = scan.text.indexOf(landmark.character, from);
    landmark.at = found < 0 ? scan.text.length : found;
  }
  return landmark.at;
}

/** Takes a problem down. Does not come back unless the scan recovers. */
export function problem(scan: Scan, offset: number, kind: string, sentence: string): void {
  if (scan.problems.length < MAX_PROBLEMS || !scan.kinds.has(kind))
    scan.problems.push({ offset, problem: sentence, kind });
  scan.kinds.add(kind);
  if (!scan.recover) throw STOPPED;
}

/** A piece of the document for a sentence: one line, at most 40 characters. */
export function excerpt(text: string, start = 0, end = text.length): string {
  const piece = text.slice(start, Math.min(end, start + 40));
  return piece.replace(/[^\x21-\x7e\u00a0-\ud7ff]+/g, ' ');
}
