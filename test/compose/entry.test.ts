import { describe, expect, test } from 'vitest';
import { composeEntry, composeRelatedEntry, siteAuthor } from '../../src/compose/entry.ts';
import type { Article, RelatedItem } from '../../src/model/article.ts';
import type { Entry } from '../../src/model/feed-document.ts';
import type { Instant } from '../../src/model/instant.ts';
import type { Settings } from '../../src/model/settings.ts';
import { details } from '../support/documents.ts';
import { readFileText, settingsOf } from '../support/reading.ts';

const UPDATED = (Date.UTC(2022, 6, 5) / 1000) as Instant;

function articleOf(fields: string, body = '', settings = settingsOf()): Article {
  const text = `---\ntitle: "Q&A: a < b"\nexcerpt: One sentence & more.\ndate: 2022-07-04T07:55:00Z\nwebUrl: https://publisher.example/story\n${fields}\n---\n${body}`;
  const { article } = readFileText(text, 'story.md', settings);
  if (article === undefined) throw new Error('The test has no article');
  return article;
}

function entryOf(fields: string, body = '', settings = settingsOf(), withheld: readonly string[] = []): Entry {
  const article = articleOf(fields, body, settings);
  return composeEntry(article, { id: article.id, updated: UPDATED }, { settings, withheldPages: new Set(withheld) });
}

function withSite(more: string): Settings {
  return settingsOf(
    '',
    `site: { id: "tag:news.example,2026:feeds", title: Example News, url: "https://news.example/", ${more} }\nfeeds: { baseUrl: "https://feeds.news.example/" }\n`,
  );
}

test('the smallest article needs no content: its summary says all', () => {
  expect(entryOf('')).toEqual({
    id: 'tag:news.example,2026:feeds/story',
    link: 'https://publisher.example/story',
    title: 'Q&A: a < b',
    description: 'One sentence & more.',
    published: new Date('2022-07-04T07:55:00Z'),
    date: new Date('2022-07-05T00:00:00Z'),
    author: [{ name: 'Example News', link: 'https://news.example/' }],
    category: [],
    details: details(),
  });
});

test('the id is that which subscribers know', () => {
  const article = articleOf('');
  const context = { settings: settingsOf(), withheldPages: new Set<string>() };
  expect(composeEntry(article, { id: 'tag:old', updated: UPDATED }, context).id).toBe('tag:old');
});

test('ranks, secrets and unknown keys are nowhere', () => {
  const entry = entryOf(
    'quality: 4711\nheat: 4712\nsecured: top-secret\nmine: also-secret\nprovider: {name: P, domain: p.example, secured: inner-secret}',
  );
  expect(JSON.stringify(entry)).not.toMatch(/471[12]|secret|mine/);
});

describe('authors', () => {
  test.each([
    ['', [{ name: 'Example News', link: 'https://news.example/' }]],
    ['provider: {name: P, domain: www.p.example}', [{ name: 'P', link: 'https://www.p.example/' }]],
    [
      'provider: {name: P, domain: p.example, images: [{url: "https://cdn.example/p.png"}]}',
      [{ name: 'P', link: 'https://p.example/', avatar: 'https://cdn.example/p.png' }],
    ],
    ['provider: {name: P, domain: p.example}\nauthor: Jane', [{ name: 'Jane' }]],
    [
      'authors: [Jane, {name: John, url: /john, email: john@p.example}]',
      [{ name: 'Jane' }, { name: 'John', link: 'https://news.example/john', email: 'john@p.example' }],
    ],
  ])('of %j', (fields, authors) => {
    expect(entryOf(fields).author).toEqual(authors);
  });

  test.each([
    ['', { name: 'Example News', link: 'https://news.example/' }],
    ['author: {name: Jane}', { name: 'Jane', link: 'https://news.example/' }],
    [
      'author: {name: Jane, url: "https://jane.example/", email: jane@news.example}',
      { name: 'Jane', link: 'https://jane.example/', email: 'jane@news.example' },
    ],
  ])('the site is %j', (more, author) => {
    expect(siteAuthor(withSite(more).site)).toEqual(author);
  });
});

test('topics are categories under the scheme of the site', () => {
  expect(entryOf('topics: ["C#", 人工智能]').category).toEqual([
    { name: 'C#', term: 'C#', scheme: 'tag:news.example,2026:feeds/topics' },
    { name: '人工智能', term: '人工智能', scheme: 'tag:news.example,2026:feeds/topics' },
  ]);
});

test('what the feed package has no place for is in the details', () => {
  const { details } = entryOf(
    'originalUrl: https://portal.example/x\nlang: es\ntype: video\nampWebUrl: https://amp.example/x\nprovider: {name: P, domain: p.example}\nimage: /a.png',
    '<video src="f.mp4"></video>\n',
  );
  expect(details).toMatchObject({
    canonicalUrl: 'https://portal.example/x',
    language: 'es',
    type: 'video',
    ampUrl: 'https://amp.example/x',
    source: { name: 'P', url: 'https://p.example/' },
    pictures: [{ url: 'https://publisher.example/a.png' }],
    media: [{ url: 'https://publisher.example/f.mp4', medium: 'video' }],
  });
});

const RELATED = `related:
  - {title: One, excerpt: E, webUrl: "https://one.example/a", publishedDateTime: 2022-07-01T00:00:00Z, images: [/p.png], provider: {name: One, domain: one.example}}
  - {title: Again, webUrl: "http://one.example/a?utm_source=x#y", publishedDateTime: 2022-07-02T00:00:00Z}
  - {title: Itself, webUrl: "https://publisher.example/story#comments", publishedDateTime: 2022-07-02T00:00:00Z}
  - {title: Withdrawn, webUrl: "https://gone.example/x", publishedDateTime: 2022-07-02T00:00:00Z}
  - https://bare.example/b`;

describe('related items', () => {
  test('are links, each page once, without the article itself and withheld pages', () => {
    const { details } = entryOf(RELATED, '', settingsOf(), ['https://gone.example/x']);
    expect(details.related).toMatchObject([
      {
        url: 'https://one.example/a',
        title: 'One',
        summary: 'E',
        published: new Date('2022-07-01T00:00:00Z'),
        provider: { name: 'One', host: 'one.example' },
        picture: { url: 'https://one.example/p.png' },
      },
      { url: 'https://bare.example/b', title: undefined, published: undefined, provider: { host: 'bare.example' } },
    ]);
  });

  test('the original of the article is the article itself', () => {
    const { details, content } = entryOf(
      'originalUrl: https://portal.example/story\nrelated: [{title: Itself, webUrl: "http://portal.example/story#a"}, {title: Other, webUrl: "https://portal.example/other"}]',
    );
    expect(details.canonicalUrl).toBe('https://portal.example/story');
    expect(details.related.map(({ title }) => title)).toEqual(['Other']);
    expect(content).not.toContain('Itself');
  });

  test('are left out where the configuration says so', () => {
    const settings = settingsOf(
      '',
      'site: { id: "tag:news.example,2026:feeds", title: T, url: "https://news.example/" }\nfeeds: { baseUrl: "https://feeds.news.example/", related: { inEntries: false } }\n',
    );
    const entry = entryOf(RELATED, '', settings);
    expect(entry.details.related).toEqual([]);
    expect(entry.content).toBeUndefined();
  });
});

describe('a related item as an entry', () => {
  const context = { settings: settingsOf(), withheldPages: new Set<string>() };
  const identity = { id: 'https://one.example/a', updated: UPDATED };
  const item = (index: number) => articleOf(RELATED).related[index] as RelatedItem;

  test('has its provider as author, its own page and picture, and no topics', () => {
    expect(composeRelatedEntry(item(0), identity, context)).toMatchObject({
      id: 'https://one.example/a',
      link: 'https://one.example/a',
      title: 'One',
      description: 'E',
      author: [{ name: 'One', link: 'https://one.example/' }],
      category: [],
      published: new Date('2022-07-01T00:00:00Z'),
      date: new Date('2022-07-05T00:00:00Z'),
      content: '<p><img src="https://one.example/p.png" alt="One" /></p>\n<p>E</p>',
      details: { source: { name: 'One', url: 'https://one.example/' }, related: [], media: [] },
    });
  });

  test('has its title for a summary when it has none', () => {
    expect(composeRelatedEntry(item(1), identity, context)).toMatchObject({ title: 'Again', description: 'Again' });
  });

  test('is none without title or date', () => {
    expect(composeRelatedEntry(item(4), identity, context)).toBeUndefined();
  });
});
