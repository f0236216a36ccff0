// In: a body in Markdown or HTML. Out: where it first holds what only its site generator can run, or reads in a way of its own.
import type { Span } from '../../diagnostics/finding.ts';

/** What Hugo, Jekyll and Eleventy run, and texts about other templates rarely hold. */
const TEMPLATE_CODE = /\{\{[<%]|\{%-?\s|\{\{-?\s*(?:(?:site|page|post|include|layout|collections)\.|["'])/;

/** What Docusaurus, VuePress and Astro take out of Markdown: modules, and blocks between colons. */
const GENERATOR_LINE = /^(?:import\s(?:.*\sfrom\s+)?(["'])[^"'\n]+\1;?|:{3,}[ \t]*[a-z[{].*)[ \t\r]*$/m;

/** What WordPress makes of square brackets, as it lies in its database. */
const SHORTCODE =
  /\[(?:caption|gallery|playlist|audio|video)(?: \w+=[^[\]\n]*)\]|\[\/(?:caption|gallery|playlist|audio|video|embed)\]/;

type Kind = 'markdown' | 'html';

/** The index of template code; below zero when there is none. */
export function templateCodeIn(text: string, kind: Kind): number {
  const template = text.search(TEMPLATE_CODE);
  if (template >= 0) return template;
  // Articles about such code show it.
  for (const code of kind === 'html' ? [SHORTCODE] : [SHORTCODE, GENERATOR_LINE]) {
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

/** The index of what makes a body in MDX no Markdown; below zero when it is. */
export function mdxCodeIn(text: string): number {
  const searched = withoutCode(text, 'markdown');
  return blanked(searched, mdxRemarksIn(searched)).search(MDX_CODE);
}

/** Notes and files that Obsidian puts there, and what may be remarks that it hides. */
const WIKI =
  /!\[\[[^[\]\n]+\]\]|(?<![\\[\w])\[\[(?!_?[Tt][Oo][Cc]_?\]\])[^[\]\n]+\]\](?![([:])|(?<![\d%])%%(?!%)[^%\n]*(?:%(?!%)[^%\n]*)*%%(?![\w%])|^ {0,3}(?:>[ \t>]*)?%%[ \t\r]*$/m;

/** The index of what only a wiki understands; below zero when there is none. */
export function wikiIn(text: string): number {
  return WIKI.test(text) ? withoutCode(text, 'markdown').search(WIKI) : -1;
}

/** Beginnings and ends of remarks: of Liquid, kramdown and Hugo. */
const REMARKS = [
  [/\{%-?\s*comment\s*-?%\}/g, /\{%-?\s*endcomment\s*-?%\}/g],
  [/\{::comment\}/g, /\{:\/(?:comment)?\}/g],
  [/\{\{[<%]\s*comment\s*[>%]\}\}/g, /\{\{[<%]\s*\/comment\s*[>%]\}\}/g],
] as const;

/** The same of MDX, as which Docusaurus reads Markdown, too. */
const MDX_REMARK = [/\{\/\*/g, /\*\/\}/g] as const;

/** None begins in code of any kind, which may be JSX; one that began may end in a line that is indented like code. */
function mdxRemarksIn(text: string): readonly Span[] {
  return spansBetween(MDX_REMARK, withoutAnyCode(text), text);
}

/** The one with which Docusaurus ends what it shows in lists. */
const MDX_MARK = /^\{\/\*\s*truncate\s*\*\/\}$/;

/** What is left of a text. */
export interface Rest {
  readonly text: string;
  /** How many remarks were in it that are no site generator's own marks, and where the first began. */
  readonly remarks: number;
  readonly first: number;
  /** Where what is left at an index was before. */
  placeOf(index: number): number;
}

/** The text without the remarks in it. Those in code are what an article shows. */
export function withoutRemarks(text: string, kind: Kind): Rest {
  const found = remarksIn(text, kind).toSorted((a, b) => a.start - b.start);
  const kept: string[] = [];
  let from = 0;
  for (const { start, end } of found) {
    // One may lie in another.
    kept.push(text.slice(from, Math.max(from, start)));
    from = Math.max(from, end);
  }
  const told = found.filter(({ start, end }) => !MDX_MARK.test(text.slice(start, end)));
  return {
    text: kept.join('') + text.slice(from),
    remarks: told.length,
    first: told[0]?.start ?? -1,
    placeOf(index) {
      let place = index;
      let passed = 0;
      for (const { start, end } of found) {
        if (start > place) break;
        place += Math.max(0, end - Math.max(passed, start));
        passed = Math.max(passed, end);
      }
      return place;
    },
  };
}

/** Around what Liquid shows as it is written. */
const RAW = [/\{%-?\s*raw\s*-?%\}/g, /\{%-?\s*endraw\s*-?%\}/g] as const;

function remarksIn(text: string, kind: Kind): readonly Span[] {
  let found: readonly Span[] = [];
  let rest = text;
  for (const marks of kind === 'html' ? REMARKS : [...REMARKS, MDX_REMARK]) {
    if (rest.search(marks[0]) < 0) continue;
    const shown = withoutCode(rest, kind);
    const searched = blanked(shown, spansBetween(RAW, shown));
    const spans = marks === MDX_REMARK ? mdxRemarksIn(searched) : spansBetween(marks, searched);
    rest = blanked(rest, spans);
    found = found.concat(spans);
  }
  return kind === 'html' ? found : found.concat(wikiRemarksIn(rest));
}

/** `ends`: the text in which they may end, at the same places. */
function spansBetween([begin, end]: readonly [RegExp, RegExp], text: string, ends = text): readonly Span[] {
  const spans: Span[] = [];
  begin.lastIndex = 0;
  for (let first = begin.exec(text); first !== null; first = begin.exec(text)) {
    end.lastIndex = begin.lastIndex;
    if (end.exec(ends) === null) break;
    spans.push({ start: first.index, end: end.lastIndex });
    begin.lastIndex = end.lastIndex;
  }
  return spans;
}

function blanked(text: string, spans: readonly Span[]): string {
  const kept: string[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    kept.push(text.slice(from, start), blank(text.slice(start, end)));
    from = end;
  }
  return kept.join('') + text.slice(from);
}

/** Where Obsidian's remarks begin and end. */
const MARK = /(?<!%)%%(?!%)/g;

/** Lines of code, if they are no part of a list. */
const INDENTED = /^(?: {4}| {0,3}\t)(?![ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]).*$/gm;

/**
 * What certainly is a remark of Obsidian's: from a mark to the next, where these have lines of their own, or stand tight
 * around words of one line. A percent sign is written so, too, where two mean one.
 */
function wikiRemarksIn(text: string): readonly Span[] {
  if (!text.includes('%%')) return [];
  const searched = withoutAnyCode(text);
  const marks = Array.from(searched.matchAll(MARK), ({ index }) => index);
  const found: Span[] = [];
  for (let next = 1; next < marks.length; next++) {
    const remark = wikiRemark(text, marks[next - 1] ?? 0, (marks[next] ?? 0) + 2);
    if (remark === undefined) continue;
    found.push(remark);
    next++;
  }
  return found;
}

function wikiRemark(text: string, start: number, end: number): Span | undefined {
  const words = text.slice(start + 2, end - 2);
  const indent = /(?:^|\n)( {0,3})$/.exec(text.slice(Math.max(0, start - 4), start))?.[1];
  REST_OF_LINE.lastIndex = end;
  const after = REST_OF_LINE.exec(text)?.[0];
  if (indent !== undefined && after !== undefined) {
    // What stood around several lines does not become one paragraph.
    const newLine = words.includes('\n') ? 0 : 1;
    return { start: start - indent.length, end: Math.min(text.length, end + after.length + newLine) };
  }
  const isTight = /^\S(?:.*\S)?$/.test(words) && /^[\s>|]?$/.test(text.slice(Math.max(0, start - 1), start));
  return isTight && /^[\s.,;:!?…)<|]?$/.test(text.slice(end, end + 1)) ? { start, end } : undefined;
}

const REST_OF_LINE = /[ \t\r]*(?=\n|$)/y;

/** What HTML shows as it is written, or does not show; with comments, which may name such elements. */
const HTML_CODE = /<!--[\s\S]*?(?:-->|$)|<(pre|code|samp|kbd|tt|script|style)(?=[\s/>])[\s\S]*?(?:<\/\1(?=[\s/>])|$)/gi;

/** Markdown with spaces for code, be it between fences or backticks, indented, or in HTML; at the same places. */
export function withoutAnyCode(text: string): string {
  return withoutCode(withoutCode(text.replace(INDENTED, blank), 'markdown'), 'html');
}

/** The text with spaces for code, at the same places. */
export function withoutCode(text: string, kind: Kind): string {
  if (kind === 'html') return text.replace(HTML_CODE, (code, name) => (name === undefined ? code : blank(code)));
  const blocks: string[] = [];
  let block: string[] = [];
  let fence: { readonly marks: string; readonly isQuoted: boolean } | undefined;
  const endBlock = () => {
    if (block.length > 0) blocks.push(withoutSpans(block.join('\n')));
    block = [];
  };
  for (const line of text.split('\n')) {
    const [, before = '', marks] = FENCE.exec(line) ?? [];
    // A quotation ends what was begun in it.
    if (fence?.isQuoted === true && !/^[ \t]*>/.test(line)) fence = undefined;
    if (fence !== undefined) {
      if (marks?.startsWith(fence.marks) && /^[ \t>]*[`~]+[ \t\r]*$/.test(line)) fence = undefined;
      blocks.push(blank(line));
    } else if (marks !== undefined) {
      endBlock();
      fence = { marks, isQuoted: before.includes('>') };
      blocks.push(blank(line));
    } else {
      if (BEGINS_BLOCK.test(line)) endBlock();
      block.push(line);
    }
  }
  endBlock();
  return blocks.join('\n');
}

/** The beginning or end of a block of code, be it the first of a list's item. */
const FENCE = /^([ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*)(`{3,}(?=[^`]*$)|~{3,})/;

/** Lines with which no span of code goes on. */
const BEGINS_BLOCK = /^[ \t>]*(?:\r?$|\||#{1,6}[ \t]|(?:[-+*]|\d{1,9}[.)])[ \t])/;

/** A span of code ends at the next backticks that are as many as those it began with. */
function withoutSpans(block: string): string {
  const runs = Array.from(block.matchAll(/`+/g), ({ 0: { length }, index }) => ({ start: index, end: index + length }));
  if (runs.length === 0) return block;
  const nextOfLength = new Map<number, number>();
  const closing: (number | undefined)[] = [];
  for (let at = runs.length - 1; at >= 0; at--) {
    const { start = 0, end = 0 } = runs[at] ?? {};
    closing[at] = nextOfLength.get(end - start);
    nextOfLength.set(end - start, at);
  }
  const kept: string[] = [];
  let from = 0;
  for (let at = 0; at < runs.length; at++) {
    const start = runs[at]?.start ?? 0;
    const close = block[start - 1] === '\\' ? undefined : closing[at];
    const end = close === undefined ? undefined : runs[close]?.end;
    if (close === undefined || end === undefined) continue;
    kept.push(block.slice(from, start), blank(block.slice(start, end)));
    from = end;
    at = close;
  }
  return kept.join('') + block.slice(from);
}

function blank(code: string): string {
  return code.includes('\n') ? code.replace(/[^\n]/g, ' ') : ' '.repeat(code.length);
}
