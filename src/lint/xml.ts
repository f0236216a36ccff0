// In: the problems of a scan, and the declarations of a document. Out: findings about XML itself.
import type { LintCode } from '../diagnostics/catalogue/lint.ts';
import type { XmlProblem } from '../verify/scan/scan.ts';
import { type Declaration, type Element, MAX_DEPTH, MAX_PARTS, type XmlDocument } from './document.ts';
import { inDocument, type Place, type ReportLint } from './findings.ts';
import { attributePlace, type Context } from './model.ts';
import { isExactNamespace, namespaceOfPrefix, prefixOf } from './namespaces.ts';
import { isIriReference } from './values/uris.ts';

const MAX_TOLD = 10;

/** Problems that have a rule of their own. */
const CODES = new Map([
  ['undefined-entity', 'xml/undefined-entity'],
  ['undeclared-prefix', 'xml/undeclared-prefix'],
  ['misplaced-declaration', 'xml/misplaced-declaration'],
] as const) as ReadonlyMap<string, LintCode>;

/** What makes the document not well-formed: the first places, since one break causes others, and the first of each rule. */
export function reportProblems(text: string, document: XmlDocument, report: ReportLint): void {
  const told = new Set<LintCode>();
  for (const [index, problem] of document.problems.entries()) {
    const code = CODES.get(problem.kind) ?? 'xml/not-well-formed';
    if (index < MAX_TOLD || !told.has(code)) reportProblem(problem, text, report);
    told.add(code);
  }
  for (const { name, start } of document.entities.uses)
    report('xml/unexpanded-entity', { entity: `&${name};` }, inDocument(start, name.length + 2));
  if (document.xslt !== undefined) report('xml/xslt-stylesheet', {}, inDocument(document.xslt.start, 16));
  if (document.truncatedAt !== undefined)
    report('xml/too-deep', { max: MAX_DEPTH }, inDocument(document.truncatedAt, 1));
  if (document.overfullAt !== undefined)
    report('xml/too-many-elements', { max: MAX_PARTS }, inDocument(document.overfullAt, 1));
  if (document.version !== undefined && document.version !== '1.0')
    report('xml/unsupported-version', { version: document.version }, inDocument(0, 5));
}

function reportProblem({ kind, problem, offset }: XmlProblem, text: string, report: ReportLint): void {
  const place = inDocument(offset, 1);
  const code = CODES.get(kind);
  if (code === 'xml/undefined-entity') {
    const entity = /^&[^;\s<&]{1,100};/.exec(text.slice(offset, offset + 110))?.[0] ?? '&…;';
    report(code, { entity }, inDocument(offset, entity.length));
  } else if (code === 'xml/undeclared-prefix') report(code, { problem: capitalized(problem) }, place);
  else if (code === 'xml/misplaced-declaration') report(code, {}, place);
  else report('xml/not-well-formed', { problem }, place);
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Namespace names and prefixes, once each. */
export function checkDeclarations(document: XmlDocument, context: Context): void {
  const seen = new Set<string>();
  for (const declaration of document.declarations) {
    const { prefix, namespace } = declaration;
    const key = `${prefix} ${namespace}`;
    if (namespace === '' || seen.has(key)) continue;
    seen.add(key);
    checkDeclaration(declaration, context);
  }
}

function checkDeclaration({ prefix, namespace, element, attribute }: Declaration, context: Context): void {
  const { report } = context;
  const place = attributePlace(element, attribute);
  const known = prefixOf(namespace);
  if (namespace === 'http://search.yahoo.com/mrss') report('namespace/media-without-slash', {}, place);
  else if (/\s/.test(namespace) || !isIriReference(namespace)) report('namespace/invalid-name', { namespace }, place);
  else if (known !== undefined && isExactNamespace(namespace))
    checkPrefix(prefix, known, namespace, element, place, context);
  else if (known !== undefined)
    report('namespace/near-miss', { namespace, meant: namespaceOfPrefix(known) ?? known }, place);
  else if (prefix !== '' && namespaceOfPrefix(prefix) !== undefined)
    report('namespace/mismatched-prefix', { prefix, namespace: namespaceOfPrefix(prefix) ?? '' }, place);
  else report('namespace/unknown-namespace', { namespace }, place);
}

function checkPrefix(
  prefix: string,
  known: string,
  namespace: string,
  element: Element,
  place: Place,
  { report, format }: Context,
): void {
  if (prefix === '') return;
  if ((known === 'atom' || known === 'xhtml') && format === 'atom') report('namespace/avoid-prefix', { prefix }, place);
  else if (prefix !== known && namespaceOfPrefix(prefix) !== undefined && element.namespace !== namespace)
    report('namespace/mismatched-prefix', { prefix, namespace: namespaceOfPrefix(prefix) ?? '' }, place);
  else if (!isUsual(prefix, known)) report('namespace/unusual-prefix', { prefix, usual: known }, place);
}

/** Case and version numbers do not count: `openSearch` is `opensearch10`. */
function isUsual(prefix: string, known: string): boolean {
  return prefix.toLowerCase() === known.toLowerCase().replace(/\d+$/, '') || prefix === known;
}
