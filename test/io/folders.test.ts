import { mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WorldFailure } from '../../src/io/failure.ts';
import { linkedFile, makeFolders } from '../../src/io/folders.ts';

let folder: string;
const at = (...names: readonly string[]) => join(folder, ...names);

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'feedmill-folders-')));
  await mkdir(at('deep', 'state'), { recursive: true });
  await symlink(at('deep', 'state'), at('linked'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a file that is no link, or not there, lies where it lies', async () => {
  await writeFile(at('linked', 'file'), '');
  expect(await linkedFile(at('linked', 'file'))).toBe(at('linked', 'file'));
  expect(await linkedFile(at('none', 'file'))).toBe(at('none', 'file'));
});

test('links are followed from the folder in which they really lie, to a file that is not there too', async () => {
  await symlink('../file', at('linked', 'second'));
  await symlink('linked/second', at('first'));
  expect(await linkedFile(at('first'))).toBe(at('deep', 'file'));
  await writeFile(at('deep', 'file'), '');
  expect(await linkedFile(at('first'))).toBe(at('deep', 'file'));
});

test('links in a circle are a failure of the world', async () => {
  await symlink('b', at('a'));
  await symlink('a', at('b'));
  await expect(linkedFile(at('a'))).rejects.toThrow(WorldFailure);
  await expect(linkedFile(at('a'))).rejects.toThrow('its symbolic links lead in a circle');
});

test('a folder is made with those above it, where there is room for it', async () => {
  makeFolders(at('new', 'and', 'below'));
  expect((await stat(at('new', 'and', 'below'))).isDirectory()).toBe(true);
  makeFolders(at('linked'));
  makeFolders(at('linked', 'more'));
  expect((await stat(at('deep', 'state', 'more'))).isDirectory()).toBe(true);
  makeFolders('/');
});

test('a folder that cannot be made is an error of the system', async () => {
  await writeFile(at('file'), '');
  await symlink('nowhere', at('broken'));
  for (const [path, code] of [
    [at('file'), 'EEXIST'],
    [at('file', 'below'), 'ENOTDIR'],
    [at('broken'), 'EEXIST'],
    [at('broken', 'below'), 'EEXIST'],
  ] as const)
    expect(() => makeFolders(path)).toThrow(expect.objectContaining({ code }));
});
