// The little XML that a publisher reads of Amazon and its likes: errors and listings, all of it flat and machine-made.
import { decodeXML } from 'entities/decode';
import { decodedPath } from '../../model/url.ts';

/** The text of the first element of that name; `undefined` when there is none. */
export function textIn(xml: string, element: string): string | undefined {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
  return text === undefined ? undefined : decodeXML(text);
}

export interface Listing {
  readonly keys: readonly string[];
  /** What asks for the next page; `undefined` on the last, empty when the server says that there is one, and not which. */
  readonly next: string | undefined;
}

/** Reads one page of ListObjectsV2. */
export function parseListing(xml: string): Listing {
  // Keys come percent-encoded where the server honours `encoding-type=url`; Swift writes a blank as +.
  const isEncoded = textIn(xml, 'EncodingType') === 'url';
  const keys = [...xml.matchAll(/<Contents>.*?<Key>([^<]*)<\/Key>/gs)].map(([, key = '']) => {
    const text = decodeXML(key);
    if (!isEncoded) return text;
    const spaced = text.replace(/\+/g, ' ');
    // Others' keys may hold bytes that are no UTF-8; those stay encoded.
    return decodedPath(spaced) ?? spaced;
  });
  const isTruncated = textIn(xml, 'IsTruncated') === 'true';
  return { keys, next: isTruncated ? (textIn(xml, 'NextContinuationToken') ?? '') : undefined };
}
