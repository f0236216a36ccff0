// In: a tree of HTML. Out: whether readers, who parse it anew, would see another.
import type { Nodes } from 'hast';

/** What ends an open paragraph, as HTML says it (§13.2.6.4.7). */
const ENDS_PARAGRAPH: ReadonlySet<string> = new Set(
  'blockquote div dl figcaption figure h1 h2 h3 h4 h5 h6 hr ol p pre table ul li dd dt'.split(' '),
);

/** Cells begin anew: what stands open around their table is not open in them. */
const BEGINS_ANEW: ReadonlySet<string> = new Set(['caption', 'td', 'th']);

/** Whether a link stands in a link, or a block in a paragraph. No parser makes that; taking elements out between them does. */
export function nestsWrongly(node: Nodes, isInLink = false, isInParagraph = false): boolean {
  if (!('children' in node)) return false;
  let [link, paragraph] = [isInLink, isInParagraph];
  if (node.type === 'element') {
    const { tagName } = node;
    if ((link && tagName === 'a') || (paragraph && ENDS_PARAGRAPH.has(tagName))) return true;
    if (BEGINS_ANEW.has(tagName)) [link, paragraph] = [false, false];
    link ||= tagName === 'a';
    paragraph ||= tagName === 'p';
  }
  return node.children.some((child) => nestsWrongly(child, link, paragraph));
}
