// In: a feed. Out: RSS 2.0 (with content, Dublin Core, Atom and Media RSS elements), obeying RULES.md §1, §2, §5.
import type { Author, Category, Feed } from 'feed';
import type { Channel, Entry, EntryDetails, FeedDocument, RelatedLink } from '../model/feed-document.ts';
import { contentText } from './content.ts';
import { documentOf } from './document-of.ts';
import { renderExtensions } from './extensions.ts';
import { htmlOfPlain } from './html-of-plain.ts';
import { renderMedia } from './media.ts';
import { declarations } from './namespaces.ts';
import {
  addressElement,
  attribute,
  characters,
  DECLARATION,
  element,
  emptyElement,
  inQuotes,
  rfc822,
  rfc3339,
  stylesheet,
  text,
} from './xml.ts';

const IN_CHANNEL = '    ';
const IN_ITEM = '      ';

/** Renders RSS 2.0. Throws a `TypeError` only for a `Feed` of the feed package that lacks what a feed needs. */
export function renderRss(feed: FeedDocument | Feed): string {
  const document = documentOf(feed);
  const prefixes = new Set<string>();
  const channel = renderChannel(document, prefixes);
  let items = '';
  for (const entry of document.items) items += renderItem(entry, document.options, prefixes);
  return (
    `${DECLARATION}${stylesheet(document.options.stylesheet)}<rss version="2.0"${declarations(prefixes)}>\n` +
    `  <channel>\n${channel}${items}  </channel>\n</rss>\n`
  );
}

function renderChannel({ options, categories, extensions }: FeedDocument, prefixes: Set<string>): string {
  const { author, feedLinks, details } = options;
  return (
    element(IN_CHANNEL, 'title', options.title) +
    addressElement(IN_CHANNEL, 'link', options.link) +
    element(IN_CHANNEL, 'description', options.description) +
    element(IN_CHANNEL, 'language', options.language) +
    element(IN_CHANNEL, 'copyright', options.copyright) +
    element(IN_CHANNEL, 'managingEditor', mailbox(author)) +
    element(IN_CHANNEL, 'lastBuildDate', rfc822(options.updated)) +
    categories.map((category) => element(IN_CHANNEL, 'category', category)).join('') +
    element(IN_CHANNEL, 'generator', options.generator) +
    addressElement(IN_CHANNEL, 'docs', options.docs) +
    element(IN_CHANNEL, 'ttl', options.ttl) +
    renderImage(options) +
    renderChannelLink('self', feedLinks.rss, prefixes, ' type="application/rss+xml"') +
    details.hubs.map((hub) => renderChannelLink('hub', hub, prefixes)).join('') +
    renderExtensions(extensions, IN_CHANNEL, prefixes)
  );
}

/** RSS asks for `mail (Name)`; a bare name has no place in a channel. */
function mailbox({ name, email }: Author): string | undefined {
  if (email === undefined) return undefined;
  return name === undefined ? email : `${email} (${name})`;
}

/** Only what RSS 2.0 `image` allows: title and link are the channel's; readers show jpg, gif and png. */
function renderImage({ image, title, link }: Channel): string {
  if (image === undefined || !/^[^?#]*\.(?:jpe?g|gif|png)(?:[?#]|$)/i.test(image)) return '';
  return `    <image>\n${addressElement(IN_ITEM, 'url', image)}${element(IN_ITEM, 'title', title)}${addressElement(IN_ITEM, 'link', link)}    </image>\n`;
}

function renderChannelLink(rel: string, href: string | undefined, prefixes: Set<string>, type = ''): string {
  if (href === undefined) return '';
  prefixes.add('atom');
  return emptyElement(IN_CHANNEL, 'atom:link', ` rel="${rel}"${type}${attribute('href', href)}`);
}

function renderItem(entry: Entry, channel: Channel, prefixes: Set<string>): string {
  const { id, link, details, guid = id } = entry;
  const language = details.language === channel.language ? undefined : details.language;
  prefixes.add('atom');
  return (
    `    <item${attribute('xml:lang', language)}>\n` +
    `      <title>${text(entry.title)}</title>\n` +
    `      <link>${inQuotes(link)}</link>\n` +
    `      <guid isPermaLink="${guid === link}">${text(guid)}</guid>\n` +
    `      <pubDate>${rfc822(entry.published)}</pubDate>\n` +
    renderCreator(entry.author, prefixes) +
    renderCategories(entry.category) +
    renderSource(details.source) +
    `      <description>${text(htmlOfPlain(characters(entry.description)))}</description>\n` +
    renderContent(entry, prefixes) +
    renderEnclosure(details.enclosures) +
    renderVia(details.canonicalUrl) +
    renderRelated(details.related) +
    `      <atom:updated>${rfc3339(entry.date)}</atom:updated>\n` +
    renderMedia(details, IN_ITEM, prefixes, 'as media') +
    renderExtensions(entry.extensions, IN_ITEM, prefixes) +
    '    </item>\n'
  );
}

/** One element for all names: with several, one reader shows the last and two the first. */
function renderCreator(authors: readonly Author[], prefixes: Set<string>): string {
  let names: string | undefined;
  for (const { name } of authors) if (name !== undefined) names = names === undefined ? name : `${names}, ${name}`;
  if (names === undefined) return '';
  prefixes.add('dc');
  return `      <dc:creator>${text(names)}</dc:creator>\n`;
}

function renderCategories(categories: readonly Category[]): string {
  let xml = '';
  for (const { name, term, domain } of categories)
    xml += element(IN_ITEM, 'category', name ?? term, attribute('domain', domain));
  return xml;
}

function renderSource(source: EntryDetails['source']): string {
  return source === undefined ? '' : `      <source url="${inQuotes(source.url)}">${text(source.name)}</source>\n`;
}

function renderContent(entry: Entry, prefixes: Set<string>): string {
  const content = contentText(entry);
  if (content === undefined) return '';
  prefixes.add('content');
  return `      <content:encoded>${content}</content:encoded>\n`;
}

/** RSS 2.0 knows one enclosure at most; the others are media (`renderMedia`). */
function renderEnclosure(enclosures: EntryDetails['enclosures']): string {
  const first = enclosures?.[0];
  if (first === undefined) return '';
  const { url, lengthBytes = 0, type } = first;
  return `      <enclosure url="${inQuotes(url)}" length="${lengthBytes}" type="${inQuotes(type)}"/>\n`;
}

function renderVia(canonicalUrl: string | undefined): string {
  return canonicalUrl === undefined ? '' : `      <atom:link rel="via" href="${inQuotes(canonicalUrl)}"/>\n`;
}

function renderRelated(related: readonly RelatedLink[]): string {
  let xml = '';
  for (const { url, title } of related)
    xml += `      <atom:link rel="related" href="${inQuotes(url)}"${attribute('title', title)}/>\n`;
  return xml;
}
