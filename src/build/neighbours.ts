// In: what a build chose. Out: for each feed the feeds near to it, as its page names them.
import { topicKey } from '../collect/slug.ts';
import { composeNeighbours, type Surroundings } from '../compose/page.ts';
import type { Candidate, Choice, Collection } from '../model/collection.ts';
import type { Neighbours } from '../model/page.ts';
import type { Settings } from '../model/settings.ts';

/** Prepares the search; `candidates` are all that choosing had. */
export function neighbourhood(
  { collections, withheldPages }: Choice,
  candidates: readonly Candidate[],
  { feeds }: Settings,
): (collection: Collection) => Neighbours {
  const folders = new Map(collections.map(({ kind, key, folder }) => [`${kind} ${key}`, folder]));
  const names = new Map([...feeds.topics.names].map(([topic, name]) => [topicKey(topic), name]));
  const isShown = feeds.related.inEntries || feeds.related.asEntries;
  const related = new Map<Candidate, Candidate[]>();
  for (const candidate of candidates) {
    const { parent } = candidate;
    if (parent === undefined || !isShown || candidate.pages.some((page) => withheldPages.has(page))) continue;
    const items = related.get(parent);
    if (items === undefined) related.set(parent, [candidate]);
    else items.push(candidate);
  }
  const surroundings: Surroundings = {
    feedOf(kind, name) {
      const key = kind === 'topic' ? topicKey(name) : name;
      const folder = folders.get(`${kind} ${key}`);
      return folder === undefined ? undefined : { folder, name: kind === 'topic' ? names.get(key) : undefined };
    },
    relatedOf: (article) => related.get(article) ?? [],
  };
  return (collection) => composeNeighbours(collection, surroundings);
}
