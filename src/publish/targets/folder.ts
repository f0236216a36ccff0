// A folder as target: files are written beside their place and renamed into it, with the mtime of the build's file, so that
// servers that make validators of mtimes keep them, and never with one that an earlier version had. Headers are the
// server's business (`--print-config`).
import { hash, randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { access, constants, lstat, mkdir, readdir, rename, rm, rmdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { attempt, codeOf, WorldFailure } from '../../io/failure.ts';
import { takeLock } from '../../io/lock.ts';
import { makeFolder, readIfThere } from '../../io/output-folder.ts';
import { laterThan } from '../../io/staging.ts';
import { MANIFEST } from '../../model/manifest.ts';
import { type ManifestVersion, MISSING, type Outgoing, type Target } from '../target.ts';

/** Where files wait for their rename; below the target, so that it is one file system. */
const STAGE = '.feedmill-publish';
/** Where manifests wait, below the stage. The lock lets one run alone write them. */
const MANIFESTS = 'manifests';
/** A run that wrote nothing for so long is gone. */
const OLD_MS = 3_600_000;
const LOCK = '.feedmill-publish-lock';
/** Runs are UUIDs; anything else below the stage is not ours to clear away. */
const RUN = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A target in the folder at an absolute path; it is made when something is written. */
export function folderTarget(folder: string, name: string, run: string): Target {
  const at = (path: string) => join(folder, ...path.split('/'));

  // A link below the folder could lead our files, and later deletions, anywhere.
  const plain = new Set(['.']);
  const refuseOthers = async (path: string): Promise<void> => {
    if (plain.has(path)) return;
    await refuseOthers(dirname(path));
    const stats = await lstat(at(path)).catch(() => undefined);
    if (stats?.isSymbolicLink())
      throw new WorldFailure(
        `${at(path)} is a symbolic link; files are not written through it. Put a real folder there.`,
      );
    if (stats?.isDirectory() === false)
      throw new WorldFailure(`${at(path)} is a file; files go below it. Put a real folder there.`);
    if (stats !== undefined) plain.add(path);
  };

  const write = async (path: string, { bytes, modified }: Omit<Outgoing, 'file'>, below = run): Promise<void> => {
    const stage = join(folder, STAGE, below);
    const draft = join(stage, randomUUID());
    const place = async () => {
      await mkdir(stage, { recursive: true });
      await writeFile(draft, bytes);
      if (modified !== undefined) {
        const present = await lstat(at(path)).catch(() => undefined);
        const later = new Date(laterThan(present?.mtimeMs, modified.getTime()));
        await utimes(draft, later, later);
      }
      await mkdir(dirname(at(path)), { recursive: true });
      await rename(draft, at(path));
    };
    await attempt(`write ${at(path)}`, async () => {
      await refuseOthers(dirname(path));
      await refuseOthers(`${STAGE}/${below}`);
      // Another run may clear up our stage, or a folder that it has just emptied, between two of these steps, and in the
      // middle of one: Node's recursive mkdir takes a folder that vanishes there for a file.
      for (let tried = 1; ; tried++) {
        const error: unknown = await place().then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (error === undefined) return;
        // On a full disk it would take what little is left.
        await rm(draft, { force: true }).catch(() => undefined);
        if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '') || tried === 20) throw error;
      }
    });
  };

  const readManifest: Target['readManifest'] = async () => {
    const bytes = await readIfThere(at(MANIFEST));
    return bytes && { text: bytes.toString('utf8'), version: versionOf(bytes) };
  };

  return {
    name,
    keepsHeader: () => false,
    readManifest,
    async writeManifest(manifest, expected) {
      makeFolder(folder);
      const lock = await takeLock(join(folder, LOCK), folder, { wait: true });
      try {
        const present = await readManifest();
        if (present?.version.sha256 !== expected?.sha256) return undefined;
        await attempt('clear up', async () => {
          await refuseOthers(`${STAGE}/${MANIFESTS}`);
          // What lies there was left by a run that was killed before anybody knew of it.
          await clearStage(join(folder, STAGE, MANIFESTS));
        });
        await write(MANIFEST, manifest, MANIFESTS);
        return versionOf(manifest.bytes);
      } finally {
        await lock.release();
      }
    },
    async prove(path) {
      await refuseOthers(dirname(path));
      const stats = await lstat(at(path)).catch(() => undefined);
      if (stats?.isDirectory())
        throw new WorldFailure(`${at(path)} is a folder, and a file goes there; nothing was sent. Move it.`);
    },
    put: (outgoing) => write(outgoing.file.path, outgoing),
    async remove(path) {
      await attempt(`remove ${at(path)}`, async () => {
        await refuseOthers(dirname(path));
        await rm(at(path), { force: true });
      });
      await removeEmpty(folder, dirname(path));
    },
    read: (path) => readIfThere(at(path)),
    list: () => attempt(`list ${folder}`, () => listFiles(folder)),
    isOthers: async (path) => (await lstat(at(path)).catch(() => undefined)) !== undefined,
    async inspect({ file }) {
      const bytes = await readIfThere(at(file.path));
      if (bytes === undefined) return MISSING;
      if (versionOf(bytes).sha256 === file.sha256) return undefined;
      return { change: 'content', reason: 'its bytes at the target are others' };
    },
    async clearUp(gone) {
      if (!/^[\w-]+$/.test(gone)) return;
      await attempt('clear up', async () => {
        await refuseOthers(STAGE);
        await clearStage(join(folder, STAGE, gone));
        // Empty but while a manifest is written.
        await rmdir(join(folder, STAGE, MANIFESTS)).catch(() => undefined);
        await clearOld(join(folder, STAGE));
      });
    },
    close: () => undefined,
  };
}

function versionOf(bytes: Uint8Array): ManifestVersion {
  return { etag: undefined, sha256: hash('sha256', bytes) };
}

async function listFiles(folder: string): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  const look = async (below: string): Promise<void> => {
    for (const entry of await entriesOf(join(folder, below), below === '')) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) await look(path);
      else paths.add(path);
    }
  };
  await look('');
  return paths;
}

async function entriesOf(folder: string, isRoot: boolean): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    // In what may not be entered either, a disk's lost+found for one, nothing of ours can be in the way.
    if (!isRoot && codeOf(error) === 'EACCES' && !(await mayEnter(folder))) return [];
    throw error;
  }
}

function mayEnter(folder: string): Promise<boolean> {
  return access(folder, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Leaves it to a run that was taken for gone and goes on filling it: in the end that clears up itself. */
async function clearStage(stage: string): Promise<void> {
  await rm(stage, { recursive: true, force: true }).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOTEMPTY') throw error;
  });
}

/** Runs that were killed before they could clear up after others that were killed. */
async function clearOld(stages: string): Promise<void> {
  for (const name of (await readdir(stages).catch(() => [])).filter((name) => RUN.test(name))) {
    const stats = await lstat(join(stages, name)).catch(() => undefined);
    if (stats !== undefined && Date.now() - stats.mtimeMs > OLD_MS) await clearStage(join(stages, name));
  }
  await rmdir(stages).catch(() => undefined);
}

async function removeEmpty(root: string, path: string): Promise<void> {
  for (let folder = path; folder !== '.'; folder = dirname(folder)) {
    const isGone = await rmdir(join(root, folder)).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}
