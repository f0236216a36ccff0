// In: TOML text. Out: fields with places, or the first problem. The front door of the parser's package, which is loaded with
// the first text of the kind.
import type { Span } from '../diagnostics/finding.ts';
import { lazyPackage } from '../model/lazy-package.ts';
import type { Field, MapEntry, MapField, ScalarField } from './field.ts';
import { LIMITS } from './limits.ts';
import type {
  Placed,
  TomlContent,
  TomlKeyValue,
  TomlName,
  TomlParser,
  TomlProgram,
  TomlTable,
  TomlValue,
} from './toml-tree.ts';

const toml = lazyPackage<TomlParser>('toml-eslint-parser');

export type TomlProblem =
  | { readonly kind: 'toml'; readonly problem: string; readonly span: Span }
  | { readonly kind: 'limit'; readonly limit: string; readonly max: number; readonly span: Span };

/** Reads the TOML in `text` from `start` to `end`, exclusive. Places count from the start of `text`. Never throws for content. */
export function parseToml(
  text: string,
  start: number,
  end = text.length,
): { readonly field: MapField; readonly road: 'toml' } | TomlProblem {
  const program = programOf(text.slice(start, end));
  if ('kind' in program) {
    const { span } = program;
    return { ...program, span: { start: start + span.start, end: start + span.end } };
  }
  const root = growing({ start, end });
  const reading: Reading = { base: start, tooDeep: undefined };
  for (const item of program.body[0].body) {
    if (item.type === 'TOMLKeyValue') add(reading, root, item, 0);
    else addTable(reading, root, item);
  }
  if (reading.tooDeep === undefined) return { field: root, road: 'toml' };
  return { kind: 'limit', limit: 'levels of nesting', max: LIMITS.nesting, span: reading.tooDeep };
}

/** A text alone, as the parser has it. Never throws for content. */
export function programOf(text: string): TomlProgram | TomlProblem {
  const refused = (limit: string, max: number): TomlProblem => ({
    kind: 'limit',
    limit,
    max,
    span: { start: 0, end: 1 },
  });
  if (text.length > LIMITS.tomlCharacters) return refused('characters of TOML', LIMITS.tomlCharacters);
  // The tree of more of them than one front matter can have would take a gigabyte.
  if ((text.match(/[,=\n]/g)?.length ?? 0) > LIMITS.values) return refused('values and lines', LIMITS.values);
  // The parser calls itself for every level, as far as the stack goes, and what happens there V8 does not always survive.
  if (levelsIn(text) > MAX_OPEN) return refused('levels of nesting', LIMITS.nesting);
  const { parseTOML, ParseError } = toml();
  try {
    return parseTOML(text);
  } catch (error) {
    if (error instanceof ParseError) {
      const start = Math.max(0, Math.min(error.index, text.length - 1));
      return { kind: 'toml', problem: `${error.message}.`, span: { start, end: start + 1 } };
    }
    // It hands all characters of a text in several lines over at once, and only so many can be.
    if (error instanceof RangeError) return refused('characters in one text', LONGEST_TEXT);
    throw error;
  }
}

/** Up to here every text goes. */
const LONGEST_TEXT = 100_000;

/** Brackets that are open where nothing is nested beyond the limit. Those of tables count too. */
const MAX_OPEN = LIMITS.nesting + 2;

/** How many brackets are open at most. Those in texts and comments are none. */
function levelsIn(text: string): number {
  let open = 0;
  let most = 0;
  for (let at = 0; at < text.length; at++) {
    const mark = text[at] ?? '';
    if (mark === '[' || mark === '{') open++;
    else if (mark === ']' || mark === '}') open--;
    else if (mark === '#') at = endOfLine(text, at);
    else if (mark === '"' || mark === "'") at = endOfText(text, mark, at);
    most = Math.max(most, open);
  }
  return most;
}

/** The place of the last mark of the text in quotes that begins at `from`; of one that does not end, where the parser gives up. */
function endOfText(text: string, quote: string, from: number): number {
  const isLong = text.startsWith(quote.repeat(3), from);
  const closing = isLong ? quote.repeat(3) : quote;
  for (let at = from + closing.length; at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text.startsWith(closing, at))
      return at + closing.length - 1 + (isLong ? ownQuotes(text, quote, at + 3) : 0);
    else if (text[at] === '\n' && !isLong) return at;
  }
  return text.length;
}

/** A long text may end in two quotes of its own. */
function ownQuotes(text: string, quote: string, at: number): number {
  if (text[at] !== quote) return 0;
  return text[at + 1] === quote ? 2 : 1;
}

function endOfLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  return feed < 0 ? text.length : feed;
}

interface Reading {
  /** Added to every place. */
  readonly base: number;
  /** What is nested beyond the limit. */
  tooDeep: Span | undefined;
}

/** A mapping to which keys are added. */
interface Growing extends MapField {
  readonly entries: Map<string, MapEntry>;
}

function growing({ start, end }: Span): Growing {
  return { kind: 'map', entries: new Map(), start, end };
}

function addTable(reading: Reading, root: Growing, { key, kind, body }: TomlTable): void {
  const { keys } = key;
  if (isTooDeep(reading, keys.length, key)) return;
  const table = kind === 'array' ? newItem(reading, root, keys) : below(reading, root, keys);
  for (const item of body) add(reading, table, item, keys.length);
}

/** `[[related]]`: one more table in the list of that name. */
function newItem(reading: Reading, root: Growing, keys: readonly TomlName[]): Growing {
  const last = keys.at(-1);
  const parent = below(reading, root, keys.slice(0, -1));
  if (last === undefined) return parent;
  const item = growing(spanOf(reading, last));
  const known = parent.entries.get(nameOf(last))?.value;
  if (known?.kind === 'list') (known.items as Field[]).push(item);
  else set(reading, parent, last, { kind: 'list', items: [item], ...spanOf(reading, last) });
  return item;
}

/** The mapping that keys lead to, made where it is missing. Of a list its last one is meant. */
function below(reading: Reading, map: Growing, keys: readonly TomlName[]): Growing {
  let inner = map;
  for (const key of keys) {
    const known = inner.entries.get(nameOf(key))?.value;
    const next = known?.kind === 'list' ? known.items.at(-1) : known;
    const made = next?.kind === 'map' ? (next as Growing) : growing(spanOf(reading, key));
    if (made !== next) set(reading, inner, key, made);
    inner = made;
  }
  return inner;
}

function add(reading: Reading, map: Growing, { key, value }: TomlKeyValue, depth: number): void {
  const last = key.keys.at(-1);
  const inside = depth + key.keys.length;
  if (last === undefined || isTooDeep(reading, inside, key)) return;
  set(reading, below(reading, map, key.keys.slice(0, -1)), last, fieldOf(reading, value, inside));
}

function set(reading: Reading, map: Growing, key: TomlName, value: Field): void {
  map.entries.set(nameOf(key), { key: nameOf(key), ...spanOf(reading, key), value });
}

function fieldOf(reading: Reading, node: TomlContent, depth: number): Field {
  const span = spanOf(reading, node);
  if (node.type === 'TOMLValue') return { kind: 'scalar', ...scalarOf(node), ...span };
  const isRefused = isTooDeep(reading, depth + 1, node);
  if (node.type === 'TOMLArray') {
    const items = isRefused ? [] : node.elements.map((element) => fieldOf(reading, element, depth + 1));
    return { kind: 'list', items, ...span };
  }
  const map = growing(span);
  if (!isRefused) for (const item of node.body) add(reading, map, item, depth);
  return map;
}

function scalarOf(node: TomlValue): Pick<ScalarField, 'text' | 'value'> {
  switch (node.kind) {
    case 'string':
      return { text: node.value, value: node.value };
    case 'boolean':
      return { text: String(node.value), value: node.value };
    case 'integer':
      return { text: String(node.bigint), value: node.value };
    case 'float':
      return { text: node.number, value: node.value };
    default:
      // A date is read like any other text.
      return { text: node.datetime, value: node.datetime };
  }
}

function isTooDeep(reading: Reading, depth: number, node: Placed): boolean {
  if (depth <= LIMITS.nesting) return false;
  reading.tooDeep ??= spanOf(reading, node);
  return true;
}

export function nameOf(key: TomlName): string {
  return key.type === 'TOMLBare' ? key.name : key.value;
}

function spanOf({ base }: Reading, { range: [start, end] }: Placed): Span {
  return { start: base + start, end: base + end };
}
