// The work of a program in numbers that depend on no clock and no machine: how often each function, or the busiest block
// in it, ran (counted by V8 itself, in all threads), and the bytes that went in and out. Tests only.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { feedmill, type Ran, ROOT } from './cli.ts';

export interface Work {
  readonly ran: Ran;
  /** By function, under its file and name: how often its busiest block ran. Ours and those of packages. */
  readonly blocks: ReadonlyMap<string, number>;
  /** Bytes; `undefined` where the kernel does not say. */
  readonly read: number | undefined;
  readonly written: number | undefined;
}

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
    }[];
  }[];
}

const SAYS_BYTES = existsSync('/proc/self/io');
const COUNT_BYTES = pathToFileURL(join(ROOT, 'test', 'support', 'count-bytes.mjs')).href;

/** What V8 compiled when the program was bundled does not count; with a flag of its own V8 does not take it. */
const COMPILE_ANEW = '--no-flush-bytecode';

/** Runs the program and counts. */
export async function workOf(argv: readonly string[], cwd: string): Promise<Work> {
  const folder = await mkdtemp(join(tmpdir(), 'feedmill-work-'));
  const bytes = join(folder, 'bytes');
  const env = {
    NODE_V8_COVERAGE: join(folder, 'coverage'),
    ...(SAYS_BYTES ? { NODE_OPTIONS: `--import=${COUNT_BYTES}`, FEEDMILL_TEST_BYTES: bytes } : {}),
  };
  try {
    const ran = await feedmill(argv, { cwd, env }, [COMPILE_ANEW]);
    const blocks = await blocksIn(join(folder, 'coverage'));
    const io = SAYS_BYTES ? await readFile(bytes, 'utf8') : '';
    return { ran, blocks, read: numberIn(io, 'rchar'), written: numberIn(io, 'wchar') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One file a thread. */
async function blocksIn(folder: string): Promise<ReadonlyMap<string, number>> {
  const blocks = new Map<string, number>();
  for (const name of await readdir(folder)) {
    const { result } = JSON.parse(await readFile(join(folder, name), 'utf8')) as Coverage;
    for (const { url, functions } of result) {
      if (!url.startsWith('file:')) continue;
      const path = url.replace(/^.*\/(dist|node_modules)\//, '$1/');
      for (const { functionName, ranges } of functions) {
        const key = `${path} ${functionName} at ${ranges[0]?.startOffset}`;
        const count = Math.max(...ranges.map((range) => range.count));
        blocks.set(key, (blocks.get(key) ?? 0) + count);
      }
    }
  }
  return blocks;
}

function numberIn(text: string, name: string): number | undefined {
  const [, number] = new RegExp(`^${name}: (\\d+)$`, 'm').exec(text) ?? [];
  return number === undefined ? undefined : Number(number);
}
