// In: the plans of a build. Out: every feed made, proven and handed to the writing; feeds that hold nothing that changed are
// kept as they lie in `out/`.
import type { ListedFeed } from '../compose/directory.ts';
import type { WrittenFeed } from '../ledger/record.ts';
import type { Candidate } from '../model/collection.ts';
import type { Entry } from '../model/feed-document.ts';
import type { LastGood } from '../model/ledger.ts';
import type { BuildContext, Planned } from './choosing.ts';
import { newFindings } from './findings.ts';
import { filesOf } from './incremental/incremental.ts';
import { type KnownFeed, knownFeed } from './incremental/known-feeds.ts';
import type { FailedFeed, MadeFeed } from './making/making.ts';
import { mend } from './making/produce.ts';
import { type PackedJob, unpackJob } from './packed/job.ts';
import { isJob, type Plan } from './plans.ts';
import { StaleReading } from './reading/reading.ts';
import { lastGoodRecord, withoutPages } from './subscribers/last-good.ts';
import type { Writing } from './writing.ts';

export interface Production
  extends Pick<BuildContext, 'input' | 'settings' | 'crew' | 'scanned' | 'findings' | 'label' | 'progress'>,
    Pick<Planned, 'lastGoodEntries' | 'findLastGood' | 'withheldPages' | 'previous'> {
  readonly writing: Writing;
}

export interface Produced {
  /** Feeds that stand in `out/` after this build. */
  readonly listed: readonly ListedFeed[];
  readonly feeds: readonly WrittenFeed[];
  readonly withheldFeeds: readonly string[];
  /** For the cache: feeds that are whole. */
  readonly known: ReadonlyMap<string, KnownFeed>;
  /** Versions that stepped in for entries that did not survive verification. */
  readonly lastGood: readonly LastGood[];
  readonly documents: number;
  readonly composed: number;
}

/** Makes all feeds of a build. */
export async function produceAll(plans: readonly Plan[], production: Production): Promise<Produced> {
  const { crew, progress, scanned } = production;
  const state: State = {
    listed: [],
    feeds: [],
    withheldFeeds: [],
    known: new Map(),
    lastGood: new Map(),
    documents: 0,
    composed: 0,
  };
  const jobs = plans.flatMap(({ todo }) => (isJob(todo) ? [todo] : []));
  const entries = jobs.reduce((sum, { members }) => sum + members.length, 0);
  const made = crew.make(jobs, entries)[Symbol.asyncIterator]();
  try {
    for (const plan of plans) {
      if (!isJob(plan.todo)) {
        keep(plan, plan.todo, production, state);
        continue;
      }
      progress('building', state.composed, jobs.length);
      const next = await made.next();
      if (next.done === true) throw new TypeError('A feed was not made');
      await takeOrMend(plan, plan.todo, next.value, production, state);
      state.composed++;
    }
  } catch (error) {
    throw error instanceof StaleReading ? scanned.explain(error) : error;
  }
  return { ...state, lastGood: [...state.lastGood.values()] };
}

interface State {
  readonly listed: ListedFeed[];
  readonly feeds: WrittenFeed[];
  readonly withheldFeeds: string[];
  readonly known: Map<string, KnownFeed>;
  readonly lastGood: Map<string, LastGood>;
  documents: number;
  composed: number;
}

function keep({ feed }: Plan, before: KnownFeed, { writing, settings, findings }: Production, state: State): void {
  const { collection } = feed;
  writing.keep(filesOf(collection.folder, settings), true);
  state.listed.push(before);
  state.feeds.push(feed);
  state.known.set(collection.folder, before);
  findings.add(before.findings);
  state.documents += before.documents;
}

async function takeOrMend(
  plan: Plan,
  packed: PackedJob,
  made: MadeFeed | FailedFeed,
  production: Production,
  state: State,
): Promise<void> {
  if ('files' in made) {
    take(plan, packed, made, new Set(), production, state);
    return;
  }
  const { input, settings, crew, findings, label } = production;
  const own = newFindings();
  own.add(made.findings);
  const { members } = plan.feed;
  const job = unpackJob(packed);
  const mended = await mend(job, crew.maker.entriesOf(job), made.blame, {
    settings,
    reportIn: (path) => own.in(path),
    renderers: input.renderers,
    sourceOf: (entryId) => pathOf(members, entryId, label),
    lastGoodOf: (entryId) => lastGoodOf(entryId, members, production, state),
  });
  if (mended !== undefined) {
    take(plan, packed, crew.maker.finish(job, mended.attempt, own), mended.replaced, production, state);
    return;
  }
  withhold(plan.feed, production, state);
  findings.add(own.all);
}

/** `replaced`: ids whose last good version stepped in. */
function take(
  { feed, key }: Plan,
  job: PackedJob,
  made: MadeFeed,
  replaced: ReadonlySet<string>,
  { writing, findings: all }: Production,
  state: State,
) {
  const { members } = feed;
  writing.takeFeed(job.head, made);
  all.add(made.findings);
  const shown = new Set(made.ids.filter((id) => !replaced.has(id)));
  const isWhole = shown.size === members.length;
  const known = knownFeed(
    key,
    job,
    made,
    members.map(({ published }) => published),
  );
  state.documents += known.documents;
  state.listed.push(known);
  // Nearly always all of them, and their ids may have to be read.
  state.feeds.push(isWhole ? feed : { ...feed, members: members.filter((member) => shown.has(member.id)) });
  // A feed that lost an entry to verification is made again next time, so that the finding is reported again.
  if (isWhole) state.known.set(job.head.folder, known);
}

/** The last good feed stays in `out/` and in the lists; there may be none yet. */
function withhold({ collection, id }: WrittenFeed, { previous, writing, settings }: Production, state: State): void {
  const { folder, members } = collection;
  state.withheldFeeds.push(folder);
  writing.keep(filesOf(folder, settings), false);
  const last = previous?.feeds.find((feed) => feed.folder === folder);
  if (last === undefined) return;
  const published = members.map((member) => member.published);
  state.listed.push({ head: collection, id, entries: last.entries, updated: last.updated, published });
}

async function lastGoodOf(
  entryId: string,
  members: readonly Candidate[],
  { findLastGood, withheldPages, lastGoodEntries }: Production,
  state: State,
): Promise<Entry | undefined> {
  const path = members.find(({ id }) => id === entryId)?.path;
  if (path === undefined || lastGoodEntries.has(entryId)) return undefined;
  const found = await findLastGood(entryId, path);
  if (found === undefined) return undefined;
  state.lastGood.set(entryId, lastGoodRecord(path, found));
  return withoutPages(found.entry, withheldPages);
}

function pathOf(members: readonly Candidate[], id: string, label: string): string | undefined {
  const member = members.find((candidate) => candidate.id === id);
  return member && label + member.path;
}
