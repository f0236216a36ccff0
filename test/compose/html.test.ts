import { expect, test } from 'vitest';
import { htmlTag, htmlText } from '../../src/compose/html.ts';
import { text } from '../support/documents.ts';

test('text is escaped', () => {
  expect(htmlText(text('a & b < c > d "e" &amp;'))).toBe('a &amp; b &lt; c &gt; d "e" &amp;amp;');
});

test.each([
  ['p', {}, '<p>'],
  ['a', { href: 'https://a.example/?b=c&d', title: undefined }, '<a href="https://a.example/?b=c&amp;d">'],
  ['img', { alt: '"<>', width: 5 }, '<img alt="&quot;&lt;&gt;" width="5" />'],
])('the tag %s with %j', (name, attributes, expected) => {
  expect(htmlTag(name, attributes)).toBe(expected);
});
