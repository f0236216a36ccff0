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
  readonly selfClosing: boolean;
}

/** Who listens to a scan. An absent listener costs nothing. */
export interface XmlSink {
  open?(element: XmlStartTag): void;
  close?(element: XmlEndTag): void;
  /** Character data of one run between markup, decoded, line ends normalised; only inside the root. */
  text?(decoded: string, start: number, end: number, kind: 'text' | 'cdata'): void;
  /** The comment's text, without `<!--` and `-->`. */
  comment?(text: string, start: number, end: number): void;
  instruction?(target: string, content: string, start: number, end: number): void;
  declaration?(version: string, encoding: string | undefined, standalone: string | undefined): void;
  doctype?(name: string, start: number, end: number): void;
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
export interface OpenElement {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  readonly namespace: string | undefined;
  readonly start: number;
  /** What the prefixes that it declares meant outside; `undefined` when it declares none. */
  readonly shadowed: readonly Binding[] | undefined;
}

/** Prefix (empty: the default namespace) and what it means; `undefined` = nothing. */
export type Binding = readonly [prefix: string, namespace: string | undefined];

export interface Scan {
  readonly text: string;
  readonly sink: XmlSink;
  readonly recover: boolean;
  readonly problems: XmlProblem[];
  readonly open: OpenElement[];
  /** How many open elements have a name; kept only when recovering, so that a stray end tag costs no search. */
  readonly openByName: Map<string, number>;
  readonly bindings: Map<string, string>;
  at: number;
  seenRoot: boolean;
  seenDoctype: boolean;
}

/** Problems that are kept; the rest of a broken document is scanned, but not told. */
const MAX_PROBLEMS = 100;

/** Thrown to leave a scan at its first problem, and caught in `scanXml`; nobody else sees it. */
export const STOPPED = Symbol('stopped');

/** Takes a problem down. Does not come back unless the scan recovers. */
export function problem(scan: Scan, offset: number, kind: string, sentence: string): void {
  if (scan.problems.length < MAX_PROBLEMS) scan.problems.push({ offset, problem: sentence, kind });
  if (!scan.recover) throw STOPPED;
}

/** A piece of the document for a sentence: one line, at most 40 characters. */
export function excerpt(text: string, start: number, end: number): string {
  const piece = text.slice(start, Math.min(end, start + 40));
  return piece.replace(/[^\x21-\x7e\u00a0-\ud7ff]+/g, ' ');
}
