// In: files with their headers. Out: the same headers as configuration of whoever serves the files.
import { UsageFailure } from '../../io/failure.ts';
import { type AbsoluteUrl, decodedPath } from '../../model/url.ts';
import { formatApache } from './apache.ts';
import { formatCaddy } from './caddy.ts';
import { type HeaderGroup, headerGroups, type ServedFile } from './groups.ts';
import { formatHeadersFile, formatNetlify } from './headers-file.ts';
import { formatNginx } from './nginx.ts';
import { formatVarnish } from './varnish.ts';

const FORMATS = {
  nginx: formatNginx,
  apache: formatApache,
  caddy: formatCaddy,
  varnish: formatVarnish,
  netlify: formatNetlify,
  headers: formatHeadersFile,
} satisfies Record<string, (groups: readonly HeaderGroup[], base: string) => string>;

export type ConfigKind = keyof typeof FORMATS;

/** What `--print-config` takes. */
export const CONFIG_KINDS = Object.keys(FORMATS)
  .join(', ')
  .replace(/, (?=\w+$)/, ' or ');

export function isConfigKind(text: string): text is ConfigKind {
  return Object.hasOwn(FORMATS, text);
}

/**
 * Renders the configuration for these files. `baseUrl` is where they are served; `undefined`: at the root of a host. Throws
 * `UsageFailure` when its path is no text.
 */
export function formatConfig(kind: ConfigKind, files: readonly ServedFile[], baseUrl: AbsoluteUrl | undefined): string {
  const base = baseUrl === undefined ? '/' : new URL(baseUrl).pathname;
  if (decodedPath(base) === undefined)
    throw new UsageFailure(`What is encoded in ${baseUrl} (feeds.baseUrl) is no UTF-8: no server can be told of it.`);
  return FORMATS[kind](headerGroups(files), base);
}
