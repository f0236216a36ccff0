// In: `_config.yml` of Jekyll, of Hexo, or Bridgetown's of the same kind. Out: what its `defaults` say for whom, and what it
// passes over.
import { fieldAt, type MapEntry, type MapField, textsOf } from '../field.ts';
import { starsForAll, withAllBelow } from './passed-over.ts';

/** `scope` of `defaults`: the beginning of a path or a glob, and `posts`, `drafts`, `pages` or a collection. */
export interface JekyllScope {
  readonly kind: 'jekyll';
  readonly path: string;
  /** The folder of all collections, which paths may leave out; empty, or ending in a slash. */
  readonly collections: string;
  readonly type: string | undefined;
}

/** The folder with the site's texts, from that of the configuration at `path`; empty, or ending in a slash. */
export function sourceIn(fields: MapField, path: string): string {
  const given = ['source', 'source_dir'].find((key) => fieldAt(fields, key) !== undefined);
  if (given === undefined) return isBridgetown(path) ? 'src/' : '';
  return folderIn(fields, given);
}

/** Whether a configuration is Bridgetown's, by its name. */
export function isBridgetown(path: string): boolean {
  return /(?:^|\/)bridgetown\.[^/]*$/.test(path);
}

export interface Scope {
  readonly map: MapField;
  readonly target: JekyllScope;
}

/** The weakest first: a longer path counts more, and of two with the same one that with a type. */
export function scopesIn(fields: MapField): readonly Scope[] {
  const collections = folderIn(fields, 'collections_dir');
  const sets = fieldAt(fields, 'defaults');
  const given = (sets?.kind === 'list' ? sets.items : []).flatMap((set) => {
    const map = set.kind === 'map' ? fieldAt(set, 'values') : undefined;
    if (set.kind !== 'map' || map?.kind !== 'map') return [];
    const [path = ''] = textsOf(fieldAt(set, 'scope.path'));
    const [type] = textsOf(fieldAt(set, 'scope.type') ?? fieldAt(set, 'scope.collection'));
    const target: JekyllScope = { kind: 'jekyll', path: path.replace(/^\//, ''), collections, type };
    return { map, target };
  });
  const weight = ({ target: { path, type } }: Scope) => 2 * path.length + (type === undefined ? 0 : 1);
  return given.sort((a, b) => weight(a) - weight(b));
}

/** A folder that it is told, from its own; empty, or ending in a slash. */
function folderIn(fields: MapField, key: string): string {
  const [folder = ''] = textsOf(fieldAt(fields, key));
  const names = folder.split('/').filter((name) => name !== '' && name !== '.');
  return names.map((name) => `${name}/`).join('');
}

/** What Jekyll excludes, and what Hexo ignores or does not render. */
const LISTS = ['exclude', 'ignore', 'skip_render'];

/** Globs from the source folder of what is passed over, and where the first of the lists stands. */
export function passedOverIn(fields: MapField): {
  readonly globs: readonly string[];
  readonly at: MapEntry | undefined;
} {
  const lists = LISTS.flatMap((key) => fields.entries.get(key) ?? []);
  const included = new Set(textsOf(fieldAt(fields, 'include')));
  const paths = lists.flatMap(({ value }) => textsOf(value)).filter((path) => !included.has(path));
  return { globs: paths.flatMap(isHexo(fields) ? withAllBelow : jekyllGlobs), at: lists[0] };
}

/** Whether a `_config.yml` is Hexo's: it calls its folders otherwise. */
export function isHexo(fields: MapField): boolean {
  return ['source_dir', 'skip_render', 'new_post_name'].some((key) => fields.entries.has(key));
}

/** To Jekyll the beginning of a path is enough, and a star stands for slashes as well. */
function jekyllGlobs(path: string): readonly string[] {
  if (/[*?[]/.test(path)) return withAllBelow(starsForAll(path));
  const own = path.replace(/^(?:\.?\/)+/, '');
  return own === '' ? [] : [`${own}**`];
}
