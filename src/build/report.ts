// What a build did and found, as one value for whoever asked for it.
import { relative } from 'node:path';
import type { Damage } from '../ledger/format.ts';
import type { BuildInput, BuildReport } from './build.ts';
import type { Findings } from './findings.ts';
import type { Scan } from './scan.ts';

export type Reporter = (outcome: BuildReport['outcome'], done?: Partial<BuildReport>) => BuildReport;

/** Makes the report of a build; `done` is what it came to. */
export function reporter(
  scanned: Pick<Scan, 'files' | 'read' | 'slow' | 'unreadable'>,
  findings: Findings,
  outFolder: string,
): Reporter {
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
    findings: findings.all,
    outFolder,
    ...done,
  });
}

/** The report of a build that cannot begin because the ledger cannot be trusted. */
export function damagedLedger(
  { lines }: Damage,
  input: Pick<BuildInput, 'cwd' | 'ledgerFile'>,
  outFolder: string,
  findings: Findings,
): BuildReport {
  const [line = 1] = lines;
  const path = relative(input.cwd, input.ledgerFile ?? '').replaceAll('\\', '/');
  findings.in(path)('ledger/damaged', { line, count: lines.length });
  return reporter({ files: [], read: 0, slow: 0, unreadable: false }, findings, outFolder)('damaged-ledger');
}

/** Reports what reading found; `label` stands before the paths of articles. */
export function reportScan({ files, obstacles }: Scan, label: string, findings: Findings): void {
  for (const obstacle of obstacles) {
    const report = findings.in(label + obstacle.path);
    if (obstacle.kind === 'unreadable') report('files/unreadable', { reason: obstacle.reason });
    else report(`files/${obstacle.kind}`, {});
  }
  for (const file of files) findings.add(file.findings);
}
