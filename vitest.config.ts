import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What lasts longest begins first: a core that one long file keeps waiting at the end is of no use to anybody. */
const LONGEST = [
  'publish/targets',
  'pages/pages',
  'fresh-clone',
  'package',
  'build/workers',
  'growth',
  'build/history',
  'build/moves',
  'lint/check',
  'build/kill',
  'build/edits',
  'build/damage',
  'commands/serve',
  'build/determinism',
  'build/lock',
  'build/disk',
  'build/incremental',
  'commands/unchanged-build',
  'build/hostile',
  'commands/cli',
  'publish/announce',
  'publish/secrets',
  'parse/body',
  'parse/quick-yaml-agreement',
  'parse/yaml',
  'parse/secrets',
  'model/direction',
];

const LONG = process.env['FEEDMILL_LONG'] === '1';

/**
 * From `parse/` down nothing holds more than a memory of words, so their tests share a few processes: loading everything
 * anew takes as long as they do. A long run, and a file on its own, begin with nothing in memory.
 */
const PURE = ['collect', 'compose', 'diagnostics', 'model', 'parse', 'render', 'verify'];
const pureFiles = PURE.map((folder) => `test/${folder}/**/*.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return at < 0 ? LONGEST.length : at;
    };
    // Those that share a process have to follow one another.
    const shared = ({ project }: TestSpecification) => Number(!project.config.isolate);
    return (await super.sort(files)).sort((a, b) => shared(a) - shared(b) || rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    // Only what hangs: how long something takes on a busy machine says nothing.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // One more than there are cores, for servers, browsers and processes are waited for. Vitest itself leaves a core idle.
    maxWorkers: availableParallelism() + 1,
    // Threads that help to collect garbage would wait for the cores that other files use, and turn while they wait.
    execArgv: ['--single-threaded-gc'],
    sequence: { sequencer: LongestFirst },
    // What makes a feed and proves it is reached by its own tests, without a build around it.
    coverage: {
      include: ['src/{collect,compose,render,verify}/**'],
      reporter: ['text-summary'],
      thresholds: { lines: 98, functions: 98 },
    },
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: pureFiles, isolate: LONG, benchmark: { include: [] } },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: pureFiles,
          benchmark: { include: ['bench/*.bench.ts'] },
        },
      },
    ],
  },
});
