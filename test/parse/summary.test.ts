import { expect, test } from 'vitest';
import { beginningOf } from '../../src/parse/summary.ts';

test.each([
  ['short', 20, 'short'],
  ['one two three', 9, 'one two…'],
  ['one, two three', 6, 'one…'],
  ['unbreakable', 5, 'unbre…'],
  ['ab\u{1F600}cd', 3, 'ab…'],
])('begins %j at %d', (text, max, expected) => {
  expect(beginningOf(text, max)).toBe(expected);
});
