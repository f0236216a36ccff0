// In: a date as people and site generators write it. Out: an Instant. The front door of luxon.
import type { DateTime, DateTimeOptions } from 'luxon';
import { formatRfc3339, type Instant, instant, instantAt } from '../model/instant.ts';
import { lazyPackage } from '../model/lazy-package.ts';

// Needed for dates that are not in UTC.
const luxon = lazyPackage<typeof import('luxon')>('luxon');

export interface ParsedDate {
  readonly at: Instant;
  /** Whether the text named its zone or offset. */
  readonly hasZone: boolean;
}

/** The form that machines write; read without luxon because nearly every article has it. */
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

const ISO = /^\d{4}-?\d\d-?\d\d(?:$|[T ])/i;
const WITH_ZONE = /(?:Z|[+-]\d\d?(?::?\d\d)?|\b(?:UTC|GMT|UT|[ECMP][SD]T))$/i;
/** RFC 9557: the name of a zone behind a date. Where there is an offset too, that says the instant. */
const BRACKETED = /^(.+)\[!?([\w/+-]+)\]$/;
const NAMED = /^(\d{4}-?\d\d?-?\d\d?[T ][\d:.,]*\d)\s*(?![ap]m$)([a-z][\w/+-]*)$/i;

/** The abbreviations of RFC 822 §5.1, and the Continent's. All others mean several zones, and ICU takes BST for Dhaka. */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ['UTC', '+0000'],
  ['UT', '+0000'],
  ['GMT', '+0000'],
  ['EST', '-0500'],
  ['EDT', '-0400'],
  ['CST', '-0600'],
  ['CDT', '-0500'],
  ['MST', '-0700'],
  ['MDT', '-0600'],
  ['PST', '-0800'],
  ['PDT', '-0700'],
  ['WET', '+0000'],
  ['WEST', '+0100'],
  ['CET', '+0100'],
  ['CEST', '+0200'],
  ['EET', '+0200'],
  ['EEST', '+0300'],
]);

/** With a day, a month, a zone and a remark written out. */
const MAX_LENGTH = 200;

/** No zone was ever farther from UTC than this; luxon takes +99:00. */
const MAX_OFFSET_MINUTES = 18 * 60;

// Formats of site generators and of people that no standard covers; month names are English.
const OTHERS = [
  'yyyy-M-d',
  'yyyy-M-d H:mm',
  'yyyy-M-d H:mm:ss',
  'yyyy-M-d H:mm:ss ZZZ',
  'yyyy-M-d H:mm ZZZ',
  'yyyy-M-d H:mm:ss ZZ',
  'yyyy-M-d h:mm a',
  'yyyy-M-d h:mm:ss a',
  'LLL d yyyy',
  'LLL d, yyyy',
  'LLLL d yyyy',
  'LLLL d, yyyy',
  'LLL d, yyyy h:mm a',
  'LLLL d, yyyy h:mm a',
  'LLL d, yyyy H:mm',
  'LLLL d, yyyy H:mm',
  'd LLL yyyy',
  'd LLLL yyyy',
  'd LLL yyyy H:mm',
  'd LLLL yyyy H:mm',
  'EEE LLL d H:mm:ss yyyy',
  'EEE LLL d yyyy H:mm:ss ZZZ',
];

/**
 * Reads ISO 8601, RFC 3339, RFC 822/2822, SQL-like and English dates. Whole seconds; fractions are cut.
 * A date without a zone is taken in `zone` (IANA). `undefined` when it is no date, or lies outside years 1 to 9999.
 */
export function parseDate(text: string, zone: string): ParsedDate | undefined {
  const given = text.trim();
  if (UTC.test(given)) return utcDate(given);
  // Each form is tried on all of it.
  if (given.length > MAX_LENGTH) return undefined;
  // Jekyll, Hexo and Pelican take slashes, too. Behind a year they can mean one thing only.
  const dashed = given
    .replace(/^(\d{4})\/(\d\d?)\/(?=\d\d?(?!\d))/, '$1-$2-')
    // So do points, as Koreans write them, and the signs for year, month and day.
    .replace(/^(\d{4})(?:\. ?|年)(\d\d?)(?:\. ?|月)(\d\d?)(?:\.|日)?(?=\s|$)/, '$1-$2-$3')
    // As JavaScript writes a date of its own, and Hashnode with it.
    .replace(/ GMT(?=[+-]\d{4}(?: \(|$))/, ' ')
    .replace(/(?<=\b\d\d?)(?:st|nd|rd|th)\b/, '');
  const zoned = withZone(withoutRemark(dashed), zone);
  if (zoned === undefined) return undefined;
  const { DateTime } = luxon();
  const readers: ((options: DateTimeOptions) => DateTime)[] = [];
  if (ISO.test(zoned.text))
    readers.push(
      (options) => DateTime.fromISO(zoned.text, options),
      (options) => DateTime.fromSQL(zoned.text, options),
    );
  readers.push((options) => DateTime.fromRFC2822(zoned.text, options));
  // Without GMT it is the form of C's asctime, which names no zone.
  if (/GMT$/.test(dashed)) readers.push((options) => DateTime.fromHTTP(dashed, options));
  for (const format of OTHERS)
    readers.push((options) => DateTime.fromFormat(zoned.text.replace(/\s+/g, ' '), format, options));
  for (const read of readers) {
    const readIn = (zone: string) => read({ zone, setZone: true, locale: 'en-US' });
    const date = readIn(zoned.zone);
    if (!date.isValid || Math.abs(date.offset) > MAX_OFFSET_MINUTES) continue;
    const at = instant(secondsOf(date, readIn));
    if (at !== undefined) return { at, hasZone: zoned.hasZone };
  }
  return undefined;
}

/**
 * Seconds since 1970. Of a time that the clocks of its zone say twice it is the first, of one that they never say as long
 * after they went forward: luxon's guess begins with how the zone is today, and comes to the other in another season.
 */
function secondsOf(date: DateTime, readIn: (zone: string) => DateTime): number {
  if (date.zone.type !== 'iana') return date.toSeconds();
  const asUtc = readIn('UTC');
  // A zone that the text itself names is luxon's affair.
  if (asUtc.zone.type === 'iana') return date.toSeconds();
  // Whole numbers, which can be compared.
  const local = Math.floor(asUtc.toSeconds());
  const offsetAt = (seconds: number) => Math.round(date.zone.offset(seconds * 1000) * 60);
  const before = offsetAt(local - DAY);
  const candidates = [before, offsetAt(local + DAY)].map((offset) => local - offset);
  const found = candidates.filter((at) => at + offsetAt(at) === local);
  return found.length === 0 ? local - before : Math.min(...found);
}

const DAY = 86_400;

// A remark of RFC 822, such as (CEST), says nothing more behind a zone, and else may be the zone. A run of spaces is looked
// at once, however long it is.
function withoutRemark(text: string): string {
  const [whole = '', remark] = /(?<!\s)\s*\(([^()]*)\)$/.exec(text) ?? [];
  const date = text.slice(0, text.length - whole.length);
  return remark === undefined || /^\s*$/.test(remark) || WITH_ZONE.test(date) ? date : `${date} ${remark}`;
}

interface Zoned {
  /** The date, with an offset at most. */
  readonly text: string;
  readonly zone: string;
  readonly hasZone: boolean;
}

// Takes the name of a zone away from a date, so that luxon sees no name but those of the IANA.
function withZone(given: string, zone: string): Zoned | undefined {
  // Go, and so Hugo, names a zone behind its offset.
  const text = given.replace(/( [+-]\d{4}) [A-Z]{2,5}$/, '$1');
  const [, inner = text, bracketed] = BRACKETED.exec(text) ?? [];
  const [, date = inner, word] = NAMED.exec(inner) ?? [];
  const offset = word && ABBREVIATIONS.get(word.toUpperCase());
  if (offset !== undefined) return { text: date + (ISO.test(date) ? '' : ' ') + offset, zone, hasZone: true };
  const hasZone = WITH_ZONE.test(inner) && !/^\d{4}-\d\d?-\d\d?$/.test(inner);
  const name = word ?? bracketed;
  if (hasZone || name === undefined) return { text: inner, zone, hasZone };
  return isTimeZone(name) ? { text: date, zone: name, hasZone: true } : undefined;
}

/** Whether a name is one of the IANA's. Offsets and what is as short as an abbreviation, which Node may take for one, are not. */
export function isTimeZone(name: string): boolean {
  return /^(?:UTC|GMT)$/i.test(name) || (/^[a-z][\w/+-]{3,}$/i.test(name) && luxon().IANAZone.isValidZone(name));
}

/** The day that it is then in a zone of the IANA's, as in `2026-01-02`. */
export function dayIn(at: Instant, zone: string): string {
  if (zone === 'UTC') return formatRfc3339(at).slice(0, 10);
  return luxon().DateTime.fromSeconds(at, { zone }).toISODate() ?? '';
}

function utcDate(text: string): ParsedDate | undefined {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const at = instantAt(year, month, day, twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17));
  return at === undefined ? undefined : { at, hasZone: true };
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}

const ZERO = 0x30;

/** The date that the name of a file, or of the folder of an `index.md`, begins with. */
export function dateInName(path: string): string | undefined {
  return /(?:^|\/)(\d{4}-\d\d-\d\d)(?:[-_ ][^/]*)?(?:\/index)?\.[^./]+$/i.exec(path)?.[1];
}
