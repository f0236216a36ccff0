// What an earlier build left in `out/`, by its manifest, which anybody may have touched.
import { join } from 'node:path';
import { failure } from '../io/failure.ts';
import { readIfThere } from '../io/output-folder.ts';
import type { Manifest } from '../model/manifest.ts';
import { parseManifest } from '../parse/manifest.ts';

export const MANIFEST = 'manifest.json';

/** The manifest in a folder; `undefined` when there is none, or none of ours. */
export async function previousManifest(folder: string): Promise<Manifest | undefined> {
  const path = join(folder, MANIFEST);
  const bytes = await readIfThere(path).catch((error) => {
    throw failure(`read ${path}`, error);
  });
  return bytes && parseManifest(bytes.toString('utf8'));
}
