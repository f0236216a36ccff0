import { expect, test } from 'vitest';
import { htmlAttribute, htmlText } from '../../src/compose/html.ts';
import { text } from '../support/documents.ts';

test('text is escaped', () => {
  expect(htmlText(text('a & b < c > d "e" &amp;'))).toBe('a &amp; b &lt; c &gt; d "e" &amp;amp;');
});

test.each([
  ['title', undefined, ''],
  ['href', 'https://a.example/?b=c&d', ' href="https://a.example/?b=c&amp;d"'],
  ['alt', '"<>', ' alt="&quot;&lt;&gt;"'],
  ['alt', '', ' alt=""'],
  ['width', 5, ' width="5"'],
])('the attribute %s with %j', (name, value, expected) => {
  expect(htmlAttribute(name, value)).toBe(expected);
});
