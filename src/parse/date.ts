// In: a date as people and site generators write it. Out: an Instant. The front door of luxon.
import { createRequire } from 'node:module';
import type { DateTime } from 'luxon';
import { type Instant, instant } from '../model/instant.ts';

// Loaded when a date needs it: a site whose dates are all in UTC never does. Node keeps what was loaded.
const load = createRequire(import.meta.url);
const luxon = (): typeof import('luxon') => load('luxon');

export interface ParsedDate {
  readonly at: Instant;
  /** Whether the text named its zone or offset. */
  readonly hasZone: boolean;
}

/** The form that machines write; read without luxon because nearly every article has it. */
const UTC = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z$/;

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
  const utc = UTC.exec(trimmed);
  if (utc !== null) return utcDate(utc);
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

export function isTimeZone(name: string): boolean {
  return name === 'UTC' || luxon().IANAZone.isValidZone(name);
}

function utcDate(parts: RegExpExecArray): ParsedDate | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  const at = same ? instant(date.getTime() / 1000) : undefined;
  return at === undefined ? undefined : { at, hasZone: true };
}
