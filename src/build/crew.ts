// Who does the work of a build that is worth sharing: this thread alone, or several. What comes of it is the same, and comes
// in the same order.
import { availableParallelism } from 'node:os';
import type { WalkedFile, WalkedFiles } from '../io/walk.ts';
import type { FoundFiles } from '../ledger/recognise.ts';
import type { FailedFeed, MadeFeed, Maker, MakerInput } from './making.ts';
import { packingSize, unpackedFew } from './packed.ts';
import { type PackedJob, unpackJob } from './packed-job.ts';
import { readPacked } from './packed-reading.ts';
import type { Renderers } from './produce.ts';
import type { ScannedFile, Tally } from './reading.ts';
import { startThread, type Thread } from './threads.ts';
import { openWork, type WorkInput } from './work.ts';

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

export interface CrewInput extends Omit<WorkInput, 'keep' | 'storage'> {
  /** Threads beside this one; `undefined`: by the machine and the amount of work. */
  readonly workers: number | undefined;
  readonly renderers: Renderers | undefined;
  /** Opens a file for the large part of what a thread reads; `undefined`: there is none. It stays open after the crew is closed. */
  readonly openStorage?: () => number | undefined;
}

/** Files, or entries, from which on threads pay. */
const MUCH = 2_000;
/** Articles that a thread keeps in memory; what is not much is kept whole, and never read twice. docs/decisions.md says why. */
const KEPT_BY_THREAD = 250;
/** Questions that wait in each thread, so that it never waits for this one. */
const AHEAD = 3;
/** Feeds in one question. */
const FEEDS = 4;

export function openCrew({ workers, renderers, openStorage, ...input }: CrewInput): Crew {
  const own = openWork({ ...input, keep: MUCH, storage: undefined }, renderers);
  const threads: Thread[] = [];
  let preparation: MakerInput | undefined;
  const hire = (amount: number) => {
    // Renderers are functions, and those do not travel.
    if (threads.length > 0 || renderers !== undefined || (workers === undefined && amount < MUCH)) return;
    for (let count = workers ?? availableParallelism(); count > 0; count--) {
      const storage = amount < MUCH ? undefined : openStorage?.();
      const thread = startThread({ ...input, keep: KEPT_BY_THREAD, storage });
      if (preparation !== undefined) thread.prepare(preparation);
      threads.push(thread);
    }
  };

  return {
    async *read(walked) {
      hire(walked.length);
      if (threads.length === 0 && walked.length < MUCH) {
        const files: ScannedFile[] = [];
        const tally = await own.reader.read(walked.slice(0, walked.length), (file) => files.push(file));
        yield { ...tally, files };
        return;
      }
      const chunks = chunksOf(walked, packingSize(walked.length));
      const strings = new Map<string, string>();
      let at = 0;
      const readings =
        threads.length === 0
          ? onItsOwn(chunks, (chunk) => readPacked(own.reader, chunk, undefined))
          : shared(threads, chunks, (thread, chunk) => thread.read(chunk));
      for await (const { packed, ...tally } of readings) {
        const first = at;
        const files = unpackedFew(packed, (place) => walked.at(first + place)?.path ?? '', strings);
        at += files.length;
        yield { ...tally, files };
      }
    },
    prepare(given) {
      preparation = given;
      own.prepare(given);
      for (const thread of threads) thread.prepare(given);
    },
    async *make(jobs, entries) {
      hire(entries);
      if (threads.length === 0) for (const job of jobs) yield own.maker.make(unpackJob(job));
      else
        for await (const feeds of shared(threads, inBatches(jobs), (thread, batch) => thread.make(batch))) yield* feeds;
    },
    get maker() {
      return own.maker;
    },
    async close() {
      await Promise.all(threads.splice(0).map((thread) => thread.end()));
    },
  };
}

function* chunksOf(items: WalkedFiles, size: number): Generator<readonly WalkedFile[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

async function* onItsOwn<Q, A>(questions: Iterable<Q>, answerTo: (question: Q) => Promise<A>): AsyncGenerator<A> {
  for (const question of questions) yield await answerTo(question);
}

function* inBatches<T>(items: Iterable<T>): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < FEEDS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Asks the threads, each time the one that has least to do; a bounded number of answers is under way. In order. */
async function* shared<Q, A>(
  threads: readonly Thread[],
  questions: Iterable<Q>,
  ask: (thread: Thread, question: Q) => Promise<A>,
): AsyncGenerator<A> {
  const left = questions[Symbol.iterator]();
  const asked: Promise<A>[] = [];
  for (;;) {
    while (asked.length < threads.length * AHEAD) {
      const next = left.next();
      const idlest = threads.reduce((a, b) => (b.waiting < a.waiting ? b : a));
      if (next.done === true) break;
      const answer = ask(idlest, next.value);
      // When an earlier one fails, nobody waits for this one any more.
      answer.catch(() => undefined);
      asked.push(answer);
    }
    const first = asked.shift();
    if (first === undefined) return;
    yield await first;
  }
}
