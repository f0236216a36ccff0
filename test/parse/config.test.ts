import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUri } from '../../src/lint/values/uris.ts';
import { parseConfig } from '../../src/parse/config/config.ts';
import { siteIdProblem } from '../../src/parse/config/site-id.ts';
import { codesOf, settingsOf, sinkFor } from '../support/reading.ts';
import { runs } from '../support/runs.ts';

const SMALLEST = `site: { id: "tag:news.example,2026:feeds", title: Example News, url: "https://news.example/" }
feeds: { baseUrl: "https://feeds.news.example" }
`;

function read(text: string) {
  const { report, findings } = sinkFor('feedmill.yaml', text);
  return { settings: parseConfig(text, report), findings };
}

test.each([
  ['drafts/', 'drafts/**'],
  ['/drafts/**', 'drafts/**'],
  ['!/drafts/', '!drafts/**'],
  ['/', '**'],
  ['**/a.md', '**/a.md'],
  ['!(a)/b.md', '!(a)/b.md'],
])('slashes at the ends of a glob are those of a .gitignore: %s', (given, glob) => {
  const { settings } = read(`${SMALLEST}content: { include: ["${given}"], exclude: ["${given}"] }`);
  expect(settings?.content).toMatchObject({ include: [glob], exclude: [glob] });
});

test('a configuration that nobody decoded is refused', () => {
  const { report } = sinkFor('');
  expect(() => parseConfig(Buffer.from('site: {}') as never, report)).toThrow(
    new TypeError('parseConfig takes the text of a configuration, and not its bytes'),
  );
});

test('every default is filled in', () => {
  const { settings, findings } = read(SMALLEST);
  expect(findings).toEqual([]);
  expect(settings?.site).toEqual({
    id: 'tag:news.example,2026:feeds',
    isIdGiven: true,
    title: 'Example News',
    url: 'https://news.example/',
  });
  expect(settings?.feeds.ttlMinutes).toBeUndefined();
  expect(settings).toMatchObject({
    feeds: {
      baseUrl: 'https://feeds.news.example/',
      limit: 50,
      formats: ['rss', 'atom', 'json'],
      topics: {
        include: [],
        exclude: [],
        minEntries: 1,
        title: '{name} · {site}',
        description: 'Articles about {name} from {site}.',
        names: new Map(),
      },
      providers: {
        include: [],
        exclude: [],
        minEntries: 1,
        title: '{name} · {site}',
        description: 'Articles by {name} ({host}), collected by {site}.',
      },
      related: { inEntries: true, asEntries: true, heading: 'Related coverage' },
      custom: [],
      hubs: [],
    },
    content: {
      dir: 'content',
      include: ['**'],
      exclude: [],
      fields: new Map(),
      permalink: '{site.url}/{path}/',
      timeZone: 'UTC',
    },
  });
});

test('every key is read', () => {
  const { settings, findings } = read(`
site:
  id: tag:news.example,2026:feeds
  title: "  Example   News "
  description: What happens.
  url: https://news.example/
  language: pt_BR
  author: { name: Jane Doe, url: "https://news.example/jane", email: jane@news.example }
  copyright: © Example News
  icon: https://news.example/icon.png
  logo: https://news.example/logo.png
feeds:
  baseUrl: https://feeds.news.example/v1
  limit: 0
  formats: [json, rss, json]
  topics: { include: [AI, 2022], exclude: Spam, minEntries: 2, title: "{name}", description: "{site}", names: { ai: Artificial Intelligence } }
  providers: { include: [Publisher.EXAMPLE, "https://other.example/x"], exclude: [spam.example], minEntries: 3, title: "{host}", description: "{name}" }
  related: { inEntries: false, asEntries: false, heading: More }
  custom:
    - slug: hot-films
      title: Hot films
      description: The hottest.
      where: { topics: [AI], providers: [Publisher.example], type: video, category: [news], language: [eng, es_MX], minQuality: 1.5, minHeat: -1 }
      order: heat
      limit: 10
    - { slug: all, title: All }
  hubs: ["https://hub.example/", "https://hub.example/"]
  ttlMinutes: 60
content:
  dir: articles
  include: ["**/*.md"]
  exclude: ["old/**"]
  fields: { title: name, topics: [subjects, areas], images: media.cover }
  permalink: "{site.url}/{year}/{month}/{day}/{slug}.html"
  timeZone: Europe/Madrid
`);
  expect(codesOf(findings)).toEqual([]);
  expect(settings).toMatchObject({
    site: {
      title: 'Example News',
      description: 'What happens.',
      language: 'pt-BR',
      author: { name: 'Jane Doe', url: 'https://news.example/jane', email: 'jane@news.example' },
      copyright: '© Example News',
      icon: 'https://news.example/icon.png',
      logo: 'https://news.example/logo.png',
    },
    feeds: {
      baseUrl: 'https://feeds.news.example/v1/',
      limit: 0,
      formats: ['json', 'rss'],
      topics: {
        include: ['AI', '2022'],
        exclude: ['Spam'],
        minEntries: 2,
        title: '{name}',
        description: '{site}',
        names: new Map([['ai', 'Artificial Intelligence']]),
      },
      providers: {
        include: ['publisher.example', 'other.example'],
        exclude: ['spam.example'],
        minEntries: 3,
        title: '{host}',
        description: '{name}',
      },
      related: { inEntries: false, asEntries: false, heading: 'More' },
      custom: [
        {
          slug: 'hot-films',
          title: 'Hot films',
          description: 'The hottest.',
          where: {
            topics: ['AI'],
            providers: ['publisher.example'],
            type: ['video'],
            category: ['news'],
            language: ['en', 'es-MX'],
            minQuality: 1.5,
            minHeat: -1,
          },
          order: 'heat',
          limit: 10,
        },
        {
          slug: 'all',
          title: 'All',
          where: { topics: [] },
          order: 'newest',
        },
      ],
      hubs: ['https://hub.example/'],
      ttlMinutes: 60,
    },
    content: {
      dir: 'articles',
      include: ['**/*.md'],
      exclude: ['old/**'],
      fields: new Map([
        ['title', ['name']],
        ['topics', ['subjects', 'areas']],
        ['images', ['media.cover']],
      ]),
      permalink: '{site.url}/{year}/{month}/{day}/{slug}.html',
      timeZone: 'Europe/Madrid',
    },
  });
});

test('a key that has to be there and has no value is missing, and not of another kind', () => {
  for (const text of [SMALLEST.replace('title: Example News', 'title: '), `site:\n${SMALLEST.split('\n')[1]}\n`]) {
    const { settings, findings } = read(text);
    expect(settings).toBeUndefined();
    expect(findings).toMatchObject([{ code: 'config/missing-key', position: { line: 1 } }]);
  }
});

test('a key without a value is as if it were not there', () => {
  const { settings, findings } = read(`${SMALLEST}content:\n  timeZone:\n  dir: ~\n`);
  expect(findings).toEqual([]);
  expect(settings?.content).toMatchObject({ timeZone: 'UTC', dir: 'content' });
});

test('site.url may have a query where no address is made from it', () => {
  const url = 'https://news.example/?from=feed';
  const text = SMALLEST.replace('https://news.example/', url);
  const { settings, findings } = read(`${text}content: { permalink: "https://news.example/{path}/" }\n`);
  expect(findings).toEqual([]);
  expect(settings?.site.url).toBe(url);
});

describe('site.id', () => {
  test.each([
    ['https://news.example/', 'tag:news.example,2000:feeds'],
    ['https://www.News.Example:8080/blog/', 'tag:www.news.example,2000:feeds'],
    ['https://münchen.example/', 'tag:xn--mnchen-3ya.example,2000:feeds'],
  ])('is made of %s, with a warning', (url, id) => {
    const { settings, findings } = read(
      `site: { title: T, url: "${url}" }\nfeeds: { baseUrl: "https://feeds.news.example" }\n`,
    );
    expect(settings?.site.id).toBe(id);
    expect(findings).toMatchObject([{ code: 'collections/missing-site-id', severity: 'warning' }]);
  });

  const withId = (id: string) => SMALLEST.replace('"tag:news.example,2026:feeds"', JSON.stringify(id));

  test.each([
    ['news', 'absolute URI'],
    ['5', 'absolute URI'],
    [':x', 'absolute URI'],
    ['tag:', 'absolute URI'],
    ['tag:a b', 'absolute URI'],
    ['tag:ä', 'absolute URI'],
    ['tag:news', 'absolute URI'],
    ['tag:news_site.example,2026:feeds', 'absolute URI'],
    ['urn:a:feeds', 'absolute URI'],
    ['urn:example:?feeds', 'absolute URI'],
    ['tag:news.example,2026:feedsü', 'absolute URI'],
    ['https://news.example/a<', 'absolute URI'],
    ['https://news.example/a%2', 'absolute URI'],
    ['https://news.example/#a#b', 'absolute URI'],
    ['https:news', 'absolute URI'],
    ['HTTPS:news', 'absolute URI'],
    ['tag:news.example,2026:feeds/', 'slash'],
    ['tag:news.example,2026:feeds\n', '>-'],
    ['tag:news.example,2026:feeds ', 'white space'],
    [' tag:news.example,2026:feeds', 'white space'],
    ['urn:uuid:x', 'tag URI'],
    ['urn:uuid:c0ffee00-0000-4000-8000-000000000000', 'tag URI'],
  ])('may not be %j', (id, problem) => {
    const { settings, findings } = read(withId(id));
    expect(settings).toBeUndefined();
    expect(findings).toMatchObject([{ code: 'config/invalid-value', position: { line: 1 } }]);
    expect(findings[0]?.message).toMatch(/^The value of site\.id cannot be used: /);
    expect(findings[0]?.message).toContain(problem);
  });

  test('that subscribers know is taken as it is', () => {
    const { report, findings } = sinkFor('feedmill.yaml', withId('tag:news.example,2026:feeds\n'));
    const settings = parseConfig(withId('tag:news.example,2026:feeds\n'), report, (id) => id.endsWith('feeds\n'));
    expect(findings).toEqual([]);
    expect(settings?.site.id).toBe('tag:news.example,2026:feeds\n');
  });

  test.each([
    'tag:news.example,2026:feeds',
    'tag:news.example,2026-03:feeds',
    'tag:me@news.example,2026-03-01:feeds',
    'tag:news.example,2026:urn:uuid:feeds',
    'urn:example-7:feeds',
    'http://news.example/feeds',
    'https://news.example/feeds',
    'https://news.example:8080/feeds?a=b',
    'https://news.example/#feeds',
  ])('may be %j', (id) => {
    expect(read(withId(id)).settings?.site.id).toBe(id);
  });

  test('that is taken makes ids that `check` takes', () => {
    const places = { start: 0, end: 0, inside: undefined, name: 'id' };
    const beginning = fc.constantFrom(
      'tag:',
      'tag:a.example,2026:',
      'urn:',
      'urn:example:',
      'https://',
      'https:',
      'x:',
      '',
    );
    const rest = fc.string({ unit: fc.constantFrom(...'aZ0/?#%2.,:@-_~<"\\ \nü'), maxLength: 12 });
    fc.assert(
      fc.property(beginning, rest, (start, end) => {
        fc.pre(siteIdProblem(start + end) === undefined);
        const report = (code: string) => codes.push(code);
        const codes: string[] = [];
        expect(isUri(`${start}${end}/a%20b`, places, { report }, { absolute: true, iri: false })).toBe(true);
        expect(codes).not.toContain('url/invalid-escape');
      }),
      runs(2000),
    );
  });
});

test.each([
  ['sit: {}', 'sit', 'site', 3],
  ['contents: {}', 'contents', 'content', 3],
  ['content: { timezone: UTC }', 'content.timezone', 'content.timeZone', 3],
  ['content: { zone: UTC }', 'content.zone', undefined, 3],
  ['content: { fields: { titel: headline } }', 'content.fields.titel', 'content.fields.title', 3],
  ['content:\n  fields:\n    topic: [subjects, areas]', 'content.fields.topic', 'content.fields.topics', 5],
  ['xyzzy: 1', 'xyzzy', undefined, 3],
  ['__proto__: {}', '__proto__', undefined, 3],
  ['content: { "__proto__": 1 }', 'content.__proto__', undefined, 3],
  ['toString: 1', 'toString', undefined, 3],
])('%j is an unknown key', (more, key, nearest, line) => {
  const { settings, findings } = read(`${SMALLEST}${more}\n`);
  expect(settings).toBeUndefined();
  const message = nearest === undefined ? `There is no key ${key}.` : `There is no key ${key}; was ${nearest} meant?`;
  expect(findings).toMatchObject([{ code: 'config/unknown-key', message, position: { line } }]);
});

function withFeeds(more: string): string {
  return SMALLEST.replace('.example" }\n', `.example", ${more} }\n`);
}

test.each([
  ['articles', 'articles/*.md'],
  ['./articles/', 'articles/**'],
  ['././articles//', './articles/'],
  ['articles', '!././articles/old/**'],
])('in a folder %s the glob %s names that folder again', (dir, glob) => {
  for (const key of ['include', 'exclude']) {
    const { settings, findings } = read(`${SMALLEST}content:\n  dir: ${dir}\n  ${key}: ["**/*.md", "${glob}"]\n`);
    expect(settings).toBeDefined();
    expect(codesOf(findings)).toEqual(['files/repeated-folder']);
    expect(findings[0]?.position?.line).toBe(5);
  }
});

test.each([
  ['articles', 'old/articles/*.md'],
  ['articles', 'articles-of-2026/*.md'],
  ['my/articles', 'articles/*.md'],
  ['a./b', 'ab/*.md'],
])('in a folder %s the glob %s does not', (dir, glob) => {
  expect(read(`${SMALLEST}content: { dir: ${dir}, include: ["${glob}"] }\n`).findings).toEqual([]);
});

test.each([
  ['https://reader.example/', false],
  ['https://reader.example/{url}', true],
  ['https://reader.example/{url}?{url}', false],
  ['reader.example/{url}', false],
])('a reader may be reached by %j: %s', (address, isTaken) => {
  expect(read(`${SMALLEST}pages: { readers: { Mine: "${address}" } }\n`).settings !== undefined).toBe(isTaken);
});

test('names that JavaScript has are names like any other', () => {
  const names = ['constructor', '__proto__', 'prototype', 'toString', 'hasOwnProperty'];
  const listed = (value: string) => `{ ${names.map((name) => `${name}: ${value}`).join(', ')} }`;
  const { settings, findings } = read(
    `${withFeeds(`topics: { names: ${listed('Shown')} }`)}pages: { readers: ${listed('"https://reader.example/?{url}"')} }
publish: { headers: [{ match: "**", set: ${listed('x')} }] }
`,
  );
  expect(findings).toEqual([]);
  expect([...(settings?.feeds.topics.names.keys() ?? [])]).toEqual(names);
  expect(settings?.pages.readers.map(({ name }) => name)).toEqual(names);
  expect(Object.keys(settings?.publish.headers[0]?.set ?? {})).toEqual(names);
});

test('an unknown key deep inside a list has its whole name', () => {
  const { findings } = read(
    withFeeds('custom: [{ slug: a, title: A, were: {} }, { slug: b, title: B, where: { topic: AI } }]'),
  );
  expect(findings.map(({ message }) => message)).toEqual([
    'There is no key feeds.custom[0].were; was feeds.custom[0].where meant?',
    'There is no key feeds.custom[1].where.topic; was feeds.custom[1].where.topics meant?',
  ]);
});

test.each([
  [withFeeds('limit: -1'), 'feeds.limit', 'it is less than 0', 2],
  [withFeeds('limit: 1.5'), 'feeds.limit', 'it is not a whole number', 2],
  [withFeeds('limit: many'), 'feeds.limit', 'it is not a number', 2],
  [withFeeds('limit: .inf'), 'feeds.limit', 'it is not a whole number', 2],
  [withFeeds('formats: []'), 'feeds.formats', 'it is empty', 2],
  [withFeeds('formats: [rss, xml]'), 'feeds.formats[1]', 'it is none of rss, atom, json', 2],
  [withFeeds('formats: rss'), 'feeds.formats', 'it is not a list', 2],
  [withFeeds('ttlMinutes: 0'), 'feeds.ttlMinutes', 'it is less than 1', 2],
  [withFeeds('hubs: ["ftp://hub.example"]'), 'feeds.hubs[0]', 'it is not an absolute http or https address', 2],
  [withFeeds('topics: []'), 'feeds.topics', 'it is not a mapping', 2],
  [withFeeds('topics: { names: [a] }'), 'feeds.topics.names', 'it is not a mapping', 2],
  [withFeeds('topics: { names: [1] }'), 'feeds.topics.names', 'it is not a mapping', 2],
  [withFeeds('topics: { names: a }'), 'feeds.topics.names', 'it is not a mapping.', 2],
  [`${SMALLEST}content: { fields: [a] }`, 'content.fields', 'it is not a mapping', 3],
  [`${SMALLEST}pages: { readers: word }`, 'pages.readers', 'it is not a mapping.', 3],
  [withFeeds('topics: { include: { a: b } }'), 'feeds.topics.include', 'it is not a list of names', 2],
  [withFeeds('topics: { title: "{nme}" }'), 'feeds.topics.title', 'it may hold {name}, {site} only', 2],
  [withFeeds('topics: { description: "{host}" }'), 'feeds.topics.description', 'it may hold {name}, {site} only', 2],
  [withFeeds('providers: { title: "{nme}" }'), 'feeds.providers.title', 'it may hold {name}, {site}, {host} only', 2],
  [withFeeds('topics: { title: " " }'), 'feeds.topics.title', 'it is empty', 2],
  [withFeeds('providers: { description: "\\n\\u00A0" }'), 'feeds.providers.description', 'it is empty', 2],
  [`${SMALLEST}content: { permalink: "" }`, 'content.permalink', 'it is empty', 3],
  [
    SMALLEST.replace('feeds.news.example', 'feeds.news.example/#f'),
    'feeds.baseUrl',
    'a query or a fragment (? or #)',
    2,
  ],
  [SMALLEST.replace('feeds.news.example', 'feeds.news.example/?v=1'), 'feeds.baseUrl', 'paths are put behind it', 2],
  [SMALLEST.replace('https://news.example/', 'https://news.example/?a=1'), 'site.url', 'content.permalink', 1],
  [
    SMALLEST.replace('https://news.example/', 'https://news.example/#/'),
    'site.url',
    'a query or a fragment (? or #)',
    1,
  ],
  [withFeeds('topics: { minEntries: 0 }'), 'feeds.topics.minEntries', 'it is less than 1', 2],
  [withFeeds('related: { inEntries: "yes" }'), 'feeds.related.inEntries', 'it is neither true nor false', 2],
  [
    withFeeds('custom: [{ slug: "../x", title: X }]'),
    'feeds.custom[0].slug',
    'it may hold a-z, 0-9 and single hyphens only',
    2,
  ],
  [
    withFeeds('custom: [{ slug: x, title: X, order: best }]'),
    'feeds.custom[0].order',
    'it is neither newest nor heat',
    2,
  ],
  [
    withFeeds('custom: [{ slug: x, title: X }, { slug: x, title: Y }]'),
    'feeds.custom',
    'two feeds have the same slug',
    2,
  ],
  [
    `${SMALLEST}content: { timeZone: Mars/Olympus }`,
    'content.timeZone',
    'it is not a time zone such as Europe/Madrid',
    3,
  ],
  [`${SMALLEST}content: { timeZone: 5 }`, 'content.timeZone', 'it is not a time zone such as Europe/Madrid', 3],
  [`${SMALLEST}content: { permalink: "{title}" }`, 'content.permalink', 'it may hold {site.url}', 3],
  ...[
    'htps://x.example/{slug}/',
    'javascript:alert(1)/{slug}',
    'https://u:p@x.example/{path}',
    'https:///{path}',
    'HTTP:/{path}/{slug}',
  ].map((permalink): [string, string, string, number] => [
    `${SMALLEST}content: { permalink: "${permalink}" }`,
    'content.permalink',
    'no http or https address comes of it',
    3,
  ]),
  [
    `${SMALLEST}content: { permalink: "{site.url}{path}/" }`,
    'content.permalink',
    'it has no slash behind {site.url}, which stands without one',
    3,
  ],
  [
    `${SMALLEST}content: { permalink: "{site.url}/{folder}/" }`,
    'content.permalink',
    'none of {path}, {lowerPath} and {slug}',
    3,
  ],
  [`${SMALLEST}content: { dir: "" }`, 'content.dir', 'it is empty', 3],
  [`${SMALLEST}content: { include: [""] }`, 'content.include[0]', 'it is not a glob pattern', 3],
  [`${SMALLEST}content: { include: [5] }`, 'content.include[0]', 'it is not a glob pattern', 3],
  [`${SMALLEST}content: { fields: { xyzzy: x } }`, 'content.fields.xyzzy', 'a key of it is none of title, summary', 3],
  [SMALLEST.replace('Example News', '"  "'), 'site.title', 'it is empty', 1],
  [SMALLEST.replace('Example News', '[a]'), 'site.title', 'it is not a text', 1],
  [
    SMALLEST.replace('https://news.example/', 'https://user:pass@news.example/'),
    'site.url',
    'without user and password',
    1,
  ],
  [
    SMALLEST.replace('https://news.example/" }', 'https://news.example/", language: english }'),
    'site.language',
    'it is not a language tag',
    1,
  ],
  [
    SMALLEST.replace('https://news.example/" }', 'https://news.example/", language: 5 }'),
    'site.language',
    'it is not a language tag',
    1,
  ],
  [
    SMALLEST.replace('.example" }', '.example", custom: [{ slug: a, title: A, where: { language: [en, jp] } }] }'),
    'feeds.custom[0].where.language',
    'it is not a language tag such as en or pt-BR, or a list of them',
    2,
  ],
  [
    SMALLEST.replace('https://news.example/" }', 'https://news.example/", author: { name: J, email: j } }'),
    'site.author.email',
    'it is not an e-mail address',
    1,
  ],
])('a wrong value is told with its place: %#', (text, key, problem, line) => {
  const { settings, findings } = read(text);
  expect(settings).toBeUndefined();
  expect(findings).toMatchObject([{ code: 'config/invalid-value', position: { line } }]);
  expect(findings[0]?.message).toContain(`The value of ${key} cannot be used: `);
  expect(findings[0]?.message).toContain(problem);
});

test.each([
  ['', 'config/invalid-yaml'],
  ['just text', 'config/invalid-yaml'],
  ['- a\n- b', 'config/invalid-yaml'],
  ['site: "open', 'config/invalid-yaml'],
  ['site: 1\nsite: 2', 'config/invalid-yaml'],
  [`site: ${'['.repeat(100)}`, 'config/invalid-yaml'],
  [`a: ${'['.repeat(40)}${']'.repeat(40)}`, 'config/invalid-yaml'],
])('%j is no configuration', (text, code) => {
  const { settings, findings } = read(text);
  expect(settings).toBeUndefined();
  expect(findings).toMatchObject([{ code }]);
});

test('all that is wrong is told at once, in the order of the schema', () => {
  const { findings } = read('site: { url: x }\nfeed: {}\n');
  expect(findings.map(({ message }) => message)).toEqual([
    'There is no key feed; was feeds meant?',
    'The key site.title is missing.',
    'The value of site.url cannot be used: it is not an absolute http or https address without user and password.',
    'The key feeds is missing.',
  ]);
});

test('a name that is a property of every object is a topic like any other', () => {
  const settings = settingsOf('content: { fields: { title: constructor } }\n');
  expect(settings.content.fields.get('title')).toEqual(['constructor']);
});
