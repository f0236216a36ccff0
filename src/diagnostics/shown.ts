// In: what a report shows of findings, as plain data. Out: text for people, with frames. Pure: colours come in as functions.
// Loads nothing: a build with nothing to do prints what the last one found, without the catalogue of rules.
import type { Finding, FrameLine, Position } from './finding.ts';
import type { Rule, Severity } from './rule.ts';
import type { Code } from './rules.ts';

/** How parts of a report are coloured; `PLAIN` leaves them as they are. */
export interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly info: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
}

const same = (text: string) => text;
/** Colours for what takes none. */
export const PLAIN: Paint = { error: same, warning: same, info: same, strong: same, dim: same };

/** What every finding of a code says alike. */
export type Explanation = Pick<Rule<never>, 'why' | 'fix' | 'spec'>;

/** What a report shows of findings. */
export interface Shown {
  readonly counts: Readonly<Record<Severity, number>>;
  /** In the order of the report. */
  readonly findings: readonly Finding[];
  readonly explanations: ReadonlyMap<Code, Explanation>;
  /** How many findings of a code are not among them. */
  readonly leftOut: ReadonlyMap<Code, number>;
}

const FRAME_WIDTH = 80;

/**
 * The shown findings; empty when there are none. Ends in a blank line. `explainsInfos`: infos are explained too. `allBy`: what
 * shows those that were left out.
 */
export function formatShown(
  { findings, explanations, leftOut }: Shown,
  paint: Paint,
  explainsInfos: boolean,
  allBy = '--verbose',
): string {
  const blocks = findings.map((finding) => {
    const explanation = explanations.get(finding.code);
    const isShort = explanation === undefined || (finding.severity === 'info' && !explainsInfos);
    return isShort ? headline(finding, paint) : formatExplained(finding, explanation, paint);
  });
  const left = [...leftOut].map(([code, times]) => paint.dim(`… and ${times} more of ${code} (${allBy} shows all)`));
  return [...blocks, ...left].map((block) => `${block}\n`).join('');
}

/** One finding: a line that editors can follow, the sentence, the frame, then why, fix and spec. */
export function formatExplained(finding: Finding, { why, fix, spec }: Explanation, paint: Paint): string {
  const parts = [
    `${headline(finding, paint)}`,
    ...(finding.position?.frame.length ? ['', formatFrame(finding.position, paint)] : []),
    '',
    `  ${paint.dim('why')}   ${why}`,
    `  ${paint.dim('fix')}   ${fix}`,
    ...(spec === undefined ? [] : [`  ${paint.dim('spec')}  ${spec}`]),
  ];
  return `${parts.join('\n')}\n`;
}

/** The last line of a report: `2 errors, 1 warning, 14 infos`. */
export function formatCounts(counts: Shown['counts'], paint: Paint): string {
  const part = (severity: Severity) => {
    const text = counted(counts[severity], severity);
    return counts[severity] > 0 ? paint[severity](text) : text;
  };
  return [part('error'), part('warning'), part('info')].join(', ');
}

function headline({ severity, code, path, position, message }: Finding, paint: Paint): string {
  const place = visible(position === undefined ? path : `${path}:${position.line}:${position.column}`);
  return `${paint[severity](severity)} ${paint.strong(code)}${place === '' ? '' : `  ${place}`}\n  ${visible(message)}`;
}

function formatFrame(position: Position, paint: Paint): string {
  const { line, frame } = position;
  // Columns of the window that the frame keeps, not of the line.
  const kept = frame.at(-1)?.start ?? 0;
  const column = position.column - kept;
  const endColumn = position.endColumn - kept;
  const width = String(line).length;
  const from = Math.max(0, column - FRAME_WIDTH / 2);
  const row = ({ number, text }: FrameLine) =>
    `  ${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${visibleInLine(cut(text, from))}`.trimEnd();
  const shown = cut(frame.at(-1)?.text ?? '', from);
  const start = column - 1 - from;
  const indent = ' '.repeat(columnsOf(visibleInLine(shown.slice(0, start).padEnd(start))));
  const marked = visibleInLine(shown.slice(start, endColumn - 1 - from));
  const carets = '^'.repeat(Math.max(1, columnsOf(marked)));
  return [...frame.map(row), `    ${' '.repeat(width)} | ${indent}${paint.error(carets)}`].join('\n');
}

/** A line from the code unit `from` on, at most as long as a frame is wide; an ellipsis for what is missing. */
function cut(line: string, from: number): string {
  const text = from > 0 && line.length > from ? `…${line.slice(from + 1)}` : line.slice(from);
  return text.length > FRAME_WIDTH ? `${text.slice(0, FRAME_WIDTH - 1)}…` : text;
}

/** `1 file`, `1,234 files`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${withCommas(number)} ${number === 1 ? one : many}`;
}

/** `1,234,567`. Written by hand: the tables of a locale take longer to load than a build with nothing to do takes. */
export function withCommas(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/**
 * Control characters would move the cursor, or worse; each becomes a visible sign of one column, and so does half of a
 * character that was cut. So does the sign that makes a command of what a CI finds in its log: `##[…]` and `##vso[…]`
 * anywhere in a line, `::…` at its beginning.
 */
export function visible(text: string): string {
  return visibleInLine(text).replace(/(?<=^\s*):(?=:)/, '�');
}

/** The same for what stands behind other words of a line. */
function visibleInLine(text: string): string {
  return text
    .replace(/[\t\u2028\u2029]/g, ' ')
    .replace(/[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\p{Cs}]/gu, '�')
    .replace(/(?<=##\w*)\[/g, '�');
}

/** A value as JSON on a terminal, or in the log of a CI: what would act on them stands there escaped. */
export function printedJson(value: object): string {
  const json = JSON.stringify(value, undefined, 2);
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${json.replace(/[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]|(?<=##\w*)\[/g, escaped)}\n`;
}

/** How many columns of a terminal a text takes: East Asian and emoji characters two, marks none. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/[\p{M}\u200B-\u200D]/u.test(character)) continue;
    columns += WIDE.test(character) ? 2 : 1;
  }
  return columns;
}

const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]/u;
