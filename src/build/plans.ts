// In: what a build chose. Out: for each feed, whether it lies in `out/` as it should, or the job of making it. Pure but for
// asking what is remembered.
import { feedId } from '../compose/feed-document.ts';
import type { WrittenFeed } from '../ledger/record.ts';
import type { Candidate, Choice, Collection } from '../model/collection.ts';
import type { Entry } from '../model/feed-document.ts';
import { hashOf } from '../model/hash.ts';
import type { Instant } from '../model/instant.ts';
import type { Ledger } from '../model/ledger.ts';
import type { Neighbours } from '../model/page.ts';
import type { Settings } from '../model/settings.ts';
import type { Member } from './entries.ts';
import type { BuildMemory } from './incremental.ts';
import type { FeedJob } from './making.ts';
import type { KnownFeed } from './memory.ts';
import { neighbourhood } from './neighbours.ts';
import type { Scan } from './scan.ts';

export interface PlanInput {
  readonly now: Instant;
  readonly settings: Settings;
  readonly ledger: Ledger;
  readonly choice: Choice;
  /** All that choosing had. */
  readonly candidates: readonly Candidate[];
  readonly clock: (candidate: Candidate) => Instant;
  readonly scanned: Scan;
  /** Entries of articles that are broken now, by id. */
  readonly kept: ReadonlyMap<string, Entry>;
  readonly memory: BuildMemory;
}

/** A feed, with what is to be done for it. */
export interface Plan {
  readonly feed: WrittenFeed;
  /** Hash of everything that its documents are made of, beside the configuration. */
  readonly key: string;
  /** How it was made before, when it lies untouched in `out/` and nothing in it changed; else the job of making it. */
  readonly todo: KnownFeed | FeedJob;
}

/** Entries that an independent parser reads as well, at most; every one of an ordinary build. docs/decisions.md says why. */
const SECOND_READINGS = 2_000;

/** Plans every feed, in the order of the collections. */
export function plansOf(input: PlanInput): readonly Plan[] {
  const { choice, candidates, settings, memory } = input;
  const neighboursOf = neighbourhood(choice, candidates, settings);
  const digests = new Map(input.scanned.files.map(({ path, digest }) => [path, digest]));
  const keyOf = feedKeys(input, digests);
  const plans = choice.collections.map((collection): Plan => {
    const feed = feedOf(collection, input);
    const neighbours = neighboursOf(collection);
    const key = keyOf(feed, neighbours);
    const before = memory.unchangedFeed(collection.folder, key);
    return { feed, key, todo: before ?? jobOf(feed, neighbours, digests, input) };
  });
  return withSecondReadings(plans);
}

export function isJob(todo: Plan['todo']): todo is FeedJob {
  return 'members' in todo;
}

/** A feed keeps the id under which it was published. */
export function feedIdOf(collection: Collection, ledger: Ledger, settings: Settings): string {
  return ledger.feeds.get(collection.folder)?.id ?? feedId(collection, settings);
}

function feedOf(collection: Collection, { ledger, settings, now }: PlanInput): WrittenFeed {
  const { folder, members } = collection;
  const emptied = members.length > 0 ? undefined : (ledger.feeds.get(folder)?.emptied ?? now);
  return { collection, id: feedIdOf(collection, ledger, settings), members, emptied };
}

function jobOf(
  { collection, id, members, emptied }: WrittenFeed,
  neighbours: Neighbours,
  digests: ReadonlyMap<string, string>,
  { now, clock }: PlanInput,
): FeedJob {
  const { kind, folder, slug, name, key } = collection;
  return {
    head: { kind, folder, slug, name, key },
    id,
    emptied: emptied ?? now,
    secondReading: true,
    members: members.map(
      (candidate): Member => ({
        id: candidate.id,
        path: candidate.path,
        digest: digests.get(candidate.path) ?? '',
        relatedIndex: candidate.relatedIndex,
        updated: clock(candidate),
        isLastGood: candidate.pinnedTo !== undefined,
      }),
    ),
    neighbours,
  };
}

function feedKeys(
  { choice, kept, clock }: PlanInput,
  digests: ReadonlyMap<string, string>,
): (feed: WrittenFeed, near: Neighbours) => string {
  const withheld = hashOf([...choice.withheldPages].sort());
  const digestOf = ({ path, id, pinnedTo }: Candidate) =>
    pinnedTo === undefined ? digests.get(path) : hashOf(kept.get(id));
  return ({ collection, id, members, emptied }, near) => {
    // The path is in it because an address may be made of it.
    const parts = members.map((member) => [
      member.id,
      member.path,
      digestOf(member),
      member.relatedIndex,
      clock(member),
    ]);
    return hashOf(withheld, collection.name, id, emptied, near, parts);
  };
}

/** Of a build that makes very many entries at once, the site's feed and an even spread of the others get a second reading. */
function withSecondReadings(plans: readonly Plan[]): readonly Plan[] {
  const entries = plans.reduce((sum, { todo }) => sum + (isJob(todo) ? todo.members.length : 0), 0);
  const stride = Math.ceil(entries / SECOND_READINGS);
  return plans.map((plan, index) => {
    const { todo } = plan;
    return !isJob(todo) || index % stride === 0 ? plan : { ...plan, todo: { ...todo, secondReading: false } };
  });
}
