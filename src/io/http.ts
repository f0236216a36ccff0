// Reads a document over HTTP as a feed reader does: follows redirects, asks for compression, then asks again with the
// validators that it was given. Bounded in time, size and redirects; only the address that the user typed is asked for.
import type { HttpAnswer } from '../model/http-answer.ts';
import { parsedUrl } from '../model/url.ts';
import { codeOf, reasonOf, WorldFailure } from './failure.ts';
import { fetchOutside, proxyNote } from './proxies.ts';

/** Bytes of a document at most, uncompressed. */
const MAX_BYTES = 50 * 1024 * 1024;
const MAX_REDIRECTS = 10;
const TIMEOUT_MS = 30_000;

/** A document and how it came. Throws a `WorldFailure` with one sentence when there is none. */
export async function fetchDocument(
  requested: string,
): Promise<{ readonly bytes: Uint8Array; readonly answer: HttpAnswer }> {
  const redirects: { status: number; to: string }[] = [];
  let address = requested;
  for (;;) {
    const response = await ask(address);
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      if (redirects.length >= MAX_REDIRECTS)
        throw new WorldFailure(`${requested} could not be read: it redirects more than ${MAX_REDIRECTS} times.`);
      address = redirected(location, address, requested);
      redirects.push({ status: response.status, to: address });
      continue;
    }
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new WorldFailure(`${requested} could not be read: the server answers ${response.status}.`);
    }
    const bytes = await bodyOf(response, requested);
    const headers = Object.fromEntries(response.headers);
    return { bytes, answer: { requested, address, redirects, headers, honours: await askAgain(address, headers) } };
  }
}

function redirected(location: string, from: string, requested: string): string {
  const target = parsedUrl(location, from);
  if (target === undefined || !/^https?:$/.test(target.protocol)) {
    throw new WorldFailure(`${requested} could not be read: it redirects to what is no http or https address.`);
  }
  return target.href;
}

async function askAgain(address: string, headers: Readonly<Record<string, string>>): Promise<HttpAnswer['honours']> {
  const answersNotModified = async (name: string, validator: string | undefined) => {
    if (validator === undefined) return undefined;
    try {
      const response = await ask(address, { [name]: validator });
      await response.body?.cancel();
      return response.status === 304;
    } catch {
      // The document was read; a server that breaks off over a validator does not honour it.
      return false;
    }
  };
  return {
    etag: await answersNotModified('If-None-Match', headers['etag']),
    lastModified: await answersNotModified('If-Modified-Since', headers['last-modified']),
  };
}

async function ask(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  if (!isPublic(address)) {
    const reason = parsedUrl(address) ? 'a user name or password is not sent' : 'it is no valid address';
    throw new WorldFailure(`${masked(address)} could not be read: ${reason}.`);
  }
  const accept = 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5';
  try {
    return await fetchOutside(address, {
      redirect: 'manual',
      headers: { Accept: accept, 'Accept-Encoding': 'gzip, br', 'User-Agent': 'feedmill-check', ...headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    if (error instanceof WorldFailure) throw error;
    const reason = networkReason(error) + proxyNote(address);
    throw new WorldFailure(`${address} could not be read: ${reason}.`, { cause: error });
  }
}

/** Whether it is an address without user name and password, which `fetch` would refuse and repeat. */
function isPublic(address: string): boolean {
  const url = parsedUrl(address);
  return url?.username === '' && url.password === '';
}

/** Without all that may be a user name or a password; in what is no address they may hold any character. */
function masked(address: string): string {
  return address.replace(parsedUrl(address) ? /\/\/[^/\\?#]*@/ : /\/\/.*@/s, '//…@');
}

async function bodyOf({ body }: Response, requested: string): Promise<Uint8Array> {
  try {
    return await documentIn(body ?? [], requested);
  } catch (error) {
    if (error instanceof WorldFailure) throw error;
    throw new WorldFailure(`${requested} could not be read to its end: ${networkReason(error)}.`, { cause: error });
  }
}

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** All of a document, wherever it comes from. Throws a `WorldFailure` for one that is too large. */
export async function documentIn(chunks: Chunks, path: string): Promise<Uint8Array> {
  const bytes = await bytesUpTo(chunks, MAX_BYTES);
  if (bytes.length <= MAX_BYTES) return bytes;
  throw new WorldFailure(`${path} could not be read: it has more than ${MAX_BYTES} bytes.`);
}

/** All that comes; of what is longer than `maxBytes`, some more than those: it may never end, or unpack without end. */
export async function bytesUpTo(chunks: Chunks, maxBytes: number): Promise<Buffer> {
  const read: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    read.push(chunk);
    length += chunk.length;
    if (length > maxBytes) break;
  }
  return Buffer.concat(read);
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody answers at that address',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name cannot be looked up',
  ECONNRESET: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is not as long as its Content-Length says',
};

function networkReason(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `there was no answer in ${TIMEOUT_MS / 1000} seconds`;
  // What fetch throws says only that it failed; the cause knows why.
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = codeOf(cause) ?? '';
  if (/^(?:Z_|ERR__ERROR_FORMAT|ERR_BROTLI)/.test(code)) return 'it is not compressed as its Content-Encoding says';
  return REASONS[code] ?? reasonOf(cause);
}
