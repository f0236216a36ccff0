// In: a body in Markdown or HTML. Out: the same with spaces for code, so that what is found in the rest is meant, at the same
// places.
import type { Span } from '../../diagnostics/finding.ts';

export type Kind = 'markdown' | 'html';

/** What HTML shows as it is written, or does not show; with comments, which may name such elements. */
const HTML_CODE = /<!--[\s\S]*?(?:-->|$)|<(pre|code|samp|kbd|tt|script|style)(?=[\s/>])[\s\S]*?(?:<\/\1(?=[\s/>])|$)/gi;

/** Lines of HTML. */
const HTML = /^ {0,3}<\/?[a-z][\w-]*(?=[\s/>])[^\n]*(?:\n(?![ \t\r]*\n)[^\n]*)*/gim;

/** How a line begins, and an item of a list, which no line across the page is. */
const BEGINNING = /^([ \t]*)((?!([-*])(?:[ \t]*\3){2,}[ \t]*\r?$)(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|\r?$))?/;

/** Markdown with spaces for code, be it between fences or backticks, indented, or in HTML; at the same places. */
export function withoutAnyCode(text: string): string {
  return withoutCode(withoutCode(withoutIndented(text), 'markdown'), 'html');
}

/** The text with spaces for lines that stand four columns behind the text of the item that they belong to, or more. */
function withoutIndented(text: string): string {
  if (!/^(?: {4}| {0,3}\t)/m.test(text)) return text;
  /** Where the texts of items begin that lie in one another. */
  const items: number[] = [];
  const shown = text.split('\n').map((line) => {
    if (line.trim() === '') return line;
    const [beginning, space = '', marker] = BEGINNING.exec(line) ?? [''];
    const indent = columnsOf(space);
    while ((items.at(-1) ?? 0) > indent) items.pop();
    const isFarIn = indent >= (items.at(-1) ?? 0) + 4;
    if (marker === undefined) return isFarIn ? blank(line) : line;
    if (!isFarIn) items.push(columnsOf(beginning));
    return line;
  });
  return shown.join('\n');
}

function columnsOf(space: string): number {
  let columns = 0;
  for (const character of space) columns += character === '\t' ? 4 - (columns % 4) : 1;
  return columns;
}

/** What Markdown is read in: the text with spaces for code and for HTML, which articles show as they are. */
export function withoutHtml(text: string): string {
  return withoutAnyCode(text).replace(HTML, blank);
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
      const ends = fence.isQuoted ? /^[ \t>]*[`~]+[ \t\r]*$/ : /^[ \t]*[`~]+[ \t\r]*$/;
      if (marks?.startsWith(fence.marks) && ends.test(line)) fence = undefined;
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
  const spans: Span[] = [];
  for (let at = 0; at < runs.length; at++) {
    const start = runs[at]?.start ?? 0;
    const close = block[start - 1] === '\\' ? undefined : closing[at];
    const end = close === undefined ? undefined : runs[close]?.end;
    if (close === undefined || end === undefined) continue;
    spans.push({ start, end });
    at = close;
  }
  return blanked(block, spans);
}

/** The text with spaces, or what else `by` makes, for some of its parts, which do not overlap and come in order. */
export function blanked(text: string, spans: readonly Span[], by: (part: string) => string = blank): string {
  const kept: string[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    kept.push(text.slice(from, start), by(text.slice(start, end)));
    from = end;
  }
  return kept.join('') + text.slice(from);
}

/** As many spaces, on as many lines. */
export function blank(part: string): string {
  return part.includes('\n') ? part.replace(/[^\n]/g, ' ') : ' '.repeat(part.length);
}
