// An article that was published and is broken now stays in the feeds as it was, until it is mended or withdrawn.
import { cp, rename, rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  articleText,
  at,
  CONFIG,
  changedPaths,
  codesOf,
  each,
  newSite,
  type Site,
  settings,
  settingsFrom,
} from '../support/site.ts';

let site: Site;

beforeEach(async () => {
  site = await newSite();
});
afterEach(() => site.remove());

const LATER = at('2026-06-03T12:00:00Z');
const fields = {
  title: 'One & only <1>',
  excerpt: 'The "words".',
  webUrl: 'https://site.example/one?a=1&b=2',
  originalUrl: 'https://two.example/one',
  topics: ['AI', 'C++'],
  type: 'article',
  ampWebUrl: 'https://site.example/amp/one',
  language: 'de',
  provider: { name: 'Two', domain: 'two.example' },
  authors: [
    { name: 'Ada', url: 'https://ada.example/', email: 'ada@ada.example' },
    { name: 'Bob', url: 'https://bob.example/' },
  ],
  images: [
    { url: 'https://site.example/one.jpg', width: 640, height: 480, title: 'A picture' },
    { url: 'https://site.example/two.png' },
    { url: 'https://site.example/three' },
  ],
  related: [
    {
      title: 'Related & more',
      excerpt: 'About it.',
      originalUrl: 'https://www.three.example/1?x=1&y=2',
      publishedDateTime: '2026-02-01T00:00:00Z',
      provider: { name: 'Three', domain: 'www.three.example' },
      images: [{ url: 'https://www.three.example/1.jpg' }],
    },
    {
      title: 'A bare link',
      originalUrl: 'https://www.three.example/2',
      provider: { name: 'Three', domain: 'www.three.example' },
    },
  ],
};
const BODY =
  'Some text of *one*.\n\n<video src="https://site.example/one.mp4"></video> <audio src="https://site.example/one.mp3"></audio>\n';
const CUSTOM = settings('  custom: [{ slug: warm, title: Warm, where: { topics: [AI], minQuality: 1 } }]');

async function publish(): Promise<void> {
  await site.article('a.md', { ...fields, quality: 5 }, BODY);
  await site.article('b.md', { title: 'Two', topics: ['AI'] });
  await site.build({ settings: CUSTOM });
}

const BREAKS = [
  ['its YAML', `---\ntitle: "no end\n${articleText(fields, BODY)}`],
  ['its date', articleText({ ...fields, publishedDateTime: 'someday' }, BODY)],
  ['its title', articleText({ ...fields, title: '' }, BODY)],
  ['its size', articleText(fields, 'x'.repeat(4_200_000))],
  ['its front matter altogether', 'Nothing.\n'],
] as const;

describe('no byte of the output changes when an article breaks in', () => {
  test.each(BREAKS)('%s', async (_, broken) => {
    await publish();
    const before = await site.output();
    await site.write('a.md', broken);
    const report = await site.build({ settings: CUSTOM, now: LATER });
    expect(report.findings.filter(({ path }) => path === 'content/a.md').map(({ code }) => code)).toContain(
      'ledger/last-good',
    );
    expect(report.findings.some(({ severity }) => severity === 'error')).toBe(true);
    expect(changedPaths(before, await site.output())).toEqual([]);
    // Said again at every build, by cache and without.
    expect(codesOf(await site.build({ settings: CUSTOM, now: LATER }))).toEqual(codesOf(report));
    expect(codesOf(await site.build({ settings: CUSTOM, cacheFile: undefined }))).toEqual(codesOf(report));
  });

  test.each([['rss'], ['atom'], ['json']])('its YAML, where %s is the only format', async (format) => {
    const only = settings(`  formats: [${format}]`);
    await site.article('a.md', fields, BODY);
    await site.build({ settings: only });
    const before = await site.output();
    await site.write('a.md', 'Nothing.\n');
    await site.build({ settings: only, now: LATER });
    // What a page shows beyond its one document, such as who told of a related item, cannot be read back from it.
    const documents = changedPaths(before, await site.output()).filter((path) => /\.(?:xml|json|opml)$/.test(path));
    expect(documents.filter((path) => path !== 'manifest.json')).toEqual([]);
  });
});

test.each([
  ['every format', settings()],
  ['JSON Feed alone', settings('  formats: [json]')],
])('a broken article of the site does not call the site by its author, with %s', async (_, chosen) => {
  await site.article('a.md', { title: 'One', authors: [{ name: 'Ada' }], topics: ['AI'] });
  await site.article('b.md', { ...fields, related: [], topics: ['AI'] });
  await site.build({ settings: chosen });
  const before = await site.output();
  await site.write('a.md', 'Nothing.\n');
  expect(codesOf(await site.build({ settings: chosen, now: LATER }))).toContain('ledger/last-good');
  expect(changedPaths(before, await site.output())).toEqual([]);
});

test('nor where the site comes to have a feed as a provider only then', async () => {
  const few = settings('  providers: { minEntries: 3 }');
  for (const path of ['a.md', 'b.md']) await site.article(path, { title: path, authors: [{ name: 'Ada' }] });
  await site.build({ settings: few });
  for (const path of ['a.md', 'b.md']) await site.write(path, 'Nothing.\n');
  await site.article('c.md', { title: 'Three' });
  await site.build({ settings: few, now: LATER });
  expect((await site.output()).get('providers/site.example/rss.xml')).toContain('<title>The Site · The Site</title>');
});

test('the ledger holds the version when the output is gone, and every byte comes back', async () => {
  await publish();
  const before = await site.output();
  await site.write('a.md', 'Nothing.\n');
  await site.build({ settings: CUSTOM, now: LATER });
  expect(await site.readLedger()).toMatch(/^entry\t/m);
  await rm(site.out, { recursive: true });
  const report = await site.build({ settings: CUSTOM, now: LATER });
  expect(codesOf(report)).toContain('ledger/last-good');
  expect(changedPaths(before, await site.output())).toEqual([]);
});

test('a mended article goes on under its id, and the ledger lets the copy go', async () => {
  await publish();
  const before = each(await site.output(), 'id');
  await site.write('a.md', 'Nothing.\n');
  await site.build({ settings: CUSTOM });
  await site.article('a.md', { ...fields, title: 'Mended', quality: 5 }, BODY);
  const report = await site.build({ settings: CUSTOM, now: LATER });
  expect(codesOf(report)).not.toContain('ledger/last-good');
  const output = await site.output();
  expect(each(output, 'id')).toEqual(before);
  expect(each(output, 'title')).toEqual(['Mended', 'Two']);
  expect(each(output, 'date_modified')[0]).toBe('2026-06-03T12:00:00Z');
  expect(await site.readLedger()).not.toMatch(/^entry\t/m);
});

test('an article mended to what it was changes no byte', async () => {
  await publish();
  const before = await site.output();
  await site.write('a.md', 'Nothing.\n');
  await site.build({ settings: CUSTOM });
  await site.article('a.md', { ...fields, quality: 5 }, BODY);
  await site.build({ settings: CUSTOM, now: LATER });
  expect(changedPaths(before, await site.output())).toEqual([]);
});

test('with neither output nor ledger copy at hand it leaves the feeds, and the error says that', async () => {
  await publish();
  await rm(site.out, { recursive: true });
  await site.write('a.md', 'Nothing.\n');
  const report = await site.build({ settings: CUSTOM });
  expect(report.findings).toContainEqual(
    expect.objectContaining({ code: 'ledger/no-last-good', severity: 'error', path: 'content/a.md' }),
  );
  expect(each(await site.output(), 'title')).toEqual(['Two']);
  // That the custom feed lost its last entry is told once.
  expect(codesOf(report)).toContain('ledger/emptied-feed');
  const lasting = codesOf(report).filter((code) => code !== 'ledger/emptied-feed');
  expect(codesOf(await site.build({ settings: CUSTOM }))).toEqual(lasting);
});

test('an output folder that is older than the ledger brings no earlier version back', async () => {
  await publish();
  const kept = `${site.out}-kept`;
  await cp(site.out, kept, { recursive: true });
  await site.article('a.md', { ...fields, title: 'Corrected', quality: 5 }, BODY);
  await site.build({ settings: CUSTOM, now: LATER });
  await rm(site.out, { recursive: true });
  await rename(kept, site.out);
  await site.write('a.md', BREAKS[0][1]);
  const report = await site.build({ settings: CUSTOM, now: LATER });
  expect(codesOf(report)).toContain('ledger/no-last-good');
  expect(each(await site.output(), 'title')).not.toContain(fields.title);
  // Mended, it is what it was.
  await site.article('a.md', { ...fields, title: 'Corrected', quality: 5 }, BODY);
  await site.build({ settings: CUSTOM, now: at('2026-06-05T12:00:00Z') });
  expect(each(await site.output(), 'date_modified')).toContain('2026-06-03T12:00:00Z');
});

test('an article in the language of the site keeps saying so', async () => {
  await site.article('a.md', { ...fields, language: 'en' }, BODY);
  await site.build();
  const before = await site.output();
  await site.write('a.md', 'Nothing.\n');
  await site.build({ now: LATER });
  expect(changedPaths(before, await site.output())).toEqual([]);
});

test('an article that was never published is only an error', async () => {
  await publish();
  await site.write('c.md', 'Nothing.\n');
  const report = await site.build({ settings: CUSTOM });
  expect(codesOf(report)).not.toContain('ledger/last-good');
  expect(codesOf(report)).not.toContain('ledger/no-last-good');
});

test('a broken article may be withdrawn', async () => {
  await publish();
  await site.write('a.md', 'Nothing.\n');
  await site.build({ settings: CUSTOM });
  await site.write('a.md', '---\npublished: false\n---\n');
  await site.build({ settings: CUSTOM });
  expect(each(await site.output(), 'title')).toEqual(['Two']);
  expect(await site.readLedger()).not.toMatch(/^entry\t/m);
});

test('a page that is withdrawn leaves the list of related items of a broken article too, and comes back', async () => {
  await site.article('page.md', { title: 'Page', webUrl: 'https://www.three.example/1?x=1&y=2' });
  await publish();
  const before = await site.output();
  await site.write('a.md', 'Nothing.\n');
  await site.article('page.md', { title: 'Page', webUrl: 'https://www.three.example/1?x=1&y=2', published: false });
  await site.build({ settings: CUSTOM });
  const output = await site.output();
  expect([...output].filter(([path, text]) => path !== 'manifest.json' && /three\.example\/1/.test(text))).toEqual([]);
  expect(output.get('feed.json')).toContain('three.example/2');
  expect(each(output, 'title')).toEqual(['One & only <1>', 'Two']);
  await site.article('page.md', { title: 'Page', webUrl: 'https://www.three.example/1?x=1&y=2' });
  await site.build({ settings: CUSTOM });
  expect(changedPaths(before, await site.output())).toEqual([]);
});

test.each([
  ['its first related page', [1]],
  ['its second', [2]],
  ['any', [1, 2]],
])('what is left of a broken article is what is left of a good one, without %s', async (_, gone) => {
  const pages = ['https://www.three.example/1?x=1&y=2', 'https://www.three.example/2'];
  const show = async (hidden: readonly number[]) => {
    for (const [index, webUrl] of pages.entries()) {
      const fate = hidden.includes(index + 1) ? { published: false } : {};
      await site.article(`page${index}.md`, { title: `Page ${index}`, webUrl, ...fate });
    }
  };
  await show([]);
  await publish();
  await show(gone);
  await site.build({ settings: CUSTOM });
  const good = await site.output();
  await show([]);
  await site.build({ settings: CUSTOM });
  await site.write('a.md', 'Nothing.\n');
  await show(gone);
  expect(codesOf(await site.build({ settings: CUSTOM }))).toContain('ledger/last-good');
  const broken = await site.output();
  expect(each(broken, 'content_html')).toEqual(each(good, 'content_html'));
  expect(each(broken, 'content_html')[0]).toContain('Some text of <em>one</em>.');
});

test('what a broken article told of stays near to it when another article tells of it as well', async () => {
  await publish();
  await site.write('a.md', 'Nothing.\n');
  await site.article('c.md', { title: 'Three', related: fields.related, publishedDateTime: '2026-05-01T00:00:00Z' });
  await site.build({ settings: CUSTOM });
  const output = await site.output();
  expect(output.get('providers/two.example/index.html')).toContain('providers/www.three.example/');
  await site.build({ settings: CUSTOM, cacheFile: undefined });
  expect(changedPaths(output, await site.output())).toEqual([]);
});

test('an article is kept as it was, not as the related item that it was before, when both are broken', async () => {
  const page = 'https://one.example/x';
  const provider = { name: 'One', domain: 'one.example' };
  const publishedDateTime = '2026-02-01T00:00:00Z';
  const related = [{ title: 'Page X', excerpt: 'Short note.', originalUrl: page, publishedDateTime, provider }];
  await site.article('p.md', { title: 'Parent', related });
  await site.build();
  await site.write('p.md', 'Nothing.\n');
  await site.build();
  await site.article('x.md', { title: 'Whole story', webUrl: page, provider }, 'All of it.\n');
  await site.build({ now: LATER });
  const before = await site.output();
  expect(each(before, 'id')).toContain(page);
  await site.write('x.md', 'Nothing.\n');
  for (const cacheFile of [site.cache, undefined]) {
    await site.build({ now: LATER, cacheFile });
    expect(changedPaths(before, await site.output())).toEqual([]);
  }
  expect([...(await site.readLedger()).matchAll(/^entry\t(\S+)\t(\S+)/gm)].map(([, id, path]) => [id, path])).toEqual([
    [page, 'x.md'],
    ['tag:site.example,2026:feeds/p', 'p.md'],
  ]);
});

test('its provider has the name that its feed has now, on the pages around it, and the next build changes nothing', async () => {
  for (const name of ['b', 'c']) await site.article(`${name}.md`, { title: name });
  await site.article('a.md', { title: 'One', topics: ['Rare'] });
  await site.build();
  await site.write('a.md', '---\ntitle: "no end\n---\n');
  const renamed = { settings: settingsFrom(CONFIG.replace('The Site', 'Another Name')), cacheFile: undefined };
  await site.build(renamed);
  const output = await site.output();
  expect(output.get('topics/rare/index.html')).toContain('providers/site.example/index.html" dir="auto">Another Name<');
  await site.build(renamed);
  expect(changedPaths(output, await site.output())).toEqual([]);
  await site.build({ cacheFile: undefined });
  await site.build();
  for (const name of ['b', 'c'])
    await site.article(`${name}.md`, { title: name, provider: { name: 'Third Name', domain: 'site.example' } });
  await site.build();
  expect((await site.output()).get('topics/rare/index.html')).toContain(
    'providers/site.example/index.html" dir="auto">Third Name<',
  );
});
