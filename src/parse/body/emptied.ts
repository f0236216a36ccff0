// In: the tree of a body, and what in it holds something that shows nothing. Out: the same without that, and without what held
// nothing else.
import type { Nodes, Parents, Root, RootContent } from 'hast';
import { isHidden } from './shown.ts';

/** Leaves out what shows nothing of what `thinned` hold, and then of these what held nothing else. */
export function leaveOut(tree: Root, thinned: Set<Parents>): void {
  for (const parent of thinned)
    parent.children = parent.children.filter((child) => !showsNothing(child)) as RootContent[];
  leaveOutEmptied(tree, thinned);
}

/** From the innermost on: a paragraph, and the link around a picture. */
function leaveOutEmptied(parent: Parents, thinned: Set<Parents>): void {
  for (const child of parent.children) if ('children' in child) leaveOutEmptied(child, thinned);
  const left = parent.children.filter((child) => !(thinned.has(child as Parents) && isEmptied(child)));
  if (left.length === parent.children.length) return;
  parent.children = left as RootContent[];
  thinned.add(parent);
}

function isEmptied(node: Nodes): boolean {
  if (node.type !== 'element' || !/^(?:p|a|picture|figure)$/.test(node.tagName)) return false;
  return node.children.every(
    (child) =>
      (child.type === 'element' && child.tagName === 'source') || (child.type === 'text' && child.value.trim() === ''),
  );
}

/** Whether its page does not show it, or it is a picture without an address. */
export function showsNothing(node: Nodes): boolean {
  if (node.type !== 'element') return false;
  return isHidden(node) || (node.tagName === 'img' && node.properties['src'] === undefined);
}
