// Suites that need something of the machine: left out with a word when it is missing, unless nothing may be left out.
import { describe, test } from 'vitest';

/** `describe` for a suite that needs `what`. With FEEDMILL_REQUIRE_ALL=1 a missing component is a failure. */
export function describeWith(isThere: boolean, what: string, title: string, suite: () => void): void {
  if (isThere) describe(title, suite);
  else if (process.env['FEEDMILL_REQUIRE_ALL'] === '1') {
    test(title, () => {
      throw new Error(`${what} is missing, and FEEDMILL_REQUIRE_ALL=1 allows no suite to be left out.`);
    });
  } else describe.skip(`${title} (left out: ${what} is missing)`, suite);
}
