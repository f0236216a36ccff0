// A worker thread, from inside: answers the questions of threads.ts, one after the other.
import { parentPort, workerData } from 'node:worker_threads';
import { unpackJob } from './packed-job.ts';
import { readPacked } from './packed-reading.ts';
import { storeIn } from './storage.ts';
import type { Answer, Question } from './threads.ts';
import { openWork, type WorkInput } from './work.ts';

const input = workerData as WorkInput;
const work = openWork(input);
const store = input.storage === undefined ? undefined : storeIn(input.storage);

// One after the other, for answers come back in the order of their questions.
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (question: Question) => {
  last = last.then(async () => parentPort?.postMessage(await answerTo(question)));
});

async function answerTo(question: Question): Promise<Answer> {
  try {
    if (question.kind === 'read') {
      return { kind: 'read', reading: await readPacked(work.reader, question.walked, store) };
    }
    if (question.kind === 'make')
      return { kind: 'make', feeds: question.jobs.map((job) => work.maker.make(unpackJob(job))) };
    work.prepare(question.input);
    return { kind: 'prepare' };
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failure', failure: { name, message, stack } };
  }
}
