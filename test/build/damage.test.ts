// Damage in any byte of ledger or cache: never a wrong feed, never a crash, always a finding.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exitCodeOf } from '../../src/commands/build.ts';
import { openCache } from '../../src/ledger/cache.ts';
import { LONG } from '../support/runs.ts';
import { at, changedPaths, codesOf, newSite, readFolder, type Site, settings } from '../support/site.ts';

const STEP = LONG ? 1 : 29;
const TIMEOUT_MS = LONG ? 1_200_000 : 60_000;
const LATER = at('2026-06-03T12:00:00Z');

let site: Site;

const small = settings('  formats: [json]');

beforeEach(async () => {
  site = await newSite();
  await site.article('a.md', { title: 'One', topics: ['AI'] });
  await site.build({ settings: small });
});
afterEach(() => site.remove());

/** What may become of a byte: one bit, another letter, an end of line, nothing. */
function damaged(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  const before = copy[at] ?? 0;
  const ways = [before ^ 1, before ^ 0x20, before === 0x0a ? 0x20 : 0x0a, before ^ 0xff];
  copy[at] = ways[at % ways.length] ?? 0;
  return copy;
}

function places(length: number): readonly number[] {
  // Other places at each run would find more and be repeatable by nobody; every place is tried in the long run.
  return Array.from({ length: Math.ceil(length / STEP) }, (_, index) => index * STEP);
}

test(
  'any byte of the ledger',
  async () => {
    const whole = await readFile(site.ledger);
    const before = await readFolder(site.out);
    const times = await site.times();
    let found = 0;
    for (const place of places(whole.length)) {
      await writeFile(site.ledger, damaged(whole, place));
      const report = await site.build({ settings: small, cacheFile: undefined, now: LATER });
      expect(changedPaths(before, await readFolder(site.out)), `byte ${place}`).toEqual([]);
      if (report.outcome === 'written') {
        // Harmless: the end of the file, or an empty line more.
        expect(await readFile(site.ledger)).toEqual(whole);
        continue;
      }
      found++;
      expect(report.outcome).toBe('damaged-ledger');
      expect(codesOf(report)).toEqual(['ledger/damaged']);
      expect(exitCodeOf(report)).toBe(1);
    }
    expect(found).toBeGreaterThan(places(whole.length).length - 5);
    expect(await site.times()).toEqual(times);
  },
  TIMEOUT_MS,
);

test(
  'any byte of the cache',
  async () => {
    const whole = await readFile(site.cache);
    const before = await readFolder(site.out);
    const times = await site.times();
    const ledger = await site.readLedger();
    for (const place of places(whole.length)) {
      await writeFile(site.cache, damaged(whole, place));
      const report = await site.build({ settings: small, now: LATER });
      expect(report, `byte ${place}`).toMatchObject({ outcome: 'written', written: 0 });
      // Whoever has nothing to do reads only what tells so, and leaves the cache as it is.
      const hasLooked = report.articlesRead > 0;
      expect(codesOf(report), `byte ${place}`).toEqual(hasLooked ? ['cache/dropped'] : []);
      if (hasLooked) continue;
      const looking = await site.build({ settings: small, now: LATER, verifyCache: true });
      expect(codesOf(looking), `byte ${place}`).toEqual(['cache/dropped']);
      expect(looking).toMatchObject({ outcome: 'written', articlesRead: 1, written: 0 });
    }
    expect(changedPaths(before, await readFolder(site.out))).toEqual([]);
    expect(await site.times()).toEqual(times);
    expect(await site.readLedger()).toBe(ledger);
  },
  TIMEOUT_MS,
);

test(
  'every single byte of a cache, in every one of its bits, is noticed when it is read',
  async () => {
    const whole = await readFile(site.cache);
    const isWhole = () => {
      const cache = openCache(site.cache);
      if ('reason' in cache) return false;
      const all = cache.bytes();
      cache.close();
      return all !== undefined;
    };
    expect(isWhole()).toBe(true);
    for (let place = 0; place < whole.length; place += LONG ? 1 : 3) {
      for (const bit of LONG ? [0, 1, 2, 3, 4, 5, 6, 7] : [place % 8]) {
        const copy = Buffer.from(whole);
        copy[place] = (copy[place] ?? 0) ^ (1 << bit);
        await writeFile(site.cache, copy);
        expect(isWhole(), `byte ${place}, bit ${bit}`).toBe(false);
      }
    }
  },
  TIMEOUT_MS,
);

describe('a ledger that is cut off', () => {
  test('inside a line is damaged', async () => {
    const text = await site.readLedger();
    for (const length of [0, 5, 16, text.length - 3, text.indexOf('\n', 40) - 2]) {
      await writeFile(site.ledger, text.slice(0, length));
      expect((await site.build({ settings: small, cacheFile: undefined })).outcome).toBe('damaged-ledger');
    }
  });

  test('is no reason to forget what the build before wrote: nothing changes until it is mended', async () => {
    const text = await site.readLedger();
    const before = await readFolder(site.out);
    await writeFile(site.ledger, text.replace('One', 'Two').slice(0, -2));
    await site.article('b.md', { title: 'Two' });
    const report = await site.build({ settings: small });
    expect(report.findings).toMatchObject([{ code: 'ledger/damaged', path: 'feedmill.ledger' }]);
    expect(await readFolder(site.out)).toEqual(before);
    await writeFile(site.ledger, text);
    expect((await site.build({ settings: small })).outcome).toBe('written');
  });

  test('away is begun again, and says so', async () => {
    await rm(site.ledger);
    expect(codesOf(await site.build({ settings: small }))).toEqual(['ledger/lost']);
  });
});
