// In: a feed. Out: Atom 1.0 (RFC 4287) with Media RSS elements, obeying RULES.md §1, §3, §5.
import type { Author, Category, Feed } from 'feed';
import type { Channel, Entry, FeedDocument } from '../model/feed-document.ts';
import { documentOf } from './document-of.ts';
import { renderExtensions } from './extensions.ts';
import { renderMedia } from './media.ts';
import { declarations } from './namespaces.ts';
import { attribute, DECLARATION, element, emptyElement, rfc3339, stylesheet } from './xml.ts';

const IN_FEED = '  ';
const IN_ENTRY = '    ';

/** Renders Atom 1.0. Throws a `TypeError` only for a `Feed` of the feed package that lacks what a feed needs. */
export function renderAtom(feed: FeedDocument | Feed): string {
  const document = documentOf(feed);
  const { options } = document;
  const prefixes = new Set<string>();
  const channel = renderChannel(document, prefixes);
  let entries = '';
  for (const entry of document.items) entries += renderEntry(entry, options, prefixes);
  const language = attribute('xml:lang', options.language);
  return (
    `${DECLARATION}${stylesheet(options.stylesheet)}` +
    `<feed xmlns="http://www.w3.org/2005/Atom"${declarations(prefixes)}${language}>\n${channel}${entries}</feed>\n`
  );
}

function renderChannel({ options, categories, contributors, extensions }: FeedDocument, prefixes: Set<string>): string {
  const { author, feedLinks, details } = options;
  return (
    element(IN_FEED, 'id', atomId(options.id)) +
    element(IN_FEED, 'title', options.title) +
    element(IN_FEED, 'subtitle', options.description) +
    element(IN_FEED, 'updated', rfc3339(options.updated)) +
    // RFC 4287 §4.1.1: a feed has an author unless every entry has; a feed without one speaks for itself.
    renderPerson(IN_FEED, 'author', { ...author, name: author.name ?? options.title }) +
    contributors.map((person) => renderPerson(IN_FEED, 'contributor', person)).join('') +
    categories.map((term) => emptyElement(IN_FEED, 'category', attribute('term', term))).join('') +
    renderLink(IN_FEED, 'alternate', options.link, ' type="text/html"') +
    renderLink(IN_FEED, 'self', feedLinks.atom, ' type="application/atom+xml"') +
    details.hubs.map((hub) => renderLink(IN_FEED, 'hub', hub)).join('') +
    element(IN_FEED, 'icon', options.favicon) +
    element(IN_FEED, 'logo', options.image) +
    element(IN_FEED, 'rights', options.copyright) +
    element(IN_FEED, 'generator', options.generator) +
    renderExtensions(extensions, IN_FEED, prefixes)
  );
}

function renderEntry(entry: Entry, channel: Channel, prefixes: Set<string>): string {
  const { details } = entry;
  const language = details.language === channel.language ? undefined : details.language;
  return (
    `  <entry${attribute('xml:lang', language)}>\n` +
    element(IN_ENTRY, 'id', atomId(entry.id)) +
    element(IN_ENTRY, 'title', entry.title, ' type="text"') +
    renderLink(IN_ENTRY, 'alternate', entry.link, ' type="text/html"') +
    renderLink(IN_ENTRY, 'via', details.canonicalUrl) +
    renderRelated(entry) +
    renderEnclosures(entry) +
    element(IN_ENTRY, 'published', rfc3339(entry.published)) +
    element(IN_ENTRY, 'updated', rfc3339(entry.date)) +
    entry.author.map((person) => renderPerson(IN_ENTRY, 'author', person)).join('') +
    (entry.contributor ?? []).map((person) => renderPerson(IN_ENTRY, 'contributor', person)).join('') +
    entry.category.map(renderCategory).join('') +
    element(IN_ENTRY, 'rights', entry.copyright) +
    element(IN_ENTRY, 'summary', entry.description, ' type="text"') +
    element(IN_ENTRY, 'content', entry.content, ' type="html"') +
    renderEntryMedia(entry, prefixes) +
    renderExtensions(entry.extensions, IN_ENTRY, prefixes) +
    '  </entry>\n'
  );
}

/** RFC 4287 §4.2.6: an id is an IRI. Feedmill's own are; the feed package's may be anything. */
function atomId(id: string): string {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(id)) return id;
  throw new TypeError(`The id “${id}” is not an absolute URI, as Atom asks (RFC 4287 §4.2.6)`);
}

/** RFC 4287 §3.2: a person has a name; without one there is nobody to show. */
function renderPerson(indent: string, role: string, { name, link, email }: Author): string {
  if (name === undefined) return '';
  const inner = `${indent}  `;
  return (
    `${indent}<${role}>\n${element(inner, 'name', name)}${element(inner, 'uri', link)}${element(inner, 'email', email)}` +
    `${indent}</${role}>\n`
  );
}

function renderLink(indent: string, rel: string, href: string | undefined, type = ''): string {
  return href === undefined ? '' : emptyElement(indent, 'link', ` rel="${rel}"${type}${attribute('href', href)}`);
}

function renderRelated({ details: { related } }: Entry): string {
  let links = '';
  for (const { url, title } of related)
    links += emptyElement(IN_ENTRY, 'link', ` rel="related"${attribute('href', url)}${attribute('title', title)}`);
  return links;
}

function renderEnclosures({ details: { enclosures = [] } }: Entry): string {
  return enclosures
    .map(({ url, type, lengthBytes, title }) => {
      const file = attribute('type', type) + attribute('length', lengthBytes) + attribute('title', title);
      return emptyElement(IN_ENTRY, 'link', ` rel="enclosure"${attribute('href', url)}${file}`);
    })
    .join('');
}

function renderCategory({ name, term = name, scheme }: Category): string {
  const words = attribute('term', term) + attribute('label', name) + attribute('scheme', scheme);
  return emptyElement(IN_ENTRY, 'category', words);
}

function renderEntryMedia(entry: Entry, prefixes: Set<string>): string {
  const media = renderMedia(entry, IN_ENTRY, 'elsewhere');
  if (media !== '') prefixes.add('media');
  return media;
}
