// Questions are answered in order, by everybody, a bounded number at a time, whoever is quick and whoever slow.
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AHEAD, answers, type Busy, EARLY } from '../../src/build/crew/sharing.ts';
import { runs } from '../support/runs.ts';

interface Hand {
  answerTo(question: number): Promise<number>;
}

interface Crowd {
  readonly others: readonly (Hand & Busy)[];
  readonly own: Hand;
  /** How many questions each was asked; this thread last. */
  readonly counts: number[];
  readonly mostWaiting: () => number;
  /** Questions that were asked and whose answers were not taken. */
  readonly mostOpen: () => number;
  readonly take: () => void;
}

/** Others that answer one question after the other, each after its own time; `failing` is the question that fails. */
function crowdOf(milliseconds: readonly number[], failing = -1): Crowd {
  const counts = Array.from({ length: milliseconds.length + 1 }, () => 0);
  let [mostWaiting, open, mostOpen] = [0, 0, 0];
  const count = (hand: number) => {
    counts[hand] = (counts[hand] ?? 0) + 1;
    mostOpen = Math.max(mostOpen, ++open);
  };
  const answered = (question: number) => {
    if (question === failing) throw new Error(`no answer to ${question}`);
    return question * 2;
  };
  const others = milliseconds.map((time, index) => {
    let last: Promise<unknown> = Promise.resolve();
    const other = {
      waiting: 0,
      answerTo(question: number): Promise<number> {
        count(index);
        mostWaiting = Math.max(mostWaiting, ++other.waiting);
        const answer = last.then(async () => {
          if (time > 0) await setTimeout(time);
          other.waiting--;
          return answered(question);
        });
        last = answer.catch(() => undefined);
        return answer;
      },
    };
    return other;
  });
  const own: Hand = {
    async answerTo(question) {
      count(milliseconds.length);
      return answered(question);
    },
  };
  return { others, own, counts, mostWaiting: () => mostWaiting, mostOpen: () => mostOpen, take: () => open-- };
}

async function answersOf(crowd: Crowd, questions: number): Promise<{ taken: readonly number[]; failure: unknown }> {
  const taken: number[] = [];
  const all = Array.from({ length: questions }, (_, question) => question);
  try {
    for await (const answer of answers(all, crowd.others, crowd.own, (hand, question) => hand.answerTo(question))) {
      crowd.take();
      taken.push(answer);
    }
  } catch (failure) {
    return { taken, failure };
  }
  return { taken, failure: undefined };
}

const times = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 });

test('answers come in order, and no more questions are under way than are allowed', async () => {
  await fc.assert(
    fc.asyncProperty(times, fc.integer({ min: 0, max: 60 }), async (milliseconds, questions) => {
      const crowd = crowdOf(milliseconds);
      const { taken, failure } = await answersOf(crowd, questions);
      expect(failure).toBeUndefined();
      expect(taken).toEqual(Array.from({ length: questions }, (_, question) => question * 2));
      expect(crowd.counts.reduce((sum, count) => sum + count, 0)).toBe(questions);
      expect(crowd.mostWaiting()).toBeLessThanOrEqual(AHEAD);
      expect(crowd.mostOpen()).toBeLessThanOrEqual((milliseconds.length + 1) * EARLY);
    }),
    runs(40, 400),
  );
});

test('a failure comes where its answer would have come', async () => {
  await fc.assert(
    fc.asyncProperty(times, fc.integer({ min: 0, max: 30 }), async (milliseconds, failing) => {
      const { taken, failure } = await answersOf(crowdOf(milliseconds, failing), 31);
      expect(taken).toEqual(Array.from({ length: failing }, (_, question) => question * 2));
      expect(failure).toEqual(new Error(`no answer to ${failing}`));
    }),
    runs(40, 400),
  );
});

test('who does not answer is asked no more, and this thread goes on until enough answers wait', async () => {
  const most = 2 * EARLY;
  let release = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = () => void resolve();
  });
  const stuck = {
    waiting: 0,
    async answerTo(question: number): Promise<number> {
      stuck.waiting++;
      await released;
      stuck.waiting--;
      return question;
    },
  };
  let own = 0;
  let meanwhile: readonly number[] = [];
  const here: Hand = {
    async answerTo(question) {
      own++;
      if (own === most - AHEAD) {
        // Nothing more can be asked now, however long it takes.
        await setTimeout(20);
        meanwhile = [stuck.waiting, own];
        release();
      }
      return question;
    },
  };
  const taken: number[] = [];
  const all = Array.from({ length: 3 * most }, (_, question) => question);
  for await (const answer of answers(all, [stuck], here, (hand, question) => hand.answerTo(question))) {
    taken.push(answer);
  }
  expect(taken).toEqual(all);
  expect(meanwhile).toEqual([AHEAD, most - AHEAD]);
});
