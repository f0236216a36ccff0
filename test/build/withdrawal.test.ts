// What is withdrawn leaves all feeds in one build, as an entry and as anybody's related item; its id stays its own.
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at, changedPaths, codesOf, each, newSite, type Site, settings } from '../support/site.ts';

let site: Site;

beforeEach(async () => {
  site = await newSite();
  await site.article('page.md', page);
  await site.article('a.md', { title: 'Teller', publishedDateTime: '2026-03-02T00:00:00Z', related: [link] });
  await site.build();
});
afterEach(() => site.remove());

const LATER = at('2026-06-03T12:00:00Z');
const page = {
  title: 'Zanzibar',
  webUrl: 'https://site.example/page',
  topics: ['Rare'],
  provider: { name: 'Two', domain: 'two.example' },
};
const link = {
  title: 'Zanzibar, as told',
  originalUrl: 'http://site.example/page?utm_source=x#top',
  publishedDateTime: '2026-02-01T00:00:00Z',
  provider: { name: 'Two', domain: 'two.example' },
};

async function traces(): Promise<readonly string[]> {
  const output = await site.output();
  return [...output].filter(([, text]) => /Zanzibar|site\.example\/page/.test(text)).map(([path]) => path);
}

describe('an article leaves everything in one build when', () => {
  test.each([
    ['published is false', () => site.article('page.md', { ...page, published: false })],
    ['removed is true', () => site.article('page.md', { ...page, removed: true })],
    ['it becomes a draft', () => site.article('page.md', { ...page, draft: true })],
    ['its file is deleted', () => rm(join(site.content, 'page.md'))],
    [
      'its file moves to the drafts',
      async () => {
        await rm(join(site.content, 'page.md'));
        await site.article('_drafts/page.md', page);
      },
    ],
    ['nothing but the switch is left of it', () => site.write('page.md', '---\nremoved: true\n---\n')],
  ] as const)('%s', async (_, withdraw) => {
    expect((await traces()).length).toBeGreaterThan(5);
    await withdraw();
    const report = await site.build({ now: LATER });
    expect(await traces()).toEqual([]);
    expect(report.outcome).toBe('written');
    expect(await site.readLedger()).toMatch(/^article\t[^\n]*\/page\t[^\n]*\twithdrawn\t/m);
  });
});

describe('many articles that are gone at once', () => {
  const many = (from: number, until: number) =>
    Promise.all(
      Array.from({ length: until - from }, (_, index) =>
        site.article(`part/a${from + index}.md`, { title: `Article ${from + index}` }),
      ),
    );
  const toldOnce = async () => {
    const codes = codesOf(await site.build());
    expect(codesOf(await site.build())).toEqual([]);
    return codes;
  };

  test('are told once: their folder may only be away', async () => {
    await many(0, 20);
    await site.build();
    await rm(join(site.content, 'part'), { recursive: true });
    const report = await site.build();
    expect(report.findings).toMatchObject([
      { code: 'ledger/many-gone', severity: 'warning', message: expect.stringContaining('20 of 22 articles') },
    ]);
    expect(report.outcome).toBe('written');
    expect(codesOf(await site.build())).toEqual([]);
    await many(0, 20);
    expect(codesOf(await site.build())).toEqual([]);
  });

  test('are not called taken out where the build stops, for then every feed has them still', async () => {
    await many(0, 20);
    await site.build();
    const before = await site.output();
    await rm(site.content, { recursive: true });
    await mkdir(site.content);
    const report = await site.build();
    expect(await site.output()).toEqual(before);
    expect(codesOf(report)).toEqual(['collections/nothing-publishable', 'ledger/many-gone']);
    expect(report.findings.map(({ message }) => message)).toContain(
      'The files of 22 of 22 articles are gone since the last build; without its file an article leaves every feed.',
    );
  });

  test('are not told of where they say themselves that they are withdrawn', async () => {
    await many(0, 20);
    await site.build();
    for (let n = 0; n < 20; n++) await site.article(`part/a${n}.md`, { title: `Article ${n}`, removed: true });
    expect(await toldOnce()).toEqual([]);
  });

  test('are not told of where they moved, or are few of all', async () => {
    await many(0, 20);
    await site.build();
    await rename(join(site.content, 'part'), join(site.content, 'other'));
    expect(await toldOnce()).toEqual([]);
    for (let n = 0; n < 5; n++) await rm(join(site.content, `other/a${n}.md`));
    expect(await toldOnce()).toEqual([]);
  });
});

test('a feed that empties stays, empty and valid, dated when it emptied, and does not change after that', async () => {
  await site.article('page.md', { ...page, published: false });
  const report = await site.build({ now: LATER });
  const emptied = await site.output();
  expect(report.withheldFeeds).toEqual([]);
  for (const folder of ['topics/rare/', 'providers/two.example/']) {
    expect(each(emptied, 'id', `${folder}feed.json`)).toEqual([]);
    expect(emptied.get(`${folder}atom.xml`)).toContain('<updated>2026-06-03T12:00:00Z</updated>');
    expect(emptied.get('feeds.opml')).toContain(folder);
  }
  for (const [now, cacheFile] of [
    [at('2026-07-01T00:00:00Z'), site.cache],
    [at('2026-08-01T00:00:00Z'), undefined],
  ] as const) {
    await site.build({ now, cacheFile });
    expect(changedPaths(emptied, await site.output())).toEqual([]);
  }
});

test('that a feed empties is told by the build that empties it, and by --diff before', async () => {
  await site.article('page.md', { ...page, topics: ['Rarity'] });
  const told = [
    {
      code: 'ledger/emptied-feed',
      severity: 'info',
      message: 'The feed topics/rare/ (Rare) has no entry any more; it stays where it is, empty.',
    },
  ];
  const { findings } = await site.build({ now: LATER, mode: 'diff' });
  expect(findings).toMatchObject(told);
  expect((await site.build({ now: LATER })).findings).toMatchObject(told);
  expect(codesOf(await site.build({ now: LATER }))).toEqual([]);
  expect(codesOf(await site.build({ now: LATER, cacheFile: undefined }))).toEqual([]);
});

test('that the configuration takes feeds or a format away is told once, and by --diff before', async () => {
  const custom = '  custom: [{ slug: two, title: By two, where: { providers: [two.example] } }]\n';
  await site.build({ settings: settings(custom) });
  const taken = { settings: settings('  topics: { exclude: [Rare] }\n  formats: [rss, atom]\n') };
  const told = [
    ['ledger/removed-feed', 'The feed topics/rare/ (Rare) is made no more; its files are removed.'],
    ['ledger/removed-feed', 'The feed feeds/two/ (By two) is made no more; its files are removed.'],
    ['ledger/removed-format', 'No feed has a file feed.json any more: feeds.formats leaves it out.'],
  ];
  const said = async (how: Parameters<Site['build']>[0]) =>
    (await site.build({ ...taken, ...how })).findings
      .filter(({ code }) => !code.startsWith('cache/'))
      .map(({ code, message }) => [code, message]);
  expect(await said({ mode: 'diff' })).toEqual(told);
  expect(await said({})).toEqual(told);
  expect(await said({})).toEqual([]);
  expect(await said({ cacheFile: undefined })).toEqual([]);
});

test('an emptied feed fills again, and empties later at another instant', async () => {
  await site.article('page.md', { ...page, published: false });
  await site.build({ now: LATER });
  await site.article('page.md', page);
  await site.build({ now: at('2026-06-04T00:00:00Z') });
  expect(each(await site.output(), 'title', 'topics/rare/feed.json')).toEqual(['Zanzibar']);
  await site.article('page.md', { ...page, published: false });
  await site.build({ now: at('2026-06-05T00:00:00Z') });
  expect((await site.output()).get('topics/rare/atom.xml')).toContain('<updated>2026-06-05T00:00:00Z</updated>');
});

test('what comes back has its old id and is not new to anybody', async () => {
  const before = each(await site.output(), 'id');
  await rm(join(site.content, 'page.md'));
  await site.build({ now: LATER });
  await site.article('elsewhere/renamed.md', page);
  const diff = await site.build({ now: LATER, mode: 'diff' });
  expect(diff.changes?.fresh).toEqual([]);
  await site.build({ now: LATER });
  expect(each(await site.output(), 'id')).toEqual(before);
});

test('another published file with the same address keeps the page in the lists', async () => {
  await site.article('again.md', { ...page, title: 'Zanzibar, again' });
  await site.build();
  await site.article('page.md', { ...page, published: false });
  await site.build();
  const output = await site.output();
  expect(each(output, 'title')).toEqual(['Teller', 'Zanzibar, again']);
  expect(output.get('feed.json')).toContain('Zanzibar, as told');
});

test('a comparison names what would be gone', async () => {
  await rm(join(site.content, 'page.md'));
  const { changes } = await site.build({ mode: 'diff' });
  expect(changes?.gone).toEqual(['tag:site.example,2026:feeds/page']);
});

test('an article whose date is set back is withdrawn until then: told, and gone with every address that it had', async () => {
  const before = each(await site.output(), 'id');
  const setBack = { ...page, publishedDateTime: '2026-06-10T00:00:00Z', webUrl: 'https://site.example/other' };
  await site.article('page.md', setBack);
  const gone = async () => (await site.build({ now: LATER, mode: 'diff' })).changes?.gone;
  expect(await gone()).toEqual(['tag:site.example,2026:feeds/page']);
  await site.build({ now: LATER });
  expect(await traces()).toEqual([]);
  expect(await gone()).toEqual([]);
  await site.build({ now: LATER, cacheFile: undefined });
  expect(await traces()).toEqual([]);
  await site.build({ now: at('2026-06-10T00:00:00Z') });
  expect(new Set(each(await site.output(), 'id'))).toEqual(new Set(before));
});

test('with everything withdrawn nothing is written, and the report says why', async () => {
  const before = await site.output();
  await rm(site.content, { recursive: true });
  await site.article('page.md', { ...page, published: false });
  const report = await site.build();
  expect(report.outcome).toBe('nothing-publishable');
  expect(codesOf(report)).toContain('collections/nothing-publishable');
  expect(changedPaths(before, await site.output())).toEqual([]);
});
