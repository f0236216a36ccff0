// The printed configuration, read by real servers: each file must come with the manifest's headers.
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hrefOf } from '../../src/model/feed-address.ts';
import type { ManifestFile } from '../../src/model/manifest.ts';
import { parseManifest } from '../../src/parse/manifest.ts';
import { formatConfig } from '../../src/publish/server-config/server-config.ts';
import { type FeedServer, startServer } from '../../src/serve/server.ts';
import {
  isInstalled,
  type RunningServer,
  startApache,
  startCaddy,
  startNginx,
  startVarnish,
} from '../servers/servers.ts';
import { newWorkspace, runInside } from './publisher.ts';
import { articles, BASE_URL, buildSite, configFor, settingsFor } from './site.ts';

const RULES = `publish:
  headers:
    - match: "topics/**/rss.xml"
      set: { Cache-Control: "public, max-age=60", X-Feed: "a \\"quoted\\" \\\\ value" }
    - match: topics/topic-2/atom.xml
      set: { Cache-Control: "public, max-age=7" }
`;
/** What is hard to write down in a server's own language, assets, and files in a folder that begins with a dot. */
const HARD = `${RULES}    - match: "**/*.json"
      set: { NEL: '{"report_to":"default"}', X-Ends: 'a"}b"}"', X-Path: "/{path}", X-Tick: 'a\`b"c', X-Back: 'a\\new', X-Price: "US$5 ${'$'}{host} $host" }
    - match: feeds.opml
      set: { Content-Type: text/xml }
pages: { xmlStylesheet: true, wellKnown: { feeds: true, feedMenu: true } }
`;
const WELL_KNOWN = 'pages: { wellKnown: { feeds: true, feedMenu: true } }\n';
const list = [...articles(10), { id: 'tag:x', title: 'X', topics: ['人工智能', 'c+'] }];

async function site(rules = RULES) {
  const { root, out } = await newWorkspace(configFor(rules));
  await buildSite(out, list, settingsFor(rules));
  const manifest = parseManifest(await readFile(join(out, 'manifest.json'), 'utf8'));
  return { root, out, files: manifest?.files ?? [] };
}

const urlOf = (base: string, path: string) => new URL(path.split('/').map(encodeURIComponent).join('/'), base).href;

async function expectHeaders(
  base: string,
  files: readonly ManifestFile[],
  leftOut: readonly string[] = [],
): Promise<void> {
  for (const { path, headers: all } of files) {
    const headers = Object.fromEntries(Object.entries(all).filter(([name]) => !leftOut.includes(name)));
    const response = await fetch(urlOf(base, path), { headers: { 'accept-encoding': 'identity' } });
    await response.arrayBuffer();
    const served = Object.fromEntries(Object.keys(headers).map((name) => [name, response.headers.get(name)]));
    expect([path, response.status, served]).toEqual([path, 200, headers]);
  }
}

/** As readers come back: with ETag, date, both, compressed or not. */
const READERS: readonly (readonly [string, (headers: Headers) => Record<string, string>])[] = [
  ['ETag', (h) => ({ 'if-none-match': h.get('etag') ?? '' })],
  ['date', (h) => ({ 'if-modified-since': h.get('last-modified') ?? '' })],
  ['both', (h) => ({ 'if-none-match': h.get('etag') ?? '', 'if-modified-since': h.get('last-modified') ?? '' })],
];

async function expectUnmodified(
  base: string,
  files: readonly ManifestFile[],
  between: () => Promise<unknown>,
): Promise<void> {
  const before = new Map<string, Headers>();
  for (const encoding of ['identity', 'gzip']) {
    for (const { path } of files) {
      const response = await fetch(urlOf(base, path), { headers: { 'accept-encoding': encoding } });
      await response.arrayBuffer();
      before.set(`${encoding} ${path}`, response.headers);
    }
  }
  await between();
  for (const [key, headers] of before) {
    const [encoding = '', path = ''] = key.split(' ');
    for (const [name, conditions] of READERS) {
      const response = await fetch(urlOf(base, path), {
        headers: { 'accept-encoding': encoding, ...conditions(headers) },
      });
      await response.arrayBuffer();
      expect([key, name, response.status]).toEqual([key, name, 304]);
    }
  }
}

test('a _headers file has few rules, none of which overlap', async () => {
  const { files } = await site();
  const text = formatConfig('headers', files, settingsFor().feeds.baseUrl);
  await expect(text).toMatchFileSnapshot('../fixtures/publish/_headers');
});

test('for Netlify a _headers file has the same rules, without what would name the path of several files', async () => {
  const { files } = await site();
  const [cloudflare, netlify] = (['headers', 'netlify'] as const).map((kind) => formatConfig(kind, files, undefined));
  const rulesOf = (text = '') => text.split('\n').filter((line) => !line.startsWith('#') && !line.includes(':splat'));
  expect(rulesOf(netlify)).toEqual(rulesOf(cloudflare));
  expect(netlify).not.toContain(':splat');
  expect(netlify).toContain('# Left out of rules for several files, since Netlify puts no path there: Link.\n');
  expect(netlify).toMatch(/^ {2}Link: <https:\/\/feeds\.example\.org\/rss\.xml>; rel="self"$/m);
});

test('the order of files does not show', async () => {
  const { files } = await site(HARD);
  for (const kind of ['nginx', 'headers'] as const)
    expect(formatConfig(kind, files.toReversed(), undefined)).toBe(formatConfig(kind, files, undefined));
});

/** How hosts match the path of a rule: Cloudflare Pages to the letter, Netlify without minding a slash at either end. */
const HOSTS: readonly (readonly [kind: 'headers' | 'netlify', patternOf: (rule: string) => RegExp])[] = [
  ['headers', (rule) => new RegExp(`^${wild(rule)}$`)],
  ['netlify', (rule) => new RegExp(`^${wild(rule.replace(/(?<=.)\/$/, ''))}/?$`, 'i')],
];

function wild(rule: string): string {
  return rule
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replace(/:\w+/g, '[^/]+');
}

test.each(HOSTS)(
  'in _headers of %s there is one rule for each file and for the folder of a page',
  async (kind, patternOf) => {
    const { files: built } = await site(HARD);
    const files = [...built, { path: 'assets/deep/icon.svg', headers: {} }];
    const text = formatConfig(kind, files, settingsFor().feeds.baseUrl);
    const rules = text.split('\n').filter((line) => line.startsWith('/'));
    const paths = files.flatMap(({ path }) => [path, path.replace(/(?<=^|\/)index\.html$/, '')]);
    for (const path of paths) {
      const matching = rules.filter((rule) => patternOf(rule).test(`/${hrefOf(path)}`));
      expect([path, matching]).toEqual([path, [expect.any(String)]]);
    }
  },
);

test('a _headers file says what Cloudflare Pages does not read of it', () => {
  const files = Array.from({ length: 101 }, (_, index) => ({
    path: `topics/topic-${index}/rss.xml`,
    headers: {
      'Cache-Control': `max-age=${index}`,
      ...(index === 0 ? { 'X-Long': 'x'.repeat(1991), 'X-Full': 'x'.repeat(1990) } : {}),
    },
  }));
  const text = formatConfig('headers', files, undefined);
  expect(text).toContain('# 101 rules: Cloudflare Pages reads the first 100 only.\n');
  expect(text).toContain('# Cloudflare Pages reads 2000 characters of a line; lines that are longer: 1.\n');
  expect(formatConfig('headers', files.slice(1), undefined)).not.toMatch(/^# \d/m);
  // A page has a rule for its folder, too.
  const pages = files.slice(50).map(({ path, headers }) => ({ path: path.replace('rss.xml', 'index.html'), headers }));
  expect(formatConfig('headers', pages, undefined)).toContain('# 102 rules: ');
});

test('a base address below the root of its host is kept', async () => {
  const { files } = await site();
  const base = settingsFor('', `${BASE_URL}deep/feeds/`).feeds.baseUrl;
  expect(formatConfig('headers', files, base)).toContain('\n/deep/feeds/topics/*/rss.xml\n');
  expect(formatConfig('nginx', files, base)).toContain('location = "/deep/feeds/rss.xml"');
});

test('a base address whose escapes are no UTF-8 is refused', () => {
  const base = settingsFor('', `${BASE_URL}%E4/`).feeds.baseUrl;
  for (const kind of ['nginx', 'apache', 'caddy', 'varnish', 'netlify', 'headers'] as const)
    expect(() => formatConfig(kind, [], base)).toThrow('(feeds.baseUrl) is no UTF-8');
});

test('what a server knows no escape for is left out, and named', () => {
  const values = ['{path}', '{', '`\\', '`\\"', '\\"`', '{$HOME}', 'expr=true', `${'$'}{HOME}`, 'no expr='];
  const headers = Object.fromEntries(values.map((value, index) => [`X-${index}`, value]));
  const leftOut = (kind: 'caddy' | 'apache') =>
    [...formatConfig(kind, [{ path: 'rss.xml', headers }], undefined).matchAll(/# X-(\d) is left out: /g)].map(
      ([, at]) => Number(at),
    );
  expect(leftOut('caddy')).toEqual([0, 1, 2, 3, 4, 5, 7]);
  expect(leftOut('apache')).toEqual([6, 7]);
});

test.runIf(isInstalled('nginx'))(
  'nginx starts although the base address holds a sign that it has no escape for',
  async () => {
    const { files, out } = await site();
    const snippet = formatConfig('nginx', files, settingsFor('', `${BASE_URL}us$/`).feeds.baseUrl);
    expect(snippet).toContain('# error_page is left out: ');
    await (await startNginx(out, snippet)).stop();
  },
);

test.each([
  ['public, max-age=600, s-maxage=86400, stale-while-revalidate=3600, stale-if-error=7', 86400, 3600],
  ['Max-Age=60', 60, 10],
  ['public', 120, 10],
  ['x-max-age=60', 120, 10],
  ['no-cache, max-age=60', 0, 0],
  ['no-store', 0, 0],
  ['private, max-age=60', 0, 0],
])('with %j Varnish keeps a file for %i seconds, and for %i more while it asks again', (value, ttl, grace) => {
  const text = formatConfig('varnish', [{ path: 'rss.xml', headers: { 'Cache-Control': value } }], undefined);
  expect(text).toMatch(new RegExp(`beresp\\.ttl = ${ttl}s;\\s+set beresp\\.grace = ${grace}s;`));
});

test('no regular expression for Varnish grows with the site', () => {
  const files = Array.from({ length: 2000 }, (_, index) => ({
    path: `topics/topic-${index}/rss.xml`,
    headers: { 'Cache-Control': `max-age=${index}` },
  }));
  const lines = formatConfig('varnish', files, undefined).split('\n');
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(4000);
});

const ACME = '.well-known/acme-challenge/token';
const OTHERS = ['blog/rss.xml', 'blog/topics/c+/rss.xml', 'topics/c+/rss.xml.old'];

const SERVERS = [
  { name: 'nginx', start: startNginx, leftOut: ['X-Price'] },
  {
    name: 'apache',
    start: async (root: string, htaccess: string) => {
      await writeFile(join(root, '.htaccess'), htaccess);
      return startApache(root);
    },
    leftOut: ['X-Price'],
  },
  { name: 'caddy', start: startCaddy, leftOut: ['X-Path', 'X-Price'] },
] as const;

describe.each(SERVERS.filter(({ name }) => isInstalled(name)))('$name', ({ name, start, leftOut }) => {
  let server: RunningServer;
  let built: Awaited<ReturnType<typeof site>>;

  beforeAll(async () => {
    built = await site(HARD);
    const target = join(built.root, 'target');
    await mkdir(target);
    expect((await runInside(['--to', `file://${target}`], built.root)).exitCode).toBe(0);
    const snippet = await runInside(['--print-config', name], built.root);
    for (const path of ['.hidden', '.well-known/secret', 'topics/.hidden/rss.xml', ACME, ...OTHERS]) {
      await mkdir(dirname(join(target, path)), { recursive: true });
      await writeFile(join(target, path), 'secret');
    }
    server = await start(target, snippet.stdout);
  }, 30_000);
  afterAll(() => server?.stop());

  test('serves every file with the headers of the manifest', () => expectHeaders(server.url, built.files, leftOut));

  test('leaves out and names a header that the server could only alter', async () => {
    const { stdout } = await runInside(['--print-config', name], built.root);
    const { headers } = await fetch(urlOf(server.url, 'feed.json'));
    for (const header of leftOut) {
      expect(stdout).toContain(`# ${header} is left out: `);
      expect(headers.get(header)).toBeNull();
    }
  });

  test('compresses every file for those who ask for it', async () => {
    for (const { path } of built.files.filter(({ bytes }) => bytes > 1000)) {
      const response = await fetch(urlOf(server.url, path), { headers: { 'accept-encoding': 'gzip' } });
      await response.arrayBuffer();
      const { headers } = response;
      expect([path, headers.get('content-encoding'), headers.get('vary')]).toEqual([
        path,
        'gzip',
        expect.stringMatching(/\baccept-encoding\b/i),
      ]);
    }
  });

  test('names a file without the query that it was asked for with', async () => {
    const { headers } = await fetch(`${urlOf(server.url, 'topics/c+/rss.xml')}?from=elsewhere`);
    expect(headers.get('link')).toBe('<https://feeds.example.org/topics/c%2B/rss.xml>; rel="self"');
  });

  test('lets pages of others see an error, too', async () => {
    // nginx has twice what it sends with a range that there is not; the others take a POST.
    const request = name === 'nginx' ? { method: 'POST' } : { headers: { range: 'bytes=9999999-' } };
    const { status, headers } = await fetch(urlOf(server.url, 'rss.xml'), request);
    expect([Math.floor(status / 100), headers.get('access-control-allow-origin')]).toEqual([4, '*']);
    if (name !== 'caddy') expect(headers.get('cache-control')).toBeNull();
  });

  test('says nothing of files of others', async () => {
    for (const path of OTHERS) {
      const { status, headers } = await fetch(urlOf(server.url, path));
      expect([path, status, headers.get('cache-control')]).toEqual([path, 200, null]);
    }
  });

  test('answers 304 everywhere after a build and a publication that change nothing', async () => {
    await expectUnmodified(server.url, built.files, async () => {
      expect(await buildSite(built.out, list, settingsFor(HARD))).toBe(0);
      // Even a build that touched its files: the publisher leaves alone what is the same.
      for (const { path } of built.files) await utimes(join(built.out, path), new Date(), new Date());
      expect((await runInside(['--to', `file://${built.root}/target`], built.root)).exitCode).toBe(0);
    });
  });

  test('serves a page at the address of its folder, and leads there', async () => {
    const page = built.files.find(({ path }) => path === 'topics/c+/index.html');
    const response = await fetch(urlOf(server.url, 'topics/c+/'));
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, page?.headers['Cache-Control']]);
    expect(await response.text()).toBe(await readFile(join(built.out, 'topics/c+/index.html'), 'utf8'));
    const folder = await fetch(urlOf(server.url, 'topics/c+'), { redirect: 'manual' });
    const place = folder.headers.get('location') ?? '';
    // The host and port of a server behind others are not those that readers know: Apache has those of the request.
    expect([Math.floor(folder.status / 100), place.replace(/^http:..127.0.0.1:\d+/, '')]).toEqual([3, '/topics/c+/']);
    if (name !== 'apache') expect(place).toMatch(/^\/[^/]/);
  });

  test('shows the page for what is not there, and no folder', async () => {
    for (const path of [
      'nothing.xml',
      'topics/',
      '.feedmill-publish/',
      '.hidden',
      '.well-known/',
      '.well-known/secret',
      'topics/.hidden/rss.xml',
    ])
      expect([path, (await fetch(urlOf(server.url, path))).status]).toEqual([
        path,
        expect.toSatisfy((s: number) => s === 403 || s === 404),
      ]);
    for (const path of ['nothing.xml', 'topics/nothing/rss.xml']) {
      const response = await fetch(urlOf(server.url, path));
      const page = built.files.find((file) => file.path === '404.html');
      expect(response.headers.get('content-type')).toBe(page?.headers['Content-Type']);
      // nginx says nothing of it with an error.
      const kept = name === 'nginx' ? null : page?.headers['Cache-Control'];
      expect(response.headers.get('cache-control')).toBe(kept);
      expect(response.headers.get('link')).toBeNull();
      // Whoever reads feeds in a browser is told that there is none.
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(await response.text()).toContain('Not found');
    }
    // Without it no certificate is renewed.
    expect((await fetch(urlOf(server.url, ACME))).status).toBe(200);
  });
});

describe.each(SERVERS.filter(({ name }) => isInstalled(name)))('$name below the root of a host', ({ name, start }) => {
  test('serves every file with the headers of the manifest, and the page for what is not there', async () => {
    const baseUrl = `${BASE_URL}deep/(f)%20%2B/`;
    const { root, out } = await newWorkspace(configFor(WELL_KNOWN, baseUrl));
    await buildSite(join(out, 'deep/(f) +'), list, settingsFor(WELL_KNOWN, baseUrl));
    const manifest = parseManifest(await readFile(join(out, 'deep/(f) +/manifest.json'), 'utf8'));
    const snippet = await runInside(['out/deep/(f) +', '--print-config', name], root);
    const server = await start(out, snippet.stdout);
    try {
      const base = new URL('/deep/(f)%20%2B/', server.url).href;
      await expectHeaders(base, manifest?.files ?? []);
      const response = await fetch(urlOf(base, 'nothing.xml'));
      expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('Not found')]);
    } finally {
      await server.stop();
    }
  }, 30_000);
});

describe.runIf(isInstalled('varnish'))('Varnish before feeds below the root of a host', () => {
  test('serves every file with the headers of the manifest, although the origin sends none', async () => {
    const baseUrl = `${BASE_URL}deep/f%20ds/`;
    const { root, out } = await newWorkspace(configFor(HARD, baseUrl));
    await buildSite(join(out, 'deep/f ds'), list, settingsFor(HARD, baseUrl));
    const manifest = parseManifest(await readFile(join(out, 'deep/f ds/manifest.json'), 'utf8'));
    const origin = createServer(async ({ url = '' }, response) => {
      const path = decodeURIComponent(url).replace(/\/$/, '/index.html');
      response.end(await readFile(join(out, path)).catch(() => 'Nothing'));
    });
    await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
    const snippet = await runInside(['out/deep/f ds', '--print-config', 'varnish'], root);
    const varnish = await startVarnish(`http://127.0.0.1:${(origin.address() as AddressInfo).port}`, snippet.stdout);
    try {
      const base = new URL('/deep/f%20ds/', varnish.url).href;
      await expectHeaders(base, manifest?.files ?? []);
      const { headers } = await fetch(urlOf(base, 'topics/c+/'));
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    } finally {
      await varnish.stop();
      origin.close();
      origin.closeAllConnections();
    }
  }, 30_000);
});

describe.runIf(isInstalled('varnish'))('Varnish', () => {
  let varnish: RunningServer;
  let origin: FeedServer;
  let built: Awaited<ReturnType<typeof site>>;

  beforeAll(async () => {
    built = await site(HARD);
    origin = await startServer({ folder: built.out, host: '127.0.0.1', port: 0 });
    const snippet = await runInside(['--print-config', 'varnish'], built.root);
    varnish = await startVarnish(origin.url, snippet.stdout);
  }, 30_000);
  afterAll(async () => {
    await varnish?.stop();
    await origin?.close();
  });

  test('serves every file with the headers of the manifest', () => expectHeaders(varnish.url, built.files));

  test('answers 304 everywhere after a build that changes nothing', () =>
    expectUnmodified(varnish.url, built.files, () => buildSite(built.out, list, settingsFor(HARD))));

  test('forgets an address on PURGE, and goes on serving when the origin is gone', async () => {
    const topic = urlOf(varnish.url, 'rss.xml');
    const text = await (await fetch(topic)).text();
    // Subscribers put behind an address what they like.
    expect(await (await fetch(`${topic}?from=elsewhere`)).text()).toBe(text);
    await buildSite(built.out, [{ id: 'new', title: 'Brand new', topics: [] }, ...list], settingsFor(HARD));
    expect(await (await fetch(topic)).text()).toBe(text);
    expect((await fetch(topic, { method: 'PURGE' })).status).toBe(200);
    expect(await (await fetch(topic)).text()).toContain('Brand new');
    expect(await (await fetch(`${topic}?from=elsewhere`)).text()).toContain('Brand new');
    await origin.close();
    expect((await fetch(topic)).status).toBe(200);
  });
});
