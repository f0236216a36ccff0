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

/** `2022-07-04T07:55:00Z`: RFC 3339 §5.6, always UTC, whole seconds. ECMA-262 fixes the text, so no locale shows. */
export function formatRfc3339(at: Instant): string {
  return `${toDate(at).toISOString().slice(0, 19)}Z`;
}

/** `Mon, 04 Jul 2022 07:55:00 GMT`: RFC 822 with a four-digit year, as RSS 2.0 asks. ECMA-262 fixes the text. */
export function formatRfc822(at: Instant): string {
  return toDate(at).toUTCString();
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
