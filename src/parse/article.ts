// In: the fields and body of one file. Out: an Article in our words, or nothing and the errors that say why.
// The input's own words (INPUT.md) end here and in the files around this one.
import type { Report } from '../diagnostics/finding.ts';
import type { Article, RelatedItem } from '../model/article.ts';
import type { Instant } from '../model/instant.ts';
import { languageTag } from '../model/language.ts';
import { nearestTo } from '../model/nearest.ts';
import type { Settings } from '../model/settings.ts';
import type { LanguageTag, PlainText } from '../model/text.ts';
import { articleId, PERMALINK_KEYS, readAddresses, siteFolder } from './address.ts';
import { bodyHash, RENDERED_BODY, readBody, readFeatured } from './body/source.ts';
import { dateInName, parseDate } from './date.ts';
import { beginningOfFields, type Field, fieldAt, type MapField } from './field.ts';
import { EXPIRY_KEYS, type FieldName, type KeyNames, unknownKeys } from './field-names.ts';
import type { FrontMatter } from './front-matter.ts';
import { firstHeading } from './heading.ts';
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
import { readExcerpt, summaryOf } from './summary.ts';
import { type Inherited, readWithheld } from './withheld.ts';

/** What every article of a build is read with. */
export interface ArticleContext {
  readonly settings: Settings;
  readonly names: KeyNames;
  /** An update after this instant is not believed. */
  readonly now: Instant;
  /** What files of site generators say for an article, by its path. Default: nothing. */
  readonly inheritedBy?: ((path: string) => Inherited | undefined) | undefined;
  /** Whether pictures that articles name by their places have other addresses, which nobody knows. Default: no. */
  readonly movesPictures?: boolean | undefined;
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
  const { settings, names, inheritedBy, movesPictures = false } = context;
  const { fields } = source;
  const withheld = readWithheld(fields, inheritedBy?.(path), names, report);
  const { title, text } = readTitle(source, names, report);
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
  const body = readBody(text, names, page, movesPictures, report);
  const excerpt = readExcerpt(fields, names, report);
  const found = (field: FieldName) => find(fields, names.keys[field]);
  return {
    id: articleId(settings.site.id, path),
    path,
    ...addresses,
    title,
    excerpt,
    summary: excerpt ?? summaryOf(body, title, fields, report),
    featured: featured.html,
    body: body.html,
    published,
    updated: readUpdated(fields, names, published, context, report),
    authors: readAuthors(found('author'), site, report),
    provider: readProvider(found('provider'), '', page, report),
    topics: readTopics(fields, names, report),
    pictures: readPictures(found('images'), '', page, report, movesPictures),
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

interface Titled {
  readonly title: PlainText | undefined;
  /** The article, without the heading that is its title. */
  readonly text: FrontMatter;
}

function readTitle(source: FrontMatter, names: KeyNames, report: Report): Titled {
  const { fields } = source;
  const title = readText(fields, names.keys.title, '', report);
  if (title !== undefined) return { title, text: source };
  const given = find(fields, names.keys.title)?.field;
  const heading = given === undefined ? firstHeading(source) : undefined;
  if (heading === undefined) report('article/missing-title', {}, given ?? beginningOfFields(fields));
  else report('article/title-from-heading', { title: heading.title }, heading.at);
  return { title: heading?.title, text: heading?.source ?? source };
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

/** Whether it is as WordPress answers, which knows topics by their numbers. */
function isRendered(fields: MapField): boolean {
  return fieldAt(fields, RENDERED_BODY) !== undefined;
}

function isOfNumbers(field: Field): boolean {
  return field.kind === 'list' && field.items.every((item) => item.kind === 'scalar' && typeof item.value === 'number');
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
  if (first.size > LIMITS.topics) {
    const place = given.length > 0 ? own : lists[0];
    report('article/too-many-topics', { count: first.size, max: LIMITS.topics }, place?.field);
  }
  return [...first.values()].slice(0, LIMITS.topics);
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
