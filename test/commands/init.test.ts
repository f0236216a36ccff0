// feedmill init: the folders that it may meet, and that what it writes parses and builds.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { surveyContent } from '../../src/build/survey.ts';
import { runBuild } from '../../src/commands/build.ts';
import { runInit } from '../../src/commands/init.ts';
import { UsageFailure } from '../../src/io/failure.ts';
import { parseConfig } from '../../src/parse/config/config.ts';
import { LIMITS } from '../../src/parse/limits.ts';
import { ROOT } from '../support/cli.ts';
import { entries, readFolder, settingsFrom } from '../support/site.ts';
import { inTerminal } from '../support/terminal.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-init-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const init = (...argv: readonly string[]) => inTerminal(runInit, argv, { cwd: folder });
const written = () => readFile(join(folder, 'feedmill.yaml'), 'utf8');

/** What was written, read as a build reads it; any finding fails. */
const settings = async () => settingsFrom(await written());

/** Builds with what was written; the site feed's entries. */
async function built(): Promise<readonly Record<string, unknown>[]> {
  const { code, stderr } = await inTerminal(runBuild, ['--strict'], { cwd: folder });
  expect({ code, errors: stderr.match(/^error .*/gm) ?? [] }).toEqual({ code: 0, errors: [] });
  return entries(await readFolder(join(folder, 'out')));
}

const post = (fields: string, body = 'Some text.') => `---\n${fields}\n---\n\n${body}\n`;

describe('folders of site generators', () => {
  test('Jekyll: _posts with dates in the names', async () => {
    await write({
      '_posts/2026-01-05-first-post.md': post('layout: post\ntitle: "First post"\ntags: [a, b]'),
      '_posts/2026-02-06-second-post.markdown': post(
        'layout: post\ntitle: Second post\ndate: 2026-02-06 10:00:00 +0100',
      ),
      '_drafts/not-yet.md': post('title: Not yet'),
      '_config.yml': 'title: My Jekyll\n',
    });
    const { code, stderr } = await init('--url', 'https://jekyll.example/');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'Wrote feedmill.yaml for 2 articles in _posts. Read it through, then run: feedmill build\n',
    });
    expect((await settings()).content).toMatchObject({
      dir: '_posts',
      permalink: '{site.url}/{categories}/{year}/{month}/{day}/{slug}.html',
    });
    expect((await built()).map(({ title, url }) => [title, url])).toEqual([
      ['Second post', 'https://jekyll.example/2026/02/06/second-post.html'],
      ['First post', 'https://jekyll.example/2026/01/05/first-post.html'],
    ]);
  });

  test.each([
    ['permalink: /blog/:year/:title:output_ext', '{site.url}/blog/{year}/{slug}.html'],
    ['permalink: pretty', '{site.url}/{categories}/{year}/{month}/{day}/{slug}/'],
    ['permalink: none', '{site.url}/{categories}/{slug}.html'],
    ['permalink: /:title', '{site.url}/{slug}'],
    // The address of a post counts more than that of a page.
    [
      'permalink: /pages/:title\ndefaults: [{scope: {path: "", type: posts}, values: {permalink: "/posts/:title/"}}]',
      '{site.url}/posts/{slug}/',
    ],
    ['defaults: [{scope: {path: "", type: tabs}, values: {permalink: "/:title/"}}]', ''],
    ['permalink: /:year/:y_day/:title', '{site.url}/{path}/'],
    ['permalink: /all', '{site.url}/{path}/'],
    ['permalink: /{a}/:title/', '{site.url}/{path}/'],
    ['permalink: [', '{site.url}/{categories}/{year}/{month}/{day}/{slug}.html'],
    // Hexo.
    ['skip_render:', '{site.url}/{year}/{month}/{day}/{path}/'],
    ['source_dir: source\npermalink: :name.html', '{site.url}/{slug}.html'],
    ['new_post_name: :year-:month-:day-:title.md\npermalink: :year/:title/', '{site.url}/{year}/{slug}/'],
    ['new_post_name: :title.md\npermalink: posts/:abbrlink.html', '{site.url}/posts/{slug}.html', 'abbrlink'],
    ['new_post_name: :title.md\npermalink: :category/:title/', '{site.url}/{path}/'],
    ['new_post_name: :title.md\npermalink: :title/:abbrlink/', '{site.url}/{path}/'],
  ])('of _config.yml with %j it takes %s', async (config, permalink, slug = undefined) => {
    const usual = permalink === '' ? '{site.url}/{categories}/{year}/{month}/{day}/{slug}.html' : permalink;
    await write({ 'source/_posts/2026-01-05-first.md': post('title: First'), '_config.yml': `${config}\n` });
    await init();
    const { content } = await settings();
    expect(content).toMatchObject({ dir: 'source/_posts', permalink: usual, timeZone: 'UTC' });
    expect(content.fields.get('slug')).toEqual(slug === undefined ? undefined : [slug]);
    const isSaid = usual !== '{site.url}/{path}/';
    expect((await written()).includes('What _config.yml says of addresses cannot be said')).toBe(!isSaid);
  });

  test.each([
    ['', '{site.url}/{categories}/{year}/{month}/{day}/{slug}/'],
    ['permalink: pretty_ext', '{site.url}/{categories}/{year}/{month}/{day}/{slug}.html'],
    ['permalink: simple', '{site.url}/{categories}/{slug}/'],
    ['permalink: simple_ext', '{site.url}/{categories}/{slug}.html'],
    ['permalink: /blog/:year/:slug/', '{site.url}/blog/{year}/{slug}/'],
    ['permalink: /:locale/:slug.*', '{site.url}/{path}/'],
  ])('of bridgetown.config.yml with %j it takes %s', async (config, permalink) => {
    const site = 'url: https://ada.example\nbase_path: /blog\ntimezone: America/Los_Angeles\n';
    await write({
      'src/_posts/2026-01-05-first.md': post('title: First\ndate: 2026-01-05 22:00:00'),
      'bridgetown.config.yml': `${site}${config}\n`,
    });
    await init();
    expect(await settings()).toMatchObject({
      site: { url: 'https://ada.example/blog/' },
      content: { dir: 'src/_posts', permalink, timeZone: 'America/Los_Angeles' },
    });
  });

  test.each([
    ['title: My  Blog\nurl: https://ada.example', 'My Blog', 'https://ada.example/'],
    ['title: "A: B"\nurl: https://ada.example/\nbaseurl: /blog/', 'A: B', 'https://ada.example/blog/'],
    [
      'url: https://ada.example/blog\nroot: /blog/\nbaseurl: /x/\nskip_render:',
      'ada.example',
      'https://ada.example/blog/',
    ],
    ['title: " "\nurl: ""\nbaseurl: /blog', 'example.org', 'https://example.org/'],
    ['title: [Here]\nurl: http://localhost:4000', 'Here', 'https://example.org/'],
    ['url: https://ann:secret@ada.example/', 'example.org', 'https://example.org/'],
    ['url: "https://ada.example/?a"', 'example.org', 'https://example.org/'],
  ])('of _config.yml with %j the site is %s, %s', async (config, title, url) => {
    await write({ '_posts/2026-01-05-first.md': post('title: First'), '_config.yml': `${config}\n` });
    await init();
    expect((await settings()).site).toMatchObject({ title, url });
    expect(await written()).not.toContain('secret');
    await init('--force', '--url', 'https://bob.example/', '--title', 'Own');
    expect((await settings()).site).toMatchObject({ title: 'Own', url: 'https://bob.example/' });
  });

  test('of a collection of Jekyll it takes all but the addresses', async () => {
    await write({
      '_news/2026-01-05-first.md': post('title: First\nwebUrl: https://bob.example/first'),
      '_config.yml':
        'title: The News\nurl: https://ada.example\nbaseurl: /n\nlocale: es-mx\ntimezone: Asia/Tokyo\npermalink: /:title/\n',
    });
    await init();
    expect(await settings()).toMatchObject({
      site: { title: 'The News', url: 'https://ada.example/n/', language: 'es-mx' },
      content: { dir: '_news', permalink: '{site.url}/{path}/', timeZone: 'Asia/Tokyo' },
    });
    expect(await written()).toContain('What _config.yml says of addresses cannot be said here.');
  });

  test('the zone of _config.yml is that of dates that name none', async () => {
    await write({
      'source/_posts/first.md': post('title: First\ndate: 2026-01-05 00:30:00'),
      '_config.yml': 'timezone: Asia/Shanghai\nskip_render:\npermalink: :year/:month/:day/:title/\n',
    });
    await init('--url', 'https://hexo.example/');
    expect((await built()).map(({ url, date_published }) => [url, date_published])).toEqual([
      ['https://hexo.example/2026/01/05/first/', '2026-01-04T16:30:00Z'],
    ]);
  });

  test('where there is no _config.yml, it may be called _config.yaml', async () => {
    await write({ '_posts/2026-01-05-first.md': post('title: First'), '_config.yaml': 'permalink: /:title/\n' });
    await init();
    expect((await settings()).content.permalink).toBe('{site.url}/{slug}/');
    await write({ '_config.yml': 'permalink: /a/:title/\n' });
    await init('--force');
    expect((await settings()).content.permalink).toBe('{site.url}/a/{slug}/');
  });

  test('a _config.yml that is too large, or no file, is none', async () => {
    const usual = '{site.url}/{categories}/{year}/{month}/{day}/{slug}.html';
    const large = `permalink: /:title/\n${'#'.repeat(LIMITS.fileBytes)}`;
    await write({ '_posts/2026-01-05-first.md': post('title: First'), '_config.yml': large });
    await init();
    expect((await settings()).content.permalink).toBe(usual);
    await rm(join(folder, '_config.yml'));
    execFileSync('mkfifo', [join(folder, '_config.yml')]);
    await init('--force');
    expect((await settings()).content.permalink).toBe(usual);
  });

  test.each(["''", 'Nowhere/Land', 'CST'])('a zone of %s in _config.yml is none', async (zone) => {
    await write({ '_posts/2026-01-05-first.md': post('title: First'), '_config.yml': `timezone: ${zone}\n` });
    await init();
    expect((await settings()).content.timeZone).toBe('UTC');
  });

  test.each<readonly [string, string, { title?: string; url: string; language?: string; timeZone?: string }]>([
    [
      'hugo.toml',
      'baseURL = "https://ada.example/blog/"\nlanguageCode = "de-at"\ntitle = "My  Blog"\ntimeZone = "Europe/Vienna"',
      { title: 'My Blog', url: 'https://ada.example/blog/', language: 'de-at', timeZone: 'Europe/Vienna' },
    ],
    // To Hugo capitals are all one.
    ['config.yaml', 'baseurl: https://ada.example\nTitle: Ada', { title: 'Ada', url: 'https://ada.example/' }],
    ['config/_default/hugo.json', '{"baseURL": "https://ada.example/"}', { url: 'https://ada.example/' }],
    ['hugo.toml', 'title = "Here"\nbaseURL = "/"', { title: 'Here', url: 'https://example.org/' }],
    [
      'zola.toml',
      'base_url = "https://ada.example"\ndefault_language = "fr"\ntitle = "Zola"',
      { title: 'Zola', url: 'https://ada.example/', language: 'fr' },
    ],
    ['hugo.toml', 'baseURL = "https://ann:secret@ada.example/"', { url: 'https://example.org/' }],
    // Hugo has titles with languages, of which one is the usual one.
    [
      'hugo.toml',
      'baseURL = "https://ada.example/"\ntitle = "No"\n[languages.en]\ntitle = "Ada"\nlanguageCode = "en-GB"',
      { title: 'Ada', url: 'https://ada.example/', language: 'en-GB' },
    ],
    [
      'hugo.yaml',
      'baseURL: https://ada.example/\ndefaultContentLanguage: de\nlanguages: {DE: {Title: Ada}}',
      { title: 'Ada', url: 'https://ada.example/', language: 'de' },
    ],
  ])('of %s with %j it takes %j', async (file, config, expected) => {
    await write({ 'content/posts/first.md': post('title: First\ndate: 2026-01-05'), [file]: `${config}\n` });
    await init();
    const { site, content } = await settings();
    expect({ ...site, timeZone: content.timeZone }).toMatchObject({ timeZone: 'UTC', ...expected });
    expect(site.language).toBe(expected.language);
    expect(content.permalink).toBe('{site.url}/{lowerPath}/');
    expect(await written()).not.toMatch(/secret|cannot be said/);
  });

  test.each([
    ['config.json', '{"title": "Tool", "language": "fr"}'],
    ['hugo.toml', 'baseURL = ['],
  ])('of %s with %j, which is none of Hugo, it takes nothing', async (file, config) => {
    await write({ 'content/posts/first.md': post('title: First\ndate: 2026-01-05'), [file]: `${config}\n` });
    await init();
    const { site, content } = await settings();
    expect(site).toMatchObject({ title: 'example.org', url: 'https://example.org/' });
    expect(site.language).toBeUndefined();
    expect(content.permalink).toBe('{site.url}/{path}/');
  });

  test.each([
    ['content/posts', '', '{site.url}/posts/{lowerPath}/', false],
    ['content/a/b', 'uglyURLs = false', '{site.url}/a/b/{lowerPath}/', false],
    ['articles/posts', '', '{site.url}/{lowerPath}/', false],
    ['articles/posts', 'contentDir = "articles"', '{site.url}/posts/{lowerPath}/', false],
    ['src/text/posts', 'contentdir = "./src/text/"', '{site.url}/posts/{lowerPath}/', false],
    ['content/posts', 'contentDir = "articles"', '{site.url}/{lowerPath}/', false],
    ['content/My posts', '', '{site.url}/{path}/', true],
    ['content', 'uglyurls = true', '{site.url}/{path}/', true],
    ['content', 'disablePathToLower = true', '{site.url}/{path}/', true],
    ['content', 'defaultContentLanguageInSubdir = true', '{site.url}/{path}/', true],
    ['content', 'base_url = "https://ada.example"\nslugify = {paths = "off"}', '{site.url}/{path}/', true],
    ['content', '[permalinks]\nposts = "/:year/:title/"', '{site.url}/{path}/', true],
    // Articles of the second language are below its name.
    ['content', 'languages = {en = {}, de = {}}', '{site.url}/{path}/', true],
    ['content', 'base_url = "https://ada.example"\nlanguages = {de = {}}', '{site.url}/{path}/', true],
  ])('articles in %s of a site of Hugo with %j are at %s', async (dir, config, permalink, isUnsaid) => {
    await write({ [`${dir}/first.md`]: post('title: First\ndate: 2026-01-05'), 'hugo.toml': `${config}\n` });
    await init(dir);
    expect((await settings()).content.permalink).toBe(permalink);
    expect((await written()).includes('What hugo.toml says of addresses cannot be said')).toBe(isUnsaid);
  });

  test.each([
    ['zola.toml', 'base_url = "https://ada.example"', '{site.url}/{folder}/{slug}/'],
    ['hugo.toml', '[frontmatter]\ndate = [":filename", ":default"]', '{site.url}/{folder}/{slug}/'],
    ['hugo.toml', '[frontmatter]\ndate = ["date"]', '{site.url}/{lowerPath}/'],
  ])('articles named by their days in a site of %s with %j are at %s', async (file, config, permalink) => {
    for (const name of ['2026-01-05-first', '2026-01-05_first']) {
      await write({ [`content/blog/${name}.md`]: post('title: First\ndate: 2026-01-05'), [file]: `${config}\n` });
      await init('--force');
      expect((await settings()).content.permalink).toBe(permalink);
      await rm(join(folder, 'content/blog'), { recursive: true });
    }
  });

  test('what Hugo is told of one key in a file of its own counts', async () => {
    const below = 'config/_default';
    await write({
      'content/posts/first.md': post('title: First\ndate: 2026-01-05'),
      [`${below}/hugo.toml`]: 'baseURL = "https://ada.example/"\ndefaultContentLanguage = "de"\n',
      [`${below}/languages.de.toml`]: 'title = "Ada"\nlanguageCode = "de-at"\n',
      [`${below}/params.toml`]: 'title = "No"\n',
    });
    await init();
    expect(await settings()).toMatchObject({
      site: { title: 'Ada', language: 'de-at' },
      content: { permalink: '{site.url}/{lowerPath}/' },
    });
    const parts = {
      'permalinks.yaml': 'posts: /:year/:title/',
      'languages.json': '{"en": {}}',
      'languages.en.toml': '',
    };
    for (const [name, text] of Object.entries(parts)) {
      await write({ [`${below}/${name}`]: `${text}\n` });
      await init('--force');
      expect((await settings()).content.permalink, name).toBe('{site.url}/{path}/');
      await rm(join(folder, below, name));
    }
  });

  test('of several configurations of Hugo the nearest counts', async () => {
    await write({
      'theme/site/content/first.md': post('title: First\ndate: 2026-01-05'),
      'theme/site/config/_default/hugo.toml': 'title = "Near"\n',
      'hugo.toml': 'title = "Far"\n',
    });
    await init('theme/site/content');
    expect((await settings()).site.title).toBe('Near');
  });

  test('Hugo: content with sections, bundles and _index.md', async () => {
    await write({
      'hugo.toml': "title = 'My Hugo'\n",
      'content/_index.md': post('title: Home'),
      'content/posts/_index.md': post('title: Posts'),
      'content/posts/one/index.md': post('title: One\ndate: 2026-01-05T08:00:00+01:00\ndraft: false'),
      'content/posts/two.md': post('title: Two\ndate: 2026-02-05T08:00:00Z\nlastmod: 2026-02-06T08:00:00Z'),
      'content/posts/three.md': post('title: Three\ndate: 2026-03-05T08:00:00Z\ndraft: true'),
    });
    await init('--url', 'https://hugo.example');
    expect(await settings()).toMatchObject({ site: { title: 'My Hugo' }, content: { dir: 'content' } });
    expect((await built()).map(({ title, url }) => [title, url])).toEqual([
      ['Two', 'https://hugo.example/posts/two/'],
      ['One', 'https://hugo.example/posts/one/'],
    ]);
  });

  test('Eleventy: posts with tags and descriptions', async () => {
    await write({
      'eleventy.config.js': 'export default () => {};\n',
      'posts/first.md': post('title: First\ndescription: The first one.\ndate: 2026-01-05\ntags:\n  - note'),
      'posts/second.md': post('title: Second\ndate: 2026-02-05\npermalink: /elsewhere/'),
      'posts/posts.json': '{"layout": "post"}\n',
    });
    await init('posts', '--url', 'https://eleventy.example/');
    expect((await settings()).content.dir).toBe('posts');
    const { code, stderr } = await inTerminal(runBuild, [], { cwd: folder });
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/^(?:error|warning) /m);
    const found = entries(await readFolder(join(folder, 'out')));
    expect(found.map(({ title, url }) => [title, url])).toEqual([
      ['Second', 'https://eleventy.example/elsewhere/'],
      ['First', 'https://eleventy.example/posts/first/'],
    ]);
  });

  test('are looked for up to the root of the file system, where the project lies there', async () => {
    await write({ 'posts/a.md': '---\ntitle: A\ndate: 2026-01-05\n---\n' });
    expect(await surveyContent(join(folder, 'posts'), parse(folder).root)).toMatchObject({ articles: 1 });
  });

  test.each<readonly [string, string, Readonly<Record<string, string>>, string, string]>([
    ['docusaurus.config.ts', 'blog', { '2026-01-05-a.md': 'title: A\nslug: a' }, '{site.url}/blog/{slug}', ''],
    [
      'docusaurus.config.js',
      'blog',
      { '2026-01-05-a/index.md': 'title: A', '2026-01-06-b.md': 'title: B' },
      '{site.url}/blog/{year}/{month}/{day}/{folder}/{slug}',
      '',
    ],
    ['docusaurus.config.js', 'news', { 'a.md': 'title: A' }, '{site.url}/news/{path}', ''],
    [
      'docusaurus.config.js',
      'blog',
      { '2026-01-05-a.md': 'slug: a', '2026-01-06-b.md': 'slug: b', '2026-01-07-c.md': 'title: C' },
      '{site.url}/blog/{slug}',
      'docusaurus.config.js',
    ],
    ['astro.config.mjs', 'src/content', { 'blog/A b.md': 'title: A' }, '{site.url}/{lowerPath}/', ''],
    ['astro.config.ts', 'src/content/blog', { 'a.md': 'title: A' }, '{site.url}/blog/{lowerPath}/', ''],
    ['astro.config.ts', 'src/data/blog', { 'a.md': 'title: A' }, '{site.url}/{lowerPath}/', ''],
    ['astro.config.ts', 'src/pages/posts', { 'a.md': 'title: A' }, '{site.url}/posts/{path}/', ''],
    ['.vitepress/config.ts', 'posts', { 'a.md': 'title: A' }, '{site.url}/posts/{path}.html', ''],
    ['docs/.vitepress/config.ts', 'docs', { 'a.md': 'title: A' }, '{site.url}/{path}.html', ''],
    ['quartz.config.ts', 'content', { 'A-b.md': 'title: A' }, '{site.url}/{path}', ''],
    ['quartz.config.ts', 'content', { 'A b.md': 'title: A' }, '{site.url}/{path}', 'quartz.config.ts'],
    ['eleventy.config.js', 'posts', { 'a.md': 'title: A' }, '{site.url}/posts/{path}/', ''],
    ['.eleventy.js', 'src/posts', { 'a.md': 'title: A' }, '{site.url}/posts/{path}/', ''],
    ['.eleventy.js', 'my posts', { 'a.md': 'title: A' }, '{site.url}/{path}/', ''],
    [
      'eleventy.config.js',
      'content',
      { 'blog/a.md': 'title: A', 'blog/blog.json': '{"permalink": "/{{ page.fileSlug }}/"}' },
      '{site.url}/{path}/',
      'blog.json',
    ],
    ['deep/elsewhere/astro.config.ts', 'posts', { 'A.md': 'title: A' }, '{site.url}/{path}/', ''],
  ])('with %s, articles in %s with %j are at %s', async (configuration, dir, files, permalink, unsaidIn) => {
    await write({ [configuration]: '' });
    for (const [path, text] of Object.entries(files))
      await write({ [`${dir}/${path}`]: path.endsWith('.json') ? text : post(text) });
    await init(dir);
    expect((await settings()).content.permalink).toBe(permalink);
    const told = /What (.*) says of addresses cannot be said/.exec(await written())?.[1] ?? '';
    expect(told).toBe(unsaidIn);
  });

  test('Docusaurus: a blog with authors, tags and a partial', async () => {
    await write({
      'docusaurus.config.ts': 'export default {};\n',
      'blog/authors.yml': 'ada:\n  name: Ada\n  title: Engineer\n',
      'blog/tags.yml': 'note:\n  label: Note\n',
      'blog/_partial.md': post('title: Partial\ndate: 2026-01-06'),
      'blog/2026-01-05-first.md': post('title: First\nauthors: [ada]'),
    });
    const { stderr: said } = await init('--url', 'https://docs.example/');
    expect(said).toContain('for 1 article in blog');
    const { code, stderr } = await inTerminal(runBuild, [], { cwd: folder });
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/^(?:error|warning) /m);
    expect(entries(await readFolder(join(folder, 'out'))).map(({ title, url }) => [title, url])).toEqual([
      ['First', 'https://docs.example/blog/2026/01/05/first'],
    ]);
  });

  test('Astro: src/content with pubDate and heroImage', async () => {
    await write({
      'astro.config.mjs': 'export default {};\n',
      'src/content/blog/a.md': post(
        "title: A\ndescription: About A.\npubDate: 'Jul 08 2026'\nheroImage: /a.jpg\nlang: es",
      ),
      'src/content/blog/b.md': post("title: B\ndescription: About B.\npubDate: 'Jan 09 2026'\nlang: es"),
    });
    await init('--url', 'https://astro.example/', '--title', 'Astro: sitio');
    const { content, site } = await settings();
    expect(content.dir).toBe('src/content');
    expect(site).toMatchObject({ title: 'Astro: sitio', language: 'es' });
    // One of them is still to come.
    expect((await built()).map(({ title, url }) => [title, url])).toEqual([['B', 'https://astro.example/blog/b/']]);
  });

  test('the articles of this repository', async () => {
    const seed = await readFile(join(ROOT, 'seeds', '000_91ae4d25c2996db6.txt'), 'utf8');
    await write({ 'seeds/000_91ae4d25c2996db6.txt': seed });
    await init();
    expect((await settings()).content.dir).toBe('seeds');
    expect((await built()).map(({ title }) => title)).toEqual([
      'Only through international cooperation can AI improve patient lives',
    ]);
    expect(await written()).not.toContain(/^secured: "(.{20})/m.exec(seed)?.[1] ?? 'nothing');
  });

  test('keys of another dialect are guessed, and named for the reader to check', async () => {
    await write({
      'articles/a.md': post('heading: The first heading\nwhen: 2026-01-05T08:00:00Z\ncount: 3'),
      'articles/b.md': post('heading: The second heading\nwhen: 2026-01-06T08:00:00Z\ncount: 4'),
    });
    await init();
    expect(await written()).toContain('  # Your keys that are not among the usual ones; check them.\n');
    expect(Object.fromEntries((await settings()).content.fields)).toEqual({ published: ['when'], title: ['heading'] });
    expect((await built()).map(({ title }) => title)).toEqual(['The second heading', 'The first heading']);
  });

  test('a folder of many articles is judged by all its parts, and not by the one that comes first', async () => {
    const files: Record<string, string> = {};
    for (let n = 0; n < 210; n++) {
      files[`articles/ar/${n}.md`] = post(`title: "${n}"\ndate: 2026-01-05T08:00:00Z\nlang: ar`);
      files[`articles/de/${n}.md`] = post(`heading: "Heading ${n}"\nwhen: 2026-01-05T08:00:00Z\nlang: de`);
      files[`articles/ja/${n}.md`] = post(`heading: "Heading ${n}"\nwhen: 2026-01-05T08:00:00Z\nlang: ja`);
    }
    await write(files);
    await init();
    const { site, content } = await settings();
    expect(site.language).toBeUndefined();
    expect(Object.fromEntries(content.fields)).toEqual({ published: ['when'], title: ['heading'] });
  });

  test('nor is the title of an author', async () => {
    await write({
      'articles/a.md': post('date: 2026-01-05\nauthor: Ada\nauthor_title: Engineer', '# A heading\n\nText.'),
    });
    await init();
    expect((await settings()).content.fields.get('title')).toBeUndefined();
    expect((await built()).map(({ title }) => title)).toEqual(['A heading']);
  });

  test('the name of a section is no title where there is one', async () => {
    const article = {
      sectionName: 'World news',
      webPublicationDate: '2026-01-05T08:00:00Z',
      webTitle: 'A bridge opens',
    };
    await write({ 'articles/a.json': JSON.stringify(article) });
    await init();
    expect((await settings()).content.fields.get('title')).toEqual(['webTitle']);
  });
});

describe('what it writes', () => {
  beforeEach(() => write({ 'content/a.md': post('title: A\ndate: 2026-01-05T08:00:00Z') }));

  test('an id for ever: host and year', async () => {
    await init('--url', 'https://www.site.example/blog');
    expect((await settings()).site).toMatchObject({
      id: 'tag:www.site.example,2026:feeds',
      isIdGiven: true,
      title: 'www.site.example',
      url: 'https://www.site.example/blog',
    });
    expect((await settings()).feeds.baseUrl).toBe('https://www.site.example/blog/feeds/');
    expect(await built()).toHaveLength(1);
  });

  test('an id that is a tag URI whatever the host', async () => {
    await init('--url', 'https://my_site.example/');
    expect((await settings()).site.id).toBe('tag:my-site.example,2026:feeds');
  });

  test.each([
    ['Plain title'],
    ['A title: with a colon'],
    ['"Quotes" and \'more\''],
    ['# a comment?'],
    ['true'],
    ['2026'],
    ['- dash'],
    ['trailing colon:'],
    ['back\\slash'],
    ['{braces} & [brackets]'],
    ['人工智能'],
    ['مدينة'],
    ['line\nbreak'],
    ['.5'],
    ['0x1F'],
    ['~'],
    ['yes'],
    ['a #b'],
    ['2026-01-01'],
    ['.inf'],
    ['.nan'],
    ['null'],
    ['1_000'],
    ['/a/b'],
  ])('the title %j comes back as it was given', async (title) => {
    await init(`--title=${title}`);
    expect((await settings()).site.title).toBe(title.replace('\n', ' '));
  });

  test.each(['odd name', 'a: b', '#hash', 'true', 'ünï', "it's", '-dash', '0x10', '.dot2'])(
    'a content folder called %j is found again',
    async (name) => {
      await write({ [`${name}/a.md`]: post('title: A\ndate: 2026-01-05T08:00:00Z') });
      await init('--', name);
      expect((await settings()).content.dir).toBe(name);
      expect(await built()).toHaveLength(1);
    },
  );

  test('nor does a line break in the name of a folder break a line', async () => {
    await write({ 'a\nsite: b/a.md': post('title: A\ndate: 2026-01-05T08:00:00Z') });
    const { stderr } = await init('a\nsite: b');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect((await settings()).content.dir).toBe('a\nsite: b');
    expect(await built()).toHaveLength(1);
  });

  test.each([
    [1, '1 article'],
    [2, '2 articles'],
  ])('it says for how many articles: %i', async (count, words) => {
    if (count === 2) await write({ 'content/b.md': post('title: B\ndate: 2026-01-06T08:00:00Z') });
    expect((await init()).stderr).toContain(`Wrote feedmill.yaml for ${words} in content. `);
  });

  test('the first usual folder that holds articles is taken', async () => {
    await write({ 'posts/b.md': post('title: B\ndate: 2026-01-05') });
    await rm(join(folder, 'content', 'a.md'));
    await init();
    expect((await settings()).content.dir).toBe('posts');
  });

  test('each line that is commented out is a key that exists', async () => {
    await init();
    const text = await written();
    const open = text.replace(
      /^( *)# (description|language|author|copyright|icon|topics|custom|fields| {2}- slug| {4}title| {4}where|- slug|title|where)(.*)$/gm,
      '$1$2$3',
    );
    const findings: string[] = [];
    parseConfig(open.replaceAll('…', 'https://a.example/'), (code) => findings.push(code));
    expect(findings.filter((code) => code === 'config/unknown-key')).toEqual([]);
  });
});

describe('what it refuses', () => {
  test.each([
    ['a pipe', (path: string) => execFileSync('mkfifo', [path])],
    ['a link to one', (path: string) => execFileSync('sh', ['-c', 'mkfifo "$0.pipe"; ln -s "$0.pipe" "$0"', path])],
  ])('to put a configuration in the place of %s', async (_, make) => {
    await write({ 'content/a.md': '---\ntitle: One\n---\n' });
    make(join(folder, 'feedmill.yaml'));
    await expect(init('--force')).rejects.toThrow('feedmill.yaml');
    await expect(init('--force')).rejects.toThrow('it is a pipe');
    expect((await stat(join(folder, 'feedmill.yaml'))).isFIFO()).toBe(true);
  });

  test('no folder that holds articles', async () => {
    await expect(init()).rejects.toThrow('Name the folder: feedmill init FOLDER');
  });

  test('a usual folder that cannot be read is not passed over', async () => {
    await write({ 'posts/a.md': '---\ntitle: A\n---\n', content: 'a file' });
    await symlink('articles', join(folder, 'articles'));
    await expect(init()).rejects.toThrow('its symbolic links lead in a circle');
  });

  test('a folder that is not there', async () => {
    await expect(init('nowhere')).rejects.toThrow(/nowhere: it does not exist/);
  });

  test.each([
    ['here', '.', '.'],
    ['here, by its whole path', '.', undefined],
    ['above', 'deep', '..'],
    ['out/', '.', 'out'],
    ['below out/', '.', 'out/old'],
  ])('articles %s, which no build could keep apart from its feeds', async (_, at, given) => {
    await write({ 'a.md': post('title: A\ndate: 2026-01-05'), 'out/old/b.md': post('title: B'), 'deep/c.txt': 'C' });
    const content = given ?? folder;
    const failed = await inTerminal(runInit, [content], { cwd: join(folder, at) }).catch((error: Error) => error);
    expect(failed).toBeInstanceOf(UsageFailure);
    expect(failed).toMatchObject({ message: expect.stringContaining('feedmill init') });
    expect(existsSync(join(folder, at, 'feedmill.yaml'))).toBe(false);
  });

  test('a feedmill.yaml that is there; --force replaces it', async () => {
    await write({ 'content/a.md': post('title: A\ndate: 2026-01-05'), 'feedmill.yaml': 'mine\n' });
    await expect(init()).rejects.toThrow(
      'feedmill.yaml is there already; nothing was changed. Replace it with --force.',
    );
    expect(await written()).toBe('mine\n');
    await init('--force');
    expect(await written()).toContain('site:\n');
  });

  test.each([
    'nonsense',
    'ftp://a.example',
    'https://user:word@a.example/',
    'javascript:alert(1)',
    'https://a.example/?b=c',
    'https://a.example/#b',
  ])('the address %s', async (url) => {
    await write({ 'content/a.md': post('title: A\ndate: 2026-01-05') });
    await expect(init('--url', url)).rejects.toThrow('--url is no absolute http or https address');
  });
});
