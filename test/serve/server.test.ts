// The server as readers and caches meet it, over real connections.
import { createHash } from 'node:crypto';
import fs, { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type FeedServer, startServer } from '../../src/serve/server.ts';
import { openSite } from '../../src/serve/site.ts';
import { newWorkspace } from '../publish/publisher.ts';
import { articles, buildSite, configFor, settingsFor } from '../publish/site.ts';

const SETTINGS = settingsFor('pages: { wellKnown: { feeds: true, feedMenu: true } }\n');
let server: FeedServer;
let out: string;

beforeAll(async () => {
  const workspace = await newWorkspace(configFor());
  out = workspace.out;
  await buildSite(out, articles(20), SETTINGS);
  await writeFile(join(out, '.secret'), 'secret');
  await writeFile(join(out, '.well-known/secret'), 'secret');
  await writeFile(join(out, 'robots.txt'), 'User-agent: *\n');
  await writeFile(join(workspace.root, 'outside.txt'), 'outside');
  await symlink(join(workspace.root, 'outside.txt'), join(out, 'link.txt'));
  await mkdir(join(out, 'empty'));
  server = await startServer({ folder: out, host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close());

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

// Not fetch: it would normalise paths, decompress, and add headers of its own.
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ hostname, port, path, headers, method }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

describe('types and headers', () => {
  test.each([
    ['/rss.xml', 'application/rss+xml; charset=utf-8'],
    ['/topics/topic-1/atom.xml', 'application/atom+xml; charset=utf-8'],
    ['/feed.json', 'application/feed+json; charset=utf-8'],
    ['/feeds.opml', 'text/x-opml; charset=utf-8'],
    ['/', 'text/html; charset=utf-8'],
    ['/topics/topic-1/', 'text/html; charset=utf-8'],
    ['/manifest.json', 'application/json; charset=utf-8'],
    ['/robots.txt', 'text/plain; charset=utf-8'],
    ['/.well-known/feeds', 'text/x-opml; charset=utf-8'],
    ['/.well-known/feed-menu.json', 'application/json; charset=utf-8'],
  ])('%s is %s', async (path, type) => {
    const { status, headers } = await ask(path);
    expect([status, headers['content-type'], headers['x-content-type-options']]).toEqual([200, type, 'nosniff']);
  });

  test('a feed carries cache, CORS and WebSub headers', async () => {
    const { headers } = await ask('/topics/topic-1/feed.json');
    expect(headers['cache-control']).toBe('public, max-age=600, stale-while-revalidate=3600, stale-if-error=86400');
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['access-control-expose-headers']).toBe('ETag, Last-Modified, Link');
    expect(headers['link']).toBe('<https://feeds.example.org/topics/topic-1/feed.json>; rel="self"');
  });

  test('hubs are named where there are hubs', async () => {
    const workspace = await newWorkspace();
    const settings = settingsFor();
    const hub = 'https://hub.example.org/' as (typeof settings.feeds.hubs)[number];
    await buildSite(workspace.out, articles(2), { ...settings, feeds: { ...settings.feeds, hubs: [hub] } });
    const other = await startServer({ folder: workspace.out, host: '127.0.0.1', port: 0 });
    const { headers } = await fetch(`${other.url}rss.xml`);
    expect(headers.get('link')).toBe(
      '<https://feeds.example.org/rss.xml>; rel="self", <https://hub.example.org/>; rel="hub"',
    );
    await other.close();
  });

  test('a page of another origin may ask before it asks', async () => {
    const { status, headers } = await ask(
      '/feed.json',
      { origin: 'https://reader.example', 'access-control-request-method': 'GET' },
      'OPTIONS',
    );
    expect([status, headers['access-control-allow-headers']]).toEqual([204, 'If-None-Match, If-Modified-Since, Range']);
  });
});

describe('validators', () => {
  test('the ETag is the hash of the bytes', async () => {
    const { headers, body } = await ask('/rss.xml');
    expect(headers.etag).toBe(`"${createHash('sha256').update(body).digest('hex')}"`);
  });

  test.each([
    ['the ETag', (h: Reply['headers']) => ({ 'if-none-match': `${h.etag}` }), 304],
    ['the ETag made weak by a cache', (h: Reply['headers']) => ({ 'if-none-match': `W/${h.etag}` }), 304],
    ['one of several ETags', (h: Reply['headers']) => ({ 'if-none-match': `"x", ${h.etag}` }), 304],
    ['any', () => ({ 'if-none-match': '*' }), 304],
    ['another ETag', () => ({ 'if-none-match': '"x"' }), 200],
    ['the date', (h: Reply['headers']) => ({ 'if-modified-since': `${h['last-modified']}` }), 304],
    ['an old date', () => ({ 'if-modified-since': 'Sat, 01 Jan 2000 00:00:00 GMT' }), 200],
    [
      'the date, but another ETag',
      (h: Reply['headers']) => ({ 'if-none-match': '"x"', 'if-modified-since': `${h['last-modified']}` }),
      200,
    ],
    ['no date at all', () => ({ 'if-modified-since': 'yesterday' }), 200],
    ['a number', () => ({ 'if-modified-since': '5000' }), 200],
    ['a date of another kind', () => ({ 'if-modified-since': '5000-01-01T00:00:00Z' }), 200],
    ['a date as RFC 850 wrote it', () => ({ 'if-modified-since': 'Saturday, 01-Jan-49 00:00:00 GMT' }), 304],
    ['a date as asctime writes it', () => ({ 'if-modified-since': 'Fri Jan  1 00:00:00 2049' }), 304],
    ['a failing If-Match', () => ({ 'if-match': '"x"' }), 412],
    ['If-Match with the ETag', (h: Reply['headers']) => ({ 'if-match': `"x", ${h.etag}` }), 200],
    ['If-Match with any', () => ({ 'if-match': '*' }), 200],
    ['If-Match with the ETag made weak', (h: Reply['headers']) => ({ 'if-match': `W/${h.etag}` }), 412],
    [
      'If-Unmodified-Since the date',
      (h: Reply['headers']) => ({ 'if-unmodified-since': `${h['last-modified']}` }),
      200,
    ],
    ['If-Unmodified-Since an old date', () => ({ 'if-unmodified-since': 'Sat, 01 Jan 2000 00:00:00 GMT' }), 412],
    [
      'If-Match with the ETag, and an old date',
      (h: Reply['headers']) => ({
        'if-match': `${h.etag}`,
        'if-unmodified-since': 'Sat, 01 Jan 2000 00:00:00 GMT',
      }),
      200,
    ],
  ])('%s', async (_name, headersFor, status) => {
    const { headers } = await ask('/rss.xml');
    const reply = await ask('/rss.xml', headersFor(headers));
    expect(reply.status).toBe(status);
    if (status === 412) expect([reply.headers['cache-control'], reply.headers.etag]).toEqual(['no-store', undefined]);
    if (status === 304) {
      expect(reply.body.length).toBe(0);
      expect(reply.headers.etag).toBe(headers.etag);
      expect(reply.headers['cache-control']).toBe(headers['cache-control']);
      expect(reply.headers['access-control-allow-origin']).toBe('*');
      expect((await ask('/rss.xml', headersFor(headers), 'HEAD')).status).toBe(304);
    }
  });

  test('survive a build that changes nothing, and one that changes another feed', async () => {
    const before = (await ask('/topics/topic-1/rss.xml')).headers;
    await buildSite(
      out,
      articles(20).map((article, index) => (index === 3 ? { ...article, title: 'Corrected' } : article)),
      SETTINGS,
    );
    const after = (await ask('/topics/topic-1/rss.xml')).headers;
    expect([after.etag, after['last-modified']]).toEqual([before.etag, before['last-modified']]);
    const changed = await ask('/rss.xml', { 'if-none-match': '"old"' });
    expect(changed.body.toString()).toContain('Corrected');
  });

  test('follow a file that changes in place', async () => {
    const before = await ask('/robots.txt');
    await writeFile(join(out, 'robots.txt'), 'User-agent: x\n');
    await utimes(join(out, 'robots.txt'), new Date(), new Date('2026-01-01T00:00:00Z'));
    const after = await ask('/robots.txt');
    expect(after.headers.etag).not.toBe(before.headers.etag);
    expect(after.headers['last-modified']).toBe('Thu, 01 Jan 2026 00:00:00 GMT');
  });
});

describe('encodings', () => {
  test.each([
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['gzip, deflate, br', 'br'],
    ['br;q=0.5, gzip', 'gzip'],
    ['gzip;q=0, identity', undefined],
    ['deflate', undefined],
    ['*', 'br'],
    ['gzip, *;q=0.1', 'gzip'],
    ['*;q=0.1, gzip;q=0.2', 'gzip'],
    ['br, gzip;q=1.0', 'br'],
  ])('%s gives %s', async (accepted, given) => {
    const plain = await ask('/rss.xml');
    const { headers, body } = await ask('/rss.xml', { 'accept-encoding': accepted });
    expect([headers['content-encoding'], headers.vary]).toEqual([given, 'Accept-Encoding']);
    const unpacked = given === 'br' ? brotliDecompressSync(body) : given === 'gzip' ? gunzipSync(body) : body;
    expect(unpacked.equals(plain.body)).toBe(true);
    if (given !== undefined) expect(headers.etag).not.toBe(plain.headers.etag);
    const again = await ask('/rss.xml', { 'accept-encoding': accepted, 'if-none-match': `${headers.etag}` });
    expect([again.status, again.headers['content-encoding']]).toEqual([304, undefined]);
  });
});

describe('ranges', () => {
  test.each([
    ['bytes=0-3', 206, '<?xm'],
    ['bytes=-3', 206, 's>\n'],
    ['bytes=0-1,4-5', 200, undefined],
    ['lines=0-3', 200, undefined],
    ['bytes=9999999-', 416, undefined],
  ])('%s', async (range, status, text) => {
    const reply = await ask('/rss.xml', { range, 'accept-encoding': 'br' });
    expect(reply.status).toBe(status);
    const { length } = (await ask('/rss.xml')).body;
    if (text !== undefined) {
      expect(reply.body.toString()).toBe(text);
      expect(reply.headers['content-length']).toBe(String(text.length));
      const start = range.startsWith('bytes=-') ? length - text.length : 0;
      expect(reply.headers['content-range']).toBe(`bytes ${start}-${start + text.length - 1}/${length}`);
    }
    if (status === 416)
      expect([reply.headers['content-range'], reply.headers['cache-control']]).toEqual([
        `bytes */${length}`,
        'no-store',
      ]);
  });

  test('are for GET: HEAD ignores them', async () => {
    for (const range of ['bytes=0-3', 'bytes=9999999-']) {
      const { status, headers } = await ask('/rss.xml', { range }, 'HEAD');
      expect([status, headers['content-range']]).toEqual([200, undefined]);
    }
  });

  test('of an older state are not given', async () => {
    const { headers } = await ask('/rss.xml');
    expect((await ask('/rss.xml', { range: 'bytes=0-3', 'if-range': `${headers.etag}` })).status).toBe(206);
    expect((await ask('/rss.xml', { range: 'bytes=0-3', 'if-range': '"old"' })).status).toBe(200);
    const date = `${headers['last-modified']}`;
    expect((await ask('/rss.xml', { range: 'bytes=0-3', 'if-range': date })).status).toBe(206);
    // Exactly the date: a later one is another state too.
    const later = new Date(Date.parse(date) + 1000).toUTCString();
    expect((await ask('/rss.xml', { range: 'bytes=0-3', 'if-range': later })).status).toBe(200);
  });
});

test.each([
  ['http://feeds.example.org/rss.xml?x', 200],
  ['HTTP://feeds.example.org', 200],
  ['http://feeds.example.org/nothing.xml', 404],
])('an address may be asked for whole: %s', async (path, status) => {
  expect((await ask(path)).status).toBe(status);
});

describe('what is not served', () => {
  test.each([
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/topics/../../outside.txt',
    '/..\\outside.txt',
    '//outside.txt',
    '/.secret',
    '/%2esecret',
    '/.well-known/secret',
    '/.well-known/',
    '/link.txt',
    '/empty/',
    '/empty',
    '/topics/',
    '/nothing.xml',
    '/%00',
    '/%zz',
  ])('%s is not there', async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body.toString()).toContain('Not found');
  });

  test('a lack of open files is not taken for a feed that is gone, nor for one without headers', async () => {
    const site = openSite(out);
    const lack = vi.spyOn(fs, 'readFile');
    try {
      // Of the manifest, and then of the feed.
      for (let reading = 0; reading < 2; reading++) {
        lack.mockImplementationOnce(() => Promise.reject(Object.assign(new Error(), { code: 'EMFILE' })));
        syncBuiltinESMExports();
        await expect(site.find('/rss.xml')).rejects.toThrow('too many files are open');
        await site.file('atom.xml');
      }
    } finally {
      lack.mockRestore();
      syncBuiltinESMExports();
    }
    expect(await site.file('rss.xml')).toMatchObject({
      headers: { 'Content-Type': 'application/rss+xml; charset=utf-8' },
    });
  });

  test('what cannot be read for a lack is a fault of the server, for once', async () => {
    const other = await startServer({ folder: out, host: '127.0.0.1', port: 0 });
    const lack = vi.spyOn(fs, 'readFile');
    lack.mockImplementationOnce(() => Promise.reject(Object.assign(new Error(), { code: 'EMFILE' })));
    syncBuiltinESMExports();
    const first = await fetch(`${other.url}rss.xml`).finally(() => {
      lack.mockRestore();
      syncBuiltinESMExports();
    });
    const second = await fetch(`${other.url}rss.xml`);
    await other.close();
    expect([first.status, first.headers.get('cache-control'), second.status]).toEqual([500, 'no-store', 200]);
  });

  test('a folder without its slash leads to the folder', async () => {
    const { status, headers } = await ask('/topics/topic-1');
    const { location, 'cache-control': cacheControl } = headers;
    expect([status, location, cacheControl]).toEqual([308, '/topics/topic-1/', 'public, max-age=300']);
  });

  test('what is not there may be there soon, in a folder without a page for it too', async () => {
    const { root } = await newWorkspace();
    const bare = await startServer({ folder: root, host: '127.0.0.1', port: 0 });
    const { status, headers } = await fetch(`${bare.url}rss.xml`);
    await bare.close();
    expect([status, headers.get('cache-control'), headers.get('content-type')]).toEqual([
      404,
      'public, max-age=60',
      'text/plain; charset=utf-8',
    ]);
    const page = await ask('/nothing.xml');
    expect([page.headers['cache-control'], page.headers['content-type']]).toEqual([
      'public, max-age=60',
      'text/html; charset=utf-8',
    ]);
    for (const name of ['etag', 'last-modified']) expect(page.headers[name]).toBeUndefined();
  });

  test('other methods are refused', async () => {
    const { status, headers } = await ask('/rss.xml', {}, 'POST');
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  test('HEAD has the headers of GET and no body', async () => {
    const get = await ask('/rss.xml');
    const head = await ask('/rss.xml', {}, 'HEAD');
    expect(head.body.length).toBe(0);
    for (const name of ['content-length', 'etag', 'content-type', 'link'])
      expect(head.headers[name]).toBe(get.headers[name]);
  });

  test('no byte follows the headers that answer HEAD, whatever the answer', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const asking = ['/rss.xml', '/nothing.xml', '/topics/topic-1'].map(
      (path) => `HEAD ${path} HTTP/1.1\r\nhost: x\r\n`,
    );
    socket.write(`${asking.join('\r\n')}connection: close\r\n\r\n`);
    let text = '';
    for await (const chunk of socket) text += chunk;
    expect(text.split('\r\n\r\n').map((answer) => answer.split('\r\n', 1)[0])).toEqual([
      'HTTP/1.1 200 OK',
      'HTTP/1.1 404 Not Found',
      'HTTP/1.1 308 Permanent Redirect',
      '',
    ]);
  });
});

test('ends while a connection is open and another is idle', async () => {
  const own = await startServer({ folder: out, host: '127.0.0.1', port: 0 });
  const { hostname, port } = new URL(own.url);
  const socket = connect(Number(port), hostname);
  await new Promise((resolve) => socket.once('connect', resolve));
  await fetch(`${own.url}rss.xml`).then((response) => response.arrayBuffer());
  const began = performance.now();
  await own.close();
  expect(performance.now() - began).toBeLessThan(4000);
  socket.destroy();
});
