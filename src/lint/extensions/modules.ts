// The smaller modules that feeds have carried over the years, each by its own short specification.

import { wordSet } from '../../model/text.ts';
import { attributeOf, attributeValue } from '../document.ts';
import {
  anything,
  type Check,
  type ChildTable,
  type ElementModel,
  elements,
  empty,
  mandatory,
  many,
  one,
  optional,
  placeOf,
  text,
  withAttributes,
} from '../model.ts';
import { iso8601AnyTime, iso8601Date, rfc822Date, rfc3339Date, w3cAnyTime } from '../values/dates.ts';
import { languageTag } from '../values/languages.ts';
import { mediaType } from '../values/media-types.ts';
import { decimal, integer, nonNegativeInteger, positiveInteger } from '../values/numbers.ts';
import { emailAddress } from '../values/people.ts';
import { fitting, matching, notBlank, oneOf, oneOfAnyCase, plainText } from '../values/texts.ts';
import { absoluteUri, httpAddress, iriReference } from '../values/uris.ts';
import { rdfResource } from './dublin-core.ts';

const words = text('extension');
const address = text('extension', absoluteUri);
const label = text('extension', plainText);
const loose = anything('extension');
const count = one(text('extension', nonNegativeInteger));

/** OPML's own words, in its namespace: may stand in every element that holds elements. */
export const opmlWords: ChildTable = {
  'opml:dateCreated': one(text('extension', rfc822Date)),
  'opml:dateModified': one(text('extension', rfc822Date)),
  'opml:ownerName': one(label),
  'opml:ownerEmail': one(text('extension', emailAddress)),
  'opml:ownerId': one(text('extension', httpAddress)),
};

const linkTarget: Check = (value, place, context) => {
  if (value.includes(':')) absoluteUri(value, place, context);
  else mediaType(value, place, context);
};

/** May stand in feeds and in entries. */
export const modulesOfBoth: ChildTable = {
  'taxo:topics': many(loose),
  'l:link': many(
    withAttributes(words, {
      'rdf:resource': mandatory(),
      'dc:title': optional(),
      'l:rel': mandatory(absoluteUri),
      'l:lang': optional(languageTag),
      'l:type': optional(linkTarget),
      'l:title': optional(plainText),
    }),
  ),
};

const INT31 = 2_147_483_647;
const counter: Check = (value, place, context) => {
  positiveInteger(value, place, context);
  if (Number(value) > INT31)
    context.report('extension/invalid-value', { place: place.name, text: value, expected: `at most ${INT31}` }, place);
};
const namespaceString = fitting(
  (value) => /^(?:[\w()+,.:=@;$!*'/?#-]|%[0-9a-f]{2})+$/i.test(value),
  "letters, digits and ()+,-.:=@;$_!*'/?#",
);

/** FeedSync: the history of an entry that is edited in several places. */
const syncHistory = empty(
  'extension',
  { by: optional(plainText, notBlank, namespaceString), sequence: mandatory(counter), when: optional(rfc3339Date) },
  (element, context) => {
    if (attributeOf(element, 'by') === undefined && attributeOf(element, 'when') === undefined)
      context.report(
        'extension/missing-attribute',
        { attribute: 'by or when', element: element.name },
        placeOf(element),
      );
  },
);

const trueOrFalse = optional(oneOf('true', 'false'));
const sync = elements(
  'extension',
  { 'sx:history': { model: syncHistory, required: true }, 'sx:conflicts': many(loose) },
  {
    attributes: {
      deleted: trueOrFalse,
      noconflicts: trueOrFalse,
      id: mandatory(notBlank, namespaceString),
      updates: mandatory(counter),
    },
  },
);

const related = empty('extension', {
  link: mandatory(absoluteUri),
  title: optional(plainText, notBlank),
  type: mandatory(oneOf('complete', 'aggregated')),
});

const sharing = elements(
  'extension',
  { 'sx:related': many(related) },
  {
    attributes: { since: optional(rfc3339Date), until: optional(rfc3339Date), expires: optional(rfc3339Date) },
    check(element, context) {
      const [since, until] = [attributeValue(element, 'since'), attributeValue(element, 'until')];
      const missing = since === undefined ? 'since' : 'until';
      if ((since === undefined) !== (until === undefined))
        context.report('extension/missing-attribute', { attribute: missing, element: element.name }, placeOf(element));
      else if (since !== undefined && until !== undefined && since > until)
        context.report(
          'extension/invalid-value',
          { place: 'since', text: since, expected: 'before until' },
          placeOf(element),
        );
    },
  },
);

/** Entries of feeds about the weather, comments, wikis, events, recordings, mirrors. */
export const modulesOfEntry: ChildTable = {
  'slash:comments': count,
  'slash:section': many(words),
  'slash:department': many(words),
  'slash:hit_parade': one(
    text('extension', matching(/^\d{1,20}(?:,\s{0,5}\d{1,20})*$/, 'a list of numbers with commas between')),
  ),
  'annotate:reference': one(rdfResource),
  'ag:source': one(words),
  'ag:sourceURL': one(address),
  'ag:timestamp': one(text('extension', iso8601Date)),
  'ev:startdate': one(text('extension', iso8601AnyTime)),
  'ev:enddate': one(text('extension', iso8601AnyTime)),
  'ev:location': many(loose),
  'ev:organizer': many(loose),
  'ev:type': one(words),
  'feedburner:awareness': one(address),
  'feedburner:origEnclosureLink': one(address),
  'feedburner:origLink': one(address),
  'foaf:maker': many(loose),
  'foaf:primaryTopic': many(loose),
  'wfw:comment': one(address),
  'wfw:commentRss': one(address),
  'wfw:commentRSS': one({
    ...address,
    check: (element, { report }) => report('extension/comment-rss', {}, placeOf(element)),
  }),
  'wiki:diff': many(words),
  'wiki:history': many(words),
  'wiki:importance': many(words),
  'wiki:status': many(words),
  'wiki:version': many(words),
  'sx:sync': many(sync),
  'conversationsNetwork:introMilliseconds': one(text('extension', nonNegativeInteger)),
  'conversationsNetwork:image': one(text('extension', httpAddress)),
  'conversationsNetwork:ratingAverage': one(text('extension', decimal)),
  'conversationsNetwork:ratingCount': one(text('extension', nonNegativeInteger)),
  'conversationsNetwork:ratingIndividual': one(text('extension', positiveInteger)),
  'conversationsNetwork:ratingTimestamp': one(text('extension', iso8601Date)),
  'podcast:season': many(loose),
};

/** Trackback is written as text in RSS 2.0 and Atom, as rdf:resource in RSS 1.0. */
export const trackback: ChildTable = { 'trackback:ping': one(address), 'trackback:about': many(address) };
export const trackbackOfRdf: ChildTable = {
  'trackback:ping': one(rdfResource),
  'trackback:about': many(rdfResource),
  'l:permalink': many(
    withAttributes(rdfResource, { 'rdf:resource': mandatory(), 'l:type': optional(mediaType), 'dc:title': optional() }),
  ),
};

const flare = withAttributes(label, { href: mandatory(iriReference), src: mandatory(iriReference) });

const ROBOTS = wordSet(`
  all none index index,follow index,nofollow noindex noindex,follow noindex,nofollow follow follow,index
  follow,noindex nofollow nofollow,index nofollow,noindex
`);

const searchQuery: ElementModel = { ...empty('extension', {}), attributes: 'any' };

function openSearch(prefix: string): ChildTable {
  return {
    [`${prefix}:totalResults`]: count,
    [`${prefix}:startIndex`]: one({
      ...text('extension'),
      checks: [(value, place, context) => value === '' || integer(value, place, context)],
    }),
    [`${prefix}:itemsPerPage`]: count,
    [`${prefix}:Query`]: many(searchQuery),
  };
}

export const modulesOfFeed: ChildTable = {
  'sy:updatePeriod': one(text('extension', oneOf('hourly', 'daily', 'weekly', 'monthly', 'yearly'))),
  'sy:updateFrequency': one(text('extension', positiveInteger)),
  // By default 1970 (RSS 1.0 Modules: Syndication).
  'sy:updateBase': one(text('extension', w3cAnyTime)),
  'admin:generatorAgent': one(rdfResource),
  'admin:errorReportsTo': one(rdfResource),
  'blogChannel:blogRoll': one(address),
  'blogChannel:mySubscriptions': one(address),
  'blogChannel:blink': one(address),
  'blogChannel:changes': one(address),
  'foaf:maker': many(loose),
  'cp:server': many(rdfResource),
  'wiki:interwiki': many(words),
  'cf:listinfo': many(
    elements('extension', {
      'cf:sort': many(
        empty('extension', {
          'data-type': optional(),
          default: optional(),
          element: optional(),
          label: optional(),
          ns: optional(),
        }),
      ),
      'cf:group': many(empty('extension', { element: optional(), label: optional(), ns: optional() })),
    }),
  ),
  'cf:treatAs': many(words),
  'feedburner:awareness': one(address),
  'feedburner:browserFriendly': one(label),
  'feedburner:emailServiceId': one(anything('extension')),
  'feedburner:feedFlare': many(flare),
  'feedburner:info': many(empty('extension', { uri: mandatory(iriReference) })),
  'feedburner:feedburnerHostname': one(address),
  ...openSearch('opensearch'),
  ...openSearch('opensearch10'),
  'xhtml:div': many(loose),
  'xhtml:meta': many(
    empty('extension', { name: mandatory(oneOfAnyCase('robots')), content: mandatory(oneOfAnyCase(...ROBOTS)) }),
  ),
  'sx:sharing': many(sharing),
};

/** Bloglines: who may index the feed. */
export const accessRestriction: ChildTable = {
  'access:restriction': one(empty('extension', { relationship: mandatory(oneOf('allow', 'deny')) })),
};

const license = {
  'cc:license': many(loose),
  'creativeCommons:license': many(address),
} as const;

export const licenses: ChildTable = license;
export const licensesOfAtom: ChildTable = { 'creativeCommons:license': license['creativeCommons:license'] };
export const licenseOfImage: ChildTable = { 'cc:license': license['cc:license'] };
