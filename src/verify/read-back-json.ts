// In: the text of a JSON Feed 1.1 document of ours. Out: what a reader finds in it.
import { checkJsonFeed, type JsonFeed, type JsonItem } from './json-feed-schema.ts';
import { readRfc3339 } from './read-date.ts';
import type { ReadEntry, ReadFeed, ReadPerson, Unreadable } from './read-feed.ts';

export function readBackJson(text: string): { readonly feed: ReadFeed } | Unreadable {
  const checked = checkJsonFeed(parsed(text));
  return 'feed' in checked ? { feed: readFeed(checked.feed) } : checked;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readFeed(feed: JsonFeed): ReadFeed {
  return {
    id: undefined,
    title: feed.title,
    description: feed.description,
    link: feed.home_page_url,
    selfLink: feed.feed_url,
    language: feed.language,
    updated: undefined,
    authors: (feed.authors ?? []).map(readPerson),
    firstAuthor: feed.author && readPerson(feed.author),
    contributors: [],
    categories: [],
    hubs: (feed.hubs ?? []).map(({ type, url }) => (type === 'WebSub' ? url : `${url} (${type})`)),
    icon: feed.favicon,
    logo: feed.icon,
    rights: undefined,
    ttlMinutes: undefined,
    generator: undefined,
    entries: feed.items.map(readItem),
  };
}

function readItem(item: JsonItem): ReadEntry {
  const own = item._feedmill;
  return {
    id: item.id,
    isPermalink: undefined,
    link: item.url,
    via: item.external_url,
    title: item.title,
    ...readTexts(item),
    published: readRfc3339(item.date_published),
    updated: readRfc3339(item.date_modified),
    authors: (item.authors ?? []).map(readPerson),
    firstAuthor: item.author && readPerson(item.author),
    contributors: [],
    categories: (item.tags ?? []).map((name) => ({ name, term: undefined, scheme: undefined })),
    rights: undefined,
    language: item.language,
    source: undefined,
    pictures: [],
    thumbnail:
      item.image === undefined ? undefined : { url: item.image, type: undefined, width: undefined, height: undefined },
    media: [],
    enclosures: (item.attachments ?? []).map((file) => ({
      url: file.url,
      type: file.mime_type,
      lengthBytes: file.size_in_bytes?.toString(),
      title: file.title,
      durationSeconds: file.duration_in_seconds?.toString(),
    })),
    related: (own?.related ?? []).map(({ url, title, summary, provider, date_published, image }) => ({
      url,
      title,
      summary,
      provider: provider.name,
      providerHost: provider.domain,
      published: readRfc3339(date_published),
      picture: image,
    })),
    type: own?.type,
    ampUrl: own?.amp_url,
  };
}

/** The text stands in `content_html` with a `summary`, or in `content_text` alone; what is too much is marked. */
function readTexts({ content_html, content_text, summary }: JsonItem): Pick<ReadEntry, 'summary' | 'content'> {
  if (content_html === undefined)
    return { summary: summary === undefined ? content_text : `${content_text} + ${summary}`, content: undefined };
  return { summary, content: content_text === undefined ? content_html : `${content_html} + ${content_text}` };
}

function readPerson({ name, url, avatar }: NonNullable<JsonItem['author']>): ReadPerson {
  return { name, url, email: undefined, avatar };
}
