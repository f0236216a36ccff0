// A built folder over HTTP, as a good origin serves it: the class's headers, strong ETags from the content, conditional
// requests, ranges, compression by negotiation, pages for what is not there. To HEAD Node itself sends headers alone.
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Answer, answerTo } from './conditional.ts';
import { encodingFor, isCompressible, representations } from './encodings.ts';
import { listeningPolicy, RELOAD_PATH, RELOAD_SCRIPT_PATH, type Reloading, withReload } from './reload.ts';
import { openSite, type ServedFile } from './site.ts';

export interface FeedServer {
  /** Address with the port that was taken. */
  readonly url: string;
  /** Stops listening, lets answers finish, then closes what is still open. */
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly folder: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Pages that load again when the content changes; `undefined` = nothing is added to pages. */
  readonly reloading?: Reloading | undefined;
  /** Headers of the manifest itself, which does not list them. */
  readonly manifestHeaders?: ServedFile['headers'] | undefined;
}

const METHODS = 'GET, HEAD, OPTIONS';
/** How long open answers may take after the end was asked for. */
const GRACE_MS = 2000;

/** Starts listening. Throws the system's error when the port cannot be had. */
export async function startServer(options: ServerOptions): Promise<FeedServer> {
  const { folder, host, port, reloading } = options;
  const site = openSite(folder, options.manifestHeaders);
  const representationOf = representations();

  const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    respond(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else plain(response, 500, 'Something went wrong here.\n');
    });
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A browser would otherwise guess types, and some guess HTML.
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const pathname = pathOf(request.url ?? '/');
    if (request.method === 'OPTIONS') return preflight(response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', METHODS);
      return plain(response, 405, `This server answers ${METHODS} only.\n`);
    }
    if (reloading !== undefined && pathname === RELOAD_PATH) return listen(reloading, request, response);
    if (reloading !== undefined && pathname === RELOAD_SCRIPT_PATH) return sendScript(reloading.script(), response);
    if (!pathname.startsWith('/')) return plain(response, 400, 'This is no path.\n');
    const found = await site.find(pathname);
    if (found.kind === 'redirect') {
      response.setHeader('Location', found.location);
      response.setHeader('Cache-Control', 'public, max-age=300');
      return plain(response, 308, `It is at ${found.location}\n`);
    }
    if (found.kind === 'nothing') return notFound(response);
    return sendFile(listening(found.file), request, response);
  }

  /** While content is watched nobody shows what was there before a change without asking, and pages listen for it. */
  function listening(file: ServedFile): ServedFile {
    if (reloading === undefined) return file;
    const fresh = { 'Cache-Control': 'no-cache' };
    if (!file.path.endsWith('.html')) return { ...file, headers: { ...file.headers, ...fresh } };
    const bytes = withReload(file.bytes);
    const sha256 = hash('sha256', bytes);
    const headers = Object.entries(file.headers).map(([name, value]) => [
      name,
      name.toLowerCase() === 'content-security-policy' ? listeningPolicy(value) : value,
    ]);
    return { ...file, bytes, sha256, headers: { ...Object.fromEntries(headers), ...fresh } };
  }

  async function sendFile(file: ServedFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const varies = isCompressible(file);
    // A range of a compressed form helps nobody who did not get the rest from the same server.
    const accepts = varies && request.headers.range === undefined;
    const encoding = accepts ? encodingFor(request.headers['accept-encoding']) : 'identity';
    const { bytes, etag } = await representationOf(file, encoding);
    const { modified } = file;
    // RFC 9110 §14.2: ranges are for GET.
    const asked = request.method === 'GET' ? request.headers : { ...request.headers, range: undefined };
    const answer = answerTo(asked, { etag, modified, lengthBytes: bytes.length });
    for (const [name, value] of Object.entries(file.headers)) response.setHeader(name, value);
    response.setHeader('ETag', etag);
    response.setHeader('Last-Modified', modified.toUTCString());
    response.setHeader('Accept-Ranges', 'bytes');
    if (response.hasHeader('Access-Control-Allow-Origin'))
      response.setHeader('Access-Control-Expose-Headers', 'ETag, Last-Modified, Link');
    if (varies) response.setHeader('Vary', 'Accept-Encoding');
    if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
    sendBytes(answer, bytes, response);
  }

  async function notFound(response: ServerResponse): Promise<void> {
    const page = await site.file('404.html');
    if (page === undefined) return plain(response, 404, 'There is nothing at this address.\n');
    const bytes = listening(page).bytes;
    response.writeHead(404, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': bytes.length,
      'Cache-Control': 'public, max-age=60',
      'Access-Control-Allow-Origin': '*',
    });
    response.end(bytes);
  }

  await once(server.listen(port, host), 'listening');
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/`,
    close: () => close(server, reloading),
  };
}

function sendBytes(answer: Answer, bytes: Buffer, response: ServerResponse): void {
  const { status } = answer;
  if (status === 304) {
    response.removeHeader('Content-Encoding');
    response.writeHead(status).end();
    return;
  }
  if (status === 412) {
    // Without the headers of the file, which let caches keep what they are given.
    plain(response, 412, 'It is another by now.\n');
    return;
  }
  if (status === 416) {
    response.setHeader('Content-Range', `bytes */${bytes.length}`);
    plain(response, 416, 'There are not so many bytes.\n');
    return;
  }
  const part = status === 206 ? bytes.subarray(answer.start, answer.end + 1) : bytes;
  if (status === 206) response.setHeader('Content-Range', `bytes ${answer.start}-${answer.end}/${bytes.length}`);
  response.setHeader('Content-Length', part.length);
  response.writeHead(status);
  response.end(part);
}

/** A page of another origin asks first when it sends `If-None-Match` itself. */
function preflight(response: ServerResponse): void {
  response.writeHead(204, {
    Allow: METHODS,
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': METHODS,
    'Access-Control-Allow-Headers': 'If-None-Match, If-Modified-Since, Range',
    'Access-Control-Max-Age': '86400',
  });
  response.end();
}

function listen(reloading: Reloading, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store' });
  if (request.method === 'HEAD') return void response.end();
  const [, query] = (request.url ?? '').split('?', 2);
  response.on('close', reloading.listen(response, new URLSearchParams(query).get('since')));
}

function sendScript(script: string, response: ServerResponse): void {
  response.writeHead(200, {
    'Content-Type': 'text/javascript; charset=utf-8',
    'Content-Length': Buffer.byteLength(script),
    'Cache-Control': 'no-cache',
  });
  response.end(script);
}

function plain(response: ServerResponse, status: number, text: string): void {
  for (const name of ['ETag', 'Last-Modified', 'Content-Encoding', 'Link']) response.removeHeader(name);
  if (status >= 400) response.setHeader('Cache-Control', status === 404 ? 'public, max-age=60' : 'no-store');
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.writeHead(status);
  response.end(text);
}

/** The path of a request's target, still percent-encoded. RFC 9112 §3.2.2: it may come as a whole address. */
function pathOf(target: string): string {
  const [path = ''] = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1);
  return path === '' ? '/' : path;
}

function close(server: Server, reloading: Reloading | undefined): Promise<void> {
  reloading?.close();
  return new Promise((resolve) => {
    const impatience = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(impatience);
      resolve();
    });
    server.closeIdleConnections();
  });
}
