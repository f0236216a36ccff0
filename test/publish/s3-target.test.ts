// An S3 server that says and does what real ones rarely do. Everyday behaviour is tested against real ones (targets.test.ts).
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { awsClient } from '../../src/publish/aws/client.ts';
import type { ManifestVersion } from '../../src/publish/target.ts';
import { fingerprintOf, s3Target } from '../../src/publish/targets/s3.ts';
import { type Loopback, listening, startLoopback } from '../servers/loopback.ts';

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'key', sessionToken: undefined };
let server: Loopback;
afterEach(() => server?.close());

const target = (endpoint = server.url) =>
  s3Target({ bucket: 'feeds', prefix: '', endpoint, region: 'x', credentials, connections: 1 });

test.each([
  ['AccessDenied', 'refuses the credentials for the bucket feeds (AccessDenied)'],
  ['SignatureDoesNotMatch', 'refuses the credentials'],
  ['', 'refuses the credentials for the bucket feeds (403)'],
  ['RequestTimeTooSkewed', 'clock'],
  ['QuotaExceeded', 'the server answers 403 (QuotaExceeded: in its words)'],
])('403 %s', async (code, said) => {
  const body = code === '' ? '' : `<Error><Code>${code}</Code><Message>in its words</Message></Error>`;
  server = await startLoopback(() => ({ status: 403, body }));
  await expect(target().readManifest()).rejects.toThrow(said);
});

test.each([301, 400])('%d with the region of the bucket names that', async (status) => {
  server = await startLoopback(() => ({ status, headers: { 'x-amz-bucket-region': 'eu-west-1' } }));
  await expect(target().readManifest()).rejects.toThrow(
    'The bucket feeds lies in eu-west-1, not in x. Use --region eu-west-1.',
  );
});

test('a server that is busy is asked again', async () => {
  server = await startLoopback((_, index) => (index === 0 ? { status: 503 } : { body: 'text' }));
  expect((await target().read('rss.xml'))?.toString()).toBe('text');
  expect(server.asked.length).toBe(2);
});

test('a manifest that was written as the connection broke is no other publisher’s', async () => {
  let stored: Buffer | undefined;
  const breaking = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== 'PUT') return void response.writeHead(stored === undefined ? 404 : 200).end(stored);
    if (stored !== undefined) return void response.writeHead(412).end();
    stored = Buffer.concat(chunks);
    request.socket.destroy();
  });
  const { url, close } = await listening(breaking);
  const place = target(url);
  const bytes = Buffer.from('manifest');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { path: 'manifest.json', type: 'application/json', sha256, bytes: bytes.length, headers: {} };
  expect(await place.writeManifest({ file, bytes, modified: undefined }, undefined)).toMatchObject({ sha256 });
  place.close();
  await close();
});

test('https where only http is spoken is told in words', async () => {
  server = await startLoopback(() => ({}));
  const client = awsClient({ credentials, region: 'x', connections: 1 });
  const url = new URL(server.url.replace('http:', 'https:'));
  await expect(client.send({ method: 'GET', url, attempts: 1 })).rejects.toThrow('it does not speak TLS; perhaps');
  client.close();
});

test('a listing that comes round to a page it has given is no listing', async () => {
  server = await startLoopback((_, index) => ({
    body: `<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>${index % 2}</NextContinuationToken></ListBucketResult>`,
  }));
  await expect(target().list()).rejects.toThrow('gives the same page of its listing again');
  expect(server.asked.length).toBe(3);
});

test('a listing that goes on, and does not say how, is none', async () => {
  server = await startLoopback(() => ({
    body: '<ListBucketResult><IsTruncated>true</IsTruncated><Contents><Key>a</Key></Contents></ListBucketResult>',
  }));
  await expect(target().list()).rejects.toThrow('gives the same page of its listing again');
  expect(server.asked.length).toBe(1);
});

test.each([
  ['none', () => undefined, ['', '']],
  ['weak ones', () => 'W/"1"', ['', 'W/"1"', 'W/1', '']],
  ['strong ones that it does not mind itself', (text: string) => `"${text}"`, ['', '"1"']],
])('a server whose ETags are %s is asked what lies there before each write', async (_, etagOf, conditions) => {
  let stored: Buffer | undefined;
  const puts: string[] = [];
  const odd = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const etag = etagOf(String(request.method === 'PUT' ? Buffer.concat(chunks) : stored));
    if (etag !== undefined) response.setHeader('ETag', etag);
    if (request.method !== 'PUT') return void response.writeHead(stored === undefined ? 404 : 200).end(stored);
    puts.push(request.headers['if-match'] ?? '');
    if (request.headers['if-match']?.startsWith('W/')) return void response.writeHead(412).end();
    stored = Buffer.concat(chunks);
    response.end();
  });
  const { url, close } = await listening(odd);
  const place = target(url);
  const write = (text: string, expected: ManifestVersion | undefined) => {
    const bytes = Buffer.from(text);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = { path: 'manifest.json', type: 'application/json', sha256, bytes: bytes.length, headers: {} };
    return place.writeManifest({ file, bytes, modified: undefined }, expected);
  };
  const first = await write('1', undefined);
  expect(await write('2', first)).toBeDefined();
  expect([await write('3', first), stored?.toString()]).toEqual([undefined, '2']);
  expect(puts).toEqual(conditions);
  place.close();
  await close();
});

describe('--repair looks at bytes and headers', () => {
  const bytes = Buffer.from('feed');
  const hash = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex');
  const file = { path: 'rss.xml', type: 'text/xml', sha256: hash('sha256'), bytes: 4, headers: {} };
  const whole = {
    'Content-Length': '4',
    'Content-Type': 'text/xml',
    ETag: `"${hash('md5')}"`,
    'x-amz-meta-feedmill-sha256': fingerprintOf(file),
  };
  const kms = { ETag: `"${'0'.repeat(32)}"`, 'x-amz-server-side-encryption': 'aws:kms' };
  test.each([
    ['nothing', {}, undefined],
    ['its size', { 'Content-Length': '5' }, 'content'],
    ['its bytes', { ETag: `"${'0'.repeat(32)}"` }, 'content'],
    ['a header', { 'Content-Type': 'text/plain' }, 'headers'],
    ['our own hash, of the same bytes', { 'x-amz-meta-feedmill-sha256': '' }, 'headers'],
    ['an ETag that is none of the bytes', kms, undefined],
    ['a header beside such an ETag', { ...kms, 'Content-Type': 'text/plain' }, 'headers'],
    ['our own hash beside such an ETag', { ...kms, 'x-amz-meta-feedmill-sha256': '' }, 'content'],
  ])('%s', async (_, other, change) => {
    const odd = createServer((_, response) => void response.writeHead(200, { ...whole, ...other }).end());
    const { url, close } = await listening(odd);
    const place = target(url);
    expect((await place.inspect({ file, bytes, modified: undefined }))?.change).toBe(change);
    place.close();
    await close();
  });
});

test('where nothing may be listed, 403 says that nothing of others is there', async () => {
  server = await startLoopback(() => ({ status: 403 }));
  expect(await target().isOthers('rss.xml')).toBe(false);
});

test('a server that trickles is silent', async () => {
  const trickling = createServer((_, response) => {
    response.writeHead(200, { 'Content-Length': '1000000' });
    const drops = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(drops));
  });
  const { url, close } = await listening(trickling);
  const client = awsClient({ credentials, region: 'x', connections: 1, idleMs: 200 });
  await expect(client.send({ method: 'GET', url: new URL(url), attempts: 1 })).rejects.toThrow(
    'the server fell silent',
  );
  client.close();
  await close();
});
