// In: any text. Out: XML 1.0 that strict parsers accept and lenient readers decode once (RULES 1–4).
// The one place of render/ that escapes markup.
import { formatRfc822, formatRfc3339, type Instant, instantOf } from '../model/instant.ts';
import { namedEntities, xmlSafe } from '../model/text.ts';

export const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';

// What nearly every value is made of: one quick scan, and it stays as it is. Surrogates are left out because only a closer
// look tells a pair from a lone one.
const SAFE = /^[\t\n -\uD7FF]*$/;
const SAFE_TEXT = /^[\t\n -%'-;=?-\uD7FF]*$/;
/** Nearly every address. */
const SAFE_WORD = /^[!#-%'-;=?-\uD7FF]*$/;
const UNSAFE_IN_ATTRIBUTE = /[^ !#-%'-;=?-\uD7FF]| {2}/;

/** What of a text can be in a document at all: no character that XML forbids, and LF at line ends. */
export function characters(value: string): string {
  return SAFE.test(value) ? value : xmlSafe(value).replace(/\r\n?/g, '\n');
}

/** Escapes element text. Hexadecimal references, because two readers decode named ones twice. */
export function text(value: string): string {
  if (SAFE_TEXT.test(value)) return value;
  // In one pass: a pass for each character would copy the text each time.
  return characters(value).replace(/[&<>]/g, referenceTo);
}

function referenceTo(character: string): string {
  return character === '<' ? '&#x3C;' : character === '>' ? '&#x3E;' : '&#x26;';
}

/**
 * Escapes the value of an attribute in double quotes. Named entities, because one reader leaves numeric ones undecoded;
 * white space collapsed, because parsers do it anyway.
 */
export function inQuotes(value: string): string {
  if (SAFE_WORD.test(value) || !UNSAFE_IN_ATTRIBUTE.test(value)) return value;
  return namedEntities(characters(value).replace(/[\t\n ]+/g, ' '));
}

/** Writes ` name="value"`, or nothing for `undefined`. */
export function attribute(name: string, value: string | number | undefined): string {
  if (value === undefined) return '';
  return ` ${name}="${typeof value === 'number' ? value : inQuotes(value)}"`;
}

/** Writes an element with text on a line of its own, or nothing for `undefined`. No white space around the value. */
export function element(indent: string, name: string, value: string | number | undefined, attributes = ''): string {
  if (value === undefined) return '';
  return `${indent}<${name}${attributes}>${typeof value === 'number' ? value : text(value)}</${name}>\n`;
}

/**
 * Writes an element with an address on a line of its own, or nothing for `undefined`. With named entities: one reader leaves
 * numeric ones undecoded in addresses, and none was seen to read these worse.
 */
export function addressElement(indent: string, name: string, address: string | undefined): string {
  return address === undefined ? '' : `${indent}<${name}>${inQuotes(address)}</${name}>\n`;
}

/** Writes an element without content on a line of its own. */
export function emptyElement(indent: string, name: string, attributes: string): string {
  return `${indent}<${name}${attributes}/>\n`;
}

/** Writes an instruction that names a stylesheet; CSS by its extension, XSLT as the feed package has it otherwise. */
export function stylesheet(address: string | undefined): string {
  if (address === undefined) return '';
  const type = /\.css(?:[?#]|$)/.test(address) ? 'text/css' : 'text/xsl';
  return `<?xml-stylesheet${attribute('href', address)} type="${type}"?>\n`;
}

/** A date for RSS and OPML. Throws a `TypeError` for an invalid one: "Invalid Date" is never written. */
export function rfc822(date: Date): string {
  return formatRfc822(valid(date));
}

/** A date for Atom and JSON Feed. Throws a `TypeError` for an invalid one. */
export function rfc3339(date: Date): string {
  return formatRfc3339(valid(date));
}

function valid(date: Date): Instant {
  const at = instantOf(date);
  if (at === undefined) throw new TypeError('A date that is to be written is not a date');
  return at;
}
