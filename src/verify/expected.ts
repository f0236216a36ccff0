// In: what was meant. Out: what a reader has to find in the document of one format.
// Worked out from RULES.md and the mapping in model/feed-document.ts alone, never from what render/ does.
import type { Author, Extension } from 'feed';
import type { Directory } from '../model/directory.ts';
import type { EnclosureFile, Entry, FeedDocument } from '../model/feed-document.ts';
import type { FormatName } from '../model/format.ts';
import { type Instant, instantOf } from '../model/instant.ts';
import { xmlSafe } from '../model/text.ts';
import type { WrittenText } from './quick-scan.ts';
import type { ReadEnclosure, ReadEntry, ReadFeed, ReadPerson, ReadSubscriptionList } from './read-feed.ts';
import { NOTHING } from './xml-element.ts';

export function expectedFeed({ options, items, ...meant }: FeedDocument, format: FormatName): ReadFeed {
  const { author, image, favicon, copyright, ttl, feedLinks, details } = options;
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
    logo: isRss && !/\.(?:jpg|jpeg|gif|png)$/i.test(image ?? '') ? undefined : image,
    rights: isJson ? undefined : asText(copyright),
    ttlMinutes: isRss ? ttl?.toString() : undefined,
    generator: isJson ? undefined : 'Feedmill',
    unexpected: expectedExtensions(meant.extensions, format),
    entries: items.map((entry) => expectedEntry(entry, options.language, format)),
  };
}

/** What is the same in every format, worked out once for all of them: the long texts. */
interface LongTexts extends Pick<ReadEntry, 'title' | 'summary' | 'content'> {
  /** The content as XML has it, `undefined` until somebody asks. */
  written: WrittenText | undefined;
}

const inEveryFormat = new WeakMap<Entry, LongTexts>();

function textsOf(entry: Entry): LongTexts {
  const known = inEveryFormat.get(entry);
  if (known !== undefined) return known;
  const { title, description, content } = entry;
  const texts = { title: asText(title), summary: asText(description), content: asText(content), written: undefined };
  inEveryFormat.set(entry, texts);
  return texts;
}

/** The contents of entries as XML has them, in their order: markup characters are hexadecimal references (RULES 1). */
export function writtenContents(entries: readonly Entry[]): readonly WrittenText[] {
  const contents: WrittenText[] = [];
  for (const entry of entries) {
    const texts = textsOf(entry);
    if (texts.content === undefined) continue;
    texts.written ??= { text: texts.content, written: escaped(texts.content) };
    contents.push(texts.written);
  }
  return contents;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&#x26;').replace(/</g, '&#x3C;').replace(/>/g, '&#x3E;');
}

function expectedEntry(entry: Entry, feedLanguage: string | undefined, format: FormatName): ReadEntry {
  const { details } = entry;
  const isAtom = format === 'atom';
  const isJson = format === 'json';
  const id = asText(format === 'rss' ? (entry.guid ?? entry.id) : entry.id);
  const { title, summary, content } = textsOf(entry);
  const { pictures, thumbnail, media } = expectedMedia(entry, format);
  return {
    id,
    isPermalink: format === 'rss' ? String(id === entry.link) : undefined,
    link: entry.link,
    via: details.canonicalUrl,
    title,
    summary,
    content,
    published: asDate(entry.published),
    updated: asDate(entry.date),
    authors: expectedAuthors(entry.author, format),
    firstAuthor: isJson ? expectedJsonAuthors(entry.author)[0] : undefined,
    contributors: isAtom ? expectedPeople(entry.contributor ?? NOTHING) : NOTHING,
    categories: entry.category.map((category) => expectedCategory(category, format)),
    rights: isAtom ? asText(entry.copyright) : undefined,
    language: details.language === feedLanguage ? undefined : details.language,
    source: format === 'rss' ? details.source && { ...details.source, name: asText(details.source.name) } : undefined,
    pictures,
    thumbnail,
    media,
    enclosures: expectedEnclosures(entry, format),
    related: details.related.map(({ url, title, summary, provider, published, picture }) => ({
      url,
      title: isJson ? asText(title) : asAttribute(title),
      summary: isJson ? asText(summary) : undefined,
      provider: isJson ? asText(provider.name) : undefined,
      providerHost: isJson ? provider.host : undefined,
      published: isJson ? asDate(published) : undefined,
      picture: isJson ? picture?.url : undefined,
    })),
    type: isJson ? asText(details.type) : undefined,
    ampUrl: isJson ? details.ampUrl : undefined,
    unexpected: expectedExtensions(entry.extensions, format),
  };
}

/** RSS: all names as one (RULES 13). Atom: those with a name. JSON Feed: those with a name, a page or a picture. */
function expectedAuthors(authors: readonly Author[], format: FormatName): ReadPerson[] {
  if (format === 'atom') return expectedPeople(authors);
  if (format === 'json') return expectedJsonAuthors(authors);
  const names = authors.flatMap(({ name }) => (name === undefined ? [] : [asText(name)]));
  return names.length === 0 ? [] : [{ ...NOBODY, name: names.join(', ') }];
}

/** RSS: only whom one can write to. Atom: the feed itself where nobody is named (RFC 4287 §4.1.1). */
function expectedFeedAuthors(author: Author, title: string | undefined, format: FormatName): ReadPerson[] {
  if (format === 'atom')
    return expectedPeople([{ ...author, ...(author.name === undefined && title ? { name: title } : {}) }]);
  if (format === 'json') return expectedJsonAuthors([author]);
  return author.email === undefined ? [] : [{ ...NOBODY, name: asText(author.name), email: asText(author.email) }];
}

const NOBODY: ReadPerson = { name: undefined, url: undefined, email: undefined, avatar: undefined };

function expectedPeople(people: readonly Author[]): ReadPerson[] {
  return people
    .filter(({ name }) => name !== undefined)
    .map(({ name, link, email }) => ({ ...NOBODY, name: asText(name), url: link, email: asText(email) }));
}

function expectedJsonAuthors(authors: readonly Author[]): ReadPerson[] {
  return authors
    .filter(({ name, link, avatar }) => [name, link, avatar].some((value) => value !== undefined))
    .map(({ name, link, avatar }) => ({ ...NOBODY, name: asText(name), url: link, avatar }));
}

function expectedCategory(
  { name, term, scheme, domain }: Entry['category'][number],
  format: FormatName,
): ReadFeed['categories'][number] {
  if (format === 'json') return { name: asText(name ?? term), term: undefined, scheme: undefined };
  if (format === 'rss') return { name: asText(name ?? term), term: undefined, scheme: asAttribute(domain) };
  return { name: asAttribute(name), term: asAttribute(term ?? name), scheme: asAttribute(scheme) };
}

function expectedChannelCategory(name: string, format: FormatName): ReadFeed['categories'][number] {
  return format === 'rss'
    ? { name: asText(name), term: undefined, scheme: undefined }
    : { name: undefined, term: asAttribute(name), scheme: undefined };
}

/** Media RSS in RSS and Atom; JSON Feed has the first picture's address, and files among its attachments. */
function expectedMedia({ details }: Entry, format: FormatName): Pick<ReadEntry, 'pictures' | 'thumbnail' | 'media'> {
  const { pictures, media, enclosures = NOTHING } = details;
  const [first] = pictures;
  if (format === 'json')
    return { pictures: NOTHING, thumbnail: first && { ...UNSIZED, url: first.url }, media: NOTHING };
  const sized = pictures.map(({ url, type, width, height }) => ({
    url,
    type,
    width: width?.toString(),
    height: height?.toString(),
  }));
  const thumbnail = sized[0] && { ...sized[0], type: undefined };
  const named = media.map(({ url, type, medium }) => ({ url, type, medium }));
  if (format === 'atom' || enclosures.length < 2) return { pictures: sized, thumbnail, media: named };
  // RSS has room for one enclosure; the others are media.
  const further = enclosures.slice(1).map(({ url, type }) => ({ url, type, medium: medium(type) }));
  const plain = further.filter((file) => file.medium === 'image');
  return {
    pictures: [...sized, ...plain.map(({ url, type }) => ({ ...UNSIZED, url, type }))],
    thumbnail,
    media: [...named, ...further.filter((file) => file.medium !== 'image')],
  };
}

const UNSIZED = { url: undefined, type: undefined, width: undefined, height: undefined };

function medium(type: string): string {
  const [kind = ''] = type.split('/', 1);
  return ['image', 'audio', 'video'].includes(kind) ? kind : 'document';
}

function expectedEnclosures({ details }: Entry, format: FormatName): ReadEntry['enclosures'] {
  const { pictures, media, enclosures = NOTHING } = details;
  if (format !== 'json' && enclosures.length === 0) return NOTHING;
  if (format === 'rss')
    return enclosures
      .slice(0, 1)
      .map((file) => ({ ...enclosure(file), lengthBytes: String(file.lengthBytes ?? 0), title: undefined }));
  if (format === 'atom') return enclosures.map((file) => ({ ...enclosure(file), title: asAttribute(file.title) }));
  const attachments: ReadEnclosure[] = [];
  for (const { url, type } of [...pictures, ...media]) {
    if (type === undefined) continue;
    attachments.push({ url, type, lengthBytes: undefined, title: undefined, durationSeconds: undefined });
  }
  for (const file of enclosures) {
    const durationSeconds = file.durationSeconds?.toString();
    attachments.push({ ...enclosure(file), title: asText(file.title), durationSeconds });
  }
  return attachments;
}

function enclosure({ url, type, lengthBytes, title }: EnclosureFile): ReadEntry['enclosures'][number] {
  return { url, type, lengthBytes: lengthBytes?.toString(), title, durationSeconds: undefined };
}

export function expectedList({ title, updated, groups }: Directory): ReadSubscriptionList {
  return {
    title: asText(title),
    updated: asDate(updated),
    groups: groups.map((group) => ({
      title: asAttribute(group.title),
      feeds: group.feeds.map(({ title: name, description, links, page }) => ({
        title: asAttribute(name),
        description: asAttribute(description),
        xmlUrl: links.rss ?? links.atom ?? links.json,
        htmlUrl: page,
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
