// In: a date as people and site generators write it. Out: an Instant. The front door of luxon.
import type { DateTime } from 'luxon';
import { type Instant, instant, instantAt } from '../model/instant.ts';
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
const WITH_ZONE = /(?:Z|[+-]\d\d(?::?\d\d)?|\b(?:UTC|GMT|UT|[ECMP][SD]T)|\[[\w/+-]+\])$/i;

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
  'yyyy/M/d',
  'yyyy/M/d H:mm',
  'yyyy/M/d H:mm:ss',
  'LLL d yyyy',
  'LLL d, yyyy',
  'LLLL d yyyy',
  'LLLL d, yyyy',
  'd LLL yyyy',
  'd LLLL yyyy',
];

/**
 * Reads ISO 8601, RFC 3339, RFC 822/2822, SQL-like and English dates. Whole seconds; fractions are cut.
 * A date without a zone is taken in `zone` (IANA). `undefined` when it is no date, or lies outside years 1 to 9999.
 */
export function parseDate(text: string, zone: string): ParsedDate | undefined {
  const trimmed = text.trim();
  if (UTC.test(trimmed)) return utcDate(trimmed);
  const { DateTime } = luxon();
  const options = { zone, setZone: true, locale: 'en-US' };
  const readers: (() => DateTime)[] = [];
  if (ISO.test(trimmed))
    readers.push(
      () => DateTime.fromISO(trimmed, options),
      () => DateTime.fromSQL(trimmed, options),
    );
  readers.push(
    () => DateTime.fromRFC2822(trimmed, options),
    () => DateTime.fromHTTP(trimmed, options),
  );
  for (const format of OTHERS) readers.push(() => DateTime.fromFormat(trimmed, format, options));
  for (const read of readers) {
    const date = read();
    const at = date.isValid && Math.abs(date.offset) <= MAX_OFFSET_MINUTES ? instant(date.toSeconds()) : undefined;
    if (at !== undefined) return { at, hasZone: WITH_ZONE.test(trimmed) && !/^\d{4}-\d\d?-\d\d?$/.test(trimmed) };
  }
  return undefined;
}

/** Whether a name is one of the IANA's. Offsets, which newer versions of Node take for zones, are not. */
export function isTimeZone(name: string): boolean {
  return name === 'UTC' || (!/^[+-]/.test(name) && luxon().IANAZone.isValidZone(name));
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
