import { Feed } from 'feed';
import { describe, expect, test } from 'vitest';
import { composeDirectory } from '../../src/compose/directory.ts';
import { composeFeed, feedId, feedLinks, heading } from '../../src/compose/feed-document.ts';
import type { Collection, CollectionKind } from '../../src/model/collection.ts';
import type { Entry } from '../../src/model/feed-document.ts';
import type { Settings } from '../../src/model/settings.ts';
import { articleAt, choose } from '../support/candidates.ts';
import { settingsOf } from '../support/reading.ts';

function settingsWith(site: string, feeds: string): Settings {
  return settingsOf(
    '',
    `site: { id: "tag:news.example,2026:feeds", title: Example News, url: "https://news.example/"${site} }\nfeeds: { baseUrl: "https://feeds.news.example/v1/"${feeds} }\n`,
  );
}

const SETTINGS = settingsWith(
  '',
  ', custom: [{slug: mine, title: Mine}, {slug: told, title: Told, description: As I say.}]',
);

const chosen = choose([articleAt('a', { topics: ['人工智能', 'C#'], host: 'one.example' })], SETTINGS);
function collectionIn(folder: string): Collection {
  const collection = chosen.in(folder);
  if (collection === undefined) throw new Error(`The test has no collection in ${folder}`);
  return collection;
}

function feedOf(folder: string, settings = SETTINGS, entries: readonly Entry[] = []) {
  const collection = collectionIn(folder);
  return composeFeed(collection, feedId(collection, settings), entries, settings, new Date('2022-01-01T00:00:00Z'));
}

test.each([
  ['', 'tag:news.example,2026:feeds', 'https://news.example/', 'https://feeds.news.example/v1/rss.xml'],
  [
    'topics/c-sharp/',
    'tag:news.example,2026:feeds/topics/c-sharp',
    'https://feeds.news.example/v1/topics/c-sharp/',
    'https://feeds.news.example/v1/topics/c-sharp/rss.xml',
  ],
  [
    'topics/人工智能/',
    'tag:news.example,2026:feeds/topics/%E4%BA%BA%E5%B7%A5%E6%99%BA%E8%83%BD',
    'https://feeds.news.example/v1/topics/%E4%BA%BA%E5%B7%A5%E6%99%BA%E8%83%BD/',
    'https://feeds.news.example/v1/topics/%E4%BA%BA%E5%B7%A5%E6%99%BA%E8%83%BD/rss.xml',
  ],
  [
    'providers/one.example/',
    'tag:news.example,2026:feeds/providers/one.example',
    'https://feeds.news.example/v1/providers/one.example/',
    'https://feeds.news.example/v1/providers/one.example/rss.xml',
  ],
  [
    'feeds/mine/',
    'tag:news.example,2026:feeds/feeds/mine',
    'https://feeds.news.example/v1/feeds/mine/',
    'https://feeds.news.example/v1/feeds/mine/rss.xml',
  ],
])('the feed in %j has id, page and address', (folder, id, page, rss) => {
  expect(feedOf(folder).options).toMatchObject({ id, link: page, feedLinks: { rss }, generator: 'Feedmill' });
});

describe('title and description', () => {
  test.each([
    ['', 'Example News', 'The latest articles from Example News.'],
    ['topics/c-sharp/', 'C# · Example News', 'Articles about C# from Example News.'],
    [
      'providers/one.example/',
      'Example News · Example News',
      'Articles by Example News (one.example), collected by Example News.',
    ],
    ['feeds/mine/', 'Mine', 'Mine, from Example News.'],
    ['feeds/told/', 'Told', 'As I say.'],
  ])('in %j', (folder, title, description) => {
    expect(heading(collectionIn(folder), SETTINGS)).toEqual({ title, description, isOurs: folder !== 'feeds/told/' });
  });

  test('follow the templates that are configured', () => {
    const settings = settingsWith(
      ', description: Mine own.',
      ', topics: {title: "{site}: {name} {name}", description: "{name}"}',
    );
    expect(heading(collectionIn('topics/c-sharp/'), settings)).toEqual({
      title: 'Example News: C# C#',
      description: 'C#',
      isOurs: false,
    });
    expect(heading(collectionIn(''), settings)).toMatchObject({ description: 'Mine own.', isOurs: false });
  });

  test('a name that looks like a template or a pattern is a name', () => {
    const { in: inFolder } = choose([articleAt('a', { topics: ["{site} $& $1 $'"] })]);
    const collection = inFolder('topics/site-1/') as Collection;
    expect(heading(collection, settingsOf()).title).toBe("{site} $& $1 $' · Example News");
  });
});

test('all that is configured reaches the channel, and what is not is absent', () => {
  const settings = settingsWith(
    ', language: ar, author: {name: Jane, email: j@news.example}, copyright: ©, icon: "https://news.example/i.png", logo: "https://news.example/l.png"',
    ', ttlMinutes: 30, hubs: ["https://hub.example/"]',
  );
  expect(feedOf('', settings).options).toMatchObject({
    language: 'ar',
    author: { name: 'Jane', link: 'https://news.example/', email: 'j@news.example' },
    copyright: '©',
    favicon: 'https://news.example/i.png',
    image: 'https://news.example/l.png',
    ttl: 30,
    details: { hubs: ['https://hub.example/'] },
  });
  for (const key of ['language', 'copyright', 'favicon', 'image', 'ttl'])
    expect(feedOf('').options).not.toHaveProperty(key);
});

test('only the formats that are written have an address', () => {
  expect(Object.keys(feedLinks('', settingsWith('', ', formats: [json, rss]')))).toEqual(['rss', 'json']);
});

test('it is a Feed of the feed package, and holds the entries in their order', () => {
  const entry = (id: string, date: string) => ({ id, date: new Date(date) }) as Entry;
  const entries = [
    entry('b', '2022-07-04T00:00:00Z'),
    entry('a', '2022-07-06T00:00:00Z'),
    entry('c', '2022-07-05T00:00:00Z'),
  ];
  const feed = feedOf('', SETTINGS, entries);
  expect(feed).toBeInstanceOf(Feed);
  expect(feed.items.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  expect(feed.options.updated).toEqual(new Date('2022-07-06T00:00:00Z'));
});

test('an empty one is as old as its emptying', () => {
  expect(feedOf('').options.updated).toEqual(new Date('2022-01-01T00:00:00Z'));
});

describe('the directory', () => {
  const listed = (kinds: readonly CollectionKind[]) =>
    chosen.collections
      .filter(({ kind }) => kinds.includes(kind))
      .map((collection, index) => ({
        head: collection,
        id: feedId(collection, SETTINGS),
        entries: 1,
        updated: new Date(1000 * index),
        published: collection.members.map(({ published }) => published),
      }));

  test('groups feeds by kind, and leaves empty groups out', () => {
    const directory = composeDirectory(listed(['custom', 'topic', 'site']), SETTINGS);
    expect(directory.groups.map(({ title, feeds }) => [title, feeds.map(({ name }) => name)])).toEqual([
      ['Site', ['Example News']],
      ['Topics', ['C#', '人工智能']],
      ['More feeds', ['Mine', 'Told']],
    ]);
    expect(directory).toMatchObject({ title: 'Example News', updated: new Date(4000) });
  });

  test('tells of each feed where it is', () => {
    const [site, topics] = composeDirectory(listed(['site', 'topic']), SETTINGS).groups;
    expect(site?.feeds[0]).toMatchObject({
      folder: '',
      link: 'https://news.example/',
      links: { atom: 'https://feeds.news.example/v1/atom.xml' },
    });
    expect(topics?.feeds[0]).toMatchObject({
      folder: 'topics/c-sharp/',
      title: 'C# · Example News',
      link: 'https://feeds.news.example/v1/topics/c-sharp/',
    });
  });
});
