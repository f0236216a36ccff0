// The shape of the tables that describe a vocabulary: element → count, place, content, attributes, checks.
// Adding a rule to a vocabulary is one row in such a table, and one entry in the catalogue.
import type { LintCode } from '../diagnostics/catalogue/lint.ts';
import type { Instant } from '../model/instant.ts';
import type { Attribute, Element } from './document.ts';
import type { Place, ReportLint } from './findings.ts';

/** Which structural rules an element's problems are reported under. */
export type Spec = 'rss' | 'rdf' | 'atom' | 'opml' | 'media' | 'itunes' | 'extension';

/** What a document is; `rss` of any version, RDF too. */
export type DocumentFormat = 'rss' | 'atom' | 'json' | 'opml' | 'unknown';

/** What every check may know of the document. */
export interface Context {
  readonly report: ReportLint;
  readonly text: string;
  readonly format: DocumentFormat;
  /** `2.0`, `0.91` … for RSS; empty otherwise, `1.0` for RDF. */
  readonly version: string;
  readonly encoding: string;
  /** `undefined`: nothing can be said about the future. */
  readonly now: Instant | undefined;
  /** Where the document was read from, then where else readers know it by; empty when it is not known. */
  readonly addresses: readonly string[];
  /** General entities that the document declares itself; they are never expanded. */
  readonly entities: ReadonlySet<string>;
  /** What was seen once and is remembered, by rule and value: ids, guids, dates. */
  readonly seen: Map<string, number>;
}

/** Looks at one value: the text of an element without white space around it, or an attribute as it stands. */
export type Check = (value: string, place: Place, context: Context) => void;

/** Looks at a whole element, when everything in it was seen. */
export type ElementCheck = (element: Element, context: Context) => void;

export interface AttributeModel {
  readonly required?: boolean;
  readonly checks: readonly Check[];
}

export interface ElementModel {
  readonly spec: Spec;
  /** By key. Absent: none but xml:* are allowed. `any`: all are. */
  readonly attributes?: Readonly<Record<string, AttributeModel>> | 'any';
  /**
   * `text`: characters only. `elements`: the children of the table, no characters. `any`: characters and any children, which
   * no table describes.
   */
  readonly content: 'text' | 'elements' | 'any';
  readonly children?: ChildTable;
  readonly checks?: readonly Check[];
  readonly check?: ElementCheck;
}

export interface ChildModel {
  readonly model: ElementModel | (() => ElementModel);
  readonly required?: boolean;
  /** Absent: as often as you like. `once`: the second is reported as a duplicate element, or under the code given. */
  readonly once?: true | LintCode;
}

export type ChildTable = Readonly<Record<string, ChildModel>>;

// Builders, so that a table reads like the specification that it follows.

/** An element of characters only, with what its value has to be. */
export function text(spec: Spec, ...checks: Check[]): ElementModel {
  return { spec, content: 'text', checks };
}

/** An element that holds elements only. */
export function elements(spec: Spec, children: ChildTable, more: Partial<ElementModel> = {}): ElementModel {
  return { spec, content: 'elements', children, ...more };
}

/** An element that has attributes and no content of its own. */
export function empty(
  spec: Spec,
  attributes: Readonly<Record<string, AttributeModel>>,
  check?: ElementCheck,
): ElementModel {
  return { spec, content: 'elements', children: {}, attributes, ...(check === undefined ? {} : { check }) };
}

/** An element whose inside is not looked at. */
export function anything(spec: Spec): ElementModel {
  return { spec, content: 'any', attributes: 'any' };
}

export function withAttributes(
  model: ElementModel,
  attributes: Readonly<Record<string, AttributeModel>>,
): ElementModel {
  return { ...model, attributes };
}

export function one(model: ChildModel['model']): ChildModel {
  return { model, once: true };
}

export function required(model: ChildModel['model']): ChildModel {
  return { model, once: true, required: true };
}

export function many(model: ChildModel['model']): ChildModel {
  return { model };
}

export function optional(...checks: Check[]): AttributeModel {
  return { checks };
}

export function mandatory(...checks: Check[]): AttributeModel {
  return { checks, required: true };
}

/** An attribute that is there but empty says nothing, and is taken as absent. */
export function unlessEmpty(check: Check): AttributeModel {
  return optional((value, place, context) => {
    if (value !== '') check(value, place, context);
  });
}

/** The place of a whole element: its start tag. */
export function placeOf(element: Element): Place {
  return { start: element.start, end: element.openEnd, inside: element, name: `<${element.name}>` };
}

/** The place of an element's text; its start tag when it has none. */
export function textPlace(element: Element): Place {
  const start = element.textStart < 0 ? element.start : element.textStart;
  const end = element.textStart < 0 ? element.openEnd : Math.max(start + 1, Math.min(element.end, start + 1000));
  return { start, end, inside: element, name: `<${element.name}>` };
}

/** The place of a character of a text, where that is a string of JSON, or one run of an element; else that of the text. */
export function placeWithin(place: Place, text: string, at: number, source: string): Place {
  const { inside } = place;
  if (source[place.start] === '"' && typeof inside === 'string') {
    const start = stringOffset(source, place.start + 1, Math.min(at, text.length - 1));
    return { ...place, start, end: start + 1 };
  }
  // What is before the end of the start tag is an attribute.
  const isExact = typeof inside === 'object' && inside.runStart >= 0 && place.start >= inside.openEnd;
  if (!isExact || inside.text.length < text.length) return place;
  const before = inside.text.indexOf(text.charAt(0)) + Math.min(at, text.length - 1);
  const start = sourceOffset(source, inside, before);
  return { ...place, start, end: start + 1 };
}

/** So many characters further on in a string of JSON, where an escape is one (RFC 8259 §7). */
function stringOffset(source: string, start: number, length: number): number {
  let at = start;
  for (let left = length; left > 0; left--) at += source[at] !== '\\' ? 1 : source[at + 1] === 'u' ? 6 : 2;
  return at;
}

const REFERENCE = /^&(?:lt|gt|amp|quot|apos|#(\d{1,20})|#x([\da-fA-F]{1,20}));/;

/** How far an element's run was followed for the last question; the next one is mostly about what is behind. */
const followed = new WeakMap<Element, { readonly length: number; readonly at: number }>();

/** Where a character of an element's run stands: a reference is one, and a return with a line feed (XML 1.0 §2.11, §4.1). */
function sourceOffset(source: string, element: Element, length: number): number {
  const { runStart } = element;
  const isCdata = source.startsWith('<![CDATA[', runStart - 9);
  const last = followed.get(element);
  const from = last !== undefined && last.length <= length ? last : { length: 0, at: runStart };
  let { at } = from;
  for (let left = length - from.length; left > 0; left--) {
    const reference = !isCdata && source[at] === '&' ? REFERENCE.exec(source.slice(at, at + 30)) : null;
    const [written = '', decimal, hexadecimal] = reference ?? [];
    if (Number(decimal ?? `0x${hexadecimal ?? 0}`) > 0xffff) left--;
    at += written.length || (source.startsWith('\r\n', at) ? 2 : 1);
  }
  followed.set(element, { length, at });
  return at;
}

export function attributePlace(element: Element, attribute: Attribute): Place {
  return {
    start: attribute.valueStart,
    end: Math.max(attribute.valueEnd, attribute.valueStart + 1),
    inside: element,
    name: `${attribute.name} of <${element.name}>`,
  };
}
