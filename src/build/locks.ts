// The locks of a build: on the folder that it writes to, and on the ledger.
import { dirname, resolve } from 'node:path';
import { type Lock, takeLock } from '../io/lock.ts';
import { makeFolder } from '../io/output-folder.ts';
import type { BuildInput } from './input.ts';

export type Locked = Pick<BuildInput, 'outFolder' | 'ledgerFile' | 'mode' | 'wait'>;

/** Takes what is written to, all or nothing. `name` is what the user calls the output folder. */
export async function takeLocks({ outFolder, ledgerFile, mode, wait = false }: Locked, name: string): Promise<Lock> {
  const output = await takeLock(resolve(outFolder, '.feedmill-lock'), name, { wait });
  // `no-record` writes no ledger.
  if (ledgerFile === undefined || mode === 'no-record') return output;
  try {
    makeFolder(dirname(ledgerFile));
    const ledger = await takeLock(`${ledgerFile}.lock`, ledgerFile, { wait });
    return {
      async release() {
        await output.release();
        await ledger.release();
      },
    };
  } catch (error) {
    await output.release();
    throw error;
  }
}
