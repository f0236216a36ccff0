// The XML writer: what becomes of each character, in text and in attributes.
import { expect, test } from 'vitest';
import {
  addressElement,
  attribute,
  characters,
  element,
  rfc822,
  rfc3339,
  stylesheet,
  text,
} from '../../src/render/xml.ts';

test.each([
  ['plain', 'plain'],
  ['a & b < c > d', 'a &#x26; b &#x3C; c &#x3E; d'],
  ['&amp;', '&#x26;amp;'],
  [']]>', ']]&#x3E;'],
  ['"quotes\' stay', '"quotes\' stay'],
  [' white \t\n space ', ' white \t\n space '],
  ['a\r\nb\rc', 'a\nb\nc'],
  ['\u0000a\u0008b\u000Bc\u001F', 'abc'],
  ['\uFFFEa\uFFFF', 'a'],
  ['\uD800a\uDC00', 'a'],
  ['\u{1F600}\u{10FFFF}', '\u{1F600}\u{10FFFF}'],
  ['\u007F\u0085\u2028', '\u007F\u0085\u2028'],
])('text %j is written as %j', (given, written) => {
  expect(text(given)).toBe(written);
});

test.each([
  ['plain', ' n="plain"'],
  ['a & b < c > "d"', ' n="a &amp; b &lt; c &gt; &quot;d&quot;"'],
  ["it's", ' n="it\'s"'],
  ['a\t\n b\r\nc  d', ' n="a b c d"'],
  ['\u0000\uD800x', ' n="x"'],
  [7, ' n="7"'],
  [undefined, ''],
])('attribute %j is written as %j', (given, written) => {
  expect(attribute('n', given)).toBe(written);
});

test('what is written as it is needs no escape: every code unit', () => {
  const safe = (given: string) => given.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g, '').replace(/\r/g, '\n');
  for (let code = 0; code <= 0xffff; code++) {
    const given = `a${String.fromCharCode(code)}b`;
    const inText = safe(given).replace('&', '&#x26;').replace('<', '&#x3C;').replace('>', '&#x3E;');
    const inAttribute = safe(given)
      .replace(/[\t\n]/, ' ')
      .replace('&', '&amp;')
      .replace('<', '&lt;')
      .replace('>', '&gt;');
    if (characters(given) !== safe(given) || text(given) !== inText) expect(text(given)).toBe(inText);
    if (attribute('n', given) !== ` n="${inAttribute.replace('"', '&quot;')}"`)
      expect(attribute('n', given)).toBe(inAttribute);
  }
});

test('a forbidden character between CR and LF leaves one line end', () => {
  expect(characters('a\r\u0000\nb')).toBe('a\nb');
});

test('characters keeps what every format can carry', () => {
  expect(characters('a\r\u0000\u{1F600}<&>')).toBe('a\n\u{1F600}<&>');
});

test('an element adds no white space to its value, and is absent without one', () => {
  expect(element('  ', 'a', ' b ', ' c="d"')).toBe('  <a c="d"> b </a>\n');
  expect(element('', 'a', 0)).toBe('<a>0</a>\n');
  expect(element('', 'a', undefined)).toBe('');
});

test('an address as text has named entities, which every reader decodes there', () => {
  expect(addressElement('  ', 'link', 'https://e.example/?a=1&copy=2')).toBe(
    '  <link>https://e.example/?a=1&amp;copy=2</link>\n',
  );
  expect(addressElement('', 'link', undefined)).toBe('');
});

test('dates are whole seconds in UTC, and never invalid', () => {
  const date = new Date('2022-07-04T07:55:00.999Z');
  expect(rfc822(date)).toBe('Mon, 04 Jul 2022 07:55:00 GMT');
  expect(rfc3339(date)).toBe('2022-07-04T07:55:00Z');
  expect(() => rfc822(new Date('never'))).toThrow(TypeError);
  expect(() => rfc3339(new Date(8e15))).toThrow(TypeError);
});

test('a stylesheet instruction cannot be closed by its address', () => {
  expect(stylesheet('/a?>b.css')).toBe('<?xml-stylesheet href="/a?&gt;b.css" type="text/css"?>\n');
  expect(stylesheet('/a.xsl')).toBe('<?xml-stylesheet href="/a.xsl" type="text/xsl"?>\n');
  expect(stylesheet(undefined)).toBe('');
});
