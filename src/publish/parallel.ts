// Bounded parallelism: some jobs at a time, in order of the list; the first failure stops further ones from starting.

/** Runs `job` for each item, at most `width` at a time. Waits for all that began; throws the first failure. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  job: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const failures: unknown[] = [];
  const worker = async () => {
    while (failures.length === 0 && next < items.length) {
      const index = next++;
      const item = items[index] as T;
      await job(item, index).catch((error) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
