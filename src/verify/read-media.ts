// In: an RSS item or an Atom entry. Out: its Media RSS elements, which are the same in both.
import type { ReadEntry } from './read-feed.ts';
import { attributeOf, childrenOf, type XmlNode } from './read-xml.ts';

export function readMedia(node: XmlNode): Pick<ReadEntry, 'pictures' | 'thumbnail' | 'media'> {
  const contents = childrenOf(node, 'media:content');
  const [thumbnail, ...others] = childrenOf(node, 'media:thumbnail').map(readPicture);
  return {
    pictures: contents.filter(isPicture).map(readPicture),
    // A second one shows as a picture without an address: nobody means that.
    thumbnail: others.length === 0 ? thumbnail : readPicture({}),
    media: contents
      .filter((content) => !isPicture(content))
      .map((content) => ({
        url: attributeOf(content, 'url'),
        type: attributeOf(content, 'type'),
        medium: attributeOf(content, 'medium'),
      })),
  };
}

// Further enclosures may be pictures too; they have neither width nor height, as the first enclosure has none.
function isPicture(content: XmlNode): boolean {
  return attributeOf(content, 'medium') === 'image';
}

function readPicture(node: XmlNode): ReadEntry['pictures'][number] {
  return {
    url: attributeOf(node, 'url'),
    type: attributeOf(node, 'type'),
    width: attributeOf(node, 'width'),
    height: attributeOf(node, 'height'),
  };
}
