// In: YAML 1.2 text. Out: fields with places, or the first problem. The front door of the `yaml` package, which is the
// authority; where quick.ts is certain, it is not asked, and as long as it is not asked, it is not loaded.
import type { Document, Node, ParsedNode } from 'yaml';
import type { Span } from '../../diagnostics/finding.ts';
import { lazyPackage } from '../../model/lazy-package.ts';
import type { Field, MapEntry, MapField } from '../field.ts';
import { LIMITS } from '../limits.ts';
import { readQuickly, type Wanted } from './quick.ts';

const yamlPackage = lazyPackage<typeof import('yaml')>('yaml');

export type YamlProblem =
  | { readonly kind: 'syntax'; readonly problem: string; readonly span: Span }
  | { readonly kind: 'duplicate-key'; readonly key: string; readonly span: Span }
  | { readonly kind: 'limit'; readonly limit: string; readonly max: number; readonly span: Span };

/** Which reader answered: `quick` is ours for plain YAML, `slow` the `yaml` package. Both give the same fields. */
export type Road = 'quick' | 'slow';

/**
 * Reads the YAML document in `text` from `start` to `end`, exclusive (default: the end of the text). Places count from
 * the start of `text`. `wanted` as for `readQuickly`. Never throws for content.
 */
export function parseYaml(
  text: string,
  start: number,
  end = text.length,
  wanted?: Wanted,
): { readonly field: Field; readonly road: Road } | YamlProblem {
  const quick = readQuickly(text, start, end, wanted);
  if (quick !== undefined) return { field: quick, road: 'quick' };
  const slow = parseSlowly(text.slice(start, end), start);
  return 'field' in slow ? { field: slow.field, road: 'slow' } : slow;
}

/** Reads one YAML document with the `yaml` package. `base` is added to every place. Never throws for content. */
export function parseSlowly(text: string, base: number): { readonly field: Field } | YamlProblem {
  const document = composed(text, base);
  if ('kind' in document) return document;
  const [error] = document.errors;
  if (error !== undefined) {
    const span = { start: base + error.pos[0], end: base + Math.max(error.pos[1], error.pos[0] + 1) };
    return { kind: 'syntax', problem: sentence(error.message), span };
  }
  const reading: Reading = { yaml: yamlPackage(), document, base, values: 0, aliases: 0, problem: undefined };
  const field = fieldOf(reading, document.contents, 0);
  return reading.problem ?? { field };
}

interface Reading {
  readonly yaml: typeof import('yaml');
  readonly document: Document.Parsed;
  readonly base: number;
  values: number;
  aliases: number;
  problem: YamlProblem | undefined;
}

function fieldOf(reading: Reading, node: ParsedNode | Node | null, depth: number): Field {
  const { isAlias, isScalar, isSeq, isMap } = reading.yaml;
  const [start = 0, end = 0] = node?.range ?? [];
  const span: Span = { start: reading.base + start, end: reading.base + end };
  const empty: Field = { kind: 'scalar', text: '', value: null, ...span };
  reading.values++;
  if (depth > LIMITS.nesting) return refuse(reading, 'levels of nesting', LIMITS.nesting, empty);
  if (reading.values > LIMITS.values) return refuse(reading, 'values', LIMITS.values, empty);
  if (isAlias(node)) {
    reading.aliases++;
    if (reading.aliases > LIMITS.aliases) return refuse(reading, 'aliases', LIMITS.aliases, empty);
    const target = node.resolve(reading.document);
    if (target !== undefined) return fieldOf(reading, target, depth + 1);
    reading.problem ??= { kind: 'syntax', problem: 'The alias names no anchor that stands before it.', span };
    return empty;
  }
  if (isScalar(node)) return { kind: 'scalar', ...scalarOf(node.value, node.source), ...span };
  if (isSeq(node)) {
    const items = node.items.map((item) =>
      reading.problem ? empty : fieldOf(reading, item as Node | null, depth + 1),
    );
    return { kind: 'list', items, ...span };
  }
  if (!isMap(node)) return empty;
  const entries = new Map<string, MapEntry>();
  let merged: readonly MapField[] = [];
  for (const pair of node.items) {
    if (reading.problem) break;
    const key = fieldOf(reading, pair.key as Node | null, depth + 1);
    if (key.kind !== 'scalar') continue;
    if (entries.has(key.text)) reading.problem ??= { kind: 'duplicate-key', key: key.text, span: spanOf(key) };
    const value = fieldOf(reading, pair.value as Node | null, depth + 1);
    entries.set(key.text, { key: key.text, ...spanOf(key), value });
    // A key in quotes is one like any other.
    if (isScalar(pair.key) && pair.key.type === 'PLAIN' && key.text === MERGE_KEY) merged = mappingsIn(value);
  }
  if (merged.length > 0) entries.delete(MERGE_KEY);
  for (const entry of merged.flatMap((map) => [...map.entries.values()]))
    if (!entries.has(entry.key)) entries.set(entry.key, entry);
  return { kind: 'map', entries, ...span };
}

/**
 * `<<: *defaults` stands for the keys of that mapping which this one has not itself. YAML 1.2 has dropped it, and site
 * generators go on reading it.
 */
const MERGE_KEY = '<<';

/** A mapping, or a list of mappings, the first of which counts most; empty where it is neither. */
function mappingsIn(field: Field): readonly MapField[] {
  const items = field.kind === 'list' ? field.items : [field];
  const maps = items.filter((item) => item.kind === 'map');
  return maps.length === items.length ? maps : [];
}

function scalarOf(
  value: unknown,
  source: string | undefined,
): { text: string; value: string | number | boolean | null } {
  if (typeof value === 'string') return { text: value, value };
  if (typeof value === 'number' || typeof value === 'boolean') return { text: source ?? String(value), value };
  return { text: value === null || value === undefined ? '' : String(value), value: null };
}

function spanOf({ start, end }: Field): Span {
  return { start, end };
}

function refuse(reading: Reading, limit: string, max: number, field: Field): Field {
  reading.problem ??= { kind: 'limit', limit, max, span: spanOf(field) };
  return field;
}

/** What the parser has open where nothing can be nested within the limit: a collection each, its document, a value. */
const MAX_OPEN = 2 * LIMITS.nesting;

/** Gives up where there are more tokens, or levels, than one front matter can have. */
function composed(text: string, base: number): Document.Parsed | YamlProblem {
  const { Composer, Lexer, Parser, YAMLParseError } = yamlPackage();
  const parser = new Parser();
  // Unique keys are looked for in `fieldOf`: the package compares every key with every other.
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  const documents: Document.Parsed[] = [];
  let tokens = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens++;
    if (tokens > LIMITS.tokens)
      return { kind: 'limit', limit: 'marks and words', max: LIMITS.tokens, span: { start: base, end: base + 1 } };
    // The parser keeps a list, but the composer calls itself for every level. Near the end of the stack that is no error to
    // be caught: V8 ends the process when it has to compile a regular expression there.
    if (parser.stack.length > MAX_OPEN) {
      const start = base + Math.min(parser.offset, text.length - 1);
      return { kind: 'limit', limit: 'levels of nesting', max: LIMITS.nesting, span: { start, end: start + 1 } };
    }
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));
  const [document, second] = documents;
  if (document === undefined) throw new TypeError('The composer made no document');
  if (second !== undefined)
    document.errors.push(
      new YAMLParseError([second.range[0], second.range[1]], 'MULTIPLE_DOCS', 'A second document begins here'),
    );
  return document;
}

// Some messages quote the text, which may hold what must not be shown.
function sentence(message: string): string {
  const quoting =
    /^(?:Not a YAML token|Block scalar header includes extra characters|Invalid escape sequence|Unresolved tag)/;
  const said = quoting.exec(message)?.[0] ?? message.replace(/: ".*$/s, '');
  return said.trim().replace(/\.?$/, '.');
}
