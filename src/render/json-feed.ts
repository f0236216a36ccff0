// In: a feed. Out: JSON Feed 1.1, obeying RULES.md §4. A member that has no value is absent.
// What the format has no member for goes into `_feedmill`, which every reader may skip (JSON Feed 1.1, Extensions).
import type { Author, Category, Extension, Feed } from 'feed';
import type { Channel, Entry, EntryDetails, FeedDocument, RelatedLink } from '../model/feed-document.ts';
import { documentOf } from './document-of.ts';
import { jsonExtensions } from './extensions.ts';
import { jsonMember, jsonMembers, jsonText } from './json.ts';
import { characters, rfc3339 } from './xml.ts';

/** Where a person reads what `_feedmill` holds. */
export const ABOUT = 'https://github.com/feedmill/feedmill';

const VERSION = 'https://jsonfeed.org/version/1.1';

const IN_ITEM = '      ';
const IN_OWN = '        ';

/** Renders JSON Feed 1.1. Throws a `TypeError` only for a `Feed` of the feed package that lacks what a feed needs. */
export function renderJsonFeed(feed: FeedDocument | Feed): string {
  const document = documentOf(feed);
  const { options } = document;
  const channel = {
    ...channelMembers(options),
    _feedmill: { about: ABOUT },
    ...jsonExtensions(document.extensions),
  };
  let items = '';
  for (const entry of document.items) items += `${items === '' ? '\n' : ',\n'}${renderItem(entry, options)}`;
  const list = items === '' ? '[]' : `[${items}\n  ]`;
  return `${JSON.stringify(channel, null, 2).slice(0, -2)},\n  "items": ${list}\n}\n`;
}

// `JSON.stringify` leaves members out whose value is `undefined`.
function channelMembers(channel: Channel): object {
  const { hubs } = channel.details;
  return {
    version: VERSION,
    title: characters(channel.title),
    home_page_url: channel.link,
    feed_url: channel.feedLinks.json,
    description: characters(channel.description),
    icon: channel.image,
    favicon: channel.favicon,
    ...authorMembers(channel.author),
    language: channel.language,
    hubs: hubs.length === 0 ? undefined : hubs.map((url) => ({ type: 'WebSub', url })),
  };
}

function authorMembers({ name, link, avatar }: Author): object {
  if (name === undefined && link === undefined && avatar === undefined) return {};
  const author = { name: name === undefined ? undefined : characters(name), url: link, avatar };
  return { authors: [author], author };
}

/** Written by hand: an object for every entry, author and link, and `JSON.stringify` over them, take twice as long. */
function renderItem(entry: Entry, channel: Channel): string {
  const { content, details, extensions } = entry;
  const language = details.language === channel.language ? undefined : details.language;
  const summary = jsonText(entry.description);
  return (
    `    {\n      "id": ${jsonText(entry.id)}` +
    `,\n      "url": ${jsonText(entry.link)}` +
    jsonMember(IN_ITEM, 'external_url', details.canonicalUrl) +
    `,\n      "title": ${jsonText(entry.title)}` +
    (content === undefined
      ? `,\n      "content_text": ${summary}`
      : `,\n      "content_html": ${jsonText(content)},\n      "summary": ${summary}`) +
    jsonMember(IN_ITEM, 'image', details.pictures[0]?.url) +
    `,\n      "date_published": "${rfc3339(entry.published)}"` +
    `,\n      "date_modified": "${rfc3339(entry.date)}"` +
    renderAuthors(entry.author) +
    renderTags(entry.category) +
    jsonMember(IN_ITEM, 'language', language) +
    renderAttachments(details) +
    (extensions === undefined || extensions.length === 0 ? renderOwn(details) : renderExtensions(details, extensions)) +
    '\n    }'
  );
}

/** `authors`, and beside it the `author` of version 1.0, because readers that know only that show no author otherwise. */
function renderAuthors(people: readonly Author[]): string {
  let authors = '';
  let author = '';
  for (const person of people) {
    if (person.name === undefined && person.link === undefined && person.avatar === undefined) continue;
    if (author === '') author = `,\n      "author": ${renderPerson(person, IN_ITEM)}`;
    else authors += ',';
    authors += `\n        ${renderPerson(person, IN_OWN)}`;
  }
  return author === '' ? '' : `,\n      "authors": [${authors}\n      ]${author}`;
}

function renderPerson({ name, link, avatar }: Author, indent: string): string {
  const inner = `${indent}  `;
  const members =
    jsonMember(inner, 'name', name) + jsonMember(inner, 'url', link) + jsonMember(inner, 'avatar', avatar);
  // The first has no comma before it.
  return `{${members.slice(1)}\n${indent}}`;
}

function renderTags(categories: readonly Category[]): string {
  let tags = '';
  for (const { name, term } of categories) {
    const tag = name ?? term;
    if (tag !== undefined) tags += `${tags === '' ? '' : ','}\n        ${jsonText(tag)}`;
  }
  return tags === '' ? '' : `,\n      "tags": [${tags}\n      ]`;
}

/** Files whose media type is known: the format asks for one. */
function renderAttachments({ pictures, media, enclosures }: EntryDetails): string {
  let files = '';
  for (const { url, type } of pictures) if (type !== undefined) files += renderFile(url, type, '');
  for (const { url, type } of media) if (type !== undefined) files += renderFile(url, type, '');
  if (enclosures !== undefined) {
    for (const { url, type, title, lengthBytes, durationSeconds } of enclosures) {
      const more =
        jsonMember('          ', 'title', title) +
        jsonMember('          ', 'size_in_bytes', lengthBytes) +
        jsonMember('          ', 'duration_in_seconds', durationSeconds);
      files += renderFile(url, type, more);
    }
  }
  return files === '' ? '' : `,\n      "attachments": [${files.slice(1)}\n      ]`;
}

function renderFile(url: string, type: string, more: string): string {
  return `,\n        {\n          "url": ${jsonText(url)},\n          "mime_type": ${jsonText(type)}${more}\n        }`;
}

function renderOwn({ type, ampUrl, related }: EntryDetails): string {
  if (type === undefined && ampUrl === undefined && related.length === 0) return '';
  let links = '';
  for (const link of related) links += `${links === '' ? '' : ','}\n${renderRelated(link)}`;
  return (
    `,\n      "_feedmill": {\n        "about": "${ABOUT}"` +
    jsonMember(IN_OWN, 'type', type) +
    jsonMember(IN_OWN, 'amp_url', ampUrl) +
    (links === '' ? '' : `,\n        "related": [${links}\n        ]`) +
    '\n      }'
  );
}

function renderRelated({ url, title, summary, provider, published, picture }: RelatedLink): string {
  const indent = '            ';
  return (
    `          {\n            "url": ${jsonText(url)}` +
    jsonMember(indent, 'title', title) +
    jsonMember(indent, 'summary', summary) +
    `,\n            "provider": {\n              "name": ${jsonText(provider.name)},\n              "domain": ${jsonText(provider.host)}\n            }` +
    (published === undefined ? '' : `,\n            "date_published": "${rfc3339(published)}"`) +
    jsonMember(indent, 'image', picture?.url) +
    '\n          }'
  );
}

/** Whoever brings members of their own may replace ours. */
function renderExtensions(details: EntryDetails, extensions: readonly Extension[]): string {
  const members = jsonExtensions(extensions);
  if (!('_feedmill' in members)) return renderOwn(details) + jsonMembers(IN_ITEM, members);
  return jsonMembers(IN_ITEM, { _feedmill: undefined, ...members });
}
