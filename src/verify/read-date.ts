// In: a date as a document has it. Out: the instant, if it has exactly the shape its format asks for.
import { instant } from '../model/instant.ts';
import type { ReadDate } from './read-feed.ts';

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
  const day = isShaped ? dayOf(digits(text, 12, 16), month / 3 + 1, digits(text, 5, 7)) : Number.NaN;
  const isWeekday = text.startsWith(WEEKDAYS.slice(weekdayOf(day) * 3, weekdayOf(day) * 3 + 3));
  return (isWeekday ? instant(day * DAY + timeOf(text, 17)) : undefined) ?? marked(text);
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
  const day = isShaped ? dayOf(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)) : Number.NaN;
  return instant(day * DAY + timeOf(text, 11)) ?? marked(text);
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

/** Days since 1970-01-01 in the Gregorian calendar; not a number for a day that there is not. */
function dayOf(year: number, month: number, day: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (isLeap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= days)) return Number.NaN;
  // Years that begin in March have the leap day at their end.
  const from = month > 2 ? year : year - 1;
  const leapDays = Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400);
  return from * 365 + leapDays + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 719_469;
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Seconds of `07:55:00`; not a number for a time that there is not. */
function timeOf(text: string, start: number): number {
  const hour = digits(text, start, start + 2);
  const minute = digits(text, start + 3, start + 5);
  const second = digits(text, start + 6, start + 8);
  const isShaped = text.charAt(start + 2) === ':' && text.charAt(start + 5) === ':';
  return isShaped && hour < 24 && minute < 60 && second < 60 ? hour * 3600 + minute * 60 + second : Number.NaN;
}
