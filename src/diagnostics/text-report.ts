// In: findings. Out: which of them a report shows, and text for people.
import { byPlace, type Finding, inOrder } from './finding.ts';
import type { Rule, Severity } from './rule.ts';
import { type Code, ruleNamed } from './rules.ts';
import { type Explanation, formatExplained, formatShown, type Paint, type Shown } from './shown.ts';

/** How findings are shown to people. */
export interface TextOptions {
  readonly paint: Paint;
  /** Whether infos are explained too, and no finding is left out; else 20 errors and warnings of one code are shown, and 3 infos. */
  readonly verbose: boolean;
  /** What shows those that were cut off. Default: `--verbose`. */
  readonly allBy?: string;
}

const MAX_OF_ONE_CODE = 20;
const MAX_INFOS_OF_ONE_CODE = 3;

/** All findings, sorted by place; empty when there are none. Ends in a blank line. */
export function formatFindings(findings: Iterable<Finding>, { paint, verbose, allBy }: TextOptions): string {
  return formatShown(shownOf(findings, verbose), paint, verbose, allBy);
}

/**
 * Chooses what a report shows, sorted by place. `verbose`: everything; else some of each code. `already`: what was chosen
 * of others, which are shown with these.
 */
export function shownOf(findings: Iterable<Finding>, verbose: boolean, already?: Shown): Shown {
  const byCode = new Map<Code, { readonly first: Finding[]; times: number }>();
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0, ...already?.counts };
  const ofCode = (code: Code) => {
    const of = byCode.get(code) ?? { first: [], times: already?.leftOut.get(code) ?? 0 };
    byCode.set(code, of);
    return of;
  };
  for (const finding of already?.findings ?? []) {
    const of = ofCode(finding.code);
    of.first.push(finding);
    of.times++;
  }
  for (const finding of findings) {
    const of = ofCode(finding.code);
    of.times++;
    counts[finding.severity]++;
    if (verbose) of.first.push(finding);
    else keepFirst(of.first, finding, maxOf(finding.severity));
  }
  return shownIn(inOrder([...byCode.values()].flatMap(({ first }) => first)), counts, (code) => {
    const { first, times } = byCode.get(code) ?? { first: [], times: 0 };
    return times - first.length;
  });
}

/**
 * What a report shows after some findings gave way to others; `undefined` when that takes to look at all of them, for what
 * was left out may have to be shown now.
 */
export function shownAfter(shown: Shown, gone: readonly Finding[], come: readonly Finding[]): Shown | undefined {
  const counts: Record<Severity, number> = { ...shown.counts };
  const leftOut = new Map(shown.leftOut);
  const lists = new Map<Code, Finding[]>();
  for (const { code } of [...shown.findings, ...come]) lists.set(code, []);
  for (const finding of shown.findings) lists.get(finding.code)?.push(finding);
  // What was left out stands behind what was shown last.
  const lasts = new Map([...leftOut.keys()].map((code) => [code, lists.get(code)?.at(-1)]));
  const left = (code: Code, by: number) => leftOut.set(code, (leftOut.get(code) ?? 0) + by);
  for (const finding of gone) {
    const { code, severity } = finding;
    counts[severity]--;
    const list = lists.get(code) ?? [];
    const at = list.findIndex((other) => byPlace(other, finding) === 0);
    if (at >= 0) list.splice(at, 1);
    else left(code, -1);
  }
  for (const finding of come) {
    const { code, severity } = finding;
    counts[severity]++;
    const list = lists.get(code) ?? [];
    const length = list.length;
    keepFirst(list, finding, maxOf(severity));
    if (list.length === length) left(code, 1);
  }
  for (const [code, last] of lasts) {
    const list = lists.get(code) ?? [];
    const [end] = list.slice(-1);
    const isKnown = last !== undefined && end !== undefined && byPlace(end, last) <= 0;
    const isFull = end !== undefined && list.length >= maxOf(end.severity);
    if ((leftOut.get(code) ?? 0) > 0 && !(isFull && isKnown)) return undefined;
  }
  return shownIn(inOrder([...lists.values()].flat()), counts, (code) => leftOut.get(code) ?? 0);
}

function shownIn(findings: readonly Finding[], counts: Shown['counts'], leftOutOf: (code: Code) => number): Shown {
  const codes = [...new Set(findings.map(({ code }) => code))];
  const leftOut = codes.map((code) => [code, leftOutOf(code)] as const);
  return {
    counts,
    findings,
    explanations: new Map(codes.map((code) => [code, explanationOf(code)])),
    leftOut: new Map(leftOut.filter(([, times]) => times > 0)),
  };
}

function maxOf(severity: Severity): number {
  return severity === 'info' ? MAX_INFOS_OF_ONE_CODE : MAX_OF_ONE_CODE;
}

/** Puts a finding among the first ones by place, of which at most `max` are kept. Builds report nearly in that order. */
function keepFirst(first: Finding[], finding: Finding, max: number): void {
  let at = first.length;
  while (at > 0 && byPlace(finding, first[at - 1] as Finding) < 0) at--;
  if (at >= max) return;
  first.splice(at, 0, finding);
  if (first.length > max) first.pop();
}

/** One finding with its frame, and why, fix and spec. */
export function formatFinding(finding: Finding, paint: Paint): string {
  return formatExplained(finding, explanationOf(finding.code), paint);
}

function explanationOf(code: Code): Explanation {
  // Values only fill the title, so a rule's other parts are the same for every finding.
  const { why, fix, spec }: Rule<never> = ruleNamed(code);
  return spec === undefined ? { why, fix } : { why, fix, spec };
}
