// A map that forgets what was longest unused when it grows beyond its bound, so that memory follows the bound and not the input.

/** `get` counts as use. */
export function boundedMap<K, V>(max: number): Map<K, V> {
  return new BoundedMap<K, V>(max);
}

class BoundedMap<K, V> extends Map<K, V> {
  readonly #max: number;

  constructor(max: number) {
    super();
    this.#max = max;
  }

  override get(key: K): V | undefined {
    const value = super.get(key);
    if (value !== undefined) {
      this.delete(key);
      super.set(key, value);
    }
    return value;
  }

  override set(key: K, value: V): this {
    this.delete(key);
    super.set(key, value);
    if (this.size > this.#max) {
      const [oldest] = this.keys();
      if (oldest !== undefined) this.delete(oldest);
    }
    return this;
  }
}
