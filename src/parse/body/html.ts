// In: HTML of any kind. Out: its tree, as browsers build it. The front door of parse5 and of hast-util-from-parse5.
import type { Nodes, Root } from 'hast';
import type { DefaultTreeAdapterMap, TreeAdapter } from 'parse5';
import { lazyPackage } from '../../model/lazy-package.ts';
import { LIMITS } from '../limits.ts';

const hastFromParse5 = lazyPackage<typeof import('hast-util-from-parse5')>('hast-util-from-parse5');
const parse5 = lazyPackage<typeof import('parse5')>('parse5');

/** So many elements are open only where the tree is deeper than its limit. */
const MAX_OPEN = 2 * LIMITS.bodyNesting;

/** Characters of attributes that count as one more element. */
export const ATTRIBUTE_UNIT = 256;

/** The tree of a fragment, with places. Throws a RangeError beyond the limits. */
export function treeOfHtml(html: string): Root {
  const options = { sourceCodeLocationInfo: true, scriptingEnabled: false, treeAdapter: limitedAdapter() };
  // In a body, as it will be shown. Without an element around it, what begins like a row is read as the rest of a table.
  const body = parse5().defaultTreeAdapter.createElement('body', parse5().html.NS.HTML, []);
  const fragment = parse5().parseFragment(body, html, options);
  // A fragment becomes a root; the file is asked for its text only.
  return hastFromParse5().fromParse5(fragment, { file: html as never }) as Root;
}

/** Whether there are more levels of elements than a body may have. */
export function isTooDeep(tree: Root): boolean {
  let level: readonly Nodes[] = [tree];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > LIMITS.bodyNesting) return true;
    level = level.flatMap((node) => ('children' in node ? node.children : []));
  }
  return false;
}

// The limits hold while the tree grows: what formatting was left open is repeated in every block that follows, so that
// gigabytes can come of a few kilobytes.
function limitedAdapter(): TreeAdapter<DefaultTreeAdapterMap> {
  const { defaultTreeAdapter } = parse5();
  let elements = 0;
  let open = 0;
  const add = (count: number) => {
    elements += count;
    if (elements > LIMITS.bodyElements) throw new RangeError('Too many elements');
  };
  return {
    ...defaultTreeAdapter,
    createElement(name, namespace, attributes) {
      add(1 + Math.floor(attributes.reduce((sum, { value }) => sum + value.length, 0) / ATTRIBUTE_UNIT));
      return defaultTreeAdapter.createElement(name, namespace, attributes);
    },
    createCommentNode(data) {
      add(1);
      return defaultTreeAdapter.createCommentNode(data);
    },
    onItemPush() {
      open++;
      if (open > MAX_OPEN) throw new RangeError('Too many open elements');
    },
    onItemPop() {
      open--;
    },
  };
}
