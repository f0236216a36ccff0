// Named pipes where our files lie: one is waited for until somebody writes into it. Devices go the same way; no test touches
// one, which a fault could replace.
import { execFile } from 'node:child_process';
import { lstat, mkdir, open, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { feedmill } from '../support/cli.ts';
import { describeWith } from '../support/needs.ts';
import { CONFIG, newSite, readFolder, type Site } from '../support/site.ts';

const execute = promisify(execFile);

let site: Site;
const at = (path: string) => join(site.folder, path);
const build = (...argv: readonly string[]) =>
  feedmill(['build', '--now', '2026-06-01T00:00:00Z', ...argv], { cwd: site.folder });

describeWith(process.platform !== 'win32', 'named pipes', 'where a file should be', () => {
  beforeEach(async () => {
    site = await newSite();
    await writeFile(at('feedmill.yaml'), CONFIG);
    await site.article('a.md', { title: 'One' });
    await site.build();
    await site.article('a.md', { title: 'Another' });
  });
  afterEach(() => site.remove());

  const put = async (kind: string, path: string) => {
    await rm(at(path), { recursive: true, force: true });
    const isLink = kind !== 'a pipe';
    await rm(at('pipe'), { force: true });
    await execute('mkfifo', [at(isLink ? 'pipe' : path)]);
    if (isLink) await symlink(at('pipe'), at(path));
  };
  const KINDS = ['a pipe', 'a link to a pipe'];

  const NO_FILE = /^Could not read .*: it is a pipe, a device or the like, and has to be a file\.$/m;
  const refused = [
    'feedmill.yaml',
    'feedmill.ledger',
    'feedmill.ledger.lock',
    'out/manifest.json',
    'out/.feedmill-lock',
    'out/.feedmill-journal',
  ];
  test.each(refused.flatMap((path) => KINDS.map((kind) => [path, kind])))(
    '%s that is %s is told, and nothing is changed',
    async (path, kind) => {
      await put(kind, path);
      const before = (await readFolder(site.out)).get('rss.xml');
      const { code, stderr } = await build();
      expect(stderr).toMatch(NO_FILE);
      expect(code).toBe(3);
      expect((await readFolder(site.out)).get('rss.xml')).toBe(before);
      expect((await stat(at(path))).isFile()).toBe(false);
    },
  );

  test.each(KINDS)('a cache that is %s is not replaced', async (kind) => {
    await put(kind, '.feedmill/cache');
    const { code, stderr } = await build();
    expect(stderr).toContain('is not a cache of Feedmill');
    expect(code).toBe(2);
    expect((await stat(at('.feedmill/cache'))).isFile()).toBe(false);
  });

  const drafts = ['feedmill.ledger.new', '.feedmill/cache.new', 'out/.feedmill-journal.new'];
  test.each(drafts.flatMap((path) => KINDS.map((kind) => [path, kind])))(
    '%s that is %s is in the way of nothing',
    async (path, kind) => {
      await put(kind, path);
      const { code, stderr } = await build();
      expect(stderr).not.toContain('cache/not-written');
      expect(code).toBe(0);
      expect((await readFolder(site.out)).get('rss.xml')).toContain('Another');
      for (const file of ['feedmill.ledger', '.feedmill/cache']) expect((await lstat(at(file))).isFile()).toBe(true);
    },
  );

  test('a folder where a draft will lie is told by its own name', async () => {
    await mkdir(at('feedmill.ledger.new'));
    const { code, stderr } = await build();
    expect(stderr).toMatch(/^Could not remove .*feedmill\.ledger\.new: it is a folder\.$/m);
    expect(code).toBe(3);
  });

  test('nothing is written through a link where a draft will lie', async () => {
    await writeFile(at('theirs'), 'theirs');
    for (const path of drafts) await symlink(at('theirs'), at(path));
    expect((await build()).code).toBe(0);
    expect(await readFile(at('theirs'), 'utf8')).toBe('theirs');
  });

  test('in place of a feed that no manifest lists it is not ours', async () => {
    await rm(at('out'), { recursive: true });
    await mkdir(at('out'));
    await put('a pipe', 'out/rss.xml');
    const { code, stderr } = await build();
    expect(stderr).toContain('was not written by Feedmill and is in the way');
    expect(code).toBe(2);
  });

  test('a ledger is not forgotten or repaired through a pipe', async () => {
    await put('a pipe', 'feedmill.ledger');
    for (const argv of [['repair'], ['show', 'content/a.md']]) {
      const { code, stderr } = await feedmill(['ledger', ...argv], { cwd: site.folder });
      expect(stderr).toMatch(NO_FILE);
      expect(code).toBe(3);
    }
  });

  test('a build with such a manifest is not published', async () => {
    await put('a pipe', 'out/manifest.json');
    const { code, stderr } = await feedmill(['publish', '--to', 'file:///nowhere'], { cwd: site.folder });
    expect(stderr).toMatch(NO_FILE);
    expect(code).toBe(3);
  });

  test('a configuration that somebody names may be a pipe, with its writer', async () => {
    await put('a pipe', 'given.yaml');
    const built = build('--config', 'given.yaml', '--no-cache');
    const pipe = await open(at('given.yaml'), 'w');
    await pipe.writeFile(CONFIG);
    await pipe.close();
    expect((await built).code).toBe(0);
  });
});
