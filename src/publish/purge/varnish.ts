// Varnish: one PURGE request an address, with the Host under which the public asks. Its VCL must allow it
// (`feedmill publish --print-config varnish`).
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AbsoluteUrl } from '../../model/url.ts';
import { causeOf } from '../call.ts';
import { inParallel } from '../parallel.ts';
import { isPassing, retrying } from '../retry.ts';
import type { Cache } from './cache.ts';

const WIDTH = 8;
const TIMEOUT_MS = 10_000;

/** `server` is where that Varnish listens; only tests have another `timeoutMs`. */
export function varnishCache(server: AbsoluteUrl, timeoutMs = TIMEOUT_MS): Cache {
  return {
    name: `Varnish at ${new URL(server).host}`,
    purge: ({ addresses }) =>
      inParallel(addresses, WIDTH, async (address) => {
        const status = await purgeOne(new URL(server), new URL(address), timeoutMs);
        if (status < 200 || status > 299) throw new Error(`it answers ${status} to PURGE ${new URL(address).pathname}`);
      }),
  };
}

function purgeOne(server: URL, { host, pathname, search }: URL, timeoutMs: number): Promise<number> {
  return retrying(4, async () => {
    try {
      const status = await ask(server, host, pathname + search, timeoutMs);
      return isPassing(status)
        ? { done: false, error: new Error(`it answers ${status}`) }
        : { done: true, value: status };
    } catch (error) {
      return { done: false, error: new Error(`it cannot be reached (${causeOf(error)})`) };
    }
  });
}

function ask(server: URL, host: string, path: string, timeoutMs: number): Promise<number> {
  const call = server.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    // Of the whole answer, since one that trickles is never silent.
    const signal = AbortSignal.timeout(timeoutMs);
    const outgoing = call(server, { method: 'PURGE', path, headers: { host }, signal });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      incoming.resume();
      incoming.on('end', () => resolve(incoming.statusCode ?? 0));
      incoming.on('error', reject);
    });
    outgoing.end();
  });
}
