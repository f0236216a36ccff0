// In: what `JSON.parse` gave. Out: the same, of the kind that its place asks for. `member` names the place for people.

import { NOTHING } from './element.ts';
import type { Unreadable } from './feed.ts';

export type Members = Readonly<Record<string, unknown>>;

/** Thrown where a value is of the wrong kind; `readBackJson` catches it. */
export class WrongKind extends Error {
  readonly unreadable: Unreadable;

  constructor(problem: string, entry?: number) {
    super(problem);
    this.unreadable = entry === undefined ? { problem } : { problem, entry };
  }
}

export function text(value: unknown, member: string): string {
  if (typeof value === 'string') return value;
  throw new WrongKind(`${member}: it is not a text`);
}

export function optionalText(value: unknown, member: string): string | undefined {
  return value === undefined ? undefined : text(value, member);
}

/** A number, in decimal digits. */
export function optionalNumber(value: unknown, member: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number') return String(value);
  throw new WrongKind(`${member}: it is not a number`);
}

export function object(value: unknown, member: string): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  throw new WrongKind(`${member}: it is not an object`);
}

export function list(value: unknown, member: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new WrongKind(`${member}: it is not a list`);
}

export function optionalList(value: unknown, member: string): readonly unknown[] {
  return value === undefined ? NOTHING : list(value, member);
}

/** Takes down the members that nobody expects. JSON Feed 1.1, Extensions: those with `_` say what they are about. */
export function collectOthers(members: Members, known: ReadonlySet<string>, place: string, others: string[]): void {
  for (const name in members) {
    if (known.has(name)) continue;
    if (name.startsWith('_')) text(object(members[name], name)['about'], `${name}.about`);
    others.push(place + name);
  }
}
