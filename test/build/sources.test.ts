// Texts of files, byte for byte, whatever their size.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test, vi } from 'vitest';
import { readSource, readSources } from '../../src/build/reading/sources.ts';
import { LIMITS } from '../../src/parse/limits.ts';
import { decoded } from '../../src/parse/yaml/undecoded.ts';
import { ROOT, run } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'feedmill-sources-'));
afterAll(() => rmSync(folder, { recursive: true }));

const K64 = 64 * 1024;
const TEXTS = {
  none: '',
  plain: 'A\u0000\r\n\u007f',
  words: '\uFEFF東京 naïve 🚀',
  'below-64k': 'a'.repeat(K64 - 1),
  '64k': 'b'.repeat(K64),
  'above-64k': 'c'.repeat(K64 + 1),
  large: 'é'.repeat(K64 * 2),
};

test('a file is what was written, though the next one is read', async () => {
  const files = Object.entries(TEXTS).map(([path, text]) => {
    writeFileSync(join(folder, path), text);
    return { path, sizeBytes: Buffer.byteLength(text) };
  });
  const read = [];
  for await (const batch of readSources(folder, [...files, ...files])) read.push(...batch);
  const again = files.map((file) => readSource(folder, file));
  const texts = read.map((source) => 'text' in source && (source.isUndecoded ? decoded(source.text) : source.text));
  expect(texts).toEqual([TEXTS, TEXTS].flatMap(Object.values));
  expect([...again, ...again]).toEqual(read);
  expect(new Set(again.map((source) => 'digest' in source && source.digest)).size).toBe(files.length);
});

test('a disk that has to be waited for gives the same', async () => {
  writeFileSync(join(folder, 'words'), TEXTS.words);
  writeFileSync(join(folder, 'no-text'), Buffer.from([0x61, 0xff]));
  const first = Array.from({ length: 8 }, () => ({ path: 'words', sizeBytes: 3 }));
  const files = [
    { path: 'words', sizeBytes: 3 },
    { path: 'no-text', sizeBytes: 2 },
    { path: 'not-there', sizeBytes: 3 },
    { path: '.', sizeBytes: 3 },
    { path: 'words', sizeBytes: LIMITS.fileBytes + 1 },
  ];
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now++);
  const read = [];
  for await (const batch of readSources(folder, [...first, ...files])) read.push(...batch);
  clock.mockRestore();
  expect(read.slice(first.length)).toEqual(files.map((file) => readSource(folder, file)));
  expect(read.at(-1)).toEqual({ tooLarge: LIMITS.fileBytes + 1 });
});

test('a file is read to its end, whatever it was when it was walked', () => {
  for (const sizeBytes of [0, 1, 2, 3, K64]) {
    writeFileSync(join(folder, 'grown'), 'abc');
    expect(readSource(folder, { path: 'grown', sizeBytes })).toMatchObject({ text: 'abc' });
  }
});

test('bytes that are no UTF-8 are told', () => {
  writeFileSync(join(folder, 'broken'), Buffer.from([0x61, 0xff, 0x62]));
  expect(readSource(folder, { path: 'broken', sizeBytes: 3 })).toMatchObject({ text: 'a\uFFFDb', isUtf8: false });
  expect(readSource(folder, { path: 'missing', sizeBytes: 3 })).toHaveProperty('reason');
});

test.skipIf(process.platform === 'win32')('that no more files can be opened is no fault of the next one', async () => {
  writeFileSync(join(folder, 'next'), 'abc');
  const program = (name: string) => JSON.stringify(pathToFileURL(join(ROOT, 'dist', name)).href);
  const script = `
    import { openSync } from 'node:fs';
    import { readSource, readSources } from ${program('build/reading/sources.js')};
    import { walk } from ${program('io/walk.js')};
    const said = (act) => act().then(JSON.stringify, ({ message }) => message);
    const all = { enters: () => true, takes: () => true };
    const next = { path: 'next', sizeBytes: 3 };
    try { for (;;) openSync('/dev/null'); } catch {}
    const answers = [
      await said(async () => readSource('.', next)),
      await said(async () => { for await (const batch of readSources('.', [next])) return batch; }),
      await said(async () => walk('.', all).obstacles),
    ];
    process.stdout.write(answers.join('\\n'));`;
  const argv = ['-c', 'ulimit -n 64; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', script];
  const { stdout } = await run('sh', argv, { cwd: folder });
  expect(stdout.split('\n')).toEqual([
    'Could not read next: too many files are open.',
    'Could not read next: too many files are open.',
    expect.stringMatching(/^Could not read the folder .*: too many files are open\.$/),
  ]);
});
