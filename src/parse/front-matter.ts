// In: the text of one file. Out: its fields with places, and its body. YAML or TOML between fences, or YAML, TOML or JSON
// alone.
import type { Report, Span } from '../diagnostics/finding.ts';
import type { MapField } from './field.ts';
import { mistakeInJson } from './json.ts';
import { parseToml, type TomlProblem } from './toml.ts';
import { readQuickly, type Wanted } from './yaml/quick.ts';
import { beyondAscii } from './yaml/undecoded.ts';
import { parseYaml, type Road, type YamlProblem } from './yaml/yaml.ts';

/** A file taken apart. */
export interface FrontMatter {
  readonly fields: MapField;
  readonly body: string;
  /** Where the body begins in the file's text. */
  readonly bodyStart: number;
  readonly bodyKind: 'markdown' | 'html' | 'mdx';
  /** Which reader took the fields apart; a build counts those of the slow one. */
  readonly road: Road | 'toml';
}

/**
 * Splits a file and reads its fields. `name` tells the kind by its extension.
 * Reports `front-matter/…`, and returns `undefined` after an error. With `wanted`, other fields may be missing; only for a
 * file that was read without an error before.
 */
export function parseFrontMatter(text: string, name: string, report: Report, wanted?: Wanted): FrontMatter | undefined {
  const extension = extensionOf(name);
  if (extension === '.json') return wholeJson(text, report);
  if (extension === '.toml')
    return whole(mapping(parseToml(text, bomLength(text)), { start: 0, end: 1 }, report), text);
  const parts = split(text);
  if (extension === '.yaml' || extension === '.yml') {
    // The line --- may end such a file, but nothing may follow: a second document is no body.
    const isFenced = !('problem' in parts) && !parts.isToml && text.slice(parts.bodyStart).trim() === '';
    return wholeYaml(text, isFenced ? parts : { start: bomLength(text), end: text.length }, report);
  }
  if ('problem' in parts) {
    report('front-matter/missing-fence', { problem: parts.problem }, { start: parts.at, end: parts.at + 3 });
    return undefined;
  }
  const { start, end, bodyStart } = parts;
  const parsed = parts.isToml ? parseToml(text, start, end) : parseFields(text, start, end, wanted);
  const read = mapping(parsed, { start, end: start + 1 }, report);
  return read && { ...read, body: text.slice(bodyStart), bodyStart, bodyKind: bodyKindOf(extension) };
}

/**
 * The same for a text that is not decoded yet (`undecoded.ts`), whose bytes places then count. `undefined`: decode it and
 * ask `parseFrontMatter`, which knows more. Reports nothing.
 */
export function parseUndecoded(text: string, name: string, wanted?: Wanted): FrontMatter | undefined {
  const extension = extensionOf(name);
  if (extension === '.json' || extension === '.yaml' || extension === '.yml' || !text.startsWith('---'))
    return undefined;
  const parts = split(text);
  // In a body of ASCII places are the same, decoded or not.
  if ('problem' in parts || beyondAscii(text, parts.bodyStart) < text.length) return undefined;
  const { start, end, bodyStart } = parts;
  const fields = readQuickly(text, start, end, wanted, true);
  return fields && { fields, road: 'quick', body: text.slice(bodyStart), bodyStart, bodyKind: bodyKindOf(extension) };
}

/** In lower case, with its dot; empty when there is none. */
function extensionOf(name: string): string {
  return /\.[^.]*$/.exec(name)?.[0].toLowerCase() ?? '';
}

function bodyKindOf(extension: string): FrontMatter['bodyKind'] {
  if (extension === '.mdx') return 'mdx';
  return extension === '.html' || extension === '.htm' ? 'html' : 'markdown';
}

/** Where the fields are, and the body behind them. */
interface Parts extends Span {
  readonly bodyStart: number;
  readonly isToml: boolean;
}

function wholeYaml(text: string, { start, end }: Span, report: Report): FrontMatter | undefined {
  return whole(mapping(parseYaml(text, start, end), { start, end: start + 1 }, report), text);
}

// To Hexo tabs indent as spaces do. What is no YAML as it stands is tried so, at the same places.
function parseFields(text: string, start: number, end: number, wanted?: Wanted): Parsed {
  const parsed = parseYaml(text, start, end, wanted);
  const given = text.slice(start, end);
  if ('field' in parsed || parsed.kind !== 'syntax' || !given.includes('\n\t')) return parsed;
  const spaced = given.replace(/\n\t+/g, (tabs) => `\n${' '.repeat(tabs.length - 1)}`);
  const again = parseYaml(text.slice(0, start) + spaced + text.slice(end), start, end, wanted);
  return 'field' in again ? again : parsed;
}

/** A file that is nothing but fields. */
function whole(read: ReadFields | undefined, text: string): FrontMatter | undefined {
  return read && { ...read, body: '', bodyStart: text.length, bodyKind: 'markdown' };
}

function split(text: string): Parts | { problem: string; at: number } {
  const begin = bomLength(text);
  const [opening, marks] = /^(---|\+\+\+)[ \t]*\r?\n/.exec(text.slice(begin, begin + 100)) ?? [];
  const bare = opening === undefined ? endOfBareFields(text) : undefined;
  if (bare !== undefined) return { start: begin, end: bare.start, bodyStart: behindLine(text, bare), isToml: false };
  if (opening === undefined) return { problem: openingProblem(text.slice(begin, begin + 10)), at: begin };
  const start = begin + opening.length;
  const isToml = marks === '+++';
  const closing = nextFence(text, start - 1, isToml);
  if (closing === undefined) return { problem: `the line ${marks} that ends it is missing`, at: begin };
  return { start, end: closing.start, bodyStart: behindLine(text, closing), isToml };
}

function behindLine(text: string, { end }: Span): number {
  return text[end] === '\n' ? end + 1 : end;
}

/**
 * The fence behind fields that have none before them, as Hexo wrote its posts until 2016. A title tells them from a text. Where
 * fields go on behind it, it may be the one that belongs before all of them, and nobody knows what is text.
 */
export function endOfBareFields(text: string): Span | undefined {
  const begin = bomLength(text);
  if (!/^[a-z]\w*:\s/i.test(text.slice(begin, begin + 50))) return undefined;
  const fence = nextFence(text, begin);
  if (fence === undefined || text.charCodeAt(fence.start) !== DASH) return undefined;
  FIELD.lastIndex = fence.end;
  return /(?:^|\n)title:\s/.test(text.slice(begin, fence.start)) && !FIELD.test(text) ? fence : undefined;
}

const FIELD = /\s*(?:"[^"\n]*"|'[^'\n]*'|[a-z][\w-]*)[ \t]*:\s/y;

/** The first line behind a line feed at or after `from` that is a fence and nothing else, without its line feed. */
export function nextFence(text: string, from: number, isToml = false): Span | undefined {
  // Line ends of both kinds. Not ^ and $ by line, which U+2028 would be one for.
  const fence = isToml ? /\+\+\+[ \t]*\r?(?=\n|$)/y : /(?:---|\.\.\.)[ \t]*\r?(?=\n|$)/y;
  for (let feed = text.indexOf('\n', from); feed >= 0; feed = text.indexOf('\n', feed + 1)) {
    const code = text.charCodeAt(feed + 1);
    if (code !== DASH && code !== DOT && code !== PLUS) continue;
    fence.lastIndex = feed + 1;
    if (fence.test(text)) return { start: feed + 1, end: fence.lastIndex };
  }
  return undefined;
}

const DASH = 0x2d;
const DOT = 0x2e;
const PLUS = 0x2b;

function openingProblem(beginning: string): string {
  if (/^\s*(?:\n|$)/.test(beginning)) return 'the file is empty or begins with a blank line';
  if (/^---[ \t]*\r(?!\n)/.test(beginning)) return 'its lines end in lone carriage returns, only LF and CRLF are read';
  if (beginning.startsWith('{')) return 'JSON is read from .json files only';
  return 'the first line is neither --- nor +++';
}

function wholeJson(text: string, report: Report): FrontMatter | undefined {
  const start = bomLength(text);
  const mistake = mistakeInJson(text.slice(start));
  if (mistake !== undefined) {
    const at = start + mistake.at;
    report('front-matter/invalid-json', { problem: mistake.problem }, { start: at, end: at + 1 });
    return undefined;
  }
  // Valid JSON is YAML 1.2 but for tabs between tokens and, to its parser, lone carriage returns; strings cannot hold either,
  // so each may become a space.
  return wholeYaml(text.replace(/\t|\r(?!\n)/g, ' '), { start, end: text.length }, report);
}

type Parsed = ReturnType<typeof parseYaml> | ReturnType<typeof parseToml>;
type ReadFields = Pick<FrontMatter, 'fields' | 'road'>;

function mapping(parsed: Parsed, beginning: Span, report: Report): ReadFields | undefined {
  if (!('field' in parsed)) {
    reportProblem(parsed, report);
    return undefined;
  }
  const { field, road } = parsed;
  if (field.kind === 'map') return { fields: field, road };
  const single = field.kind === 'scalar' && field.text !== '' ? 'a single value' : 'empty';
  report('front-matter/not-a-mapping', { found: field.kind === 'list' ? 'a list' : single }, beginning);
  return undefined;
}

function reportProblem(problem: YamlProblem | TomlProblem, report: Report): void {
  if (problem.kind === 'duplicate-key') report('front-matter/duplicate-key', { key: problem.key }, problem.span);
  else if (problem.kind === 'limit')
    report('front-matter/too-complex', { limit: problem.limit, max: problem.max }, problem.span);
  else if (problem.kind === 'toml') report('front-matter/invalid-toml', { problem: problem.problem }, problem.span);
  else report('front-matter/invalid-yaml', { problem: problem.problem }, problem.span);
}

function bomLength(text: string): number {
  return text.startsWith('\uFEFF') ? 1 : 0;
}
