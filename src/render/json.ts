// In: texts, numbers, any values. Out: parts of a JSON document, byte for byte as `JSON.stringify` writes it with two
// spaces for each step.
import { characters } from './xml.ts';

// What nearly every text is made of: one quick scan, and it stays as it is; HTML has quotes and line ends too.
const PLAIN = /^[ !#-[\]-\uD7FF]*$/;
const PLAIN_BUT_QUOTES_AND_LINES = /^[\n -[\]-\uD7FF]*$/;

/** A text in quotes, without what XML forbids: the same in every format. */
export function jsonText(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  if (!PLAIN_BUT_QUOTES_AND_LINES.test(value)) return JSON.stringify(characters(value));
  return `"${value.replace(/["\n]/g, escapeOf)}"`;
}

function escapeOf(character: string): string {
  return character === '"' ? '\\"' : '\\n';
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
