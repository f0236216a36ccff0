// One signed request to an S3-compatible server, or to another service of Amazon, with retries. The front door of aws4fetch.
// node:http with kept connections, since the built-in fetch takes twice the processor time for small objects.
import { hash } from 'node:crypto';
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { AwsV4Signer } from 'aws4fetch';
import { codeOf, WorldFailure } from '../../io/failure.ts';
import { proxyNote, proxyOptions } from '../../io/proxies.ts';
import { isPassing, retryAfterMs, retrying } from '../retry.ts';
import type { Credentials } from './credentials.ts';
import { textIn } from './xml.ts';

export interface AwsRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE' | 'POST';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Lower-case hex SHA-256 of the body, when it is known already. */
  readonly sha256?: string;
  /** Tries before giving up. Default: 8, some 20 seconds. */
  readonly attempts?: number;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** Earlier tries that got no clear answer; a write may have been carried out then. */
  readonly retries: number;
}

export interface AwsClient {
  /** The server's answer, whatever its status but those that pass. Throws `WorldFailure` when there is none. */
  send(request: AwsRequest): Promise<AwsResponse>;
  close(): void;
}

/** Silence after which a connection counts as broken. */
const IDLE_MS = 30_000;
/** An answer of which so few bytes come in that time is silence too. */
const MIN_BYTES = 1000;

export interface AwsClientOptions {
  readonly credentials: Credentials;
  readonly region: string;
  /** Default: s3. */
  readonly service?: string;
  /** Connections at most. */
  readonly connections: number;
  /** How long a server may be silent. Default: 30,000. */
  readonly idleMs?: number;
}

export function awsClient(settings: AwsClientOptions): AwsClient {
  const { credentials, region, service = 's3', connections, idleMs = IDLE_MS } = settings;
  const options = { keepAlive: true, maxSockets: connections, timeout: idleMs, ...proxyOptions() };
  const agents = { http: new HttpAgent(options), https: new HttpsAgent(options) };
  const cache = new Map<string, ArrayBuffer>();
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;

  const sendOnce = async ({
    method,
    url,
    headers,
    body,
    sha256,
  }: AwsRequest): Promise<Omit<AwsResponse, 'retries'>> => {
    const signer = new AwsV4Signer({
      method,
      url: url.href,
      headers: { ...headers, 'X-Amz-Content-Sha256': sha256 ?? hash('sha256', body ?? '') },
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
      service,
      region,
      cache,
    });
    const signed = await signer.sign();
    const lengthBytes = body === undefined ? {} : { 'content-length': String(body.byteLength) };
    const call = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const agent = url.protocol === 'https:' ? agents.https : agents.http;
    return new Promise((resolve, reject) => {
      const outgoing = call(url, { method, headers: { ...Object.fromEntries(signed.headers), ...lengthBytes }, agent });
      const silence = () => outgoing.destroy(new Error('the server fell silent'));
      outgoing.on('timeout', silence);
      outgoing.on('finish', () => endTrickle(outgoing, idleMs, silence));
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
        );
      });
      outgoing.end(body);
    });
  };

  return {
    send: (request) =>
      retrying(request.attempts ?? 8, async (tried) => {
        try {
          const response = await sendOnce(request);
          if (!mayPass(response)) return { done: true, value: { ...response, retries: tried } };
          const waitMs = retryAfterMs(response.headers['retry-after']);
          return { done: false, error: refused(`${request.method} ${request.url.pathname}`, response), waitMs };
        } catch (error) {
          return { done: false, error: unreachable(request.url, error) };
        }
      }),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/** Looks now and then whether enough of the answer has come since. */
function endTrickle(outgoing: ClientRequest, everyMs: number, silence: () => void): void {
  let before = outgoing.socket?.bytesRead ?? 0;
  const looks = setInterval(() => {
    const now = outgoing.socket?.bytesRead ?? 0;
    if (now - before < MIN_BYTES) silence();
    before = now;
  }, everyMs);
  outgoing.on('close', () => clearInterval(looks));
}

/** A refusal as a sentence: what S3 says in its XML, without request ids, and never what we sent. */
export function refused(doing: string, { status, body }: Pick<AwsResponse, 'status' | 'body'>): WorldFailure {
  const text = body.toString('utf8');
  const code = textIn(text, 'Code');
  const message = textIn(text, 'Message');
  const said = [code, message].filter((part) => part !== undefined && part !== '').join(': ');
  return new WorldFailure(`${doing}: the server answers ${status}${said === '' ? '' : ` (${said.slice(0, 300)})`}.`);
}

function mayPass({ status, body }: Pick<AwsResponse, 'status' | 'body'>): boolean {
  if (isPassing(status)) return true;
  const code = status === 400 || status === 409 ? textIn(body.toString('utf8'), 'Code') : undefined;
  return code === 'RequestTimeout' || code === 'OperationAborted' || code === 'ConditionalRequestConflict';
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ENOTFOUND: 'there is no such host',
  EPROTO: 'it does not speak TLS; perhaps its address begins with http:',
  EAI_AGAIN: 'the name server does not answer',
  ETIMEDOUT: 'it does not answer',
};

function unreachable(url: URL, error: unknown): WorldFailure {
  const reason = REASONS[codeOf(error) ?? ''] ?? messageOf(error);
  return new WorldFailure(`${url.origin} cannot be reached: ${reason}${proxyNote(url)}.`, { cause: error });
}

function messageOf(error: unknown): string {
  // A request that cannot be made is told with its headers quoted.
  if (error instanceof TypeError) return 'the request cannot be made';
  return error instanceof Error ? error.message : String(error);
}
