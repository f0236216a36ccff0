// What stays in memory of what was made.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How many bytes of the heap are kept alive by what `make` returns. */
export function bytesKept<T>(make: () => T): { readonly bytes: number; readonly made: T } {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const made = make();
  collectGarbage();
  return { bytes: process.memoryUsage().heapUsed - before, made };
}
