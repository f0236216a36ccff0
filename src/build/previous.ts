// What an earlier build left in `out/`, by its manifest: read leniently, since anybody may have touched it.
import { join } from 'node:path';
import { failure } from '../io/failure.ts';
import { isInside, readIfThere } from '../io/output-folder.ts';
import type { ManifestFile } from '../model/manifest.ts';

export const MANIFEST = 'manifest.json';

/** The files that the manifest in a folder lists; none when there is no manifest, or none of ours. */
export async function previousFiles(folder: string): Promise<ReadonlyMap<string, ManifestFile>> {
  const path = join(folder, MANIFEST);
  const bytes = await readIfThere(path).catch((error) => {
    throw failure(`read ${path}`, error);
  });
  const files = bytes === undefined ? [] : listed(bytes.toString('utf8'));
  return new Map(files.map((file) => [file.path, file]));
}

function listed(text: string): readonly ManifestFile[] {
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest !== 'object' || manifest === null) return [];
    if (!('generator' in manifest) || manifest.generator !== 'Feedmill') return [];
    return 'files' in manifest && Array.isArray(manifest.files) ? manifest.files.filter(isManifestFile) : [];
  } catch {
    return [];
  }
}

function isManifestFile(value: unknown): value is ManifestFile {
  if (typeof value !== 'object' || value === null) return false;
  const { path, type, sha256, bytes, headers } = value as Record<string, unknown>;
  const texts = typeof path === 'string' && typeof type === 'string' && typeof sha256 === 'string';
  return texts && isInside(path) && typeof bytes === 'number' && typeof headers === 'object' && headers !== null;
}
