// In: findings. Out: plain records for machines, the same shape in every command.
import { type Finding, inOrder } from './finding.ts';
import type { Severity } from './rule.ts';
import { type Code, ruleNamed } from './rules.ts';

/** A finding as `--json` gives it. Line and column are 1-based; columns count UTF-16 code units. */
export interface JsonFinding {
  readonly rule: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly why: string;
  readonly fix: string;
  readonly spec?: string;
}

/** All findings, sorted by path, line and column. */
export function jsonFindings(findings: Iterable<Finding>): readonly JsonFinding[] {
  return inOrder(findings).map(({ code, severity, message, path, position }) => {
    const { why, fix, spec } = ruleNamed(code);
    return {
      rule: code,
      severity,
      message,
      path,
      ...(position === undefined ? {} : { line: position.line, column: position.column }),
      why,
      fix,
      ...(spec === undefined ? {} : { spec }),
    };
  });
}
