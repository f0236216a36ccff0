// In: the job of making a feed. Out: the same in few bytes, and back: so that a later build can make the feed again without
// choosing what it holds.
import { deserialize, serialize } from 'node:v8';
import type { Instant } from '../model/instant.ts';
import type { FeedJob } from './making.ts';

/** Members as columns: texts in UTF-8, each ended by a NUL, which no id, path or digest holds. */
interface PackedJob extends Omit<FeedJob, 'members'> {
  readonly ids: Uint8Array;
  readonly paths: Uint8Array;
  readonly digests: Uint8Array;
  /** Two numbers a member: the index of its related item, and when it was updated. */
  readonly numbers: Float64Array;
}

/** Packs a job without last good versions: those belong to one build alone. */
export function packJob({ members, ...plan }: FeedJob): Uint8Array {
  const column = (of: (member: FeedJob['members'][number]) => string) =>
    Buffer.from(members.map((member) => `${of(member)}\0`).join(''));
  const packed: PackedJob = {
    ...plan,
    ids: column(({ id }) => id),
    paths: column(({ path }) => path),
    digests: column(({ digest }) => digest),
    numbers: Float64Array.from(members.flatMap(({ relatedIndex, updated }) => [relatedIndex, updated])),
  };
  return serialize(packed);
}

export function unpackJob(bytes: Uint8Array): FeedJob {
  // Only `packJob` makes them, and the checksums of the cache vouch for them.
  const { ids, paths, digests, numbers, ...plan } = deserialize(bytes) as PackedJob;
  const [idOf, pathOf, digestOf] = [textsIn(ids), textsIn(paths), textsIn(digests)];
  const members = Array.from({ length: numbers.length / 2 }, (_, index) => ({
    id: idOf[index] ?? '',
    path: pathOf[index] ?? '',
    digest: digestOf[index] ?? '',
    relatedIndex: numbers[index * 2] ?? -1,
    updated: (numbers[index * 2 + 1] ?? 0) as Instant,
    isLastGood: false,
  }));
  return { ...plan, members };
}

function textsIn(column: Uint8Array): readonly string[] {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString().split('\0');
}
