// Languages as the registry has them: the table is compared with that of a package.
import tags from 'language-tags';
import { expect, test } from 'vitest';
import { languageTag } from '../../src/model/language.ts';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
const isRegistered = (code: string) => tags.types(code).includes('language');

test('two letters are a language exactly where the registry has them', () => {
  expect(PAIRS.filter((code) => (languageTag(code) !== undefined) !== isRegistered(code))).toEqual([]);
});

test('three letters become two only where the registry has no others', () => {
  const changed = PAIRS.flatMap((pair) => LETTERS.map((letter) => pair + letter)).filter(
    (code) => languageTag(code) !== code,
  );
  expect(changed.length).toBeGreaterThan(200);
  expect(changed.filter((code) => isRegistered(code) || !isRegistered(languageTag(code) ?? ''))).toEqual([]);
});

test.each([
  ['eng', 'en'],
  ['ENG-us', 'en-us'],
  ['heb', 'he'],
  ['zho_Hant_TW', 'zh-Hant-TW'],
  ['fil', 'fil'],
  ['EN-GB', 'EN-GB'],
  ['jp', undefined],
  ['cn-Hans', undefined],
  ['english', undefined],
])('%s is %s', (given, expected) => {
  expect(languageTag(given)).toBe(expected);
});
