// In: the DOCTYPE of a document as it is scanned. Out: which general entities it declares. They are never expanded.
import { decodeHTMLStrict } from 'entities/decode';

/** The use of an entity that the document declares itself. Offsets are UTF-16 code units. */
export interface EntityUse {
  readonly name: string;
  readonly start: number;
}

export interface Entities {
  /** Those of the internal subset. */
  readonly names: Set<string>;
  /** The first uses of them. */
  readonly uses: EntityUse[];
  /** Whether a DTD declares the entities of HTML, as that of RSS 0.91 does. */
  html: boolean;
}

const MAX_USES = 10;
/** Of the DTD of RSS 0.91. */
export const NETSCAPE_ID = '-//Netscape Communications//DTD RSS 0.91//EN';

export function noEntities(): Entities {
  return { names: new Set(), uses: [], html: false };
}

/** Takes a DOCTYPE, as written, for what it points to; its internal subset says nothing about that. */
export function readDoctype(doctype: string, entities: Entities): void {
  entities.html = (doctype.split('[', 1)[0] ?? '').includes(NETSCAPE_ID);
}

/** Whether the document declares an entity; remembers where it uses one of its own. */
export function isDeclared(name: string, start: number, { names, uses, html }: Entities): boolean {
  if (!names.has(name)) return html && decodeHTMLStrict(`&${name};`) !== `&${name};`;
  if (uses.length < MAX_USES) uses.push({ name, start });
  return true;
}
