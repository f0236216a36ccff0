// In: a body in Markdown. Out: where it first holds what only its site generator can run, or reads in a way of its own.

/** What Hugo, Jekyll and Eleventy run, and texts about other templates rarely hold. */
const TEMPLATE_CODE = /\{\{[<%]|\{%-?\s|\{\{-?\s*(?:(?:site|page|post|include|layout|collections)\.|["'])/;

/** What Docusaurus, VuePress and Astro take out of Markdown: modules, and blocks between colons. */
const GENERATOR_LINE = /^(?:import\s(?:.*\sfrom\s+)?(["'])[^"'\n]+\1;?|:{3,}[ \t]*[a-z[{].*)[ \t\r]*$/m;

/** What WordPress makes of square brackets, as it lies in its database. */
const SHORTCODE =
  /\[(?:caption|gallery|playlist|audio|video)(?: \w+=[^[\]\n]*)\]|\[\/(?:caption|gallery|playlist|audio|video|embed)\]/;

/** The index of template code; below zero when there is none. */
export function templateCodeIn(text: string, kind: 'markdown' | 'html'): number {
  const template = text.search(TEMPLATE_CODE);
  if (template >= 0) return template;
  // Articles about such code show it.
  for (const code of kind === 'html' ? [SHORTCODE] : [SHORTCODE, GENERATOR_LINE]) {
    const found = code.test(text) ? withoutCode(text).search(code) : -1;
    if (found >= 0) return found;
  }
  return -1;
}

/**
 * What MDX reads otherwise than Markdown: modules, expressions, components, and elements that begin a line, in which it goes
 * on reading Markdown.
 */
const MDX_CODE = /^(?:import|export)\b|[{}]|<\/?(?:[A-Z>]|\w+[.:]\w)|^[ \t]*<\/?(?!(?:a|br|hr|img)\b)[a-z]/m;

/** The index of what makes a body in MDX no Markdown; below zero when it is. */
export function mdxCodeIn(text: string): number {
  return withoutCode(text).search(MDX_CODE);
}

/** Notes and files that Obsidian puts there, and remarks that it hides. */
const WIKI = /!\[\[[^[\]\n]+\]\]|(?<![\\[\w])\[\[[^[\]\n]+\]\](?![([:])|(?<![\w%])%%[^%\n]+%%(?![\w%])/;

/** The index of what only a wiki understands; below zero when there is none. */
export function wikiIn(text: string): number {
  return WIKI.test(text) ? withoutCode(text).search(WIKI) : -1;
}

/** Beginnings and ends of remarks that no page shows: of Liquid, kramdown and Hugo. */
const REMARKS = [
  [/\{%-?\s*comment\s*-?%\}/g, /\{%-?\s*endcomment\s*-?%\}/g],
  [/\{::comment\}/g, /\{:\/(?:comment)?\}/g],
  [/\{\{[<%]\s*comment\s*[>%]\}\}/g, /\{\{[<%]\s*\/comment\s*[>%]\}\}/g],
] as const;

/** The text without the remarks in it, and how many they were. Those in code are what an article shows. */
export function withoutRemarks(text: string): { readonly text: string; readonly count: number } {
  let rest = text;
  let count = 0;
  for (const [begin, end] of REMARKS) {
    if (rest.search(begin) < 0) continue;
    const searched = withoutCode(rest);
    const kept: string[] = [];
    let from = 0;
    begin.lastIndex = 0;
    for (let found = begin.exec(searched); found !== null; found = begin.exec(searched)) {
      end.lastIndex = begin.lastIndex;
      if (end.exec(searched) === null) break;
      kept.push(rest.slice(from, found.index));
      from = end.lastIndex;
      begin.lastIndex = from;
      count++;
    }
    rest = kept.join('') + rest.slice(from);
  }
  return { text: rest, count };
}

/** The text with spaces for code, at the same places. */
function withoutCode(text: string): string {
  let fence: string | undefined;
  const lines = text.split('\n').map((line) => {
    const [, marks] = /^[ \t>]*(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === undefined) {
      fence = marks;
      return fence === undefined ? line.replace(/(?<!\\)`[^`]*`/g, blank) : blank(line);
    }
    if (marks?.startsWith(fence) && /^[ \t>]*[`~]+[ \t\r]*$/.test(line)) fence = undefined;
    return blank(line);
  });
  return lines.join('\n');
}

function blank(code: string): string {
  return ' '.repeat(code.length);
}
