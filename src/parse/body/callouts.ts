// In: Markdown in which notes, tips and warnings are set apart as GitHub, Obsidian, Docusaurus, VitePress and Python-Markdown
// have it. Out: Markdown in which each begins with its title in strong letters.
import { wordSet } from '../../model/text.ts';
import { withoutHtml } from './code.ts';

/** The first line of a quotation: `> [!NOTE]`, in Obsidian with a title, and folded (`-`) or not (`+`). */
const QUOTED = /^([ \t]*(?:>[ \t]?)+)\[!([a-z][\w-]*)(?:\|[^\]\n]*)?\][+-]?([^\n]*)$/i;

/**
 * `:::note`, `:::tip[Title]`, `::: warning Title`, in Nuxt Content with two colons; and what is set apart otherwise, whose marks
 * no page shows either.
 */
const FENCE = /^([ \t]*):{2,}[ \t]*(?:([a-z][\w-]*)(?:\[([^\]]*)\])?([ \t][^[\]{}]*)?)?(?:\{[^}]*\})?$/i;
const END_OF_FENCE = /^[ \t]*:{2,}$/;

/** `!!! note "Title"`, folded (`???`) or not (`???+`), and tabs, `=== "Title"`, above lines that are indented. */
const ABOVE_INDENTED =
  /^([ \t]*)(?:(?:!!!|\?\?\?\+?)[ \t]+([a-z][\w-]*)(?: [\w -]*)?(?:"([^"]*)")?|===[!+]?[ \t]+"([^"]+)")$/i;

/** How a line begins that one of these may fit. */
const MARK = /^[ \t]*(?:>[ \t>]*\[!|::|!!!|\?\?\?|===[!+]?[ \t]+")/;

/** What callouts between fences are called; other names are those of columns, tabs and the like, titled in brackets only. */
const TYPES = wordSet(`
  abstract attention bug caution check danger details error example fail failure faq help hint important info
  missing note question quote seealso success summary tip tldr todo warning
`);

/** Callouts inside one another at most; what lies deeper stands as it is written. */
const MOST_LEVELS = 8;

/** The text with titles for the marks of callouts outside of code and HTML. */
export function withPlainCallouts(text: string, level = 0): string {
  if (level === MOST_LEVELS || !/\[!|::|!!!|\?\?\?|===[!+ \t]/.test(text)) return text;
  const lines = text.split('\n');
  const searched = withoutHtml(text).split('\n');
  const marked = lines.flatMap((_, at) => (MARK.test(searched[at] ?? '') ? at : []));
  titleQuoted(lines, marked);
  titleFenced(lines, marked);
  return withoutIndents(lines, marked, level);
}

function titleQuoted(lines: string[], marked: readonly number[]): void {
  for (const at of marked) {
    const [, marks, type = '', title] = QUOTED.exec(lines[at] ?? '') ?? [];
    // One that the line before is part of, too, has begun with something else.
    if (marks === undefined || quotations(lines[at - 1]) >= quotations(marks)) continue;
    lines[at] = `${marks}${titled(type, title)}\n${marks.trimEnd()}`;
  }
}

/** How many there are inside one another in a line. */
function quotations(line = ''): number {
  const [marks = ''] = /^[ \t>]*/.exec(line) ?? [];
  return marks.split('>').length - 1;
}

function titleFenced(lines: string[], marked: readonly number[]): void {
  const opened: { readonly at: number; readonly title: string }[] = [];
  for (const at of marked) {
    const line = lines[at]?.trimEnd() ?? '';
    // Of two inside one another the inner one ends first.
    if (END_OF_FENCE.test(line)) {
      const last = opened.pop();
      if (last === undefined) continue;
      lines[last.at] = last.title;
      lines.fill('', last.at + 1, endOfTold(lines, last.at + 1));
      lines[at] = '';
      continue;
    }
    const begin = FENCE.exec(line);
    if (begin === null) continue;
    const [, indent = '', type = '', inBrackets, behind] = begin;
    const isTitled = inBrackets?.trim() || TYPES.has(type.toLowerCase());
    opened.push({ at, title: isTitled ? `\n${indent}${titled(type, inBrackets ?? behind)}\n` : '' });
  }
}

/** The end of the YAML that a component of Nuxt Content is told between lines `---`; `start`, where there is none. */
function endOfTold(lines: readonly string[], start: number): number {
  if (lines[start]?.trim() !== '---') return start;
  for (let at = start + 1; at < lines.length; at++) {
    const line = lines[at]?.trim() ?? '';
    if (line === '---') return at + 1;
    if (!/^(?:[\w:@.-]+:(?:\s|$)|-\s)/.test(line)) break;
  }
  return start;
}

function withoutIndents(lines: readonly string[], marked: readonly number[], level: number): string {
  const kept: string[] = [];
  let from = 0;
  for (const at of marked) {
    // Those inside another one are looked at with it.
    const mark = at < from ? null : ABOVE_INDENTED.exec(lines[at]?.trimEnd() ?? '');
    if (mark === null) continue;
    const [, indent = '', type = '', given, tab] = mark;
    const title = given ?? tab;
    const end = endOfIndented(lines, at + 1, indent);
    if (end === at + 1) continue;
    const inner = lines.slice(at + 1, end).map((line) => line.slice(indent.length).replace(/^(?: {4}|\t)/, ''));
    // An empty title is none.
    const heading = title === '' ? '' : `\n${indent}${titled(type, title)}\n`;
    const plain = withPlainCallouts(inner.join('\n'), level + 1).replace(/^(?=.)/gm, indent);
    kept.push(lines.slice(from, at).join('\n'), heading, plain, '');
    from = end;
  }
  return kept.length === 0 ? lines.join('\n') : [...kept, ...lines.slice(from)].join('\n');
}

/** The end of the lines from `start` on that stand farther in; `start`, where there are none. */
function endOfIndented(lines: readonly string[], start: number, indent: string): number {
  let end = start;
  for (let at = start; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    if (!line.startsWith(`${indent}    `) && !line.startsWith(`${indent}\t`)) break;
    end = at + 1;
  }
  return end;
}

function titled(type: string, title = ''): string {
  const words = title.trim() || type.charAt(0).toUpperCase() + type.slice(1).toLowerCase();
  // What is strong in part, or ends in code, stands as it is.
  return /[*_`\\]/.test(words) ? words : `**${words}**`;
}
