// In: a related link of an RSS item or of an Atom entry. Out: what it says, which is the same in both; JSON Feed says more.
import type { ReadRelated } from './read-feed.ts';
import { attributeOf, type XmlElement } from './xml-element.ts';

export function readRelatedLink(link: XmlElement): ReadRelated {
  return {
    url: attributeOf(link, 'href'),
    title: attributeOf(link, 'title'),
    summary: undefined,
    provider: undefined,
    providerHost: undefined,
    published: undefined,
    picture: undefined,
  };
}
