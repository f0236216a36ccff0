// In: what was meant. Out: what a reader has to find in the document of one format.
// Worked out from RULES.md and the mapping in model/feed-document.ts alone, never from what render/ does.
import type { Author, Category, Extension } from 'feed';
import type { MediaFile, Picture } from '../model/article.ts';
import type { Directory } from '../model/directory.ts';
import type { EnclosureFile, Entry, FeedDocument, RelatedLink } from '../model/feed-document.ts';
import type { FormatName } from '../model/format.ts';
import { type Instant, instantOf } from '../model/instant.ts';
import { xmlSafe } from '../model/text.ts';
import { NOTHING } from './read-back/element.ts';
import type {
  ReadCategory,
  ReadEnclosure,
  ReadEntry,
  ReadFeed,
  ReadMedia,
  ReadPerson,
  ReadPicture,
  ReadRelated,
  ReadSubscriptionList,
} from './read-back/feed.ts';
import type { WrittenText } from './scan/quick.ts';

export function expectedFeed({ options, items, ...meant }: FeedDocument, format: FormatName): ReadFeed {
  const { author, image, favicon, copyright, ttl, generator, docs, feedLinks, details } = options;
  const isRss = format === 'rss';
  const isAtom = format === 'atom';
  const isJson = format === 'json';
  return {
    id: isAtom ? asText(options.id) : undefined,
    title: asText(options.title),
    description: asText(options.description),
    link: options.link,
    selfLink: feedLinks[format],
    language: options.language,
    updated: isJson ? undefined : asDate(options.updated),
    authors: expectedFeedAuthors(author, asText(options.title), format),
    firstAuthor: isJson ? expectedJsonAuthors([author])[0] : undefined,
    contributors: isAtom ? expectedPeople(meant.contributors) : NOTHING,
    categories: isJson ? [] : meant.categories.map((name) => expectedChannelCategory(name, format)),
    hubs: [...details.hubs],
    icon: isRss ? undefined : favicon,
    // RSS readers show these kinds of pictures only.
    logo: isRss && !/\.(?:jpg|jpeg|gif|png)$/i.test(image?.split(/[?#]/)[0] ?? '') ? undefined : image,
    rights: isJson ? undefined : asText(copyright),
    ttlMinutes: isRss ? ttl?.toString() : undefined,
    generator: isJson ? undefined : asText(generator),
    docs: isRss ? docs : undefined,
    unexpected: expectedExtensions(meant.extensions, format),
    entries: items.map((entry) => expectedEntry(entry, options.language, format)),
  };
}

/** What is the same in several formats, worked out once for all of them. */
interface Shared extends Pick<ReadEntry, 'title' | 'summary' | 'content' | 'published' | 'updated'> {
  /** As RSS and Atom have them; RSS with several enclosures has more. */
  readonly pictures: readonly ReadPicture[];
  readonly thumbnail: ReadPicture | undefined;
  readonly media: readonly ReadMedia[];
  readonly related: readonly ReadRelated[];
  /** The content as XML has it; `undefined` when there is none. */
  readonly written: WrittenText | undefined;
}

const sharedByEntry = new WeakMap<Entry, Shared>();

function sharedOf(entry: Entry): Shared {
  const known = sharedByEntry.get(entry);
  if (known !== undefined) return known;
  const { pictures, media, related } = entry.details;
  const content = asText(entry.content);
  const sized = listOf(pictures, sizedPicture);
  const [first] = sized;
  const shared: Shared = {
    title: asText(entry.title),
    summary: asText(entry.description),
    content,
    published: asDate(entry.published),
    updated: asDate(entry.date),
    pictures: sized,
    thumbnail: first && { url: first.url, type: undefined, width: first.width, height: first.height },
    media: listOf(media, mediaFile),
    related: listOf(related, relatedInXml),
    written: content === undefined ? undefined : { text: content, written: escaped(content) },
  };
  sharedByEntry.set(entry, shared);
  return shared;
}

/** `map`, but that nothing takes no memory. */
function listOf<From, To>(values: readonly From[], convert: (value: From) => To): readonly To[] {
  return values.length === 0 ? NOTHING : values.map(convert);
}

/** The contents of entries as XML has them, in their order: markup characters are hexadecimal references (RULES 1). */
export function writtenContents(entries: readonly Entry[]): readonly WrittenText[] {
  const contents: WrittenText[] = [];
  for (const entry of entries) {
    const { written } = sharedOf(entry);
    if (written !== undefined) contents.push(written);
  }
  return contents;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&#x26;').replace(/</g, '&#x3C;').replace(/>/g, '&#x3E;');
}

function expectedEntry(entry: Entry, feedLanguage: string | undefined, format: FormatName): ReadEntry {
  const { details } = entry;
  const isRss = format === 'rss';
  const isAtom = format === 'atom';
  const isJson = format === 'json';
  const shared = sharedOf(entry);
  const id = asText((isRss ? entry.guid : isAtom ? entry.atomId : undefined) ?? entry.id);
  const authors = expectedAuthors(entry.author, format);
  const { pictures, thumbnail, media } = expectedMedia(entry, shared, format);
  return {
    id,
    isPermalink: isRss ? String(id === entry.link) : undefined,
    link: entry.link,
    via: details.canonicalUrl,
    title: shared.title,
    summary: shared.summary,
    content: shared.content,
    published: shared.published,
    updated: shared.updated,
    authors,
    firstAuthor: isJson ? authors[0] : undefined,
    contributors: isAtom && entry.contributor !== undefined ? expectedPeople(entry.contributor) : NOTHING,
    categories: expectedCategories(entry.category, format),
    rights: isAtom ? asText(entry.copyright) : undefined,
    language: details.language === feedLanguage ? undefined : details.language,
    source: isRss && details.source ? { name: asText(details.source.name), url: details.source.url } : undefined,
    pictures,
    thumbnail,
    media,
    enclosures: expectedEnclosures(entry, format),
    related: isJson ? listOf(details.related, relatedInJson) : shared.related,
    type: isJson ? asText(details.type) : undefined,
    ampUrl: isJson ? details.ampUrl : undefined,
    unexpected: expectedExtensions(entry.extensions, format),
  };
}

function relatedInXml({ url, title }: RelatedLink): ReadRelated {
  return {
    url,
    title: asAttribute(title),
    summary: undefined,
    provider: undefined,
    providerHost: undefined,
    published: undefined,
    picture: undefined,
  };
}

function relatedInJson({ url, title, summary, provider, published, picture }: RelatedLink): ReadRelated {
  return {
    url,
    title: asText(title),
    summary: asText(summary),
    provider: asText(provider.name),
    providerHost: provider.host,
    published: asDate(published),
    picture: picture?.url,
  };
}

/** RSS: all names as one (RULES 13). Atom: those with a name. JSON Feed: those with a name, a page or a picture. */
function expectedAuthors(authors: readonly Author[], format: FormatName): readonly ReadPerson[] {
  if (format === 'atom') return expectedPeople(authors);
  if (format === 'json') return expectedJsonAuthors(authors);
  let names: string | undefined;
  for (const { name } of authors) {
    if (name !== undefined) names = names === undefined ? asText(name) : `${names}, ${asText(name)}`;
  }
  return names === undefined ? NOTHING : [{ name: names, url: undefined, email: undefined, avatar: undefined }];
}

/** RSS: only whom one can write to. Atom: the feed itself where nobody is named (RFC 4287 §4.1.1). */
function expectedFeedAuthors(author: Author, title: string | undefined, format: FormatName): readonly ReadPerson[] {
  if (format === 'atom')
    return expectedPeople([{ ...author, ...(author.name === undefined && title ? { name: title } : {}) }]);
  if (format === 'json') return expectedJsonAuthors([author]);
  const { email } = author;
  if (email === undefined) return NOTHING;
  return [{ name: asText(author.name), url: undefined, email: asText(email), avatar: undefined }];
}

function expectedPeople(people: readonly Author[]): ReadPerson[] {
  const expected: ReadPerson[] = [];
  for (const { name, link, email } of people) {
    if (name !== undefined) expected.push({ name: asText(name), url: link, email: asText(email), avatar: undefined });
  }
  return expected;
}

function expectedJsonAuthors(authors: readonly Author[]): ReadPerson[] {
  const expected: ReadPerson[] = [];
  for (const { name, link, avatar } of authors) {
    if (name !== undefined || link !== undefined || avatar !== undefined)
      expected.push({ name: asText(name), url: link, email: undefined, avatar });
  }
  return expected;
}

function expectedCategories(categories: Entry['category'], format: FormatName): readonly ReadCategory[] {
  const expected: ReadCategory[] = [];
  for (const category of categories) expected.push(expectedCategory(category, format));
  return expected;
}

function expectedCategory({ name, term, scheme, domain }: Category, format: FormatName): ReadCategory {
  if (format === 'json') return { name: asText(name ?? term), term: undefined, scheme: undefined };
  if (format === 'rss') return { name: asText(name ?? term), term: undefined, scheme: asAttribute(domain) };
  return { name: asAttribute(name), term: asAttribute(term ?? name), scheme: asAttribute(scheme) };
}

function expectedChannelCategory(name: string, format: FormatName): ReadCategory {
  return format === 'rss'
    ? { name: asText(name), term: undefined, scheme: undefined }
    : { name: undefined, term: asAttribute(name), scheme: undefined };
}

/** Media RSS in RSS and Atom; JSON Feed has the first picture's address, and files among its attachments. */
function expectedMedia(
  { details }: Entry,
  shared: Shared,
  format: FormatName,
): Pick<ReadEntry, 'pictures' | 'thumbnail' | 'media'> {
  const { enclosures = NOTHING } = details;
  if (format === 'json') {
    const [first] = details.pictures;
    return { pictures: NOTHING, thumbnail: first && { ...UNSIZED, url: first.url }, media: NOTHING };
  }
  if (format === 'atom' || enclosures.length < 2) return shared;
  // RSS has room for one enclosure; the others are media.
  const further = enclosures.slice(1).map(({ url, type }) => ({ url, type, medium: medium(type) }));
  const plain = further.filter((file) => file.medium === 'image');
  return {
    pictures: [...shared.pictures, ...plain.map(({ url, type }) => ({ ...UNSIZED, url, type }))],
    thumbnail: shared.thumbnail,
    media: [...shared.media, ...further.filter((file) => file.medium !== 'image')],
  };
}

function sizedPicture({ url, type, width, height }: Picture): ReadPicture {
  return { url, type, width: width?.toString(), height: height?.toString() };
}

function mediaFile({ url, type, medium }: MediaFile): ReadMedia {
  return { url, type, medium };
}

const UNSIZED = { url: undefined, type: undefined, width: undefined, height: undefined };

function medium(type: string): string {
  const [kind = ''] = type.split('/', 1);
  return ['image', 'audio', 'video'].includes(kind) ? kind : 'document';
}

function expectedEnclosures({ details }: Entry, format: FormatName): readonly ReadEnclosure[] {
  const { pictures, media, enclosures = NOTHING } = details;
  if (format !== 'json' && enclosures.length === 0) return NOTHING;
  if (format === 'rss')
    return enclosures
      .slice(0, 1)
      .map((file) => ({ ...enclosure(file), lengthBytes: String(file.lengthBytes ?? 0), title: undefined }));
  if (format === 'atom') return enclosures.map((file) => ({ ...enclosure(file), title: asAttribute(file.title) }));
  const attachments: ReadEnclosure[] = [];
  for (const { url, type } of pictures) if (type !== undefined) attachments.push(attachment(url, type));
  for (const { url, type } of media) if (type !== undefined) attachments.push(attachment(url, type));
  for (const file of enclosures) {
    const durationSeconds = file.durationSeconds?.toString();
    attachments.push({ ...enclosure(file), title: asText(file.title), durationSeconds });
  }
  return attachments;
}

function attachment(url: string, type: string): ReadEnclosure {
  return { url, type, lengthBytes: undefined, title: undefined, durationSeconds: undefined };
}

function enclosure({ url, type, lengthBytes, title }: EnclosureFile): ReadEnclosure {
  return { url, type, lengthBytes: lengthBytes?.toString(), title, durationSeconds: undefined };
}

export function expectedList({ title, updated, groups }: Directory): ReadSubscriptionList {
  return {
    title: asText(title),
    updated: asDate(updated),
    groups: groups.map((group) => ({
      title: asAttribute(group.title),
      feeds: group.feeds.map(({ title: name, description, links, link }) => ({
        title: asAttribute(name),
        description: asAttribute(description),
        xmlUrl: links.rss ?? links.atom ?? links.json,
        htmlUrl: link,
      })),
    })),
    unexpected: NOTHING,
  };
}

/** What a text rarely holds; half a surrogate pair is told from a whole one by `xmlSafe`. */
const UNUSUAL = /[\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]/;

/** A text as every format carries it: without what XML forbids, LF at line ends. */
function asText(text: string): string;
function asText(text: string | undefined): string | undefined;
function asText(text: string | undefined): string | undefined {
  if (text === undefined || !UNUSUAL.test(text)) return text;
  return xmlSafe(text).replace(/\r\n?/g, '\n');
}

/** XML attributes have no line breaks, tabs or runs of spaces (XML 1.0 §3.3.3, RULES 3). */
function asAttribute(text: string | undefined): string | undefined {
  const carried = asText(text);
  return carried !== undefined && /[\t\n]| {2}/.test(carried) ? carried.replace(/[\t\n ]+/g, ' ') : carried;
}

function asDate(date: Date | undefined): Instant | undefined {
  return date && instantOf(date);
}

/** What only those expect who asked for it: elements of extensions, each as often as it stands there; members in JSON. */
function expectedExtensions(extensions: readonly Extension[] | undefined, format: FormatName): readonly string[] {
  if (extensions === undefined || extensions.length === 0) return NOTHING;
  if (format === 'json') {
    const members = extensions.filter(({ name, objects }) => name.startsWith('_') && objects !== undefined);
    return [...new Set(members.map(({ name }) => name))].filter((name) => name !== '_feedmill');
  }
  const isThere = (value: unknown) => value !== undefined && value !== null;
  return extensions
    .filter(({ name }) => !name.startsWith('_'))
    .flatMap(({ name, objects }) =>
      [objects]
        .flat(Infinity)
        .filter(isThere)
        .map(() => name),
    );
}
