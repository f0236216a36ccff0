// Promise 3: once subscribers have seen an id, nothing makes the article appear under another.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseLedger } from '../../src/ledger/format.ts';
import type { Settings } from '../../src/model/settings.ts';
import { parseConfig } from '../../src/parse/config/config.ts';
import { formatLedger } from '../support/ledgers.ts';
import { at, changedPaths, codesOf, each, newSite, type Site, settings } from '../support/site.ts';

let site: Site;

beforeEach(async () => {
  site = await newSite();
});
afterEach(() => site.remove());

const ids = async (path?: string) => [...each(await site.output(), 'id', path)].sort();

async function hundred(folder = ''): Promise<void> {
  for (let n = 0; n < 100; n++) {
    const day = new Date(Date.UTC(2026, 0, 1 + n)).toISOString().replace('.000', '');
    await site.article(`${folder}a${n}.md`, { title: `Article ${n}`, publishedDateTime: day, topics: ['AI'] });
  }
}

const all = settings('  limit: 0');

test('a hundred renamed files keep their ids, and no entry is new', async () => {
  await hundred();
  await site.build({ settings: all });
  const before = await ids();
  for (let n = 0; n < 100; n++) await rename(join(site.content, `a${n}.md`), join(site.content, `renamed-${n}.md`));
  const diff = await site.build({ settings: all, mode: 'diff' });
  expect(diff.changes?.fresh).toEqual([]);
  expect((await site.build({ settings: all })).outcome).toBe('written');
  expect(before).toHaveLength(100);
  expect(await ids()).toEqual(before);
});

test('a moved folder keeps the ids of its articles', async () => {
  await hundred('old/');
  await site.build({ settings: all });
  const before = await ids();
  await mkdir(join(site.content, 'new'));
  await rename(join(site.content, 'old'), join(site.content, 'new', 'place'));
  await site.build({ settings: all });
  expect(await ids()).toEqual(before);
});

test.each([
  ['its type', 'type: [video]'],
  ['its category', 'category: [News]'],
  ['its language', 'language: [de]'],
  ['its quality', 'minQuality: 5'],
  ['its heat', 'minHeat: 5'],
  ['its provider', 'providers: [p.example]'],
])('a moved article stays in a feed that chooses by %s', async (_, where) => {
  const custom = settings(`  custom: [{ slug: own, title: Own, where: { ${where} } }]`);
  const fields = {
    ...{ title: 'One', type: 'video', category: 'News', language: 'de', quality: 7, heat: 7 },
    provider: { name: 'P', domain: 'p.example' },
  };
  await site.article('one.md', fields);
  await site.build({ settings: custom });
  const before = await ids('feeds/own/feed.json');
  await rename(join(site.content, 'one.md'), join(site.content, 'moved.md'));
  await site.build({ settings: custom });
  expect(before).toEqual(['tag:site.example,2026:feeds/one']);
  expect(await ids('feeds/own/feed.json')).toEqual(before);
});

test('moved articles keep their order by heat', async () => {
  const custom = settings('  custom: [{ slug: own, title: Own, order: heat }]');
  for (const heat of [1, 3, 2]) await site.article(`a${heat}.md`, { title: `Heat ${heat}`, heat });
  await site.build({ settings: custom });
  const titles = async () => each(await site.output(), 'title', 'feeds/own/feed.json');
  expect(await titles()).toEqual(['Heat 3', 'Heat 2', 'Heat 1']);
  for (const heat of [1, 3, 2]) await rename(join(site.content, `a${heat}.md`), join(site.content, `b${heat}.md`));
  await site.build({ settings: custom });
  expect(await titles()).toEqual(['Heat 3', 'Heat 2', 'Heat 1']);
});

test.each([
  ['in its folder', 'cover.jpg', 'cover.jpg'],
  ['beside it, as an editor writes it anew', '../pictures/cover.jpg', './../../pictures/cover.jpg'],
])('an article whose picture lies %s keeps its id when it moves, without a given address', async (_, image, moved) => {
  await site.article('posts/one/index.md', { image });
  await site.build();
  const before = await ids();
  await rm(join(site.content, 'posts'), { recursive: true });
  await site.article('posts/deep/two/index.md', { image: moved });
  await site.build();
  expect(await ids()).toEqual(before);
});

test('an article keeps its id when its file gets another extension, its title another word, its address another path', async () => {
  await site.article('a.md', { title: 'One', webUrl: 'https://site.example/one' });
  await site.build();
  const before = await ids();
  await rename(join(site.content, 'a.md'), join(site.content, 'a.html'));
  await site.build();
  expect(await ids()).toEqual(before);
  await site.article('a.html', { title: 'Another', webUrl: 'https://site.example/two' });
  await site.build();
  expect(await ids()).toEqual(before);
});

test('a file that was renamed and edited is found again by its address', async () => {
  await site.article('a.md', { title: 'One', webUrl: 'http://site.example/one?utm_source=x' });
  await site.build();
  const before = await ids();
  await rm(join(site.content, 'a.md'));
  await site.article('b.md', { title: 'Another', excerpt: 'New words.', webUrl: 'https://site.example/one' });
  await site.build();
  expect(await ids()).toEqual(before);
});

test('a switch to https and to another domain changes no id, of articles and of feeds', async () => {
  const sited = (url: string, base: string) => {
    const text = `site: { id: "tag:site.example,2026:feeds", title: The Site, url: "${url}" }\nfeeds: { baseUrl: "${base}" }\n`;
    return configured(text);
  };
  await hundred();
  await site.build({ settings: sited('http://site.example/', 'http://feeds.site.example/') });
  const before = await ids();
  const feedId = async () => /<id>([^<]+)<\/id>/.exec((await site.output()).get('topics/ai/atom.xml') ?? '')?.[1];
  const feedBefore = await feedId();
  for (const [url, base] of [
    ['https://site.example/', 'https://feeds.site.example/'],
    ['https://other.example/', 'https://other.example/feeds/'],
  ] as const) {
    await site.build({ settings: sited(url, base) });
    expect(await ids()).toEqual(before);
    expect(await feedId()).toBe(feedBefore);
  }
});

test('without site.id the ledger keeps the one that was taken from the first domain', async () => {
  const sited = (url: string) =>
    configured(`site: { title: The Site, url: "${url}" }\nfeeds: { baseUrl: "${url}feeds/" }\n`);
  await site.article('a.md', { title: 'One' });
  await site.build({ settings: sited('https://one.example/') });
  const [before] = await ids();
  await site.article('b.md', { title: 'Two' });
  await site.build({ settings: sited('https://two.example/') });
  const after = await ids();
  expect(after).toContain(before);
  const prefix = String(before).slice(0, -'a'.length);
  expect(after.every((id) => String(id).startsWith(prefix))).toBe(true);
});

test('a ledger of another site.id is told, by every build, for it may be of another site', async () => {
  const sited = (id: string) =>
    configured(
      `site: { id: "${id}", title: S, url: "https://a.example/" }\nfeeds: { baseUrl: "https://a.example/f/" }\n`,
    );
  await site.article('a.md', { title: 'One' });
  expect(codesOf(await site.build({ settings: sited('tag:a.example,2026:a') }))).toEqual(['ledger/new']);
  expect(codesOf(await site.build({ settings: sited('tag:a.example,2026:a') }))).toEqual([]);
  const other = { settings: sited('tag:a.example,2026:b') };
  expect(codesOf(await site.build({ ...other, cacheFile: undefined }))).toEqual(['ledger/other-site']);
  await site.build(other);
  expect(codesOf(await site.build(other))).toEqual(['ledger/other-site']);
  await site.article('a.md', { title: 'Another word' });
  const { findings } = await site.build(other);
  expect(findings.map(({ message }) => message)).toEqual([
    'The ledger is of the site tag:a.example,2026:a, and site.id is tag:a.example,2026:b; what the ledger knows keeps its ids.',
  ]);
  expect(await ids()).toEqual(['tag:a.example,2026:a/a']);
});

describe('a ledger that is older than the output folder', () => {
  const later = { now: at('2026-06-02T00:00:00Z') };
  let older: string;

  beforeEach(async () => {
    await site.article('a.md', { title: 'One' });
    await site.build();
    older = await site.readLedger();
  });

  test.each([
    ['an article that changed', 'a.md', {}],
    ['a new article', 'b.md', { publishedDateTime: '2026-06-01T12:00:00Z' }],
  ])('is told once, by a comparison too, where it does not know %s', async (_, path, fields) => {
    await site.article(path, { title: 'Another', ...fields });
    await site.build(later);
    await writeFile(site.ledger, older);
    expect(codesOf(await site.build({ ...later, mode: 'no-record' }))).toEqual([]);
    expect(codesOf(await site.build({ ...later, mode: 'diff' }))).toEqual(['ledger/outdated']);
    expect((await site.build(later)).findings).toMatchObject([{ code: 'ledger/outdated', severity: 'warning' }]);
    expect(codesOf(await site.build(later))).toEqual([]);
    expect(codesOf(await site.build({ ...later, cacheFile: undefined }))).toEqual([]);
  });

  test('is told where it holds nothing at all', async () => {
    await writeFile(site.ledger, older.slice(0, older.indexOf('\n') + 1));
    expect(codesOf(await site.build())).toEqual(['ledger/outdated']);
  });

  test('is not one that knows more, nor one whose newest article went or was set back', async () => {
    await site.article('b.md', { title: 'Two', updatedDateTime: '2026-05-01T00:00:00Z', topics: ['Rare'] });
    await site.build();
    await site.article('b.md', { title: 'Two', updatedDateTime: '2026-04-01T00:00:00Z' });
    expect(codesOf(await site.build(later))).toEqual(['ledger/emptied-feed']);
    await site.article('b.md', { title: 'Two', updatedDateTime: '2026-04-01T00:00:00Z', topics: ['Rare'] });
    expect(codesOf(await site.build({ now: at('2026-06-03T00:00:00Z') }))).toEqual([]);
    await site.article('b.md', { title: 'Two', published: false });
    expect(codesOf(await site.build(later))).toEqual(['ledger/emptied-feed']);
    await writeFile(site.ledger, older);
    await rm(site.out, { recursive: true });
    expect(codesOf(await site.build(later))).toEqual([]);
  });
});

describe('an output folder that holds the feeds of another site', () => {
  const sited = (id: string) =>
    configured(
      `site: { id: "${id}", title: S, url: "https://a.example/" }\nfeeds: { baseUrl: "https://a.example/f/" }\n`,
    );
  const own = { settings: sited('tag:a.example,2026:a') };
  const other = { settings: sited('tag:a.example,2026:b'), cacheFile: undefined };
  const refused = { outcome: 'other-site', findings: [{ code: 'ledger/other-output', severity: 'error' }] };

  beforeEach(async () => {
    await site.article('a.md', { title: 'One', topics: ['Rare'] });
    await site.build(own);
  });

  test.each([
    ['with a ledger of its own', { ledgerFile: 'other.ledger' }],
    ['without a ledger', { ledgerFile: undefined }],
    ['that only compares', { ledgerFile: 'other.ledger', mode: 'diff' }],
  ] as const)('is left as it is by a build %s', async (_, { ledgerFile, ...how }) => {
    const before = await site.output();
    const ledger = ledgerFile && join(site.folder, ledgerFile);
    const report = await site.build({ ...other, ...how, ledgerFile: ledger });
    const { outcome, findings } = report;
    expect({ outcome, findings: findings.filter(({ code }) => code !== 'ledger/new') }).toMatchObject(refused);
    expect(changedPaths(before, await site.output())).toEqual([]);
    expect(ledger !== undefined && existsSync(ledger)).toBe(false);
    expect(codesOf(await site.build(own))).toEqual([]);
  });

  test('is not taken by a build that knows its own, whatever the cache says', async () => {
    const apart = join(site.folder, 'apart');
    await site.build({ ...other, ledgerFile: join(site.folder, 'other.ledger'), outFolder: apart });
    await rm(site.out, { recursive: true });
    await rename(apart, site.out);
    const before = await site.output();
    expect(await site.build(own)).toMatchObject(refused);
    await site.article('a.md', { title: 'One more', topics: ['Rare'] });
    expect(await site.build(own)).toMatchObject(refused);
    expect(changedPaths(before, await site.output())).toEqual([]);
  });

  test('is built into once it is emptied', async () => {
    await rm(site.out, { recursive: true });
    const report = await site.build({ ...other, ledgerFile: join(site.folder, 'other.ledger') });
    expect(report.outcome).toBe('written');
    expect(await ids()).toEqual(['tag:a.example,2026:b/a']);
  });
});

test('readings from the cache follow when another ledger with another site.id is put in place', async () => {
  const sited = (url: string) =>
    configured(`site: { title: The Site, url: "${url}" }\nfeeds: { baseUrl: "https://f.example/" }\n`);
  const other = await newSite();
  await other.article('z.md', { title: 'Else' });
  await other.build({ settings: sited('https://one.example/') });
  await site.article('a.md', { title: 'One' });
  await site.build({ settings: sited('https://two.example/') });
  await rename(other.ledger, site.ledger);
  await rm(site.out, { recursive: true });
  await site.build({ settings: sited('https://two.example/'), rebroadcast: true });
  const [id] = await ids();
  expect(id).toContain('one.example');
  await other.remove();
});

test('a related item that becomes an article passes its id on', async () => {
  const page = 'https://www.three.example/story';
  await site.article('a.md', {
    title: 'One',
    related: [
      {
        title: 'The story',
        originalUrl: `${page}?utm_medium=feed`,
        publishedDateTime: '2026-02-01T00:00:00Z',
        provider: { name: 'Three', domain: 'www.three.example' },
      },
    ],
  });
  await site.build();
  expect(await ids('providers/www.three.example/feed.json')).toEqual([page]);
  await site.article('story.md', {
    title: 'The story',
    originalUrl: page,
    provider: { name: 'Three', domain: 'www.three.example' },
  });
  await site.build();
  expect(await ids('providers/www.three.example/feed.json')).toEqual([page]);
  expect(await ids()).toContain(page);
});

const OLD_KEYS = ['https://www.three.example/x/../a%2Fb', 'https://www.three.example:443/a%2fb'];

/** The ledger as it would be had the page's key been made otherwise when it was written. */
async function withKeys(page: string, keys: readonly string[]): Promise<void> {
  const read = parseLedger(await site.readLedger());
  if (!('ledger' in read)) throw new TypeError('damaged');
  const { ledger } = read;
  const record = ledger.related.get(page);
  const related = new Map(keys.flatMap((id) => (record === undefined ? [] : [[id, { ...record, id }] as const])));
  const articles = new Map(
    [...ledger.articles].map(([id, one]) => [
      id,
      { ...one, pages: one.pages.map((own) => (own === page ? (keys[0] ?? '') : own)) },
    ]),
  );
  await writeFile(site.ledger, formatLedger({ ...ledger, related, articles }));
}

test('a related item stays under the key that an earlier version made of its page', async () => {
  const told = (url: string) => ({
    title: 'The story',
    originalUrl: url,
    publishedDateTime: '2026-02-01T00:00:00Z',
    provider: { name: 'Three', domain: 'www.three.example' },
  });
  const page = 'https://www.three.example/a%2Fb';
  const feed = 'providers/www.three.example/feed.json';
  await site.article('a.md', { title: 'One', related: [told(page)] });
  await site.build();
  expect(await ids(feed)).toEqual([page]);
  await withKeys(page, OLD_KEYS);
  const [known = ''] = OLD_KEYS;
  // And the feed as that version wrote it.
  const document = join(site.out, feed);
  const text = await readFile(document, 'utf8');
  await writeFile(document, text.replace(`"id": "${page}"`, `"id": "${known}"`));
  expect(await ids(feed)).toEqual([known]);
  await site.article('b.md', { title: 'Two', related: [told('http://www.three.example:80/a%2fb')] });
  const { changes } = await site.build({ mode: 'diff' });
  expect(changes).toMatchObject({ updated: [], gone: [] });
  expect(changes?.fresh).toEqual(['tag:site.example,2026:feeds/b']);
  await site.build();
  expect(await ids(feed)).toEqual([known]);
  // A cached build, an edit, and a build from nothing.
  await site.article('a.md', { title: 'One', excerpt: 'Other words.', related: [told(page)] });
  await site.build();
  const output = await site.output();
  expect(await ids(feed)).toEqual([known]);
  await site.build({ cacheFile: undefined });
  expect(await site.output()).toEqual(output);
  // What becomes an article inherits it.
  await site.article('story.md', { ...told(page), topics: ['AI'] });
  await site.build();
  expect(await ids(feed)).toEqual([known]);
  expect(await ids()).toContain(known);
  // And keeps it to itself when it lies elsewhere.
  await site.article('story.md', { ...told('https://www.three.example/else'), topics: ['AI'] });
  await site.build();
  expect(await ids(feed)).toEqual([known]);
});

test('an article that was withdrawn, or moved, is known by the key that an earlier version made of its page', async () => {
  const page = 'https://www.three.example/a%2Fb';
  await site.article('a.md', { title: 'One', originalUrl: page });
  await site.article('b.md', { title: 'Two', related: [{ title: 'One', originalUrl: page }] });
  await site.build();
  await withKeys(page, OLD_KEYS);
  await site.article('moved.md', { title: 'Other', excerpt: 'Other words.', originalUrl: page });
  await rm(join(site.content, 'a.md'));
  expect((await site.build({ mode: 'diff' })).changes?.fresh).toEqual([]);
  await rm(join(site.content, 'moved.md'));
  await site.build();
  expect(await ids()).toEqual(['tag:site.example,2026:feeds/b']);
  expect((await site.output()).get('atom.xml')).not.toContain(page);
});

const PAGE = 'https://one.example/x';
const ONE = { name: 'One', domain: 'one.example' };
const moved = { title: 'Article X', webUrl: 'https://one.example/new-address', provider: ONE };

/** A related item becomes an article, whose address then changes; says what the last build found. */
async function passedOn(): Promise<readonly string[]> {
  const related = [{ title: 'Page X', originalUrl: PAGE, publishedDateTime: '2026-02-01T00:00:00Z', provider: ONE }];
  await site.article('parent.md', { title: 'Parent', related });
  await site.build();
  await site.article('x.md', { ...moved, webUrl: PAGE });
  await site.build();
  await site.article('x.md', moved);
  return codesOf(await site.build());
}

test('an article whose address changed again keeps the id that it took from a related item to itself', async () => {
  expect(await passedOn()).toEqual([]);
  const feed = 'providers/one.example/feed.json';
  expect([each(await site.output(), 'id', feed), each(await site.output(), 'title', feed)]).toEqual([
    [PAGE],
    ['Article X'],
  ]);
});

test.each<[string, () => Promise<void>]>([
  ['is gone', () => rm(join(site.content, 'x.md'))],
  ['is withdrawn', () => site.article('x.md', { ...moved, published: false })],
])(
  'a related item does not take back the id that it passed on when the article got another address and %s',
  async (_, leave) => {
    await passedOn();
    const before = await site.output();
    await leave();
    await site.build();
    await site.build({ cacheFile: undefined });
    expect(await ids('providers/one.example/feed.json')).toEqual([]);
    expect((await site.output()).get('feed.json')?.toString()).toContain(PAGE);
    await site.article('x.md', moved);
    await site.build();
    expect(await site.output()).toEqual(before);
  },
);

test('the page of a related item is no entry where the path of an article makes the same id', async () => {
  const sited = configured(
    'site: { id: "https://site.example", title: The Site, url: "https://site.example/" }\nfeeds: { baseUrl: "https://f.example/" }\n',
  );
  const provider = { name: 'The Site', domain: 'site.example' };
  const related = [
    { title: 'Old X', originalUrl: 'https://site.example/x', publishedDateTime: '2026-02-01T00:00:00Z', provider },
  ];
  await site.article('x.md', { title: 'Article X', webUrl: 'https://site.example/stories/x', provider });
  await site.article('parent.md', { title: 'Parent', related });
  await site.build({ settings: sited });
  expect(each(await site.output(), 'title', 'providers/site.example/feed.json').toSorted()).toEqual([
    'Article X',
    'Parent',
  ]);
});

type Fields = Readonly<Record<string, unknown>>;

test.each<[string, Fields, Fields, Fields]>([
  ['words', {}, { title: 'Corrected' }, { title: 'Corrected' }],
  [
    'address',
    { webUrl: 'https://site.example/wrong' },
    { webUrl: 'https://site.example/right' },
    { webUrl: 'https://site.example/right', title: 'Corrected' },
  ],
])('an article withdrawn, with other %s and then another name comes back under its id', async (_, ...states) => {
  const [first, edited, renamed] = states;
  await site.article('a.md', { title: 'One' });
  await site.article('w.md', { title: 'Story', ...first });
  await site.build();
  const before = await ids();
  await site.article('w.md', { title: 'Story', ...first, published: false });
  await site.build();
  await site.article('w.md', { title: 'Story', ...edited, published: false });
  await site.build();
  await rm(join(site.content, 'w.md'));
  await site.article('right.md', { title: 'Story', ...renamed });
  await site.build();
  expect(await ids()).toEqual(before);
});

test('an address that a withdrawn article had stays withheld when the article says another', async () => {
  const page = 'https://other.example/page';
  const related = [{ title: 'Page', originalUrl: page, publishedDateTime: '2026-02-01T00:00:00Z' }];
  await site.article('a.md', { title: 'One', related });
  await site.article('page.md', { title: 'Page', webUrl: page });
  await site.build();
  await site.article('page.md', { title: 'Page', webUrl: page, published: false });
  await site.build();
  const before = await site.output();
  expect([...before.values()].join('')).not.toContain(page);
  await site.article('page.md', { title: 'Page', webUrl: 'https://other.example/else', published: false });
  await site.build();
  await site.build({ cacheFile: undefined });
  expect(await site.output()).toEqual(before);
});

test.each([
  ['words', {}],
  ['words, and its topic,', { topics: ['AI'] }],
])('an article that no feed holds any more, gets other %s and then another name keeps its id', async (_, fields) => {
  const one = settings('  limit: 1\n  topics: { exclude: [AI] }');
  await site.article('a.md', { title: 'One' });
  await site.build({ settings: one });
  const before = await ids();
  await site.article('b.md', { title: 'Two', publishedDateTime: '2026-03-02T08:00:00Z' });
  await site.build({ settings: one });
  await site.article('a.md', { title: 'One, corrected', ...fields });
  expect(await site.build({ settings: one })).toMatchObject({ articlesRead: 1, written: 0 });
  const ledger = await site.readLedger();
  await site.build({ settings: one, cacheFile: undefined });
  expect(await site.readLedger()).toBe(ledger);
  await rename(join(site.content, 'a.md'), join(site.content, 'renamed.md'));
  await site.build({ settings: one });
  await rm(join(site.content, 'b.md'));
  await site.build({ settings: one });
  expect(await ids()).toEqual(before);
});

test('what a build did not record is recorded by the next one that does', async () => {
  await site.article('a.md', { title: 'One' });
  await site.article('w.md', { title: 'Story' });
  await site.build();
  const before = await ids();
  await site.article('w.md', { title: 'Story', published: false });
  await site.build();
  await site.article('w.md', { title: 'Story, corrected', published: false });
  await site.build({ mode: 'no-record' });
  await site.build();
  await rename(join(site.content, 'w.md'), join(site.content, 'right.md'));
  await site.build();
  await site.article('right.md', { title: 'Story, corrected' });
  await site.build();
  expect(await ids()).toEqual(before);
});

test('a new file in the place of one that moved away gets an id of its own', async () => {
  await site.article('a.md', { title: 'One' });
  await site.build();
  const [first] = await ids();
  await rename(join(site.content, 'a.md'), join(site.content, 'b.md'));
  await site.build();
  await site.article('a.md', { title: 'Another', excerpt: 'Other words.' });
  await site.build();
  expect(await ids()).toEqual([first, `${first}~2`]);
});

test('a new file in the place of one that moved away since the last build gets an id of its own, too', async () => {
  const another = { title: 'Another', excerpt: 'Other words.', publishedDateTime: '2026-03-02T08:00:00Z' };
  await site.article('a.md', { title: 'One' });
  await site.build();
  const [first] = await ids();
  await rename(join(site.content, 'a.md'), join(site.content, 'b.md'));
  await site.article('a.md', another);
  const { changes } = await site.build({ mode: 'diff' });
  expect(changes).toMatchObject({ fresh: [`${first}~2`], updated: [first], gone: [] });
  await site.build();
  expect(each(await site.output(), 'title')).toEqual(['Another', 'One']);
  expect(each(await site.output(), 'id')).toEqual([`${first}~2`, first]);
  const ledger = await site.readLedger();
  await site.build({ cacheFile: undefined });
  expect(await site.readLedger()).toBe(ledger);
});

test('articles of different days whose files were numbered anew, exchanged or moved over another keep their ids', async () => {
  const story = (day: number) => ({ title: `Day ${day}`, publishedDateTime: `2026-03-0${day}T08:00:00Z` });
  const titles = async () => {
    const output = await site.output();
    return Object.fromEntries(each(output, 'title').map((title, index) => [title, each(output, 'id')[index]]));
  };
  const write = async (days: readonly (number | undefined)[]) => {
    for (const [index, day] of days.entries()) {
      if (day === undefined) await rm(join(site.content, `0${index}.md`), { force: true });
      else await site.article(`0${index}.md`, story(day));
    }
  };
  await write([1, 2, 3]);
  await site.build();
  const before = await titles();
  await write([4, 1, 2, 3]);
  await site.build();
  expect(await titles()).toMatchObject(before);
  await write([1, 4, 3, 2]);
  await site.build();
  const after = await titles();
  expect(after).toMatchObject(before);
  await write([undefined, 1, 3, 2]);
  await site.build();
  expect(await titles()).toEqual(before);
});

test('an article whose words and date are changed keeps its id where no file has the old ones', async () => {
  await site.article('a.md', { title: 'One' });
  await site.build();
  const before = await ids();
  await site.article('a.md', { title: 'A better source', publishedDateTime: '2026-03-05T08:00:00Z' });
  await site.build();
  expect(await ids()).toEqual(before);
});

test('of two new files in the place of one that moved away, one stays left out', async () => {
  await site.article('a.md', { title: 'One' });
  await site.build();
  await rename(join(site.content, 'a.md'), join(site.content, 'b.md'));
  await site.build();
  await site.article('a.md', { title: 'Another', excerpt: 'Other words.' });
  await site.article('a.html', { title: 'A third', excerpt: 'Third words.' });
  const first = await site.build();
  const output = await site.output();
  expect(codesOf(first)).toEqual(['collections/duplicate-id']);
  const second = await site.build({ cacheFile: undefined });
  expect(second.findings).toEqual(first.findings);
  expect(await site.output()).toEqual(output);
});

test('of two files that take the place of one in the same build, one stays left out', async () => {
  await site.article('a.md', { title: 'One' });
  await site.build();
  const before = await ids();
  await rm(join(site.content, 'a.md'));
  await site.article('a.html', { title: 'Another', excerpt: 'Other words.' });
  await site.article('a.markdown', { title: 'A third', excerpt: 'Third words.' });
  const first = await site.build();
  expect(codesOf(first)).toEqual(['collections/duplicate-id']);
  expect(await ids()).toEqual(before);
  expect(each(await site.output(), 'title')).toEqual(['Another']);
  const output = await site.output();
  const second = await site.build({ cacheFile: undefined });
  expect(second.findings).toEqual(first.findings);
  expect(await site.output()).toEqual(output);
});

test('of an article that is moved and copied at once, the first file by path keeps the id', async () => {
  await site.article('a.md', { title: 'One' });
  await site.build();
  const [before] = await ids();
  await mkdir(join(site.content, 'new'));
  await site.article('new/a.markdown', { title: 'One' });
  await rename(join(site.content, 'a.md'), join(site.content, 'new/a.md'));
  await site.build();
  const output = await site.output();
  expect(await ids('feed.json')).toContain(before);
  expect([...each(output, 'id', 'feed.json')]).toHaveLength(2);
  await site.build({ cacheFile: undefined });
  expect(await site.output()).toEqual(output);
});

test('what waits for its date takes no id from an article that is gone, whose address a known one has', async () => {
  const url = 'https://site.example/story';
  await site.article('a.md', { title: 'One', url });
  await site.article('wait.md', { title: 'Another', url, publishedDateTime: '2026-06-10T00:00:00Z' });
  await site.build();
  await rm(join(site.content, 'a.md'));
  await site.article('b.md', { title: 'One, mended', url });
  // Two new files have the address: it tells of neither.
  await site.build();
  const ledger = await site.readLedger();
  await site.build({ cacheFile: undefined });
  expect(await site.readLedger()).toBe(ledger);
  await site.build({ now: at('2026-06-10T00:00:00Z') });
  expect((await ids()).map((id) => String(id).replace(/^.*\//, ''))).toEqual(['b', 'wait']);
});

test('an article that is withdrawn and moved at once is remembered where it lies', async () => {
  await site.article('a.md', { title: 'One' });
  await site.article('other.md', { title: 'Other' });
  await site.article('soon.md', { title: 'Soon', publishedDateTime: '2027-01-01T00:00:00Z' });
  await site.build();
  const before = await ids();
  await site.article('a.md', { title: 'One', published: false });
  await rename(join(site.content, 'a.md'), join(site.content, 'soon.md'));
  await site.build();
  const ledger = await site.readLedger();
  await site.build({ cacheFile: undefined });
  expect(await site.readLedger()).toBe(ledger);
  await site.article('soon.md', { title: 'One' });
  await site.build();
  expect(await ids()).toEqual(before);
});

test('the id of a withdrawn article stays its own when another file moves to its place', async () => {
  await site.article('today.md', { title: 'Yesterday', excerpt: 'Old.' });
  await site.article('draft.md', { title: 'Tomorrow', excerpt: 'New.' });
  await site.build();
  await rm(join(site.content, 'today.md'));
  await site.build();
  const [draft] = await ids();
  await rename(join(site.content, 'draft.md'), join(site.content, 'today.md'));
  await site.build();
  expect(await ids()).toEqual([draft]);
  await site.build({ cacheFile: undefined });
  expect(await ids()).toEqual([draft]);
});

test('an article that is withdrawn where one was withdrawn before it comes back under its own id', async () => {
  await site.article('today.md', { title: 'Yesterday', excerpt: 'Old.' });
  await site.article('draft.md', { title: 'Tomorrow', excerpt: 'New.' });
  await site.article('other.md', { title: 'Other' });
  await site.build();
  await rm(join(site.content, 'today.md'));
  await site.build();
  const before = await ids();
  await rename(join(site.content, 'draft.md'), join(site.content, 'today.md'));
  await site.build();
  await site.article('today.md', { title: 'Tomorrow', excerpt: 'Newer.', published: false });
  await site.build();
  await site.article('other.md', { title: 'Another' });
  await site.build();
  await site.article('today.md', { title: 'Tomorrow', excerpt: 'Newer.' });
  await site.build();
  expect(await ids()).toEqual(before);
});

test('two files that claim one id are an error, and the one that was published keeps it', async () => {
  await site.article('a.md', { title: 'One' });
  await site.build();
  const before = await ids();
  // Before a.md in the order of paths.
  await site.article('a.html', { title: 'Intruder', excerpt: 'Other words.' });
  const report = await site.build();
  expect(report.findings.filter(({ severity }) => severity === 'error')).toMatchObject([
    { code: 'collections/duplicate-id', path: 'content/a.html' },
  ]);
  expect(await ids()).toEqual(before);
  expect(each(await site.output(), 'title')).toEqual(['One']);
  // Its own file gone, the other takes the place.
  await rm(join(site.content, 'a.md'));
  expect(codesOf(await site.build())).toEqual([]);
  expect(await ids()).toEqual(before);
  expect(each(await site.output(), 'title')).toEqual(['Intruder']);
});

test('of two files whose names differ in their Unicode form alone, one stays left out', async () => {
  await site.article('caf\u00e9.md', { title: 'One' });
  await site.article('cafe\u0301.md', { title: 'Two', excerpt: 'Other words.' });
  const first = await site.build();
  expect(codesOf(first)).toEqual(['collections/duplicate-id', 'ledger/new']);
  const output = await site.output();
  expect(codesOf(await site.build({ cacheFile: undefined }))).toEqual(['collections/duplicate-id']);
  expect(await site.output()).toEqual(output);
});

test('an article that comes back after a withdrawal has its old id, wherever its file lies', async () => {
  await site.article('a.md', { title: 'One' });
  await site.article('b.md', { title: 'Two' });
  await site.build();
  const before = await ids();
  await rm(join(site.content, 'a.md'));
  await site.build();
  await site.article('elsewhere/c.md', { title: 'One' });
  await site.build({ now: at('2026-06-05T00:00:00Z') });
  expect(await ids()).toEqual(before);
});

test('a feed keeps its address when a topic comes whose address would be the same', async () => {
  await site.article('a.md', { title: 'One', topics: ['C plus plus'] });
  await site.build();
  await site.article('b.md', { title: 'Two', topics: ['C++'] });
  const report = await site.build();
  const output = await site.output();
  expect(each(output, 'title', 'topics/c-plus-plus/feed.json')).toEqual(['One']);
  expect(codesOf(report)).toEqual(['collections/duplicate-slug']);
  const other = [...output.keys()].find((path) => /^topics\/c-plus-plus-[0-9a-f]{6}\/feed\.json$/.test(path));
  expect(each(output, 'title', other)).toEqual(['Two']);
});

test('the address of a topic that is excluded for a while waits for it', async () => {
  await site.article('a.md', { title: 'One', topics: ['C plus plus'] });
  await site.build();
  await site.article('b.md', { title: 'Two', topics: ['C++'] });
  await site.build({ settings: settings('  topics: { exclude: [C plus plus] }') });
  expect((await site.output()).has('topics/c-plus-plus/feed.json')).toBe(false);
  await site.build();
  expect(each(await site.output(), 'title', 'topics/c-plus-plus/feed.json')).toEqual(['One']);
});

function configured(text: string): Settings {
  const found = parseConfig(text, () => undefined);
  if (found === undefined) throw new TypeError('no settings');
  return found;
}
