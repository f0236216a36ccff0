// Who does the work of a build that is worth sharing: this thread alone, or others with it. What comes of it is the same, and
// comes in the same order.
import { availableParallelism } from 'node:os';
import type { WalkedFile, WalkedFiles } from '../../io/walk.ts';
import type { FoundFiles } from '../../ledger/recognise.ts';
import type { FailedFeed, MadeFeed, Maker, MakerInput } from '../making/making.ts';
import type { Renderers } from '../making/produce.ts';
import { packingSize, unpackedFew } from '../packed/files.ts';
import type { PackedJob } from '../packed/job.ts';
import type { Storage } from '../packed/storage.ts';
import type { ScannedFile, Tally } from '../reading/reading.ts';
import { answers } from './sharing.ts';
import { startThread, type Thread } from './threads.ts';
import { tuneV8 } from './v8.ts';
import { type Hand, openWork, type Work, type WorkInput } from './work.ts';

export interface Crew {
  /** Reads files. Readings come as they are made, in the order of the files. */
  read(walked: WalkedFiles): AsyncIterable<CrewReading>;
  /** Has to come before the first feed. */
  prepare(input: MakerInput): void;
  /** Makes feeds. `entries`: how many they will have in all. */
  make(jobs: Iterable<PackedJob>, entries: number): AsyncIterable<MadeFeed | FailedFeed>;
  /** This thread's own hands. */
  readonly maker: Maker;
  close(): Promise<void>;
}

export interface CrewReading extends Tally {
  readonly files: FoundFiles<ScannedFile>;
}

export interface CrewInput extends Omit<WorkInput, 'keep'> {
  /** Threads beside this one; `undefined`: by the machine and the amount of work. */
  readonly workers: number | undefined;
  readonly renderers: Renderers | undefined;
  /** For the large part of what is read; it stays open after the crew is closed. Default: memory. */
  readonly storage?: Storage;
}

/** Files, or entries, from which on threads pay. */
const MUCH = 2_000;
/** Articles that each of several threads keeps in memory; what is not much is kept whole. docs/decisions.md says why. */
const KEPT_BY_THREAD = 250;
/** Entries in one question. */
const ENTRIES = 160;
/** A feed takes as much time as so many entries, beside its own. */
const ENTRIES_A_FEED = 8;

export function openCrew({ workers, renderers, storage, ...input }: CrewInput): Crew {
  const threads: Thread[] = [];
  let preparation: MakerInput | undefined;
  const hire = (amount: number) => {
    if (amount >= MUCH) tuneV8();
    // Renderers are functions, and those do not travel.
    if (threads.length > 0 || renderers !== undefined || (workers === undefined && amount < MUCH)) return;
    for (let count = workers ?? availableParallelism() - 1; count > 0; count--) {
      const file = amount < MUCH ? undefined : storage?.open();
      const thread = startThread({ ...input, keep: KEPT_BY_THREAD, storage: file });
      if (preparation !== undefined) thread.prepare(preparation);
      threads.push(thread);
    }
  };
  let opened: Work | undefined;
  const own = (): Work => {
    if (opened !== undefined) return opened;
    opened = openWork(
      { ...input, keep: threads.length === 0 ? MUCH : KEPT_BY_THREAD },
      { store: storage?.store, renderers },
    );
    if (preparation !== undefined) opened.prepare(preparation);
    return opened;
  };
  const shared = <Q, A>(questions: Iterable<Q>, ask: (hand: Hand, question: Q) => Promise<A>) =>
    answers<Q, A, Hand>(questions, threads, own(), ask);

  return {
    async *read(walked) {
      hire(walked.length);
      if (threads.length === 0 && walked.length < MUCH) {
        const files: ScannedFile[] = [];
        const tally = await own().reader.read(walked.slice(0, walked.length), (file) => files.push(file));
        yield { ...tally, files };
        return;
      }
      const chunks = chunksOf(walked, packingSize(walked.length));
      const strings = new Map<string, string>();
      let at = 0;
      for await (const { packed, ...tally } of shared(chunks, (hand, chunk) => hand.read(chunk))) {
        const first = at;
        const files = unpackedFew(packed, (place) => walked.at(first + place)?.path ?? '', strings);
        at += files.length;
        yield { ...tally, files };
      }
    },
    prepare(given) {
      preparation = given;
      opened?.prepare(given);
      for (const thread of threads) thread.prepare(given);
    },
    async *make(jobs, entries) {
      hire(entries);
      for await (const feeds of shared(inBatches(jobs), (hand, batch) => hand.make(batch))) yield* feeds;
    },
    get maker() {
      return own().maker;
    },
    async close() {
      opened = undefined;
      await Promise.all(threads.splice(0).map((thread) => thread.end()));
    },
  };
}

function* chunksOf(items: WalkedFiles, size: number): Generator<readonly WalkedFile[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

function* inBatches(jobs: Iterable<PackedJob>): Generator<readonly PackedJob[]> {
  let batch: PackedJob[] = [];
  let entries = 0;
  for (const job of jobs) {
    batch.push(job);
    entries += job.members.length + ENTRIES_A_FEED;
    if (entries < ENTRIES) continue;
    yield batch;
    batch = [];
    entries = 0;
  }
  if (batch.length > 0) yield batch;
}
