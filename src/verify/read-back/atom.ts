// In: the elements of an Atom 1.0 document of ours. Out: what a reader finds in it.
import { readRfc3339 } from './date.ts';
import {
  added,
  attributeOf,
  childrenOf,
  childrenWith,
  leftOverInDocument,
  nextText,
  textOf,
  tick,
  type XmlElement,
} from './element.ts';
import { addOriginal, addRelated, type EntryDraft, readEntryOf } from './entry.ts';
import type { FeedReader, ReadCategory, ReadEnclosure, ReadEntry, ReadFeed, ReadPerson, Unreadable } from './feed.ts';

/** Namespace names are byte-exact (RULES 5). */
const PREFIXES = new Map([
  ['', 'http://www.w3.org/2005/Atom'],
  ['media', 'http://search.yahoo.com/mrss/'],
]);

export const atomReader: FeedReader = {
  prefixes: PREFIXES,
  path: ['feed', 'entry'],
  readEntry: (entry) => readEntryOf(entry, readChild),
  readFeed,
};

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
      docs: undefined,
      entries,
      // Evaluated last, when all else was asked for.
      unexpected: leftOverInDocument(feed),
    },
  };
}

function readChild(read: EntryDraft, child: XmlElement, entry: XmlElement): void {
  switch (child.name) {
    case 'id':
      read.id = nextText(read.id, child, entry);
      break;
    case 'title':
      read.title ??= typed(entry, 'title', TEXT);
      break;
    case 'link':
      read.link ??= alternate(entry);
      readLink(read, child);
      break;
    case 'published':
      read.published = readRfc3339(nextText(read.published, child, entry));
      break;
    case 'updated':
      read.updated = readRfc3339(nextText(read.updated, child, entry));
      break;
    case 'author':
      tick(child);
      read.authors = added(read.authors, readPerson(child));
      break;
    case 'contributor':
      tick(child);
      read.contributors = added(read.contributors, readPerson(child));
      break;
    case 'category':
      tick(child);
      read.categories = added(read.categories, readCategory(child));
      break;
    case 'rights':
      read.rights = nextText(read.rights, child, entry);
      break;
    case 'summary':
      read.summary ??= typed(entry, 'summary', TEXT);
      break;
    case 'content':
      read.content ??= typed(entry, 'content', HTML);
      break;
  }
}

const TEXT = ['text'] as const;
const HTML = ['html'] as const;

/** Links to the page itself are for `alternate`. */
function readLink(read: EntryDraft, link: XmlElement): void {
  const rel = attributeOf(link, 'rel');
  if (rel === 'related') addRelated(read, link);
  else if (rel === 'via') addOriginal(read, link, addressOf(link, undefined));
  else if (rel === 'enclosure') {
    tick(link);
    read.enclosures = added(read.enclosures, readEnclosure(link));
  }
}

function readEnclosure(link: XmlElement): ReadEnclosure {
  return {
    url: attributeOf(link, 'href'),
    type: attributeOf(link, 'type'),
    lengthBytes: attributeOf(link, 'length'),
    title: attributeOf(link, 'title'),
    durationSeconds: undefined,
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

function readCategory(category: XmlElement): ReadCategory {
  return {
    name: attributeOf(category, 'label'),
    term: attributeOf(category, 'term'),
    scheme: attributeOf(category, 'scheme'),
  };
}

/** The only address of a relation; several, or one with another media type, read as what they are. */
function addresses(node: XmlElement, rel: string, expectedType: string): string | undefined {
  const links = childrenWith(node, 'link', 'rel', rel);
  return links.length === 0 ? undefined : links.map((link) => addressOf(link, expectedType)).join(' + ');
}

function addressOf(link: XmlElement, expectedType: string | undefined): string {
  const type = attributeOf(link, 'type');
  const address = attributeOf(link, 'href') ?? '';
  return type === expectedType ? address : `${address} (as ${type})`;
}
