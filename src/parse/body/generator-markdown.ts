// In: Markdown as site generators run it. Out: Markdown in which code between their tags is code, and an address that they
// make is one address, of which can be told that nobody else knows it.
import { withoutCode } from './generator-code.ts';

/** The tags around code, each on a line of its own: of Jekyll and Hexo, and of Hugo. */
const CODE_TAGS = [
  [
    /^( {0,3})\{%-?[ \t]*(highlight|codeblock)\b([^%\n]{0,200})%\}[ \t\r]*$/gm,
    /^([ \t]*)\{%-?[ \t]*end(?:highlight|codeblock)[ \t]*-?%\}[ \t\r]*$/gm,
  ],
  [
    /^( {0,3})\{\{[<%][ \t]*(highlight)\b([^<>%\n]{0,200})[>%]\}\}[ \t\r]*$/gm,
    /^([ \t]*)\{\{[<%][ \t]*\/highlight[ \t]*[>%]\}\}[ \t\r]*$/gm,
  ],
] as const;

/** Hardly any code has so many. */
const FENCE = '~~~~~~~~';

/** An instruction where an address is expected. */
const MADE_ADDRESS = /(?:\]\([ \t]*|^ {0,3}\[[^\]\n]{1,100}\]:[ \t]*)(\{\{[^\n]{1,300}?\}\}|\{%[^\n]{1,300}?%\})/gm;

/** The text with fences for tags around code; as long as it was, so that places stay. */
export function withCodeFences(text: string): string {
  return /\{[{%]/.test(text) ? CODE_TAGS.reduce(withFences, text) : text;
}

function withFences(text: string, [begin, end]: (typeof CODE_TAGS)[number]): string {
  if (text.search(begin) < 0) return text;
  // What is code already is what an article shows.
  const searched = withoutCode(text, 'markdown');
  const kept: string[] = [];
  let from = 0;
  begin.lastIndex = 0;
  for (let first = begin.exec(searched); first !== null; first = begin.exec(searched)) {
    end.lastIndex = begin.lastIndex;
    const last = end.exec(text);
    if (last === null) break;
    const [tag, indent = '', name, given = ''] = first;
    const language = (name === 'codeblock' ? /\blang:([\w+#-]+)/ : /^\s*["']?([\w+#-]+)/).exec(given)?.[1] ?? '';
    kept.push(text.slice(from, first.index), (indent + FENCE + language).padEnd(tag.length));
    kept.push(text.slice(begin.lastIndex, last.index), ((last[1] ?? '') + FENCE).padEnd(last[0].length));
    from = end.lastIndex;
    begin.lastIndex = from;
  }
  return kept.join('') + text.slice(from);
}

/** The text with instructions that Markdown takes for part of an address, where it expects one. */
export function withMadeAddresses(text: string): string {
  if (text.search(MADE_ADDRESS) < 0) return text;
  const kept: string[] = [];
  let from = 0;
  for (const { 0: whole, 1: instruction = '', index } of withoutCode(text, 'markdown').matchAll(MADE_ADDRESS)) {
    const at = index + whole.length - instruction.length;
    kept.push(text.slice(from, at), instruction.replace(/[\s"'()<>\\]/g, '_'));
    from = at + instruction.length;
  }
  return kept.join('') + text.slice(from);
}
