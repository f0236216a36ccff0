// In: a piece of HTML from a feed. Out: findings: unknown and risky markup, broken nesting, relative references.
// A scanner of tags, not a parser of pages: one pass, so that no input can make it slow.
import { decodeHTMLAttribute } from 'entities/decode';
import { type Element, hasAbsoluteBase } from './document.ts';
import type { Place } from './findings.ts';
import {
  addressFlaws,
  isHtmlElement,
  isSafeAttribute,
  isSafeElement,
  isVoidElement,
  mayStayOpen,
  riskyStyles,
} from './html-vocabulary.ts';
import { type Check, type Context, placeWithin, textPlace } from './model.ts';
import { closingTag } from './values/texts.ts';

/** HTML as a reader would show it: descriptions, content. Says each thing once an element. */
export const html: Check = (value, place, context) => {
  if (!value.includes('<')) {
    checkEscapedTwice(value, place, context);
    return;
  }
  const state: State = { value, place, context, said: new Set(), open: [], openCounts: new Map() };
  scanTags(state);
  const [unclosed] = state.open.filter((name) => !mayStayOpen(name));
  if (unclosed !== undefined) say(state, 'html/broken-markup', `<${unclosed}> is never closed`, value.length);
};

/** Not a single tag, but it begins with one as text: who writes about HTML begins with words. */
function checkEscapedTwice(value: string, place: Place, { report }: Context): void {
  if (!/^\s*&lt;[a-z]/i.test(value)) return;
  const tag = closingTag(value.replaceAll('&lt;', '<').replaceAll('&gt;', '>'));
  if (tag !== undefined) report('html/escaped-twice', { place: place.name, tag }, place);
}

/** The HTML inside an element, with places as exact as the source allows. */
export function checkHtmlOf(element: Element, context: Context): void {
  html(element.text, textPlace(element), context);
}

interface State {
  readonly value: string;
  readonly place: Place;
  readonly context: Context;
  /** What was said already. */
  readonly said: Set<string>;
  readonly open: string[];
  readonly openCounts: Map<string, number>;
}

type HtmlCode =
  | 'html/unknown-element'
  | 'html/broken-markup'
  | 'html/risky-element'
  | 'html/risky-attribute'
  | 'html/risky-style'
  | 'html/relative-reference';

const MAX_SAID = 50;

function say({ place, context, said, value }: State, code: HtmlCode, what: string, at: number): void {
  const key = `${code} ${what}`;
  if (said.has(key) || said.size >= MAX_SAID) return;
  said.add(key);
  context.report(code, { place: place.name, what }, placeWithin(place, value, at, context.text));
}

function scanTags(state: State): void {
  const { value } = state;
  for (let at = value.indexOf('<'); at >= 0; at = value.indexOf('<', at)) {
    const next = value.charAt(at + 1);
    if (next === '!') at = skipComment(state, at);
    else if (next === '?') {
      if (value.slice(at + 2, at + 8).toLowerCase() === 'import') say(state, 'html/risky-element', '?import', at);
      at = after(value, '>', at);
    } else if (next === '/' && /[a-z]/i.test(value.charAt(at + 2))) at = scanEndTag(state, at);
    else if (/[a-z]/i.test(next)) at = scanStartTag(state, at);
    else at++;
  }
}

function skipComment(state: State, at: number): number {
  const { value } = state;
  if (!value.startsWith('<!--', at)) return after(value, '>', at);
  const end = value.indexOf('-->', at + 4);
  if (end < 0) say(state, 'html/broken-markup', 'a comment never ends', at);
  return end < 0 ? value.length : end + 3;
}

function after(value: string, mark: string, from: number): number {
  const end = value.indexOf(mark, from);
  return end < 0 ? value.length : end + mark.length;
}

function endOfName(value: string, from: number): number {
  let at = from;
  while (at < value.length && !/[\s/>]/.test(value.charAt(at))) at++;
  return at;
}

function scanEndTag(state: State, start: number): number {
  const { value, open, openCounts } = state;
  const nameEnd = endOfName(value, start + 2);
  const name = value.slice(start + 2, nameEnd).toLowerCase();
  const end = value.indexOf('>', nameEnd);
  if (!isHtmlElement(name)) sayUnknown(state, name, start);
  else if (open.at(-1) === name) close(state);
  else if ((openCounts.get(name) ?? 0) === 0) {
    if (name !== 'p' && name !== 'br') say(state, 'html/broken-markup', `</${name}> closes nothing`, start);
  } else {
    while (open.length > 0 && open.at(-1) !== name) {
      const inner = open.at(-1) ?? '';
      if (!mayStayOpen(inner)) say(state, 'html/broken-markup', `<${inner}> is open when </${name}> comes`, start);
      close(state);
    }
    close(state);
  }
  return end < 0 ? value.length : end + 1;
}

function close({ open, openCounts }: State): void {
  const name = open.pop();
  if (name !== undefined) openCounts.set(name, (openCounts.get(name) ?? 1) - 1);
}

function scanStartTag(state: State, start: number): number {
  const { value, open, openCounts } = state;
  const nameEnd = endOfName(value, start + 1);
  const name = value.slice(start + 1, nameEnd).toLowerCase();
  // There, the title of a drawing is one of its elements.
  const foreign = isForeign(state);
  if (!isHtmlElement(name)) sayUnknown(state, name, start);
  else if (!isSafeElement(name) && !(foreign && name === 'title')) say(state, 'html/risky-element', name, start);
  let at = nameEnd;
  let read = nameEnd;
  while (at < value.length) {
    while (at < value.length && /[\s/]/.test(value.charAt(at))) at++;
    if (at >= value.length || value[at] === '>' || value[at] === '<') break;
    at = scanAttribute(state, name, at);
    read = at;
  }
  if (value[at] !== '>') say(state, 'html/broken-markup', `<${name.slice(0, 40)} is not closed by >`, start);
  const end = value[at] === '>' ? at + 1 : at;
  // A slash at the end of a value without quotes belongs to that.
  const isSlashed = value[end - 2] === '/' && end - 2 >= read;
  if (isVoidElement(name) || !isHtmlElement(name)) return end;
  if (!isSlashed) {
    open.push(name);
    openCounts.set(name, (openCounts.get(name) ?? 0) + 1);
  } else if (!mayStayOpen(name) && !/^(?:svg|math)$/.test(name) && !foreign) {
    // Browsers take what follows for its inside. Here it is passed over, so that one slash is one finding.
    say(state, 'html/broken-markup', `the slash of <${name}/> closes nothing`, start);
  }
  return !foreign && /^(?:script|style|textarea|title|xmp)$/.test(name) ? rawTextEnd(value, name, end) : end;
}

/** Whether the scan is inside a drawing or a formula, which have elements of their own. */
function isForeign({ openCounts }: State): boolean {
  return (openCounts.get('svg') ?? 0) + (openCounts.get('math') ?? 0) > 0;
}

function sayUnknown(state: State, name: string, start: number): void {
  if (!isForeign(state)) say(state, 'html/unknown-element', name.slice(0, 40), start);
}

/** The end tag of an element whose inside is no markup. */
function rawTextEnd(value: string, name: string, from: number): number {
  for (let at = value.indexOf('</', from); at >= 0; at = value.indexOf('</', at + 2))
    if (value.slice(at + 2, at + 2 + name.length).toLowerCase() === name) return at;
  return value.length;
}

function scanAttribute(state: State, element: string, start: number): number {
  const { value } = state;
  let at = start + 1;
  while (at < value.length && !/[\s/>=<]/.test(value.charAt(at))) at++;
  const name = value.slice(start, at).toLowerCase();
  while (at < value.length && /\s/.test(value.charAt(at))) at++;
  if (value[at] !== '=') {
    checkAttribute(state, element, name, '', start);
    return Math.max(at, start + 1);
  }
  at++;
  while (at < value.length && /\s/.test(value.charAt(at))) at++;
  const quote = value.charAt(at);
  if (quote === '"' || quote === "'") {
    const end = value.indexOf(quote, at + 1);
    if (end < 0) say(state, 'html/broken-markup', `the value of ${name.slice(0, 40)} never ends`, start);
    const stop = end < 0 ? value.length : end;
    checkAttribute(state, element, name, value.slice(at + 1, stop), start);
    return end < 0 ? stop : end + 1;
  }
  const from = at;
  while (at < value.length && !/[\s>]/.test(value.charAt(at))) at++;
  checkAttribute(state, element, name, value.slice(from, at), start);
  return at;
}

function checkAttribute(state: State, element: string, name: string, raw: string, at: number): void {
  if (!isSafeAttribute(name)) {
    if (isSafeElement(element)) say(state, 'html/risky-attribute', name.slice(0, 40), at);
    return;
  }
  const value = raw.includes('&') ? decodeHTMLAttribute(raw) : raw;
  if (name === 'style') for (const risky of riskyStyles(value)) say(state, 'html/risky-style', risky, at);
  for (const [code, what] of addressFlaws(element, name, value))
    if (code !== 'html/relative-reference' || !hasBase(state)) say(state, code, what, at);
}

/** In Atom alone, xml:base is for what stands in HTML too (RFC 4287 §2). */
function hasBase({ place: { inside }, context: { format } }: State): boolean {
  return format === 'atom' && typeof inside === 'object' && hasAbsoluteBase(inside);
}
