// In: what a build chose. Out: for each feed the feeds near to it, as its page names them.
import { pagePrintOf } from '../collect/identity.ts';
import { topicKey } from '../collect/slug.ts';
import { composeNeighbours, type NearFeed, type Surroundings } from '../compose/page.ts';
import type { Candidate, Candidates, Choice, Collection } from '../model/collection.ts';
import { printOf } from '../model/hash.ts';
import type { Neighbours } from '../model/page.ts';
import type { Settings } from '../model/settings.ts';

/** Prepares the search for the feeds `asked`; `candidates` are all that choosing had. */
export function neighbourhood(
  { collections, withheldPages }: Choice,
  asked: readonly Collection[],
  candidates: Candidates,
  { feeds }: Settings,
): (collection: Collection) => Neighbours {
  const names = new Map([...feeds.topics.names].map(([topic, name]) => [topicKey(topic), name]));
  const near = { topic: new Map<string, NearFeed>(), provider: new Map<string, NearFeed>() };
  for (const { kind, key, folder, name: shownName } of collections) {
    if (kind === 'topic') near.topic.set(key, { folder, name: names.get(key), shownName });
    if (kind === 'provider') near.provider.set(key, { folder, name: undefined, shownName });
  }
  const isShown = feeds.related.inEntries || feeds.related.asEntries;
  const related = relatedByParent(isShown ? asked : [], candidates, withheldPages);
  const surroundings: Surroundings = {
    feedOf: (kind, name) => near[kind].get(kind === 'topic' ? topicKey(name) : name),
    relatedOf: (article) => related.get(articleKey(article)) ?? [],
  };
  return (collection) => composeNeighbours(collection, surroundings);
}

/** Tells articles apart, whichever objects stand for them: a file holds one, but several may stand for one that is broken. */
function articleKey({ path, id, pinnedTo }: Candidate): string {
  return pinnedTo === undefined ? path : `${path}\u0000${id}`;
}

/** The related items that may appear, of each article of a provider's feed, by its key: no other page names them. */
function relatedByParent(
  asked: readonly Collection[],
  candidates: Candidates,
  withheldPages: ReadonlySet<string>,
): ReadonlyMap<string, readonly Candidate[]> {
  const related = new Map<string, Candidate[]>();
  for (const { kind, members } of asked) {
    if (kind === 'provider') for (const member of members) related.set(articleKey(member.parent ?? member), []);
  }
  if (related.size === 0) return related;
  const prints = new Set([...withheldPages].map(printOf));
  let lastParent: Candidate | undefined;
  let items: Candidate[] | undefined;
  for (const candidate of candidates) {
    const { parent } = candidate;
    if (parent === undefined) continue;
    // Those of one article come together.
    if (parent !== lastParent) items = related.get(articleKey(parent));
    lastParent = parent;
    if (items !== undefined && !isWithheld(candidate)) items.push(candidate);
  }
  return related;

  // A related item has one page.
  function isWithheld(candidate: Candidate): boolean {
    return prints.has(pagePrintOf(candidate, 0) ?? 0) && candidate.pages.some((page) => withheldPages.has(page));
  }
}
