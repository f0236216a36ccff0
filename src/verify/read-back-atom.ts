// In: the elements of an Atom 1.0 document of ours. Out: what a reader finds in it.
import { readRfc3339 } from './read-date.ts';
import type { FeedReader, ReadEntry, ReadFeed, ReadPerson, Unreadable } from './read-feed.ts';
import { readMedia } from './read-media.ts';
import { readRelatedLink } from './read-related.ts';
import {
  attributeOf,
  childrenOf,
  childrenWith,
  leftOver,
  leftOverInDocument,
  textOf,
  type XmlElement,
} from './xml-element.ts';

/** Namespace names are byte-exact (RULES 5). */
const PREFIXES = new Map([
  ['', 'http://www.w3.org/2005/Atom'],
  ['media', 'http://search.yahoo.com/mrss/'],
]);

export const atomReader: FeedReader = { prefixes: PREFIXES, path: ['feed', 'entry'], readEntry, readFeed };

function readFeed(
  feed: XmlElement | undefined,
  entries: readonly ReadEntry[],
): { readonly feed: ReadFeed } | Unreadable {
  if (feed?.name !== 'feed') return { problem: 'there is no feed element at the top' };
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
      hubs: childrenWith(feed, 'link', 'rel', 'hub').map((link) => attributeOf(link, 'href') ?? ''),
      icon: textOf(feed, 'icon'),
      logo: textOf(feed, 'logo'),
      rights: textOf(feed, 'rights'),
      ttlMinutes: undefined,
      generator: textOf(feed, 'generator'),
      entries,
      // Evaluated last, when all else was asked for.
      unexpected: leftOverInDocument(feed),
    },
  };
}

function readEntry(entry: XmlElement): ReadEntry {
  const { pictures, thumbnail, media } = readMedia(entry);
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
    pictures,
    thumbnail,
    media,
    enclosures: childrenWith(entry, 'link', 'rel', 'enclosure').map((link) => ({
      url: attributeOf(link, 'href'),
      type: attributeOf(link, 'type'),
      lengthBytes: attributeOf(link, 'length'),
      title: attributeOf(link, 'title'),
      durationSeconds: undefined,
    })),
    related: childrenWith(entry, 'link', 'rel', 'related').map(readRelatedLink),
    type: undefined,
    ampUrl: undefined,
    unexpected: leftOver(entry),
  };
}

/** RULES 24: the alternate link stands first, for two readers take the first link there is. */
function alternate(entry: XmlElement): string | undefined {
  const first = entry.children.find(({ name }) => name === 'link');
  const address = addresses(entry, 'alternate', 'text/html');
  if (first === undefined || attributeOf(first, 'rel') === 'alternate') return address;
  return `${address} (not the first link)`;
}

/** A text construct (RFC 4287 §3.1), marked when its type is none of those allowed. */
function typed(node: XmlElement, name: string, types: readonly (string | undefined)[]): string | undefined {
  const [construct] = childrenOf(node, name);
  if (construct === undefined) return undefined;
  const type = attributeOf(construct, 'type');
  return types.includes(type) ? textOf(node, name) : `${textOf(node, name)} (as ${type ?? 'text'})`;
}

function readPerson(person: XmlElement): ReadPerson {
  return {
    name: textOf(person, 'name'),
    url: textOf(person, 'uri'),
    email: textOf(person, 'email'),
    avatar: undefined,
  };
}

function readCategory(category: XmlElement): ReadFeed['categories'][number] {
  return {
    name: attributeOf(category, 'label'),
    term: attributeOf(category, 'term'),
    scheme: attributeOf(category, 'scheme'),
  };
}

/** The only address of a relation; several, or one with another media type, read as what they are. */
function addresses(node: XmlElement, rel: string, expectedType?: string): string | undefined {
  const links = childrenWith(node, 'link', 'rel', rel).map((link) => {
    const type = attributeOf(link, 'type');
    const address = attributeOf(link, 'href') ?? '';
    return type === expectedType ? address : `${address} (as ${type})`;
  });
  return links.length === 0 ? undefined : links.join(' + ');
}
