// What feedmill build prints. Loads little: a build with nothing to do prints what the one before found.
import { join, relative } from 'node:path';
import type { Done } from '../build/report.ts';
import type { BuildChanges } from '../build/subscribers/changes.ts';
import type { Finding } from '../diagnostics/finding.ts';
import {
  counted,
  formatCounts,
  formatShown,
  printedJson,
  type Shown,
  visible,
  withCommas,
} from '../diagnostics/shown.ts';
import type { Arguments } from './arguments.ts';
import { paintFor, type Terminal } from './terminal.ts';

/** What a build tells: what it did, what it shows of its findings, and all of them when they are wanted. */
export interface Told {
  readonly report: Done;
  readonly shown: Shown;
  readonly findings: Iterable<Finding> | undefined;
}

/** Whether the report takes all findings. */
export function wantsFindings(args: Arguments, env: Terminal['env']): boolean {
  return args.has('json') || args.has('verbose') || isForGithub(env);
}

/** Results to stdout, findings and summary to stderr. */
export async function printReport(
  told: Told,
  exitCode: number,
  milliseconds: number,
  args: Arguments,
  terminal: Terminal,
): Promise<void> {
  const { changes } = told.report;
  if (args.has('json')) terminal.stdout.write(await formatJson({ ...told.report, exitCode }, told.findings ?? []));
  else if (changes !== undefined) terminal.stdout.write(formatChanges(changes));
  await printFindings(told, args, terminal);
  terminal.stderr.write(summary(told, milliseconds, terminal));
}

export async function printFindings(
  { shown, findings }: Pick<Told, 'shown' | 'findings'>,
  args: Arguments,
  terminal: Terminal,
): Promise<void> {
  const paint = paintFor(terminal);
  if (isForGithub(terminal.env)) {
    const { formatGithub } = await import('../diagnostics/github-report.ts');
    const { inCheckout } = await import('./checkout.ts');
    terminal.stderr.write(formatGithub(inCheckout(findings ?? [], terminal)));
  } else if (args.has('verbose')) {
    const { formatFindings } = await import('../diagnostics/text-report.ts');
    terminal.stderr.write(formatFindings(findings ?? [], { paint, verbose: true }));
  } else terminal.stderr.write(formatShown(shown, paint, false));
}

export async function formatJson(fields: object, findings: Iterable<Finding>): Promise<string> {
  const { jsonFindings } = await import('../diagnostics/json-report.ts');
  return printedJson({ ...fields, findings: jsonFindings(findings) });
}

function isForGithub(env: Terminal['env']): boolean {
  return env['GITHUB_ACTIONS'] === 'true';
}

/** What subscribers will see, feed by feed: `+` new, `~` updated, `-` gone from it; then what is gone from every feed. */
function formatChanges({ feeds, fresh, updated, gone }: BuildChanges): string {
  const lines = feeds.flatMap(({ folder, name, ...feed }) => [
    `${name} (${folder === '' ? 'the site' : folder})`,
    ...feed.fresh.map((id) => `  + ${id}`),
    ...feed.updated.map((id) => `  ~ ${id}`),
    ...feed.gone.map((id) => `  - ${id}`),
  ]);
  const withdrawn = gone.length === 0 ? [] : ['Withdrawn from every feed', ...gone.map((id) => `  - ${id}`)];
  const left = new Set([...gone, ...feeds.flatMap((feed) => feed.gone)]);
  const total = `${withCommas(fresh.length)} new, ${withCommas(updated.length)} updated, ${withCommas(left.size)} gone, in ${counted(feeds.length, 'feed')}.`;
  return [...lines, ...withdrawn, total].map((line) => `${visible(line)}\n`).join('');
}

function summary({ report, shown }: Told, milliseconds: number, terminal: Terminal): string {
  const paint = paintFor(terminal);
  const became = report.outcome === 'compared' ? 'would be ' : '';
  const rows: readonly (readonly [string, string])[] = [
    [
      'articles',
      `${withCommas(report.articles)} published of ${counted(report.files, 'file')}, with ${counted(report.relatedItems, 'related item')}`,
    ],
    ...(report.articlesRead === 0 ? [] : [['read', readings(report)] as const]),
    [
      'feeds',
      `${withCommas(report.feeds)}${report.withheldFeeds.length === 0 ? '' : `, ${withCommas(report.withheldFeeds.length)} withheld`}; ${counted(report.documentsVerified, 'document')} verified`,
    ],
    [
      'files',
      `${withCommas(report.written)} ${became}written, ${withCommas(report.unchanged)} unchanged, ${withCommas(report.removed)} ${became}removed`,
    ],
    ['findings', formatCounts(shown.counts, paint)],
    ['time', `${(milliseconds / 1000).toFixed(2)} s`],
    ...(report.outcome === 'written' ? [['see', visible(firstPage(report.outFolder, terminal.cwd))] as const] : []),
  ];
  const table = rows.map(([name, text]) => `  ${paint.dim(name.padEnd(8))}  ${text}\n`).join('');
  return `${paint.strong(HEADLINES[report.outcome])}\n${table}`;
}

/** The first page to look at, from here where it lies below. */
function firstPage(outFolder: string, cwd: string): string {
  const page = join(outFolder, 'index.html');
  const fromHere = relative(cwd, page);
  return fromHere.startsWith('..') ? page : fromHere;
}

function readings({ articlesRead, articlesReadWithYaml, files }: Told['report']): string {
  const slowly = articlesReadWithYaml === 0 ? '' : `, ${withCommas(articlesReadWithYaml)} with the full YAML parser`;
  return `${withCommas(articlesRead)} of ${counted(files, 'file')}${slowly}`;
}

const HEADLINES: Readonly<Record<Done['outcome'], string>> = {
  written: 'Built.',
  compared: 'Compared; nothing was written.',
  'nothing-publishable': 'Nothing to publish; nothing was written.',
  'stopped-by-errors': 'Stopped by errors (--strict); nothing was written.',
  rebroadcast: 'Stopped: old entries would be new to subscribers; nothing was written.',
  'other-site': 'Stopped: the output folder is of another site; nothing was written.',
  'damaged-ledger': 'Stopped: the ledger is damaged; nothing was built.',
  'newer-ledger': 'Stopped: the ledger is of a newer version; nothing was built.',
};
