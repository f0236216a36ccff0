// In: the content folder. Out: the files in it that are articles. Loads little: a build with nothing to do does no more.
import { basename, dirname, join, relative } from 'node:path';
import { isWithin, realFolder } from '../../io/folders.ts';
import { type Walk, type WalkFilter, walk } from '../../io/walk.ts';
import { ARTICLE_EXTENSIONS } from '../../model/article.ts';
import { lazyPackage } from '../../model/lazy-package.ts';
import type { ContentSettings } from '../../model/settings.ts';

export type ContentGlobs = Pick<ContentSettings, 'include' | 'exclude'>;

/** Walks the folder: every file that counts, sorted by path. */
export function walkContent(folder: string, globs: ContentGlobs): Walk {
  return walk(folder, contentFilter(globs));
}

/** Which folders are entered and which files are articles (docs/config.md). */
function contentFilter({ include, exclude }: ContentGlobs): WalkFilter {
  const isIncluded = include.includes('**') ? undefined : matcher(include);
  const isExcluded = exclude.length === 0 ? undefined : matcher(exclude);
  return {
    enters: (before, name) => !/^(?:\.|_drafts$|node_modules$)/.test(name) && isExcluded?.(before + name) !== true,
    takes: (before, name) =>
      isArticle(name) && isIncluded?.(before + name) !== false && isExcluded?.(before + name) !== true,
  };
}

/** The same, without a file that is no article though it lies among them and is named like one. */
export async function withoutFile<G extends ContentGlobs>(globs: G, folder: string, path: string): Promise<G> {
  const [root, parent] = await Promise.all([realFolder(folder), realFolder(dirname(path))]);
  const file = join(parent, basename(path));
  if (file === root || !isWithin(file, root) || !isArticle(basename(file))) return globs;
  const below = relative(root, file).replaceAll('\\', '/');
  return { ...globs, exclude: [...globs.exclude, below.replace(/[!?*+@|$^"()[\]{}]/g, '\\$&')] };
}

/** By its name; what begins with a dot is hidden, and some names speak of the others. Asked of every file. */
function isArticle(name: string): boolean {
  if (!hasArticleExtension(name) && !hasArticleExtension(name.toLowerCase())) return false;
  return !/^(?:\.|_index\.|readme\.)/i.test(name);
}

function hasArticleExtension(name: string): boolean {
  return ARTICLE_EXTENSIONS.some((extension) => name.endsWith(extension));
}

// Most sites configure no globs.
const picomatch = lazyPackage<typeof import('picomatch')>('picomatch');

function matcher(globs: readonly string[]): (path: string) => boolean {
  // A file's name may hold a line break, which no wildcard takes otherwise.
  return picomatch()([...globs], { flags: 's' });
}
