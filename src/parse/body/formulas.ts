// Formulas in Markdown, for marked: LaTeX between one dollar sign and the next, or two and two. A feed has them as they are
// written; taken for Markdown, `$a*b*c$` lost its asterisks.
import type { MarkedExtension, TokenizerAndRendererExtension } from 'marked';

const LATEX = '(?:\\\\[\\s\\S]|[^$\\\\])';

/** On lines of their own, without a blank one among them. */
const LINES = /^ {0,3}\$\$(?:\\[\s\S]|[^$\\\n]|\n(?![ \t]*\n)){1,10000}\$\$[ \t]*(?:\n|$)/;

/**
 * As Pandoc tells them from sums of money: no space inside of the single signs, and no digit behind them; nor a letter, so that
 * `($AAA) and *then* ($BBB)` is none. `US$`, `$:` and `($)` begin and end none.
 */
const IN_TEXT = `\\$\\$${LATEX}{1,1000}\\$\\$|\\$(?![\\s$.,:;!?)])${LATEX}{1,1000}(?<![\\s(])\\$(?!\\w)`;
const HERE = new RegExp(`^(?:${IN_TEXT})`);
const ANYWHERE = new RegExp(`(?<![\\w$])(?:${IN_TEXT})`, 'g');
const BEFORE_NONE = /[\w$]$/;

/** HTML, which no formula holds; nor code and links; and what marked has in their stead in a paragraph that it masked. */
const HTML = /<(?:!--|\/?[a-z][^<>]*>)/i;
const OTHER = new RegExp(`\`|\\]\\(|://|${HTML.source}`, 'i');
const MASKED = /`|\[a*\]|:\/\//;

const OF_LINES: TokenizerAndRendererExtension = {
  name: 'formulaOfLines',
  level: 'block',
  tokenizer(source) {
    const raw = LINES.exec(source)?.[0];
    return raw === undefined || HTML.test(raw) ? undefined : { type: 'formulaOfLines', raw };
  },
  renderer: ({ raw }) => `<p>${escaped(raw.trim())}</p>\n`,
};

const IN_LINE: TokenizerAndRendererExtension = {
  name: 'formula',
  level: 'inline',
  start: (rest) => rest.indexOf('$'),
  tokenizer(source, before) {
    if (BEFORE_NONE.test(before.at(-1)?.raw.slice(-1) ?? '')) return undefined;
    const raw = HERE.exec(source)?.[0];
    return raw === undefined || OTHER.test(raw) ? undefined : { type: 'formula', raw };
  },
  renderer: ({ raw }) => escaped(raw),
};

// What is written `&lt;` is no less a sign than elsewhere in Markdown.
function escaped(text: string): string {
  return text.replace(/&(?!#?\w+;)/g, '&amp;').replace(/</g, '&lt;');
}

/** A masked paragraph in which no mark inside of a formula is one of emphasis; as long as it was. */
export function withoutFormulas(text: string): string {
  if (!text.includes('$')) return text;
  return text.replace(ANYWHERE, (formula) => (MASKED.test(formula) ? formula : '+'.repeat(formula.length)));
}

/** What marked has to know of them. */
export const formulaSyntax: MarkedExtension = { extensions: [OF_LINES, IN_LINE] };
