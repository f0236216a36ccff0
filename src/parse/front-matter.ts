// In: the text of one file. Out: its fields with places, and its body. YAML or JSON, fenced or the whole file.
import type { Report, Span } from '../diagnostics/finding.ts';
import type { MapField } from './field.ts';
import { parseYaml, type YamlProblem } from './yaml.ts';

/** File name extensions that hold articles. */
export const ARTICLE_EXTENSIONS = ['.md', '.markdown', '.txt', '.html', '.htm', '.yaml', '.yml', '.json'] as const;

/** A file taken apart. */
export interface FrontMatter {
  readonly fields: MapField;
  readonly body: string;
  /** Where the body begins in the file's text. */
  readonly bodyStart: number;
  readonly bodyKind: 'markdown' | 'html';
}

/**
 * Splits a file and reads its fields. `name` tells the kind by its extension.
 * Reports `front-matter/…`, and returns `undefined` after an error.
 */
export function parseFrontMatter(text: string, name: string, report: Report): FrontMatter | undefined {
  const extension = /\.[^.]*$/.exec(name)?.[0].toLowerCase() ?? '';
  const bodyKind = extension === '.html' || extension === '.htm' ? 'html' : 'markdown';
  if (extension === '.json') return wholeJson(text, report);
  const parts = split(text);
  const wholeFile = extension === '.yaml' || extension === '.yml';
  if ('problem' in parts && !wholeFile) {
    report('front-matter/missing-fence', { problem: parts.problem }, { start: parts.at, end: parts.at + 3 });
    return undefined;
  }
  const { start, end, bodyStart } =
    'problem' in parts ? { start: bomLength(text), end: text.length, bodyStart: text.length } : parts;
  const fields = mapping(parseYaml(text.slice(start, end), start), { start, end: start + 1 }, report);
  return fields && { fields, body: text.slice(bodyStart), bodyStart, bodyKind };
}

function split(text: string): { start: number; end: number; bodyStart: number } | { problem: string; at: number } {
  const begin = bomLength(text);
  const opening = /^---[ \t]*\r?\n/.exec(text.slice(begin, begin + 100));
  if (opening === null) return { problem: openingProblem(text.slice(begin, begin + 10)), at: begin };
  const start = begin + opening[0].length;
  // Line ends of both kinds: the fence stands alone on its line.
  const fence = /^(?:---|\.\.\.)[ \t]*\r?$/gm;
  fence.lastIndex = start;
  const closing = fence.exec(text);
  if (closing === null) return { problem: 'the line --- that ends it is missing', at: begin };
  const afterFence = closing.index + closing[0].length;
  return { start, end: closing.index, bodyStart: text[afterFence] === '\n' ? afterFence + 1 : afterFence };
}

function openingProblem(beginning: string): string {
  if (beginning.trim() === '') return 'the file is empty or begins with a blank line';
  if (beginning.startsWith('+++')) return 'TOML between +++ is not read, only YAML between ---';
  if (beginning.startsWith('{')) return 'JSON is read from .json files only';
  return 'the first line is not ---';
}

function wholeJson(text: string, report: Report): FrontMatter | undefined {
  const start = bomLength(text);
  const json = text.slice(start);
  try {
    JSON.parse(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = start + Number(/position (\d+)/.exec(error.message)?.[1] ?? 0);
    report('front-matter/invalid-json', { problem: jsonProblem(error.message) }, { start: at, end: at + 1 });
    return undefined;
  }
  // Valid JSON is YAML 1.2 but for tabs between tokens; strings cannot hold raw tabs, so each may become a space.
  const fields = mapping(parseYaml(json.replace(/\t/g, ' '), start), { start, end: start + 1 }, report);
  return fields && { fields, body: '', bodyStart: text.length, bodyKind: 'markdown' };
}

// V8 quotes the text around the place, which may hold what must not be shown.
function jsonProblem(message: string): string {
  return `${message
    .replace(/, ?\.{0,3}".*$/s, '')
    .replace(/ (?:in JSON )?at position.*$/s, '')
    .replace(/\.?$/, '.')}`;
}

function mapping(read: ReturnType<typeof parseYaml>, whole: Span, report: Report): MapField | undefined {
  if (!('field' in read)) {
    reportProblem(read, report);
    return undefined;
  }
  if (read.field.kind === 'map') return read.field;
  report('front-matter/not-a-mapping', {}, whole);
  return undefined;
}

function reportProblem(problem: YamlProblem, report: Report): void {
  if (problem.kind === 'duplicate-key') report('front-matter/duplicate-key', { key: problem.key }, problem.span);
  else if (problem.kind === 'limit')
    report('front-matter/too-complex', { limit: problem.limit, max: problem.max }, problem.span);
  else report('front-matter/invalid-yaml', { problem: problem.problem }, problem.span);
}

function bomLength(text: string): number {
  return text.startsWith('\uFEFF') ? 1 : 0;
}
