// Loaded into a process before its program: says at the end how many bytes the kernel read and wrote for it. Tests only.
import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread)
  process.on('exit', () => writeFileSync(process.env.FEEDMILL_TEST_BYTES, readFileSync('/proc/self/io')));
