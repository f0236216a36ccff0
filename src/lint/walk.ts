// In: an element and the model of its vocabulary. Out: findings about its structure and values.
// The engine behind every table.
import type { LintCode } from '../diagnostics/catalogue/lint.ts';
import { type Attribute, attributeOf, type Element, isDeclaration } from './document.ts';
import type { Place } from './findings.ts';
import {
  type AttributeModel,
  attributePlace,
  type ChildModel,
  type ChildTable,
  type Context,
  type ElementModel,
  placeOf,
  type Spec,
  textPlace,
} from './model.ts';
import { isOpenPrefix } from './namespaces.ts';
import { UNUSUAL } from './unusual.ts';
import { languageTag } from './values/languages.ts';
import { checkCharacters } from './values/texts.ts';
import { iriReference } from './values/uris.ts';

const SPEC_OF_PREFIX: ReadonlyMap<string, Spec> = new Map([
  ['media', 'media'],
  ['itunes', 'itunes'],
  ['atom', 'atom'],
  ['opml', 'opml'],
  ['rss1', 'rdf'],
]);
const MISPLACED = {
  rss: 'rss/misplaced-element',
  rdf: 'rss/misplaced-element',
  atom: 'atom/misplaced-element',
  opml: 'opml/misplaced-element',
} as const;

/** Checks an element and everything in it. Depth is bounded by the document reader. */
export function walk(element: Element, model: ElementModel, context: Context): void {
  checkAttributes(element, model, context);
  checkCharacters(element.text, textPlace(element), context);
  if (model.content === 'elements') {
    if (element.textStart >= 0)
      context.report(`${model.spec}/unexpected-text`, { element: element.name }, textPlace(element));
    checkChildren(element, model, context);
  } else {
    for (const child of element.children) {
      // In RDF a value may be a thing of its own.
      if (model.content === 'text' && context.version !== '1.0')
        report(context, model.spec, 'unexpected-child', child, element);
      walkUnknown(child, context);
    }
  }
  // Of a value that an element or an entity hides, nothing more can be said.
  const hidden =
    (element.children.length > 0 && element.textStart < 0) ||
    (model.content === 'text' && holdsEntity(element.text, context.entities));
  if (model.checks !== undefined && !hidden) {
    const value = element.text.trim();
    for (const check of model.checks) check(value, textPlace(element), context);
  }
  if (!hidden || model.content !== 'text') model.check?.(element, context);
}

/** Whether a text holds an entity of the document's own, which was not expanded. */
function holdsEntity(text: string, entities: ReadonlySet<string>): boolean {
  if (entities.size === 0 || !text.includes('&')) return false;
  for (const [, name = ''] of text.matchAll(/&([^;\s<&]{1,100});/g)) if (entities.has(name)) return true;
  return false;
}

const NO_CHILDREN: ChildTable = {};
const required = new WeakMap<ChildTable, readonly string[]>();

/** Looked up once a table: that of an item has hundreds of rows. */
function requiredKeys(table: ChildTable): readonly string[] {
  let keys = required.get(table);
  if (keys === undefined) {
    keys = Object.keys(table).filter((key) => table[key]?.required);
    required.set(table, keys);
  }
  return keys;
}

function checkChildren(element: Element, model: ElementModel, context: Context): void {
  const table = model.children ?? NO_CHILDREN;
  const seen = new Set<string>();
  for (const child of element.children) {
    const key = lookupKey(child.key);
    const row = Object.hasOwn(table, key) ? table[key] : undefined;
    if (row === undefined) {
      checkStranger(child, element, model, context);
      continue;
    }
    if (row.once !== undefined && seen.has(key)) reportDuplicate(child, element, model.spec, row.once, context);
    seen.add(key);
    walk(child, modelOf(row), context);
  }
  for (const key of requiredKeys(table))
    if (!seen.has(key))
      context.report(
        `${model.spec}/missing-element`,
        { element: key.replace(/^(?:rss1|atom):/, ''), parent: element.name },
        placeOf(element),
      );
}

function modelOf({ model }: ChildModel): ElementModel {
  return typeof model === 'function' ? model() : model;
}

function reportDuplicate(child: Element, parent: Element, spec: Spec, once: true | LintCode, context: Context): void {
  if (once === true) report(context, specOf(child, spec), 'duplicate-element', child, parent);
  // Codes that stand in for the structural one take no values, or the same ones.
  else
    (context.report as (code: LintCode, values: object, place: Place) => void)(
      once,
      { element: child.name, parent: parent.name },
      placeOf(child),
    );
}

/** `dc:date.created` is a refined `dc:date`. */
function lookupKey(key: string): string {
  return key.startsWith('dc:') ? (key.split('.', 1)[0] ?? key) : key;
}

/** Empty for a key without one. */
function prefixIn(key: string): string {
  return key.slice(0, Math.max(0, key.indexOf(':')));
}

/** An element that the table of its parent does not name. */
function checkStranger(child: Element, parent: Element, model: ElementModel, context: Context): void {
  const { key } = child;
  const prefix = prefixIn(key);
  if (key.startsWith('?') || isOpenPrefix(prefix) || prefix === 'g') {
    walkUnknown(child, context);
    return;
  }
  // Within Atom its own elements have their places (RFC 4287 §4); elsewhere they are merely unusual.
  const closed = context.format === 'atom' && model.spec === 'atom' && prefix === 'atom';
  const name = lookupKey(key);
  const unusual = closed || !Object.hasOwn(UNUSUAL, name) ? undefined : UNUSUAL[name];
  if (prefix === '' && model.spec !== 'rss' && model.spec !== 'opml' && context.format !== 'rss') {
    context.report('namespace/undeclared-vocabulary', { element: child.name }, placeOf(child));
    walkUnknown(child, context);
  } else if (prefix === 'xhtml') {
    context.report('extension/misplaced-xhtml', { element: child.name, parent: parent.name }, placeOf(child));
    walkUnknown(child, context);
  } else if (unusual !== undefined) {
    const code = MISPLACED[context.format === 'atom' ? 'atom' : context.format === 'opml' ? 'opml' : 'rss'];
    context.report(code, { element: child.name, parent: parent.name }, placeOf(child));
    walk(child, modelOf(unusual), context);
  } else {
    report(context, specOf(child, prefix === '' ? model.spec : 'extension'), 'unknown-element', child, parent);
    walkUnknown(child, context);
  }
}

function specOf(child: Element, otherwise: Spec): Spec {
  const prefix = prefixIn(child.key);
  return SPEC_OF_PREFIX.get(prefix) ?? (prefix === '' ? otherwise : 'extension');
}

/** Elements of unknown vocabularies: characters, languages and bases are checked, and that they are in a namespace. */
function walkUnknown(element: Element, context: Context, level: 'outermost' | 'inner' = 'outermost'): void {
  checkCharacters(element.text, textPlace(element), context);
  for (const attribute of element.attributes) checkXmlAttribute(element, attribute, context);
  const foreign = element.key.startsWith('?') || element.key.includes(':');
  for (const child of element.children) {
    if (context.format === 'rss' && foreign && level === 'outermost' && isBare(child, context))
      context.report('namespace/missing-namespace', { element: child.name, parent: element.name }, placeOf(child));
    walkUnknown(child, context, 'inner');
  }
}

function isBare(child: Element, context: Context): boolean {
  return child.namespace === undefined && context.version !== '1.0' && !child.key.startsWith('?');
}

function checkAttributes(element: Element, model: ElementModel, context: Context): void {
  const { attributes } = model;
  for (const attribute of element.attributes) {
    if (isDeclaration(attribute)) continue;
    if (checkXmlAttribute(element, attribute, context)) continue;
    checkCharacters(attribute.value, attributePlace(element, attribute), context);
    if (attributes === 'any') continue;
    const known =
      attributes !== undefined && Object.hasOwn(attributes, attribute.key) ? attributes[attribute.key] : undefined;
    if (known === undefined) reportAttribute(element, attribute, model, context);
    else checkValue(element, attribute, known, context);
  }
  if (attributes === undefined || attributes === 'any') return;
  for (const [key, { required }] of Object.entries(attributes))
    if (required && attributeOf(element, key) === undefined)
      context.report(`${model.spec}/missing-attribute`, { attribute: key, element: element.name }, placeOf(element));
}

/** Checks what an attribute holds, unless that was not expanded. */
export function checkValue(element: Element, attribute: Attribute, { checks }: AttributeModel, context: Context): void {
  if (holdsEntity(attribute.value, context.entities)) return;
  for (const check of checks) check(attribute.value, attributePlace(element, attribute), context);
}

/** `xml:lang` and `xml:base`, which may stand everywhere; `true` when it is one of XML's own. */
function checkXmlAttribute(element: Element, attribute: Attribute, context: Context): boolean {
  const { key, value } = attribute;
  if (key === 'xml:lang') {
    if (value !== '') languageTag(value, attributePlace(element, attribute), context);
  } else if (key === 'xml:base') iriReference(value, attributePlace(element, attribute), context);
  else return key === 'xml:id' || key === 'xml:space';
  return true;
}

/** Of the threading that links carry, every attribute is known. */
const ATTRIBUTES_OF_ATOM = new Set(['atom', 'thr']);

function reportAttribute(element: Element, attribute: Attribute, model: ElementModel, context: Context): void {
  const values = { attribute: attribute.name, element: element.name };
  const place = attributePlace(element, attribute);
  if (context.version === '1.0' && attribute.key.startsWith('rdf:')) return;
  if (!isForeign(attribute, model)) context.report(`${model.spec}/unknown-attribute`, values, place);
  else if (context.format === 'rss' && !element.key.includes(':') && !element.key.startsWith('?'))
    context.report('rss/extension-attribute', values, place);
}

/** Attributes in namespaces of others may stand in RSS 2.0 (since 2.0.9), in Atom (RFC 4287 §2, §6.4) and in OPML 2.0. */
function isForeign({ namespace, key }: Attribute, { spec }: ElementModel): boolean {
  if (namespace === undefined) return false;
  const prefix = prefixIn(key);
  if (key.startsWith('?') || isOpenPrefix(prefix)) return true;
  return spec === 'atom' ? !ATTRIBUTES_OF_ATOM.has(prefix) : spec === 'rss' || spec === 'opml';
}

function report(
  context: Context,
  spec: Spec,
  problem: 'unknown-element' | 'duplicate-element' | 'unexpected-child',
  child: Element,
  parent: Element,
): void {
  context.report(`${spec}/${problem}`, { element: child.name, parent: parent.name }, placeOf(child));
}
