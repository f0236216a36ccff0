import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What lasts longest, in a long run or else, begins first: cores that wait for one file at the end are of no use to anybody. */
const LONGEST = [
  'build/history',
  'publish/targets',
  'build/moves',
  'build/kill',
  'pages/pages',
  'growth',
  'build/workers',
  'fresh-clone',
  'parse/body',
  'lint/check',
  'package',
  'build/disk',
  'build/determinism',
  'build/hostile',
  'build/incremental',
  'publish/announce',
  'build/damage',
  'build/defaults',
  'parse/quick-yaml-agreement',
  'parse/secrets',
  'commands/cli',
  'build/verification',
  'build/pipes',
  'publish/secrets',
  'publish/server-config',
  'readers',
  'parse/yaml',
  'commands/serve',
  'build/edits',
  'commands/unchanged-build',
  'build/lock',
];

const LONG = process.env['FEEDMILL_LONG'] === '1';

/**
 * Files share a few processes: loading everything anew for each took a fifth of the time. Only those that replace something,
 * which is what `vi` is for, have one of their own. In a long run, and run by itself, each begins with nothing in memory.
 */
const testFiles = readdirSync(new URL('test', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => `test/${path}`);
const apartFiles = testFiles.filter((path) =>
  /import .*\bvi\b.* from 'vitest'/.test(readFileSync(new URL(path, import.meta.url), 'utf8')),
);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return at < 0 ? LONGEST.length : at;
    };
    // Those that share processes have to follow one another.
    const shared = ({ project }: TestSpecification) => Number(!project.config.isolate);
    return (await super.sort(files)).sort((a, b) => shared(b) - shared(a) || rank(a) - rank(b));
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
        test: { name: 'apart', include: apartFiles, benchmark: { include: [] } },
      },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: apartFiles,
          isolate: LONG,
          benchmark: { include: ['bench/*.bench.ts'] },
        },
      },
    ],
  },
});
