// In: files with their headers. Out: the same headers as configuration: nginx, Varnish, or a `_headers` file.
// Files that share a name below one folder and have the same headers become one rule; no two rules match one file, since
// `_headers` joins the values of all rules that match.
import type { ManifestFile } from '../model/manifest.ts';
import type { AbsoluteUrl } from '../model/url.ts';

export type ConfigKind = 'nginx' | 'varnish' | 'headers';

export type ServedFile = Pick<ManifestFile, 'path' | 'headers'>;

export function isConfigKind(text: string): text is ConfigKind {
  return text === 'nginx' || text === 'varnish' || text === 'headers';
}

/** Renders the configuration for these files. `baseUrl` is where they are served, when that is known. */
export function formatConfig(kind: ConfigKind, files: readonly ServedFile[], baseUrl: AbsoluteUrl | undefined): string {
  return `${kind} ${files.length} ${baseUrl ?? ''}\n`;
}
