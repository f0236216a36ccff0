// Feedmill against its peers over made-up articles, in one table: npm run bench -- --help
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeCorpus } from './corpus/corpus.mjs';
import { measure, requireTime } from './measure.mjs';
import { hugoVersion } from './peers/hugo/prepare.mjs';
import { ratioOf, tableOf } from './table.mjs';
import { toolsFor } from './tools.mjs';

/** How many times the CPU time of a cold build of 10,000 articles must go into the plain script's; see --floor. */
const FLOOR = 0.6;

const HELP = `Usage: npm run bench -- [options]

Makes its articles, builds their feeds with Feedmill, Hugo and a plain yaml + feed script, and prints one table.

  --articles N,N   sizes of the sets of articles (default 1,10000,100000; 1000000 takes 8 GB and a while)
  --runs N         runs of each (default 3); --runs plain=2 for one of them
  --only NAME,…    only these: feedmill, feedmill-cold, -over, -changed, -nothing, hugo, plain, walk-read, walk-stat,
                   bytes
  --folder DIR     where articles and outputs lie (default bench/.corpora); articles that are there are used again
  --markdown       prints the table as Markdown, for docs/performance.md, which has the caveats
  --floor          10,000 articles, Feedmill cold and the plain script alone; fails below ${FLOOR} times its speed
`;

const CAVEATS = `Each run is a process of its own; all of one round, one after the other, then the next round. Median (least–most).
Files are in the page cache; outputs lie there and are overwritten, but for “cold”, which begins with nothing at all.
Hugo does less: related items are not entries of their own, nothing is verified, there are no pages for people.
The plain script has the related items, but verifies nothing and makes no pages.
The bytes: what a cold build reads and writes, read, looked through once, hashed and written in as many threads as there
are processors, with nothing made of it.
CPU is that of all threads and children; MB are 10^6 bytes. N ÷ M: how many times M goes into N, of medians.
`;

const { values } = parseArgs({
  options: {
    articles: { type: 'string' },
    runs: { type: 'string', multiple: true, default: [] },
    only: { type: 'string' },
    folder: { type: 'string', default: join(dirname(fileURLToPath(import.meta.url)), '.corpora') },
    markdown: { type: 'boolean', default: false },
    floor: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else {
  requireTime();
  if (values.floor) checkFloor();
  else {
    const counts = (values.articles ?? '1,10000,100000').split(',').map(wholeNumber);
    const results = counts.flatMap((count) => measureCorpus(count, values.only?.split(','), runsGiven()));
    process.stdout.write(
      `${machine()}\n\n${tableOf(results, values.markdown)}${values.markdown ? '' : `\n${CAVEATS}`}`,
    );
  }
}

function checkFloor() {
  const results = measureCorpus(10_000, ['feedmill-cold', 'plain'], { all: 2, plain: 1 });
  const ratio = ratioOf(results, 'cpuSeconds', 'plain', 'feedmill-cold');
  process.stdout.write(`${tableOf(results, false)}\nfloor: ${FLOOR} × in CPU time, measured: ${ratio?.toFixed(2)} ×\n`);
  if (ratio === undefined || ratio < FLOOR) process.exitCode = 1;
}

/** All tools over one corpus, in rounds. */
function measureCorpus(count, only, runs) {
  const folder = join(resolve(values.folder), String(count));
  const corpus = join(folder, 'articles');
  say(`${count} articles: ${corpus}`);
  makeCorpus(count, corpus);
  const tools = toolsFor(corpus, join(folder, 'runs'));
  const unknown = only?.find((wanted) => !tools.some(({ name }) => name.startsWith(wanted)));
  if (unknown !== undefined) throw new Error(`nothing to measure is called ${unknown}`);
  const results = tools
    .filter(({ name }) => only?.some((wanted) => name.startsWith(wanted)) ?? true)
    .map((tool) => ({ tool, count, name: tool.name, label: tool.label, runs: [], ...plan(tool, count, runs) }));
  const running = results.filter(({ planned }) => planned > 0);
  try {
    for (const { tool } of running) {
      say(`${tool.label}: preparing`);
      tool.prepare();
    }
    for (let round = 1; round <= Math.max(...running.map(({ planned }) => planned)); round++) {
      for (const result of running.filter(({ planned }) => planned >= round)) {
        result.tool.before();
        run(result);
      }
    }
    return results.map((result) => ({ ...result, output: outputOf(result.tool.own) }));
  } finally {
    for (const { tool } of running) tool.after();
    rmSync(join(folder, 'runs'), { recursive: true, force: true });
  }
}

/** A tool that fails is a line of the table, and does not run again. */
function run(result) {
  try {
    const figures = measure(result.tool.command, result.tool.own);
    say(`${result.label}: ${figures.wallSeconds.toFixed(2)} s`);
    result.runs.push(figures);
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
    Object.assign(result, { planned: 0, runs: [], reason: 'failed; what it said stands above the table' });
  }
}

/** How often a tool runs, and why it does not. */
function plan({ name, missing, most, onceFrom }, count, runs) {
  if (missing !== undefined) return { planned: 0, reason: missing };
  if (count > (most ?? count)) return { planned: 0, reason: `not run: needs too much memory above ${most} articles` };
  return { planned: runs[name] ?? (count >= (onceFrom ?? Infinity) ? 1 : runs.all) };
}

function runsGiven() {
  const runs = { all: 3 };
  for (const given of values.runs) {
    const [, name = 'all', number] = /^(?:([a-z-]+)=)?(\d+)$/.exec(given) ?? [];
    runs[name] = wholeNumber(number ?? given);
  }
  return runs;
}

function wholeNumber(text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${text} is not a number of articles or runs`);
  return Number(text);
}

function outputOf(own) {
  const out = join(own, 'out');
  if (!existsSync(out)) return undefined;
  const entries = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = entries.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return { files: entries.length, megabytes: bytes / 1e6 };
}

function machine() {
  const processors = cpus();
  const programs = [`Node ${process.versions.node}`, hugoVersion()].filter((program) => program !== undefined);
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${processors.length} × ${processors[0]?.model}, ${programs.join(', ')}`;
}

/** Progress, so that whoever waits knows for what. */
function say(line) {
  process.stderr.write(`${line}\n`);
}
