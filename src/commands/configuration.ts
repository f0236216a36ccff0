// Finds and reads feedmill.yaml for a command.
import { isUtf8 } from 'node:buffer';
import { dirname, relative } from 'node:path';
import { newFindings } from '../build/findings.ts';
import type { Finding } from '../diagnostics/finding.ts';
import { UsageFailure } from '../io/failure.ts';
import { knowsSiteId } from '../ledger/store.ts';
import type { Settings } from '../model/settings.ts';
import { folderUrl, withoutUser } from '../model/url.ts';
import { isConfigKey, parseConfig } from '../parse/config/config.ts';
import { secretMask } from '../parse/secrets.ts';
import { CONFIG_FILE, type ConfigurationFile, findConfiguration } from './configuration-file.ts';

export interface Configuration {
  /** `undefined` after errors, which are among the findings. */
  readonly settings: Settings | undefined;
  /** The file it was read from. */
  readonly path: string;
  /** The folder that relative paths of the configuration start from. */
  readonly folder: string;
  readonly findings: readonly Finding[];
}

/**
 * Reads the configuration at `given`, else `feedmill.yaml` in `cwd` or the nearest folder above it. `ledgerIn`: where the
 * ledger lies, by the configuration's folder; absent for a command that makes no ids, and then any `site.id` will do.
 */
export async function readConfiguration(
  given: string | undefined,
  cwd: string,
  ledgerIn?: (folder: string) => string,
): Promise<Configuration> {
  const file = await findConfiguration(given, cwd);
  return configurationIn(file, cwd, ledgerIn?.(dirname(file.path)));
}

/** The same for a command that can do without: `undefined` when none was named and none is there. */
export async function configurationIfThere(given: string | undefined, cwd: string): Promise<Configuration | undefined> {
  return readConfiguration(given, cwd).catch((error: unknown) => {
    if (error instanceof UsageFailure && given === undefined) return undefined;
    throw error;
  });
}

/** What the file says. */
export function configurationIn(
  { path, bytes }: ConfigurationFile,
  cwd: string,
  ledgerFile: string | undefined,
): Configuration {
  // Editors count no byte order mark, and a space in its place would indent the first key.
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const findings = newFindings();
  // YAML, whatever it is called.
  const mask = secretMask(text, CONFIG_FILE, { isPublic: isConfigKey, isPublicInside: isConfigKey });
  const report = findings.in(relative(cwd, path).replaceAll('\\', '/'), text, mask);
  if (!isUtf8(bytes)) report('files/invalid-utf-8', {});
  const isKnownId = (siteId: string) => ledgerFile === undefined || knowsSiteId(ledgerFile, siteId);
  return { settings: parseConfig(text, report, isKnownId), path, folder: dirname(path), findings: findings.all };
}

/** The settings with the address that `--base-url` gives. Throws `UsageFailure` when it is none. */
export function withBaseUrl(settings: Settings, given: string | undefined): Settings {
  if (given === undefined) return settings;
  const baseUrl = folderUrl(given);
  if (baseUrl === undefined)
    throw new UsageFailure(`--base-url is no absolute http or https address without ? and #: ${withoutUser(given)}.`);
  return { ...settings, feeds: { ...settings.feeds, baseUrl } };
}
