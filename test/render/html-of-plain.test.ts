// Plain text as HTML that shows it, with few escapes.
import { expect, test } from 'vitest';
import { htmlOfPlain } from '../../src/render/html-of-plain.ts';

test.each([
  ['AT&T, 2 < 3 & 4', 'AT&T, 2 < 3 & 4'],
  ['List<String>', 'List&lt;String>'],
  ['a </b', 'a &lt;/b'],
  ['<!-- a', '&lt;!-- a'],
  // Some readers take out all between the two.
  ['2 < 3 > 1', '2 &lt; 3 > 1'],
  ['&amp; &#38; &copy=1 &nonsense;', '&amp;amp; &amp;#38; &amp;copy=1 &nonsense;'],
])('%j is %j', (text, html) => {
  expect(htmlOfPlain(text)).toBe(html);
});
