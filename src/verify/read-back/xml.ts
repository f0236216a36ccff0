// In: the text of a document. Out: its elements, by either of two parsers that share no line of code.
// First the strict scan, whose elements have to be in the namespaces that their prefixes stand for; then fast-xml-parser,
// which is lenient: whether a document is well-formed is for the scan to say before. Its door.
import { lazyPackage } from '../../model/lazy-package.ts';
import { type Prefixes, scanQuickly, type WrittenText } from '../scan/quick.ts';
import { scanXml, type XmlProblem } from '../scan/scan.ts';
import type { ElementTree, XmlValue } from './element.ts';

// Needed for second readings.
const fastXmlParser = lazyPackage<typeof import('fast-xml-parser')>('fast-xml-parser');

/**
 * Reads a document strictly: XML 1.0 in UTF-8, in the namespaces of its format. Stops at the first problem. `begin` makes
 * whatever holds a tree that nothing was told yet; `expected`: long texts that the document should have, in their order.
 */
export function readStrictlyInto<Held extends { readonly tree: ElementTree }>(
  begin: () => Held,
  text: string,
  prefixes: Prefixes,
  expected?: readonly WrittenText[],
): Held | { readonly malformed: XmlProblem } {
  const quick = begin();
  if (scanQuickly(quick.tree, text, prefixes, expected)) return quick;
  const held = begin();
  const malformed = scanInto(held.tree, text, prefixes);
  return malformed === undefined ? held : { malformed };
}

/** The same by the general scan alone: what is wrong with the document, or nothing. */
export function scanInto(tree: ElementTree, text: string, prefixes: Prefixes): XmlProblem | undefined {
  let foreign: XmlProblem | undefined;
  const [problem] = scanXml(text, {
    declaration(version, encoding = 'utf-8') {
      // What is written is written as UTF-8, whatever it says of itself.
      if (version !== '1.0' || encoding.toLowerCase() !== 'utf-8')
        foreign = {
          offset: 0,
          kind: 'invalid-declaration',
          problem: `the XML declaration says XML ${version} in ${encoding}`,
        };
    },
    open: ({ name, prefix, namespace, attributes, start }) => {
      if (namespace !== prefixes.get(prefix) && prefixes.has(prefix))
        foreign ??= {
          offset: start,
          kind: 'wrong-namespace',
          problem: `the prefix “${prefix}” stands for ${namespace ?? 'nothing'}`,
        };
      tree.open(name, attributes);
    },
    text: (decoded) => tree.text(decoded),
    close: () => tree.close(),
  });
  return problem ?? foreign;
}

const OPTIONS = {
  // A list of nodes in document order.
  preserveOrder: true,
  // Attributes carry addresses and titles; they are left out by default.
  ignoreAttributes: false,
  attributeNamePrefix: '',
  // `007` and `1e3` are texts here.
  parseTagValue: false,
  parseAttributeValue: false,
  // White space at the ends of a value would be a fault to find, not to hide.
  trimValues: false,
  // The only way to have numeric references decoded; the named ones that come with it never pass the scan.
  htmlEntities: true,
  // A large feed holds any number of references, and nothing here can expand into something larger than itself.
  processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
  // No path is asked for; building one as text for each element takes time.
  jPath: false,
  // Declaration and instructions are no content.
  ignoreDeclaration: true,
  ignorePiTags: true,
} as const;

/** Reads a well-formed document through fast-xml-parser; `false` when that cannot. */
export function parseInto(tree: ElementTree, text: string): boolean {
  const { XMLParser } = fastXmlParser();
  try {
    walk(new XMLParser(OPTIONS).parse(text), tree);
    return true;
  } catch {
    return false;
  }
}

/** A node of that parser: its children under its name, its attributes under `:@`. Text is called `#text`. */
function walk(nodes: unknown, tree: ElementTree): void {
  if (!Array.isArray(nodes)) return;
  for (const node of nodes) {
    const { ':@': attributes, ...named } = node as Readonly<Record<string, unknown>>;
    for (const [name, content] of Object.entries(named)) {
      if (name === '#text') {
        tree.text(String(content));
        continue;
      }
      tree.open(name, valuesOf(attributes));
      walk(content, tree);
      tree.close();
    }
  }
}

function valuesOf(attributes: unknown): readonly XmlValue[] {
  return Object.entries(attributes ?? {}).map(([name, value]) => ({ name, value: String(value) }));
}
