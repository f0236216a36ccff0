// What a build can do without: the last build's readings, so that the next reads only what changed. Sections of a file,
// each with its CRC-32 and read when it is asked for: damaged in any byte, of another version or configuration, it is dropped.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type FileHandle, mkdir } from 'node:fs/promises';
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
  bytes(): ReadonlyMap<string, Uint8Array> | undefined;
  /** A section for another cache to take over without looking at it; `undefined` when it is not there. */
  kept(name: string): KeptSection | undefined;
  close(): void;
}

/** A section as it lies in a cache that is still open: damaged there, it is damaged, and found to be, wherever it goes. */
export class KeptSection {
  readonly #file: number;
  readonly #place: Place;

  constructor(file: number, place: Place) {
    this.#file = file;
    this.#place = place;
  }

  get length(): number {
    return this.#place.length;
  }

  get crc(): number {
    return this.#place.crc;
  }

  /** Its bytes, in parts that are good until the next one is asked for. */
  *parts(): Generator<Uint8Array> {
    const { start, length } = this.#place;
    const buffer = Buffer.allocUnsafe(Math.min(length, PART_BYTES));
    for (let at = 0; at < length; ) {
      const read = readSync(this.#file, buffer, 0, Math.min(length - at, PART_BYTES), start + at);
      if (read === 0) throw new Error('the cache before it ends too early');
      yield buffer.subarray(0, read);
      at += read;
    }
  }
}

const PART_BYTES = 1 << 20;

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
  // Bytes whose value nobody asked for yet: it may be made of them, or of a copy.
  const known = new Map<string, Buffer>();
  const read = (name: string): Buffer | undefined => {
    const place = places.get(name);
    return known.get(name) ?? (place && readPlace(file, place));
  };
  return {
    fingerprint,
    section(name) {
      const bytes = read(name);
      known.delete(name);
      return bytes === undefined ? undefined : deserialize(bytes);
    },
    bytes() {
      for (const name of places.keys()) {
        const bytes = read(name);
        if (bytes === undefined) return undefined;
        known.set(name, bytes);
      }
      return known;
    },
    kept(name) {
      const place = places.get(name);
      return place && new KeptSection(file, place);
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

/** Writes the cache, a section at a time. A cache that cannot be written costs the next build time and nothing else; the reason is returned. */
export async function writeCache(
  path: string,
  fingerprint: string,
  sections: Iterable<readonly [string, Uint8Array | KeptSection]>,
): Promise<string | undefined> {
  try {
    await mkdir(dirname(path), { recursive: true });
    // Its checksums tell when it did not reach the disk.
    await replaceFile(path, (file) => writeSections(file, fingerprint, sections), { flush: false });
    return undefined;
  } catch (error) {
    return failure(`write ${path}`, error).message;
  }
}

async function writeSections(
  file: FileHandle,
  fingerprint: string,
  sections: Iterable<readonly [string, Uint8Array | KeptSection]>,
): Promise<void> {
  const written: Header['sections'][number][] = [];
  await file.writeFile(Buffer.alloc(HEADER_BYTES));
  for (const [name, section] of sections) {
    if (section instanceof KeptSection) {
      for (const part of section.parts()) await file.writeFile(part);
      written.push({ name, length: section.length, crc: section.crc });
    } else {
      await file.writeFile(section);
      written.push({ name, length: section.length, crc: crc32(section) });
    }
  }
  const header: Header = { fingerprint, sections: written };
  const json = JSON.stringify(header).padEnd(HEADER_BYTES - BEGINNING.length - CRC_DIGITS - 2);
  const line = `${BEGINNING}${crc32(json).toString(16).padStart(CRC_DIGITS, '0')} ${json}\n`;
  const { bytesWritten } = await file.write(line, 0, 'latin1');
  if (bytesWritten !== HEADER_BYTES) throw new Error('its header was not written');
}

/** A value as a section holds it. */
export function sectionOf(value: unknown): Uint8Array {
  return serialize(value);
}

interface Header {
  readonly fingerprint: string;
  readonly sections: readonly { readonly name: string; readonly length: number; readonly crc: number }[];
}

/** How long the first line is; it is written last. */
const HEADER_BYTES = 4096;
const BEGINNING = 'feedmill-cache 4 ';
const CRC_DIGITS = 8;

/** The header, and where each section lies; `undefined` when they do not fill the file. */
function readHeader(file: number): { readonly fingerprint: string; readonly places: Map<string, Place> } | undefined {
  const beginning = Buffer.alloc(HEADER_BYTES);
  const line = beginning.toString('utf8', 0, readSync(file, beginning, 0, HEADER_BYTES, 0)).split('\n', 1)[0] ?? '';
  const [, crc, json] = /^feedmill-cache 4 ([0-9a-f]{8}) (\{.*\} *)$/.exec(line) ?? [];
  if (crc === undefined || json === undefined || crc32(json) !== Number.parseInt(crc, 16)) return undefined;
  // The checksum vouches for the shape: only this program writes it.
  const { fingerprint, sections } = JSON.parse(json) as Header;
  const places = new Map<string, Place>();
  let start = HEADER_BYTES;
  for (const { name, length, crc } of sections) {
    places.set(name, { start, length, crc });
    start += length;
  }
  return start === fstatSync(file).size ? { fingerprint, places } : undefined;
}
