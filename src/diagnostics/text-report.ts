// In: findings. Out: which of them a report shows, and text for people.
import { byPlace, type Finding, inOrder } from './finding.ts';
import type { Rule, Severity } from './rule.ts';
import { type Code, ruleNamed } from './rules.ts';
import { type Explanation, formatExplained, formatShown, type Paint, type Shown } from './shown.ts';

export interface TextOptions {
  readonly paint: Paint;
  /** Whether infos get frames too, and no finding is cut off. Default: only errors and warnings, 20 of one code. */
  readonly verbose: boolean;
}

const MAX_OF_ONE_CODE = 20;
const MAX_INFOS_OF_ONE_CODE = 3;

/** All findings, sorted by place; empty when there are none. Ends in a blank line. */
export function formatFindings(findings: Iterable<Finding>, { paint, verbose }: TextOptions): string {
  return formatShown(shownOf(findings, verbose), paint, verbose);
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
    else keepFirst(of.first, finding, finding.severity === 'info' ? MAX_INFOS_OF_ONE_CODE : MAX_OF_ONE_CODE);
  }
  const shown = inOrder([...byCode.values()].flatMap(({ first }) => first));
  const codes = [...new Set(shown.map(({ code }) => code))];
  const leftOut = codes.map((code) => {
    const { first, times } = byCode.get(code) ?? { first: [], times: 0 };
    return [code, times - first.length] as const;
  });
  return {
    counts,
    findings: shown,
    explanations: new Map(codes.map((code) => [code, explanationOf(code)])),
    leftOut: new Map(leftOut.filter(([, times]) => times > 0)),
  };
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
