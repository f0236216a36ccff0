// Promise 1 in whole builds: renderers that make mistakes. What can be laid to an entry costs that entry, anything else the
// feed, in all its formats together; and what subscribers have stays.
import { hash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BuildInput } from '../../src/build/input.ts';
import { attempt, blameFor, mend } from '../../src/build/making/produce.ts';
import { exitCodeOf } from '../../src/commands/build.ts';
import type { CollectionHead } from '../../src/model/collection.ts';
import type { Entry, FeedDocument } from '../../src/model/feed-document.ts';
import { FORMATS, type FormatName } from '../../src/model/format.ts';
import { renderAtom } from '../../src/render/atom.ts';
import { renderJsonFeed } from '../../src/render/json-feed.ts';
import { renderRss } from '../../src/render/rss.ts';
import { entry, text as plain } from '../support/documents.ts';
import { LONG } from '../support/runs.ts';
import { codesOf, entries, NOW, newSite, type Site, settings } from '../support/site.ts';

const GOOD = { rss: renderRss, atom: renderAtom, json: renderJsonFeed };
const FORMAT_NAMES = FORMATS.map(({ name }) => name);
const FILES = FORMATS.map(({ file }) => file);

/** Changes the text of a document. */
type Mistake = (text: string, format: FormatName) => string;

/** Renderers of which one makes a mistake, in feeds that `where` chooses. */
function mistaken(
  format: FormatName,
  mistake: Mistake,
  where: (feed: FeedDocument) => boolean = () => true,
): NonNullable<BuildInput['renderers']> {
  const render = (feed: FeedDocument) => {
    const good = GOOD[format](feed);
    return where(feed) ? mistake(good, format) : good;
  };
  return { ...GOOD, [format]: render };
}

const ITEMS = {
  rss: /<item[\s>][\s\S]*?<\/item>\s*/g,
  atom: /<entry[\s>][\s\S]*?<\/entry>\s*/g,
  json: /^ {4}\{[\s\S]*?^ {4}\},?\n/gm,
} as const;

/** Makes a mistake in the entry of “Two” only. */
function inTwo(change: Mistake): Mistake {
  return (text, format) =>
    text.replace(ITEMS[format], (item) => (item.includes('feeds/two') ? change(item, format) : item));
}

/** Makes a mistake in every entry. */
function inEach(change: Mistake): Mistake {
  return (text, format) => text.replace(ITEMS[format], (item) => change(item, format));
}

/** The entries of a document as they stand in it; a feed's `authors` look the same, but stand before them. */
function itemsOf(text: string, format: FormatName): readonly string[] {
  return text.slice(Math.max(0, text.indexOf('"items"'))).match(ITEMS[format]) ?? [];
}

const swap =
  (from: string | RegExp, to: string): Mistake =>
  (text) =>
    text.replace(from, to);

/** Mistakes that belong to one entry, whatever the format. */
const IN_ENTRIES: Readonly<Record<string, Mistake>> = {
  'a date moved by a second': swap(/08:00:00/, '08:00:01'),
  'a date moved by a zone': swap(/(T08:00:00)Z|(08:00:00) GMT/, '$1$2+01:00'),
  'the last date moved': (item) => item.replace(/([\s\S]*)08:00:00/, '$107:59:59'),
  'an entry lost': () => '',
  'a related link gone': (item, format) =>
    format === 'json'
      ? item.replace(/"related": \[[\s\S]*?\n {8}\]/, '"related": []')
      : item.replace(/<(?:atom:)?link rel="related"[^>]*>\s*/, ''),
  'a related title changed': swap('Told elsewhere', 'Told nowhere'),
  'a related address changed': swap('https://told.example/it', 'https://told.example/if'),
  'a title changed': swap('Two', 'Tow'),
  'a title decoded twice': swap(/&#x26;amp;|&amp;/, '&#x26;'),
  'a link changed': swap('https://site.example/two/', 'https://site.example/too/'),
  'a summary cut': swap('Summary of', 'Summary'),
  'content cut': swap('The last word.', 'The last'),
  'a picture made wider': swap(/\b641\b/, '640'),
  'a picture lost': swap('two.jpg', 'one.jpg'),
  'a topic renamed': swap(/AI(?=<|"|&)/, 'IA'),
  'a provider renamed': swap('Other News', 'Othr News'),
  'white space lost': swap('Two and', 'Twoand'),
};

/** Mistakes that make XML malformed inside one entry. */
const MALFORMED_ENTRIES: Readonly<Record<string, Mistake>> = {
  'an escape dropped': swap('&#x26;', '& '),
  'a control character let in': swap('Two', 'Tw\u0008o'),
  'half a character let in': swap('Two', 'Tw\uD800o'),
  'a tag not closed': swap('</title>', ''),
  'an entity that nobody declared': swap('Two', 'Two&nbsp;'),
};

/** Mistakes that nobody can lay to an entry. */
const IN_FEEDS: Readonly<Record<string, Mistake>> = {
  'two entries swapped': (text, format) => {
    const [first = '', second = ''] = itemsOf(text, format);
    return text.replace(first + second, second + first);
  },
  'an entry twice': (text, format) => {
    const [first = ''] = itemsOf(text, format);
    return text.replace(first, first + first);
  },
  'an id changed': inTwo(swap('feeds/two', 'feeds/too')),
  'the address of the feed moved': swap(/rss\.xml|atom\.xml|feed\.json/, 'feed.xml'),
  'the title of the feed changed': swap('The Site', 'The Sites'),
  'half of the document': (text) => text.slice(0, text.length / 2),
  'an empty document': () => '',
  'another document': () => '<!doctype html><title>404</title>',
  'a byte order mark in the middle': (text) => ` ${text}`.replace(' ', '\uFEFF\uFEFF'),
};

/** The first two of them; all in long runs. */
function few(mistakes: Readonly<Record<string, Mistake>>): readonly (readonly [string, Mistake])[] {
  return Object.entries(mistakes).slice(0, LONG ? undefined : 2);
}

let site: Site;

beforeEach(async () => {
  site = await newSite();
  await site.article('one.md', { title: 'One', publishedDateTime: '2026-03-01T08:00:00Z', topics: ['AI'] }, 'Text.');
  await site.article(
    'two.md',
    {
      title: 'Two and "three" & &amp;amp; four',
      excerpt: 'Summary of two.',
      publishedDateTime: '2026-03-02T08:00:00Z',
      topics: ['AI'],
      provider: { name: 'Other News', domain: 'other.example' },
      images: [{ url: 'https://site.example/two.jpg', width: 641, height: 480 }],
      related: [
        {
          title: 'Told elsewhere',
          webUrl: 'https://told.example/it',
          publishedDateTime: '2026-03-02T07:00:00Z',
          provider: { name: 'Told', domain: 'told.example' },
        },
      ],
    },
    'First **word**.\n\nThe last word.',
  );
  await site.article('three.md', { title: 'Three', publishedDateTime: '2026-03-03T08:00:00Z', topics: ['C'] }, 'Text.');
});

afterEach(() => site.remove());

const titlesIn = (output: ReadonlyMap<string, string>, path = 'feed.json') =>
  entries(output, path).map(({ title }) => title);
const TWO = 'Two and "three" & &amp; four';

/** The three documents of a feed agree on which entries they hold. */
function expectAlike(output: ReadonlyMap<string, string>, folder = ''): void {
  const count = entries(output, `${folder}feed.json`).length;
  expect(output.get(`${folder}rss.xml`)?.match(/<item[\s>]/g) ?? []).toHaveLength(count);
  expect(output.get(`${folder}atom.xml`)?.match(/<entry[\s>]/g) ?? []).toHaveLength(count);
}

test('without a mistake all are there', async () => {
  const report = await site.build();
  expect(report).toMatchObject({ outcome: 'written', withheldFeeds: [] });
  expect(titlesIn(await site.output())).toEqual(['Three', TWO, 'One']);
});

describe.each(FORMAT_NAMES)('a mistake in one entry of %s', (format) => {
  const mistakes = { ...IN_ENTRIES, ...(format === 'json' ? {} : MALFORMED_ENTRIES) };

  test.each(Object.entries(mistakes))('%s: the entry is taken out, and the rest is written', async (_, change) => {
    const mistake = inTwo(change);
    const feed = GOOD[format];
    let made = 0;
    const renderers = {
      ...GOOD,
      [format]: (document: FeedDocument) => {
        const text = mistake(feed(document), format);
        if (text !== feed(document)) made++;
        return text;
      },
    };
    const report = await site.build({ renderers });
    expect(made, 'the mistake was made').toBeGreaterThan(0);
    expect(report.outcome).toBe('written');
    // The provider's feed holds nothing but that entry.
    expect(report.withheldFeeds).toEqual(['providers/other.example/']);
    expect(exitCodeOf(report)).toBe(1);
    const output = await site.output();
    expect(titlesIn(output)).toEqual(['Three', 'One']);
    expect(titlesIn(output, 'topics/ai/feed.json')).toEqual(['One']);
    expectAlike(output);
    expectAlike(output, 'topics/ai/');
    expect([...output.values()].join('')).not.toContain('feeds/two');
    const [finding] = report.findings.filter(({ code }) => code === 'verify/withdrawn-entry');
    expect(finding).toMatchObject({ path: 'content/two.md', severity: 'error' });
    expect(finding?.message).toContain('tag:site.example,2026:feeds/two');
    const blamed = report.findings.filter(({ code }) => /^(?:compare|read-back)\//.test(code));
    expect(blamed.map(({ path }) => path)).toEqual(
      expect.arrayContaining([FORMATS.find(({ name }) => name === format)?.file]),
    );
  });

  test.each(few(IN_ENTRIES))('%s, in every entry: nothing of the feed is written', async (_, change) => {
    const report = await site.build({ renderers: mistaken(format, inEach(change)) });
    const output = await site.output();
    for (const { folder } of [{ folder: '' }, { folder: 'topics/ai/' }, { folder: 'providers/other.example/' }]) {
      if (!report.withheldFeeds.includes(folder)) continue;
      expect(FILES.filter((file) => output.has(folder + file))).toEqual([]);
    }
    expect(report.withheldFeeds).toContain('providers/other.example/');
    expect(exitCodeOf(report)).toBe(1);
  });
});

describe.each(FORMAT_NAMES)('a mistake in a feed’s %s', (format) => {
  const isSite = (feed: FeedDocument) => feed.options.id === 'tag:site.example,2026:feeds';

  test.each(Object.entries(IN_FEEDS))(
    '%s: the feed is withheld in all formats, the others are written',
    async (_, mistake) => {
      const report = await site.build({ renderers: mistaken(format, mistake, isSite) });
      expect(report).toMatchObject({ outcome: 'written', withheldFeeds: [''] });
      expect(exitCodeOf(report)).toBe(1);
      expect(codesOf(report)).toContain('verify/withheld-feed');
      const output = await site.output();
      expect(FILES.filter((file) => output.has(file))).toEqual([]);
      expect(titlesIn(output, 'topics/ai/feed.json')).toEqual([TWO, 'One']);
      const { files } = JSON.parse(output.get('manifest.json') ?? '') as { files: { path: string }[] };
      expect(files.map(({ path }) => path)).toEqual(
        [...output.keys()].filter((path) => path !== 'manifest.json').sort(),
      );
    },
  );

  test.each(few(IN_FEEDS))('%s, where a good one was published: the old files stay', async (_, mistake) => {
    await site.build();
    const before = await site.output();
    const times = await site.times();
    await site.article('four.md', { title: 'Four', publishedDateTime: '2026-03-04T08:00:00Z', topics: ['AI'] });
    const report = await site.build({ renderers: mistaken(format, mistake, isSite) });
    expect(report).toMatchObject({ outcome: 'written', withheldFeeds: [''] });
    expect(exitCodeOf(report)).toBe(1);
    const after = await site.output();
    const timesAfter = await site.times();
    for (const file of FILES) {
      expect(after.get(file), file).toBe(before.get(file));
      expect(timesAfter.get(file), file).toBe(times.get(file));
    }
    expect(titlesIn(after, 'topics/ai/feed.json')).toEqual(['Four', TWO, 'One']);
    expect(after.get('feeds.opml')).toContain('xmlUrl="https://feeds.site.example/rss.xml"');
    const { files } = JSON.parse(after.get('manifest.json') ?? '') as { files: { path: string }[] };
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(FILES));

    const mended = await site.build();
    expect(exitCodeOf(mended)).toBe(0);
    expect(titlesIn(await site.output())).toEqual(['Four', 'Three', TWO, 'One']);
  });
});

test('a withheld feed is told again until it is mended, although nothing changes', async () => {
  const renderers = mistaken('rss', () => '');
  const first = await site.build({ renderers });
  const again = await site.build({ renderers });
  expect(first.withheldFeeds.length).toBeGreaterThan(3);
  expect(again.withheldFeeds).toEqual(first.withheldFeeds);
  expect(again.findings.filter(({ code }) => code === 'verify/withheld-feed')).toHaveLength(first.withheldFeeds.length);
  expect(exitCodeOf(again)).toBe(1);
});

test('the old files of a withheld feed are listed with the headers that the configuration gives them now', async () => {
  await site.build();
  const rule = 'publish:\n  headers:\n    - match: "*.xml"\n      set: { Cache-Control: no-store }\n';
  const report = await site.build({ settings: settings(rule), renderers: mistaken('rss', () => '') });
  expect(report.withheldFeeds).toContain('');
  const listed: { files: { path: string; headers: Record<string, string> }[] } = JSON.parse(
    (await site.output()).get('manifest.json') ?? '',
  );
  const files = new Map(listed.files.map(({ path, headers }) => [path, headers['Cache-Control']]));
  expect([files.get('rss.xml'), files.get('atom.xml')]).toEqual(['no-store', 'no-store']);
  expect(files.get('feed.json')).not.toBe('no-store');
});

test('the old files of a withheld feed stay and are listed when the manifest was lost, too', async () => {
  await site.build();
  const before = await site.output();
  await site.article('four.md', { title: 'Four', publishedDateTime: '2026-03-04T08:00:00Z', topics: ['AI'] });
  await rm(join(site.out, 'manifest.json'));
  const isAi = ({ options }: FeedDocument) => options.feedLinks.rss?.includes('/topics/ai/') === true;
  const report = await site.build({ renderers: mistaken('rss', () => '', isAi) });
  expect(report.withheldFeeds).toEqual(['topics/ai/']);
  const after = await site.output();
  const { files } = JSON.parse(after.get('manifest.json') ?? '') as { files: { path: string; sha256: string }[] };
  const listed = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  for (const path of [...FILES, 'index.html'].map((file) => `topics/ai/${file}`)) {
    expect(after.get(path), path).toBe(before.get(path));
    expect(listed.get(path), path).toBe(hash('sha256', before.get(path) ?? ''));
  }
});

test('--strict writes nothing when an entry does not survive', async () => {
  await site.build();
  const before = await site.output();
  await site.article('four.md', { title: 'Four', publishedDateTime: '2026-03-04T08:00:00Z' });
  const report = await site.build({ strict: true, renderers: mistaken('rss', inTwo(swap('Two', 'Tow'))) });
  expect(report.outcome).toBe('stopped-by-errors');
  expect(exitCodeOf(report)).toBe(1);
  expect(await site.output()).toEqual(before);
});

test('the last good version of an entry steps in when its new one does not survive', async () => {
  await site.build();
  await site.article(
    'one.md',
    { title: 'One, rewritten', publishedDateTime: '2026-03-01T08:00:00Z', topics: ['AI'] },
    'New.',
  );
  const report = await site.build({ renderers: mistaken('atom', swap('One, rewritten', 'Something else')) });
  expect(codesOf(report)).toContain('verify/last-good-entry');
  const output = await site.output();
  expect(titlesIn(output)).toEqual(['Three', TWO, 'One']);
  expectAlike(output);
  const mended = await site.build({ verifyCache: true });
  expect(exitCodeOf(mended)).toBe(0);
  expect(titlesIn(await site.output())).toEqual(['Three', TWO, 'One, rewritten']);
});

test('a feed is withheld when it is wrong without the entry, too, whose last good version did not survive', async () => {
  await site.build();
  const before = await site.output();
  await site.article('one.md', { title: 'One, rewritten', publishedDateTime: '2026-03-01T08:00:00Z', topics: ['AI'] });
  const mistake: Mistake = (text, format) =>
    text.includes('feeds/one')
      ? text.replace(ITEMS[format], (item) => (item.includes('feeds/one') ? item.replace('>One', '>Own') : item))
      : text.replace('The Site', 'The Sites');
  const report = await site.build({ renderers: mistaken('atom', mistake) });
  expect(report.withheldFeeds).toContain('');
  const after = await site.output();
  for (const path of FILES) expect(after.get(path), path).toBe(before.get(path));
});

describe('two entries of one id', () => {
  const [own, other, third] = [entry(), entry({ title: plain('Another') }), entry({ id: 'tag:example.org,2024:3' })];
  const head: CollectionHead = { kind: 'site', key: '', folder: '', slug: '', name: plain('The Site') };
  const plan = { head, id: 'tag:site.example,2026:feeds', emptied: NOW, secondReading: true };
  const titlesOf = async (lastGood: Entry | undefined) => {
    const context = { settings: settings(), reportIn: () => () => undefined };
    const blame = blameFor(attempt(plan, [own, other, third], context), new Set([own.id, third.id]));
    if (blame === 'nobody') return 'published';
    const mended = await mend(plan, [own, other, third], blame, {
      ...context,
      sourceOf: () => undefined,
      lastGoodOf: async () => lastGood,
    });
    return mended?.attempt.document.items.map(({ title }) => title);
  };

  test('are taken out', async () => {
    expect(await titlesOf(undefined)).toEqual([third.title]);
  });

  test('make place for the last good version, which stands there once', async () => {
    expect(await titlesOf(entry({ title: plain('As it was') }))).toEqual(['As it was', third.title]);
  });
});

test.each([
  ['with more bytes than hubs take', 'ä'.repeat(2_501_000), FILES],
  ['with fewer', 'x'.repeat(4_900_000), []],
])('a document %s', (_, text, warned) => {
  const head: CollectionHead = { kind: 'site', key: '', folder: '', slug: '', name: plain('The Site') };
  const plan = { head, id: 'tag:site.example,2026:feeds', emptied: NOW, secondReading: false };
  const told: string[] = [];
  const reportIn = (path: string) => (code: string) => void told.push(`${code} ${path}`);
  attempt(plan, [entry({ description: plain(text) })], { settings: settings(), reportIn });
  expect(told).toEqual(warned.map((path) => `verify/large-document ${path}`));
});
