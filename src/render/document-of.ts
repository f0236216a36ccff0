// In: any `Feed` of the feed package. Out: a FeedDocument: texts clean, addresses absolute, dates real.
// What cannot be used is left out where a feed can do without; else a `TypeError` names the item and the field.
import { type Author, type Category, Feed, type FeedOptions, type Item } from 'feed';
import type { Channel, Entry, FeedDocument } from '../model/feed-document.ts';
import { instantOf, latestOf, toDate } from '../model/instant.ts';
import { languageTag } from '../model/language.ts';
import { present } from '../model/present.ts';
import { type PlainText, plainText, type SafeHtml, xmlSafe } from '../model/text.ts';
import { absoluteUrl, parsedUrl } from '../model/url.ts';
import { enclosuresOf, picturesOf } from './enclosure-file.ts';
import { isEscaped, isHtml, plainOfHtml } from './plain-of-html.ts';
import { episodeExtensions, podcastExtensions } from './podcast.ts';

/** The feed as Feedmill's own model; a FeedDocument is given back as it is. Reads no clock. */
export function documentOf(feed: FeedDocument | Feed): FeedDocument {
  if (isDocument(feed)) return feed;
  const options = withoutNulls(feed.options);
  const items = feed.items.map((item, index) => entryOf(withoutNulls(item), index, options));
  const channel = channelOf(options, items);
  return Object.assign(new Feed(channel), {
    options: channel,
    items,
    categories: feed.categories.map((category) => plainText(textOf(category))).filter((category) => category !== ''),
    contributors: feed.contributors.map(person),
    extensions: [...podcastExtensions(options, feed.extensions)],
  });
}

/** What data from elsewhere has as `null` is not there, as for that package. */
function withoutNulls<T extends object>(given: T): T {
  const nulls = Object.entries(given).filter(([, value]) => value === null);
  return Object.assign(Object.create(given), Object.fromEntries(nulls.map(([name]) => [name, undefined])));
}

/** Numbers and `URL`s, as front matter and site generators have them, serve as text, as for that package. */
function textOf(given: unknown): string {
  if (given === undefined || given === null) return '';
  if (typeof given === 'string') return given;
  if (typeof given === 'number' || given instanceof URL) return String(given);
  throw new TypeError(`This is no text: ${JSON.stringify(given)}`);
}

/** That package passes over what should be a list and is none. */
function listOf<T>(given: readonly T[] | undefined): readonly T[] {
  return Array.isArray(given) ? given : [];
}

function isDocument(feed: FeedDocument | Feed): feed is FeedDocument {
  return 'details' in feed.options;
}

function channelOf(options: FeedOptions, entries: readonly Entry[]): Channel {
  const title = plainText(textOf(options.title));
  const id = plainText(textOf(options.id ?? options.link));
  const given = textOf(options.link ?? options.id);
  const link = absoluteUrl(given);
  if (title === '') throw new TypeError('The feed has no title');
  if (link === undefined) throw new TypeError(`The feed's link is no absolute http(s) address: ${given}`);
  const hub = absoluteUrl(textOf(options.hub));
  const { ttl, generator = 'Feedmill' } = options;
  return {
    id,
    title,
    description: plainOfHtmlOrText(textOf(options.description)) || title,
    link,
    updated: updateOf(options, entries),
    feedLinks: feedLinksOf(options),
    author: person(options.author ?? {}),
    ...present({
      generator: plainText(textOf(generator || '')) || undefined,
      docs: absoluteUrl(textOf(options.docs)),
      language: languageTag(textOf(options.language)),
      image: absoluteUrl(textOf(options.image)),
      favicon: absoluteUrl(textOf(options.favicon)),
      copyright: plainText(textOf(options.copyright)) || undefined,
      ttl: ttl !== undefined && ttl >= 1 ? Math.floor(ttl) : undefined,
      stylesheet: options.stylesheet || undefined,
    }),
    details: { hubs: hub === undefined ? [] : [hub] },
  };
}

/** `updated` as given, else the newest item's: the clock is never read. */
function updateOf({ updated }: FeedOptions, entries: readonly Entry[]): Date {
  if (updated !== undefined) return dateOf(updated, 'The feed', 'updated');
  const dates = entries.map(({ date }) => date);
  const [first] = dates;
  if (first === undefined) throw new TypeError('The feed has neither an updated date nor an item to take it from');
  return latestOf(dates, first);
}

/** `feed` is that package's older name for the address of the XML formats. */
function feedLinksOf({ feed, feedLinks = {} }: FeedOptions): Channel['feedLinks'] {
  return present({
    rss: absoluteUrl(textOf(feed ?? feedLinks.rss)),
    atom: absoluteUrl(textOf(feed ?? feedLinks.atom)),
    json: absoluteUrl(textOf(feedLinks.json)),
  });
}

function entryOf(item: Item, index: number, options: FeedOptions): Entry {
  const where = `Item ${index + 1} (“${plainText(textOf(item.title))}”)`;
  const link = absoluteUrl(textOf(item.link));
  if (link === undefined) throw new TypeError(`${where}: link is no absolute http(s) address: ${item.link}`);
  // Subscribers know an item by what that package makes of its id: a guid is RSS's alone, and Atom has it as a URL.
  const id = plainText(textOf(item.id ?? link));
  const atomId = parsedUrl(id)?.href ?? id;
  if (id === '') throw new TypeError(`${where}: id is empty`);
  const content = contentOf(item);
  const words = plainOfHtmlOrText(textOf(item.description)) || plainOfHtml(content ?? '');
  const title = plainText(textOf(item.title)) || words;
  if (title === '') throw new TypeError(`${where}: there is neither a title nor a text`);
  const date = dateOf(item.date, where, 'date');
  const guid = plainText(textOf(item.guid)) || id;
  return {
    id,
    link,
    title,
    description: words || title,
    published: item.published === undefined ? date : dateOf(item.published, where, 'published'),
    date,
    author: listOf(item.author).map(person),
    category: listOf(item.category).flatMap(categoryOf),
    contributor: listOf(item.contributor).map(person),
    extensions: [...episodeExtensions(options, item)],
    ...present({
      content,
      guid: guid === id ? undefined : guid,
      atomId: atomId === id ? undefined : atomId,
      copyright: plainText(textOf(item.copyright)) || undefined,
    }),
    details: {
      canonicalUrl: undefined,
      language: undefined,
      pictures: picturesOf(item),
      media: [],
      related: [],
      source: undefined,
      type: undefined,
      ampUrl: undefined,
      enclosures: enclosuresOf(item),
    },
  };
}

/** That package's content is HTML as its user made it: characters are cleaned, markup is not judged. */
function contentOf({ content, description }: Item): SafeHtml | undefined {
  const summary = textOf(description);
  const html = textOf(content ?? (isHtml(summary) ? summary : ''));
  const clean = xmlSafe(html);
  return clean.trim() === '' ? undefined : (clean as SafeHtml);
}

function plainOfHtmlOrText(text: string): PlainText {
  return isHtml(text) || isEscaped(text) ? plainOfHtml(text) : plainText(text);
}

function person({ name, email, link, avatar }: Author): Author {
  return present({
    name: plainText(textOf(name ?? email)) || undefined,
    email: plainText(textOf(email)) || undefined,
    link: absoluteUrl(textOf(link)),
    avatar: absoluteUrl(textOf(avatar)),
  });
}

/** RFC 4287 §4.2.2: a category has a term, and its scheme is an absolute URI. */
function categoryOf({ name, term, scheme, domain }: Category): Category[] {
  const shown = plainText(textOf(name ?? term));
  const key = plainText(textOf(term ?? name));
  if (key === '') return [];
  const uri = plainText(textOf(scheme));
  return [
    present({
      name: shown || key,
      term: key,
      scheme: /^[a-z][a-z0-9+.-]*:\S+$/i.test(uri) ? uri : undefined,
      domain: plainText(textOf(domain)) || undefined,
    }),
  ];
}

function dateOf(given: Date, where: string, field: string): Date {
  const at = given instanceof Date ? instantOf(given) : undefined;
  if (at === undefined) throw new TypeError(`${where}: ${field} is missing or no valid date`);
  return toDate(at);
}
