// No build floods subscribers with old entries under new ids unless a person says so.
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changedPaths, codesOf, each, newSite, type Site, settings } from '../support/site.ts';

let site: Site;

beforeEach(async () => {
  site = await newSite();
});
afterEach(() => site.remove());

const strict = settings('  rebroadcast: { maxEntries: 5, maxShare: 0.1 }');

async function publish(count = 30): Promise<void> {
  for (let n = 0; n < count; n++)
    await site.article(`a${n}.md`, {
      title: `T${n}`,
      publishedDateTime: `2026-03-${String((n % 28) + 1).padStart(2, '0')}T00:00:00Z`,
    });
}

async function renameAll(count = 30): Promise<void> {
  for (let n = 0; n < count; n++) await rename(join(site.content, `a${n}.md`), join(site.content, `b${n}.md`));
}

test('a first build never stops, however many articles it has', async () => {
  await publish();
  expect((await site.build({ settings: strict })).outcome).toBe('written');
});

test('a lost ledger with a mass rename stops, and nothing is written', async () => {
  await publish();
  await site.build({ settings: strict });
  await rm(site.ledger);
  await renameAll();
  const before = await site.output();
  const times = await site.times();
  const report = await site.build({ settings: strict });
  expect(report.outcome).toBe('rebroadcast');
  expect(report.findings.find(({ code }) => code === 'ledger/rebroadcast')?.message).toBe(
    'This build would show subscribers 30 old entries as new (5 are allowed); nothing was written.',
  );
  expect(changedPaths(before, await site.output())).toEqual([]);
  expect(await site.times()).toEqual(times);
  expect(await site.readLedger()).toBe('');
  // And stops again, cache or not, until a person decides.
  expect((await site.build({ settings: strict })).outcome).toBe('rebroadcast');
  expect((await site.build({ settings: strict, mode: 'diff' })).outcome).toBe('rebroadcast');
  expect((await site.build({ settings: strict, rebroadcast: true })).outcome).toBe('written');
  expect((await site.build({ settings: strict })).outcome).toBe('written');
});

test.each(['rss', 'atom'])('feeds in %s alone say what subscribers know, too', async (format) => {
  const alone = { settings: settings(`  rebroadcast: { maxEntries: 5, maxShare: 0.1 }\n  formats: [${format}]`) };
  await publish();
  await site.build(alone);
  await rm(site.ledger);
  await renameAll();
  expect((await site.build(alone)).outcome).toBe('rebroadcast');
});

test('a lost ledger alone is no flood, for ids are made of paths', async () => {
  await publish();
  await site.build({ settings: strict });
  const before = each(await site.output(), 'id');
  await rm(site.ledger);
  const report = await site.build({ settings: strict });
  expect(report.outcome).toBe('written');
  expect(codesOf(report)).toEqual(['ledger/lost']);
  expect(each(await site.output(), 'id')).toEqual(before);
});

test('many old articles that come in at once stop the build', async () => {
  await publish(3);
  await site.build({ settings: strict });
  for (let n = 0; n < 6; n++)
    await site.article(`old${n}.md`, { title: `Old ${n}`, publishedDateTime: `2019-01-0${n + 1}T00:00:00Z` });
  expect((await site.build({ settings: strict })).outcome).toBe('rebroadcast');
});

test('one old article that is added later is fine, and so are many new ones', async () => {
  await publish();
  await site.build({ settings: strict });
  await site.article('old.md', { title: 'Old', publishedDateTime: '2019-01-01T00:00:00Z' });
  expect((await site.build({ settings: strict })).outcome).toBe('written');
  for (let n = 0; n < 20; n++)
    await site.article(`new${n}.md`, { title: `New ${n}`, publishedDateTime: `2026-05-${n + 10}T00:00:00Z` });
  expect((await site.build({ settings: strict })).outcome).toBe('written');
});

test('a mass rename with its ledger is no flood', async () => {
  await publish();
  await site.build({ settings: strict });
  await renameAll();
  expect((await site.build({ settings: strict })).outcome).toBe('written');
});
