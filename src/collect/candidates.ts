// In: one Article. Out: what choosing needs to know of it and of its related items.
import type { Article, RelatedItem } from '../model/article.ts';
import type { Candidate } from '../model/collection.ts';
import type { Instant } from '../model/instant.ts';
import type { Site } from '../model/settings.ts';
import { hostOf, pageKey } from '../model/url.ts';

/**
 * The article's candidate, then one for each related item that can be an entry of its own: it has title, address and
 * a date that is not to come.
 */
export function candidatesOf(article: Article, site: Site, now: Instant): readonly Candidate[] {
  const pages = [article.permalink, ...(article.canonicalUrl === undefined ? [] : [article.canonicalUrl])].map(pageKey);
  const parent: Candidate = {
    id: article.id,
    pages,
    published: article.published,
    path: article.path,
    parent: undefined,
    relatedIndex: -1,
    host: article.provider?.host ?? hostOf(site.url) ?? 'localhost',
    providerName: article.provider?.name ?? site.title,
    topics: article.topics,
    type: article.type,
    category: article.category,
    language: article.language,
    quality: article.quality,
    heat: article.heat,
    withheld: article.withheld ?? (article.published > now ? 'embargoed' : undefined),
  };
  if (parent.withheld !== undefined) return [parent];
  return [parent, ...article.related.flatMap((item, index) => relatedCandidate(item, index, parent, now) ?? [])];
}

function relatedCandidate(
  item: RelatedItem,
  relatedIndex: number,
  parent: Candidate,
  now: Instant,
): Candidate | undefined {
  if (item.title === undefined || item.published === undefined || item.published > now) return undefined;
  const page = pageKey(item.url);
  return {
    id: page,
    pages: [page],
    published: item.published,
    path: parent.path,
    parent,
    relatedIndex,
    host: item.provider.host,
    providerName: item.provider.name,
    topics: [],
    type: item.type,
    category: undefined,
    language: undefined,
    quality: item.quality,
    heat: undefined,
    withheld: undefined,
  };
}
