// CloudFront: invalidation by path, signed like every call to Amazon. 3,000 paths may be in progress at a time.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { awsClient, refused } from '../aws/client.ts';
import type { Credentials } from '../aws/credentials.ts';
import { textIn } from '../aws/xml.ts';
import type { Cache } from './cache.ts';
import { chunks } from './chunks.ts';

const PER_CALL = 3000;
/** Pauses while other invalidations are in progress. */
const WAITS_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];

export interface CloudfrontOptions {
  /** Where CloudFront's API is; only tests have another. */
  readonly api: string;
  readonly waitsMs: readonly number[];
}

export function cloudfrontCache(
  distribution: string,
  credentials: Credentials,
  { api, waitsMs }: CloudfrontOptions = { api: 'https://cloudfront.amazonaws.com', waitsMs: WAITS_MS },
): Cache {
  const url = new URL(`${api}/2020-05-31/distribution/${distribution}/invalidation`);
  return {
    name: 'CloudFront',
    async purge({ addresses }) {
      const client = awsClient({ credentials, region: 'us-east-1', service: 'cloudfront', connections: 1 });
      try {
        for (const part of chunks(addresses.map(pathOf), PER_CALL)) await invalidate(part);
      } finally {
        client.close();
      }

      async function invalidate(paths: readonly string[]): Promise<void> {
        // The same reference again is the same invalidation, should an answer get lost.
        const body = Buffer.from(batch(paths, randomUUID()));
        for (const waitMs of [...waitsMs, undefined]) {
          const response = await client.send({ method: 'POST', url, headers: { 'Content-Type': 'text/xml' }, body });
          if (response.status === 200 || response.status === 201) return;
          const isBusy = textIn(response.body.toString('utf8'), 'Code') === 'TooManyInvalidationsInProgress';
          if (!isBusy || waitMs === undefined) throw refused('an invalidation', response);
          await sleep(waitMs);
        }
      }
    },
  };
}

function batch(paths: readonly string[], reference: string): string {
  const items = paths.map((path) => `<Path>${path.replaceAll('&', '&amp;')}</Path>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?><InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><CallerReference>${reference}</CallerReference><Paths><Items>${items}</Items><Quantity>${paths.length}</Quantity></Paths></InvalidationBatch>`;
}

/** Percent-encoded, as the address has it: CloudFront compares it so. */
function pathOf(address: string): string {
  return new URL(address).pathname.replaceAll('*', '%2A');
}
