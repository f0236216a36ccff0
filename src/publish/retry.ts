// When to try again, and how long to wait: exponential, with jitter so that parallel requests do not come back together.
import { setTimeout as sleep } from 'node:timers/promises';

/** What one try came to. */
export type Attempt<T> =
  | { readonly done: true; readonly value: T }
  | { readonly done: false; readonly error: Error; readonly waitMs?: number | undefined };

const FIRST_MS = 200;
const LONGEST_MS = 5000;

/** Tries until it is done or `attempts` are used up; then throws the last error. */
export async function retrying<T>(attempts: number, attempt: (tried: number) => Promise<Attempt<T>>): Promise<T> {
  for (let tried = 0; ; tried++) {
    const outcome = await attempt(tried);
    if (outcome.done) return outcome.value;
    if (tried + 1 >= attempts) throw outcome.error;
    const backoffMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** tried) * (0.5 + Math.random() / 2);
    await sleep(Math.max(backoffMs, outcome.waitMs ?? 0));
  }
}

/** Statuses after which the same request may succeed. */
export function isPassing(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

/** What a `Retry-After` header asks for, at most half a minute; `undefined` when it says nothing usable. */
export function retryAfterMs(value: string | null | undefined): number | undefined {
  const seconds = Number(value ?? '');
  return seconds > 0 ? Math.min(seconds, 30) * 1000 : undefined;
}
