// Where the large part of what a build reads lies until it goes into the cache: files without names, beside the cache.
import { closeSync } from 'node:fs';
import { dirname } from 'node:path';
import { openUnnamed, storeBytes } from '../../io/stored-bytes.ts';
import type { BuildInput } from '../input.ts';
import { inMemory, type Store } from './section.ts';

export interface Storage {
  /** A file for one thread. `undefined`: memory has to do. */
  open(): number | undefined;
  /** For this thread. Few bytes stay in memory. */
  readonly store: Store;
  /** Nothing that lies there can be read any more. */
  close(): void;
}

const FEW_BYTES = 1 << 20;

/** Stores in an open file, one after the other; when the disk refuses, in memory. */
export function storeIn(file: number): Store {
  let end = 0;
  return (parts) => {
    try {
      const stored = storeBytes(file, end, parts);
      end += stored.length;
      return stored;
    } catch {
      return inMemory(parts);
    }
  };
}

/** A build that leaves no cache leaves nothing beside it either. */
export function openStorage({ cacheFile, mode }: Pick<BuildInput, 'cacheFile' | 'mode'>): Storage {
  const files: number[] = [];
  const open = () => {
    const file = cacheFile === undefined || mode === 'diff' ? undefined : openUnnamed(dirname(cacheFile));
    if (file !== undefined) files.push(file);
    return file;
  };
  let held = 0;
  let own: Store | undefined;
  return {
    open,
    store(parts) {
      for (const part of parts) held += part.length;
      if (held <= FEW_BYTES) return inMemory(parts);
      if (own === undefined) {
        const file = open();
        own = file === undefined ? inMemory : storeIn(file);
      }
      return own(parts);
    },
    close() {
      for (const file of files.splice(0)) closeSync(file);
    },
  };
}
