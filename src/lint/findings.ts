// In: findings as the checks make them, with offsets. Out: findings for people: severity, line, column, place, frame.
// Keeps at most `MAX_KEPT` of them, but counts all: a hostile document may not fill the memory, nor change its verdict.
import type { LintCode } from '../diagnostics/catalogue/lint.ts';
import { type Position, placesIn, RANK, type Span } from '../diagnostics/finding.ts';
import type { Severity } from '../diagnostics/rule.ts';
import { type Code, rules, type Values } from '../diagnostics/rules.ts';
import { type Element, pathOf } from './document.ts';

/** What a rule may be set to. */
export type RuleSetting = 'off' | 'warning' | 'error';

/** A finding about a feed. Line and column are 1-based; columns count UTF-16 code units of the decoded text. */
export interface CheckFinding {
  readonly rule: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** Inside the document: `/rss/channel/item[3]/guid` or `/items/2/url`; empty when it is about the whole. */
  readonly path: string;
  readonly why: string;
  readonly fix: string;
  readonly spec: string | undefined;
  readonly position: Position;
}

/** Where a finding belongs. */
export interface Place {
  /** UTF-16 code units of the decoded text; end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Inside the document; worked out only for findings that are kept. */
  readonly inside: Element | string | undefined;
  /** How a sentence names it: `<pubDate>`, `href of <link>`. */
  readonly name: string;
}

/** A place that is named by no element. UTF-16 code units. */
export function inDocument(start: number, length: number): Place {
  return { start, end: start + length, inside: undefined, name: 'the document' };
}

export type ReportLint = <C extends LintCode>(code: C, values: Values<C>, place: Place) => void;

interface FindingOptions {
  readonly rules: { readonly [C in LintCode]?: RuleSetting };
  /** The least severity that is kept. */
  readonly severity: Severity;
  readonly maxFindings: number;
}

interface Raw {
  readonly code: LintCode;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
}

const MAX_KEPT = 10_000;

/** Collects findings of one document. */
export interface FindingSink {
  readonly report: ReportLint;
  readonly counts: Readonly<Record<Severity, number>>;
  /** In the order of the document. */
  finish(text: string): CheckFinding[];
}

export function findingSink(options: FindingOptions): FindingSink {
  const raw: Raw[] = [];
  const counts = { error: 0, warning: 0, info: 0 };
  return {
    counts,
    report(code, values, place) {
      const entry = rules[code];
      const setting = options.rules[code];
      if (setting === 'off') return;
      const severity: Severity = setting ?? entry.severity;
      counts[severity]++;
      if (raw.length >= MAX_KEPT || RANK[severity] > RANK[options.severity]) return;
      const title = entry.title as (values: object) => string;
      // Values are cut to a length, and maybe in the middle of a character.
      const message = title(bounded(values)).replace(/\p{Surrogate}/gu, '');
      raw.push({ code, severity, message, place });
    },
    finish(text) {
      // To XML (§2.11), to JSON and to editors a lone carriage return ends a line.
      const positionOf = placesIn(text.replace(/\r(?!\n)/g, '\n'));
      raw.sort((a, b) => a.place.start - b.place.start || RANK[a.severity] - RANK[b.severity]);
      return raw.slice(0, options.maxFindings).map((one) => finished(one, positionOf));
    },
  };
}

const MAX_VALUE = 200;

/** Values of a document may be as long as it is; a sentence needs only their beginning. */
function bounded(values: object): object {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' && value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}…` : value,
    ]),
  );
}

function finished({ code, severity, message, place }: Raw, positionOf: (span: Span) => Position): CheckFinding {
  const { why, fix, spec } = rules[code];
  const position = positionOf(place);
  const { inside } = place;
  const path = inside === undefined ? '' : typeof inside === 'string' ? inside : pathOf(inside);
  return {
    rule: code,
    severity,
    message,
    line: position.line,
    column: position.column,
    path,
    why,
    fix,
    spec,
    position,
  };
}
