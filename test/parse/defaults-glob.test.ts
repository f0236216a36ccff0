// Globs of site generators: what they mean, and that none takes long.
import fc from 'fast-check';
import picomatch from 'picomatch';
import { expect, test } from 'vitest';
import { globTest, isGlob } from '../../src/parse/defaults/glob.ts';

test.each([
  ['/posts/*', ['/posts/a', '/posts/'], ['/posts/a/b', '/post/a']],
  ['/posts/**', ['/posts/a', '/posts/a/b', '/posts/a\nb/c'], ['/posts', '/other/posts/a']],
  ['/posts/w**', ['/posts/w', '/posts/wip/a'], ['/posts/a']],
  ['/**/wip/*', ['/wip/a', '/a/b/wip/c'], ['/awip/c', '/wip/a/b']],
  ['**wip', ['a/wip', 'wip', 'a-wip'], ['wip/a']],
  ['/{posts,other/{a,b}}/?', ['/posts/x', '/other/a/x', '/other/b/x'], ['/other/x', '/posts/xy']],
  ['[a-c]x[!a-c]', ['axd'], ['dxd', 'axa', 'ax/']],
  ['[]x]', [']', 'x'], ['y']],
  ['a[', ['a['], ['a']],
  ['\\*\\', ['*\\'], ['a\\']],
  ['(a|b)+.md', ['(a|b)+.md'], ['a.md', 'ab.md']],
  ['!a', ['!a'], ['b']],
  ['\u{1f600}?', ['\u{1f600}\u{1f601}'], ['\u{1f600}']],
  ['', [''], ['a']],
  // However an accent is written.
  ['\u00e9/?', ['e\u0301/e\u0301', '\u00e9/a'], ['e/a']],
  ['[e\u0301]*', ['\u00e9t'], ['e', '\u0301']],
])('%s', (glob, fitting, others) => {
  expect(isGlob(glob)).toBe(true);
  expect([...fitting, ...others].filter(globTest([glob]))).toEqual(fitting);
});

test('they mean what another matcher makes of them', () => {
  const name = fc
    .string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 3 })
    .filter((text) => /[ab]/.test(text));
  const segment = fc.oneof(
    name,
    fc.constant('**'),
    fc
      .array(fc.constantFrom('a', 'b', '*', '?', '[ab]', '[^a]', '{a,bb}'), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join('')),
  );
  const glob = fc
    .array(segment, { minLength: 1, maxLength: 4 })
    // What these mean at the end, or within a name, is not the same everywhere.
    .filter((segments) => segments.at(-1) !== '**' && segments.every((one) => one === '**' || !one.includes('**')))
    .map((segments) => segments.join('/'));
  const text = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join('/'));
  fc.assert(
    fc.property(glob, text, (one, path) => {
      expect(globTest([one])(path)).toBe(picomatch(one, { dot: true })(path));
    }),
  );
});

test('none takes long', () => {
  const text = 'a'.repeat(250);
  expect(globTest([`${'*a'.repeat(40)}b`, `${'**a'.repeat(40)}b`, `${'+('.repeat(99)}a${')'.repeat(99)}`])(text)).toBe(
    false,
  );
  expect(globTest([`${'a*'.repeat(40)}`])(text)).toBe(true);
});

test('what stands for too much is none', () => {
  for (const glob of ['a*'.repeat(40_000), '{,a}'.repeat(40), '{'.repeat(5_000)]) {
    expect(isGlob(glob)).toBe(false);
    expect(globTest([glob])('a')).toBe(false);
  }
});
