// In: an article that no key gives a title. Out: the heading that its Markdown begins with, which many site generators take for
// the title, and the article without it.
import type { Span } from '../diagnostics/finding.ts';
import { type PlainText, plainText } from '../model/text.ts';
import type { AbsoluteUrl } from '../model/url.ts';
import { parseBody } from './body/body.ts';
import { FOOTNOTE_LABEL } from './body/footnotes.ts';
import { mdxCodeIn } from './body/generator-code.ts';
import type { FrontMatter } from './front-matter.ts';

export interface Heading {
  readonly title: PlainText;
  readonly at: Span;
  /** What is left; as long as it was, so that places stay. */
  readonly source: FrontMatter;
}

/** Of the first level, above everything else. */
const FIRST = /^((?:[ \t]*\r?\n)* {0,3})(#[ \t]+\S[^\r\n]*)/;

/** Code that is run would make another title of it. */
const CODE = /\{[{%]/;

/** Where links have their addresses, which a heading may only name: `[ink]: /ink`. */
const DEFINITION =
  /^ {0,3}\[(?!\^)[^\]\r\n\u2028\u2029]+\]:[ \t]*(?:<[^<>\r\n]*>|[^<\s]\S*)(?:[ \t]+(?:"[^"\r\n]*"|'[^'\r\n]*'|\([^()\r\n]*\)))?[ \t]*$/gm;
const NAMED_FOOTNOTE = new RegExp(FOOTNOTE_LABEL, 'g');
const FOOTNOTE = new RegExp(`^ {0,3}${FOOTNOTE_LABEL}(?=:)`, 'gm');

export function firstHeading(source: FrontMatter): Heading | undefined {
  const { body, bodyStart, bodyKind } = source;
  const [whole, before = '', text = ''] = bodyKind === 'html' ? [] : (FIRST.exec(body) ?? []);
  if (whole === undefined || (bodyKind === 'mdx' ? mdxCodeIn(text) >= 0 : CODE.test(text))) return undefined;
  const start = bodyStart + before.length;
  const at = { start, end: start + text.length };
  const title = wordsOf(text, body);
  if (title === '') return undefined;
  return {
    title: plainText(title),
    at,
    source: { ...source, body: ' '.repeat(whole.length) + body.slice(whole.length) },
  };
}

/** What a heading says, without numbers of the footnotes below it, for these stand elsewhere. */
function wordsOf(heading: string, body: string): string {
  const page = 'https://nowhere.example/' as AbsoluteUrl;
  const footnotes = new Set(body.match(FOOTNOTE)?.map((name) => name.trim().toLowerCase()));
  const line = heading
    .replace(NAMED_FOOTNOTE, (name) => (footnotes.has(name.toLowerCase()) ? '' : name))
    .replace(/[\u2028\u2029]/g, ' ');
  // Behind the mark, what only looks like an address is no word of the heading.
  const text = [line, '<!-- more -->', ...(body.match(DEFINITION) ?? [])].join('\n\n');
  const place = { start: 0, end: 0 };
  return parseBody({ text, kind: 'markdown', field: 'The body', at: place }, page, () => undefined).beginning;
}
