// A map from long keys that are costly to read to numbers: it compares short prints, and keys only where two prints are the
// same. In columns, for it may hold millions.
export class PrintedMap {
  readonly #holds: (value: number, key: string) => boolean;
  /** The first value of each print, plus one; 0 = an empty place. */
  #values = new Uint32Array(1 << FIRST_BITS);
  #prints = new Int32Array(1 << FIRST_BITS);
  #bits = FIRST_BITS;
  #size = 0;
  /** Values of other keys with a print that was taken. */
  readonly #byKey = new Map<string, number>();

  /** `holds` tells whether a value was set under a key. */
  constructor(holds: (value: number, key: string) => boolean) {
    this.#holds = holds;
  }

  get(print: number, key: () => string): number | undefined {
    const first = this.#values[this.#placeOf(print)] ?? 0;
    if (first === 0) return undefined;
    const asked = key();
    return this.#holds(first - 1, asked) ? first - 1 : this.#byKey.get(asked);
  }

  /** Sets the value of a key that has none. Values are whole numbers from 0 on. */
  set(print: number, key: () => string, value: number): void {
    const place = this.#placeOf(print);
    if (this.#values[place] === 0) this.#put(place, print, value);
    else this.#byKey.set(key(), value);
  }

  /** Puts a value in the place of the one that a key has. */
  replace(print: number, key: () => string, before: number, value: number): void {
    const place = this.#placeOf(print);
    if (this.#values[place] === before + 1) this.#values[place] = value + 1;
    else this.#byKey.set(key(), value);
  }

  #put(place: number, print: number, value: number): void {
    this.#prints[place] = print;
    this.#values[place] = value + 1;
    if (++this.#size * 2 > this.#values.length) this.#grow();
  }

  /** Where a print stands, or may be put. */
  #placeOf(print: number): number {
    const values = this.#values;
    const last = values.length - 1;
    let place = Math.imul(print, SPREAD) >>> (32 - this.#bits);
    while (values[place] !== 0 && this.#prints[place] !== print) place = (place + 1) & last;
    return place;
  }

  #grow(): void {
    const [values, prints] = [this.#values, this.#prints];
    this.#bits++;
    this.#values = new Uint32Array(1 << this.#bits);
    this.#prints = new Int32Array(1 << this.#bits);
    for (let at = 0; at < values.length; at++) {
      if (values[at] === 0) continue;
      const place = this.#placeOf(prints[at] ?? 0);
      this.#values[place] = values[at] ?? 0;
      this.#prints[place] = prints[at] ?? 0;
    }
  }
}

const FIRST_BITS = 10;
/** Spreads prints that are alike (2^32 divided by the golden ratio). */
const SPREAD = 0x9e3779b1;
