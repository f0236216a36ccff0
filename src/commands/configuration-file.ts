// Finds feedmill.yaml for a command. What it says is read by configuration.ts, which a build with nothing to do never needs.
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageFailure } from '../io/failure.ts';
import { findUpwards } from '../io/folders.ts';
import { readIfThere } from '../io/output-folder.ts';
import { isPlain, isPlainOrPipe } from '../io/plain-file.ts';

export const CONFIG_FILE = 'feedmill.yaml';
/** Beside it, unless `--ledger` names another. */
export const LEDGER_FILE = 'feedmill.ledger';

export interface ConfigurationFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** Why there is nothing to read at a path, as it was given. */
async function missing(given: string, path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return `There is no file ${given}.`;
  return `${given} is a folder, and no configuration. Name the file in it: --config ${join(given, CONFIG_FILE)}`;
}

/** The file at `given`, else `feedmill.yaml` in `cwd` or the nearest folder above it. */
export async function findConfiguration(given: string | undefined, cwd: string): Promise<ConfigurationFile> {
  const path = given === undefined ? await findUpwards(CONFIG_FILE, cwd) : resolve(cwd, given);
  if (path === undefined)
    throw new UsageFailure(`There is no ${CONFIG_FILE} here or in a folder above. Write one with: feedmill init`);
  const takes = given === undefined ? isPlain : isPlainOrPipe;
  const bytes = await readIfThere(path, `the configuration ${path}`, takes);
  if (bytes === undefined) throw new UsageFailure(await missing(given ?? path, path));
  return { path, bytes };
}
