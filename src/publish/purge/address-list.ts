// The changed addresses in a file, for caches that nothing here knows how to tell. It is treated as a cache: until the file is
// written, the manifest keeps what should stand in it.
import { open, stat, writeFile } from 'node:fs/promises';
import { attempt } from '../../io/failure.ts';
import type { Cache } from './cache.ts';

export interface AddressList extends Cache {
  /** Whether a list was asked for, even in vain. */
  readonly isAsked: boolean;
  /** Throws `WorldFailure` when the file cannot be written: better before the upload than after it. */
  prove(): Promise<void>;
}

/** A list in the file at `path`. */
export function addressList(path: string): AddressList {
  let isAsked = false;
  return {
    name: path,
    get isAsked() {
      return isAsked;
    },
    async prove() {
      const stats = await stat(path).catch(() => undefined);
      // A pipe would end for whoever reads it.
      if (stats === undefined || !stats.isFIFO())
        await attempt(`write ${path}`, async () => (await open(path, 'a')).close());
    },
    async purge({ addresses }) {
      isAsked = true;
      await attempt(`write ${path}`, () => writeFile(path, addresses.map((address) => `${address}\n`).join('')));
    },
  };
}
