// In: the text of a manifest.json, whoever may have touched it. Out: what it lists, or nothing when it is none of ours.
import { kindNamed } from '../model/collection.ts';
import type { Manifest, ManifestFeed, ManifestFile, ManifestLine } from '../model/manifest.ts';
import { staysBelow } from '../model/output-file.ts';
import { isMapping, jsonMapping, mappingOfTexts } from './json.ts';

export interface ParsedManifest extends Manifest {
  /** The whole object, for what a publisher adds to it. */
  readonly whole: Readonly<Record<string, unknown>>;
}

/** Reads a manifest. Entries that are not what they should be are left out; `undefined` for any other text. */
export function parseManifest(text: string): ParsedManifest | undefined {
  const whole = jsonMapping(text);
  if (whole?.['generator'] !== 'Feedmill' || !Array.isArray(whole['files'])) return undefined;
  const { baseUrl } = whole;
  const feeds: readonly unknown[] = Array.isArray(whole['feeds']) ? whole['feeds'] : [];
  return {
    whole,
    baseUrl: typeof baseUrl === 'string' ? baseUrl : undefined,
    files: whole['files'].flatMap((file) => manifestFile(file) ?? []),
    feeds: feeds.flatMap((feed) => manifestFeed(feed) ?? []),
  };
}

/** The lines of all files, by path, of a manifest that is as this program wrote it; `undefined` for any other text. */
export function fileLinesOf(text: string): ReadonlyMap<string, ManifestLine> | undefined {
  const [, list = ''] = /\n {2}"files": \[\n(.*)\n {2}\]\n\}\n$/s.exec(text) ?? [];
  const lines = new Map<string, ManifestLine>();
  for (const line of list.split('\n')) {
    const [, file, path] = /^ {4}(\{"path":("(?:[^"\\]|\\.)*"),.*\}),?$/.exec(line) ?? [];
    if (file === undefined || path === undefined) return undefined;
    lines.set(JSON.parse(path) as string, file);
  }
  return lines;
}

function manifestFile(value: unknown): ManifestFile | undefined {
  if (!isMapping(value)) return undefined;
  const { path, type, sha256, bytes } = value;
  const headers = mappingOfTexts(value['headers']);
  if (typeof path !== 'string' || typeof type !== 'string' || typeof sha256 !== 'string') return undefined;
  if (!staysBelow(path) || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  return typeof bytes === 'number' && headers !== undefined ? { path, type, sha256, bytes, headers } : undefined;
}

function manifestFeed(value: unknown): ManifestFeed | undefined {
  if (!isMapping(value)) return undefined;
  const { id, folder, title, entries } = value;
  const kind = kindNamed(value['kind']);
  if (typeof id !== 'string' || typeof folder !== 'string' || typeof title !== 'string') return undefined;
  if (folder !== '' && !(folder.endsWith('/') && staysBelow(folder.slice(0, -1)))) return undefined;
  const updated = new Date(typeof value['updated'] === 'string' ? value['updated'] : 0);
  return kind === undefined ? undefined : { id, kind, folder, title, entries: Number(entries), updated };
}
