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
  // SVG and MathML live inside XHTML; other known vocabularies, and no namespace, mean that a declaration is lost.
  if (prefix === '' || (prefix !== undefined && prefix !== 'svg' && prefix !== 'mathml'))
    context.report('atom/foreign-element-in-xhtml', { element: element.name }, place);
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
