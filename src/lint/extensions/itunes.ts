// Apple's podcast elements (namespace itunes), in the feed and in its entries.
import { attributeOf, attributeValue, childrenOf, type Element, hasChild } from '../document.ts';
import {
  attributePlace,
  type Check,
  type ChildTable,
  type Context,
  elements,
  empty,
  mandatory,
  many,
  one,
  optional,
  placeOf,
  text,
} from '../model.ts';
import { rfc822Date } from '../values/dates.ts';
import { positiveInteger } from '../values/numbers.ts';
import { emailAddress } from '../values/people.ts';
import { hasLanguage, oneOf, oneOfAnyCase, plainText } from '../values/texts.ts';
import { absoluteUri, httpAddress } from '../values/uris.ts';
import { CATEGORIES, OLD_CATEGORIES } from './itunes-categories.ts';

function atMost(max: number): Check {
  return (value, place, context) => {
    const { length } = [...value];
    if (length > max) context.report('itunes/too-long', { place: place.name, length, max }, place);
  };
}

const explicit: Check = (value, place, context) => {
  const lower = value.toLowerCase();
  if (/^(?:yes|no|clean|explicit)$/.test(lower)) context.report('itunes/outdated-explicit', { text: value }, place);
  else oneOf('true', 'false')(lower, place, context);
};

const keywords: Check = (value, place, context) => {
  if (value.includes(' ') && !value.includes(',')) context.report('itunes/keywords-without-commas', {}, place);
};

const duration: Check = (value, place, context) => {
  if (!/^\d{1,10}(?::[0-5]\d(?::[0-5]\d)?)?$/.test(value))
    context.report('itunes/invalid-duration', { text: value }, place);
};

function checkCategory(element: Element, known: readonly string[], old: readonly string[], context: Context): void {
  const attribute = attributeOf(element, 'text');
  if (attribute === undefined || known.includes(attribute.value)) return;
  const code = old.includes(attribute.value) ? 'itunes/obsolete-category' : 'itunes/invalid-category';
  context.report(code, { text: attribute.value }, attributePlace(element, attribute));
}

const named = { text: mandatory() };
const subcategory = empty('itunes', named, (element, context) => {
  const parent = (element.parent === undefined ? undefined : attributeValue(element.parent, 'text')) ?? '';
  const of = (table: typeof CATEGORIES) => (Object.hasOwn(table, parent) ? table[parent] : undefined) ?? [];
  if (parent !== '') checkCategory(element, of(CATEGORIES), of(OLD_CATEGORIES), context);
});

const category = elements(
  'itunes',
  { 'itunes:category': many(subcategory) },
  {
    attributes: named,
    check: (element, context) => checkCategory(element, Object.keys(CATEGORIES), Object.keys(OLD_CATEGORIES), context),
  },
);

const common: ChildTable = {
  'itunes:author': one(text('itunes', atMost(255), plainText)),
  'itunes:block': one(text('itunes', oneOfAnyCase('yes', 'no', 'clean', 'true', 'false'))),
  'itunes:explicit': one(text('itunes', explicit)),
  'itunes:image': one(empty('itunes', { href: mandatory(httpAddress) })),
  'itunes:keywords': one(text('itunes', atMost(255), plainText, keywords)),
  'itunes:subtitle': one(text('itunes', atMost(255), plainText)),
  'itunes:summary': one(text('itunes', atMost(4000))),
  'itunes:title': one(text('itunes', plainText)),
};

/** Optional, as all in it: since 2023 Apple asks for neither, and who owns a show needs no address in its feed. */
const owner = elements('itunes', {
  'itunes:email': one(text('itunes', emailAddress)),
  'itunes:name': one(text('itunes', atMost(255), plainText)),
});

export const itunesOfFeed: ChildTable = {
  ...common,
  'itunes:owner': one(owner),
  'itunes:category': many(category),
  'itunes:pubDate': one(text('itunes', rfc822Date)),
  'itunes:new-feed-url': one(text('itunes', absoluteUri)),
  'itunes:type': one(text('itunes', oneOfAnyCase('episodic', 'serial'))),
  'itunes:complete': one(text('itunes', oneOfAnyCase('yes', 'no', 'true', 'false'))),
  'itunes:applepodcastsverify': one(text('itunes')),
};

export const itunesOfEntry: ChildTable = {
  ...common,
  'itunes:duration': one(text('itunes', duration)),
  'itunes:episode': one(text('itunes', positiveInteger)),
  'itunes:season': one({ ...text('itunes', positiveInteger), attributes: { 'podcast:name': optional() } }),
  'itunes:episodeType': one(text('itunes', oneOfAnyCase('full', 'trailer', 'bonus'))),
  'itunes:order': one(text('itunes')),
  'itunes:isClosedCaptioned': one(text('itunes', oneOfAnyCase('yes', 'no'))),
};

const PLAYABLE = new Set(['.m4a', '.mp3', '.mov', '.mp4', '.m4v', '.pdf', '.epub']);

/** What Apple asks of a feed that uses its elements; `entries`: their key. */
export function checkPodcast(feed: Element, entries: string, context: Context): void {
  const uses = (element: Element) => element.children.some(({ key }) => key.startsWith('itunes:'));
  const episodes = childrenOf(feed, entries).filter(uses);
  if (!uses(feed) && episodes.length === 0) return;
  const place = placeOf(feed);
  if (!/^utf-?8$/.test(context.encoding)) context.report('itunes/not-utf-8', { encoding: context.encoding }, place);
  const missing = (element: string) => context.report('itunes/missing-recommended', { element }, place);
  if (!hasChild(feed, 'language') && !hasLanguage(feed)) missing('language');
  for (const name of ['itunes:category', 'itunes:explicit']) if (!hasChild(feed, name)) missing(name);
  for (const episode of episodes) {
    for (const enclosure of childrenOf(episode, 'enclosure')) {
      const address = attributeValue(enclosure, 'url') ?? '';
      const path = address.replace(/[?#].*$/s, '').replace(/^[a-z]{1,10}:\/\/[^/]*/i, '');
      const extension = /\.\w{1,10}$/.exec(path)?.[0];
      if (address !== '' && !PLAYABLE.has(extension?.toLowerCase() ?? ''))
        context.report('itunes/unsupported-file', { extension }, placeOf(enclosure));
    }
  }
}
