// In: a feed. Out: RSS 2.0 (with content, Dublin Core, Atom and Media RSS elements), obeying RULES.md §1, §2, §5.
import type { Author, Category, Feed } from 'feed';
import type { Channel, Entry, FeedDocument } from '../model/feed-document.ts';
import { documentOf } from './document-of.ts';
import { renderExtensions } from './extensions.ts';
import { renderMedia } from './media.ts';
import { declarations } from './namespaces.ts';
import { attribute, DECLARATION, element, emptyElement, rfc822, rfc3339, stylesheet, text } from './xml.ts';

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
    element(IN_CHANNEL, 'link', options.link) +
    element(IN_CHANNEL, 'description', options.description) +
    element(IN_CHANNEL, 'language', options.language) +
    element(IN_CHANNEL, 'copyright', options.copyright) +
    element(IN_CHANNEL, 'managingEditor', mailbox(author)) +
    element(IN_CHANNEL, 'lastBuildDate', rfc822(options.updated)) +
    categories.map((category) => element(IN_CHANNEL, 'category', category)).join('') +
    element(IN_CHANNEL, 'generator', options.generator) +
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
  if (image === undefined || !/\.(?:jpe?g|gif|png)$/i.test(image)) return '';
  return `    <image>\n${element(IN_ITEM, 'url', image)}${element(IN_ITEM, 'title', title)}${element(IN_ITEM, 'link', link)}    </image>\n`;
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
    element(IN_ITEM, 'title', entry.title) +
    element(IN_ITEM, 'link', link) +
    element(IN_ITEM, 'guid', guid, ` isPermaLink="${guid === link}"`) +
    element(IN_ITEM, 'pubDate', rfc822(entry.published)) +
    renderCreator(entry.author, prefixes) +
    entry.category.map(renderCategory).join('') +
    renderSource(entry) +
    element(IN_ITEM, 'description', entry.description) +
    renderContent(entry, prefixes) +
    renderEnclosure(entry) +
    renderVia(entry) +
    renderRelated(entry) +
    element(IN_ITEM, 'atom:updated', rfc3339(entry.date)) +
    renderItemMedia(entry, prefixes) +
    renderExtensions(entry.extensions, IN_ITEM, prefixes) +
    '    </item>\n'
  );
}

/** One element for all names: with several, one reader shows the last and two the first. */
function renderCreator(authors: readonly Author[], prefixes: Set<string>): string {
  const names = authors.flatMap(({ name }) => name ?? []);
  if (names.length === 0) return '';
  prefixes.add('dc');
  return element(IN_ITEM, 'dc:creator', names.join(', '));
}

function renderCategory({ name, term, domain }: Category): string {
  return element(IN_ITEM, 'category', name ?? term, attribute('domain', domain));
}

function renderSource({ details: { source } }: Entry): string {
  return source === undefined ? '' : element(IN_ITEM, 'source', source.name, attribute('url', source.url));
}

function renderContent({ content }: Entry, prefixes: Set<string>): string {
  if (content === undefined) return '';
  prefixes.add('content');
  return `      <content:encoded>${text(content)}</content:encoded>\n`;
}

/** RSS 2.0 knows one enclosure at most; the others are media (`renderMedia`). */
function renderEnclosure({ details: { enclosures } }: Entry): string {
  const [first] = enclosures ?? [];
  if (first === undefined) return '';
  const { url, lengthBytes = 0, type } = first;
  return emptyElement(
    IN_ITEM,
    'enclosure',
    attribute('url', url) + attribute('length', lengthBytes) + attribute('type', type),
  );
}

function renderVia({ details: { canonicalUrl } }: Entry): string {
  if (canonicalUrl === undefined) return '';
  return emptyElement(IN_ITEM, 'atom:link', ` rel="via"${attribute('href', canonicalUrl)}`);
}

function renderRelated({ details: { related } }: Entry): string {
  let links = '';
  for (const { url, title } of related)
    links += emptyElement(IN_ITEM, 'atom:link', ` rel="related"${attribute('href', url)}${attribute('title', title)}`);
  return links;
}

function renderItemMedia(entry: Entry, prefixes: Set<string>): string {
  const media = renderMedia(entry, IN_ITEM, 'as media');
  if (media !== '') prefixes.add('media');
  return media;
}
