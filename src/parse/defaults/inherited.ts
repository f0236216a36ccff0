// In: what files of site generators say for others, and the path of an article. Out: what they say for it.
import { withoutExtension } from '../../model/article.ts';
import { languageTag } from '../../model/language.ts';
import type { LanguageTag } from '../../model/text.ts';
import type { Inherited } from '../withheld.ts';
import { globTest } from './glob.ts';
import type { HugoTarget } from './hugo.ts';
import type { JekyllScope } from './jekyll.ts';
import type { Default } from './parse.ts';

/** A test of paths from the folder of the project. */
type Fits = (path: string) => boolean;

interface Compiled extends Pick<Default, 'source' | 'entries'> {
  readonly fits: Fits;
}

/**
 * Looks up what an article inherits, by its path below the content folder. `root`: the path of that folder from the
 * project's, empty or ending in a slash. Of `defaults` that speak for the same folder the later ones count more, and of
 * folders the inner one.
 */
export function inheritance(
  defaults: readonly Default[],
  root: string,
  language: LanguageTag | undefined,
): (path: string) => Inherited | undefined {
  const byBelow = new Map<string, Compiled[]>();
  for (const { source, below, target, entries } of defaults) {
    const all = byBelow.get(below) ?? [];
    byBelow.set(below, all);
    all.push({ source, entries, fits: fitsOf(target, { below, root, language }) });
  }
  if (byBelow.size === 0) return () => undefined;
  return (path) => {
    const full = root + path;
    const places = [...foldersOf(full), withoutExtension(full)];
    const fitting = places.flatMap((place) => (byBelow.get(place) ?? []).filter(({ fits }) => fits(full)));
    if (fitting.length === 0) return undefined;
    return {
      entries: new Map(fitting.flatMap(({ entries }) => [...(entries ?? [])])),
      unclear: fitting.find(({ entries }) => entries === undefined)?.source,
    };
  };
}

/** All folders that a file lies in, from the outermost, which is empty; each of the others ends in a slash. */
function* foldersOf(path: string): Generator<string> {
  yield '';
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) yield path.slice(0, slash + 1);
}

interface Whereabouts {
  readonly below: string;
  readonly root: string;
  /** The site's. */
  readonly language: LanguageTag | undefined;
}

function fitsOf(target: Default['target'], where: Whereabouts): Fits {
  if (target === undefined) return () => true;
  return target.kind === 'jekyll' ? inScope(target, where) : inTarget(target, where);
}

function inScope({ path: scope, collections, type }: JekyllScope, { below }: Whereabouts): Fits {
  const without = (path: string) =>
    (path.startsWith(collections) ? path.slice(collections.length) : path).normalize('NFC');
  const fitsGlob = scope.includes('*') ? globTest([scope, `${scope.replace(/\/$/, '')}/**`]) : undefined;
  const isBelow = (path: string) => fitsGlob?.(path) ?? without(path).startsWith(without(scope));
  return (path) => {
    const own = path.slice(below.length);
    // Jekyll once called them by the singular.
    return isBelow(own) && (type === undefined || type.replace(/^(?:post|page|draft)$/, '$&s') === typeOf(own));
  };
}

/** As Jekyll sorts files: by the folder of a collection, whatever lies before it. */
function typeOf(path: string): string {
  return /(?:^|\/)_([^/]+)\//.exec(path)?.[1] ?? 'pages';
}

function inTarget({ path: glob, languages }: HugoTarget, { below, root, language }: Whereabouts): Fits {
  const isLanguage = languages.length === 0 ? undefined : globTest(languages);
  const isPath = glob === undefined ? undefined : globTest([glob]);
  // Which of these is Hugo's content folder, and whether languages have folders of their own in it, only its configuration knows.
  const roots = [...new Set([...foldersOf(below), ...foldersOf(root)])];
  return (path) => {
    const inner = roots.map((folder) => path.slice(folder.length));
    if (isLanguage !== undefined) {
      const own = languagesIn(path, inner);
      const all = own.length === 0 && language !== undefined ? [language] : own;
      if (all.length > 0 && !all.some((one) => isLanguage(one.toLowerCase()))) return false;
    }
    if (isPath === undefined) return true;
    return inner.some((own) => isPath(logicalPath(own)) || isPath(logicalPath(own.slice(languageFolder(own).length))));
  };
}

/** The folder that a path begins with, with its slash, when it is named like a language; empty without. */
function languageFolder(path: string): string {
  const [folder = '', name = ''] = /^([a-z]{2}(?:-[a-z]{2})?)\//i.exec(path) ?? [];
  return languageTag(name) === undefined ? '' : folder;
}

/** `a.fr.md`, else `fr/a.md`, wherever a content folder may begin. */
function languagesIn(path: string, inner: readonly string[]): readonly string[] {
  const named = /\.([a-z]{2,3}(?:-\w+)?)\.\w+$/i.exec(path)?.[1] ?? '';
  if (languageTag(named) !== undefined) return [named];
  return inner.flatMap((own) => languageFolder(own).slice(0, -1) || []);
}

/** As Hugo has it: from the content folder, in lower case, without extension and language. */
function logicalPath(path: string): string {
  const name = withoutExtension(path).replace(/\.[a-z]{2,3}(?:-\w+)?$/i, '');
  return `/${name
    .replace(/\/index$/i, '')
    .replaceAll(' ', '-')
    .toLowerCase()}`;
}
