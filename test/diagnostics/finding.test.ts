import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finding, inOrder, placesIn } from '../../src/diagnostics/finding.ts';
import { shownOf } from '../../src/diagnostics/text-report.ts';
import { runs } from '../support/runs.ts';

test.each([
  ['abc', 0, 1, { line: 1, column: 1, endColumn: 2, frame: [{ number: 1, text: 'abc' }] }],
  ['abc', 1, 3, { line: 1, column: 2, endColumn: 4, frame: [{ number: 1, text: 'abc' }] }],
  [
    'a\nbc\nd',
    3,
    4,
    {
      line: 2,
      column: 2,
      endColumn: 3,
      frame: [
        { number: 1, text: 'a' },
        { number: 2, text: 'bc' },
      ],
    },
  ],
  [
    'a\nbc\nd',
    2,
    99,
    {
      line: 2,
      column: 1,
      endColumn: 3,
      frame: [
        { number: 1, text: 'a' },
        { number: 2, text: 'bc' },
      ],
    },
  ],
  [
    'a\r\nbc\r\n',
    3,
    5,
    {
      line: 2,
      column: 1,
      endColumn: 3,
      frame: [
        { number: 1, text: 'a' },
        { number: 2, text: 'bc' },
      ],
    },
  ],
  [
    'a\n',
    2,
    3,
    {
      line: 2,
      column: 1,
      endColumn: 2,
      frame: [
        { number: 1, text: 'a' },
        { number: 2, text: '' },
      ],
    },
  ],
  [
    '\n\nx',
    2,
    3,
    {
      line: 3,
      column: 1,
      endColumn: 2,
      frame: [
        { number: 2, text: '' },
        { number: 3, text: 'x' },
      ],
    },
  ],
  [
    '\nx',
    1,
    2,
    {
      line: 2,
      column: 1,
      endColumn: 2,
      frame: [
        { number: 1, text: '' },
        { number: 2, text: 'x' },
      ],
    },
  ],
  ['', 0, 0, { line: 1, column: 1, endColumn: 2, frame: [{ number: 1, text: '' }] }],
  ['ab', 50, 60, { line: 1, column: 3, endColumn: 4, frame: [{ number: 1, text: 'ab' }] }], // beyond the end is the end
  ['\uFEFFab', 2, 3, { line: 1, column: 2, endColumn: 3, frame: [{ number: 1, text: 'ab' }] }], // no editor counts it
  ['\uFEFFab', 0, 1, { line: 1, column: 1, endColumn: 2, frame: [{ number: 1, text: 'ab' }] }],
  ['a\n\uFEFFb', 3, 4, { line: 2, column: 2 }], // only a file begins with one
  ['人\u{1F600}x', 3, 4, { line: 1, column: 4, endColumn: 5, frame: [{ number: 1, text: '人\u{1F600}x' }] }],
])('placesIn(%j)(%d, %d)', (text, start, end, expected) => {
  expect(placesIn(text)({ start, end })).toMatchObject(expected);
});

test('of a long line only what is around the place is kept', () => {
  const { column, endColumn, frame } = placesIn(`${'a'.repeat(500)}HERE${'b'.repeat(500)}`)({ start: 500, end: 504 });
  const [line] = frame;
  expect([column, endColumn]).toEqual([501, 505]);
  expect(line?.text.length).toBeLessThan(200);
  expect(line?.text.indexOf('HERE')).toBe(500 - (line?.start ?? 0));
});

test('a mask sees every line that is shown, with its place', () => {
  const { frame } = placesIn('one\ntwo\nthree', (line, start) => `${start}${line}`)({ start: 4, end: 5 });
  expect(frame.map(({ text }) => text)).toEqual(['0one', '4two']);
});

test('line and column lead back to the place, in any text', () => {
  const lines = fc.array(fc.string({ unit: fc.constantFrom('a', '人', '\u{1F600}', '\t', ' ', '\u2028') }), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(lines, fc.nat(80), (parts, place) => {
      const text = parts.join('\n');
      const start = Math.min(place, text.length);
      const { line, column } = placesIn(text)({ start, end: start + 1 });
      expect(
        text
          .split('\n')
          .slice(0, line - 1)
          .reduce((sum, given) => sum + given.length + 1, 0) +
          column -
          1,
      ).toBe(start);
    }),
    runs(300),
  );
});

test('findings are sorted by path, line, column, severity, code and message', () => {
  const at = (line: number, column: number) => ({ line, column, endColumn: column + 1, frame: [] });
  const sorted = [
    finding('collections/nameless-topic', { name: '!' }, ''),
    finding('article/missing-title', {}, 'B.md', at(1, 1)),
    finding('collections/nameless-topic', { name: '!' }, 'a.md'),
    finding('article/missing-date', {}, 'a.md', at(2, 1)),
    finding('article/missing-title', {}, 'a.md', at(2, 1)),
    finding('article/html-in-text', { field: 'a', tag: '<b>' }, 'a.md', at(2, 1)),
    finding('article/html-in-text', { field: 'b', tag: '<b>' }, 'a.md', at(2, 1)),
    finding('article/decoded-entity', { field: 'a', count: 1 }, 'a.md', at(2, 1)),
    finding('article/missing-title', {}, 'a.md', at(2, 9)),
    finding('article/missing-title', {}, 'a.md', at(10, 1)),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (shuffled) => {
      expect(inOrder(shuffled)).toEqual(sorted);
    }),
    runs(50),
  );
  expect(shownOf(sorted, true).counts).toEqual({ error: 5, warning: 4, info: 1 });
});
