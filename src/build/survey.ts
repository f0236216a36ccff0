// In: a content folder. Out: what its articles look like, for `init` to fit a configuration to.
import { basename, dirname, join } from 'node:path';
import type { WalkedFile } from '../io/walk.ts';
import { languageTag } from '../model/language.ts';
import type { LanguageTag } from '../model/text.ts';
import type { AbsoluteUrl } from '../model/url.ts';
import { parseDate } from '../parse/date.ts';
import { siteAddresses, siteHome, siteTimeZone, siteTitle } from '../parse/defaults/site.ts';
import type { MapField } from '../parse/field.ts';
import { type FieldName, keyNames } from '../parse/field-names.ts';
import { parseFrontMatter } from '../parse/front-matter.ts';
import { find } from '../parse/reader.ts';
import { decoded } from '../parse/yaml/undecoded.ts';
import { walkContent } from './reading/content.ts';
import { readSource } from './reading/sources.ts';

export interface Survey {
  readonly folder: string;
  /** Files that count as articles. */
  readonly articles: number;
  /** Name and home page of their site, as Jekyll or Hexo is told. */
  readonly title: string | undefined;
  readonly home: AbsoluteUrl | undefined;
  /** How these make their addresses, for `content.permalink`. `undefined`: nobody knows. */
  readonly permalink: string | undefined;
  /** Whether they make them in a way that `content.permalink` cannot say. */
  readonly isUnsaid: boolean;
  /** The zone in which their site reads dates that name none. */
  readonly timeZone: string | undefined;
  /** The language that most articles name. */
  readonly language: LanguageTag | undefined;
  /** Fields that the built-in names do not find, with the key that holds them, or seems to. */
  readonly unreadFields: readonly { readonly field: FieldName; readonly key: string }[];
}

const NO_FIELDS: MapField = { kind: 'map', entries: new Map(), start: 0, end: 0 };

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
  const dated = files.filter(({ path }) => /(?:^|\/)\d{4}-\d\d-\d\d-/.test(path));
  const isOfPosts = /(?:^|[\\/])_posts$/.test(folder);
  const config = isOfPosts ? siteConfiguration(folder, noticed) : undefined;
  // Without a configuration Jekyll has one form, and its files are named by their days.
  const isMade = isOfPosts && (config !== undefined || dated.length > files.length / 2);
  const addresses = isMade ? siteAddresses(config ?? NO_FIELDS) : undefined;
  return {
    folder,
    articles: files.length,
    title: config && siteTitle(config),
    home: config && siteHome(config),
    permalink: addresses?.permalink,
    isUnsaid: isMade && addresses === undefined,
    timeZone: config && siteTimeZone(config),
    language: usualLanguage(samples),
    unreadFields: [
      ...guess(samples, 'published', isDateText),
      ...guessTitle(samples),
      ...(addresses?.slugKey === undefined ? [] : [{ field: 'slug', key: addresses.slugKey } as const]),
    ],
  };
}

/** The nearest `_config.yml` of Jekyll or Hexo, of those in the folder and above it; `undefined`: none that can be read. */
function siteConfiguration(folder: string, noticed: readonly WalkedFile[]): MapField | undefined {
  const configs = noticed.filter(({ path }) => /^(?:\.\.\/)*_config\.yml$/.test(path));
  for (const file of configs.sort((a, b) => a.path.length - b.path.length)) {
    const text = textOf(folder, file);
    if (text !== undefined) return fieldsIn(text, file);
  }
  return undefined;
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
  const builtIn = keyNames(new Map()).keys[field];
  const without = samples.filter((sample) => find(sample, builtIn) === undefined);
  if (without.length <= samples.length / 2) return [];
  const votes = new Map<string, number>();
  for (const sample of without) {
    for (const { key, value } of sample.entries.values()) {
      if (value.kind === 'scalar' && looksRight(key, value.text)) votes.set(key, (votes.get(key) ?? 0) + 1);
    }
  }
  const [best] = [...votes].sort(([, a], [, b]) => b - a);
  return best === undefined || best[1] <= without.length / 2 ? [] : [{ field, key: best[0] }];
}

// A name may be that of anything: of a section, of a publisher.
function guessTitle(samples: readonly MapField[]): Survey['unreadFields'] {
  const title = guess(samples, 'title', (key, text) => /title|headline|heading|subject/i.test(key) && text.length > 3);
  return title.length > 0 ? title : guess(samples, 'title', (key, text) => /name/i.test(key) && text.length > 3);
}

function isDateText(_key: string, text: string): boolean {
  return text.length >= 8 && parseDate(text, 'UTC') !== undefined;
}

function usualLanguage(samples: readonly MapField[]): LanguageTag | undefined {
  const votes = new Map<LanguageTag, number>();
  for (const sample of samples) {
    const field = find(sample, keyNames(new Map()).keys.language)?.field;
    const tag = field?.kind === 'scalar' ? languageTag(field.text) : undefined;
    if (tag !== undefined) votes.set(tag, (votes.get(tag) ?? 0) + 1);
  }
  const [usual] = [...votes].sort(([, a], [, b]) => b - a);
  return usual !== undefined && usual[1] > samples.length / 2 ? usual[0] : undefined;
}
