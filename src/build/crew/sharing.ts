// In: questions. Out: their answers in the same order, whoever gave them.
import { setImmediate } from 'node:timers/promises';

/** Another thread, with the number of questions that it has. */
export interface Busy {
  readonly waiting: number;
}

/** Questions in each thread: the one that it answers and the next, so that it never waits for this one. */
export const AHEAD = 2;
/** Answers that may wait for earlier ones, for each thread. */
export const EARLY = 8;

/**
 * Has questions answered by the others, each time by the one that has least to do, and by this thread itself as long as it
 * would only wait for them. A question that fails throws where its answer would come.
 */
export async function* answers<Q, A, H>(
  questions: Iterable<Q>,
  others: readonly (H & Busy)[],
  own: H,
  ask: (hand: H, question: Q) => Promise<A>,
): AsyncGenerator<A> {
  const left = questions[Symbol.iterator]();
  let next = left.next();
  const asked: { readonly answer: Promise<A>; isThere: boolean }[] = [];
  const askNext = (hand: H) => {
    const one = { answer: ask(hand, next.value), isThere: false };
    const arrived = () => {
      one.isThere = true;
    };
    // When an earlier one fails, nobody waits for this one any more.
    one.answer.then(arrived, arrived);
    asked.push(one);
    next = left.next();
  };
  const mayAsk = () => next.done !== true && asked.length < (others.length + 1) * EARLY;
  for (;;) {
    for (let idle = leastBusy(others); idle !== undefined && mayAsk(); idle = leastBusy(others)) askNext(idle);
    if (asked[0]?.isThere !== true && mayAsk()) {
      askNext(own);
      // Meanwhile others may have answered, which is heard between two turns.
      await setImmediate();
      continue;
    }
    const first = asked.shift();
    if (first === undefined) return;
    yield await first.answer;
  }
}

/** The one that has least to do; `undefined`: all have enough. */
function leastBusy<B extends Busy>(others: readonly B[]): B | undefined {
  let idlest: B | undefined;
  for (const other of others) if (other.waiting < (idlest?.waiting ?? AHEAD)) idlest = other;
  return idlest;
}
