// What can happen to a site between two builds: edits of articles, of the configuration, of the output, of the time.
// Tests only.
import { rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import type { BuildInput } from '../../src/build/input.ts';
import { type Instant, instant } from '../../src/model/instant.ts';
import { articleText, CONFIG, NOW, type Site, settingsFrom } from './site.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Draft {
  readonly fields: Fields;
  readonly body: string;
  /** The whole file while it is broken. */
  readonly broken: string | undefined;
}

/** A site's articles by path, and how it is built next. */
export interface World {
  readonly site: Site;
  readonly drafts: Map<string, Draft>;
  config: number;
  place: number;
  now: Instant;
  /** For the next build alone. */
  options: Partial<BuildInput>;
  count: number;
}

export interface Edit {
  readonly kind: keyof typeof EDITS;
  /** Which article, and which way. */
  readonly which: number;
  readonly how: number;
}

const TOPICS = ['AI', 'ai', 'C++', 'Space', '人工智能', 'C plus plus'];
const HOSTS = ['one.example', 'two.example', 'www.three.example'];
const CONFIGS = [
  '',
  '  limit: 3',
  '  limit: 0',
  '  topics: { exclude: [AI] }',
  '  topics: { minEntries: 2, title: "About {name}" }',
  '  related: { asEntries: false }',
  '  related: { inEntries: false }',
  '  formats: [atom]',
  '  custom: [{ slug: hot, title: Hot, order: heat, limit: 2 }, { slug: ai, title: AI, where: { topics: [AI] } }]',
  '  rebroadcast: { maxEntries: 0, maxShare: 0 }',
];
const LENIENT = '\n  rebroadcast: { maxEntries: 1000 }';

/** The same site at another address, of other addresses, or of fewer files. */
const PLACES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replace('https://site.example/', 'http://moved.example/'),
  (text) => text.replace('https://feeds.site.example/', 'https://feeds.moved.example/below/'),
  (text) => `${text}\ncontent: { permalink: "{site.url}/by-slug/{slug}" }`,
  (text) => `${text}\ncontent: { exclude: ["news/deep/**"] }`,
  (text) => `${text}\npages: { entries: 2, remotePictures: false, wellKnown: { feeds: true } }`,
  (text) => text.replace('language: en', 'language: ar'),
  (text) => text.replace('title: The Site', 'title: Another Name'),
];

export function settingsOf({ config, place }: World): BuildInput['settings'] {
  const extra = CONFIGS[config] ?? '';
  const feeds = extra.includes('rebroadcast') ? extra : extra + LENIENT;
  return settingsFrom(PLACES[place]?.(CONFIG + feeds) ?? CONFIG);
}

export async function newWorld(site: Site): Promise<World> {
  const world: World = { site, drafts: new Map(), config: 0, place: 0, now: NOW, options: {}, count: 0 };
  for (let which = 0; which < 5; which++) await EDITS.add(world, which, which * 3);
  return world;
}

export const anyEdits: fc.Arbitrary<readonly (readonly Edit[])[]> = fc.array(
  fc.array(
    fc.record({
      kind: fc.constantFrom(...(Object.keys(edits()) as Edit['kind'][])),
      which: fc.nat(11),
      how: fc.nat(59),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  { minLength: 4, maxLength: 8 },
);

/** Moves that an article is found again after, when there is a build behind each: none changes whose words they are. */
const FINDABLE: readonly Edit['kind'][] = [
  ...(['add', 'word', 'title', 'related', 'address', 'rename', 'rename', 'extension'] as const),
  ...(['withdraw', 'publish', 'break', 'mend', 'config', 'place', 'later'] as const),
];

/** Moves of a few articles, so that many are of one. */
export const anyFindableEdits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({ kind: fc.constantFrom(...FINDABLE), which: fc.nat(1), how: fc.nat(59) }),
  { minLength: 8, maxLength: 16 },
);

/** Whether a move takes a broken article elsewhere, where nothing tells any more which one it was. */
export function isLost({ drafts }: World, { kind, which }: Edit): boolean {
  const path = [...drafts.keys()].sort()[which % Math.max(drafts.size, 1)] ?? '';
  return ['rename', 'folder', 'extension'].includes(kind) && drafts.get(path)?.broken !== undefined;
}

export async function applyEdit(world: World, { kind, which, how }: Edit): Promise<void> {
  await EDITS[kind](world, which, how);
}

type Apply = (world: World, which: number, how: number) => Promise<void> | void;

function edits() {
  return {
    add: (world, which, how) =>
      write(world, `${FOLDERS[how % 3]}n${world.count++}.md`, newDraft(world.count, which, how)),
    word: (world, which, how) => change(world, which, { excerpt: `An excerpt, and word ${how}.` }),
    title: (world, which, how) => change(world, which, { title: `Another title ${how}` }),
    text: (world, which, how) => edit(world, which, (draft) => ({ ...draft, body: `Some *text* ${how}.\n` })),
    space: (world, which) => edit(world, which, (draft) => ({ ...draft, body: `${draft.body}\n\n` })),
    order: (world, which) =>
      edit(world, which, (draft) => ({ ...draft, fields: Object.fromEntries(Object.entries(draft.fields).reverse()) })),
    heat: (world, which, how) => change(world, which, { heat: how, quality: how + 1 }),
    topics: (world, which, how) => change(world, which, { topics: topicsOf(how) }),
    provider: (world, which, how) => change(world, which, { provider: providerOf(how) }),
    related: (world, which, how) => change(world, which, { related: relatedOf(how) }),
    address: (world, which, how) => change(world, which, { webUrl: `https://site.example/changed/${how}` }),
    redate: (world, which, how) => change(world, which, { publishedDateTime: dateOf(how) }),
    update: (world, which, how) => change(world, which, { updatedDateTime: how % 3 === 0 ? undefined : dateOf(how) }),
    rename: (world, which) => move(world, which, (path) => path.replace(/[^/]+$/, `renamed${world.count++}.md`)),
    folder: (world, which, how) => move(world, which, (path) => `${FOLDERS[how % 3]}${path.replace(/^.*\//, '')}`),
    extension: (world, which) =>
      move(world, which, (path) => (path.endsWith('.md') ? `${path.slice(0, -3)}.html` : path)),
    double: async (world, which, how) => {
      const [path, draft] = pick(world, which);
      if (draft !== undefined)
        await write(world, how % 2 === 0 ? path.replace(/\.\w+$/, '.markdown') : `copy${world.count++}.md`, draft);
    },
    swap: async (world, which, how) => {
      const [path, draft] = pick(world, which);
      const [otherPath, otherDraft] = pick(world, how);
      if (draft === undefined || otherDraft === undefined) return;
      await write(world, path, otherDraft);
      await write(world, otherPath, draft);
    },
    over: async (world, which, how) => {
      const [path] = pick(world, how);
      await move(world, which, () => path);
    },
    touch: async (world, which) => edit(world, which, (draft) => draft),
    remove: async (world, which) => {
      const [path] = pick(world, which);
      world.drafts.delete(path);
      await rm(join(world.site.content, path), { force: true });
    },
    break: (world, which, how) => edit(world, which, (draft) => ({ ...draft, broken: brokenOf(draft, how) })),
    mend: (world) =>
      everyWhere(
        world,
        ({ broken }) => broken !== undefined,
        (draft) => ({ ...draft, broken: undefined }),
      ),
    withdraw: (world, which, how) => change(world, which, how % 2 === 0 ? { published: false } : { removed: true }),
    publish: (world) =>
      everyWhere(
        world,
        ({ fields }) => fields['published'] !== undefined || fields['removed'] !== undefined,
        (draft) => ({ ...draft, fields: { ...draft.fields, published: undefined, removed: undefined } }),
      ),
    defaults: async ({ site }, which, how) => {
      const [path, texts] = DEFAULTS[which % DEFAULTS.length] ?? ['', []];
      const text = texts[how % (texts.length + 1)];
      if (text === undefined) await rm(join(site.content, path), { force: true });
      else await site.write(path, text);
    },
    config: (world, _which, how) => {
      world.config = how % CONFIGS.length;
    },
    place: (world, _which, how) => {
      world.place = how % PLACES.length;
    },
    later: (world, _which, how) => {
      world.now = shifted(world.now, (how + 1) * 3_600);
    },
    earlier: (world, _which, how) => {
      world.now = shifted(world.now, -how * 3_600);
    },
    damage: (world, which, how) => damage(world, which, how),
    forgetCache: (world) => rm(world.site.cache, { force: true }),
    loseLedger: (world, _which, how) => (how % 4 === 0 ? rm(world.site.ledger, { force: true }) : undefined),
    option: (world, _which, how) => {
      world.options = OPTIONS[how % OPTIONS.length] ?? {};
    },
  } as const satisfies Readonly<Record<string, Apply>>;
}

const EDITS: Readonly<Record<keyof ReturnType<typeof edits>, Apply>> = edits();
const FOLDERS = ['', 'news/', 'news/deep/'];
/** What site generators say of folders, by file. */
const DEFAULTS: readonly (readonly [string, readonly string[]])[] = [
  ['news/news.json', ['{ "draft": true }', '{ "draft": false }', '{ "layout": "post" }', '{ "draft": true, }']],
  ['news/deep/_index.md', ['---\ncascade: { draft: false }\n---\n', '---\ncascade: { headless: true }\n---\n']],
  ['news/deep/_data.yml', ['published: no\n', 'published: perhaps\n']],
  ['../_config.yml', ['defaults: [{ scope: { path: content/n }, values: { published: false } }]\n', 'title: x\n']],
  ['../eleventy.config.js', ['export default {};\n']],
  ['../hugo.toml', ['[[cascade]]\nheadless = true\n[cascade.target]\npath = "/news/deep/**"\n', '[[cascade]\n']],
  ['.eleventyignore', ['news/deep\n', '# news\n', `${'{a,b}'.repeat(20)}\n`]],
];
const OPTIONS: readonly Partial<BuildInput>[] = [
  { verifyCache: true },
  { mode: 'no-record' },
  { mode: 'diff' },
  { strict: true },
  { rebroadcast: true },
];

function newDraft(number: number, which: number, how: number): Draft {
  const fields = {
    title: `Article ${number}`,
    excerpt: `What article ${number} says.`,
    publishedDateTime: dateOf(how * 7 + which),
    // In its own folder, below an address that is made of its path.
    ...(how % 2 === 0 ? { webUrl: `https://site.example/articles/${number}` } : { image: 'cover.jpg' }),
    topics: topicsOf(how),
    provider: providerOf(which),
    related: relatedOf(how),
    heat: how,
    // No move changes it: it tells which article an entry is of.
    ampWebUrl: `https://amp.site.example/${number}`,
  };
  return { fields, body: how % 3 === 0 ? '' : `Text of ${number}.\n`, broken: undefined };
}

/** Mostly before the first build, sometimes after it. */
function dateOf(number: number): string {
  return new Date((NOW - ((number % 40) - 2) * 43_200) * 1000).toISOString().replace(/\.\d+Z/, 'Z');
}

function topicsOf(number: number): readonly string[] {
  return TOPICS.filter((_, index) => (number >> index) % 2 === 1);
}

function providerOf(number: number): Fields | undefined {
  const domain = HOSTS[number % 4];
  return domain === undefined ? undefined : { name: `Provider ${number % 4}`, domain };
}

/** Some pages are told of by several articles, and some are articles of their own. */
function relatedOf(number: number): readonly Fields[] | undefined {
  if (number % 3 === 0) return undefined;
  return [number % 5, (number % 7) + 2].map((page) => ({
    title: `Page ${page}`,
    excerpt: `About page ${page}.`,
    originalUrl: page < 4 ? `https://site.example/articles/${page}` : `https://www.three.example/${page}?utm_source=x`,
    publishedDateTime: dateOf(page * 5),
    provider: { name: 'Third', domain: page % 2 === 0 ? 'www.three.example' : 'one.example' },
  }));
}

function brokenOf({ fields, body }: Draft, how: number): string {
  if (how % 4 === 0) return `---\ntitle: "no end\n${articleText(fields, body).slice(4)}`;
  if (how % 4 === 1) return articleText({ ...fields, title: '' }, body);
  if (how % 4 === 2) return articleText({ ...fields, publishedDateTime: 'someday' }, body);
  return articleText(fields, 'x'.repeat(4_200_000));
}

function pick({ drafts }: World, which: number): readonly [string, Draft | undefined] {
  const paths = [...drafts.keys()].sort();
  const path = paths[which % Math.max(paths.length, 1)] ?? 'none.md';
  return [path, drafts.get(path)];
}

async function write(world: World, path: string, draft: Draft): Promise<void> {
  world.drafts.set(path, draft);
  await world.site.write(path, draft.broken ?? articleText(draft.fields, draft.body));
}

async function edit(world: World, which: number, by: (draft: Draft) => Draft): Promise<void> {
  const [path, draft] = pick(world, which);
  if (draft !== undefined) await write(world, path, by(draft));
}

function change(world: World, which: number, fields: Fields): Promise<void> {
  return edit(world, which, (draft) => ({ ...draft, fields: { ...draft.fields, ...fields } }));
}

async function everyWhere(world: World, test: (draft: Draft) => boolean, by: (draft: Draft) => Draft): Promise<void> {
  for (const [path, draft] of [...world.drafts]) if (test(draft)) await write(world, path, by(draft));
}

async function move(world: World, which: number, to: (path: string) => string): Promise<void> {
  const [path, draft] = pick(world, which);
  const target = to(path);
  if (draft === undefined || target === path) return;
  await write(world, target, draft);
  // A move keeps time and inode.
  await rename(join(world.site.content, path), join(world.site.content, target));
  world.drafts.delete(path);
}

async function damage({ site }: World, which: number, how: number): Promise<void> {
  const output = [...(await site.output())].filter(([path]) => !path.startsWith('.'));
  const [path, text] = output[which % Math.max(output.length, 1)] ?? [];
  if (path === undefined || text === undefined) return;
  const file = join(site.out, path);
  if (how % 3 === 0) await rm(file);
  else if (how % 3 === 1) await writeFile(file, text.slice(0, text.length / 2));
  else {
    await writeFile(file, text.replace(/e/, 'E'));
    await utimes(file, how, how);
  }
}

function shifted(now: Instant, seconds: number): Instant {
  const moved = instant(now + seconds);
  if (moved === undefined) throw new RangeError('no instant');
  return moved;
}
