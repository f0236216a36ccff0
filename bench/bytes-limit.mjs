// What the bytes of a build cost when nothing is made of them: node bytes-limit.mjs ARTICLES OUT COPIES, in a process of
// its own, in as many threads as there are processors. Every article is read, hashed, decoded and looked through once;
// every file that a build of them made is had as a text (decoding it stands for making it), looked through once, encoded,
// hashed and written. No YAML is read, nothing is composed, rendered or read back.
import { hash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const [articles, out, copies] = process.argv.slice(2);
const buffer = Buffer.allocUnsafeSlow(64 << 20);
let lookedAt = 0;

if (isMainThread) {
  mkdirSync(copies);
  const threads = availableParallelism();
  for (let thread = 1; thread < threads; thread++) {
    new Worker(new URL(import.meta.url), { argv: [articles, out, copies], workerData: { thread, threads } });
  }
  handle(0, threads);
} else handle(workerData.thread, workerData.threads);

function handle(thread, threads) {
  const mine = (_, index) => index % threads === thread;
  for (const path of filesIn(articles).filter(mine)) {
    const bytes = read(path);
    hash('sha256', bytes);
    lookThrough(bytes.latin1Slice());
  }
  for (const [index, path] of filesIn(out).filter(mine).entries()) {
    const text = read(path).utf8Slice();
    lookThrough(text);
    const bytes = buffer.subarray(0, buffer.write(text));
    hash('sha256', bytes);
    writeFileSync(join(copies, `${thread}-${index}`), bytes);
  }
  process.stdout.write(`${lookedAt} characters that begin or end something\n`);
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesIn(path) : path;
  });
}

/** The bytes of a file, until the next is read. */
function read(path) {
  const file = openSync(path, 'r');
  const length = readSync(file, buffer);
  closeSync(file);
  return buffer.subarray(0, length);
}

/** The least that a reader, an escaping or a scan does: it looks at every character, once. */
function lookThrough(text) {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x22 || code === 0x26 || code === 0x3c || code === 0x3e) lookedAt++;
  }
}
