// In: YAML 1.2 text. Out: fields with places, or the first problem. The front door of the `yaml` package.
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode, parseDocument } from 'yaml';
import type { Span } from '../diagnostics/finding.ts';
import type { Field, MapEntry } from './field.ts';
import { LIMITS } from './limits.ts';

export type YamlProblem =
  | { readonly kind: 'syntax'; readonly problem: string; readonly span: Span }
  | { readonly kind: 'duplicate-key'; readonly key: string; readonly span: Span }
  | { readonly kind: 'limit'; readonly limit: string; readonly max: number; readonly span: Span };

/** Reads one YAML document. `base` is added to every place. Never throws for content. */
export function parseYaml(text: string, base: number): { readonly field: Field } | YamlProblem {
  const document = parseSafely(text);
  if (document === undefined) return tooDeep(base, text.length);
  const [error] = document.errors;
  if (error !== undefined) {
    const span = { start: base + error.pos[0], end: base + Math.max(error.pos[1], error.pos[0] + 1) };
    if (error.code === 'DUPLICATE_KEY') return { kind: 'duplicate-key', key: keyAt(text, error.pos[0]), span };
    return { kind: 'syntax', problem: sentence(error.message), span };
  }
  const reading: Reading = { document, base, values: 0, aliases: 0, problem: undefined };
  const field = fieldOf(reading, document.contents, 0);
  return reading.problem ?? { field };
}

interface Reading {
  readonly document: Document.Parsed;
  readonly base: number;
  values: number;
  aliases: number;
  problem: YamlProblem | undefined;
}

function fieldOf(reading: Reading, node: ParsedNode | Node | null, depth: number): Field {
  const [start = 0, end = 0] = node?.range ?? [];
  const span = { start: reading.base + start, end: reading.base + end };
  const empty: Field = { kind: 'scalar', text: '', value: null, span };
  reading.values++;
  if (depth > LIMITS.nesting) return refuse(reading, 'levels of nesting', LIMITS.nesting, empty);
  if (reading.values > LIMITS.values) return refuse(reading, 'values', LIMITS.values, empty);
  if (isAlias(node)) {
    reading.aliases++;
    if (reading.aliases > LIMITS.aliases) return refuse(reading, 'aliases', LIMITS.aliases, empty);
    return fieldOf(reading, node.resolve(reading.document) ?? null, depth + 1);
  }
  if (isScalar(node)) return { kind: 'scalar', ...scalarOf(node.value, node.source), span };
  if (isSeq(node)) {
    const items = node.items.map((item) =>
      reading.problem ? empty : fieldOf(reading, item as Node | null, depth + 1),
    );
    return { kind: 'list', items, span };
  }
  if (!isMap(node)) return empty;
  const entries = new Map<string, MapEntry>();
  for (const pair of node.items) {
    if (reading.problem) break;
    const key = fieldOf(reading, pair.key as Node | null, depth + 1);
    if (key.kind !== 'scalar') continue;
    const value = fieldOf(reading, pair.value as Node | null, depth + 1);
    entries.set(key.text, { key: key.text, keySpan: key.span, value });
  }
  return { kind: 'map', entries, span };
}

function scalarOf(
  value: unknown,
  source: string | undefined,
): { text: string; value: string | number | boolean | null } {
  if (typeof value === 'string') return { text: value, value };
  if (typeof value === 'number' || typeof value === 'boolean') return { text: source ?? String(value), value };
  return { text: value === null || value === undefined ? '' : String(value), value: null };
}

function refuse(reading: Reading, limit: string, max: number, field: Field): Field {
  reading.problem ??= { kind: 'limit', limit, max, span: field.span };
  return field;
}

function parseSafely(text: string): Document.Parsed | undefined {
  try {
    return parseDocument(text, {
      version: '1.2',
      schema: 'core',
      prettyErrors: false,
      logLevel: 'silent',
      strict: true,
    });
  } catch (error) {
    // The parser recurses; only its stack can end it early.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function tooDeep(base: number, length: number): YamlProblem {
  const span = { start: base, end: base + Math.min(1, length) };
  return { kind: 'limit', limit: 'levels of nesting', max: LIMITS.nesting, span };
}

function keyAt(text: string, offset: number): string {
  return /^["']?([^"':\n]*)/.exec(text.slice(offset, offset + 80))?.[1]?.trim() ?? '';
}

function sentence(message: string): string {
  return message.trim().replace(/\.?$/, '.');
}
