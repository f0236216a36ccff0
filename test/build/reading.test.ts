// An article that is chosen is read again, by itself or for one of its related items, as it was read at first.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openReader, StaleReading } from '../../src/build/reading/reading.ts';
import { keyNames } from '../../src/parse/field-names.ts';
import { NOW, readFileText, settingsOf } from '../support/reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'feedmill-reading-'));
afterAll(() => rmSync(folder, { recursive: true }));

// No key that an address is made of may be passed over.
const settings = settingsOf('content: { permalink: "{site.url}/{year}/{categories}/{slug}/" }\n');
const context = { settings, names: keyNames(settings.content.fields), now: NOW };
const reader = () => openReader({ folder, label: '', context, isNone: () => false, keep: 0 });

async function digestOf(path: string, text: string): Promise<string> {
  writeFileSync(join(folder, path), text);
  const { size: sizeBytes, mtimeMs, ino: inode } = statSync(join(folder, path));
  let digest = '';
  await reader().read([{ path, sizeBytes, mtimeMs, inode }], (file) => {
    digest = file.digest;
  });
  return digest;
}

const item = (name: string) =>
  `  - title: ${name}\n    publishedDateTime: 2024-01-02T03:04:05Z\n    webUrl: ${name}.html\n`;
const article = (related: string, more = '') =>
  `---\ntitle: Straße 🚀\ndate: 2024-01-02T03:04:05Z\nlink: https://a.example/b/c\n${more}related:\n${related}topics: [é, "ü"]\n---\nText.\n`;

test.each([
  ['as most are', article(item('a') + item('b') + item('ç'))],
  [
    'with one before them that does not count',
    article(`  - title: No address\n${item('a')}  - 5: [\n    ]\n${item('b')}`),
  ],
  ['that only the full YAML parser can read', article(item('a') + item('b'), 'excerpt: >\n  Folded\n')],
  ['with a body beyond ASCII', `${article(item('a') + item('b'))}Fußnote.\n`],
  [
    'whose addresses begin with a made one',
    article(item('a') + item('b'), 'category: news\nslug: made\n').replace(/^link: .*\n/m, ''),
  ],
  ['in ASCII', article(item('a') + item('b')).replace(/[^ -~\n]/g, 'x')],
])('articles and related items %s', async (_, text) => {
  const digest = await digestOf('a.md', text);
  const { article } = readFileText(text, 'a.md', settings);
  expect(reader().article('a.md', digest)).toEqual(article);
  expect(article?.related.length).toBeGreaterThan(1);
  for (const [index, related] of article?.related.entries() ?? [])
    expect(reader().related('a.md', digest, index)).toEqual(related);
});

test('not when it changed meanwhile', async () => {
  const digest = await digestOf('b.md', article(item('a')));
  writeFileSync(join(folder, 'b.md'), article(item('b')));
  expect(() => reader().article('b.md', digest)).toThrow(StaleReading);
  expect(() => reader().related('b.md', digest, 0)).toThrow(StaleReading);
});

test('the first articles stay, whatever is read after them', async () => {
  const [a, b] = [await digestOf('a.md', article(item('a'))), await digestOf('b.md', article(item('b')))];
  const keeping = openReader({ folder, label: '', context, isNone: () => false, keep: 1 });
  const first = keeping.article('a.md', a);
  const second = keeping.article('b.md', b);
  expect(keeping.article('a.md', a)).toBe(first);
  expect(keeping.article('b.md', b)).not.toBe(second);
  expect(keeping.article('b.md', b)).toEqual(second);
});
