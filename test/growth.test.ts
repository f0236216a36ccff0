// Twice the input, twice the work: counted in blocks of code that ran and in bytes, never in seconds. What a library of
// the runtime does inside one call is not seen here; for that the full sizes are built under FEEDMILL_LONG=1.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { feedmill } from './support/cli.ts';
import { LONG } from './support/runs.ts';
import { CONFIG, newSite, removedAfterEach, type Site } from './support/site.ts';
import { type Task, type Work, worksOf } from './support/work.ts';

/** Linear work grows by 2 from one step to the next, sorting by a little more, quadratic work by 4. */
const MOST_GROWTH = 2.5;
/** So many runs of a function for each item, above linear growth, are nothing to worry about. */
const NOTICED = 20;
/** What a process reads and writes besides: wake-ups of threads, modules that are loaded when they are needed. */
const OTHER_BYTES = 1_000_000;
/** Megabytes that the full sizes may have for what they keep. */
const HEAP_MEGABYTES = 3000;

interface Shape {
  readonly what: string;
  /** How many items make the smallest of three builds; the others have twice and four times as many. */
  readonly from: number;
  /** The size that a build has to stand. */
  readonly full: number;
  readonly write: (site: Site, size: number) => Promise<void>;
  /** What the program says that it did. */
  readonly says: (size: number) => string;
}

const SHAPES: readonly Shape[] = [
  {
    what: 'entries in one feed, of one topic and one provider, without a limit',
    from: 100,
    full: 100_000,
    write: (site, size) => eachOf(size, (index) => site.article(pathOf(index), article(index, { topics: ['AI'] }))),
    says: (size) => `${count(size)} published`,
  },
  {
    what: 'related items of one article',
    from: 125,
    full: 500,
    write: (site, size) => site.article('one.md', article(0, { related: range(size).map((place) => related(place)) })),
    says: (size) => `with ${count(size)} related items`,
  },
  {
    what: 'topics',
    from: 100,
    full: 50_000,
    write: (site, size) =>
      eachOf(size / 10, (index) =>
        site.article(
          pathOf(index),
          article(index, { topics: range(10).map((topic) => `Topic ${index * 10 + topic}`) }),
        ),
      ),
    says: (size) => `feeds     ${count(size + 2)}`,
  },
  {
    what: 'providers',
    from: 100,
    full: 10_000,
    write: (site, size) =>
      eachOf(size / 10, (index) =>
        site.article(
          pathOf(index),
          article(index, { related: range(10).map((place) => related(index * 10 + place, `p${index * 10 + place}`)) }),
        ),
      ),
    says: (size) => `feeds     ${count(size + 2)}`,
  },
];

const sites = removedAfterEach();

describe('a build grows with its input and not with its square', () => {
  const sizesFrom = (from: number) => [from, from, from * 2, from * 4];
  let all: readonly Work[];

  // In one process, which loads and compiles the program once.
  beforeAll(async () => {
    const sizes = SHAPES.flatMap(({ from, write }) => sizesFrom(from).map((size) => ({ size, write })));
    const built = await Promise.all(sizes.map(({ size, write }) => siteOf((made) => write(made, size))));
    all = await worksOf(built.map(buildOf));
  });

  test.each(SHAPES.map((shape, index) => ({ ...shape, index })))('$what', ({ from, says, index }) => {
    const sizes = sizesFrom(from);
    const works = afterFirst(all.slice(index * sizes.length, (index + 1) * sizes.length));
    for (const [at, { ran }] of works.entries()) {
      expect(ran, ran.stderr).toMatchObject({ code: 0 });
      expect(ran.stdout + ran.stderr).toContain(says(sizes[at + 1] ?? 0));
    }
    expectLinear(works, from * 4);
  });

  test('one article edited among many', async () => {
    const sizes = [100, 100, 200, 400];
    const built = await Promise.all(
      sizes.map((size) =>
        siteOf((made) =>
          eachOf(size, (index) => made.article(pathOf(index), article(index, { topics: [`Topic ${index % 7}`] }))),
        ),
      ),
    );
    const tasks = built.map(buildOf);
    expect((await worksOf(tasks)).map(({ ran }) => ran.code)).toEqual([0, 0, 0, 0]);
    for (const site of built)
      await site.article(pathOf(1), article(1, { title: 'Another title', topics: ['Topic 1'] }));
    const works = afterFirst(await worksOf(tasks));
    expect(works.map(({ ran }) => ran.code)).toEqual([0, 0, 0]);
    expectLinear(works, 400);
  });
});

const RSS =
  '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"' +
  ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:g="http://base.google.com/ns/1.0"' +
  ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>';
const channel = (text: string) => `${RSS}${text}</channel></rss>`;
const feed = (text: string) => `<feed xmlns="http://www.w3.org/2005/Atom">${text}</feed>`;

/** Elements that look at their siblings, their parent's attributes, or what is around them. */
const DOCUMENTS: readonly (readonly [what: string, write: (size: number) => string])[] = [
  ['entries without an author', (size) => feed('<entry/>'.repeat(size))],
  ['items with comments', (size) => channel('<item><slash:comments>1</slash:comments></item>'.repeat(size))],
  ['items that are the same', (size) => channel('<item><guid>x</guid></item>'.repeat(size))],
  ['children of an item', (size) => channel(`<item>${'<category>x</category>'.repeat(size)}</item>`)],
  ['pictures of a good', (size) => channel(`<item>${'<g:image_link/>'.repeat(size)}</item>`)],
  ['pictures of a channel', (size) => channel('<image><link>x</link><title>x</title></image>'.repeat(size))],
  ['renditions', (size) => channel(`<item>${'<media:content/>'.repeat(size)}</item>`)],
  [
    'links',
    (size) =>
      feed(
        each(size, (index) => `<link rel="self" href="${index}"/><link rel="current" href="x${index}"/>`) +
          '<complete xmlns="http://purl.org/syndication/history/1.0"/>',
      ),
  ],
  [
    'categories below attributes',
    (size) =>
      channel(
        `<itunes:category ${each(size, (index) => `a${index}="" `)}text="x">${'<itunes:category text="y"/>'.repeat(size)}</itunes:category>`,
      ),
  ],
  [
    'references below attributes',
    (size) =>
      feed(
        `<rights type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml" ${each(size, (index) => `a${index}="" `)}>${'<a href="x"/>'.repeat(size)}</div></rights>`,
      ),
  ],
  ['stray ampersands', (size) => channel('&'.repeat(size))],
  [
    'entities',
    (size) => `<!DOCTYPE rss [${each(size, (index) => `<!ENTITY a${index} "">`)}]>${channel('&a1;'.repeat(size))}`,
  ],
  ['keys', (size) => `{"items": [], ${each(size, (index) => `"a${index}": 1, `)}"title": "x"}`],
];

describe('a check grows with its document and not with its square', () => {
  const SIZES = [1000, 1000, 2000, 4000];
  let all: readonly Work[];

  // In one process, which loads and compiles the program once.
  beforeAll(async () => {
    const { folder, remove } = await newSite();
    const tasks: Task[] = [];
    for (const [, write] of DOCUMENTS)
      for (const size of SIZES) {
        const name = `${tasks.length}.xml`;
        await writeFile(join(folder, name), write(size));
        tasks.push({ argv: ['check', name, '--format', 'json'], cwd: folder });
      }
    all = await worksOf(tasks).finally(remove);
  });

  test.each(DOCUMENTS.map(([what], index) => [what, index * SIZES.length] as const))('%s', (_, from) => {
    const works = afterFirst(all.slice(from, from + SIZES.length));
    for (const { ran } of works) expect(ran, ran.stderr).toMatchObject({ code: 1 });
    expectLinear(works, 4000);
  });
});

describe.runIf(LONG)('the full size is built in bounded memory', () => {
  test.each(SHAPES)('$full $what', { timeout: 3_600_000 }, async ({ full, write, says }) => {
    const site = await siteOf((made) => write(made, full));
    const env = { NODE_OPTIONS: `--max-old-space-size=${HEAP_MEGABYTES}` };
    const ran = await feedmill(argvOf(site), { cwd: site.folder, env });
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stdout + ran.stderr).toContain(says(full));
  });
});

/** Holds all functions, their sum, and the bytes to linear growth. What is there once does not count. */
function expectLinear(works: readonly Work[], size: number): void {
  const isSteep = (of: (work: Work) => number, besides = 0) => {
    const [small = 0, middle = 0, large = 0] = works.map(of);
    return large - middle > MOST_GROWTH * (middle - small) + besides;
  };
  const names = new Set(works.flatMap(({ blocks }) => Object.keys(blocks)));
  const steep = [...names].filter((name) => isSteep(({ blocks }) => blocks[name] ?? 0, NOTICED * size));
  const counted = (name: string) => works.map(({ blocks }) => blocks[name] ?? 0);
  expect(steep.map((name) => `${name}: ${counted(name)}`)).toEqual([]);
  const sum = ({ blocks }: Work) => Object.values(blocks).reduce((total, times) => total + times, 0);
  expect(isSteep(sum), `blocks in all: ${works.map(sum)}`).toBe(false);
  for (const bytes of ['read', 'written'] as const)
    expect(
      isSteep((work) => work[bytes] ?? 0, OTHER_BYTES),
      `${bytes}: ${works.map((work) => work[bytes])}`,
    ).toBe(false);
}

/** The work of all tasks but the first, which only loads what all of them need. */
function afterFirst(works: readonly Work[]): readonly Work[] {
  return works.slice(1);
}

async function siteOf(write: (site: Site) => Promise<void>): Promise<Site> {
  const site = await newSite();
  sites.push(site);
  await writeFile(join(site.folder, 'feedmill.yaml'), `${CONFIG}  limit: 0\n`);
  await write(site);
  return site;
}

function buildOf(site: Site): Task {
  return { argv: argvOf(site), cwd: site.folder };
}

function argvOf(site: Site): readonly string[] {
  return ['build', site.content, '--now', '2026-06-01T00:00:00Z'];
}

function article(index: number, more: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    title: `Article ${index}`,
    publishedDateTime: minute(index),
    webUrl: `https://one.example/${index}`,
    provider: { name: 'One', domain: 'one.example' },
    ...more,
  };
}

function related(index: number, host = 'two'): unknown {
  return {
    title: `Story ${index}`,
    webUrl: `https://${host}.example/${index}`,
    publishedDateTime: minute(index),
    provider: { name: host, domain: `${host}.example` },
  };
}

function minute(index: number): string {
  return new Date(Date.UTC(2020, 0, 1) + index * 60_000).toISOString();
}

/** A thousand in a folder. */
function pathOf(index: number): string {
  return `${Math.floor(index / 1000)}/${index}.md`;
}

function range(size: number): readonly number[] {
  return Array.from({ length: size }, (_, index) => index);
}

async function eachOf(size: number, act: (index: number) => Promise<void>): Promise<void> {
  for (const index of range(size)) await act(index);
}

function each(size: number, text: (index: number) => string): string {
  return range(size).map(text).join('');
}

/** As the program groups digits. */
function count(number: number): string {
  return number.toLocaleString('en');
}
