// In: articles that were published and are broken now. Out: their entries as subscribers have them, from the ledger or
// read back from `out/`, and candidates that keep them where they were.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Author } from 'feed';
import type { Picture } from '../model/article.ts';
import type { Candidate } from '../model/collection.ts';
import type { Entry, RelatedLink } from '../model/feed-document.ts';
import { FORMATS, type FormatName } from '../model/format.ts';
import { instantOf } from '../model/instant.ts';
import type { ArticleRecord, LastGood, Ledger } from '../model/ledger.ts';
import { languageTag, plainText, type SafeHtml } from '../model/text.ts';
import { absoluteUrl, hostOf } from '../model/url.ts';
import { readBackAtom, readBackJson, readBackRss } from '../verify/read-back.ts';
import type { ReadEntry, ReadFeed, ReadPerson } from '../verify/read-feed.ts';

export interface Kept {
  readonly lastGood: readonly LastGood[];
  readonly entries: ReadonlyMap<string, Entry>;
  readonly candidates: readonly Candidate[];
  /** Records of which no good version is at hand. */
  readonly lost: readonly ArticleRecord[];
}

/** Finds the last good version of broken articles and of the related items that only they told of. */
export async function keepLastGood(
  broken: readonly ArticleRecord[],
  ledger: Ledger,
  outFolder: string,
  siteHost: string,
): Promise<Kept> {
  const kept: LastGood[] = [];
  const lost: ArticleRecord[] = [];
  const entries = new Map<string, Entry>();
  const candidates: Candidate[] = [];
  const search = broken.some(({ id }) => !ledger.lastGood.has(id)) ? await openDocuments(ledger, outFolder) : undefined;
  for (const record of broken) {
    const own = take(record.id, record.path);
    if (own === undefined) {
      lost.push(record);
      continue;
    }
    const parent = candidateOf(own.entry, own.lastGood, record.pages, undefined, siteHost);
    candidates.push(parent);
    for (const { id, parentId } of ledger.related.values()) {
      const related = parentId === record.id ? take(id, record.path) : undefined;
      if (related !== undefined) candidates.push(candidateOf(related.entry, related.lastGood, [id], parent, siteHost));
    }
  }
  return { lastGood: kept, entries, candidates, lost };

  function take(id: string, path: string): { entry: Entry; lastGood: LastGood } | undefined {
    const known = ledger.lastGood.get(id);
    const found = known === undefined ? search?.(id) : undefined;
    const entry = known === undefined ? found?.entry : parsedEntry(known.entry);
    const folders = known?.folders ?? found?.folders;
    if (entry === undefined || folders === undefined) return undefined;
    const lastGood: LastGood = { id, path, folders, entry: JSON.stringify(entry) };
    kept.push(lastGood);
    entries.set(id, entry);
    return { entry, lastGood };
  }
}

function candidateOf(
  entry: Entry,
  lastGood: LastGood,
  pages: readonly string[],
  parent: Candidate | undefined,
  siteHost: string,
): Candidate {
  const { details } = entry;
  const provider = lastGood.folders.find((folder) => folder.startsWith('providers/'));
  const published = instantOf(entry.published);
  const updated = instantOf(entry.date);
  if (published === undefined || updated === undefined) throw new TypeError('An entry that was published has no date');
  return {
    id: entry.id,
    pages,
    published,
    path: lastGood.path,
    parent,
    relatedIndex: parent === undefined ? -1 : 0,
    host: provider?.slice('providers/'.length, -1) ?? hostOf(details.source?.url ?? '') ?? siteHost,
    providerName: plainText(details.source?.name ?? entry.author[0]?.name ?? ''),
    topics: entry.category.flatMap(({ name }) => (name === undefined ? [] : plainText(name))),
    type: details.type,
    category: undefined,
    language: details.language,
    quality: undefined,
    heat: undefined,
    updated,
    text: '',
    seen: '',
    pinnedTo: lastGood.folders,
    withheld: undefined,
  };
}

const READERS: Readonly<
  Record<FormatName, (text: string) => { readonly feed: ReadFeed } | { readonly problem: string }>
> = {
  rss: readBackRss,
  atom: readBackAtom,
  json: readBackJson,
};

/** Reads the documents of every published feed once; returns a search by id over them. */
async function openDocuments(
  ledger: Ledger,
  outFolder: string,
): Promise<(id: string) => { entry: Entry; folders: readonly string[] } | undefined> {
  const documents: { readonly folder: string; readonly format: FormatName; readonly text: string }[] = [];
  for (const folder of ledger.feeds.keys()) {
    for (const { name, file } of FORMATS) {
      const text = await readFile(join(outFolder, folder, file), 'utf8').catch(() => undefined);
      if (text !== undefined) documents.push({ folder, format: name, text });
    }
  }
  const read = new Map<string, ReadFeed | undefined>();
  const feedOf = ({ folder, format, text }: (typeof documents)[number]) => {
    const key = folder + format;
    if (!read.has(key)) {
      const back = READERS[format](text);
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
      versions[document.format] ??= entry;
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
  const withPictures = [rss, atom, json].find((version) => (version?.pictures.length ?? 0) > 0);
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
      language: languageTag(any.language ?? ''),
      pictures: withPictures?.pictures.flatMap(pictureOf) ?? [],
      media:
        (rss ?? atom ?? json)?.media.flatMap(({ url, medium, type }) => {
          const address = absoluteUrl(url ?? '');
          return address === undefined || (medium !== 'video' && medium !== 'audio')
            ? []
            : [{ url: address, medium, type }];
        }) ?? [],
      related: (json ?? atom ?? rss)?.related.flatMap(relatedOf) ?? [],
      source: sourceOf(rss),
      type: json?.type,
      ampUrl: absoluteUrl(json?.ampUrl ?? ''),
    },
  };
}

function authorOf({ name, url, avatar }: ReadPerson, atom: ReadPerson | undefined): Author {
  const email = atom?.email;
  return {
    name: name ?? '',
    ...(url === undefined ? {} : { link: url }),
    ...(email === undefined ? {} : { email }),
    ...(avatar === undefined ? {} : { avatar }),
  };
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

function dateOf(text: string | undefined): Date | undefined {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** The ledger's copy: plain JSON, its dates as text. The line's seal vouches for the shape. */
function parsedEntry(text: string): Entry {
  return JSON.parse(text, (key, value) => {
    if ((key === 'published' || key === 'date') && typeof value === 'string') return new Date(value);
    return value;
  }) as Entry;
}
