// The direction of a language, against what the running Node knows of the Unicode CLDR.
import { expect, test } from 'vitest';
import { directionOf } from '../../src/model/direction.ts';
import { languageTag } from '../../src/model/language.ts';
import type { LanguageTag } from '../../src/model/text.ts';
import { LONG } from '../support/runs.ts';

const direction = (tag: string) => directionOf(languageTag(tag) as LanguageTag);

test.each([
  ['ar', 'rtl'],
  ['fa-IR', 'rtl'],
  ['HE', 'rtl'],
  ['az-Arab', 'rtl'],
  ['en', 'ltr'],
  ['zh-Hant', 'ltr'],
  ['zh-yue-Hant-HK', 'ltr'],
  ['ar-arz', 'rtl'],
  ['ar-Latn', 'ltr'],
  ['ar-arz-Latn-EG', 'ltr'],
  ['ff-Adlm', 'rtl'],
  ['en-Hebr-x-arab', 'rtl'],
  ['en-x-arab', 'ltr'],
  ['uz-u-rg-afzzzz', 'ltr'],
  ['sd-IN', 'ltr'],
  ['sd-IN-u-nu-arab', 'ltr'],
  ...['ku', 'ku-TR', 'ku-SY', 'ku-Latn', 'ku-Latn-IQ', 'pa', 'pa-IN', 'uz', 'uz-UZ', 'az', 'ms'].map((tag) => [
    tag,
    'ltr',
  ]),
  ...['ku-IQ', 'ku-IR', 'pa-PK', 'uz-AF', 'az-IR', 'ckb', 'iw', 'ji', 'fas', 'heb', 'urd'].map((tag) => [tag, 'rtl']),
  ...['prs', 'arz', 'ary', 'pnb', 'azb', 'mzn', 'glk', 'lrc', 'skr', 'sdh', 'nqo', 'ks', 'syr'].map((tag) => [
    tag,
    'rtl',
  ]),
])('directionOf %s is %s', (tag = '', expected) => {
  expect(direction(tag)).toBe(expected);
});

// What runs from right to left by Unicode, and may be the script of a language.
const RIGHT_TO_LEFT =
  /^(?:Adlm|Arab|Aran|Armi|Avst|Chrs|Cprt|Elym|Gara|Hatr|Hebr|Hung|Khar|Lydi|Mand|Mani|Mend|Merc|Mero|Narb|Nbat|Nkoo|Orkh|Ougr|Palm|Phli|Phlp|Phnx|Prti|Rohg|Samr|Sarb|Sogd|Sogo|Syr[cejn]|Thaa|Yezi)$/;
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const PAIRS = LETTERS.flatMap((a) => LETTERS.map((b) => a + b));
const TRIPLES = PAIRS.flatMap((pair) => LETTERS.map((c) => pair + c));

function byCldr(tag: string): string | undefined {
  const { script } = new Intl.Locale(tag).maximize();
  return script && (RIGHT_TO_LEFT.test(script) ? 'rtl' : 'ltr');
}

const wrong = (tags: readonly string[]) =>
  tags.filter((tag) => {
    const expected = byCldr(tag);
    return expected !== undefined && expected !== direction(tag);
  });

test('every language of two letters is written as CLDR has it', () => {
  expect(wrong(PAIRS)).toEqual([]);
});

// Of the rarest languages another version may know another script.
test.skipIf(process.versions['cldr'] !== '48.0')('so is every other that CLDR knows, and where they differ', () => {
  const known = [...PAIRS, ...TRIPLES].filter((tag) => tag !== 'und' && byCldr(tag) !== undefined);
  expect(known.length).toBeGreaterThan(5_000);
  expect(wrong(known)).toEqual([]);
  // In the usual run every fifth language, each time the same.
  const some = LONG ? known : known.filter((_, index) => index % 5 === 0);
  const regions = ['AF', 'CC', 'CM', 'CN', 'IN', 'IQ', 'IR', 'KZ', 'LB', 'MN', 'PK', 'SD', 'SN', 'SY', 'TR', 'US'];
  expect(wrong(some.flatMap((tag) => regions.map((region) => `${tag}-${region}`)))).toEqual([]);
});
