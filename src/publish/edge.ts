// Whether the public address serves the new bytes already: a hub that looks too early finds nothing new and tells nobody,
// and a later ping does not mend that.
import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { bytesUpTo } from '../io/http.ts';
import { fetchOutside, proxyNote } from '../io/proxies.ts';
import type { AbsoluteUrl } from '../model/url.ts';
import { causeOf } from './call.ts';
import { inParallel } from './parallel.ts';

/** A document that should be served at an address. */
export interface Expected {
  readonly address: AbsoluteUrl;
  readonly bytes: Uint8Array;
}

/** What is not served in time, and what the last answer for it was; an address that was never asked has none. */
export interface Late<T> {
  readonly item: T;
  readonly because: string | undefined;
}

const TIMEOUT_MS = 10_000;
const SILENT = 'it does not answer in time';
const WIDTH = 8;

/**
 * Asks for all items, and again for those that are not new yet, until `patienceMs` are used up: by pauses, and by answers
 * that are not the new bytes. What is new costs no patience, and is handed over after each round. Returns the others.
 * `onWait` hears once of the first that is not new while there is patience left.
 */
export async function whenServed<T>(
  items: readonly T[],
  expectedOf: (item: T) => Promise<Expected>,
  patienceMs: number,
  handOver: (items: readonly T[]) => Promise<void>,
  onWait: (address: AbsoluteUrl) => void,
): Promise<readonly Late<T>[]> {
  const reasons = new Map<T, string>();
  let waiting = items;
  let leftMs = patienceMs;
  let isWaiting = false;
  for (let pauseMs = 200; ; pauseMs = Math.min(5000, pauseMs * 2)) {
    const served = new Set<T>();
    const began = performance.now();
    const spentMs = { served: 0, inVain: 0 };
    // Of the time that has passed, the share of what was asked in vain.
    const patience = () => {
      const share = spentMs.inVain / (spentMs.inVain + spentMs.served || 1);
      return leftMs - (performance.now() - began) * share;
    };
    await inParallel(waiting, WIDTH, async (item) => {
      if (patience() <= 0) return;
      const expected = await expectedOf(item);
      const from = performance.now();
      const reason = await whyNotServed(expected, Math.max(1, Math.min(TIMEOUT_MS, patience())));
      const isNew = reason === undefined;
      if (isNew) served.add(item);
      // There may be little time for the last question.
      else if (reason !== SILENT || !reasons.has(item)) reasons.set(item, reason);
      spentMs[isNew ? 'served' : 'inVain'] += performance.now() - from;
      if (isNew || isWaiting || patience() <= 0) return;
      isWaiting = true;
      onWait(expected.address);
    });
    leftMs = patience() - pauseMs;
    await handOver(waiting.filter((item) => served.has(item)));
    waiting = waiting.filter((item) => !served.has(item));
    if (waiting.length === 0 || leftMs <= 0) return waiting.map((item) => ({ item, because: reasons.get(item) }));
    await sleep(pauseMs);
  }
}

/**
 * One conditional request: S3 names a state by MD5, `feedmill serve` by SHA-256; a 304 to either says that it is the new one.
 * `undefined` when it is.
 */
async function whyNotServed({ address, bytes }: Expected, timeoutMs: number): Promise<string | undefined> {
  const sha256 = hash('sha256', bytes);
  try {
    const response = await fetchOutside(address, {
      headers: { 'if-none-match': `"${hash('md5', bytes)}", "${sha256}"` },
      signal: AbortSignal.timeout(Math.ceil(timeoutMs)),
    });
    const body = await bytesUpTo(response.body ?? [], bytes.length);
    if (response.status === 304 || (response.status === 200 && hash('sha256', body) === sha256)) return undefined;
    return response.status === 200 ? 'it answers with other bytes' : `it answers ${response.status}`;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') return SILENT;
    return `it cannot be reached (${causeOf(error)}${proxyNote(address)})`;
  }
}
