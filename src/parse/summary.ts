// In: the fields of an article, and what its body came to. Out: one line that says what it is about.
import type { Report } from '../diagnostics/finding.ts';
import { type PlainText, plainText } from '../model/text.ts';
import type { AbsoluteUrl } from '../model/url.ts';
import { type Body, parseBody } from './body/body.ts';
import { beginningOfFields, type MapField, type ScalarField } from './field.ts';
import type { KeyNames } from './field-names.ts';
import { LIMITS } from './limits.ts';
import { findAll, readText } from './reader.ts';

/** The first summary that is given; `undefined`: none is. Reports `article/…`. */
export function readExcerpt(fields: MapField, names: KeyNames, report: Report): PlainText | undefined {
  for (const { key, field } of findAll(fields, names.keys.summary)) {
    const paragraphs = field.kind === 'scalar' && PARAGRAPHS.test(field.text) ? textOfHtml(field, key, report) : '';
    if (paragraphs !== '') return plainText(paragraphs);
    const excerpt = readText(fields, [key], '', report);
    if (excerpt === undefined) continue;
    if (isPlaceholder(excerpt)) report('article/placeholder-summary', { field: key, text: excerpt }, field);
    return excerpt;
  }
  return undefined;
}

/**
 * What stands for an excerpt: the beginning of the body, up to the mark that ends it there, else the title. Reports
 * `article/missing-summary`.
 */
export function summaryOf(body: Body, title: PlainText, fields: MapField, report: Report): PlainText {
  if (body.text !== '') return plainText(beginningOf(body.beginning, LIMITS.derivedSummary));
  report('article/missing-summary', {}, beginningOfFields(fields));
  return title;
}

/** As WordPress gives an excerpt. */
const PARAGRAPHS = /^\s*<p(?:\s[^<>]*)?>[\s\S]*<\/p>\s*$/i;

function textOfHtml(at: ScalarField, field: string, report: Report): string {
  const page = 'https://nowhere.example/' as AbsoluteUrl;
  return parseBody({ text: at.text, kind: 'html', field, at }, page, report).text;
}

/** `NA`, `English`, `Placeholder.`: what crawlers leave where a text should be. */
function isPlaceholder(text: string): boolean {
  return (
    /^(?:n\/?a|none|null|undefined|tbd|todo|english|placeholder|test|lorem ipsum)\.?$/i.test(text) ||
    /^[\p{P}\p{S}]+$/u.test(text)
  );
}

/** The beginning of a text, cut at a word, for articles that have no excerpt. */
export function beginningOf(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
  const space = cut.lastIndexOf(' ');
  return `${(space > max / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:–—-]+$/, '')}…`;
}
