// feedmill build: content folder → verified feeds. Wires configuration, build and report together; knows no feed.

import { join, resolve } from 'node:path';
import { type BuildReport, buildFeeds } from '../build/build.ts';
import type { BuildChanges } from '../build/changes.ts';
import type { Finding } from '../diagnostics/finding.ts';
import { formatGithub } from '../diagnostics/github-report.ts';
import { jsonFindings } from '../diagnostics/json-report.ts';
import { formatCounts, formatFindings, type Paint } from '../diagnostics/text-report.ts';
import { UsageFailure } from '../io/failure.ts';
import { type Instant, instantOf } from '../model/instant.ts';
import type { Settings } from '../model/settings.ts';
import { absoluteUrl } from '../model/url.ts';
import { parseDate } from '../parse/date.ts';
import { type Arguments, type Flag, readArguments } from './arguments.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import { paintFor, progressBar, type Terminal } from './terminal.ts';

export const buildHelp = `Usage: feedmill build [CONTENT] [options]

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
  --workers N         threads that read articles and make feeds, 0 for none; it changes
                      nothing but the time (default: one a core when there is much to do)
  --now INSTANT       build as if it were that time, for example 2026-03-01T08:00:00Z
  --json              print the report as JSON on standard output
  --verbose           show every finding, with frames
  -h, --help          show this help

Exit codes: 0 done; 1 errors under --strict, a feed withheld, nothing to publish, a
refused rebroadcast, a damaged ledger; 2 wrong usage or configuration; 3 disk or system failed.
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
  const now = args.has('help') ? undefined : nowOf(args.text('now'), clock);
  if (now === undefined) {
    terminal.stdout.write(buildHelp);
    return 0;
  }
  const started = performance.now();
  const configuration = await readConfiguration(args.text('config'), terminal.cwd);
  const { settings, folder } = configuration;
  if (settings === undefined) return refuseConfiguration(configuration, args, terminal);
  const [content] = args.positionals;
  const pathOf = (flag: string, byDefault: string) => {
    const given = args.text(flag);
    return given === undefined ? byDefault : resolve(terminal.cwd, given);
  };
  const bar = progressBar(terminal);
  const report = await buildFeeds({
    settings: withBaseUrl(settings, args.text('base-url')),
    contentFolder: content === undefined ? resolve(folder, settings.content.dir) : resolve(terminal.cwd, content),
    outFolder: pathOf('out', join(folder, 'out')),
    ledgerFile: pathOf('ledger', join(folder, 'feedmill.ledger')),
    cacheFile: args.has('no-cache') ? undefined : pathOf('cache', join(folder, '.feedmill', 'cache')),
    now,
    cwd: terminal.cwd,
    mode: args.has('diff') ? 'diff' : args.has('no-record') ? 'no-record' : 'record',
    rebroadcast: args.has('rebroadcast'),
    verifyCache: args.has('verify-cache'),
    strict: args.has('strict'),
    wait: args.has('wait'),
    ...workersOf(args.text('workers')),
    progress: bar.progress,
  }).finally(() => bar.stop());
  const all = [...configuration.findings, ...report.findings];
  const exitCode = exitCodeOf(report);
  if (args.has('json')) terminal.stdout.write(jsonReport(report, all, exitCode));
  else if (report.changes !== undefined) terminal.stdout.write(formatChanges(report.changes));
  printFindings(all, args, terminal);
  terminal.stderr.write(summary(report, all, performance.now() - started, paintFor(terminal)));
  return exitCode;
}

/** The one place that decides how a build ends. */
export function exitCodeOf({ outcome, withheldFeeds, unreadable }: BuildReport): 0 | 1 | 3 {
  if ((outcome !== 'written' && outcome !== 'compared') || withheldFeeds.length > 0) return 1;
  return unreadable ? 3 : 0;
}

function nowOf(given: string | undefined, clock: () => Date): Instant | undefined {
  if (given === undefined) return instantOf(clock());
  const date = parseDate(given, 'UTC');
  if (date === undefined) throw new UsageFailure(`--now is no instant: ${given}. Write it as 2026-03-01T08:00:00Z.`);
  return date.at;
}

/** More threads than that only get in each other's way. */
const MOST_WORKERS = 64;

function workersOf(given: string | undefined): { readonly workers?: number } {
  if (given === undefined) return {};
  const workers = /^\d{1,3}$/.test(given) ? Number(given) : Number.NaN;
  if (workers <= MOST_WORKERS) return { workers };
  throw new UsageFailure(`--workers is no number from 0 to ${MOST_WORKERS}: ${given}.`);
}

function withBaseUrl(settings: Settings, given: string | undefined): Settings {
  if (given === undefined) return settings;
  const baseUrl = absoluteUrl(given.endsWith('/') ? given : `${given}/`);
  if (baseUrl === undefined) throw new UsageFailure(`--base-url is no absolute http or https address: ${given}.`);
  return { ...settings, feeds: { ...settings.feeds, baseUrl } };
}

function refuseConfiguration({ findings }: Configuration, args: Arguments, terminal: Terminal): number {
  if (args.has('json'))
    terminal.stdout.write(
      `${JSON.stringify({ outcome: 'bad-configuration', exitCode: 2, findings: jsonFindings(findings) }, null, 2)}\n`,
    );
  printFindings(findings, args, terminal);
  terminal.stderr.write('The configuration has errors; nothing was built.\n');
  return 2;
}

function printFindings(findings: readonly Finding[], args: Arguments, terminal: Terminal): void {
  if (terminal.env['GITHUB_ACTIONS'] === 'true') terminal.stderr.write(formatGithub(findings));
  else terminal.stderr.write(formatFindings(findings, { paint: paintFor(terminal), verbose: args.has('verbose') }));
}

function jsonReport(report: BuildReport, findings: readonly Finding[], exitCode: number): string {
  return `${JSON.stringify({ ...report, exitCode, findings: jsonFindings(findings) }, null, 2)}\n`;
}

/** What subscribers will see, feed by feed: `+` new, `~` updated; then what is gone. */
function formatChanges({ feeds, fresh, updated, gone }: BuildChanges): string {
  const lines = feeds.flatMap(({ folder, name, fresh: added, updated: changed }) => [
    `${name} (${folder === '' ? 'the site' : folder})`,
    ...added.map((id) => `  + ${id}`),
    ...changed.map((id) => `  ~ ${id}`),
  ]);
  const withdrawn = gone.length === 0 ? [] : ['Withdrawn from every feed', ...gone.map((id) => `  - ${id}`)];
  const total = `${count(fresh.length)} new, ${count(updated.length)} updated, ${count(gone.length)} gone, in ${count(feeds.length)} feeds.`;
  return `${[...lines, ...withdrawn, total].join('\n')}\n`;
}

function summary(report: BuildReport, findings: readonly Finding[], milliseconds: number, paint: Paint): string {
  const rows: readonly (readonly [string, string])[] = [
    [
      'articles',
      `${count(report.articles)} published of ${count(report.files)} files, with ${count(report.relatedItems)} related items`,
    ],
    [
      'feeds',
      `${count(report.feeds)}${report.withheldFeeds.length === 0 ? '' : `, ${count(report.withheldFeeds.length)} withheld`}; ${count(report.documentsVerified)} documents verified`,
    ],
    [
      'files',
      `${count(report.written)} written, ${count(report.unchanged)} unchanged, ${count(report.removed)} removed`,
    ],
    ['findings', formatCounts(findings, paint)],
    ['time', `${(milliseconds / 1000).toFixed(2)} s`],
  ];
  const table = rows.map(([name, text]) => `  ${paint.dim(name.padEnd(8))}  ${text}\n`).join('');
  return `${paint.strong(HEADLINES[report.outcome])}\n${table}${report.outcome === 'written' ? `  ${paint.dim('see'.padEnd(8))}  ${join(report.outFolder, 'index.html')}\n` : ''}`;
}

const HEADLINES: Readonly<Record<BuildReport['outcome'], string>> = {
  written: 'Built.',
  compared: 'Compared; nothing was written.',
  'nothing-publishable': 'Nothing to publish; nothing was written.',
  'stopped-by-errors': 'Stopped by errors (--strict); nothing was written.',
  rebroadcast: 'Stopped: old entries would be new to subscribers; nothing was written.',
  'damaged-ledger': 'Stopped: the ledger is damaged; nothing was built.',
};

function count(number: number): string {
  return number.toLocaleString('en-US');
}
