// In: a content folder. Out: what its articles look like, for `init` to fit a configuration to.
import { basename, dirname, join } from 'node:path';
import { isWithin } from '../io/folders.ts';
import { namesOf, type WalkedFile, walkedFile } from '../io/walk.ts';
import { languageTag } from '../model/language.ts';
import type { LanguageTag } from '../model/text.ts';
import type { AbsoluteUrl } from '../model/url.ts';
import { parseDate } from '../parse/date.ts';
import { rewritesPath, usualPermalink } from '../parse/defaults/program.ts';
import {
  contentFolder,
  hugoAddresses,
  inUsualLanguage,
  isSiteOfHugo,
  postAddresses,
  type SiteAddresses,
  type SiteGenerator,
  siteHome,
  siteLanguage,
  siteTimeZone,
  siteTitle,
  withPart,
} from '../parse/defaults/site.ts';
import type { MapField } from '../parse/field.ts';
import { FIELD_KEYS, type FieldName } from '../parse/field-names.ts';
import { parseFrontMatter } from '../parse/front-matter.ts';
import { find } from '../parse/reader.ts';
import { decoded } from '../parse/yaml/undecoded.ts';
import { walkContent } from './reading/content.ts';
import { readSource } from './reading/sources.ts';

export interface Survey {
  readonly folder: string;
  /** Files that count as articles. */
  readonly articles: number;
  /** Name and home page of their site, as its generator is told. */
  readonly title: string | undefined;
  readonly home: AbsoluteUrl | undefined;
  /** How that makes their addresses, for `content.permalink`. `undefined`: nobody knows. */
  readonly permalink: string | undefined;
  /** The file which has them made in a way that `content.permalink` cannot say. */
  readonly unsaidIn: string | undefined;
  /** The zone in which their site reads dates that name none. */
  readonly timeZone: string | undefined;
  /** The language that most articles name, or else their site. */
  readonly language: LanguageTag | undefined;
  /** Fields that the built-in names do not find, with the key that holds them, or seems to. */
  readonly unreadFields: readonly { readonly field: FieldName; readonly key: string }[];
}

interface SiteConfiguration {
  /** From the content folder. */
  readonly path: string;
  readonly generator: SiteGenerator;
  readonly fields: MapField;
}

/** Without a configuration Jekyll goes by its defaults. */
const DEFAULTS_OF_JEKYLL: SiteConfiguration = {
  path: '_config.yml',
  generator: 'jekyll',
  fields: { kind: 'map', entries: new Map(), start: 0, end: 0 },
};

/** Articles that are read for a survey at most. */
const SAMPLE = 200;

/** So many of a list at most, at equal distances: folders are often of one language or section each. */
function spread<T>(list: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, list.length / most);
  return list.filter((_, index) => Math.floor(index / step) > Math.floor((index - 1) / step));
}

/** Looks at a folder, as a build does whose configuration lies in `projectFolder`; throws when it cannot be read. */
export async function surveyContent(folder: string, projectFolder: string): Promise<Survey> {
  const { files, noticed } = walkContent({ contentFolder: folder, projectFolder }, { include: ['**'], exclude: [] });
  const samples = spread(files, SAMPLE).flatMap((file) => fieldsIn(textOf(folder, file), file) ?? []);
  const site = siteConfiguration(folder, noticed) ?? (isOfJekyll(folder, files) ? DEFAULTS_OF_JEKYLL : undefined);
  const addresses = site && addressesOf(site, folder, files);
  const program = site ? undefined : ofProgram(folder, projectFolder, { files, samples, noticed });
  return {
    folder,
    articles: files.length,
    title: site && siteTitle(site.fields),
    home: site && siteHome(site.fields, site.generator),
    permalink: addresses?.permalink ?? program?.permalink,
    unsaidIn: site && addresses === undefined ? basename(site.path) : program?.unsaidIn,
    timeZone: site && siteTimeZone(site.fields),
    language: usualLanguage(samples) ?? (site && siteLanguage(site.fields)),
    unreadFields: [
      ...guess(samples, 'published', isDateText),
      ...guessTitle(samples),
      ...(addresses?.slugKey === undefined ? [] : [{ field: 'slug', key: addresses.slugKey } as const]),
    ],
  };
}

const CONFIGURATIONS: Readonly<Record<SiteGenerator, RegExp>> = {
  hugo: /^(?:\.\.\/)+(?:config\/_default\/)?(?:hugo|config|zola)\.(?:toml|ya?ml|json)$/,
  jekyll: /^(?:(?:\.\.\/)*_config|(?:\.\.\/)+bridgetown\.config)\.ya?ml$/,
};

/** The nearest configuration of a site generator, of those in the folder and above it; `undefined`: none that can be read. */
function siteConfiguration(folder: string, noticed: readonly WalkedFile[]): SiteConfiguration | undefined {
  // Jekyll's collections are called so: `_news`.
  const generator = basename(folder).startsWith('_') ? 'jekyll' : 'hugo';
  const configs = noticed.filter(({ path }) => CONFIGURATIONS[generator].test(path));
  const nearest = configs.sort((a, b) => levelsAbove(a.path) - levelsAbove(b.path) || a.path.length - b.path.length);
  for (const file of nearest) {
    const fields = fieldsIn(textOf(folder, file), file);
    if (fields === undefined) continue;
    if (generator === 'jekyll') return { path: file.path, generator, fields };
    if (isSiteOfHugo(fields, file.path))
      return { path: file.path, generator, fields: inUsualLanguage(withParts(folder, file.path, fields)) };
  }
  return undefined;
}

interface Looked {
  readonly files: readonly WalkedFile[];
  readonly samples: readonly MapField[];
  readonly noticed: readonly WalkedFile[];
}

/** What the nearest generator does whose configuration is a program; `undefined`: there is none that is known. */
function ofProgram(folder: string, projectFolder: string, { files, samples, noticed }: Looked) {
  const slugs = samples.filter((sample) => find(sample, FIELD_KEYS.slug) !== undefined).length;
  const articles = { areDated: isDated(files), haveSlugs: slugs > samples.length / 2 };
  let below = '';
  for (const at of foldersUpTo(projectFolder, folder)) {
    for (const name of namesOf(at)) {
      const permalink = usualPermalink(name, { below, ...articles });
      if (permalink === undefined) continue;
      // Of two forms it can say one.
      const isMixed = permalink.endsWith('{slug}') && slugs > 0 && slugs < samples.length;
      const isUnsaid = isMixed || files.some(({ path }) => rewritesPath(name, path));
      return { permalink, unsaidIn: isUnsaid ? name : dataWithAddresses(folder, noticed) };
    }
    below = `${basename(at)}/${below}`;
  }
  return undefined;
}

/** A folder and those above it, up to another one; none where it does not lie below that. */
function foldersUpTo(last: string, folder: string): readonly string[] {
  const above = dirname(folder);
  if (!isWithin(folder, last)) return [];
  return above === folder ? [folder] : [folder, ...foldersUpTo(last, above)];
}

/** Eleventy's data for a folder, where it makes addresses. */
function dataWithAddresses(folder: string, noticed: readonly WalkedFile[]): string | undefined {
  const data = noticed.find((file) => {
    const fields = file.path.endsWith('.json') ? fieldsIn(textOf(folder, file), file) : undefined;
    return fields?.entries.get('permalink')?.value.kind === 'scalar';
  });
  return data && basename(data.path);
}

/** Files of Hugo's that are called by the key which they say, and by a language: `languages.de.toml`. */
const PART = /^(languages|permalinks)(?:\.([\w-]+))?\.(?:toml|ya?ml|json)$/;

function withParts(folder: string, path: string, fields: MapField): MapField {
  const beside = dirname(path);
  if (basename(beside) !== '_default') return fields;
  let whole = fields;
  for (const name of namesOf(join(folder, beside))) {
    const [, key, language] = PART.exec(name) ?? [];
    if (key === undefined) continue;
    const file = walkedFile(join(folder, beside, name), `${beside}/${name}`);
    const part = file && fieldsIn(textOf(folder, file), file);
    if (part !== undefined) whole = withPart(whole, language === undefined ? [key] : [key, language], part);
  }
  return whole;
}

/** Jekyll's and Hexo's name for a folder of posts. */
function isOfPosts(folder: string): boolean {
  return basename(folder) === '_posts';
}

function isOfJekyll(folder: string, files: readonly WalkedFile[]): boolean {
  return isOfPosts(folder) && isDated(files);
}

/** Whether most files are named by their days, as Jekyll and Zola have it. */
function isDated(files: readonly WalkedFile[]): boolean {
  const dated = files.filter(({ path }) => /(?:^|\/)\d{4}-\d\d-\d\d[-_]/.test(path));
  return dated.length > files.length / 2;
}

function levelsAbove(path: string): number {
  return path.split('../').length - 1;
}

function addressesOf(
  { path, generator, fields }: SiteConfiguration,
  folder: string,
  files: readonly WalkedFile[],
): SiteAddresses | undefined {
  if (generator === 'jekyll') return isOfPosts(folder) ? postAddresses(fields, path) : undefined;
  const below = `${folder.split(/[\\/]/).slice(-levelsAbove(path)).join('/')}/`;
  const content = contentFolder(fields);
  const section = below.startsWith(content) ? below.slice(content.length) : '';
  return hugoAddresses(fields, section, isDated(files));
}

/** `undefined`: what can be no article and no configuration, for its size, or since it cannot be read. */
function textOf(folder: string, { path, sizeBytes }: WalkedFile): string | undefined {
  // The folder may be a link: what lies above it lies above where it is named.
  const file = join(folder, path);
  const source = readSource(dirname(file), { path: basename(file), sizeBytes });
  if (!('text' in source)) return undefined;
  return source.isUndecoded ? decoded(source.text) : source.text;
}

function fieldsIn(text: string | undefined, { path }: WalkedFile): MapField | undefined {
  return text === undefined ? undefined : parseFrontMatter(text, path, () => undefined)?.fields;
}

function guess(
  samples: readonly MapField[],
  field: FieldName,
  looksRight: (key: string, text: string) => boolean,
): Survey['unreadFields'] {
  const without = samples.filter((sample) => find(sample, FIELD_KEYS[field]) === undefined);
  if (without.length <= samples.length / 2) return [];
  const keys = without
    .flatMap(({ entries }) => [...entries.values()])
    .flatMap(({ key, value }) => (value.kind === 'scalar' && looksRight(key, value.text) ? key : []));
  const key = usual(keys, without.length);
  return key === undefined ? [] : [{ field, key }];
}

// A name may be that of anything: of a section, of a publisher.
function guessTitle(samples: readonly MapField[]): Survey['unreadFields'] {
  const title = guess(
    samples,
    'title',
    (key, text) => /^(?!author).*(?:title|headline|heading|subject)/i.test(key) && text.length > 3,
  );
  return title.length > 0 ? title : guess(samples, 'title', (key, text) => /name/i.test(key) && text.length > 3);
}

function isDateText(_key: string, text: string): boolean {
  return text.length >= 8 && parseDate(text, 'UTC') !== undefined;
}

function usualLanguage(samples: readonly MapField[]): LanguageTag | undefined {
  const tags = samples.flatMap((sample) => {
    const field = find(sample, FIELD_KEYS.language)?.field;
    return (field?.kind === 'scalar' ? languageTag(field.text) : undefined) ?? [];
  });
  return usual(tags, samples.length);
}

/** What is named most often, if more than half of `articles` name it. */
function usual<T>(named: readonly T[], articles: number): T | undefined {
  const votes = new Map<T, number>();
  for (const one of named) votes.set(one, (votes.get(one) ?? 0) + 1);
  const [most] = [...votes].sort(([, a], [, b]) => b - a);
  return most !== undefined && most[1] > articles / 2 ? most[0] : undefined;
}
