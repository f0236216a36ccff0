// In: the content folder, and what the last build read of it. Out: what choosing needs to know of every article, and a
// store that reads the chosen ones again. Only what changed is read.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import picomatch from 'picomatch';
import { candidatesOf } from '../collect/candidates.ts';
import type { Finding, Report } from '../diagnostics/finding.ts';
import { failure, reasonOf } from '../io/failure.ts';
import { type Obstacle, type Walk, type WalkedFile, walk } from '../io/walk.ts';
import type { FoundFile } from '../ledger/recognise.ts';
import type { Article } from '../model/article.ts';
import type { Instant } from '../model/instant.ts';
import type { ContentSettings } from '../model/settings.ts';
import { type ArticleContext, isWithdrawn, parseArticle } from '../parse/article.ts';
import { ARTICLE_EXTENSIONS, parseFrontMatter } from '../parse/front-matter.ts';
import { LIMITS } from '../parse/limits.ts';
import { secretMask } from '../parse/secrets.ts';
import { boundedMap } from './bounded-map.ts';
import { newFindings } from './findings.ts';
import type { Progress } from './progress.ts';

export interface ScanInput {
  /** Absolute path of the content folder. */
  readonly folder: string;
  /** What stands before an article's path in findings; empty or ending in a slash. */
  readonly label: string;
  readonly context: ArticleContext;
  /** What the last build read, by path; empty without a cache. */
  readonly known: ReadonlyMap<string, ScannedFile>;
  /** Whether to hash every file instead of believing size, time and inode. */
  readonly verifyCache: boolean;
}

/** One file of the content folder, read in this build or in an earlier one. */
export interface ScannedFile extends FoundFile {
  /** `undefined` when the file changed too recently, or depends on the time: it is read again next time. */
  readonly stamp: Stamp | undefined;
  /** Hash of its bytes; empty when it could not be read. */
  readonly digest: string;
  readonly findings: readonly Finding[];
}

/** What tells an unchanged file without reading it. */
export interface Stamp {
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly inode: number;
}

export interface Scan {
  /** Sorted by path. */
  readonly files: readonly ScannedFile[];
  /** Things below the folder that could not be walked. */
  readonly obstacles: readonly Obstacle[];
  /** Files that were read in this build. */
  readonly read: number;
  /** Whether some path could not be read, which is the world's failure and not the content's. */
  readonly unreadable: boolean;
  /**
   * Reads a chosen article again, or hands it out while it is still in memory. Throws when it changed meanwhile:
   * `StaleReading` when it was not read in this build but believed by its stamp, else `WorldFailure`.
   */
  readArticle(path: string): Promise<Article>;
}

/** An article is not what its stamp made believe: somebody set its time back. Everything has to be read again. */
export class StaleReading extends Error {
  override readonly name = 'StaleReading';
}

/** Articles kept in memory at most; a small site is never read twice. */
const KEPT_ARTICLES = 2_000;
/** Files read at the same time. */
const IN_FLIGHT = 16;
/** A file that changed this shortly before it was read may change again within the same tick of the clock. */
const TICK_MS = 50;
/** The same where the file system counts in seconds, or in twos. */
const COARSE_TICK_MS = 2_000;

/** Walks the folder: every file that counts, sorted by path. */
export function walkContent(folder: string, content: Pick<ContentSettings, 'include' | 'exclude'>): Walk {
  return walk(folder, contentFilter(content));
}

/** Reads every walked file that changed since `known`. */
export async function scan(
  { folder, label, context, known, verifyCache }: ScanInput,
  { files: walked, obstacles }: Walk,
  progress: Progress,
): Promise<Scan> {
  const kept = boundedMap<string, Article>(KEPT_ARTICLES);
  const files: ScannedFile[] = [];
  const believed = new Set<string>();
  let read = 0;
  let unreadable = obstacles.some(({ kind }) => kind === 'unreadable');
  for (let from = 0; from < walked.length; from += IN_FLIGHT) {
    progress('reading', from, walked.length);
    const batch = walked.slice(from, from + IN_FLIGHT);
    const isKnown = (file: WalkedFile) => {
      const before = known.get(file.path);
      return !verifyCache && isSame(before?.stamp, file) && isOfItsTime(before, context.now);
    };
    const startedMs = Date.now();
    const sources = await Promise.all(batch.map((file) => (isKnown(file) ? undefined : readSource(folder, file))));
    for (const [index, file] of batch.entries()) {
      const source = sources[index];
      const before = known.get(file.path);
      if (source === undefined) {
        if (before !== undefined) files.push(before);
        believed.add(file.path);
        continue;
      }
      read++;
      if ('reason' in source) unreadable = true;
      const stamp = isSettled(file, startedMs)
        ? { sizeBytes: file.sizeBytes, mtimeMs: file.mtimeMs, inode: file.inode }
        : undefined;
      const isSameText = 'digest' in source && before?.digest === source.digest && before.stamp !== undefined;
      if (isSameText && isOfItsTime(before, context.now)) files.push({ ...before, stamp });
      else files.push(scanned(file.path, source, stamp, label, context, kept));
    }
  }
  const digests = new Map(files.map(({ path, digest }) => [path, digest]));
  return {
    files,
    obstacles,
    read,
    unreadable,
    readArticle: async (path) => {
      const article = kept.get(path) ?? (await readAgain(folder, path, digests.get(path) ?? '', context));
      if (article === undefined) throw believed.has(path) ? new StaleReading(path) : changedMeanwhile(path);
      kept.set(path, article);
      return article;
    },
  };
}

/** Whether a file is, by its stamp, the one that was read. */
export function isSame(stamp: Stamp | undefined, file: Stamp): boolean {
  return (
    stamp !== undefined &&
    stamp.sizeBytes === file.sizeBytes &&
    stamp.mtimeMs === file.mtimeMs &&
    stamp.inode === file.inode
  );
}

function isSettled({ mtimeMs }: Stamp, startedMs: number): boolean {
  return mtimeMs < startedMs - (mtimeMs % 1000 === 0 ? COARSE_TICK_MS : TICK_MS);
}

/** Whether a reading holds at `now`: an update that lay in the past then may lie in the future when the clock went back. */
function isOfItsTime(before: ScannedFile | undefined, now: Instant): boolean {
  const updated = before?.candidates[0]?.updated;
  return updated === undefined || updated <= now;
}

type Source =
  | { readonly text: string; readonly isUtf8: boolean; readonly digest: string }
  | { readonly reason: string }
  | { readonly tooLarge: number };

async function readSource(
  folder: string,
  { path, sizeBytes }: Pick<WalkedFile, 'path' | 'sizeBytes'>,
): Promise<Source> {
  if (sizeBytes > LIMITS.fileBytes) return { tooLarge: sizeBytes };
  try {
    const bytes = await readFile(join(folder, path));
    return { ...decoded(bytes), digest: createHash('sha256').update(bytes).digest('base64url').slice(0, 22) };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenientDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

function decoded(bytes: Buffer): { readonly text: string; readonly isUtf8: boolean } {
  try {
    return { text: strictDecoder.decode(bytes), isUtf8: true };
  } catch {
    return { text: lenientDecoder.decode(bytes), isUtf8: false };
  }
}

function scanned(
  path: string,
  source: Source,
  stamp: Stamp | undefined,
  label: string,
  context: ArticleContext,
  kept: Map<string, Article>,
): ScannedFile {
  const findings = newFindings();
  const none = { path, candidates: [], digest: '', stamp: undefined };
  if ('reason' in source) {
    findings.in(label + path)('files/unreadable', { reason: source.reason });
    return { ...none, state: 'broken', findings: findings.all };
  }
  if ('tooLarge' in source) {
    findings.in(label + path)('files/too-large', { sizeBytes: source.tooLarge, maxBytes: LIMITS.fileBytes });
    return { ...none, stamp, state: 'broken', findings: findings.all };
  }
  const { text, isUtf8, digest } = source;
  const sink = findings.in(label + path, text, secretMask(text, context.names.isRead));
  if (!isUtf8) sink('files/invalid-utf-8', {});
  let dependsOnTime = false;
  const report: Report = (code, values, at) => {
    // An update in the future is ignored only until it is past.
    dependsOnTime ||= code === 'article/ignored-update';
    sink(code, values, at);
  };
  const frontMatter = parseFrontMatter(text, path, report);
  const article = frontMatter && parseArticle(frontMatter, path, context, report);
  const common = { path, digest, stamp: dependsOnTime ? undefined : stamp, findings: findings.all };
  if (article === undefined) {
    const withdrawn = frontMatter !== undefined && isWithdrawn(frontMatter, context.names);
    return { ...common, candidates: [], state: withdrawn ? 'withdrawn' : 'broken' };
  }
  kept.set(path, article);
  return { ...common, candidates: candidatesOf(article, context.settings.site), state: 'good' };
}

/** `undefined` when the file is not the one that was read before. */
async function readAgain(
  folder: string,
  path: string,
  digest: string,
  context: ArticleContext,
): Promise<Article | undefined> {
  const source = await readSource(folder, { path, sizeBytes: 0 });
  const quiet: Report = () => undefined;
  const frontMatter =
    'digest' in source && source.digest === digest ? parseFrontMatter(source.text, path, quiet) : undefined;
  return frontMatter && parseArticle(frontMatter, path, context, quiet);
}

function changedMeanwhile(path: string): Error {
  const reason = 'the file changed during the build; nothing was changed in the output, build again';
  return failure(`build from ${path}`, new Error(reason));
}

/** Which folders are entered and which files are articles (DESIGN §4; docs/config.md). */
export function contentFilter({ include, exclude }: Pick<ContentSettings, 'include' | 'exclude'>): {
  readonly enters: (path: string) => boolean;
  readonly takes: (path: string) => boolean;
} {
  // A file's name may hold a line break, which no wildcard takes otherwise.
  const options = { flags: 's' };
  const included = picomatch([...include], options);
  const excluded = exclude.length === 0 ? () => false : picomatch([...exclude], options);
  const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  return {
    enters: (path) => !/^(?:\.|_drafts$|node_modules$)/.test(nameOf(path)) && !excluded(path),
    takes: (path) => {
      const name = nameOf(path);
      const extension = extname(name).toLowerCase();
      if (/^(?:\.|_index\.|readme(?:\.|$))/i.test(name)) return false;
      return ARTICLE_EXTENSIONS.some((known) => known === extension) && included(path) && !excluded(path);
    },
  };
}
