// In: `out/` as an earlier build left it. Out: its entries as subscribers have them, put together from all formats.
import { join } from 'node:path';
import type { Author } from 'feed';
import { isUnfinished } from '../../io/output-folder.ts';
import { readPlain } from '../../io/plain-file.ts';
import type { Picture } from '../../model/article.ts';
import type { Entry, RelatedLink } from '../../model/feed-document.ts';
import { FORMATS, type FormatName } from '../../model/format.ts';
import { toDate } from '../../model/instant.ts';
import { languageTag } from '../../model/language.ts';
import type { Ledger } from '../../model/ledger.ts';
import { present } from '../../model/present.ts';
import { plainText, type SafeHtml } from '../../model/text.ts';
import { absoluteUrl, hostOf } from '../../model/url.ts';
import type { ReadDate, ReadEntry, ReadFeed, ReadPerson } from '../../verify/read-back/feed.ts';
import { readThroughParser } from '../../verify/read-back/read-back.ts';

/** An entry as subscribers have it, and the folders of the feeds that hold it. */
export interface PublishedEntry {
  readonly entry: Entry;
  readonly folders: readonly string[];
}

/**
 * Finds entries by id in the documents of every published feed, which are read once, when the first is asked for. What the
 * ledger knows in a later version is not found: the folder is older than what subscribers have, a copy that was kept somewhere.
 */
export function publishedEntries(
  ledger: Ledger,
  outFolder: string,
): (id: string) => Promise<PublishedEntry | undefined> {
  let opened: Promise<(id: string) => PublishedEntry | undefined> | undefined;
  return async (id) => {
    opened ??= openDocuments(ledger, outFolder);
    return (await opened)(id);
  };
}

async function openDocuments(ledger: Ledger, outFolder: string): Promise<(id: string) => PublishedEntry | undefined> {
  const documents: { readonly folder: string; readonly format: FormatName; readonly text: string }[] = [];
  for (const folder of ledger.feeds.keys()) {
    for (const { name, file } of FORMATS) {
      const text = (await readPlain(join(outFolder, folder, file)).catch(() => undefined))?.toString();
      if (text !== undefined) documents.push({ folder, format: name, text });
    }
  }
  // A build that broke off had recorded what it did not come to write.
  const isBehind = await isUnfinished(outFolder);
  const isOld = ({ updated, published }: ReadEntry, id: string) => {
    const date = updated ?? published;
    const known = ledger.articles.get(id) ?? ledger.related.get(id);
    return !isBehind && known !== undefined && typeof date === 'number' && date < known.updated;
  };
  const read = new Map<string, ReadFeed | undefined>();
  const feedOf = ({ folder, format, text }: (typeof documents)[number]) => {
    const key = folder + format;
    if (!read.has(key)) {
      const back = readThroughParser(text, format);
      read.set(key, 'feed' in back ? back.feed : undefined);
    }
    return read.get(key);
  };
  return (id) => {
    const folders = new Set<string>();
    const versions: Partial<Record<FormatName, ReadEntry>> = {};
    for (const document of documents) {
      // An id is plain ASCII, so it stands in every format as it is, but for & and quotes.
      if (!document.text.includes(id.split(/[&"\\]/, 1)[0] ?? id)) continue;
      const entry = feedOf(document)?.entries.find((candidate) => candidate.id === id);
      if (entry === undefined) continue;
      folders.add(document.folder);
      if (!isOld(entry, id)) versions[document.format] ??= entry;
    }
    const entry = entryOf(id, versions);
    return entry && { entry, folders: [...folders] };
  };
}

/** An entry as its three documents say it together: each format carries what the others cannot. */
function entryOf(id: string, { rss, atom, json }: Partial<Record<FormatName, ReadEntry>>): Entry | undefined {
  const any = json ?? atom ?? rss;
  const link = absoluteUrl(any?.link ?? '');
  const published = dateOf(any?.published);
  const date = dateOf(any?.updated) ?? published;
  if (any === undefined || link === undefined || published === undefined || date === undefined) return undefined;
  const withPictures = [rss, atom].find((version) => (version?.pictures.length ?? 0) > 0);
  const withMedia = rss ?? atom;
  const content = any.content ?? rss?.content ?? atom?.content;
  const title = plainText(any.title ?? '');
  return {
    id,
    link,
    title,
    description: plainText(any.summary ?? any.title ?? ''),
    ...(content === undefined ? {} : { content: content as SafeHtml }),
    published,
    date,
    author: (json ?? atom ?? rss)?.authors.map((person, index) => authorOf(person, atom?.authors[index])) ?? [],
    category:
      (atom ?? json ?? rss)?.categories.map(({ name, term, scheme }) => ({
        name: name ?? term ?? '',
        term: term ?? name ?? '',
        ...(scheme === undefined ? {} : { scheme }),
      })) ?? [],
    details: {
      canonicalUrl: absoluteUrl(any.via ?? ''),
      // JSON Feed does not repeat the feed's own language.
      language: languageTag((atom ?? rss ?? json)?.language ?? ''),
      pictures: (withPictures?.pictures ?? picturesOfJson(json)).flatMap(pictureOf),
      media: (withMedia?.media ?? mediaOfJson(json)).flatMap(mediaFileOf),
      related: (json ?? atom ?? rss)?.related.flatMap(relatedOf) ?? [],
      source: sourceOf(rss),
      type: json?.type,
      ampUrl: absoluteUrl(json?.ampUrl ?? ''),
    },
  };
}

function authorOf({ name, url, avatar }: ReadPerson, atom: ReadPerson | undefined): Author {
  return { name: name ?? '', ...present({ link: url, email: atom?.email, avatar }) };
}

/** JSON Feed names the first picture, and among its attachments all whose type is known. */
function picturesOfJson(json: ReadEntry | undefined): ReadEntry['pictures'] {
  const files = json?.enclosures ?? [];
  const first = json?.thumbnail;
  const typed = (url: string | undefined) => files.find((file) => file.url === url)?.type;
  const others = files.filter(({ url, type }) => type?.startsWith('image/') && url !== first?.url);
  return [
    ...(first === undefined ? [] : [{ ...first, type: typed(first.url) }]),
    ...others.map(({ url, type }) => ({ url, type, width: undefined, height: undefined })),
  ];
}

function mediaOfJson(json: ReadEntry | undefined): ReadEntry['media'] {
  return (json?.enclosures ?? []).map(({ url, type }) => ({ url, type, medium: type?.replace(/\/.*$/, '') }));
}

function mediaFileOf({ url, medium, type }: ReadEntry['media'][number]): Entry['details']['media'] {
  const address = absoluteUrl(url ?? '');
  return address === undefined || (medium !== 'video' && medium !== 'audio') ? [] : [{ url: address, medium, type }];
}

function pictureOf({ url, type, width, height }: ReadEntry['pictures'][number]): readonly Picture[] {
  const address = absoluteUrl(url ?? '');
  if (address === undefined) return [];
  return [
    {
      url: address,
      type,
      width: width === undefined ? undefined : Number(width),
      height: height === undefined ? undefined : Number(height),
      alt: undefined,
    },
  ];
}

function relatedOf({
  url,
  title,
  summary,
  provider,
  providerHost,
  published,
  picture,
}: ReadEntry['related'][number]): readonly RelatedLink[] {
  const address = absoluteUrl(url ?? '');
  if (address === undefined) return [];
  const shown = absoluteUrl(picture ?? '');
  const host = providerHost ?? hostOf(address) ?? '';
  return [
    {
      url: address,
      title: title === undefined ? undefined : plainText(title),
      summary: summary === undefined ? undefined : plainText(summary),
      published: dateOf(published),
      provider: { name: plainText(provider ?? host), host },
      picture: shown && { url: shown, width: undefined, height: undefined, type: undefined, alt: undefined },
    },
  ];
}

function sourceOf(rss: ReadEntry | undefined): Entry['details']['source'] {
  const url = absoluteUrl(rss?.source?.url ?? '');
  return url && { name: plainText(rss?.source?.name ?? ''), url };
}

function dateOf(at: ReadDate | undefined): Date | undefined {
  return typeof at === 'number' ? toDate(at) : undefined;
}
