// The smaller elements of Atom: people (RFC 4287 §3.2), dates, ids, categories, generator, icon and logo; and what is the same
// wherever it stands.
import { atomLink } from './atom-link.ts';
import { atomText } from './atom-text.ts';
import { rdfResource } from './extensions/dublin-core.ts';
import {
  anything,
  type Check,
  type ChildTable,
  type ElementCheck,
  type ElementModel,
  elements,
  empty,
  mandatory,
  many,
  one,
  optional,
  placeOf,
  required,
  text,
  withAttributes,
} from './model.ts';
import { rfc3339Date } from './values/dates.ts';
import { emailAddress, personName } from './values/people.ts';
import { notBlank, plainText } from './values/texts.ts';
import { absoluteIri, canonicalIri, iriReference, uriReference } from './values/uris.ts';

/** Values that are compared character by character may have no white space around them. */
const exact: ElementCheck = (element, context) => {
  if (element.text !== element.text.trim())
    context.report('atom/unexpected-white-space', { element: element.name }, placeOf(element));
};

function exactly(...checks: Check[]): ElementModel {
  return { ...text('atom', ...checks), check: exact };
}

export const atomDate = exactly(rfc3339Date);
export const atomId = exactly(canonicalIri);
export const atomPicture = exactly(notBlank, iriReference);

export const atomPerson: ElementModel = elements(
  'atom',
  {
    'atom:name': required(text('atom', notBlank, personName)),
    'atom:email': one(text('atom', emailAddress)),
    'atom:uri': one(exactly(notBlank, iriReference)),
    'foaf:workplaceHomepage': many(rdfResource),
    'foaf:homepage': many(rdfResource),
    'foaf:weblog': many(rdfResource),
    'foaf:plan': many(text('extension')),
    'foaf:firstName': many(text('extension')),
    'xhtml:div': many(anything('atom')),
  },
  { attributes: { 'rdf:parseType': optional() } },
);

const atomCategory: ElementModel = empty('atom', {
  term: mandatory(notBlank),
  scheme: optional(absoluteIri),
  label: optional(plainText),
});

const atomGenerator: ElementModel = withAttributes(text('atom', notBlank, plainText), {
  uri: optional(uriReference),
  version: optional(),
});

/** In feeds and in entries. */
export const atomOfBoth: ChildTable = {
  'atom:author': many(atomPerson),
  'atom:category': many(atomCategory),
  'atom:contributor': many(atomPerson),
  'atom:link': many(atomLink),
  'atom:rights': one(atomText),
  'atom:title': one(atomText),
};

/** In feeds, and in channels of RSS. */
export const atomOfFeed: ChildTable = {
  ...atomOfBoth,
  'atom:generator': one(atomGenerator),
  'atom:subtitle': one(atomText),
};
