// In: the text of an Atom 1.0 document of ours. Out: what a reader finds in it.
import { readRfc3339 } from './read-date.ts';
import type { ReadEntry, ReadFeed, ReadPerson, Unreadable } from './read-feed.ts';
import { readMedia } from './read-media.ts';
import { attributeOf, childrenOf, readRoot, textOf, type XmlNode } from './read-xml.ts';

export function readBackAtom(text: string): { readonly feed: ReadFeed } | Unreadable {
  const feed = readRoot(text, 'feed');
  if (feed === undefined) return { problem: 'there is no feed element at the top' };
  return {
    feed: {
      id: textOf(feed, 'id'),
      title: typed(feed, 'title', ['text', undefined]),
      description: typed(feed, 'subtitle', ['text', undefined]),
      link: addresses(feed, 'alternate', 'text/html'),
      selfLink: addresses(feed, 'self', 'application/atom+xml'),
      language: attributeOf(feed, 'xml:lang'),
      updated: readRfc3339(textOf(feed, 'updated')),
      authors: childrenOf(feed, 'author').map(readPerson),
      firstAuthor: undefined,
      contributors: childrenOf(feed, 'contributor').map(readPerson),
      categories: childrenOf(feed, 'category').map(readCategory),
      hubs: linksOf(feed, 'hub').map((link) => attributeOf(link, 'href') ?? ''),
      icon: textOf(feed, 'icon'),
      logo: textOf(feed, 'logo'),
      rights: textOf(feed, 'rights'),
      ttlMinutes: undefined,
      generator: textOf(feed, 'generator'),
      entries: childrenOf(feed, 'entry').map(readEntry),
    },
  };
}

function readEntry(entry: XmlNode): ReadEntry {
  return {
    id: textOf(entry, 'id'),
    isPermalink: undefined,
    link: alternate(entry),
    via: addresses(entry, 'via'),
    title: typed(entry, 'title', ['text']),
    summary: typed(entry, 'summary', ['text']),
    content: typed(entry, 'content', ['html']),
    published: readRfc3339(textOf(entry, 'published')),
    updated: readRfc3339(textOf(entry, 'updated')),
    authors: childrenOf(entry, 'author').map(readPerson),
    firstAuthor: undefined,
    contributors: childrenOf(entry, 'contributor').map(readPerson),
    categories: childrenOf(entry, 'category').map(readCategory),
    rights: textOf(entry, 'rights'),
    language: attributeOf(entry, 'xml:lang'),
    source: undefined,
    ...readMedia(entry),
    enclosures: linksOf(entry, 'enclosure').map((link) => ({
      url: attributeOf(link, 'href'),
      type: attributeOf(link, 'type'),
      lengthBytes: attributeOf(link, 'length'),
      title: attributeOf(link, 'title'),
      durationSeconds: undefined,
    })),
    related: linksOf(entry, 'related').map((link) => ({
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

/** RULES 24: the alternate link stands first, for two readers take the first link there is. */
function alternate(entry: XmlNode): string | undefined {
  const [first] = childrenOf(entry, 'link');
  const address = addresses(entry, 'alternate', 'text/html');
  if (first === undefined || attributeOf(first, 'rel') === 'alternate') return address;
  return `${address} (not the first link)`;
}

/** A text construct (RFC 4287 §3.1), marked when its type is none of those allowed. */
function typed(node: XmlNode, name: string, types: readonly (string | undefined)[]): string | undefined {
  const [construct] = childrenOf(node, name);
  if (construct === undefined) return undefined;
  const type = attributeOf(construct, 'type');
  return types.includes(type) ? textOf(node, name) : `${textOf(node, name)} (as ${type ?? 'text'})`;
}

function readPerson(person: XmlNode): ReadPerson {
  return {
    name: textOf(person, 'name'),
    url: textOf(person, 'uri'),
    email: textOf(person, 'email'),
    avatar: undefined,
  };
}

function readCategory(category: XmlNode): ReadFeed['categories'][number] {
  return {
    name: attributeOf(category, 'label'),
    term: attributeOf(category, 'term'),
    scheme: attributeOf(category, 'scheme'),
  };
}

function linksOf(node: XmlNode, rel: string): readonly XmlNode[] {
  return childrenOf(node, 'link').filter((link) => attributeOf(link, 'rel') === rel);
}

/** The only address of a relation; several, or one with another media type, read as what they are. */
function addresses(node: XmlNode, rel: string, expectedType?: string): string | undefined {
  const links = linksOf(node, rel).map((link) => {
    const type = attributeOf(link, 'type');
    const address = attributeOf(link, 'href') ?? '';
    return type === expectedType ? address : `${address} (as ${type})`;
  });
  return links.length === 0 ? undefined : links.join(' + ');
}
