// In: a folder that a build wrote. Out: its manifest, and its files with proof that they are what the manifest says.
import { hash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, failure, WorldFailure } from '../io/failure.ts';
import { readIfThere } from '../io/output-folder.ts';
import { readPlain } from '../io/plain-file.ts';
import { MANIFEST, type Manifest, type ManifestFile } from '../model/manifest.ts';
import { parseManifest } from '../parse/manifest.ts';
import type { Outgoing } from './target.ts';

/** The manifest of a built folder; `undefined` when there is no build in it. */
export async function readBuild(folder: string): Promise<Manifest | undefined> {
  const path = join(folder, MANIFEST);
  const bytes = await readIfThere(path);
  if (bytes === undefined) return undefined;
  const manifest = parseManifest(bytes.toString('utf8'));
  if (manifest === undefined) throw new WorldFailure(`${path} is no manifest of Feedmill. Build again: feedmill build`);
  const { files, feeds, baseUrl } = manifest;
  return { files, feeds, baseUrl };
}

/** Reads a file for sending. Throws when it is not what the manifest lists: a build is at work, or a hand was. */
export async function readOutgoing(folder: string, file: ManifestFile): Promise<Outgoing> {
  const path = join(folder, ...file.path.split('/'));
  try {
    const [bytes, { mtime }] = await Promise.all([readPlain(path), stat(path)]);
    if (hash('sha256', bytes) === file.sha256) return { file, bytes, modified: mtime };
  } catch (error) {
    // One that is gone was changed as well.
    if (codeOf(error) !== 'ENOENT') throw failure(`read ${path}, which the manifest lists`, error);
  }
  throw new WorldFailure(
    `${path} is not what the manifest beside it lists: it was changed by hand, or a build is at work. Build again, then publish.`,
  );
}
