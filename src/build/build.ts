// The build: scan → choose → (compose, render, verify) → write. The order of its stages is written here, once.
import { createHash } from 'node:crypto';
import { relative, resolve } from 'node:path';
import { collect } from '../collect/collections.ts';
import { composeDirectory, type ListedFeed } from '../compose/directory.ts';
import type { Finding } from '../diagnostics/finding.ts';
import { isWithin, realFolder } from '../io/folders.ts';
import { takeLock } from '../io/lock.ts';
import { makeOutputFolder, type OutputFolder, openOutput } from '../io/output-folder.ts';
import type { Candidate } from '../model/collection.ts';
import type { Instant } from '../model/instant.ts';
import type { ManifestFeed, ManifestFile } from '../model/manifest.ts';
import type { OutputFile } from '../model/output-file.ts';
import type { Settings } from '../model/settings.ts';
import { byCodeUnit } from '../model/text.ts';
import { renderDirectoryPage } from '../render/directory-page.ts';
import { renderFeedPage } from '../render/feed-page.ts';
import { renderManifest } from '../render/manifest.ts';
import { renderOpml } from '../render/opml.ts';
import { verifyOpml, verifyPage } from '../verify/verify.ts';
import { entrySource } from './entries.ts';
import { type Findings, newFindings } from './findings.ts';
import { headersOf, mediaTypeOfOutput } from './headers.ts';
import { MANIFEST, previousFiles } from './previous.ts';
import { type ProduceContext, produceFeed } from './produce.ts';
import type { Progress } from './progress.ts';
import { type Scan, scan } from './scan.ts';

export interface BuildInput {
  readonly settings: Settings;
  /** The folder of articles. */
  readonly contentFolder: string;
  /** The folder that is served; made when it is not there. */
  readonly outFolder: string;
  /** Decides what is embargoed; nothing else of a build knows the time. */
  readonly now: Instant;
  /** Paths in findings are relative to this folder. */
  readonly cwd: string;
  /** Whether an error among the findings stops everything before anything is written. Default: false. */
  readonly strict?: boolean;
  /** Whether to wait for another build that holds the output folder. Default: false. */
  readonly wait?: boolean;
  readonly progress?: Progress;
  readonly renderers?: ProduceContext['renderers'];
}

/** What a build did. */
export interface BuildReport {
  /** `written`: `out/` holds the new state. Else nothing was written, and why. */
  readonly outcome: 'written' | 'nothing-publishable' | 'stopped-by-errors';
  readonly files: number;
  readonly articles: number;
  readonly relatedItems: number;
  readonly feeds: number;
  /** Feeds that did not survive verification and were not written. */
  readonly withheldFeeds: readonly string[];
  readonly documentsVerified: number;
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Whether a path could not be read: the world's failure. */
  readonly unreadable: boolean;
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
export async function buildFeeds(input: BuildInput): Promise<BuildReport> {
  const contentFolder = await realFolder(input.contentFolder);
  const outFolder = await realFolder(input.outFolder);
  refuseNesting(contentFolder, outFolder);
  const findings = newFindings();
  const progress = input.progress ?? (() => undefined);
  const label = labelOf(relative(input.cwd, resolve(input.contentFolder)));
  const scanned = await scan(
    { folder: contentFolder, label, settings: input.settings, now: input.now },
    findings,
    progress,
  );
  const choice = collect(scanned.candidates, input.settings, (path) => findings.in(label + path));
  const published = scanned.candidates.filter(({ withheld }) => withheld === undefined);
  const report = (outcome: BuildReport['outcome'], done: Partial<BuildReport> = {}): BuildReport => ({
    outcome,
    files: scanned.files,
    articles: published.filter(({ parent }) => parent === undefined).length,
    relatedItems: published.filter(({ parent }) => parent !== undefined).length,
    feeds: 0,
    withheldFeeds: [],
    documentsVerified: 0,
    written: 0,
    unchanged: 0,
    removed: 0,
    unreadable: scanned.unreadable,
    findings: findings.all,
    outFolder: input.outFolder,
    ...done,
  });
  if (choice.collections.length === 0) {
    findings.in('')('collections/nothing-publishable', { files: scanned.files });
    return report('nothing-publishable');
  }
  if (input.strict === true && findings.hasErrors) return report('stopped-by-errors');
  await makeOutputFolder(outFolder);
  const lock = await takeLock(resolve(outFolder, '.feedmill-lock'), input.outFolder, { wait: input.wait ?? false });
  try {
    const previous = await previousFiles(outFolder);
    const output = await openOutput(outFolder, [...previous.keys(), ...(previous.size > 0 ? [MANIFEST] : [])], isOurs);
    const writing: Writing = {
      output,
      previous,
      findings,
      label,
      files: [],
      listed: [],
      withheldFeeds: [],
      documentsVerified: 0,
      written: 0,
      unchanged: 0,
    };
    await produceAll(input, scanned, choice, writing, progress);
    await produceLists(input.settings, writing);
    if (input.strict === true && findings.hasErrors) {
      await output.abandon();
      return report('stopped-by-errors');
    }
    progress('writing', 0, 1);
    const current = new Set([...writing.files.map(({ path }) => path), MANIFEST]);
    const remove = [...output.known].filter((path) => !current.has(path)).sort(byCodeUnit);
    await output.commit(remove, MANIFEST);
    const { withheldFeeds, documentsVerified, written, unchanged } = writing;
    return report('written', {
      feeds: writing.listed.length,
      withheldFeeds,
      documentsVerified,
      written,
      unchanged,
      removed: remove.length,
    });
  } finally {
    await lock.release();
  }
}

/** What a build has produced so far. */
interface Writing {
  readonly output: OutputFolder;
  readonly previous: ReadonlyMap<string, ManifestFile>;
  readonly findings: Findings;
  /** What stands before an article's path in findings. */
  readonly label: string;
  readonly files: ManifestFile[];
  readonly listed: ListedFeed[];
  readonly withheldFeeds: string[];
  documentsVerified: number;
  written: number;
  unchanged: number;
}

async function produceAll(
  input: BuildInput,
  scanned: Scan,
  { collections, withheldPages }: ReturnType<typeof collect>,
  writing: Writing,
  progress: Progress,
): Promise<void> {
  const { settings, now } = input;
  const entryOf = entrySource(scanned.readArticle, { settings, withheldPages });
  for (const [done, collection] of collections.entries()) {
    progress('building', done, collections.length);
    const entries = [];
    for (const member of collection.members) entries.push(await entryOf(member));
    const produced = produceFeed(collection, entries, {
      settings,
      emptied: now,
      reportIn: (path) => writing.findings.in(path),
      sourceOf: (id) => pathOf(collection.members, id, writing.label),
      ...(input.renderers === undefined ? {} : { renderers: input.renderers }),
    });
    if (produced === undefined) {
      writing.withheldFeeds.push(collection.folder);
      await keepPrevious(collection.folder, writing);
      continue;
    }
    const { document, files } = produced;
    for (const file of files) await put(file, writing);
    writing.documentsVerified += files.length;
    writing.listed.push({ collection, entries: document.items.length, updated: document.options.updated });
    if (collection.folder !== '') await putPage(`${collection.folder}index.html`, renderFeedPage(document), writing);
  }
}

async function produceLists(settings: Settings, writing: Writing): Promise<void> {
  const directory = composeDirectory(writing.listed, settings);
  const opml = renderOpml(directory);
  const report = writing.findings.in('feeds.opml');
  for (const problem of verifyOpml(directory, opml)) report(problem.code, problem.values as never);
  await put({ path: 'feeds.opml', text: opml, mediaType: mediaTypeOfOutput('feeds.opml') }, writing);
  await putPage('index.html', renderDirectoryPage(directory), writing);
  const feeds: ManifestFeed[] = writing.listed.map(({ collection, entries, updated }, index) => {
    const { kind, folder } = collection;
    const title = directory.groups.flatMap((group) => group.feeds)[index]?.title ?? collection.name;
    return {
      id: folder === '' ? settings.site.id : `${settings.site.id}/${folder.slice(0, -1)}`,
      kind,
      folder,
      title,
      entries,
      updated,
    };
  });
  const files = [...writing.files].sort((a, b) => byCodeUnit(a.path, b.path));
  const text = renderManifest({ files, feeds });
  await stage({ path: MANIFEST, text, mediaType: mediaTypeOfOutput(MANIFEST) }, writing);
}

async function putPage(path: string, text: string, writing: Writing): Promise<void> {
  const report = writing.findings.in(path);
  for (const problem of verifyPage(text)) report(problem.code, problem.values as never);
  await put({ path, text, mediaType: mediaTypeOfOutput(path) }, writing);
}

/** Stages a file and lists it in the manifest. */
async function put(file: OutputFile, writing: Writing): Promise<void> {
  const bytes = await stage(file, writing);
  const { path, mediaType } = file;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  writing.files.push({ path, type: mediaType, sha256, bytes: bytes.length, headers: headersOf(path, mediaType) });
}

async function stage({ path, text }: OutputFile, writing: Writing): Promise<Buffer> {
  const bytes = Buffer.from(text);
  if ((await writing.output.stage(path, bytes)) === 'unchanged') writing.unchanged++;
  else writing.written++;
  return bytes;
}

/** A withheld feed's last good files stay, and stay in the manifest. */
async function keepPrevious(folder: string, writing: Writing): Promise<void> {
  for (const [path, file] of writing.previous) {
    if (
      path.slice(0, path.lastIndexOf('/') + 1) === folder &&
      /\/?(?:rss\.xml|atom\.xml|feed\.json|index\.html)$/.test(path)
    ) {
      if (folder !== '' || path !== 'index.html') writing.files.push(file);
    }
  }
}

function pathOf(members: readonly Candidate[], id: string, label: string): string | undefined {
  const member = members.find((candidate) => candidate.id === id);
  return member && label + member.path;
}

/** Every file that Feedmill writes names it; that tells ours from others' when the manifest is lost. */
function isOurs(beginning: string): boolean {
  return beginning.includes('Feedmill') || beginning.includes('feedmill');
}

function refuseNesting(content: string, out: string): void {
  if (isWithin(out, content))
    throw new UsageFailure(
      'The output folder lies inside the content folder: feeds would be read as articles. Choose another with --out.',
    );
  if (isWithin(content, out))
    throw new UsageFailure(
      'The content folder lies inside the output folder: articles would be published as files. Choose another with --out.',
    );
}

function labelOf(folder: string): string {
  const path = folder.replaceAll('\\', '/');
  return path === '' ? '' : `${path}/`;
}
