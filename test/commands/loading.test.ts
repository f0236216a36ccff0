// What a build loads: the packages that its articles need and no others, and few files. Coverage, which Node keeps, tells.
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLI, feedmill } from '../support/cli.ts';
import { CONFIG } from '../support/site.ts';

const PLAIN = `---
title: One
excerpt: What it says.
publishedDateTime: 2026-03-01T08:00:00Z
webUrl: https://site.example/one
topics:
  - AI
`;

const DIST = new URL('.', pathToFileURL(CLI)).href;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-loading-'));
  await mkdir(join(folder, 'content'));
  await writeFile(join(folder, 'feedmill.yaml'), CONFIG);
  await article('one', '', '');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A file whose time lies so far back that a build believes it. */
async function article(name: string, fields: string, body: string): Promise<void> {
  const path = join(folder, 'content', `${name}.md`);
  await writeFile(path, `${PLAIN}${fields}---\n${body}`);
  await utimes(path, 1_700_000_000, 1_700_000_000);
}

interface Loaded {
  readonly packages: readonly string[];
  /** How many files of dist/. */
  readonly files: number;
}

async function loadedByBuild(): Promise<Loaded> {
  const coverage = join(folder, 'coverage');
  const { code, stderr } = await feedmill(['build'], { cwd: folder, env: { NODE_V8_COVERAGE: coverage } });
  expect(code, stderr).toBe(0);
  expect(stderr).not.toContain('Warning');
  const reports = await Promise.all((await readdir(coverage)).map((name) => readFile(join(coverage, name), 'utf8')));
  await rm(coverage, { recursive: true });
  const urls = reports.flatMap((text) => (JSON.parse(text).result as readonly { url: string }[]).map(({ url }) => url));
  const packages = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  const files = urls.filter((url) => url.startsWith(DIST));
  return { packages: [...new Set(packages)].sort(), files: files.length };
}

/** The `feed` package brings two more. */
const ALWAYS = ['fast-xml-parser', 'feed', 'sax', 'valibot', 'xml-js'];

/** More than scripts/bundle.mjs makes: only compiled, not made ready with `npm run build`. */
const MANY_FILES = 20;

test('plain articles without bodies', async () => {
  const { packages, files } = await loadedByBuild();
  expect(packages).toEqual(ALWAYS);
  expect(files).toBeLessThan(MANY_FILES);
});

test('front matter in TOML', async () => {
  const path = join(folder, 'content', 'toml.md');
  await writeFile(path, '+++\ntitle = "Two"\ndate = 2026-03-01T08:00:00Z\ndescription = "It."\n+++\n');
  await utimes(path, 1_700_000_000, 1_700_000_000);
  const { packages } = await loadedByBuild();
  const more = packages.filter((name) => !ALWAYS.includes(name));
  expect(more).toEqual(['eslint-visitor-keys', 'toml-eslint-parser']);
});

test('nothing to do', async () => {
  await loadedByBuild();
  expect(await loadedByBuild()).toEqual({ packages: [], files: 4 });
});

test.each([
  ['a body in Markdown', '', 'Some *words*.\n', ['marked', 'hast-util-from-parse5', 'parse5', 'hast-util-sanitize']],
  ['a character reference', 'author: A &amp; B\n', '', ['entities']],
  ['a picture', 'images:\n  - url: https://site.example/a.jpg\n', '', ['mime']],
  ['a date without a zone', 'updatedDateTime: 2026-03-01 09:00\n', '', ['luxon']],
  ['an anchor', 'category: &name news\n', '', ['yaml']],
  ['a key that nobody knows', 'publishedDatetime: today\n', '', ['fastest-levenshtein']],
])('what is loaded for %s', async (_, fields, body, packages) => {
  await article('two', fields, body);
  const { packages: all } = await loadedByBuild();
  const more = all.filter((name) => !ALWAYS.includes(name));
  expect(more).toEqual(expect.arrayContaining(packages));
  if (body === '') expect(more).toEqual(packages);
});
