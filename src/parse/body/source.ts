// In: the fields and the text of a file. Out: its bodies, from wherever they stand in it and of whatever kind they are.
import type { Report, Span } from '../../diagnostics/finding.ts';
import { hashOf } from '../../model/hash.ts';
import { foldWhiteSpace } from '../../model/text.ts';
import type { AbsoluteUrl } from '../../model/url.ts';
import { fieldAt, type MapField } from '../field.ts';
import type { KeyNames } from '../field-names.ts';
import type { FrontMatter } from '../front-matter.ts';
import { readScalar } from '../reader.ts';
import { BLOCK_WRAPPERS, BLOCKS, without } from './blocks.ts';
import { type Body, NO_BODY, parseBody } from './body.ts';
import { mdxCodeIn } from './generator-code.ts';

/** What stands before the body: a player, a teaser. Reports `body/…`. */
export function readFeatured(fields: MapField, names: KeyNames, page: AbsoluteUrl, report: Report): Body {
  const found = readScalar(fields, names.keys.featured, '', report);
  if (found === undefined) return NO_BODY;
  const { field } = found;
  return parseBody({ text: field.text, kind: 'html', field: found.key, at: field }, page, report);
}

/** The text behind the fields, else that of a field; `movesPictures` as for `parseBody`. Reports `body/…`. */
export function readBody(
  source: FrontMatter,
  names: KeyNames,
  page: AbsoluteUrl,
  movesPictures: boolean,
  report: Report,
): Body {
  const lead = source.body.length - source.body.trimStart().length;
  const at: Span = { start: source.bodyStart + lead, end: source.bodyStart + lead + 1 };
  if (lead < source.body.length) {
    const { body: text, bodyKind, bodyStart: start } = source;
    const code = bodyKind === 'mdx' ? mdxCodeIn(text) : -1;
    if (code >= 0) {
      report('body/mdx-code', {}, { start: start + code, end: start + code + 1 });
      return NO_BODY;
    }
    const kind = bodyKind === 'mdx' ? 'markdown' : bodyKind;
    return parseBody({ text, kind, field: 'The body', at, start, movesPictures }, page, report);
  }
  const found = readScalar(source.fields, names.keys.body, '', report);
  if (found === undefined) return NO_BODY;
  const { field } = found;
  // Elsewhere it says whether there may be any.
  if (found.key === 'html' && !field.text.includes('<')) return NO_BODY;
  const kind = found.key === 'html' || found.key === RENDERED_BODY || isIndentedHtml(field.text) ? 'html' : 'markdown';
  // NewsAPI says how much it cut off.
  const text = field.text.replace(/\s?\[\+\d{1,9} chars\]\s*$/, '');
  return parseBody({ text, kind, field: found.key, at: field }, page, report);
}

/** Where WordPress answers with the body. */
export const RENDERED_BODY = 'content.rendered';

/** Blocks of both kinds and parts of tables, but for those with which such a text hardly begins or ends. */
const BLOCK = [
  ...without([...BLOCKS, ...BLOCK_WRAPPERS], 'br caption dir hgroup legend menu search summary'),
  ...['tbody', 'tfoot', 'thead'],
].join('|');
const BEGINS_BLOCK = new RegExp(`^\\s*</?(?:${BLOCK})[\\s/>]`, 'i');
const ENDS_BLOCK = new RegExp(`</(?:${BLOCK})\\s*>$`, 'i');

const INDENTED_PART = /(?:^\s*|\n[ \t\r]*\n)(?: {4}| {0,3}\t)/;

/**
 * Whether a text is certainly HTML of which Markdown would make code: blocks and nothing between them, as editors' systems
 * give it, some of them indented. Markdown inside of HTML stands behind a blank line.
 */
function isIndentedHtml(text: string): boolean {
  const trimmed = text.trim();
  if (!(ENDS_BLOCK.test(trimmed) && INDENTED_PART.test(text))) return false;
  return trimmed.split(/\n[ \t\r]*\n/).every((part) => BEGINS_BLOCK.test(part));
}

/** `Article.bodyHash`: of both as they stand in the file, white space folded; `undefined` without words. */
export function bodyHash({ fields, body }: FrontMatter, names: KeyNames): string | undefined {
  const words: string[] = [];
  const add = (text: string) => {
    const folded = foldWhiteSpace(text);
    if (folded !== '') words.push(folded);
  };
  for (const keys of [names.keys.featured, names.keys.body]) {
    for (const key of keys) {
      const field = fieldAt(fields, key);
      if (field?.kind === 'scalar') add(field.text);
    }
  }
  add(body);
  return words.length === 0 ? undefined : hashOf(...words);
}
