// In: the text of an RSS 2.0 document of ours. Out: what a reader finds in it.
import { readRfc822, readRfc3339 } from './read-date.ts';
import type { ReadEntry, ReadFeed, ReadPerson, Unreadable } from './read-feed.ts';
import { readMedia } from './read-media.ts';
import { attributeOf, childrenOf, ownText, readRoot, textOf, type XmlNode } from './read-xml.ts';

export function readBackRss(text: string): { readonly feed: ReadFeed } | Unreadable {
  const root = readRoot(text, 'rss');
  if (root === undefined) return { problem: 'there is no rss element at the top' };
  if (attributeOf(root, 'version') !== '2.0') return { problem: 'the version is not 2.0' };
  const [channel, ...others] = childrenOf(root, 'channel');
  if (channel === undefined || others.length > 0) return { problem: 'there is not exactly one channel' };
  return { feed: readChannel(channel) };
}

function readChannel(channel: XmlNode): ReadFeed {
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
    contributors: [],
    categories: childrenOf(channel, 'category').map(readCategory),
    hubs: addresses(channel, 'hub'),
    icon: undefined,
    logo: imageAddress(channel),
    rights: textOf(channel, 'copyright'),
    ttlMinutes: textOf(channel, 'ttl'),
    generator: textOf(channel, 'generator'),
    entries: childrenOf(channel, 'item').map(readItem),
  };
}

/** RULES 9: one address, with the format's media type. */
function readSelf(channel: XmlNode): string | undefined {
  const [type] = linksOf(channel, 'self').map((link) => attributeOf(link, 'type'));
  const address = addresses(channel, 'self').join(' + ');
  if (address === '') return undefined;
  return type === 'application/rss+xml' ? address : `${address} (as ${type})`;
}

/** RSS 2.0 `image`: an address, if there is one image and its title and link are the channel's. */
function imageAddress(channel: XmlNode): string | undefined {
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

function readItem(item: XmlNode): ReadEntry {
  const [guid = {}] = childrenOf(item, 'guid');
  const [source] = childrenOf(item, 'source');
  return {
    id: textOf(item, 'guid'),
    isPermalink: attributeOf(guid, 'isPermaLink'),
    link: textOf(item, 'link'),
    via: addresses(item, 'via').join(' + ') || undefined,
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
    contributors: [],
    categories: childrenOf(item, 'category').map(readCategory),
    rights: undefined,
    language: attributeOf(item, 'xml:lang'),
    source: source && { name: textOf(item, 'source'), url: attributeOf(source, 'url') },
    ...readMedia(item),
    enclosures: childrenOf(item, 'enclosure').map((enclosure) => ({
      url: attributeOf(enclosure, 'url'),
      type: attributeOf(enclosure, 'type'),
      lengthBytes: attributeOf(enclosure, 'length'),
      title: undefined,
      durationSeconds: undefined,
    })),
    related: linksOf(item, 'related').map((link) => ({
      url: attributeOf(link, 'href'),
      title: attributeOf(link, 'title'),
      summary: undefined,
      provider: undefined,
      providerHost: undefined,
      published: undefined,
      picture: undefined,
    })),
    type: undefined,
    ampUrl: undefined,
  };
}

function readCategory(category: XmlNode): ReadFeed['categories'][number] {
  return { name: ownText(category), term: undefined, scheme: attributeOf(category, 'domain') };
}

function linksOf(node: XmlNode, rel: string): readonly XmlNode[] {
  return childrenOf(node, 'atom:link').filter((link) => attributeOf(link, 'rel') === rel);
}

function addresses(node: XmlNode, rel: string): readonly string[] {
  return linksOf(node, rel).map((link) => attributeOf(link, 'href') ?? '');
}
