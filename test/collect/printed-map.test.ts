import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PrintedMap } from '../../src/collect/printed-map.ts';
import { runs } from '../support/runs.ts';

test('it is a map, though all prints are the same', () => {
  const keys = fc.constantFrom('a', 'b', 'c', 'd');
  fc.assert(
    fc.property(fc.array(fc.tuple(keys, fc.nat(9))), fc.integer({ min: 1, max: 3 }), (pairs, prints) => {
      const printOf = (key: string) => key.charCodeAt(0) % prints;
      const expected = new Map<string, { key: string; number: number }>();
      const printed = new PrintedMap<{ key: string; number: number }>(({ key }, asked) => key === asked);
      for (const [key, number] of pairs) {
        expected.set(key, { key, number });
        printed.set(printOf(key), () => key, { key, number });
      }
      for (const key of 'abcde') expect(printed.get(printOf(key), () => key)).toEqual(expected.get(key));
      const sorted = (values: Iterable<{ key: string }>) => [...values].sort((a, b) => a.key.localeCompare(b.key));
      expect(sorted(printed.values())).toEqual(sorted(expected.values()));
    }),
    runs(100),
  );
});

test('a key that no print announces is not read', () => {
  const printed = new PrintedMap<string>(() => true);
  const unread = () => expect.unreachable();
  printed.set(1, unread, 'one');
  expect(printed.get(2, unread)).toBeUndefined();
});
