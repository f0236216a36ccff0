import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { articleAt, choose, relatedTo } from '../support/candidates.ts';
import { codesOf, settingsOf } from '../support/reading.ts';
import { runs } from '../support/runs.ts';

function withFeeds(more: string) {
  return settingsOf(
    '',
    `site: { id: "tag:news.example,2026:feeds", title: Example News, url: "https://news.example/" }\nfeeds:\n  baseUrl: https://feeds.news.example/\n${more.replace(/^/gm, '  ')}\n`,
  );
}

describe('the site', () => {
  test('has every article, newest first, ties by id', () => {
    const { idsIn, collections } = choose([
      articleAt('b', { published: 2000 }),
      articleAt('a', { published: 2000 }),
      articleAt('old', { published: 1000 }),
      articleAt('new', { published: 3000 }),
    ]);
    expect(idsIn('')).toEqual(['new', 'a', 'b', 'old']);
    expect(collections[0]).toMatchObject({ kind: 'site', folder: '', slug: '', name: 'Example News', total: 4 });
  });

  test('has no related items', () => {
    const parent = articleAt('a');
    expect(choose([parent, relatedTo(parent, 'https://other.example/x')]).idsIn('')).toEqual(['a']);
  });

  test('without an article there is nothing', () => {
    expect(choose([]).collections).toEqual([]);
    expect(choose([articleAt('a', { withheld: 'draft' })]).collections).toEqual([]);
  });
});

describe('names that no article has are told', () => {
  const articles = [
    articleAt('a', { topics: ['Machine Learning', 'C'], host: 'www.one.example' }),
    articleAt('b', { topics: ['Hidden'], withheld: 'draft', host: 'two.example' }),
  ];
  const told = (more: string, given = articles) =>
    choose(given, withFeeds(more)).findings.map(({ message }) => message);

  test.each([
    [
      'topics: {exclude: [machine-learning, c]}',
      'feeds.topics.exclude names “machine-learning”, which no article has; was “machine learning” meant?',
    ],
    ['topics: {include: [C, Zoology]}', 'feeds.topics.include names “Zoology”, which no article has.'],
    ['topics: {names: {Hidden: Shown}}', 'feeds.topics.names names “Hidden”, which no article has.'],
    [
      'providers: {exclude: ["https://one.example/"]}',
      'feeds.providers.exclude names “one.example”, which no article has; was “www.one.example” meant?',
    ],
    [
      'providers: {include: [www.one.exmaple, www.one.example]}',
      'feeds.providers.include names “www.one.exmaple”, which no article has; was “www.one.example” meant?',
    ],
    [
      'custom: [{slug: x, title: X, where: {topics: [C, Cc]}}]',
      'where.topics of the feed x names “Cc”, which no article has; was “c” meant?',
    ],
    [
      'custom: [{slug: x, title: X, where: {type: video}}]',
      'No article is what feeds.custom asks for; feeds/x/ is not written.',
    ],
  ])('%s', (more, message) => {
    expect(told(more)).toEqual([message]);
  });

  test.each([
    ['CD', 'CB'],
    ['CB', 'CD'],
  ])('the first of several near ones in the order of names: %s, %s', (...topics) => {
    expect(told('topics: {exclude: [CC]}', [articleAt('a', { topics })])).toEqual([
      'feeds.topics.exclude names “CC”, which no article has; was “cb” meant?',
    ]);
  });

  test('and names that one has are not, nor is any where there are no articles', () => {
    const more = 'topics: {exclude: [C], names: {MACHINE LEARNING: ML}}\ncustom: [{slug: x, title: X}]';
    expect(told(more)).toEqual([]);
    expect(told('topics: {exclude: [Nothing]}', [])).toEqual([]);
    // A list of hosts that nobody wants.
    const hosts = Array.from({ length: 21 }, (_, index) => `spam${index}.example`);
    expect(told(`providers: {exclude: [${hosts.join(', ')}]}`)).toEqual([]);
    expect(told(`providers: {exclude: [${hosts.slice(1).join(', ')}]}`)).toHaveLength(20);
  });
});

describe('limits', () => {
  // Neither by path nor the other way round.
  const many = Array.from({ length: 60 }, (_, index) =>
    articleAt(`a${index}`, { published: (index * 7) % 60, topics: ['AI'] }),
  );
  const newest = many.toSorted((a, b) => b.published - a.published);

  test.each([
    ['', 50],
    ['limit: 3', 3],
    ['limit: 0', 60],
  ])('with %j the newest are held', (more, length) => {
    const { in: inFolder } = choose(many, withFeeds(more));
    for (const folder of ['', 'topics/ai/', 'providers/news.example/']) {
      expect(inFolder(folder)?.members).toEqual(newest.slice(0, length));
      expect(inFolder(folder)?.total).toBe(60);
    }
  });

  test('a configured feed has its own', () => {
    const { in: inFolder } = choose(
      many,
      withFeeds(
        'limit: 3\ncustom:\n  - {slug: five, title: Five, limit: 5}\n  - {slug: all, title: All, limit: 0}\n  - {slug: usual, title: Usual}',
      ),
    );
    expect(inFolder('feeds/five/')?.members).toEqual(newest.slice(0, 5));
    expect(inFolder('feeds/all/')?.members).toEqual(newest);
    expect(inFolder('feeds/usual/')?.members).toEqual(newest.slice(0, 3));
  });
});

describe('topics', () => {
  test('have a feed each, by slug', () => {
    const { collections } = choose([
      articleAt('a', { topics: ['C++', 'C', 'C#'] }),
      articleAt('b', { topics: ['人工智能', 'AI Builder'] }),
    ]);
    expect(collections.filter(({ kind }) => kind === 'topic').map(({ folder, name }) => [folder, name])).toEqual([
      ['topics/ai-builder/', 'AI Builder'],
      ['topics/c/', 'C'],
      ['topics/c-plus-plus/', 'C++'],
      ['topics/c-sharp/', 'C#'],
      ['topics/人工智能/', '人工智能'],
    ]);
  });

  test('that differ in case, white space and composition are one, under the usual spelling', () => {
    const { collections, in: inFolder } = choose([
      articleAt('a', { topics: ['ai  builder'] }),
      articleAt('b', { topics: ['AI Builder'] }),
      articleAt('c', { topics: ['AI Builder'] }),
      articleAt('d', { topics: ['Ai Builder'] }),
    ]);
    expect(collections.filter(({ kind }) => kind === 'topic')).toHaveLength(1);
    expect(inFolder('topics/ai-builder/')).toMatchObject({ name: 'AI Builder', total: 4 });
  });

  test('spellings that are as frequent are settled by code unit', () => {
    const articles = [articleAt('a', { topics: ['ai'] }), articleAt('b', { topics: ['AI'] })];
    expect(choose(articles).in('topics/ai/')?.name).toBe('AI');
    expect(choose(articles.toReversed()).in('topics/ai/')?.name).toBe('AI');
  });

  test('one article is once in a topic, whatever its spellings', () => {
    const { in: inFolder } = choose([articleAt('a', { topics: ['Caf\u00E9', 'CAFE\u0301', 'AI', 'ai'] })]);
    expect(inFolder('topics/café/')?.total).toBe(1);
    expect(inFolder('topics/ai/')?.total).toBe(1);
  });

  test('that share a slug are told apart by a hash, both of them, whatever the order', () => {
    const articles = [articleAt('a', { topics: ['Big Data'] }), articleAt('b', { topics: ['Big/Data'] })];
    const folders = (given: typeof articles) =>
      choose(given)
        .collections.filter(({ kind }) => kind === 'topic')
        .map(({ folder }) => folder);
    expect(folders(articles)).toEqual([
      expect.stringMatching(/^topics\/big-data-[\da-f]{6}\/$/),
      expect.stringMatching(/^topics\/big-data-[\da-f]{6}\/$/),
    ]);
    expect(new Set(folders(articles)).size).toBe(2);
    expect(folders(articles.toReversed())).toEqual(folders(articles));
    expect(codesOf(choose(articles).findings)).toEqual(['collections/duplicate-slug', 'collections/duplicate-slug']);
  });

  test.each([
    [['C++', 'C+ +'], ['C plus plus 0c1ca7'], ['c-plus-plus-0c1ca7', 'c-plus-plus-0c1ca7b', 'c-plus-plus-cedb1b']],
    [
      ['C++', 'C+ +', 'C plus plus 0c1ca7'],
      ['C plus plus/0c1ca7', 'C plus plus 0c1ca7b'],
      // The second and the third would share a slug, and so have hashes of their own.
      expect.arrayContaining(['c-plus-plus-0c1ca7b', 'c-plus-plus-0c1ca7b6', 'c-plus-plus-cedb1b']),
    ],
  ])('%j beside %j: none has the folder of another', (some, others, slugs) => {
    const articles = [articleAt('a', { topics: some }), articleAt('b', { topics: others })];
    const topics = (given: typeof articles) => choose(given).collections.filter(({ kind }) => kind === 'topic');
    expect(topics(articles).map(({ slug }) => slug)).toEqual(slugs);
    expect(new Set(topics(articles).map(({ slug }) => slug)).size).toBe(some.length + others.length);
    expect(topics(articles.toReversed()).map(({ key, slug }) => [key, slug])).toEqual(
      topics(articles).map(({ key, slug }) => [key, slug]),
    );
  });

  test('without letter and digit have none', () => {
    const { collections, findings } = choose([articleAt('a', { topics: ['!?', '..'] })]);
    expect(collections.some(({ kind }) => kind === 'topic')).toBe(false);
    expect(findings.map(({ code, path }) => [code, path])).toEqual([
      ['collections/nameless-topic', 'a.md'],
      ['collections/nameless-topic', 'a.md'],
    ]);
  });

  test.each([
    ['topics: {include: [ai, "big  data"]}', ['topics/ai/', 'topics/big-data/']],
    ['topics: {exclude: [AI]}', ['topics/big-data/', 'topics/rare/']],
    ['topics: {include: [AI], exclude: [AI]}', []],
    ['topics: {minEntries: 2}', ['topics/ai/', 'topics/big-data/']],
    ['topics: {minEntries: 3}', []],
  ])('with %j', (more, folders) => {
    const { collections } = choose(
      [articleAt('a', { topics: ['AI', 'Big Data', 'Rare'] }), articleAt('b', { topics: ['AI', 'Big Data'] })],
      withFeeds(more),
    );
    expect(collections.filter(({ kind }) => kind === 'topic').map(({ folder }) => folder)).toEqual(folders);
  });

  test('show the name that is configured', () => {
    const { in: inFolder } = choose(
      [articleAt('a', { topics: ['ai'] })],
      withFeeds('topics: {names: {AI: Artificial Intelligence}}'),
    );
    expect(inFolder('topics/ai/')?.name).toBe('Artificial Intelligence');
  });
});

describe('providers', () => {
  const parent = articleAt('a', { published: 2000, host: 'one.example' });

  test('have articles and related items, newest first', () => {
    const article = articleAt('a', { published: 2000, host: 'one.example' });
    const other = articleAt('b', { published: 1000, host: 'two.example' });
    const { idsIn } = choose([
      article,
      relatedTo(article, 'https://two.example/x', { published: 3000 }),
      relatedTo(article, 'https://two.example/y', { published: 500, relatedIndex: 1 }),
      other,
    ]);
    expect(idsIn('providers/two.example/')).toEqual(['https://two.example/x', 'b', 'https://two.example/y']);
    expect(idsIn('providers/one.example/')).toEqual(['a']);
  });

  test('have articles alone when related items are no entries', () => {
    const { collections } = choose(
      [parent, relatedTo(parent, 'https://two.example/x')],
      withFeeds('related: {asEntries: false}'),
    );
    expect(collections.map(({ folder }) => folder)).not.toContain('providers/two.example/');
  });

  test.each([
    ['providers: {include: [Two.Example]}', ['providers/two.example/']],
    ['providers: {exclude: ["https://two.example/x"]}', ['providers/one.example/']],
    ['providers: {minEntries: 2}', ['providers/two.example/']],
  ])('with %j', (more, folders) => {
    const article = articleAt('a', { host: 'one.example' });
    const { collections } = choose(
      [article, relatedTo(article, 'https://two.example/x'), articleAt('b', { host: 'two.example' })],
      withFeeds(more),
    );
    expect(collections.filter(({ kind }) => kind === 'provider').map(({ folder }) => folder)).toEqual(folders);
  });
});

describe('configured feeds', () => {
  const articles = [
    articleAt('film', {
      published: 5,
      type: 'video',
      topics: ['AI'],
      heat: 10,
      quality: 50,
      language: 'en-GB',
      host: 'one.example',
    }),
    articleAt('hot', { published: 4, type: 'article', topics: ['AI', 'ML'], heat: 90, quality: 90, category: 'news' }),
    articleAt('warm', { published: 3, topics: ['ml'], heat: 50, language: 'es' }),
    articleAt('plain', { published: 2 }),
    articleAt('negative', { published: 1, heat: -1, quality: 0, language: 'eng' }),
  ];

  test.each([
    ['{}', ['film', 'hot', 'warm', 'plain', 'negative']],
    ['{topics: [ai]}', ['film', 'hot']],
    ['{topics: [AI, ML]}', ['film', 'hot', 'warm']],
    ['{topics: [ML], type: [article]}', ['hot']],
    ['{type: [video, article]}', ['film', 'hot']],
    ['{category: news}', ['hot']],
    ['{providers: [ONE.example]}', ['film']],
    ['{language: en}', ['film']],
    ['{language: [EN-gb, es]}', ['film', 'warm']],
    ['{language: en-US}', []],
    ['{minHeat: 50}', ['hot', 'warm']],
    ['{minHeat: -1}', ['film', 'hot', 'warm', 'negative']],
    ['{minQuality: 0}', ['film', 'hot', 'negative']],
    ['{topics: [none]}', []],
  ])('where %s', (where, ids) => {
    const { idsIn } = choose(articles, withFeeds(`custom:\n  - {slug: mine, title: Mine, where: ${where}}`));
    expect(idsIn('feeds/mine/')).toEqual(ids);
  });

  test('by heat, what has none last, ties by date', () => {
    const { idsIn, in: inFolder } = choose(
      [
        ...articles,
        articleAt('plain-newer', { published: 9 }),
        articleAt('warm-newer', { published: 8, heat: 50 }),
        articleAt('a-warm-older', { published: 2, heat: 50 }),
      ],
      withFeeds('custom:\n  - {slug: hot, title: The hottest, order: heat}'),
    );
    expect(idsIn('feeds/hot/')).toEqual([
      'hot',
      'warm-newer',
      'warm',
      'a-warm-older',
      'film',
      'negative',
      'plain-newer',
      'plain',
    ]);
    expect(inFolder('feeds/hot/')).toMatchObject({ kind: 'custom', slug: 'hot', name: 'The hottest' });
  });
});

test('the order of files changes nothing', () => {
  const parent = articleAt('p', { published: 7, topics: ['AI'] });
  const all = [
    parent,
    ...Array.from({ length: 8 }, (_, index) =>
      articleAt(`a${index}`, {
        published: index % 3,
        topics: index % 2 ? ['ai', 'X/Y'] : ['AI', 'X Y'],
        host: `h${index % 3}.example`,
        heat: index % 4,
      }),
    ),
    relatedTo(parent, 'https://h1.example/r', { published: 4 }),
    articleAt('q', { published: 7, withheld: 'removed' }),
  ];
  const settings = withFeeds('limit: 4\ncustom:\n  - {slug: hot, title: Hot, order: heat}');
  const expected = choose(all, settings).collections;
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
      expect(choose(shuffled, settings).collections).toEqual(expected);
    }),
    runs(50),
  );
});
