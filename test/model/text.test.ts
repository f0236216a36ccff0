import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languageTag } from '../../src/model/language.ts';
import {
  byCodeUnit,
  countForbidden,
  foldWhiteSpace,
  plainText,
  remembered,
  shared,
  xmlSafe,
} from '../../src/model/text.ts';
import { runs } from '../support/runs.ts';
import { anyCharacter, anyText, cleaned } from '../support/texts.ts';

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
    fc.property(fc.oneof(anyText, fc.string({ unit: anyCharacter })), (text) => {
      const plain = plainText(text);
      expect(countForbidden(plain)).toBe(0);
      expect(plain).not.toMatch(/^\s|\s$|\s\s|[^\S ]/);
      expect(plainText(plain)).toBe(plain);
    }),
    runs(500),
  );
});

describe('what needs no work is told at a glance, and only that', () => {
  // The definitions without any glance.
  const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
  const safe = (text: string) => text.replace(FORBIDDEN, '');
  const folded = (text: string) => text.replace(/[\s\u0085]+/g, ' ').replace(/^ | $/g, '');
  const check = (text: string) => {
    expect(xmlSafe(text)).toBe(safe(text));
    expect(countForbidden(text)).toBe(text.match(FORBIDDEN)?.length ?? 0);
    expect(foldWhiteSpace(text)).toBe(folded(text));
    expect(plainText(text)).toBe(folded(safe(text)));
  };

  test('every code unit, inside a text and at its ends', () => {
    for (let code = 0; code <= 0xffff; code++) {
      const character = String.fromCharCode(code);
      const inside = `a${character}b`;
      // `expect` for each would take half a minute.
      if (xmlSafe(inside) !== safe(inside) || plainText(inside) !== folded(safe(inside))) check(inside);
      if (foldWhiteSpace(inside) !== folded(inside) || plainText(character) !== folded(safe(character)))
        check(character);
    }
  });

  test('any text', () => {
    fc.assert(fc.property(fc.oneof(anyText, fc.string({ unit: anyCharacter })), check), runs(500));
  });
});

test('shared gives the same text, however many there were before', () => {
  for (let round = 0; round < 2; round++) {
    for (let index = 0; index < 30_000; index++) expect(shared(`word ${index}`) === `word ${index}`).toBe(true);
  }
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

test('byCodeUnit sorts like the runtime without a locale', () => {
  const names = ['b', 'B', 'ä', 'a', '\u{1F600}', '\uFFFD', '', 'aa'];
  expect([...names].sort(byCodeUnit)).toEqual([...names].sort());
  expect(byCodeUnit('a', 'a')).toBe(0);
});

test('what is remembered is made once, and anew when there were too many', () => {
  const made: string[] = [];
  const isLong = remembered(2, (text) => {
    made.push(text);
    return text.length > 1;
  });
  expect(['a', 'bb', 'a', 'bb', 'c', 'a'].map(isLong)).toEqual([false, true, false, true, false, false]);
  expect(made).toEqual(['a', 'bb', 'c', 'a']);
});
