// In: numbers in ascending order, where parts of something begin. Out: the part that holds a place.

/** The index of the last number that is at most `value`; 0 when none is. */
export function lastUpTo(numbers: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((numbers[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
