// In: the text of a well-formed document. Out: its elements, values exactly as written. The door of fast-xml-parser.
// That parser is lenient: whether a document is well-formed is for scan.ts to say, before it comes here.
import { XMLParser } from 'fast-xml-parser';

/** An element: attributes under `@name`, children under their name, text under `#text`. */
export type XmlNode = Readonly<Record<string, unknown>>;

const OPTIONS = {
  // Attributes carry addresses and titles; they are left out by default.
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  // `007` and `1e3` are texts here.
  parseTagValue: false,
  parseAttributeValue: false,
  // White space at the ends of a value would be a fault to find, not to hide.
  trimValues: false,
  // The only way to have numeric references decoded; the named ones that come with it never pass the scan.
  htmlEntities: true,
  // A large feed holds any number of references, and nothing here can expand into something larger than itself.
  processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
  // Every element is a list, so that one too many is seen.
  isArray: (_name: string, _path: unknown, _leaf: boolean, isAttribute: boolean) => !isAttribute,
  // No path is asked for; building one as text for each element takes time.
  jPath: false,
  // Declaration and instructions are no content.
  ignoreDeclaration: true,
  ignorePiTags: true,
} as const;

/** Reads a document's root element; `undefined` when it has another name or cannot be read. */
export function readRoot(text: string, name: string): XmlNode | undefined {
  const document = parsed(text);
  const [root, ...others] = isNode(document) ? childrenOf(document, name) : [];
  return others.length === 0 ? root : undefined;
}

function parsed(text: string): unknown {
  try {
    return new XMLParser(OPTIONS).parse(text);
  } catch {
    return undefined;
  }
}

/** The elements of a name; one without attributes and children counts as one with its text alone. */
export function childrenOf(node: XmlNode, name: string): readonly XmlNode[] {
  const children = node[name];
  if (!Array.isArray(children)) return [];
  return children.map((child: unknown) => (isNode(child) ? child : { '#text': child }));
}

/** The text of the only child of a name. Two of them read as what they are: too many. */
export function textOf(node: XmlNode, name: string): string | undefined {
  const [only, ...others] = childrenOf(node, name).map(ownText);
  return others.length === 0 ? only : `${[only, ...others].join(' + ')} (${others.length + 1} times)`;
}

export function ownText(node: XmlNode): string {
  const text = node['#text'];
  return typeof text === 'string' ? text : '';
}

export function attributeOf(node: XmlNode, name: string): string | undefined {
  const value = node[`@${name}`];
  return typeof value === 'string' ? value : undefined;
}

function isNode(value: unknown): value is XmlNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
