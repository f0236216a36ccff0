// One build at a time writes an output folder and a ledger; a dead owner holds nothing up.
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { takeLock } from '../../src/io/lock.ts';
import { feedmill, ROOT } from '../support/cli.ts';
import { describeWith } from '../support/needs.ts';
import { LONG } from '../support/runs.ts';
import { CONFIG, newSite, readFolder, type Site } from '../support/site.ts';

const NO_WAIT = { wait: false };
const children: ChildProcess[] = [];
let folder: string;
let lock: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-lock-'));
  lock = join(folder, 'the-lock');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Runs lines of JavaScript that may import the program's modules; resolves when they print `ready`. */
async function node(lines: string, shell = false): Promise<ChildProcess> {
  const file = join(folder, 'script.mjs');
  const modules = ['io/lock', 'io/shutdown', 'io/output-folder'].map((name) =>
    pathToFileURL(join(ROOT, 'dist', `${name}.js`)),
  );
  await writeFile(
    file,
    `import { takeLock } from '${modules[0]}';\nimport { clearUpOnSignals } from '${modules[1]}';\nimport { openOutput } from '${modules[2]}';\n${lines}\nprocess.stdout.write('ready');\nsetInterval(() => {}, 1000);\n`,
  );
  // A shell that becomes another program never asks how its children ended.
  const child = shell
    ? spawn('sh', ['-c', `"${process.execPath}" "${file}" & exec sleep 60`], { stdio: ['ignore', 'pipe', 'inherit'] })
    : spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child;
}

const holding = () => `await takeLock(${JSON.stringify(lock)}, 'it', { wait: false });`;
const ended = (child: ChildProcess) =>
  new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));

test.runIf(process.platform === 'linux')(
  'a live owner that /proc hides keeps its lock while it touches it',
  async () => {
    await writeFile(lock, JSON.stringify({ pid: process.ppid, started: '1' }));
    const { readFileSync } = fs;
    const hiding = vi.spyOn(fs, 'readFileSync').mockImplementation(((path: string, ...rest: never[]) => {
      if (path !== `/proc/${process.ppid}/stat`) return readFileSync(path, ...rest);
      throw Object.assign(new Error(), { code: 'ENOENT' });
    }) as typeof readFileSync);
    syncBuiltinESMExports();
    try {
      await expect(takeLock(lock, 'the folder', NO_WAIT)).rejects.toThrow(`(process ${process.ppid}) is writing`);
      await utimes(lock, 0, 0);
      await (await takeLock(lock, 'the folder', NO_WAIT)).release();
    } finally {
      hiding.mockRestore();
      syncBuiltinESMExports();
    }
  },
);

test('a symbolic link that leads nowhere is nobody’s lock', async () => {
  await symlink('nowhere', lock);
  await symlink('nowhere', `${lock}-takeover`);
  await (await takeLock(lock, 'the folder', NO_WAIT)).release();
  expect(await readdir(folder)).toEqual([]);
});

test('a door that nobody can open keeps nobody from a lock that is free', async () => {
  await mkdir(`${lock}-takeover`);
  await (await takeLock(lock, 'the folder', NO_WAIT)).release();
  expect(await readdir(folder)).toEqual(['the-lock-takeover']);
  // It has to be passed to take over from the dead.
  await writeFile(lock, JSON.stringify({ pid: 999_999_999, started: '1' }));
  await expect(takeLock(lock, 'the folder', NO_WAIT)).rejects.toThrow('it is a folder');
});

test('a lock is held by one, and free when it is given back', async () => {
  const held = await takeLock(lock, 'the folder', NO_WAIT);
  await expect(takeLock(lock, 'the folder', NO_WAIT)).rejects.toThrow(
    `Another build (process ${process.pid}) is writing the folder; nothing was changed. Wait for it, or use --wait.`,
  );
  await held.release();
  expect(await readdir(folder)).toEqual([]);
  // A draft of a lock has a name that nobody chooses.
  await writeFile(`${lock}-notes`, 'dear');
  await (await takeLock(lock, 'the folder', NO_WAIT)).release();
  expect(await readdir(folder)).toEqual(['the-lock-notes']);
});

test('where there are no hard links, a lock is held by one as well, and a dead owner holds nothing up', async () => {
  const none = vi.spyOn(fs, 'linkSync').mockImplementation(() => {
    throw Object.assign(new Error(), { code: 'EPERM' });
  });
  syncBuiltinESMExports();
  try {
    const first = await takeLock(lock, 'it', NO_WAIT);
    await expect(takeLock(lock, 'it', NO_WAIT)).rejects.toThrow(`Another build (process ${process.pid}) is writing it`);
    expect(await readdir(folder)).toEqual(['the-lock']);
    await first.release();
    expect(await readdir(folder)).toEqual([]);
    await writeFile(lock, JSON.stringify({ pid: process.pid, started: 'long ago' }));
    await (await takeLock(lock, 'it', NO_WAIT)).release();
    expect(await readdir(folder)).toEqual([]);
  } finally {
    none.mockRestore();
    syncBuiltinESMExports();
  }
});

test('a lock that is held is touched again and again, and no more when it is given back', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const held = await takeLock(lock, 'it', NO_WAIT);
    for (let round = 0; round < 2; round++) {
      await utimes(lock, 0, 0);
      vi.advanceTimersByTime(10_000);
      expect((await stat(lock)).mtimeMs).toBeGreaterThan(Date.now() - 5_000);
    }
    await held.release();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test('a lock that another took over is left to it, when it is given back and when a signal ends the program', async () => {
  const held = await takeLock(lock, 'it', NO_WAIT);
  await writeFile(lock, 'of another');
  await held.release();
  expect(await readFile(lock, 'utf8')).toBe('of another');
  await rm(lock);
  const child = await node(`clearUpOnSignals(); ${holding()}`);
  await writeFile(lock, 'of another');
  child.kill('SIGTERM');
  expect(await ended(child)).toBe('SIGTERM');
  expect(await readFile(lock, 'utf8')).toBe('of another');
});

test('who waits has the lock as soon as it is given back', async () => {
  const held = await takeLock(lock, 'it', NO_WAIT);
  let has = false;
  const waiting = takeLock(lock, 'it', { wait: true }).then((second) => {
    has = true;
    return second;
  });
  await sleep(150);
  expect(has).toBe(false);
  await held.release();
  await (await waiting).release();
  expect(await readdir(folder)).toEqual([]);
});

test('a lock that another took over first, from the same dead owner, is left to it', async () => {
  const held = await takeLock(lock, 'it', NO_WAIT);
  const alive = await readFile(lock, 'utf8');
  await held.release();
  await writeFile(lock, JSON.stringify({ pid: 999_999_999, started: '1' }));
  const { linkSync, writeFileSync } = fs;
  const late = vi.spyOn(fs, 'linkSync').mockImplementation((draft, path) => {
    linkSync(draft, path);
    // The other was in the door before.
    if (path === `${lock}-takeover`) writeFileSync(lock, alive);
  });
  syncBuiltinESMExports();
  try {
    await expect(takeLock(lock, 'it', NO_WAIT)).rejects.toThrow(`(process ${process.pid}) is writing it`);
    expect(await readFile(lock, 'utf8')).toBe(alive);
  } finally {
    late.mockRestore();
    syncBuiltinESMExports();
  }
});

describe('a lock is taken over from', () => {
  test.each([
    ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, started: '1' })],
    ['a process that died, whose id another has now', JSON.stringify({ pid: process.pid, started: '1' })],
    ['nobody: an empty file', ''],
    ['nobody: another text', '{"pid":'],
  ])('%s', async (_, text) => {
    await writeFile(lock, text);
    const held = await takeLock(lock, 'it', NO_WAIT);
    expect(JSON.parse(await readFile(lock, 'utf8'))).toMatchObject({ pid: process.pid });
    await held.release();
    expect(await readdir(folder)).toEqual([]);
  });

  test('a process that was killed', async () => {
    const child = await node(holding());
    await expect(takeLock(lock, 'it', NO_WAIT)).rejects.toThrow(`process ${child.pid}`);
    child.kill('SIGKILL');
    await ended(child);
    await (await takeLock(lock, 'it', NO_WAIT)).release();
  });

  test.each([
    ['on another machine', { host: 'elsewhere' }],
    ['in another container', { space: 'pid:[1]' }],
  ])('a process %s that has not touched it for minutes', async (_, where) => {
    const held = await takeLock(lock, 'it', NO_WAIT);
    const owner = { ...JSON.parse(await readFile(lock, 'utf8')), pid: 2 ** 22 + 1, ...where };
    await held.release();
    await writeFile(lock, JSON.stringify(owner));
    await expect(takeLock(lock, 'it', NO_WAIT)).rejects.toThrow(
      `Another build (process ${owner.pid} on ${owner.host}) is writing it; nothing was changed.`,
    );
    const longAgo = new Date(Date.now() - 130_000);
    await utimes(lock, longAgo, longAgo);
    await (await takeLock(lock, 'it', NO_WAIT)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  test('a process that was killed while it waited to be taken over itself', async () => {
    await writeFile(lock, JSON.stringify({ pid: process.pid, started: '1' }));
    await writeFile(`${lock}-takeover`, JSON.stringify({ pid: process.pid, started: '1' }));
    await writeFile(`${lock}-6f9619ff-8b86-4d01-b42d-00cf4fc964ff`, '');
    await (await takeLock(lock, 'it', NO_WAIT)).release();
    expect(await readdir(folder)).toEqual([]);
  });
});

describeWith(
  process.platform === 'linux',
  'Linux (which shows processes that nobody has asked for)',
  'a zombie',
  () => {
    test('holds no lock', async () => {
      await node(holding(), true);
      const { pid } = JSON.parse(await readFile(lock, 'utf8')) as { pid: number };
      process.kill(pid, 'SIGKILL');
      for (;;) {
        if (/\) Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8'))) break;
        await sleep(5);
      }
      await (await takeLock(lock, 'it', NO_WAIT)).release();
    });
  },
);

test('of many that find a dead owner at once, one has the lock', async () => {
  for (let round = 0; round < 10; round++) {
    await writeFile(lock, JSON.stringify({ pid: process.pid, started: '1' }));
    const all = await Promise.allSettled(Array.from({ length: 12 }, () => takeLock(lock, 'it', NO_WAIT)));
    const won = all.filter((result) => result.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const { value } of won) await value.release();
    expect(await readdir(folder)).toEqual([]);
  }
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
  '%s leaves no lock and nothing staged, and ends the program as ever',
  async (signal) => {
    const out = JSON.stringify(folder);
    const child = await node(`
    clearUpOnSignals();
    ${holding()}
    const output = await openOutput(${out}, [], () => false);
    await output.stage('deep/rss.xml', new Uint8Array(10));`);
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['the-lock', '.feedmill-stage']));
    child.kill(signal);
    expect(await ended(child)).toBe(signal);
    expect(await readdir(folder)).toEqual(['script.mjs']);
  },
);

test('a signal clears up what is staged, though another thread goes on staging', async () => {
  const stage = JSON.stringify(join(folder, '.feedmill-stage'));
  const child = await node(`clearUpOnSignals();
    const { Worker } = await import('node:worker_threads');
    const { existsSync } = await import('node:fs');
    const output = await openOutput(${JSON.stringify(folder)}, [], () => false);
    for (let n = 0; n < 500; n++) output.stage('rss' + n + '.xml', new Uint8Array(1));
    new Worker(\`const { writeFileSync } = require('node:fs');
      for (let n = 0; ; n++) {
        writeFileSync(${stage} + '/other-' + n, '');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      }\`, { eval: true });
    while (!existsSync(${stage} + '/other-0')) await new Promise((resolve) => setTimeout(resolve, 1));`);
  child.kill('SIGINT');
  expect(await ended(child)).toBe('SIGINT');
  expect(await readdir(folder)).toEqual(['script.mjs']);
});

describe('two builds at once', () => {
  const ROUNDS = LONG ? 50 : 5;
  /** Where both come after each other so often, something is wrong. */
  const MOST_ROUNDS = 50;
  let site: Site;

  beforeEach(async () => {
    site = await newSite();
    await writeFile(join(site.folder, 'feedmill.yaml'), CONFIG);
    for (let n = 0; n < 120; n++) await site.article(`a${n}.md`, { title: `T${n}`, topics: [`Topic ${n % 20}`] });
  });
  afterEach(() => site.remove());

  const build = (...argv: readonly string[]) =>
    feedmill(['build', '--no-cache', '--now', '2026-06-01T00:00:00Z', ...argv], { cwd: site.folder });

  test(
    'one wins, and the other stops with a clear sentence or comes after it',
    async () => {
      await site.build({ cacheFile: undefined });
      const whole = await readFolder(site.out);
      let refused = 0;
      for (let round = 0; round < ROUNDS || (refused === 0 && round < MOST_ROUNDS); round++) {
        await rm(site.out, { recursive: true });
        await rm(site.ledger);
        const both = await Promise.all([build(), build()]);
        for (const { code, stderr } of both.filter((ran) => ran.code !== 0)) {
          refused++;
          expect(code).toBe(3);
          expect(stderr).toMatch(
            /^Another build \(process \d+\) is writing .*; nothing was changed\. Wait for it, or use --wait\.$/m,
          );
        }
        expect(both.some(({ code }) => code === 0)).toBe(true);
        expect(await readFolder(site.out)).toEqual(whole);
      }
      expect(refused).toBeGreaterThan(0);
      expect((await readdir(site.folder)).sort()).toEqual(['content', 'feedmill.ledger', 'feedmill.yaml', 'out']);
    },
    LONG ? 1_200_000 : 60_000,
  );

  test('with --wait both are done', async () => {
    const both = await Promise.all([build('--wait'), build('--wait')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
  });
});
