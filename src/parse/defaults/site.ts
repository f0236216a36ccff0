// In: the configuration of Jekyll or Hexo. Out: what it says of the site and of the addresses of posts, as our configuration
// says it.
import { foldWhiteSpace } from '../../model/text.ts';
import { type AbsoluteUrl, folderUrl, hostNameOf } from '../../model/url.ts';
import { isTimeZone } from '../date.ts';
import { fieldAt, type MapField, textsOf } from '../field.ts';
import { isHexo, type JekyllScope, scopesIn } from './jekyll.ts';

/** How a site makes the addresses of its posts. */
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

/** `undefined`: content.permalink cannot say it. */
export function siteAddresses(fields: MapField): SiteAddresses | undefined {
  const own = scopesIn(fields).findLast(({ map, target }) => isOfPosts(target) && map.entries.has('permalink'))?.map;
  const [given = ''] = textsOf(fieldAt(own ?? fields, 'permalink'));
  const ofHexo = isHexo(fields);
  const form = ofHexo ? given || ':year/:month/:day/:title/' : (STYLES.get(given) ?? given);
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
  const [title = ''] = textsOf(fieldAt(fields, 'title'));
  return foldWhiteSpace(title) || undefined;
}

/** The home page of a site. `undefined`: it names none, or one that is on no other machine. */
export function siteHome(fields: MapField): AbsoluteUrl | undefined {
  const [host = ''] = textsOf(fieldAt(fields, 'url'));
  // Hexo's is whole.
  const [below = ''] = isHexo(fields) ? [] : textsOf(fieldAt(fields, 'baseurl'));
  const home = folderUrl(`${host.trim().replace(/\/+$/, '')}/${below.trim().replace(/^\/+/, '')}`);
  return home !== undefined && hostNameOf(home).includes('.') ? home : undefined;
}

/** The zone in which a site reads dates that name none. `undefined`: that of the machine which makes it. */
export function siteTimeZone(fields: MapField): string | undefined {
  const [zone = ''] = textsOf(fieldAt(fields, 'timezone'));
  return isTimeZone(zone) ? zone : undefined;
}
