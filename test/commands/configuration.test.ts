import { expect, test } from 'vitest';
import { configurationIn } from '../../src/commands/configuration.ts';

const CONFIG = `site: { id: "tag:news.example,2026:feeds", title: Example News, url: "https://news.example/" }
feeds:
  baseUrl: https://feeds.news.example/
`;

function read(text: string, encoding: BufferEncoding = 'utf8') {
  return configurationIn({ path: '/site/feedmill.yaml', bytes: Buffer.from(text, encoding) }, '/site', undefined);
}

test('a byte order mark changes neither what is read nor the places of findings', () => {
  expect(read(`\uFEFF${CONFIG}`)).toEqual(read(CONFIG));
  const wrong = CONFIG.replace('title: Example News', 'title: 5');
  expect(read(wrong).findings).toMatchObject([{ position: { line: 1, column: wrong.indexOf('5,') + 1 } }]);
  expect(read(`\uFEFF${wrong}`)).toEqual(read(wrong));
});

test('one that is not in UTF-8 is told: its letters would stand in every feed', () => {
  const { settings, findings } = read(CONFIG.replace('Example', 'Ex\u00E9mple'), 'latin1');
  expect(settings?.site.title).toBe('Ex\uFFFDmple News');
  expect(findings).toMatchObject([{ code: 'files/invalid-utf-8', path: 'feedmill.yaml' }]);
  expect(read(`\uFEFF${CONFIG}`, 'utf16le').findings.map(({ code }) => code)).toContain('files/invalid-utf-8');
});
