// Golden site: examples/newsroom as a whole, every file of it compared with test/fixtures/sites/newsroom/expected.
// `npm run golden` writes what is new; files that are there no more are removed by hand.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFeed, parseOpml } from 'feedsmith';
import { afterAll, describe, expect, test } from 'vitest';
import { runBuild } from '../../src/commands/build.ts';
import { check } from '../../src/lint/check.ts';
import type { Instant } from '../../src/model/instant.ts';
import { ROOT } from '../support/cli.ts';
import { readFolder } from '../support/site.ts';
import { childrenNamed, readStrictly, type StrictElement, textOf } from '../support/strict-xml.ts';
import { inTerminal } from '../support/terminal.ts';

const NEWSROOM = join(ROOT, 'examples', 'newsroom');
const GOLDEN = join(ROOT, 'test', 'fixtures', 'sites', 'newsroom');

const folder = await mkdtemp(join(tmpdir(), 'feedmill-golden-'));
const out = join(folder, 'out');
const clock = () => {
  throw new Error('a build with --now asks no clock');
};
const { code: exitCode, ...printed } = await inTerminal(
  (argv, terminal) => runBuild(argv, terminal, clock),
  ['--now', '2026-07-01T00:00:00Z', '--out', out, '--ledger', join(folder, 'ledger'), '--cache', join(folder, 'cache')],
  { cwd: NEWSROOM },
);
const output = await readFolder(out);
const paths = [...output.keys()];
// Style and script are files of this repository under names that say their hash; the pages that name them are pinned.
const pinned = paths.filter((path) => !path.startsWith('assets/'));
const ofFile = (path: string) => output.get(path) ?? '';

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the newsroom', () => {
  test('builds, for one broken article does not stop the others', () => {
    expect(exitCode).toBe(0);
    expect(printed.stdout).toBe('');
  });

  test('says what it did', async () => {
    const report = printed.stderr
      .replace(/There is no ledger at \S+;/, 'There is no ledger at LEDGER;')
      .replace(/(time +)[\d.]+ s/, '$1TIME')
      .replaceAll(out, 'OUT');
    await expect(report).toMatchFileSnapshot(join(GOLDEN, 'report.txt'));
  });

  test.each(pinned)('%s is, byte for byte, what is expected', async (path) => {
    await expect(ofFile(path)).toMatchFileSnapshot(join(GOLDEN, 'expected', path));
  });

  test('has no file more and none less than expected', async () => {
    const golden = await readFolder(join(GOLDEN, 'expected'));
    expect(pinned).toEqual([...golden.keys()]);
    expect(
      paths.filter((path) => !pinned.includes(path) && !/^assets\/[\w-]+\.[0-9a-f]{12}\.(?:css|js)$/.test(path)),
    ).toEqual([]);
  });

  // What it says of an article tells later versions whether subscribers saw another; one that reads it otherwise changes feeds.
  test('remembers, byte for byte, what is expected', async () => {
    await expect(await readFile(join(folder, 'ledger'), 'utf8')).toMatchFileSnapshot(join(GOLDEN, 'ledger.txt'));
  });

  test('no value of a secured key is in any byte', async () => {
    const remembered = await Promise.all(['ledger', 'cache'].map((name) => readFile(join(folder, name), 'latin1')));
    const places = [...output.values(), ...remembered, printed.stderr, printed.stdout, paths.join('\n')];
    expect(places.filter((text) => text.includes('SECRET-VALUE'))).toEqual([]);
    expect(remembered.join('').length).toBeGreaterThan(1_000);
  });
});

describe('readers of another make', () => {
  const xml = paths.filter((path) => /\.(?:xml|opml)$/.test(path));

  test.each(xml)('saxes finds %s well-formed', (path) => {
    expect(() => readStrictly(ofFile(path))).not.toThrow();
  });

  // What `check` knows, our own documents obey. Two entries of one second stay so: that is told, and true.
  test.each(paths.filter((path) => /\.(?:xml|opml)$|feed\.json$/.test(path)))('check finds nothing in %s', (path) => {
    const address = encodeURI(`https://feeds.harbour.example/${path}`);
    const told = check(ofFile(path), { address, now: (Date.UTC(2026, 6) / 1000) as Instant }).findings;
    expect(told.filter(({ rule }) => rule !== 'atom/duplicate-updated').map(({ message }) => message)).toEqual([]);
  });

  const feeds = paths.filter((path) => path.endsWith('rss.xml')).map((path) => path.slice(0, -'rss.xml'.length));

  test.each(feeds)('feedsmith gets the same titles and links, in one order, from all formats of “%s”', (feed) => {
    const rss = entriesOf(ofFile(`${feed}rss.xml`));
    expect(rss.length).toBeGreaterThan(0);
    expect(entriesOf(ofFile(`${feed}atom.xml`))).toEqual(rss);
    expect(entriesOf(ofFile(`${feed}feed.json`))).toEqual(rss);
  });

  test.each(feeds)('saxes gets the same ids, titles and links from RSS and Atom of “%s” as JSON.parse', (feed) => {
    const { items } = JSON.parse(ofFile(`${feed}feed.json`)) as { items: Record<string, string>[] };
    const [channel] = childrenNamed(readStrictly(ofFile(`${feed}rss.xml`)), 'channel');
    const rss = childrenNamed(channel as StrictElement, 'item');
    const atom = childrenNamed(readStrictly(ofFile(`${feed}atom.xml`)), 'entry');
    const json = items.map(({ id, title, url }) => ({ id, title, url }));
    const ofItem = (item: StrictElement) => ({
      id: textOf(item, 'guid'),
      title: textOf(item, 'title'),
      url: textOf(item, 'link'),
    });
    const ofEntry = (entry: StrictElement) => ({
      id: textOf(entry, 'id'),
      title: textOf(entry, 'title'),
      url: childrenNamed(entry, 'link').find(({ attributes }) => attributes['rel'] === 'alternate')?.attributes['href'],
    });
    expect(rss.map(ofItem)).toEqual(json);
    expect(atom.map(ofEntry)).toEqual(json);
  });

  test('the subscription list names each feed once, by its RSS address', () => {
    const { body } = parseOpml(ofFile('feeds.opml'));
    const addresses = body?.outlines?.flatMap(({ outlines }) => outlines ?? []).map(({ xmlUrl }) => xmlUrl) ?? [];
    expect(addresses.sort()).toEqual(
      feeds.map((feed) => encodeURI(`https://feeds.harbour.example/${feed}rss.xml`)).sort(),
    );
  });

  test('the manifest tells the true hash and size of every other file', () => {
    const { files } = JSON.parse(ofFile('manifest.json')) as {
      files: { path: string; sha256: string; bytes: number }[];
    };
    expect(files.map(({ path }) => path)).toEqual(paths.filter((path) => path !== 'manifest.json').sort());
    for (const { path, sha256, bytes } of files) {
      const content = Buffer.from(ofFile(path));
      expect({ path, sha256, bytes }).toEqual({
        path,
        sha256: createHash('sha256').update(content).digest('hex'),
        bytes: content.length,
      });
    }
  });
});

interface ReadEntry {
  readonly title: string | undefined;
  readonly link: string | undefined;
}

function entriesOf(text: string): readonly ReadEntry[] {
  const read = parseFeed(text);
  if (read.format === 'rss') return (read.feed.items ?? []).map(({ title, link }) => ({ title, link }));
  if (read.format === 'json') return (read.feed.items ?? []).map(({ title, url }) => ({ title, link: url }));
  if (read.format !== 'atom') throw new Error(`feedsmith takes it for ${read.format}`);
  return (read.feed.entries ?? []).map(({ title, links }) => ({
    title: typeof title === 'string' ? title : title?.value,
    link: links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href,
  }));
}
