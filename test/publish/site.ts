// A built folder for tests: small valid feeds for the site and for each topic, pages, lists and the manifest that render/
// writes. Like a real build it leaves files alone whose bytes stay the same.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { headerRules, mediaTypeOfOutput } from '../../src/build/making/headers.ts';
import type { ManifestFeed, ManifestFile } from '../../src/model/manifest.ts';
import type { Settings } from '../../src/model/settings.ts';
import { parseManifest } from '../../src/parse/manifest.ts';
import { renderManifest } from '../../src/render/manifest.ts';
import { settingsFrom } from '../support/site.ts';

export interface TestArticle {
  readonly id: string;
  readonly title: string;
  readonly topics: readonly string[];
}

export const BASE_URL = 'https://feeds.example.org/';

/** Settings of a site; `more` is YAML appended to the configuration. */
export function settingsFor(more = '', baseUrl = BASE_URL): Settings {
  return settingsFrom(configFor(more, baseUrl));
}

export function configFor(more = '', baseUrl = BASE_URL, hubs: readonly string[] = []): string {
  const list = hubs.length === 0 ? '' : `\n  hubs: ${JSON.stringify(hubs)}`;
  return `site:\n  id: tag:example.org,2026:feeds\n  title: Example\n  url: https://example.org/\nfeeds:\n  baseUrl: ${baseUrl}${list}\n${more}`;
}

/** `count` articles over `topics` topics, each in two of them. */
export function articles(count: number, topics = 5): readonly TestArticle[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `tag:example.org,2026:feeds/a${index}`,
    title: `Article ${index}`,
    topics: [`topic-${index % topics}`, `topic-${(index + 1) % topics}`],
  }));
}

/** Writes the folder. Returns how many files were written. */
export async function buildSite(
  folder: string,
  list: readonly TestArticle[],
  settings = settingsFor(),
): Promise<number> {
  const texts = new Map<string, string>();
  const feeds: ManifestFeed[] = [];
  const topics = [...new Set(list.flatMap((article) => article.topics))].sort();
  const collections = [
    { path: '', title: 'Example' },
    ...topics.map((topic) => ({ path: `topics/${topic}/`, title: topic })),
  ];
  for (const { path, title } of collections) {
    const members = list.filter((article) => path === '' || article.topics.includes(title));
    texts.set(`${path}rss.xml`, rss(title, members));
    texts.set(`${path}atom.xml`, atom(title, members));
    texts.set(`${path}feed.json`, json(title, members));
    if (path !== '') texts.set(`${path}index.html`, page(title));
    const kind = path === '' ? 'site' : 'topic';
    feeds.push({
      id: `tag:${path}`,
      kind,
      folder: path,
      title,
      entries: members.length,
      updated: new Date('2026-03-01T00:00:00Z'),
    });
  }
  texts.set('index.html', page(collections.map(({ title }) => title).join(', ')));
  texts.set('404.html', page('Not found'));
  texts.set(
    'feeds.opml',
    `<opml version="2.0"><head/><body>${collections.map(({ title }) => `<outline text="${title}"/>`).join('')}</body></opml>\n`,
  );
  const { wellKnown, xmlStylesheet } = settings.pages;
  if (xmlStylesheet) {
    texts.set('assets/feed.css', 'p { margin: 0 }\n'.repeat(100));
    texts.set('assets/page.0123456789ab.css', 'p { padding: 0 }\n'.repeat(100));
    texts.set('assets/icon.0123456789ab.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>\n');
    texts.set('assets/page.0123456789ab.js', '0;\n');
  }
  if (wellKnown.feeds) texts.set('.well-known/feeds', texts.get('feeds.opml') ?? '');
  if (wellKnown.feedMenu) texts.set('.well-known/feed-menu.json', '{"feeds":[]}\n');
  return writeSite(folder, texts, feeds, settings);
}

async function writeSite(
  folder: string,
  texts: ReadonlyMap<string, string>,
  feeds: readonly ManifestFeed[],
  settings: Settings,
): Promise<number> {
  const headersOf = headerRules(settings);
  const files: ManifestFile[] = [...texts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => {
      const type = mediaTypeOfOutput(path);
      const bytes = Buffer.from(text);
      return { path, type, sha256: sha256(bytes), bytes: bytes.length, headers: headersOf(path, type) };
    });
  const all = new Map([
    ...texts,
    ['manifest.json', renderManifest({ files, feeds, also: { baseUrl: settings.feeds.baseUrl } })],
  ]);
  const old = parseManifest(await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => ''));
  for (const { path } of old?.files ?? []) if (!all.has(path)) await rm(join(folder, path), { force: true });
  let written = 0;
  for (const [path, text] of all) {
    const place = join(folder, path);
    if ((await readFile(place, 'utf8').catch(() => undefined)) === text) continue;
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, text);
    written++;
  }
  return written;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

// Enough text that a document torn in the middle would be noticed.
const body = (title: string) => `${title} `.repeat(40).trim();

function rss(title: string, list: readonly TestArticle[]): string {
  const items = list.map(
    ({ id, title }) =>
      `<item><guid isPermaLink="false">${id}</guid><title>${title}</title><description>${body(title)}</description></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>${title}</title>${items.join('\n')}</channel></rss>\n`;
}

function atom(title: string, list: readonly TestArticle[]): string {
  const entries = list.map(
    ({ id, title }) => `<entry><id>${id}</id><title>${title}</title><summary>${body(title)}</summary></entry>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>${title}</title>${entries.join('\n')}</feed>\n`;
}

function json(title: string, list: readonly TestArticle[]): string {
  const items = list.map(({ id, title }) => ({ id, title, content_text: body(title) }));
  return `${JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title, items }, null, 1)}\n`;
}

function page(text: string): string {
  return `<!doctype html>\n<html lang="en"><head><title>Feedmill</title></head><body><p>${text}</p></body></html>\n`;
}
