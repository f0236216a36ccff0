// Pairs: test/fixtures/articles/<idea>.<md|html|yaml|…> and <idea>.<ext>.expected.json. Adding a pair is adding a test.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { articleText } from '../../bench/articles.ts';
import { formatRfc3339, type Instant } from '../../src/model/instant.ts';
import { keysOfRelatedItem, parseRelatedItem } from '../../src/parse/article.ts';
import { keyNames } from '../../src/parse/field-names.ts';
import { parseFrontMatter } from '../../src/parse/front-matter.ts';
import { codesOf, NOW, readFileText, readFileUndecoded, settingsOf } from '../support/reading.ts';

const FOLDER = new URL('../fixtures/articles/', import.meta.url).pathname;

const paths = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.expected.json'))
  .map((entry) => join(entry.parentPath, entry.name).slice(FOLDER.length))
  .sort();

test.each(paths)('reads %s', async (path) => {
  const { article, findings } = readFileText(readFileSync(join(FOLDER, path), 'utf8'), path);
  const told = findings.map(({ code, message, position }) => {
    const place = position === undefined ? '' : ` ${position.line}:${position.column}`;
    return `${code}${place} ${message}`;
  });
  const expected = `${JSON.stringify({ findings: told, article: article ?? null }, readable, 2)}\n`;
  await expect(expected).toMatchFileSnapshot(join(FOLDER, `${path}.expected.json`));
});

test('an article is read the same before it is decoded, to the places of its findings', () => {
  const settings = settingsOf('content: { fields: { title: überschrift } }\n');
  const texts = [
    ...paths.map((path) => [path, readFileSync(join(FOLDER, path), 'utf8')] as const),
    ...Array.from({ length: 500 }, (_, seed) => ['2024/a.md', withTraps(articleText(seed), seed)] as const),
  ];
  let read = 0;
  for (const [path, text] of texts) {
    const undecoded = readFileUndecoded(text, path, settings);
    if (undecoded === undefined) continue;
    expect(undecoded).toEqual(readFileText(text, path, settings));
    read += undecoded.findings.length;
  }
  expect(read).toBeGreaterThan(500);
});

test('a mapped key with a dot is known where it stands as it is', () => {
  const settings = settingsOf('content: { fields: { images: cover.image } }\n');
  const text = '---\ntitle: A\ndate: 2024-01-01T00:00:00Z\nexcerpt: E\ncover.image: https://a.example/b.jpg\n---\n';
  const { article, findings } = readFileText(text, 'a.md', settings);
  expect(article?.pictures).toMatchObject([{ url: 'https://a.example/b.jpg' }]);
  expect(findings).toEqual([]);
});

/** With what there are findings about, and letters of several bytes before it on the line. */
function withTraps(text: string, seed: number): string {
  const traps = ['  ', '&eacute;', '🚀\u00a0', '\u0085', 'Ã©', '<b>', ' '];
  return text
    .replace(/^( *(?:- )?(?:title|excerpt|name): "?)/gm, (_, before: string, at: number) => {
      return `${before}ÿ한🚀é${traps[(seed + at) % traps.length]}`;
    })
    .replace(/^title:/m, seed % 2 === 0 ? 'überschrift:' : 'title:')
    .replace(/^topics:\n(?: .*\n)*/m, 'topics: ["ÿ한🚀é", "two  spaces", "a&amp;b"]\n')
    .replace(/^provider:/m, 'schlüssel🚀: a\nprovider:')
    .replace(/^(secured: ".{10})/m, '$1é');
}

test.each([
  ['/{folder}/{slug}/', 'hello.md', 'https://news.example/hello/'],
  ['/{folder}/{slug}/', 'deep/hello.md', 'https://news.example/deep/hello/'],
  ['{site.url}/{folder}/{slug}/', 'hello.md', 'https://news.example/hello/'],
  ['//other.example/{folder}/{slug}/', 'hello.md', 'https://other.example/hello/'],
  ['{site.url}/{path}/', 'deep/v1.2/a.b.md', 'https://news.example/deep/v1.2/a.b/'],
  ['/{path}/', 'deep/ä (1)!.md', 'https://news.example/deep/%C3%A4%20%281%29%21/'],
  ['/{year}/{month}-{day}/{slug}', 'deep/2025-12-31-hello.md', 'https://news.example/2026/01-02/hello'],
  ['/{folder}/{slug}/', 'deep/2025-12-31_hello.md', 'https://news.example/deep/hello/'],
  ['/{slug}/', '2025-12-31.md', 'https://news.example/2025-12-31/'],
  ['/{slug}/', '2025-12-31-.md', 'https://news.example/2025-12-31-/'],
  ['/{slug}/', '12025-12-31-hello.md', 'https://news.example/12025-12-31-hello/'],
  ['/{lowerPath}/', 'Deep Down/My  Ä Post.md', 'https://news.example/deep-down/my-%C3%A4-post/'],
  ['/{lowerPath}/', "What's new - in C++/🚀 R&D (2).md", 'https://news.example/whats-new-in-c%2B%2B/rd-2/'],
  ['/{lowerPath}/', 'A/???.md', 'https://news.example/a/%3F%3F%3F/'],
  ['/{path}/', '2025-12-31-hello.md', 'https://news.example/2025-12-31-hello/'],
  // A page bundle is its folder.
  ['/{path}/', 'deep/hello/index.md', 'https://news.example/deep/hello/'],
  ['/{folder}/{slug}/', 'deep/2025-12-31-hello/INDEX.html', 'https://news.example/deep/hello/'],
  ['/{path}/', 'index.md', 'https://news.example/index/'],
  ['/{path}/', 'deep/index-of-all.md', 'https://news.example/deep/index-of-all/'],
  ['/{path}/', 'deep/an-index.md', 'https://news.example/deep/an-index/'],
])('content.permalink %s makes of %s the address %s', (permalink, path, expected) => {
  const text = '---\ntitle: Hello\ndate: 2026-01-02\n---\n';
  const { article } = readFileText(text, path, settingsOf(`content: { permalink: "${permalink}" }\n`));
  expect(article?.permalink).toBe(expected);
});

test.each([
  ['{lowerPath}', 'My slug', 'https://news.example/deep/my-slug'],
  ['{path}', 'my slug', 'https://news.example/deep/my%20slug'],
  ['{slug}', ' my-slug ', 'https://news.example/my-slug'],
  ['{slug}', ' ', 'https://news.example/hello'],
])('content.permalink %s makes of the slug %j the address %s', (permalink, slug, expected) => {
  const text = `---\ntitle: Hello\ndate: 2026-01-02\nslug: "${slug}"\n---\n`;
  const settings = settingsOf(`content: { permalink: "/${permalink}" }\n`);
  expect(readFileText(text, 'deep/2025-12-31-hello.md', settings).article?.permalink).toBe(expected);
});

test('a slug that is fit for a path and not for a host makes no address', () => {
  const settings = settingsOf('content: { permalink: "https://{slug}.news.example/" }\n');
  const { article, findings } = readFileText('---\ntitle: A\ndate: 2026-01-02\nslug: a b\n---\n', 'a.md', settings);
  expect(article).toBeUndefined();
  expect(codesOf(findings)).toContain('article/missing-permalink');
});

test.each([
  ['categories: [News, "Big Data"]', 'news/big%20data/hello'],
  // Jekyll splits a text at its spaces, but not that of the key for a single one, which counts more.
  ['categories: jekyll Update', 'jekyll/update/hello'],
  ['categories: [a, b]\ncategory: Big Data', 'big%20data/hello'],
  ['categories: [a, A]', 'a/hello'],
  ['tags: [a]', 'hello'],
])('of %j {categories} makes %s', (fields, expected) => {
  const settings = settingsOf('content: { permalink: "/{categories}/{slug}" }\n');
  const text = `---\ntitle: Hello\ndate: 2026-01-02\n${fields}\nrelated: [{title: R, url: "a"}]\n---\n`;
  expect(readFileText(text, 'hello.md', settings).article).toMatchObject({
    permalink: `https://news.example/${expected}`,
    related: [{ url: new URL('a', `https://news.example/${expected}`).href }],
  });
});

test.each([
  ['Asia/Tokyo', '2026-01-02', '2026/01/02'],
  ['Asia/Tokyo', '2026-01-01T23:30:00Z', '2026/01/02'],
  ['America/New_York', '2026-01-01T03:00:00Z', '2025/12/31'],
  ['UTC', '2026-01-02T00:30:00+09:00', '2026/01/01'],
])('in %s, the made address of an article of %s has the day %s', (zone, date, day) => {
  const settings = settingsOf(`content: { timeZone: ${zone}, permalink: "/{year}/{month}/{day}/{slug}" }\n`);
  const { article } = readFileText(`---\ntitle: Hello\ndate: ${date}\n---\n`, 'hello.md', settings);
  expect(article?.permalink).toBe(`https://news.example/${day}/hello`);
});

function siteAt(url: string): string {
  return `site: { id: "tag:site.example,2026:feeds", title: Site, url: "${url}" }\nfeeds: { baseUrl: "https://f.example/" }\n`;
}

test.each([
  ['https://site.example/index.html', 'https://site.example/hello/'],
  ['https://site.example/blog/Home.HTM', 'https://site.example/blog/hello/'],
  ['https://site.example/docs/v1.2', 'https://site.example/docs/v1.2/hello/'],
  ['https://site.html', 'https://site.html/hello/'],
])('addresses are made beside the home page %s', (url, expected) => {
  const { article } = readFileText(
    '---\ntitle: Hello\ndate: 2026-01-02\n---\n',
    'hello.md',
    settingsOf('', siteAt(url)),
  );
  expect(article?.permalink).toBe(expected);
});

test.each([
  ['https://site.example/blog', 'https://site.example/blog/'],
  ['https://site.example/blog/', 'https://site.example/blog/'],
  ['https://site.example', 'https://site.example/'],
  ['https://site.example/blog/home.html', 'https://site.example/blog/'],
  ['https://site.example/a/blog', 'https://site.example/a/blog/'],
])('relative addresses stand below the site %s', (url, folder) => {
  const settings = settingsOf('content: { permalink: "{path}.html" }\n', siteAt(url));
  const read = (keys: string, path = 'a/b.md') =>
    readFileText(`---\ntitle: Hello\ndate: 2026-01-02\n${keys}---\n`, path, settings).article;
  expect(read('')?.permalink).toBe(`${folder}a/b.html`);
  expect(read('', 'b.md')?.permalink).toBe(`${folder}b.html`);
  expect(read('url: hello/\nauthor: { name: Ada, url: ada }\n')).toMatchObject({
    permalink: `${folder}hello/`,
    authors: [{ url: `${folder}ada` }],
  });
});

test.each([
  ['url: /hello/', 'https://site.example/blog/hello/'],
  ['permalink: /hello/', 'https://site.example/blog/hello/'],
  ['permalink: /a:b/', 'https://site.example/blog/a:b/'],
  ['permalink: /blogs/', 'https://site.example/blog/blogs/'],
  // Whoever writes the folder of the site means it.
  ['url: /blog/hello/', 'https://site.example/blog/hello/'],
  ['url: /blog', 'https://site.example/blog'],
  ['url: //other.example/hello/', 'https://other.example/hello/'],
  // No generator reads these: an address as a browser has it.
  ['webUrl: /hello/', 'https://site.example/hello/'],
  ['link: /hello/', 'https://site.example/hello/'],
])('with the site below a path, %s is %s', (key, expected) => {
  const settings = settingsOf('', siteAt('https://site.example/blog'));
  const text = `---\ntitle: Hello\ndate: 2026-01-02\n${key}\n---\n`;
  expect(readFileText(text, 'a/b.md', settings).article?.permalink).toBe(expected);
});

test('one related item is read as with its article', () => {
  const settings = settingsOf();
  const context = { settings, names: keyNames(settings.content.fields), now: NOW };
  let items = 0;
  let found = 0;
  for (const path of paths) {
    const text = readFileSync(join(FOLDER, path), 'utf8');
    const related = readFileText(text, path).article?.related ?? [];
    const source = parseFrontMatter(text, path, () => undefined);
    if (source === undefined || related.length === 0) continue;
    const alone = [...related.keys(), related.length].map((index) => parseRelatedItem(source, path, index, context));
    expect(alone).toEqual([...related, undefined]);
    const keys = keysOfRelatedItem(context);
    const ofPart = [...related.keys()].map((index) => {
      const part = parseFrontMatter(text, path, () => undefined, { keys, items: index + 1 });
      return part && parseRelatedItem(part, path, index, context);
    });
    // Where one before it does not count, it lies behind the part.
    expect(ofPart.map((item, index) => item ?? related[index])).toEqual(related);
    found += ofPart.filter((item) => item !== undefined).length;
    items += related.length;
  }
  expect(items).toBeGreaterThan(5);
  expect(found).toBeGreaterThan(5);
});

function readable(key: string, value: unknown): unknown {
  return (key === 'published' || key === 'updated') && typeof value === 'number'
    ? formatRfc3339(value as Instant)
    : value;
}
