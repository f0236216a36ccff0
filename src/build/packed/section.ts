// In: a value, and bytes that belong to it and may lie in a file. Out: a section of the cache, in parts, and back.
import { deserialize, serialize } from 'node:v8';
import { readStored, type StoredBytes, storedParts } from '../../io/stored-bytes.ts';

/** Many bytes of which few are asked for: in memory, or in a file. */
export type ManyBytes = Uint8Array | StoredBytes;

/** Takes many bytes. */
export type Store = (parts: readonly Uint8Array[]) => ManyBytes;

export const inMemory: Store = (parts) => Buffer.concat(parts);

/** Some of them, in memory and for good. */
export function heldBytes(bytes: ManyBytes, from = 0, to = bytes.length): Uint8Array {
  return bytes instanceof Uint8Array ? bytes.subarray(from, to) : Buffer.from(readStored(bytes, from, to));
}

/** A section: how long the value is, the value, and the bytes as they lie. */
export function* sectionParts(value: unknown, many: Iterable<ManyBytes>): Generator<Uint8Array> {
  const bytes = serialize(value);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(bytes.length);
  yield length;
  yield bytes;
  for (const one of many) {
    if (one instanceof Uint8Array) yield one;
    else yield* storedParts(one);
  }
}

/** The value of a section, and the bytes behind it, which stay in memory with it. */
export function sectionHalves(section: Buffer): { readonly value: unknown; readonly many: Buffer } {
  const end = LENGTH_BYTES + section.readUInt32LE();
  return { value: deserialize(section.subarray(LENGTH_BYTES, end)), many: section.subarray(end) };
}

/** A multiple of eight: then columns need not be copied to where numbers may lie. */
const LENGTH_BYTES = 8;
