import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slugOf, topicKey, withHash } from '../../src/collect/slug.ts';
import { runs } from '../support/runs.ts';
import { anyCharacter, anyText } from '../support/texts.ts';

test.each([
  ['AI', 'ai'],
  ['AI Builder', 'ai-builder'],
  ['C', 'c'],
  ['C++', 'c-plus-plus'],
  ['C#', 'c-sharp'],
  ['F# & .NET', 'f-sharp-net'],
  ['#MeToo', 'sharpmetoo'],
  ['人工智能', '人工智能'],
  ['الذكاء الاصطناعي', 'الذكاء-الاصطناعي'],
  ['हिन्दी', 'हिन्दी'],
  ['Straße', 'straße'],
  ['Cafe\u0301', 'café'],
  ['İstanbul', 'i̇stanbul'],
  ['U.S. News & World', 'u-s-news-world'],
  ['../../etc/passwd', 'etc-passwd'],
  ['..', ''],
  ['.', ''],
  ['/', ''],
  ['C:\\Windows', 'c-windows'],
  ['a\u0000b', 'a-b'],
  ['--a--', 'a'],
  ['👩‍🚀', ''],
  ['2022', '2022'],
  ['½', '½'],
  ['', ''],
])('slugOf(%j) is %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug.normalize('NFC'));
});

test('a long name is cut and told apart by its hash', () => {
  const [one, two] = [slugOf(`${'very long '.repeat(20)}one`), slugOf(`${'very long '.repeat(20)}two`)];
  expect(one).toMatch(/^very-long-.*[a-z]-[\da-f]{6}$/);
  expect(one).not.toBe(two);
  expect(one).not.toContain('--');
  expect(slugOf('𠀀'.repeat(60))).toMatch(/^(?:𠀀){40}-[\da-f]{6}$/u);
});

test.each([
  ['AI  Builder', 'ai builder'],
  [' ai\u00A0builder ', 'ai builder'],
  ['Cafe\u0301', 'caf\u00E9'],
  ['C++', 'c++'],
])('topicKey(%j) is %j', (name, key) => {
  expect(topicKey(name)).toBe(key);
});

test('a hash is that of the topic, not of its spelling', () => {
  expect(withHash('ai', 'AI  Builder')).toBe(withHash('ai', 'ai builder'));
  expect(withHash('ai', 'AI')).toMatch(/^ai-[\da-f]{6}$/);
});

test('a slug is one legal part of a path and of an address, for any name', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.string({ unit: anyCharacter })), (name) => {
      const slug = slugOf(name);
      expect(slug).toMatch(/^(?:[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*)?$/u);
      expect(new TextEncoder().encode(slug).length).toBeLessThan(256);
      expect(() => encodeURIComponent(slug)).not.toThrow();
      expect(slug).toBe(slug.normalize('NFC'));
    }),
    runs(500),
  );
});
