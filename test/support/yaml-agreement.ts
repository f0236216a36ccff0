// Reads a text with both YAML readers.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Field, MapEntry } from '../../src/parse/field.ts';
import { readQuickly } from '../../src/parse/yaml/quick.ts';
import { parseSlowly } from '../../src/parse/yaml/yaml.ts';

/** Whether the quick reader answers. Fails when it answers anything but what `yaml` does, to the last place. */
export function answers(text: string): boolean {
  const field = readQuickly(text, 0, text.length);
  if (field === undefined) return false;
  const slow = parseSlowly(text, 0);
  // Comparing trees with `expect` takes longer than reading them.
  if (!isDeepStrictEqual(slow, { field })) expect({ text, field }).toStrictEqual({ text, ...slow });
  return true;
}

/**
 * Whether the quick reader answers to the text before it is decoded. Fails when it answers anything but what `yaml` does,
 * whose places it counts in bytes.
 */
export function answersUndecoded(given: string): boolean {
  const bytes = Buffer.from(given);
  // Without lone surrogates.
  const text = bytes.toString();
  const undecoded = bytes.toString('latin1');
  const field = readQuickly(undecoded, 0, undecoded.length, undefined, true);
  if (field === undefined) return false;
  const slow = parseSlowly(text, 0);
  const expected = 'field' in slow ? withPlaces(slow.field, (at) => Buffer.byteLength(text.slice(0, at))) : slow;
  if (!isDeepStrictEqual(expected, field)) expect({ text, field }).toStrictEqual({ text, field: expected });
  return true;
}

/**
 * Whether the quick reader answers when only some keys are wanted, and of lists only so many items. Fails when it answers
 * anything but that part of what `yaml` reads. A text with an error counts as not answered: nobody asks so about it.
 */
export function answersPart(text: string, keys: ReadonlySet<string>, items: number): boolean {
  const field = readQuickly(text, 0, text.length, { keys, items });
  if (field === undefined) return false;
  const slow = parseSlowly(text, 0);
  if (!('field' in slow) || slow.field.kind !== 'map') return false;
  const wanted = [...slow.field.entries].flatMap(([key, { value }]): [string, Field][] => {
    if (!keys.has(key)) return [];
    // A list in brackets is one line, and read whole.
    const isCut = value.kind === 'list' && text[value.start] !== '[';
    return [[key, isCut ? { ...value, items: value.items.slice(0, items) } : value]];
  });
  const nowhere = (value: Field) => withPlaces(value, () => 0);
  const expected = wanted.map(([key, value]) => [key, nowhere(value)]);
  const given = [...field.entries].map(([key, { value }]) => [key, nowhere(value)]);
  if (!isDeepStrictEqual(expected, given)) expect({ text, given }).toStrictEqual({ text, given: expected });
  return true;
}

function withPlaces(field: Field, placeOf: (at: number) => number): Field {
  const place = { start: placeOf(field.start), end: placeOf(field.end) };
  if (field.kind === 'scalar') return { ...field, ...place };
  if (field.kind === 'list') return { ...field, ...place, items: field.items.map((item) => withPlaces(item, placeOf)) };
  const entries = [...field.entries].map(([key, entry]): [string, MapEntry] => {
    const keyPlace = { start: placeOf(entry.start), end: placeOf(entry.end) };
    return [key, { ...entry, ...keyPlace, value: withPlaces(entry.value, placeOf) }];
  });
  return { ...field, ...place, entries: new Map(entries) };
}

/** Fails when the quick reader gives no answer, or not that of `yaml`. */
export function mustAnswer(text: string): void {
  if (!answers(text)) expect.fail(`There is no quick answer to ${JSON.stringify(text)}`);
}
