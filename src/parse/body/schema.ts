// What a body may hold in a feed: elements, attributes, schemes of addresses. Data for parse/body/.
import type { Element } from 'hast';
import type { Schema } from 'hast-util-sanitize';
import { wordSet } from '../../model/text.ts';

/** Elements that readers show and RULES §6 allows. */
export const CARRIED = wordSet(`
  a abbr b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure h1 h2 h3
  h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th
  thead time tr u ul var wbr
`);

/** Elements that go with all that stands in them. */
export const STRIPPED = wordSet(`
  script style template iframe object embed applet form button select textarea input svg math noscript head title
  frameset canvas video audio noembed noframes xmp plaintext dialog
`);

/** What a feed carries. Everything else is unwrapped, or dropped with its content (`strip`). */
export const SCHEMA: Schema = {
  tagNames: [...CARRIED],
  attributes: {
    '*': ['lang', 'dir', 'title'],
    a: ['href', 'hrefLang'],
    img: ['src', 'alt', 'width', 'height'],
    // Markdown's own: the language of a code block, the side of a column.
    code: [['className', /^language-/]],
    td: ['colSpan', 'rowSpan', ['align', 'left', 'center', 'right']],
    th: ['colSpan', 'rowSpan', 'scope', ['align', 'left', 'center', 'right']],
    // An item's number is part of the text.
    ol: ['start', 'type'],
    li: ['value'],
    time: ['dateTime'],
    del: ['dateTime'],
    ins: ['dateTime'],
    blockquote: ['cite'],
    q: ['cite'],
  },
  protocols: { href: ['http', 'https', 'mailto', 'tel'], src: ['http', 'https'], cite: ['http', 'https'] },
  strip: [...STRIPPED],
  ancestors: {},
  clobber: [],
  required: {},
};

/** Wrappers that may go without a word: they show nothing themselves. */
export const UNWRAPPED = wordSet(`
  article section header footer main nav aside picture source center font tt big details summary address hgroup html
  body label nobr strike acronym
`);

/** Whether an attribute stays, by its name and its value. */
export function keepsAttribute({ tagName, properties }: Element, name: string): boolean {
  const rules = [...(SCHEMA.attributes?.['*'] ?? []), ...(SCHEMA.attributes?.[tagName] ?? [])];
  const values = [properties[name]].flat();
  return rules.some((rule) => {
    if (typeof rule === 'string') return rule === name;
    const [named, ...allowed] = rule;
    const fits = (value: unknown) =>
      allowed.some((form) => (form instanceof RegExp ? form.test(String(value)) : form === value));
    return named === name && values.every(fits);
  });
}
