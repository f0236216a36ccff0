// RSS 2.0 channel: its elements, their order, and what they mean together.
import { atomOfFeed } from './atom-parts.ts';
import { childrenOf, type Element, hasChild } from './document.ts';
import { inRssChannel } from './extensions/extensions.ts';
import { checkPodcast } from './extensions/itunes.ts';
import { checkPaging } from './extensions/paging.ts';
import { checkFeedDate } from './feed-date.ts';
import {
  type ChildTable,
  type Context,
  type ElementModel,
  elements,
  many,
  one,
  optional,
  placeOf,
  required,
  text,
} from './model.ts';
import { relationOf } from './relations.ts';
import { checkAlternateLinks, checkExact, checkSame, liveItem, rssItem } from './rss-item.ts';
import { rssCategory, rssCloud, rssImage, rssSkipDays, rssSkipHours, rssTextInput } from './rss-parts.ts';
import { rfc822Date, rfc822Seconds, rfc3339Date } from './values/dates.ts';
import { languageTag } from './values/languages.ts';
import { positiveInteger } from './values/numbers.ts';
import { emailWithName } from './values/people.ts';
import { hasLanguage, notBlank, oneOf, plainText } from './values/texts.ts';
import { absoluteUri, iriReference } from './values/uris.ts';

const metadata: ChildTable = {
  title: required(text('rss', notBlank, plainText)),
  link: required({ ...text('rss', absoluteUri), check: checkExact }),
  description: required(text('rss', plainText)),
  language: one(text('rss', languageTag)),
  copyright: one(text('rss', plainText)),
  managingEditor: one(text('rss', emailWithName)),
  webMaster: one(text('rss', emailWithName)),
  pubDate: one(text('rss', rfc822Date)),
  lastBuildDate: one(text('rss', rfc822Date)),
  category: many(rssCategory),
  generator: one(text('rss')),
  docs: one(text('rss', absoluteUri)),
  cloud: one(rssCloud),
  ttl: one(text('rss', positiveInteger)),
  image: one(rssImage),
  textInput: one(rssTextInput),
  skipHours: one(rssSkipHours),
  skipDays: one(rssSkipDays),
};

export const rssChannel: ElementModel = elements(
  'rss',
  {
    ...inRssChannel,
    ...metadata,
    rating: many(text('rss')),
    item: many(rssItem),
    'podcast:liveItem': many(liveItem),
    ...atomOfFeed,
    'atom:id': one(text('atom', absoluteUri)),
    'atom:icon': one(text('atom', notBlank, iriReference)),
    'atom:logo': one(text('atom', notBlank, iriReference)),
    'atom:updated': one(text('atom', rfc3339Date)),
  },
  { attributes: { 'indexing:index': optional(oneOf('yes', 'no')) }, check: checkChannel },
);

const SAME = [
  ['managingEditor', 'dc:creator'],
  ['webMaster', 'dc:publisher'],
  ['category', 'dc:subject'],
  ['pubDate', 'dc:date'],
  ['language', 'dc:language'],
  ['copyright', 'dc:rights'],
  ['lastBuildDate', 'dcterms:modified'],
  ['generator', 'admin:generatorAgent'],
  ['creativeCommons:license', 'cc:license'],
] as const;

const DATES = { updated: 'lastBuildDate', entry: 'item', date: 'pubDate', seconds: rfc822Seconds };

function checkChannel(channel: Element, context: Context): void {
  const place = placeOf(channel);
  const self = childrenOf(channel, 'atom:link').some((link) => relationOf(link) === 'self');
  if (!self && context.version === '2.0') context.report('rss/missing-self-link', {}, place);
  if (!hasChild(channel, 'language') && !hasChild(channel, 'dc:language') && !hasLanguage(channel))
    context.report('rss/missing-language', {}, place);
  checkSame(channel, SAME, context);
  checkAlternateLinks(channel, context);
  checkOrder(channel, context);
  checkPaging(channel, context);
  checkPodcast(channel, 'item', context);
  checkFeedDate(channel, DATES, context);
}

/** The profile: items stand at the end. */
function checkOrder(channel: Element, context: Context): void {
  let items = 0;
  for (const child of channel.children) {
    if (child.key === 'item') items++;
    else if (items > 0 && (Object.hasOwn(metadata, child.key) || child.key === 'atom:link')) {
      context.report('rss/misplaced-metadata', { element: child.name }, placeOf(child));
      return;
    }
  }
}
