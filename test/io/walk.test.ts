// Walking a folder: every file once, in the order of their paths, and a digest that tells whether anything changed.
import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { walk } from '../../src/io/walk.ts';
import { runs } from '../support/runs.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-walk-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ALL = { enters: () => true, takes: () => true };
const paths = (root = folder) => walk(root, ALL).files.map(({ path }) => path);

async function write(path: string, text = '', root = folder): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
  await utimes(join(root, path), 1_700_000_000, 1_700_000_000);
}

// Characters before and after the slash, which decides where a folder's files stand among the others.
const name = fc.string({
  unit: fc.constantFrom('a', 'b', '!', '-', '.', '0', 'é', '\n', '𝄞'),
  minLength: 1,
  maxLength: 3,
});
const safeName = name.filter((text) => !/^\.{1,2}$/.test(text));
const tree = fc.uniqueArray(
  fc.array(safeName, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
  {
    maxLength: 15,
  },
);

test('files come by their paths, by code unit, each with its size', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (given) => {
      // A path that is also a folder of another is a folder.
      const files = given.filter((path) => !given.some((other) => other.startsWith(`${path}/`)));
      const root = await mkdtemp(join(folder, 'tree-'));
      for (const path of files) await write(path, path, root);
      const walked = walk(root, ALL).files;
      expect(walked.map(({ path }) => path)).toEqual([...files].sort());
      expect(walked.map(({ sizeBytes }) => sizeBytes)).toEqual(
        [...files].sort().map((path) => Buffer.byteLength(path)),
      );
      expect(walk(root, ALL).digest).toBe(walk(root, ALL).digest);
    }),
    runs(60),
  );
});

test('thousands of files are all there', async () => {
  const files = Array.from({ length: 2_500 }, (_, n) => `${n % 7}/${n}`);
  for (const path of files) await write(path);
  expect(paths()).toEqual([...files].sort());
});

test('links inside the folder are followed in their place; others, and circles, are obstacles', async () => {
  await write('b/one');
  await symlink('b', join(folder, 'a'));
  await symlink('b/one', join(folder, 'a.md'));
  await symlink('..', join(folder, 'b/up'));
  await symlink('/etc', join(folder, 'outside'));
  await symlink('nowhere', join(folder, 'broken'));
  expect(paths()).toEqual(['a.md', 'a/one', 'b/one']);
  expect(walk(folder, ALL).obstacles).toEqual([
    { kind: 'broken-link', path: 'a/up' },
    { kind: 'broken-link', path: 'b/up' },
    { kind: 'broken-link', path: 'broken' },
    { kind: 'outside-link', path: 'outside' },
  ]);
});

test('a link to a folder is asked about as a folder alone', async () => {
  await write('b/one');
  await symlink('b', join(folder, 'site.org'));
  await symlink('/etc', join(folder, 'else.org'));
  const asked: string[] = [];
  const ask = (before: string, name: string) => asked.push(before + name) < 0;
  walk(folder, { enters: () => true, takes: ask, notices: ask });
  expect(asked).toEqual(['b/one', 'b/one', 'site.org/one', 'site.org/one']);
});

test.skipIf(process.platform !== 'linux')('names that are not in UTF-8 are told to be that', async () => {
  const named = (name: string) => Buffer.from(join(folder, name), 'latin1');
  await mkdir(named('caf\xe9'));
  await writeFile(named('caf\xe9.md'), '');
  await write('a.md');
  const { files, obstacles } = walk(folder, ALL);
  expect(files.map(({ path }) => path)).toEqual(['a.md']);
  const reason = 'its name is not in UTF-8';
  expect(obstacles).toEqual([
    { kind: 'unreadable', path: 'caf\uFFFD', reason },
    { kind: 'unreadable', path: 'caf\uFFFD.md', reason },
  ]);
});

test('the filter is asked with a name and with what stands before it', async () => {
  await write('a/b/c.md');
  await write('a/d.txt');
  const asked: string[] = [];
  const filter = {
    enters: (before: string, found: string) => asked.push(`enters ${before}|${found}`) > 0,
    takes: (before: string, found: string) => asked.push(`takes ${before}|${found}`) > 0 && found.endsWith('.md'),
  };
  expect(walk(folder, filter).files.map(({ path }) => path)).toEqual(['a/b/c.md']);
  expect(asked.sort()).toEqual(['enters a/|b', 'enters |a', 'takes a/b/|c.md', 'takes a/|d.txt']);
});

test('the working folder makes no difference', async () => {
  await write('a/one');
  const before = process.cwd();
  const { files, digest } = walk(folder, ALL);
  try {
    for (const cwd of [folder, join(folder, 'a'), dirname(folder), '/']) {
      process.chdir(cwd);
      expect(walk(folder, ALL)).toMatchObject({ files, digest });
    }
  } finally {
    process.chdir(before);
  }
});

test('the digest changes with every name, size, time and place of a file', async () => {
  const digests = new Set<string>();
  const isNew = () => digests.size < digests.add(walk(folder, ALL).digest).size;
  expect(isNew()).toBe(true);
  await write('a/one', '1');
  expect(isNew()).toBe(true);
  expect(isNew()).toBe(false);
  await write('a/one', '12');
  expect(isNew()).toBe(true);
  await utimes(join(folder, 'a/one'), 1_700_000_000, 1_700_000_001);
  expect(isNew()).toBe(true);
  await rename(join(folder, 'a/one'), join(folder, 'a/two'));
  expect(isNew()).toBe(true);
  await rename(join(folder, 'a'), join(folder, 'b'));
  expect(isNew()).toBe(true);
  await rename(join(folder, 'b/two'), join(folder, 'btwo'));
  expect(isNew()).toBe(true);
});

test('files are told apart by their places in the order of the file system, too', async () => {
  for (const path of ['b/two', 'a/one', 'c', 'a-b/three']) await write(path, path);
  const before = walk(folder, ALL);
  const { files, stamps } = before;
  const ranks = [...before.ranks()];
  expect(ranks.map((_, index) => before.fileAt(index))).toEqual(ranks.map((rank) => files[rank]));
  expect([...ranks].sort()).toEqual([...files.keys()].sort());
  await write('a/one', 'longer than before');
  const after = walk(folder, ALL);
  expect(after.stamps.paths).toBe(stamps.paths);
  const changed = ranks.filter((_, index) => after.stamps.numbers[3 * index] !== stamps.numbers[3 * index]);
  expect(changed.map((rank) => files[rank]?.path)).toEqual(['a/one']);
  await rename(join(folder, 'c'), join(folder, 'd'));
  expect(walk(folder, ALL).stamps.paths).not.toBe(stamps.paths);
});
