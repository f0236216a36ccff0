// Whether the public address serves the new bytes already: a hub that looks too early finds nothing new and tells nobody,
// and a later ping does not mend that.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AbsoluteUrl } from '../model/url.ts';

/** A document that should be served at an address. */
export interface Expected {
  readonly address: AbsoluteUrl;
  readonly bytes: Uint8Array;
}

const TIMEOUT_MS = 10_000;

/** Asks until the address serves the bytes, or `deadline` (of `performance.now()`) has passed. */
export async function servesNewBytes(expected: Expected, deadline: number): Promise<boolean> {
  for (let pauseMs = 200; ; pauseMs = Math.min(5000, pauseMs * 2)) {
    if (await servesNow(expected)) return true;
    if (performance.now() + pauseMs > deadline) return false;
    await sleep(pauseMs);
  }
}

/** One conditional request: S3 names a state by MD5, `feedmill serve` by SHA-256; a 304 to either says that it is the new one. */
async function servesNow({ address, bytes }: Expected): Promise<boolean> {
  const hash = (algorithm: string) => createHash(algorithm).update(bytes);
  const sha256 = hash('sha256').digest('hex');
  try {
    const response = await fetch(address, {
      headers: { 'if-none-match': `"${hash('md5').digest('hex')}", "${sha256}"` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = Buffer.from(await response.arrayBuffer());
    if (response.status === 304) return true;
    return response.status === 200 && createHash('sha256').update(body).digest('hex') === sha256;
  } catch {
    return false;
  }
}
