// Where the large part of what a build reads lies until it goes into the cache: files without names, beside the cache.
import { closeSync } from 'node:fs';
import { dirname } from 'node:path';
import { openUnnamed } from '../io/stored-bytes.ts';
import type { BuildInput } from './build.ts';

export interface Storage {
  /** A file for one thread. `undefined`: memory has to do. */
  open(): number | undefined;
  /** Nothing that lies there can be read any more. */
  close(): void;
}

/** A build that leaves no cache leaves nothing beside it either. */
export function openStorage({ cacheFile, mode }: Pick<BuildInput, 'cacheFile' | 'mode'>): Storage {
  const files: number[] = [];
  return {
    open() {
      const file = cacheFile === undefined || mode === 'diff' ? undefined : openUnnamed(dirname(cacheFile));
      if (file !== undefined) files.push(file);
      return file;
    },
    close() {
      for (const file of files.splice(0)) closeSync(file);
    },
  };
}
