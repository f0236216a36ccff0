// What Markdown says of how a page looks, for marked; it is no text, and a feed carries none of it. Attribute lists as Jekyll's
// kramdown and Hugo have them: `{: .notice}` behind a block or a span, and `{#id}` behind a heading; as Python-Markdown and
// Quarto have them: `{ width="300" }` behind a link, a picture or a heading. What an abbreviation means: `*[HTML]: …`. And where
// a page gets a table of its contents: a list of one item and `{:toc}` below it in kramdown, `[TOC]`, `[[toc]]` and `@[TOC](…)`
// on a line of their own elsewhere.
import type { MarkedExtension, TokenizerAndRendererExtension } from 'marked';

/** Classes, an id, values, or kramdown's `toc`, and nothing else: `{:ok, value}` is Elixir. */
const LIST =
  '\\{:[ \\t]*(?:(?:[.#][\\w-]{1,100}|[\\w-]{1,100}=(?:"[^"\\n]{0,500}"|\'[^\'\\n]{0,500}\')|toc)(?:[ \\t]+|(?=[.#}])))+\\}';
const OWN_LINE = new RegExp(`^ {0,3}${LIST}[ \\t]*(?:\\n|$)`);
const BEHIND = new RegExp(`^${LIST}`);

/** Without a colon, what stands in braces may be anything, but behind a link, a picture or the words of a heading. */
const BARE_LIST =
  '\\{[ \\t]*(?:(?:(?:\\.[\\w-]{1,100}|#[\\w:-]{1,100})+|[\\w-]{1,100}=(?:"[^"\\n]{0,500}"|\'[^\'\\n]{0,500}\'|[\\w%.-]{1,100}))(?:[ \\t]+|(?=\\})))+\\}';
const BEHIND_LINK = new RegExp(`^${BARE_LIST}`);

/** Docusaurus reads it in MDX as well, where other braces hold code. */
export const HEADING_ID = '\\{#[^\\s{}]{1,100}\\}';
/** A value alone, without quotation marks, may be what the heading speaks of: `{debug=true}`. */
const BEHIND_HEADING = new RegExp(
  `(?<![ \\t])(?:[ \\t]*${HEADING_ID}|[ \\t]+(?=\\{[ \\t]*[.#]|\\{[^{}]*["'])${BARE_LIST})$`,
);

/** One that ends in a star, or goes on below as no address does, is an emphasized text: `*[Editor’s note]: corrected.*`. */
const ABBREVIATION =
  /^ {0,3}\*\[[^\]\n]{1,100}\]:(?:[^\n]*[^\n* \t])?[ \t]*(?:\n(?=[ \t]*(?:\n|$)| {0,3}(?:\*\[|\[[^\]\n]{1,100}\]:))|$)/;

const CONTENTS_OF_KRAMDOWN =
  /^ {0,3}(?:[-+*]|\d{1,9}[.)])[ \t][^\n]*\n[ \t]*\{:(?:[^}\n]{0,100}[ \t])?toc(?:[ \t][^}\n]{0,100})?\}[ \t]*(?:\n|$)/;
const CONTENTS = /^ {0,3}(?:@?\[toc\](?:\([^()\n]*\))?|\[\[_?toc_?\]\])[ \t]*(?:\n|$)/i;

const LINES = [CONTENTS_OF_KRAMDOWN, CONTENTS, OWN_LINE, ABBREVIATION];

const OF_BLOCK: TokenizerAndRendererExtension = {
  name: 'attributesOfBlock',
  level: 'block',
  tokenizer(source) {
    for (const lines of LINES) {
      const raw = lines.exec(source)?.[0];
      if (raw !== undefined) return { type: 'attributesOfBlock', raw };
    }
    return undefined;
  },
  renderer: () => '',
};

const OF_SPAN: TokenizerAndRendererExtension = {
  name: 'attributesOfSpan',
  level: 'inline',
  start: (rest) => rest.indexOf('{:'),
  tokenizer(source, tokens) {
    const isBehindLink = /^(?:link|image|attributesOfSpan)$/.test(tokens.at(-1)?.type ?? '');
    const raw = (BEHIND.exec(source) ?? (isBehindLink ? BEHIND_LINK.exec(source) : null))?.[0];
    return raw === undefined ? undefined : { type: 'attributesOfSpan', raw };
  },
  renderer: () => '',
};

/** What marked has to know of them. */
export const attributeSyntax: MarkedExtension = {
  extensions: [OF_BLOCK, OF_SPAN],
  renderer: {
    heading({ tokens }) {
      const last = tokens.at(-1);
      if (last?.type === 'text') last['text'] = String(last['text']).replace(BEHIND_HEADING, '');
      return false;
    },
    // Below a table, marked takes the line for a row.
    table(token) {
      token.rows = token.rows.filter(
        ([first, ...others]) => !OWN_LINE.test(first?.text ?? '') || others.some(({ text }) => text !== ''),
      );
      return false;
    },
  },
};
