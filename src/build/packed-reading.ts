// In: files to be read. Out: their readings as columns, the large part of which lies in a file when there is one for it.

import type { WalkedFile, WalkedFiles } from '../io/walk.ts';
import { fewPacker, type PackedFew } from './packed.ts';
import type { Store } from './packed-section.ts';
import type { Reader, Reading } from './reading.ts';

export interface PackedReading extends Omit<Reading, 'files'> {
  readonly packed: PackedFew;
}

/** Files that are read before they are packed. */
const CHUNK = 128;

export function* chunksOf(items: WalkedFiles, size = CHUNK): Generator<readonly WalkedFile[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

/** Reads files and packs them a few at a time, so that little of what was read is held at once. */
export async function readPacked(
  reader: Pick<Reader, 'read'>,
  walked: readonly WalkedFile[],
  store: Store | undefined,
): Promise<PackedReading> {
  const packer = fewPacker(walked.length);
  let slow = 0;
  let unreadable = false;
  for (const chunk of chunksOf(walked)) {
    const reading = await reader.read(chunk);
    for (const file of reading.files) packer.add(file);
    slow += reading.slow;
    unreadable ||= reading.unreadable;
  }
  return { slow, unreadable, packed: packer.packed(store) };
}
