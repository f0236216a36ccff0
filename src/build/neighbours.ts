// In: what a build chose. Out: for each feed the feeds near to it, as its page names them.
import { pagePrintOf } from '../collect/identity.ts';
import { topicKeys } from '../collect/slug.ts';
import { composeNeighbours, type Surroundings } from '../compose/page.ts';
import type { Candidate, Choice, Collection } from '../model/collection.ts';
import { printOf } from '../model/hash.ts';
import type { Neighbours } from '../model/page.ts';
import type { Settings } from '../model/settings.ts';

/** Prepares the search; `candidates` are all that choosing had. */
export function neighbourhood(
  { collections, withheldPages }: Choice,
  candidates: readonly Candidate[],
  { feeds }: Settings,
): (collection: Collection) => Neighbours {
  const keyOf = topicKeys();
  const names = new Map([...feeds.topics.names].map(([topic, name]) => [keyOf(topic), name]));
  const near = { topic: new Map<string, Near>(), provider: new Map<string, Near>() };
  for (const { kind, key, folder } of collections) {
    if (kind === 'topic') near.topic.set(key, { folder, name: names.get(key) });
    if (kind === 'provider') near.provider.set(key, { folder, name: undefined });
  }
  const isShown = feeds.related.inEntries || feeds.related.asEntries;
  const related = isShown ? relatedByParent(candidates, withheldPages) : new Map<Candidate, Candidate[]>();
  const surroundings: Surroundings = {
    feedOf: (kind, name) => near[kind].get(kind === 'topic' ? keyOf(name) : name),
    relatedOf: (article) => related.get(article) ?? [],
  };
  return (collection) => composeNeighbours(collection, surroundings);
}

/** A feed that others may be near to. */
type Near = NonNullable<ReturnType<Surroundings['feedOf']>>;

/** The related items that may appear, of each article. */
function relatedByParent(
  candidates: readonly Candidate[],
  withheldPages: ReadonlySet<string>,
): ReadonlyMap<Candidate, readonly Candidate[]> {
  const prints = new Set([...withheldPages].map(printOf));
  const related = new Map<Candidate, Candidate[]>();
  for (const candidate of candidates) {
    const { parent } = candidate;
    if (parent === undefined || isWithheld(candidate)) continue;
    const items = related.get(parent);
    if (items === undefined) related.set(parent, [candidate]);
    else items.push(candidate);
  }
  return related;

  // A related item has one page.
  function isWithheld(candidate: Candidate): boolean {
    return prints.has(pagePrintOf(candidate, 0) ?? 0) && candidate.pages.some((page) => withheldPages.has(page));
  }
}
