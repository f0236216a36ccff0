// In: the tree of a body before its wrappers are unwrapped. Out: the same, with a break wherever words of two blocks would
// run into one another. What stands apart already stays as it is.
import type { Element, Nodes, Parents, Root, RootContent } from 'hast';
import { BLOCK_WRAPPERS, BLOCKS } from './blocks.ts';
import { STRIPPED } from './schema.ts';

/** Makes `div` of wrappers, and puts spaces around `links`, inline elements that stand for players. */
export function keepApart(tree: Root, links: ReadonlySet<Element>): void {
  const walk: Walk = { links, before: 'block', passed: [], linkEdges: [], wrappers: new Set(), spaces: [] };
  walkIn(tree, walk);
  for (const wrapper of walk.wrappers) wrapper.tagName = 'div';
  const nodesAt = (at: Edge['side']) =>
    new Set<Nodes>(walk.spaces.flatMap(({ node, side }) => (side === at ? node : [])));
  const [starts, ends] = [nodesAt('start'), nodesAt('end')];
  for (const parent of new Set(walk.spaces.map((edge) => edge.parent)))
    parent.children = parent.children.flatMap((child) => [
      ...(starts.has(child) ? [SPACE] : []),
      child,
      ...(ends.has(child) ? [SPACE] : []),
    ]) as RootContent[];
}

const SPACE = { type: 'text', value: ' ' } as const;

/** Where a block wrapper or a link begins or ends. */
interface Edge {
  readonly node: Element;
  readonly parent: Parents;
  readonly side: 'start' | 'end';
}

interface Walk {
  readonly links: ReadonlySet<Element>;
  /** What was last met that shows. */
  before: 'inline' | 'space' | 'block';
  /** Wrappers that begin or end since then. */
  passed: Element[];
  /** Edges of links since then, and since the last space. */
  linkEdges: Edge[];
  readonly wrappers: Set<Element>;
  readonly spaces: Edge[];
}

function walkIn(parent: Parents, walk: Walk): void {
  for (const child of parent.children) walkNode(child, parent, walk);
}

function walkNode(node: Nodes, parent: Parents, walk: Walk): void {
  if (node.type === 'text') meetText(node.value, walk);
  if (node.type !== 'element' || STRIPPED.has(node.tagName)) return;
  const isBlock = BLOCKS.has(node.tagName);
  if (isBlock) meet('block', walk);
  meetEdge({ node, parent, side: 'start' }, walk);
  if (node.tagName === 'img') meet('inline', walk);
  walkIn(node, walk);
  meetEdge({ node, parent, side: 'end' }, walk);
  if (isBlock) meet('block', walk);
}

function meetEdge(edge: Edge, walk: Walk): void {
  if (walk.links.has(edge.node)) walk.linkEdges.push(edge);
  else if (BLOCK_WRAPPERS.has(edge.node.tagName)) walk.passed.push(edge.node);
}

function meetText(text: string, walk: Walk): void {
  if (/^\s/.test(text)) meetSpace(walk);
  if (text.trim() === '') return;
  meet('inline', walk);
  if (/\s$/.test(text)) meetSpace(walk);
}

/** A space is enough between a link and words, and no break between wrappers. */
function meetSpace(walk: Walk): void {
  if (walk.before === 'inline') walk.before = 'space';
  walk.linkEdges = [];
}

function meet(what: 'inline' | 'block', walk: Walk): void {
  if (what === 'inline' && walk.before !== 'block') {
    for (const wrapper of walk.passed) walk.wrappers.add(wrapper);
    const [link] = walk.linkEdges;
    if (link !== undefined && walk.passed.length === 0 && walk.before === 'inline') walk.spaces.push(link);
  }
  walk.before = what;
  walk.passed = [];
  walk.linkEdges = [];
}
