// A worker thread as this one sees it: questions go in, answers come back in the same order.
import { Worker } from 'node:worker_threads';
import { codeOf, ForeignFile, failure, UsageFailure, WorldFailure } from '../../io/failure.ts';
import type { WalkedFile } from '../../io/walk.ts';
import type { FailedFeed, MadeFeed, MakerInput } from '../making/making.ts';
import { heldJob, type PackedJob } from '../packed/job.ts';
import { StaleReading } from '../reading/reading.ts';
import type { Hand, PackedReading, WorkInput } from './work.ts';

export interface Thread extends Hand {
  /** Questions without an answer. */
  readonly waiting: number;
  end(): Promise<void>;
}

/** What a thread has to know from the start. */
export interface ThreadInput extends WorkInput {
  /** An open file of its own for the large part of what it reads; `undefined`: memory. */
  readonly storage: number | undefined;
}

/** What goes to a thread. */
export type Question =
  | { readonly kind: 'read'; readonly walked: readonly WalkedFile[] }
  | { readonly kind: 'prepare'; readonly input: MakerInput }
  | { readonly kind: 'make'; readonly jobs: readonly PackedJob[] };

/** What comes back: the answer to the oldest question, or why there is none. */
export type Answer =
  | { readonly kind: 'read'; readonly reading: PackedReading }
  | { readonly kind: 'prepare' }
  | { readonly kind: 'make'; readonly feeds: readonly (MadeFeed | FailedFeed)[] }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** What comes first, unasked: the thread has loaded its program. */
export interface Begun {
  readonly kind: 'begun';
}

/** An error on its way between threads, where classes get lost. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** What a thread's collector lets pile up before it looks for the first time; half of its default. docs/decisions.md says why. */
const YOUNG_MB = 24;

export function startThread(input: ThreadInput): Thread {
  const worker = new Worker(new URL('./thread.js', import.meta.url), {
    workerData: input,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const waiting: Waiting[] = [];
  let ended: Error | undefined;
  let tellBegun = () => undefined;
  const begun = new Promise<void>((resolve) => {
    tellBegun = () => void resolve();
  });
  const failAll = (error: Error) => {
    // Its exit comes behind the error that ended it.
    ended ??= error;
    tellBegun();
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  worker.on('message', (answer: Answer | Begun) => {
    if (answer.kind === 'begun') return tellBegun();
    const first = waiting.shift();
    if (answer.kind === 'failure') first?.reject(revived(answer.failure));
    else first?.resolve(answer);
  });
  worker.on('error', (error) => failAll(endedBy(error)));
  worker.on('exit', () => failAll(new Error('A worker thread ended before its work was done')));
  const ask = (question: Question) =>
    new Promise<Answer>((resolve, reject) => {
      // Nobody would answer.
      if (ended !== undefined) return reject(ended);
      waiting.push({ resolve, reject });
      worker.postMessage(question);
    });

  return {
    async read(walked) {
      const answer = await ask({ kind: 'read', walked });
      if (answer.kind !== 'read') throw mixedUp(answer);
      return answer.reading;
    },
    prepare(given) {
      // A thread that ended tells that at the first feed too, where somebody waits.
      ask({ kind: 'prepare', input: given }).catch(() => undefined);
    },
    async make(jobs) {
      const answer = await ask({ kind: 'make', jobs: jobs.map(heldJob) });
      if (answer.kind !== 'make') throw mixedUp(answer);
      return answer.feeds;
    },
    get waiting() {
      return waiting.length;
    },
    async end() {
      // A thread that is ended while it loads leaves the files open that it reads.
      await begun;
      worker.removeAllListeners('exit');
      await worker.terminate();
    },
  };
}

/** One that cannot be begun, or cannot load its program, tells the system's code in its message alone. */
function endedBy(error: unknown): Error {
  const own = error instanceof Error ? error : new Error(String(error));
  if (codeOf(own) === 'ERR_WORKER_OUT_OF_MEMORY') return failure('go on in a worker thread', own);
  const [code] = /\bE(?:MFILE|NFILE|AGAIN|NOMEM)\b/.exec(own.message) ?? [];
  return code === undefined ? own : failure('start a worker thread', Object.assign(own, { code }));
}

function mixedUp({ kind }: Answer): Error {
  return new TypeError(`A worker thread answered another question: ${kind}`);
}

function revived({ name, message, stack }: Failure): Error {
  if (name === 'StaleReading') return new StaleReading(message);
  if (name === 'WorldFailure') return new WorldFailure(message);
  if (name === 'ForeignFile') return new ForeignFile(message);
  if (name === 'UsageFailure') return new UsageFailure(message);
  return Object.assign(new Error(message), { name, stack });
}
