// In: an RSS item or an Atom entry. Out: its Media RSS elements, which are the same in both.

import { attributeOf, childrenOf, type XmlElement } from './element.ts';
import type { ReadEntry, ReadMedia, ReadPicture } from './feed.ts';

export function readMedia(node: XmlElement): Pick<ReadEntry, 'pictures' | 'thumbnail' | 'media'> {
  const pictures: ReadPicture[] = [];
  const media: ReadMedia[] = [];
  for (const content of childrenOf(node, 'media:content')) {
    const medium = attributeOf(content, 'medium');
    // Further enclosures may be pictures too; they have neither width nor height, as the first enclosure has none.
    if (medium === 'image') pictures.push(readPicture(content));
    else media.push({ url: attributeOf(content, 'url'), type: attributeOf(content, 'type'), medium });
  }
  const thumbnails = childrenOf(node, 'media:thumbnail');
  const [thumbnail] = thumbnails;
  // A second one shows as a picture without an address: nobody means that.
  return { pictures, thumbnail: thumbnails.length > 1 ? NOWHERE : thumbnail && readPicture(thumbnail), media };
}

const NOWHERE = { url: undefined, type: undefined, width: undefined, height: undefined };

function readPicture(node: XmlElement): ReadPicture {
  return {
    url: attributeOf(node, 'url'),
    type: attributeOf(node, 'type'),
    width: attributeOf(node, 'width'),
    height: attributeOf(node, 'height'),
  };
}
