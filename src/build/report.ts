// What a build did and found, as one value for whoever asked for it.
import { relative } from 'node:path';
import type { Finding } from '../diagnostics/finding.ts';
import type { Shown } from '../diagnostics/shown.ts';
import { LEDGER_VERSION } from '../ledger/format.ts';
import type { StoredLedger, UsableLedger } from '../ledger/store.ts';
import type { Findings } from './findings.ts';
import type { BuildInput } from './input.ts';
import type { ContentWalk } from './reading/content.ts';
import type { Scan } from './scan.ts';
import type { BuildChanges } from './subscribers/changes.ts';

/** What a build did. A number that it did not come to is 0. */
export interface BuildReport {
  /** `written`: `out/` holds the new state. `compared`: `--diff`. Else nothing was written, and why. */
  readonly outcome:
    | 'written'
    | 'compared'
    | 'nothing-publishable'
    | 'stopped-by-errors'
    | 'rebroadcast'
    | 'other-site'
    | 'damaged-ledger'
    | 'newer-ledger';
  /** Files that hold articles, those included that stay out. */
  readonly files: number;
  /** Articles that may be in feeds. */
  readonly articles: number;
  /** Related items that could be entries of their own. */
  readonly relatedItems: number;
  readonly feeds: number;
  /** Folders of feeds that did not survive verification and were not written. */
  readonly withheldFeeds: readonly string[];
  /** A feed has one in each format; those of unchanged feeds count, too, which were verified when they were made. */
  readonly documentsVerified: number;
  /** Articles that were read; the others are known from the build before. */
  readonly articlesRead: number;
  /** How many of them only the full YAML parser could read, which takes far longer. */
  readonly articlesReadWithYaml: number;
  /** Feeds that were composed; the others hold nothing that changed. */
  readonly feedsComposed: number;
  /** Files of `out/`; with `mode: 'diff'` those that would be written, and removed. */
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Whether a path could not be read: the world's failure. */
  readonly unreadable: boolean;
  /** What subscribers will see; only with `mode: 'diff'`. */
  readonly changes: BuildChanges | undefined;
  readonly findings: readonly Finding[];
  readonly outFolder: string;
}

/** What a build did, without what it found. */
export type Done = Omit<BuildReport, 'findings'>;

export interface Built {
  readonly done: Done;
  /** Those that lie packed are missing where nobody wants them and `shown` tells of them. */
  readonly findings: Findings;
  /** What a report shows of them and of the configuration's; default: by looking at them. */
  readonly shown?: Shown | undefined;
}

export type Reporter = (outcome: Done['outcome'], done?: Partial<Done>) => Done;

/** The report for callers, who seldom look at findings: the list is made when somebody does. */
export function reportOf({ done, findings }: Built): BuildReport {
  let all: readonly Finding[] | undefined;
  return {
    ...done,
    get findings() {
      all ??= findings.all;
      return all;
    },
  };
}

/** Makes the report of a build; `done` is what it came to. */
export function reporter(scanned: Pick<Scan, 'files' | 'read' | 'slow' | 'unreadable'>, outFolder: string): Reporter {
  return (outcome, done = {}) => ({
    outcome,
    files: scanned.files.length,
    articles: 0,
    relatedItems: 0,
    feeds: 0,
    withheldFeeds: [],
    documentsVerified: 0,
    articlesRead: scanned.read,
    articlesReadWithYaml: scanned.slow,
    feedsComposed: 0,
    written: 0,
    unchanged: 0,
    removed: 0,
    unreadable: scanned.unreadable,
    changes: undefined,
    outFolder,
    ...done,
  });
}

/** The report of a build that cannot begin because the ledger cannot be trusted, or not be understood. */
export function unusableLedger(
  stored: Exclude<StoredLedger, UsableLedger>,
  input: Pick<BuildInput, 'cwd' | 'ledgerFile'>,
  outFolder: string,
  findings: Findings,
): Done {
  const report = findings.in(relative(input.cwd, input.ledgerFile ?? '').replaceAll('\\', '/'));
  const ended = reporter({ files: [], read: 0, slow: 0, unreadable: false }, outFolder);
  if (stored.state === 'newer') {
    report('ledger/newer-version', { version: stored.version, known: LEDGER_VERSION });
    return ended('newer-ledger');
  }
  const { lines } = stored.damage;
  report('ledger/damaged', { line: lines[0] ?? 1, count: lines.length });
  return ended('damaged-ledger');
}

/** Reports files that no feed tells of: all of a kind once, for a folder may hold thousands. */
export function reportLeftOut({ leftOut }: ContentWalk, label: string, findings: Findings): void {
  for (const [why, { count, first }] of leftOut) findings.in(label + first)(why, { count });
}

/** Reports what reading found; `label` stands before the paths of articles. */
export function reportScan({ files, obstacles }: Scan, label: string, findings: Findings): void {
  for (const obstacle of obstacles) {
    const report = findings.in(label + obstacle.path);
    if (obstacle.kind === 'unreadable') report('files/unreadable', { reason: obstacle.reason });
    else report(`files/${obstacle.kind}`, {});
  }
  findings.addPacked(files);
}
