import { expect, test } from 'vitest';
import { configurationIn } from '../../src/commands/configuration.ts';

const CONFIG = `site: { id: "tag:news.example,2026:feeds", title: Example News, url: "https://news.example/" }
feeds:
  baseUrl: https://feeds.news.example/
`;

function read(text: string) {
  return configurationIn({ path: '/site/feedmill.yaml', bytes: Buffer.from(text) }, '/site', undefined);
}

test('a byte order mark changes neither what is read nor the places of findings', () => {
  expect(read(`\uFEFF${CONFIG}`)).toEqual(read(CONFIG));
  const wrong = CONFIG.replace('title: Example News', 'title: 5');
  expect(read(wrong).findings).toMatchObject([{ position: { line: 1, column: wrong.indexOf('5,') + 1 } }]);
  expect(read(`\uFEFF${wrong}`)).toEqual(read(wrong));
});
