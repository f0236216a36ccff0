// In: the fields and body of one file. Out: an Article in our words, or nothing and the errors that say why.
// The input's own words (INPUT.md) end here and in field-names.ts.
import type { Report, Span } from '../diagnostics/finding.ts';
import type { Article, RelatedItem } from '../model/article.ts';
import { hashOf } from '../model/hash.ts';
import type { Instant } from '../model/instant.ts';
import { languageTag } from '../model/language.ts';
import { nearestTo } from '../model/nearest.ts';
import type { Settings } from '../model/settings.ts';
import { foldWhiteSpace, type LanguageTag, type PlainText, plainText } from '../model/text.ts';
import type { AbsoluteUrl } from '../model/url.ts';
import { articleId, PERMALINK_KEYS, readAddresses, siteFolder } from './address.ts';
import { type Body, beginningOf, NO_BODY, parseBody } from './body/body.ts';
import { mdxCodeIn } from './body/generator-code.ts';
import { dateInName, parseDate } from './date.ts';
import type { Inherited } from './defaults/inherited.ts';
import { beginningOfFields, type Field, fieldAt, type MapField, type ScalarField } from './field.ts';
import { EXPIRY_KEYS, type FieldName, type KeyNames, unknownKeys } from './field-names.ts';
import type { FrontMatter } from './front-matter.ts';
import { LIMITS } from './limits.ts';
import { readAuthors, readProvider } from './people.ts';
import { readPictures } from './pictures.ts';
import {
  find,
  findAll,
  holdsDate,
  readAddress,
  readDate,
  readNames,
  readNumber,
  readScalar,
  readText,
} from './reader.ts';
import { readRelated, readRelatedAt } from './related.ts';
import { readWithheld } from './withheld.ts';

/** What every article of a build is read with. */
export interface ArticleContext {
  readonly settings: Settings;
  readonly names: KeyNames;
  /** An update after this instant is not believed. */
  readonly now: Instant;
  /** What files of site generators say for an article, by its path. Default: nothing. */
  readonly inheritedBy?: ((path: string) => Inherited | undefined) | undefined;
}

/**
 * Checks and cleans one article. `path` is below the content folder. Reports `article/…`, `body/…`, `related/…`;
 * `undefined` after an error. A withheld article is returned too: what is withdrawn must be known.
 */
export function parseArticle(
  source: FrontMatter,
  path: string,
  context: ArticleContext,
  report: Report,
): Article | undefined {
  const { settings, names, inheritedBy } = context;
  const { fields } = source;
  const withheld = readWithheld(fields, inheritedBy?.(path), names, report);
  const title = readTitle(fields, names, report);
  const published = readPublished(fields, names, path, settings.content.timeZone, report);
  const addresses = readAddresses(fields, names, path, () => published, settings, report);
  reportUnknownKeys(fields, names, report);
  const expiry = readScalar(fields, EXPIRY_KEYS, '', report);
  if (expiry !== undefined && expiry.field.text.trim() !== '')
    report('article/ignored-expiry', { field: expiry.key }, expiry.field);
  if (title === undefined || published === undefined || addresses === undefined || withheld === 'unclear')
    return undefined;
  const page = addresses.permalink;
  const site = siteFolder(settings.site.url);
  const featured = readFeatured(fields, names, page, report);
  const body = readBody(source, names, page, report);
  const found = (field: FieldName) => find(fields, names.keys[field]);
  return {
    id: articleId(settings.site.id, path),
    path,
    ...addresses,
    title,
    summary: readSummary(fields, names, body, title, report),
    featured: featured.html,
    body: body.html,
    published,
    updated: readUpdated(fields, names, published, context, report),
    authors: readAuthors(found('author'), site, report),
    provider: readProvider(found('provider'), '', page, report),
    topics: readTopics(fields, names, report),
    pictures: readPictures(found('images'), '', page, report),
    media: [...featured.media, ...body.media],
    bodyHash: bodyHash(source, names),
    related: readRelated(found('related'), { names, page, timeZone: settings.content.timeZone }, report),
    language: readLanguage(fields, names, report),
    type: readText(fields, names.keys.type, '', report),
    category: readCategory(fields, names, report),
    ampUrl: readAddress(fields, names.keys.ampUrl, '', site, report),
    quality: readNumber(fields, names.keys.quality, '', Number.NEGATIVE_INFINITY, report),
    heat: readNumber(fields, names.keys.heat, '', Number.NEGATIVE_INFINITY, report),
    withheld,
  };
}

/**
 * Whether a file that is no article says that it may not be published, or another says it for it: then it is withdrawn,
 * whatever else is wrong with it.
 */
export function isWithdrawn({ fields }: FrontMatter, path: string, { names, inheritedBy }: ArticleContext): boolean {
  const state = readWithheld(fields, inheritedBy?.(path), names, () => undefined);
  return state !== undefined && state !== 'unclear';
}

/** What `parseRelatedItem` looks at in a file: its keys in the first column. */
export function keysOfRelatedItem({ names }: ArticleContext): ReadonlySet<string> {
  const keys = names.topLevelOf('published', 'publish', 'link', 'canonicalUrl', 'slug', 'related');
  return new Set([...keys, ...PERMALINK_KEYS]);
}

/**
 * One item of `related` of the article that `parseArticle` made of the same file, by its index. Reports nothing.
 * `undefined`: it is not among what was read of the file.
 */
export function parseRelatedItem(
  { fields }: FrontMatter,
  path: string,
  index: number,
  { settings, names }: ArticleContext,
): RelatedItem | undefined {
  const quiet: Report = () => undefined;
  const { timeZone } = settings.content;
  const published = () => readPublished(fields, names, path, timeZone, quiet);
  const page = readAddresses(fields, names, path, published, settings, quiet)?.permalink;
  return page && readRelatedAt(find(fields, names.keys.related), index, { names, page, timeZone });
}

function bodyHash({ fields, body }: FrontMatter, names: KeyNames): string | undefined {
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

function readTitle(fields: MapField, names: KeyNames, report: Report): PlainText | undefined {
  const title = readText(fields, names.keys.title, '', report);
  if (title === undefined)
    report('article/missing-title', {}, find(fields, names.keys.title)?.field ?? beginningOfFields(fields));
  return title;
}

function readPublished(
  fields: MapField,
  names: KeyNames,
  path: string,
  zone: string,
  report: Report,
): Instant | undefined {
  // `published` is a switch in the seed's dialect, a date in some others.
  const switchKeys = names.keys.publish.filter((key) => holdsDate(fields, key));
  const date = readDate(fields, [...names.keys.published, ...switchKeys], '', zone, report);
  if (date !== undefined) {
    if (date.at === undefined) report('article/invalid-date', { field: date.key, text: date.text }, date.span);
    return date.at;
  }
  const named = dateInName(path);
  const fromName = named === undefined ? undefined : parseDate(named, zone);
  if (named === undefined || fromName === undefined) {
    report('article/missing-date', {}, beginningOfFields(fields));
    return undefined;
  }
  report('article/date-from-file-name', { date: named }, beginningOfFields(fields));
  return fromName.at;
}

function readUpdated(
  fields: MapField,
  names: KeyNames,
  published: Instant,
  { settings, now }: ArticleContext,
  report: Report,
): Instant | undefined {
  const date = readDate(fields, names.keys.updated, '', settings.content.timeZone, report);
  if (date === undefined) return undefined;
  const { at, key, span } = date;
  const reason = whyIgnored(at, published, now);
  if (reason === undefined) return at;
  report('article/ignored-update', { field: key, reason }, span);
  return undefined;
}

function whyIgnored(updated: Instant | undefined, published: Instant, now: Instant): string | undefined {
  if (updated === undefined) return 'cannot be read';
  if (updated < published) return 'lies before the publication';
  return updated > now ? 'lies in the future' : undefined;
}

function readSummary(fields: MapField, names: KeyNames, body: Body, title: PlainText, report: Report): PlainText {
  for (const { key, field } of findAll(fields, names.keys.summary)) {
    const paragraphs = field.kind === 'scalar' && PARAGRAPHS.test(field.text) ? textOfHtml(field, key, report) : '';
    if (paragraphs !== '') return plainText(paragraphs);
    const summary = readText(fields, [key], '', report);
    if (summary === undefined) continue;
    if (isPlaceholder(summary)) report('article/placeholder-summary', { field: key, text: summary }, field);
    return summary;
  }
  if (body.text !== '') return plainText(beginningOf(body.text, LIMITS.derivedSummary));
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

function readFeatured(fields: MapField, names: KeyNames, page: AbsoluteUrl, report: Report): Body {
  const found = readScalar(fields, names.keys.featured, '', report);
  if (found === undefined) return NO_BODY;
  const { field } = found;
  return parseBody({ text: field.text, kind: 'html', field: found.key, at: field }, page, report);
}

function readBody(source: FrontMatter, names: KeyNames, page: AbsoluteUrl, report: Report): Body {
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
    return parseBody({ text, kind, field: 'The body', at, start }, page, report);
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

const RENDERED_BODY = 'content.rendered';

/** Whether it is as WordPress answers, which knows topics by their numbers. */
function isRendered(fields: MapField): boolean {
  return fieldAt(fields, RENDERED_BODY) !== undefined;
}

function isOfNumbers(field: Field): boolean {
  return field.kind === 'list' && field.items.every((item) => item.kind === 'scalar' && typeof item.value === 'number');
}

const BLOCK =
  'address|article|aside|blockquote|center|details|div|dl|dt|dd|fieldset|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul';
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

function readTopics(fields: MapField, names: KeyNames, report: Report): readonly PlainText[] {
  const own = find(fields, names.keys.topics);
  const given = own === undefined ? [] : readNames(own, report);
  // Where articles have topics, and this one none, a category is something else.
  const mayBeCategory = own === undefined;
  const lists = findAll(fields, names.keys.tags).filter(
    ({ key, field }) => (key !== 'category' || mayBeCategory) && !(isRendered(fields) && isOfNumbers(field)),
  );
  const topics = given.length > 0 ? given : lists.flatMap((list) => readNames(list, report));
  const first = new Map<string, PlainText>();
  for (const topic of topics) {
    const key = topic.normalize('NFC').toLowerCase();
    if (!first.has(key)) first.set(key, topic);
  }
  return [...first.values()];
}

/** What `where.category` chooses by. Several are topics alone. */
function readCategory(fields: MapField, names: KeyNames, report: Report): PlainText | undefined {
  const isOne = find(fields, names.keys.category)?.field.kind === 'scalar';
  return isOne ? readText(fields, names.keys.category, '', report) : undefined;
}

function readLanguage(fields: MapField, names: KeyNames, report: Report): LanguageTag | undefined {
  const found = readScalar(fields, names.keys.language, '', report);
  if (found === undefined) return undefined;
  const { key, field } = found;
  const tag = languageTag(field.text);
  if (tag === undefined)
    report('article/invalid-value', { field: key, expected: 'a language tag such as en or pt-BR' }, field);
  return tag;
}

function reportUnknownKeys(fields: MapField, names: KeyNames, report: Report): void {
  for (const key of unknownKeys(fields, names)) {
    const nearest = key.length > 3 ? nearestTo(key, names.all, 2) : undefined;
    report('article/unknown-key', { key, nearest }, fields.entries.get(key));
  }
}
