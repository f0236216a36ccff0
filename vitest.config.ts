import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    benchmark: { include: ['bench/*.bench.ts'] },
    testTimeout: 60_000,
    // By default vitest leaves a core idle; on a machine of two that doubles the time.
    maxWorkers: '100%',
  },
});
