// Bytes that are too many to be held in memory: they lie in a file that has no name, and are read by their place.
// Synchronous: where the kernel has them, reading a few is quicker than waiting for them.
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolders } from './folders.ts';

/** Bytes in an open file. Plain data, good in every thread while the file is open. */
export interface StoredBytes {
  readonly file: number;
  readonly start: number;
  readonly length: number;
}

/** What an unnamed file is called for the moment between its making and its unlinking. */
export const PASSING_NAME = '.unnamed';

/** Opens a file that nobody else sees, and that is gone when it is closed or the program ends. `undefined`: the disk refuses. */
export function openUnnamed(folder: string): number | undefined {
  const path = join(folder, PASSING_NAME);
  let file: number | undefined;
  try {
    makeFolders(folder);
    // Whoever was killed in that moment left the name; whoever is in it right now needs it no more.
    rmSync(path, { force: true });
    file = openSync(path, 'wx+', 0o600);
    rmSync(path, { force: true });
    return file;
  } catch {
    if (file !== undefined) closeSync(file);
    return undefined;
  }
}

/** Writes parts one after the other, from a place on. Throws when the disk refuses. */
export function storeBytes(file: number, start: number, parts: readonly Uint8Array[]): StoredBytes {
  let end = start;
  for (const part of parts) {
    for (let at = 0; at < part.length; ) at += writeSync(file, part, at, part.length - at, end + at);
    end += part.length;
  }
  return { file, start, length: end - start };
}

const scratch = Buffer.allocUnsafeSlow(64 * 1024);

/** Bytes from `from` to `to`, counted from the first one stored; good until the next are read. Throws when there are fewer. */
export function readStored({ file, start }: StoredBytes, from: number, to: number): Buffer {
  const length = to - from;
  const bytes = length > scratch.length ? Buffer.allocUnsafeSlow(length) : scratch;
  for (let at = 0; at < length; ) {
    const read = readSync(file, bytes, at, length - at, start + from + at);
    if (read === 0) throw new Error('bytes that were stored are missing');
    at += read;
  }
  return bytes.subarray(0, length);
}

const PART_BYTES = 1 << 20;

/** All of the bytes, in parts that are good until the next one is asked for. */
export function* storedParts(stored: StoredBytes): Generator<Uint8Array> {
  for (let at = 0; at < stored.length; at += PART_BYTES) {
    yield readStored(stored, at, Math.min(at + PART_BYTES, stored.length));
  }
}
