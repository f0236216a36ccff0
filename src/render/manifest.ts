// In: the files of a build. Out: manifest.json: every file with media type, hash, size and the headers it is to be served with.
import { formatRfc3339, instantOf } from '../model/instant.ts';
import type { Manifest, ManifestFile, ManifestLine } from '../model/manifest.ts';

/** What a manifest is rendered from. */
export interface ManifestParts extends Pick<Manifest, 'feeds'> {
  /** Sorted by path. */
  readonly files: readonly (ManifestFile | ManifestLine)[];
  /** What else it says, each on a line of its own; what is `undefined` is left out. */
  readonly also?: Readonly<Record<string, unknown>>;
}

/** Renders the manifest: sorted, deterministic, one file a line so that a difference shows what changed. */
export function renderManifest({ files, feeds, also = {} }: ManifestParts): string {
  const line = (value: object | ManifestLine) => `    ${typeof value === 'string' ? value : JSON.stringify(value)}`;
  const feedLines = feeds.map(({ updated, ...feed }) => {
    const at = instantOf(updated);
    return line({ ...feed, updated: at === undefined ? undefined : formatRfc3339(at) });
  });
  const more = Object.entries(also).flatMap(([name, value]) =>
    value === undefined ? [] : `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`,
  );
  return `{\n  "version": 1,\n  "generator": "Feedmill",\n${more.join('')}  "feeds": [\n${feedLines.join(',\n')}\n  ],\n  "files": [\n${files.map(line).join(',\n')}\n  ]\n}\n`;
}
