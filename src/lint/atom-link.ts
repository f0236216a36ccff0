// Atom's link (RFC 4287 §4.2.7), in feeds, entries, and RSS channels and items.
import { attributeValue, type Element, hasAbsoluteBase, resolved } from './document.ts';
import { attributePlace, type Check, type Context, type ElementModel, optional, placeOf, textPlace } from './model.ts';
import { isPagingRelation, RELATIONS, relationNamed, relationOf } from './relations.ts';
import { rfc3339Date } from './values/dates.ts';
import { languageTag } from './values/languages.ts';
import { essenceOf, mediaType } from './values/media-types.ts';
import { nonNegativeInteger } from './values/numbers.ts';
import { notBlank, plainText } from './values/texts.ts';
import { iriReference, isElsewhere, schemeOf } from './values/uris.ts';

const relation: Check = (value, place, context) => {
  notBlank(value, place, context);
  const name = relationNamed(value);
  if (!RELATIONS.has(name) && schemeOf(name) === undefined)
    context.report('atom/unregistered-relation', { text: value }, place);
};

export const atomLink: ElementModel = {
  spec: 'atom',
  content: 'any',
  attributes: {
    href: { required: true, checks: [iriReference] },
    rel: optional(relation),
    type: optional(mediaType),
    hreflang: optional(languageTag),
    title: optional(notBlank, plainText),
    length: optional(nonNegativeInteger),
    'rdf:type': optional(),
    'rdf:resource': optional(),
    'thr:count': optional(nonNegativeInteger),
    'thr:updated': optional(rfc3339Date),
    'thr:when': optional((_, place, { report }) => report('threading/obsolete-attribute', {}, place)),
  },
  check(link, context) {
    if (link.textStart >= 0) context.report('atom/link-not-empty', {}, textPlace(link));
    checkThreading(link, context);
    if (attributeValue(link, 'href')?.trim() === '')
      context.report('atom/same-document-reference', { text: '' }, placeOf(link));
    if (relationOf(link) === 'self') checkSelf(link, context);
    const inEntry = link.parent?.key === 'atom:entry';
    if (inEntry && isPagingRelation(relationOf(link)))
      context.report('paging/relation-in-entry', { text: relationOf(link) }, placeOf(link));
  },
};

function checkThreading(link: Element, context: Context): void {
  if (relationOf(link) === 'replies') return;
  for (const attribute of link.attributes)
    if (attribute.key === 'thr:count' || attribute.key === 'thr:updated')
      context.report('threading/misplaced-attribute', { attribute: attribute.name }, attributePlace(link, attribute));
}

function checkSelf(link: Element, context: Context): void {
  const parent = link.parent?.key;
  if (parent !== 'atom:feed' && parent !== 'channel') return;
  const type = parent === 'channel' ? 'application/rss+xml' : 'application/atom+xml';
  for (const attribute of link.attributes) {
    const place = attributePlace(link, attribute);
    if (attribute.key === 'type' && essenceOf(attribute.value) !== type && attribute.value.includes('/'))
      context.report('atom/self-link-type', { text: attribute.value }, place);
    if (attribute.key !== 'href') continue;
    if (schemeOf(attribute.value) === undefined && !hasAbsoluteBase(link))
      context.report('atom/relative-self-link', { text: attribute.value }, place);
    else if (isElsewhere(resolved(attribute.value, link), context.addresses))
      context.report(
        'atom/mismatched-self-link',
        { text: attribute.value, address: context.addresses[0] ?? '' },
        place,
      );
  }
}

/** RFC 4287 §4.1.1, §4.1.2: at most one alternate of a type and language; readers are sure of one only. */
export function checkAlternates(parent: Element, context: Context): void {
  const seen = new Set<string>();
  for (const link of parent.children) {
    if (link.key !== 'atom:link' || relationOf(link) !== 'alternate') continue;
    const kind = `${attributeValue(link, 'type') ?? ''} ${attributeValue(link, 'hreflang') ?? ''}`;
    if (seen.has(kind)) context.report('atom/duplicate-alternate', { parent: parent.name }, placeOf(link));
    else if (seen.size === 1) context.report('atom/several-alternates', { parent: parent.name }, placeOf(link));
    seen.add(kind);
  }
}
