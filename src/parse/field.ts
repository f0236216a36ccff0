// The neutral shape of front matter: values with their places, whichever reader made them.
import type { Span } from '../diagnostics/finding.ts';

/** One value. `text` is what was written (`404`, `Yes`, `1e3`), so that names which look like numbers survive. */
export interface ScalarField {
  readonly kind: 'scalar';
  readonly text: string;
  readonly value: string | number | boolean | null;
  readonly span: Span;
}

export interface ListField {
  readonly kind: 'list';
  readonly items: readonly Field[];
  readonly span: Span;
}

export interface MapField {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly span: Span;
}

export interface MapEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Field;
}

export type Field = ScalarField | ListField | MapField;

/** Follows a dotted name (`cover.image`) through mappings. A literal key with dots wins. `undefined`: absent or null. */
export function fieldAt(map: MapField, name: string): Field | undefined {
  const literal = map.entries.get(name);
  if (literal !== undefined) return present(literal.value);
  const dot = name.indexOf('.');
  if (dot < 0) return undefined;
  const parent = map.entries.get(name.slice(0, dot))?.value;
  return parent?.kind === 'map' ? fieldAt(parent, name.slice(dot + 1)) : undefined;
}

/** The plain JavaScript value, for a schema to check. Mappings have no prototype, so `__proto__` is a key like any other. */
export function plainValue(field: Field): unknown {
  if (field.kind === 'scalar') return field.value;
  if (field.kind === 'list') return field.items.map(plainValue);
  const record: Record<string, unknown> = Object.create(null);
  for (const [key, entry] of field.entries) record[key] = plainValue(entry.value);
  return record;
}

function present(field: Field): Field | undefined {
  return field.kind === 'scalar' && field.value === null ? undefined : field;
}
