// RSS 1.0 (RDF): the required elements, their addresses, and the values they share with RSS 2.0.
import { attributeValue, type Element } from './document.ts';
import { inRdfItem, inRssChannel, inRssPart } from './extensions/extensions.ts';
import { checkHtmlOf } from './html.ts';
import {
  type AttributeModel,
  anything,
  type Check,
  type Context,
  type ElementModel,
  elements,
  mandatory,
  many,
  one,
  optional,
  placeOf,
  required,
  textPlace,
} from './model.ts';
import { notBlank, plainText } from './values/texts.ts';
import { absoluteUri, uriReference } from './values/uris.ts';

const about: Check = (value, place, context) => {
  uriReference(value, place, context);
  const name = `rdf:about ${value}`;
  if (context.seen.has(name)) context.report('rdf/duplicate-about', { about: value }, place);
  context.seen.set(name, 1);
};

const literal: Readonly<Record<string, AttributeModel>> = {
  'rdf:parseType': optional(),
  'rdf:datatype': optional(),
  'rdf:resource': optional(),
};

/** RDF lets a value be a thing of its own, with elements inside; never both. */
function value(...checks: Check[]): ElementModel {
  return {
    spec: 'rdf',
    content: 'any',
    attributes: literal,
    check(element, context) {
      if (
        element.textStart >= 0 &&
        element.children.length > 0 &&
        attributeValue(element, 'rdf:parseType') !== 'Literal'
      )
        context.report('rdf/mixed-content', { element: element.name }, placeOf(element));
      if (element.children.length === 0)
        for (const check of checks) check(element.text.trim(), textPlace(element), context);
    },
  };
}

const seq = elements('rdf', { 'rdf:li': many(anything('rdf')) });
const items = elements('rdf', { 'rdf:Seq': one(seq) }, { attributes: { 'rdf:parseType': optional() } });
const reference = elements('rdf', {}, { attributes: { 'rdf:resource': mandatory(uriReference) } });

const channel = elements(
  'rdf',
  {
    ...inRssChannel,
    'rss1:title': required(value(notBlank, plainText)),
    'rss1:link': required(value(absoluteUri)),
    'rss1:description': required(value(plainText)),
    'rss1:image': one(reference),
    'rss1:textinput': one(reference),
    'rss1:items': required(items),
    'rdfs:label': many(value()),
    'rdfs:comment': many(value()),
    'atom:link': many(anything('rdf')),
  },
  { attributes: { 'rdf:about': mandatory(about) } },
);

/** The items list does not count as naming a thing: each address stands there once more. */
const item = elements(
  'rdf',
  {
    ...inRdfItem,
    'rss1:title': required(value(notBlank, plainText)),
    'rss1:link': required(value(absoluteUri)),
    'rss1:description': one({ ...value(), check: checkHtmlOf }),
    'rdfs:label': many(value()),
    'rdfs:comment': many(value()),
    'atom:link': many(anything('rdf')),
  },
  { attributes: { 'rdf:about': mandatory(about) } },
);

const image = elements(
  'rdf',
  {
    ...inRssPart,
    'rss1:title': required(value(notBlank, plainText)),
    'rss1:link': required(value(absoluteUri)),
    'rss1:url': required(value(absoluteUri)),
  },
  { attributes: { 'rdf:about': mandatory(uriReference) } },
);

const textInput = elements(
  'rdf',
  {
    ...inRssPart,
    'rss1:title': required(value(plainText)),
    'rss1:link': required(value(absoluteUri)),
    'rss1:description': required(value()),
    'rss1:name': required(value()),
  },
  { attributes: { 'rdf:about': mandatory(uriReference) } },
);

export const rdfRoot: ElementModel = elements(
  'rdf',
  {
    'rss1:channel': required(channel),
    'rss1:item': many(item),
    'rss1:image': many(image),
    'rss1:textinput': many(textInput),
    'cc:License': many(anything('rdf')),
    'taxo:topic': many(anything('rdf')),
    'rdf:Description': many(anything('rdf')),
  },
  { attributes: 'any' },
);

/** RSS 0.90 is the ancestor of 1.0 and barely described; its items need title and link. */
export function checkRss090(root: Element, context: Context): void {
  for (const child of root.children) {
    if (child.local !== 'item' && child.local !== 'channel') continue;
    for (const name of ['title', 'link'])
      if (!child.children.some(({ local }) => local === name))
        context.report('rdf/missing-element', { element: name, parent: child.name }, placeOf(child));
  }
}
