// Fastly, purge by surrogate key: at most 256 a call. Each file has a key of its own (`Surrogate-Key`, see headers).
// Hard, not soft: a soft purge would give the old bytes once more, to the hub that comes to look for the new ones.
import { jsonMapping } from '../../parse/json.ts';
import { call } from '../call.ts';
import type { Cache } from './cache.ts';
import { chunks } from './chunks.ts';

const PER_CALL = 256;

/** `api` is where Fastly's API is; only tests have another. */
export function fastlyCache(service: string, token: string, api = 'https://api.fastly.com'): Cache {
  return {
    name: 'Fastly',
    async purge({ surrogateKeys }) {
      for (const keys of chunks(surrogateKeys, PER_CALL)) {
        const { status, text } = await call(`${api}/service/${service}/purge`, {
          method: 'POST',
          headers: { 'fastly-key': token, accept: 'application/json', 'content-type': 'application/json' },
          body: JSON.stringify({ surrogate_keys: keys }),
        });
        const purged = jsonMapping(text) ?? {};
        if (status !== 200) throw new Error(`it refuses (${String(purged['msg'] ?? status)})`);
        const missed = keys.filter((key) => typeof purged[key] !== 'string');
        if (missed.length > 0) throw new Error(`it left out ${missed.length} of ${keys.length} keys`);
      }
    },
  };
}
