// In: Markdown. Out: HTML of any kind. The front door of marked.
import type { Lexer, Marked } from 'marked';
import { lazyPackage } from '../../model/lazy-package.ts';
import { xmlSafe } from '../../model/text.ts';
import { LIMITS } from '../limits.ts';
import { attributeSyntax } from './attribute-lists.ts';
import { beginFootnotes, FOOTNOTE_LABEL, footnoteList, footnoteSyntax, withoutFootnotes } from './footnotes.ts';
import { formulaSyntax, withoutFormulas } from './formulas.ts';
import { ATTRIBUTE_UNIT } from './html.ts';

const marked = lazyPackage<typeof import('marked')>('marked');

let markdown: Marked | undefined;

/** What the text that is being read has cost so far. */
const cost = { emphasisPairs: 0, inlineSteps: 0, bodyElements: 0 };

/** The HTML of a text. Throws a RangeError beyond the limits. */
export function htmlOfMarkdown(text: string): string {
  if (DEEP_LINE.test(text)) throw new RangeError('Too many quotations');
  markdown ??= newMarkdown();
  Object.assign(cost, { emphasisPairs: 0, inlineSteps: 0, bodyElements: 0 });
  for (const block of text.split(/\n[ \t\r]*\n/)) {
    add('inlineSteps', (block.match(BARS)?.length ?? 0) * block.length);
    // Lines of an item are put together one by one, which is quickly done.
    for (const item of block.split(ITEM).slice(1))
      add('inlineSteps', ((item.match(/\n/g)?.length ?? 0) * item.length) / 20);
  }
  beginFootnotes();
  return markdown.parser(newLexer(markdown).lex(xmlSafe(text))) + footnoteList(markdown);
}

// What marked masks is not seen later: of each run of backticks it has looked for the other end, and it begins anew at escapes.
function newLexer({ defaults }: Marked): Lexer {
  const lexer = new (marked().Lexer)(defaults);
  const inlineTokens = lexer.inlineTokens.bind(lexer);
  lexer.inlineTokens = (source, tokens) => {
    add('inlineSteps', (source.match(MASKED)?.length ?? 0) * source.length);
    return inlineTokens(source, tokens);
  };
  return lexer;
}

function newMarkdown(): Marked {
  const made = new (marked().Marked)({ gfm: true, async: false });
  made.use(footnoteSyntax, attributeSyntax, formulaSyntax, {
    // A list of tasks shows its boxes as characters: feeds carry no input elements.
    renderer: { checkbox: ({ checked }) => (checked ? '☑ ' : '☐ ') },
    // One tilde is a range far oftener (3~5 to 10~20, in Chinese, Japanese and Korean above all), and to others what stands low.
    tokenizer: { del: (source) => (/^~(?!~)/.test(source) ? undefined : false) },
  });
  // These add up what is to come, and leave the work to marked.
  made.use({
    tokenizer: {
      blockquote(source) {
        // All of it is copied for each part that lines without a mark follow.
        const [quote = ''] = this.rules.block.blockquote.exec(source) ?? [];
        add('inlineSteps', (quote.match(UNMARKED)?.length ?? 0) * quote.length);
        return false;
      },
      list(source) {
        // Each level of a list inside a list is taken apart anew, and looked at some ten times.
        if (!this.lexer.state.top) add('inlineSteps', 10 * source.length);
        return false;
      },
      table(source) {
        // Without a bar or colon it is a heading, for which marked looks at all the rest first.
        if (/^.*\n {0,3}-+ *(?:\n|$)/.test(source)) return undefined;
        add('bodyElements', cellsOf(source));
        return false;
      },
    },
    renderer: {
      link: ({ href, title }) => addAddress(href, title),
      image(token) {
        // An alternative text is text only.
        token.tokens = withoutFootnotes(token.tokens);
        return addAddress(token.href, token.title);
      },
    },
    hooks: {
      emStrongMask(source) {
        add('emphasisPairs', (source.match(EMPHASIS)?.length ?? 0) ** 2);
        add('inlineSteps', (source.match(SPECIAL)?.length ?? 0) * source.length);
        return withoutFormulas(source);
      },
    },
  });
  return made;
}

/** The beginning of a line that opens more quotations, lists and footnotes than a body may have levels. */
const DEEP_LINE = new RegExp(
  `^(?:[ \\t]*(?:>|(?:[-+*]|\\d{1,9}[.)])[ \\t]|${FOOTNOTE_LABEL}:)){${LIMITS.bodyNesting}}`,
  'm',
);

/** marked compares each with every other that stands in the same paragraph. */
const EMPHASIS = /[*_~]+/g;

/** The line below the head of a table: before each, marked looks at all lines up to a blank one for rows. */
const BARS = /^[ \t>]*(?=-*[|:])(?=[|: \t]*-)[|:-][ \t|:-]*$/gm;

/** Where an item of a list begins. */
const ITEM = /^[ \t>]*(?:[-+*]|\d{1,9}[.)])(?=\s|$)/m;

/** A line of a quotation that goes on without a mark. */
const UNMARKED = /\n(?! {0,3}>).*(?=\n {0,3}>)/g;

/** What of code and escapes marked masks first. */
const MASKED = /`+|\\/g;

/** Where marked begins anew, and may look at all the rest of the paragraph. */
const SPECIAL = /[\\<![`*_~@&:$]|www\.| {2}\n/g;

/** The head of a table, and the line below it, whose bars say how many cells each row gets, written or not. */
const HEAD = /^ *[^\n ].*\n( {0,3}(?=[ :|-]*\|)[ :|-]+)(?:\n|$)/;

function cellsOf(source: string): number {
  const [head = '', bars] = HEAD.exec(source) ?? [];
  if (bars === undefined) return 0;
  const below = source.slice(head.length - 1);
  const end = below.search(/\n *\n/);
  const rows = below.slice(0, end < 0 ? below.length : end).split('\n').length;
  return rows * bars.split('|').length;
}

// One definition may serve any number of links.
function addAddress(href: string, title: string | null | undefined): false {
  add('bodyElements', (href.length + (title?.length ?? 0)) / ATTRIBUTE_UNIT);
  return false;
}

function add(limit: keyof typeof cost, count: number): void {
  cost[limit] += count;
  if (cost[limit] > LIMITS[limit]) throw new RangeError(`Beyond ${limit}`);
}
