// In: how many articles. Out: a feed of them, the way a build composes it; for benchmarks of what comes after composing.
import { composeEntry } from '../src/compose/entry.ts';
import { composeFeed, feedId } from '../src/compose/feed-document.ts';
import type { Report } from '../src/diagnostics/finding.ts';
import type { Collection } from '../src/model/collection.ts';
import type { Entry, FeedDocument } from '../src/model/feed-document.ts';
import type { Instant } from '../src/model/instant.ts';
import { parseArticle } from '../src/parse/article.ts';
import { parseConfig } from '../src/parse/config/config.ts';
import { keyNames } from '../src/parse/field-names.ts';
import { parseFrontMatter } from '../src/parse/front-matter.ts';
import { articleText } from './articles.ts';

const CONFIG = `site: { id: "tag:example.org,2026:feeds", title: News, url: "https://example.org/", language: en }
feeds: { baseUrl: "https://feeds.example.org/" }
`;
const NOW = (Date.UTC(2026, 0, 1) / 1000) as Instant;
const silent: Report = () => undefined;

/** The site's feed of so many made-up articles. */
export function documentOf(count: number): FeedDocument {
  const settings = parseConfig(CONFIG, silent);
  if (settings === undefined) throw new TypeError('the configuration of the benchmarks cannot be read');
  const names = keyNames(settings.content.fields);
  const entries: Entry[] = [];
  for (let seed = 0; entries.length < count; seed++) {
    const path = `${seed}.md`;
    const source = parseFrontMatter(articleText(seed), path, silent);
    const article = source && parseArticle(source, path, { settings, names, now: NOW }, silent);
    if (article === undefined) continue;
    const identity = { id: article.id, updated: article.published };
    entries.push(composeEntry(article, identity, { settings, withheldPages: new Set() }));
  }
  const { title } = settings.site;
  const head = { kind: 'site', key: '', folder: '', slug: '', name: title } as const;
  const site: Collection = { ...head, members: [], limit: count, total: count };
  return composeFeed(site, feedId(site, settings), entries, settings, new Date(0));
}
