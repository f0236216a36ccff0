// In: a body in Markdown or HTML. Out: the same without remarks of site generators and wikis, which no page shows.
import type { Span } from '../../diagnostics/finding.ts';
import { blanked, type Kind, withoutAnyCode, withoutCode } from './code.ts';

/** Beginnings and ends of remarks: of Liquid, kramdown and Hugo. */
const REMARKS = [
  [/\{%-?\s*comment\s*-?%\}/g, /\{%-?\s*endcomment\s*-?%\}/g],
  [/\{::comment\}/g, /\{:\/(?:comment)?\}/g],
  [/\{\{[<%]\s*comment\s*[>%]\}\}/g, /\{\{[<%]\s*\/comment\s*[>%]\}\}/g],
] as const;

/** The same of MDX, as which Docusaurus reads Markdown, too. */
const MDX_REMARK = [/\{\/\*/g, /\*\/\}/g] as const;

/** None begins in code of any kind, which may be JSX; one that began may end in a line that is indented like code. */
export function mdxRemarksIn(text: string): readonly Span[] {
  return spansBetween(MDX_REMARK, withoutAnyCode(text), text);
}

/** The one with which Docusaurus ends what it shows in lists. */
const MDX_MARK = /^\{\/\*\s*truncate\s*\*\/\}$/;

function isMdxMark(text: string, { start, end }: Span): boolean {
  return MDX_MARK.test(text.slice(start, end));
}

/** The text with HTML's form of such marks. */
export function withHtmlMarks(text: string): string {
  if (!text.includes('{/*')) return text;
  const marks = mdxRemarksIn(text).filter((span) => isMdxMark(text, span));
  return blanked(text, marks, () => '<!-- truncate -->');
}

/** What is left of a text. */
export interface Rest {
  readonly text: string;
  /** How many remarks were in it, and where the first began. */
  readonly remarks: number;
  readonly first: number;
  /** Where what is left at an index was before. */
  placeOf(index: number): number;
}

/** The text without the remarks in it that are no site generator's own marks. Those in code are what an article shows. */
export function withoutRemarks(text: string, kind: Kind): Rest {
  const found = remarksIn(text, kind).toSorted((a, b) => a.start - b.start);
  const kept: string[] = [];
  let from = 0;
  for (const { start, end } of found) {
    // One may lie in another.
    kept.push(text.slice(from, Math.max(from, start)));
    from = Math.max(from, end);
  }
  return {
    text: kept.join('') + text.slice(from),
    remarks: found.length,
    first: found[0]?.start ?? -1,
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
    const spans =
      marks === MDX_REMARK
        ? mdxRemarksIn(searched).filter((span) => !isMdxMark(text, span))
        : spansBetween(marks, searched);
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

/** Where Obsidian's remarks begin and end. */
const MARK = /(?<!%)%%(?!%)/g;

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
