// In: an element of XHTML inside a feed. Out: findings: foreign elements, unknown and risky markup, relative references.
import { type Element, hasAbsoluteBase } from './document.ts';
import { addressFlaws, isHtmlElement, isSafeElement, riskyStyles } from './html-vocabulary.ts';
import { attributePlace, type Context, placeOf } from './model.ts';
import { prefixOf } from './namespaces.ts';

/** Checks what stands inside an XHTML div, as a text construct of Atom has it. */
export function checkXhtmlIn(div: Element, context: Context): void {
  checkAttributes(div, context);
  for (const child of div.children) checkXhtmlElement(child, context);
}

function checkXhtmlElement(element: Element, context: Context): void {
  const place = placeOf(element);
  const prefix = element.namespace === undefined ? '' : prefixOf(element.namespace);
  if (prefix === 'xhtml') {
    if (!isHtmlElement(element.local))
      context.report('html/unknown-element', { place: '<div>', what: element.local.slice(0, 40) }, place);
    else if (!isSafeElement(element.local))
      context.report('html/risky-element', { place: '<div>', what: element.local }, place);
    checkXhtmlIn(element, context);
    return;
  }
  if (prefix === 'svg' || prefix === 'mathml') checkDrawing(element, context);
  // Other known vocabularies, and no namespace, mean that a declaration is lost.
  else if (prefix !== undefined) context.report('atom/foreign-element-in-xhtml', { element: element.name }, place);
}

/** SVG and MathML live inside XHTML. They refer to their own parts, but may run no code either. */
function checkDrawing(element: Element, context: Context): void {
  if (element.local === 'script')
    context.report('html/risky-element', { place: '<div>', what: 'script' }, placeOf(element));
  for (const attribute of element.attributes) {
    const { local, namespace, value } = attribute;
    const risky = (what: string) =>
      context.report('html/risky-attribute', { place: `<${element.name}>`, what }, attributePlace(element, attribute));
    if (namespace === undefined && local.startsWith('on')) risky(local);
    else if (local === 'href')
      for (const [code, what] of addressFlaws(element.local, local, value))
        if (code === 'html/risky-attribute') risky(what);
  }
  for (const child of element.children) {
    const prefix = prefixOf(child.namespace ?? '');
    if (prefix === 'svg' || prefix === 'mathml') checkDrawing(child, context);
    else if (prefix === 'xhtml') checkXhtmlElement(child, context);
  }
}

function checkAttributes(element: Element, context: Context): void {
  for (const attribute of element.attributes) {
    if (attribute.namespace !== undefined || attribute.name.startsWith('xmlns')) continue;
    const place = attributePlace(element, attribute);
    if (attribute.local === 'style') {
      for (const what of riskyStyles(attribute.value))
        context.report('html/risky-style', { place: `<${element.name}>`, what }, place);
    } else if (attribute.local.startsWith('on')) {
      context.report('html/risky-attribute', { place: `<${element.name}>`, what: attribute.local }, place);
    } else {
      for (const [code, what] of addressFlaws(element.local, attribute.local, attribute.value))
        if (code !== 'html/relative-reference' || !hasAbsoluteBase(element))
          context.report(code, { place: `<${element.name}>`, what }, place);
    }
  }
}
