// In: members one by one, in any order. Out: as many of the first as a feed may hold, in order, and how many there were.
import type { Candidate, Collection } from '../model/collection.ts';

/** The first in an order of all that are added: it keeps at most twice as many as it may hold. */
export class Bounded {
  readonly #order: (a: Candidate, b: Candidate) => number;
  readonly #limit: number;
  #kept: Candidate[] = [];
  /** The last that would be held of those seen so far. */
  #last: Candidate | undefined;
  #total = 0;

  /** `limit` 0 = all. */
  constructor(limit: number, order: (a: Candidate, b: Candidate) => number) {
    this.#limit = limit === 0 ? Number.POSITIVE_INFINITY : limit;
    this.#order = order;
  }

  get total(): number {
    return this.#total;
  }

  add(candidate: Candidate): void {
    this.#total++;
    if (this.#last !== undefined && this.#order(candidate, this.#last) > 0) return;
    this.#kept.push(candidate);
    if (this.#kept.length >= this.#limit * 2) this.#cut();
  }

  chosen(): Pick<Collection, 'members' | 'limit' | 'total'> {
    this.#cut();
    return { members: this.#kept, limit: this.#limit, total: this.#total };
  }

  #cut(): void {
    this.#kept.sort(this.#order);
    if (this.#kept.length < this.#limit) return;
    this.#kept.length = this.#limit;
    this.#last = this.#kept[this.#limit - 1];
  }
}
