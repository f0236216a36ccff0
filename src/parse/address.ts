// In: an article's path and addresses. Out: its id, and the page that readers open.
import type { Report } from '../diagnostics/finding.ts';
import { withoutExtension } from '../model/article.ts';
import type { Instant } from '../model/instant.ts';
import type { Settings } from '../model/settings.ts';
import { xmlSafe } from '../model/text.ts';
import { type AbsoluteUrl, absoluteUrl, encodedPart } from '../model/url.ts';
import { dayIn } from './date.ts';
import { type Field, fieldAt, type MapField, type ScalarField, textsOf } from './field.ts';
import type { KeyNames } from './field-names.ts';
import { asScalar, find, findAll, readScalar, readUrl } from './reader.ts';

/** What a template of `content.permalink` may hold. */
export const PERMALINK_NAMES = [
  'site.url',
  'path',
  'lowerPath',
  'folder',
  'slug',
  'categories',
  'year',
  'month',
  'day',
] as const;

/** Top-level keys that addresses are made of, beside those of fields. */
export const PERMALINK_KEYS = ['category', 'categories', 'path'] as const;

/** `{site.id}/{path}`: the path below the content folder without extension, NFC, percent-encoded (DESIGN §4). */
export function articleId(siteId: string, path: string): string {
  return `${siteId}/${encodedPath(withoutExtension(path))}`;
}

export interface Addresses {
  readonly permalink: AbsoluteUrl;
  /** The original at its publisher, where it differs. */
  readonly canonicalUrl: AbsoluteUrl | undefined;
}

/**
 * The article's addresses: the first usable one of its keys, else the original's, else one made with
 * `content.permalink`. Reports `article/missing-permalink` and returns `undefined` when addresses were given and none
 * can be used. `published` is asked for the last of these only.
 */
export function readAddresses(
  fields: MapField,
  names: KeyNames,
  path: string,
  published: () => Instant | undefined,
  settings: Settings,
  report: Report,
): Addresses | undefined {
  const site = siteFolder(settings.site.url);
  const refused: string[] = [];
  const usable = (keys: readonly string[]): AbsoluteUrl | undefined => {
    for (const { key, field } of findAll(fields, keys)) {
      if (field.kind === 'scalar' && isTemplate(field.text)) {
        if (key === pagelessKey(fields, names)) report('article/no-page', { field: key }, field);
        else report('article/address-not-used', { field: key, text: field.text }, field);
        continue;
      }
      const scalar = asScalar(field, key, '', report);
      const url = scalar && readUrl(GENERATORS_KEYS.has(key) ? belowSite(scalar, site) : scalar, key, site, report);
      if (url !== undefined) return url;
      if (scalar !== undefined && scalar.text.trim() !== '') refused.push(key);
    }
    return undefined;
  };
  const link = usable(names.keys.link);
  const original = usable(names.keys.canonicalUrl);
  const given = link ?? original;
  if (given !== undefined) return { permalink: given, canonicalUrl: original === given ? undefined : original };
  if (refused.length > 0) {
    const place = find(fields, refused)?.field ?? fields;
    report('article/missing-permalink', { fields: refused.join(', ') }, place);
    return undefined;
  }
  const ofGatsby = pagePath(fields);
  const page = ofGatsby && absoluteUrl(belowSite(ofGatsby, site).text, site);
  if (page !== undefined) return { permalink: page, canonicalUrl: undefined };
  const slug = readScalar(fields, names.keys.slug, '', report)?.field.text.trim();
  const { permalink, timeZone } = settings.content;
  const day = () => {
    const at = published();
    return at === undefined ? '' : dayIn(at, timeZone);
  };
  const parts: Parts = { path, slug: slug || undefined, categories: () => categoriesOf(fields), day, site };
  const made = absoluteUrl(filled(permalink, parts), site);
  if (made !== undefined) return { permalink: made, canonicalUrl: undefined };
  // A slug can be fit for a path and not for a host.
  report('article/missing-permalink', { fields: 'content.permalink' }, fields);
  return undefined;
}

/** Keys that site generators read, and put below the root of the site, with a slash at the beginning or without. */
const GENERATORS_KEYS: ReadonlySet<string> = new Set(['url', 'permalink']);

/** Where Gatsby has the page. What does not begin at the root, or ends as a source file does, may be anything else. */
function pagePath(fields: MapField): ScalarField | undefined {
  const field = fieldAt(fields, 'path');
  return field?.kind === 'scalar' && /^\s*\/(?!\/)(?!.*\.(?!html?\s*$)\w+\s*$)/s.test(field.text) ? field : undefined;
}

/** `/a/` of a site at `https://host/blog/` is `/blog/a/`; `/blog/a/` stays. */
function belowSite(scalar: ScalarField, site: AbsoluteUrl): ScalarField {
  const text = scalar.text.trim();
  if (!/^\/(?!\/)/.test(text)) return scalar;
  const folder = new URL(site).pathname.replace(/[^/]*$/, '');
  return `${text}/`.startsWith(folder) ? scalar : { ...scalar, text: `.${text}` };
}

/** What relative addresses stand below: the site, be its address written with a slash at its end or without. */
export function siteFolder(site: AbsoluteUrl): AbsoluteUrl {
  return /[^/]\/[^/.?#]+$/.test(site) ? (`${site}/` as AbsoluteUrl) : site;
}

/** Whether addresses come of a template of `content.permalink`, as far as it can be told before there are articles. */
export function isPermalink(template: string): boolean {
  // Without a host the first folder would be taken for one.
  if (/^\s*https?:(?!\/\/[^/])/i.test(template)) return false;
  const site = 'https://site.example/' as AbsoluteUrl;
  const parts: Parts = { path: 'folder/name.md', slug: undefined, categories: () => [], day: () => '1990-01-01', site };
  return absoluteUrl(filled(template, parts), site) !== undefined;
}

/**
 * The key by which an article has no page: `permalink: false` in Eleventy, unless another key has an address. One that is
 * made for it would lead nowhere.
 */
export function pagelessKey(fields: MapField, { keys: { link, canonicalUrl } }: KeyNames): string | undefined {
  let without: string | undefined;
  for (const keys of [link, canonicalUrl]) {
    for (const key of keys) {
      const field = fieldAt(fields, key);
      if (field === undefined || isBlank(field)) continue;
      if (!isFalse(field)) return undefined;
      without ??= key;
    }
  }
  return without;
}

/** An address of `false`: there is none. */
export function isFalse(field: Field): boolean {
  return field.kind === 'scalar' && /^\s*false\s*$/i.test(field.text);
}

function isBlank(field: Field): boolean {
  return field.kind === 'scalar' && field.text.trim() === '';
}

/** `permalink: false` (Eleventy), `pretty` and `/:year/:title/` (Jekyll), `{{ … }}`: instructions, not addresses. */
function isTemplate(text: string): boolean {
  const given = text.trim();
  // An address may hold /:b: and braces, and only a whole instruction makes it none.
  if (/^https?:\/\//i.test(given)) return /\{\{.*\}\}|\{%.*%\}/s.test(given);
  return /\{\{|\{%|(?:^|\/):[a-z_]+/.test(given) || /^(?:false|true|pretty|ordinal|weekdate|date|none)$/i.test(given);
}

/** What an address is made of. */
interface Parts {
  readonly path: string;
  readonly slug: string | undefined;
  /** Asked for where the template holds them. */
  readonly categories: () => readonly string[];
  /** `2026-01-02`, or empty; asked for where the template holds a part of it. */
  readonly day: () => string;
  readonly site: AbsoluteUrl;
}

/** As Jekyll puts them into an address. A text is split at its spaces, but not that of the key for a single one, which wins. */
function categoriesOf(fields: MapField): readonly string[] {
  const [one, several] = [fieldAt(fields, 'category'), fieldAt(fields, 'categories')];
  const names = one ?? several;
  const texts = names === several && names?.kind === 'scalar' ? names.text.split(/\s+/) : textsOf(names);
  return [...new Set(texts.map((text) => text.trim().toLowerCase()).filter((text) => text !== ''))];
}

function filled(template: string, { path, slug, categories, day, site }: Parts): string {
  // A page bundle is addressed by its folder: posts/first/index.md is posts/first/.
  const parts = withoutExtension(path).split('/');
  if (parts.length > 1 && /^index$/i.test(parts.at(-1) ?? '')) parts.pop();
  const name = parts.pop() ?? '';
  const dated = /^\d{4}-\d\d-\d\d[-_](.+)$/.exec(name)?.[1];
  const folder = parts.join('/');
  // To Docusaurus and Gatsby a slash at the beginning means the root, from which the slug tells the whole path.
  const whole = [slug?.startsWith('/') ? '' : folder, slug ?? name].filter((part) => part !== '').join('/');
  const date = /\{(?:year|month|day)\}/.test(template) ? day() : '';
  const values: Readonly<Record<string, string>> = {
    // A home page that is a file (…/index.html) has articles beside it, not below.
    'site.url': site.replace(/(?<=[^/])\/[^/]*\.(?:html?|php)$/i, '').replace(/\/+$/, ''),
    path: encodedPath(whole),
    lowerPath: template.includes('{lowerPath}') ? encodedPath(lowered(whole)) : '',
    folder: encodedPath(folder),
    slug: encodedPath(slug ?? dated ?? name),
    categories: template.includes('{categories}') ? encodedPath(categories().join('/')) : '',
    year: date.slice(0, 4),
    month: date.slice(5, 7),
    day: date.slice(8, 10),
  };
  const text = template
    .replace(/\{([\w.]+)\}/g, (part, key: string) => values[key] ?? part)
    .replace(/([^:])\/{2,}/g, '$1/');
  // Where the first name is empty, two slashes would make a host of the second.
  return template.startsWith('//') ? text : text.replace(/^\/+/, '/');
}

/** As Hugo makes it of names: in lower case, with one hyphen for spaces, without signs that have no place in addresses there. */
function lowered(path: string): string {
  const parts = path
    .toLowerCase()
    .split('/')
    .map((part) => {
      const plain = part
        .replace(/[^\p{L}\p{M}\p{Nd}\s._#+~@-]/gu, '')
        .trim()
        .replace(/\s+/g, ' ');
      return plain.replace(/ ?- ?| /g, '-') || part;
    });
  return parts.join('/');
}

function encodedPath(path: string): string {
  return /^[\w.~/-]*$/.test(path) ? path : xmlSafe(path).split('/').map(encodedPart).join('/');
}
