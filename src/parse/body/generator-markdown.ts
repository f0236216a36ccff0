// In: Markdown as site generators have it. Out: Markdown in which code between their tags is code, an address that they make
// is one address, of which can be told that nobody else knows it, and one between marks of their own is a link.
import { withoutCode, withoutHtml } from './code.ts';

/** The tags around code, each on a line of its own: of Jekyll and Hexo, and of Hugo. */
const CODE_TAGS = [
  [
    /^( {0,3})\{%-?[ \t]*(highlight|codeblock)\b([^%\n]{0,200})%\}[ \t\r]*$/gm,
    /^[ \t]*\{%-?[ \t]*end(?:highlight|codeblock)[ \t]*-?%\}[ \t\r]*$/gm,
  ],
  [
    /^( {0,3})\{\{[<%][ \t]*(highlight)\b([^<>%\n]{0,200})[>%]\}\}[ \t\r]*$/gm,
    /^[ \t]*\{\{[<%][ \t]*\/highlight[ \t]*[>%]\}\}[ \t\r]*$/gm,
  ],
] as const;

/** Hardly any code has so many. */
const FENCE = '~~~~~~~~';

/** Instructions where an address is expected: one, or the site's address and what makes a path. */
const MADE_ADDRESS =
  /(?:\]\([ \t]*|^ {0,3}\[[^\]\n]{1,100}\]:[ \t]*)((?:\{\{[^\n]{1,300}?\}\}|\{%[^\n]{1,300}?%\}){1,2})/gm;

/** The text with fences for tags around code; as long as it was, so that places stay. */
export function withCodeFences(text: string): string {
  return /\{[{%]/.test(text) ? CODE_TAGS.reduce(withFences, text) : text;
}

function withFences(text: string, [begin, end]: (typeof CODE_TAGS)[number]): string {
  if (text.search(begin) < 0) return text;
  const searched = withoutCode(text, 'markdown');
  const kept: string[] = [];
  let from = 0;
  let passed = 0;
  let isInHtml = false;
  begin.lastIndex = 0;
  for (let first = begin.exec(searched); first !== null; first = begin.exec(searched)) {
    end.lastIndex = begin.lastIndex;
    const last = end.exec(text);
    if (last === null) break;
    const [tag, indent = '', name, given = ''] = first;
    const before = searched.slice(passed, first.index).split(BLANK_LINE);
    // HTML goes on up to a blank line.
    isInHtml = BEGINS_HTML.test(before.at(-1) ?? '') || (isInHtml && before.length === 1);
    const code = text.slice(begin.lastIndex, last.index);
    passed = end.lastIndex;
    begin.lastIndex = passed;
    if (isInHtml || !fitsFences(code, indent)) continue;
    const language = (name === 'codeblock' ? /\blang:([\w+#-]+)/ : /^\s*["']?([\w+#-]+)/).exec(given)?.[1] ?? '';
    kept.push(text.slice(from, first.index), (indent + FENCE + language).padEnd(tag.length));
    // Farther in, the second fence would be code.
    kept.push(code, (indent + FENCE).padEnd(last[0].length));
    from = passed;
  }
  return kept.join('') + text.slice(from);
}

/** Whether fences hold all of it: in a list, a line less far in would end the first one, and the second begin code. */
function fitsFences(code: string, indent: string): boolean {
  return !code.includes(FENCE) && code.split('\n').every((line) => line.startsWith(indent) || line.trim() === '');
}

const BLANK_LINE = /\n[ \t\r]*\n/;
const BEGINS_HTML = /^ {0,3}<\/?[a-z][\w-]*[\s/>]/im;

/** A player, or a preview of a page, in Hashnode. */
const EMBED = /^ {0,3}%\[(https?:\/\/[^\s\]<>]+)\][ \t]*(?=\r?$)/gm;

/** The text with addresses where only a site generator's own Markdown has them. */
export function withPlainAddresses(text: string): string {
  const made = replaced(text, MADE_ADDRESS, (whole, instruction) => {
    const before = whole.slice(0, whole.length - instruction.length);
    // Markdown takes no spaces, quotes and brackets for part of it.
    return before + instruction.replace(/[\s"'()<>\\]/g, '_');
  });
  return replaced(made, EMBED, (_, address) => `<${address}>`);
}

/** The text with others for what a pattern finds outside of code and HTML. `by` is given all of it, and its group. */
function replaced(text: string, pattern: RegExp, by: (whole: string, group: string) => string): string {
  if (text.search(pattern) < 0) return text;
  const kept: string[] = [];
  let from = 0;
  for (const { 0: whole, 1: group = '', index } of withoutHtml(text).matchAll(pattern)) {
    kept.push(text.slice(from, index), by(whole, group));
    from = index + whole.length;
  }
  return kept.join('') + text.slice(from);
}
