// In: the text of a JSON Feed 1.1 document of ours. Out: what a reader finds in it.
// Each member has to be of the kind that JSON Feed asks for, or the document is none.

import { readRfc3339 } from './date.ts';
import { NOTHING } from './element.ts';
import type { ReadCategory, ReadEnclosure, ReadEntry, ReadFeed, ReadPerson, ReadRelated, Unreadable } from './feed.ts';
import {
  collectOthers,
  list,
  type Members,
  object,
  optionalList,
  optionalNumber,
  optionalText,
  text,
  WrongKind,
} from './json-members.ts';

const FEED = new Set(
  'version title home_page_url feed_url description icon favicon authors author language hubs items _feedmill'.split(
    ' ',
  ),
);
const ITEM = new Set(
  (
    'id url external_url title content_html content_text summary image date_published date_modified authors author ' +
    'tags language attachments _feedmill'
  ).split(' '),
);
const HUB = new Set(['type', 'url']);
const AUTHOR = new Set(['name', 'url', 'avatar']);
const ATTACHMENT = new Set(['url', 'mime_type', 'title', 'size_in_bytes', 'duration_in_seconds']);
const OWN_OF_FEED = new Set(['about']);
const OWN_OF_ITEM = new Set(['about', 'type', 'amp_url', 'related']);
const RELATED = new Set(['url', 'title', 'summary', 'provider', 'date_published', 'image']);
const PROVIDER = new Set(['name', 'domain']);

export function readBackJson(given: string): { readonly feed: ReadFeed } | Unreadable {
  try {
    return { feed: readFeed(object(parsed(given), 'the document')) };
  } catch (thrown) {
    if (thrown instanceof WrongKind) return thrown.unreadable;
    throw thrown;
  }
}

/**
 * Whether an object in a JSON text names a member twice: of two, parsers take the last, the first, or neither (RFC 8259 §4).
 * Then it holds more strings than what `JSON.parse` makes of it.
 */
export function namesTwice(given: string): boolean {
  const quotes = given.replace(/\\./g, '').split('"').length - 1;
  return quotes !== 2 * stringsIn(JSON.parse(given));
}

/** How many strings a value has as JSON, names of members included. */
function stringsIn(value: unknown): number {
  if (typeof value === 'string') return 1;
  if (typeof value !== 'object' || value === null) return 0;
  let count = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const inner of Object.values(value)) count += stringsIn(inner);
  return count;
}

function parsed(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    throw new WrongKind('it is not JSON');
  }
}

function readFeed(feed: Members): ReadFeed {
  const { version, authors, author, hubs, items, _feedmill: own } = feed;
  if (version !== 'https://jsonfeed.org/version/1.1') throw new WrongKind('version: it is not JSON Feed 1.1');
  const unexpected: string[] = [];
  const read = {
    id: undefined,
    title: text(feed['title'], 'title'),
    description: optionalText(feed['description'], 'description'),
    link: optionalText(feed['home_page_url'], 'home_page_url'),
    selfLink: optionalText(feed['feed_url'], 'feed_url'),
    language: optionalText(feed['language'], 'language'),
    updated: undefined,
    authors: optionalList(authors, 'authors').map((person) => readPerson(person, 'authors', unexpected)),
    firstAuthor: author === undefined ? undefined : readPerson(author, 'author', unexpected),
    contributors: NOTHING,
    categories: NOTHING,
    hubs: optionalList(hubs, 'hubs').map((hub) => readHub(hub, unexpected)),
    icon: optionalText(feed['favicon'], 'favicon'),
    logo: optionalText(feed['icon'], 'icon'),
    rights: undefined,
    ttlMinutes: undefined,
    generator: undefined,
    docs: undefined,
    unexpected,
    entries: list(items, 'items').map(readItem),
  };
  if (own !== undefined) readOwn(own, OWN_OF_FEED, unexpected);
  collectOthers(feed, FEED, '', unexpected);
  return read;
}

function readHub(given: unknown, unexpected: string[]): string {
  const hub = object(given, 'hubs');
  const type = text(hub['type'], 'hubs.type');
  const url = text(hub['url'], 'hubs.url');
  collectOthers(hub, HUB, 'hubs.', unexpected);
  return type === 'WebSub' ? url : `${url} (${type})`;
}

function readItem(given: unknown, index: number): ReadEntry {
  try {
    return readEntry(object(given, 'the item'));
  } catch (thrown) {
    if (thrown instanceof WrongKind) throw new WrongKind(`items.${index}.${thrown.message}`, index);
    throw thrown;
  }
}

function readEntry(item: Members): ReadEntry {
  const { authors, author, tags, image, attachments, date_published, date_modified, _feedmill } = item;
  const unexpected: string[] = [];
  const own = _feedmill === undefined ? undefined : readOwn(_feedmill, OWN_OF_ITEM, unexpected);
  const { summary, content } = readTexts(item);
  const picture = optionalText(image, 'image');
  collectOthers(item, ITEM, '', unexpected);
  return {
    id: text(item['id'], 'id'),
    isPermalink: undefined,
    link: optionalText(item['url'], 'url'),
    via: optionalText(item['external_url'], 'external_url'),
    title: optionalText(item['title'], 'title'),
    summary,
    content,
    published: readRfc3339(optionalText(date_published, 'date_published')),
    updated: readRfc3339(optionalText(date_modified, 'date_modified')),
    authors: optionalList(authors, 'authors').map((person) => readPerson(person, 'authors', unexpected)),
    firstAuthor: author === undefined ? undefined : readPerson(author, 'author', unexpected),
    contributors: NOTHING,
    categories: optionalList(tags, 'tags').map(readTag),
    rights: undefined,
    language: optionalText(item['language'], 'language'),
    source: undefined,
    pictures: NOTHING,
    thumbnail:
      picture === undefined ? undefined : { url: picture, type: undefined, width: undefined, height: undefined },
    media: NOTHING,
    enclosures: optionalList(attachments, 'attachments').map((file) => readAttachment(file, unexpected)),
    related: optionalList(own?.['related'], '_feedmill.related').map((link) => readRelated(link, unexpected)),
    type: optionalText(own?.['type'], '_feedmill.type'),
    ampUrl: optionalText(own?.['amp_url'], '_feedmill.amp_url'),
    unexpected,
  };
}

function readOwn(given: unknown, known: ReadonlySet<string>, unexpected: string[]): Members {
  const own = object(given, '_feedmill');
  text(own['about'], '_feedmill.about');
  collectOthers(own, known, '_feedmill.', unexpected);
  return own;
}

/** The text stands in `content_html` with a `summary`, or in `content_text` alone; what is too much is marked. */
function readTexts(item: Members): Pick<ReadEntry, 'summary' | 'content'> {
  const summary = optionalText(item['summary'], 'summary');
  const html = optionalText(item['content_html'], 'content_html');
  const plain = optionalText(item['content_text'], 'content_text');
  if (html !== undefined) return { summary, content: plain === undefined ? html : `${html} + ${plain}` };
  if (plain === undefined) throw new WrongKind('it has no content');
  return { summary: summary === undefined ? plain : `${plain} + ${summary}`, content: undefined };
}

function readTag(tag: unknown): ReadCategory {
  return { name: text(tag, 'tags'), term: undefined, scheme: undefined };
}

function readPerson(given: unknown, member: string, unexpected: string[]): ReadPerson {
  const person = object(given, member);
  const name = optionalText(person['name'], `${member}.name`);
  const url = optionalText(person['url'], `${member}.url`);
  const avatar = optionalText(person['avatar'], `${member}.avatar`);
  if (name === undefined && url === undefined && avatar === undefined)
    throw new WrongKind(`${member}: an author has none of name, url, avatar`);
  collectOthers(person, AUTHOR, `${member}.`, unexpected);
  return { name, url, email: undefined, avatar };
}

function readAttachment(given: unknown, unexpected: string[]): ReadEnclosure {
  const file = object(given, 'attachments');
  collectOthers(file, ATTACHMENT, 'attachments.', unexpected);
  return {
    url: text(file['url'], 'attachments.url'),
    type: text(file['mime_type'], 'attachments.mime_type'),
    lengthBytes: optionalNumber(file['size_in_bytes'], 'attachments.size_in_bytes'),
    title: optionalText(file['title'], 'attachments.title'),
    durationSeconds: optionalNumber(file['duration_in_seconds'], 'attachments.duration_in_seconds'),
  };
}

function readRelated(given: unknown, unexpected: string[]): ReadRelated {
  const link = object(given, '_feedmill.related');
  const provider = object(link['provider'], '_feedmill.related.provider');
  collectOthers(link, RELATED, '_feedmill.related.', unexpected);
  collectOthers(provider, PROVIDER, '_feedmill.related.provider.', unexpected);
  return {
    url: text(link['url'], '_feedmill.related.url'),
    title: optionalText(link['title'], '_feedmill.related.title'),
    summary: optionalText(link['summary'], '_feedmill.related.summary'),
    provider: text(provider['name'], '_feedmill.related.provider.name'),
    providerHost: text(provider['domain'], '_feedmill.related.provider.domain'),
    published: readRfc3339(optionalText(link['date_published'], '_feedmill.related.date_published')),
    picture: optionalText(link['image'], '_feedmill.related.image'),
  };
}
