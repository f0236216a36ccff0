// In: the elements of an RSS 2.0 document of ours. Out: what a reader finds in it.
import { readRfc822, readRfc3339 } from './read-date.ts';
import type { FeedReader, ReadEntry, ReadFeed, ReadPerson, Unreadable } from './read-feed.ts';
import { readMedia } from './read-media.ts';
import { readRelatedLink } from './read-related.ts';
import {
  attributeOf,
  childrenOf,
  childrenWith,
  leftOver,
  leftOverInDocument,
  NOTHING,
  ownText,
  textOf,
  type XmlElement,
} from './xml-element.ts';

/** Namespace names are byte-exact (RULES 5). */
const PREFIXES = new Map([
  ['', undefined],
  ['atom', 'http://www.w3.org/2005/Atom'],
  ['content', 'http://purl.org/rss/1.0/modules/content/'],
  ['dc', 'http://purl.org/dc/elements/1.1/'],
  ['media', 'http://search.yahoo.com/mrss/'],
]);

export const rssReader: FeedReader = { prefixes: PREFIXES, path: ['rss', 'channel', 'item'], readEntry, readFeed };

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

function readEntry(item: XmlElement): ReadEntry {
  const [guid] = childrenOf(item, 'guid');
  const [source] = childrenOf(item, 'source');
  const { pictures, thumbnail, media } = readMedia(item);
  return {
    id: textOf(item, 'guid'),
    isPermalink: guid && attributeOf(guid, 'isPermaLink'),
    link: textOf(item, 'link'),
    via: onlyAddress(item, 'via'),
    title: textOf(item, 'title'),
    summary: textOf(item, 'description'),
    content: textOf(item, 'content:encoded'),
    published: readRfc822(textOf(item, 'pubDate')),
    updated: readRfc3339(textOf(item, 'atom:updated')),
    authors: childrenOf(item, 'dc:creator').map((creator) => ({
      name: ownText(creator),
      url: undefined,
      email: undefined,
      avatar: undefined,
    })),
    firstAuthor: undefined,
    contributors: NOTHING,
    categories: childrenOf(item, 'category').map(readCategory),
    rights: undefined,
    language: attributeOf(item, 'xml:lang'),
    source: source && { name: textOf(item, 'source'), url: attributeOf(source, 'url') },
    pictures,
    thumbnail,
    media,
    enclosures: childrenOf(item, 'enclosure').map((enclosure) => ({
      url: attributeOf(enclosure, 'url'),
      type: attributeOf(enclosure, 'type'),
      lengthBytes: attributeOf(enclosure, 'length'),
      title: undefined,
      durationSeconds: undefined,
    })),
    related: childrenWith(item, 'atom:link', 'rel', 'related').map(readRelatedLink),
    type: undefined,
    ampUrl: undefined,
    unexpected: leftOver(item),
  };
}

function readCategory(category: XmlElement): ReadFeed['categories'][number] {
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
