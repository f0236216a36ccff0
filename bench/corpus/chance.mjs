// In: a text. Out: a row of choices that depends on that text alone, on any machine (sfc32, seeded by SHA-256).
import { createHash } from 'node:crypto';

/** A row of choices. Only integer arithmetic and one division decide them. */
export function chancesOf(text) {
  const seed = createHash('sha256').update(text).digest();
  let [a, b, c, counter] = [0, 4, 8, 12].map((offset) => seed.readInt32LE(offset));
  const whole = () => {
    const mixed = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + mixed) | 0;
    return mixed >>> 0;
  };
  for (let round = 0; round < 12; round++) whole();
  const fraction = () => whole() / 4294967296;
  return {
    /** 0 to 2³² − 1. */
    whole,
    /** 0 to 1, without 1. */
    fraction,
    /** 0 to `count` − 1. */
    below: (count) => Math.floor(fraction() * count),
    /** `low` to `high`. */
    between: (low, high) => low + Math.floor(fraction() * (high - low + 1)),
    /** Whether something happens that does so with this probability. */
    happens: (probability) => fraction() < probability,
    pick: (options) => options[Math.floor(fraction() * options.length)],
  };
}

/** Cumulated shares of `count` things by Zipf's law: the second is half as frequent as the first. */
export function zipfShares(count) {
  const shares = new Float64Array(count);
  let sum = 0;
  for (let index = 0; index < count; index++) {
    sum += 1 / (index + 1);
    shares[index] = sum;
  }
  return shares.map((share) => share / sum);
}

/** The index that a fraction falls on. */
export function pickByShare(shares, fraction) {
  let low = 0;
  let high = shares.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shares[middle] < fraction) low = middle + 1;
    else high = middle;
  }
  return low;
}
