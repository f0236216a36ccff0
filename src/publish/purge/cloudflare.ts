// Cloudflare, purge by address: at most 30 a call is valid on every plan. A refusal may come inside a 200.
import { isMapping, jsonMapping } from '../../parse/json.ts';
import { call } from '../call.ts';
import type { Cache } from './cache.ts';
import { chunks } from './chunks.ts';

const PER_CALL = 30;

/** `api` is where Cloudflare's API is; only tests have another. */
export function cloudflareCache(zone: string, token: string, api = 'https://api.cloudflare.com/client/v4'): Cache {
  return {
    name: 'Cloudflare',
    async purge({ addresses }) {
      for (const files of chunks(addresses, PER_CALL)) {
        const { status, text } = await call(`${api}/zones/${zone}/purge_cache`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ files }),
        });
        const answer = jsonMapping(text);
        if (status !== 200 || answer?.['success'] !== true)
          throw new Error(`it refuses (${reasonIn(answer) ?? status})`);
      }
    },
  };
}

function reasonIn(answer: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const errors: readonly unknown[] = Array.isArray(answer?.['errors']) ? answer['errors'] : [];
  const [first] = errors;
  return isMapping(first) ? `${String(first['code'])}: ${String(first['message'])}` : undefined;
}
