// In: one Article. Out: what choosing needs to know of it and of its related items.
import type { Article, Picture, RelatedItem } from '../model/article.ts';
import type { Candidate } from '../model/collection.ts';
import { textHash } from '../model/hash.ts';
import { jsonString, jsonWord } from '../model/json-text.ts';
import type { Site } from '../model/settings.ts';
import { detached, shared } from '../model/text.ts';
import { hostNameOf, pageKey } from '../model/url.ts';

/**
 * The article's candidate, then one for each related item that can be an entry of its own: it has title and date.
 * They outlive the text of the file, so nothing in them is a part of it.
 */
export function candidatesOf(article: Article, site: Site): readonly Candidate[] {
  const page = detached(pageKey(article.permalink));
  // What we make of the body where there is no excerpt may be another text in another version.
  const words = `${jsonString(article.title)},${jsonWord(article.excerpt)}`;
  const pictures = picturesJson(article.pictures);
  const parent: Candidate = {
    id: article.id,
    pages: article.canonicalUrl === undefined ? [page] : [page, detached(pageKey(article.canonicalUrl))],
    published: article.published,
    path: article.path,
    parent: undefined,
    relatedIndex: -1,
    host: shared(article.provider?.host ?? hostNameOf(site.url)),
    providerName: shared(article.provider?.name ?? site.title),
    topics: article.topics.map(shared),
    type: article.type && shared(article.type),
    category: article.category && shared(article.category),
    language: article.language === undefined ? site.language : shared(article.language),
    quality: article.quality,
    heat: article.heat,
    updated: article.updated,
    text: textOf(article, words, pictures),
    seen: seenOf(article, words, pictures),
    pinnedTo: undefined,
    withheld: article.withheld,
  };
  const candidates = [parent];
  if (parent.withheld !== undefined) return candidates;
  for (let index = 0; index < article.related.length; index++) {
    const item = article.related[index];
    const candidate = item && relatedCandidate(item, index, parent);
    if (candidate !== undefined) candidates.push(candidate);
  }
  return candidates;
}

const NO_TOPICS: Candidate['topics'] = [];

// What follows are hashes of JSON, as `hashOf` makes them of lists of values. The words of an article are in two of them,
// so their JSON is made once and put together here. The hashes are in ledgers: not a character may change.

/** What the article says, apart from its address and all that hangs on it: the same in a file that was moved. */
function textOf({ bodyHash, published, pictures }: Article, words: string, shown: string): string {
  const isApart = pictures.every(({ beside }) => beside === undefined);
  const own = isApart
    ? shown
    : picturesJson(pictures.map((picture) => ({ ...picture, url: picture.beside ?? picture.url })));
  return textHash(`[${words},${jsonWord(bodyHash)},${published},${own}]`);
}

/** What a reader sees: a change here is significant (RFC 4287 §4.2.15). Ranks, order of keys and wording of ours are not in it. */
function seenOf({ bodyHash, permalink, canonicalUrl, related }: Article, words: string, pictures: string): string {
  const addresses = `${jsonString(permalink)},${jsonWord(canonicalUrl)}`;
  let links = '';
  for (const { url, title, summary } of related)
    links += `${links === '' ? '' : ','}[${jsonString(url)},${jsonWord(title)},${jsonWord(summary)}]`;
  return textHash(`[${words},${jsonWord(bodyHash)},${addresses},${pictures},[${links}]]`);
}

function picturesJson(pictures: readonly (Pick<Picture, 'width' | 'height'> & { readonly url: string })[]): string {
  let json = '';
  for (const { url, width, height } of pictures)
    json += `${json === '' ? '' : ','}[${jsonString(url)},${width ?? 'null'},${height ?? 'null'}]`;
  return `[${json}]`;
}

function relatedCandidate(item: RelatedItem, relatedIndex: number, parent: Candidate): Candidate | undefined {
  if (item.title === undefined || item.published === undefined) return undefined;
  const page = detached(pageKey(item.url));
  const words = `${jsonString(item.title)},${jsonWord(item.summary)},${jsonString(item.url)}`;
  const seen = textHash(`[${words},${picturesJson(item.pictures)}]`);
  return {
    id: page,
    pages: [page],
    published: item.published,
    path: parent.path,
    parent,
    relatedIndex,
    host: shared(item.provider.host),
    providerName: shared(item.provider.name),
    topics: NO_TOPICS,
    type: item.type && shared(item.type),
    category: undefined,
    language: undefined,
    quality: item.quality,
    heat: undefined,
    updated: undefined,
    text: seen,
    seen,
    pinnedTo: undefined,
    withheld: undefined,
  };
}
