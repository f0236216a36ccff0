// Runs commands of the compiled program one after the other in this process, and says of each how often every block of code
// ran, and how many bytes the kernel read and wrote. Tests only.
import { existsSync, readFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { promisify } from 'node:util';

const [dist, given] = process.argv.slice(2);
const session = new Session();
session.connect();
const ask = promisify(session.post.bind(session));
await ask('Profiler.enable', {});
// Before anything of the program is loaded: what V8 compiled by then is not counted by its blocks.
await ask('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

const RUNNERS = {
  build: (await import(`${dist}commands/build.js`)).runBuild,
  check: (await import(`${dist}commands/check.js`)).runCheck,
};

/** Who counts looks at the end of no long report. */
const MOST_SHOWN = 10_000;

const works = [];
for (const { argv, cwd } of JSON.parse(given)) {
  const [name, ...rest] = argv;
  const ran = { code: null, stdout: '', stderr: '' };
  const terminal = {
    stdout: { write: (text) => (ran.stdout += text) },
    stderr: { write: (text) => (ran.stderr += text) },
    cwd,
    env: {},
  };
  // Begins to count at zero.
  await ask('Profiler.takePreciseCoverage', {});
  const before = bytes();
  ran.code = await RUNNERS[name](rest, terminal, () => new Date());
  const after = bytes();
  const { result } = await ask('Profiler.takePreciseCoverage', {});
  works.push({
    ran: { ...ran, stdout: ran.stdout.slice(0, MOST_SHOWN) },
    blocks: blocksOf(result),
    read: after && after.read - before.read,
    written: after && after.written - before.written,
  });
}
process.stdout.write(JSON.stringify(works));

function blocksOf(scripts) {
  const blocks = {};
  for (const { url, functions } of scripts) {
    if (!url.startsWith('file:')) continue;
    const path = url.replace(/^.*\/(dist|node_modules)\//, '$1/');
    for (const { functionName, ranges } of functions) {
      const count = Math.max(...ranges.map((range) => range.count));
      if (count > 0) blocks[`${path} ${functionName} at ${ranges[0].startOffset}`] = count;
    }
  }
  return blocks;
}

function bytes() {
  if (!existsSync('/proc/self/io')) return undefined;
  const text = readFileSync('/proc/self/io', 'utf8');
  const number = (name) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1]);
  return { read: number('rchar'), written: number('wchar') };
}
