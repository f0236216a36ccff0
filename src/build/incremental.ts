// What makes the second build short: the memory of the last one, tried before anything is read, and written at the end.
import { readFileSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Code } from '../diagnostics/rules.ts';
import { isUnfinished } from '../io/output-folder.ts';
import type { WalkedFile } from '../io/walk.ts';
import { openCache, writeCache } from '../ledger/cache.ts';
import { FORMATS } from '../model/format.ts';
import type { Instant } from '../model/instant.ts';
import type { ManifestFile } from '../model/manifest.ts';
import { assetTexts } from './assets.ts';
import type { BuildInput, BuildReport } from './build.ts';
import type { Findings } from './findings.ts';
import {
  fingerprintOf,
  type KnownFeed,
  type KnownOutput,
  type LastBuild,
  type Memory,
  memoryOf,
  NO_MEMORY,
  sectionsOf,
} from './memory.ts';
import { MANIFEST } from './previous.ts';
import type { ScannedFile, Stamp } from './reading.ts';
import { isSame, type Scan } from './scan.ts';

/** What verification took out may survive the next time: a build after it is never nothing to do. */
const CHANCE: ReadonlySet<Code> = new Set<Code>(['verify/withdrawn-entry', 'verify/last-good-entry']);

export interface BuildMemory {
  /** What the last build read, by path. */
  readonly files: ReadonlyMap<string, ScannedFile>;
  /** The last build's report, when nothing that it depended on changed and nothing is due. */
  nothingToDo(walked: readonly WalkedFile[], obstacles: number): Promise<BuildReport | undefined>;
  /** Before the first reading is asked for: forgets those that were made under another `site.id`, or all without a ledger. */
  open(siteId: string | undefined): void;
  /** Whether the last build into this folder left a file there. */
  hasWritten(path: string): boolean;
  /** A feed that is made of the same things as before and lies untouched in `out/`. */
  unchangedFeed(folder: string, key: string): KnownFeed | undefined;
  /** Writes the memory for the next build; without a cache file, nothing. Returns why it could not. */
  remember(
    report: BuildReport,
    scanned: Scan,
    feeds: ReadonlyMap<string, KnownFeed>,
    nextDue: Instant | undefined,
    files: readonly ManifestFile[],
  ): Promise<string | undefined>;
}

/** Opens the cache. A cache that cannot be used is dropped with a finding. */
export async function openMemory(input: BuildInput, label: string, findings: Findings): Promise<BuildMemory> {
  const { cacheFile, outFolder, settings, contentFolder, now } = input;
  const fingerprint = fingerprintOf(version(), settings, contentFolder, outFolder, label);
  const opened = cacheFile === undefined ? { reason: undefined } : await openCache(cacheFile, fingerprint);
  if ('reason' in opened && opened.reason !== undefined) findings.in('')('cache/dropped', { reason: opened.reason });
  let memory: Memory = 'section' in opened ? memoryOf(opened) : NO_MEMORY;
  const left = memory.lastBuild?.outputs ?? [];
  let untouched: ReadonlySet<string> | undefined;
  let knownId: string | undefined;
  let feeds: ReadonlyMap<string, KnownFeed> | undefined;
  let files: ReadonlyMap<string, ScannedFile> | undefined;

  return {
    get files() {
      files ??= memory.files();
      return files;
    },
    async nothingToDo(walked, obstacles) {
      const { lastBuild } = memory;
      untouched = new Set(await stillThere(outFolder, lastBuild?.outputs ?? []));
      if (lastBuild === undefined || !lastBuild.isComplete || input.verifyCache === true) return undefined;
      if (obstacles > 0 || input.mode === 'diff' || (input.mode !== 'no-record' && !lastBuild.isRecorded))
        return undefined;
      // What is due, or lies in the future, is decided anew when the time passes an embargo or goes back.
      if (now < lastBuild.now || (lastBuild.nextDue !== undefined && lastBuild.nextDue <= now)) return undefined;
      if (untouched.size !== lastBuild.outputs.length || !isSameContent(lastBuild, walked)) return undefined;
      if (!(await isSameLedger(lastBuild.ledger, input.ledgerFile)) || (await isUnfinished(outFolder)))
        return undefined;
      const all = memory.findings();
      if (input.strict === true && all.some(({ severity }) => severity === 'error')) return undefined;
      return {
        ...lastBuild.counts,
        outcome: 'written',
        withheldFeeds: [],
        articlesRead: 0,
        feedsComposed: 0,
        written: 0,
        unchanged: lastBuild.outputs.length,
        removed: 0,
        unreadable: false,
        changes: undefined,
        findings: all,
        outFolder,
      };
    },
    open(siteId) {
      knownId = siteId;
      if (siteId !== undefined && siteId === memory.lastBuild?.siteId) return;
      memory = NO_MEMORY;
      files = undefined;
      feeds = undefined;
    },
    hasWritten: (path) => left.some((output) => output.path === path),
    unchangedFeed(folder, key) {
      feeds ??= memory.feeds();
      const feed = feeds.get(folder);
      // What lies in `out/` is listed by the manifest: when that was touched, everything is made and compared again.
      const paths = [...filesOf(folder, settings), MANIFEST];
      const isWhole = input.verifyCache !== true && feed?.key === key && paths.every((path) => untouched?.has(path));
      return isWhole ? feed : undefined;
    },
    async remember(report, scanned, known, nextDue, written) {
      // Without every reading at hand, or with a feed withheld, the next build has to look again.
      if (cacheFile === undefined) return undefined;
      const outputs: KnownOutput[] = [];
      for (const path of [...written.map((file) => file.path), MANIFEST]) {
        const stamp = await stampOf(join(outFolder, path));
        if (stamp !== undefined) outputs.push({ ...stamp, path });
      }
      const isComplete =
        report.withheldFeeds.length === 0 &&
        !report.findings.some(({ code }) => CHANCE.has(code)) &&
        !report.unreadable &&
        scanned.obstacles.length === 0 &&
        scanned.files.every(({ stamp }) => stamp !== undefined);
      const { files: count, articles, relatedItems, feeds: feedCount, documentsVerified } = report;
      const lastBuild: LastBuild = {
        ...columns(scanned.files),
        isComplete,
        isRecorded: input.mode !== 'no-record',
        now,
        siteId: knownId ?? settings.site.id,
        outputs,
        ledger: await stampOf(input.ledgerFile),
        nextDue,
        counts: { files: count, articles, relatedItems, feeds: feedCount, documentsVerified },
      };
      // What is said of the ledger and the cache themselves belongs to this build alone.
      const lasting = report.findings.filter(({ code }) => code !== 'ledger/new' && !code.startsWith('cache/'));
      return writeCache(cacheFile, fingerprint, sectionsOf(lastBuild, scanned.files, known, lasting));
    },
  };
}

/** The files of one feed, below `out/`. */
export function filesOf(folder: string, { feeds }: BuildInput['settings']): readonly string[] {
  const documents = FORMATS.filter(({ name }) => feeds.formats.includes(name)).map(({ file }) => folder + file);
  return folder === '' ? documents : [...documents, `${folder}index.html`];
}

function columns(files: readonly ScannedFile[]): Pick<LastBuild, 'paths' | 'sizes' | 'mtimes' | 'inodes'> {
  return {
    paths: files.map(({ path }) => path),
    sizes: Float64Array.from(files, ({ stamp }) => stamp?.sizeBytes ?? -1),
    mtimes: Float64Array.from(files, ({ stamp }) => stamp?.mtimeMs ?? -1),
    inodes: Float64Array.from(files, ({ stamp }) => stamp?.inode ?? -1),
  };
}

function isSameContent({ paths, sizes, mtimes, inodes }: LastBuild, walked: readonly WalkedFile[]): boolean {
  return (
    paths.length === walked.length &&
    walked.every(
      (file, index) =>
        paths[index] === file.path &&
        sizes[index] === file.sizeBytes &&
        mtimes[index] === file.mtimeMs &&
        inodes[index] === file.inode,
    )
  );
}

/** A ledger that is missing has to be said, and begun. */
async function isSameLedger(before: Stamp | undefined, path: string | undefined): Promise<boolean> {
  const now = await stampOf(path);
  if (now === undefined) return path === undefined && before === undefined;
  return isSame(before, now);
}

async function stillThere(folder: string, outputs: readonly KnownOutput[]): Promise<readonly string[]> {
  const paths: string[] = [];
  await Promise.all(
    outputs.map(async (output) => {
      const stamp = await stampOf(join(folder, output.path));
      if (stamp !== undefined && isSame(output, stamp)) paths.push(output.path);
    }),
  );
  return paths;
}

async function stampOf(path: string | undefined): Promise<Stamp | undefined> {
  if (path === undefined) return undefined;
  const stats = await lstat(path).catch(() => undefined);
  return stats?.isFile() ? { sizeBytes: stats.size, mtimeMs: stats.mtimeMs, inode: stats.ino } : undefined;
}

function version(): string {
  return readFileSync(new URL('../../package.json', import.meta.url), 'utf8') + assetTexts();
}
