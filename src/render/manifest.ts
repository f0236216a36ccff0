// In: the files of a build. Out: manifest.json: every file with media type, hash, size and the headers it is to be served with.
import { formatRfc3339, instantOf } from '../model/instant.ts';
import type { Manifest } from '../model/manifest.ts';

/** Renders the manifest: sorted, deterministic, one file a line so that a difference shows what changed. */
export function renderManifest({ files, feeds }: Manifest): string {
  const line = (value: object) => `    ${JSON.stringify(value)}`;
  const feedLines = feeds.map(({ updated, ...feed }) => {
    const at = instantOf(updated);
    return line({ ...feed, updated: at === undefined ? undefined : formatRfc3339(at) });
  });
  return `{\n  "version": 1,\n  "generator": "Feedmill",\n  "feeds": [\n${feedLines.join(',\n')}\n  ],\n  "files": [\n${files.map(line).join(',\n')}\n  ]\n}\n`;
}
