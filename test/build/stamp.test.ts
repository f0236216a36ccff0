// What tells an unchanged file: its size, its time and its inode, each of them on its own.
import { mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  areUntouched,
  isSame,
  packStamps,
  restamped,
  type Stamp,
  settledStamp,
  stampOf,
  untouched,
} from '../../src/build/reading/stamp.ts';

describe('a file is believed when a tick of the clock has passed since it changed', () => {
  test.each([
    [1_000_123, 1_000_173, false],
    [1_000_123, 1_000_174, true],
    // Whole seconds may be all that its file system counts.
    [1_000_000, 1_000_174, false],
    [1_000_000, 1_002_000, false],
    [1_000_000, 1_002_001, true],
    [1_000_123, 999_000, false],
  ])('changed at %i, read from %i: %s', (mtimeMs, startedMs, isBelieved) => {
    const stamp = { sizeBytes: 5, mtimeMs, inode: 7 };
    expect(settledStamp(stamp, startedMs)).toEqual(isBelieved ? stamp : undefined);
  });
});

describe('it is seen', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'feedmill-stamp-'));
    file = join(folder, 'rss.xml');
    for (const name of ['rss.xml', 'atom.xml']) await write(join(folder, name), 'text');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  // Whole seconds, for a test cannot set a time to the nanosecond.
  const write = async (path: string, text: string, seconds = 1_600_000_000) => {
    await writeFile(path, text);
    await utimes(path, seconds, seconds);
  };
  const known = () =>
    packStamps(['rss.xml', 'atom.xml'].map((path) => ({ path, ...(stampOf(join(folder, path)) as Stamp) })));

  const harms: readonly (readonly [string, () => Promise<void>])[] = [
    ['edited at its size', () => write(file, 'TEXT', 1_600_000_001)],
    ['edited at its time', () => write(file, 'texts')],
    [
      'replaced by another of its size and time',
      async () => {
        await write(join(folder, 'other'), 'TEXT');
        await rename(join(folder, 'other'), file);
      },
    ],
    ['deleted', () => rm(file)],
  ];
  test.each(harms)('that a file was %s', async (_, harm) => {
    const files = known();
    const before = stampOf(file);
    expect([areUntouched(folder, files), isSame(before, stampOf(file))]).toEqual([true, true]);
    await harm();
    expect([areUntouched(folder, files), isSame(before, stampOf(file))]).toEqual([false, false]);
    expect(untouched(folder, files)).toEqual(['atom.xml']);
  });

  test('what of a build that was written is known by new stamps, and all else by its old ones', async () => {
    const files = known();
    for (const name of ['rss.xml', 'atom.xml']) await write(join(folder, name), 'new text');
    const after = restamped(folder, files, new Set(['rss.xml']));
    expect(untouched(folder, after)).toEqual(['rss.xml']);
    expect(untouched(folder, restamped(folder, files, new Set(['rss.xml', 'atom.xml'])))).toEqual([
      'rss.xml',
      'atom.xml',
    ]);
  });

  test('of two files without a stamp nobody knows whether they are one', () => {
    expect([isSame(undefined, undefined), isSame(undefined, stampOf(file)), isSame(stampOf(file), undefined)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
