// Which JSON means to be a JSON Feed: only that is judged as one.
import { expect, test } from 'vitest';
import { isJsonFeed } from '../../src/lint/json-feed.ts';
import { readJson } from '../../src/lint/json-reader.ts';
import type { Directory, DirectoryFeed } from '../../src/model/directory.ts';
import { renderFeedMenu } from '../../src/render/feed-menu.ts';
import { url } from '../support/documents.ts';

const means = (text: string) => isJsonFeed(readJson(text));

test.each([
  { version: 'https://jsonfeed.org/version/1.1' },
  { version: 'http://www.jsonfeed.org/1' },
  { title: 'T', items: [] },
  { title: 'T', items: {} },
  { home_page_url: 'https://a.example/', items: [] },
  { feed_url: 'https://a.example/feed.json', items: [] },
  { items: [{ id: '1' }] },
  { items: [null, { content_html: '<p>x' }] },
  { items: [{ content_text: 'x' }] },
])('%j does', (value) => {
  expect(means(JSON.stringify(value))).toBe(true);
});

test.each([
  {},
  [],
  { version: '1.1' },
  { items: [] },
  { items: {} },
  { items: ['id'] },
  { items: [{ name: 'A' }], total: 1 },
  { title: 'T' },
  { title: { text: 'T' }, items: [] },
])('%j does not', (value) => {
  expect(means(JSON.stringify(value))).toBe(false);
});

test('a torn one does as soon as it shows', () => {
  expect(means('{"title": "T", "items": [{"id": "1", ')).toBe(true);
  expect(means('{"items": [{"id": "1", "content_text": "x')).toBe(true);
});

test('a feed menu, ours or not, does not', () => {
  const feed = {
    title: 'T',
    name: 'N',
    folder: '',
    description: 'D',
    links: { rss: url('https://f.example/rss.xml') },
  };
  const groups = [
    { kind: 'site', title: 'The site', feeds: [feed] },
    { kind: 'topic', title: 'Topics', feeds: [{ ...feed, folder: 'topics/ai/' }] },
  ];
  const menu = renderFeedMenu({ title: 'T', groups } as unknown as Directory & { groups: { feeds: DirectoryFeed[] } });
  expect(menu).toContain('"feed-menu": "Topics"');
  expect(means(menu)).toBe(false);
});
