// What an earlier build left in `out/`, by its manifest, which anybody may have touched.
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { readIfThere } from '../io/output-folder.ts';
import { MANIFEST, type Manifest, type ManifestFile, type ManifestLine } from '../model/manifest.ts';
import { fileLinesOf, parseManifest } from '../parse/manifest.ts';
import { mediaTypeOfOutput } from './making/headers.ts';

/** The manifest in a folder; `undefined` when there is none, or none of ours. */
export async function previousManifest(folder: string): Promise<Manifest | undefined> {
  const text = await previousText(folder);
  return text === undefined ? undefined : parseManifest(text);
}

/** The lines of its files, by path, in a folder that nobody else wrote to; `undefined` when they are not as we write them. */
export async function previousLines(folder: string): Promise<ReadonlyMap<string, ManifestLine> | undefined> {
  const text = await previousText(folder);
  return text === undefined ? undefined : fileLinesOf(text);
}

async function previousText(folder: string): Promise<string | undefined> {
  return (await readIfThere(join(folder, MANIFEST)))?.toString('utf8');
}

/**
 * Files in `out/` that are ours to replace, keep and remove, by path: by the manifest; when that was lost, those of
 * `expected` that look like ours.
 */
export async function ownFiles(
  folder: string,
  manifest: Manifest | undefined,
  expected: readonly string[],
): Promise<ReadonlyMap<string, ManifestFile>> {
  if (manifest !== undefined) return new Map(manifest.files.map((file) => [file.path, file]));
  const ours = new Map<string, ManifestFile>();
  for (const path of expected) {
    const bytes = await readIfThere(join(folder, path)).catch(() => undefined);
    if (bytes === undefined || !isOurs(bytes.toString('utf8', 0, 4096))) continue;
    const sha256 = hash('sha256', bytes);
    ours.set(path, { path, type: mediaTypeOfOutput(path), sha256, bytes: bytes.length, headers: {} });
  }
  return ours;
}

/**
 * Every file that Feedmill writes names it, but for the feed menu, whose draft leaves no room for that: it tells ours from
 * others' when the manifest is lost. An empty one is nobody's.
 */
export function isOurs(beginning: string): boolean {
  return beginning === '' || /feedmill/i.test(beginning) || beginning.startsWith('{\n "feed-menu": ');
}
