// RSS 2.0 item: its elements, what they mean together, and what the best-practice profile asks.
import { atomLink } from './atom-link.ts';
import { atomPerson } from './atom-parts.ts';
import { atomContent, atomText } from './atom-text.ts';
import { attributeValue, childOf, childrenOf, type Element, hasChild } from './document.ts';
import { inRssItem } from './extensions/extensions.ts';
import { checkHtmlOf } from './html.ts';
import {
  anything,
  type Check,
  type Context,
  type ElementModel,
  elements,
  empty,
  mandatory,
  many,
  one,
  optional,
  placeOf,
  text,
  textPlace,
} from './model.ts';
import { relationOf } from './relations.ts';
import { rssItemCategory, rssSource } from './rss-parts.ts';
import { rfc822Date, rfc3339Date } from './values/dates.ts';
import { mediaType } from './values/media-types.ts';
import { wholeNumber } from './values/numbers.ts';
import { emailWithName } from './values/people.ts';
import { notBlank, plainText } from './values/texts.ts';
import { absoluteUri, httpAddress, isUri, schemeOf } from './values/uris.ts';

const enclosureLength: Check = (value, place, { report }) => {
  const number = wholeNumber(value);
  if (number === undefined) report('number/invalid-integer', { place: place.name, text: value }, place);
  else if (number === -1) report('rss/unknown-length', {}, place);
  else if (number < 0) report('number/negative', { place: place.name, text: value }, place);
};

const enclosure = empty('rss', {
  url: mandatory(httpAddress),
  length: mandatory(enclosureLength),
  type: mandatory(mediaType),
});

const permalinkFlag: Check = (value, place, { report }) => {
  if (value !== 'true' && value !== 'false') report('rss/invalid-is-permalink', { text: value }, place);
};

function checkGuid(guid: Element, context: Context): void {
  const value = guid.text.trim();
  const place = textPlace(guid);
  const flag = attributeValue(guid, 'isPermaLink');
  if (flag === undefined || flag === 'true') checkPermalink(value, guid, context);
  else if (value.length < 9 && /^\d+$/.test(value)) context.report('rss/short-guid', { text: value }, place);
  if (value === '') notBlank(value, placeOf(guid), context);
  else checkFirst('guid', value, guid, context);
  checkExact(guid, context);
}

function checkPermalink(value: string, guid: Element, context: Context): void {
  const place = textPlace(guid);
  if (schemeOf(value) === undefined) context.report('rss/invalid-permalink', { text: value }, place);
  else if (!/^(?:tag|urn):/i.test(value)) absoluteUri(value, place, context);
  else if (isUri(value, place, context, { absolute: true, iri: false }))
    context.report('rss/invalid-permalink', { text: value }, place);
}

/** What a feed or item leads to, or is known by: there are readers that keep white space around it. */
export function checkExact(element: Element, { report }: Context): void {
  const value = element.text.trim();
  if (value !== '' && value !== element.text)
    report('rss/unexpected-white-space', { element: element.name }, placeOf(element));
}

function checkFirst(kind: 'guid' | 'atom:id', value: string, element: Element, context: Context): void {
  // What was live becomes an item.
  if (element.parent?.key === 'podcast:liveItem') return;
  const name = `${kind} ${value}`;
  if (context.seen.has(name)) context.report('rss/duplicate-guid', { text: value }, textPlace(element));
  context.seen.set(name, 1);
}

const description: ElementModel = {
  ...text('rss'),
  check(element, context) {
    // RSS 0.91 has no HTML in descriptions.
    if (context.version === '0.91') plainText(element.text.trim(), textPlace(element), context);
    // Without a tag there is only one thing to tell, and a summary of text about HTML may begin with a tag as text.
    else if (element.text.includes('<') || !isBesideContent(element)) checkHtmlOf(element, context);
  },
};

function isBesideContent({ parent }: Element): boolean {
  return parent !== undefined && hasChild(parent, 'content:encoded');
}

const body: ElementModel = {
  ...anything('extension'),
  check: (element, { report }) => report('rss/description-twice', { element: element.name }, placeOf(element)),
};

export const rssItem: ElementModel = elements(
  'rss',
  {
    ...inRssItem,
    title: one(text('rss', notBlank, plainText)),
    link: one({ ...text('rss', absoluteUri), check: checkExact }),
    description: one(description),
    author: one(text('rss', emailWithName)),
    category: many(rssItemCategory),
    comments: one(text('rss', absoluteUri)),
    enclosure: { model: enclosure, once: 'rss/several-enclosures' },
    guid: one({ ...text('rss'), attributes: { isPermaLink: optional(permalinkFlag) }, check: checkGuid }),
    pubDate: one(text('rss', rfc822Date)),
    source: one(rssSource),
    'xhtml:body': many(body),
    'atom:id': one({
      ...text('atom', absoluteUri),
      check: (element, context) => checkFirst('atom:id', element.text.trim(), element, context),
    }),
    'atom:link': many(atomLink),
    'atom:title': one(atomContent),
    'atom:summary': one(atomText),
    'atom:author': one(atomPerson),
    'atom:contributor': many(atomPerson),
    'atom:content': many({
      ...atomContent,
      check(element, context) {
        atomContent.check?.(element, context);
        context.report('rss/description-twice', { element: element.name }, placeOf(element));
      },
    }),
    'atom:published': one(text('atom', rfc3339Date)),
    'atom:updated': one(text('atom', rfc3339Date)),
  },
  { check: checkItem },
);

/** Of the podcast namespace, which takes in it what an item takes. */
export const liveItem: ElementModel = { ...rssItem, attributes: 'any' };

/** RSS's own elements, and the extensions that say the same. */
const SAME: readonly (readonly [core: string, extension: string])[] = [
  ['author', 'dc:creator'],
  ['category', 'dc:subject'],
  ['pubDate', 'dc:date'],
  ['pubDate', 'atom:published'],
  ['guid', 'atom:id'],
  ['source', 'dc:source'],
  ['creativeCommons:license', 'cc:license'],
];

export function checkSame(element: Element, pairs: typeof SAME, context: Context): void {
  for (const [core, extension] of pairs) {
    const second = childOf(element, extension);
    if (second !== undefined && hasChild(element, core))
      context.report('rss/duplicate-semantics', { core, extension }, placeOf(second));
  }
}

function checkItem(item: Element, context: Context): void {
  const { report } = context;
  // In RSS 0.92 all of an item is optional.
  if (context.version !== '0.92' && !hasChild(item, 'title') && !hasChild(item, 'description'))
    report('rss/missing-title-or-description', {}, placeOf(item));
  if (!hasChild(item, 'guid') && context.version.startsWith('2.')) report('rss/missing-guid', {}, placeOf(item));
  const encoded = childOf(item, 'content:encoded');
  const plain = childOf(item, 'description');
  if (encoded !== undefined && (plain === undefined || plain.start > encoded.start))
    report('rss/content-before-description', {}, placeOf(encoded));
  const comments = childOf(item, 'slash:comments');
  if (comments !== undefined && item.parent !== undefined && !hasChild(item.parent, 'lastBuildDate'))
    report('rss/comments-without-build-date', {}, placeOf(comments));
  const [, creator] = childrenOf(item, 'dc:creator');
  if (creator !== undefined) report('rss/several-creators', {}, placeOf(creator));
  checkSame(item, SAME, context);
  checkAlternateLinks(item, context);
}

/** An atom:link that is the page once more: some readers take it for the link. */
export function checkAlternateLinks(element: Element, context: Context): void {
  for (const link of element.children)
    if (link.key === 'atom:link' && relationOf(link) === 'alternate')
      context.report('rss/alternate-link', { parent: element.name }, placeOf(link));
}
