// In: the tree of a body. Out: what a feed carries of it, and its HTML, which is XML as well.
// The front door of the hast packages that clean and write.
import type { Nodes, Parents, Root } from 'hast';
import { lazyPackage } from '../../model/lazy-package.ts';
import { type SafeHtml, xmlSafe } from '../../model/text.ts';
import { SCHEMA } from './schema.ts';

const hastSanitize = lazyPackage<typeof import('hast-util-sanitize')>('hast-util-sanitize');
const hastToHtml = lazyPackage<typeof import('hast-util-to-html')>('hast-util-to-html');

/** What a feed carries of a tree. */
export function sanitized(tree: Root): Root {
  const kept = hastSanitize().sanitize(tree, SCHEMA);
  return kept.type === 'root' ? kept : { type: 'root', children: [] };
}

/** Its HTML; `undefined` when nothing is left to show. `compose/content.ts` knows how pictures' addresses are written. */
export function serialized(root: Root): SafeHtml | undefined {
  if (!hasContent(root)) return undefined;
  keepBlankLines(root);
  const html = hastToHtml().toHtml(root, {
    closeSelfClosing: true,
    omitOptionalTags: false,
    characterReferences: { useNamedReferences: false, omitOptionalSemicolons: false },
  });
  return strict(xmlSafe(html).replace(/\r\n?/g, '\n').trim()) as SafeHtml;
}

// A parser drops the line feed that a <pre> begins with.
function keepBlankLines(parent: Parents): void {
  const first = parent.type === 'element' && parent.tagName === 'pre' ? parent.children[0] : undefined;
  if (first?.type === 'text' && /^[\r\n]/.test(first.value)) first.value = `\n${first.value}`;
  for (const child of parent.children) if (child.type === 'element') keepBlankLines(child);
}

// What HTML lets stand and XML does not: `<` inside an attribute, `]]>` in text.
function strict(html: string): string {
  return html.replace(/<[^<>"]*(?:"[^"]*"[^<>"]*)*>|\]\]>/g, (part) =>
    part === ']]>'
      ? ']]&#x3E;'
      : part.replace(/"[^"]*"/g, (value) => value.replace(/</g, '&#x3C;').replace(/>/g, '&#x3E;')),
  );
}

function hasContent(node: Nodes): boolean {
  if (node.type === 'text') return xmlSafe(node.value).trim() !== '';
  if (node.type === 'element' && node.tagName === 'img') return true;
  return 'children' in node && node.children.some(hasContent);
}
