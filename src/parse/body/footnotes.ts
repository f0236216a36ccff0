// Footnotes in Markdown, as GitHub, Jekyll, Hugo and Astro have them, for marked. They stand at the end, without links to and
// fro: a reader that shows several articles on one page would take them to another's.
import type { Marked, MarkedExtension, Token, TokenizerAndRendererExtension } from 'marked';

/** Those of the text that is being read. */
const footnotes = {
  /** By their labels in lower case. */
  byLabel: new Map<string, { readonly raw: string; readonly tokens: Token[] }>(),
  /** In the order in which the text names them. */
  numbers: new Map<string, number>(),
  /** Whether a footnote is being taken apart: none stands in another. */
  isInside: false,
};

/** What names a footnote, and in front of a colon begins it. */
export const FOOTNOTE_LABEL = '\\[\\^([^\\]\\s]{1,100})\\]';

const HEAD = new RegExp(`^ {0,3}${FOOTNOTE_LABEL}:[ \\t]*`);

const NAME = new RegExp(`^${FOOTNOTE_LABEL}`);

/** Where a footnote does not go on: another one, the address of a link, heading, quotation, item, code, markup, table. */
const OTHER_BLOCK = / {0,3}(?:\[[^\]\n]{1,100}\]:|#{1,6}\s|[>|<]|[-+*_]\s|\d{1,9}[.)]\s|```|~~~|[-_*]{3})/;

/** The rest of its line, lines of the same paragraph, and behind blank lines those that are indented. */
const LINES = new RegExp(`.*(?:\\n(?!${OTHER_BLOCK.source})[ \\t]*\\S.*|(?:\\n[ \\t]*)+\\n(?: {4}|\\t).*)*`, 'y');

/** What stands of a paragraph before a footnote that follows without a blank line. */
const BEFORE = new RegExp(`^.*(?:\\n(?!${OTHER_BLOCK.source})[ \\t]*\\S.*){0,500}\\n(?= {0,3}${FOOTNOTE_LABEL}:)`);

const BEGUN: TokenizerAndRendererExtension = {
  name: 'footnote',
  level: 'block',
  start: (rest) => (footnotes.isInside ? undefined : BEFORE.exec(rest)?.[0].length),
  tokenizer(source) {
    const [head, label] = HEAD.exec(source) ?? [];
    if (head === undefined || label === undefined || footnotes.isInside) return undefined;
    LINES.lastIndex = head.length;
    const lines = LINES.exec(source)?.[0] ?? '';
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

const NAMED: TokenizerAndRendererExtension = {
  name: 'footnoteNamed',
  level: 'inline',
  tokenizer(source) {
    const [raw, label] = NAME.exec(source) ?? [];
    const key = label?.toLowerCase() ?? '';
    return raw !== undefined && footnotes.byLabel.has(key) ? { type: 'footnoteNamed', raw, key } : undefined;
  },
  renderer: ({ key }) => `<sup>[${numberOf(key)}]</sup>`,
};

function numberOf(key: string): number {
  const { numbers } = footnotes;
  if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
  return numbers.get(key) ?? 0;
}

/** For a new text: none is known. */
export function beginFootnotes(): void {
  Object.assign(footnotes, { byLabel: new Map(), numbers: new Map(), isInside: false });
}

/** What marked has to know of them. */
export const footnoteSyntax: MarkedExtension = {
  extensions: [BEGUN, NAMED],
  // `[^1]: Ibid.` is no link to a page Ibid.
  tokenizer: { def: (source) => (HEAD.test(source) ? undefined : false) },
};

/** Tokens without those that name footnotes. */
export function withoutFootnotes(tokens: readonly Token[]): Token[] {
  return tokens.filter(({ type }) => type !== NAMED.name);
}

/** The HTML of the text's footnotes; empty without any. Those that the text does not name come last. */
export function footnoteList(made: Marked): string {
  const { byLabel, numbers } = footnotes;
  if (byLabel.size === 0) return '';
  for (const key of byLabel.keys()) numberOf(key);
  const items = [...numbers.keys()].map((key) => `<li>${made.parser(byLabel.get(key)?.tokens ?? [])}</li>\n`);
  return `<hr>\n<ol>\n${items.join('')}</ol>\n`;
}
