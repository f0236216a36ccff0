// Which reader takes front matter apart, and that `yaml` is not loaded before it is needed.
import { createRequire } from 'node:module';
import { expect, test, vi } from 'vitest';
import { parseFrontMatter } from '../../src/parse/front-matter.ts';
import { parseYaml } from '../../src/parse/yaml/yaml.ts';

const quiet = () => undefined;
const fieldsOf = (text: string, name = 'a.md') => parseFrontMatter(text, name, quiet);

test('loads the yaml package with the first text that is not plain', async () => {
  const { cache } = createRequire(import.meta.url);
  const loaded = () => Object.keys(cache).filter((file) => /[\\/]node_modules[\\/]yaml[\\/]/.test(file));
  // Other files of tests may have run in this process, and what is loaded stays loaded.
  for (const file of loaded()) delete cache[file];
  vi.resetModules();
  const { parseFrontMatter } = await import('../../src/parse/front-matter.ts');
  const roadOf = (text: string) => parseFrontMatter(text, 'a.md', quiet)?.road;
  expect(roadOf('---\ntitle: Plain\n---\n')).toBe('quick');
  expect(loaded()).toEqual([]);
  expect(roadOf('---\ntitle: >-\n  Folded\n---\n')).toBe('slow');
  expect(loaded()).not.toEqual([]);
});

test('takes the quick road for plain front matter, and for whole files', () => {
  expect(fieldsOf('---\ntitle: A\n---\nBody.\n')).toMatchObject({ road: 'quick', body: 'Body.\n', bodyStart: 17 });
  expect(fieldsOf('\ufeff---\r\ntitle: A\r\n---\r\nBody.\r\n')).toMatchObject({ road: 'quick', body: 'Body.\r\n' });
  expect(fieldsOf('title: A\n', 'a.yaml')?.road).toBe('quick');
});

test('takes the slow road for everything else', () => {
  expect(fieldsOf('---\ntitle: &a A\n---\n')?.road).toBe('slow');
  expect(fieldsOf('{"title": "A"}', 'a.json')?.road).toBe('slow');
});

test('reads a part of a text, whose places count from the start of the text', () => {
  expect(parseYaml('- a: b\n---', 2, 7)).toMatchObject({ road: 'quick', field: { start: 2, end: 7 } });
  expect(parseYaml('- a: |\n   b\n---', 2, 12)).toMatchObject({ road: 'slow', field: { start: 2, end: 12 } });
  expect(parseYaml('- a: b', 2)).toMatchObject({ road: 'quick', field: { start: 2, end: 6 } });
  expect(parseYaml('- a: [', 2)).toMatchObject({ kind: 'syntax' });
});

test('the line that ends the front matter stands alone between line feeds', () => {
  const title = (text: string) => fieldsOf(text)?.fields.entries.get('title')?.value;
  expect(title('---\ntitle: "a\u2028---\u2028b"\n---\n')).toMatchObject({ text: 'a\u2028---\u2028b' });
  expect(fieldsOf('---\ntitle: A\n---')).toMatchObject({ body: '', bodyStart: 16 });
  expect(fieldsOf('---\ntitle: A\n---- \n---\t\r\nB')).toBeUndefined();
  expect(fieldsOf('---\ntitle: A\n---\t\r\nB')).toMatchObject({ body: 'B' });
});
