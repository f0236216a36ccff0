// feedmill build: content folder → verified feeds. Wires configuration, build and report together; knows no feed.
// Most builds have nothing to do: what does something is loaded when there is something to do.
import { dirname, join, resolve } from 'node:path';
import { beginBuild, type Start, startKey } from '../build/incremental/unchanged.ts';
import { UsageFailure, WorldFailure } from '../io/failure.ts';
import { type Instant, instantOf } from '../model/instant.ts';
import { type Arguments, type Flag, readArguments } from './arguments.ts';
import { printReport, type Told, wantsFindings } from './build-report.ts';
import { type ConfigurationFile, findConfiguration, LEDGER_FILE } from './configuration-file.ts';
import type { Terminal } from './terminal.ts';

const buildHelp = `Usage: feedmill build [CONTENT] [options]

Reads a folder of articles and writes RSS 2.0, Atom and JSON Feed for the site,
for each topic and for each provider. Every document is read back and compared
before it replaces the one that is there; files that did not change stay as they are.

  CONTENT             the folder of articles (default: content.dir of the configuration)

Options:
  --config FILE       the configuration (default: feedmill.yaml here or above)
  --out DIR           where the feeds are written (default: out/ beside the configuration)
  --base-url URL      where they will be served (default: feeds.baseUrl)
  --ledger FILE       what subscribers have seen (default: feedmill.ledger beside the configuration)
  --cache FILE        what the last build read (default: .feedmill/cache beside the configuration)
  --no-cache          read every article
  --verify-cache      hash every article instead of trusting its size and time
  --diff              say what subscribers would see, and write nothing
  --no-record         build, but leave the ledger as it is
  --rebroadcast       let old entries become new to subscribers in any number
  --strict            stop before anything is written when there is an error
  --wait              wait for another build that writes to the same folder
  --workers N         threads that read articles and make feeds beside the main one, 0 for none; it
                      changes nothing but the time (default: one a core, counting the main one,
                      when there is much to do)
  --now INSTANT       build as if it were that time, for example 2026-03-01T08:00:00Z
  --json              print the report as JSON on standard output; with --diff its written and
                      removed count the files that would be
  --verbose           show every finding, and explain infos too
  -h, --help          show this help

Exit codes: 0 done; 1 errors under --strict, a feed withheld, nothing to publish, a
refused rebroadcast, another site's output, a damaged or newer ledger; 2 wrong usage or
configuration; 3 disk or system failed, or another build is at work.
`;

const FLAGS: Readonly<Record<string, Flag>> = {
  config: { type: 'string' },
  out: { type: 'string' },
  'base-url': { type: 'string' },
  ledger: { type: 'string' },
  cache: { type: 'string' },
  'no-cache': { type: 'boolean' },
  'verify-cache': { type: 'boolean' },
  diff: { type: 'boolean' },
  'no-record': { type: 'boolean' },
  rebroadcast: { type: 'boolean' },
  strict: { type: 'boolean' },
  wait: { type: 'boolean' },
  workers: { type: 'string' },
  now: { type: 'string' },
  json: { type: 'boolean' },
  verbose: { type: 'boolean' },
};

/** Runs the command. `clock` is the wall clock, asked only when `--now` is not given. */
export async function runBuild(argv: readonly string[], terminal: Terminal, clock: () => Date): Promise<number> {
  const args = readArguments(argv, FLAGS, 1);
  if (args.has('help')) {
    terminal.stdout.write(buildHelp);
    return 0;
  }
  const now = await nowOf(args.text('now'), clock);
  const started = performance.now();
  const file = await findConfiguration(args.text('config'), terminal.cwd);
  const told = await build(file, await startOf(file, now, args, terminal), args, terminal);
  if (told === undefined) return 2;
  const exitCode = exitCodeOf(told.report);
  await printReport(told, exitCode, performance.now() - started, args, terminal);
  return exitCode;
}

/** `undefined`: the configuration has errors, and they are printed. */
async function build(
  file: ConfigurationFile,
  start: Start,
  args: Arguments,
  terminal: Terminal,
): Promise<Told | undefined> {
  const begun = args.has('verify-cache') ? undefined : await beginBuild(start);
  try {
    if (begun?.unchanged !== undefined) return begun.unchanged;
    const { buildWhole } = await import('./whole-build.ts');
    return await buildWhole({ file, start, begun, args, terminal });
  } finally {
    await begun?.release();
  }
}

/** All of a build's circumstances that are known before its configuration is read. */
async function startOf(
  { path, bytes }: ConfigurationFile,
  now: Instant,
  args: Arguments,
  { cwd, env }: Terminal,
): Promise<Start> {
  const folder = dirname(path);
  const pathOf = (flag: string, byDefault: string) => {
    const given = args.text(flag);
    return given === undefined ? byDefault : resolve(cwd, given);
  };
  return {
    key: startKey(path, bytes.toString('latin1'), cwd, args.positionals, args.text('base-url')),
    outFolder: pathOf('out', join(folder, 'out')),
    ledgerFile: pathOf('ledger', join(folder, LEDGER_FILE)),
    cacheFile: args.has('no-cache') ? undefined : pathOf('cache', join(folder, '.feedmill', 'cache')),
    now,
    mode: args.has('diff') ? 'diff' : args.has('no-record') ? 'no-record' : 'record',
    strict: args.has('strict'),
    wait: args.has('wait'),
    ...(await workersOf(args.text('workers'))),
    wantsFindings: wantsFindings(args, env),
  };
}

/** The one place that decides how a build ends. */
export function exitCodeOf({ outcome, withheldFeeds, unreadable }: Told['report']): 0 | 1 | 3 {
  if ((outcome !== 'written' && outcome !== 'compared') || withheldFeeds.length > 0) return 1;
  return unreadable ? 3 : 0;
}

async function nowOf(given: string | undefined, clock: () => Date): Promise<Instant> {
  if (given === undefined) {
    const at = instantOf(clock());
    if (at === undefined) throw new WorldFailure('The clock of this machine tells no time; give one with --now.');
    return at;
  }
  const { parseDate } = await import('../parse/date.ts');
  const date = parseDate(given, 'UTC');
  if (date === undefined) throw new UsageFailure(`--now is no instant: ${given}. Write it as 2026-03-01T08:00:00Z.`);
  return date.at;
}

async function workersOf(given: string | undefined): Promise<{ readonly workers?: number }> {
  if (given === undefined) return {};
  const { MOST_WORKERS } = await import('../build/input.ts');
  const workers = /^\d{1,3}$/.test(given) ? Number(given) : Number.NaN;
  if (workers <= MOST_WORKERS) return { workers };
  throw new UsageFailure(`--workers is no number from 0 to ${MOST_WORKERS}: ${given}.`);
}
