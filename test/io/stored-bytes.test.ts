import { closeSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openUnnamed, PASSING_NAME, readStored, storeBytes, storedParts } from '../../src/io/stored-bytes.ts';

let folder: string;
const open: number[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-stored-'));
});

afterEach(async () => {
  for (const file of open.splice(0)) closeSync(file);
  await rm(folder, { recursive: true });
});

function opened(): number {
  const file = openUnnamed(folder);
  if (file === undefined) throw new Error('The disk refuses');
  open.push(file);
  return file;
}

test('files without names hold each its own', async () => {
  const [a, b] = [opened(), opened()];
  expect(await readdir(folder)).toEqual([]);
  const first = storeBytes(a, 0, [Buffer.from('one '), Buffer.from('two')]);
  const second = storeBytes(b, 0, [Buffer.from('three')]);
  const third = storeBytes(a, first.length, [Buffer.from('four')]);
  expect([first, second, third].map((stored) => Buffer.concat([...storedParts(stored)]).toString())).toEqual([
    'one two',
    'three',
    'four',
  ]);
  expect(readStored(first, 4, 7).toString()).toBe('two');
  expect(readStored(third, 0, 4).toString()).toBe('four');
  expect(() => readStored(third, 0, 5)).toThrow('missing');
});

test('what a killed program left is cleared away, and never followed', async () => {
  const other = join(folder, 'other.txt');
  writeFileSync(other, 'not ours');
  for (const leave of [
    (path: string) => writeFileSync(path, 'left'),
    (path: string) => symlinkSync(other, path),
    (path: string) => symlinkSync(join(folder, 'nowhere'), path),
  ]) {
    leave(join(folder, PASSING_NAME));
    storeBytes(opened(), 0, [Buffer.from('x')]);
    expect(await readdir(folder)).toEqual(['other.txt']);
  }
  expect(await readFile(other, 'utf8')).toBe('not ours');
});

test('a program that is between making and unlinking loses nothing', () => {
  const path = join(folder, PASSING_NAME);
  const between = openSync(path, 'wx+');
  open.push(between);
  const own = opened();
  const stored = storeBytes(between, 0, [Buffer.from('between')]);
  storeBytes(own, 0, [Buffer.from('own')]);
  expect(readStored(stored, 0, 7).toString()).toBe('between');
});

test('a disk that refuses is no error', async () => {
  await mkdir(join(folder, PASSING_NAME));
  expect(openUnnamed(folder)).toBeUndefined();
  await rm(join(folder, PASSING_NAME), { recursive: true });
  writeFileSync(join(folder, 'file'), '');
  expect(openUnnamed(join(folder, 'file'))).toBeUndefined();
  await chmod(folder, 0o500);
  try {
    const file = openUnnamed(folder);
    if (file !== undefined) open.push(file);
    // Root may write everywhere.
    expect(file === undefined).toBe(process.getuid?.() !== 0);
  } finally {
    await chmod(folder, 0o700);
  }
});
