// In: whole seconds since 1970. Out: the two date shapes that feeds use.
// A point in time as every part of Feedmill carries it; reading text with zones is parse/date.ts.

/** A point in time: whole seconds since 1970-01-01T00:00:00Z, from year 1 to year 9999. */
export type Instant = number & { readonly __brand: 'Instant' };

const FIRST = -62_135_596_800; // 0001-01-01T00:00:00Z
const LAST = 253_402_300_799; // 9999-12-31T23:59:59Z

/** Checks a number of seconds; fractions are cut. `undefined` when it is not a date of years 1 to 9999. */
export function instant(seconds: number): Instant | undefined {
  const whole = Math.floor(seconds);
  return whole >= FIRST && whole <= LAST ? (whole as Instant) : undefined;
}

/** The instant of a JavaScript `Date`; `undefined` for an invalid one. */
export function instantOf(date: Date): Instant | undefined {
  return instant(date.getTime() / 1000);
}

export function toDate(at: Instant): Date {
  return new Date(at * 1000);
}

/** `2022-07-04T07:55:00Z`: RFC 3339 §5.6, always UTC, whole seconds. */
export function formatRfc3339(at: Instant): string {
  const days = Math.floor(at / DAY_SECONDS);
  return `${dayOf(days).rfc3339}T${timeOfDay(at - days * DAY_SECONDS)}Z`;
}

/** `Mon, 04 Jul 2022 07:55:00 GMT`: RFC 822 with a four-digit year, as RSS 2.0 asks. */
export function formatRfc822(at: Instant): string {
  const days = Math.floor(at / DAY_SECONDS);
  return `${dayOf(days).rfc822} ${timeOfDay(at - days * DAY_SECONDS)} GMT`;
}

const DAY_SECONDS = 86_400;

/** A day in both shapes. */
interface Day {
  readonly rfc3339: string;
  readonly rfc822: string;
}

// A feed names few days, and a `Date` takes longer to write one than all the rest of an element.
const known = new Map<number, Day>();
const KNOWN_DAYS = 4_000;

/** ECMA-262 fixes the texts, so no locale shows. */
function dayOf(days: number): Day {
  const before = known.get(days);
  if (before !== undefined) return before;
  if (known.size >= KNOWN_DAYS) known.clear();
  const date = new Date(days * DAY_SECONDS * 1000);
  const day = { rfc3339: date.toISOString().slice(0, 10), rfc822: date.toUTCString().slice(0, 16) };
  known.set(days, day);
  return day;
}

/** `00` to `59`. */
const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

function timeOfDay(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}`;
}

/**
 * The instant of a date and time in UTC, months from 1; `undefined` when the calendar has it not, or it lies outside
 * years 1 to 9999.
 */
export function instantAt(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): Instant | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  // `Date.UTC` takes the years 0 to 99 for those of another century; the calendar repeats every 400 years.
  return instant(Date.UTC(year + 400, month - 1, day, hour, minute, second) / 1000 - CYCLE_SECONDS);
}

const CYCLE_SECONDS = 146_097 * DAY_SECONDS;

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** The earliest instant that readers and validators believe (RULES: not before 1990). */
export const EARLIEST_PLAUSIBLE = 631_152_000 as Instant;

/** The latest of some dates; `otherwise` when there are none. */
export function latestOf(dates: Iterable<Date>, otherwise: Date): Date {
  let latest: Date | undefined;
  for (const date of dates) {
    if (latest === undefined || date.getTime() > latest.getTime()) latest = date;
  }
  return latest ?? otherwise;
}
