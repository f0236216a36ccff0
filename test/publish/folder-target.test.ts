// What only a folder can be: written with slashes too many, or with links in it that lead elsewhere.
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { formatPublished, parsePublished } from '../../src/publish/published.ts';
import { folderTarget } from '../../src/publish/targets/folder.ts';
import { feedmill } from '../support/cli.ts';
import { newWorkspace, runInside } from './publisher.ts';
import { articles, buildSite } from './site.ts';

async function site() {
  const { root, out } = await newWorkspace();
  await buildSite(out, articles(4, 2));
  await mkdir(join(root, 'target'));
  return { root, out, target: join(root, 'target'), to: pathToFileURL(join(root, 'target')).href };
}

describe('a folder is the same folder, however its address is written', () => {
  test.each(['/target', '/target/', '/target//', '//target', '/target/below/..'])('%s', async (form) => {
    const { root, target, to } = await site();
    const argv = ['--to', to.replace('/target', form)];
    await writeFile(join(target, 'index.html'), "somebody else's");
    expect(await runInside(argv, root)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('--repair') });
    expect(await readFile(join(target, 'index.html'), 'utf8')).toBe("somebody else's");
    expect((await runInside([...argv, '--repair'], root)).exitCode).toBe(0);
    const { stdout } = await runInside([...argv, '--repair', '--dry-run', '--json'], root);
    const { steps } = JSON.parse(stdout).plan;
    expect(steps.filter(({ change }: { change: string }) => change !== 'unchanged')).toEqual([]);
  });
});

test('a folder that nobody may enter, as lost+found, is in the way of nothing', async () => {
  const { root, out, target, to } = await site();
  // Root may enter everything; then somebody else has to publish.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const closed = join(target, 'lost+found');
  await mkdir(closed);
  for (const path of [root, target]) await chmod(path, 0o777);
  await chmod(closed, 0);
  const publish = () => feedmill(['publish', out, '--to', to], { cwd: root, ...nobody });
  expect(await publish()).toMatchObject({ code: 0 });
  // What may be entered may hold files of others at our paths.
  await rm(join(target, 'manifest.json'));
  await chmod(closed, 0o333);
  expect(await publish()).toMatchObject({ code: 3, stderr: expect.stringContaining('Could not list') });
  await chmod(closed, 0o755);
});

test('a document that changes is later by a second than the one before, whenever it was built', async () => {
  const { root, out, target, to } = await site();
  await runInside(['--to', to], root);
  const feed = join(target, 'rss.xml');
  await utimes(feed, 2_000_000_000.5, 2_000_000_000.5);
  await buildSite(out, articles(5, 2));
  expect((await runInside(['--to', to], root)).exitCode).toBe(0);
  expect((await stat(feed)).mtimeMs).toBe(2_000_000_001_000);
});

describe('nothing is written or deleted outside', () => {
  /** A published site, and beside the target a folder with a file that has the name of a feed. */
  async function besideVictim() {
    const { root, out, target, to } = await site();
    expect((await runInside(['--to', to], root)).exitCode).toBe(0);
    const victim = join(root, 'victim');
    await mkdir(victim);
    await writeFile(join(victim, 'rss.xml'), 'dear');
    const expectIntact = async () => {
      expect(await readdir(victim)).toEqual(['rss.xml']);
      expect(await readFile(join(victim, 'rss.xml'), 'utf8')).toBe('dear');
    };
    return { root, out, target, victim, expectIntact, run: () => runInside(['--to', to], root) };
  }

  test.each([
    ['that changes', () => articles(5, 2), 'topics/topic-1'],
    ['that is withdrawn', () => articles(4, 1), 'topics/topic-1'],
    ['that changes, further below', () => articles(5, 2), 'topics'],
  ])('through a link in the place of a feed %s', async (_, list, path) => {
    const { out, target, victim, expectIntact, run } = await besideVictim();
    await buildSite(out, list());
    await rm(join(target, path), { recursive: true });
    await symlink(victim, join(target, path));
    const said = expect.stringContaining(`${path} is a symbolic link`);
    expect(await run()).toMatchObject({ exitCode: 3, stderr: said });
    await expectIntact();
  });

  test.each(['../../victim', 'x/../../../victim', '..'])(
    'because a manifest there says that %s was begun',
    async (name) => {
      const { target, expectIntact, run } = await besideVictim();
      const path = join(target, 'manifest.json');
      const published = parsePublished(await readFile(path, 'utf8'));
      if (published === undefined) throw new Error('No manifest was published');
      const begun = { run: name, files: ['../victim/rss.xml', 'rss.xml'], purge: [], ping: [] };
      await writeFile(path, formatPublished({ ...published, unfinished: begun }));
      expect((await run()).exitCode).toBe(0);
      await expectIntact();
      expect(parsePublished(await readFile(path, 'utf8'))?.unfinished).toBeUndefined();
    },
  );
});

describe('what is in the way is told before anything is sent', () => {
  test.each([
    ['a folder at the place of a feed', 'topics/topic-1/rss.xml', 'topics/topic-1/rss.xml/', 'is a folder'],
    ['a file at the place of a folder', 'topics', 'topics', 'is a file'],
    ['a file where drafts wait', '.feedmill-publish', '.feedmill-publish', 'is a file'],
  ])('%s', async (_, path, made, said) => {
    const { root, target, to } = await site();
    if (made.endsWith('/')) await mkdir(join(target, made), { recursive: true });
    else await writeFile(join(target, made), '');
    const before = await readdir(target);
    for (const more of path.startsWith('.') ? [[]] : [['--dry-run'], []]) {
      const { exitCode, stderr } = await runInside(['--to', to, ...more], root);
      expect(stderr).toContain(`${join(target, path)} ${said}`);
      expect(exitCode).toBe(3);
    }
    expect(await readdir(target)).toEqual(before);
    await rm(join(target, path), { recursive: true });
    expect((await runInside(['--to', to], root)).exitCode).toBe(0);
  });
});

test('a target where nothing can be made comes to an end', async () => {
  const { root } = await site();
  const { exitCode, stderr } = await runInside(['--to', 'file:///proc/feedmill/feeds'], root);
  expect(stderr).toMatch(/^Could not make the folder \/proc\/feedmill\/feeds: .*\.$/m);
  expect(exitCode).toBe(3);
});

describe('where drafts wait', () => {
  const old = new Date('2020-01-01T00:00:00Z');

  test('a link there is refused: nothing is written through it or deleted behind it', async () => {
    const { root, target, to } = await site();
    const victim = join(root, 'victim');
    await mkdir(join(victim, 'precious'), { recursive: true });
    await writeFile(join(victim, 'precious/letter.txt'), 'dear');
    await utimes(join(victim, 'precious'), old, old);
    await symlink('../victim', join(target, '.feedmill-publish'));
    expect(await runInside(['--to', to], root)).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('.feedmill-publish is a symbolic link'),
    });
    expect(await readdir(victim, { recursive: true })).toEqual(['precious', 'precious/letter.txt']);
    expect(await readdir(target)).toEqual(['.feedmill-publish']);
  });

  test('none is left of a file that could not be written', async () => {
    const { target } = await site();
    await mkdir(join(target, 'rss.xml'));
    const file = { path: 'rss.xml', sha256: '', bytes: 2, type: 'text/plain', headers: {} };
    const put = folderTarget(target, 'it', randomUUID()).put({ file, bytes: Buffer.from('it'), modified: undefined });
    await expect(put).rejects.toThrow('rss.xml: it is a folder');
    const stage = join(target, '.feedmill-publish');
    for (const run of await readdir(stage)) expect(await readdir(join(stage, run))).toEqual([]);
  });

  test('a run that was taken for gone, and writes on, is in the way of nobody', async () => {
    const { target } = await site();
    const [alive, other] = [randomUUID(), randomUUID()];
    const writer = folderTarget(target, 'it', alive);
    const lanes = Array.from({ length: 8 }, (_, lane) => `${lane}.xml`);
    let isDone = false;
    const writing = Promise.all(
      lanes.map(async (path) => {
        const file = { path, sha256: '', bytes: 2, type: 'text/plain', headers: {} };
        while (!isDone) await writer.put({ file, bytes: Buffer.from('it'), modified: undefined });
      }),
    );
    const clearing = folderTarget(target, 'it', other);
    for (let round = 0; round < 100; round++) await clearing.clearUp(alive);
    isDone = true;
    await writing;
    await writer.clearUp(alive);
    expect((await readdir(target)).sort()).toEqual(lanes);
  });

  test('nothing is left of a run that was killed while it wrote its first manifest', async () => {
    const { root, target, to } = await site();
    await mkdir(join(target, '.feedmill-publish/manifests'), { recursive: true });
    await writeFile(join(target, '.feedmill-publish/manifests', randomUUID()), '{"version": 1,');
    expect((await runInside(['--to', to], root)).exitCode).toBe(0);
    expect(await readdir(target)).not.toContain('.feedmill-publish');
  });

  test('nothing is left of a run that was killed a moment ago while it sent', async () => {
    const { root, target, to } = await site();
    await runInside(['--to', to], root);
    const path = join(target, 'manifest.json');
    const published = parsePublished(await readFile(path, 'utf8'));
    if (published === undefined) throw new Error('No manifest was published');
    const gone = randomUUID();
    await writeFile(
      path,
      formatPublished({ ...published, unfinished: { run: gone, files: ['rss.xml'], purge: [], ping: [] } }),
    );
    await mkdir(join(target, '.feedmill-publish', gone), { recursive: true });
    await writeFile(join(target, '.feedmill-publish', gone, randomUUID()), 'torn');
    expect((await runInside(['--to', to], root)).exitCode).toBe(0);
    expect(await readdir(target)).not.toContain('.feedmill-publish');
  });

  test('only what earlier runs left is cleared away', async () => {
    const { root, target, to } = await site();
    const stage = join(target, '.feedmill-publish');
    const run = '6f1c1d0e-3c1b-4b8e-9f4a-0d7f2f4f1a11';
    for (const name of ['notes', run]) {
      await mkdir(join(stage, name), { recursive: true });
      await utimes(join(stage, name), old, old);
    }
    const young = randomUUID();
    await mkdir(join(stage, young));
    expect((await runInside(['--to', to], root)).exitCode).toBe(0);
    expect((await readdir(stage)).sort()).toEqual([young, 'notes'].sort());
  });
});
