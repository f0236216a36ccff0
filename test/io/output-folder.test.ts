// What a build leaves that did not come to its end, and what the next one makes of it. test/build/kill.test.ts kills real ones.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isUnfinished, openOutput } from '../../src/io/output-folder.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-output-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const MANIFEST = 'manifest.json';
const names = async () => (await readdir(folder)).sort();
const nothing = async () => undefined;
const open = (ours: readonly string[] = []) => openOutput(folder, ours, () => false);

/** A build that writes a file and fails at the next, which comes before the manifest. */
async function failAfter(path: string): Promise<void> {
  const output = await open();
  for (const each of [path, 'z/blocked.xml', MANIFEST]) output.stage(each, Buffer.from(each));
  // A file cannot take the place of a folder.
  const block = async () => void (await mkdir(join(folder, 'z/blocked.xml'), { recursive: true }));
  await expect(output.commit([], MANIFEST, block)).rejects.toThrow('it is a folder');
  await output.abandon();
  await rm(join(folder, 'z'), { recursive: true });
}

test('what a build began to write is ours for the next ones, until one comes to its end', async () => {
  await failAfter('first.xml');
  expect(await names()).toEqual(['.feedmill-journal', 'first.xml']);
  // One that changes nothing has not gone over it.
  const looking = await open();
  expect([...looking.known].sort()).toEqual(['first.xml', MANIFEST, 'z/blocked.xml']);
  await looking.abandon();
  expect(await isUnfinished(folder)).toBe(true);
  await failAfter('second.xml');
  expect(await names()).toEqual(['.feedmill-journal', 'first.xml', 'second.xml']);

  const last = await open();
  expect([...last.known].sort()).toEqual(['first.xml', MANIFEST, 'second.xml', 'z/blocked.xml']);
  await last.commit(['first.xml', 'second.xml'], MANIFEST, nothing);
  expect(await names()).toEqual([]);
});

test('one that only compares leaves what others left', async () => {
  await failAfter('first.xml');
  await mkdir(join(folder, '.feedmill-stage'));
  const comparing = await openOutput(folder, [], () => false, true);
  expect([...comparing.known].sort()).toEqual(['first.xml', MANIFEST, 'z/blocked.xml']);
  comparing.stage('first.xml', Buffer.from('others'));
  await comparing.abandon();
  expect(await names()).toEqual(['.feedmill-journal', '.feedmill-stage', 'first.xml']);
});

test('a build that stops before the first rename leaves nothing to go over', async () => {
  const output = await open();
  output.stage('rss.xml', Buffer.from('new'));
  const stop = async () => {
    // Whoever comes after a kill at this point looks at everything again.
    expect(await isUnfinished(folder)).toBe(true);
    expect(await names()).not.toContain('rss.xml');
    throw new Error('the ledger cannot be written');
  };
  await expect(output.commit([], MANIFEST, stop)).rejects.toThrow('the ledger cannot be written');
  await output.abandon();
  expect(await names()).toEqual([]);
});
