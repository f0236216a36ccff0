// A fresh clone, and `npm run feeds` as the only command typed: it installs, compiles and builds the seed's article.
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ran, ROOT, run } from './support/cli.ts';
import { describeWith } from './support/needs.ts';
import { entries, readFolder } from './support/site.ts';
import { childrenNamed, readStrictly, type StrictElement, textOf } from './support/strict-xml.ts';

/** What a commit needs to be cloned and built. */
const NEEDED = ['package.json', 'package-lock.json', 'feedmill.yaml', 'scripts/ready.mjs', 'src/cli.ts', 'seeds'];
const listed = await run('git', ['ls-tree', '-r', '--name-only', 'HEAD'], { cwd: ROOT }).catch(() => undefined);
const committed = listed?.code === 0 ? listed.stdout.split('\n') : [];
const isCommitted = NEEDED.every((path) => committed.some((name) => name === path || name.startsWith(`${path}/`)));

describeWith(isCommitted, 'git, with a commit that holds the whole project', 'a fresh clone', () => {
  let folder: string;
  let clone: string;
  let feeds: Ran;
  let output: ReadonlyMap<string, string>;
  let secret: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'feedmill-clone-'));
    clone = join(folder, 'clone');
    const cloned = await run('git', ['clone', '--quiet', '--no-hardlinks', ROOT, clone]);
    expect(cloned.code, cloned.stderr).toBe(0);
    // Where packages come from is the machine's; everything else that npm told this test run is not the clone's.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) =>
          !/^npm_(?!config_(?:cache|registry|userconfig|prefer_offline)$)|^(?:CI|NODE_ENV|VITEST.*)$/i.test(name),
      ),
    );
    feeds = await run('npm', ['run', 'feeds'], { cwd: clone, env: { ...env, npm_config_prefer_offline: 'true' } });
    output = await readFolder(join(clone, 'out'));
    const seed = await readFile(join(clone, 'seeds', '000_91ae4d25c2996db6.txt'), 'utf8');
    secret = /^secured: "([^"]+)"/m.exec(seed)?.[1] ?? '';
  }, 300_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('npm run feeds is enough', () => {
    expect(feeds.code, feeds.stderr).toBe(0);
    expect(feeds.stderr).toContain('1 published of 1 file, with 3 related items');
  });

  test('it leaves a program that runs, and a clean checkout', async () => {
    expect((await stat(join(clone, 'dist', 'cli.js'))).mode & 0o111).not.toBe(0);
    const status = await run('git', ['status', '--porcelain'], { cwd: clone });
    expect(status.stdout).toBe('');
  });

  const TITLE = 'Only through international cooperation can AI improve patient lives';
  const LINK = 'https://medicalxpress.com/news/2022-07-international-cooperation-ai-patient.html';
  const PICTURE = 'https://scx2.b-cdn.net/gfx/news/hires/2021/algorithm.jpg';
  const RELATED = {
    'medindia.net':
      'https://www.medindia.net/news/prostate-cancer-ai-can-make-a-big-difference-for-clinicians-and-patients-207819-1.htm',
    'news-medical.net':
      'https://www.news-medical.net/news/20220703/Greater-global-coordination-needed-for-AI-enhanced-diagnostics-treatment-to-save-lives-of-prostate-cancer-patients.aspx',
    'pcgamer.com':
      'https://www.pcgamer.com/heres-an-ais-interpretation-of-what-lies-beyond-michelangelos-creation-of-adam/',
  };

  test.each(['', 'topics/ai/', 'providers/medicalxpress.com/'])('“%s” holds the seed in three formats', (feed) => {
    const [channel] = childrenNamed(readStrictly(output.get(`${feed}rss.xml`) ?? ''), 'channel');
    const [item, ...more] = childrenNamed(channel as StrictElement, 'item') as [StrictElement];
    expect(more).toEqual([]);
    expect(textOf(item, 'title')).toBe(TITLE);
    expect(textOf(item, 'link')).toBe(LINK);
    expect(textOf(item, 'pubDate')).toBe('Mon, 04 Jul 2022 07:55:00 GMT');
    expect(textOf(item, 'source')).toBe('Medical Xpress');
    expect(textOf(item, 'category')).toBe('AI');
    expect(childrenNamed(item, 'media:content')[0]?.attributes).toMatchObject({
      url: PICTURE,
      width: '2880',
      height: '2262',
    });
    expect(hrefs(item, 'atom:link').sort()).toEqual(Object.values(RELATED).sort());

    const [entry] = childrenNamed(readStrictly(output.get(`${feed}atom.xml`) ?? ''), 'entry') as [StrictElement];
    expect(textOf(entry, 'title')).toBe(TITLE);
    expect(textOf(entry, 'published')).toBe('2022-07-04T07:55:00Z');
    expect(childrenNamed(entry, 'category')[0]?.attributes).toMatchObject({ term: 'AI' });
    expect(childrenNamed(entry, 'media:content')[0]?.attributes).toMatchObject({
      url: PICTURE,
      width: '2880',
      height: '2262',
    });
    expect(hrefs(entry, 'link').sort()).toEqual(Object.values(RELATED).sort());
    expect(textOf(childrenNamed(entry, 'author')[0] as StrictElement, 'name')).toBe('Medical Xpress');

    const [json] = entries(output, `${feed}feed.json`);
    expect(json).toMatchObject({
      title: TITLE,
      url: LINK,
      date_published: '2022-07-04T07:55:00Z',
      tags: ['AI'],
      image: PICTURE,
      authors: [{ name: 'Medical Xpress' }],
      _feedmill: { related: [{}, {}, {}] },
    });
    expect(String(json?.['content_html'])).toMatch(/<img [^>]*width="2880" height="2262"/);
  });

  test.each(Object.entries(RELATED))('the related item of %s is an entry of its own provider', (host, url) => {
    const feed = `providers/${host}/`;
    expect(output.get(`${feed}rss.xml`)).toContain(`<link>${url}</link>`);
    expect(output.get(`${feed}atom.xml`)).toContain(`href="${url}"`);
    expect(entries(output, `${feed}feed.json`)).toMatchObject([{ url }]);
  });

  test('the value of secured is in no file that it made and in nothing that it printed', async () => {
    expect(secret.length).toBeGreaterThan(100);
    const remembered = await Promise.all(
      ['feedmill.ledger', '.feedmill/cache'].map((path) => readFile(join(clone, path), 'latin1').catch(() => '')),
    );
    const all = [...output.values(), ...remembered, feeds.stdout, feeds.stderr].join('\n');
    for (let at = 0; at + 24 <= secret.length; at += 12) expect(all).not.toContain(secret.slice(at, at + 24));
  });
});

function hrefs(element: StrictElement, name: string): string[] {
  return childrenNamed(element, name)
    .filter(({ attributes }) => attributes['rel'] === 'related')
    .map(({ attributes }) => attributes['href'] ?? '');
}
