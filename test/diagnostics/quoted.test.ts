import { expect, test } from 'vitest';
import { quoted, shown } from '../../src/diagnostics/catalogue/quoted.ts';

test.each([
  ['of the input', quoted],
  ['of a feed', shown],
])('a long value %s is cut between two characters', (_, show) => {
  expect(show(`${'x'.repeat(58)}\u{1F600}yz`)).toBe(`“${'x'.repeat(58)}…”`);
  expect(show(`${'x'.repeat(57)}\u{1F600}yz`)).toBe(`“${'x'.repeat(57)}\u{1F600}…”`);
  expect(show(`${'x'.repeat(58)}\u{1F600}`)).toBe(`“${'x'.repeat(58)}\u{1F600}”`);
});
