// In: a feed. Out: Atom 1.0 (RFC 4287) with Media RSS elements, obeying RULES.md §1, §3, §5.
import type { Author, Category, Feed } from 'feed';
import type { Channel, Entry, EntryDetails, FeedDocument, RelatedLink } from '../model/feed-document.ts';
import { contentText } from './content.ts';
import { documentOf } from './document-of.ts';
import { renderExtensions } from './extensions.ts';
import { renderMedia } from './media.ts';
import { declarations } from './namespaces.ts';
import {
  addressElement,
  attribute,
  DECLARATION,
  element,
  emptyElement,
  inQuotes,
  rfc3339,
  stylesheet,
  text,
} from './xml.ts';

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
    element(IN_FEED, 'id', absoluteId(options.id)) +
    element(IN_FEED, 'title', options.title) +
    element(IN_FEED, 'subtitle', options.description) +
    element(IN_FEED, 'updated', rfc3339(options.updated)) +
    // RFC 4287 §4.1.1: a feed has an author unless every entry has; a feed without one speaks for itself.
    renderPeople(IN_FEED, 'author', [{ ...author, name: author.name ?? options.title }]) +
    renderPeople(IN_FEED, 'contributor', contributors) +
    categories.map((term) => emptyElement(IN_FEED, 'category', attribute('term', term))).join('') +
    renderLink(IN_FEED, 'alternate', options.link, ' type="text/html"') +
    renderLink(IN_FEED, 'self', feedLinks.atom, ' type="application/atom+xml"') +
    details.hubs.map((hub) => renderLink(IN_FEED, 'hub', hub)).join('') +
    addressElement(IN_FEED, 'icon', options.favicon) +
    addressElement(IN_FEED, 'logo', options.image) +
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
    `    <id>${text(absoluteId(entry.atomId ?? entry.id))}</id>\n` +
    `    <title type="text">${text(entry.title)}</title>\n` +
    `    <link rel="alternate" type="text/html" href="${inQuotes(entry.link)}"/>\n` +
    renderLink(IN_ENTRY, 'via', details.canonicalUrl) +
    renderRelated(details.related) +
    renderEnclosures(details.enclosures) +
    `    <published>${rfc3339(entry.published)}</published>\n` +
    `    <updated>${rfc3339(entry.date)}</updated>\n` +
    renderPeople(IN_ENTRY, 'author', entry.author) +
    (entry.contributor === undefined ? '' : renderPeople(IN_ENTRY, 'contributor', entry.contributor)) +
    renderCategories(entry.category) +
    element(IN_ENTRY, 'rights', entry.copyright) +
    `    <summary type="text">${text(entry.description)}</summary>\n` +
    renderContent(entry) +
    renderMedia(details, IN_ENTRY, prefixes, 'elsewhere') +
    renderExtensions(entry.extensions, IN_ENTRY, prefixes) +
    '  </entry>\n'
  );
}

/** RFC 4287 §4.2.6: an id is an IRI. Feedmill's own are; the feed package's may be anything. */
function absoluteId(id: string): string {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(id)) return id;
  throw new TypeError(`The id “${id}” is not an absolute URI, as Atom asks (RFC 4287 §4.2.6)`);
}

/** RFC 4287 §3.2: a person has a name; without one there is nobody to show. */
function renderPeople(indent: string, role: string, people: readonly Author[]): string {
  const inner = `${indent}  `;
  let xml = '';
  for (const { name, link, email } of people) {
    if (name === undefined) continue;
    const ways = addressElement(inner, 'uri', link) + element(inner, 'email', email);
    xml += `${indent}<${role}>\n${inner}<name>${text(name)}</name>\n${ways}${indent}</${role}>\n`;
  }
  return xml;
}

function renderLink(indent: string, rel: string, href: string | undefined, type = ''): string {
  return href === undefined ? '' : `${indent}<link rel="${rel}"${type} href="${inQuotes(href)}"/>\n`;
}

function renderRelated(related: readonly RelatedLink[]): string {
  let xml = '';
  for (const { url, title } of related)
    xml += `    <link rel="related" href="${inQuotes(url)}"${attribute('title', title)}/>\n`;
  return xml;
}

function renderEnclosures(enclosures: EntryDetails['enclosures']): string {
  if (enclosures === undefined) return '';
  let xml = '';
  for (const { url, type, lengthBytes, title } of enclosures) {
    const file = attribute('type', type) + attribute('length', lengthBytes) + attribute('title', title);
    xml += `    <link rel="enclosure" href="${inQuotes(url)}"${file}/>\n`;
  }
  return xml;
}

function renderCategories(categories: readonly Category[]): string {
  let xml = '';
  for (const { name, term = name, scheme } of categories)
    xml += `    <category${attribute('term', term)}${attribute('label', name)}${attribute('scheme', scheme)}/>\n`;
  return xml;
}

function renderContent(entry: Entry): string {
  const content = contentText(entry);
  return content === undefined ? '' : `    <content type="html">${content}</content>\n`;
}
