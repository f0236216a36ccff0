// A lock on a folder or file that one build at a time may hold. It names its owner by process id and start time,
// so that a lock whose owner is gone is taken over, and a recycled process id is not mistaken for the owner.

import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, failure, WorldFailure } from './failure.ts';

export interface Lock {
  release(): Promise<void>;
}

interface Owner {
  readonly pid: number;
  /** The kernel's start time of that process, where the system tells it. */
  readonly started: string;
}

const POLL_MS = 100;

/**
 * Takes the lock at `path`. When a live process holds it: throws, or waits for it when `wait` is set.
 * `what` names the thing that is locked, for the message.
 */
export async function takeLock(path: string, what: string, { wait }: { readonly wait: boolean }): Promise<Lock> {
  const mine = JSON.stringify({ pid: process.pid, started: await startOf(process.pid) });
  for (;;) {
    if (await claim(path, mine)) return { release: () => release(path, mine) };
    const owner = await ownerOf(path);
    if (owner === undefined) continue;
    if ((await startOf(owner.pid)) !== owner.started) await discard(path, owner);
    else if (wait) await sleep(POLL_MS);
    else
      throw new WorldFailure(
        `Another build (process ${owner.pid}) is writing ${what}; nothing was changed. Wait for it, or use --wait.`,
      );
  }
}

// A hard link appears whole or not at all, with its content, which a created file does not.
async function claim(path: string, mine: string): Promise<boolean> {
  const draft = `${path}-${randomUUID()}`;
  try {
    await writeFile(draft, mine, { flag: 'wx' });
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw failure(`write the lock ${path}`, error);
  } finally {
    await rm(draft, { force: true });
  }
}

async function ownerOf(path: string): Promise<Owner | undefined> {
  try {
    const owner: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof owner === 'object' && owner !== null && 'pid' in owner && 'started' in owner) {
      return { pid: Number(owner.pid), started: String(owner.started) };
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError)) throw failure(`read the lock ${path}`, error);
  }
  return { pid: -1, started: 'never' };
}

// Two builds may find the same dead owner: the lock is moved aside first, and put back when it was another's by then.
async function discard(path: string, dead: Owner): Promise<void> {
  const aside = `${path}-${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw failure(`take over the lock ${path}`, error);
  }
  const moved = await ownerOf(aside);
  if (moved?.pid !== dead.pid || moved.started !== dead.started) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function release(path: string, mine: string): Promise<void> {
  const held = await readFile(path, 'utf8').catch(() => undefined);
  if (held === mine) await rm(path, { force: true });
}

/** When a process began: from the kernel on Linux; elsewhere only whether it lives. A process that is gone: `gone`. */
async function startOf(pid: number): Promise<string> {
  try {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ');
    return fields[19] ?? 'alive';
  } catch {
    return process.platform !== 'linux' && isAlive(pid) ? 'alive' : 'gone';
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
