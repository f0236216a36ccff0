// The build: scan → recognise → choose → (compose, render, verify) → write. The order of its stages is written here, once.
import { relative, resolve } from 'node:path';
import { collect } from '../collect/collections.ts';
import type { Published } from '../collect/published.ts';
import type { ListedFeed } from '../compose/directory.ts';
import { feedId } from '../compose/feed-document.ts';
import type { Finding } from '../diagnostics/finding.ts';
import { isWithin, realFolder } from '../io/folders.ts';
import { type Lock, takeLock } from '../io/lock.ts';
import { makeOutputFolder, openOutput } from '../io/output-folder.ts';
import { updatedOf } from '../ledger/clock.ts';
import type { Damage } from '../ledger/format.ts';
import { rebroadcast } from '../ledger/rebroadcast.ts';
import { recognise } from '../ledger/recognise.ts';
import { recordWritten, type WrittenFeed } from '../ledger/record.ts';
import { readLedger, writeLedger } from '../ledger/store.ts';
import type { Candidate, Choice, Collection } from '../model/collection.ts';
import { hashOf } from '../model/hash.ts';
import { formatRfc3339, type Instant } from '../model/instant.ts';
import type { Ledger } from '../model/ledger.ts';
import type { Settings } from '../model/settings.ts';
import { hostOf } from '../model/url.ts';
import { keyNames } from '../parse/field-names.ts';
import { renderFeedPage } from '../render/feed-page.ts';
import { type BuildChanges, changesOf } from './changes.ts';
import { entrySource } from './entries.ts';
import { type Findings, newFindings } from './findings.ts';
import { type BuildMemory, filesOf, openMemory } from './incremental.ts';
import { knownToSubscribers } from './known-to-subscribers.ts';
import { keepLastGood } from './last-good.ts';
import { MANIFEST, previousManifest } from './previous.ts';
import { type ProduceContext, produceFeed } from './produce.ts';
import type { Progress } from './progress.ts';
import { type Scan, scan, walkContent } from './scan.ts';
import { openWriting, type Writing } from './writing.ts';

export interface BuildInput {
  readonly settings: Settings;
  /** The folder of articles. */
  readonly contentFolder: string;
  /** The folder that is served; made when it is not there. */
  readonly outFolder: string;
  /** What subscribers have seen; begun when it is not there. `undefined`: the build remembers nothing. */
  readonly ledgerFile?: string | undefined;
  /** What the last build read; disposable. `undefined`: every article is read. */
  readonly cacheFile?: string | undefined;
  /** Decides what is embargoed and dates a significant change; nothing else of a build knows the time. */
  readonly now: Instant;
  /** Paths in findings are relative to this folder. */
  readonly cwd: string;
  /** Whether an error among the findings stops everything before anything is written. Default: false. */
  readonly strict?: boolean;
  /** Whether to wait for another build that holds the output folder or the ledger. Default: false. */
  readonly wait?: boolean;
  /** Whether old entries may become new to subscribers in any number. Default: false. */
  readonly rebroadcast?: boolean;
  /** `no-record`: the ledger stays as it is. `diff`: nothing is written at all. Default: `record`. */
  readonly mode?: 'record' | 'no-record' | 'diff';
  /** Whether to hash every file instead of believing its size, time and inode. Default: false. */
  readonly verifyCache?: boolean;
  readonly progress?: Progress;
  /** Rendering, in tests replaced by one that makes mistakes. */
  readonly renderers?: ProduceContext['renderers'];
}

/** What a build did. */
export interface BuildReport {
  /** `written`: `out/` holds the new state. `compared`: `--diff`. Else nothing was written, and why. */
  readonly outcome:
    | 'written'
    | 'compared'
    | 'nothing-publishable'
    | 'stopped-by-errors'
    | 'rebroadcast'
    | 'damaged-ledger';
  readonly files: number;
  readonly articles: number;
  readonly relatedItems: number;
  readonly feeds: number;
  /** Folders of feeds that did not survive verification and were not written. */
  readonly withheldFeeds: readonly string[];
  readonly documentsVerified: number;
  /** Articles that were read; the others are known from the build before. */
  readonly articlesRead: number;
  /** Feeds that were composed; the others hold nothing that changed. */
  readonly feedsComposed: number;
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Whether a path could not be read: the world's failure. */
  readonly unreadable: boolean;
  /** What subscribers will see; only with `mode: 'diff'`. */
  readonly changes: BuildChanges | undefined;
  readonly findings: readonly Finding[];
  readonly outFolder: string;
}

/** A build that the configuration or command line makes impossible. */
export class UsageFailure extends Error {
  override readonly name = 'UsageFailure';
}

/**
 * Builds all feeds of a content folder. Content problems are findings in the report.
 * Throws `WorldFailure` when disk or system refuse (nothing is torn then), `UsageFailure` for folders that cannot be.
 */
export async function buildFeeds(given: BuildInput): Promise<BuildReport> {
  const input: BuildInput = {
    ...given,
    contentFolder: await realFolder(given.contentFolder),
    outFolder: await realFolder(given.outFolder),
  };
  refuseNesting(input);
  if (input.mode === 'diff') return run(input, given);
  await makeOutputFolder(input.outFolder);
  const locks: Lock[] = [];
  const options = { wait: input.wait ?? false };
  try {
    locks.push(await takeLock(resolve(input.outFolder, '.feedmill-lock'), given.outFolder, options));
    if (input.ledgerFile !== undefined)
      locks.push(await takeLock(`${input.ledgerFile}.lock`, input.ledgerFile, options));
    return await run(input, given);
  } finally {
    for (const lock of locks) await lock.release();
  }
}

async function run(input: BuildInput, given: BuildInput): Promise<BuildReport> {
  const { contentFolder, outFolder, now } = input;
  const progress = input.progress ?? (() => undefined);
  const label = labelOf(relative(input.cwd, resolve(given.contentFolder)));
  const findings = newFindings();
  const walked = await walkContent(contentFolder, input.settings.content);
  const memory = await openMemory(input, label, findings);
  const nothingToDo = await memory.nothingToDo(walked.files, walked.obstacles.length, now);
  if (nothingToDo !== undefined) return { ...nothingToDo, outFolder: given.outFolder };

  const stored = await readLedger(input.ledgerFile);
  if (stored.state === 'damaged') return damagedLedger(stored.damage, input, given, findings);
  const { ledger } = stored;
  if (stored.state === 'new') {
    memory.forget();
    if (input.ledgerFile !== undefined) findings.in('')('ledger/new', { path: relative(input.cwd, input.ledgerFile) });
  }
  const settings = withKnownId(input.settings, ledger);

  const context = { settings, names: keyNames(settings.content.fields), now };
  const known = memory.files;
  const scanned = await scan(
    { folder: contentFolder, label, context, known, verifyCache: input.verifyCache ?? false },
    walked,
    progress,
  );
  reportScan(scanned, label, findings);
  const report = reporter(scanned, findings, given.outFolder);
  const recognition = recognise(scanned.files, ledger, now);
  const siteHost = hostOf(settings.site.url) ?? 'localhost';
  const kept = await keepLastGood(recognition.broken, ledger, outFolder, siteHost);
  const lost = new Set(kept.lost);
  for (const record of recognition.broken) {
    const sink = findings.in(label + record.path);
    if (lost.has(record)) sink('ledger/no-last-good', {});
    else sink('ledger/last-good', {});
  }
  for (const { path, published, withheld, parent } of recognition.candidates) {
    if (withheld === 'embargoed' && parent === undefined)
      findings.in(label + path)('article/embargoed', { date: formatRfc3339(published) });
  }

  const candidates = [...recognition.candidates, ...kept.candidates];
  const choice = collect(
    candidates,
    settings,
    (path) => findings.in(label + path),
    publishedBefore(ledger, [...recognition.withdrawn, ...kept.lost]),
  );
  const counts = countPublished(candidates);
  if (choice.collections.every(({ members }) => members.length === 0)) {
    findings.in('')('collections/nothing-publishable', { files: scanned.files.length });
    return report('nothing-publishable', counts);
  }
  if (input.strict === true && findings.hasErrors) return report('stopped-by-errors', counts);
  const previous = await previousManifest(outFolder);
  if (input.rebroadcast !== true) {
    const known = await knownToSubscribers(ledger, previous, outFolder);
    const flood = known && rebroadcast(choice.collections, known, settings.feeds.rebroadcast);
    if (flood !== undefined && flood.count > flood.max) {
      findings.in('')('ledger/rebroadcast', flood);
      return report('rebroadcast', counts);
    }
  }

  const clock = (candidate: Candidate) => updatedOf(candidate, ledger, now);
  const entryOf = entrySource({
    readArticle: scanned.readArticle,
    updatedOf: clock,
    lastGood: kept.entries,
    context: { settings, withheldPages: choice.withheldPages },
  });
  const previousFiles = new Map((previous?.files ?? []).map((file) => [file.path, file]));
  const output = await openOutput(
    outFolder,
    [...previousFiles.keys(), ...(previous === undefined ? [] : [MANIFEST])],
    isOurs,
    input.mode === 'diff',
  );
  const writing = openWriting(output, previousFiles, settings, findings);
  const produced = await produceAll({
    input,
    settings,
    ledger,
    choice,
    entryOf,
    clock,
    scanned,
    lastGoodOf: (id) => kept.entries.get(id),
    memory,
    writing,
    findings,
    label,
    progress,
  });
  await writing.putLists(produced.listed, ({ collection }) => feedIdOf(collection, ledger, settings));
  const done = {
    ...counts,
    feeds: produced.listed.length,
    withheldFeeds: produced.withheldFeeds,
    documentsVerified: produced.documents,
    feedsComposed: produced.composed,
  };
  if (input.strict === true && findings.hasErrors) {
    await output.abandon();
    return report('stopped-by-errors', done);
  }
  const { written, unchanged, removed } = writing;
  if (input.mode === 'diff') {
    const gone = recognition.withdrawn.filter(({ status }) => status === 'live').map(({ id }) => id);
    const changes = changesOf(produced.feeds, ledger, gone, clock);
    return report('compared', { ...done, written, unchanged, removed: removed.length, changes });
  }
  progress('writing', 0, 1);
  await output.commit([...removed], MANIFEST, async () => {
    if (input.ledgerFile === undefined || input.mode === 'no-record') return;
    const after = recordWritten(ledger, recognition, {
      siteId: settings.site.id,
      feeds: produced.feeds,
      updatedOf: clock,
      lastGood: kept.lastGood,
    });
    await writeLedger(input.ledgerFile, after, stored.text);
  });
  const result = report('written', { ...done, written, unchanged, removed: removed.length });
  await memory.remember(result, scanned, produced.known, recognition.nextDue, writing.files);
  return result;
}

/** A `site.id` that nobody wrote down is the one under which the site was first published. */
function withKnownId(settings: Settings, { siteId }: Ledger): Settings {
  if (settings.site.isIdGiven || siteId === undefined) return settings;
  return { ...settings, site: { ...settings.site, id: siteId } };
}

function damagedLedger({ lines }: Damage, input: BuildInput, given: BuildInput, findings: Findings): BuildReport {
  const [line = 1] = lines;
  const path = relative(input.cwd, input.ledgerFile ?? '').replaceAll('\\', '/');
  findings.in(path)('ledger/damaged', { line, count: lines.length });
  const nothing = { files: [], obstacles: [], read: 0, unreadable: false };
  return reporter(nothing, findings, given.outFolder)('damaged-ledger');
}

function reporter(
  scanned: Pick<Scan, 'files' | 'read' | 'unreadable'>,
  findings: Findings,
  outFolder: string,
): (outcome: BuildReport['outcome'], done?: Partial<BuildReport>) => BuildReport {
  return (outcome, done = {}) => ({
    outcome,
    files: scanned.files.length,
    articles: 0,
    relatedItems: 0,
    feeds: 0,
    withheldFeeds: [],
    documentsVerified: 0,
    articlesRead: scanned.read,
    feedsComposed: 0,
    written: 0,
    unchanged: 0,
    removed: 0,
    unreadable: scanned.unreadable,
    changes: undefined,
    findings: findings.all,
    outFolder,
    ...done,
  });
}

function reportScan({ files, obstacles }: Scan, label: string, findings: Findings): void {
  for (const obstacle of obstacles) {
    const report = findings.in(label + obstacle.path);
    if (obstacle.kind === 'unreadable') report('files/unreadable', { reason: obstacle.reason });
    else report(`files/${obstacle.kind}`, {});
  }
  for (const file of files) findings.add(file.findings);
}

function countPublished(candidates: readonly Candidate[]): Pick<BuildReport, 'articles' | 'relatedItems'> {
  const published = candidates.filter(
    ({ withheld, parent }) => withheld === undefined && parent?.withheld === undefined,
  );
  const articles = published.filter(({ parent }) => parent === undefined).length;
  return { articles, relatedItems: published.length - articles };
}

function publishedBefore(ledger: Ledger, gone: readonly { readonly pages: readonly string[] }[]): Published {
  const records = new Map([...ledger.feeds.values()].map((record) => [`${record.kind} ${record.key}`, record]));
  return {
    feed: (kind, key) => records.get(`${kind} ${key}`),
    feeds: [...ledger.feeds.values()],
    withdrawnPages: new Set(gone.flatMap(({ pages }) => pages)),
  };
}

interface Production {
  readonly input: BuildInput;
  readonly settings: Settings;
  readonly ledger: Ledger;
  readonly choice: Choice;
  readonly entryOf: ReturnType<typeof entrySource>;
  readonly clock: (candidate: Candidate) => Instant;
  readonly scanned: Scan;
  readonly lastGoodOf: (id: string) => unknown;
  readonly memory: BuildMemory;
  readonly writing: Writing;
  readonly findings: Findings;
  readonly label: string;
  readonly progress: Progress;
}

interface Produced {
  /** Feeds that stand in `out/` after this build. */
  readonly listed: readonly ListedFeed[];
  readonly feeds: readonly WrittenFeed[];
  readonly withheldFeeds: readonly string[];
  /** For the cache. */
  readonly known: Parameters<BuildMemory['remember']>[2];
  readonly documents: number;
  readonly composed: number;
}

async function produceAll(production: Production): Promise<Produced> {
  const { input, settings, ledger, choice, entryOf, clock, scanned, memory, writing, findings, label, progress } =
    production;
  const { now } = input;
  const digests = new Map(scanned.files.map(({ path, digest }) => [path, digest]));
  const common = hashOf([...choice.withheldPages].sort());
  const listed: ListedFeed[] = [];
  const feeds: WrittenFeed[] = [];
  const withheldFeeds: string[] = [];
  const known: [string, Produced['known'] extends ReadonlyMap<string, infer K> ? K : never][] = [];
  let documents = 0;
  let composed = 0;
  for (const [done, collection] of choice.collections.entries()) {
    progress('building', done, choice.collections.length);
    const { folder, members } = collection;
    const emptied = members.length > 0 ? undefined : (ledger.feeds.get(folder)?.emptied ?? now);
    const id = feedIdOf(collection, ledger, settings);
    const parts = members.map((member) => [
      member.id,
      digestOf(member, digests, production),
      member.relatedIndex,
      clock(member),
    ]);
    const key = hashOf(common, collection.name, id, emptied, parts);
    const before = memory.unchangedFeed(folder, key);
    if (before !== undefined) {
      writing.keep(before.paths, true);
      listed.push({ collection, entries: before.feed.entries, updated: before.feed.updated });
      feeds.push({ collection, id, members, emptied });
      known.push([folder, before.feed]);
      findings.add(before.feed.findings);
      documents += before.feed.documents;
      continue;
    }
    composed++;
    const entries = [];
    for (const member of members) entries.push(await entryOf(member));
    const own = newFindings();
    const produced = produceFeed(collection, id, entries, {
      settings,
      emptied: emptied ?? now,
      reportIn: (path) => own.in(path),
      sourceOf: (entryId) => pathOf(members, entryId, label),
      ...(input.renderers === undefined ? {} : { renderers: input.renderers }),
    });
    findings.add(own.all);
    if (produced === undefined) {
      withheldFeeds.push(folder);
      writing.keep(filesOf(folder, settings), false);
      continue;
    }
    const { document, files } = produced;
    for (const file of files) await writing.put(file);
    if (folder !== '') await writing.putPage(`${folder}index.html`, renderFeedPage(document));
    documents += files.length;
    const { updated } = document.options;
    const inDocuments = new Set(document.items.map((entry) => entry.id));
    listed.push({ collection, entries: document.items.length, updated });
    feeds.push({ collection, id, members: members.filter((member) => inDocuments.has(member.id)), emptied });
    // A feed that lost an entry to verification is made again next time, so that the finding is reported again.
    if (document.items.length === members.length)
      known.push([
        folder,
        { key, entries: document.items.length, updated, documents: files.length, findings: own.all },
      ]);
  }
  return { listed, feeds, withheldFeeds, known: new Map(known), documents, composed };
}

function digestOf(
  { path, id, pinnedTo }: Candidate,
  digests: ReadonlyMap<string, string>,
  { lastGoodOf }: Production,
): string {
  return pinnedTo === undefined ? (digests.get(path) ?? '') : hashOf(lastGoodOf(id));
}

/** A feed keeps the id under which it was published. */
function feedIdOf(collection: Collection, ledger: Ledger, settings: Settings): string {
  return ledger.feeds.get(collection.folder)?.id ?? feedId(collection, settings);
}

function pathOf(members: readonly Candidate[], id: string, label: string): string | undefined {
  const member = members.find((candidate) => candidate.id === id);
  return member && label + member.path;
}

/** Every file that Feedmill writes names it; that tells ours from others' when the manifest is lost. */
function isOurs(beginning: string): boolean {
  return beginning.includes('Feedmill') || beginning.includes('feedmill');
}

function refuseNesting({ contentFolder, outFolder }: BuildInput): void {
  if (isWithin(outFolder, contentFolder)) {
    throw new UsageFailure(
      'The output folder lies inside the content folder: feeds would be read as articles. Choose another with --out.',
    );
  }
  if (isWithin(contentFolder, outFolder)) {
    throw new UsageFailure(
      'The content folder lies inside the output folder: articles would be published as files. Choose another with --out.',
    );
  }
}

function labelOf(folder: string): string {
  const path = folder.replaceAll('\\', '/');
  return path === '' ? '' : `${path}/`;
}
