// `feedmill check`: files, folders, standard input and addresses → what is wrong with the feeds in them.
// Wires reading, checking and reporting; what is right and wrong is lint's affair.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { lintCodes } from '../diagnostics/catalogue/lint.ts';
import type { Finding } from '../diagnostics/finding.ts';
import { formatGithub } from '../diagnostics/github-report.ts';
import type { Severity } from '../diagnostics/rule.ts';
import { formatSarif } from '../diagnostics/sarif.ts';
import { formatCounts, printedJson, visible, withCommas } from '../diagnostics/shown.ts';
import { formatFindings } from '../diagnostics/text-report.ts';
import { codeOf, reasonOf, UsageFailure, WorldFailure } from '../io/failure.ts';
import { documentIn, fetchDocument } from '../io/http.ts';
import { type Obstacle, walk } from '../io/walk.ts';
import { type CheckReport, check, PROFILES, type Profile, type RuleSetting } from '../lint/check.ts';
import type { HttpAnswer } from '../model/http-answer.ts';
import { type Instant, instantOf } from '../model/instant.ts';
import { withoutUser } from '../model/url.ts';
import { type Flag, readArguments, unknown } from './arguments.ts';
import { inCheckout } from './checkout.ts';
import { paintFor, type Terminal } from './terminal.ts';

export const checkHelp = `Usage: feedmill check PATH… [options]

Reads RSS, Atom, JSON Feed and OPML documents, and says what is wrong with them, where,
why it matters and how to mend it.

  PATH                 a file, a folder (all *.xml *.rss *.atom *.json *.opml below it that are
                       feeds, but for what lies in node_modules and .git), - for standard
                       input, or an http(s) address; then how the document is served is
                       checked too

Options:
  --format FORMAT      text (default), json, github or sarif
  --severity LEVEL     the least that is shown: error, warning or info (default); the verdict
                       counts all
  --rule ID=LEVEL      set a rule to off, warning or error; may be repeated
  --max-findings N     how many findings are shown a file; the verdict counts all
  --profile PROFILE    readers (default), msn, flipboard, apple-podcasts or bots: what that
                       consumer refuses in RSS 2.0 and Atom
  -h, --help           show this help

Exit codes: 0 no errors; 1 errors, or no feed in the folders; 2 wrong usage; 3 a path could
not be read.
`;

const FORMATS = ['text', 'json', 'github', 'sarif'] as const;
const SEVERITIES = ['error', 'warning', 'info'] as const;
const SETTINGS = ['off', 'warning', 'error'] as const;
/** Folders of others below one that is checked; named themselves, they are. */
const OTHERS: ReadonlySet<string> = new Set(['node_modules', '.git']);
const FEED_FILE = /\.(?:xml|rss|atom|json|opml)$/i;

const FLAGS: Readonly<Record<string, Flag>> = {
  format: { type: 'string' },
  severity: { type: 'string' },
  rule: { type: 'string', multiple: true },
  'max-findings': { type: 'string' },
  profile: { type: 'string' },
};

interface Settings {
  readonly paths: readonly string[];
  readonly format: (typeof FORMATS)[number];
  readonly severity: Severity;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly maxFindings: number;
  readonly profile: Profile;
}

/** A document as it was found; `path` as the user will know it. */
interface Source {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** How it came, for documents that were read over HTTP. */
  readonly http?: HttpAnswer;
  /** Whether it was found in a folder, not named. */
  readonly isFound?: boolean;
}

interface Checked {
  readonly path: string;
  readonly report: CheckReport;
}

/** Runs the command. `clock` tells which dates lie in the future. */
export async function runCheck(argv: readonly string[], terminal: Terminal, clock: () => Date): Promise<number> {
  const settings = settingsOf(argv);
  if (settings === undefined) {
    terminal.stdout.write(checkHelp);
    return 0;
  }
  return checkAll(settings, terminal, instantOf(clock()));
}

async function checkAll(settings: Settings, terminal: Terminal, now: Instant | undefined): Promise<number> {
  const checked: Checked[] = [];
  const passed: Passed = { failures: [], noFeeds: [], outside: [] };
  const withoutFeeds: string[] = [];
  for (const path of settings.paths) {
    const before = checked.length + passed.failures.length;
    for await (const source of sourcesOf(path, terminal, passed)) {
      const report = checkOne(source, settings, now, passed.failures);
      // A sitemap or a manifest in a folder is no feed and claims to be none; an empty file may have been one.
      const isLeftOut = source.isFound === true && source.bytes.some(isInk);
      if (report !== undefined && isLeftOut && isNoFeed(report, settings)) passed.noFeeds.push(source.path);
      else if (report !== undefined) checked.push({ path: source.path, report });
    }
    if (checked.length + passed.failures.length === before) withoutFeeds.push(path);
  }
  terminal.stdout.write(formatted(checked, settings, terminal));
  tell(passed, terminal);
  const nothing = checked.length === 0 && passed.failures.length === 0;
  if (withoutFeeds.length > 0) {
    const end = nothing ? '; nothing was checked.' : '.';
    terminal.stderr.write(`${visible(`No feed was found in ${withoutFeeds.join(', ')}${end}`)}\n`);
  }
  if (passed.failures.length > 0) return 3;
  // A wrong path, or a site that was not built, is no success.
  if (nothing) return 1;
  return checked.some(({ report }) => report.counts.error > 0) ? 1 : 0;
}

/** What was not checked, and is said at the end. */
interface Passed {
  /** Sentences about what could not be read. */
  readonly failures: string[];
  /** Paths found in folders. */
  readonly noFeeds: string[];
  /** Links to folders outside. */
  readonly outside: string[];
}

function tell({ failures, noFeeds, outside }: Passed, terminal: Terminal): void {
  const lines = [
    ...failures,
    ...(noFeeds.length > 0 ? [`Left out, since they are no feeds: ${some(noFeeds)}.`] : []),
    ...(outside.length > 0 ? [`Left out, since these links lead out of the folder: ${some(outside)}.`] : []),
  ];
  for (const line of lines) terminal.stderr.write(`${visible(line)}\n`);
}

/** A folder may hold thousands. */
function some(paths: readonly string[]): string {
  const more = paths.length - NAMED;
  return paths.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${withCommas(more)} more` : '');
}

const NAMED = 10;

/** Checks a document. Even one that is too much for the program costs no other its report. */
function checkOne(
  { path, bytes, http }: Source,
  { rules, severity, maxFindings, profile }: Settings,
  now: Instant | undefined,
  failures: string[],
): CheckReport | undefined {
  try {
    return check(bytes, {
      rules,
      severity,
      maxFindings,
      profile,
      ...(now === undefined ? {} : { now }),
      ...(http === undefined ? {} : { http }),
    });
  } catch (error) {
    failures.push(`${path} could not be checked: Feedmill has a fault (${error}). Please report it.`);
    return undefined;
  }
}

/** The documents behind a path. What cannot be read is a failure, and the others go on. */
async function* sourcesOf(path: string, terminal: Terminal, passed: Passed): AsyncGenerator<Source> {
  try {
    if (path === '-') {
      yield { path, bytes: await documentIn(terminal.stdin ?? [], path) };
      return;
    }
    if (/^https?:\/\//i.test(path)) {
      const { bytes, answer } = await fetchDocument(path);
      yield { path, bytes, http: answer };
      return;
    }
    const full = isAbsolute(path) ? path : join(terminal.cwd, path);
    if (!(await stat(full)).isDirectory()) {
      yield { path, bytes: await documentIn(createReadStream(full), path) };
      return;
    }
    const { files, obstacles } = walk(full, {
      enters: (_, name) => !OTHERS.has(name),
      takes: (_, name) => FEED_FILE.test(name),
    });
    for (const obstacle of obstacles) meet(obstacle, join(path, obstacle.path), passed);
    for (const file of files) {
      for await (const source of sourcesOf(join(path, file.path), terminal, passed)) yield { ...source, isFound: true };
    }
  } catch (error) {
    // A single letter is a disk of Windows.
    const isElsewhere = codeOf(error) === 'ENOENT' && /^[a-z][a-z\d+.-]+:/i.test(path);
    if (isElsewhere) passed.failures.push(unreadable(withoutUser(path), 'of addresses, only http:// and https:// are'));
    else passed.failures.push(error instanceof WorldFailure ? error.message : unreadable(path, reasonOf(error)));
  }
}

/** Links that are named like feeds were meant to be checked; others matter only where they hide a folder. */
function meet(obstacle: Obstacle, path: string, { failures, outside }: Passed): void {
  if (obstacle.kind === 'unreadable') failures.push(unreadable(path, obstacle.reason));
  else if (!FEED_FILE.test(path)) {
    if (obstacle.kind === 'outside-link') outside.push(path);
  } else if (obstacle.kind === 'broken-link') failures.push(unreadable(path, 'the link leads nowhere'));
  else failures.push(unreadable(path, 'the link leads out of the folder; name the file itself'));
}

/** Whether nothing was found but that it is no feed. Counts, since what is shown may be less. */
function isNoFeed({ format, counts }: CheckReport, { rules }: Settings): boolean {
  const ofFormat = rules['format/unknown-format'] === 'off' ? 0 : 1;
  return format === 'unknown' && counts.error + counts.warning + counts.info === ofFormat;
}

/** Whether a byte is no white space. */
function isInk(byte: number): boolean {
  return byte > 0x20;
}

function unreadable(path: string, reason: string): string {
  return `${path} could not be read: ${reason}.`;
}

function formatted(checked: readonly Checked[], { format }: Settings, terminal: Terminal): string {
  if (format === 'json') return json(checked);
  const findings = checked.flatMap(findingsOf);
  if (format === 'github') return formatGithub(inCheckout(findings, terminal));
  if (format === 'sarif') return formatSarif([...inCheckout(findings, terminal)]);
  const paint = paintFor(terminal, terminal.stdout);
  const verdicts = checked.map(({ path, report }) => {
    const counts = formatCounts(report.counts, paint);
    return `${visible(path)}: ${report.verdict.replaceAll('-', ' ')} (${report.format}; ${counts})\n`;
  });
  return `${formatFindings(findings, { paint, verbose: true })}${verdicts.join('')}`;
}

/** The report's findings as every reporter takes them. */
function findingsOf({ path, report }: Checked): readonly Finding[] {
  return report.findings.map(({ rule, severity, message, position }) => ({
    code: rule,
    severity,
    message,
    path,
    position,
  }));
}

/** `{files: [{path, format, verdict, findings: [{rule, severity, message, line, column, path, why, fix, spec}]}]}`. */
function json(checked: readonly Checked[]): string {
  const files = checked.map(({ path, report: { format, verdict, findings } }) => ({
    path,
    format,
    verdict,
    findings: findings.map(({ position: _, ...finding }) => finding),
  }));
  return printedJson({ files });
}

/** Reads the arguments; `undefined` when only help is wanted. */
function settingsOf(argv: readonly string[]): Settings | undefined {
  const args = readArguments(argv, FLAGS);
  if (args.has('help')) return undefined;
  if (args.positionals.length === 0)
    throw new UsageFailure('Say which files or folders to check: feedmill check PATH… (- for standard input).');
  return {
    paths: args.positionals,
    format: chosen('--format', args.text('format') ?? 'text', FORMATS),
    severity: chosen('--severity', args.text('severity') ?? 'info', SEVERITIES),
    profile: chosen('--profile', args.text('profile') ?? 'readers', PROFILES),
    maxFindings: limit(args.text('max-findings')),
    rules: Object.fromEntries(args.texts('rule').map(ruleSetting)),
  };
}

function chosen<T extends string>(flag: string, given: string, known: readonly T[]): T {
  const found = known.find((one) => one === given);
  if (found !== undefined) return found;
  throw new UsageFailure(
    `${unknown(given, known, flag.slice(2))} It takes ${known.slice(0, -1).join(', ')} or ${known.at(-1)}.`,
  );
}

function limit(given: string | undefined): number {
  if (given === undefined) return Number.POSITIVE_INFINITY;
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw new UsageFailure(`--max-findings takes a whole number, not ${given}.`);
}

function ruleSetting(given: string): readonly [string, RuleSetting] {
  const equals = given.lastIndexOf('=');
  const [code, setting] = [given.slice(0, equals), given.slice(equals + 1)];
  if (equals < 0) throw new UsageFailure(`--rule takes ID=off, ID=warning or ID=error, not ${given}.`);
  if (!lintCodes.some((known) => known === code)) throw new UsageFailure(unknown(code, lintCodes, 'rule'));
  return [code, chosen('--rule', setting, SETTINGS)];
}
