import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finding, inOrder, placesIn } from '../../src/diagnostics/finding.ts';
import { shownOf } from '../../src/diagnostics/text-report.ts';
import { runs } from '../support/runs.ts';

test.each<[string, number, number, [number, number, number], string[]]>([
  ['abc', 0, 1, [1, 1, 2], ['abc']],
  ['abc', 1, 3, [1, 2, 4], ['abc']],
  ['a\nbc\nd', 3, 4, [2, 2, 3], ['a', 'bc']],
  ['a\nbc\nd', 2, 99, [2, 1, 3], ['a', 'bc']],
  ['a\r\nbc\r\n', 3, 5, [2, 1, 3], ['a', 'bc']],
  ['a\n', 2, 3, [2, 1, 2], ['a', '']],
  ['\n\nx', 2, 3, [3, 1, 2], ['', 'x']],
  ['\nx', 1, 2, [2, 1, 2], ['', 'x']],
  ['', 0, 0, [1, 1, 2], ['']],
  ['ab', 50, 60, [1, 3, 4], ['ab']], // beyond the end is the end
  ['\uFEFFab', 2, 3, [1, 2, 3], ['ab']], // no editor counts it
  ['\uFEFFab', 0, 1, [1, 1, 2], ['ab']],
  ['a\n\uFEFFb', 3, 4, [2, 2, 3], ['a', '\uFEFFb']], // only a file begins with one
  ['人\u{1F600}x', 3, 4, [1, 4, 5], ['人\u{1F600}x']],
])('placesIn(%j)(%d, %d)', (text, start, end, place, lines) => {
  const { line, column, endColumn, frame } = placesIn(text)({ start, end });
  expect([line, column, endColumn]).toEqual(place);
  const first = line - lines.length + 1;
  expect(frame).toMatchObject(lines.map((shown, index) => ({ number: first + index, text: shown })));
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
