// In: a description that someone may have written as HTML. Out: its words, as plain text.
// For feeds of the feed package only, where nobody says which of the two a description is.
import { lazyPackage } from '../model/lazy-package.ts';
import { type PlainText, plainText } from '../model/text.ts';

const entities = lazyPackage<typeof import('entities/decode')>('entities/decode');

/** Whether a text can only be meant as HTML: it closes an element, or holds one that has no end tag. */
export function isHtml(text: string): boolean {
  return /<\/[a-z][a-z0-9]*>|<(?:br|hr|img)\b[^<>]*>/i.test(text);
}

/** Whether a text was escaped for HTML, in which that package writes descriptions: it has references, and no `<`. */
export function isEscaped(text: string): boolean {
  return !text.includes('<') && /&(?:#x?[\da-f]+|[a-z][a-z\d]*);/i.test(text);
}

/** The words of HTML: tags and comments become spaces, entities characters. */
export function plainOfHtml(html: string): PlainText {
  let words = '';
  let at = 0;
  for (const { index: tag } of html.matchAll(BEGINS_TAG)) {
    if (tag < at) continue;
    const mark = html.startsWith('<!--', tag) ? '-->' : '>';
    const end = html.indexOf(mark, tag);
    if (end < 0) break;
    words += html.slice(at, tag);
    if (!INLINE.test(html.slice(tag, Math.min(end, tag + 12)))) words += ' ';
    at = end + mark.length;
  }
  return plainText(entities().decodeHTML(words + html.slice(at)));
}

/** As HTML has it: any other < is a text. */
const BEGINS_TAG = /<[a-z/!?]/gi;

// Tags that stand inside a word or beside punctuation leave no gap.
const INLINE = /^<\/?(?:a|abbr|b|cite|code|em|i|mark|s|small|span|strong|sub|sup|u)(?:\s|\/|$)/i;
