// The work of a program in numbers that depend on no clock and no machine: how often each function, or the busiest block
// in it, ran (counted by V8 itself), and the bytes that went in and out. Tests only.

import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Ran, ROOT, run } from './cli.ts';

export interface Work {
  readonly ran: Ran;
  /** By function, under its file and name: how often its busiest block ran. Ours and those of packages. */
  readonly blocks: Readonly<Record<string, number>>;
  /** Bytes; `undefined` where the kernel does not say. */
  readonly read?: number;
  readonly written?: number;
}

export interface Task {
  readonly argv: readonly string[];
  readonly cwd: string;
}

const COUNT_WORK = fileURLToPath(new URL('count-work.mjs', import.meta.url));

/** V8 does not count a function that it has put into another. */
const COUNT_ALL = ['--no-opt', '--no-maglev'];

/** Runs the tasks in one process, one after the other, and counts each. */
export async function worksOf(tasks: readonly Task[]): Promise<readonly Work[]> {
  const dist = pathToFileURL(`${join(ROOT, 'dist')}/`).href;
  const { code, stdout, stderr } = await run(process.execPath, [...COUNT_ALL, COUNT_WORK, dist, JSON.stringify(tasks)]);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as readonly Work[];
}
