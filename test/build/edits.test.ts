// Edits that leave every entry where it stands take the short road, all others the long one; both come to the same.
import { hash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { buildAs } from '../../src/build/build.ts';
import type { Sections } from '../../src/build/incremental/sections.ts';
import type { BuildInput } from '../../src/build/input.ts';
import type { BuildReport, Built } from '../../src/build/report.ts';
import { openCache } from '../../src/ledger/cache.ts';
import { LONG } from '../support/runs.ts';
import {
  articleText,
  at,
  codesOf,
  NOW,
  newSite,
  readFolder,
  removedAfterEach,
  type Site,
  settings,
} from '../support/site.ts';

// No article makes a page that fails its scan, nor a subscription list; here, one with this title, or topic, does.
const TORN = 'A torn page';
vi.mock('../../src/verify/verify.ts', async (original) => {
  const verify = await original<typeof import('../../src/verify/verify.ts')>();
  const torn = (text: string) => (text.includes(TORN) ? '<p>' : text);
  const verifyPage: typeof verify.verifyPage = (text) => verify.verifyPage(torn(text));
  const verifyOpml: typeof verify.verifyOpml = (directory, text) => verify.verifyOpml(directory, torn(text));
  return { ...verify, verifyPage, verifyOpml };
});

const TIMEOUT_MS = LONG ? 1_200_000 : 60_000;

let site: Site;
const sites = removedAfterEach();

beforeEach(async () => {
  site = await newSite();
  sites.push(site);
});

const LATER = at('2026-06-03T12:00:00Z');
const EVEN_LATER = at('2026-06-04T12:00:00Z');

type Fields = Readonly<Record<string, unknown>>;

const RELATED = {
  title: 'Elsewhere',
  originalUrl: 'https://other.example/elsewhere',
  publishedDateTime: '2026-01-01T00:00:00Z',
  provider: { name: 'Other', domain: 'other.example' },
};
/** Too little to be an entry of its own. */
const LINK = { originalUrl: 'https://other.example/link', provider: { name: 'Other', domain: 'other.example' } };

const FIELDS: Fields = {
  title: 'An article',
  publishedDateTime: '2026-03-01T08:00:00Z',
  webUrl: 'https://site.example/article',
  topics: ['Alpha', 'Beta'],
  provider: { name: 'Provider', domain: 'p.example' },
  quality: 3,
  related: [RELATED, LINK],
};

/** A site of six articles; `a.md` is the one that is edited. */
async function publish(options: Partial<BuildInput> = {}): Promise<void> {
  for (let n = 0; n < 5; n++) {
    const publishedDateTime = `2026-03-0${n + 2}T08:00:00Z`;
    await site.article(`other${n}.md`, {
      ...FIELDS,
      title: `Other ${n}`,
      publishedDateTime,
      webUrl: undefined,
      heat: n,
    });
  }
  await site.article('a.md', FIELDS, 'A text.');
  await site.build(options);
}

/** Whether the last build took the short road: the cache keeps what it read apart. */
function wasShort(): boolean {
  const cache = openCache<Sections>(site.cache);
  if ('reason' in cache) throw new Error(cache.reason);
  const lists = cache.section('files');
  cache.close();
  return lists?.edited !== undefined;
}

/** What a report says apart from how much was read and made. */
function said({
  articlesRead: _,
  articlesReadWithYaml: __,
  feedsComposed: ___,
  outFolder: ____,
  ...rest
}: BuildReport) {
  return { ...rest, findings: rest.findings.filter(({ code }) => code !== 'cache/dropped') };
}

/** Builds, and builds a copy that remembers nothing but the ledger; both have to leave and say the same. */
async function buildBoth(options: Partial<BuildInput> = {}): Promise<BuildReport> {
  const copy = await site.copy();
  sites.push(copy);
  const input = { now: LATER, ...options };
  const report = await site.build(input);
  const whole = await copy.build(input);
  expect(said(report)).toEqual(said(whole));
  expect(await site.output()).toEqual(await copy.output());
  expect(await site.readLedger()).toBe(await copy.readLedger());
  return report;
}

const STAYS: Readonly<Record<string, Fields>> = {
  'its title': { title: 'Another title' },
  'its summary': { excerpt: 'Another summary.' },
  'its picture': { image: 'https://site.example/picture.jpg' },
  'its author': { author: 'Somebody' },
  'a title of what is related': { related: [{ ...RELATED, title: 'Elsewhere, again' }, LINK] },
  'a link that is no entry': { related: [RELATED, { ...LINK, originalUrl: 'https://other.example/another' }] },
  'its update': { updatedDateTime: '2026-05-01T00:00:00Z' },
  'a field that nobody reads': { layout: 'post' },
  'what a finding says': { topics: ['Alpha', 'Beta'], hero: 'not an address', image: 'neither is this' },
};

const MOVES: Readonly<Record<string, Fields>> = {
  'a topic': { topics: ['Alpha', 'Gamma'] },
  'its provider': { provider: { name: 'Another', domain: 'another.example' } },
  'its date': { publishedDateTime: '2026-03-09T08:00:00Z' },
  'its address': { webUrl: 'https://site.example/moved' },
  'how it is ranked': { quality: 9, heat: 7 },
  'what is related': { related: [{ ...RELATED, originalUrl: 'https://other.example/another' }, LINK] },
  'the number of what is related': { related: [LINK] },
  'that it is published': { published: false },
  'a date that is none': { publishedDateTime: 'never' },
  'a time that is to come': { publishedDateTime: '2027-03-01T08:00:00Z' },
};

describe('the short road', () => {
  test.each(Object.entries(STAYS))('%s', async (_, change) => {
    await publish();
    await site.article('a.md', { ...FIELDS, ...change }, 'A text.');
    const report = await buildBoth();
    expect(report).toMatchObject({ outcome: 'written', articlesRead: 1 });
    expect(wasShort()).toBe(true);
  });

  test('a text, again and again, then a whole build', async () => {
    await publish();
    for (const [text, now] of [
      ['Another text.', LATER],
      ['A third text.', EVEN_LATER],
      ['A text.', EVEN_LATER],
    ] as const) {
      await site.article('a.md', FIELDS, text);
      await site.article('other3.md', {
        ...FIELDS,
        title: text,
        publishedDateTime: '2026-03-05T08:00:00Z',
        webUrl: undefined,
        heat: 3,
      });
      expect(await buildBoth({ now })).toMatchObject({ articlesRead: 2 });
      expect(wasShort()).toBe(true);
    }
    expect(await site.build({ now: EVEN_LATER })).toMatchObject({ articlesRead: 0, feedsComposed: 0, written: 0 });
    await site.article('other4.md', { ...FIELDS, title: 'Moved', topics: ['Gamma'] });
    expect(await buildBoth({ now: EVEN_LATER })).toMatchObject({ articlesRead: 1 });
    expect(wasShort()).toBe(false);
    expect(await site.build({ now: EVEN_LATER })).toMatchObject({ articlesRead: 0, feedsComposed: 0, written: 0 });
  });

  test('a draft that was never published', async () => {
    await site.article('draft.md', { title: 'A draft', draft: true });
    await publish();
    await site.article('draft.md', { title: 'Another draft', draft: true });
    expect(await buildBoth()).toMatchObject({ articlesRead: 1, feedsComposed: 0, written: 0 });
    expect(wasShort()).toBe(true);
  });

  test('an article that is in no feed, for the feeds are full', async () => {
    const one = { settings: settings('  limit: 1\n  related: { asEntries: false }') };
    await publish(one);
    await site.article('a.md', { ...FIELDS, title: 'Another title' });
    expect(await buildBoth(one)).toMatchObject({ articlesRead: 1, feedsComposed: 0 });
    expect(wasShort()).toBe(true);
  });

  test('a withdrawn article beside it', async () => {
    await site.article('gone.md', { title: 'Gone' });
    await publish();
    await site.article('gone.md', { title: 'Gone', published: false });
    await site.build();
    // Whether another file is what is gone is asked once more, now that the ledger knows that it is.
    for (const [title, isShort] of [
      ['Another title', false],
      ['A third title', true],
    ] as const) {
      await site.article('a.md', { ...FIELDS, title });
      expect(await buildBoth()).toMatchObject({ articlesRead: 1 });
      expect(wasShort()).toBe(isShort);
    }
  });

  test('with findings that stay, come and go', async () => {
    await site.article('b.md', { title: 'B', hero: 1, image: 'no address', language: 'no language' });
    await publish();
    for (const fields of [{ language: 'neither' }, {}, { image: 'no address' }]) {
      await site.article('a.md', { ...FIELDS, ...fields }, 'Text.');
      await buildBoth();
      expect(wasShort()).toBe(true);
    }
  });
});

describe('the long road', () => {
  test.each(Object.entries(MOVES))('%s', async (_, change) => {
    await publish();
    await site.article('a.md', { ...FIELDS, ...change }, 'A text.');
    expect(await buildBoth()).toMatchObject({ outcome: 'written', articlesRead: 1 });
    expect(wasShort()).toBe(false);
  });

  test('a new file, and one that is gone', async () => {
    await publish();
    await site.article('new.md', { title: 'New' });
    expect(await buildBoth()).toMatchObject({ articlesRead: 1 });
    expect(wasShort()).toBe(false);
  });

  test.each<[string, Partial<BuildInput>]>([
    ['a build that is not to be remembered', { mode: 'no-record' }],
    ['a comparison', { mode: 'diff' }],
    ['a clock that went back', { now: at('2026-05-01T00:00:00Z') }],
    ['other settings', { settings: settings('  limit: 2') }],
    ['hashing every file', { verifyCache: true }],
  ])('%s', async (_, options) => {
    await publish();
    await site.article('a.md', { ...FIELDS, title: 'Another title' });
    const before = await readFile(site.cache);
    await buildBoth(options);
    if (options.mode === 'diff') expect(await readFile(site.cache)).toEqual(before);
    else expect(wasShort()).toBe(false);
  });

  test('files that would be found to be others now than in the build before', async () => {
    await site.article('b.md', { title: 'B' }, 'A text.');
    await publish();
    const text = await readFile(join(site.content, 'b.md'), 'utf8');
    await rm(join(site.content, 'b.md'));
    for (const name of ['b.markdown', 'b.html']) await site.write(name, text);
    await buildBoth();
    // One of the two was left out; the other is known now, and the one left is found to be what is gone.
    await site.article('a.md', { ...FIELDS, title: 'Another title' });
    await buildBoth();
    expect(wasShort()).toBe(false);
  });

  test('a withdrawn file that has the identity of an article beside it', async () => {
    await site.article('b.markdown', { title: 'B' });
    await site.article('b.md', { title: 'B', removed: true });
    await publish();
    await buildBoth();
    const ledger = await site.readLedger();
    await site.article('b.md', { title: 'B, once more', removed: true });
    expect(await buildBoth()).toMatchObject({ articlesRead: 1, written: 0 });
    // What the article is found again by stays its own.
    expect(await site.readLedger()).toBe(ledger);
    expect(wasShort()).toBe(false);
  });

  test.each([
    ['nothing to do', undefined],
    ['an edit', { title: 'Another title' }],
  ])('of two new files of one identity, one that is not due yet, and then %s', async (_, edit) => {
    await site.article('b.markdown', { title: 'B' });
    await site.article('b.md', { title: 'B, later', publishedDateTime: '2027-03-01T08:00:00Z' });
    await publish();
    // Who came first is written down now: the other is left out before anybody asks when it is due.
    if (edit !== undefined) await site.article('a.md', { ...FIELDS, ...edit });
    expect(codesOf(await buildBoth())).not.toContain('article/embargoed');
    expect(wasShort()).toBe(false);
    await buildBoth();
  });

  test('an output that somebody touched', async () => {
    await publish();
    await site.article('a.md', { ...FIELDS, title: 'Another title' });
    await writeFile(`${site.out}/rss.xml`, 'touched');
    await buildBoth();
    expect(wasShort()).toBe(false);
  });

  test('an article that is broken while its last good version stands', async () => {
    await publish();
    await site.article('other1.md', { title: '', publishedDateTime: 'never' });
    await buildBoth();
    await site.article('a.md', { ...FIELDS, title: 'Another title' });
    await buildBoth();
    expect(wasShort()).toBe(false);
  });

  test('an entry that does not survive verification', async () => {
    const { renderRss } = await import('../../src/render/rss.ts');
    const { renderAtom } = await import('../../src/render/atom.ts');
    const { renderJsonFeed } = await import('../../src/render/json-feed.ts');
    const rss: typeof renderRss = (feed) => renderRss(feed).replaceAll('Wrong', 'Altered');
    const renderers = { rss, atom: renderAtom, json: renderJsonFeed };
    await publish({ renderers });
    await site.article('a.md', { ...FIELDS, title: 'Wrong' });
    expect(codesOf(await buildBoth({ renderers }))).toContain('verify/last-good-entry');
    expect(wasShort()).toBe(false);
  });

  test('a page that fails its scan', async () => {
    await publish();
    await site.article('a.md', { ...FIELDS, title: TORN });
    expect(codesOf(await buildBoth())).toContain('read-back/invalid-xml');
    expect(wasShort()).toBe(false);
    expect(await site.build({ now: LATER, strict: true })).toMatchObject({ outcome: 'stopped-by-errors' });
  });

  test('a page that is not there, for it failed its scan', async () => {
    await site.article('torn.md', { title: TORN, topics: ['Torn'], provider: { name: 'Torn', domain: 't.example' } });
    await publish();
    await site.article('a.md', { ...FIELDS, title: 'Another title' });
    expect(codesOf(await buildBoth())).toContain('verify/dead-link');
    expect(wasShort()).toBe(false);
  });

  test('a subscription list that fails its scan: the last good one stays, and is listed', async () => {
    await publish();
    const before = (await readFolder(site.out)).get('feeds.opml') ?? '';
    await site.article('torn.md', { ...FIELDS, webUrl: 'https://site.example/torn', topics: [TORN] });
    const report = await buildBoth();
    expect(report.findings.find(({ path }) => path === 'feeds.opml')).toMatchObject({ code: 'read-back/invalid-xml' });
    const after = await readFolder(site.out);
    expect(after.get('feeds.opml')).toBe(before);
    const { files } = JSON.parse(after.get('manifest.json') ?? '') as { files: { path: string; sha256: string }[] };
    expect(files.find(({ path }) => path === 'feeds.opml')?.sha256).toBe(hash('sha256', before));
    expect(after.has('topics/a-torn-page/rss.xml')).toBe(true);
  });

  test('errors under --strict, though the configuration has none', async () => {
    await publish();
    await site.article('a.md', { ...FIELDS, title: undefined });
    const before = await readFolder(site.out);
    expect(await buildBoth({ strict: true })).toMatchObject({ outcome: 'stopped-by-errors', articlesRead: 1 });
    expect(await readFolder(site.out)).toEqual(before);
  });
});

test('a cache that is damaged anywhere never changes what comes of an edit', { timeout: TIMEOUT_MS }, async () => {
  const small = { settings: settings('  formats: [json]'), now: LATER };
  await site.article('a.md', { title: 'One' });
  await site.build(small);
  // Linked, so that what is put back has the stamps that it had.
  const kept = [...(await readFolder(site.out)).keys()].map((path) => join(site.out, path));
  for (const [index, path] of [...kept, site.ledger].entries()) await link(path, join(site.folder, `kept${index}`));
  const restore = async () => {
    for (const [index, path] of [...kept, site.ledger].entries()) {
      await rm(path, { force: true });
      await link(join(site.folder, `kept${index}`), path);
    }
  };
  const cache = await readFile(site.cache);
  await site.article('a.md', { title: 'Two' });
  await buildBoth(small);
  expect(wasShort()).toBe(true);
  const [after, ledgerAfter] = [await readFolder(site.out), await site.readLedger()];
  let [short, long] = [0, 0];
  for (let place = -1; place < cache.length; place += LONG ? 1 : 53) {
    await restore();
    const copy = Buffer.from(cache);
    if (place >= 0) copy[place] = (copy[place] ?? 0) ^ 0x41;
    await writeFile(site.cache, copy);
    const report = await site.build(small);
    expect(await readFolder(site.out), `byte ${place}`).toEqual(after);
    expect(await site.readLedger(), `byte ${place}`).toBe(ledgerAfter);
    // What nobody asks for stays as it is.
    expect(codesOf(report), `byte ${place}`).toEqual(wasShort() ? [] : ['cache/dropped']);
    if (place < 0) expect(wasShort()).toBe(true);
    if (wasShort()) short++;
    else long++;
  }
  expect(short).toBeGreaterThan(1);
  expect(long).toBeGreaterThan(short);
});

test('articles are compared with what they were, not with what they looked like', async () => {
  await publish();
  await writeFile(`${site.content}/a.md`, articleText(FIELDS, 'A text.'));
  expect(await site.build({ now: LATER })).toMatchObject({ articlesRead: 1, feedsComposed: 0, written: 0 });
});

describe('a command that looks at no more than is shown', () => {
  const build = (options: Partial<BuildInput> = {}): Promise<Built> =>
    buildAs(
      {
        settings: settings(),
        contentFolder: site.content,
        outFolder: site.out,
        ledgerFile: site.ledger,
        cacheFile: site.cache,
        now: NOW,
        cwd: site.folder,
        workers: 0,
        ...options,
      },
      { startedBy: { key: 'a command', findings: [] }, wantsFindings: false },
    );

  test('finds out before it writes that what earlier edits left is damaged', async () => {
    await site.article('a.md', { title: 'A' });
    await site.article('b.md', { title: 'B' });
    await build();
    await site.article('b.md', { title: 'Another title' });
    await build();
    expect(wasShort()).toBe(true);
    await site.article('a.md', { title: 'Another title, too' });
    const cache = await readFile(site.cache);
    const [, start = ''] = /\["files 1",(\d+)/.exec(cache.toString('latin1')) ?? [];
    cache[Number(start)] = (cache[Number(start)] ?? 0) ^ 0x41;
    await writeFile(site.cache, cache);
    const { done, findings } = await build();
    expect(codesOf({ ...done, findings: findings.all })).toEqual(['cache/dropped']);
    expect(done.written).toBeGreaterThan(0);
  });

  test('shows that the cache could not be written', async () => {
    await site.article('a.md', { title: 'A' });
    await build();
    await site.article('a.md', { title: 'Another title' });
    const progress = (stage: string) => {
      if (stage !== 'writing') return;
      rmSync(dirname(site.cache), { recursive: true });
      writeFileSync(dirname(site.cache), 'in the way');
    };
    const { shown } = await build({ progress });
    expect(shown?.findings.map(({ code }) => code)).toEqual(['cache/not-written']);
    expect(shown?.counts).toEqual({ error: 0, warning: 0, info: 1 });
  });
});
