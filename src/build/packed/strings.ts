// In: many strings. Out: tables and columns of them, and back.
import { isAscii } from 'node:buffer';

/** Each string once; a column holds its place, counted from 1. */
export class StringTable {
  readonly strings: string[] = [];
  readonly #places = new Map<string, number>();

  /** 0 stands for `undefined`. */
  place(text: string | undefined): number {
    if (text === undefined) return 0;
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.strings.push(text);
    this.#places.set(text, this.strings.length);
    return this.strings.length;
  }

  /** Where the strings of another table are in this one, by their places there. */
  placesOf(strings: readonly string[]): Uint32Array {
    const places = new Uint32Array(strings.length + 1);
    for (const [index, text] of strings.entries()) places[index + 1] = this.place(text);
    return places;
  }
}

/** Columns one after the other. */
export function concatenated<
  T,
  C extends { readonly length: number; set(column: ArrayLike<number>, at: number): void },
>(Column: new (length: number) => C, parts: readonly T[], columnOf: (part: T) => ArrayLike<number>): C {
  const whole = new Column(parts.reduce((sum, part) => sum + columnOf(part).length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(columnOf(part), at);
    at += columnOf(part).length;
  }
  return whole;
}

/** Texts one after the other, as UTF-8. */
export class TextColumn {
  #bytes = Buffer.allocUnsafe(4096);
  #length = 0;

  /** Adds a text and returns where it ends. */
  add(text: string): number {
    // No code unit takes more than three bytes.
    const needed = this.#length + text.length * 3;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#length += this.#bytes.write(text, this.#length);
    return this.#length;
  }

  /** All of them; good until more are added. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** Reads texts of a column; strings of their own. */
export function textReader(column: Uint8Array): (start: number, end: number) => string {
  const bytes = Buffer.from(column.buffer, column.byteOffset, column.byteLength);
  const encoding = isAscii(bytes) ? 'latin1' : 'utf8';
  return (start, end) => bytes.toString(encoding, start, end);
}

/** Bytes as a string of its own. */
export function textIn(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
}
