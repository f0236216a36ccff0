// In: a template and its values. Out: HTML that is well-formed XML too. Everything is escaped but what this template made.
import { namedEntities } from '../../model/text.ts';
import { characters } from '../xml.ts';

/** Markup that a template made. */
export interface Markup {
  readonly markup: string;
}

/** What a template takes: markup as it is, text escaped, lists one after the other, nothing for `undefined`. */
export type Part = Markup | string | number | undefined | readonly Part[];

/** A template for markup. Attributes stand in double quotes: a quote inside a value is escaped like everywhere else. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let markup = texts[0] ?? '';
  for (let index = 0; index < parts.length; index++) markup += written(parts[index]) + (texts[index + 1] ?? '');
  return { markup };
}

/** Writes ` name="value"`, or nothing for `undefined`. */
export function attribute(name: string, value: string | undefined): Markup {
  return value === undefined ? NOTHING : html`${{ markup: ` ${name}` }}="${value}"`;
}

const NOTHING: Markup = { markup: '' };

function written(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  if (part === undefined) return '';
  if (typeof part === 'number') return String(part);
  if (!isList(part)) return part.markup;
  let markup = '';
  for (const one of part) markup += written(one);
  return markup;
}

function isList(part: Markup | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part);
}

const SAFE = /^[\t\n !#-%'-;=?-\uD7FF]*$/;

function escaped(text: string): string {
  if (SAFE.test(text)) return text;
  return namedEntities(characters(text));
}
