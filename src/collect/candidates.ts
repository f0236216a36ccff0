// In: one Article. Out: what choosing needs to know of it and of its related items.
import type { Article, Picture, RelatedItem } from '../model/article.ts';
import type { Candidate } from '../model/collection.ts';
import { hashOf } from '../model/hash.ts';
import type { Site } from '../model/settings.ts';
import { detached } from '../model/text.ts';
import { hostOf, pageKey } from '../model/url.ts';

/** The article's candidate, then one for each related item that can be an entry of its own: it has title and date. */
export function candidatesOf(article: Article, site: Site): readonly Candidate[] {
  // A candidate outlives the text of its file.
  const word = (text: string | undefined) => text && detached(text);
  const pages = [article.permalink, ...(article.canonicalUrl === undefined ? [] : [article.canonicalUrl])].map((url) =>
    detached(pageKey(url)),
  );
  const parent: Candidate = {
    id: article.id,
    pages,
    published: article.published,
    path: article.path,
    parent: undefined,
    relatedIndex: -1,
    host: word(article.provider?.host) ?? hostOf(site.url) ?? 'localhost',
    providerName: detached(article.provider?.name ?? site.title),
    topics: article.topics,
    type: article.type,
    category: article.category,
    language: article.language ?? site.language,
    quality: article.quality,
    heat: article.heat,
    updated: article.updated,
    text: textOf(article),
    seen: seenOf(article),
    pinnedTo: undefined,
    withheld: article.withheld,
  };
  if (parent.withheld !== undefined) return [parent];
  return [parent, ...article.related.flatMap((item, index) => relatedCandidate(item, index, parent) ?? [])];
}

/** What the article says, apart from its address: the same in a file that was moved. */
function textOf({ title, summary, bodyHash, published, pictures }: Article): string {
  return hashOf(title, summary, bodyHash, published, pictures.map(pictureParts));
}

/** What a reader sees: a change here is significant (RFC 4287 §4.2.15). Ranks, order of keys and wording of ours are not in it. */
function seenOf({ title, summary, bodyHash, permalink, canonicalUrl, pictures, related }: Article): string {
  const links = related.map((item) => [item.url, item.title, item.summary]);
  return hashOf(title, summary, bodyHash, permalink, canonicalUrl, pictures.map(pictureParts), links);
}

function pictureParts({ url, width, height }: Picture): readonly unknown[] {
  return [url, width, height];
}

function relatedCandidate(item: RelatedItem, relatedIndex: number, parent: Candidate): Candidate | undefined {
  if (item.title === undefined || item.published === undefined) return undefined;
  const page = detached(pageKey(item.url));
  const seen = hashOf(item.title, item.summary, item.url, item.pictures.map(pictureParts));
  return {
    id: page,
    pages: [page],
    published: item.published,
    path: parent.path,
    parent,
    relatedIndex,
    host: detached(item.provider.host),
    providerName: detached(item.provider.name),
    topics: [],
    type: item.type && detached(item.type),
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
