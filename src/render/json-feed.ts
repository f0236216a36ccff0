// In: a feed. Out: JSON Feed 1.1, obeying RULES.md §4. A member that has no value is absent.
// What the format has no member for goes into `_feedmill`, which every reader may skip (JSON Feed 1.1, Extensions).
import type { Author, Feed } from 'feed';
import type { Picture } from '../model/article.ts';
import type { Channel, Entry, FeedDocument, RelatedLink } from '../model/feed-document.ts';
import { documentOf } from './document-of.ts';
import { jsonExtensions } from './extensions.ts';
import { characters, rfc3339 } from './xml.ts';

/** Where a person reads what `_feedmill` holds. */
export const ABOUT = 'https://github.com/feedmill/feedmill';

const VERSION = 'https://jsonfeed.org/version/1.1';

/** Renders JSON Feed 1.1. Throws a `TypeError` only for a `Feed` of the feed package that lacks what a feed needs. */
export function renderJsonFeed(feed: FeedDocument | Feed): string {
  const document = documentOf(feed);
  const { options } = document;
  const members = {
    ...channelMembers(options),
    _feedmill: { about: ABOUT },
    ...jsonExtensions(document.extensions),
    items: document.items.map((entry) => itemMembers(entry, options)),
  };
  return `${JSON.stringify(members, null, 2)}\n`;
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
    ...authorMembers([channel.author]),
    language: channel.language,
    hubs: hubs.length === 0 ? undefined : hubs.map((url) => ({ type: 'WebSub', url })),
  };
}

function itemMembers(entry: Entry, channel: Channel): object {
  const { details, content } = entry;
  const summary = characters(entry.description);
  return {
    id: characters(entry.id),
    url: entry.link,
    external_url: details.canonicalUrl,
    title: characters(entry.title),
    ...(content === undefined ? { content_text: summary } : { content_html: characters(content), summary }),
    image: details.pictures[0]?.url,
    date_published: rfc3339(entry.published),
    date_modified: rfc3339(entry.date),
    ...authorMembers(entry.author),
    tags: tagsOf(entry),
    language: details.language === channel.language ? undefined : details.language,
    attachments: attachmentsOf(entry),
    _feedmill: ownMembers(entry),
    ...jsonExtensions(entry.extensions),
  };
}

/** `authors`, and beside it the `author` of version 1.0, because readers that know only that show no author otherwise. */
function authorMembers(people: readonly Author[]): object {
  const authors = people
    .filter(({ name, link, avatar }) => name !== undefined || link !== undefined || avatar !== undefined)
    .map(({ name, link, avatar }) => ({ name: optional(name), url: link, avatar }));
  return authors.length === 0 ? {} : { authors, author: authors[0] };
}

function tagsOf({ category }: Entry): readonly string[] | undefined {
  const tags = category.flatMap(({ name, term = name }) => name ?? term ?? []).map(characters);
  return tags.length === 0 ? undefined : tags;
}

/** Files whose media type is known: the format asks for one. */
function attachmentsOf({ details }: Entry): readonly object[] | undefined {
  const files = [...details.pictures, ...details.media]
    .filter(({ type }) => type !== undefined)
    .map(({ url, type }) => ({ url, mime_type: type }));
  const enclosures = (details.enclosures ?? []).map(({ url, type, title, lengthBytes, durationSeconds }) => ({
    url,
    mime_type: type,
    title: optional(title),
    size_in_bytes: lengthBytes,
    duration_in_seconds: durationSeconds,
  }));
  const attachments = [...files, ...enclosures];
  return attachments.length === 0 ? undefined : attachments;
}

function ownMembers({ details: { type, ampUrl, related } }: Entry): object | undefined {
  if (type === undefined && ampUrl === undefined && related.length === 0) return undefined;
  return {
    about: ABOUT,
    type: optional(type),
    amp_url: ampUrl,
    related: related.length === 0 ? undefined : related.map(relatedMembers),
  };
}

function relatedMembers({ url, title, summary, provider, published, picture }: RelatedLink): object {
  return {
    url,
    title: optional(title),
    summary: optional(summary),
    provider: { name: characters(provider.name), domain: provider.host },
    date_published: published === undefined ? undefined : rfc3339(published),
    image: urlOf(picture),
  };
}

function urlOf(picture: Picture | undefined): string | undefined {
  return picture?.url;
}

function optional(value: string | undefined): string | undefined {
  return value === undefined ? undefined : characters(value);
}
