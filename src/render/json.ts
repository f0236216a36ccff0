// In: texts, numbers, any values. Out: parts of a JSON document, byte for byte as `JSON.stringify` writes it with two
// spaces for each step.
import { jsonString } from '../model/json-text.ts';
import { characters } from './xml.ts';

/** A text in quotes, without what XML forbids: the same in every format. */
export function jsonText(value: string): string {
  return jsonString(characters(value));
}

/** A member behind others, on a line of its own; nothing for `undefined`. */
export function jsonMember(indent: string, name: string, value: string | number | undefined): string {
  if (value === undefined) return '';
  return `,\n${indent}"${name}": ${typeof value === 'number' ? JSON.stringify(value) : jsonText(value)}`;
}

/** All members of an object, behind others. */
export function jsonMembers(indent: string, members: object): string {
  const text = JSON.stringify(members, null, 2);
  // A line end inside a value is escaped: those of the text are ends of its lines.
  return text === '{}' ? '' : `,${text.slice(1, -2).replace(/\n {2}/g, `\n${indent}`)}`;
}
