// What makes the second build short: the memory of the last one, tried before anything is read, and written at the end.
import { join } from 'node:path';
import type { Finding } from '../diagnostics/finding.ts';
import type { Code } from '../diagnostics/rules.ts';
import { shownOf } from '../diagnostics/text-report.ts';
import { isUnfinished } from '../io/output-folder.ts';
import type { Walk } from '../io/walk.ts';
import { type NoCache, openCache, sectionOf, writeCache } from '../ledger/cache.ts';
import { FORMATS } from '../model/format.ts';
import type { Instant } from '../model/instant.ts';
import type { ManifestFile } from '../model/manifest.ts';
import type { BuildInput } from './build.ts';
import type { Findings } from './findings.ts';
import { fingerprintOf, type KnownFeed, type LastBuild, memoryOf, NO_MEMORY, sectionsOf } from './memory.ts';
import { MANIFEST } from './previous.ts';
import type { ScannedFile } from './reading.ts';
import type { Built, Done } from './report.ts';
import type { Scan } from './scan.ts';
import { packStamps, pathsOf, stampOf, untouched } from './stamp.ts';
import { isUnchanged, type LastStart, unchangedReport } from './unchanged.ts';

/** What verification took out may survive the next time: a build after it is never nothing to do. */
const CHANCE: ReadonlySet<Code> = new Set<Code>(['verify/withdrawn-entry', 'verify/last-good-entry']);

export interface BuildMemory {
  /** What the last build read, by path. */
  readonly files: ReadonlyMap<string, ScannedFile>;
  /** The last build's report, when nothing that it depended on changed and nothing is due. */
  nothingToDo(): Promise<Built | undefined>;
  /** Before the first reading is asked for: forgets those that were made under another `site.id`, or all without a ledger. */
  open(siteId: string | undefined): void;
  /** Whether the last build into this folder left a file there. */
  hasWritten(path: string): boolean;
  /** A feed that lies untouched in `out/`, as the last build made it. */
  untouchedFeed(folder: string): KnownFeed | undefined;
  /** Writes the memory for the next build; without a cache file, nothing. Returns why it could not. */
  remember(
    done: Done,
    scanned: Scan,
    findings: Findings,
    feeds: ReadonlyMap<string, KnownFeed>,
    nextDue: Instant | undefined,
    files: readonly ManifestFile[],
  ): Promise<string | undefined>;
  close(): void;
}

/** What started a build, for the next one to know it by (`startKey`), and what was found in its configuration. */
export interface StartedBy {
  readonly key: string;
  readonly findings: readonly Finding[];
}

/** How a build was called. */
export interface Call {
  /** What stands before the paths of articles in findings. */
  readonly label: string;
  /** The content folder as the user named it. */
  readonly namedFolder: string;
  readonly startedBy: StartedBy | undefined;
}

/** Opens the cache. A cache that cannot be used is dropped with a finding. */
export function openMemory(input: BuildInput, call: Call, walked: Walk, findings: Findings): BuildMemory {
  const { cacheFile, outFolder, settings, contentFolder, now } = input;
  const { label, namedFolder, startedBy } = call;
  const fingerprint = fingerprintOf(settings, contentFolder, outFolder, label);
  const drop = (reason: string) => {
    findings.in('')('cache/dropped', { reason });
    memory = NO_MEMORY;
  };
  const opened = cacheFile === undefined ? NO_CACHE : openCache(cacheFile);
  const cache = 'reason' in opened ? undefined : opened;
  let memory = cache?.fingerprint === fingerprint ? memoryOf(cache) : NO_MEMORY;
  if ('reason' in opened && opened.reason !== undefined) drop(opened.reason);
  else if (cache !== undefined && memory === NO_MEMORY) drop('it belongs to another version or configuration');
  else if (cache !== undefined && memory.lastBuild === undefined) drop(DAMAGED);
  const lastOutputs = memory.lastBuild?.outputs ?? packStamps([]);
  const left = new Set(pathsOf(lastOutputs));
  let whole: ReadonlySet<string> | undefined;
  let knownId: string | undefined;
  let feeds: ReadonlyMap<string, KnownFeed> | undefined;
  let files: ReadonlyMap<string, ScannedFile> | undefined;

  const startOf = (lasting: readonly Finding[], { shownOfPacked }: Findings): LastStart | undefined =>
    startedBy && {
      key: startedBy.key,
      namedFolder,
      contentFolder,
      outFolder,
      globs: settings.content,
      findings: startedBy.findings,
      shown: shownOf([...startedBy.findings, ...lasting], false, shownOfPacked),
    };

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
        const start = sectionOf(startOf(all.loose, all));
        const reason = await writeCache(cacheFile, fingerprint, new Map(sections).set('start', start));
        if (reason !== undefined) findings.in('')('cache/not-written', { reason });
      }
      all.add(findings.loose);
      return { done: unchangedReport(lastBuild, outFolder), findings: all };
    },
    open(siteId) {
      knownId = siteId;
      if (memory !== NO_MEMORY && cache?.bytes() === undefined) drop(DAMAGED);
      if (siteId === undefined || siteId !== memory.lastBuild?.siteId) memory = NO_MEMORY;
    },
    hasWritten: (path) => left.has(path),
    untouchedFeed(folder) {
      feeds ??= memory.feeds();
      const feed = feeds.get(folder);
      if (input.verifyCache === true || feed === undefined) return undefined;
      whole ??= new Set(untouched(outFolder, lastOutputs));
      // What lies in `out/` is listed by the manifest: when that was touched, everything is made and compared again.
      return [...filesOf(folder, settings), MANIFEST].every((path) => whole?.has(path)) ? feed : undefined;
    },
    async remember(done, scanned, found, known, nextDue, written) {
      // Without every reading at hand, or with a feed withheld, the next build has to look again.
      if (cacheFile === undefined) return undefined;
      const outputs = [...written.map((file) => file.path), MANIFEST].flatMap((path) => {
        const stamp = stampOf(join(outFolder, path));
        return stamp === undefined ? [] : [{ ...stamp, path }];
      });
      const isComplete =
        done.withheldFeeds.length === 0 &&
        !found.loose.some(({ code }) => CHANCE.has(code)) &&
        !done.unreadable &&
        scanned.obstacles.length === 0 &&
        scanned.files.every(({ stamp }) => stamp !== undefined);
      const { files: count, articles, relatedItems, feeds: feedCount, documentsVerified } = done;
      // What is said of the ledger and the cache themselves belongs to this build alone.
      const lasting = found.loose.filter(({ code }) => code !== 'ledger/new' && !code.startsWith('cache/'));
      const lastBuild: LastBuild = {
        isComplete,
        isRecorded: input.mode !== 'no-record',
        now,
        siteId: knownId ?? settings.site.id,
        content: walked.digest,
        outputs: packStamps(outputs),
        ledger: input.ledgerFile === undefined ? undefined : stampOf(input.ledgerFile),
        nextDue,
        hasErrors: found.hasErrors,
        counts: { files: count, articles, relatedItems, feeds: feedCount, documentsVerified },
      };
      const sections = sectionsOf(startOf(lasting, found), lastBuild, scanned.files, known, lasting);
      return writeCache(cacheFile, fingerprint, sections);
    },
    close: () => cache?.close(),
  };
}

const NO_CACHE: NoCache = { reason: undefined };
const DAMAGED = 'it is damaged';

/** The files of one feed, below `out/`. */
export function filesOf(folder: string, { feeds }: BuildInput['settings']): readonly string[] {
  const documents = FORMATS.filter(({ name }) => feeds.formats.includes(name)).map(({ file }) => folder + file);
  return folder === '' ? documents : [...documents, `${folder}index.html`];
}
