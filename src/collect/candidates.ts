// In: one Article. Out: what choosing needs to know of it and of its related items.
import type { Article, Picture, RelatedItem } from '../model/article.ts';
import type { Candidate } from '../model/collection.ts';
import { hashOf } from '../model/hash.ts';
import type { Site } from '../model/settings.ts';
import { detached, shared } from '../model/text.ts';
import { hostOf, pageKey } from '../model/url.ts';

/**
 * The article's candidate, then one for each related item that can be an entry of its own: it has title and date.
 * They outlive the text of the file, so nothing in them is a part of it.
 */
export function candidatesOf(article: Article, site: Site): readonly Candidate[] {
  const page = detached(pageKey(article.permalink));
  const parent: Candidate = {
    id: article.id,
    pages: article.canonicalUrl === undefined ? [page] : [page, detached(pageKey(article.canonicalUrl))],
    published: article.published,
    path: article.path,
    parent: undefined,
    relatedIndex: -1,
    host: shared(article.provider?.host ?? hostOf(site.url) ?? 'localhost'),
    providerName: shared(article.provider?.name ?? site.title),
    topics: article.topics.map(shared),
    type: article.type && shared(article.type),
    category: article.category && shared(article.category),
    language: article.language === undefined ? site.language : shared(article.language),
    quality: article.quality,
    heat: article.heat,
    updated: article.updated,
    text: textOf(article),
    seen: seenOf(article),
    pinnedTo: undefined,
    withheld: article.withheld,
  };
  const candidates = [parent];
  if (parent.withheld !== undefined) return candidates;
  for (const [index, item] of article.related.entries()) {
    const candidate = relatedCandidate(item, index, parent);
    if (candidate !== undefined) candidates.push(candidate);
  }
  return candidates;
}

const NO_TOPICS: Candidate['topics'] = [];

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
