// In: the text of a file in which a site generator is told something of other files. Out: what of it may keep them out.
import type { Report, Span } from '../../diagnostics/finding.ts';
import { dateInName } from '../date.ts';
import type { MapEntry, MapField } from '../field.ts';
import type { KeyNames } from '../field-names.ts';
import { parseFrontMatter } from '../front-matter.ts';
import { find, holdsDate } from '../reader.ts';
import { withheldIn, withholdingEntries, withholdingKeys } from '../withheld.ts';
import { isGlob } from './glob.ts';
import { cascadesIn, draftOfZola, type HugoTarget, ignoredFiles } from './hugo.ts';
import { type JekyllScope, passedOverIn, scopesIn, sourceIn } from './jekyll.ts';
import { eleventyIgnored, type PassedOver } from './passed-over.ts';

/**
 * What a file is in which a site generator is told something of others: Hugo's section or configuration with its `cascade`,
 * Zola's section, which may be a draft, the configuration of Jekyll, Hexo or Bridgetown with its `defaults`, data for a folder
 * (Eleventy, Lume, Bridgetown, Material for MkDocs, Quarto) or for one article (Eleventy), a list of what is passed over
 * (Eleventy), or what only its program can read.
 */
export type DefaultsKind = 'hugo' | 'zola' | 'jekyll' | 'folder' | 'article' | 'ignore' | 'program';

/** What one file says for others, as far as it may keep them out. Plain data, which travels between threads. */
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
  /** What stays out whatever it says itself, and where that stands. */
  readonly passedOver?: (PassedOver & { readonly at: Span | undefined }) | undefined;
}

/** Data for a folder is a few lines; a larger file is an export that is only named like it. */
const MOST_CHARACTERS = 64 * 1024;

/** Characters of all the patterns of one file. Every article is compared with each. */
const MOST_GLOBS = 16 * 1024;

const NOTHING: ParsedDefaults = { defaults: [], isData: false };

/** Takes such a file apart. Reports `defaults/…`, and what is wrong with a file that may keep articles out. */
export function parseDefaults(text: string, file: DefaultsFile, names: KeyNames, report: Report): ParsedDefaults {
  const { source, kind, mayBeArticle } = file;
  if (kind === 'program') {
    if (mayKeepOut(text, file, names)) report('defaults/not-read', {});
    return { defaults: [], isData: true };
  }
  if (kind === 'ignore') {
    const globs = eleventyIgnored(text);
    if (globs.some(isExtended)) report('defaults/not-read', {});
    return withGlobs([], { globs, at: undefined }, belowOf(file), source);
  }
  if (mayBeArticle && text.length > MOST_CHARACTERS) return NOTHING;
  const problems: (() => void)[] = [];
  const parsed = parseFrontMatter(text, file.path, (code, values, at) => {
    if (code !== 'front-matter/not-a-mapping') problems.push(() => report(code, values, at));
  });
  if (parsed === undefined) {
    if (problems.length === 0 || !mayKeepOut(text, file, names)) return { defaults: [], isData: !mayBeArticle };
    if (!file.isToldElsewhere) for (const tell of problems) tell();
    return unclearDefaults(file);
  }
  const { fields } = parsed;
  if (mayBeArticle && isArticle(fields, file, names)) return NOTHING;
  const { below, given, ignored } = whatItSays(fields, file, report);
  const globs = given.flatMap(({ target }) => globsIn(target));
  const isEndless = lengthOf(globs) > MOST_GLOBS;
  const defaults = given.flatMap(({ map, target }): readonly Default[] => {
    const entries = withholdingEntries(map, names);
    if (entries.size === 0) return [];
    const only = { ...map, entries };
    const state = withheldIn(only, names, report);
    // For whom it speaks is unclear, too.
    if (isEndless || !globsIn(target).every(isGlob)) return [{ source, below, entries: undefined }];
    if (state === 'unclear') return [{ source, below, target, entries: undefined }];
    if (state !== undefined)
      report('defaults/keep-out', { keys: [...entries.keys()].join(', ') }, [...entries.values()][0]);
    return [{ source, below, target, entries }];
  });
  return withGlobs(defaults, ignored, below, source);
}

interface Ignored {
  readonly globs: readonly string[];
  readonly at: Span | undefined;
}

/** Whether a glob holds what only some generators know, and is not followed: `@(wip|drafts)`. */
function isExtended(glob: string): boolean {
  return /[!?+*@]\([^)]*\)/.test(glob);
}

/** What a file says for others, and of which it says that they are passed over; `below`: the folder that it speaks for. */
function whatItSays(fields: MapField, file: DefaultsFile, report: Report) {
  const { kind, path } = file;
  const below = belowOf(file);
  const nothing: Ignored = { globs: [], at: undefined };
  if (kind === 'jekyll') {
    const ignored = passedOverIn(fields);
    if (ignored.globs.some(isExtended)) report('defaults/not-read', {}, ignored.at);
    return { below: below + sourceIn(fields, path), given: scopesIn(fields), ignored };
  }
  if (kind !== 'hugo' && kind !== 'zola')
    return { below, given: [{ map: fields, target: undefined }], ignored: nothing };
  const given = cascadesIn(fields, path);
  if (kind === 'zola') return { below, given, ignored: draftOfZola(fields) };
  const ignored = ignoredFiles(fields);
  if (!ignored.isWhole) report('defaults/not-read', {}, ignored.at);
  return { below, given, ignored };
}

function withGlobs(
  defaults: readonly Default[],
  { globs, at }: Ignored,
  below: string,
  source: string,
): ParsedDefaults {
  if (globs.length === 0) return { defaults, isData: true };
  if (lengthOf(globs) > MOST_GLOBS || !globs.every(isGlob))
    return { defaults: [...defaults, { source, below, entries: undefined }], isData: true };
  return { defaults, isData: true, passedOver: { below, globs, at } };
}

function lengthOf(globs: readonly string[]): number {
  return globs.reduce((sum, { length }) => sum + length, 0);
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

function belowOf({ path, kind }: DefaultsFile): string {
  // A configuration of Hugo may lie in a folder of its own, and speaks for the site.
  const folder = path.slice(0, path.lastIndexOf('/') + 1).replace(/(?<=^|\/)config\/_default\/$/, '');
  // Names of articles without their extensions are compared as readers see them.
  return kind === 'article' ? path.replace(/(?:\.11tydata)?\.json$/, '').normalize('NFC') : folder;
}

/** Of articles: many ignore what is made of their notebooks. */
const IGNORING_IN_HUGO =
  /(?:^|[\s{,"'])(?:ignoreFiles|ignored_content)["']?\s*[:=][^\]]{0,2000}?(?:\b(?:md|markdown|html?)\b|\/)/i;
const IGNORING_IN_JEKYLL = /^[ \t]*["']?(?:exclude|ignore|skip_render)["']?[ \t]*:/m;

/** Whether a text that cannot be parsed speaks of what keeps articles out. */
function mayKeepOut(text: string, { kind }: DefaultsFile, names: KeyNames): boolean {
  const isHugo = kind === 'hugo';
  if ((isHugo && IGNORING_IN_HUGO.test(text)) || (kind === 'jekyll' && IGNORING_IN_JEKYLL.test(text))) return true;
  if (isHugo && !/\bcascade\b/i.test(text)) return false;
  if (/\bpermalink["']?\s*[:=]\s*false\b/.test(text)) return true;
  return [...withholdingKeys(names)].some((key) => {
    const name = key.replace(/[^\w-]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
    return new RegExp(`(?:^|[\\s{,"'.])${name}(?:\\]|["']?\\s*[:=])`, 'u').test(text);
  });
}

function globsIn(target: Default['target']): readonly string[] {
  if (target === undefined) return [];
  const { path = '' } = target;
  if (target.kind === 'hugo') return [path, ...target.languages];
  return path.includes('*') ? [path] : [];
}
