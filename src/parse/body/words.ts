// In: the tree of a body. Out: its words, and where those end that its site generator shows in lists.
import type { Comment, Nodes, Root } from 'hast';
import { foldWhiteSpace, xmlSafe } from '../../model/text.ts';
import { BLOCKS } from './blocks.ts';

const END_OF_BEGINNING = /^-*\s*(?:more|truncate|excerpt)\s*-*$/i;

/** Whether site generators read a comment, as what stands in lists of articles ends with it. */
export function endsBeginning({ value }: Comment): boolean {
  return END_OF_BEGINNING.test(value);
}

/** The blocks up to a mark, with that in which it stands. */
export function upTo(mark: Comment, tree: Root): Root {
  const holds = (node: Nodes): boolean => node === mark || ('children' in node && node.children.some(holds));
  return { ...tree, children: tree.children.slice(0, tree.children.findIndex(holds) + 1) };
}

/** The words alone, folded. */
export function wordsOf(root: Root): string {
  return foldWhiteSpace(xmlSafe(textOf(root)));
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (!('children' in node)) return '';
  const inner = node.children.map(textOf).join('');
  return node.type === 'element' && BLOCKS.has(node.tagName) ? ` ${inner} ` : inner;
}
