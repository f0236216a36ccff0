// Atom's text constructs (RFC 4287 §3.1) and content (§4.1.3): what a type allows inside.
import { attributeOf, attributeValue, type Element } from './document.ts';
import { html } from './html.ts';
import { attributePlace, type Check, type Context, type ElementModel, optional, placeOf, textPlace } from './model.ts';
import { essenceOf, mediaType } from './values/media-types.ts';
import { plainText } from './values/texts.ts';
import { uriReference } from './values/uris.ts';
import { checkXhtmlIn } from './xhtml.ts';

const src = optional(uriReference);

/** title, subtitle, summary, rights. */
export const atomText: ElementModel = {
  spec: 'atom',
  content: 'any',
  attributes: { type: optional(), src },
  check(element, context) {
    if (attributeValue(element, 'src') !== undefined)
      context.report('atom/misplaced-src', { element: element.name }, placeOf(element));
    const type = attributeValue(element, 'type');
    if (type !== undefined && type !== '' && !isTextType(type)) {
      const attribute = attributeOf(element, 'type');
      const place = attribute === undefined ? placeOf(element) : attributePlace(element, attribute);
      context.report('atom/invalid-text-type', { element: element.name, text: type }, place);
    }
    if (type === 'xhtml' && element.key === 'atom:title') context.report('atom/xhtml-title', {}, placeOf(element));
    checkConstruct(element, context);
  },
};

const contentType: Check = (value, place, context) => {
  if (isTextType(value) || value === '') return;
  if (/^(?:multipart|message)\//i.test(value)) context.report('atom/composite-type', { text: value }, place);
  mediaType(value, place, context);
};

/** content: also media types, and content that is elsewhere. */
export const atomContent: ElementModel = {
  spec: 'atom',
  content: 'any',
  attributes: { type: optional(contentType), src },
  check(element, context) {
    const elsewhere = attributeValue(element, 'src') !== undefined;
    if (elsewhere && isTextType(attributeValue(element, 'type') ?? '')) {
      const text = attributeValue(element, 'type') ?? '';
      context.report('media-type/invalid', { place: `type of <${element.name}>`, text }, placeOf(element));
    }
    if (elsewhere && (element.textStart >= 0 || element.children.length > 0))
      context.report('atom/unexpected-text', { element: element.name }, textPlace(element));
    if (elsewhere && !attributeValue(element, 'type'))
      context.report('atom/missing-type', { element: element.name }, placeOf(element));
    if (!elsewhere) checkConstruct(element, context);
  },
};

function isTextType(type: string): boolean {
  return type === 'text' || type === 'html' || type === 'xhtml';
}

function checkConstruct(element: Element, context: Context): void {
  const type = attributeValue(element, 'type') || 'text';
  if (attributeValue(element, 'type') === '')
    context.report('text/blank-attribute', { attribute: 'type', element: element.name }, placeOf(element));
  const essence = essenceOf(type);
  if (element.text.trim() === '' && element.children.length === 0) {
    if (attributeValue(element, 'src') === undefined)
      context.report('text/blank-element', { element: element.name }, placeOf(element));
  } else if (type === 'xhtml') checkXhtml(element, context);
  else if (isXmlType(essence)) checkInlineXml(element, essence, context);
  else {
    for (const child of element.children)
      context.report('atom/unescaped-markup', { element: child.name, parent: element.name }, placeOf(child));
    if (type === 'html' || essence === 'text/html') checkHtml(element, essence, context);
    else if (!essence.includes('/') || essence === 'text/plain') plainText(element.text, textPlace(element), context);
    // Other texts may hold markup of any kind: Markdown has HTML.
    else if (!essence.startsWith('text/')) checkBase64(element, type, context);
  }
}

/** RFC 4287 §4.1.3.3. */
export function isXmlType(essence: string): boolean {
  return essence.endsWith('+xml') || essence.endsWith('/xml');
}

/** §3.1.1.3: one div in the XHTML namespace, and nothing beside it. */
function checkXhtml(element: Element, context: Context): void {
  const [div, second] = element.children;
  if (div === undefined || div.key !== 'xhtml:div' || second !== undefined || element.textStart >= 0) {
    const place = element.textStart >= 0 ? textPlace(element) : placeOf(second ?? div ?? element);
    context.report('atom/missing-xhtml-div', { element: element.name }, place);
  }
  if (div?.key !== 'xhtml:div') return;
  checkXhtmlIn(div, context);
  // Escaped markup inside the div would be shown as code.
  if (div.children.length === 0) plainText(div.text, textPlace(div), context);
}

/** §4.1.3.3: normally a single child, the root of a document of that type. */
function checkInlineXml(element: Element, essence: string, context: Context): void {
  const [root, second] = element.children;
  const isPage = essence !== 'application/xhtml+xml' || root?.local === 'html';
  if (root === undefined || second !== undefined || element.textStart >= 0 || !isPage)
    context.report('atom/html-fragment', { text: essence }, placeOf(element));
}

function checkHtml(element: Element, essence: string, context: Context): void {
  html(element.text, textPlace(element), context);
  if (essence === 'text/html' && !element.text.toLowerCase().includes('<html'))
    context.report('atom/html-fragment', { text: essence }, placeOf(element));
}

/** §4.1.3.3: what is neither text nor XML is Base64; white space inside is fine. */
function checkBase64(element: Element, type: string, context: Context): void {
  const digits = element.text.replace(/\s+/g, '');
  const padding = /=*$/.exec(digits.slice(-4))?.[0].length ?? 0;
  if (!/^[A-Za-z0-9+/]*$/.test(digits.slice(0, digits.length - padding)) || padding > 2 || digits.length % 4 !== 0)
    context.report('atom/invalid-base64', { text: type }, textPlace(element));
}
