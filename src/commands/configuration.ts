// Finds and reads feedmill.yaml for a command.
import { dirname, relative, resolve } from 'node:path';
import { newFindings } from '../build/findings.ts';
import type { Finding } from '../diagnostics/finding.ts';
import { UsageFailure, WorldFailure } from '../io/failure.ts';
import { findUpwards } from '../io/folders.ts';
import { readIfThere } from '../io/output-folder.ts';
import type { Settings } from '../model/settings.ts';
import { parseConfig } from '../parse/config.ts';

export const CONFIG_FILE = 'feedmill.yaml';

export interface Configuration {
  /** `undefined` after errors, which are among the findings. */
  readonly settings: Settings | undefined;
  /** The folder that relative paths of the configuration start from. */
  readonly folder: string;
  readonly findings: readonly Finding[];
}

/** Reads the configuration at `given`, else `feedmill.yaml` in `cwd` or the nearest folder above it. */
export async function readConfiguration(given: string | undefined, cwd: string): Promise<Configuration> {
  const path = given === undefined ? await findUpwards(CONFIG_FILE, cwd) : resolve(cwd, given);
  if (path === undefined)
    throw new UsageFailure(`There is no ${CONFIG_FILE} here or in a folder above. Write one with: feedmill init`);
  const bytes = await readIfThere(path).catch((error) => {
    throw new WorldFailure(`The configuration ${path} cannot be read.`, { cause: error });
  });
  if (bytes === undefined) throw new UsageFailure(`There is no file ${given ?? path}.`);
  const text = bytes.toString('utf8').replace(/^\uFEFF/, ' ');
  const findings = newFindings();
  const settings = parseConfig(text, findings.in(relative(cwd, path).replaceAll('\\', '/'), text));
  return { settings, folder: dirname(path), findings: findings.all };
}
