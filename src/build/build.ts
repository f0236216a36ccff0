// The build: scan → recognise → choose → (compose, render, verify) → write. The order of its stages is written here, once.
import { relative, resolve } from 'node:path';
import { UsageFailure } from '../io/failure.ts';
import { linkedFile, realFolder, refuseNesting } from '../io/folders.ts';
import { makeFolder, openOutput } from '../io/output-folder.ts';
import { movesNobody, recordWritten } from '../ledger/record.ts';
import { readLedger, writeLedger } from '../ledger/store.ts';
import { MANIFEST, siteOf } from '../model/manifest.ts';
import { withPublishedId } from '../model/settings.ts';
import { type BuildContext, type Planned, planBuild } from './choosing.ts';
import { openCrew } from './crew/crew.ts';
import { type Findings, newFindings } from './findings.ts';
import { buildEdits } from './incremental/edits.ts';
import { type BuildMemory, type Call, filesOf, openMemory, type StartedBy } from './incremental/incremental.ts';
import type { Begun } from './incremental/unchanged.ts';
import { type BuildInput, refuseMisuse } from './input.ts';
import { takeLocks } from './locks.ts';
import { leaveStorage } from './packed/files.ts';
import { openStorage } from './packed/storage.ts';
import { isOurs, ownFiles, previousManifest } from './previous.ts';
import { produceAll } from './production.ts';
import { type ContentWalk, walkContent } from './reading/content.ts';
import { readDefaults } from './reading/defaults.ts';
import { StaleReading } from './reading/reading.ts';
import {
  type BuildReport,
  type Built,
  type Done,
  reporter,
  reportLeftOut,
  reportOf,
  reportScan,
  unusableLedger,
} from './report.ts';
import { scan } from './scan.ts';
import { changesOf } from './subscribers/changes.ts';
import { idsBefore } from './subscribers/known.ts';
import { openWriting } from './writing.ts';

/**
 * Builds all feeds of a content folder. Content problems are findings in the report.
 * Throws `WorldFailure` when disk or system refuse (nothing is torn then), `UsageFailure` for an input or for folders
 * that cannot be, and `ForeignFile`, a kind of it, for what lies where a feed would go and is not ours.
 */
export async function buildFeeds(given: BuildInput): Promise<BuildReport> {
  refuseMisuse(given);
  return reportOf(await buildAs(given, {}));
}

/** How a command builds. */
export interface Occasion {
  /** What the next build may know this one by; without it the next has to read the configuration to know. */
  readonly startedBy?: StartedBy | undefined;
  /** Whether somebody looks at all findings, and not only at what a report shows. Default: true. */
  readonly wantsFindings?: boolean;
  /** A build that has begun, and found that there is something to do. */
  readonly begun?: Begun | undefined;
}

/** `buildFeeds`, for a command that reads the configuration only when it has to. */
export async function buildAs(given: BuildInput, occasion: Occasion): Promise<Built> {
  const input: BuildInput = {
    ...given,
    contentFolder: await realFolder(given.contentFolder),
    projectFolder: given.projectFolder && (await realFolder(given.projectFolder)),
    outFolder: await realFolder(given.outFolder),
    ledgerFile: given.ledgerFile === undefined ? undefined : await linkedFile(given.ledgerFile),
  };
  refuseNesting(input.contentFolder, input.outFolder);
  if (input.ledgerFile !== undefined && input.cacheFile !== undefined)
    refuseOneFile(await linkedFile(input.cacheFile), input.ledgerFile);
  if (input.mode === 'diff' || occasion.begun !== undefined) return runBelieving(input, given, occasion);
  makeFolder(input.outFolder);
  const lock = await takeLocks(input, given.outFolder);
  try {
    return await runBelieving(input, given, occasion);
  } finally {
    await lock.release();
  }
}

/** Believes the stamps of files until one is found to lie; then reads everything. */
async function runBelieving(input: BuildInput, given: BuildInput, occasion: Occasion): Promise<Built> {
  const walked = occasion.begun?.walked ?? walkContent(input, input.settings.content);
  try {
    return await remembering(input, given, occasion, walked);
  } catch (error) {
    if (!(error instanceof StaleReading)) throw error;
    const again = walkContent(input, input.settings.content);
    return remembering({ ...input, verifyCache: true }, given, occasion, again);
  }
}

async function remembering(
  input: BuildInput,
  given: BuildInput,
  { startedBy, wantsFindings = true }: Occasion,
  walked: ContentWalk,
): Promise<Built> {
  const namedFolder = resolve(given.contentFolder);
  const label = labelOf(relative(input.cwd, namedFolder));
  const findings = newFindings();
  const defaults = readDefaults(walked, input, input.settings, label);
  const namedOutFolder = given.outFolder;
  const call = { input, label, namedFolder, namedOutFolder, startedBy, walked, defaults, wantsFindings };
  const memory = openMemory(call, findings);
  try {
    const nothingToDo = await memory.nothingToDo();
    if (nothingToDo !== undefined) return nothingToDo;
    const edited = await buildEdits({ ...call, memory });
    if (edited !== undefined) return edited;
    findings.add(defaults.findings);
    return { done: await run(call, memory, findings), findings };
  } finally {
    memory.close();
  }
}

async function run(call: Call, memory: BuildMemory, findings: Findings): Promise<Done> {
  const { input, label, walked, defaults, wantsFindings, namedOutFolder } = call;
  const { contentFolder, now } = input;
  const progress = input.progress ?? (() => undefined);
  const stored = await readLedger(input.ledgerFile);
  if (!('ledger' in stored)) return unusableLedger(stored, input, namedOutFolder, findings);
  const { siteId } = stored.ledger;
  const settings = withPublishedId(input.settings, siteId);
  const { id } = settings.site;
  if (stored.state === 'new' && input.ledgerFile !== undefined) {
    const code = (await hasFeeds(input, id)) ? 'ledger/lost' : 'ledger/new';
    findings.in('')(code, { path: relative(input.cwd, input.ledgerFile).replaceAll('\\', '/') });
  }
  if (siteId !== undefined && siteId !== id) findings.in('')('ledger/other-site', { known: siteId, given: id });
  memory.open(stored.state === 'new' ? undefined : settings.site.id);

  const { renderers, workers } = input;
  const storage = openStorage(input);
  const crew = openCrew({ folder: contentFolder, label, settings, defaults, now, workers, renderers, storage });
  try {
    const verifyCache = input.verifyCache ?? false;
    const scanned = await scan({ known: memory.files, verifyCache, now, crew, progress }, walked);
    reportLeftOut(walked, label, findings);
    reportScan(scanned, label, findings);
    const unreadable = scanned.unreadable || defaults.unreadable;
    const report = reporter({ ...scanned, unreadable }, namedOutFolder);
    const { store } = storage;
    const context = { input, settings, stored, memory, findings, label, progress, scanned, report, crew, store };
    try {
      const planned = await planBuild(context);
      return 'plans' in planned ? await write(context, planned) : planned;
    } finally {
      // Worked out while findings can still be read.
      if (!wantsFindings) void findings.shownOfPacked;
      leaveStorage(scanned.files, wantsFindings);
    }
  } finally {
    await crew.close();
    storage.close();
  }
}

/** Whether a build of the site that kept a ledger seems to have left feeds in the output folder. */
async function hasFeeds({ outFolder, mode }: BuildInput, siteId: string): Promise<boolean> {
  if (mode === 'no-record') return false;
  const previous = await previousManifest(outFolder);
  return previous !== undefined && previous.feeds.length > 0 && (siteOf(previous) ?? siteId) === siteId;
}

async function write(context: BuildContext, planned: Planned): Promise<Done> {
  const { input, settings, stored, memory, findings, progress, scanned, report, crew } = context;
  const { recognition, pastOf, lastGoodEntries, withheldPages, previous, counts } = planned;
  const { outFolder } = input;
  const onlyCompare = input.mode === 'diff';
  const { ledger } = stored;
  const previousFiles = await ownFiles(
    outFolder,
    previous,
    [...ledger.feeds.keys()].flatMap((folder) => filesOf(folder, settings)),
  );
  const hadManifest = previous !== undefined || memory.hasLeftManifest();
  const ours = [...previousFiles.keys(), ...(hadManifest ? [MANIFEST] : [])];
  const output = await openOutput(outFolder, ours, isOurs, onlyCompare);
  try {
    const writing = openWriting(output, previousFiles, settings, findings);
    const { root, known } = output;
    crew.prepare({ settings, withheldPages, lastGoodEntries, outFolder: root, known, onlyCompare });
    const chosen = findings.loose.length;
    const produced = await produceAll(planned.plans, { ...context, ...planned, writing });
    // What threads hold would lie beside what is written.
    await crew.close();
    const made = findings.loose.length;
    writing.putLists(produced.listed);
    const {
      written: { size: written },
      unchanged,
      removed,
    } = writing;
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
    if (onlyCompare) {
      const gone = recognition.withdrawn.filter(({ status }) => status === 'live').map(({ id }) => id);
      const before = await idsBefore(previous, outFolder, writing.written);
      const changes = changesOf(produced.feeds, ledger, gone, (candidate) => pastOf(candidate).updated, before);
      return report('compared', { ...done, written, unchanged, removed: removed.length, changes });
    }
    progress('writing', 0, 1);
    let isSame = true;
    await output.commit([...removed], MANIFEST, async () => {
      if (input.ledgerFile === undefined || input.mode === 'no-record') return;
      const after = recordWritten(ledger, recognition, {
        siteId: settings.site.id,
        feeds: produced.feeds,
        pastOf,
        lastGood: [...planned.lastGood, ...produced.lastGood],
        findable: planned.findable,
      });
      isSame = movesNobody(ledger, after);
      await writeLedger(input.ledgerFile, after, stored.text);
    });
    const result = report('written', { ...done, written, unchanged, removed: removed.length });
    const reason = await memory.remember({
      done: result,
      scanned,
      recognition,
      movesNobody: isSame,
      hasLastGood: planned.lastGood.length > 0,
      withheldPages,
      feeds: produced.known,
      findings,
      loose: { chosen: findings.loose.slice(0, chosen), listed: findings.loose.slice(made) },
      paths: writing.paths,
    });
    if (reason !== undefined) findings.in('')('cache/not-written', { reason });
    return result;
  } catch (error) {
    // A thread that goes on would stage files behind the back of who clears up.
    await crew.close();
    await output.abandon();
    throw error;
  }
}

/** The ledger is kept, and the cache may be deleted. */
function refuseOneFile(cacheFile: string, ledgerFile: string): void {
  if (resolve(cacheFile) !== resolve(ledgerFile)) return;
  throw new UsageFailure(
    `The cache and the ledger would be one file, ${ledgerFile}. Choose another with --cache or --ledger.`,
  );
}

function labelOf(folder: string): string {
  const path = folder.replaceAll('\\', '/');
  return path === '' ? '' : `${path}/`;
}
