// A lock on a folder or file that one build at a time may hold. It names its owner by process id and start time,
// so that a lock whose owner is gone is taken over, and a recycled process id is not mistaken for the owner. Of an owner on
// another machine, in another container or of another user only its heartbeat may tell.

import { randomUUID } from 'node:crypto';
import {
  linkSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, failure, WorldFailure } from './failure.ts';
import { readPlainNow } from './plain-file.ts';
import { onStop } from './shutdown.ts';
import { namesOf } from './walk.ts';

export interface Lock {
  /** Gives the lock back; never throws, for a lock that stays is taken over from its dead owner. */
  release(): Promise<void>;
}

interface Owner {
  readonly pid: number;
  /** The kernel's start time of that process, where the system tells it. */
  readonly started: string;
  /** The machine or container that it runs on. A lock that does not say it is one of here. */
  readonly host: string;
  /** Where its process id means something: Linux's pid namespace. */
  readonly space: string;
}

const POLL_MS = 100;
/** How often a lock is touched. */
const BEAT_MS = 10_000;
/** A lock from elsewhere that was not touched for so long is nobody's. No step of a build keeps its thread for nearly as long. */
const SILENT_MS = 120_000;

/**
 * Takes the lock at `path`. When a live process holds it: throws, or waits for it when `wait` is set.
 * `what` names the thing that is locked, and `advice` says what to do, for the message.
 */
export async function takeLock(
  path: string,
  what: string,
  { wait, advice = 'Wait for it, or use --wait.' }: { readonly wait: boolean; readonly advice?: string },
): Promise<Lock> {
  const self: Owner = { pid: process.pid, started: startOf(process.pid) ?? 'alive', ...HERE };
  const mine = JSON.stringify(self);
  for (;;) {
    if (claim(path, mine)) {
      await clearDrafts(path);
      const forget = onStop(() => release(path, mine));
      const beat = setInterval(() => touch(path), BEAT_MS).unref();
      return {
        release: async () => {
          clearInterval(beat);
          forget();
          release(path, mine);
        },
      };
    }
    const owner = await ownerOf(path);
    if (owner === undefined) continue;
    if (!lives(owner, path)) await discard(path, mine);
    else if (wait) await sleep(POLL_MS);
    else
      throw new WorldFailure(
        `Another build (process ${owner.pid}${isHere(owner) ? '' : ` on ${owner.host}`}) is writing ${what}; nothing was changed. ${advice}`,
      );
  }
}

// A hard link appears whole or not at all, with its content, which a created file does not. Synchronous: each of these
// calls takes less than asking for it in another thread.
function claim(path: string, mine: string): boolean {
  const draft = `${path}-${randomUUID()}`;
  try {
    writeFileSync(draft, mine, { flag: 'wx' });
    return linkOrCreate(draft, path, mine);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw failure(`write the lock ${path}`, error);
  } finally {
    remove(draft);
  }
}

function linkOrCreate(draft: string, path: string, mine: string): boolean {
  try {
    linkSync(draft, path);
  } catch (error) {
    const code = codeOf(error) ?? '';
    // Whoever took the lock meanwhile has cleared the draft away.
    if (code === 'ENOENT') return false;
    // Some file systems know no hard links.
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(code)) throw error;
    writeFileSync(path, mine, { flag: 'wx' });
  }
  return true;
}

/** What cannot be removed is cleared up by the next build. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}

/** Drafts of builds that were killed while they claimed the lock. */
async function clearDrafts(path: string): Promise<void> {
  const names = namesOf(dirname(path));
  const isDraft = (name: string) => name.startsWith(`${basename(path)}-`) && /-[0-9a-f-]{36}$/.test(name);
  for (const name of names.filter(isDraft)) remove(join(dirname(path), name));
  // A door that stays shut keeps nobody from a lock that is free.
  if (names.includes(basename(doorOf(path)))) await openDoor(path).catch(() => undefined);
}

/** `undefined` when nobody holds the lock. Text that names no owner is a dead owner's. */
async function ownerOf(path: string): Promise<Owner | undefined> {
  for (const isLast of [false, true]) {
    try {
      const owner: unknown = JSON.parse(readPlainNow(path).toString());
      if (typeof owner === 'object' && owner !== null && 'pid' in owner && 'started' in owner)
        return { ...HERE, ...owner, pid: Number(owner.pid), started: String(owner.started) };
    } catch (error) {
      const isGone = codeOf(error) === 'ENOENT';
      // A symbolic link that leads nowhere is in the way as well.
      if (isGone && lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
      if (!isGone && !(error instanceof SyntaxError)) throw failure(`read the lock ${path}`, error);
    }
    // Where there are no hard links, its owner may still be writing it.
    if (!isLast) await sleep(POLL_MS);
  }
  return { ...HERE, pid: -1, started: 'never' };
}

// Two builds may find the same dead owner. One at a time goes through this door and looks again before it removes anything.
async function discard(path: string, mine: string): Promise<void> {
  const door = doorOf(path);
  if (!claim(door, mine)) return openDoor(path);
  try {
    const owner = await ownerOf(path);
    if (owner !== undefined && !lives(owner, path)) takeAway(path);
  } finally {
    remove(door);
  }
}

function doorOf(path: string): string {
  return `${path}-takeover`;
}

/** Opens a door whose keeper was killed in it. */
async function openDoor(path: string): Promise<void> {
  const door = doorOf(path);
  const keeper = await ownerOf(door);
  if (keeper !== undefined && !lives(keeper, door)) takeAway(door);
}

/** Removes what a dead owner left. Of what may not be removed, `rmSync` would say that it is no folder. */
function takeAway(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw failure(`take over the lock ${path}`, error);
  }
}

function release(path: string, mine: string): void {
  try {
    if (readFileSync(path, 'utf8') === mine) rmSync(path, { force: true });
  } catch {
    // A lock that stays is taken over from its dead owner.
  }
}

/** `path`: of the lock that it holds. */
function lives(owner: Owner, path: string): boolean {
  const started = isHere(owner) ? startOf(owner.pid) : undefined;
  if (started !== undefined) return started === owner.started;
  try {
    return statSync(path).mtimeMs > Date.now() - SILENT_MS;
  } catch {
    return false;
  }
}

const HERE: Pick<Owner, 'host' | 'space'> = { host: hostname(), space: pidSpace() };

function isHere({ host, space }: Owner): boolean {
  return host === HERE.host && space === HERE.space;
}

function pidSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** Says that its owner lives. */
function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Whoever took it away meanwhile did so because it had fallen silent.
  }
}

/**
 * When a process began: from the kernel on Linux; elsewhere only whether it lives. A process that is gone: `gone`.
 * `undefined`: it lives, and Linux hides it, as it may with those of other users.
 */
function startOf(pid: number): string | undefined {
  try {
    // Fields 3 (state) and 22 (start time) of proc(5); the name before them may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    // Killed, and nobody has asked for its exit code yet.
    if (fields[0] === 'Z' || fields[0] === 'X') return 'gone';
    return fields[19] ?? 'alive';
  } catch {
    if (!isAlive(pid)) return 'gone';
    return process.platform === 'linux' ? undefined : 'alive';
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
