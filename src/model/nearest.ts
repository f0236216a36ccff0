// The name that was probably meant. The front door of fastest-levenshtein.
import { lazyPackage } from './lazy-package.ts';

const levenshtein = lazyPackage<typeof import('fastest-levenshtein')>('fastest-levenshtein');

/** The first of the nearest names, if it takes at most `most` edits of a character to get there. */
export function nearestTo(given: string, names: readonly string[], most: number): string | undefined {
  if (names.length === 0) return undefined;
  const { closest, distance } = levenshtein();
  const nearest = closest(given, names);
  return distance(given, nearest) <= most ? nearest : undefined;
}
