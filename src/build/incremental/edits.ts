// In: the last build, and files of the content folder that were edited since. Out: the feeds that hold them, made again, when
// the edits leave every entry where it stands; else nothing, and the whole build has to choose anew. What comes of it is
// what the whole build would come to.
import { standsAsBefore } from '../../collect/standing.ts';
import type { Shown } from '../../diagnostics/shown.ts';
import { shownAfter, shownOf } from '../../diagnostics/text-report.ts';
import { type OutputFolder, openOutput } from '../../io/output-folder.ts';
import type { Walk, WalkedFile } from '../../io/walk.ts';
import { DamagedCache } from '../../ledger/cache.ts';
import { recollection } from '../../ledger/clock.ts';
import type { LedgerBytes } from '../../ledger/edited.ts';
import { findableAs, newRecord } from '../../ledger/record.ts';
import { readLedgerBytes, writeLedgerParts } from '../../ledger/store.ts';
import { printOf } from '../../model/hash.ts';
import type { Instant } from '../../model/instant.ts';
import type { ArticleRecord, RelatedRecord } from '../../model/ledger.ts';
import { MANIFEST, type ManifestLine } from '../../model/manifest.ts';
import { type Settings, withPublishedId } from '../../model/settings.ts';
import { type Crew, openCrew } from '../crew/crew.ts';
import { isError, newFindings } from '../findings.ts';
import type { Member } from '../making/entries.ts';
import type { FeedJob, MadeFeed } from '../making/making.ts';
import { type PackedJob, packJob, unpackJob } from '../packed/job.ts';
import { ownKey, withSecondReadings } from '../plans.ts';
import { isOurs, previousLines } from '../previous.ts';
import type { Progress } from '../progress.ts';
import { type ScannedFile, StaleReading } from '../reading/reading.ts';
import type { Built } from '../report.ts';
import { changedMeanwhile } from '../scan.ts';
import { openWriting } from '../writing.ts';
import type { BuildMemory, Call } from './incremental.ts';
import { type FeedLists, provenFeed } from './known-feeds.ts';
import { editedBefore, editedFiles, type LeftBehind } from './left-behind.ts';
import { allLoose } from './memory.ts';
import { unchangedReport } from './unchanged.ts';

/** Edited files at most, those of earlier builds since the last whole one included: more are read by several threads. */
const MOST = 1_000;

export interface EditsInput extends Call {
  readonly memory: BuildMemory;
}

/** A file that was read again. */
interface Edit {
  /** Its place in the lists of the last build. */
  readonly rank: number;
  readonly before: ScannedFile;
  readonly after: ScannedFile;
}

/** Builds from edited files. `undefined`: this takes the whole build, and nothing was written. */
export async function buildEdits(given: EditsInput): Promise<Built | undefined> {
  const { input, memory, walked, defaults, label } = given;
  const { ledgerFile } = input;
  if (input.mode === 'no-record' || ledgerFile === undefined) return undefined;
  const last = await memory.leftBehind();
  // A last good version may be mended now, and would have to be read from the ledger. What is wrong with the lists is found
  // by making all of them.
  if (last === undefined || last.build.hasLastGood || last.loose.listed.length > 0) return undefined;
  const edited = editedSince(last, walked);
  if (edited === undefined) return undefined;
  const { contentFolder: folder, now, workers, renderers } = input;
  const settings = withPublishedId(input.settings, last.build.siteId);
  const crew = openCrew({ folder, label, settings, defaults, now, workers, renderers });
  try {
    const reading = await readAgain(edited, last, crew);
    if (reading === undefined) return undefined;
    const ledger = readLedgerBytes(ledgerFile);
    if (!reading.edits.every(({ after }) => isInPlace(after, ledger, last))) return undefined;
    return await write(given, { ...reading, last, ledgerFile, ledger, settings, crew });
  } catch (error) {
    if (error instanceof DamagedCache) return undefined;
    throw error instanceof StaleReading && [...edited.values()].some(({ path }) => path === error.path)
      ? changedMeanwhile(error.path)
      : error;
  } finally {
    await crew.close();
  }
}

/** Files that may have changed, by their places in the lists; `undefined` when they are too many. */
function editedSince(
  { numbers: before, build: { unsettled }, lists, ranks }: LeftBehind,
  walked: Walk,
): ReadonlyMap<number, WalkedFile> | undefined {
  const { numbers } = walked.stamps;
  if (unsettled.length > MOST) return undefined;
  const edited = new Map<number, WalkedFile>();
  for (let at = 0; at < numbers.length; at += 3) {
    const isSame =
      numbers[at] === before[at] && numbers[at + 1] === before[at + 1] && numbers[at + 2] === before[at + 2];
    if (!isSame) edited.set(ranks[at / 3] ?? 0, walked.fileAt(at / 3));
    if (edited.size > MOST) return undefined;
  }
  const again = new Set(unsettled);
  if (again.size > 0) {
    for (const [rank, file] of walked.files.entries()) if (again.has(file.path)) edited.set(rank, file);
  }
  return edited.size + editedBefore(lists).length > MOST ? undefined : edited;
}

interface EditsRead {
  readonly edits: readonly Edit[];
  /** How many of them only the full YAML parser could read. */
  readonly slow: number;
}

/** Reads edited files; `undefined` when one has another place in the feeds now, or was or is an error. */
async function readAgain(
  edited: ReadonlyMap<number, WalkedFile>,
  { fileAt }: LeftBehind,
  crew: Crew,
): Promise<EditsRead | undefined> {
  const edits: Edit[] = [];
  const ranks = edited.keys();
  let slow = 0;
  for await (const reading of crew.read([...edited.values()])) {
    if (reading.unreadable) return undefined;
    slow += reading.slow;
    for (const after of reading.files) {
      const rank = ranks.next().value ?? 0;
      const before = fileAt(rank);
      if (!isEdit(before, after)) return undefined;
      edits.push({ rank, before, after });
    }
  }
  return { edits, slow };
}

function isEdit(before: ScannedFile, after: ScannedFile): boolean {
  return (
    before.path === after.path &&
    before.state === after.state &&
    !before.findings.some(isError) &&
    !after.findings.some(isError) &&
    standsAsBefore(before.candidates, after.candidates)
  );
}

/** Whether a file's identity is settled without looking at others: it lies where the ledger says, or nobody looks for it. */
function isInPlace({ path, candidates }: ScannedFile, ledger: LedgerBytes, { build }: LeftBehind): boolean {
  const [own] = candidates;
  const record = own && ledger.articles.get(own.id);
  if (record === undefined) return build.isInPlace;
  // The record is of another file then, which this one would be taken for.
  if (record.path !== path) return false;
  return own?.withheld === undefined ? record.status === 'live' : build.isInPlace;
}

interface Edited extends EditsRead {
  readonly last: LeftBehind;
  readonly ledgerFile: string;
  readonly ledger: LedgerBytes;
  readonly settings: Settings;
  readonly crew: Crew;
}

/** Makes the feeds that hold edited files, and writes them and the lists. `undefined` when not all of that goes well. */
async function write(given: EditsInput, edited: Edited): Promise<Built | undefined> {
  const { outFolder, now, progress = () => undefined } = given.input;
  const { last, ledger, settings, crew } = edited;
  const previous = await previousLines(outFolder);
  const remake = remakeOf(edited, now);
  const ledgerParts = remake && ledger.with(remake.records);
  if (previous === undefined || remake === undefined || ledgerParts === undefined) return undefined;
  const output = await openOutput(outFolder, [...previous.keys(), MANIFEST], isOurs);
  let built: Built | undefined;
  try {
    crew.prepare({
      settings,
      withheldPages: last.withheld.pages,
      lastGoodEntries: new Map(),
      outFolder: output.root,
      known: output.known,
      onlyCompare: false,
    });
    const made = await makeAll(remake.jobs, crew, progress);
    built = made && (await commit(given, { ...edited, ...remake, ledgerParts, made, previous, output }));
    return built;
  } finally {
    if (built === undefined) {
      // A thread that goes on would stage files behind the back of who clears up.
      await crew.close();
      await output.abandon();
    }
  }
}

interface Ready extends Edited, Remake {
  readonly ledgerParts: readonly Uint8Array[];
  readonly made: ReadonlyMap<string, MadeAgain>;
  readonly previous: ReadonlyMap<string, ManifestLine>;
  readonly output: OutputFolder;
}

/** Puts everything in its place. `undefined` when something is wrong with the lists. */
async function commit(given: EditsInput, ready: Ready): Promise<Built | undefined> {
  const { input, memory, namedOutFolder } = given;
  const { progress = () => undefined } = input;
  const { last, ledgerFile, edits, slow, settings, jobs, records, ledgerParts, made, previous, output } = ready;
  const findings = newFindings();
  if (given.wantsFindings) findings.addPacked(filesAfter(edits, memory));
  const feeds = feedsAfter(made, last);
  findings.add(allLoose(last.loose, feeds.values()));
  const count = findings.loose.length;
  const writing = openWriting(output, previous, settings, findings);
  for (const { job, files } of made.values()) writing.takeFeed(job.head, files);
  writing.putListsAgain([...feeds.values()]);
  if (findings.loose.length > count) return undefined;
  const shown = shownNow(given, ready, feeds);
  // Before anything is written: it tells whether the cache is damaged.
  const parts = {
    files: editedFiles(new Map(edits.map(({ rank, after }) => [rank, after])), last),
    jobs: new Map(jobs.map((job) => [job.head.folder, job])),
  };
  const { written, unchanged, removed } = writing;
  progress('writing', 0, 1);
  await output.commit([...removed], MANIFEST, async () => {
    if (records.length > 0) await writeLedgerParts(ledgerFile, ledgerParts);
  });
  const reason = await memory.rememberEdits({ last, parts, feeds, shown, written });
  if (reason !== undefined) findings.in('')('cache/not-written', { reason });
  const done = {
    ...unchangedReport(last.build, namedOutFolder),
    articlesRead: edits.length,
    articlesReadWithYaml: slow,
    feedsComposed: jobs.length,
    written: written.size,
    unchanged,
    removed: removed.length,
  };
  // The next build is not to show what became of this one's cache.
  return { done, findings, shown: shown && shownOf(findings.loose.slice(count), false, shown) };
}

interface Remake {
  /** In the order of the feeds. */
  readonly jobs: readonly PackedJob[];
  /** What is to be remembered of their entries, and of edited articles that no feed holds. */
  readonly records: readonly (ArticleRecord | RelatedRecord)[];
}

/** What has to be made again: every feed with an entry that stands in an edited file. `undefined`: the ledger misses one. */
function remakeOf({ last, edits, ledger }: Edited, now: Instant): Remake | undefined {
  const after = new Map(edits.map((edit) => [edit.after.path, edit.after]));
  const prints = new Set([...after.keys()].map(printOf));
  const pastOf = recollection(ledger, now);
  const jobs: FeedJob[] = [];
  const records = new Map<string, ArticleRecord | RelatedRecord>();
  for (const own of edits.flatMap((edit) => edit.after.candidates.slice(0, 1))) {
    const record = ledger.articles.get(own.id);
    const findable = record === undefined ? undefined : findableAs(record, own);
    if (record !== undefined && findable !== undefined) records.set(own.id, { ...record, ...findable });
  }
  for (const [folder, feed] of last.feeds) {
    if (!feed.prints.some((print) => prints.has(print))) continue;
    const job = last.jobs.of(folder);
    const members: Member[] = [];
    for (const member of job.members) {
      const file = after.get(member.path);
      const candidate = file?.candidates.find(({ relatedIndex }) => relatedIndex === member.relatedIndex);
      if (file === undefined || candidate === undefined) {
        members.push(member);
        continue;
      }
      const past = pastOf(candidate);
      if (past.record === undefined) return undefined;
      const record = newRecord(candidate, past);
      if (record !== undefined) records.set(record.id, record);
      const isSame = file.digest === member.digest && past.updated === member.updated;
      members.push(isSame ? member : { ...member, digest: file.digest, updated: past.updated });
    }
    if (members.some((member, index) => member !== job.members[index])) jobs.push({ ...job, members });
  }
  return { jobs: withSecondReadings(jobs).map(packJob), records: [...records.values()] };
}

interface MadeAgain {
  readonly job: PackedJob;
  readonly files: MadeFeed;
}

/** Makes feeds. `undefined` when one is not as it should be: mending it, and saying what became of it, takes the whole build. */
async function makeAll(
  jobs: readonly PackedJob[],
  crew: Crew,
  progress: Progress,
): Promise<ReadonlyMap<string, MadeAgain> | undefined> {
  const entries = jobs.reduce((sum, { members }) => sum + members.length, 0);
  const made = new Map<string, MadeAgain>();
  progress('building', 0, jobs.length);
  for await (const files of crew.make(jobs, entries)) {
    const job = jobs[made.size];
    if (job === undefined || 'blame' in files || files.findings.some(isError)) return undefined;
    made.set(job.head.folder, { job, files });
    progress('building', made.size, jobs.length);
  }
  return made;
}

/** All feeds as they are now. What is around a feed, and what its page says of that, is what it was. */
function feedsAfter(made: ReadonlyMap<string, MadeAgain>, last: LeftBehind): FeedLists {
  const feeds = new Map(last.feeds);
  for (const [folder, { job, files }] of made) {
    const before = feeds.get(folder);
    if (before === undefined) throw new TypeError('A feed was made that was not there');
    const key = ownKey(unpackJob(job), last.withheld.key) + before.key.slice(before.key.indexOf(' '));
    feeds.set(folder, provenFeed(key, job, files, before.published));
  }
  return feeds;
}

/** All files as they are now. */
function filesAfter(edits: readonly Edit[], memory: BuildMemory): readonly ScannedFile[] {
  const after = new Map(edits.map((edit) => [edit.after.path, edit.after]));
  return [...memory.files.values()].map((file) => after.get(file.path) ?? file);
}

/** What a report shows: what the last one showed, but for what changed; where that does not tell, all is looked at. */
function shownNow(
  { memory, startedBy }: EditsInput,
  { edits, made, last }: Pick<Ready, 'edits' | 'made' | 'last'>,
  feeds: FeedLists,
): Shown | undefined {
  if (startedBy === undefined) return undefined;
  const before = last.start?.key === startedBy.key ? last.start.shown : undefined;
  const looseOf = (lists: FeedLists) => [...made.keys()].flatMap((folder) => lists.get(folder)?.findings ?? []);
  const gone = [...edits.flatMap((edit) => edit.before.findings), ...looseOf(last.feeds)];
  const come = [...edits.flatMap((edit) => edit.after.findings), ...looseOf(feeds)];
  const after = before && shownAfter(before, gone, come);
  if (after !== undefined) return after;
  const packed = newFindings();
  packed.addPacked(filesAfter(edits, memory));
  return shownOf([...startedBy.findings, ...allLoose(last.loose, feeds.values())], false, packed.shownOfPacked);
}
