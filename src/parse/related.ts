// In: the list of related items of one article. Out: RelatedItems; what is incomplete is a link at most.
import type { Report } from '../diagnostics/finding.ts';
import type { Provider, RelatedItem } from '../model/article.ts';
import { plainText } from '../model/text.ts';
import { type AbsoluteUrl, hostNameOf } from '../model/url.ts';
import type { Field, MapField } from './field.ts';
import type { KeyNames } from './field-names.ts';
import { LIMITS } from './limits.ts';
import { readProvider } from './people.ts';
import { readPictures } from './pictures.ts';
import { type Found, find, readAddress, readDate, readNumber, readText, readUrl } from './reader.ts';

export interface RelatedContext {
  readonly names: KeyNames;
  /** The article's page: resolves relative addresses. */
  readonly page: AbsoluteUrl;
  readonly timeZone: string;
}

/** Reads `related[]`: mappings, or bare addresses. Reports `related/…`. */
export function readRelated(found: Found | undefined, context: RelatedContext, report: Report): readonly RelatedItem[] {
  if (found === undefined) return [];
  const { key, field } = found;
  if (field.kind !== 'list') {
    report('article/invalid-value', { field: key, expected: 'a list of related items' }, field);
    return [];
  }
  if (field.items.length > LIMITS.related)
    report('related/too-many', { count: field.items.length, max: LIMITS.related }, field);
  const items: RelatedItem[] = [];
  for (let index = 0; index < Math.min(field.items.length, LIMITS.related); index++) {
    const given = field.items[index];
    const item = given && readItem(given, `${key}[${index}].`, index + 1, context, report);
    if (item !== undefined) items.push(item);
  }
  return items;
}

/** The item at `index` of what `readRelated` gives. The others are only told from what is none. */
export function readRelatedAt(
  found: Found | undefined,
  index: number,
  context: RelatedContext,
): RelatedItem | undefined {
  if (found?.field.kind !== 'list') return undefined;
  const quiet: Report = () => undefined;
  let before = 0;
  for (const item of found.field.items.slice(0, LIMITS.related)) {
    if (addressOf(item, '', context, quiet) === undefined) continue;
    if (before++ === index) return readItem(item, '', 0, context, quiet);
  }
  return undefined;
}

function addressOf(
  field: Field,
  prefix: string,
  { names, page }: RelatedContext,
  report: Report,
): AbsoluteUrl | undefined {
  if (field.kind === 'list') return undefined;
  if (field.kind === 'scalar') return readUrl(field, prefix.slice(0, -1), page, report);
  return (
    readAddress(field, names.keys.link, prefix, page, report) ??
    readAddress(field, names.keys.canonicalUrl, prefix, page, report)
  );
}

function readItem(
  field: Field,
  prefix: string,
  index: number,
  context: RelatedContext,
  report: Report,
): RelatedItem | undefined {
  const { names, page, timeZone } = context;
  const url = addressOf(field, prefix, context, report);
  if (url === undefined) {
    report('related/incomplete-item', { index, missing: 'usable address' }, field);
    return undefined;
  }
  const item = field.kind === 'map' ? field : NO_FIELDS;
  const title = readText(item, names.keys.title, prefix, report);
  // An unreadable date makes the item a link, not an error: the article it stands in is whole.
  const published = readDate(item, names.keys.published, prefix, timeZone, report)?.at;
  if (title === undefined || published === undefined) {
    const date = item === NO_FIELDS ? 'date' : 'readable date';
    const missing = [title === undefined ? 'title' : [], published === undefined ? date : []].flat();
    report('related/incomplete-item', { index, missing: missing.join(' and ') }, field);
  }
  return {
    url,
    title,
    summary: readText(item, names.keys.summary, prefix, report),
    published,
    type: readText(item, names.keys.type, prefix, report),
    provider: readProvider(find(item, names.keys.provider), prefix, url, report) ?? hostAsProvider(url),
    pictures: readPictures(find(item, names.keys.images), prefix, url, report),
    ampUrl: readAddress(item, names.keys.ampUrl, prefix, page, report),
    quality: readNumber(item, names.keys.quality, prefix, Number.NEGATIVE_INFINITY, report),
  };
}

/** Those of an item that is an address alone. */
const NO_FIELDS: MapField = { kind: 'map', entries: new Map(), start: 0, end: 0 };

function hostAsProvider(url: AbsoluteUrl): Provider {
  const host = hostNameOf(url);
  return { host, name: plainText(host), logo: undefined };
}
