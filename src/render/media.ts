// In: pictures, films, sounds and enclosures of an entry. Out: Media RSS 1.5.1 elements, the same in RSS and Atom.
import type { EntryDetails } from '../model/feed-document.ts';
import { attribute, inQuotes } from './xml.ts';

/** `media:content` for each thing, then `media:thumbnail` of the first picture. `furtherEnclosures`: see `EntryDetails.enclosures`. */
export function renderMedia(
  { pictures, media, enclosures }: EntryDetails,
  indent: string,
  prefixes: Set<string>,
  furtherEnclosures: 'as media' | 'elsewhere',
): string {
  let xml = '';
  for (const { url, type, width, height } of pictures)
    xml += `${indent}<media:content url="${inQuotes(url)}"${attribute('type', type)} medium="image"${sizeOf(width, height)}/>\n`;
  for (const { url, type, medium } of media) xml += renderFile(indent, url, type, medium);
  if (furtherEnclosures === 'as media' && enclosures !== undefined) {
    for (const { url, type } of enclosures.slice(1)) xml += renderFile(indent, url, type, mediumOf(type));
  }
  if (xml !== '') prefixes.add('media');
  const [first] = pictures;
  if (first === undefined) return xml;
  return `${xml}${indent}<media:thumbnail url="${inQuotes(first.url)}"${sizeOf(first.width, first.height)}/>\n`;
}

function sizeOf(width: number | undefined, height: number | undefined): string {
  return attribute('width', width) + attribute('height', height);
}

function renderFile(indent: string, url: string, type: string | undefined, medium: string): string {
  return `${indent}<media:content url="${inQuotes(url)}"${attribute('type', type)} medium="${medium}"/>\n`;
}

/** Media RSS `medium` of a media type. */
function mediumOf(type: string): string {
  const kind = type.slice(0, type.indexOf('/'));
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document';
}
