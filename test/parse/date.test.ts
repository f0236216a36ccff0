import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, onTestFinished, test, vi } from 'vitest';
import { formatRfc3339, type Instant, instant } from '../../src/model/instant.ts';
import { isTimeZone, parseDate } from '../../src/parse/date.ts';
import { runs } from '../support/runs.ts';

test.each([
  // With a zone.
  ['2022-07-04T07:55:00Z', '2022-07-04T07:55:00Z', true],
  ['2022-07-04T07:55:00.999Z', '2022-07-04T07:55:00Z', true],
  ['2022-07-04T07:55:00.123456789Z', '2022-07-04T07:55:00Z', true],
  ['2022-07-04t07:55:00z', '2022-07-04T07:55:00Z', true],
  ['2022-07-04T09:55:00+02:00', '2022-07-04T07:55:00Z', true],
  ['2022-07-04T09:55:00+0200', '2022-07-04T07:55:00Z', true],
  ['2022-07-04T09:55:00+02', '2022-07-04T07:55:00Z', true],
  ['2022-07-04T07:55Z', '2022-07-04T07:55:00Z', true],
  ['2022-07-04 09:55:00 +0200', '2022-07-04T07:55:00Z', true],
  ['2022-07-04 09:55:00 +02:00', '2022-07-04T07:55:00Z', true],
  ['2022-07-04 09:55:00+02:00', '2022-07-04T07:55:00Z', true],
  ['2022-07-04 09:55 +0200', '2022-07-04T07:55:00Z', true],
  ['2022-7-4 9:55:00 +0200', '2022-07-04T07:55:00Z', true],
  ['2022-07-04 09:55:00 +2', '2022-07-04T07:55:00Z', true],
  ['2022-07-04 07:55:00 UTC', '2022-07-04T07:55:00Z', true],
  ['2022-07-04T09:55:00[Europe/Madrid]', '2022-07-04T07:55:00Z', true],
  ['Mon, 04 Jul 2022 07:55:00 GMT', '2022-07-04T07:55:00Z', true],
  ['Mon, 4 Jul 2022 07:55:00 +0000', '2022-07-04T07:55:00Z', true],
  ['4 Jul 2022 03:55:00 EDT', '2022-07-04T07:55:00Z', true],
  ['  2022-07-04T07:55:00Z\n', '2022-07-04T07:55:00Z', true],
  // Z and an offset say the instant; the name of a zone behind them only where it is.
  ['2022-07-04T07:55:00Z[Europe/Paris]', '2022-07-04T07:55:00Z', true],
  ['2022-07-04T07:55:00Z[BST]', '2022-07-04T07:55:00Z', true],
  ['2022-07-04T12:55:00+05:00[Europe/Paris]', '2022-07-04T07:55:00Z', true],
  ['2022-07-04T07:55:00[UTC]', '2022-07-04T07:55:00Z', true],
  ['2022-07-04 08:55:00 Europe/London', '2022-07-04T07:55:00Z', true],
  ['2022-07-04 04:55 America/Argentina/Buenos_Aires', '2022-07-04T07:55:00Z', true],
  ['2022-07-04 04:55 Etc/GMT+3', '2022-07-04T07:55:00Z', true],
  ['Mon, 4 Jul 2022 09:55:00 +0200 (CEST)', '2022-07-04T07:55:00Z', true],
  // Abbreviations are those of RFC 822 and the Continent's, in every form and at every time of the year.
  ['2022-07-04 02:55:00 EST', '2022-07-04T07:55:00Z', true],
  ['2022-07-04 03:55:00 EDT', '2022-07-04T07:55:00Z', true],
  ['2022-07-03 23:55 PST', '2022-07-04T07:55:00Z', true],
  ['2022-07-04 08:55:00 CET', '2022-07-04T07:55:00Z', true],
  ['2022-07-04T09:55:00 CEST', '2022-07-04T07:55:00Z', true],
  ['2022-07-04 16:55:00 Japan', '2022-07-04T07:55:00Z', true],
  ['2022-07-04T07:55:00 gmt', '2022-07-04T07:55:00Z', true],
  ['2022-7-4 3:55 EDT', '2022-07-04T07:55:00Z', true],
  ['2022-07-04 09:55:00 +0200 CEST', '2022-07-04T07:55:00Z', true],
  ['2022-07-04 02:55 (EST)', '2022-07-04T07:55:00Z', true],
  // With slashes, the year first.
  ['2022/07/04 09:55:00 +0200', '2022-07-04T07:55:00Z', true],
  ['2022/07/04 09:55:00+02:00', '2022-07-04T07:55:00Z', true],
  ['2022/7/4 9:55 +0200', '2022-07-04T07:55:00Z', true],
  ['2022/07/04T07:55:00Z', '2022-07-04T07:55:00Z', true],
  ['2022/07/04 08:55:00 Europe/London', '2022-07-04T07:55:00Z', true],
  ['2022/7/4 3:55 EDT', '2022-07-04T07:55:00Z', true],
  // As JavaScript writes it.
  ['Mon Jul 04 2022 07:55:00 GMT+0000 (Coordinated Universal Time)', '2022-07-04T07:55:00Z', true],
  ['Mon Jul 04 2022 15:55:00 GMT+0800 (中国标准时间)', '2022-07-04T07:55:00Z', true],
  ['Mon Jul 4 2022 15:55:00 GMT+0800', '2022-07-04T07:55:00Z', true],
  // Without: in Madrid it is two hours later.
  ['2022. 7. 4. 9:55', '2022-07-04T07:55:00Z', false],
  ['2022.07.04 09:55:00', '2022-07-04T07:55:00Z', false],
  ['2022年7月4日 09:55', '2022-07-04T07:55:00Z', false],
  ['2022-07-04T09:55:00', '2022-07-04T07:55:00Z', false],
  ['2022-07-04T09:55', '2022-07-04T07:55:00Z', false],
  ['2022-07-04 09:55:00', '2022-07-04T07:55:00Z', false],
  ['2022-07-04 09:55', '2022-07-04T07:55:00Z', false],
  ['2022-7-4 9:55', '2022-07-04T07:55:00Z', false],
  ['2022/07/04 09:55:00', '2022-07-04T07:55:00Z', false],
  ['2022-07-04', '2022-07-03T22:00:00Z', false],
  ['20220704', '2022-07-03T22:00:00Z', false],
  ['2022-7-4', '2022-07-03T22:00:00Z', false],
  ['2022-12-11', '2022-12-10T23:00:00Z', false], // -11 is no offset
  ['2022/07/04', '2022-07-03T22:00:00Z', false],
  ['2022/7/4 9:55', '2022-07-04T07:55:00Z', false],
  // As Notion writes them.
  ['July 4, 2022 9:55 AM', '2022-07-04T07:55:00Z', false],
  ['Jul 4, 2022 09:55', '2022-07-04T07:55:00Z', false],
  ['4 July 2022 09:55', '2022-07-04T07:55:00Z', false],
  ['2022/07/04 9:55 pm', '2022-07-04T19:55:00Z', false],
  ['2022-07-04 09:55:00 AM', '2022-07-04T07:55:00Z', false],
  ['2022. 07. 04.', '2022-07-03T22:00:00Z', false],
  ['2022.7.4', '2022-07-03T22:00:00Z', false],
  ['2022年07月04日', '2022-07-03T22:00:00Z', false],
  ['July 4th, 2022', '2022-07-03T22:00:00Z', false],
  ['3rd Jul 2022', '2022-07-02T22:00:00Z', false],
  ['Jul 08 2022', '2022-07-07T22:00:00Z', false],
  ['Jul 8, 2022', '2022-07-07T22:00:00Z', false],
  ['July 8, 2022', '2022-07-07T22:00:00Z', false],
  ['8 July 2022', '2022-07-07T22:00:00Z', false],
  ['8 Jul 2022', '2022-07-07T22:00:00Z', false],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T07:49:37Z', false], // asctime
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37Z', true],
  // Edges.
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z', true],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z', true],
  ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z', true],
])('reads %j', (text, expected, hasZone) => {
  const date = parseDate(text, 'Europe/Madrid');
  expect(date && { at: formatRfc3339(date.at), hasZone: date.hasZone }).toEqual({ at: expected, hasZone });
});

test.each([
  '',
  ' ',
  'yesterday',
  '2022',
  '2022-07',
  '1656921300',
  '04/07/2022', // day or month first cannot be known
  '2022-13-01',
  '2022-02-29',
  '2022-02-29T00:00:00Z',
  '2022-00-10T00:00:00Z',
  '2022-07-04T24:00:00Z',
  '2022-07-04T07:60:00Z',
  '2022-07-04T07:55:60Z',
  '0000-01-01T00:00:00Z',
  '10000-01-01T00:00:00Z',
  '2022-07-04T07:55:00+99:00',
  '2022-W27-1',
  // What ICU takes for Dhaka, Anchorage, Cairo, Kolkata, Maputo, Guayaquil.
  ...['BST', 'AST', 'ART', 'IST', 'CAT', 'ECT'].flatMap((name) => [
    `2024-06-01 10:00:00 ${name}`,
    `2024-06-01 10:00 ${name}`,
    `2024-06-01 100000${name}`,
    `2024-06-01T10:00:00[${name}]`,
  ]),
  '2024-06-01 10:00:00 Atlantis',
  '2024-06-01 10:00:00 Mars/Olympus',
  '2022-07-04 09:55 (BST)',
  'July 4, 2022 09:55 (EST)',
  '2022/13/04 09:55 +0200',
  '22/07/04',
  '04.07.2022',
  '2022.13.04',
  '2022.7.4.1',
  '2022年7月',
  'Mon Jul 04 2022 07:55:00 BST',
  'Julyth 4, 2022',
  '2022/07-04',
  'Invalid Date',
  'null',
])('refuses %j', (text) => {
  expect(parseDate(text, 'Europe/Madrid')).toBeUndefined();
});

test('a date in millions of spaces is refused in seconds', () => {
  expect(parseDate(`2022-07-04${' '.repeat(2_000_000)}x`, 'UTC')).toBeUndefined();
}, 20_000);

test('the short way for UTC agrees with luxon, wherever the digits fall', () => {
  const digits = (max: number, length: number) =>
    fc.integer({ min: 0, max }).map((n) => String(n).padStart(length, '0'));
  const parts = fc.tuple(digits(9999, 4), digits(13, 2), digits(32, 2), digits(23, 2), digits(60, 2), digits(60, 2));
  fc.assert(
    fc.property(parts, ([year, month, day, hour, minute, second]) => {
      const text = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
      const date = DateTime.fromISO(text, { zone: 'UTC' });
      const expected = date.isValid ? instant(date.toSeconds()) : undefined;
      expect(parseDate(text, 'Asia/Tokyo')?.at).toBe(expected);
    }),
    runs(500),
  );
});

test('a date without a zone is that hour in the zone given', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2_000_000_000 }),
      fc.constantFrom('UTC', 'Asia/Tokyo', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'),
      (seconds, zone) => {
        const at = instant(seconds) as Instant;
        const local = DateTime.fromSeconds(at, { zone });
        const text = local.toFormat("yyyy-MM-dd'T'HH:mm:ss");
        const read = parseDate(text, zone)?.at ?? 0;
        expect(DateTime.fromSeconds(read, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss")).toBe(text);
      },
    ),
    runs(200),
  );
});

test.each(['2026-01-15', '2026-07-15'])('what clocks say twice, or never, is one instant, built on %s too', (today) => {
  vi.useFakeTimers({ now: new Date(today), toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const read = (text: string, zone: string) => formatRfc3339(parseDate(text, zone)?.at ?? (0 as Instant));
  expect(read('2026-11-01 01:30', 'America/New_York')).toBe('2026-11-01T05:30:00Z');
  expect(read('2026-03-08 02:30', 'America/New_York')).toBe('2026-03-08T07:30:00Z');
  expect(read('2026-10-25 02:30 Europe/Berlin', 'UTC')).toBe('2026-10-25T00:30:00Z');
  // By the sun, to the second.
  expect(read('1850-01-01 00:00', 'America/New_York')).toBe('1850-01-01T04:56:02Z');
  // The zone was a day away from where it is now.
  expect(read('2011-09-24 04:00', 'Pacific/Apia')).toBe('2011-09-24T14:00:00Z');
});

test('reads no date into any text, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d :TZ+-]{0,25}$/)), (text) => {
      const at = parseDate(text, 'UTC')?.at;
      expect(at === undefined || instant(at) === at).toBe(true);
    }),
    runs(300),
  );
});

test.each([
  ['UTC', true],
  ['Europe/Madrid', true],
  ['utc', true],
  ['GMT', true],
  ['BST', false],
  ['Japan', true],
  ['CET', false],
  ['Mars/Olympus', false],
  ['', false],
  ['+02:00', false],
])('isTimeZone(%j) is %s', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected);
});
