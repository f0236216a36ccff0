// In: files to be read. Out: their readings as columns, the large part of which lies in a file when there is one for it.

import type { WalkedFile } from '../../io/walk.ts';
import type { Reader, Tally } from '../reading/reading.ts';
import { fewPacker, type PackedFew } from './files.ts';
import type { Store } from './section.ts';

export interface PackedReading extends Tally {
  readonly packed: PackedFew;
}

/** Reads files and packs each as it is read, so that nothing else of it is left when V8 collects. */
export async function readPacked(
  reader: Pick<Reader, 'read'>,
  walked: readonly WalkedFile[],
  store: Store | undefined,
): Promise<PackedReading> {
  const packer = fewPacker(walked.length);
  const tally = await reader.read(walked, packer.add);
  return { ...tally, packed: packer.packed(store) };
}
