// In: the elements of an OPML 2.0 subscription list of ours. Out: what a reader imports from it.
import { readRfc822 } from './date.ts';
import { attributeOf, childrenOf, leftOverInDocument, textOf, type XmlElement } from './element.ts';
import type { ReadSubscription, ReadSubscriptionList, Unreadable } from './feed.ts';

export function readOpml(root: XmlElement | undefined): { readonly list: ReadSubscriptionList } | Unreadable {
  if (root?.name !== 'opml' || attributeOf(root, 'version') !== '2.0') return { problem: 'it is not OPML 2.0' };
  const [head, body] = [childrenOf(root, 'head')[0], childrenOf(root, 'body')[0]];
  if (head === undefined || body === undefined) return { problem: 'it has no head or no body' };
  return {
    list: {
      title: textOf(head, 'title'),
      updated: readRfc822(textOf(head, 'dateModified')),
      groups: childrenOf(body, 'outline').map((group) => ({
        title: attributeOf(group, 'text'),
        feeds: childrenOf(group, 'outline').map(readOutline),
      })),
      // Evaluated last, when all else was asked for.
      unexpected: leftOverInDocument(root),
    },
  };
}

/** Readers show `text` or `title`, so both have to be the same; `type` has to be "rss". */
function readOutline(outline: XmlElement): ReadSubscription {
  const [text, title, type] = ['text', 'title', 'type'].map((name) => attributeOf(outline, name));
  return {
    title: text === title ? text : `${text} (or ${title})`,
    description: attributeOf(outline, 'description'),
    xmlUrl: type === 'rss' ? attributeOf(outline, 'xmlUrl') : undefined,
    htmlUrl: attributeOf(outline, 'htmlUrl'),
  };
}
