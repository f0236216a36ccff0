// Promise 4: a small change stays small. The second build reads, makes and writes only what changed.
import { appendFile, readFile, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { articleText, at, changedPaths, codesOf, each, newSite, type Site, settings } from '../support/site.ts';

let site: Site;

beforeEach(async () => {
  site = await newSite();
});
afterEach(() => site.remove());

const LATER = at('2026-06-03T12:00:00Z');
const TOPICS = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon'];

function fieldsOf(n: number): Readonly<Record<string, unknown>> {
  return {
    title: `Article ${n}`,
    publishedDateTime: new Date(Date.UTC(2026, 3, 1) - n * 3_600_000).toISOString(),
    topics: [0, 1, 2].map((step) => TOPICS[(n + step) % 5]),
    provider: { name: `Provider ${n % 3}`, domain: `p${n % 3}.example` },
    // Each tells of a page of its own, so that providers' feeds hold related items too.
    related: [
      {
        title: `Related ${n}`,
        originalUrl: `https://p${(n + 1) % 3}.example/related/${n}`,
        publishedDateTime: '2026-01-01T00:00:00Z',
        provider: { name: `Provider ${(n + 1) % 3}`, domain: `p${(n + 1) % 3}.example` },
      },
    ],
  };
}

async function publish(): Promise<void> {
  for (let n = 0; n < 12; n++) await site.article(`a${n}.md`, fieldsOf(n), `Text ${n}.`);
  await site.build();
}

async function editInSecret(file: string, from: string, to: string): Promise<void> {
  const { mtimeMs } = await stat(file);
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll(from, to));
  await utimes(file, mtimeMs / 1000, mtimeMs / 1000);
}

const isDocument = (path: string) => /(?:rss\.xml|atom\.xml|feed\.json)$/.test(path);

test('one word in an article with three topics rewrites its site, topic and provider documents and no other', async () => {
  await publish();
  const before = await site.output();
  const times = await site.times();
  await site.article('a4.md', { ...fieldsOf(4), excerpt: 'Another word.' }, 'Text 4.');
  const report = await site.build({ now: LATER });
  const after = await site.output();
  const folders = ['', 'providers/p1.example/', 'topics/alpha/', 'topics/beta/', 'topics/epsilon/'];
  // The provider of its related item tells of it in a feed that this article's file holds a part of; its bytes stay.
  const documents = folders.flatMap((folder) => ['atom.xml', 'feed.json', 'rss.xml'].map((file) => folder + file));
  const changed = changedPaths(before, after);
  expect(changed.filter(isDocument)).toEqual(documents.sort());
  const lists = ['feeds.opml', 'index.html', 'manifest.json', ...folders.map((folder) => `${folder}index.html`)];
  expect(changed.filter((path) => !isDocument(path) && !lists.includes(path))).toEqual([]);
  expect(report.articlesRead).toBe(1);
  expect(report.written).toBe(changed.length);
  expect(report.feedsComposed).toBeLessThanOrEqual(folders.length + 1);
  const timesAfter = await site.times();
  expect(
    [...times]
      .filter(([path, time]) => timesAfter.get(path) !== time)
      .map(([path]) => path)
      .sort(),
  ).toEqual(changed);
});

test('an article beyond the limit of the site feed leaves the site feed alone', async () => {
  const three = settings('  limit: 3');
  for (let n = 0; n < 12; n++) await site.article(`a${n}.md`, fieldsOf(n));
  await site.build({ settings: three });
  const before = await site.output();
  await site.article('a11.md', { ...fieldsOf(11), title: 'Changed' });
  const report = await site.build({ settings: three, now: LATER });
  expect(changedPaths(before, await site.output()).filter(isDocument)).toEqual([]);
  expect(report).toMatchObject({ articlesRead: 1, feedsComposed: 0 });
});

test('a build with nothing to do reads no article, makes no feed and touches no file', async () => {
  await publish();
  const first = await stat(site.cache);
  const times = await site.times();
  const report = await site.build({ now: LATER });
  expect(report).toMatchObject({ outcome: 'written', articlesRead: 0, feedsComposed: 0, written: 0, removed: 0 });
  expect(await site.times()).toEqual(times);
  expect((await stat(site.cache)).mtimeMs).toBe(first.mtimeMs);
});

test('a document that changes has another second than before, though the clock stands or goes back', async () => {
  await publish();
  const feed = join(site.out, 'rss.xml');
  const secondOf = async () => Math.floor((await stat(feed)).mtimeMs / 1000);
  const future = Math.floor(Date.now() / 1000) + 3600;
  await utimes(feed, future, future);
  await site.article('a3.md', { ...fieldsOf(3), title: 'Changed' });
  await site.build();
  expect(await secondOf()).toBe(future + 1);
  await site.article('a3.md', { ...fieldsOf(3), title: 'Changed again' });
  await site.build();
  expect(await secondOf()).toBe(future + 2);
});

test('a file that was only touched is read, and nothing is made of it', async () => {
  await publish();
  await utimes(join(site.content, 'a3.md'), 1_600_000_000, 1_600_000_000);
  expect(await site.build()).toMatchObject({ articlesRead: 1, feedsComposed: 0, written: 0 });
});

describe('a file of the output is mended that was', () => {
  const FILES = [
    'rss.xml',
    'topics/alpha/feed.json',
    'providers/p1.example/index.html',
    'index.html',
    'feeds.opml',
    'manifest.json',
  ];
  const harms: readonly (readonly [string, (path: string) => Promise<void>])[] = [
    ['edited', (path) => appendFile(path, ' ')],
    ['truncated', (path) => truncate(path, 20)],
    ['deleted', (path) => rm(path)],
    ['emptied', (path) => truncate(path, 0)],
    ['replaced', (path) => writeFile(path, 'something else')],
  ];
  test.each(harms.flatMap(([harm, by]) => FILES.map((path) => [harm, path, by] as const)))(
    '%s: %s',
    async (_, path, harm) => {
      await publish();
      const before = await site.output();
      await harm(join(site.out, path));
      // What says that it is ours is gone from an emptied file; the manifest knows it.
      const report = await site.build();
      expect(changedPaths(before, await site.output())).toEqual([]);
      expect(report).toMatchObject({ outcome: 'written', articlesRead: 0 });
      expect(report.written).toBeGreaterThan(0);
    },
  );
});

test('with the manifest lost, files of feeds that are no more are known for ours by the ledger', async () => {
  await publish();
  await rm(join(site.out, 'manifest.json'));
  await site.build({ settings: settings('  topics: { exclude: [Alpha] }'), cacheFile: undefined });
  expect([...(await site.output()).keys()].filter((path) => path.startsWith('topics/alpha/'))).toEqual([]);
});

test('with the manifest lost, a file that was emptied is mended all the same', async () => {
  await publish();
  const before = await site.output();
  // As a machine leaves it that lost its power.
  for (const path of ['rss.xml', 'topics/alpha/index.html']) await truncate(join(site.out, path), 0);
  await rm(join(site.out, 'manifest.json'));
  expect((await site.build()).outcome).toBe('written');
  expect(changedPaths(before, await site.output())).toEqual([]);
});

test('with the manifest gone or wrong it is written anew, whole', async () => {
  await publish();
  const before = await site.output();
  for (const text of ['', '{}', before.get('manifest.json')?.replaceAll('"bytes": 1', '"bytes": 2') ?? '']) {
    await writeFile(join(site.out, 'manifest.json'), text);
    await site.build();
    expect(changedPaths(before, await site.output())).toEqual([]);
  }
});

test('a file that was edited under its old size and time is found by --verify-cache, in the output too', async () => {
  await publish();
  const before = await site.output();
  // Whole seconds, for a test cannot set a time to the nanosecond.
  await utimes(join(site.out, 'rss.xml'), 1_600_000_000, 1_600_000_000);
  await site.build();
  await editInSecret(join(site.out, 'rss.xml'), 'Article 3', 'Article X');
  expect((await site.build()).written).toBe(0);
  expect((await site.build({ verifyCache: true })).written).toBe(1);
  expect(changedPaths(before, await site.output())).toEqual([]);
  await editInSecret(join(site.content, 'a3.md'), 'Article 3', 'Article X');
  expect((await site.build()).written).toBe(0);
  expect((await site.build({ verifyCache: true })).articlesRead).toBe(12);
  expect(each(await site.output(), 'title')).toContain('Article X');
});

test('a secret edit that comes to light while feeds are made is taken in, with everything else read again', async () => {
  await publish();
  await editInSecret(join(site.content, 'a3.md'), 'Article 3', 'Article X');
  await site.article('a4.md', { ...fieldsOf(4), title: 'Article Y' });
  expect((await site.build()).articlesRead).toBe(12);
  expect(each(await site.output(), 'title')).toEqual(expect.arrayContaining(['Article X', 'Article Y']));
});

test('a file that changed in the same tick as it was read is read again', async () => {
  await publish();
  const file = join(site.content, 'a3.md');
  // A tick that no machine is too slow for: the file has the same size and the same time, as if the clock stood.
  const tick = Math.floor(Date.now() / 1000) + 3600;
  const write = async (text: string) => {
    await writeFile(file, articleText(fieldsOf(3), text));
    await utimes(file, tick, tick);
  };
  await write('Text 3!');
  await site.build();
  await write('Text 3?');
  await site.build();
  expect((await site.output()).get('feed.json')).toContain('Text 3?');
});

describe('a cache is dropped with an info, and nothing else differs, when', () => {
  test.each([
    ['the configuration changed', () => Promise.resolve(), { settings: settings('  limit: 7') }],
    ['it is empty', () => writeFile(site.cache, ''), {}],
    ['it is another file', () => writeFile(site.cache, 'feedmill-cache 2 00000000 {}\n'), {}],
    ['it is cut off', () => truncate(site.cache, 5_000), {}],
  ] as const)('%s', async (_, harm, options) => {
    await publish();
    await harm();
    const copy = await site.copy();
    const report = await site.build(options);
    const full = await copy.build({ ...options, cacheFile: undefined });
    expect(codesOf(report)).toEqual(['cache/dropped']);
    expect(codesOf(full)).toEqual([]);
    expect(report.articlesRead).toBe(12);
    expect(await site.output()).toEqual(await copy.output());
    // And the next build trusts the new one.
    expect(await site.build(options)).toMatchObject({ articlesRead: 0, findings: [] });
    await copy.remove();
  });
});

test('a missing cache is no finding', async () => {
  await publish();
  await rm(site.cache);
  expect((await site.build()).findings).toEqual([]);
});

test('a cache that cannot be written fails nothing, and the report says so', async () => {
  await publish();
  await rm(join(site.folder, '.feedmill'), { recursive: true });
  await writeFile(join(site.folder, '.feedmill'), 'in the way');
  await site.article('a3.md', { ...fieldsOf(3), title: 'Changed' });
  const report = await site.build();
  expect(report.outcome).toBe('written');
  expect(codesOf(report)).toContain('cache/not-written');
  expect(each(await site.output(), 'title')).toContain('Changed');
});

test('findings of unchanged files are said again, word for word, by a build with nothing to do and by a small one', async () => {
  await publish();
  await site.article('odd.md', { title: 'Odd <b>title</b>', published: 'maybe', images: ['not an address'] });
  await site.write('broken.md', '---\ntitle: "no end\n---\n');
  const full = await site.build({ cacheFile: undefined });
  expect(full.findings.length).toBeGreaterThan(2);
  await site.build();
  expect((await site.build()).findings).toEqual(full.findings);
  await site.article('a3.md', { ...fieldsOf(3), title: 'Changed' });
  expect((await site.build()).findings).toEqual(full.findings);
});

test('errors among the findings of unchanged files stop a strict build with nothing to do', async () => {
  await publish();
  await site.write('broken.md', '---\ntitle: "no end\n---\n');
  await site.build();
  expect((await site.build({ strict: true })).outcome).toBe('stopped-by-errors');
});

test('an embargo that passes is something to do', async () => {
  await publish();
  await site.article('soon.md', { title: 'Soon', publishedDateTime: '2026-06-02T00:00:00Z' });
  const before = await site.build();
  expect(codesOf(before)).toEqual(['article/embargoed']);
  expect((await site.build({ now: at('2026-06-01T23:59:59Z') })).articlesRead).toBe(0);
  expect(each(await site.output(), 'title')).not.toContain('Soon');
  await site.build({ now: at('2026-06-02T00:00:00Z') });
  expect(each(await site.output(), 'title')).toContain('Soon');
});

test('when all articles vanish after a build that was not believed, nothing is taken for done', async () => {
  await publish();
  // Too recent to be believed next time.
  await writeFile(join(site.content, 'a0.md'), articleText(fieldsOf(0)));
  await site.build();
  for (let n = 0; n < 12; n++) await rm(join(site.content, `a${n}.md`));
  expect((await site.build()).outcome).toBe('nothing-publishable');
});

test('a deleted ledger is begun again by a build with nothing to do', async () => {
  await publish();
  const ledger = await site.readLedger();
  await rm(site.ledger);
  expect(codesOf(await site.build())).toEqual(['ledger/lost']);
  expect(await site.readLedger()).toBe(ledger);
});

test('what a build did not record is recorded by the next, though nothing changed', async () => {
  await publish();
  await site.article('new.md', { title: 'New' });
  await site.build({ mode: 'no-record' });
  expect(await site.readLedger()).not.toContain('/new\t');
  await site.build();
  expect(await site.readLedger()).toContain('/new\t');
});

test('a renamed article whose address is made of its path has its new address everywhere', async () => {
  await publish();
  await site.article('dated.md', { title: 'Dated', updatedDateTime: '2026-04-01T00:00:00Z', topics: ['Alpha'] });
  await site.build();
  await rename(join(site.content, 'dated.md'), join(site.content, 'moved.md'));
  await site.build();
  expect(each(await site.output(), 'url', 'topics/alpha/feed.json')).toContain('https://site.example/moved/');
});
