// In: the text of a file in which a site generator keeps front matter for other files. Out: what of it may keep them in.
import type { Report } from '../../diagnostics/finding.ts';
import { dateInName } from '../date.ts';
import { type Field, fieldAt, type MapEntry, type MapField } from '../field.ts';
import type { KeyNames } from '../field-names.ts';
import { parseFrontMatter } from '../front-matter.ts';
import { find, holdsDate } from '../reader.ts';
import { withheldIn, withholdingEntries, withholdingKeys } from '../withheld.ts';
import { globTest, isGlob } from './glob.ts';

/**
 * What a file is in which a site generator keeps front matter for others: Hugo's section with its `cascade`, Jekyll's
 * configuration with its `defaults`, data for a folder (Eleventy, Lume, Bridgetown, Material for MkDocs) or for one article
 * (Eleventy), or what only its program can read.
 */
export type DefaultsKind = 'hugo' | 'jekyll' | 'folder' | 'article' | 'program';

/** What one file says for others, as far as it may keep them in. Plain data, which travels between threads. */
export interface Default {
  /** The file, as findings name it. */
  readonly source: string;
  /**
   * Whom it speaks for: what lies below a folder (`posts/`; empty: everything), or one article (`posts/first`).
   * From the folder of the project, as are all paths here.
   */
  readonly below: string;
  /** Default: all of these. */
  readonly target?: JekyllScope | HugoTarget | undefined;
  /** `undefined`: what it says is unclear. */
  readonly entries: ReadonlyMap<string, MapEntry> | undefined;
}

/** `scope` of Jekyll's `defaults`: the beginning of a path or a glob, and `posts`, `drafts`, `pages` or a collection. */
export interface JekyllScope {
  readonly kind: 'jekyll';
  readonly path: string;
  /** The folder of all collections, which paths may leave out; empty, or ending in a slash. */
  readonly collections: string;
  readonly type: string | undefined;
}

/** `target` of Hugo's `cascade`, as globs. What it says of kinds and environments is decided already. */
export interface HugoTarget {
  readonly kind: 'hugo';
  readonly path: string | undefined;
  readonly languages: readonly string[];
}

export interface DefaultsFile {
  readonly source: string;
  /** From the folder of the project. */
  readonly path: string;
  readonly kind: DefaultsKind;
  /** Whether it may be an article that is only named like data for its folder. */
  readonly mayBeArticle: boolean;
  /** Whether what is wrong with it is told when it is read as an article. */
  readonly isToldElsewhere: boolean;
}

export interface ParsedDefaults {
  /** The weakest first. */
  readonly defaults: readonly Default[];
  /** Whether it is no article. */
  readonly isData: boolean;
}

/** Data for a folder is a few lines; a larger file is an export that is only named like it. */
const MOST_CHARACTERS = 64 * 1024;

/** Characters of all the patterns of one file. Every article is compared with each. */
const MOST_GLOBS = 16 * 1024;

const NOTHING: ParsedDefaults = { defaults: [], isData: false };

/** Takes such a file apart. Reports `defaults/…`, and what is wrong with a file that may keep articles in. */
export function parseDefaults(text: string, file: DefaultsFile, names: KeyNames, report: Report): ParsedDefaults {
  const { source, kind, mayBeArticle } = file;
  if (kind === 'program') {
    if (mayKeepIn(text, file, names)) report('defaults/not-read', {});
    return { defaults: [], isData: true };
  }
  if (mayBeArticle && text.length > MOST_CHARACTERS) return NOTHING;
  const problems: (() => void)[] = [];
  const parsed = parseFrontMatter(text, file.path, (code, values, at) => {
    if (code !== 'front-matter/not-a-mapping') problems.push(() => report(code, values, at));
  });
  if (parsed === undefined) {
    if (problems.length === 0 || !mayKeepIn(text, file, names)) return { defaults: [], isData: !mayBeArticle };
    if (!file.isToldElsewhere) for (const tell of problems) tell();
    return unclearDefaults(file);
  }
  const { fields } = parsed;
  if (mayBeArticle && isArticle(fields, file, names)) return NOTHING;
  const given =
    kind === 'hugo' ? cascadesIn(fields, file) : kind === 'jekyll' ? scopesIn(fields, file) : [{ map: fields }];
  const globs = given.flatMap(({ target }) => globsIn(target));
  const isEndless = globs.reduce((sum, { length }) => sum + length, 0) > MOST_GLOBS;
  const defaults = given.flatMap(({ map, target, below = belowOf(file) }) => {
    const entries = withholdingEntries(map, names);
    if (entries.size === 0) return [];
    const only = { ...map, entries };
    const state = withheldIn(only, names, report);
    // For whom it speaks is unclear, too.
    if (isEndless || !globsIn(target).every(isGlob)) return { source, below, entries: undefined };
    if (state === 'unclear') return { source, below, target, entries: undefined };
    if (state !== undefined)
      report('defaults/keep-in', { keys: [...entries.keys()].join(', ') }, [...entries.values()][0]);
    return { source, below, target, entries };
  });
  return { defaults, isData: true };
}

/** Whether it has what no article is without: a title, and a date wherever it may stand. */
function isArticle(fields: MapField, { path }: DefaultsFile, { keys }: KeyNames): boolean {
  if (find(fields, keys.title) === undefined) return false;
  const isDated = find(fields, keys.published) !== undefined || keys.publish.some((key) => holdsDate(fields, key));
  return isDated || dateInName(path) !== undefined;
}

/** What a file says that cannot be read. */
export function unclearDefaults(file: DefaultsFile): ParsedDefaults {
  const { source, mayBeArticle } = file;
  return { defaults: [{ source, below: belowOf(file), entries: undefined }], isData: !mayBeArticle };
}

interface Given {
  readonly map: MapField;
  readonly target?: Default['target'];
  /** Default: by the path of the file. */
  readonly below?: string;
}

function belowOf({ path, kind }: DefaultsFile): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  // Names of articles without their extensions are compared as readers see them.
  return kind === 'article' ? path.replace(/\.11tydata\.json$/, '').normalize('NFC') : folder;
}

/** Whether a text that cannot be parsed speaks of what keeps articles in. */
function mayKeepIn(text: string, { kind, path }: DefaultsFile, names: KeyNames): boolean {
  if ((kind === 'hugo' || path.endsWith('.toml')) && !/\bcascade\b/i.test(text)) return false;
  if (/\bpermalink["']?\s*[:=]\s*false\b/.test(text)) return true;
  return [...withholdingKeys(names)].some((key) => {
    const name = key.replace(/[^\w-]/g, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
    return new RegExp(`(?:^|[\\s{,"'.])${name}(?:\\]|["']?\\s*[:=])`, 'u').test(text);
  });
}

function globsIn(target: Default['target']): readonly string[] {
  if (target === undefined) return [];
  const { path = '' } = target;
  if (target.kind === 'hugo') return [path, ...target.languages];
  return path.includes('*') ? [path] : [];
}

/** An empty one is none. */
function isOneOf(globs: Field | undefined, name: string): boolean {
  if (globs?.kind !== 'scalar' || globs.text === '') return true;
  const glob = globs.text.toLowerCase();
  return !isGlob(glob) || globTest([glob])(name);
}

/** The first that fits counts in Hugo, so that it comes last. */
function cascadesIn(fields: MapField, { path }: DefaultsFile): readonly Given[] {
  const cascade = inAnyCase(fields, 'cascade');
  const maps = cascade?.kind === 'list' ? cascade.items : [cascade];
  // A translation of a section speaks for its translations.
  const language = /\/?_index\.([\w-]+)\.\w+$/.exec(path)?.[1];
  return maps.toReversed().flatMap((map) => {
    if (map?.kind !== 'map') return [];
    const target = inAnyCase(map, 'target') ?? inAnyCase(map, '_target');
    if (target?.kind !== 'map')
      return { map, target: language === undefined ? undefined : hugo(undefined, [language]) };
    if (!isOneOf(inAnyCase(target, 'kind'), 'page') || !isOneOf(inAnyCase(target, 'environment'), 'production'))
      return [];
    const languages = textsOf(inAnyCase(target, 'lang') ?? fieldAt(target, 'sites.matrix.languages'));
    return {
      map,
      target: hugo(textsOf(inAnyCase(target, 'path'))[0], languages.length > 0 ? languages : textsOf(language)),
    };
  });
}

/** To Hugo capitals are all one. */
function inAnyCase(map: MapField, name: string): Field | undefined {
  return map.entries.get(name)?.value ?? [...map.entries].find(([key]) => key.toLowerCase() === name)?.[1].value;
}

function hugo(path: string | undefined, languages: readonly string[]): HugoTarget {
  const given = languages.filter((language) => language !== '').map((language) => language.toLowerCase());
  return { kind: 'hugo', path: path === '' ? undefined : path?.toLowerCase(), languages: given };
}

/** A longer path counts more in Jekyll, and of two with the same one that with a type. */
function scopesIn(fields: MapField, file: DefaultsFile): readonly Given[] {
  const below = belowOf(file) + folderIn(fields, 'source');
  const collections = folderIn(fields, 'collections_dir');
  const sets = fieldAt(fields, 'defaults');
  const given = (sets?.kind === 'list' ? sets.items : []).flatMap((set) => {
    const map = set.kind === 'map' ? fieldAt(set, 'values') : undefined;
    if (set.kind !== 'map' || map?.kind !== 'map') return [];
    const [path = ''] = textsOf(fieldAt(set, 'scope.path'));
    const [type] = textsOf(fieldAt(set, 'scope.type'));
    const target: JekyllScope = { kind: 'jekyll', path: path.replace(/^\//, ''), collections, type };
    return { map, target, below };
  });
  const weight = ({ target: { path, type } }: (typeof given)[number]) => 2 * path.length + (type === undefined ? 0 : 1);
  return given.sort((a, b) => weight(a) - weight(b));
}

/** A folder that Jekyll is told, from its own; empty, or ending in a slash. */
function folderIn(fields: MapField, key: string): string {
  const [folder = ''] = textsOf(fieldAt(fields, key));
  const names = folder.split('/').filter((name) => name !== '' && name !== '.');
  return names.map((name) => `${name}/`).join('');
}

function textsOf(field: Field | string | undefined): readonly string[] {
  if (field === undefined) return [];
  if (typeof field === 'string') return [field];
  if (field.kind === 'scalar') return [field.text];
  return field.kind === 'list' ? field.items.flatMap((item) => (item.kind === 'scalar' ? item.text : [])) : [];
}
