// What a build can do without: the last build's readings, so that the next reads only what changed. Sections of a file,
// each with its CRC-32 and read when it is asked for: damaged in any byte, of another version or configuration, it is dropped.
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { codeOf, failure, reasonOf } from '../io/failure.ts';
import { makeFolders } from '../io/folders.ts';
import { refuseOthers } from '../io/plain-file.ts';
import { replaceFile } from '../io/replace-file.ts';

/** A cache file: named sections, some of which hold values. To be closed. */
export interface CacheFile<Sections extends object = Record<string, unknown>> {
  /** What `writeCache` was told: whoever expects another cannot use it. */
  readonly fingerprint: string;
  /** The section's value; `undefined` when it is not there or damaged. */
  section<N extends keyof Sections>(name: N): Sections[N] | undefined;
  /** The section as it lies in the file; `undefined` when it is not there or damaged. */
  sectionBytes(name: string): Buffer | undefined;
  /** All sections as they lie in the file; `undefined` when one is damaged. */
  bytes(): ReadonlyMap<string, Uint8Array> | undefined;
  /** A section for the next cache to take over without looking at it; none when it is not there. */
  taken(name: string): readonly Section[];
  /**
   * Writes the next cache, whose `TakenSection`s are of this one: what is new goes behind them, into the same file, unless
   * too much of that would be of no use any more. Returns why it could not, as `writeCache` does.
   */
  update(sections: Iterable<Section>): Promise<string | undefined>;
  close(): void;
}

/** A name, and the bytes of `sectionOf`, or what is taken over. */
export type Section = readonly [name: string, bytes: Uint8Array | TakenSection];

/** A name, and bytes in parts, each of which is good until the next one is asked for. */
export type SectionInParts = readonly [name: string, parts: Generator<Uint8Array>];

/** A section as it lies in a cache that is still open: damaged there, it is damaged, and found to be, wherever it goes. */
export class TakenSection {
  readonly extent: Extent;
  readonly #file: number;

  constructor(file: number, extent: Extent) {
    this.#file = file;
    this.extent = extent;
  }

  /** Its bytes, in parts that are good until the next one is asked for. */
  *parts(): Generator<Uint8Array> {
    const { start, length } = this.extent;
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
  /** Whether what lies there is no cache, and not to be written over. */
  readonly isForeign?: boolean;
}

/** A part of the cache that cannot be done without is not there, or damaged. */
export class DamagedCache extends Error {
  override readonly name = 'DamagedCache';
}

/** The value of a section. Throws `DamagedCache`. */
export function wholeSection<Sections extends object, N extends keyof Sections & string>(
  cache: CacheFile<Sections>,
  name: N,
): Exclude<Sections[N], undefined> {
  const value = cache.section(name);
  if (value === undefined) throw new DamagedCache(name);
  return value as Exclude<Sections[N], undefined>;
}

/** The bytes of a section. Throws `DamagedCache`. */
export function wholeBytes(cache: Pick<CacheFile, 'sectionBytes'>, name: string): Buffer {
  const bytes = cache.sectionBytes(name);
  if (bytes === undefined) throw new DamagedCache(name);
  return bytes;
}

/** What is made of sections; `undefined` when one of them was not whole. */
export function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DamagedCache) return undefined;
    throw error;
  }
}

/** Opens the cache at a path, of a program that writes `Sections`. */
export function openCache<Sections extends object = Record<string, unknown>>(
  path: string,
): CacheFile<Sections> | NoCache {
  let file: number;
  try {
    refuseOthers(path);
    file = openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { reason: undefined };
    return { reason: reasonOf(error), isForeign: codeOf(error) === 'ENXIO' };
  }
  try {
    const header = readHeader(file);
    if (header !== undefined) return cacheFile(path, file, header);
    const isForeign = !isOurs(file);
    closeSync(file);
    return { reason: 'it is damaged, or of another version', isForeign };
  } catch (error) {
    closeSync(file);
    return { reason: reasonOf(error) };
  }
}

function cacheFile<Sections extends object>(
  path: string,
  file: number,
  { fingerprint, extents }: Header,
): CacheFile<Sections> {
  // Bytes whose value nobody asked for yet: it may be made of them, or of a copy.
  const known = new Map<string, Buffer>();
  const read = (name: string): Buffer | undefined => {
    const extent = extents.get(name);
    return known.get(name) ?? (extent && readExtent(file, extent));
  };
  const sectionBytes = (name: string) => {
    const bytes = read(name);
    known.delete(name);
    return bytes;
  };
  return {
    fingerprint,
    section<N extends keyof Sections>(name: N) {
      const bytes = sectionBytes(name as string);
      return bytes === undefined ? undefined : (deserialize(bytes) as Sections[N]);
    },
    sectionBytes,
    bytes() {
      for (const name of extents.keys()) {
        const bytes = read(name);
        if (bytes === undefined) return undefined;
        known.set(name, bytes);
      }
      return known;
    },
    taken(name) {
      const extent = extents.get(name);
      return extent === undefined ? [] : [[name, new TakenSection(file, extent)]];
    },
    async update(given) {
      const sections = [...given];
      const added = sections.reduce((sum, [, bytes]) => sum + (bytes instanceof TakenSection ? 0 : bytes.length), 0);
      const used = sections.reduce(
        (sum, [, bytes]) => sum + (bytes instanceof TakenSection ? bytes.extent.length : 0),
        added,
      );
      if (fstatSync(file).size + added > 2 * used) return writeCache(path, fingerprint, sections);
      try {
        append(path, file, fingerprint, sections);
        return undefined;
      } catch (error) {
        return failure(`write ${path}`, error).message;
      }
    },
    close() {
      known.clear();
      closeSync(file);
    },
  };
}

export interface Extent {
  readonly start: number;
  readonly length: number;
  readonly crc: number;
}

function readExtent(file: number, { start, length, crc }: Extent): Buffer | undefined {
  const bytes = Buffer.allocUnsafe(length);
  const read = readSync(file, bytes, 0, length, start);
  return read === length && crc32(bytes) === crc ? bytes : undefined;
}

/** Writes the cache, a section at a time. A cache that cannot be written costs the next build time and nothing else; the reason is returned. */
export async function writeCache(
  path: string,
  fingerprint: string,
  sections: Iterable<Section | SectionInParts>,
): Promise<string | undefined> {
  try {
    makeFolders(dirname(path));
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
  sections: Iterable<Section | SectionInParts>,
): Promise<void> {
  const extents = new Map<string, Extent>();
  let start = HEADER_BYTES;
  await file.writeFile(Buffer.alloc(HEADER_BYTES));
  for (const [name, bytes] of sections) {
    const parts = bytes instanceof TakenSection ? bytes.parts() : bytes instanceof Uint8Array ? [bytes] : bytes;
    let [length, crc] = [0, 0];
    for (const part of parts) {
      await file.writeFile(part);
      length += part.length;
      if (!(bytes instanceof TakenSection)) crc = crc32(part, crc);
    }
    extents.set(name, bytes instanceof TakenSection ? { ...bytes.extent, start } : { start, length, crc });
    start += length;
  }
  const line = headerOf({ fingerprint, extents });
  const { bytesWritten } = await file.write(line, 0, line.length, 0);
  if (bytesWritten !== HEADER_BYTES) throw new Error('its header was not written');
}

/**
 * Writes new sections behind those of a file, and then the header over the one before, at once: whoever reads, and a kill at
 * any moment, finds the old cache or the new one.
 */
function append(path: string, before: number, fingerprint: string, sections: readonly Section[]): void {
  const file = openSync(path, 'r+');
  try {
    const { ino, size } = fstatSync(file);
    if (ino !== fstatSync(before).ino) throw new Error('another program replaced it');
    const extents = new Map<string, Extent>();
    let start = size;
    for (const [name, bytes] of sections) {
      if (bytes instanceof TakenSection) extents.set(name, bytes.extent);
      else {
        extents.set(name, { start, length: bytes.length, crc: crc32(bytes) });
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, start + at);
        start += bytes.length;
      }
    }
    if (writeSync(file, headerOf({ fingerprint, extents }), 0, HEADER_BYTES, 0) !== HEADER_BYTES)
      throw new Error('its header was not written');
  } finally {
    closeSync(file);
  }
}

/** A value as a section holds it. */
export function sectionOf(value: unknown): Uint8Array {
  return serialize(value);
}

interface Header {
  readonly fingerprint: string;
  readonly extents: ReadonlyMap<string, Extent>;
}

/** As its line holds it: each section's name, start, length and checksum. */
interface HeaderText {
  readonly fingerprint: string;
  readonly sections: readonly (readonly [string, number, number, number])[];
}

/** How long the first line is: one page, which is written as a whole. It is written last. */
const HEADER_BYTES = 4096;
const NAME = 'feedmill-cache';
const BEGINNING = `${NAME} 7 `;
const HEADER = new RegExp(`^${BEGINNING}([0-9a-f]{8}) (\\{.*\\} *)$`);
const CRC_DIGITS = 8;

function headerOf({ fingerprint, extents }: Header): Buffer {
  const sections = [...extents].map(([name, { start, length, crc }]) => [name, start, length, crc] as const);
  const text: HeaderText = { fingerprint, sections };
  const json = JSON.stringify(text).padEnd(HEADER_BYTES - BEGINNING.length - CRC_DIGITS - 2);
  const line = Buffer.from(`${BEGINNING}${crc32(json).toString(16).padStart(CRC_DIGITS, '0')} ${json}\n`, 'latin1');
  if (line.length > HEADER_BYTES) throw new Error('it has too many sections');
  return line;
}

/** One in so many characters of the name may be damaged: two of a whole one. A ledger's differs in four. */
const ONE_DAMAGED_IN = 7;

/** Whether a file is a cache, of whatever version and damaged or not: what a power cut left of one may be all zeros. */
function isOurs(file: number): boolean {
  const name = Buffer.alloc(NAME.length);
  const length = readSync(file, name, 0, NAME.length, 0);
  const damaged = name.subarray(0, length).filter((byte, at) => byte !== NAME.charCodeAt(at));
  return damaged.length <= length / ONE_DAMAGED_IN || damaged.every((byte) => byte === 0);
}

/** The header; `undefined` when the file is not whole as far as it tells of it. What lies behind that is of no use any more. */
function readHeader(file: number): Header | undefined {
  const beginning = Buffer.alloc(HEADER_BYTES);
  const line = beginning.toString('utf8', 0, readSync(file, beginning, 0, HEADER_BYTES, 0)).split('\n', 1)[0] ?? '';
  const [, crc, json] = HEADER.exec(line) ?? [];
  if (crc === undefined || json === undefined || crc32(json) !== Number.parseInt(crc, 16)) return undefined;
  // The checksum vouches for the shape: only this program writes it.
  const { fingerprint, sections } = JSON.parse(json) as HeaderText;
  const extents = new Map<string, Extent>();
  let end = HEADER_BYTES;
  for (const [name, start, length, crc] of sections) {
    extents.set(name, { start, length, crc });
    end = Math.max(end, start + length);
  }
  return end <= fstatSync(file).size ? { fingerprint, extents } : undefined;
}
