// In: what a scan found, and what subscribers know. Out: what is to be done for every feed. All that was chosen among is
// needed here alone: nothing of what comes out holds it.
import { collect } from '../collect/collections.ts';
import type { Published } from '../collect/published.ts';
import { type Past, recollection } from '../ledger/clock.ts';
import { rebroadcast } from '../ledger/rebroadcast.ts';
import { type FoundFile, type Recognition, recognise } from '../ledger/recognise.ts';
import { type Findable, findableAs } from '../ledger/record.ts';
import type { UsableLedger } from '../ledger/store.ts';
import type { Candidate } from '../model/collection.ts';
import type { Entry } from '../model/feed-document.ts';
import { FORMATS, formatAt } from '../model/format.ts';
import { formatRfc3339, type Instant, instantOf } from '../model/instant.ts';
import type { LastGood, Ledger } from '../model/ledger.ts';
import { type Manifest, siteOf } from '../model/manifest.ts';
import type { Settings } from '../model/settings.ts';
import { hostNameOf } from '../model/url.ts';
import type { Crew } from './crew/crew.ts';
import type { Findings } from './findings.ts';
import type { BuildMemory } from './incremental/incremental.ts';
import type { BuildInput } from './input.ts';
import type { Store } from './packed/section.ts';
import { type Plan, plansOf } from './plans.ts';
import { previousManifest } from './previous.ts';
import type { Progress } from './progress.ts';
import type { BuildReport, Done, Reporter } from './report.ts';
import type { Scan } from './scan.ts';
import { knownToSubscribers } from './subscribers/known.ts';
import { type FindLastGood, type Kept, keepLastGood, lastGoodFinder, withoutPages } from './subscribers/last-good.ts';
import { publishedEntries } from './subscribers/published-entries.ts';

/** What every later stage of a build works with. */
export interface BuildContext {
  readonly input: BuildInput;
  readonly settings: Settings;
  readonly stored: UsableLedger;
  readonly memory: BuildMemory;
  readonly findings: Findings;
  /** What stands before an article's path in findings. */
  readonly label: string;
  readonly progress: Progress;
  readonly scanned: Scan;
  readonly report: Reporter;
  readonly crew: Crew;
  /** For what is large and asked for once. */
  readonly store: Store;
}

/** What a build is to do. */
export interface Planned {
  readonly plans: readonly Plan[];
  readonly recognition: Omit<Recognition, 'candidates' | 'embargoed'>;
  readonly pastOf: (candidate: Candidate) => Past;
  readonly findable: readonly Findable[];
  /** For entries that do not survive verification. */
  readonly findLastGood: FindLastGood;
  /** Last good versions that stand for articles that are broken now: for the ledger, and their entries by id. */
  readonly lastGood: readonly LastGood[];
  readonly lastGoodEntries: ReadonlyMap<string, Entry>;
  readonly withheldPages: ReadonlySet<string>;
  /** What the last build left in `out/`. */
  readonly previous: Manifest | undefined;
  readonly counts: Pick<BuildReport, 'articles' | 'relatedItems'>;
}

/** Recognises what was read, finds last good versions, chooses what every feed holds, and plans it. A report: that is all. */
export async function planBuild(context: BuildContext): Promise<Planned | Done> {
  const { input, settings, stored, memory, findings, label, scanned, report, store } = context;
  const { outFolder, now } = input;
  const { ledger } = stored;
  const hidden = hiddenFiles(scanned, ledger);
  const found = hidden.length === 0 ? scanned.files : [...scanned.files, ...hidden];
  const { candidates: recognised, embargoed, ...recognition } = recognise(found, ledger, now);
  const findLastGood = lastGoodFinder(ledger, publishedEntries(ledger, outFolder));
  const site = { host: hostNameOf(settings.site.url), name: settings.site.title };
  const kept = await keepLastGood(recognition.broken, recognised, ledger, findLastGood, site);
  reportRecognition({ ...recognition, embargoed }, kept, label, findings);
  reportGone(recognition.withdrawn, scanned, ledger, findings);
  const candidates = kept.candidates.length === 0 ? recognised : [...recognised, ...kept.candidates];
  const choice = collect(
    candidates,
    settings,
    (path) => findings.in(path && label + path),
    publishedBefore(ledger, [...recognition.withdrawn, ...kept.lost]),
  );
  const { articles, relatedItems, withheldPages, collections } = choice;
  const counts = { articles, relatedItems };
  if (collections.every(({ members }) => members.length === 0)) {
    findings.in('')('collections/nothing-publishable', { files: scanned.files.length });
    return report('nothing-publishable', counts);
  }
  if (input.strict === true && findings.hasErrors) return report('stopped-by-errors', counts);
  const previous = await previousManifest(outFolder);
  const there = siteOf(previous);
  const own = ledger.feeds.get('')?.id ?? settings.site.id;
  if (there !== undefined && there !== own) {
    findings.in('')('ledger/other-output', { there, own });
    return report('other-site', counts);
  }
  reportOutdated(previous, context);
  const pastOf = recollection(ledger, now);
  if (input.rebroadcast !== true) {
    const known = await knownToSubscribers(ledger, previous, outFolder);
    const flood = known && rebroadcast(collections, known, pastOf, settings.feeds.rebroadcast);
    if (flood !== undefined && flood.count > flood.max) {
      findings.in('')('ledger/rebroadcast', flood);
      return report('rebroadcast', counts);
    }
  }
  const lastGoodEntries = new Map(
    [...kept.entries].map(([id, entry]) => [id, withoutPages(entry, withheldPages)] as const),
  );
  const clock = (candidate: Candidate) => pastOf(candidate).updated;
  const plans = plansOf({
    now,
    settings,
    ledger,
    choice,
    candidates,
    pinned: kept.candidates,
    clock,
    scanned,
    lastGoodEntries,
    untouchedFeed: (folder) => memory.untouchedFeed(folder),
    store,
  });
  reportEmptied(plans, ledger, findings);
  reportRemoved(plans, previous, context);
  return {
    plans,
    recognition,
    pastOf,
    findable: findableIn(context, recognition),
    findLastGood,
    lastGood: kept.lastGood,
    lastGoodEntries,
    withheldPages,
    previous,
    counts,
  };
}

/** A ledger that was kept of an earlier build than the feeds: by CI, or by another branch. */
function reportOutdated(
  previous: Manifest | undefined,
  { input, stored: { state, ledger }, findings }: Pick<BuildContext, 'input' | 'stored' | 'findings'>,
): void {
  if (state === 'new' || input.mode === 'no-record') return;
  let known = Number.NEGATIVE_INFINITY;
  for (const records of [ledger.articles, ledger.related])
    for (const { updated } of records.values()) known = Math.max(known, updated);
  for (const { emptied } of ledger.feeds.values()) known = Math.max(known, emptied ?? known);
  let there = known;
  for (const { updated } of previous?.feeds ?? []) there = Math.max(there, instantOf(updated) ?? there);
  if (there > known) findings.in('')('ledger/outdated', { there: formatRfc3339(there as Instant) });
}

/** From so many articles on, and a quarter of all, it is told that their files are gone. */
const MANY = 10;

function reportGone(
  withdrawn: Recognition['withdrawn'],
  { files }: Scan,
  { articles }: Ledger,
  findings: Findings,
): void {
  const taken = withdrawn.filter(({ status }) => status === 'live');
  if (taken.length < MANY) return;
  const absent = new Set(taken.map(({ path }) => path));
  for (const { path } of files) absent.delete(path);
  const gone = absent.size;
  const live = [...articles.values()].filter(({ status }) => status === 'live').length;
  if (gone >= MANY && gone > live / 4) findings.in('')('ledger/many-gone', { gone, live });
}

/** A topic that goes by another name has another feed, and subscribers of the old one get nothing more. */
function reportEmptied(plans: readonly Plan[], { feeds }: Ledger, findings: Findings): void {
  for (const { feed } of plans) {
    const { folder, name } = feed.collection;
    const record = feeds.get(folder);
    if (record === undefined || record.emptied !== undefined || feed.emptied === undefined) continue;
    findings.in('')('ledger/emptied-feed', { folder, name });
  }
}

/** What the last build left and this one takes away. */
function reportRemoved(
  plans: readonly Plan[],
  previous: Manifest | undefined,
  { stored: { ledger }, settings, findings }: Pick<BuildContext, 'stored' | 'settings' | 'findings'>,
): void {
  const report = findings.in('');
  const stay = new Set(plans.map(({ feed }) => feed.collection.folder));
  for (const { folder, title } of previous?.feeds ?? [])
    if (!stay.has(folder)) report('ledger/removed-feed', { folder, name: ledger.feeds.get(folder)?.name ?? title });
  for (const { name, file } of FORMATS) {
    const wasThere = () => previous?.files.some(({ path }) => formatAt(path)?.name === name) === true;
    if (!settings.feeds.formats.includes(name) && wasThere()) report('ledger/removed-format', { file });
  }
}

/** Files of articles that were published, where nobody could look: they may well lie there, and are broken, not gone. */
function hiddenFiles({ obstacles }: Scan, { articles }: Ledger): readonly FoundFile[] {
  const closed = obstacles.flatMap(({ kind, path }) => (kind === 'unreadable' ? path : []));
  if (closed.length === 0) return [];
  const paths = [...articles.values()]
    .map(({ path }) => path)
    .filter((path) => closed.some((folder) => path === folder || path.startsWith(`${folder}/`)));
  return [...new Set(paths)].map((path) => ({ path, candidates: [], state: 'broken' }));
}

/** Articles that are to be found by other words or pages than the ledger knows, whether a feed holds them or not. */
function findableIn(
  { scanned, memory, stored: { ledger } }: BuildContext,
  { idsByPath, duplicates, withdrawn }: Pick<Recognition, 'idsByPath' | 'duplicates' | 'withdrawn'>,
): readonly Findable[] {
  if (ledger.articles.size === 0) return [];
  const left = new Set(duplicates.map(({ path }) => path));
  const gone = new Set(withdrawn.map(({ id }) => id));
  const found = new Map<string, Findable>();
  const look = ({ path, candidates: [own] }: FoundFile) => {
    const record = own && !left.has(path) ? ledger.articles.get(idsByPath.get(path) ?? own.id) : undefined;
    // Its own words do not say that it waits for its date again.
    const now = record !== undefined && gone.has(record.id) ? ({ ...record, status: 'withdrawn' } as const) : record;
    const findable = own && now && findableAs(now, own);
    if (findable !== undefined) found.set(path, findable);
  };
  if (!memory.isRecorded()) for (const file of scanned.files) look(file);
  else {
    for (const file of scanned.fresh) look(file);
    // What was read before may be another article now.
    for (const [path, id] of idsByPath) {
      const file = ledger.articles.get(id)?.path === path ? undefined : scanned.fileAt(path);
      if (file !== undefined) look(file);
    }
  }
  return [...found.values()];
}

function reportRecognition(
  { broken, embargoed, duplicates }: Pick<Recognition, 'broken' | 'embargoed' | 'duplicates'>,
  kept: Kept,
  label: string,
  findings: Findings,
) {
  const lost = new Set(kept.lost);
  for (const record of broken) {
    const sink = findings.in(label + record.path);
    if (lost.has(record)) sink('ledger/no-last-good', {});
    else sink('ledger/last-good', {});
  }
  for (const { path, id, owner } of duplicates)
    findings.in(label + path)('collections/duplicate-id', { id, path: owner });
  for (const { path, published } of embargoed)
    findings.in(label + path)('article/embargoed', { date: formatRfc3339(published) });
}

function publishedBefore(
  ledger: Ledger,
  gone: readonly { readonly id: string; readonly pages: readonly string[] }[],
): Published {
  const records = new Map([...ledger.feeds.values()].map((record) => [`${record.kind} ${record.key}`, record]));
  return {
    feed: (kind, key) => records.get(`${kind} ${key}`),
    feeds: [...ledger.feeds.values()],
    withdrawnPages: new Set(gone.flatMap(({ pages }) => pages)),
    withdrawnIds: gone.map(({ id }) => id),
  };
}
