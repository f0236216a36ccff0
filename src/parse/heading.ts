// In: an article that no key gives a title. Out: the heading that its Markdown begins with, which many site generators take for
// the title, and the article without it.
import type { Span } from '../diagnostics/finding.ts';
import { type PlainText, plainText } from '../model/text.ts';
import type { AbsoluteUrl } from '../model/url.ts';
import { parseBody } from './body/body.ts';
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
const MDX_CODE = /[{}<]/;

export function firstHeading(source: FrontMatter): Heading | undefined {
  const { body, bodyStart, bodyKind } = source;
  const [whole, before = '', text = ''] = bodyKind === 'html' ? [] : (FIRST.exec(body) ?? []);
  if (whole === undefined || (bodyKind === 'mdx' ? MDX_CODE : CODE).test(text)) return undefined;
  const start = bodyStart + before.length;
  const at = { start, end: start + text.length };
  const page = 'https://nowhere.example/' as AbsoluteUrl;
  const title = parseBody({ text, kind: 'markdown', field: 'The body', at }, page, () => undefined).text;
  if (title === '') return undefined;
  return {
    title: plainText(title),
    at,
    source: { ...source, body: ' '.repeat(whole.length) + body.slice(whole.length) },
  };
}
