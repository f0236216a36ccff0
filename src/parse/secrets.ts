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
  const fieldsEnd = isJson ? text.length : endOfFields(text);
  return (line, start) => {
    const shown = start < fieldsEnd && !isJson ? maskedField(text, line, start, isPublic) : line;
    const strings = isJson ? maskedMembers(shown, isPublic) : shown;
    return withoutSecrets(strings.replace(SECURED, (_, name: string, value: string) => name + dots(value)));
  };
}

function endOfFields(text: string): number {
  if (!/^\uFEFF?---/.test(text)) return text.length;
  const fence = /\n(?:---|\.\.\.)[ \t]*\r?(?=\n|$)/.exec(text);
  return fence === null ? text.length : fence.index + 1;
}

function maskedField(text: string, line: string, start: number, isPublic: (key: string) => boolean): string {
  const section = sectionStart(text, start);
  const key = topLevelKey(section === start ? line : lineAt(text, section));
  if (key !== undefined && !isPublic(key)) return section === start ? dotsAfterKey(line) : dots(line);
  // A value that was opened inside this section may go on over several lines.
  return text
    .slice(section, start)
    .split('\n')
    .some((above) => SECURED.test(above))
    ? dots(line)
    : line;
}

// The start of the nearest line, this one or above, that begins with a key in the first column. A fence ends the search.
function sectionStart(text: string, from: number): number {
  let start = from;
  while (start > 0 && !text.startsWith('---', start) && topLevelKey(lineAt(text, start)) === undefined) {
    start = start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
  }
  return start;
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, Math.min(end < 0 ? text.length : end, start + 200));
}

function topLevelKey(line: string): string | undefined {
  if (/^["']?secured\b/.test(line)) return 'secured';
  const [, double, single, plain] = /^(?:"([^"]*)"|'([^']*)'|([^\s#"'{}[\]-][^#:]*?))\s*:(?:\s|$)/.exec(line) ?? [];
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
