// Purging: what is asked of each API, within its limits, and what is made of its answers. The APIs themselves are stand-ins.
import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { AbsoluteUrl } from '../../src/model/url.ts';
import { announcementOf } from '../../src/publish/announce.ts';
import type { Cache } from '../../src/publish/purge/cache.ts';
import { cloudflareCache } from '../../src/publish/purge/cloudflare.ts';
import { cloudfrontCache } from '../../src/publish/purge/cloudfront.ts';
import { fastlyCache } from '../../src/publish/purge/fastly.ts';
import { cachesOf } from '../../src/publish/purge/purge.ts';
import { varnishCache } from '../../src/publish/purge/varnish.ts';
import { type Loopback, listening, type Reply, startLoopback } from '../servers/loopback.ts';

let api: Loopback;
afterEach(() => api?.close());

const changed = (count: number) => ({
  addresses: Array.from(
    { length: count },
    (_, index) => `https://feeds.example.org/topics/a%20b/${index}.xml?x=1&y` as AbsoluteUrl,
  ),
  surrogateKeys: Array.from({ length: count }, (_, index) => `feedmill/${index}.xml`),
});

// nginx, Apache and Caddy name the path that was asked for: that of a page is its folder.
test('a page is forgotten under both of its addresses, and under both of its keys', async () => {
  const told: Parameters<Cache['purge']>[0][] = [];
  const announcement = announcementOf({
    feeds: { baseUrl: 'https://feeds.example.org/' as AbsoluteUrl, hubs: [] },
    caches: [{ name: 'a cache', purge: async (asked) => void told.push(asked) }],
    bytesOf: async () => new Uint8Array(),
    onWait: () => undefined,
  });
  const said = await announcement?.tell({
    purge: ['topics/c+/rss.xml', 'topics/c+/index.html', 'index.html'],
    ping: [],
  });
  const paths = ['topics/c%2B/rss.xml', 'topics/c%2B/index.html', 'topics/c%2B/', 'index.html', ''];
  expect(told).toEqual([
    {
      addresses: paths.map((path) => `https://feeds.example.org/${path}`),
      surrogateKeys: paths.map((path) => `feedmill/${path}`),
    },
  ]);
  expect(said?.purged).toBe(5);
});

describe('Cloudflare', () => {
  const cache = () => cloudflareCache('zone1', 'token1', api.url);

  test('is told of 30 addresses a call', async () => {
    api = await startLoopback(() => ({ body: '{"success":true}' }));
    await cache().purge(changed(65));
    expect(api.asked.map(({ body }) => JSON.parse(body).files.length)).toEqual([30, 30, 5]);
    expect(api.asked[0]).toMatchObject({
      method: 'POST',
      path: '/zones/zone1/purge_cache',
      headers: { authorization: 'Bearer token1' },
    });
  });

  test('is not believed when it refuses inside a 200', async () => {
    api = await startLoopback(() => ({
      body: '{"success":false,"errors":[{"code":1012,"message":"Request must contain one of"}]}',
    }));
    await expect(cache().purge(changed(1))).rejects.toThrow('it refuses (1012: Request must contain one of)');
  });

  test('refuses without saying why', async () => {
    api = await startLoopback(() => ({ status: 403, body: 'Forbidden' }));
    await expect(cache().purge(changed(1))).rejects.toThrow('it refuses (403)');
  });

  test('is asked again when it is busy', async () => {
    api = await startLoopback((_, index) => (index === 0 ? { status: 429 } : { body: '{"success":true}' }));
    await cache().purge(changed(1));
    expect(api.asked.length).toBe(2);
  });
});

describe('CloudFront', () => {
  const credentials = { accessKeyId: 'key1', secretAccessKey: 'secret1', sessionToken: undefined };
  const cache = () => cloudfrontCache('dist1', credentials, { api: api.url, waitsMs: [1, 1] });

  test('is told of 3,000 paths a call, signed', async () => {
    api = await startLoopback(() => ({ status: 201, body: '<Invalidation><Id>I1</Id></Invalidation>' }));
    await cache().purge(changed(3001));
    const [first, second] = api.asked;
    expect(first?.path).toBe('/2020-05-31/distribution/dist1/invalidation');
    expect(first?.headers.authorization).toContain('Credential=key1/');
    expect(first?.headers.authorization).toContain('/us-east-1/cloudfront/aws4_request');
    expect(first?.body).toContain('<Path>/topics/a%20b/0.xml</Path>');
    expect(second?.body).toContain('<Quantity>1</Quantity>');
  });

  test('is asked again while other invalidations are in progress', async () => {
    const busy: Reply = {
      status: 400,
      body: '<ErrorResponse><Error><Code>TooManyInvalidationsInProgress</Code></Error></ErrorResponse>',
    };
    api = await startLoopback((_, index) => (index === 0 ? busy : { status: 201 }));
    await cache().purge(changed(1));
    expect(api.asked.length).toBe(2);
  });

  test('says what it refuses', async () => {
    api = await startLoopback(() => ({
      status: 404,
      body: '<Error><Code>NoSuchDistribution</Code><Message>gone</Message></Error>',
    }));
    await expect(cache().purge(changed(1))).rejects.toThrow('NoSuchDistribution: gone');
  });
});

describe('Fastly', () => {
  const cache = () => fastlyCache('service1', 'token1', api.url);

  test('is told of 256 keys a call', async () => {
    api = await startLoopback(({ body }) => ({
      body: JSON.stringify(Object.fromEntries(JSON.parse(body).surrogate_keys.map((key: string) => [key, 'id']))),
    }));
    await cache().purge(changed(300));
    expect(api.asked.map(({ body }) => JSON.parse(body).surrogate_keys.length)).toEqual([256, 44]);
    expect(api.asked[0]).toMatchObject({ path: '/service/service1/purge', headers: { 'fastly-key': 'token1' } });
  });

  test('is not believed when it leaves keys out', async () => {
    api = await startLoopback(() => ({ body: '{"feedmill/0.xml":"id"}' }));
    await expect(cache().purge(changed(2))).rejects.toThrow('it left out 1 of 2 keys');
  });

  test('says what it refuses', async () => {
    api = await startLoopback(() => ({ status: 403, body: '{"msg":"You are not authorized"}' }));
    await expect(cache().purge(changed(1))).rejects.toThrow('it refuses (You are not authorized)');
  });
});

describe('Varnish', () => {
  test('is asked with the public host and path', async () => {
    api = await startLoopback(() => ({}));
    await varnishCache(api.url as AbsoluteUrl).purge(changed(1));
    expect(api.asked).toMatchObject([
      { method: 'PURGE', path: '/topics/a%20b/0.xml?x=1&y', headers: { host: 'feeds.example.org' } },
    ]);
  });

  test('says what it refuses', async () => {
    api = await startLoopback(() => ({ status: 405 }));
    await expect(varnishCache(api.url as AbsoluteUrl).purge(changed(1))).rejects.toThrow(
      'it answers 405 to PURGE /topics/a%20b/0.xml',
    );
  });
});

test('a Varnish whose answer never ends is not waited for', async () => {
  const trickling = createServer((_, response) => {
    const drops = setInterval(() => response.write('.'), 5);
    response.on('close', () => clearInterval(drops));
  });
  const { url, close } = await listening(trickling);
  await expect(varnishCache(url as AbsoluteUrl, 50).purge(changed(1))).rejects.toThrow('it cannot be reached');
  await close();
});

test('a cache of Amazon takes the credentials of S3', async () => {
  const none = { cloudflare: undefined, fastly: undefined, varnish: undefined };
  const env = { AWS_ACCESS_KEY_ID: 'key1', AWS_SECRET_ACCESS_KEY: 'secret1' };
  const caches = await cachesOf({ ...none, cloudfront: { distribution: 'dist1' } }, env);
  expect(caches.map(({ name }) => name)).toEqual(['CloudFront']);
});

test('a missing credential is told before anything is sent', async () => {
  const none = { cloudflare: undefined, cloudfront: undefined, fastly: undefined, varnish: undefined };
  await expect(cachesOf({ ...none, cloudflare: { zone: 'z' } }, {})).rejects.toThrow('CLOUDFLARE_API_TOKEN is not set');
  await expect(cachesOf({ ...none, fastly: { service: 's' } }, {})).rejects.toThrow('FASTLY_API_TOKEN is not set');
});
