// In: Markdown. Out: HTML of any kind. The front door of marked.
import type { Marked, Token, TokenizerAndRendererExtension } from 'marked';
import { lazyPackage } from '../model/lazy-package.ts';
import { xmlSafe } from '../model/text.ts';
import { ATTRIBUTE_UNIT } from './html.ts';
import { LIMITS } from './limits.ts';

const marked = lazyPackage<typeof import('marked')>('marked');

let markdown: Marked | undefined;

/** What the text that is being read has cost so far. */
const cost = { emphasisPairs: 0, inlineSteps: 0, bodyElements: 0 };

/** The HTML of a text. Throws a RangeError beyond the limits. */
export function htmlOfMarkdown(text: string): string {
  if (DEEP_LINE.test(text)) throw new RangeError('Too many quotations');
  markdown ??= newMarkdown();
  Object.assign(cost, { emphasisPairs: 0, inlineSteps: 0, bodyElements: 0 });
  Object.assign(footnotes, { byLabel: new Map(), numbers: new Map(), isInside: false });
  const html = markdown.parser(markdown.lexer(xmlSafe(text)));
  return footnotes.byLabel.size === 0 ? html : html + footnoteList(markdown);
}

function newMarkdown(): Marked {
  const made = new (marked().Marked)({ gfm: true, async: false });
  made.use({
    // A list of tasks shows its boxes as characters: feeds carry no input elements.
    renderer: { checkbox: ({ checked }) => (checked ? '☑ ' : '☐ ') },
    extensions: [FOOTNOTE, FOOTNOTE_NAMED],
    // `[^1]: Ibid.` is no link to a page Ibid.
    tokenizer: { def: (source) => (FOOTNOTE_HEAD.test(source) ? undefined : false) },
  });
  // These add up what is to come, and leave the work to marked.
  made.use({
    tokenizer: {
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
        token.tokens = token.tokens.filter(({ type }) => type !== FOOTNOTE_NAMED.name);
        return addAddress(token.href, token.title);
      },
    },
    hooks: {
      emStrongMask(source) {
        add('emphasisPairs', (source.match(EMPHASIS)?.length ?? 0) ** 2);
        add('inlineSteps', (source.match(SPECIAL)?.length ?? 0) * source.length);
        return source;
      },
    },
  });
  return made;
}

// Footnotes, as GitHub, Jekyll, Hugo and Astro have them. They stand at the end, without links to and fro: a reader that
// shows several articles on one page would take them to another's.

const footnotes = {
  /** By their labels in lower case. */
  byLabel: new Map<string, { readonly raw: string; readonly tokens: Token[] }>(),
  /** In the order in which the text names them. */
  numbers: new Map<string, number>(),
  /** Whether a footnote is being taken apart: none stands in another. */
  isInside: false,
};

const FOOTNOTE_HEAD = /^ {0,3}\[\^([^\]\s]{1,100})\]:[ \t]*/;

/** Where a footnote does not go on: another one, the address of a link, heading, quotation, item, code, markup, table. */
const OTHER_BLOCK = / {0,3}(?:\[[^\]\n]{1,100}\]:|#{1,6}\s|[>|<]|[-+*_]\s|\d{1,9}[.)]\s|```|~~~|[-_*]{3})/;

/** The rest of its line, lines of the same paragraph, and behind blank lines those that are indented. */
const FOOTNOTE_LINES = new RegExp(
  `.*(?:\\n(?!${OTHER_BLOCK.source})[ \\t]*\\S.*|(?:\\n[ \\t]*)+\\n(?: {4}|\\t).*)*`,
  'y',
);

/** What stands of a paragraph before a footnote that follows without a blank line. */
const BEFORE_FOOTNOTE = new RegExp(
  `^.*(?:\\n(?!${OTHER_BLOCK.source})[ \\t]*\\S.*){0,500}\\n(?= {0,3}\\[\\^[^\\]\\s]{1,100}\\]:)`,
);

const FOOTNOTE: TokenizerAndRendererExtension = {
  name: 'footnote',
  level: 'block',
  start: (rest) => (footnotes.isInside ? undefined : BEFORE_FOOTNOTE.exec(rest)?.[0].length),
  tokenizer(source) {
    const [head, label] = FOOTNOTE_HEAD.exec(source) ?? [];
    if (head === undefined || label === undefined || footnotes.isInside) return undefined;
    FOOTNOTE_LINES.lastIndex = head.length;
    const lines = FOOTNOTE_LINES.exec(source)?.[0] ?? '';
    const raw = head + lines;
    const key = label.toLowerCase();
    const known = footnotes.byLabel.get(key);
    // marked may take the same text apart twice. Another one of that name stays where it is.
    if (known !== undefined && known.raw !== raw) return undefined;
    const { lexer } = this;
    const { top } = lexer.state;
    lexer.state.top = true;
    footnotes.isInside = true;
    const tokens = lexer.blockTokens(lines.replace(/^(?: {4}|\t)/gm, ''), []);
    footnotes.isInside = false;
    lexer.state.top = top;
    footnotes.byLabel.set(key, { raw, tokens });
    return { type: 'footnote', raw };
  },
  renderer: () => '',
};

const FOOTNOTE_NAMED: TokenizerAndRendererExtension = {
  name: 'footnoteNamed',
  level: 'inline',
  tokenizer(source) {
    const [raw, label] = /^\[\^([^\]\s]{1,100})\]/.exec(source) ?? [];
    const key = label?.toLowerCase() ?? '';
    return raw !== undefined && footnotes.byLabel.has(key) ? { type: 'footnoteNamed', raw, key } : undefined;
  },
  renderer: ({ key }) => `<sup>[${footnoteNumber(key)}]</sup>`,
};

function footnoteNumber(key: string): number {
  const { numbers } = footnotes;
  if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
  return numbers.get(key) ?? 0;
}

// Those that the text does not name come last.
function footnoteList(made: Marked): string {
  const { byLabel, numbers } = footnotes;
  for (const key of byLabel.keys()) footnoteNumber(key);
  const items = [...numbers.keys()].map((key) => `<li>${made.parser(byLabel.get(key)?.tokens ?? [])}</li>\n`);
  return `<hr>\n<ol>\n${items.join('')}</ol>\n`;
}

/** The beginning of a line that opens more quotations, lists and footnotes than a body may have levels. */
const DEEP_LINE = new RegExp(
  `^(?:[ \\t]*(?:>|(?:[-+*]|\\d{1,9}[.)])[ \\t]|\\[\\^[^\\]\\s]{1,100}\\]:)){${LIMITS.bodyNesting}}`,
  'm',
);

/** marked compares each with every other that stands in the same paragraph. */
const EMPHASIS = /[*_~]+/g;

/** Where marked begins anew, and may look at all the rest of the paragraph. */
const SPECIAL = /[\\<![`*_~@&:]|www\./g;

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
