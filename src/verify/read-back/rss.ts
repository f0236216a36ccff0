// In: the elements of an RSS 2.0 document of ours. Out: what a reader finds in it.
import { lazyPackage } from '../../model/lazy-package.ts';
import { readRfc822, readRfc3339 } from './date.ts';
import {
  added,
  attributeOf,
  childrenOf,
  childrenWith,
  leftOverInDocument,
  NOTHING,
  nextText,
  ownText,
  textOf,
  tick,
  tickedText,
  type XmlElement,
} from './element.ts';
import { addOriginal, addRelated, type EntryDraft, readEntryOf } from './entry.ts';
import type { FeedReader, ReadCategory, ReadEnclosure, ReadEntry, ReadFeed, ReadPerson, Unreadable } from './feed.ts';

const entities = lazyPackage<typeof import('entities/decode')>('entities/decode');

/** Namespace names are byte-exact (RULES 5). */
const PREFIXES = new Map([
  ['', undefined],
  ['atom', 'http://www.w3.org/2005/Atom'],
  ['content', 'http://purl.org/rss/1.0/modules/content/'],
  ['dc', 'http://purl.org/dc/elements/1.1/'],
  ['media', 'http://search.yahoo.com/mrss/'],
]);

export const rssReader: FeedReader = {
  prefixes: PREFIXES,
  path: ['rss', 'channel', 'item'],
  readEntry: (item) => readEntryOf(item, readChild),
  readFeed,
};

function readFeed(
  root: XmlElement | undefined,
  entries: readonly ReadEntry[],
): { readonly feed: ReadFeed } | Unreadable {
  if (root?.name !== 'rss') return { problem: 'there is no rss element at the top' };
  if (attributeOf(root, 'version') !== '2.0') return { problem: 'the version is not 2.0' };
  const [channel, ...others] = childrenOf(root, 'channel');
  if (channel === undefined || others.length > 0) return { problem: 'there is not exactly one channel' };
  const feed = readChannel(channel, entries);
  const unexpected = leftOverInDocument(root).map((name) => name.replace(/^channel\//, ''));
  return { feed: { ...feed, unexpected } };
}

function readChannel(channel: XmlElement, entries: readonly ReadEntry[]): Omit<ReadFeed, 'unexpected'> {
  return {
    id: undefined,
    title: textOf(channel, 'title'),
    description: textOf(channel, 'description'),
    link: textOf(channel, 'link'),
    selfLink: readSelf(channel),
    language: textOf(channel, 'language'),
    updated: readRfc822(textOf(channel, 'lastBuildDate')),
    authors: childrenOf(channel, 'managingEditor').map((editor) => readMailbox(ownText(editor))),
    firstAuthor: undefined,
    contributors: NOTHING,
    categories: childrenOf(channel, 'category').map(readCategory),
    hubs: addresses(channel, 'hub'),
    icon: undefined,
    logo: imageAddress(channel),
    rights: textOf(channel, 'copyright'),
    ttlMinutes: textOf(channel, 'ttl'),
    generator: textOf(channel, 'generator'),
    docs: textOf(channel, 'docs'),
    entries,
  };
}

/** RULES 9: one address, with the format's media type. */
function readSelf(channel: XmlElement): string | undefined {
  const [type] = childrenWith(channel, 'atom:link', 'rel', 'self').map((link) => attributeOf(link, 'type'));
  const address = onlyAddress(channel, 'self');
  return address === undefined || type === 'application/rss+xml' ? address : `${address} (as ${type})`;
}

/** RSS 2.0 `image`: an address, if there is one image and its title and link are the channel's. */
function imageAddress(channel: XmlElement): string | undefined {
  const images = childrenOf(channel, 'image');
  const agrees = images.every((image) =>
    ['title', 'link'].every((name) => textOf(image, name) === textOf(channel, name)),
  );
  const address = images.map((image) => textOf(image, 'url') ?? '').join(' + ');
  if (images.length === 0) return undefined;
  return agrees ? address : `${address} (with another title or link than the channel's)`;
}

/** `mail (Name)` or a mail address alone. */
function readMailbox(text: string): ReadPerson {
  const [, email = text, name] = /^(\S+) \((.*)\)$/.exec(text) ?? [];
  return { name, url: undefined, email, avatar: undefined };
}

function readChild(read: EntryDraft, child: XmlElement, item: XmlElement): void {
  switch (child.name) {
    case 'title':
      read.title = nextText(read.title, child, item);
      break;
    case 'link':
      read.link = nextText(read.link, child, item);
      break;
    case 'guid':
      if (read.id === undefined) read.isPermalink = attributeOf(child, 'isPermaLink');
      read.id = nextText(read.id, child, item);
      break;
    case 'pubDate':
      read.published = readRfc822(nextText(read.published, child, item));
      break;
    case 'dc:creator':
      read.authors = added(read.authors, creator(tickedText(child)));
      break;
    case 'category':
      tick(child);
      read.categories = added(read.categories, readCategory(child));
      break;
    case 'source':
      read.source = {
        name: nextText(read.source, child, item),
        url: read.source === undefined ? attributeOf(child, 'url') : read.source.url,
      };
      break;
    case 'description':
      read.summary = shownHtml(nextText(read.summary, child, item));
      break;
    case 'content:encoded':
      read.content = nextText(read.content, child, item);
      break;
    case 'enclosure':
      tick(child);
      read.enclosures = added(read.enclosures, readEnclosure(child));
      break;
    case 'atom:link':
      readLink(read, child);
      break;
    case 'atom:updated':
      read.updated = readRfc3339(nextText(read.updated, child, item));
      break;
  }
}

/** A tag to HTML, and what some readers take for one. */
const TAG = /<(?:[a-z/!?][^>]*>?|[^>]*>)/gi;

/** A description is HTML to readers. A tag, of which a summary has none, becomes two spaces, which it has neither. */
function shownHtml(html: string | undefined): string | undefined {
  if (html === undefined || !/<|&[#a-z]/i.test(html)) return html;
  return entities().decodeHTML(html.replace(TAG, '  '));
}

function creator(name: string): ReadPerson {
  return { name, url: undefined, email: undefined, avatar: undefined };
}

function readEnclosure(enclosure: XmlElement): ReadEnclosure {
  return {
    url: attributeOf(enclosure, 'url'),
    type: attributeOf(enclosure, 'type'),
    lengthBytes: attributeOf(enclosure, 'length'),
    title: undefined,
    durationSeconds: undefined,
  };
}

function readLink(read: EntryDraft, link: XmlElement): void {
  const rel = attributeOf(link, 'rel');
  if (rel === 'related') addRelated(read, link);
  else if (rel === 'via') addOriginal(read, link, attributeOf(link, 'href') ?? '');
}

function readCategory(category: XmlElement): ReadCategory {
  return { name: ownText(category), term: undefined, scheme: attributeOf(category, 'domain') };
}

function addresses(element: XmlElement, rel: string): readonly string[] {
  return childrenWith(element, 'atom:link', 'rel', rel).map((link) => attributeOf(link, 'href') ?? '');
}

/** Several read as what they are: too many. */
function onlyAddress(element: XmlElement, rel: string): string | undefined {
  const found = addresses(element, rel);
  return found.length === 0 ? undefined : found.join(' + ');
}
