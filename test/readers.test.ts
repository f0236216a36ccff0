// Real readers over what a build writes: each has to find the same titles and links, in the same order.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractFromJson, extractFromXml } from '@extractus/feed-extractor';
import { parseFeed as parseWithFeedsmith } from 'feedsmith';
import { parseFeed as parseWithHtmlparser2 } from 'htmlparser2';
import RssParser from 'rss-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderRss } from '../src/render/rss.ts';
import { feed as likeHtml } from './fixtures/documents/summary-like-html.ts';
import { buildNewsroom } from './pages/newsroom.ts';
import { describeWith } from './support/needs.ts';

interface Shown {
  readonly title: string;
  readonly link: string;
}

const folder = mkdtempSync(join(tmpdir(), 'feedmill-readers-'));
const out = join(folder, 'out');
const DOCUMENTS = ['', 'topics/c-plus-plus/', 'topics/人工智能/', 'topics/health-medicine/', 'feeds/videos/'];

beforeAll(() => buildNewsroom(out));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function meant(path: string): Promise<readonly Shown[]> {
  const feed = JSON.parse(await readFile(join(out, path, 'feed.json'), 'utf8')) as {
    items: { title: string; url: string }[];
  };
  return feed.items.map(({ title, url }) => ({ title, link: url }));
}

describe.each(DOCUMENTS)('the feed in out/%s', (path) => {
  const text = (file: string) => readFile(join(out, path, file), 'utf8');

  test.each(['rss.xml', 'atom.xml', 'feed.json'])('reads the same with feedsmith: %s', async (file) => {
    const { feed } = parseWithFeedsmith(await text(file)) as { feed: { items?: Item[]; entries?: Item[] } };
    expect((feed.items ?? feed.entries ?? []).map(shownOf)).toEqual(await meant(path));
  });

  test.each(['rss.xml', 'atom.xml'])('reads the same with rss-parser: %s', async (file) => {
    const { items } = await new RssParser().parseString(await text(file));
    expect(items.map(({ title = '', link = '' }) => ({ title, link }))).toEqual(await meant(path));
  });

  test.each(['rss.xml', 'atom.xml'])('reads the same with htmlparser2: %s', async (file) => {
    const feed = parseWithHtmlparser2(await text(file));
    expect(feed?.items.map(({ title = '', link = '' }) => ({ title, link }))).toEqual(await meant(path));
  });

  test.each(['rss.xml', 'atom.xml', 'feed.json'])('reads the same with feed-extractor: %s', async (file) => {
    const source = await text(file);
    const feed = file.endsWith('.json') ? extractFromJson(source) : extractFromXml(source);
    expect(feed.entries?.map(({ title = '', link = '' }) => ({ title, link }))).toEqual(await meant(path));
  });
});

test('a summary that looks like HTML is shown whole by a reader that takes descriptions for HTML', async () => {
  const { items } = await new RssParser().parseString(renderRss(likeHtml));
  expect(items.map(({ contentSnippet }) => contentSnippet)).toEqual(likeHtml.items.map((entry) => entry.description));
});

describeWith(hasCommand('sfeed', []), 'sfeed', 'sfeed', () => {
  test.each(DOCUMENTS)('reads the same in out/%s', async (path) => {
    for (const file of ['rss.xml', 'atom.xml']) {
      const lines = execFileSync('sfeed', { input: await readFile(join(out, path, file)) })
        .toString()
        .trimEnd()
        .split('\n');
      const shown = lines
        .map((line) => line.split('\t'))
        .map(([, title = '', link = '']) => ({ title: title.replaceAll('\\\\', '\\'), link }));
      expect(shown, file).toEqual(await meant(path));
    }
  });
});

const PYTHON = '/usr/bin/python3';
const FEEDPARSER = `
import feedparser, json, sys
feed = feedparser.parse(sys.argv[1])
print(json.dumps({"bozo": bool(feed.bozo), "items": [{"title": e.title, "link": e.link} for e in feed.entries]}))`;

describeWith(hasCommand(PYTHON, ['-c', 'import feedparser']), 'python3-feedparser', 'feedparser', () => {
  test.each(DOCUMENTS)('reads the same in out/%s, without a complaint', async (path) => {
    for (const file of ['rss.xml', 'atom.xml']) {
      const answer = execFileSync(PYTHON, ['-c', FEEDPARSER, join(out, path, file)]).toString();
      const { bozo, items } = JSON.parse(answer) as { bozo: boolean; items: Shown[] };
      expect(bozo, file).toBe(false);
      expect(items, file).toEqual(await meant(path));
    }
  });
});

const NEWSBOAT_ITEMS = `
import json, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("select title, url from rss_item where deleted = 0")
print(json.dumps(rows.fetchall()))`;

describeWith(hasCommand('newsboat', ['--version']), 'newsboat', 'newsboat', () => {
  // A cache of its own for each document: newsboat keeps one item for a guid, whatever feeds it is in.
  test.each(DOCUMENTS)('shows the same for out/%s', async (path) => {
    for (const file of ['rss.xml', 'atom.xml']) {
      const home = mkdtempSync(join(folder, 'newsboat-'));
      const url = `file://${join(out, path, file)}`;
      writeFileSync(join(home, 'urls'), url);
      writeFileSync(join(home, 'config'), '');
      const flags = ['-u', join(home, 'urls'), '-c', join(home, 'cache'), '-C', join(home, 'config'), '-x', 'reload'];
      const { status, stderr } = spawnSync('newsboat', flags, { env: { ...process.env, HOME: home } });
      expect(status, stderr.toString()).toBe(0);
      const answer = execFileSync(PYTHON, ['-c', NEWSBOAT_ITEMS, join(home, 'cache')]).toString();
      const rows = JSON.parse(answer) as [string, string][];
      const line = (title: string, link: string) => `${title} ${link}`;
      const expected = (await meant(path)).map(({ title, link }) => line(title, link));
      expect(rows.map(([title, link]) => line(title, link)).sort(), file).toEqual(expected.sort());
    }
  });
});

interface Item {
  readonly title?: string | { readonly value?: string };
  readonly link?: string;
  readonly url?: string;
  readonly links?: readonly { readonly href?: string; readonly rel?: string }[];
}

function shownOf({ title = '', link, url, links }: Item): Shown {
  const text = typeof title === 'string' ? title : (title.value ?? '');
  return { title: text, link: url ?? link ?? links?.find(({ rel }) => rel === 'alternate')?.href ?? '' };
}

function hasCommand(command: string, args: readonly string[]): boolean {
  const { error, status } = spawnSync(command, args, { input: '' });
  return error === undefined && (status === 0 || args.length === 0);
}
