// In: what a build would show, and what subscribers know. Out: how many old entries would be new to them. Pure.
import type { Candidate, Collection } from '../model/collection.ts';
import type { Instant } from '../model/instant.ts';
import type { FeedSettings } from '../model/settings.ts';
import type { Past } from './clock.ts';

export interface Known {
  readonly ids: { readonly size: number; has(id: string): boolean };
  /** The newest publication that subscribers know; what is older and unknown is an old entry. */
  readonly newest: Instant;
}

/** The number of old entries that would be new, and how many may be. Old: not newer than the newest one known. */
export function rebroadcast(
  collections: readonly Collection[],
  known: Known,
  pastOf: (candidate: Candidate) => Past,
  limit: FeedSettings['rebroadcast'],
): { readonly count: number; readonly max: number } {
  const flood = new Set<string>();
  const look = (candidate: Candidate) => {
    if (candidate.published > known.newest || pastOf(candidate).record !== undefined) return;
    if (!known.ids.has(candidate.id)) flood.add(candidate.id);
  };
  for (const { members } of collections) members.forEach(look);
  return { count: flood.size, max: Math.max(limit.maxEntries, Math.floor(limit.maxShare * known.ids.size)) };
}
