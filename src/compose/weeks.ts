// In: when entries were published. Out: how many fall into each week. Weeks end with the newest entry: there is no clock.

const WEEK_SECONDS = 7 * 86_400;

/** Weeks that a sparkline shows. */
export const SPARK_WEEKS = 12;

/**
 * Counts the last `count` weeks, oldest first. `end` is the last second of the last week; each week begins just after
 * the same second seven days earlier. Seconds since 1970.
 */
export function weeksUpTo(end: number, published: readonly number[], count: number): readonly number[] {
  const weeks = new Array<number>(count).fill(0);
  for (const at of published) {
    const index = count - 1 - Math.floor((end - at) / WEEK_SECONDS);
    if (at <= end && index >= 0) weeks[index] = (weeks[index] ?? 0) + 1;
  }
  return weeks;
}

/** The newest of some instants, in seconds since 1970; `undefined` when there are none. */
export function newestOf(published: readonly number[]): number | undefined {
  return published.length === 0 ? undefined : published.reduce((a, b) => Math.max(a, b));
}

/** How many weeks lie between the oldest and the newest, both counted, between `min` and `max`. */
export function weekSpan(published: readonly number[], min: number, max: number): number {
  const newest = newestOf(published);
  if (newest === undefined) return min;
  const oldest = published.reduce((a, b) => Math.min(a, b));
  return Math.min(max, Math.max(min, Math.floor((newest - oldest) / WEEK_SECONDS) + 1));
}
