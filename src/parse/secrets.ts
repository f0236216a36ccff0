// In: the text of an article file. Out: which parts a frame may not show.
// Keys that Feedmill does not publish may hold anything (`secured` does); their values stay out of logs too. Frames show
// broken files above all, so everything here goes by lines and needs no file that can be parsed.
import { withoutSecrets } from '../diagnostics/catalogue/quoted.ts';
import type { Mask } from '../diagnostics/finding.ts';
import { nextFence } from './front-matter.ts';

const WORD = 'secured';
/** It, wherever a lost quote, colon or line break may have put it. */
const SECURED = /(^\s*(?:- )?["']?secured\b|secured["']?\s*[:"'|>&!*{[])(.*)$/;
/** Line feed, space, dash: with none of them begins a key in the first column. */
const INDENTED: readonly number[] = [0x0a, 0x20, 0x2d];
/** The beginning of a member of a JSON object whose value is a string: its name and its colon. */
const MEMBER = /("(?:[^"\\]|\\.)*")\s*:\s*(?=")/g;

/** Makes a mask for the lines of frames: below a top-level key that `isPublic` refuses, values become dots. */
export function secretMask(text: string, isPublic: (key: string) => boolean): Mask {
  let known: Outline | undefined;
  return (line, start) => {
    // Most files have no findings.
    known ??= outlineOf(text, isPublic);
    const { isJson, fieldsEnd, sections } = known;
    const section = start < fieldsEnd ? sections.findLast((candidate) => candidate.start <= start) : undefined;
    const shown = section === undefined ? line : maskedField(line, start, section);
    const strings = isJson ? maskedMembers(shown, isPublic) : shown;
    const unsecured = strings.includes(WORD)
      ? strings.replace(SECURED, (_, name: string, value: string) => name + dots(value))
      : strings;
    return withoutSecrets(unsecured);
  };
}

/** Where the parts of a file begin. */
interface Outline {
  readonly isJson: boolean;
  readonly fieldsEnd: number;
  readonly sections: readonly Section[];
}

function outlineOf(text: string, isPublic: (key: string) => boolean): Outline {
  const isJson = /^\s*\{/.test(text);
  const fieldsEnd = isJson ? 0 : endOfFields(text);
  return { isJson, fieldsEnd, sections: sectionsOf(text, fieldsEnd, isPublic) };
}

function endOfFields(text: string): number {
  if (!/^\uFEFF?---/.test(text)) return text.length;
  return nextFence(text, 0)?.start ?? text.length;
}

/** The lines from one key in the first column to the next. */
interface Section {
  readonly start: number;
  readonly isHidden: boolean;
  /** Behind the first line that holds `secured`: a value that was opened there may go on. */
  securedUntil: number;
}

function sectionsOf(text: string, fieldsEnd: number, isPublic: (key: string) => boolean): readonly Section[] {
  let section: Section = { start: 0, isHidden: false, securedUntil: Number.POSITIVE_INFINITY };
  const sections = [section];
  const firstSecured = text.indexOf(WORD);
  for (let start = 0, next = 0; start < fieldsEnd; start = next) {
    const feed = text.indexOf('\n', start);
    next = feed < 0 || feed >= fieldsEnd ? fieldsEnd + 1 : feed + 1;
    // Most lines are indented, and most files name `secured` at their end, if at all.
    const mayBeSecured = firstSecured >= 0 && firstSecured < next;
    if (!mayBeSecured && INDENTED.includes(text.charCodeAt(start))) continue;
    const line = text.slice(start, next - 1);
    const key = topLevelKey(line.replace(/^\uFEFF/, ''));
    if (key !== undefined) {
      section = { start, isHidden: !isPublic(key), securedUntil: Number.POSITIVE_INFINITY };
      sections.push(section);
    }
    if (mayBeSecured && SECURED.test(line)) section.securedUntil = Math.min(section.securedUntil, next);
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
