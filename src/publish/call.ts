// One request to an API or hub, with retries. A refusal is an answer; only silence is a failure.
import { codeOf } from '../io/failure.ts';
import { bytesUpTo } from '../io/http.ts';
import { fetchOutside, proxyNote } from '../io/proxies.ts';
import { isPassing, retryAfterMs, retrying } from './retry.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Thrown, with a sentence, when no try got an answer that can be used: another call would fare no better. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

/** No API says so much, and of a hub the status counts alone. */
const MAX_BYTES = 1_000_000;

export interface Trying {
  /** Default: 4. */
  readonly attempts?: number;
  /** Default: 20,000. */
  readonly timeoutMs?: number;
}

/** Sends a request; 5xx, 429 and broken connections are tried again. Throws `Unanswered` in the end. */
export function call(url: string, init: RequestInit, trying: Trying = {}): Promise<Answer> {
  const { attempts = 4, timeoutMs = 20_000 } = trying;
  return retrying(attempts, async () => {
    try {
      const given = await fetchOutside(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
      const { status, headers, body } = given;
      const answer = { status, text: (await bytesUpTo(body ?? [], MAX_BYTES)).toString('utf8') };
      if (!isPassing(status)) return { done: true, value: answer };
      const waitMs = retryAfterMs(headers.get('retry-after'));
      return { done: false, error: new Unanswered(`it answers ${status}`), waitMs };
    } catch (error) {
      return {
        done: false,
        error: new Unanswered(`it cannot be reached (${causeOf(error)}${proxyNote(url)})`, { cause: error }),
      };
    }
  });
}

/** What is behind the one message of the built-in fetch; of a request that cannot be made, nothing: it quotes its headers. */
export function causeOf(error: unknown): string {
  if (error instanceof TypeError && error.cause === undefined) return 'the request cannot be made';
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return codeOf(cause) ?? (cause instanceof Error ? cause.message : String(cause));
}
