import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import {
  formatRfc822,
  formatRfc3339,
  type Instant,
  instant,
  instantAt,
  instantOf,
  latestOf,
  toDate,
} from '../../src/model/instant.ts';
import { parseDate } from '../../src/parse/date.ts';
import { runs } from '../support/runs.ts';

const FIRST = Date.UTC(2001, 0, 1) / 1000 - 2000 * 365.2425 * 86_400; // 0001-01-01: two thousand Gregorian years earlier
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

const anyInstant = fc.integer({ min: FIRST, max: LAST }).map((seconds) => instant(seconds) as Instant);

test('both forms are those of luxon, for any instant', () => {
  fc.assert(
    fc.property(anyInstant, (at) => {
      const date = DateTime.fromSeconds(at, { zone: 'UTC' });
      expect(formatRfc3339(at)).toBe(date.toISO({ suppressMilliseconds: true }));
      expect(formatRfc822(at)).toBe(date.toHTTP());
    }),
    runs(1000),
  );
});

test('what is written reads back as the same instant', () => {
  fc.assert(
    fc.property(anyInstant, (at) => {
      expect(parseDate(formatRfc3339(at), 'UTC')).toEqual({ at, hasZone: true });
      expect(parseDate(formatRfc822(at), 'UTC')).toEqual({ at, hasZone: true });
    }),
    runs(300),
  );
});

test.each([
  [0, 0],
  [1.9, 1],
  [-0.5, -1],
  [FIRST, FIRST],
  [FIRST - 1, undefined],
  [LAST + 0.999, LAST],
  [LAST + 1, undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
])('instant(%d) is %s', (seconds, expected) => {
  expect(instant(seconds)).toBe(expected);
});

test.each([
  ['2022-07-04T07:55:00Z', 'Mon, 04 Jul 2022 07:55:00 GMT'],
  ['0099-12-31T00:00:00Z', 'Thu, 31 Dec 0099 00:00:00 GMT'],
  ['1969-12-31T23:59:59Z', 'Wed, 31 Dec 1969 23:59:59 GMT'],
])('%s is %s', (rfc3339, rfc822) => {
  const at = instantOf(new Date(rfc3339)) as Instant;
  expect(formatRfc3339(at)).toBe(rfc3339);
  expect(formatRfc822(at)).toBe(rfc822);
  expect(toDate(at)).toEqual(new Date(rfc3339));
});

test('an invalid Date is no instant', () => {
  expect(instantOf(new Date(Number.NaN))).toBeUndefined();
});

test('latestOf takes the latest, or what is given instead', () => {
  const [early, late] = [new Date(0), new Date(1000)];
  expect(latestOf([early, late, early], new Date(5000))).toEqual(late);
  expect(latestOf([], early)).toEqual(early);
});

test('both forms are those of Date, on every day of the calendar', () => {
  for (let at = FIRST; at <= LAST; at += 86_400 * 7 + 43_261) {
    const date = new Date(at * 1000);
    // `expect` for each would take minutes.
    if (formatRfc3339(at as Instant) !== `${date.toISOString().slice(0, 19)}Z`)
      expect(formatRfc3339(at as Instant)).toBe(at);
    if (formatRfc822(at as Instant) !== date.toUTCString()) expect(formatRfc822(at as Instant)).toBe(at);
  }
});

test('instantAt takes what the calendar has, as Date does', () => {
  const upTo = (max: number) => fc.integer({ min: 0, max });
  fc.assert(
    fc.property(
      upTo(9999),
      upTo(13),
      upTo(32),
      upTo(25),
      upTo(61),
      upTo(61),
      (year, month, day, hour, minute, second) => {
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        date.setUTCHours(hour, minute, second);
        const isThere =
          date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
        expect(instantAt(year, month, day, hour, minute, second)).toBe(isThere ? instantOf(date) : undefined);
      },
    ),
    runs(3000),
  );
});
