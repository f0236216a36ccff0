// Atom 1.0: the feed, its entries and their sources (RFC 4287 §4.1).
import { checkAlternates } from './atom-link.ts';
import { atomDate, atomId, atomOfBoth, atomOfFeed, atomPicture } from './atom-parts.ts';
import { atomContent, atomText, isXmlType } from './atom-text.ts';
import { attributeValue, childOf, childrenOf, type Element, hasChild } from './document.ts';
import { inAtomEntry, inAtomFeed } from './extensions/extensions.ts';
import { checkPodcast } from './extensions/itunes.ts';
import { checkPaging } from './extensions/paging.ts';
import { checkFeedDate } from './feed-date.ts';
import {
  anything,
  type ChildTable,
  type Context,
  type ElementModel,
  elements,
  mandatory,
  many,
  one,
  optional,
  placeOf,
  required,
  text,
  textPlace,
} from './model.ts';
import { relationOf } from './relations.ts';
import { rfc3339Date, rfc3339Seconds } from './values/dates.ts';
import { essenceOf } from './values/media-types.ts';
import { hasLanguage, oneOf } from './values/texts.ts';
import { canonicalIri } from './values/uris.ts';

const metadata: ChildTable = {
  'atom:icon': one(atomPicture),
  'atom:id': one(atomId),
  'atom:logo': one(atomPicture),
  ...atomOfFeed,
  'atom:updated': one(atomDate),
};

const source: ElementModel = elements(
  'atom',
  { ...inAtomFeed, ...metadata },
  {
    check(element, context) {
      for (const key of ['atom:id', 'atom:title', 'atom:updated'])
        if (!hasChild(element, key))
          context.report('atom/incomplete-source', { element: key.slice(5) }, placeOf(element));
      checkAlternates(element, context);
    },
  },
);

const yesOrNo = { 'indexing:index': optional(oneOf('yes', 'no')) };

/** atom:entry (§4.1.2), in a feed or as a document. */
export const atomEntry: ElementModel = elements(
  'atom',
  {
    ...inAtomEntry,
    'atom:id': required(atomId),
    ...atomOfBoth,
    'atom:content': one(atomContent),
    'atom:published': one(atomDate),
    'atom:source': one(source),
    'atom:summary': one(atomText),
    'atom:title': required(atomText),
    'atom:updated': required(atomDate),
    'app:edited': one(text('extension', rfc3339Date)),
    'app:control': one(elements('extension', { 'app:draft': one(text('extension', oneOf('yes', 'no'))) })),
  },
  { attributes: { 'rdf:parseType': optional() }, check: checkEntry },
);

/** What stands for an entry that was taken back (RFC 6721). */
const deletedEntry: ElementModel = {
  ...anything('extension'),
  attributes: { ref: mandatory(canonicalIri), when: mandatory(rfc3339Date) },
};

/** atom:feed (§4.1.1). */
export const atomFeed: ElementModel = elements(
  'atom',
  {
    ...inAtomFeed,
    ...metadata,
    'atom:id': required(atomId),
    'atom:title': required(atomText),
    'atom:updated': required(atomDate),
    'atom:entry': many(atomEntry),
    'app:collection': one(anything('extension')),
    'at:deleted-entry': many(deletedEntry),
  },
  { attributes: yesOrNo, check: checkFeed },
);

function checkEntry(entry: Element, context: Context): void {
  const { report } = context;
  const place = placeOf(entry);
  if (!hasAuthor(entry)) report('atom/missing-author', {}, place);
  const content = childOf(entry, 'atom:content');
  const summary = hasChild(entry, 'atom:summary');
  if (content === undefined) {
    if (!summary) report('atom/missing-textual-content', {}, place);
    const links = childrenOf(entry, 'atom:link');
    if (!links.some((link) => relationOf(link) === 'alternate')) report('atom/missing-content-or-alternate', {}, place);
  } else if (!summary && needsSummary(content)) {
    report('atom/missing-summary', {}, placeOf(content));
  }
  checkAlternates(entry, context);
  checkPlaces(entry, context);
  checkUnique(entry, 'atom:id', context);
  checkUnique(entry, 'atom:updated', context);
}

/** RFC 4287 leaves the order open; readers that look for the first link, author or title do not. */
function checkPlaces(entry: Element, { report }: Context): void {
  const links = childrenOf(entry, 'atom:link');
  const alternate = links.find((link) => relationOf(link) === 'alternate');
  if (alternate !== undefined && alternate !== links[0]) report('atom/alternate-not-first', {}, placeOf(alternate));
  const source = childOf(entry, 'atom:source');
  if (source === undefined) return;
  const behind = entry.children.slice(entry.children.indexOf(source));
  const own = behind.find(({ key }) => key.startsWith('atom:') && key !== source.key);
  if (own !== undefined) report('atom/source-not-last', { element: own.name }, placeOf(source));
}

/** In the entry, in its source, or in the feed before the entry (§4.1.2). */
function hasAuthor(entry: Element): boolean {
  if (hasChild(entry, 'atom:author')) return true;
  const source = childOf(entry, 'atom:source');
  if (source !== undefined && hasChild(source, 'atom:author')) return true;
  const author = entry.parent === undefined ? undefined : childOf(entry.parent, 'atom:author');
  return author !== undefined && author.start < entry.start;
}

/** §4.1.2: content elsewhere, or neither text nor XML. */
function needsSummary(content: Element): boolean {
  if (attributeValue(content, 'src') !== undefined) return true;
  const type = essenceOf(attributeValue(content, 'type') ?? '');
  return type.includes('/') && !type.startsWith('text/') && !isXmlType(type);
}

function checkUnique(entry: Element, key: 'atom:id' | 'atom:updated', context: Context): void {
  const element = childOf(entry, key);
  const text = element?.text.trim() ?? '';
  if (element === undefined || text === '') return;
  const name = `${key} ${text}`;
  const times = context.seen.get(name) ?? 0;
  context.seen.set(name, times + 1);
  if (times === 0) return;
  const code = key === 'atom:id' ? 'atom/duplicate-id' : 'atom/duplicate-updated';
  context.report(code, { text }, textPlace(element));
}

const FEW_ENTRIES = 9;
const DATES = { updated: 'atom:updated', entry: 'atom:entry', date: 'atom:updated', seconds: rfc3339Seconds };

function checkFeed(feed: Element, context: Context): void {
  const links = childrenOf(feed, 'atom:link');
  if (!links.some((link) => relationOf(link) === 'self')) context.report('atom/missing-self-link', {}, placeOf(feed));
  if (!hasLanguage(feed)) context.report('atom/missing-language', {}, placeOf(feed));
  checkAlternates(feed, context);
  checkOrder(feed, context);
  checkPaging(feed, context);
  checkPodcast(feed, 'atom:entry', context);
  checkFeedDate(feed, DATES, context);
  const entries = childrenOf(feed, 'atom:entry');
  const [first] = entries;
  const id = first === undefined ? undefined : childOf(first, 'atom:id')?.text.trim();
  if (id !== undefined && entries.length > FEW_ENTRIES && context.seen.get(`atom:id ${id}`) === entries.length)
    context.report('atom/one-id-for-all', { text: id }, placeOf(feed));
}

function checkOrder(feed: Element, context: Context): void {
  let entries = 0;
  for (const child of feed.children) {
    if (child.key === 'atom:entry') entries++;
    else if (entries > 0 && Object.hasOwn(metadata, child.key))
      context.report('atom/misplaced-metadata', { element: child.name }, placeOf(child));
  }
}
