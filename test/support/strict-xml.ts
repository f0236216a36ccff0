// The second opinion on XML: saxes, strict and namespace-aware, as a tree. Tests only.
import { createRequire } from 'node:module';

// Its own declarations do not compile with exactOptionalPropertyTypes, so what is used of it is declared here.
interface Saxes {
  readonly SaxesParser: new (options: { readonly xmlns: true }) => SaxesParser;
}

interface SaxesParser {
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'opentag', listener: (tag: SaxesTag) => void): void;
  on(event: 'closetag', listener: () => void): void;
  on(event: 'text' | 'cdata', listener: (text: string) => void): void;
  write(xml: string): SaxesParser;
  close(): void;
}

interface SaxesTag {
  readonly name: string;
  readonly uri: string;
  readonly attributes: Readonly<Record<string, { readonly value: string }>>;
}

const { SaxesParser }: Saxes = createRequire(import.meta.url)('saxes');

export interface StrictElement {
  /** As written, with prefix. */
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly StrictElement[];
  /** Of this element alone, without its children's. */
  readonly text: string;
}

interface Growing extends StrictElement {
  readonly children: StrictElement[];
  text: string;
}

/** What saxes has against a document; `undefined` when it is well-formed. */
export function strictProblem(xml: string): string | undefined {
  try {
    readStrictly(xml);
    return undefined;
  } catch (thrown) {
    return String(thrown);
  }
}

/** Reads a document; throws what saxes says at the first problem. */
export function readStrictly(xml: string): StrictElement {
  const top: Growing = { name: '', namespace: '', attributes: {}, children: [], text: '' };
  const open: Growing[] = [top];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    const attributes = Object.fromEntries(Object.entries(tag.attributes).map(([name, { value }]) => [name, value]));
    const element: Growing = { name: tag.name, namespace: tag.uri, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const addText = (text: string) => {
    const innermost = open.at(-1);
    if (innermost !== undefined) innermost.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(xml).close();
  const [root] = top.children;
  if (root === undefined) throw new Error('no root element');
  return root;
}

export function childrenNamed(element: StrictElement, name: string): readonly StrictElement[] {
  return element.children.filter((child) => child.name === name);
}

export function textOf(element: StrictElement, name: string): string | undefined {
  return childrenNamed(element, name)[0]?.text;
}
