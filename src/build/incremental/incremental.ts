// What makes the second build short: the memory of the last one, tried before anything is read, and written at the end.
import { join } from 'node:path';
import type { Finding } from '../../diagnostics/finding.ts';
import type { Code } from '../../diagnostics/rules.ts';
import type { Shown } from '../../diagnostics/shown.ts';
import { shownOf } from '../../diagnostics/text-report.ts';
import { UsageFailure } from '../../io/failure.ts';
import { isUnfinished } from '../../io/output-folder.ts';
import { type NoCache, openCache, unlessDamaged, writeCache } from '../../ledger/cache.ts';
import type { Recognition } from '../../ledger/recognise.ts';
import { FORMATS } from '../../model/format.ts';
import { MANIFEST } from '../../model/manifest.ts';
import type { Findings } from '../findings.ts';
import type { BuildInput } from '../input.ts';
import { withheldKey } from '../plans.ts';
import type { ContentWalk } from '../reading/content.ts';
import type { ReadDefaults } from '../reading/defaults.ts';
import type { ScannedFile } from '../reading/reading.ts';
import { packStamps, pathsOf, restamped, stampOf, untouched } from '../reading/stamp.ts';
import type { Built, Done } from '../report.ts';
import type { Scan } from '../scan.ts';
import type { FeedLists, KnownFeed } from './known-feeds.ts';
import { type EditedParts, editedSections, type LeftBehind, leftBehindIn } from './left-behind.ts';
import {
  fingerprintOf,
  type LastBuild,
  type Left,
  type LooseFindings,
  memoryOf,
  NO_MEMORY,
  sectionsOf,
} from './memory.ts';
import { type Sections, section } from './sections.ts';
import { isSameLedger, isUnchanged, isUnchangedBeside, type LastStart, unchangedReport } from './unchanged.ts';

/** What verification took out may survive the next time: a build after it is never nothing to do. */
const CHANCE: ReadonlySet<Code> = new Set<Code>(['verify/withdrawn-entry', 'verify/last-good-entry']);

/** Of two files with one identity, the one that was published keeps it: which that is, the ledger may know only now. */
const DUPLICATE: Code = 'collections/duplicate-id';

export interface BuildMemory {
  /** What the last build read, by path. */
  readonly files: ReadonlyMap<string, ScannedFile>;
  /** The last build's report, when nothing that it depended on changed and nothing is due. */
  nothingToDo(): Promise<Built | undefined>;
  /** Before the first reading is asked for: forgets those that were made under another `site.id`, or all without a ledger. */
  open(siteId: string | undefined): void;
  /** Whether the last build into this folder left its manifest there. */
  hasLeftManifest(): boolean;
  /** Whether the ledger, as it lies there, was written after all that `files` says was read. */
  isRecorded(): boolean;
  /** A feed that lies untouched in `out/`, as the last build made it. */
  untouchedFeed(folder: string): KnownFeed | undefined;
  /** What the last build left, when nothing changed since but what is in files of the content folder, if that. */
  leftBehind(): Promise<LeftBehind | undefined>;
  /** Writes the memory for the next build; without a cache file, nothing. Returns why it could not. */
  remember(whole: WholeBuild): Promise<string | undefined>;
  /** The same after a build of which only files of the content folder are to be told. */
  rememberEdits(edits: EditedBuild): Promise<string | undefined>;
  close(): void;
}

/** What a build came to that chose everything anew. */
export interface WholeBuild {
  readonly done: Done;
  readonly scanned: Scan;
  readonly recognition: Pick<Recognition, 'nextDue' | 'isInPlace'>;
  /** Whether the ledger knows each article as it knew it before. */
  readonly movesNobody: boolean;
  readonly hasLastGood: boolean;
  readonly withheldPages: ReadonlySet<string>;
  /** Feeds that are whole. */
  readonly feeds: ReadonlyMap<string, KnownFeed>;
  readonly findings: Findings;
  readonly loose: LooseFindings;
  /** Files of `out/`, beside the manifest. */
  readonly paths: readonly string[];
}

/** What a build came to that read edited files and made their feeds. */
export interface EditedBuild {
  readonly last: LeftBehind;
  /** The files that were read, and how feeds were made. */
  readonly parts: EditedParts;
  readonly feeds: FeedLists;
  /** What a report shows; `undefined` when nothing can know this build by how it was started. */
  readonly shown: Shown | undefined;
  /** Files of `out/` that were written. */
  readonly written: ReadonlySet<string>;
}

/** What started a build, for the next one to know it by (`startKey`), and what was found in its configuration. */
export interface StartedBy {
  readonly key: string;
  readonly findings: readonly Finding[];
}

/** How a build was called, and what it found there. */
export interface Call {
  /** With its folders and the ledger as they really lie. */
  readonly input: BuildInput;
  /** What stands before the paths of articles in findings. */
  readonly label: string;
  /** The content folder as the user named it. */
  readonly namedFolder: string;
  /** What the user calls the output folder. */
  readonly namedOutFolder: string;
  readonly startedBy: StartedBy | undefined;
  readonly walked: ContentWalk;
  /** What files say for others. */
  readonly defaults: ReadDefaults;
  /** Whether somebody looks at all findings, and not only at what a report shows. */
  readonly wantsFindings: boolean;
}

/** Opens the cache. A cache that cannot be used is dropped with a finding; for a file of somebody's throws `UsageFailure`. */
export function openMemory(call: Call, findings: Findings): BuildMemory {
  const { input, label, namedFolder, namedOutFolder, startedBy, walked, defaults } = call;
  const { cacheFile, outFolder, settings, contentFolder, projectFolder, now } = input;
  const fingerprint = fingerprintOf(input, defaults, label);
  const drop = (reason: string) => {
    findings.in('')('cache/dropped', { reason });
    memory = NO_MEMORY;
  };
  const opened = cacheFile === undefined ? NO_CACHE : openCache<Sections>(cacheFile);
  if ('reason' in opened && opened.isForeign === true)
    throw new UsageFailure(
      `${cacheFile} is not a cache of Feedmill, and would be written over; nothing was changed. Name another file with --cache.`,
    );
  const cache = 'reason' in opened ? undefined : opened;
  let memory = cache?.fingerprint === fingerprint ? memoryOf(cache) : NO_MEMORY;
  if ('reason' in opened && opened.reason !== undefined) drop(opened.reason);
  else if (cache !== undefined && memory === NO_MEMORY)
    drop('it belongs to another version, configuration, folder or set of defaults');
  else if (cache !== undefined && memory.lastBuild === undefined) drop(DAMAGED);
  const lastOutputs = memory.lastBuild?.outputs ?? packStamps([]);
  let lying: ReadonlySet<string> | undefined;
  let knownId: string | undefined;
  let feeds: ReadonlyMap<string, KnownFeed> | undefined;
  let files: ReadonlyMap<string, ScannedFile> | undefined;

  const startOf = (shownOfAll: () => Shown | undefined): LastStart | undefined => {
    const shown = startedBy && shownOfAll();
    if (startedBy === undefined || shown === undefined) return undefined;
    const { key, findings } = startedBy;
    return { key, namedFolder, contentFolder, projectFolder, outFolder, globs: settings.content, findings, shown };
  };
  const shownWith = (loose: readonly Finding[], { shownOfPacked }: Findings) =>
    shownOf([...(startedBy?.findings ?? []), ...loose], false, shownOfPacked);

  return {
    get files() {
      files ??= memory.files();
      return files;
    },
    async nothingToDo() {
      const { lastBuild, lastStart } = memory;
      if (lastBuild === undefined || !isUnchanged(lastBuild, input, walked) || (await isUnfinished(outFolder)))
        return undefined;
      const all = memory.findings();
      if (all === undefined) {
        drop(DAMAGED);
        return undefined;
      }
      if (cacheFile !== undefined && startedBy !== undefined && lastStart?.key !== startedBy.key) {
        const sections = cache?.bytes();
        if (sections === undefined) {
          drop(DAMAGED);
          return undefined;
        }
        const start = section(
          'start',
          startOf(() => shownWith(all.loose, all)),
        );
        const reason = await writeCache(cacheFile, fingerprint, new Map([...sections, start]));
        if (reason !== undefined) findings.in('')('cache/not-written', { reason });
      }
      all.add(findings.loose);
      return { done: unchangedReport(lastBuild, namedOutFolder), findings: all };
    },
    open(siteId) {
      knownId = siteId;
      if (memory !== NO_MEMORY && cache?.bytes() === undefined) drop(DAMAGED);
      if (siteId === undefined || siteId !== memory.lastBuild?.siteId) memory = NO_MEMORY;
    },
    hasLeftManifest: () => pathsOf(lastOutputs).includes(MANIFEST),
    isRecorded() {
      const { lastBuild } = memory;
      return lastBuild?.isRecorded === true && isSameLedger(lastBuild.ledger, input.ledgerFile);
    },
    untouchedFeed(folder) {
      feeds ??= memory.feeds();
      const feed = feeds.get(folder);
      if (input.verifyCache === true || feed === undefined) return undefined;
      lying ??= new Set(untouched(outFolder, lastOutputs));
      // What lies in `out/` is listed by the manifest: when that was touched, everything is made and compared again.
      return [...filesOf(folder, settings), MANIFEST].every((path) => lying?.has(path)) ? feed : undefined;
    },
    async leftBehind() {
      const { lastBuild } = memory;
      if (cache === undefined || lastBuild?.paths !== walked.stamps.paths) return undefined;
      if (!isUnchangedBeside(lastBuild, input, walked)) return undefined;
      return (await isUnfinished(outFolder)) ? undefined : unlessDamaged(() => leftBehindIn(cache));
    },
    async remember({ done, scanned, recognition, withheldPages, findings: found, loose, ...whole }) {
      if (cacheFile === undefined) return undefined;
      const outputs = [...whole.paths, MANIFEST].flatMap((path) => {
        const stamp = stampOf(join(outFolder, path));
        return stamp === undefined ? [] : [{ ...stamp, path }];
      });
      const { files: count, articles, relatedItems, feeds: feedCount, documentsVerified } = done;
      const lasting = { chosen: loose.chosen.filter(isLasting), listed: loose.listed };
      const build: LastBuild = {
        // With a feed withheld, or a path that could not be read, the next build has to look again.
        isComplete:
          done.withheldFeeds.length === 0 &&
          !found.loose.some(({ code }) => CHANCE.has(code)) &&
          !done.unreadable &&
          scanned.obstacles.length === 0,
        unsettled: [...unsettledIn(scanned.files), ...defaults.unsettled],
        isRecorded: input.mode !== 'no-record',
        now,
        siteId: knownId ?? settings.site.id,
        content: walked.digest,
        paths: walked.stamps.paths,
        outputs: packStamps(outputs),
        ledger: input.ledgerFile === undefined ? undefined : stampOf(input.ledgerFile),
        nextDue: recognition.nextDue,
        hasErrors: found.hasErrors,
        isInPlace: recognition.isInPlace,
        // Files that nobody knew may be known now, and be looked for no more; so may one of two that claim an identity.
        isSettled: whole.movesNobody || (recognition.isInPlace && !found.loose.some(({ code }) => code === DUPLICATE)),
        hasLastGood: whole.hasLastGood,
        counts: { files: count, articles, relatedItems, feeds: feedCount, documentsVerified },
      };
      const start = startOf(() => shownWith(found.loose.filter(isLasting), found));
      const { numbers } = walked.stamps;
      const ranks = walked.ranks();
      const withheld = { pages: withheldPages, key: withheldKey(withheldPages) };
      const left = { start, build, numbers, ranks, withheld, feeds: whole.feeds, loose: lasting };
      return writeCache(cacheFile, fingerprint, sectionsOf(left, scanned.files));
    },
    async rememberEdits({ last, parts, written, feeds, shown }) {
      if (cacheFile === undefined || cache === undefined) return undefined;
      const build: LastBuild = {
        ...last.build,
        unsettled: [...unsettledIn(parts.files.values()), ...defaults.unsettled],
        now,
        content: walked.digest,
        outputs: restamped(outFolder, last.build.outputs, written),
        ledger: input.ledgerFile === undefined ? undefined : stampOf(input.ledgerFile),
      };
      const left: Left = {
        start: startOf(() => shown),
        build,
        numbers: walked.stamps.numbers,
        feeds,
        loose: last.loose,
      };
      return cache.update(editedSections(left, cache, last, parts));
    },
    close: () => cache?.close(),
  };
}

/** Paths of files that are read again next time. */
function* unsettledIn(files: Iterable<ScannedFile>): Generator<string> {
  for (const file of files) if (file.stamp === undefined) yield file.path;
}

const OF_ONE_BUILD: ReadonlySet<Code> = new Set<Code>([
  'ledger/new',
  'ledger/lost',
  'ledger/outdated',
  'ledger/many-gone',
  'ledger/emptied-feed',
  'ledger/removed-feed',
  'ledger/removed-format',
]);

/** What is said of the ledger and the cache themselves, and of what went since the last build, belongs to one build alone. */
function isLasting({ code }: Finding): boolean {
  return !OF_ONE_BUILD.has(code) && !code.startsWith('cache/');
}

const NO_CACHE: NoCache = { reason: undefined };
const DAMAGED = 'it is damaged';

/** The files of one feed, below `out/`. */
export function filesOf(folder: string, { feeds }: BuildInput['settings']): readonly string[] {
  const documents = FORMATS.filter(({ name }) => feeds.formats.includes(name)).map(({ file }) => folder + file);
  return folder === '' ? documents : [...documents, `${folder}index.html`];
}
