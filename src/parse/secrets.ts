// In: the text of an article file. Out: which parts a frame may not show.
// Keys that Feedmill does not publish may hold anything (`secured` does); their values stay out of logs too. Frames show
// broken files above all, so everything here goes by lines and needs no file that can be parsed.
import { withoutSecrets } from '../diagnostics/catalogue/quoted.ts';
import type { Decode, Mask } from '../diagnostics/finding.ts';
import { nextFence } from './front-matter.ts';

const WORD = 'secured';
/** It, wherever a lost quote, colon or line break may have put it. */
const SECURED = /(^\s*(?:- )?["']?secured\b|secured["']?\s*[:"'|>&!*{[])(.*)$/;
/** Line feed, space, dash: with none of them begins a key in the first column. */
const INDENTED: readonly number[] = [0x0a, 0x20, 0x2d];
/** The beginning of a member of a JSON object whose value is a string: its name and its colon. */
const MEMBER = /("(?:[^"\\]|\\.)*")\s*:\s*(?=")/g;

/**
 * Makes a mask for the lines of frames: below a top-level key that `isPublic` refuses, values become dots. `decode` makes
 * of a part of `text` what the lines have of it.
 */
export function secretMask(text: string, isPublic: (key: string) => boolean, decode: Decode = (part) => part): Mask {
  let known: Outline | undefined;
  return (line, start) => {
    // Most files have no findings.
    known ??= outlineOf(text, isPublic, decode);
    const { isJson, fieldsEnd } = known;
    const shown = start < fieldsEnd ? maskedField(line, start, sectionAt(known, start)) : line;
    const strings = isJson ? maskedMembers(shown, isPublic) : shown;
    const unsecured = strings.includes(WORD)
      ? strings.replace(SECURED, (_, name: string, value: string) => name + dots(value))
      : strings;
    return withoutSecrets(unsecured);
  };
}

/** Where the parts of a file begin, as far as lines were asked for: most findings are about its first fields. */
interface Outline {
  readonly text: string;
  readonly isPublic: (key: string) => boolean;
  readonly decode: Decode;
  readonly isJson: boolean;
  readonly fieldsEnd: number;
  /** Lines in the first column, each of which may begin a section. Of few is it asked whether they do. */
  readonly beginnings: Beginning[];
  /** The first line that was not looked at. */
  next: number;
}

interface Beginning {
  readonly start: number;
  /** `undefined`: not yet known; a line that holds no key begins none. */
  section: Section | 'none' | undefined;
}

/** The lines from one key in the first column to the next. */
interface Section {
  readonly start: number;
  readonly isHidden: boolean;
  /** Behind the first line that holds `secured`: a value that was opened there may go on. */
  securedUntil: number;
  /** The first line that was not searched for it. */
  next: number;
}

function outlineOf(text: string, isPublic: Outline['isPublic'], decode: Decode): Outline {
  const isJson = /^\s*\{/.test(text);
  const fieldsEnd = isJson ? 0 : endOfFields(text);
  const beginnings = [{ start: 0, section: sectionFrom(0, false) }];
  return { text, isPublic, decode, isJson, fieldsEnd, beginnings, next: 0 };
}

function endOfFields(text: string): number {
  if (!/^\uFEFF?---/.test(text)) return text.length;
  return nextFence(text, 0)?.start ?? text.length;
}

function sectionFrom(start: number, isHidden: boolean): Section {
  return { start, isHidden, securedUntil: Number.POSITIVE_INFINITY, next: start };
}

/** The section that holds the line which begins at `start`. */
function sectionAt(outline: Outline, start: number): Section {
  const { text, fieldsEnd, decode, beginnings } = outline;
  for (; outline.next <= start; outline.next = nextLine(text, outline.next, fieldsEnd)) {
    if (!INDENTED.includes(text.charCodeAt(outline.next))) beginnings.push({ start: outline.next, section: undefined });
  }
  let found: Section | undefined;
  for (let index = beginnings.length - 1; found === undefined; index--) {
    const beginning = beginnings[index];
    if (beginning === undefined) throw new TypeError('No section begins at the beginning');
    if (beginning.start > start) continue;
    beginning.section ??= sectionOf(outline, beginning.start);
    if (beginning.section !== 'none') found = beginning.section;
  }
  // Most sections have no such line.
  if (found.next < start && !text.slice(found.next, start).includes(WORD)) found.next = start;
  while (found.next < start) {
    const line = found.next;
    found.next = nextLine(text, line, fieldsEnd);
    if (SECURED.test(decode(text.slice(line, found.next - 1))))
      found.securedUntil = Math.min(found.securedUntil, found.next);
  }
  return found;
}

function sectionOf({ text, fieldsEnd, isPublic, decode }: Outline, start: number): Section | 'none' {
  const line = decode(text.slice(start, nextLine(text, start, fieldsEnd) - 1));
  const key = topLevelKey(line.replace(/^\uFEFF/, ''));
  return key === undefined ? 'none' : sectionFrom(start, !isPublic(key));
}

function nextLine(text: string, start: number, fieldsEnd: number): number {
  const feed = text.indexOf('\n', start);
  return feed < 0 || feed >= fieldsEnd ? fieldsEnd + 1 : feed + 1;
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
