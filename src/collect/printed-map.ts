// A map by long keys that are costly to read: it compares short prints, and keys only where two prints are the same.
export class PrintedMap<T> {
  readonly #holds: (value: T, key: string) => boolean;
  /** The first value of each print. */
  readonly #byPrint = new Map<number, T>();
  /** Values of other keys with a print that was taken. */
  readonly #byKey = new Map<string, T>();

  /** `holds` tells whether a value was set under a key. */
  constructor(holds: (value: T, key: string) => boolean) {
    this.#holds = holds;
  }

  get(print: number, key: () => string): T | undefined {
    const first = this.#byPrint.get(print);
    if (first === undefined) return undefined;
    const asked = key();
    return this.#holds(first, asked) ? first : this.#byKey.get(asked);
  }

  set(print: number, key: () => string, value: T): void {
    const first = this.#byPrint.get(print);
    if (first === undefined) this.#byPrint.set(print, value);
    else {
      const asked = key();
      if (this.#holds(first, asked)) this.#byPrint.set(print, value);
      else this.#byKey.set(asked, value);
    }
  }

  *values(): Generator<T> {
    yield* this.#byPrint.values();
    yield* this.#byKey.values();
  }
}
