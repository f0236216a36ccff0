// In: the tree of a body, as its file has it. Out: what its page shows, for readers take no styles and run no scripts.
import type { Element, ElementContent, Nodes, Parents, Root, RootContent } from 'hast';
import { STRIPPED } from './schema.ts';

/** Whether its page does not show it: the preview line of a newsletter, a pixel that counts. Readers take no styles, and would. */
export function isHidden(node: Element): boolean {
  const { hidden, style } = node.properties;
  if (hidden !== undefined && !/^until-found$/i.test(String(hidden))) return true;
  if (node.tagName === 'img' && isPixel(node)) return true;
  return style !== undefined && /(?:^|;)\s*display\s*:\s*none\b/i.test(String(style));
}

function isPixel({ properties: { width, height } }: Element): boolean {
  return [width, height].every((size) => /^\s*[01](?:px)?\s*$/.test(String(size)));
}

/**
 * Does what scripts that load pictures late would do, and shows what a page has for those without scripts, each picture once.
 * `isUsable` tells whether an address may stand in a feed.
 */
export function showLate(tree: Root, isUsable: (address: string) => boolean): void {
  const late = new Set<Element>();
  const walk = (parent: Parents) => {
    const sources = parent.type === 'element' && parent.tagName === 'picture' ? sourcesIn(parent) : [];
    const kept: RootContent[] = [];
    let last: RootContent | undefined;
    const take = (node: RootContent) => {
      if (node.type === 'element' && node.tagName === 'noscript') {
        const shown = shownWithoutScripts(node, last, late, isUsable);
        if (shown !== undefined) return shown.forEach(takeInner);
      } else if (node.type === 'element') {
        if (LATE.has(node.tagName) && loadLate(node, sources, isUsable)) {
          late.add(node);
          // What is for readers without scripts may stand before it.
          if (placeIn(last, node.tagName)?.properties['src'] === node.properties['src']) return;
        }
        walk(node);
      }
      kept.push(node);
      if (node.type === 'element' || (node.type === 'text' && node.value.trim() !== '')) last = node;
    };
    // Those in one another are looked at once.
    const takeInner = (node: RootContent): void => {
      if (node.type === 'element' && node.tagName === 'noscript') node.children.forEach(takeInner);
      else take(node);
    };
    parent.children.forEach(take);
    parent.children = kept as Element['children'];
  };
  walk(tree);
}

const LATE: ReadonlySet<string> = new Set(['img', 'iframe', 'video', 'audio']);
const LATE_ADDRESSES = ['dataSrc', 'dataLazySrc', 'dataOriginal'] as const;
const LATE_SETS = ['srcSet', 'dataSrcset', 'dataSrcSet', 'dataLazySrcset'] as const;

// `<img data-src>`, players like it, and pictures that have nothing but sizes to choose from. Returns whether something is
// there now that was not.
function loadLate(image: Element, sources: readonly Element[], isUsable: (address: string) => boolean): boolean {
  const { src } = image.properties;
  // The page itself is no picture.
  const has = src !== undefined && !/^\s*#/.test(String(src)) && isUsable(String(src));
  if (has && !isLate(image)) return false;
  const sets = has
    ? []
    : [image, ...sources].flatMap((node) => LATE_SETS.map((name) => largestIn(node.properties[name])));
  const addresses = [...LATE_ADDRESSES.map((name) => image.properties[name]), ...sets];
  const found = addresses.find((address) => typeof address === 'string' && isUsable(address));
  if (typeof found === 'string') image.properties['src'] = found;
  return found !== undefined;
}

/** Whether a script puts another picture there. An address beside that of the picture alone may be that of its original. */
function isLate({ properties: { className, dataLazySrc } }: Element): boolean {
  // Jetpack only marks the picture that is there.
  const isMark = /[?&]is-pending-load=/.test(String(dataLazySrc));
  return (dataLazySrc !== undefined && !isMark) || /\blazy/i.test([className].flat().join(' '));
}

/** Of `small.jpg 400w, large.jpg 800w` the second. */
function largestIn(set: unknown): string | undefined {
  if (typeof set !== 'string') return undefined;
  let best: { readonly address: string; readonly size: number } | undefined;
  for (const [, address = '', size = ''] of set.matchAll(/([^\s,]\S*?)(?:,(?=\s)|,?$|\s+([^,]*)(?:,|$))/g)) {
    const candidate = { address, size: Number.parseFloat(size) || 1 };
    if (best === undefined || candidate.size > best.size) best = candidate;
  }
  return best?.address;
}

// Pictures and players of late loading, links to polls, code of gists. Not the plea for JavaScript, nor what counts visitors:
// `undefined`. One whose place is held by what stands before it goes there.
function shownWithoutScripts(
  node: Element,
  before: RootContent | undefined,
  late: ReadonlySet<Element>,
  isUsable: (address: string) => boolean,
): readonly ElementContent[] | undefined {
  const text = node.children.map(textOf).join('').trim();
  if (text !== '') return /java\s?script/i.test(text) ? undefined : node.children;
  const hasAddress = ({ properties: { src } }: Element) => src !== undefined && isUsable(String(src));
  const shown = placedIn(node).filter((inner) => hasAddress(inner) && !isHidden(inner) && !isPixel(inner));
  const [first] = shown;
  if (first === undefined) return undefined;
  const held = shown.length === 1 ? placeIn(before, first.tagName) : undefined;
  // A player that is there already is another one.
  const place =
    held !== undefined && held.tagName === 'iframe' && hasAddress(held) && !late.has(held) ? undefined : held;
  const isCertain = first.tagName === 'iframe' || PHOTO.test(String(first.properties['src']));
  if (!isCertain && (place === undefined || (hasAddress(place) && !late.has(place)))) return undefined;
  if (place === undefined) return node.children;
  Object.assign(place.properties, first.properties);
  return [];
}

/** The one picture or player that stands before, with no words around it. */
function placeIn(before: RootContent | undefined, tagName: string): Element | undefined {
  if (before?.type !== 'element' || textOf(before).trim() !== '') return undefined;
  const [place, second] = placedIn(before);
  return second === undefined && place?.tagName === tagName ? place : undefined;
}

/** Pictures and players, the node itself among them. */
function placedIn(node: Element, found: Element[] = []): readonly Element[] {
  if (node.tagName === 'img' || node.tagName === 'iframe') found.push(node);
  for (const child of node.children) if (child.type === 'element') placedIn(child, found);
  return found;
}

/** What counts visitors is a script or a GIF. */
const PHOTO = /\.(?:jpe?g|png|webp|avif)(?:[?#]|$)/i;

function sourcesIn({ children }: Parents): readonly Element[] {
  return children.flatMap((child) => (child.type === 'element' && child.tagName === 'source' ? child : []));
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (!('children' in node) || (node.type === 'element' && STRIPPED.has(node.tagName))) return '';
  return node.children.map(textOf).join('');
}
