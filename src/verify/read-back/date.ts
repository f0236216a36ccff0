// In: a date as a document has it. Out: the instant, if it has exactly the shape its format asks for.
import { type Instant, instantAt } from '../../model/instant.ts';
import type { ReadDate } from './feed.ts';

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const WEEKDAYS = 'SunMonTueWedThuFriSat';
const DAY = 86_400;

/** Reads an RFC 822 date with four-digit year, right weekday and GMT; another text comes back as it is, marked. */
export function readRfc822(text: string | undefined): ReadDate | undefined {
  if (text === undefined) return undefined;
  const month = MONTHS.indexOf(text.slice(8, 11));
  const isShaped =
    text.length === 29 &&
    month % 3 === 0 &&
    text.startsWith(', ', 3) &&
    text.charAt(7) === ' ' &&
    text.charAt(11) === ' ' &&
    text.charAt(16) === ' ' &&
    text.endsWith(' GMT');
  const at = isShaped ? atTime(text, 17, digits(text, 12, 16), month / 3 + 1, digits(text, 5, 7)) : undefined;
  return at !== undefined && text.startsWith(weekdayOf(at)) ? at : marked(text);
}

/** Reads an RFC 3339 date in UTC with whole seconds; another text comes back as it is, marked. */
export function readRfc3339(text: string | undefined): ReadDate | undefined {
  if (text === undefined) return undefined;
  const isShaped =
    text.length === 20 &&
    text.charAt(4) === '-' &&
    text.charAt(7) === '-' &&
    text.charAt(10) === 'T' &&
    text.charAt(19) === 'Z';
  const at = isShaped ? atTime(text, 11, digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)) : undefined;
  return at ?? marked(text);
}

function marked(text: string): string {
  return `${text} (not the date format asked for)`;
}

/** The number that digits make; not a number when there is anything else. */
function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(at: Instant): string {
  const day = (((Math.floor(at / DAY) + 4) % 7) + 7) % 7;
  return WEEKDAYS.slice(day * 3, day * 3 + 3);
}

/** A day at the time that stands in the text as `07:55:00`. */
function atTime(text: string, start: number, year: number, month: number, day: number): Instant | undefined {
  if (text.charAt(start + 2) !== ':' || text.charAt(start + 5) !== ':') return undefined;
  const hour = digits(text, start, start + 2);
  const minute = digits(text, start + 3, start + 5);
  return instantAt(year, month, day, hour, minute, digits(text, start + 6, start + 8));
}
