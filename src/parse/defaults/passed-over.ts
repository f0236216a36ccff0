// In: what site generators are told to pass over. Out: whether an article is.
import { globTest } from './glob.ts';

/** What one file tells a generator to pass over. Plain data, which travels between threads. */
export interface PassedOver {
  /** The folder that the globs begin in, from that of the project: empty, or ending in a slash. */
  readonly below: string;
  readonly globs: readonly string[];
}

/** Tests paths below the content folder. `root`: the path of that folder, like `PassedOver.below`. */
export function passesOver(lists: readonly PassedOver[], root: string): (path: string) => boolean {
  const tests = lists.map(({ below, globs }) => ({ below, fits: globTest(globs) }));
  return (path) => {
    const full = root + path;
    return tests.some(({ below, fits }) => full.startsWith(below) && fits(full.slice(below.length)));
  };
}

/** The lines of an `.eleventyignore`, as globs from its folder. Eleventy knows no exceptions. */
export function eleventyIgnored(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => !/^[#!]/.test(line)).flatMap(withAllBelow);
}

/** A path stands for itself, and for all that is below; an empty one for nothing. */
export function withAllBelow(path: string): readonly string[] {
  const own = path.replace(/^(?:\.?\/)+|\/+$/g, '');
  return own === '' ? [] : [own, `${own}/**`];
}

/** Stars that stand for slashes as well; one between slashes still is a folder at least. */
export function starsForAll(glob: string): string {
  return glob.replace(/\*+/g, '**').replace(/(?<=^|\/)\*\*(?=\/)/g, '?**');
}
