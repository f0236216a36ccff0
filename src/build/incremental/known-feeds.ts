// In: feeds as a build proved them. Out: what the cache holds of them, and back. Most of it are the jobs of making them, of
// which few are ever asked for.
import type { ListedFeed } from '../../compose/directory.ts';
import type { Finding } from '../../diagnostics/finding.ts';
import { DamagedCache, type Section, type SectionInParts, wholeBytes, wholeSection } from '../../ledger/cache.ts';
import { printOf } from '../../model/hash.ts';
import type { FeedJob, MadeFeed } from '../making/making.ts';
import { type PackedJob, unpackJob } from '../packed/job.ts';
import { sectionHalves, sectionParts } from '../packed/section.ts';
import { type Cache, groupName, section } from './sections.ts';

/** A feed that was proven and written: while its key is the same, its documents are. */
export interface ProvenFeed extends ListedFeed {
  readonly published: Float64Array;
  /** `Plan.key` of its documents. */
  readonly key: string;
  readonly documents: number;
  /** What making it reported. */
  readonly findings: readonly Finding[];
  /** `printOf` the path of each member: tells quickly that a file is in none of its entries. */
  readonly prints: Int32Array;
}

export interface KnownFeed extends ProvenFeed {
  /** How it was made. */
  readonly job: PackedJob;
}

export function knownFeed(key: string, job: PackedJob, made: MadeFeed, published: Iterable<number>): KnownFeed {
  return { ...provenFeed(key, job, made, Float64Array.from(published)), job };
}

export function provenFeed(key: string, job: PackedJob, made: MadeFeed, published: Float64Array): ProvenFeed {
  const { files, ids, updated, findings } = made;
  return {
    key,
    head: job.head,
    id: job.id,
    entries: ids.length,
    updated,
    published,
    documents: files.length,
    findings,
    prints: job.members.prints,
  };
}

/** Feeds with their jobs. Throws `DamagedCache`. */
export function feedsIn(cache: Cache): ReadonlyMap<string, KnownFeed> {
  const feeds = feedListsIn(cache);
  const jobs = new Map(Array.from({ length: JOB_GROUPS }, (_, group) => [...jobsIn(cache, group)]).flat());
  return new Map(
    [...feeds].map(([folder, feed]) => {
      const job = jobs.get(folder);
      if (job === undefined) throw new DamagedCache(groupName(groupOf(folder)));
      return [folder, { ...feed, job }];
    }),
  );
}

/** Jobs by folder, of one group. Throws `DamagedCache`. */
function jobsIn(cache: Cache, group: number): ReadonlyMap<string, PackedJob> {
  const { value, many } = sectionHalves(wholeBytes(cache, groupName(group)));
  const jobs = new Map<string, PackedJob>();
  let start = 0;
  // The checksums of the cache vouch for the shape: only `jobParts` makes it.
  for (const { length, ...job } of value as readonly ShortJob[]) {
    const bytes = many.subarray(start, start + length);
    jobs.set(job.head.folder, { ...job, members: { ...job.members, bytes } });
    start += length;
  }
  return jobs;
}

/** A job without the bytes of its members, and how many those are. */
interface ShortJob extends Omit<PackedJob, 'members'> {
  readonly members: Omit<PackedJob['members'], 'bytes'>;
  readonly length: number;
}

/** The section of a group. */
function jobParts(jobs: Iterable<PackedJob>): Generator<Uint8Array> {
  const all = [...jobs];
  const short = all.map(({ members: { bytes, ...members }, ...job }): ShortJob => {
    return { ...job, members, length: bytes.length };
  });
  return sectionParts(
    short,
    all.map(({ members }) => members.bytes),
  );
}

/** Feeds without their jobs, which are large: their groups are sections of their own. */
export type FeedLists = ReadonlyMap<string, ProvenFeed>;

/** What a cache holds of them: numbers of members one feed after the other, for many small columns take long to read. */
export interface PackedFeeds {
  readonly feeds: readonly Omit<ProvenFeed, 'prints' | 'published'>[];
  /** How many members each has. */
  readonly counts: Uint32Array;
  readonly prints: Int32Array;
  readonly published: Float64Array;
}

/** The section of feeds without their jobs. */
export function feedSection(lists: FeedLists): Section {
  const feeds = [...lists.values()];
  const counts = Uint32Array.from(feeds, (feed) => feed.prints.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [prints, published] = [new Int32Array(total), new Float64Array(total)];
  let at = 0;
  for (const feed of feeds) {
    prints.set(feed.prints, at);
    published.set(feed.published, at);
    at += feed.prints.length;
  }
  const plain = feeds.map(({ key, head, id, entries, updated, documents, findings }) => {
    return { key, head, id, entries, updated, documents, findings };
  });
  return section('feeds', { feeds: plain, counts, prints, published });
}

/** Throws `DamagedCache`. */
export function feedListsIn(cache: Cache): FeedLists {
  const { feeds, counts, prints, published } = wholeSection(cache, 'feeds');
  let end = 0;
  return new Map(
    feeds.map((feed, index) => {
      const start = end;
      end += counts[index] ?? 0;
      return [
        feed.head.folder,
        { ...feed, prints: prints.subarray(start, end), published: published.subarray(start, end) },
      ] as const;
    }),
  );
}

/** So many that an edit rewrites few of them. */
const JOB_GROUPS = 16;

/** Any number that tells folders apart does. */
function groupOf(folder: string): number {
  return (printOf(folder) >>> 0) % JOB_GROUPS;
}

/** The sections of all jobs. */
export function* jobSections(feeds: ReadonlyMap<string, KnownFeed>): Generator<SectionInParts> {
  const groups = Array.from({ length: JOB_GROUPS }, (): PackedJob[] => []);
  for (const [folder, { job }] of feeds) groups[groupOf(folder)]?.push(job);
  for (const [group, jobs] of groups.entries()) yield [groupName(group), jobParts(jobs)];
}

/** The jobs of a cache. A group is read once, when the first of its jobs is asked for. */
export interface KnownJobs {
  /** How a feed was made. Throws `DamagedCache` when that cannot be read. */
  of(folder: string): FeedJob;
  /** The sections of all jobs, of which some were asked for and changed: groups without one of those are taken over. */
  sectionsAfter(changed: ReadonlyMap<string, PackedJob>): Iterable<Section>;
}

export function openJobs(cache: Cache): KnownJobs {
  const groups = new Map<number, ReadonlyMap<string, PackedJob>>();
  const jobsOf = (group: number) => {
    const jobs = groups.get(group) ?? jobsIn(cache, group);
    groups.set(group, jobs);
    return jobs;
  };
  return {
    of(folder) {
      const group = groupOf(folder);
      const job = jobsOf(group).get(folder);
      if (job === undefined) throw new DamagedCache(groupName(group));
      return unpackJob(job);
    },
    *sectionsAfter(changed) {
      for (let group = 0; group < JOB_GROUPS; group++) {
        const own = [...changed].filter(([folder]) => groupOf(folder) === group);
        if (own.length > 0)
          yield [groupName(group), Buffer.concat([...jobParts(new Map([...jobsOf(group), ...own]).values())])];
        else yield* cache.taken(groupName(group));
      }
    },
  };
}
