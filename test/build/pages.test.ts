// Pages and discovery files in whole builds: listed, linked, kept when nothing changed.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { linksInside } from '../../src/build/making/links.ts';
import { parseManifest } from '../../src/parse/manifest.ts';
import { renderAtom } from '../../src/render/atom.ts';
import { renderJsonFeed } from '../../src/render/json-feed.ts';
import { renderRss } from '../../src/render/rss.ts';
import { buildNewsroom } from '../pages/newsroom.ts';
import { url } from '../support/documents.ts';
import { settingsOf } from '../support/reading.ts';
import { newSite, readFolder, type Site, settings } from '../support/site.ts';

let site: Site;
beforeEach(async () => {
  site = await newSite();
});
afterEach(() => site.remove());

const provider = (name: string) => ({ provider: { name, domain: `${name.toLowerCase()}.example` } });

describe('the example newsroom', () => {
  test('has no dead link, and every feed and every file is at most two steps from index.html', async () => {
    const report = await buildNewsroom(site.out);
    expect(report.findings.filter(({ code }) => code === 'verify/dead-link')).toEqual([]);
    const files = await readFolder(site.out);
    const base = url('https://feeds.harbour.example/');
    const steps = new Map([['index.html', 0]]);
    for (const [path, at] of steps) {
      if (!path.endsWith('.html')) continue;
      for (const target of linksInside(path, files.get(path) ?? '', base)) {
        expect(files.has(target), `${path} → ${target}`).toBe(true);
        if (!steps.has(target)) steps.set(target, at + 1);
      }
    }
    const unreached = [...files.keys()].filter((path) => !steps.has(path));
    expect(unreached.sort()).toEqual(['404.html', 'manifest.json']);
    expect(Math.max(...steps.values())).toBeLessThanOrEqual(2);
  });
});

test('what pages ask for is listed, never changes under its name, and may be kept for ever', async () => {
  await site.article('a.md', { topics: ['AI'] });
  await site.build();
  const manifest = parseManifest(await readFile(join(site.out, 'manifest.json'), 'utf8'));
  const files = new Map(manifest?.files.map((file) => [file.path, file]));
  const hashed = [...files.keys()].filter((path) => path.startsWith('assets/'));
  expect(hashed.map((path) => path.replace(/[\da-f]{12}/, '…')).sort()).toEqual([
    'assets/icon.….svg',
    'assets/page.….css',
    'assets/page.….js',
  ]);
  for (const path of hashed) {
    expect(path).toContain(files.get(path)?.sha256.slice(0, 12));
    expect(files.get(path)?.headers['Cache-Control']).toBe('public, max-age=31536000, immutable');
  }
  expect(files.has('404.html')).toBe(true);
  const page = await readFile(join(site.out, 'topics', 'ai', 'index.html'), 'utf8');
  for (const path of hashed) expect(page).toContain(`../../${path}`);
});

test('an edited article changes the pages of its feeds and the directory, no other page', async () => {
  await site.article('a.md', { topics: ['AI', 'Tools'], ...provider('Alpha') });
  await site.article('b.md', { topics: ['Bridges'], ...provider('Beta') });
  await site.article('c.md', { topics: ['AI'], ...provider('Gamma') });
  await site.build();
  const before = await site.times();
  await site.article('b.md', { title: 'Another title', topics: ['Bridges'], ...provider('Beta') });
  await site.build();
  const after = await site.times();
  const changed = [...after.keys()].filter((path) => path.endsWith('.html') && after.get(path) !== before.get(path));
  expect(changed).toEqual(['providers/beta.example/index.html', 'topics/bridges/index.html']);
});

test('a page follows when a neighbour gets a feed, though none of its own articles changed', async () => {
  const twice = settings('  topics: {minEntries: 2}\n');
  await site.article('a.md', { topics: ['AI', 'Tools'] });
  await site.article('b.md', { topics: ['AI'] });
  await site.build({ settings: twice });
  const read = () => readFile(join(site.out, 'topics', 'ai', 'index.html'), 'utf8');
  expect(await read()).not.toContain('topics/tools/');
  await site.article('c.md', { topics: ['Tools'] });
  await site.build({ settings: twice });
  expect(await read()).toContain('../../topics/tools/index.html');
});

test('a new feed makes those anew whose pages name it, and no other, then and the next time', async () => {
  const twice = settings('  topics: {minEntries: 2}\n');
  await site.article('a.md', { topics: ['AI', 'Tools'], ...provider('Alpha') });
  await site.article('b.md', { topics: ['AI'], ...provider('Beta') });
  await site.article('c.md', { topics: ['Bridges', 'Tunnels'], ...provider('Gamma') });
  await site.article('d.md', { topics: ['Bridges'], ...provider('Delta') });
  await site.build({ settings: twice });
  await site.article('e.md', { topics: ['Tunnels'], ...provider('Epsilon') });
  // The site, Bridges, Tunnels, and the providers Gamma and Epsilon.
  expect((await site.build({ settings: twice })).feedsComposed).toBe(5);
  await site.article('b.md', { title: 'Another title', topics: ['AI'], ...provider('Beta') });
  expect((await site.build({ settings: twice })).feedsComposed).toBe(3);
});

describe('the page of a provider', () => {
  const told = (originalUrl: string) => ({
    related: [{ title: 'Told', originalUrl, publishedDateTime: '2026-01-01T00:00:00Z', ...provider('Beta') }],
  });
  const page = () => readFile(join(site.out, 'providers', 'alpha.example', 'index.html'), 'utf8');

  beforeEach(async () => {
    await site.article('a.md', { ...provider('Alpha'), ...told('https://beta.example/told') });
    await site.article('b.md', provider('Beta'));
    await site.build();
    expect(await page()).toContain('../../providers/beta.example/index.html');
  });

  test('does not name another any more when the page that was told of may not appear', async () => {
    await site.article('c.md', { ...provider('Beta'), originalUrl: 'https://beta.example/told', draft: true });
    await site.build();
    expect(await page()).not.toContain('providers/beta.example/');
  });

  test('names another as its articles spell it now, whatever the other calls itself', async () => {
    await site.article('b.md', { provider: { name: 'Beta Daily', domain: 'beta.example' } });
    await site.article('d.md', { provider: { name: 'Beta Daily', domain: 'beta.example' } });
    const report = await site.build();
    expect(await site.output()).toEqual(await afresh());
    expect(report.feedsComposed).toBe(2);
    await site.article('a.md', {
      ...provider('Alpha'),
      related: [
        {
          title: 'Told',
          originalUrl: 'https://beta.example/told',
          provider: { name: 'Beta!', domain: 'beta.example' },
        },
      ],
    });
    await site.build();
    expect(await page()).toContain('>Beta!<');
  });

  test('follows when an article of another breaks, and when its own does', async () => {
    await site.article('b.md', { ...provider('Beta'), title: undefined });
    await site.build();
    expect(await page()).toContain('../../providers/beta.example/index.html');
    await site.article('a.md', { ...provider('Alpha'), title: undefined });
    await site.build();
    const broken = await page();
    await site.article('e.md', provider('Epsilon'));
    await site.build();
    expect(await page()).toBe(broken);
  });
});

/** What a build without a cache makes of the same. */
async function afresh(): Promise<ReadonlyMap<string, string>> {
  const copy = await site.copy();
  try {
    await copy.build();
    return await copy.output();
  } finally {
    await copy.remove();
  }
}

test('a link that leads nowhere is told: a feed that was withheld has no page to go to', async () => {
  await site.article('a.md', { topics: ['AI', 'Tools'] });
  const report = await site.build({
    renderers: {
      rss: (feed) => (feed.options.id.endsWith('/topics/tools') ? '<rss' : renderRss(feed)),
      atom: renderAtom,
      json: renderJsonFeed,
    },
  });
  const dead = report.findings.filter(({ code }) => code === 'verify/dead-link');
  expect(dead.map(({ path, message }) => `${path}: ${message}`)).toContain(
    'topics/ai/index.html: This page links to topics/tools/index.html, which is not among the files that were written.',
  );
});

test('where the site itself has the feeds, its articles and pictures are no files of ours', async () => {
  const own = settingsOf(
    '',
    `site:
  id: tag:site.example,2026:feeds
  title: The Site
  url: https://site.example/blog/
  icon: https://site.example/icon.png
  logo: https://site.example/logo.png
feeds:
  baseUrl: https://site.example/
`,
  );
  const fields = {
    topics: ['AI'],
    webUrl: 'https://site.example/one/',
    images: [{ url: 'https://site.example/one.jpg' }],
    related: [{ title: 'Another', originalUrl: 'https://site.example/another' }],
  };
  await site.article('a.md', fields, '[Two](/two/) ![](/two.png)');
  const dead = async () =>
    (await site.build({ settings: own })).findings.filter(({ code }) => code === 'verify/dead-link');
  expect(await dead()).toEqual([]);
  // The short roads: nothing to do, and an edit.
  expect(await dead()).toEqual([]);
  await site.article('a.md', { ...fields, webUrl: 'https://site.example/once/' });
  expect(await dead()).toEqual([]);
  expect((await site.output()).get('topics/ai/index.html')).toContain('"https://site.example/once/"');
});

describe('discovery files', () => {
  test('are off unless they are wanted', async () => {
    await site.article('a.md', {});
    await site.build();
    const output = await site.output();
    expect([...output.keys()].filter((path) => path.startsWith('.well-known/'))).toEqual([]);
    expect(output.get('rss.xml')).not.toContain('xml-stylesheet');
    expect([...output.keys()].filter((path) => path === 'assets/feed.css')).toEqual([]);
  });

  test('are the subscription list and a feed menu, with their types, and go when they are off again', async () => {
    await site.article('a.md', { topics: ['AI'] });
    await site.build({ settings: settings('pages: {wellKnown: {feeds: true, feedMenu: true}}\n') });
    const output = await site.output();
    expect(output.get('.well-known/feeds')).toBe(output.get('feeds.opml'));
    expect(JSON.parse(output.get('.well-known/feed-menu.json') ?? '')['feed-menu']).toBe('The Site');
    const manifest = parseManifest(output.get('manifest.json') ?? '');
    const types = new Map(manifest?.files.map(({ path, type }) => [path, type]));
    expect(types.get('.well-known/feeds')).toBe('text/x-opml; charset=utf-8');
    expect(types.get('.well-known/feed-menu.json')).toBe('application/json; charset=utf-8');
    await site.build();
    expect([...(await site.output()).keys()].filter((path) => path.startsWith('.well-known/'))).toEqual([]);
  });

  test('of a build whose manifest was lost are known as ours', async () => {
    const wanted = settings('pages: {wellKnown: {feeds: true, feedMenu: true}}\n');
    await site.article('a.md', { topics: ['AI'] });
    await site.build({ settings: wanted });
    await rm(join(site.out, 'manifest.json'));
    await site.article('b.md', { topics: ['Tools'] });
    expect((await site.build({ settings: wanted, rebroadcast: true })).outcome).toBe('written');
  });

  test('a stylesheet is named by XML documents only, relative to each, and verified with them', async () => {
    await site.article('a.md', { topics: ['AI'] });
    const report = await site.build({ settings: settings('pages: {xmlStylesheet: true}\n') });
    expect(report.withheldFeeds).toEqual([]);
    const output = await site.output();
    expect(output.get('rss.xml')).toContain('<?xml-stylesheet href="assets/feed.css" type="text/css"?>');
    expect(output.get('topics/ai/atom.xml')).toContain(
      '<?xml-stylesheet href="../../assets/feed.css" type="text/css"?>',
    );
    expect(output.get('topics/ai/feed.json')).not.toContain('feed.css');
    expect(output.get('assets/feed.css')).toContain('Feedmill');
  });
});

test('links inside out/ are found, wherever they are written from', () => {
  const page =
    '<link rel="canonical" href="https://f.example/c/"/><a href="../b/index.html"/><a href="#x"/><a href="https://f.example/d/"/><a href="https://g.example/"/>';
  expect([
    ...linksInside('a/ü/index.html', `${page}<img src="%C3%BC.png?v=1&amp;w"/>`, url('https://f.example/')),
  ]).toEqual(['c/index.html', 'a/b/index.html', 'a/ü/ü.png']);
});
