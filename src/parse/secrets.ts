// In: the text of an article file. Out: which parts a frame may not show.
// Keys that Feedmill does not publish may hold anything (`secured` does); their values stay out of logs too. Frames show
// broken files above all, so everything here goes by lines and needs no file that can be parsed.
import { withoutSecrets } from '../diagnostics/catalogue/quoted.ts';
import type { Mask } from '../diagnostics/finding.ts';

/** `secured`, wherever a lost quote, colon or line break may have put it. */
const SECURED = /(^\s*(?:- )?["']?secured\b|secured["']?\s*[:"'|>&!*{[])(.*)$/;
/** The beginning of a member of a JSON object whose value is a string: its name and its colon. */
const MEMBER = /("(?:[^"\\]|\\.)*")\s*:\s*(?=")/g;

/** Makes a mask for the lines of frames: below a top-level key that `isPublic` refuses, values become dots. */
export function secretMask(text: string, isPublic: (key: string) => boolean): Mask {
  const isJson = /^\s*\{/.test(text);
  const fieldsEnd = isJson ? 0 : endOfFields(text);
  let sections: readonly Section[] | undefined;
  return (line, start) => {
    if (start < fieldsEnd) sections ??= sectionsOf(text.slice(0, fieldsEnd), isPublic);
    const section = start < fieldsEnd ? sections?.findLast((candidate) => candidate.start <= start) : undefined;
    const shown = section === undefined ? line : maskedField(line, start, section);
    const strings = isJson ? maskedMembers(shown, isPublic) : shown;
    return withoutSecrets(strings.replace(SECURED, (_, name: string, value: string) => name + dots(value)));
  };
}

function endOfFields(text: string): number {
  if (!/^\uFEFF?---/.test(text)) return text.length;
  const fence = /\n(?:---|\.\.\.)[ \t]*\r?(?=\n|$)/.exec(text);
  return fence === null ? text.length : fence.index + 1;
}

/** The lines from one key in the first column to the next. */
interface Section {
  readonly start: number;
  readonly isHidden: boolean;
  /** Behind the first line that holds `secured`: a value that was opened there may go on. */
  securedUntil: number;
}

function sectionsOf(fields: string, isPublic: (key: string) => boolean): readonly Section[] {
  let section: Section = { start: 0, isHidden: false, securedUntil: Number.POSITIVE_INFINITY };
  const sections = [section];
  let start = 0;
  for (const line of fields.split('\n')) {
    const key = topLevelKey(line.replace(/^\uFEFF/, ''));
    if (key !== undefined) {
      section = { start, isHidden: !isPublic(key), securedUntil: Number.POSITIVE_INFINITY };
      sections.push(section);
    }
    start += line.length + 1;
    if (SECURED.test(line)) section.securedUntil = Math.min(section.securedUntil, start);
  }
  return sections;
}

function maskedField(line: string, start: number, section: Section): string {
  if (section.isHidden) return start === section.start ? dotsAfterKey(line) : dots(line);
  return start >= section.securedUntil ? dots(line) : line;
}

function topLevelKey(line: string): string | undefined {
  if (/^["']?secured\b/.test(line)) return 'secured';
  const [, double, single, plain] =
    /^(?:"([^"]*)"|'([^']*)'|([^\s#"'{}[\]-][^#:]*?))\s*:(?:\s|$)/.exec(line.slice(0, 200)) ?? [];
  return double ?? single ?? plain;
}

function maskedMembers(line: string, isPublic: (key: string) => boolean): string {
  // A line that begins with neither a string nor a bracket goes on with a string that was opened above.
  if (!/^\s*(?:["{}[\],]|(?:true|false|null|-?[\d.]+),?\s*$|$)/.test(line)) return dots(line);
  // Where such a value ends, a stray quote makes uncertain: the rest of the line goes too.
  for (const { 1: name = '', 0: member, index } of line.matchAll(MEMBER)) {
    if (isPublic(name.slice(1, -1))) continue;
    const end = index + member.length;
    return line.slice(0, end) + dots(line.slice(end));
  }
  return line;
}

function dotsAfterKey(line: string): string {
  const colon = line.indexOf(':') + 1;
  return line.slice(0, colon) + dots(line.slice(colon));
}

function dots(text: string): string {
  return text.replace(/\S/g, '•');
}
