// In: the path of a request. Out: the file of a built folder that answers it, with the headers of the manifest.
// What the manifest lists is served; so are plain files that somebody put beside it, but nothing else that begins with a dot,
// nothing behind a link out of the folder, and no folder as a list.
import { hash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { throwLack } from '../io/failure.ts';
import { readPlain } from '../io/plain-file.ts';
import { hrefOf } from '../model/feed-address.ts';
import { MANIFEST } from '../model/manifest.ts';
import { mediaTypeByExtension } from '../model/media-type.ts';
import { staysBelow } from '../model/output-file.ts';
import { decodedPath } from '../model/url.ts';
import { parseManifest } from '../parse/manifest.ts';

export interface ServedFile {
  /** Below the folder, `/`-separated. */
  readonly path: string;
  readonly bytes: Buffer;
  /** Lower-case hex SHA-256 of the bytes. */
  readonly sha256: string;
  /** When the file last changed; a build leaves files alone that stay the same. Whole seconds. */
  readonly modified: Date;
  readonly headers: Readonly<Record<string, string>>;
}

export type Found =
  | { readonly kind: 'file'; readonly file: ServedFile }
  /** The path is a folder's without its slash; `location` is an absolute path on this server. */
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'nothing' };

export interface Site {
  /** Finds what a request's path names, still percent-encoded, without query. */
  find(pathname: string): Promise<Found>;
  /** A file by its path below the folder. Throws, as `find` does, where this machine has no files or memory left. */
  file(path: string): Promise<ServedFile | undefined>;
}

/** Bytes of file contents that are kept between requests. */
const MAX_KEPT_BYTES = 64_000_000;

/** A site in a built folder; the manifest comes with `ownHeaders`. Files are read again when their stats change, so a rebuild needs no restart. */
export function openSite(folder: string, ownHeaders?: ServedFile['headers']): Site {
  const kept = new Map<string, { readonly stats: Stats; readonly file: ServedFile }>();
  let keptBytes = 0;
  let listed: { readonly stats: Stats; readonly headers: ReadonlyMap<string, ServedFile['headers']> } | undefined;

  const manifestHeaders = async (): Promise<ReadonlyMap<string, ServedFile['headers']>> => {
    const path = join(folder, MANIFEST);
    const stats = await stat(path).catch(nothing);
    if (stats === undefined) return new Map();
    if (listed !== undefined && isSame(listed.stats, stats)) return listed.headers;
    const manifest = parseManifest((await readPlain(path).catch(nothing))?.toString() ?? '');
    const headers = new Map(manifest?.files.map((file) => [file.path, { 'Content-Type': file.type, ...file.headers }]));
    listed = { stats, headers };
    return headers;
  };

  const file = async (path: string): Promise<ServedFile | undefined> => {
    if (!staysBelow(path)) return undefined;
    const listedHeaders = (await manifestHeaders()).get(path);
    if (listedHeaders === undefined && isHidden(path)) return undefined;
    const place = await realpath(join(folder, ...path.split('/'))).catch(nothing);
    const root = await realpath(folder).catch(nothing);
    if (place === undefined || root === undefined || !place.startsWith(root + sep)) return undefined;
    const stats = await stat(place).catch(nothing);
    if (stats === undefined || !stats.isFile()) return undefined;
    const headers = listedHeaders ?? (path === MANIFEST ? ownHeaders : undefined) ?? headersOfOthers(path);
    const before = kept.get(path);
    if (before !== undefined && isSame(before.stats, stats)) return { ...before.file, headers };
    const bytes = await readFile(place).catch(nothing);
    if (bytes === undefined) return undefined;
    const sha256 = hash('sha256', bytes);
    const modified = new Date(Math.floor(stats.mtimeMs / 1000) * 1000);
    const found = { path, bytes, sha256, modified, headers };
    if (keptBytes + bytes.length > MAX_KEPT_BYTES) {
      kept.clear();
      keptBytes = 0;
    }
    keptBytes += bytes.length;
    kept.set(path, { stats, file: found });
    return found;
  };

  return {
    file,
    async find(pathname) {
      const path = decodedPath(pathname.replace(/^\//, ''));
      if (path === undefined) return { kind: 'nothing' };
      if (path === '' || path.endsWith('/')) {
        const index = await file(`${path}index.html`);
        return index === undefined ? { kind: 'nothing' } : { kind: 'file', file: index };
      }
      const found = await file(path);
      if (found !== undefined) return { kind: 'file', file: found };
      if ((await file(`${path}/index.html`)) === undefined) return { kind: 'nothing' };
      return { kind: 'redirect', location: `/${hrefOf(path)}/` };
    },
  };
}

/** What cannot be read is not there; where that lies with this machine, it throws: nobody may be told that a feed is gone. */
function nothing(error: unknown): undefined {
  throwLack('a file', error);
}

function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.'));
}

function headersOfOthers(path: string): Readonly<Record<string, string>> {
  return {
    'Cache-Control': path === MANIFEST ? 'no-cache' : 'public, max-age=300',
    'Content-Type': mediaTypeByExtension(path) ?? 'application/octet-stream',
    ...(path.endsWith('.json') ? { 'Access-Control-Allow-Origin': '*' } : {}),
  };
}

function isSame(a: Stats, b: Stats): boolean {
  return a.mtimeMs === b.mtimeMs && a.size === b.size && a.ino === b.ino;
}
