// Finds and reads feedmill.yaml for a command.
import { dirname, relative } from 'node:path';
import { newFindings } from '../build/findings.ts';
import type { Finding } from '../diagnostics/finding.ts';
import type { Settings } from '../model/settings.ts';
import { parseConfig } from '../parse/config.ts';
import { type ConfigurationFile, findConfiguration } from './configuration-file.ts';

export interface Configuration {
  /** `undefined` after errors, which are among the findings. */
  readonly settings: Settings | undefined;
  /** The file it was read from. */
  readonly path: string;
  /** The folder that relative paths of the configuration start from. */
  readonly folder: string;
  readonly findings: readonly Finding[];
}

/** Reads the configuration at `given`, else `feedmill.yaml` in `cwd` or the nearest folder above it. */
export async function readConfiguration(given: string | undefined, cwd: string): Promise<Configuration> {
  return configurationIn(await findConfiguration(given, cwd), cwd);
}

/** What the file says. */
export function configurationIn({ path, bytes }: ConfigurationFile, cwd: string): Configuration {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, ' ');
  const findings = newFindings();
  const settings = parseConfig(text, findings.in(relative(cwd, path).replaceAll('\\', '/'), text));
  return { settings, path, folder: dirname(path), findings: findings.all };
}
