import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOf } from '../../src/model/hash.ts';
import { runs } from '../support/runs.ts';
import { anyCharacter, anyText } from '../support/texts.ts';

function hashOfJson(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
}

test('a ledger keeps hashes for years: they never change', () => {
  expect(hashOf('Title “A”\n', undefined, 1_656_921_300, [['https://a.example/', 5, null]])).toBe('7b86f7285867e373');
});

test('is the SHA-256 of the JSON of any values', () => {
  const leaf = fc.oneof(
    anyText,
    fc.string({ unit: anyCharacter }),
    fc.double(),
    fc.jsonValue(),
    fc.constant(undefined),
  );
  const value = fc.oneof(leaf, fc.array(fc.oneof(leaf, fc.array(leaf))), fc.record({ a: leaf }));
  fc.assert(
    fc.property(fc.array(value), (values) => {
      expect(hashOf(...values)).toBe(hashOfJson(values));
    }),
    runs(500),
  );
});

test('every code unit', () => {
  const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
  expect(hashOf(all)).toBe(hashOfJson([all]));
});
