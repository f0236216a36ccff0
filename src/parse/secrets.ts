// In: the text of an article file or a configuration. Out: which parts a frame may not show.
// Keys that Feedmill does not publish may hold anything (`secured` does); their values stay out of logs too. Frames show
// broken files above all, so YAML goes by lines here and needs no file that can be parsed. What is not certain is hidden.
import { withoutSecrets } from '../diagnostics/catalogue/quoted.ts';
import type { Decode, Mask, Span } from '../diagnostics/finding.ts';
import { endOfBareFields, nextFence } from './front-matter.ts';
import { hiddenInJson } from './secrets-json.ts';
import { hiddenInToml } from './secrets-toml.ts';

const WORD = 'secured';
/** It, wherever a lost quote, colon or line break may have put it. */
const SECURED = /(^\s*(?:- )?["']?secured\b|secured["']?\s*[:"'|>&!*{[])(.*)$/;
/** A line as nearly all are: in or behind a dash, a plain key; of its value the first letter. */
const PLAIN_LINE = /( *)(- )?([A-Za-z_]\w*):(?: (\S)|(?=\n))/y;
/** A key in quotes at the beginning of a line, with its colon. */
const QUOTED_KEY = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)')\s*:(?=\s|$)/;
/** Longer keys are none. */
const KEY_LENGTH = 1024;
/** A member of a mapping in braces. */
const MEMBER = /[{,]\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"',:{}[\]]+)\s*:(?=\s)/g;

/** What tells nothing, and is shown: fences, brackets, blank lines. */
const MARKS = /^[\s\-.,[\]{}]*$/;

/** Which keys may be shown with their values. */
export interface PublicKeys {
  readonly isPublic: (key: string) => boolean;
  /** The same of keys inside the value of such a key. Default: all are. */
  readonly isPublicInside?: (key: string) => boolean;
}

/**
 * Makes a mask for the lines of frames, in which values become dots. `name` tells the kind by its extension: a file of YAML
 * or TOML has no body. `decode` makes of a part of `text` what the lines have of it.
 */
export function secretMask(text: string, name: string, keys: PublicKeys, decode: Decode = (part) => part): Mask {
  let known: ((line: string, start: number) => string) | undefined;
  return (line, start) => {
    // Most files have no findings.
    known ??= maskOf(text, name, keys, decode);
    const shown = known(line, start);
    const unsecured = shown.includes(WORD)
      ? shown.replace(SECURED, (_, name: string, value: string) => name + dots(value))
      : shown;
    return withoutSecrets(unsecured);
  };
}

function maskOf(text: string, name: string, keys: PublicKeys, decode: Decode): Mask {
  if (/\.toml$/i.test(name)) return maskedSpans(hiddenInToml(text, 0, text.length, isPublicPath(keys)));
  if (/^\s*[{[]/.test(text)) return maskedSpans(hiddenInJson(text, keys.isPublic));
  const [line, fence = ''] = /^(\uFEFF?\s*\+\+\+)[^\n]*\n/.exec(text) ?? [];
  if (line === undefined) {
    const fieldsEnd = /\.ya?ml$/i.test(name) ? text.length : endOfFields(text);
    return yamlMask(text, fieldsEnd, keys, decode);
  }
  const end = nextFence(text, line.length - 1, true)?.start ?? text.length;
  const behindFence = { start: fence.length, end: line.length };
  return maskedSpans([behindFence, ...hiddenInToml(text, line.length, end, isPublicPath(keys))]);
}

function isPublicPath({ isPublic, isPublicInside = () => true }: PublicKeys) {
  return ([first = '', ...inner]: readonly string[]) =>
    ![first, ...inner].includes(WORD) && isPublic(first) && inner.every(isPublicInside);
}

function maskedSpans(hidden: readonly Span[]): Mask {
  return (line, start) => {
    let masked = line;
    for (const span of hidden) {
      const [from, to] = [Math.max(0, span.start - start), Math.max(0, span.end - start)];
      if (from < line.length) masked = masked.slice(0, from) + dots(masked.slice(from, to)) + masked.slice(to);
    }
    return masked;
  };
}

/** What is hidden of a line: all, or what stands behind its key. */
type Hiding = 'line' | 'value';

/** How far the lines of the fields have been looked at, and what was found: most findings are about the first. */
interface Outline {
  /** Lines that are not shown as they are, by their beginnings. */
  readonly hidden: Map<number, Hiding>;
  /** The first line that was not looked at. */
  next: number;
  /** How far the first key is indented; no key of the top level stands farther in. */
  base: number | undefined;
  /** Below a key so far in, lines farther in are hidden. */
  below: number | undefined;
  /** How far the first line below the last key of the top level is indented; what stands less far in belongs elsewhere. */
  inner: number | undefined;
  /** Whether `secured` stood below that key: a value that was opened there may go on. */
  isSecured: boolean;
}

function yamlMask(text: string, fieldsEnd: number, keys: PublicKeys, decode: Decode): Mask {
  const outline: Outline = {
    hidden: new Map(),
    next: 0,
    base: undefined,
    below: -1,
    inner: undefined,
    isSecured: false,
  };
  // From there on a line may be more than it looks like.
  const plainEnd = Math.min(placeOf('\r', text), placeOf(WORD, text));
  return (line, start) => {
    if (start >= fieldsEnd) return line;
    while (outline.next <= start) {
      const from = outline.next;
      const feed = text.indexOf('\n', from);
      outline.next = feed < 0 || feed >= fieldsEnd ? fieldsEnd + 1 : feed + 1;
      PLAIN_LINE.lastIndex = from;
      const plain = outline.next <= plainEnd ? PLAIN_LINE.exec(text) : null;
      const hiding =
        plain === null
          ? hidingOf(decode(text.slice(from, outline.next - 1)).replace(/^\uFEFF/, ''), outline, keys)
          : hidingOfPlain(plain, outline, keys);
      if (hiding !== undefined) outline.hidden.set(from, hiding);
    }
    const hiding = outline.hidden.get(start);
    if (hiding === undefined) return maskedMembers(line, keys);
    return hiding === 'line' ? dots(line) : dotsAfterKey(line);
  };
}

/** Its length: nowhere. */
function placeOf(part: string, text: string): number {
  const at = text.indexOf(part);
  return at < 0 ? text.length : at;
}

function endOfFields(text: string): number {
  const isFenced = /^\uFEFF?---/.test(text);
  const end = isFenced ? nextFence(text, 0) : endOfBareFields(text);
  return end?.start ?? text.length;
}

function hidingOf(line: string, outline: Outline, keys: PublicKeys): Hiding | undefined {
  if (MARKS.test(line)) return undefined;
  if (/^\s*#/.test(line)) return 'line';
  const indent = line.search(/[^ -]|-(?! )/);
  const [key, value = ''] = keyOf(line.slice(indent));
  const isTop = indent <= (outline.base ?? indent) && !/^ *- /.test(line);
  // To some a lone carriage return ends a line; a tab is no indentation, whatever it looks like.
  const isOdd = /\r(?!$)/.test(line) || /^ *\t/.test(line);
  if (isOdd || (isTop && key === undefined)) {
    outline.below = -1;
    return 'line';
  }
  if (isTop) return hidingOfTop(indent, key ?? '', value, outline, keys);
  if (isBelowHidden(indent, key, outline) || outline.isSecured) return 'line';
  outline.isSecured = SECURED.test(line);
  return hidingInside(line.search(/[^ ]/), indent, key, outline, keys);
}

/** The same of a line that `PLAIN_LINE` found, where `secured` was not named yet. */
function hidingOfPlain(
  [, spaces = '', dash = '', key = '', value = '']: RegExpExecArray,
  outline: Outline,
  keys: PublicKeys,
): Hiding | undefined {
  const lead = spaces.length;
  const indent = lead + dash.length;
  if (dash === '' && indent <= (outline.base ?? indent)) return hidingOfTop(indent, key, value, outline, keys);
  return isBelowHidden(indent, key, outline) ? 'line' : hidingInside(lead, indent, key, outline, keys);
}

function isBelowHidden(indent: number, key: string | undefined, { below }: Outline): boolean {
  return below !== undefined && (indent > below || key === undefined);
}

/** `lead`: where the line begins, be it with a dash. */
function hidingInside(
  lead: number,
  indent: number,
  key: string | undefined,
  outline: Outline,
  { isPublic, isPublicInside = () => true }: PublicKeys,
): Hiding | undefined {
  outline.below = undefined;
  outline.inner ??= lead;
  if (key === undefined) return undefined;
  if (lead < outline.inner ? isPublic(key) : isPublicInside(key)) return undefined;
  outline.below = indent;
  return 'value';
}

function hidingOfTop(
  indent: number,
  key: string,
  value: string,
  outline: Outline,
  keys: PublicKeys,
): Hiding | undefined {
  outline.base ??= indent;
  outline.isSecured = key !== WORD && SECURED.test(`${key}: ${value}`);
  // Below a value that stands beside its key nothing stands, but for texts in lines and what a bracket opened.
  outline.inner = /^(?:[|>&!*#[{]|$)/.test(value) ? undefined : Number.POSITIVE_INFINITY;
  outline.below = keys.isPublic(key) ? undefined : indent;
  return outline.below === undefined ? undefined : 'value';
}

function keyOf(content: string): readonly [key?: string | undefined, value?: string] {
  if (/^["']?secured\b/.test(content)) return [WORD, ''];
  if (/^["']/.test(content)) {
    const [all = '', double, single] = QUOTED_KEY.exec(content.slice(0, KEY_LENGTH)) ?? [];
    return [double ?? single, content.slice(all.length).trim()];
  }
  // In a plain key any mark may stand, a colon too.
  const colon = content.search(/:(?=\s|$)/);
  return colon <= 0 ? [] : [content.slice(0, colon).trimEnd(), content.slice(colon + 1).trim()];
}

function maskedMembers(line: string, keys: PublicKeys): string {
  const { isPublicInside } = keys;
  if (isPublicInside === undefined) return line;
  for (const { 1: name = '', 0: member, index } of line.matchAll(MEMBER)) {
    if (isPublicInside(name.replace(/^["']|["']$/g, ''))) continue;
    // Where such a value ends, a stray mark makes uncertain: the rest of the line goes too.
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
  return MARKS.test(text) ? text : text.replace(/\S/g, '•');
}
