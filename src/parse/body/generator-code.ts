// In: a body in Markdown or HTML. Out: where it first holds what only its site generator can run, or reads in a way of its own.
import { HEADING_ID } from './attribute-lists.ts';
import { blank, blanked, type Kind, withoutCode } from './code.ts';
import { mdxRemarksIn } from './remarks.ts';

/** What Hugo, Jekyll and Eleventy run, and texts about other templates rarely hold. */
const TEMPLATE_CODE = /\{\{[<%]|\{%-?\s|\{\{-?\s*(?:(?:site|page|post|include|layout|collections)\.|["'])/;

/** What Docusaurus, VuePress and Astro take out of Markdown. */
const MODULE = /^import\s(?:.*\sfrom\s+)?(["'])[^"'\n]+\1;?[ \t\r]*$/m;

/** What WordPress makes of square brackets, as it lies in its database. */
const SHORTCODE =
  /\[(?:caption|gallery|playlist|audio|video)(?: \w+=[^[\]\n]*)\]|\[\/(?:caption|gallery|playlist|audio|video|embed)\]/;

/** The index of template code; below zero when there is none. */
export function templateCodeIn(text: string, kind: Kind): number {
  const template = text.search(TEMPLATE_CODE);
  if (template >= 0) return template;
  // Articles about such code show it.
  for (const code of kind === 'html' ? [SHORTCODE] : [SHORTCODE, MODULE]) {
    const found = code.test(text) ? withoutCode(text, kind).search(code) : -1;
    if (found >= 0) return found;
  }
  return -1;
}

/**
 * What MDX reads otherwise than Markdown: modules, expressions, components, and elements that begin a line, in which it goes
 * on reading Markdown.
 */
const MDX_CODE = /^(?:import|export)\b|[{}]|<\/?(?:[A-Z>]|\w+[.:]\w)|^[ \t]*<\/?(?!(?:a|br|hr|img)\b)[a-z]/m;

/** A heading with its id: `## Part {#part}`. */
const HEADING_WITH_ID = new RegExp(
  `^( {0,3}#{1,6}[ \\t][^\\r\\n\\u2028\\u2029{}]*)(${HEADING_ID})(?=[ \\t\\r]*$)`,
  'gm',
);

/** The index of what makes a body in MDX no Markdown; below zero when it is. */
export function mdxCodeIn(text: string): number {
  const searched = withoutCode(text, 'markdown').replace(HEADING_WITH_ID, (_, words, id) => words + blank(id));
  return blanked(searched, mdxRemarksIn(searched)).search(MDX_CODE);
}

/** Notes and files that Obsidian puts there, and what may be remarks that it hides. */
const WIKI =
  /!\[\[[^[\]\n]+\]\]|(?<![\\[\w])\[\[(?!_?[Tt][Oo][Cc]_?\]\])[^[\]\n]+\]\](?![([:])|(?<![\d%])%%(?!%)[^%\n]*(?:%(?!%)[^%\n]*)*%%(?![\w%])|^ {0,3}(?:>[ \t>]*)?%%[ \t\r]*$/m;

/** The index of what only a wiki understands; below zero when there is none. */
export function wikiIn(text: string): number {
  return WIKI.test(text) ? withoutCode(text, 'markdown').search(WIKI) : -1;
}
