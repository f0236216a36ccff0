// A worker thread, from inside: answers the questions of threads.ts, one after the other.
import { parentPort, workerData } from 'node:worker_threads';
import { packFiles } from './packed.ts';
import type { Answer, Question } from './threads.ts';
import { openWork, type WorkInput } from './work.ts';

const work = openWork(workerData as WorkInput);

// One after the other, for answers come back in the order of their questions.
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (question: Question) => {
  last = last.then(async () => parentPort?.postMessage(await answerTo(question)));
});

async function answerTo(question: Question): Promise<Answer> {
  try {
    if (question.kind === 'read') {
      const { files, ...reading } = await work.reader.read(question.walked);
      return { kind: 'read', reading, files: packFiles(files) };
    }
    if (question.kind === 'make') return { kind: 'make', feeds: question.jobs.map(work.maker.make) };
    work.prepare(question.input);
    return { kind: 'prepare' };
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failure', failure: { name, message, stack } };
  }
}
