// What follows an upload: caches forget the changed addresses, and when they serve the new bytes, hubs are told.
import type { Plan } from './plan.ts';

export interface Told {
  readonly purged: number;
  readonly pinged: number;
  readonly troubles: readonly string[];
  /** What must be tried again: paths. */
  readonly left: { readonly purge: readonly string[]; readonly ping: readonly string[] };
}

export interface Announcement {
  readonly purges: boolean;
  readonly pings: boolean;
  /** Tells caches and hubs about a plan that was carried out. Refusals are troubles in the answer, never thrown. */
  tell(plan: Plan, changed: readonly string[]): Promise<Told>;
}
