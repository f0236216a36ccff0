// Reading a document over HTTP, from a real server on loopback.
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { runCheck } from '../../src/commands/check.ts';
import { WorldFailure } from '../../src/io/failure.ts';
import { fetchDocument } from '../../src/io/http.ts';
import { type Listening, listening } from '../servers/loopback.ts';
import { inTerminal } from '../support/terminal.ts';

let server: Listening | undefined;
afterEach(() => server?.close());

async function serve(listener: RequestListener): Promise<string> {
  server = await listening(createServer(listener));
  return server.url;
}

const FEED =
  '<rss version="2.0"><channel><title>A</title><link>https://a.example/</link><description>B</description></channel></rss>';

describe('fetchDocument', () => {
  test('reads a document, decompressed, and finds its validators honoured', async () => {
    const base = await serve((request, response) => {
      if (request.headers['if-none-match'] === '"1"' || request.headers['if-modified-since'] !== undefined)
        response.writeHead(304).end();
      else {
        const headers = {
          'Content-Type': 'application/rss+xml',
          'Content-Encoding': 'gzip',
          ETag: '"1"',
          'Last-Modified': 'Sun, 01 Mar 2026 08:00:00 GMT',
        };
        response.writeHead(200, headers).end(gzipSync(FEED));
      }
    });
    const { bytes, answer } = await fetchDocument(`${base}/feed`);
    expect(Buffer.from(bytes).toString()).toBe(FEED);
    expect(answer).toMatchObject({
      address: `${base}/feed`,
      redirects: [],
      honours: { etag: true, lastModified: true },
    });
    expect(answer.headers['content-encoding']).toBe('gzip');
  });

  test.each([
    ['ends its answer too early', (response: ServerResponse) => response.end(FEED.slice(0, 20))],
    ['breaks off', (response: ServerResponse) => response.write(FEED.slice(0, 20), () => response.destroy())],
  ] as const)('a server that %s is told in words', async (_, answer) => {
    const base = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Length': FEED.length, Connection: 'close' });
      answer(response);
    });
    await expect(fetchDocument(`${base}/feed`)).rejects.toThrow(
      `${base}/feed could not be read to its end: the answer is not as long as its Content-Length says.`,
    );
  });

  test('follows redirects and says each', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(301, { Location: '/newer' }).end();
      else if (request.url === '/newer') response.writeHead(302, { Location: '/feed' }).end();
      else response.end(FEED);
    });
    const { answer } = await fetchDocument(`${base}/old`);
    expect(answer.redirects).toEqual([
      { status: 301, to: `${base}/newer` },
      { status: 302, to: `${base}/feed` },
    ]);
    expect(answer.honours).toEqual({ etag: undefined, lastModified: undefined });
  });

  test.each([
    ['a loop', { Location: '/loop' }, 302, 'redirects more than 10 times'],
    ['another scheme', { Location: 'file:///etc/hosts' }, 302, 'redirects to what is no http or https address'],
    ['a missing page', {}, 404, 'answers 404'],
  ])('refuses %s in one sentence', async (_, headers, status, sentence) => {
    const base = await serve((_request, response) => response.writeHead(status, headers).end());
    await expect(fetchDocument(`${base}/loop`)).rejects.toThrow(WorldFailure);
    await expect(fetchDocument(`${base}/loop`)).rejects.toThrow(sentence);
  });

  test('has read the document, whatever becomes of the questions after it', async () => {
    const base = await serve((request, response) => {
      if (request.headers['if-none-match'] !== undefined) request.socket.destroy();
      else response.writeHead(200, { ETag: '"1"' }).end(FEED);
    });
    const { bytes, answer } = await fetchDocument(`${base}/feed`);
    expect(Buffer.from(bytes).toString()).toBe(FEED);
    expect(answer.honours).toEqual({ etag: false, lastModified: undefined });
  });

  test.each([
    'user:secret@',
    'secret@',
    ':secret@',
    'user:sec/ret@',
    'user:sec\\ret@',
    'user:sec#ret@',
    'user:sec?ret@',
  ])('repeats no password of http://%s…', async (user) => {
    const reason = await fetchDocument(`http://${user}127.0.0.1:1/feed`).catch((error: Error) => error);
    expect(reason).toBeInstanceOf(WorldFailure);
    expect(String(reason)).toContain('http://…@127.0.0.1:1/feed could not be read: ');
    expect(String(reason)).not.toMatch(/sec|ret@/);
  });

  test('repeats no password that it is redirected to', async () => {
    const base = await serve((_request, response) =>
      response.writeHead(302, { Location: 'http://user:secret@127.0.0.1/feed' }).end(),
    );
    await expect(fetchDocument(base)).rejects.toThrow('http://…@127.0.0.1/feed could not be read: ');
  });

  test.each(['gzip', 'br', 'deflate'])('says that what is announced as %s is not', async (encoding) => {
    const base = await serve((_request, response) =>
      response.writeHead(200, { 'Content-Encoding': encoding }).end(FEED),
    );
    await expect(fetchDocument(base)).rejects.toThrow('it is not compressed as its Content-Encoding says.');
  });

  test('says that nobody answers', async () => {
    const base = await serve((_request, response) => response.end());
    await server?.close();
    await expect(fetchDocument(base)).rejects.toThrow('nobody answers at that address');
  });
});

describe('feedmill check with an address', () => {
  test('checks the document and how it is served, and goes on after one that cannot be read', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/feed') response.writeHead(200, { 'Content-Type': 'text/html' }).end(FEED);
      else response.writeHead(500).end();
    });
    const checked = (...argv: readonly string[]) => inTerminal(runCheck, argv, { cwd: '.' });
    const { code, stdout, stderr } = await checked(`${base}/broken`, `${base}/feed`, '--format', 'json');
    const { files } = JSON.parse(stdout) as {
      files: { path: string; verdict: string; findings: { rule: string }[] }[];
    };
    expect(code).toBe(3);
    expect(stderr).toContain('answers 500');
    expect(files.map(({ path, verdict }) => [path, verdict])).toEqual([[`${base}/feed`, 'valid-with-warnings']]);
    const rules = files[0]?.findings.map(({ rule }) => rule) ?? [];
    expect(rules).toEqual(
      expect.arrayContaining(['http/unexpected-media-type', 'http/missing-charset', 'http/missing-validator']),
    );
    const [result] = JSON.parse((await checked(`${base}/feed`, '--format', 'sarif')).stdout).runs[0].results;
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(`${base}/feed`);
  });
});
