import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PrintedMap } from '../../src/collect/printed-map.ts';
import { runs } from '../support/runs.ts';

test('it is a map, though all prints are the same', () => {
  const keys = fc.constantFrom('a', 'b', 'c', 'd');
  fc.assert(
    fc.property(fc.array(fc.tuple(keys, fc.nat(9))), fc.integer({ min: 1, max: 3 }), (pairs, prints) => {
      const printOf = (key: string) => key.charCodeAt(0) % prints;
      const expected = new Map<string, number>();
      // The key of a value stands in its place.
      const printed = new PrintedMap((value, asked) => 'abcd'[value % 4] === asked);
      for (const [key, number] of pairs) {
        const value = number * 4 + 'abcd'.indexOf(key);
        const before = expected.get(key);
        if (before === undefined) printed.set(printOf(key), () => key, value);
        else printed.replace(printOf(key), () => key, before, value);
        expected.set(key, value);
      }
      for (const key of 'abcde') expect(printed.get(printOf(key), () => key)).toBe(expected.get(key));
    }),
    runs(100),
  );
});

test('it holds as many as there are, whatever their prints', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.nat(3), fc.nat(5000), (first, shift, count) => {
      const printOf = (value: number) => (first + (value << (shift * 8))) | 0;
      const printed = new PrintedMap((value, asked) => String(value) === asked);
      for (let value = 0; value < count; value++) printed.set(printOf(value), () => String(value), value);
      for (let value = 0; value < count; value++) {
        if (printed.get(printOf(value), () => String(value)) !== value) expect.unreachable(`${value} is lost`);
      }
      expect(printed.get(printOf(count), () => String(count))).toBeUndefined();
    }),
    runs(30),
  );
});

test('a key that no print announces is not read', () => {
  const printed = new PrintedMap(() => true);
  const unread = () => expect.unreachable();
  printed.set(1, unread, 7);
  expect(printed.get(2, unread)).toBeUndefined();
});
