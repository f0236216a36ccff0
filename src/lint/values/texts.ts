// In: text that readers show. Out: findings: HTML or entities where plain text belongs, blank values, odd characters.

import { decodeHTMLStrict } from 'entities/decode';
import { type Element, languageOf } from '../document.ts';
import type { Place } from '../findings.ts';
import { isHtmlElement } from '../html-vocabulary.ts';
import { type Check, type Context, placeWithin } from '../model.ts';

/** Plain text: titles, names, categories. */
export const plainText: Check = (value, place, context) => {
  const tag = closingTag(value);
  if (tag !== undefined) {
    const markup = { place: place.name, markup: tag };
    context.report('text/html-in-plain-text', markup, place);
    return;
  }
  const entity = htmlEntity(value);
  if (entity !== undefined) {
    if (!isHexEscaped(place, context) && !isUndefinedEntity(entity, place, context))
      context.report('text/entity-in-plain-text', { place: place.name, entity }, place);
  } else if (isOfRss2(place, context) && /&#[x0-9]|<[/a-zA-Z]/.test(value)) {
    if (!isHexEscaped(place, context)) context.report('text/ambiguous-character-data', { place: place.name }, place);
  }
};

/** Whether it is the text of an element in RSS 2.0: nobody was seen to decode an attribute twice. */
function isOfRss2({ name }: Place, { format, version }: Context): boolean {
  return format === 'rss' && version.startsWith('2.') && name.startsWith('<');
}

/** The first known closing tag of a text. */
export function closingTag(value: string): string | undefined {
  if (!value.includes('</')) return undefined;
  for (const [tag, name = ''] of value.matchAll(/<\/(\w{1,20})>/g)) if (isHtmlElement(name)) return tag;
  return undefined;
}

/** The first HTML entity of a text that was already decoded once. */
export function htmlEntity(value: string): string | undefined {
  if (!value.includes('&')) return undefined;
  for (const [entity] of value.matchAll(/&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30});/gi)) {
    if (entity.startsWith('&#') || decodeHTMLStrict(entity) !== entity) return entity;
  }
  return undefined;
}

/** Whether it stands in the source as it is, and so is a mistake of the XML and not of the text. */
function isUndefinedEntity(entity: string, { inside }: Place, { text }: Context): boolean {
  if (typeof inside !== 'object' || /^&(?:#|lt;|gt;|amp;|quot;|apos;)/.test(entity)) return false;
  const source = text.slice(inside.start, Math.min(inside.end, inside.start + 10_000));
  return source.includes(entity) && !source.includes('<![CDATA[');
}

/** Hexadecimal references are read alike everywhere (RSS profile), so what they stand for is no doubt. */
function isHexEscaped({ inside }: Place, { text }: Context): boolean {
  if (typeof inside !== 'object') return false;
  return text.slice(inside.start, Math.min(inside.end, inside.start + 10_000)).includes('&#x');
}

/** Should not be empty. */
export const notBlank: Check = (value, place, context) => {
  if (value !== '') return;
  const [, attribute, element] = /^(.*) of <(.*)>$/.exec(place.name) ?? [];
  if (attribute !== undefined && element !== undefined)
    context.report('text/blank-attribute', { attribute, element }, place);
  else context.report('text/blank-element', { element: place.name.slice(1, -1) }, place);
};

/** One of a list; case counts. */
export function oneOf(...allowed: readonly string[]): Check {
  const set = new Set(allowed);
  const last = allowed.at(-1) ?? '';
  const list = allowed.length > 1 ? `${allowed.slice(0, -1).join(', ')} or ${last}` : last;
  return (value, place, context) => {
    if (!set.has(value)) context.report('value/not-allowed', { place: place.name, text: value, allowed: list }, place);
  };
}

/** One of a list; case does not count. */
export function oneOfAnyCase(...allowed: readonly string[]): Check {
  const exact = oneOf(...allowed);
  return (value, place, context) => exact(value.toLowerCase(), place, context);
}

/** A value of a module; `expected` says what it should be: "a list of numbers". */
export function fitting(fits: (value: string) => boolean, expected: string): Check {
  return (value, place, { report }) => {
    if (!fits(value)) report('extension/invalid-value', { place: place.name, text: value, expected }, place);
  };
}

/** The same by a pattern. */
export function matching(pattern: RegExp, expected: string): Check {
  return fitting((value) => value.length <= 10_000 && pattern.test(value), expected);
}

const ODD = /[\u0080-\u009F\uFFFD]/;
/** JSON can name characters that XML refuses, and halves of them. */
const ODD_IN_JSON = /[\0-\x08\x0B\x0C\x0E-\x1F\u0080-\u009F\uFFFD-\uFFFF]|\p{Surrogate}/u;

/** UTF-8 that was read as Latin-1: each of these is the two bytes of one character. */
const READ_AS_LATIN_1 = /[\u00C2\u00C3][\u0080-\u00BF]/;
/** UTF-8 that was read as Windows-1252, as no language writes it: `â€™`, `ÃŸ`. */
const READ_AS_WINDOWS = /\u00E2\u20AC|\u00C3[\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u20AC\u2021\u2030]/;

/** Controls and U+FFFD; UTF-8 that was encoded twice. One finding each an element. */
export function checkCharacters(text: string, place: Place, { report, format, text: source }: Context): void {
  const odd = (format === 'json' ? ODD_IN_JSON : ODD).exec(text);
  if (odd === null && !/[\u0080-\u00E2]/.test(text)) return;
  const twice = READ_AS_LATIN_1.exec(text) ?? READ_AS_WINDOWS.exec(text);
  if (twice !== null)
    report(
      'text/mojibake',
      { place: place.name, text: text.slice(Math.max(0, twice.index - 10), twice.index + 10) },
      placeWithin(place, text, twice.index, source),
    );
  else if (odd !== null) {
    const character = `U+${odd[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    report('text/suspicious-character', { place: place.name, character }, placeWithin(place, text, odd.index, source));
  }
}

/** Whether anything says in which language an element is. */
export function hasLanguage(element: Element): boolean {
  return languageOf(element) !== undefined;
}
