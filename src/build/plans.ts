// In: what a build chose. Out: for each feed, whether it lies in `out/` as it should, or the job of making it. Pure but for
// asking what is remembered and storing what is large.
import { feedId } from '../compose/feed-document.ts';
import type { WrittenFeed } from '../ledger/record.ts';
import type { Candidate, Candidates, Choice, Collection } from '../model/collection.ts';
import type { Entry } from '../model/feed-document.ts';
import { hashOf, textHash } from '../model/hash.ts';
import type { Instant } from '../model/instant.ts';
import type { Ledger } from '../model/ledger.ts';
import type { Settings } from '../model/settings.ts';
import type { KnownFeed } from './incremental/known-feeds.ts';
import type { Member } from './making/entries.ts';
import type { FeedJob } from './making/making.ts';
import { neighbourhood } from './neighbours.ts';
import { type PackedJob, packMembers } from './packed/job.ts';
import type { Store } from './packed/section.ts';
import type { Scan } from './scan.ts';

export interface PlanInput {
  readonly now: Instant;
  readonly settings: Settings;
  readonly ledger: Ledger;
  readonly choice: Choice;
  /** All that choosing had. */
  readonly candidates: Candidates;
  /** Those of them that stand for broken articles. */
  readonly pinned: readonly Candidate[];
  readonly clock: (candidate: Candidate) => Instant;
  readonly scanned: Scan;
  /** Entries of articles that are broken now, by id. */
  readonly lastGoodEntries: ReadonlyMap<string, Entry>;
  /** How a feed was made before, when it lies untouched in `out/`; by its folder. */
  readonly untouchedFeed: (folder: string) => KnownFeed | undefined;
  /** Takes the members of feeds that are to be made. */
  readonly store: Store;
}

/** A feed, with what is to be done for it. */
export interface Plan {
  readonly feed: WrittenFeed;
  /**
   * Hashes of everything that its documents are made of, beside the configuration: its own, what there is around it, and
   * what its page says of that.
   */
  readonly key: string;
  /** How it was made before, when it lies untouched in `out/` and nothing in it changed; else the job of making it. */
  readonly todo: KnownFeed | PackedJob;
}

/** Entries that are read a second time, at most; every one of an ordinary build. docs/decisions.md says why. */
const SECOND_READINGS = 2_000;

/**
 * Plans every feed, in the order of the collections. What its page says of others is composed for feeds that have to be
 * made, and where the feeds around it are not those that were there when it was made.
 */
export function plansOf(input: PlanInput): readonly Plan[] {
  const { choice, candidates, settings, untouchedFeed, store } = input;
  const withheld = withheldKey(choice.withheldPages);
  const around = aroundKey(input);
  const sketches = choice.collections.map((collection): Sketch => {
    const feed = feedOf(collection, input);
    const { members, ...draft } = draftOf(feed, input);
    const own = ownKey({ ...draft, members }, withheld);
    const lying = untouchedFeed(collection.folder);
    const before = lying?.key.startsWith(own) === true ? lying : undefined;
    const packed = before?.job.members ?? packMembers(members, store);
    return {
      feed,
      draft: { ...draft, members: packed },
      own,
      before,
      isKept: before?.key.startsWith(`${own} ${around} `) === true,
    };
  });
  const open = sketches.flatMap(({ feed, isKept }) => (isKept ? [] : [feed.collection]));
  const neighboursOf = neighbourhood(choice, open, candidates, settings);
  const plans = sketches.map(({ feed, draft, own, before, isKept }): Plan => {
    if (before !== undefined && isKept) return { feed, key: before.key, todo: before };
    const neighbours = neighboursOf(feed.collection);
    const near = hashOf(neighbours);
    const key = `${own} ${around} ${near}`;
    const isSame = before?.key.endsWith(` ${near}`) === true;
    return { feed, key, todo: isSame ? { ...before, key } : { ...draft, neighbours } };
  });
  const jobs = withSecondReadings(plans.flatMap(({ todo }) => (isJob(todo) ? [todo] : [])))[Symbol.iterator]();
  return plans.map((plan) => (isJob(plan.todo) ? { ...plan, todo: jobs.next().value ?? plan.todo } : plan));
}

/** A feed before it is known what its page says of others. */
interface Sketch {
  readonly feed: WrittenFeed;
  /** What making it would take, but for its neighbours. */
  readonly draft: Omit<PackedJob, 'neighbours'>;
  readonly own: string;
  /** How it was made before, when it lies untouched in `out/` and holds the same entries. */
  readonly before: KnownFeed | undefined;
  /** Whether its page says the same, too. */
  readonly isKept: boolean;
}

type Draft = Omit<FeedJob, 'neighbours'>;

export function isJob(todo: Plan['todo']): todo is PackedJob {
  return 'members' in todo;
}

function feedOf(collection: Collection, { ledger, settings, now }: PlanInput): WrittenFeed {
  const { members } = collection;
  const record = ledger.feeds.get(collection.folder);
  // A feed keeps the id under which it was published.
  const id = record?.id ?? feedId(collection, settings);
  return { collection, id, members, emptied: members.length > 0 ? undefined : (record?.emptied ?? now) };
}

function draftOf(
  { collection, id, members, emptied }: WrittenFeed,
  { now, clock, scanned, lastGoodEntries }: PlanInput,
): Draft {
  const { kind, folder, slug, name, key } = collection;
  return {
    head: { kind, folder, slug, name, key },
    id,
    emptied: emptied ?? now,
    secondReading: true,
    members: members.map((candidate): Member => {
      const { id: own, path, relatedIndex, pinnedTo } = candidate;
      const isLastGood = pinnedTo !== undefined;
      // What lies near to the id comes first.
      const updated = clock(candidate);
      const digest = isLastGood
        ? hashOf(lastGoodEntries.get(own))
        : (candidate.fileDigest?.() ?? scanned.fileAt(path)?.digest ?? '');
      return { id: own, path, digest, relatedIndex, updated, isLastGood };
    }),
  };
}

/** No text, path or id holds a NUL. */
const BETWEEN = '\u0000';

/** The key of what a feed's documents are made of; `withheld` is `withheldKey`. */
export function ownKey({ head, id, emptied, members }: Draft, withheld: string): string {
  let parts = [withheld, head.name, id, members.length > 0 ? '' : emptied].join(BETWEEN);
  // The path is in it because an address may be made of it.
  for (const { id: own, path, digest, relatedIndex, updated } of members) {
    parts += BETWEEN + [own, path, digest, relatedIndex, updated].join(BETWEEN);
  }
  return textHash(parts);
}

/** The part of every key that says which pages may not appear. */
export function withheldKey(pages: Iterable<string>): string {
  return hashOf([...pages].sort());
}

/**
 * The key of everything around a feed that its own does not cover: which feeds there are, and what broken articles had
 * beside them. Of all others, topics and related items stand in the files of its members.
 */
function aroundKey({ choice, pinned }: PlanInput): string {
  const { collections } = choice;
  const hosts = new Set(pinned.map(({ host }) => host));
  const providers = collections.filter(({ kind, key }) => kind === 'provider' && hosts.has(key));
  return hashOf(
    collections.map(({ kind, key, folder }) => [kind, key, folder]),
    pinned.map(({ id, parent, host, topics }) => [id, parent?.id, host, topics]),
    providers.map(({ key, name }) => [key, name]),
  );
}

/** Of a build that makes very many entries at once, the first feed and an even spread of the others get a second reading. */
export function withSecondReadings<J extends FeedJob | PackedJob>(jobs: readonly J[]): readonly J[] {
  const entries = jobs.reduce((sum, { members }) => sum + members.length, 0);
  const stride = Math.max(1, Math.ceil(entries / SECOND_READINGS));
  return jobs.map((job, index) => ({ ...job, secondReading: index % stride === 0 }));
}
