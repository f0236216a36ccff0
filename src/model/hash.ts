// In: values. Out: a short hash of them, the same on every machine and in every version of this program.
import { hash } from 'node:crypto';
import { jsonString } from './json-text.ts';

/** 16 hex digits of the SHA-256 of the values' JSON; `undefined` counts as `null`. */
export function hashOf(...values: readonly unknown[]): string {
  return textHash(jsonOf(values));
}

/** 16 hex digits of a text's SHA-256. */
export function textHash(text: string): string {
  return hash('sha256', text).slice(0, 16);
}

/** As `JSON.stringify` writes it; lists of texts and numbers, which nearly all are, in half the time. */
function jsonOf(value: unknown): string {
  if (typeof value === 'string') return jsonString(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (!Array.isArray(value)) return JSON.stringify(value) ?? 'null';
  let json = '[';
  for (let index = 0; index < value.length; index++) json += (index === 0 ? '' : ',') + jsonOf(value[index]);
  return `${json}]`;
}

/** A number of 32 bits that tells most texts apart (FNV-1a over UTF-16 code units): for finding, never for naming. */
export function printOf(text: string): number {
  let print = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) print = Math.imul(print ^ text.charCodeAt(at), 0x01000193);
  return print;
}
