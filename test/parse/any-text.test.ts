// Any text in any field: nothing throws, and what comes out is clean.
import fc from 'fast-check';
import { stringify } from 'smol-toml';
import { expect, test } from 'vitest';
import { candidatesOf } from '../../src/collect/candidates.ts';
import type { Article } from '../../src/model/article.ts';
import { countForbidden } from '../../src/model/text.ts';
import { FIELD_KEYS } from '../../src/parse/field-names.ts';
import { readFileText, settingsOf } from '../support/reading.ts';
import { runs } from '../support/runs.ts';
import { anyText } from '../support/texts.ts';

const SETTINGS = settingsOf();
const KEYS = Object.values(FIELD_KEYS).flat();
const INNER = [
  'name',
  'domain',
  'url',
  'webUrl',
  'title',
  'excerpt',
  'publishedDateTime',
  'images',
  'width',
  'type',
  'alt',
  'email',
  'provider',
];

const anything = fc.oneof(
  anyText,
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'https://a.example/x', '2022-07-04', 'true', '&nbsp;', 'a.example'),
);
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    anything,
    fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.double()),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...INNER), tie('value'), { maxKeys: 4 }),
  ),
}));
const anyFields = fc.dictionary(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom<string>(...KEYS) }, { weight: 1, arbitrary: anything }),
  anyValue,
  { maxKeys: 12 },
);

function expectClean(article: Article): void {
  const people = [...article.authors, ...(article.provider === undefined ? [] : [article.provider])];
  const related = article.related.flatMap(({ title, summary, provider }) => [
    title ?? 'x',
    summary ?? 'x',
    provider.name,
  ]);
  const texts = [article.title, article.summary, ...article.topics, ...people.map(({ name }) => name), ...related];
  for (const text of texts) {
    expect(countForbidden(text)).toBe(0);
    expect(text).not.toMatch(/^\s|\s$|\s\s|[^\S ]/);
    expect(text).not.toBe('');
  }
  const urls = [
    article.permalink,
    article.canonicalUrl,
    article.ampUrl,
    ...article.pictures.map(({ url }) => url),
    ...article.related.map(({ url }) => url),
  ];
  for (const url of urls) expect(url ?? 'https://none').toMatch(/^https?:\/\/[\w.[\]:-]+(?:[/?#][!-~]*)?$/);
}

function read(text: string, name: string): void {
  const { article, findings } = readFileText(text, name, SETTINGS);
  if (article === undefined) expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
  else {
    expectClean(article);
    candidatesOf(article, SETTINGS.site);
  }
}

test('as JSON', () => {
  fc.assert(
    fc.property(anyFields, (fields) => {
      read(JSON.stringify(fields), 'a.json');
      read(
        JSON.stringify({
          ...fields,
          title: 'T',
          date: '2022-07-04T07:55:00Z',
          published: true,
          draft: false,
          removed: false,
        }),
        'a.json',
      );
    }),
    runs(500),
  );
});

test('as YAML, above any body, in a file of any name', () => {
  fc.assert(
    fc.property(
      anyFields,
      anything,
      anything,
      fc.constantFrom('md', 'html', 'txt'),
      (fields, body, name, extension) => {
        const lines = Object.entries({ title: 'T', date: '2022-07-04T07:55:00Z', ...fields }).map(
          ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
        );
        read(`---\n${lines.join('\n')}\n---\n${body}`, `${name}.${extension}`);
      },
    ),
    runs(500),
  );
});

test('as TOML', () => {
  const isText = (text: string) => text !== '__proto__';
  const made = (value: unknown): unknown => {
    if (typeof value === 'string') return Buffer.from(value).toString();
    if (Array.isArray(value)) return value.filter((item) => item !== null).map(made);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) =>
        isText(key) && inner !== null ? [[Buffer.from(key).toString(), made(inner)]] : [],
      ),
    );
  };
  fc.assert(
    fc.property(anyFields, anything, (fields, body) => {
      const toml = stringify(made({ title: 'T', date: '2022-07-04T07:55:00Z', ...fields }) as Record<string, unknown>);
      read(`+++\n${toml}\n+++\n${body}`, 'a.md');
    }),
    runs(500),
  );
});

test('unquoted, as nobody should write it', () => {
  fc.assert(
    fc.property(fc.constantFrom<string>(...KEYS), anything, anything, (key, value, rest) => {
      read(`---\ntitle: ${rest}\n${key}: ${value}\n---\n`, 'a.md');
    }),
    runs(500),
  );
});
