// A site in a folder of its own for whole builds: writes articles, builds, reads the output back as plain records. Files are
// small and in memory, where waiting for a thread that reads one takes longer than reading it.
import {
  cpSync,
  type Dirent,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { buildFeeds } from '../../src/build/build.ts';
import type { BuildInput } from '../../src/build/input.ts';
import type { BuildReport } from '../../src/build/report.ts';
import { type Instant, instant } from '../../src/model/instant.ts';
import type { Settings } from '../../src/model/settings.ts';
import { parseConfig } from '../../src/parse/config/config.ts';

export const NOW = at('2026-06-01T00:00:00Z');

export function at(text: string): Instant {
  const found = instant(Date.parse(text) / 1000);
  if (found === undefined) throw new TypeError(text);
  return found;
}

/** The beginning of a configuration; further lines belong to `feeds`. */
export const CONFIG = `site:
  id: tag:site.example,2026:feeds
  title: The Site
  url: https://site.example/
  language: en
feeds:
  baseUrl: https://feeds.site.example/
`;

export function settings(extra = ''): Settings {
  return settingsFrom(CONFIG + extra);
}

export function settingsFrom(text: string): Settings {
  const found = parseConfig(text, (code, values) => {
    throw new Error(`${code} ${JSON.stringify(values)}`);
  });
  if (found === undefined) throw new TypeError('no settings');
  return found;
}

export interface Site {
  readonly folder: string;
  readonly content: string;
  readonly out: string;
  readonly ledger: string;
  readonly cache: string;
  write(path: string, text: string): Promise<void>;
  /** An article with a title, a date and what else is given as front matter lines. */
  article(path: string, fields: Readonly<Record<string, unknown>>, body?: string): Promise<void>;
  build(options?: Partial<BuildInput>): Promise<BuildReport>;
  /** Every file of `out/`, by path. */
  output(): Promise<ReadonlyMap<string, string>>;
  /** Modification times of `out/`, by path. */
  times(): Promise<ReadonlyMap<string, number>>;
  /** The text of the ledger; empty when there is none. */
  readLedger(): Promise<string>;
  /** The same site in another folder, without the cache. */
  copy(): Promise<Site>;
  remove(): Promise<void>;
}

/** In memory where there is such a folder: a build flushes its journal to the disk, for which tests need not wait. */
const SITES = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** When files were last written, long ago and each another second: so that a build may believe their stamps. */
let clockSeconds = Date.UTC(2020, 0, 1) / 1000;

export async function newSite(): Promise<Site> {
  const site = siteIn(await mkdtemp(join(SITES, 'feedmill-site-')));
  await mkdir(site.content);
  return site;
}

/** A list whose sites are removed after each test, however it ends. */
export function removedAfterEach(): Site[] {
  const sites: Site[] = [];
  afterEach(async () => {
    for (const site of sites.splice(0)) await site.remove();
  });
  return sites;
}

function siteIn(folder: string): Site {
  const content = join(folder, 'content');
  const out = join(folder, 'out');
  const ledger = join(folder, 'feedmill.ledger');
  const cache = join(folder, '.feedmill', 'cache');
  const write = async (path: string, text: string) => {
    mkdirSync(dirname(join(content, path)), { recursive: true });
    writeFileSync(join(content, path), text);
    clockSeconds++;
    utimesSync(join(content, path), clockSeconds, clockSeconds);
  };
  return {
    folder,
    content,
    out,
    ledger,
    cache,
    write,
    article: (path, fields, body = '') => write(path, articleText(fields, body)),
    build: (options = {}) =>
      buildFeeds({
        settings: settings(),
        contentFolder: content,
        outFolder: out,
        ledgerFile: ledger,
        cacheFile: cache,
        now: NOW,
        cwd: folder,
        // Threads run the compiled program only; test/build/workers.test.ts is about them.
        workers: 0,
        ...options,
      }),
    output: () => readFolder(out),
    times: async () => {
      const paths = [...(await readFolder(out)).keys()];
      return new Map(paths.map((path) => [path, statSync(join(out, path)).mtimeMs]));
    },
    readLedger: () => readFile(ledger, 'utf8').catch(() => ''),
    copy: async () => {
      const copy = siteIn(await mkdtemp(join(SITES, 'feedmill-copy-')));
      cpSync(folder, copy.folder, { recursive: true, filter: (path) => !path.startsWith(dirname(cache)) });
      return copy;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export function articleText(fields: Readonly<Record<string, unknown>>, body = ''): string {
  const all = { title: 'A title', excerpt: 'An excerpt.', publishedDateTime: '2026-03-01T08:00:00Z', ...fields };
  const lines = Object.entries(all).filter(([, value]) => value !== undefined);
  return `---\n${lines.map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`).join('')}---\n${body}`;
}

/** Every file below a folder, by path; empty when there is no folder. */
export async function readFolder(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = entriesBelow(folder)
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.sort().map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

function entriesBelow(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
}

/** The entries of a JSON feed of the output, by title. */
export function entries(output: ReadonlyMap<string, string>, path = 'feed.json'): readonly Record<string, unknown>[] {
  const text = output.get(path);
  return text === undefined ? [] : (JSON.parse(text) as { items: Record<string, unknown>[] }).items;
}

/** The codes of a report's findings, each once, sorted. */
export function codesOf({ findings }: BuildReport): readonly string[] {
  return [...new Set(findings.map(({ code }) => code))].sort();
}

/** Values of one field of a JSON feed's entries. */
export function each(output: ReadonlyMap<string, string>, field: string, path = 'feed.json'): readonly unknown[] {
  return entries(output, path).map((entry) => entry[field]);
}

/** Paths whose bytes are not the same in both. */
export function changedPaths(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .sort();
}
