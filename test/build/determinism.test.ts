// The same bytes whatever the machine is like (promise 2): order of files, time zone, language, folder, and the clock.
import { cp, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feedmill, ROOT } from '../support/cli.ts';
import { readFolder } from '../support/site.ts';

const NEWSROOM = join(ROOT, 'examples', 'newsroom');
const NOW = ['--now', '2026-07-01T00:00:00Z'];

let folder: string;
let expected: ReadonlyMap<string, string>;
let ledger: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-determinism-'));
  await cp(NEWSROOM, join(folder, 'first'), { recursive: true, filter: isSource });
  const first = await feedmill(['build', ...NOW], { cwd: join(folder, 'first') });
  expect(first).toMatchObject({ code: 0 });
  expected = await readFolder(join(folder, 'first', 'out'));
  ledger = await readFile(join(folder, 'first', 'feedmill.ledger'), 'utf8');
  expect(expected.size).toBeGreaterThan(100);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a build of an earlier test run may have left in the example stays behind. */
function isSource(path: string): boolean {
  return !/newsroom[\\/](?:out|\.feedmill|feedmill\.ledger)/.test(path);
}

/** Builds the newsroom in another place; `out` and ledger must be the first build's, byte for byte. */
async function expectSame(name: string, argv: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv }) {
  const site = join(folder, name);
  const ran = await feedmill(['build', ...NOW, ...argv], { cwd: site, ...options });
  expect(ran).toMatchObject({ code: 0 });
  const built = await readFolder(join(site, 'out'));
  expect([...built.keys()]).toEqual([...expected.keys()]);
  expect([...built].filter(([path, text]) => expected.get(path) !== text).map(([path]) => path)).toEqual([]);
  return { site, stderr: ran.stderr };
}

async function copied(name: string): Promise<string> {
  const site = join(folder, name);
  await cp(join(folder, 'first'), site, {
    recursive: true,
    filter: (path) => !/first[\\/](?:out|\.feedmill|feedmill\.ledger)/.test(path),
  });
  return site;
}

describe('the same bytes', () => {
  test.each([
    ['Pacific/Auckland', 'tr_TR.UTF-8'],
    ['America/St_Johns', 'ar_EG.UTF-8'],
    ['Asia/Kathmandu', 'C'],
  ])('in the time zone %s with the language %s', async (zone, language) => {
    const name = `zone-${language}`;
    await copied(name);
    const env = { TZ: zone, LANG: language, LC_ALL: language, LANGUAGE: language };
    const { site } = await expectSame(name, [], { env });
    expect(await readFile(join(site, 'feedmill.ledger'), 'utf8')).toBe(ledger);
  });

  test('from files that were created in another order, with other times', async () => {
    const articles = await readFolder(join(folder, 'first', 'articles'));
    const site = join(folder, 'shuffled');
    await mkdir(site);
    await cp(join(folder, 'first', 'feedmill.yaml'), join(site, 'feedmill.yaml'));
    const shuffled = [...articles.keys()].sort((a, b) => scatter(a) - scatter(b));
    expect(shuffled).not.toEqual([...articles.keys()]);
    for (const [index, path] of shuffled.entries()) {
      const target = join(site, 'articles', path);
      await mkdir(dirname(target), { recursive: true });
      await cp(join(folder, 'first', 'articles', path), target);
      await utimes(target, 1_000_000_000 + index, 1_700_000_000 - index);
    }
    await expectSame('shuffled', [], {});
    expect(await readFile(join(site, 'feedmill.ledger'), 'utf8')).toBe(ledger);
  });

  test('from another working folder, by other paths, and through a symbolic link', async () => {
    const site = await copied('elsewhere');
    await mkdir(join(folder, 'somewhere'));
    await symlink(join(site, 'articles'), join(folder, 'somewhere', 'linked'));
    const argv = ['somewhere/linked', '--config', 'elsewhere/feedmill.yaml', '--out', join(site, 'out')];
    await expectSame('elsewhere', argv, { cwd: folder });
  });

  test('when the machine believes in another year', async () => {
    const site = await copied('clock');
    const years =
      'const D=Date;globalThis.Date=class extends D{constructor(...a){super(...(a.length?a:[9e10]))}static now(){return 9e10}}';
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(years)}` };
    await expectSame('clock', [], { env });
    expect(await readFile(join(site, 'feedmill.ledger'), 'utf8')).toBe(ledger);
  });

  test('a second time, with and without the cache', async () => {
    await copied('twice');
    const { stderr: first } = await expectSame('twice', [], {});
    const { stderr: second } = await expectSame('twice', [], {});
    const { stderr: third, site } = await expectSame('twice', ['--no-cache'], {});
    expect(await readFile(join(site, 'feedmill.ledger'), 'utf8')).toBe(ledger);
    const findings = (text: string) => text.replace(/\nBuilt[\s\S]*$/, '').replace(/^info ledger\/new\n.*\n/, '');
    expect(findings(second)).toBe(findings(first));
    expect(findings(third)).toBe(findings(first));
    expect(third).toContain('0 written');
  });
});

/** Another order that is always the same one. */
function scatter(text: string): number {
  let hash = 7;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return hash;
}

test('a file that is added changes only what holds it', async () => {
  const site = await copied('added');
  await feedmill(['build', ...NOW], { cwd: site });
  await writeFile(
    join(site, 'articles', 'added.md'),
    '---\ntitle: Added\ndate: 2026-06-20T08:00:00Z\ntopics: [Robotics]\nexcerpt: One more.\nlang: en\n---\nText.\n',
  );
  const ran = await feedmill(['build', ...NOW, '--json'], { cwd: site });
  expect(ran.code).toBe(0);
  const after = await readFolder(join(site, 'out'));
  const changed = [...after].filter(([path, text]) => expected.get(path) !== text).map(([path]) => path);
  const holding = ['', 'providers/harbour.example/', 'topics/robotics/'];
  const lists = ['feeds.opml', 'index.html', 'manifest.json'];
  const feeds = holding.flatMap((feed) =>
    ['atom.xml', 'feed.json', 'index.html', 'rss.xml'].map((file) => feed + file),
  );
  expect(changed.sort()).toEqual([...new Set([...feeds, ...lists])].sort());
});
