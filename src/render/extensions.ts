// In: extensions as the feed package takes them (`name`, and xml-js compact objects). Out: XML, or JSON members.
// XML carries names with a known prefix, JSON Feed names that begin with `_` (JSON Feed 1.1, Extensions).
import type { Extension } from 'feed';
import { attribute, text } from './xml.ts';

const QUALIFIED = /^([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*$/;

/** Writes the extensions that XML carries; their prefixes are added to `prefixes`. */
export function renderExtensions(
  extensions: readonly Extension[] | undefined,
  indent: string,
  prefixes: Set<string>,
): string {
  if (extensions === undefined || extensions.length === 0) return '';
  return extensions
    .filter(({ name }) => !name.startsWith('_'))
    .map(({ name, objects }) => renderObject(name, objects, indent, prefixes))
    .join('');
}

/** The extensions that JSON carries, as they are. */
export function jsonExtensions(extensions: readonly Extension[] | undefined): Record<string, unknown> {
  const own = (extensions ?? []).filter(({ name }) => name.startsWith('_'));
  return Object.fromEntries(own.map(({ name, objects }) => [name, objects]));
}

// xml-js compact form: `_attributes`, `_text` or `_cdata`, children by name; an array repeats the element.
function renderObject(name: string, value: unknown, indent: string, prefixes: Set<string>): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((one) => renderObject(name, one, indent, prefixes)).join('');
  addPrefix(name, prefixes);
  if (!isRecord(value)) return `${indent}<${name}>${text(String(value))}</${name}>\n`;
  const attributes = renderAttributes(value['_attributes'], prefixes);
  const words = [value['_text'], value['_cdata']].flat().filter((word) => word !== undefined && word !== null);
  const children = Object.entries(value)
    .filter(([key]) => !key.startsWith('_'))
    .map(([key, child]) => renderObject(key, child, `${indent}  `, prefixes))
    .join('');
  if (children !== '')
    return `${indent}<${name}${attributes}>${text(words.join(''))}\n${children}${indent}</${name}>\n`;
  if (words.length === 0) return `${indent}<${name}${attributes}/>\n`;
  return `${indent}<${name}${attributes}>${text(words.join(''))}</${name}>\n`;
}

function renderAttributes(value: unknown, prefixes: Set<string>): string {
  if (!isRecord(value)) return '';
  return Object.entries(value)
    .filter(([, given]) => given !== undefined && given !== null)
    .map(([name, given]) => {
      if (name.includes(':')) addPrefix(name, prefixes);
      else if (!/^[A-Za-z_][\w.-]*$/.test(name)) throw new TypeError(`No attribute can be called ${name}`);
      return attribute(name, String(given));
    })
    .join('');
}

function addPrefix(name: string, prefixes: Set<string>): void {
  const prefix = QUALIFIED.exec(name)?.[1];
  if (prefix === undefined) {
    throw new TypeError(`An extension is called ${name}; it needs a known prefix, or a name that begins with _ (JSON)`);
  }
  if (prefix !== 'xml') prefixes.add(prefix);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
