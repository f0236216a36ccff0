// In: the events of an XML parser. Out: elements, and the answers to what a reader asks them, values exactly as written.
// Whatever is asked for is ticked off, so that what is left over can be told: it is what nobody expects in a document.

/** An element, named as written. Made by `elementTree`, asked through the functions below. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly XmlValue[];
  readonly children: readonly XmlElement[];
  /** All of its own text, but for white space behind a child. */
  readonly text: string;
  /** What was asked for: bits of `ITSELF`, `TEXT`, and one for each attribute. */
  ticked: number;
}

export interface XmlValue {
  readonly name: string;
  readonly value: string;
}

const ITSELF = 1;
const TEXT = 2;
const FIRST_ATTRIBUTE = 4;
/** So many attributes have a bit; nobody asks for more. */
const MAX_TICKED = 28;

const NO_CHILDREN: readonly XmlElement[] = [];
export const NOTHING: readonly never[] = [];

type Draft = { -readonly [Key in keyof XmlElement]: XmlElement[Key] };

/** Takes a parser's events. */
export interface ElementTree {
  open(name: string, attributes: readonly XmlValue[]): void;
  text(decoded: string): void;
  close(): void;
  readonly roots: readonly XmlElement[];
}

/**
 * Puts elements together. `isKept` is asked for each complete one, with its parent and how many elements are around that;
 * what it declines is no child of its parent.
 */
export function elementTree(
  isKept: (element: XmlElement, parent: XmlElement | undefined, around: number) => boolean,
): ElementTree {
  const roots: XmlElement[] = [];
  const ancestors: Draft[] = [];
  let current: Draft | undefined;
  return {
    roots,
    open(name, attributes) {
      if (current !== undefined) ancestors.push(current);
      current = { name, attributes, children: NO_CHILDREN, text: '', ticked: 0 };
    },
    text(decoded) {
      if (current === undefined) return;
      if (current.text === '') current.text = decoded;
      else if (current.children.length === 0 || !isBlank(decoded)) current.text += decoded;
    },
    close() {
      if (current === undefined) return;
      const element = current;
      current = ancestors.pop();
      if (!isKept(element, current, ancestors.length)) return;
      if (current === undefined) roots.push(element);
      else if (current.children === NO_CHILDREN) current.children = [element];
      else (current.children as XmlElement[]).push(element);
    },
  };
}

/** The children of a name. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return pick(element, name, undefined, '');
}

/** The children of a name with an attribute of that value; the others are not asked for. */
export function childrenWith(element: XmlElement, name: string, key: string, value: string): readonly XmlElement[] {
  return pick(element, name, key, value);
}

function pick(element: XmlElement, name: string, key: string | undefined, value: string): readonly XmlElement[] {
  let found: XmlElement[] | undefined;
  for (const child of element.children) {
    if (child.name !== name || (key !== undefined && attributeOf(child, key) !== value)) continue;
    child.ticked |= ITSELF;
    if (found === undefined) found = [child];
    else found.push(child);
  }
  return found ?? NOTHING;
}

/** The text of the only child of a name. Two of them read as what they are: too many. */
export function textOf(element: XmlElement, name: string): string | undefined {
  let found: string | undefined;
  let times = 0;
  for (const child of element.children) {
    if (child.name !== name) continue;
    child.ticked |= ITSELF;
    const text = ownText(child);
    found = found === undefined ? text : `${found} + ${text}`;
    times++;
  }
  return times > 1 ? `${found} (${times} times)` : found;
}

/** The text of a child, given what its name stood for before: `undefined`, unless there are several of that name. */
export function nextText(before: unknown, child: XmlElement, parent: XmlElement): string | undefined {
  return before === undefined ? tickedText(child) : textOf(parent, child.name);
}

/** The text of an element that has its place. */
export function tickedText(element: XmlElement): string {
  element.ticked |= ITSELF | TEXT;
  return element.text;
}

/** Takes down that an element has its place. */
export function tick(element: XmlElement): void {
  element.ticked |= ITSELF;
}

export function ownText(element: XmlElement): string {
  element.ticked |= TEXT;
  return element.text;
}

export function attributeOf(element: XmlElement, name: string): string | undefined {
  const { attributes } = element;
  for (let index = 0; index < attributes.length; index++) {
    const attribute = attributes[index];
    if (attribute?.name !== name) continue;
    if (index < MAX_TICKED) element.ticked |= FIRST_ATTRIBUTE << index;
    return attribute.value;
  }
  return undefined;
}

/** A list with one value more, for lists that begin as `NOTHING`. */
export function added<T>(list: readonly T[], value: T): readonly T[] {
  if (list.length === 0) return [value];
  (list as T[]).push(value);
  return list;
}

/** Elements, attributes and texts that nobody asked for, in document order: `author/uri`, `link/@title`, `title/text()`. */
export function leftOver(element: XmlElement): readonly string[] {
  const found: string[] = [];
  collectLeftOver(element, found);
  return found.length === 0 ? NOTHING : found;
}

/** The same of a whole document, whose root declares what prefixes stand for. */
export function leftOverInDocument(root: XmlElement): readonly string[] {
  return leftOver(root).filter((name) => !name.startsWith('@xmlns'));
}

function collectLeftOver({ attributes, children, text, ticked }: XmlElement, found: string[]): void {
  for (let index = 0; index < attributes.length; index++) {
    const isTicked = index < MAX_TICKED && (ticked & (FIRST_ATTRIBUTE << index)) !== 0;
    if (!isTicked) found.push(`@${attributes[index]?.name}`);
  }
  if ((ticked & TEXT) === 0 && !isBlank(text)) found.push('text()');
  for (const child of children) {
    if ((child.ticked & ITSELF) === 0) {
      found.push(child.name);
      continue;
    }
    const before = found.length;
    collectLeftOver(child, found);
    for (let index = before; index < found.length; index++) found[index] = `${child.name}/${found[index]}`;
  }
}

/** White space, XML 1.0 §2.3. */
function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x09 && code !== 0x0d) return false;
  }
  return true;
}
