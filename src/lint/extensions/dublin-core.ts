// Dublin Core 1.1 and its terms, and the RDF around them: allowed nearly everywhere.
import { anything, type ChildTable, type ElementModel, many, one, optional, text, withAttributes } from '../model.ts';
import { w3cAnyTime, w3cDate } from '../values/dates.ts';
import { languageTag } from '../values/languages.ts';
import { plainText } from '../values/texts.ts';
import { uriReference } from '../values/uris.ts';

const words = text('extension');
const day = text('extension', w3cDate);

/** An element that points to something with rdf:resource. */
export const rdfResource: ElementModel = withAttributes(text('extension'), {
  'rdf:resource': optional(uriReference),
  'dc:title': optional(),
});

export const dublinCore: ChildTable = {
  'dc:title': one(words),
  'dc:description': one(words),
  'dc:publisher': many(words),
  'dc:contributor': many(words),
  'dc:type': one(words),
  'dc:format': one(words),
  'dc:identifier': many(words),
  'dc:source': one(words),
  'dc:language': one(text('extension', languageTag)),
  'dc:relation': many(words),
  'dc:coverage': many(words),
  'dc:rights': one(text('extension', plainText)),
};

/** dc:creator, dc:subject and dc:date: in feeds, entries, images and text fields only. */
export const dublinCoreOfThings: ChildTable = {
  'dc:creator': many(words),
  'dc:subject': many(words),
  'dc:date': one(day),
};

const resources =
  'isVersionOf hasVersion isReplacedBy replaces isRequiredBy requires isPartOf hasPart isReferencedBy references isFormatOf hasFormat conformsTo tableOfContents';
const loose =
  'valid available spatial temporal accessRights accrualMethod accrualPeriodicity accrualPolicy bibliographicCitation educationLevel instructionalMethod license provenance rightsHolder medium ' +
  // Since 2008 each of the fifteen elements is a term, too.
  'contributor coverage creator date description format identifier language publisher relation rights source subject title type';

function rows(names: string, model: ElementModel): ChildTable {
  return Object.fromEntries(names.split(' ').map((name) => [`dcterms:${name}`, many(model)]));
}

export const dublinCoreTerms: ChildTable = {
  ...rows(resources, rdfResource),
  ...rows(loose, anything('extension')),
  'dcterms:alternative': many(words),
  'dcterms:abstract': one(words),
  'dcterms:created': one(text('extension', w3cAnyTime)),
  'dcterms:issued': one(day),
  'dcterms:modified': one(day),
  'dcterms:dateAccepted': one(words),
  'dcterms:dateCopyrighted': one(words),
  'dcterms:dateSubmitted': one(words),
  'dcterms:extent': one(words),
  'dcterms:audience': many(words),
  'dcterms:mediator': one(words),
};

export const rdfEverywhere: ChildTable = {
  'rdf:RDF': many(anything('extension')),
  'rdf:type': many(anything('extension')),
  'rdf:Description': many(anything('extension')),
  'rdfs:seeAlso': many(rdfResource),
};
