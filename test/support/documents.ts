// In: the fields that an idea is about. Out: a whole FeedDocument around them. Tests only.

import { Feed } from 'feed';
import type { Picture } from '../../src/model/article.ts';
import type { Directory } from '../../src/model/directory.ts';
import type { Channel, Entry, EntryDetails, FeedDocument } from '../../src/model/feed-document.ts';
import { languageTag } from '../../src/model/language.ts';
import type { LanguageTag, PlainText, SafeHtml } from '../../src/model/text.ts';
import { type AbsoluteUrl, absoluteUrl } from '../../src/model/url.ts';

/** A text as it is, even one that parse/ would have cleaned: renderers have to stand that. */
export function text(value: string): PlainText {
  return value as PlainText;
}

export function html(value: string): SafeHtml {
  return value as SafeHtml;
}

export function url(value: string): AbsoluteUrl {
  const checked = absoluteUrl(value);
  if (checked === undefined) throw new TypeError(`The test has no address: ${value}`);
  return checked;
}

export function language(value: string): LanguageTag {
  const checked = languageTag(value);
  if (checked === undefined) throw new TypeError(`The test has no language: ${value}`);
  return checked;
}

export function picture(address: string, more: Partial<Picture> = {}): Picture {
  return { url: url(address), width: undefined, height: undefined, type: undefined, alt: undefined, ...more };
}

export function details(more: Partial<EntryDetails> = {}): EntryDetails {
  return {
    canonicalUrl: undefined,
    language: undefined,
    pictures: [],
    media: [],
    related: [],
    source: undefined,
    type: undefined,
    ampUrl: undefined,
    ...more,
  };
}

export type EntryFields = Partial<Omit<Entry, 'details'>> & { readonly details?: Partial<EntryDetails> };

export function entry({ details: more, ...fields }: EntryFields = {}): Entry {
  return {
    id: 'tag:example.org,2024:news/one',
    link: url('https://example.org/one'),
    title: text('One'),
    description: text('The first one.'),
    published: new Date('2024-03-01T08:00:00Z'),
    date: new Date('2024-03-02T09:30:00Z'),
    author: [{ name: 'Ada Example' }],
    category: [],
    ...fields,
    details: details(more),
  };
}

export function channel(fields: Partial<Channel> = {}): Channel {
  return {
    id: 'tag:example.org,2024:news',
    title: text('Example News'),
    description: text('The latest articles from Example News.'),
    link: url('https://example.org/'),
    updated: new Date('2024-03-02T09:30:00Z'),
    feedLinks: {
      rss: url('https://example.org/feeds/rss.xml'),
      atom: url('https://example.org/feeds/atom.xml'),
      json: url('https://example.org/feeds/feed.json'),
    },
    author: { name: 'Example News', link: 'https://example.org/' },
    generator: 'Feedmill',
    details: { hubs: [] },
    ...fields,
  };
}

export function feedDocument(items: readonly Entry[], fields: Partial<Channel> = {}): FeedDocument {
  const options = channel(fields);
  return Object.assign(new Feed(options), { options, items: [...items] });
}

/** A subscription list: the site's feed, and a topic that has no RSS. */
export function subscriptions(): Directory {
  const updated = new Date('2024-03-02T09:30:00Z');
  const common = { entries: 1, updated, newest: updated, weeks: [0, 1], recent: 1 };
  const { rss, atom, json } = channel().feedLinks;
  return {
    title: text('Example News & "Co"'),
    updated: common.updated,
    groups: [
      {
        kind: 'site',
        title: 'Site',
        feeds: [
          {
            ...common,
            title: text('Example News'),
            name: text('Example News'),
            description: text('The latest articles from <Example News>.'),
            isDescribedByUs: true,
            folder: '',
            link: url('https://example.org/'),
            links: { ...(rss && { rss }), ...(atom && { atom }), ...(json && { json }) },
          },
        ],
      },
      {
        kind: 'topic',
        title: 'Topics',
        feeds: [
          {
            ...common,
            title: text('Q&A · Example News'),
            name: text('Q&A'),
            description: text('Q&A, from Example News.'),
            isDescribedByUs: true,
            folder: 'topics/q-and-a/',
            link: url('https://example.org/topics/q-and-a/'),
            links: { atom: url('https://example.org/topics/q-and-a/atom.xml') },
          },
        ],
      },
    ],
  };
}
