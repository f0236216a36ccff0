// How long a server may ask to be waited for.
import { expect, test } from 'vitest';
import { retryAfterMs } from '../../src/publish/retry.ts';

test.each([
  ['7', 7000],
  ['3600', 30_000],
  ['0', undefined],
  ['-1', undefined],
  ['Fri, 02 Jan 2026 10:00:00 GMT', undefined],
  ['', undefined],
  [null, undefined],
  [undefined, undefined],
])('Retry-After: %s', (value, expected) => {
  expect(retryAfterMs(value)).toBe(expected);
});
