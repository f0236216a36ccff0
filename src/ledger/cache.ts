// What a build can do without: the last build's readings, so that the next reads only what changed. Sections of a file,
// each with its CRC-32 and read when it is asked for: damaged in any byte, of another version or configuration, it is dropped.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { codeOf, failure, reasonOf } from '../io/failure.ts';
import { replaceFile } from '../io/replace-file.ts';

/** A cache file: named sections. To be closed. */
export interface CacheFile {
  /** What `writeCache` was told: whoever expects another cannot use it. */
  readonly fingerprint: string;
  /** The section's value; `undefined` when it is not there or damaged. */
  section(name: string): unknown;
  /** All sections as they lie in the file; `undefined` when one is damaged. */
  bytes(): Readonly<Record<string, Buffer>> | undefined;
  close(): void;
}

/** Why a cache cannot be used; without a reason when there is none. */
export interface NoCache {
  readonly reason: string | undefined;
}

/** Opens the cache at a path. */
export function openCache(path: string): CacheFile | NoCache {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    return { reason: codeOf(error) === 'ENOENT' ? undefined : reasonOf(error) };
  }
  try {
    const header = readHeader(file);
    if (header !== undefined) return cacheFile(file, header.fingerprint, header.places);
    closeSync(file);
    return { reason: 'it is damaged, or of another version' };
  } catch (error) {
    closeSync(file);
    return { reason: reasonOf(error) };
  }
}

function cacheFile(file: number, fingerprint: string, places: ReadonlyMap<string, Place>): CacheFile {
  const known = new Map<string, Buffer>();
  const read = (name: string): Buffer | undefined => {
    const place = places.get(name);
    if (place === undefined) return undefined;
    const bytes = known.get(name) ?? readPlace(file, place);
    if (bytes !== undefined) known.set(name, bytes);
    return bytes;
  };
  return {
    fingerprint,
    section(name) {
      const bytes = read(name);
      return bytes === undefined ? undefined : deserialize(bytes);
    },
    bytes() {
      const all = [...places.keys()].map((name) => [name, read(name)] as const);
      const isWhole = (entry: readonly [string, Buffer | undefined]): entry is readonly [string, Buffer] =>
        entry[1] !== undefined;
      return all.every(isWhole) ? Object.fromEntries(all) : undefined;
    },
    close() {
      known.clear();
      closeSync(file);
    },
  };
}

interface Place {
  readonly start: number;
  readonly length: number;
  readonly crc: number;
}

function readPlace(file: number, { start, length, crc }: Place): Buffer | undefined {
  const bytes = Buffer.allocUnsafe(length);
  const read = readSync(file, bytes, 0, length, start);
  return read === length && crc32(bytes) === crc ? bytes : undefined;
}

/** Writes the cache. A cache that cannot be written costs the next build time and nothing else; the reason is returned. */
export async function writeCache(
  path: string,
  fingerprint: string,
  sections: Readonly<Record<string, Uint8Array>>,
): Promise<string | undefined> {
  const parts = Object.entries(sections);
  const header: Header = {
    fingerprint,
    sections: parts.map(([name, bytes]) => ({ name, length: bytes.length, crc: crc32(bytes) })),
  };
  const line = JSON.stringify(header);
  const head = Buffer.from(`feedmill-cache 2 ${crc32(line).toString(16)} ${line}\n`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await replaceFile(path, Buffer.concat([head, ...parts.map(([, bytes]) => bytes)]));
    return undefined;
  } catch (error) {
    return failure(`write ${path}`, error).message;
  }
}

/** A value as a section holds it. */
export function sectionOf(value: unknown): Uint8Array {
  return serialize(value);
}

interface Header {
  readonly fingerprint: string;
  readonly sections: readonly { readonly name: string; readonly length: number; readonly crc: number }[];
}

/** The first line is never longer. */
const HEADER_BYTES = 4096;

/** The header, and where each section lies; `undefined` when they do not fill the file. */
function readHeader(file: number): { readonly fingerprint: string; readonly places: Map<string, Place> } | undefined {
  const beginning = Buffer.alloc(HEADER_BYTES);
  const line = beginning.toString('utf8', 0, readSync(file, beginning, 0, HEADER_BYTES, 0)).split('\n', 1)[0] ?? '';
  const [, crc, json] = /^feedmill-cache 2 ([0-9a-f]+) (\{.*\})$/.exec(line) ?? [];
  if (crc === undefined || json === undefined || crc32(json).toString(16) !== crc) return undefined;
  // The checksum vouches for the shape: only this program writes it.
  const { fingerprint, sections } = JSON.parse(json) as Header;
  const places = new Map<string, Place>();
  let start = Buffer.byteLength(line) + 1;
  for (const { name, length, crc } of sections) {
    places.set(name, { start, length, crc });
    start += length;
  }
  return start === fstatSync(file).size ? { fingerprint, places } : undefined;
}
