// In: values. Out: a short hash of them, the same on every machine and in every version of this program.
import { createHash } from 'node:crypto';

/** 16 hex digits of the SHA-256 of the values' JSON; `undefined` counts as `null`. */
export function hashOf(...values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
}
