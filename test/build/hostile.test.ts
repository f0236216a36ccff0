// Input that wants something else than a feed: each is built whole, and nothing gets where it wanted to.
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BuildReport } from '../../src/build/report.ts';
import { CLI, ROOT, run } from '../support/cli.ts';
import { describeWith } from '../support/needs.ts';
import { runs } from '../support/runs.ts';
import { articleText, entries, newSite, readFolder, type Site, settings } from '../support/site.ts';
import { childrenNamed, readStrictly, type StrictElement, strictProblem, textOf } from '../support/strict-xml.ts';
import { anyCharacter, anyText, shownHtml } from '../support/texts.ts';

let site: Site;

beforeEach(async () => {
  site = await newSite();
  await site.article('good.md', { title: 'Good' });
});

afterEach(() => site.remove());

const codesOf = ({ findings }: BuildReport) => findings.map(({ code }) => code);
const titlesOf = (output: ReadonlyMap<string, string>, path?: string) =>
  entries(output, path).map(({ title }) => title);

/** Everything in the site's folder that is not content, as paths. */
async function outside(): Promise<readonly string[]> {
  const all = [...(await readFolder(site.folder)).keys()];
  return all.filter((path) => !/^(?:content|out|\.feedmill)\/|^feedmill\.ledger$/.test(path));
}

/** Feeds are XML to saxes, JSON to JSON.parse, and every path is one of ours. */
async function expectWhole(output: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of output) {
    expect(path).toMatch(
      /^(?:(?:topics|providers|feeds)\/[^/\\:*?"<>|\u0000-\u001F]+\/)?(?:404\.html|assets\/[\w.-]+|rss\.xml|atom\.xml|feed\.json|index\.html|feeds\.opml|manifest\.json)$/u,
    );
    expect(path.split('/')).not.toContain('..');
    if (/\.(?:xml|opml)$/.test(path)) expect(strictProblem(text), path).toBeUndefined();
    if (path.endsWith('.json')) expect(() => JSON.parse(text), path).not.toThrow();
  }
  expect(await outside()).toEqual([]);
}

const TRAVERSALS = [
  ...[
    '..',
    '../..',
    '../../../etc/passwd',
    '/etc/passwd',
    '//etc/passwd',
    '\\\\host\\share',
    'C:\\windows',
    '.',
    './x',
  ],
  ...[
    'a/../../b',
    '%2e%2e%2f',
    '..%2f..',
    '....//',
    'x\u0000/../y',
    '\u202E..',
    'CON',
    'nul.xml',
    '~root',
    '$HOME',
    '`id`',
  ],
  ...[
    'javascript:alert(1)',
    'a b/../c',
    '..;/x',
    '．．／',
    '\uFF0E\uFF0E\uFF0F',
    '-rf',
    '.git',
    'index.html',
    'rss.xml',
  ],
];

describe('paths', () => {
  test('no topic leads out of its folder', async () => {
    await site.article('topics.md', { title: 'Topics', topics: TRAVERSALS });
    const report = await site.build();
    expect(report).toMatchObject({ outcome: 'written', withheldFeeds: [] });
    const output = await site.output();
    await expectWhole(output);
    expect(titlesOf(output)).toContain('Topics');
    expect([...output.keys()].filter((path) => path.startsWith('topics/')).length).toBeGreaterThan(20);
  });

  test('no provider’s domain does', async () => {
    for (const [index, domain] of TRAVERSALS.entries())
      await site.article(`p${index}.md`, { title: `P${index}`, provider: { name: 'P', domain } });
    const report = await site.build({ settings: settings('  limit: 0\n') });
    expect(report.withheldFeeds).toEqual([]);
    const output = await site.output();
    await expectWhole(output);
    expect(titlesOf(output)).toHaveLength(TRAVERSALS.length + 1);
    const hosts = [...output.keys()].flatMap((path) => /^providers\/([^/]+)\/rss\.xml$/.exec(path)?.[1] ?? []);
    expect(hosts.filter((host) => !/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(host))).toEqual([]);
  });

  test('any text as topic or domain stays in its folder', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(anyText, fc.string({ unit: anyCharacter }), async (topic, domain) => {
        await site.article('any.md', {
          title: `Any ${round++}`,
          topics: [topic, domain],
          provider: { name: topic, domain },
        });
        expect((await site.build({ ledgerFile: undefined, cacheFile: undefined })).outcome).toBe('written');
        await expectWhole(await site.output());
      }),
      runs(25),
    );
  });

  test('names of 300 characters, as topics, providers and titles', async () => {
    const long = 'x'.repeat(300);
    await site.article('long.md', {
      title: long,
      topics: [long, `${long}y`, '人'.repeat(300), '🙂'.repeat(300), `${'a '.repeat(150)}b`],
      provider: { name: long, domain: `${long}.example` },
    });
    const report = await site.build();
    expect(report).toMatchObject({ outcome: 'written', withheldFeeds: [] });
    const output = await site.output();
    await expectWhole(output);
    expect(titlesOf(output)).toContain(long);
    for (const path of output.keys())
      for (const part of path.split('/')) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255);
  });

  test('a file name as long as the disk allows, and names of all kinds', async () => {
    const names = ['x'.repeat(250), '人'.repeat(80), ' spaces ', 'quote\'n"quote', '<b>&amp;', '%2e%2e', '#?', '-rf'];
    for (const name of names) await site.article(`${name}.md`, { title: `Named ${name.length}` });
    const report = await site.build();
    expect(report).toMatchObject({ outcome: 'written', withheldFeeds: [] });
    const output = await site.output();
    await expectWhole(output);
    expect(titlesOf(output)).toHaveLength(names.length + 1);
    const ids = entries(output).map(({ id }) => String(id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[\w.~:/?#@!$&'()*+,;=%-]+$/.test(id))).toEqual([]);
  });

  test('a line break in a file’s name does not hide the article', async () => {
    await site.article('new\nline.md', { title: 'Two lines' });
    await site.build();
    expect(titlesOf(await site.output())).toContain('Two lines');
  });
});

describe('addresses', () => {
  const BAD = [
    ...[
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      'java\tscript:alert(1)',
      'vbscript:x',
      'file:///etc/passwd',
    ],
    ...[
      'data:text/html,<script>alert(1)</script>',
      'https://user:word@site.example/',
      '\u0001javascript:alert(1)',
      'blob:x',
      'ftp://a.example/',
    ],
  ];

  test.each(BAD)('%j reaches no document, whatever key it stands under', async (url) => {
    const provider = { name: 'P', domain: 'p.example', images: [{ url }], url };
    await site.article(
      'bad.md',
      {
        title: 'Bad',
        webUrl: 'https://site.example/bad',
        originalUrl: url,
        ampWebUrl: url,
        cdnAmpWebUrl: url,
        images: [{ url, width: 10, height: 10 }],
        provider,
        author: { name: 'A', url },
        featuredContent: `<iframe src="${url}"></iframe><video src="${url}" poster="${url}"></video>`,
        related: [
          { title: 'R', webUrl: url, publishedDateTime: '2026-02-01T08:00:00Z', provider },
          {
            title: 'S',
            webUrl: 'https://s.example/',
            ampWebUrl: url,
            images: [{ url }],
            publishedDateTime: '2026-02-01T08:00:00Z',
            provider,
          },
        ],
      },
      `[x](<${url}>) ![y](<${url}>) <a href="${url}">z</a> <img src="${url}" srcset="${url} 2x"> <form action="${url}"></form>`,
    );
    const report = await site.build();
    expect(report).toMatchObject({ outcome: 'written', withheldFeeds: [] });
    const output = await site.output();
    await expectWhole(output);
    expect(titlesOf(output)).toContain('Bad');
    // An icon that is empty asks for no file.
    const all = [...output.values()].join('\n').replaceAll('href="data:,"', '');
    // What is no address may stand as words, but nowhere as an address.
    expect(all).not.toMatch(
      /(?:href|src|url|uri|action|poster|srcset)(?:": |=|&#x3D;)\s*\\?(?:"|&#x22;|&quot;)\s*(?:javascript|vbscript|data|file|blob|ftp):/i,
    );
    expect(all).not.toMatch(
      /<(?:link|uri|id|url|comments|docs|guid)[^>]*>\s*(?:javascript|vbscript|data|file|blob|ftp):/i,
    );
    expect(all).not.toContain('user:word');
  });

  test.each(BAD)('%j alone is no address of an article', async (url) => {
    await site.article('bad.md', { title: 'Bad', webUrl: url });
    await site.build();
    const output = await site.output();
    await expectWhole(output);
    for (const { url: link } of entries(output)) expect(link).toMatch(/^https:\/\/site\.example\//);
  });
});

describe('HTML in text fields', () => {
  const ATTACKS = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    '</title><script>alert(1)</script>',
    ']]><script>alert(1)</script>',
    '--><script>alert(1)</script>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '<a href="javascript:alert(1)">x</a>',
    '<style>@import "x"</style>',
    '{{constructor.constructor("alert(1)")()}}',
  ];

  test.each(ATTACKS)('%s is text in every field and on every page', async (attack) => {
    const provider = { name: `P ${attack}`, domain: 'p.example' };
    await site.article(
      'attack.md',
      {
        title: `T ${attack}`,
        excerpt: `E ${attack}`,
        topics: [`Topic ${attack}`],
        author: { name: `A ${attack}`, email: attack },
        provider,
        category: attack,
        type: attack,
        lang: attack,
        images: [{ url: 'https://p.example/a.jpg', alt: attack, title: attack, width: attack }],
        related: [
          {
            title: `R ${attack}`,
            excerpt: attack,
            webUrl: 'https://r.example/',
            publishedDateTime: '2026-02-01T08:00:00Z',
            provider,
          },
        ],
        featuredContent: attack,
      },
      attack,
    );
    const report = await site.build({
      settings: settings(
        `  related: { heading: ${JSON.stringify(attack)} }\n  topics: { title: ${JSON.stringify(`${attack.replace(/[{}]/g, '')} {name}`)} }\n`,
      ),
    });
    expect(report).toMatchObject({ outcome: 'written', withheldFeeds: [] });
    const output = await site.output();
    await expectWhole(output);
    for (const [path, text] of output) {
      if (!path.endsWith('.html')) continue;
      const page = readStrictly(text.replace('<!doctype html>', ''));
      expectInert(page, path);
    }
    for (const { content_html: html } of entries(output)) expectInertHtml(String(html ?? ''));
    // Readers of RSS take a description for HTML.
    for (const [path, text] of output)
      if (path.endsWith('rss.xml')) expect(descriptionsIn(text)).not.toMatch(/<[a-z/!?]/i);
  });

  function descriptionsIn(rss: string): string {
    const items = childrenNamed(readStrictly(rss), 'channel').flatMap((channel) => childrenNamed(channel, 'item'));
    expect(items.length).toBeGreaterThan(0);
    return items.map((item) => textOf(item, 'description')).join('\n');
  }

  /** Elements and attributes that run nothing but the page's own script, which is a file. */
  function expectInert({ name, attributes, children, text }: StrictElement, path: string): void {
    expect(['iframe', 'object', 'embed', 'math', 'base'], path).not.toContain(name);
    if (name === 'style') expect(text, path).not.toMatch(/@import|url\(|expression|</);
    if (name === 'script') {
      expect(attributes['src'], path).toMatch(/^(?:https:\/\/feeds\.site\.example\/|(?:\.\.\/)*)assets\/[\w.-]+\.js$/);
      expect(text.trim()).toBe('');
    }
    for (const [attribute, value] of Object.entries(attributes)) {
      expect(attribute, path).not.toMatch(/^on|^style$|^srcdoc$/i);
      if (/^(?:href|src|action)$/.test(attribute))
        expect(value, path).toMatch(/^(?:(?:feed:)?https?:\/\/|[\w.%/-]+$|#|data:,$)/);
    }
    for (const child of children) expectInert(child, path);
  }

  function expectInertHtml(html: string): void {
    expect(html).not.toMatch(/<\/?(?:script|style|iframe|object|embed|form|svg|base)\b/i);
    for (const [, name = '', value = ''] of html.matchAll(/\s([\w:-]+)="([^"]*)"(?=[^<>]*>)/g)) {
      expect(name).not.toMatch(/^on|^style$|^srcdoc$/i);
      if (/^(?:href|src|poster|action)$/.test(name)) expect(value).toMatch(/^https?:\/\//);
    }
  }
});

describe('YAML', () => {
  test.each([
    [
      'a bomb of aliases',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.replace(/./g, (name) => `${name}: &${name} [${`*${String.fromCharCode(name.charCodeAt(0) - 1)},`.repeat(9)}]\n`)}`,
    ],
    ['an alias of itself', 'a: &a [*a]\n'],
    ['deep nesting', `a: ${'['.repeat(10_000)}\n`],
    ['deep mappings', `a: ${'{a: '.repeat(3_000)}\n`],
    ['very many keys', Array.from({ length: 60_000 }, (_, index) => `k${index}: v\n`).join('')],
    ['a tag that makes objects', 'a: !!js/function "function () {}"\n'],
    ['merge keys', 'base: &base {secured: x}\n<<: *base\n'],
    ['an alias that nobody anchored', 'a: *nobody\n'],
    ['a directive', '%YAML 9.9\n'],
  ])('%s costs its own article at most', async (_, yaml) => {
    await site.write('bomb.md', `---\ntitle: Bomb\ndate: 2026-03-01T08:00:00Z\n${yaml}---\nText.\n`);
    const report = await site.build();
    expect(report.outcome).toBe('written');
    const output = await site.output();
    await expectWhole(output);
    expect(titlesOf(output)).toContain('Good');
  });

  test('__proto__, constructor and their like are keys like any other, and change no object', async () => {
    await site.write(
      'proto.md',
      '---\n__proto__: {title: Evil, polluted: yes}\nconstructor: {prototype: {polluted: yes}}\ntitle: Proto\nhasOwnProperty: x\ntoString: y\ndate: 2026-03-01T08:00:00Z\ntopics: [__proto__, constructor, hasOwnProperty, toString]\nprovider: {name: __proto__, domain: constructor.example, __proto__: {domain: evil.example}}\nimages: [{__proto__: {url: "https://evil.example/x.jpg"}}]\n---\n',
    );
    await site.write(
      'other.json',
      '{"__proto__": {"title": "Evil"}, "title": "Json", "date": "2026-03-01T09:00:00Z"}\n',
    );
    const report = await site.build();
    expect(report).toMatchObject({ outcome: 'written', withheldFeeds: [] });
    const output = await site.output();
    await expectWhole(output);
    expect(titlesOf(output)).toEqual(['Json', 'Good', 'Proto']);
    expect([...output.keys()]).toEqual(
      expect.arrayContaining([
        'topics/constructor/rss.xml',
        'topics/proto/rss.xml',
        'providers/constructor.example/rss.xml',
      ]),
    );
    expect([...output.values()].join('')).not.toContain('vil');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('files', () => {
  test('a file of 50 MB is refused by its size, unread', async () => {
    await site.article('big.md', { title: 'Big' });
    await truncate(join(site.content, 'big.md'), 50 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    const report = await site.build();
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
    const [finding] = report.findings.filter(({ code }) => code === 'files/too-large');
    expect(finding).toMatchObject({ path: 'content/big.md', severity: 'error' });
    expect(titlesOf(await site.output())).toEqual(['Good']);
  });

  test('a directory called x.md is a directory', async () => {
    await mkdir(join(site.content, 'x.md'));
    await site.article('x.md/inside.md', { title: 'Inside' });
    const report = await site.build();
    expect(report).toMatchObject({ outcome: 'written', unreadable: false });
    expect(titlesOf(await site.output())).toEqual(expect.arrayContaining(['Good', 'Inside']));
  });

  test.each([
    ['empty', ''],
    ['a byte order mark alone', '\uFEFF'],
    ['blank lines', '\n\n\n'],
    ['a fence alone', '---'],
    ['fences with nothing between', '---\n---\n'],
    ['NUL characters', '\u0000\u0000\u0000'],
    ['no front matter', '# Just Markdown\n'],
    ['a list', '---\n- a\n---\n'],
  ])('a file that holds %s is an error, and no more', async (_, text) => {
    for (const name of ['odd.md', 'odd.html', 'odd.txt', 'odd.yaml', 'odd.json']) await site.write(name, text);
    const report = await site.build();
    expect(report.outcome).toBe('written');
    const broken = report.findings.filter(({ severity }) => severity === 'error').map(({ path }) => path);
    expect([...new Set(broken)].sort()).toEqual(
      ['md', 'html', 'txt', 'yaml', 'json'].map((kind) => `content/odd.${kind}`).sort(),
    );
    expect(titlesOf(await site.output())).toEqual(['Good']);
  });

  test('NUL and other bytes that are no text, in values', async () => {
    await site.write(
      'nul.md',
      '---\ntitle: "N\\0U\\x01L"\ndate: 2026-03-01T08:00:00Z\nexcerpt: "a\\u0000b"\ntopics: ["C\\0D"]\n---\nBo\u0000dy\u0008.\n',
    );
    await writeFile(
      join(site.content, 'latin.md'),
      Buffer.from('---\ntitle: Caf\xe9\ndate: 2026-03-01T08:00:00Z\n---\n', 'latin1'),
    );
    const report = await site.build();
    expect(codesOf(report)).toEqual(expect.arrayContaining(['article/invalid-xml-character', 'files/invalid-utf-8']));
    const output = await site.output();
    await expectWhole(output);
    expect(titlesOf(output)).toEqual(expect.arrayContaining(['NUL', 'Caf\uFFFD']));
    expect([...output.values()].join('')).not.toMatch(/[\u0000-\u0008]/);
  });
});

describe('links out of the content folder', () => {
  beforeEach(async () => {
    await mkdir(join(site.folder, 'elsewhere'));
    await writeFile(join(site.folder, 'elsewhere', 'private.md'), articleText({ title: 'Private' }));
  });

  test('to a file and to a folder: neither is followed, both are told', async () => {
    await symlink(join(site.folder, 'elsewhere', 'private.md'), join(site.content, 'link.md'));
    await symlink(join(site.folder, 'elsewhere'), join(site.content, 'folder'));
    await symlink('../elsewhere/private.md', join(site.content, 'relative.md'));
    const report = await site.build();
    expect(codesOf(report).filter((code) => code === 'files/outside-link')).toHaveLength(3);
    expect([...(await site.output()).values()].join('')).not.toContain('Private');
  });

  test('circles and links to nowhere end', async () => {
    await symlink('.', join(site.content, 'here'));
    await symlink('..', join(site.content, 'above'));
    await symlink('loop.md', join(site.content, 'loop.md'));
    await symlink('nowhere.md', join(site.content, 'dangling.md'));
    await mkdir(join(site.content, 'a'));
    await symlink('../b', join(site.content, 'a', 'b'));
    await mkdir(join(site.content, 'b'));
    await symlink('../a', join(site.content, 'b', 'a'));
    const report = await site.build();
    expect(report.outcome).toBe('written');
    expect(titlesOf(await site.output())).toEqual(['Good']);
  });

  test('links inside the folder are followed', async () => {
    await site.article('deep/real.md', { title: 'Real' });
    await symlink('deep/real.md', join(site.content, 'alias.md'));
    const report = await site.build();
    expect(report.outcome).toBe('written');
    expect(titlesOf(await site.output()).filter((title) => title === 'Real').length).toBeGreaterThan(0);
  });
});

describe('the output folder', () => {
  test('files of strangers stay, byte for byte', async () => {
    const theirs = {
      CNAME: 'feeds.example\n',
      'topics/readme.txt': 'mine',
      'providers/other/rss.xml': '<rss/>',
      '.well-known/x': 'y',
    };
    for (const [path, text] of Object.entries(theirs)) {
      await mkdir(dirname(join(site.out, path)), { recursive: true });
      await writeFile(join(site.out, path), text);
    }
    await site.article('topic.md', { title: 'Topic', topics: ['AI'] });
    await site.build();
    await rm(join(site.content, 'topic.md'));
    await site.build({ ledgerFile: undefined, cacheFile: undefined });
    const output = await site.output();
    for (const [path, text] of Object.entries(theirs)) expect(output.get(path), path).toBe(text);
    expect(output.has('topics/ai/rss.xml')).toBe(false);
  });

  test.each(['index.html', 'rss.xml', 'topics/ai/feed.json', 'manifest.json', 'feeds.opml'])(
    'a stranger’s %s in the way stops the build before anything is written',
    async (path) => {
      await site.article('topic.md', { title: 'Topic', topics: ['AI'] });
      await mkdir(dirname(join(site.out, path)), { recursive: true });
      await writeFile(join(site.out, path), 'somebody else wrote this\n');
      await expect(site.build()).rejects.toThrow(/was not written by F/);
      expect(await site.output()).toEqual(new Map([[path, 'somebody else wrote this\n']]));
      expect(await readdir(site.folder)).not.toContain('feedmill.ledger');
    },
  );

  test('a folder where a file belongs stops the build', async () => {
    await mkdir(join(site.out, 'rss.xml'), { recursive: true });
    await writeFile(join(site.out, 'rss.xml', 'theirs.txt'), 'theirs');
    await expect(site.build()).rejects.toThrow();
    expect(await readFile(join(site.out, 'rss.xml', 'theirs.txt'), 'utf8')).toBe('theirs');
  });

  test('a file where a folder belongs stops the build', async () => {
    await site.article('topic.md', { title: 'Topic', topics: ['AI'] });
    await mkdir(site.out);
    await writeFile(join(site.out, 'topics'), 'theirs');
    await expect(site.build()).rejects.toThrow();
    expect(await readFile(join(site.out, 'topics'), 'utf8')).toBe('theirs');
  });

  test('a symbolic link inside it leads no file of ours elsewhere', async () => {
    await site.article('topic.md', { title: 'Topic', topics: ['AI'] });
    await mkdir(join(site.folder, 'elsewhere'));
    await mkdir(site.out);
    await symlink(join(site.folder, 'elsewhere'), join(site.out, 'topics'));
    await expect(site.build()).rejects.toThrow('is a symbolic link; nothing was changed');
    expect(await readdir(join(site.folder, 'elsewhere'))).toEqual([]);
  });

  test('a symbolic link in the place of a file is replaced or refused, never written through', async () => {
    const victim = join(site.folder, 'victim.txt');
    await writeFile(victim, 'precious');
    await mkdir(site.out);
    await symlink(victim, join(site.out, 'rss.xml'));
    await site.build().catch(() => undefined);
    expect(await readFile(victim, 'utf8')).toBe('precious');
  });

  test('a symbolic link does not lead removals elsewhere', async () => {
    const elsewhere = join(site.folder, 'elsewhere', 'ai');
    await site.article('topic.md', { title: 'Topic', topics: ['AI'] });
    await site.build({ ledgerFile: undefined, cacheFile: undefined });
    await mkdir(elsewhere, { recursive: true });
    for (const name of ['rss.xml', 'atom.xml', 'feed.json', 'index.html'])
      await writeFile(join(elsewhere, name), 'precious');
    await rm(join(site.out, 'topics'), { recursive: true });
    await symlink(join(site.folder, 'elsewhere'), join(site.out, 'topics'));
    await rm(join(site.content, 'topic.md'));
    await site.build({ ledgerFile: undefined, cacheFile: undefined }).catch(() => undefined);
    expect(await readdir(elsewhere)).toEqual(['atom.xml', 'feed.json', 'index.html', 'rss.xml']);
  });

  test('the output folder itself may be a link', async () => {
    await mkdir(join(site.folder, 'real'));
    await symlink('real', site.out);
    await site.build();
    expect((await lstat(site.out)).isSymbolicLink()).toBe(true);
    expect((await readFolder(join(site.folder, 'real'))).has('rss.xml')).toBe(true);
  });

  const VICTIMS = [
    '../victim.txt',
    '../../victim.txt',
    '/tmp/feedmill-victim.txt',
    'a/../../victim.txt',
    './../victim.txt',
    '..\\victim.txt',
    '',
    '.',
    '..',
  ];

  test('a journal with hostile paths removes nothing outside', async () => {
    await writeFile(join(site.folder, 'victim.txt'), 'precious');
    await mkdir(site.out);
    await writeFile(
      join(site.out, '.feedmill-journal'),
      JSON.stringify({ write: VICTIMS, remove: [...VICTIMS, 7, null, { a: 1 }] }),
    );
    expect((await site.build()).outcome).toBe('written');
    expect(await readFile(join(site.folder, 'victim.txt'), 'utf8')).toBe('precious');
    expect(await readdir(site.out)).not.toContain('.feedmill-journal');
  });

  test.each(['not json', '[]', 'null', '{"write": {"a": "b"}}', '{"remove": "x"}', '\u0000'])(
    'a journal that holds %j harms nothing',
    async (text) => {
      await mkdir(site.out);
      await writeFile(join(site.out, '.feedmill-journal'), text);
      expect((await site.build()).outcome).toBe('written');
      await expectWhole(await site.output());
    },
  );

  test('a manifest with hostile paths removes and reads nothing outside', async () => {
    await writeFile(join(site.folder, 'victim.txt'), 'precious');
    await mkdir(join(site.folder, 'victim'));
    await writeFile(join(site.folder, 'victim', 'feed.json'), 'precious');
    await mkdir(site.out);
    const file = (path: unknown) => ({ path, type: 'text/plain', sha256: '0'.repeat(64), bytes: 1, headers: {} });
    const feed = (folder: string) => ({
      id: 'x',
      kind: 'site',
      folder,
      title: 'X',
      entries: 1,
      updated: '2026-01-01T00:00:00Z',
    });
    const manifest = {
      version: 1,
      generator: 'Feedmill',
      feeds: ['../victim/', '/etc/', '..\\'].map(feed),
      files: [...VICTIMS, 7, null, { a: 1 }, '__proto__'].map(file),
    };
    await writeFile(join(site.out, 'manifest.json'), JSON.stringify(manifest));
    expect((await site.build()).outcome).toBe('written');
    expect(await readFile(join(site.folder, 'victim.txt'), 'utf8')).toBe('precious');
    expect(await readFile(join(site.folder, 'victim', 'feed.json'), 'utf8')).toBe('precious');
    expect((await site.output()).get('manifest.json')).not.toContain('victim');
  });

  test('out inside content, content inside out, and both the same are refused', async () => {
    await expect(site.build({ outFolder: join(site.content, 'out') })).rejects.toThrow(
      'The output folder lies inside the content folder',
    );
    await expect(site.build({ outFolder: site.content })).rejects.toThrow('lies inside');
    await expect(site.build({ outFolder: site.folder })).rejects.toThrow(
      'The content folder lies inside the output folder',
    );
    await symlink(site.content, join(site.folder, 'disguise'));
    await expect(site.build({ outFolder: join(site.folder, 'disguise', 'out') })).rejects.toThrow('lies inside');
    expect(await readdir(site.content)).toEqual(['good.md']);
  });
});

describeWith(process.getuid?.() === 0, 'root (who can become somebody without permissions)', 'permissions', () => {
  const NOBODY = { uid: 65_534, gid: 65_534 };
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'feedmill-nobody-'));
    await mkdir(join(folder, 'content', 'closed'), { recursive: true });
    await writeFile(
      join(folder, 'feedmill.yaml'),
      'site: { id: "tag:a.example,2026:a", title: A, url: "https://a.example/" }\nfeeds: { baseUrl: "https://a.example/f/" }\n',
    );
    await writeFile(join(folder, 'content', 'open.md'), articleText({ title: 'Open' }));
    await writeFile(join(folder, 'content', 'secret.md'), articleText({ title: 'Secret' }));
    await writeFile(join(folder, 'content', 'closed', 'inside.md'), articleText({ title: 'Inside' }));
    for (const path of ['.', 'content', 'content/open.md', 'content/secret.md', 'content/closed'])
      await chown(join(folder, path), NOBODY.uid, NOBODY.gid);
  });

  afterEach(async () => {
    await chmod(join(folder, 'content', 'closed'), 0o755).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  });

  /** The program is read by root and runs as nobody: it lies where nobody may look, so its modules come through a copy. */
  async function build(...argv: readonly string[]) {
    return run(process.execPath, [CLI, 'build', ...argv], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder },
      ...NOBODY,
    });
  }

  test('a file and a folder that cannot be read: told, the rest is published, exit code 3', async () => {
    await chmod(join(folder, 'content', 'secret.md'), 0o000);
    await chmod(join(folder, 'content', 'closed'), 0o000);
    const { code, stderr } = await build();
    for (const path of ['secret.md', 'closed'])
      expect(stderr).toContain(
        `error files/unreadable  content/${path}\n  This file or folder could not be read: permission is missing.`,
      );
    expect(code).toBe(3);
    expect(await readFile(join(folder, 'out', 'rss.xml'), 'utf8')).toContain('<title>Open</title>');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('a folder in which nothing may be made: the sentence says why', async () => {
    await mkdir(join(folder, 'shelf'));
    for (const out of ['shelf/out', 'shelf/deep/out'])
      expect(await build('--out', out)).toMatchObject({
        code: 3,
        stderr: expect.stringMatching(/^Could not make the folder .*\/shelf\/.*out: permission is missing\.$/m),
      });
  });

  test('a file that speaks for others and cannot be read: nothing new before it can be, exit code 3', async () => {
    const data = join(folder, 'content', '_data.yml');
    await writeFile(data, 'layout: post\n');
    await utimes(data, 1_600_000_000, 1_600_000_000);
    await build('--now', '2026-06-01T00:00:00Z');
    await chmod(data, 0o000);
    await writeFile(join(folder, 'content', 'new.md'), articleText({ title: 'New' }));
    const { code, stderr } = await build('--now', '2026-06-01T00:00:00Z');
    expect(stderr).toContain('error files/unreadable  content/_data.yml\n');
    expect(stderr).toContain('error defaults/unclear  content/new.md');
    expect(code).toBe(3);
    await chmod(data, 0o644);
    expect((await build('--now', '2026-06-01T00:00:00Z')).code).toBe(0);
    expect(await readFile(join(folder, 'out', 'rss.xml'), 'utf8')).toContain('<title>New</title>');
  });

  test('what was published in a folder that cannot be read now stays as it was', async () => {
    const published = () => readFolder(join(folder, 'out'));
    await build('--now', '2026-06-01T00:00:00Z');
    const before = await published();
    const ledger = await readFile(join(folder, 'feedmill.ledger'), 'utf8');
    await chmod(join(folder, 'content', 'closed'), 0o000);
    const compared = await build('--diff', '--now', '2026-06-02T00:00:00Z');
    expect(compared.stdout).toBe('0 new, 0 updated, 0 gone, in 0 feeds.\n');
    const { code, stderr } = await build('--now', '2026-06-02T00:00:00Z');
    expect(code).toBe(3);
    expect(stderr).toContain('error files/unreadable  content/closed\n');
    expect(stderr).toContain('info ledger/last-good  content/closed/inside.md\n');
    expect(await published()).toEqual(before);
    await chmod(join(folder, 'content', 'closed'), 0o755);
    expect((await build('--now', '2026-06-03T00:00:00Z')).code).toBe(0);
    expect(await published()).toEqual(before);
    expect(await readFile(join(folder, 'feedmill.ledger'), 'utf8')).toBe(ledger);
  });

  test('an output folder that cannot be written: exit code 3, nothing is left', async () => {
    await mkdir(join(folder, 'out'));
    const { code, stderr } = await build();
    expect(code).toBe(3);
    expect(stderr).toMatch(/permission is missing/);
    expect(stderr).not.toMatch(/^\s+at |fault/m);
    expect(await readdir(join(folder, 'out'))).toEqual([]);
  });

  test('a ledger that cannot be read is told by repair too', async () => {
    await writeFile(join(folder, 'feedmill.ledger'), '');
    await chmod(join(folder, 'feedmill.ledger'), 0o000);
    const { code, stderr } = await run(process.execPath, [CLI, 'ledger', 'repair'], { cwd: folder, ...NOBODY });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^Could not read the ledger .*: permission is missing\.\n$/);
  });

  test('a configuration that cannot be read: exit code 3', async () => {
    await chmod(join(folder, 'feedmill.yaml'), 0o000);
    const { code, stderr } = await build();
    expect(code).toBe(3);
    expect(stderr).toMatch(/^Could not read the configuration .*feedmill\.yaml: permission is missing\.\n$/);
  });
});

describe('any text in any field', () => {
  const FIELDS = [
    'title',
    'excerpt',
    'body',
    'author',
    'type',
    'category',
    'lang',
    'topics',
    'provider',
    'related',
    'images',
    'slug',
  ];
  const reader = new XMLParser({
    ignoreAttributes: false,
    parseTagValue: false,
    trimValues: false,
    htmlEntities: true,
    processEntities: { enabled: true, maxTotalExpansions: Number.POSITIVE_INFINITY },
  });

  test('builds, is well-formed, and reads back as the cleaned text in all three formats by two readers', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...FIELDS), anyText), anyText, async (fields, text) => {
        const { related, provider, images, ...plain } = fields;
        await site.write(
          'any.md',
          yamlArticle({
            ...plain,
            title: `T ${plain['title'] ?? ''}`,
            excerpt: `E ${text}`,
            publishedDateTime: '2026-05-01T08:00:00Z',
            webUrl: `https://site.example/any/${round++}`,
            ...(provider === undefined ? {} : { provider: { name: provider, domain: 'p.example' } }),
            ...(images === undefined ? {} : { images: [{ url: images, alt: images }] }),
            ...(related === undefined
              ? {}
              : {
                  related: [
                    {
                      title: related,
                      excerpt: related,
                      webUrl: 'https://r.example/',
                      publishedDateTime: '2026-02-01T08:00:00Z',
                      provider: { name: related, domain: 'r.example' },
                    },
                  ],
                }),
          }),
        );
        const report = await site.build({ ledgerFile: undefined, cacheFile: undefined });
        expect(report).toMatchObject({ outcome: 'written', withheldFeeds: [], articles: 2 });
        const output = await site.output();
        await expectWhole(output);
        const json = entries(output).find(({ id }) => id === 'tag:site.example,2026:feeds/any');
        const meant = { title: folded(`T ${plain['title'] ?? ''}`), summary: folded(`E ${text}`) };
        expect({ title: json?.['title'], summary: json?.['summary'] ?? json?.['content_text'] }).toEqual(meant);
        expect(bySaxes(output)).toEqual([meant, meant]);
        expect(byFastXmlParser(output)).toEqual([meant, meant]);
      }),
      runs(40),
    );
  });

  /** YAML with every value in double quotes and everything but plain ASCII as `\u` escapes, lone surrogates included. */
  function yamlArticle(fields: Readonly<Record<string, unknown>>): string {
    const escaped = (value: unknown) =>
      JSON.stringify(value).replace(
        /[^\x20-\x7E]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    return `---\n${Object.entries(fields)
      .map(([key, value]) => `${key}: ${escaped(value)}\n`)
      .join('')}---\n`;
  }

  function bySaxes(output: ReadonlyMap<string, string>): unknown {
    const [channel] = childrenNamed(readStrictly(output.get('rss.xml') ?? ''), 'channel');
    const item = childrenNamed(channel as StrictElement, 'item').find((found) =>
      textOf(found, 'guid')?.endsWith('/any'),
    );
    const entry = childrenNamed(readStrictly(output.get('atom.xml') ?? ''), 'entry').find((found) =>
      textOf(found, 'id')?.endsWith('/any'),
    );
    if (item === undefined || entry === undefined) throw new Error('the entry is missing');
    return [
      { title: textOf(item, 'title'), summary: shownHtml(textOf(item, 'description')) },
      { title: textOf(entry, 'title'), summary: textOf(entry, 'summary') },
    ];
  }

  function byFastXmlParser(output: ReadonlyMap<string, string>): unknown {
    const rss = reader.parse(output.get('rss.xml') ?? '').rss.channel.item;
    const atom = reader.parse(output.get('atom.xml') ?? '').feed.entry;
    const plain = (value: unknown) =>
      typeof value === 'object' && value !== null && '#text' in value ? value['#text'] : value;
    const item = [rss].flat().find(({ guid }) => String(plain(guid)).endsWith('/any'));
    const entry = [atom].flat().find(({ id }) => String(plain(id)).endsWith('/any'));
    return [
      { title: plain(item.title), summary: shownHtml(String(plain(item.description))) },
      { title: plain(entry.title), summary: plain(entry.summary) },
    ];
  }
});

/** Plain text as a reader has to get it: entities decoded once, forbidden characters gone, white space folded. */
function folded(text: string): string {
  return decodedOnce(text)
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[\s\u0085]+/gu, ' ')
    .trim();
}

/** The references that `anyText` can hold. */
function decodedOnce(text: string): string {
  const names: Readonly<Record<string, string>> = { '&amp;': '&', '&#38;': '&', '&#x26;': '&', '&nbsp;': '\u00A0' };
  return text.replace(/&(?:amp|#38|#x26|nbsp);/g, (reference) => names[reference] ?? reference);
}

test('the example newsroom holds nothing that this file would find', async () => {
  const report = await site.build({ contentFolder: join(ROOT, 'examples', 'newsroom', 'articles') });
  expect(report.withheldFeeds).toEqual([]);
  await expectWhole(await site.output());
});
