// The plain script: what a TypeScript developer writes in an hour with `yaml` and `feed`. node plain.mjs CORPUS OUT
// The feeds of the site, of each topic and of each provider, the latest 50, three formats. Nothing is checked.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Feed } from 'feed';
import { parse } from 'yaml';

const [corpus, out] = process.argv.slice(2);
const BASE = 'https://example.org/';
const LIMIT = 50;

const articles = readArticles();
const site = [];
const topics = new Map();
const providers = new Map();
const seen = new Set();
for (const article of articles) {
  const item = itemOf(article);
  site.push(item);
  seen.add(item.link);
  for (const topic of article.topics ?? []) add(topics, topic, item);
  add(providers, article.provider.domain, item);
}
// A related item is an entry of its provider's feed, unless its page is there already.
for (const related of articles.flatMap((article) => article.related ?? [])) {
  if (seen.has(related.webUrl)) continue;
  seen.add(related.webUrl);
  add(providers, related.provider.domain, itemOf(related));
}
write('', 'News', site);
for (const [topic, items] of topics) write(`topics/${slugOf(topic)}/`, topic, items);
for (const [host, items] of providers) write(`providers/${host}/`, host, items);

function readArticles() {
  const found = [];
  for (const path of readdirSync(corpus, { recursive: true })) {
    if (!path.endsWith('.md')) continue;
    const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---/.exec(readFileSync(join(corpus, path), 'utf8'));
    const article = frontMatter && parse(frontMatter[1]);
    if (article?.published) found.push(article);
  }
  return found;
}

function itemOf(article) {
  const date = new Date(article.publishedDateTime);
  return {
    title: article.title,
    id: article.originalUrl ?? article.webUrl,
    link: article.webUrl ?? article.originalUrl,
    description: article.excerpt,
    date,
    published: date,
    image: article.images?.[0]?.url,
    author: [{ name: article.provider.name }],
    category: (article.topics ?? []).map((name) => ({ name })),
  };
}

function add(groups, key, item) {
  const items = groups.get(key);
  if (items === undefined) groups.set(key, [item]);
  else items.push(item);
}

function write(folder, title, items) {
  const latest = items.sort((a, b) => b.date - a.date).slice(0, LIMIT);
  const address = BASE + folder;
  const feed = new Feed({
    title,
    description: title,
    id: address,
    link: address,
    updated: latest[0].date,
    copyright: '',
    feedLinks: { rss: `${address}rss.xml`, atom: `${address}atom.xml`, json: `${address}feed.json` },
  });
  for (const item of latest) feed.addItem(item);
  mkdirSync(join(out, folder), { recursive: true });
  writeFileSync(join(out, folder, 'rss.xml'), feed.rss2());
  writeFileSync(join(out, folder, 'atom.xml'), feed.atom1());
  writeFileSync(join(out, folder, 'feed.json'), feed.json1());
}

function slugOf(topic) {
  return `${topic.toLowerCase().replace(/[^a-z0-9.]+/g, '-')}-${Buffer.from(topic).toString('hex').slice(-4)}`;
}
