// What a build can do without: the last build's readings, so that the next reads only what changed. Sections of a file,
// each with its CRC-32: damaged in any byte, of another version or configuration, it is dropped.
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { codeOf, failure, reasonOf } from '../io/failure.ts';
import { replaceFile } from './store.ts';

const MAGIC = 'feedmill-cache 1';

/** A cache file: named sections, deserialised when asked for. */
export interface CacheFile {
  /** The section's value; `undefined` when it is not there or damaged. */
  section(name: string): unknown;
}

/** Opens the cache at a path. `reason` says why it cannot be used; absent without a file. */
export async function openCache(
  path: string,
  fingerprint: string,
): Promise<CacheFile | { readonly reason: string | undefined }> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return { reason: codeOf(error) === 'ENOENT' ? undefined : reasonOf(error) };
  }
  const end = bytes.indexOf(0x0a);
  const header = headerOf(end < 0 ? '' : bytes.toString('utf8', 0, end));
  if (header === undefined) return { reason: 'it is damaged, or of another version' };
  if (header.fingerprint !== fingerprint) return { reason: 'it belongs to another version or configuration' };
  let at = end + 1;
  const sections = new Map<string, Buffer>();
  for (const { name, length, crc } of header.sections) {
    const section = bytes.subarray(at, at + length);
    if (section.length !== length || crc32(section) !== crc) return { reason: 'it is damaged' };
    sections.set(name, section);
    at += length;
  }
  if (at !== bytes.length) return { reason: 'it is damaged' };
  return {
    section(name) {
      const section = sections.get(name);
      return section === undefined ? undefined : deserialize(section);
    },
  };
}

/** Writes the cache. A cache that cannot be written costs the next build time and nothing else; the reason is returned. */
export async function writeCache(
  path: string,
  fingerprint: string,
  sections: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  const parts = Object.entries(sections).map(([name, value]) => ({ name, bytes: serialize(value) }));
  const header: Header = {
    fingerprint,
    sections: parts.map(({ name, bytes }) => ({ name, length: bytes.length, crc: crc32(bytes) })),
  };
  const line = JSON.stringify(header);
  const head = Buffer.from(`${MAGIC} ${crc32(line).toString(16)} ${line}\n`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await replaceFile(path, Buffer.concat([head, ...parts.map(({ bytes }) => bytes)]));
    return undefined;
  } catch (error) {
    return failure(`write ${path}`, error).message;
  }
}

interface Header {
  readonly fingerprint: string;
  readonly sections: readonly { readonly name: string; readonly length: number; readonly crc: number }[];
}

function headerOf(line: string): Header | undefined {
  const [, crc, json] = /^feedmill-cache 1 ([0-9a-f]+) (\{.*\})$/.exec(line) ?? [];
  if (crc === undefined || json === undefined || crc32(json).toString(16) !== crc) return undefined;
  // The checksum vouches for the shape: only this program writes it.
  return JSON.parse(json) as Header;
}
