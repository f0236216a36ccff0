// In: the job of making a feed. Out: the same in few bytes, and back: to hold the jobs of all feeds, to hand them to threads,
// and so that a later build can make the feed again without choosing what it holds.
import { deserialize, serialize } from 'node:v8';
import { printOf } from '../../model/hash.ts';
import type { Instant } from '../../model/instant.ts';
import type { Member } from '../making/entries.ts';
import type { FeedJob } from '../making/making.ts';
import { heldBytes, inMemory, type ManyBytes, type Store } from './section.ts';

export interface PackedJob extends Omit<FeedJob, 'members'> {
  readonly members: PackedMembers;
}

export interface PackedMembers {
  readonly length: number;
  /** `printOf` the path of each. */
  readonly prints: Int32Array;
  /** `Columns`, serialized. */
  readonly bytes: ManyBytes;
}

/** Texts are each ended by a NUL, which no id, path or digest holds. */
interface Columns {
  readonly ids: string;
  readonly paths: string;
  readonly digests: string;
  /** Three numbers a member: the index of its related item, when it was updated, and whether it is a last good version. */
  readonly numbers: Float64Array;
}

export function packJob(job: FeedJob): PackedJob {
  return { ...job, members: packMembers(job.members, inMemory) };
}

export function packMembers(members: readonly Member[], store: Store): PackedMembers {
  const prints = new Int32Array(members.length);
  const numbers = new Float64Array(members.length * 3);
  let [ids, paths, digests] = ['', '', ''];
  for (const [index, { id, path, digest, relatedIndex, updated, isLastGood }] of members.entries()) {
    ids += `${id}\0`;
    paths += `${path}\0`;
    digests += `${digest}\0`;
    numbers[index * 3] = relatedIndex;
    numbers[index * 3 + 1] = updated;
    numbers[index * 3 + 2] = isLastGood ? 1 : 0;
    prints[index] = printOf(path);
  }
  const columns: Columns = { ids, paths, digests, numbers };
  return { length: members.length, prints, bytes: store([serialize(columns)]) };
}

export function unpackJob({ members: { length, bytes }, ...plan }: PackedJob): FeedJob {
  // Only `packMembers` makes them, and the checksums of the cache vouch for them.
  const { ids, paths, digests, numbers } = deserialize(heldBytes(bytes)) as Columns;
  const [idOf, pathOf, digestOf] = [ids.split('\0'), paths.split('\0'), digests.split('\0')];
  const members: Member[] = [];
  for (let index = 0; index < length; index++) {
    members.push({
      id: idOf[index] ?? '',
      path: pathOf[index] ?? '',
      digest: digestOf[index] ?? '',
      relatedIndex: numbers[index * 3] ?? -1,
      updated: (numbers[index * 3 + 1] ?? 0) as Instant,
      isLastGood: numbers[index * 3 + 2] === 1,
    });
  }
  return { ...plan, members };
}

/** A job whose members are in memory, whatever becomes of the file in which they lie. */
export function heldJob({ members, ...plan }: PackedJob): PackedJob {
  return { ...plan, members: { ...members, bytes: heldBytes(members.bytes) } };
}
