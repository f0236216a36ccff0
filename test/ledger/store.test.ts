// The ledger and the cache on disk: whole at any instant, and never in the way.
import { link, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCache, sectionOf, writeCache } from '../../src/ledger/cache.ts';
import { readLedger, writeLedger } from '../../src/ledger/store.ts';
import { EMPTY_LEDGER } from '../../src/model/ledger.ts';
import { formatLedger } from '../support/ledgers.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-store-'));
  path = join(folder, 'feedmill.ledger');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ledger = { ...EMPTY_LEDGER, siteId: 'tag:x' };

test('no file is a new ledger; what was written is read', async () => {
  expect(await readLedger(path)).toMatchObject({ state: 'new', text: '' });
  await writeLedger(path, ledger, '');
  expect(await readLedger(path)).toMatchObject({ state: 'read', ledger, text: formatLedger(ledger) });
  expect(await readdir(folder)).toEqual(['feedmill.ledger']);
});

test('a ledger that says the same is not written', async () => {
  await writeLedger(path, ledger, '');
  const { ino } = await stat(path);
  await writeLedger(path, ledger, formatLedger(ledger));
  expect((await stat(path)).ino).toBe(ino);
});

test('what a killed build left beside it goes with the next', async () => {
  for (const before of ['', formatLedger(ledger)]) {
    await writeFile(`${path}.new`, 'half a led');
    await writeLedger(path, ledger, before);
    expect(await readdir(folder)).not.toContain('feedmill.ledger.new');
  }
});

test('bytes that are no UTF-8 are damage, not other letters', async () => {
  await writeLedger(path, { ...ledger, siteId: 'tag:é' }, '');
  const bytes = await readFile(path);
  bytes[bytes.indexOf(0xc3)] = 0x80;
  await writeFile(path, bytes);
  expect(await readLedger(path)).toMatchObject({ state: 'damaged', damage: { lines: [2] } });
});

test('a folder in the place of the ledger is a failure with a clear sentence', async () => {
  await mkdir(path);
  await expect(readLedger(path)).rejects.toThrow(`Could not read the ledger ${path}: it is a folder.`);
  await expect(writeLedger(path, ledger, '')).rejects.toThrow(/^Could not write .*: it is a folder\.$/);
  expect(await readdir(folder)).toEqual(['feedmill.ledger']);
});

test('a cache gives back its sections and its fingerprint', async () => {
  const file = join(folder, 'deep', 'cache');
  const sections = { a: sectionOf(new Map([['x', 1]])), b: sectionOf([undefined, Number.NaN]) };
  expect(await writeCache(file, 'print', Object.entries(sections))).toBeUndefined();
  const cache = openCache(file);
  if (!('section' in cache)) throw new Error(cache.reason);
  expect(cache.fingerprint).toBe('print');
  expect(cache.section('a')).toEqual(new Map([['x', 1]]));
  expect(cache.section('b')).toEqual([undefined, Number.NaN]);
  expect(cache.section('c')).toBeUndefined();
  expect([...(cache.bytes()?.keys() ?? [])]).toEqual(['a', 'b']);
  cache.close();
  expect(openCache(join(folder, 'none'))).toEqual({ reason: undefined });
});

test('a damaged section is missing, and the others are not', async () => {
  const file = join(folder, 'cache');
  await writeCache(file, 'print', [
    ['a', sectionOf('first')],
    ['b', sectionOf('second')],
  ]);
  const bytes = await readFile(file);
  await writeFile(file, bytes.fill('x', bytes.indexOf('second'), bytes.indexOf('second') + 1));
  const cache = openCache(file);
  if (!('section' in cache)) throw new Error(cache.reason);
  expect(cache.section('a')).toBe('first');
  expect(cache.section('b')).toBeUndefined();
  expect(cache.bytes()).toBeUndefined();
  cache.close();
});

test('a cache takes over sections of another as they lie, damaged ones too', async () => {
  const [file, next] = [join(folder, 'cache'), join(folder, 'next')];
  const large = Buffer.alloc(3_000_000, 'large');
  await writeCache(file, 'print', [
    ['a', sectionOf('first')],
    ['b', sectionOf('second')],
    ['c', sectionOf(large)],
  ]);
  const bytes = await readFile(file);
  await writeFile(file, bytes.fill('x', bytes.indexOf('second'), bytes.indexOf('second') + 1));
  const before = openCache(file);
  if (!('section' in before)) throw new Error(before.reason);
  const kept = ['a', 'b', 'c'].flatMap((name) => before.taken(name));
  expect(before.taken('d')).toEqual([]);
  expect(await writeCache(next, 'print', [['new', sectionOf('new')], ...kept])).toBeUndefined();
  before.close();
  const after = openCache(next);
  if (!('section' in after)) throw new Error(after.reason);
  expect(after.section('new')).toBe('new');
  expect(after.section('a')).toBe('first');
  expect(after.section('b')).toBeUndefined();
  // Byte by byte it would be compared for seconds.
  expect(large.equals(after.section('c') as Buffer)).toBe(true);
  after.close();
});

describe('a cache that is updated', () => {
  const file = () => join(folder, 'cache');
  const open = () => {
    const cache = openCache(file());
    if (!('section' in cache)) throw new Error(cache.reason);
    return cache;
  };
  const large = Buffer.alloc(10_000, 'large');

  test('keeps what lies in it, and takes what is new', async () => {
    await writeCache(file(), 'print', [
      ['a', sectionOf('first')],
      ['b', sectionOf(large)],
    ]);
    const { ino } = await stat(file());
    for (const times of [1, 2, 3]) {
      const cache = open();
      expect(await cache.update([['a', sectionOf(times)], ...cache.taken('b')])).toBeUndefined();
      expect(cache.section('b')).toEqual(large);
      cache.close();
      const after = open();
      expect(after.section('a')).toBe(times);
      expect(after.section('b')).toEqual(large);
      expect([...(after.bytes()?.keys() ?? [])]).toEqual(['a', 'b']);
      after.close();
    }
    expect((await stat(file())).ino).toBe(ino);
  });

  test('is written anew when most of it is of no use', async () => {
    await writeCache(file(), 'print', [
      ['a', sectionOf(large)],
      ['b', sectionOf('second')],
    ]);
    const { size, ino } = await stat(file());
    // No other file gets its inode meanwhile.
    await link(file(), join(folder, 'first'));
    for (let times = 0; times < 3; times++) {
      const cache = open();
      expect(await cache.update([['a', sectionOf(large)], ...cache.taken('b')])).toBeUndefined();
      cache.close();
    }
    expect((await stat(file())).size).toBeLessThanOrEqual(2 * size);
    expect((await stat(file())).ino).not.toBe(ino);
    const after = open();
    expect([after.section('a'), after.section('b')]).toEqual([large, 'second']);
    after.close();
  });

  test('is the old one until its header is written, and nobody else’s', async () => {
    await writeCache(file(), 'print', [['a', sectionOf(large)]]);
    const bytes = await readFile(file());
    await writeFile(file(), Buffer.concat([bytes, sectionOf('second')]));
    const cache = open();
    expect(cache.section('a')).toEqual(large);
    await writeFile(join(folder, 'other'), bytes);
    await rename(join(folder, 'other'), file());
    expect(await cache.update([...cache.taken('a'), ['b', sectionOf('second')]])).toMatch(
      /another program replaced it/,
    );
    cache.close();
    expect(await readFile(file())).toEqual(bytes);
  });
});

test('a cache that is cut off is not opened', async () => {
  const file = join(folder, 'cache');
  await writeCache(file, 'print', [['a', sectionOf('first')]]);
  const bytes = await readFile(file);
  for (const other of [bytes.subarray(0, -1), bytes.subarray(0, 20), '']) {
    await writeFile(file, other);
    expect(openCache(file)).toEqual({ reason: 'it is damaged, or of another version', isForeign: false });
  }
});

test('a cache that cannot be written or read is a reason, not a failure', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(await writeCache(join(folder, 'file', 'cache'), 'print', [])).toMatch(
    /a part of its path is a file|a file is in the way/,
  );
  await mkdir(join(folder, 'cache'));
  expect(openCache(join(folder, 'cache'))).toEqual({ reason: 'it is a folder' });
});
