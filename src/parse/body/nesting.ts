// In: a tree of HTML. Out: whether readers, who parse it anew, would see another.
import type { Nodes } from 'hast';
import { BLOCKS, without } from './blocks.ts';

/** What ends an open paragraph, as HTML says it (§13.2.6.4.7): no break does, and parts of tables stand in tables only. */
const ENDS_PARAGRAPH = without(BLOCKS, 'br caption td th tr');

/** Cells begin anew: what stands open around their table is not open in them. */
const BEGINS_ANEW: ReadonlySet<string> = new Set(['caption', 'td', 'th']);

const HEADING = /^h[1-6]$/;

/** An item ends one of the same list, as the letter says, that is open. */
const ITEMS: Readonly<Record<string, string>> = { li: 'l', dd: 'd', dt: 'd' };

/** In these, no item of a list around them is open (§13.2.4.2, "special", but for `div` and `p`; `hr` holds nothing). */
const HOLDS_ITEMS = without(ENDS_PARAGRAPH, 'dd div dt hr li p');

/** What is open around an element. */
interface Around {
  readonly parent?: string;
  readonly link?: boolean;
  readonly paragraph?: boolean;
  readonly item?: string | undefined;
}

/**
 * Whether a link stands in a link, a block in a paragraph, a heading right in a heading, or an item in an item without a list.
 * No parser makes that; taking elements out between them does.
 */
export function nestsWrongly(node: Nodes, around: Around = {}): boolean {
  if (!('children' in node)) return false;
  if (node.type !== 'element') return node.children.some((child) => nestsWrongly(child, around));
  const { tagName: parent, children } = node;
  const kind = ITEMS[parent];
  if (around.link && parent === 'a') return true;
  if (around.paragraph && ENDS_PARAGRAPH.has(parent)) return true;
  if (kind !== undefined && around.item === kind) return true;
  if (HEADING.test(parent) && HEADING.test(around.parent ?? '')) return true;
  const inside: Around = BEGINS_ANEW.has(parent)
    ? {}
    : {
        parent,
        link: around.link || parent === 'a',
        paragraph: around.paragraph || parent === 'p',
        item: HOLDS_ITEMS.has(parent) ? undefined : (kind ?? around.item),
      };
  return children.some((child) => nestsWrongly(child, inside));
}
