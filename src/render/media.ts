// In: pictures, films, sounds and enclosures of an entry. Out: Media RSS 1.5.1 elements, the same in RSS and Atom.
import type { Entry } from '../model/feed-document.ts';
import { attribute, emptyElement } from './xml.ts';

/** `media:content` for each thing, then `media:thumbnail` of the first picture. `furtherEnclosures`: see `Entry.details`. */
export function renderMedia({ details }: Entry, indent: string, furtherEnclosures: 'as media' | 'elsewhere'): string {
  let xml = '';
  let thumbnail = '';
  for (const { url, type, width, height } of details.pictures) {
    const address = attribute('url', url);
    const size = attribute('width', width) + attribute('height', height);
    xml += emptyElement(indent, 'media:content', `${address}${attribute('type', type)} medium="image"${size}`);
    if (thumbnail === '') thumbnail = emptyElement(indent, 'media:thumbnail', address + size);
  }
  for (const { url, type, medium } of details.media) {
    xml += emptyElement(
      indent,
      'media:content',
      `${attribute('url', url)}${attribute('type', type)} medium="${medium}"`,
    );
  }
  if (furtherEnclosures === 'as media') {
    for (const { url, type } of details.enclosures?.slice(1) ?? []) {
      const medium = attribute('medium', mediumOf(type));
      xml += emptyElement(indent, 'media:content', `${attribute('url', url)}${attribute('type', type)}${medium}`);
    }
  }
  return xml + thumbnail;
}

/** Media RSS `medium` of a media type. */
function mediumOf(type: string): string {
  const kind = type.slice(0, type.indexOf('/'));
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document';
}
