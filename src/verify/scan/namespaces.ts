// In: the attributes of one start tag. Out: prefixes bound, names resolved (Namespaces in XML 1.0, third edition).
// Bindings are one map with an undo list per element, so that depth costs nothing.

import { COLON, NAME_START, nameWidth } from './characters.ts';
import { type Binding, excerpt, problem, type QualifiedName, type Scan, type XmlAttribute } from './state.ts';

export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
export const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** An attribute whose name is not resolved yet: that takes the whole tag. */
export type AttributeDraft = { -readonly [Key in keyof XmlAttribute]: XmlAttribute[Key] };

/** Binds what the tag declares, then resolves its attributes' names. Returns what to restore behind the element. */
export function bindNamespaces(scan: Scan, attributes: readonly AttributeDraft[]): readonly Binding[] | undefined {
  if (!attributes.some(isQualified)) return undefined;
  let shadowed: Binding[] | undefined;
  for (const attribute of attributes) {
    const prefix = declaredPrefix(attribute.name);
    if (prefix === undefined || !isAllowedBinding(scan, prefix, attribute)) continue;
    shadowed ??= [];
    shadowed.push([prefix, scan.bindings.get(prefix)]);
    if (attribute.value === '') scan.bindings.delete(prefix);
    else scan.bindings.set(prefix, attribute.value);
  }
  let prefixed = 0;
  for (const attribute of attributes) if (resolveAttribute(scan, attribute)) prefixed++;
  if (prefixed > 1) checkExpandedNames(scan, attributes);
  return shadowed;
}

export function restoreBindings(scan: Scan, shadowed: readonly Binding[] | undefined): void {
  if (shadowed === undefined) return;
  for (const [prefix, namespace] of shadowed) {
    if (namespace === undefined) scan.bindings.delete(prefix);
    else scan.bindings.set(prefix, namespace);
  }
}

/** Names that were met, taken apart; documents have few, and mostly the same. */
const known = new Map<string, QualifiedName>();
const MAX_KNOWN = 1000;

/** Splits a name at its colon (§4, QName); `undefined` when it is no name with one prefix or none. */
export function qualifiedName(written: string): QualifiedName | undefined {
  const met = known.get(written);
  if (met !== undefined) return met;
  const colon = written.indexOf(':');
  if (colon === 0 || (colon > 0 && !isOneColon(written, colon))) return undefined;
  // The key of an object is one string for all of its kind: it keeps no document in memory, and compares by address.
  const [name = written] = Object.keys({ [written]: true });
  const split = { name, prefix: name.slice(0, Math.max(colon, 0)), local: name.slice(colon + 1) };
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(name, split);
  return split;
}

/** The same for a name at a place, where one that is none is a problem. */
export function splitName(scan: Scan, written: string, offset: number): QualifiedName {
  const split = qualifiedName(written);
  if (split !== undefined) return split;
  problem(scan, offset, 'invalid-name', `${excerpt(written)} is no name with one prefix`);
  return { name: written, prefix: '', local: written };
}

function isOneColon(name: string, colon: number): boolean {
  return name.indexOf(':', colon + 1) < 0 && nameWidth(name, colon + 1, NAME_START) > 0;
}

/** What an element's prefix stands for; `undefined` = no namespace. */
export function namespaceOf(scan: Scan, prefix: string, offset: number): string | undefined {
  const namespace = scan.bindings.get(prefix);
  if (prefix === 'xmlns') problem(scan, offset, 'reserved-prefix', 'the prefix xmlns is reserved for declarations');
  else if (namespace === undefined && prefix !== '') undeclared(scan, prefix, offset);
  return namespace;
}

/** Whether an attribute declares a prefix or has one. */
function isQualified({ name }: AttributeDraft): boolean {
  return name === 'xmlns' || name.includes(':');
}

/** The prefix that an attribute declares; empty for the default namespace; `undefined` when it declares none. */
function declaredPrefix(name: string): string | undefined {
  if (!name.startsWith('xmlns')) return undefined;
  if (name.length === 5) return '';
  const prefix = name.slice(6);
  const valid = name.charCodeAt(5) === COLON && !prefix.includes(':') && nameWidth(prefix, 0, NAME_START) > 0;
  return valid ? prefix : undefined;
}

/** §3, Reserved Prefixes and Namespace Names; §5, No Prefix Undeclaring. */
function isAllowedBinding(scan: Scan, prefix: string, { value, start }: AttributeDraft): boolean {
  const shown = excerpt(prefix);
  if (prefix === 'xmlns') problem(scan, start, 'reserved-prefix', 'the prefix xmlns cannot be declared');
  else if (value === XMLNS_NAMESPACE)
    problem(scan, start, 'reserved-namespace', 'the namespace of xmlns cannot be bound');
  else if ((prefix === 'xml') !== (value === XML_NAMESPACE))
    problem(scan, start, 'reserved-namespace', 'the prefix xml and its namespace belong together');
  else if (value === '' && prefix !== '')
    problem(scan, start, 'empty-namespace', `the prefix ${shown} is declared without a namespace`);
  else return true;
  return false;
}

/** Fills prefix, local name and namespace; `true` when it has a prefix that is not `xmlns`. */
function resolveAttribute(scan: Scan, attribute: AttributeDraft): boolean {
  const { name, start } = attribute;
  if (!name.includes(':')) {
    if (name === 'xmlns') attribute.namespace = XMLNS_NAMESPACE;
    return false;
  }
  const { prefix, local } = splitName(scan, name, start);
  attribute.prefix = prefix;
  attribute.local = local;
  if (prefix === 'xmlns') attribute.namespace = XMLNS_NAMESPACE;
  if (prefix === 'xmlns' || prefix === '') return false;
  attribute.namespace = scan.bindings.get(prefix);
  if (attribute.namespace === undefined) undeclared(scan, prefix, start);
  return true;
}

/** §6.3, Uniqueness of Attributes. */
function checkExpandedNames(scan: Scan, attributes: readonly AttributeDraft[]): void {
  const seen = new Set<string>();
  for (const { namespace, prefix, local, name, start } of attributes) {
    if (namespace === undefined || prefix === 'xmlns') continue;
    const expanded = `{${namespace}}${local}`;
    if (seen.has(expanded))
      problem(scan, start, 'duplicate-attribute', `the attribute ${excerpt(name)} is given twice, under two prefixes`);
    seen.add(expanded);
  }
}

function undeclared(scan: Scan, prefix: string, offset: number): void {
  problem(scan, offset, 'undeclared-prefix', `the prefix ${excerpt(prefix)} is not declared`);
}
