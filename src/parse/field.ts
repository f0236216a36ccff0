// The neutral shape of front matter: values with their places, whichever reader made them. A field is its own place:
// an article has some hundred, and an object more for each costs time.
import type { Span } from '../diagnostics/finding.ts';

/** One value. `text` is what was written (`404`, `Yes`, `1e3`), so that names which look like numbers survive. */
export interface ScalarField extends Span {
  readonly kind: 'scalar';
  readonly text: string;
  readonly value: string | number | boolean | null;
}

export interface ListField extends Span {
  readonly kind: 'list';
  readonly items: readonly Field[];
}

export interface MapField extends Span {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
}

/** A key with its value. The place is that of the key. */
export interface MapEntry extends Span {
  readonly key: string;
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

/** A place for findings about something that is not there: the first line of the fields. */
export function beginningOfFields({ start }: MapField): Span {
  return { start, end: start + 1 };
}

/** The plain JavaScript value, for a schema to check. Mappings have no prototype, so `__proto__` is a key like any other. */
export function plainValue(field: Field): unknown {
  if (field.kind === 'scalar') return field.value;
  if (field.kind === 'list') return field.items.map(plainValue);
  const record: Record<string, unknown> = Object.create(null);
  for (const [key, entry] of field.entries) record[key] = plainValue(entry.value);
  return record;
}

/** The text of a scalar, or those of the scalars in a list. */
export function textsOf(field: Field | undefined): readonly string[] {
  if (field?.kind === 'scalar') return [field.text];
  return field?.kind === 'list' ? field.items.flatMap((item) => (item.kind === 'scalar' ? item.text : [])) : [];
}

function present(field: Field): Field | undefined {
  return field.kind === 'scalar' && field.value === null ? undefined : field;
}
