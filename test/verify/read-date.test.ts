// Dates in exactly the two shapes that feeds use, against what luxon reads.
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { formatRfc822, formatRfc3339, type Instant, instantOf } from '../../src/model/instant.ts';
import { readRfc822, readRfc3339 } from '../../src/verify/read-back/date.ts';
import { runs } from '../support/runs.ts';

const SHAPES = [
  ['RFC 822', readRfc822, formatRfc822, "EEE, dd LLL yyyy HH:mm:ss 'GMT'"],
  ['RFC 3339', readRfc3339, formatRfc3339, "yyyy-MM-dd'T'HH:mm:ss'Z'"],
] as const;

const anyInstant = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }).map((seconds) => seconds as Instant);

test.each(SHAPES)('%s: every instant is read as it is written', (_, read, format) => {
  fc.assert(
    fc.property(anyInstant, (at) => {
      expect(read(format(at))).toBe(at);
    }),
    runs(1000),
  );
});

test.each(SHAPES)('%s: what would be written otherwise is marked', (_, read, format, shape) => {
  const anyPiece = fc.constantFrom('0', '1', '3', '9', ' ', '-', ':', 'T', 'Z', 'a', 'Feb', '');
  fc.assert(
    fc.property(anyInstant, fc.nat({ max: 29 }), fc.nat({ max: 3 }), anyPiece, (at, place, cut, piece) => {
      const written = format(at);
      const text = written.slice(0, place) + piece + written.slice(place + cut);
      const same = instantOf(DateTime.fromFormat(text, shape, { zone: 'utc', locale: 'en' }).toJSDate());
      const isExact = same !== undefined && format(same) === text;
      expect(read(text)).toBe(isExact ? same : `${text} (not the date format asked for)`);
    }),
    runs(2000),
  );
});

test.each([
  'Thu, 30 Feb 2023 00:00:00 GMT',
  'Wed, 29 Feb 2023 00:00:00 GMT',
  'Thu, 29 Feb 2024 24:00:00 GMT',
  'Fri, 29 Feb 2024 00:00:00 GMT',
  'Mon, 01 anF 2024 00:00:00 GMT',
  '',
])('“%s” is no date', (text) => {
  expect(readRfc822(text)).toBe(`${text} (not the date format asked for)`);
});
