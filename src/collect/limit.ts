// In: ordered members. Out: as many as a feed may hold, and how many there were.
import type { Candidate, Collection } from '../model/collection.ts';

/** `limit` 0 = all. */
export function limited(members: readonly Candidate[], limit: number): Pick<Collection, 'members' | 'total'> {
  return { members: limit === 0 ? members : members.slice(0, limit), total: members.length };
}
