import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  byCodeUnit,
  countForbidden,
  directionOf,
  foldWhiteSpace,
  type LanguageTag,
  languageTag,
  plainText,
  xmlSafe,
} from '../../src/model/text.ts';
import { runs } from '../support/runs.ts';
import { anyText, cleaned } from '../support/texts.ts';

describe('xmlSafe', () => {
  test.each([
    ['a\tb\nc\rd', 'a\tb\nc\rd', 0],
    ['\u0000\u0008\u000B\u000C\u000E\u001F', '', 6],
    ['\u007F\u0080\u009F', '\u007F\u0080\u009F', 0], // allowed by XML 1.0, flagged elsewhere
    ['\uFFFD\uFFFE\uFFFF', '\uFFFD', 2],
    ['\uD83D\uDE00', '\uD83D\uDE00', 0],
    ['\uD800', '', 1],
    ['\uDC00\uD800', '', 2],
    ['\uD83D\uD83D\uDE00\uDE00', '\uD83D\uDE00', 2],
    ['\uD83D\u0000\uDE00', '', 3], // nothing becomes a character by what stood between
    ['\u{10FFFF}', '\u{10FFFF}', 0],
  ])('of %j', (given, expected, removed) => {
    expect(xmlSafe(given)).toBe(expected);
    expect(countForbidden(given)).toBe(removed);
  });

  test('removes what a second table of XML 1.0 removes', () => {
    const lineEnds = (text: string) => text.replace(/\r\n|\r/g, '\n');
    fc.assert(
      fc.property(anyText, (text) => {
        expect(lineEnds(xmlSafe(text))).toBe(cleaned(text));
      }),
      runs(500),
    );
  });
});

test.each([
  [' a  b ', 'a b'],
  ['a\r\n\tb', 'a b'],
  ['a\u00A0\u2003\u3000\u202F\u2028\u2029\uFEFF\u0085b', 'a b'],
  ['a\u200Bb\u200Dc', 'a\u200Bb\u200Dc'], // joiners are no white space
  [' \n ', ''],
])('foldWhiteSpace of %j', (given, expected) => {
  expect(foldWhiteSpace(given)).toBe(expected);
});

test('plainText is clean, and clean text stays as it is', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.string({ unit: 'binary' })), (text) => {
      const plain = plainText(text);
      expect(countForbidden(plain)).toBe(0);
      expect(plain).not.toMatch(/^\s|\s$|\s\s|[^\S ]/);
      expect(plainText(plain)).toBe(plain);
    }),
    runs(500),
  );
});

describe('languageTag', () => {
  test.each([
    ['en', 'en'],
    ['pt_BR', 'pt-BR'],
    [' zh-Hans-CN ', 'zh-Hans-CN'],
    ['es-419', 'es-419'],
    ['de-CH-1996', 'de-CH-1996'],
    ['sl-rozaj-biske', 'sl-rozaj-biske'],
    ['zh-yue', 'zh-yue'],
    ['en-x-private', 'en-x-private'],
    ['th-u-nu-thai', 'th-u-nu-thai'],
    ['ckb', 'ckb'],
  ])('takes %j', (given, expected) => {
    expect(languageTag(given)).toBe(expected);
  });

  test.each([
    '',
    'e',
    'english',
    'spanish',
    'en-',
    '-en',
    'en--US',
    'en US',
    'en_US.UTF-8',
    'en-USA1',
    'en"',
    '123',
    'x-private',
    'i-klingon',
  ])('refuses %j', (given) => {
    expect(languageTag(given)).toBeUndefined();
  });
});

test.each([
  ['ar', 'rtl'],
  ['fa-IR', 'rtl'],
  ['HE', 'rtl'],
  ['ku-Latn', 'ltr'],
  ['az-Arab', 'rtl'],
  ['en', 'ltr'],
  ['zh-Hant', 'ltr'],
])('directionOf %s is %s', (tag, direction) => {
  expect(directionOf(tag as LanguageTag)).toBe(direction);
});

test('byCodeUnit sorts like the runtime without a locale', () => {
  const names = ['b', 'B', 'ä', 'a', '\u{1F600}', '\uFFFD', '', 'aa'];
  expect([...names].sort(byCodeUnit)).toEqual([...names].sort());
  expect(byCodeUnit('a', 'a')).toBe(0);
});
