// Readers of single fields: each takes what the input has under one of our names and returns it checked, or `undefined`
// with a finding. They know shapes, not articles.
import type { Report, Span } from '../diagnostics/finding.ts';
import { EARLIEST_PLAUSIBLE, type Instant } from '../model/instant.ts';
import type { PlainText } from '../model/text.ts';
import { type AbsoluteUrl, absoluteUrl } from '../model/url.ts';
import { parseDate } from './date.ts';
import { type Field, fieldAt, type MapField, type ScalarField } from './field.ts';
import { cleanText, isCleanText } from './text.ts';

/** A field that was found, with the key under which it stands. */
export interface Found {
  readonly key: string;
  readonly field: Field;
}

/** The first of `keys` that has a value. One that holds nothing, as editors leave it, counts where no other has one. */
export function find(map: MapField, keys: readonly string[]): Found | undefined {
  let empty: Found | undefined;
  for (const key of keys) {
    const field = fieldAt(map, key);
    if (field === undefined) continue;
    if (!isEmpty(field)) return { key, field };
    empty ??= { key, field };
  }
  return empty;
}

function isEmpty(field: Field): boolean {
  if (field.kind === 'scalar') return field.text.trim() === '';
  return field.kind === 'list' ? field.items.length === 0 : field.entries.size === 0;
}

/** All of `keys` that have a value. */
export function findAll(map: MapField, keys: readonly string[]): readonly Found[] {
  const all: Found[] = [];
  for (const key of keys) {
    const field = fieldAt(map, key);
    if (field !== undefined) all.push({ key, field });
  }
  return all;
}

/** A scalar that was found, with what findings call it. */
export interface FoundScalar extends Found {
  readonly field: ScalarField;
}

/** The scalar under the first of `keys`; a list or mapping there is reported. */
export function readScalar(
  map: MapField,
  keys: readonly string[],
  prefix: string,
  report: Report,
): FoundScalar | undefined {
  const found = find(map, keys);
  const scalar = found && asScalar(found.field, found.key, prefix, report);
  return scalar && { key: prefix + found.key, field: scalar };
}

/** The field, if it is a scalar; else it is reported. */
export function asScalar(field: Field, key: string, prefix: string, report: Report): ScalarField | undefined {
  if (field.kind === 'scalar') return field;
  report('article/invalid-value', { field: prefix + key, expected: 'a single value' }, field);
  return undefined;
}

/** One line of clean text: the first of `keys` of which something is left. */
export function readText(
  map: MapField,
  keys: readonly string[],
  prefix: string,
  report: Report,
): PlainText | undefined {
  for (const key of keys) {
    const field = fieldAt(map, key);
    const scalar = field && asScalar(field, key, prefix, report);
    if (scalar === undefined) continue;
    // Nearly every text is clean, and needs no name for findings.
    const text = isCleanText(scalar.text) ? scalar.text : cleanText(scalar.text, prefix + key, scalar, report);
    if (text !== '') return text;
  }
  return undefined;
}

/** A number that is at least `min`; text that spells one counts. */
export function readNumber(
  map: MapField,
  keys: readonly string[],
  prefix: string,
  min: number,
  report: Report,
): number | undefined {
  const found = readScalar(map, keys, prefix, report);
  if (found === undefined) return undefined;
  const { text } = found.field;
  if (text.trim() === '') return undefined;
  const value = Number(text);
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER && value >= min) return value;
  const expected = min > 0 ? 'a number above zero' : 'a number';
  report('article/invalid-value', { field: found.key, expected }, found.field);
  return undefined;
}

/** `true`, `yes`, `on` and their opposites in any case; `undefined` when absent; `'unclear'` when it is anything else. */
export function readSwitch(
  map: MapField,
  keys: readonly string[],
): { value: boolean | 'unclear'; key: string; span: Span } | undefined {
  const found = find(map, keys);
  if (found === undefined) return undefined;
  const { key, field } = found;
  const text = field.kind === 'scalar' ? field.text.trim().toLowerCase() : '';
  if (/^(?:true|yes|on|1)$/.test(text)) return { value: true, key, span: field };
  if (/^(?:false|no|off|0)$/.test(text)) return { value: false, key, span: field };
  return { value: 'unclear', key, span: field };
}

/** An address, relative ones resolved against `base`. What is no usable address is reported and left out. */
export function readUrl(scalar: ScalarField, key: string, base: AbsoluteUrl, report: Report): AbsoluteUrl | undefined {
  const text = scalar.text.trim();
  if (text === '') return undefined;
  const url = BARE_HOST.test(text) || aliasIn(text) !== undefined ? undefined : absoluteUrl(text, base);
  if (url === undefined) report('article/invalid-url', { field: key, problem: urlProblem(text) }, scalar);
  // An address that was taken as it is needed no escape.
  else if (url !== text && !isUri(text)) report('article/encoded-url', { field: key }, scalar);
  return url;
}

/** The first of `keys` that holds a usable address. */
export function readAddress(
  map: MapField,
  keys: readonly string[],
  prefix: string,
  base: AbsoluteUrl,
  report: Report,
): AbsoluteUrl | undefined {
  for (const key of keys) {
    const field = fieldAt(map, key);
    const scalar = field && asScalar(field, key, prefix, report);
    const url = scalar && readUrl(scalar, prefix + key, base, report);
    if (url !== undefined) return url;
  }
  return undefined;
}

/** To a browser a relative address, and no writer means one. */
const BARE_HOST = /^www\.[\w.-]+\.[a-z]{2,}(?:[/?#]|$)/i;

/**
 * What an address begins with that only its site generator knows: the site in exports of Ghost, folders in Astro and
 * Docusaurus. `undefined`: nothing of that kind.
 */
export function aliasIn(address: string): string | undefined {
  return ALIAS.exec(address)?.[0];
}

const ALIAS = /^(?:__GHOST_URL__|~\/|@(?:site|assets)?\/)/;

/** RFC 3986 §2: only its characters, whole escapes, one fragment; brackets in the host alone. */
function isUri(text: string): boolean {
  const afterHost = text.replace(/^https?:\/\/\[[^\]]*\]/i, '');
  return !/[^\w.~:/?#@!$&'()*+,;=%-]|%(?![\da-f]{2})|#.*#/i.test(afterHost);
}

/** A date as it was given. */
export interface GivenDate {
  /** `undefined`: it cannot be read, and what that costs is for the caller to say. */
  readonly at: Instant | undefined;
  readonly key: string;
  readonly text: string;
  readonly span: Span;
}

/** The date under the first of `keys`; one without a zone is taken in `zone`. `undefined` when there is none. */
export function readDate(
  map: MapField,
  keys: readonly string[],
  prefix: string,
  zone: string,
  report: Report,
): GivenDate | undefined {
  const first = find(map, keys);
  const other = first && isFalseGmt(first) ? find(map, keys.slice(keys.indexOf(first.key) + 1)) : undefined;
  const found = other ?? first;
  if (found === undefined) return undefined;
  const { field } = found;
  const key = prefix + found.key;
  const text = field.kind === 'scalar' ? field.text : '';
  const isGmt = GMT_KEY.test(key);
  const date = parseDate(text, isGmt ? 'UTC' : zone);
  if (date?.hasZone === false && !isGmt) report('article/missing-utc-offset', { field: key, zone }, field);
  if (date !== undefined && date.at < EARLIEST_PLAUSIBLE)
    report('article/implausible-date', { field: key, text }, field);
  return { at: date?.at, key, text, span: field };
}

const GMT_KEY = /_gmt$/;

/** Jekyll's import from WordPress writes the time of GMT with the offset of the site. */
function isFalseGmt({ key, field }: Found): boolean {
  return GMT_KEY.test(key) && field.kind === 'scalar' && /[+-]\d\d:?\d\d\s*$/.test(field.text);
}

/** Whether a key that may be a switch holds a date. */
export function holdsDate(map: MapField, key: string): boolean {
  const field = fieldAt(map, key);
  return field?.kind === 'scalar' && /^\D*\d{1,4}\D/.test(field.text) && parseDate(field.text, 'UTC') !== undefined;
}

/** The strings of a list, of a single value, or of a comma-separated one. */
export function readNames({ key, field }: Found, report: Report): readonly PlainText[] {
  if (field.kind === 'scalar') {
    return field.text.split(',').flatMap((name) => cleanText(name.trim(), key, field, report) || []);
  }
  if (field.kind === 'list') {
    const names: PlainText[] = [];
    // Hexo gives a category and those in it as a list of their own.
    for (const given of field.items.flatMap((item) => (item.kind === 'list' ? item.items : item))) {
      // Ghost and Docusaurus give more of each than its name, and Ghost has some for its own ends.
      if (given.kind === 'map' && isInternal(given)) continue;
      const item = (given.kind === 'map' ? (fieldAt(given, 'name') ?? fieldAt(given, 'label')) : undefined) ?? given;
      const name = item.kind === 'scalar' ? cleanText(item.text, `${key}[]`, item, report) : '';
      if (item.kind !== 'scalar') report('article/invalid-value', { field: `${key}[]`, expected: 'a name' }, item);
      if (name !== '') names.push(name);
    }
    return names;
  }
  report('article/invalid-value', { field: key, expected: 'a list of names' }, field);
  return [];
}

function isInternal(tag: MapField): boolean {
  const visibility = fieldAt(tag, 'visibility');
  return visibility?.kind === 'scalar' && visibility.text === 'internal';
}

function urlProblem(text: string): string {
  if (/^https?:\/\/[^/?#]*@/i.test(text)) return 'carries user and password';
  const alias = aliasIn(text);
  if (alias !== undefined) return `begins with ${alias}, which only its site generator knows`;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return `has the scheme ${scheme}:`;
  return 'is not an absolute http or https address';
}
