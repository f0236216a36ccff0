// What makes a build look again, each on its own; test/commands/unchanged-build.test.ts shows it of the whole program.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LastBuild } from '../../src/build/incremental/memory.ts';
import { isUnchanged } from '../../src/build/incremental/unchanged.ts';
import { packStamps, stampOf } from '../../src/build/reading/stamp.ts';
import type { Obstacle } from '../../src/io/walk.ts';
import { at } from '../support/site.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-unchanged-'));
  await writeFile(join(folder, 'ledger'), 'ledger');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const NOW = at('2026-06-01T00:00:00Z');
const NEXT = at('2026-06-01T00:00:01Z');
const BEFORE = at('2026-05-31T23:59:59Z');
const OBSTACLE: Obstacle = { kind: 'unreadable', path: 'a', reason: 'permission denied' };

interface Given {
  readonly last?: Partial<LastBuild>;
  readonly now?: Partial<Parameters<typeof isUnchanged>[1]>;
  readonly walked?: Partial<Parameters<typeof isUnchanged>[2]>;
}

/** Whether there is nothing to do after a build that left nothing, but for what is given. */
function isNothingToDo({ last, now, walked }: Given): boolean {
  const build: LastBuild = {
    ...{ isComplete: true, unsettled: [], isRecorded: true, now: NOW, siteId: 'tag:site', content: 'd', paths: 'p' },
    ...{ outputs: packStamps([]), ledger: undefined, nextDue: undefined, hasErrors: false, isInPlace: true },
    ...{ isSettled: true, hasLastGood: false },
    counts: { files: 0, articles: 0, relatedItems: 0, feeds: 0, documentsVerified: 0 },
    ...last,
  };
  return isUnchanged(build, { now: NOW, outFolder: folder, ...now }, { digest: 'd', obstacles: [], ...walked });
}
const ledger = (name = 'ledger') => join(folder, name);

describe('there is nothing to do', () => {
  test.each<[string, () => Given]>([
    ['when everything is as it was', () => ({})],
    ['later', () => ({ now: { now: NEXT } })],
    ['before the next embargo ends', () => ({ last: { nextDue: NEXT } })],
    ['with errors, when they stop nothing', () => ({ last: { hasErrors: true } })],
    ['under --strict without an error', () => ({ now: { strict: true } })],
    ['after --no-record, under it again', () => ({ last: { isRecorded: false }, now: { mode: 'no-record' } })],
    ['with the same ledger', () => ({ last: { ledger: stampOf(ledger()) }, now: { ledgerFile: ledger() } })],
  ])('%s', (_, given) => expect(isNothingToDo(given())).toBe(true));
});

describe('a build looks again', () => {
  test.each<[string, () => Given]>([
    ['when the content is other', () => ({ walked: { digest: 'e' } })],
    ['when a file may have changed without a sign', () => ({ last: { unsettled: ['a.md'] } })],
    ['when something cannot be read', () => ({ walked: { obstacles: [OBSTACLE] } })],
    ['after one that withheld a feed', () => ({ last: { isComplete: false } })],
    ['after one that moved articles', () => ({ last: { isSettled: false } })],
    ['under --verify-cache', () => ({ now: { verifyCache: true } })],
    ['under --diff', () => ({ now: { mode: 'diff' } })],
    ['after one that was not recorded', () => ({ last: { isRecorded: false } })],
    ['under --strict with an error', () => ({ last: { hasErrors: true }, now: { strict: true } })],
    ['when the clock went back', () => ({ now: { now: BEFORE } })],
    ['when an embargo ends', () => ({ last: { nextDue: NEXT }, now: { now: NEXT } })],
    ['with a ledger where there was none', () => ({ now: { ledgerFile: ledger() } })],
    ['without the ledger that there was', () => ({ last: { ledger: stampOf(ledger()) } })],
    ['when the ledger is gone', () => ({ last: { ledger: stampOf(ledger()) }, now: { ledgerFile: ledger('gone') } })],
    ['when there has never been a ledger', () => ({ now: { ledgerFile: ledger('gone') } })],
    ['when a file of the output is gone', () => ({ last: { outputs: stampsOf('gone') } })],
  ])('%s', (_, given) => expect(isNothingToDo(given())).toBe(false));
});

const stampsOf = (path: string) => packStamps([{ path, sizeBytes: 1, mtimeMs: 1, inode: 1 }]);
