// In: files of the content folder. Out: their texts with the hash of their bytes, or why there is none.
import { isAscii, isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOfOne } from '../../io/failure.ts';
import type { WalkedFile } from '../../io/walk.ts';
import { LIMITS } from '../../parse/limits.ts';

/** What was read of a file. */
export type Source = TextSource | { readonly reason: string } | { readonly tooLarge: number };

export interface TextSource {
  readonly text: string;
  /** Whether the text still has to be decoded (parse/yaml/undecoded.ts). */
  readonly isUndecoded: boolean;
  readonly isUtf8: boolean;
  readonly digest: string;
}

type File = Pick<WalkedFile, 'path' | 'sizeBytes'>;

/** Files that are in memory together: read one after the other, or asked for at the same time. */
const BATCH = 8;
/** Of so many batches the first is measured. */
const MEASURED = 16;
/** Milliseconds for one file from which on the disk is what takes the time. The kernel's own memory answers in 0.02. */
const COLD_MS = 0.08;

/**
 * Reads files, in order, a few at a time. One after the other where the kernel has them in memory, which costs the least;
 * at the same time where a disk has to be waited for, as the first of them tell, and again some later.
 */
export async function* readSources(folder: string, files: readonly File[]): AsyncGenerator<readonly Source[]> {
  let isCold = false;
  for (let from = 0; from < files.length; from += BATCH) {
    const batch = files.slice(from, from + BATCH);
    if (from % (BATCH * MEASURED) === 0) {
      const { sources, milliseconds } = measured(folder, batch);
      yield sources;
      isCold = milliseconds > COLD_MS;
    } else if (isCold) yield await Promise.all(batch.map((file) => readSourceLater(folder, file)));
    else yield batch.map((file) => readSource(folder, file));
  }
}

/** Reads files one after the other. `milliseconds`: the median of what one took. */
function measured(folder: string, files: readonly File[]) {
  const times: number[] = [];
  const sources = files.map((file) => {
    const started = performance.now();
    const source = readSource(folder, file);
    times.push(performance.now() - started);
    return source;
  });
  return { sources, milliseconds: times.sort((a, b) => a - b)[times.length >> 1] ?? 0 };
}

/** Reads one file now. */
export function readSource(folder: string, { path, sizeBytes }: File): Source {
  if (sizeBytes > LIMITS.fileBytes) return { tooLarge: sizeBytes };
  try {
    return sourceOf(bytesOf(`${folder}/${path}`, sizeBytes));
  } catch (error) {
    return { reason: reasonOfOne(path, error) };
  }
}

async function readSourceLater(folder: string, { path, sizeBytes }: File): Promise<Source> {
  if (sizeBytes > LIMITS.fileBytes) return { tooLarge: sizeBytes };
  try {
    return sourceOf(await readFile(join(folder, path)));
  } catch (error) {
    return { reason: reasonOfOne(path, error) };
  }
}

// Nearly every file fits, and what is made of one keeps nothing of its bytes.
const buffer = Buffer.allocUnsafeSlow(64 * 1024);

/** The bytes of a file, which had so many when it was walked; good until the next one is read. */
function bytesOf(path: string, sizeBytes: number): Buffer {
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (;;) {
      const count = readSync(file, buffer, length, buffer.length - length, length);
      length += count;
      // With a place, the reading above did not move the file's own.
      if (length === buffer.length) return readFileSync(file);
      if (count === 0 || length === sizeBytes) return buffer.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

const lenientDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

function sourceOf(bytes: Buffer): Source {
  const isPlain = isAscii(bytes);
  const isValid = isPlain || isUtf8(bytes);
  return {
    text: isValid ? bytes.toString('latin1') : lenientDecoder.decode(bytes),
    isUndecoded: isValid && !isPlain,
    isUtf8: isValid,
    digest: hash('sha256', bytes, 'base64url').slice(0, 22),
  };
}
