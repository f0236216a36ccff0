// In: the configuration of a site generator. Out: what it says of the site and of the addresses of its articles, as our
// configuration says it.
import { languageTag } from '../../model/language.ts';
import { foldWhiteSpace, type LanguageTag } from '../../model/text.ts';
import { type AbsoluteUrl, folderUrl, hostNameOf } from '../../model/url.ts';
import { isTimeZone } from '../date.ts';
import { type Field, fieldAt, type MapField, textsOf } from '../field.ts';
import { inAnyCase } from './hugo.ts';
import { isBridgetown, isHexo, type JekyllScope, scopesIn } from './jekyll.ts';

/** Whose a configuration is: Hugo's or Zola's, or else Jekyll's, Bridgetown's or Hexo's. */
export type SiteGenerator = 'hugo' | 'jekyll';

/** How a site makes the addresses of its articles. */
export interface SiteAddresses {
  /** For `content.permalink`. */
  readonly permalink: string;
  /** The key of articles that `{slug}` stands for, where that is not the usual one. */
  readonly slugKey: string | undefined;
}

/** Jekyll's names for usual forms; one that it does not know is the form itself. */
const STYLES: ReadonlyMap<string, string> = new Map([
  ['', '/:categories/:year/:month/:day/:title.html'],
  ['date', '/:categories/:year/:month/:day/:title.html'],
  ['pretty', '/:categories/:year/:month/:day/:title/'],
  ['none', '/:categories/:title.html'],
]);

const OF_BRIDGETOWN: ReadonlyMap<string, string> = new Map([
  ['', '/:categories/:year/:month/:day/:slug/'],
  ['pretty', '/:categories/:year/:month/:day/:slug/'],
  ['pretty_ext', '/:categories/:year/:month/:day/:slug.*'],
  ['simple', '/:categories/:slug/'],
  ['simple_ext', '/:categories/:slug.*'],
]);

const PARTS: ReadonlyMap<string, string> = new Map([
  ['year', '{year}'],
  ['month', '{month}'],
  ['day', '{day}'],
]);

const OF_JEKYLL: ReadonlyMap<string, string> = new Map([
  ...PARTS,
  ['title', '{slug}'],
  ['slug', '{slug}'],
  ['categories', '{categories}'],
  ['output_ext', '.html'],
]);

/** What no part of `content.permalink` stands for. All other words are keys of articles to Hexo. */
const ONLY_OF_HEXO = /^(?:i_month|i_day|hour|minute|second|timestamp|post_title|id|category|hash|lang)$/;

/** Whether a configuration is one of Hugo or Zola. Other programs call theirs `config.json`, too. */
export function isSiteOfHugo(fields: MapField, path: string): boolean {
  return !/(?:^|\/)config\.\w+$/.test(path) || homeText(fields, 'hugo') !== '';
}

/**
 * How Hugo and Zola make them. `section`: the folders between their content folder and the articles; empty, or ending in a
 * slash. `isDated`: names of articles begin with their days. `undefined`: content.permalink cannot say it.
 */
export function hugoAddresses(fields: MapField, section: string, isDated: boolean): SiteAddresses | undefined {
  const isUsual = OF_ADDRESSES.every((name) => isOff(inAnyCase(fields, name))) && !hasOtherLanguages(fields);
  if (!isUsual || !/^[a-z\d_/-]*$/.test(section)) return undefined;
  const path = isDated && leavesOutDays(fields) ? '{folder}/{slug}' : '{lowerPath}';
  return { permalink: `{site.url}/${section}${path}/`, slugKey: undefined };
}

/** Where Hugo and Zola have articles, from their configuration; ends in a slash. */
export function contentFolder(fields: MapField): string {
  const given = textAt(fields, 'contentdir').replace(/^(?:\.\/)+|\/+$/g, '');
  return `${given || 'content'}/`;
}

/** Settings that make other addresses, in small letters. */
const OF_ADDRESSES = [
  'uglyurls',
  'permalinks',
  'disablepathtolower',
  'removepathaccents',
  'defaultcontentlanguageinsubdir',
  'slugify',
];

function isOff(setting: Field | undefined): boolean {
  return setting === undefined || (setting.kind === 'scalar' && setting.value === false);
}

/** Zola takes the day out of a name, and Hugo where it dates articles by it. */
function leavesOutDays(fields: MapField): boolean {
  const dates = inAnyCase(fields, 'frontmatter');
  const sources = dates?.kind === 'map' ? textsOf(inAnyCase(dates, 'date')) : [];
  return textAt(fields, 'base_url') !== '' || sources.includes(':filename');
}

/** The others have folders of their own. */
function hasOtherLanguages(fields: MapField): boolean {
  const languages = inAnyCase(fields, 'languages');
  return (
    languages?.kind === 'map' && [...languages.entries.keys()].some((name) => name.toLowerCase() !== usualIn(fields))
  );
}

/** The language that a site of Hugo or Zola has at its root. */
function usualIn(fields: MapField): string {
  return (textAt(fields, 'defaultcontentlanguage') || textAt(fields, 'default_language') || 'en').toLowerCase();
}

/** With what another file says below some keys. */
export function withPart(fields: MapField, [key, ...inner]: readonly string[], part: MapField): MapField {
  if (key === undefined) return { ...fields, entries: new Map([...fields.entries, ...part.entries]) };
  const below = inAnyCase(fields, key);
  const value = withPart(below?.kind === 'map' ? below : { ...part, entries: new Map() }, inner, part);
  return { ...fields, entries: new Map(fields.entries).set(key, { key, value, start: part.start, end: part.end }) };
}

/** With what a site of Hugo says of itself in its usual language. */
export function inUsualLanguage(fields: MapField): MapField {
  const languages = inAnyCase(fields, 'languages');
  const own = languages?.kind === 'map' ? inAnyCase(languages, usualIn(fields)) : undefined;
  if (own?.kind !== 'map') return fields;
  const lowered = [...own.entries].map(([key, entry]) => [key.toLowerCase(), entry] as const);
  return { ...fields, entries: new Map([...fields.entries, ...lowered]) };
}

/** How Jekyll, Bridgetown and Hexo make those of posts. `undefined`: content.permalink cannot say it. */
export function postAddresses(fields: MapField, path: string): SiteAddresses | undefined {
  const own = scopesIn(fields).findLast(({ map, target }) => isOfPosts(target) && map.entries.has('permalink'))?.map;
  const [given = ''] = textsOf(fieldAt(own ?? fields, 'permalink'));
  const ofHexo = isHexo(fields);
  const styles = isBridgetown(path) ? OF_BRIDGETOWN : STYLES;
  const form = ofHexo ? given || ':year/:month/:day/:title/' : (styles.get(given) ?? given).replace(/\.\*$/, '.html');
  // Hexo takes the date that a file's name begins with for none of the title only where it writes one there.
  const [fileNames = ''] = textsOf(fieldAt(fields, 'new_post_name'));
  const title = fileNames.includes(':year') ? '{slug}' : '{path}';
  const parts = ofHexo ? new Map([...PARTS, ['title', title], ['name', '{slug}']]) : OF_JEKYLL;
  const slugKeys: string[] = [];
  // Braces would be ours.
  let isSaid = !/[{}]/.test(form);
  const permalink = form.replace(/:([a-z_]+)/gi, (_, word: string) => {
    const part = parts.get(word);
    if (part !== undefined) return part;
    if (ofHexo && !ONLY_OF_HEXO.test(word)) slugKeys.push(word);
    else isSaid = false;
    return '{slug}';
  });
  const [slugKey] = slugKeys;
  // One key of articles can be mapped, and {path} ends in it as well.
  const isClear = slugKeys.length < 2 && (slugKey === undefined || !/:(?:title|name)\b/.test(form));
  if (!(isSaid && isClear && /\{(?:path|slug)\}/.test(permalink))) return undefined;
  return { permalink: `{site.url}/${permalink.replace(/^\/+/, '')}`, slugKey };
}

function isOfPosts({ path, type }: JekyllScope): boolean {
  return path === '' && (type === 'posts' || type === undefined);
}

/** The name of a site. */
export function siteTitle(fields: MapField): string | undefined {
  return foldWhiteSpace(textAt(fields, 'title')) || undefined;
}

/** The home page of a site. `undefined`: it names none, or one that is on no other machine. */
export function siteHome(fields: MapField, generator: SiteGenerator): AbsoluteUrl | undefined {
  const home = folderUrl(homeText(fields, generator));
  return home !== undefined && hostNameOf(home).includes('.') ? home : undefined;
}

function homeText(fields: MapField, generator: SiteGenerator): string {
  if (generator === 'hugo') return textAt(fields, 'baseurl') || textAt(fields, 'base_url');
  // Hexo's is whole.
  const below = isHexo(fields) ? '' : textAt(fields, 'baseurl') || textAt(fields, 'base_path');
  return `${textAt(fields, 'url').replace(/\/+$/, '')}/${below.replace(/^\/+/, '')}`;
}

/** The zone in which a site reads dates that name none. `undefined`: that of the machine which makes it. */
export function siteTimeZone(fields: MapField): string | undefined {
  const zone = textAt(fields, 'timezone');
  return isTimeZone(zone) ? zone : undefined;
}

const LANGUAGE_KEYS = ['languagecode', 'locale', 'defaultcontentlanguage', 'default_language', 'language', 'lang'];

/** The language of a site, as far as its configuration names one. */
export function siteLanguage(fields: MapField): LanguageTag | undefined {
  const key = LANGUAGE_KEYS.find((name) => textAt(fields, name) !== '');
  return key === undefined ? undefined : languageTag(textAt(fields, key));
}

/** The first, where there are several; without white space around it. Empty: none. */
function textAt(fields: MapField, key: string): string {
  return textsOf(inAnyCase(fields, key))[0]?.trim() ?? '';
}
