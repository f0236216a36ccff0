// Front matter that site generators keep for whole folders: what stays out for it alone is not published.
import { mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LIMITS } from '../../src/parse/limits.ts';
import { codesOf, each, newSite, type Site, settings } from '../support/site.ts';

let site: Site;

beforeEach(async () => {
  site = await newSite();
});
afterEach(() => site.remove());

const OPEN = { title: 'Open' };

/** Articles by path; the title of each is its path. */
async function articles(...paths: readonly string[]): Promise<void> {
  for (const path of paths) await site.article(path, { title: path });
}

async function published(): Promise<readonly unknown[]> {
  return [...each(await site.output(), 'title')].sort();
}

/** A file in the folder of the project, above the content folder. */
async function above(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(site.folder, path)), { recursive: true });
  await writeFile(join(site.folder, path), text);
  await utimes(join(site.folder, path), 1_600_000_000, 1_600_000_000);
}

const build = (options = {}) => site.build({ projectFolder: site.folder, ...options });

describe('what is kept out', () => {
  const PATHS = ['a.md', 'posts/b.md', 'posts/wip/c.md', 'posts/wip/deep/d.md', 'other/wip/e.md'];
  const ALL_BUT_WIP = ['a.md', 'other/wip/e.md', 'posts/b.md'];

  test.each([
    // Eleventy: data for a folder and all below.
    ['posts/wip/wip.json', '{ "draft": true }', ALL_BUT_WIP],
    ['posts/wip/wip.11tydata.json', '{ "permalink": false, "tags": ["x"] }', ALL_BUT_WIP],
    ['posts/wip/wip.json', '{ "eleventyExcludeFromCollections": true }', ALL_BUT_WIP],
    ['posts/b.11tydata.json', '{ "draft": true }', PATHS.filter((path) => path !== 'posts/b.md')],
    // Lume, Bridgetown, Material for MkDocs.
    ['posts/wip/_data.yml', 'draft: true\n', ALL_BUT_WIP],
    ['posts/wip/_data.json', '{ "draft": true }', ALL_BUT_WIP],
    ['posts/wip/_defaults.yml', 'published: false\n', ALL_BUT_WIP],
    ['posts/wip/.meta.yml', 'draft: true\n', ALL_BUT_WIP],
    // Quarto.
    ['posts/wip/_metadata.yml', 'draft: true\n', ALL_BUT_WIP],
    // Hugo.
    ['posts/wip/_index.md', '---\ntitle: Work\ncascade:\n  draft: true\n---\n', ALL_BUT_WIP],
    ['posts/wip/_index.md', '---\ncascade:\n  build:\n    render: never\n---\n', ALL_BUT_WIP],
    ['posts/_index.md', '---\ncascade:\n  - _target: { path: /posts/wip/** }\n    draft: true\n---\n', ALL_BUT_WIP],
    [
      '_index.md',
      '---\ncascade:\n  - target: { path: "{/posts/WIP,/posts/WIP/**}" }\n    draft: true\n---\n',
      ALL_BUT_WIP,
    ],
    ['_index.md', '---\ncascade:\n  - target: { path: /posts/w** }\n    headless: true\n---\n', ALL_BUT_WIP],
    [
      '_index.md',
      '---\ncascade:\n  - target: { kind: "{page,section}", path: /*/wip/** }\n    draft: true\n---\n',
      ['a.md', 'posts/b.md'],
    ],
    ['_index.md', '---\ncascade:\n  target: { kind: section }\n  draft: true\n---\n', PATHS],
    ['_index.md', '---\ncascade:\n  target: { environment: development }\n  draft: true\n---\n', PATHS],
    ['_index.md', '---\ncascade:\n  target: { lang: fr }\n  draft: true\n---\n', PATHS],
    ['_index.fr.md', '---\ncascade:\n  draft: true\n---\n', PATHS],
    [
      '_index.md',
      '---\ncascade:\n  target: { kind: "", environment: "", lang: "", path: "/*/wip/**" }\n  draft: true\n---\n',
      ['a.md', 'posts/b.md'],
    ],
    ['_index.md', '---\nCascade:\n  Target: { Path: /posts/wip/** }\n  Draft: true\n---\n', ALL_BUT_WIP],
    ['posts/wip/_index.md', '---\ncascade:\n  target: { path: "" }\n  draft: true\n---\n', ALL_BUT_WIP],
    ['_index.md', '---\ncascade:\n  target: { path: "/+(posts)/**" }\n  draft: true\n---\n', PATHS],
    ['posts/wip/_index.md', '+++\ntitle = "Work"\n[cascade]\ndraft = true\n+++\n', ALL_BUT_WIP],
    // What speaks of the section alone.
    ['posts/wip/_index.md', '---\ndraft: true\n---\n', PATHS],
    // Jekyll, with its source in the content folder.
    ['_config.yml', 'defaults:\n  - scope: { path: posts/wip }\n    values: { published: false }\n', ALL_BUT_WIP],
    ['_config.yml', 'defaults:\n  - scope: { path: "posts/*/" }\n    values: { published: false }\n', ALL_BUT_WIP],
    ['_config.yml', 'defaults:\n  - scope: { path: "", type: posts }\n    values: { published: false }\n', PATHS],
    ['_config.yml', 'title: A site\ndescription: draft\n', PATHS],
    // Data that is for templates.
    ['posts/posts.json', '{ "layout": "post", "tags": ["posts"], "permalink": "/blog/{{ page.fileSlug }}/" }', PATHS],
  ] as const)('by %s: %s', async (path, text, expected) => {
    await articles(...PATHS);
    await site.write(path, text);
    const report = await build();
    expect(await published()).toEqual([...expected].sort());
    const told = codesOf(report).filter((code) => code !== 'ledger/new');
    expect(told.filter((code) => code !== 'defaults/keep-out')).toEqual([]);
    if (expected.length < PATHS.length) expect(told).toEqual(['defaults/keep-out']);
    expect(report.articles).toBe(expected.length);
  });

  test.each([
    ['_config.yml', 'defaults:\n  - scope: { path: content/wip, type: pages }\n    values: { published: false }\n'],
    [
      '_config.yml',
      'source: ./content\ndefaults:\n  - scope: { path: wip, type: pages }\n    values: { published: false }\n',
    ],
    [
      '_config.yml',
      'collections_dir: content\ndefaults:\n  - scope: { path: wip }\n    values: { published: false }\n',
    ],
    [
      '_config.yml',
      'collections_dir: content\ndefaults:\n  - scope: { path: content/wip }\n    values: { published: false }\n',
    ],
    [
      '_config.yml',
      'collections_dir: content\ndefaults:\n  - scope: { path: "content/w*" }\n    values: { published: false }\n',
    ],
    ['content/_index.md', '---\ncascade:\n  - _target: { path: /wip/** }\n    draft: true\n---\n'],
    ['hugo.yaml', 'cascade:\n  - target: { path: /wip/** }\n    draft: true\n'],
    ['hugo.toml', '[[cascade]]\ndraft = true\n[cascade.target]\npath = "/wip/**"\n'],
    ['config/_default/hugo.toml', '[[cascade]]\ndraft = true\n[cascade.target]\npath = "/wip/**"\n'],
    ['config/_default/config.yaml', 'ignoreFiles: ["^content/wip/"]\n'],
    ['config.toml', '[cascade]\ntarget = { path = "/wip/**" }\nbuild.render = "never"\n'],
    ['config.json', '{ "cascade": { "target": { "path": "/wip/**" }, "draft": true } }'],
  ])('by %s above: %s', async (path, text) => {
    await articles('a.md', 'wip/b.md');
    await above(path, text);
    await build();
    expect(await published()).toEqual(['a.md']);
  });

  test.each([
    ['../hugo.yaml', 'cascade:\n  - target: { lang: fr }\n    draft: true\n', ['en/a.md', 'en/wip/b.md']],
    ['fr/_index.md', '---\ncascade:\n  target: { lang: fr }\n  draft: true\n---\n', ['en/a.md', 'en/wip/b.md']],
    ['../hugo.yaml', 'cascade:\n  - target: { path: /wip/** }\n    draft: true\n', ['en/a.md', 'fr/c.md']],
    [
      '../hugo.yaml',
      'cascade:\n  - target: { path: /wip/**, lang: fr }\n    draft: true\n',
      ['en/a.md', 'en/wip/b.md', 'fr/c.md'],
    ],
  ])('in folders of languages, by %s: %s', async (path, text, expected) => {
    await articles('en/a.md', 'en/wip/b.md', 'fr/c.md', 'fr/wip/d.md');
    await site.write(path, text);
    await build();
    expect(await published()).toEqual(expected);
  });

  test.each(['posts/e\u0301', 'posts/\u00e9'])(
    'of an article whose name may be written in two ways: %j',
    async (path) => {
      await articles('a.md', `${path}.md`);
      await site.write(`${path}.11tydata.json`, '{ "draft": true }');
      await build();
      expect(await published()).toEqual(['a.md']);
    },
  );

  test('in a folder whose name holds a line break', async () => {
    await articles('a.md', 'two\nlines/b.md');
    await site.write('_index.md', '---\ncascade:\n  target: { path: "/two**" }\n  draft: true\n---\n');
    await build();
    expect(await published()).toEqual(['a.md']);
  });

  test('of a folder of posts, by the configuration beside it', async () => {
    const content = join(site.folder, '_posts');
    await mkdir(join(content, 'wip'), { recursive: true });
    await articles('2026-01-01-a.md');
    await above('_posts/2026-01-01-a.md', '---\ntitle: A\n---\nA text.\n');
    await above('_posts/wip/2026-01-02-b.md', '---\ntitle: B\n---\nA text.\n');
    await above(
      '_config.yml',
      'defaults:\n  - values: { published: false }\n    scope: { path: "", type: posts }\n  - scope: { path: "_posts/2" }\n    values: { published: true }\n',
    );
    await build({ contentFolder: content });
    expect(await published()).toEqual(['A']);
    await build({ contentFolder: content, projectFolder: undefined });
    expect(await published()).toEqual(['A', 'B']);
  });
});

describe('what its generator passes over stays out', () => {
  const PATHS = ['a.md', '_b.md', 'in/_c.md', '_in/d.md', 'tags.yml'];

  test.each([
    ['../docusaurus.config.ts', ['a.md'], 4],
    ['../_config.ts', ['a.md', 'tags.yml'], 3],
    ['../astro.config.mjs', ['a.md', 'tags.yml'], 3],
    ['../_config.yml', ['_in/d.md', 'a.md', 'tags.yml'], 2],
    ['_config.yml', ['_in/d.md', 'a.md', 'tags.yml'], 2],
    ['_config.yaml', ['_in/d.md', 'a.md', 'tags.yml'], 2],
    ['../package.json', [...PATHS].sort(), 0],
  ])('by %s', async (path, expected, left) => {
    for (const article of PATHS)
      await site.write(article, `title: ${article}\nexcerpt: It.\ndate: 2026-03-01T08:00:00Z\n`);
    for (const article of PATHS.slice(0, 4)) await articles(article);
    await site.write(path, '');
    const report = await build();
    expect(await published()).toEqual(expected);
    const told = report.findings.filter(({ code }) => code === 'files/passed-over');
    expect(told.map(({ message }) => /first of (\d+) files/.exec(message)?.[1])).toEqual(
      left > 0 ? [String(left)] : [],
    );
    expect(codesOf(await build())).toEqual(left > 0 ? ['files/passed-over'] : []);
    await rm(join(site.content, path));
    await build();
    expect(await published()).toEqual([...PATHS].sort());
  });

  test.each([
    ['quartz.config.ts', ['a', 'in/private/d'], ['private/b', 'templates/in/c']],
    ['nuxt.config.ts', ['a', 'draft', 'my.drafts'], ['b.draft', 'c.draft/d', '_e', '_f/g']],
  ])('folders and names of its own, by %s', async (configuration, kept, left) => {
    for (const path of [...kept, ...left])
      await above(`content/${path}.md`, `---\ntitle: ${path}\ndate: 2026-03-01\n---\nA text.\n`);
    const content = { contentFolder: join(site.folder, 'content') };
    await build(content);
    expect(await published()).toEqual([...kept, ...left].sort());
    await above(configuration, '');
    expect(codesOf(await build(content))).toContain('files/passed-over');
    expect(await published()).toEqual(kept);
  });

  test.each([
    'astro.config.mjs',
    'docusaurus.config.ts',
    'gatsby-config.js',
    '.vitepress/config.mts',
    'content/.vitepress/x.ts',
  ])('pictures by the places of their files lead nowhere, with %s', async (configuration) => {
    const images = 'images: [../a.png, ./b.png, c.png, /d.png, "https://a.example/e.png"]';
    const body = '![f](f.png) ![g](../../g.png) ![h](/h.png) <img src="i.png">';
    await above('content/a.md', `---\ntitle: A\ndate: 2026-03-01\n${images}\n---\n${body}\n`);
    const options = { contentFolder: join(site.folder, 'content') };
    const pictures = async () => {
      const [html] = each(await site.output(), 'content_html');
      return Array.from(String(html).matchAll(/<img src="[^"]*\/(\w\.png)"/g), ([, name]) => name);
    };
    await build(options);
    expect(await pictures()).toEqual(['a.png', 'f.png', 'g.png', 'h.png', 'i.png']);
    await above(configuration, '');
    expect(codesOf(await build(options))).toEqual(
      expect.arrayContaining(['article/invalid-url', 'body/removed-address']),
    );
    expect(await pictures()).toEqual(['d.png', 'h.png']);
    expect(codesOf(await build(options))).toContain('article/invalid-url');
    await rm(join(site.folder, configuration.replace(/(?<=\.vitepress)\/.*/, '')), { recursive: true });
    await build(options);
    expect(await pictures()).toContain('a.png');
  });

  test('a folder among posts, which is no collection', async () => {
    await above('_config.yml', '');
    await above('_posts/a.md', '---\ntitle: A\ndate: 2026-03-01\n---\nA text.\n');
    await above('_posts/_wip/in/b.md', '---\ntitle: B\ndate: 2026-03-01\n---\nA text.\n');
    await build({ contentFolder: join(site.folder, '_posts') });
    expect(await published()).toEqual(['A']);
    await site.article('_posts/_wip/c.md', { title: 'C' });
    await site.article('_notes/d.md', { title: 'D' });
    await build();
    expect(await published()).toEqual(['D']);
  });

  test('and is not told of where the configuration leaves it out', async () => {
    await articles('a.md', '_b.md');
    await site.write('_config.yml', '');
    expect(codesOf(await build({ settings: settings('content: { exclude: ["_b.md"] }\n') }))).toEqual(['ledger/new']);
  });
});

describe("Eleventy's data beside an article", () => {
  const PATHS = ['a.md', 'posts/b.md', 'posts/c.md'];
  const keepIn = () => site.write('posts/b.json', '{ "draft": true }');

  test.each(['../eleventy.config.js', '../.eleventy.js', 'eleventy.config.mjs'])(
    'keeps it in, with %s',
    async (path) => {
      await articles(...PATHS);
      await keepIn();
      expect(codesOf(await build())).toEqual(['article/missing-date', 'article/missing-title', 'ledger/new']);
      expect(await published()).toEqual(PATHS);
      await site.write(path, 'export default {};\n');
      expect(codesOf(await build())).toEqual(['cache/dropped', 'defaults/keep-out']);
      expect(await published()).toEqual(['a.md', 'posts/c.md']);
      expect(await build()).toMatchObject({ articlesRead: 0, written: 0 });
      await site.write('posts/b.json', '{ "draft": false }');
      await build();
      expect(await published()).toEqual(PATHS);
    },
  );

  test('counts less than the more special file, and more than that of its folder', async () => {
    await articles(...PATHS);
    await site.write('../eleventy.config.js', '');
    await site.write('posts/posts.json', '{ "draft": false }');
    await keepIn();
    await site.write('posts/c.json', '{ "draft": true }');
    await site.write('posts/c.11tydata.json', '{ "draft": false }');
    await build();
    expect(await published()).toEqual(['a.md', 'posts/c.md']);
  });

  test('may be an article itself, or broken', async () => {
    await articles(...PATHS);
    await site.write('../eleventy.config.js', '');
    await site.write('posts/b.json', '{ "title": "J", "date": "2026-03-01", "excerpt": "It.", "draft": false }');
    await site.write('posts/c.json', '{ "draft": true, }');
    await site.write('d.json', '{ "draft": true }');
    expect(codesOf(await build())).toEqual(
      expect.arrayContaining(['article/missing-title', 'defaults/unclear', 'front-matter/invalid-json']),
    );
    // Two files of one id are one article.
    expect(await published()).toEqual(['J', 'a.md']);
  });
});

describe('what its generator is told to pass over stays out', () => {
  const PATHS = ['a.md', 'wip/b.md', 'wip/deep/c.md', 'wipe.md', 'in/wip/d.md'];
  const NOT_WIP = ['a.md', 'in/wip/d.md', 'wipe.md'];

  test.each([
    // Jekyll: the beginning of a path is enough, and a star stands for slashes.
    ['_config.yml', 'exclude: [wip/]\n', NOT_WIP],
    ['_config.yml', 'exclude:\n  - ./wip\n', ['a.md', 'in/wip/d.md']],
    ['_config.yml', 'exclude: ["*/wip/*", README.md, ""]\n', ['a.md', 'wip/b.md', 'wip/deep/c.md', 'wipe.md']],
    ['_config.yml', 'exclude: ["w*"]\ninclude: [x]\n', ['a.md', 'in/wip/d.md']],
    ['_config.yml', 'exclude: [wip]\ninclude: [wip]\n', PATHS],
    ['_config.yml', 'source: in\nexclude: [wip]\n', PATHS.filter((path) => path !== 'in/wip/d.md')],
    ['_config.yml', '# exclude: [wip]\nexclude:\n', PATHS],
    ['../_config.yml', 'source: content\nexclude: [wip/]\n', NOT_WIP],
    ['../_config.yml', 'exclude: [wip/]\n', PATHS],
    ['../bridgetown.config.yml', 'exclude: [wip/]\n', PATHS],
    ['../bridgetown.config.yml', 'source: content\nexclude: [wip/]\n', NOT_WIP],
    [
      '../bridgetown.config.yml',
      'source: content\ndefaults: [{ scope: { path: wip/, collection: pages }, values: { published: false } }]\n',
      NOT_WIP,
    ],
    // Hexo: globs.
    ['../_config.yml', 'source_dir: content\nskip_render: wip/*.md\n', PATHS.filter((path) => path !== 'wip/b.md')],
    ['../_config.yml', 'source_dir: content\nexclude:\nignore: ["**/wip"]\n', ['a.md', 'wipe.md']],
    // Eleventy: globs from the folder of the list, none of which takes another back.
    ['.eleventyignore', '# Drafts\n\nwip\r\n!wip/b.md\n', NOT_WIP],
    ['../.eleventyignore', 'content/wip/\nREADME.md', NOT_WIP],
    ['../.eleventyignore', './content/**/wip/*.md', ['a.md', 'wip/deep/c.md', 'wipe.md']],
    ['../.eleventyignore', 'wip', PATHS],
    // Hugo: expressions, for any part of a path.
    ['../hugo.yaml', 'ignoreFiles: [wip/]\n', ['a.md', 'wipe.md']],
    ['../hugo.json', '{ "ignorefiles": ["\\\\.Rmd$", "/wip/.\\\\.md$"] }', ['a.md', 'wip/deep/c.md', 'wipe.md']],
    ['../hugo.toml', "ignoreFiles = ['wip/.*\\.md$']\n", ['a.md', 'wipe.md']],
    ['../hugo.toml', '[params]\nignoreFiles = ["wip/"]\n', PATHS],
    // Zola: globs from its content folder.
    ['../config.toml', 'base_url = "/"\nignored_content = ["wip/*", "*.txt"]\n', NOT_WIP],
    ['../config.toml', 'base_url = "/"\nignored_content = ["**/wip/*"]\n', ['a.md', 'wipe.md']],
    ['../config.toml', 'base_url = "/"\nignored_content = ["*/wip/**/*.md"]\n', ['a.md', 'wipe.md']],
    [
      '../zola.toml',
      'ignored_content = ["*/wip/*/c.*", "*/d.md", "**/in/**/wip.md"]\n',
      ['a.md', 'wip/b.md', 'wipe.md'],
    ],
    ['../zola.toml', 'ignored_content = ["wip/**/c.md"]\n', PATHS.filter((path) => path !== 'wip/deep/c.md')],
    ['../config.yaml', "ignoreFiles:\n  - '^content/wip/.*\\.md$'\n  - _cache$\n", NOT_WIP],
  ] as const)('by %s: %s', async (path, text, expected) => {
    await articles(...PATHS);
    await site.write(path, text);
    const report = await build();
    expect(await published()).toEqual([...expected].sort());
    const left = PATHS.filter((own) => !expected.includes(own as never)).sort();
    const told = report.findings.filter(({ code }) => code.startsWith('defaults/'));
    if (text.includes('collection:')) expect(told.map(({ code }) => code)).toEqual(['defaults/keep-out']);
    else expect(told.map(({ code }) => code)).toEqual(left.length > 0 ? ['defaults/passed-over'] : []);
    if (told[0]?.code === 'defaults/passed-over') {
      expect(told[0].message).toContain(`content/${left[0]}`);
      if (left.length > 1) expect(told[0].message).toContain(`pass over ${left.length} files`);
    }
    expect(report.articles).toBe(expected.length);
    expect(codesOf(await build())).toEqual(told.map(({ code }) => code));
  });

  // A draft of a section is one of all that lies in it, to Zola alone.
  test.each([
    ['config.toml', 'base_url = "https://news.example"\n', 'draft = true', NOT_WIP],
    ['zola.toml', '', 'draft = true', NOT_WIP],
    ['zola.toml', '', 'draft = false', PATHS],
    ['zola.toml', '', '[extra]\ndraft = true', PATHS],
    ['hugo.toml', 'baseURL = "https://news.example"\n', 'draft = true', PATHS],
    ['config.toml', 'baseURL = "https://news.example"\n[params]\nbase_url = "/"\n', 'draft = true', PATHS],
  ] as const)('by a section with %s above: %j %j', async (path, text, section, expected) => {
    for (const own of PATHS) await site.article(own, { title: own, draft: false });
    await above(path, text);
    await site.write('wip/_index.md', `+++\ntitle = "Work"\n${section}\n+++\n`);
    const told = expected === PATHS ? [] : ['defaults/passed-over'];
    expect(codesOf(await build())).toEqual([...told, 'ledger/new']);
    expect(await published()).toEqual([...expected].sort());
  });

  test.each([
    ['.eleventyignore', '\u00e9bauche\n'],
    ['_config.yml', 'exclude: [\u00e9b]\n'],
    ['_config.yml', 'defaults: [{ scope: { path: \u00e9bauche/b }, values: { published: no } }]\n'],
    ['_index.md', '---\ncascade: { target: { path: /\u00e9bauche/** }, draft: true }\n---\n'],
  ])('however its letters are composed in %s: %s', async (path, text) => {
    await articles('a.md', 'e\u0301bauche/b.md');
    await site.write(path, text);
    await build();
    expect(await published()).toEqual(['a.md']);
  });

  test('and a section of Zola that cannot be read keeps new articles in', async () => {
    await above('zola.toml', '');
    await articles('wip/a.md');
    await build();
    await site.write('wip/_index.md', '+++\ntitle = "Work\ndraft = true\n+++\n');
    await articles('wip/b.md', 'c.md');
    expect(codesOf(await build())).toContain('defaults/unclear');
    expect(await published()).toEqual(['c.md', 'wip/a.md']);
  });

  test('whatever it says itself, and however broken it is', async () => {
    await site.article('wip/a.md', { title: 'Half', draft: false, published: true, webUrl: 'https://news.example/a' });
    await site.write('wip/b.md', '---\ntitle: "A lost quote\n---\n');
    await articles('c.md');
    await site.write('.eleventyignore', 'wip/');
    expect(codesOf(await build())).toEqual(['defaults/passed-over', 'ledger/new']);
    expect(await published()).toEqual(['c.md']);
  });

  test('and goes when it is put on the list, and no other article is read for the next one below it', async () => {
    await articles('a.md', 'wip/b.md');
    await build();
    await site.write('.eleventyignore', 'wip/');
    await build();
    expect(await published()).toEqual(['a.md']);
    await articles('wip/c.md');
    expect(await build()).toMatchObject({ articlesRead: 1, written: 0 });
    await rm(join(site.content, '.eleventyignore'));
    await build();
    expect(await published()).toEqual(['a.md', 'wip/b.md', 'wip/c.md']);
  });

  test.each([
    ['_config.yml', 'exclude: [wip\ntitle: A\n', 'front-matter/invalid-yaml'],
    ['../hugo.yaml', 'ignoreFiles: ["drafts/"\n', 'front-matter/invalid-yaml'],
    ['../config.toml', 'ignored_content = ["drafts/*"\n', 'front-matter/invalid-toml'],
    ['.eleventyignore', `${'a'.repeat(9_000)}\n`, undefined],
    ['.eleventyignore', `${'{a,b}'.repeat(20)}\n`, undefined],
  ])('%s that cannot be followed keeps new articles in', async (path, text, code) => {
    await articles('a.md');
    await build();
    await site.write(path, text);
    await articles('b.md');
    expect(codesOf(await build())).toEqual(
      ['cache/dropped', code ?? [], 'defaults/unclear', 'ledger/last-good'].flat().sort(),
    );
    expect(await published()).toEqual(['a.md']);
  });

  test.each([
    ['../hugo.yaml', 'ignoreFiles: ["(draft|wip)/"]\n', ['defaults/not-read']],
    ['../hugo.toml', "ignoreFiles = ['(draft|wip)/']\n", ['defaults/not-read']],
    ['../hugo.toml', 'ignoreFiles = ["\\\\.Rmd$", "_cache$"]\n', []],
    ['.eleventyignore', '!(a)/**\n', []],
    ['.eleventyignore', '@(wip|in)/**\n', ['defaults/not-read']],
    ['../_config.yml', 'source_dir: content\nskip_render: "w+(i)p/*"\n', ['defaults/not-read']],
  ])('%s that only its generator can follow is told of: %s', async (path, text, told) => {
    await articles('a.md', 'wip/b.md');
    await site.write(path, text);
    expect(codesOf(await build())).toEqual([...told, 'ledger/new']);
    expect(await published()).toEqual(['a.md', 'wip/b.md']);
  });
});

describe('which counts more', () => {
  test("an article's own front matter", async () => {
    await site.write('posts/posts.json', '{ "draft": true, "private": true }');
    await site.article('posts/a.md', { title: 'Half', draft: false });
    await site.article('posts/b.md', { title: 'Whole', draft: false, private: false });
    await build();
    expect(await published()).toEqual(['Whole']);
  });

  test('the inner folder, and of one folder the more special file', async () => {
    await site.write('posts/posts.json', '{ "draft": true }');
    await site.write('posts/out/out.json', '{ "draft": false }');
    await site.write('posts/in/in.json', '{ "draft": false }');
    await site.write('posts/in/in.11tydata.json', '{ "draft": true }');
    await articles('posts/a.md', 'posts/out/b.md', 'posts/in/c.md');
    await build();
    expect(await published()).toEqual(['posts/out/b.md']);
  });

  test('the first cascade that fits', async () => {
    const cascade = '- target: { path: /b }\n    draft: false\n  - draft: true\n';
    await site.write('_index.md', `---\ncascade:\n  ${cascade}---\n`);
    await articles('a.md', 'b.md');
    await build();
    expect(await published()).toEqual(['b.md']);
  });

  test('a folder and an extension of two letters are a language only if there is one', async () => {
    await site.write('_index.md', '---\ncascade:\n  target: { lang: en }\n  draft: true\n---\n');
    await articles('ai/a.md', 'node.js.md', 'de/b.md');
    await build();
    expect(await published()).toEqual(['de/b.md']);
  });

  test('of translations, what is said of their language', async () => {
    await site.write('_index.md', '---\ncascade:\n  target: { lang: fr }\n  draft: true\n---\n');
    await articles('a.md', 'a.fr.md', 'fr/b.md', 'en/c.md');
    await build();
    expect(await published()).toEqual(['a.md', 'en/c.md']);
  });
});

describe('a file that only looks like it', () => {
  test('is an article with title and date', async () => {
    await site.write(
      'posts/posts.json',
      '{ "title": "Posts", "date": "2026-03-01T08:00:00Z", "excerpt": "All.", "draft": false }',
    );
    await build();
    expect(await published()).toEqual(['Posts']);
  });

  test.each([
    ['posts/posts.json', '"published": "2026-03-01T08:00:00Z"'],
    ['2026-03-01-post/2026-03-01-post.json', '"draft": false'],
  ])('is an article with its date elsewhere: %s', async (path, date) => {
    await site.write(path, `{ "title": "Post", "excerpt": "It.", ${date} }`);
    await build();
    expect(await published()).toEqual(['Post']);
  });

  test('is an export, which is reported as before and keeps nothing in', async () => {
    await site.article('posts/a.md', OPEN);
    await site.write('posts/posts.json', '[{ "title": "A", "draft": true }]');
    expect(codesOf(await build())).toEqual(['front-matter/not-a-mapping', 'ledger/new']);
    await site.write('posts/posts.json', `{ "draft": true, "all": [${'"A long export.",'.repeat(5_000)}""] }`);
    expect(codesOf(await build())).toContain('article/missing-title');
    expect(await published()).toEqual(['Open']);
  });

  test('is the package of the site', async () => {
    await site.article('package/posts/a.md', OPEN);
    await site.write('package/package.json', '{ "private": true }');
    const projectFolder = join(site.content, 'package');
    const report = await build({ contentFolder: join(projectFolder, 'posts'), projectFolder });
    expect(codesOf(report)).toEqual(['ledger/new']);
    expect(await published()).toEqual(['Open']);
  });

  test('is left out with content.exclude', async () => {
    await site.article('posts/a.md', OPEN);
    await site.write('posts/posts.json', '{ "draft": true }');
    await above('_config.yml', 'defaults: [{ values: { draft: true } }]\n');
    const excluding = settings('content: { exclude: ["posts/posts.json", "../_config.yml"] }\n');
    expect(codesOf(await build({ settings: excluding }))).toEqual(['ledger/new']);
    expect(await published()).toEqual(['Open']);
  });
});

describe('what cannot be understood', () => {
  test.each([
    ['posts/posts.json', '{ "draft": true, }', 'front-matter/invalid-json'],
    ['posts/posts.11tydata.json', '{ "draft": true, }', 'front-matter/invalid-json'],
    ['posts/_data.yml', 'draft: "true\n', 'front-matter/invalid-yaml'],
    ['posts/_data.yml', 'draft: perhaps\n', 'article/unclear-switch'],
    ['posts/_index.md', '+++\n[cascade]\ndraft = yes\n+++\n', 'front-matter/invalid-toml'],
    ['../hugo.toml', '[[cascade]\ndraft = true\n', 'front-matter/invalid-toml'],
    ['_config.yml', 'defaults: [{ values: { published: no }\n', 'front-matter/invalid-yaml'],
  ])('%s: %s keeps new articles in, and what was published stays', async (path, text, code) => {
    await articles('posts/a.md');
    await build();
    await site.write(path, text);
    await articles('posts/b.md');
    const report = await build();
    expect(codesOf(report)).toEqual(['cache/dropped', code, 'defaults/unclear', 'ledger/last-good'].sort());
    expect(await published()).toEqual(['posts/a.md']);
    await rm(join(site.content, path));
    await build();
    expect(await published()).toEqual(['posts/a.md', 'posts/b.md']);
  });

  test.each([
    ['../content.json', settings()],
    ['content.json', settings('content: { include: ["**/*.md"] }\n')],
  ])('data that is never read as an article is told of itself: %s', async (path, given) => {
    const contentFolder = path.startsWith('..') ? join(site.content, 'posts') : site.content;
    await site.article('posts/a.md', OPEN);
    await site.write(path.replace('../', ''), '{ "draft": true, }');
    const projectFolder = site.content;
    const report = await build({ contentFolder, projectFolder, settings: given, cwd: site.content });
    expect(codesOf(report)).toEqual(expect.arrayContaining(['defaults/unclear', 'front-matter/invalid-json']));
  });

  test('a broken file that speaks of drafts by a key of its own, in signs beyond 16 bits', async () => {
    await articles('a.md');
    await site.write('_config.yml', 'defaults: [{ values: { 🚧: true }\n');
    const report = await build({ settings: settings('content: { fields: { draft: "🚧" } }\n') });
    expect(codesOf(report)).toContain('defaults/unclear');
  });

  test.each(['_config.yml', 'posts/posts.json'])('%s that is too large keeps new articles in', async (path) => {
    await articles('posts/a.md');
    await site.write(path, ' '.repeat(LIMITS.fileBytes + 1));
    const codes = codesOf(await build()).filter((code) => code !== 'collections/nothing-publishable');
    expect(codes).toEqual(['defaults/unclear', 'files/too-large', 'ledger/new']);
  });

  test('more patterns than can be followed keep new articles in', async () => {
    await articles('a.md');
    const scopes = Array.from(
      { length: 400 },
      (_, n) => `{ scope: { path: "${'*a'.repeat(25)}${n}" }, values: { draft: true } }`,
    );
    await site.write('_config.yml', `defaults: [${scopes.join(', ')}]\n`);
    expect(codesOf(await build())).toContain('defaults/unclear');
  });

  test('a pattern that is too long keeps new articles in', async () => {
    await articles('a.md');
    const path = '{a,b}'.repeat(20);
    await site.write('_index.md', `---\ncascade:\n  target: { path: "/${path}" }\n  draft: true\n---\n`);
    expect(codesOf(await build())).toContain('defaults/unclear');
  });

  test.each([
    ['posts/_data.yml', '../../elsewhere.yml', 'files/outside-link'],
    ['posts/_index.md', 'nowhere.md', 'files/broken-link'],
  ])('%s is a link to %s', async (path, target, code) => {
    await articles('a.md', 'posts/b.md');
    await above('elsewhere.yml', 'draft: true\n');
    await symlink(target, join(site.content, path));
    expect(codesOf(await build())).toEqual(['defaults/unclear', code, 'ledger/new'].sort());
    expect(await published()).toEqual(['a.md']);
  });

  test.each([
    ['posts/_index.md', 'No front matter.\n'],
    ['posts/_index.md', '+++\ndraft = true\n+++\n'],
    ['posts/_data.yml', 'layout: "post\n'],
    ['_config.yml', 'title: "A site\n'],
    ['../hugo.toml', 'title = "A site"\nstatus = "fine"\n'],
    ['../package.json', '{ "private": true }'],
    ['posts/posts.11tydata.js', 'module.exports = { layout: "post", tags: ["posts"] };\n'],
  ])('is not minded where it speaks of nothing that keeps in: %s: %s', async (path, text) => {
    await articles('posts/a.md');
    await site.write(path, text);
    expect(codesOf(await build())).toEqual(['ledger/new']);
    expect(await published()).toEqual(['posts/a.md']);
  });

  test.each([
    ['posts/posts.11tydata.js', 'export default { draft: true };\n'],
    ['posts/a.11tydata.cjs', 'module.exports = { "permalink": false };\n'],
    ['posts/_data.ts', 'export const draft = true;\n'],
  ])('only a program could: %s', async (path, text) => {
    await articles('posts/a.md');
    await site.write(path, text);
    expect(codesOf(await build())).toEqual(['defaults/not-read', 'ledger/new']);
    expect(codesOf(await build())).toEqual(['defaults/not-read']);
  });
});

describe('from build to build', () => {
  test('a change in such a file reaches every article, and comes to what a build without a cache comes to', async () => {
    await articles('a.md', 'posts/b.md', 'posts/c.md');
    await build();
    await site.write('posts/posts.json', '{ "draft": true }');
    const report = await build();
    expect(await published()).toEqual(['a.md']);
    expect(codesOf(report)).toEqual(['cache/dropped', 'defaults/keep-out']);
    const again = await build();
    expect(again).toMatchObject({ articlesRead: 0, written: 0 });
    expect(codesOf(again)).toEqual(['defaults/keep-out']);
    expect(codesOf(await build({ cacheFile: undefined }))).toEqual(['defaults/keep-out']);
    await site.article('a.md', { title: 'a.md', excerpt: 'Another text.' });
    const edited = await build();
    expect(edited).toMatchObject({ articlesRead: 1 });
    expect(codesOf(edited)).toEqual(['defaults/keep-out']);
    await rm(join(site.content, 'posts/posts.json'));
    await build();
    expect(await published()).toEqual(['a.md', 'posts/b.md', 'posts/c.md']);
  });

  test('so does one above the content folder', async () => {
    await articles('a.md', 'wip/b.md');
    await build();
    await above('_config.yml', 'defaults: [{ scope: { path: content/wip }, values: { draft: true } }]\n');
    await build();
    expect(await published()).toEqual(['a.md']);
    await rm(join(site.folder, '_config.yml'));
    await build();
    expect(await published()).toEqual(['a.md', 'wip/b.md']);
  });

  test('one that says what it said before drops no reading', async () => {
    await articles('posts/a.md');
    await site.write('posts/posts.json', '{ "layout": "post" }');
    await build();
    await site.write('posts/posts.json', '{ "layout": "article" }');
    const report = await build();
    expect(codesOf(report)).toEqual([]);
    expect(report.articlesRead).toBe(1);
  });

  test('one that was just written is read again', async () => {
    await articles('a.md', 'posts/b.md');
    await writeFile(join(site.content, 'posts/posts.json'), '{ "draft": false }');
    await build();
    const now = new Date();
    await writeFile(join(site.content, 'posts/posts.json'), '{ "draft": true  }');
    await utimes(join(site.content, 'posts/posts.json'), now, now);
    await build();
    expect(await published()).toEqual(['a.md']);
  });
});
