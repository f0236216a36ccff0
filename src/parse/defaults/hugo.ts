// In: front matter or configuration of Hugo, or Zola's. Out: what it says for pages of its `cascade`, and which files it ignores.
import { type Field, fieldAt, type MapEntry, type MapField, textsOf } from '../field.ts';
import { globTest, isGlob } from './glob.ts';

/** `target` of Hugo's `cascade`, as globs. What it says of kinds and environments is decided already. */
export interface HugoTarget {
  readonly kind: 'hugo';
  readonly path: string | undefined;
  readonly languages: readonly string[];
}

export interface Cascade {
  readonly map: MapField;
  /** Default: all pages. */
  readonly target: HugoTarget | undefined;
}

/** The weakest first: in Hugo the first that fits counts. `path`: of the file that it stands in. */
export function cascadesIn(fields: MapField, path: string): readonly Cascade[] {
  const cascade = inAnyCase(fields, 'cascade');
  const maps = cascade?.kind === 'list' ? cascade.items : [cascade];
  // A translation of a section speaks for its translations.
  const language = /\/?_index\.([\w-]+)\.\w+$/.exec(path)?.[1];
  const own = language === undefined ? [] : [language];
  return maps.toReversed().flatMap((map) => {
    if (map?.kind !== 'map') return [];
    const target = inAnyCase(map, 'target') ?? inAnyCase(map, '_target');
    if (target?.kind !== 'map') return { map, target: language === undefined ? undefined : targetOf(undefined, own) };
    if (!isOneOf(inAnyCase(target, 'kind'), 'page') || !isOneOf(inAnyCase(target, 'environment'), 'production'))
      return [];
    const languages = textsOf(inAnyCase(target, 'lang') ?? fieldAt(target, 'sites.matrix.languages'));
    return { map, target: targetOf(textsOf(inAnyCase(target, 'path'))[0], languages.length > 0 ? languages : own) };
  });
}

/** To Hugo capitals are all one. `name`: in small letters. */
export function inAnyCase(map: MapField, name: string): Field | undefined {
  return entryInAnyCase(map, name)?.value;
}

function entryInAnyCase({ entries }: MapField, name: string): MapEntry | undefined {
  return entries.get(name) ?? [...entries].find(([key]) => key.toLowerCase() === name)?.[1];
}

function targetOf(path: string | undefined, languages: readonly string[]): HugoTarget {
  const given = languages.filter((language) => language !== '').map((language) => language.toLowerCase());
  return { kind: 'hugo', path: path === '' ? undefined : path?.toLowerCase(), languages: given };
}

/** An empty one is none. */
function isOneOf(globs: Field | undefined, name: string): boolean {
  if (globs?.kind !== 'scalar' || globs.text === '') return true;
  const glob = globs.text.toLowerCase();
  return !isGlob(glob) || globTest([glob])(name);
}

/**
 * `ignoreFiles` of a configuration: regular expressions, of which those are followed that a glob can say. And what Zola has
 * instead: globs.
 */
export function ignoredFiles(fields: MapField) {
  const ofHugo = entryInAnyCase(fields, 'ignorefiles');
  const ofZola = fields.entries.get('ignored_content');
  const globs = textsOf(ofHugo?.value).map(globOf);
  const followed = globs.filter((glob) => glob !== undefined);
  return {
    globs: [...followed, ...textsOf(ofZola?.value).map(globOfZola)],
    isWhole: followed.length === globs.length,
    at: ofHugo ?? ofZola,
  };
}

/** Whether a configuration is Zola's, which shares a name with Hugo's. */
export function isConfigOfZola(text: string, path: string): boolean {
  const [name = ''] = /[^/]*$/.exec(path) ?? [];
  const [outermost = ''] = text.split(/^[ \t]*\[/m, 1);
  return name === 'zola.toml' || (name === 'config.toml' && /^\uFEFF?base_url[ \t]*=/m.test(outermost));
}

/** A section that is a draft is one with all that lies in it, to Zola, which asks none of them. */
export function draftOfZola({ entries }: MapField) {
  const draft = entries.get('draft');
  const isDraft = draft?.value.kind === 'scalar' && draft.value.value === true;
  return { globs: isDraft ? ['**'] : [], at: draft };
}

/**
 * Zola compares whole paths, in which a star stands for slashes as well; of several between slashes there need be none. What
 * begins with other letters is taken to be meant from its content folder.
 */
function globOfZola(glob: string): string {
  const all = glob.replace(/(?<=^|\/)\*(?=\/)/g, '?*').replace(/(?<!\*)\*(?!\*)/g, '**');
  return glob.startsWith('*') ? all : `content/${all}`;
}

/** Letters, dots that are meant or stand for others, and the two ends. */
function globOf(expression: string): string | undefined {
  if (!/^\^?(?:[\w/ -]|\\[./_-]|\.[*+]?)*\$?$/.test(expression)) return undefined;
  const inner = expression
    .replace(/^\^|\$$/g, '')
    .replace(/\\(.)|\.([*+]?)/g, (_, meant, many) => meant ?? (many ? '**' : '?'));
  return `${expression.startsWith('^') ? '' : '**'}${inner}${expression.endsWith('$') ? '' : '**'}`;
}
