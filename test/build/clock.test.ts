// The change clock: `updated` moves when what a reader sees changes, and for nothing else.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { articleText, at, changedPaths, each, NOW, newSite, type Site } from '../support/site.ts';

let site: Site;

beforeEach(async () => {
  site = await newSite();
});
afterEach(() => site.remove());

const LATER = at('2026-06-03T12:00:00Z');
const PUBLISHED = '2026-03-01T08:00:00Z';
const related = {
  title: 'Related',
  originalUrl: 'https://www.three.example/1',
  publishedDateTime: '2026-02-01T00:00:00Z',
  provider: { name: 'Three', domain: 'www.three.example' },
};
const fields = {
  title: 'One',
  excerpt: 'The words.',
  publishedDateTime: PUBLISHED,
  webUrl: 'https://site.example/one',
  topics: ['AI'],
  images: [{ url: 'https://site.example/one.jpg', width: 640, height: 480 }],
  related: [related],
  quality: 3,
  heat: 5,
};
const BODY = 'Some text of *one*.\n';

const updated = async () => each(await site.output(), 'date_modified')[0];

test('at the end of all dates it stays there', async () => {
  const end = '9999-12-31T23:59:59Z';
  await site.article('a.md', fields, BODY);
  await site.build();
  for (const [title, now] of [
    ['Two', at(end)],
    ['Three', at(end)],
    ['Four', LATER],
  ] as const) {
    await site.article('a.md', { ...fields, title }, BODY);
    expect((await site.build({ now })).outcome).toBe('written');
    expect(each(await site.output(), 'title')[0]).toBe(title);
    expect(await updated()).toBe(end);
  }
});

describe('moves to the instant of the build for', () => {
  test.each([
    ['the title', { ...fields, title: 'Another' }, BODY],
    ['the summary', { ...fields, excerpt: 'Other words.' }, BODY],
    ['the text', fields, 'Other text.\n'],
    ['the address', { ...fields, webUrl: 'https://site.example/two' }, BODY],
    ['a picture', { ...fields, images: [{ url: 'https://site.example/two.jpg', width: 640, height: 480 }] }, BODY],
    ["a picture's size", { ...fields, images: [{ ...fields.images[0], width: 800 }] }, BODY],
    [
      'a related item more',
      { ...fields, related: [related, { ...related, originalUrl: 'https://www.three.example/2' }] },
      BODY,
    ],
    ["a related item's title", { ...fields, related: [{ ...related, title: 'Renamed' }] }, BODY],
  ])('%s', async (_, changed, body) => {
    await site.article('a.md', fields, BODY);
    await site.build();
    expect(await updated()).toBe(PUBLISHED);
    await site.article('a.md', changed, body);
    await site.build({ now: LATER });
    expect(await updated()).toBe('2026-06-03T12:00:00Z');
    // And then stays there.
    await site.build({ now: at('2026-07-01T00:00:00Z'), cacheFile: undefined });
    expect(await updated()).toBe('2026-06-03T12:00:00Z');
  });
});

describe('no byte of the output changes for', () => {
  test.each([
    ['the order of keys', (text: string) => text, Object.fromEntries(Object.entries(fields).reverse())],
    ['white space around the text', (text: string) => text.replace(BODY, `\n${BODY}\n\n`), fields],
    ['white space in the front matter', (text: string) => text.replace('\n', '\n\n').replaceAll(': ', ':   '), fields],
    ['quality', (text: string) => text, { ...fields, quality: 9 }],
    ['heat', (text: string) => text, { ...fields, heat: 9 }],
    ['a key that is not read', (text: string) => text, { ...fields, internalNote: 'x' }],
  ])('%s', async (_, written, changed) => {
    await site.article('a.md', fields, BODY);
    await site.build();
    const before = await site.output();
    await site.write('a.md', written(articleText(changed, BODY)));
    const report = await site.build({ now: LATER });
    expect(report).toMatchObject({ articlesRead: 1, written: 0 });
    expect(changedPaths(before, await site.output())).toEqual([]);
  });
});

test('white space inside the text does not move the clock', async () => {
  await site.article('a.md', fields, BODY);
  await site.build();
  await site.article('a.md', fields, BODY.replaceAll(' ', '  '));
  await site.build({ now: LATER });
  expect(await updated()).toBe(PUBLISHED);
});

test('a bumped heat on every article changes no byte of the output and of the ledger', async () => {
  const write = async (heat: number) => {
    for (let n = 0; n < 30; n++)
      await site.article(`a${n}.md`, { ...fields, title: `T${n}`, webUrl: undefined, heat: heat + n });
  };
  await write(1);
  await site.build();
  const before = await site.output();
  const times = await site.times();
  const ledger = await readFile(site.ledger);
  await write(1000);
  expect((await site.build({ now: LATER })).articlesRead).toBe(30);
  expect(changedPaths(before, await site.output())).toEqual([]);
  expect(await site.times()).toEqual(times);
  expect(await readFile(site.ledger)).toEqual(ledger);
});

test('a date in the input wins over the clock', async () => {
  await site.article('a.md', { ...fields, updatedDateTime: '2026-04-01T00:00:00Z' });
  await site.build();
  await site.article('a.md', { ...fields, title: 'Another', updatedDateTime: '2026-05-01T00:00:00Z' });
  await site.build({ now: LATER });
  expect(await updated()).toBe('2026-05-01T00:00:00Z');
});

test('a date in the future is ignored until it is past, and a build then is not nothing to do', async () => {
  await site.article('a.md', { ...fields, updatedDateTime: '2026-06-02T00:00:00Z' });
  await site.build();
  expect(await updated()).toBe(PUBLISHED);
  await site.build({ now: LATER });
  expect(await updated()).toBe('2026-06-02T00:00:00Z');
});

test('the clock never goes back, and a change never leaves it where it was, whatever the machine says', async () => {
  await site.article('a.md', fields);
  await site.build();
  await site.article('a.md', { ...fields, title: 'Another' });
  await site.build({ now: LATER });
  await site.article('a.md', { ...fields, title: 'A third' });
  const earlier = at('2026-05-01T00:00:00Z');
  await site.build({ now: earlier });
  expect(await updated()).toBe('2026-06-03T12:00:01Z');
  await site.build({ now: earlier });
  expect(await updated()).toBe('2026-06-03T12:00:01Z');
});

test('what subscribers have seen is not taken back when the clock jumps before its publication', async () => {
  await site.article('a.md', fields);
  await site.article('b.md', { ...fields, title: 'Two', webUrl: undefined, publishedDateTime: '2026-05-31T00:00:00Z' });
  await site.build();
  const before = await site.output();
  const report = await site.build({ now: at('2026-05-30T00:00:00Z') });
  expect(changedPaths(before, await site.output())).toEqual([]);
  expect(report.outcome).toBe('written');
});

test('a date of the input that lies in the future after the clock went back is read again, as in a full build', async () => {
  await site.article('a.md', { ...fields, updatedDateTime: '2026-05-31T00:00:00Z' });
  await site.build();
  const back = await site.build({ now: at('2026-05-30T00:00:00Z') });
  expect(back.findings.map(({ code }) => code)).toContain('article/ignored-update');
});

test('without a ledger file the clock is the publication', async () => {
  await site.article('a.md', fields);
  await site.build({ ledgerFile: undefined });
  await site.article('a.md', { ...fields, title: 'Another' });
  await site.build({ ledgerFile: undefined, now: LATER });
  expect(await updated()).toBe(PUBLISHED);
});

test('builds that do not record, and comparisons, leave the ledger and the output as they are', async () => {
  await site.article('a.md', fields);
  await site.build();
  const ledger = await readFile(site.ledger);
  const output = await site.output();
  await site.article('a.md', { ...fields, title: 'Another' });
  const diff = await site.build({ mode: 'diff', now: LATER });
  expect(diff).toMatchObject({ outcome: 'compared', changes: { fresh: [], gone: [] } });
  expect(diff.changes?.updated).toHaveLength(1);
  expect(await site.output()).toEqual(output);
  expect(await readFile(site.ledger)).toEqual(ledger);

  await site.build({ mode: 'no-record', now: NOW });
  expect(each(await site.output(), 'title')).toEqual(['Another']);
  expect(await readFile(site.ledger)).toEqual(ledger);
  // The instant that counts is that of the build that is recorded.
  await site.build({ now: LATER });
  expect(await updated()).toBe('2026-06-03T12:00:00Z');
  expect(await readFile(join(site.folder, 'feedmill.ledger'), 'utf8')).toContain('2026-06-03T12:00:00Z');
});

test('a first comparison writes nothing at all', async () => {
  await site.article('a.md', fields);
  const report = await site.build({ mode: 'diff' });
  expect(report.changes?.fresh.length).toBeGreaterThan(0);
  expect((await site.output()).size).toBe(0);
  expect(await site.readLedger()).toBe('');
});
