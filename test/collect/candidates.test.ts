import { expect, test } from 'vitest';
import { candidatesOf } from '../../src/collect/candidates.ts';
import type { Article, RelatedItem } from '../../src/model/article.ts';
import type { Candidate } from '../../src/model/collection.ts';
import { hashOf } from '../../src/model/hash.ts';
import type { PlainText } from '../../src/model/text.ts';
import { readFileText, settingsOf } from '../support/reading.ts';

function candidates(fields: string, settings = settingsOf()): readonly Candidate[] {
  const text = `---\ntitle: A title\nexcerpt: A sentence.\ndate: 2022-07-04T07:55:00Z\n${fields}\n---\n`;
  const { article } = readFileText(text, 'story.md', settings);
  return candidatesOf(article as Article, settings.site);
}

test('an article without a provider belongs to the site', () => {
  expect(candidates('')).toMatchObject([
    { host: 'news.example', providerName: 'Example News', parent: undefined, relatedIndex: -1, path: 'story.md' },
  ]);
});

test('an article belongs to its provider', () => {
  expect(candidates('provider: {name: Other, domain: Other.example}')).toMatchObject([
    { host: 'other.example', providerName: 'Other' },
  ]);
});

test('its pages are the permalink and the original, as keys', () => {
  const [article] = candidates('webUrl: http://a.example/x?utm_source=y#z\noriginalUrl: https://b.example');
  expect(article?.pages).toEqual(['https://a.example/x', 'https://b.example/']);
});

test('it has the language of the site when it names none', () => {
  const settings = settingsOf(
    '',
    'site: { id: "tag:a.example,2026:x", title: T, url: "https://news.example/", language: pt-BR }\nfeeds: { baseUrl: "https://feeds.news.example/" }\n',
  );
  expect(candidates('', settings)[0]?.language).toBe('pt-BR');
  expect(candidates('lang: es', settings)[0]?.language).toBe('es');
  expect(candidates('')[0]?.language).toBeUndefined();
});

const RELATED = `related:
  - {title: One, webUrl: "https://one.example/a#x", publishedDateTime: 2022-07-01T00:00:00Z, quality: 5, type: video}
  - {title: No date, webUrl: "https://one.example/b"}
  - {webUrl: "https://one.example/c", publishedDateTime: 2022-07-01T00:00:00Z}
  - {title: Two, webUrl: "http://two.example", publishedDateTime: 2022-07-02T00:00:00Z, provider: {name: Two, domain: www.two.example}}`;

test('related items with title and date are candidates of their own, by their pages', () => {
  const [parent, ...related] = candidates(`${RELATED}\ntopics: [AI]`);
  expect(related).toMatchObject([
    {
      id: 'https://one.example/a',
      pages: ['https://one.example/a'],
      relatedIndex: 0,
      host: 'one.example',
      providerName: 'one.example',
      quality: 5,
      type: 'video',
      topics: [],
      path: 'story.md',
    },
    { id: 'https://two.example/', relatedIndex: 3, host: 'www.two.example', providerName: 'Two' },
  ]);
  expect(related.every((item) => item.parent === parent)).toBe(true);
});

test.each(['published: false', 'draft: true', 'removed: true'])('those of an article with %s are none', (withheld) => {
  expect(candidates(`${RELATED}\n${withheld}`)).toHaveLength(1);
});

test('what tells a change apart is the hash of the values, as it is in ledgers', () => {
  const quoted = `title: 'A "title" \\ 🚀'
excerpt: "Tab\\t, \\u2028 and \\uD83D"
webUrl: https://news.example/a?b="c"
originalUrl: https://other.example/
images: [{url: /a.png, width: 10.4, height: 1e3}, /b.jpg, ./../c.jpg]
`;
  for (const body of ['', 'A text, "quoted".\n']) {
    for (const fields of ['', 'title: Plain\n', quoted, quoted + RELATED.replace('One', '"“One”\\"s"')]) {
      const text = `---\ndate: 2022-07-04T07:55:00Z\n${fields}${fields.includes('title') ? '' : 'title: T\n'}\n---\n${body}`;
      const article = readFileText(text, 'story.md').article as Article;
      const { title, excerpt, bodyHash, published, permalink, canonicalUrl, pictures, related } = article;
      const parts = (from: RelatedItem['pictures']) => from.map(({ url, width, height }) => [url, width, height]);
      const own = pictures.map(({ url, beside, width, height }) => [beside ?? url, width, height]);
      const links = related.map((item) => [item.url, item.title, item.summary]);
      const [parent, ...items] = candidatesOf(article, settingsOf().site);
      expect(parent).toMatchObject({
        text: hashOf(title, excerpt, bodyHash, published, own),
        seen: hashOf(title, excerpt, bodyHash, permalink, canonicalUrl, parts(pictures), links),
      });
      for (const { relatedIndex, seen, text } of items) {
        const item = related[relatedIndex];
        expect(seen).toBe(hashOf(item?.title, item?.summary, item?.url, parts(item?.pictures ?? [])));
        expect(text).toBe(seen);
      }
    }
  }
});

test('a summary that is made of the body tells no change, since another version may make another', () => {
  const { article } = readFileText('---\ntitle: T\ndate: 2022-07-04\n---\nA text.\n', 'story.md');
  const { summary, ...own } = article as Article;
  expect(summary).toBe('A text.');
  const [now, later] = [summary, 'Another text' as PlainText].map(
    (made) => candidatesOf({ ...own, summary: made }, settingsOf().site)[0],
  );
  expect(later).toEqual(now);
});
