// The manifest as it lies at the target: the build's own, with what a run that has not come to its end was about to do.
import type { Manifest, ManifestFile } from '../model/manifest.ts';
import { staysBelow } from '../model/output-file.ts';
import { isMapping, mappingOfTexts } from '../parse/json.ts';
import { parseManifest } from '../parse/manifest.ts';
import { renderManifest } from '../render/manifest.ts';

/** What a run has begun. It is in the manifest before the first file is touched, and out of it after the last. */
export interface Unfinished {
  /** Names the run; another one's name here means that it took over. */
  readonly run: string;
  /** Files that may be at the target in another state than `files` says: sent, to be sent, to be deleted. Sorted. */
  readonly files: readonly string[];
  /** Files whose addresses caches must still be told of. Sorted. */
  readonly purge: readonly string[];
  /** Feed documents whose addresses hubs must still be told of. Sorted. */
  readonly ping: readonly string[];
}

export interface Published extends Manifest {
  /** Headers of the manifest itself. */
  readonly headers: Readonly<Record<string, string>>;
  readonly unfinished: Unfinished | undefined;
}

/** Reads the manifest of a target; `undefined` when it is none of ours. */
export function parsePublished(text: string): Published | undefined {
  const manifest = parseManifest(text);
  if (manifest === undefined) return undefined;
  const { feeds, baseUrl, whole } = manifest;
  const headers = mappingOfTexts(whole['headers']);
  // The manifest of a build says nothing of its own: another program copied all of it there, with headers of that program.
  const files = headers === undefined ? manifest.files.map((file) => ({ ...file, headers: {} })) : manifest.files;
  return { baseUrl, files, feeds, headers: headers ?? {}, unfinished: unfinishedOf(whole['unfinished']) };
}

/** The text of the manifest for the target, one file a line. */
export function formatPublished({ baseUrl, files, feeds, headers, unfinished }: Published): string {
  return renderManifest({ files, feeds, also: { baseUrl, headers, unfinished } });
}

/** Whether two sets of headers are the same, whatever their order. */
export function sameHeaders(a: ManifestFile['headers'], b: ManifestFile['headers']): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function unfinishedOf(value: unknown): Unfinished | undefined {
  if (!isMapping(value)) return undefined;
  const paths = (list: unknown) =>
    Array.isArray(list) ? list.filter((path): path is string => typeof path === 'string' && staysBelow(path)) : [];
  const { run, files, purge, ping } = value;
  return { run: String(run), files: paths(files), purge: paths(purge), ping: paths(ping) };
}
