// In: the collections of a build. Out: every feed made, proven and handed to the writing; feeds that hold nothing that
// changed are kept as they lie in `out/`.
import type { ListedFeed } from '../compose/directory.ts';
import { feedId } from '../compose/feed-document.ts';
import { composeFeedPage } from '../compose/page.ts';
import type { WrittenFeed } from '../ledger/record.ts';
import type { Candidate, Choice, Collection } from '../model/collection.ts';
import type { Entry } from '../model/feed-document.ts';
import { hashOf } from '../model/hash.ts';
import type { Instant } from '../model/instant.ts';
import type { LastGood, Ledger } from '../model/ledger.ts';
import type { ManifestFeed } from '../model/manifest.ts';
import type { Neighbours } from '../model/page.ts';
import type { Settings } from '../model/settings.ts';
import { renderFeedPage } from '../render/pages/feed-page.ts';
import { type Findings, newFindings } from './findings.ts';
import { type BuildMemory, filesOf } from './incremental.ts';
import { type FindLastGood, lastGoodRecord, withoutPages } from './last-good.ts';
import type { KnownFeed } from './memory.ts';
import { neighbourhood } from './neighbours.ts';
import { type ProduceContext, type ProducedFeed, produceFeed } from './produce.ts';
import type { Progress } from './progress.ts';
import type { Scan } from './scan.ts';
import type { Writing } from './writing.ts';

export interface Production {
  readonly now: Instant;
  readonly settings: Settings;
  readonly ledger: Ledger;
  readonly choice: Choice;
  /** All that choosing had. */
  readonly candidates: readonly Candidate[];
  readonly entryOf: (candidate: Candidate) => Promise<Entry>;
  readonly clock: (candidate: Candidate) => Instant;
  readonly scanned: Scan;
  /** Entries of articles that are broken now, by id. */
  readonly kept: ReadonlyMap<string, Entry>;
  /** For entries that do not survive verification. */
  readonly findLastGood: FindLastGood;
  readonly memory: BuildMemory;
  readonly writing: Writing;
  readonly findings: Findings;
  /** What stands before an article's path in findings. */
  readonly label: string;
  readonly progress: Progress;
  /** Feeds as they lie in `out/`: the last good ones, for those that are withheld. */
  readonly previous: readonly ManifestFeed[];
  readonly renderers: ProduceContext['renderers'];
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

/** Makes all feeds of a build, one after the other. */
export async function produceAll(production: Production): Promise<Produced> {
  const { choice, candidates, memory, writing, settings, progress, findings } = production;
  const state: State = {
    listed: [],
    feeds: [],
    withheldFeeds: [],
    known: new Map(),
    lastGood: new Map(),
    documents: 0,
    composed: 0,
  };
  const keyOf = feedKeys(production);
  const neighboursOf = neighbourhood(choice, candidates, settings);
  for (const [done, collection] of choice.collections.entries()) {
    progress('building', done, choice.collections.length);
    const feed = feedOf(collection, production);
    const neighbours = neighboursOf(collection);
    const key = keyOf(feed, neighbours);
    const before = memory.unchangedFeed(collection.folder, key);
    if (before === undefined) {
      await produceOne(feed, neighbours, key, production, state);
      continue;
    }
    writing.keep(filesOf(collection.folder, settings), true);
    state.listed.push({ collection, entries: before.entries, updated: before.updated });
    state.feeds.push(feed);
    state.known.set(collection.folder, before);
    findings.add(before.findings);
    state.documents += before.documents;
  }
  return { ...state, lastGood: [...state.lastGood.values()] };
}

/** A feed keeps the id under which it was published. */
export function feedIdOf(collection: Collection, ledger: Ledger, settings: Settings): string {
  return ledger.feeds.get(collection.folder)?.id ?? feedId(collection, settings);
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

function feedOf(collection: Collection, { ledger, settings, now }: Production): WrittenFeed {
  const { folder, members } = collection;
  const emptied = members.length > 0 ? undefined : (ledger.feeds.get(folder)?.emptied ?? now);
  return { collection, id: feedIdOf(collection, ledger, settings), members, emptied };
}

/** Hashes everything that a feed's documents are made of, beside the configuration. */
function feedKeys({ choice, scanned, kept, clock }: Production): (feed: WrittenFeed, near: Neighbours) => string {
  const digests = new Map(scanned.files.map(({ path, digest }) => [path, digest]));
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

async function produceOne(
  feed: WrittenFeed,
  neighbours: Neighbours,
  key: string,
  production: Production,
  state: State,
): Promise<void> {
  const { collection, id, members, emptied } = feed;
  const { settings, now, writing, findings, entryOf, label, renderers } = production;
  const { folder } = collection;
  const entries: Entry[] = [];
  for (const member of members) entries.push(await entryOf(member));
  const own = newFindings();
  const produced = await produceFeed(collection, id, entries, {
    settings,
    emptied: emptied ?? now,
    reportIn: (path) => own.in(path),
    sourceOf: (entryId) => pathOf(members, entryId, label),
    lastGoodOf: (entryId) => lastGoodOf(entryId, feed, production, state),
    ...(renderers === undefined ? {} : { renderers }),
  });
  state.composed++;
  if (produced === undefined) withhold(collection, production, state);
  else {
    for (const file of produced.files) await writing.put(file);
    if (folder !== '') {
      const page = composeFeedPage(collection, produced.document, neighbours, settings);
      await writing.putPage(`${folder}index.html`, renderFeedPage(page, writing.frame), own);
    }
    take(produced, feed, key, own, state);
  }
  findings.add(own.all);
}

function take(
  { document, files, replaced }: ProducedFeed,
  feed: WrittenFeed,
  key: string,
  own: Findings,
  state: State,
) {
  const { collection, members } = feed;
  const { updated } = document.options;
  const entries = document.items.length;
  const shown = new Set(document.items.map((entry) => entry.id).filter((id) => !replaced.has(id)));
  state.documents += files.length;
  state.listed.push({ collection, entries, updated });
  state.feeds.push({ ...feed, members: members.filter((member) => shown.has(member.id)) });
  // A feed that lost an entry to verification is made again next time, so that the finding is reported again.
  if (shown.size < members.length) return;
  state.known.set(collection.folder, { key, entries, updated, documents: files.length, findings: own.all });
}

/** The last good feed stays in `out/` and in the lists; there may be none yet. */
function withhold(collection: Collection, { previous, writing, settings }: Production, state: State): void {
  const { folder } = collection;
  state.withheldFeeds.push(folder);
  writing.keep(filesOf(folder, settings), false);
  const last = previous.find((feed) => feed.folder === folder);
  if (last !== undefined) state.listed.push({ collection, entries: last.entries, updated: last.updated });
}

async function lastGoodOf(
  entryId: string,
  { members }: WrittenFeed,
  { findLastGood, choice, kept }: Production,
  state: State,
): Promise<Entry | undefined> {
  const path = members.find(({ id }) => id === entryId)?.path;
  const found = kept.has(entryId) ? undefined : await findLastGood(entryId);
  if (path === undefined || found === undefined) return undefined;
  state.lastGood.set(entryId, lastGoodRecord(path, found));
  return withoutPages(found.entry, choice.withheldPages);
}

function pathOf(members: readonly Candidate[], id: string, label: string): string | undefined {
  const member = members.find((candidate) => candidate.id === id);
  return member && label + member.path;
}
