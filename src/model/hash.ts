// In: values. Out: a short hash of them, the same on every machine and in every version of this program.
import { createHash } from 'node:crypto';

/** 16 hex digits of the SHA-256 of the values' JSON; `undefined` counts as `null`. */
export function hashOf(...values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
}

/** A number of 32 bits that tells most texts apart (FNV-1a over UTF-16 code units): for finding, never for naming. */
export function printOf(text: string): number {
  let print = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) print = Math.imul(print ^ text.charCodeAt(at), 0x01000193);
  return print;
}
