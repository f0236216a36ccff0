// In: a related link of an RSS item or of an Atom entry. Out: what it says, which is the same in both; JSON Feed says more.

import { attributeOf, type XmlElement } from './element.ts';
import type { ReadRelated } from './feed.ts';

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
