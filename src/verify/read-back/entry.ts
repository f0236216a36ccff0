// In: an RSS item or an Atom entry, and what reads one of its children. Out: what a reader finds in it. What is the same in
// both formats.

import { added, attributeOf, leftOver, NOTHING, tick, type XmlElement } from './element.ts';
import type { ReadEntry } from './feed.ts';
import { readMedia } from './media.ts';

/** An entry while it is read. */
export type EntryDraft = { -readonly [Key in keyof ReadEntry]: ReadEntry[Key] };

function emptyEntry(): EntryDraft {
  return {
    id: undefined,
    isPermalink: undefined,
    link: undefined,
    via: undefined,
    title: undefined,
    summary: undefined,
    content: undefined,
    published: undefined,
    updated: undefined,
    authors: NOTHING,
    firstAuthor: undefined,
    contributors: NOTHING,
    categories: NOTHING,
    rights: undefined,
    language: undefined,
    source: undefined,
    pictures: NOTHING,
    thumbnail: undefined,
    media: NOTHING,
    enclosures: NOTHING,
    related: NOTHING,
    type: undefined,
    ampUrl: undefined,
    unexpected: NOTHING,
  };
}

/** Reads an entry in one pass over its children. */
export function readEntryOf(
  entry: XmlElement,
  readChild: (read: EntryDraft, child: XmlElement, entry: XmlElement) => void,
): ReadEntry {
  const read = emptyEntry();
  const { pictures, thumbnail, media } = readMedia(entry);
  read.language = attributeOf(entry, 'xml:lang');
  read.pictures = pictures;
  read.thumbnail = thumbnail;
  read.media = media;
  let reached = 0;
  let misplaced: string | undefined;
  for (const child of entry.children) {
    readChild(read, child, entry);
    const place = PLACES.get(child.name) ?? reached;
    if (place < reached) misplaced = child.name;
    reached = place;
  }
  read.unexpected = leftOver(entry);
  if (misplaced !== undefined) read.unexpected = [...read.unexpected, `${misplaced} (too late)`];
  return read;
}

/** RULES 12 and 24: the summary, then the content, then media, for some readers take the wrong one for the text otherwise. */
const PLACES: ReadonlyMap<string, number> = new Map([
  ['description', 0],
  ['summary', 0],
  ['content:encoded', 1],
  ['content', 1],
  ['media:content', 2],
  ['media:thumbnail', 2],
]);

/** Takes down a link to a related item; JSON Feed says more of it. */
export function addRelated(read: EntryDraft, link: XmlElement): void {
  tick(link);
  read.related = added(read.related, {
    url: attributeOf(link, 'href'),
    title: attributeOf(link, 'title'),
    summary: undefined,
    provider: undefined,
    providerHost: undefined,
    published: undefined,
    picture: undefined,
  });
}

/** Takes down the address of the original. Several read as what they are: too many. */
export function addOriginal(read: EntryDraft, link: XmlElement, address: string): void {
  tick(link);
  read.via = read.via === undefined ? address : `${read.via} + ${address}`;
}
