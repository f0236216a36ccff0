// A worker thread, from inside: answers the questions of threads.ts, one after the other.
import { parentPort, workerData } from 'node:worker_threads';
import { storeIn } from '../packed/storage.ts';
import type { Answer, Begun, Question, ThreadInput } from './threads.ts';
import { openWork } from './work.ts';

const { storage, ...input } = workerData as ThreadInput;
const work = openWork(input, { store: storage === undefined ? undefined : storeIn(storage) });

// One after the other, for answers come back in the order of their questions.
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (question: Question) => {
  last = last.then(async () => parentPort?.postMessage(await answerTo(question)));
});
const begun: Begun = { kind: 'begun' };
parentPort?.postMessage(begun);

async function answerTo(question: Question): Promise<Answer> {
  try {
    if (question.kind === 'read') return { kind: 'read', reading: await work.read(question.walked) };
    if (question.kind === 'make') return { kind: 'make', feeds: await work.make(question.jobs) };
    work.prepare(question.input);
    return { kind: 'prepare' };
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failure', failure: { name, message, stack } };
  }
}
