// Pairs: test/fixtures/articles/<idea>.<md|html|yaml|…> and <idea>.<ext>.expected.json. Adding a pair is adding a test.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatRfc3339, type Instant } from '../../src/model/instant.ts';
import { parseRelatedItem } from '../../src/parse/article.ts';
import { keyNames } from '../../src/parse/field-names.ts';
import { parseFrontMatter } from '../../src/parse/front-matter.ts';
import { NOW, readFileText, settingsOf } from '../support/reading.ts';

const FOLDER = new URL('../fixtures/articles/', import.meta.url).pathname;

const paths = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.expected.json'))
  .map((entry) => join(entry.parentPath, entry.name).slice(FOLDER.length))
  .sort();

test.each(paths)('reads %s', async (path) => {
  const { article, findings } = readFileText(readFileSync(join(FOLDER, path), 'utf8'), path);
  const told = findings.map(({ code, message, position }) => {
    const place = position === undefined ? '' : ` ${position.line}:${position.column}`;
    return `${code}${place} ${message}`;
  });
  const expected = `${JSON.stringify({ findings: told, article: article ?? null }, readable, 2)}\n`;
  await expect(expected).toMatchFileSnapshot(join(FOLDER, `${path}.expected.json`));
});

test('one related item is read as with its article', () => {
  const settings = settingsOf();
  const context = { settings, names: keyNames(settings.content.fields), now: NOW };
  let items = 0;
  for (const path of paths) {
    const text = readFileSync(join(FOLDER, path), 'utf8');
    const related = readFileText(text, path).article?.related ?? [];
    const source = parseFrontMatter(text, path, () => undefined);
    if (source === undefined || related.length === 0) continue;
    const alone = [...related.keys(), related.length].map((index) => parseRelatedItem(source, path, index, context));
    expect(alone).toEqual([...related, undefined]);
    items += related.length;
  }
  expect(items).toBeGreaterThan(5);
});

function readable(key: string, value: unknown): unknown {
  return (key === 'published' || key === 'updated') && typeof value === 'number'
    ? formatRfc3339(value as Instant)
    : value;
}
