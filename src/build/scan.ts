// In: the content folder. Out: what choosing needs to know of every article, and a store that reads the chosen ones again.
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import picomatch from 'picomatch';
import { candidatesOf } from '../collect/candidates.ts';
import type { Report } from '../diagnostics/finding.ts';
import { failure, reasonOf } from '../io/failure.ts';
import { type WalkedFile, walk } from '../io/walk.ts';
import type { Article } from '../model/article.ts';
import type { Candidate } from '../model/collection.ts';
import { formatRfc3339, type Instant } from '../model/instant.ts';
import type { ContentSettings, Settings } from '../model/settings.ts';
import { parseArticle } from '../parse/article.ts';
import { type KeyNames, keyNames } from '../parse/field-names.ts';
import { ARTICLE_EXTENSIONS, parseFrontMatter } from '../parse/front-matter.ts';
import { LIMITS } from '../parse/limits.ts';
import { secretMask } from '../parse/secrets.ts';
import { boundedMap } from './bounded-map.ts';
import type { Findings } from './findings.ts';
import type { Progress } from './progress.ts';

export interface ScanInput {
  /** Absolute path of the content folder. */
  readonly folder: string;
  /** What stands before an article's path in findings; empty or ending in a slash. */
  readonly label: string;
  readonly settings: Settings;
  readonly now: Instant;
}

export interface Scan {
  readonly candidates: readonly Candidate[];
  /** Files that count as articles, readable or not. */
  readonly files: number;
  /** Whether some path could not be read, which is the world's failure and not the content's. */
  readonly unreadable: boolean;
  /** Reads a chosen article again, or hands it out while it is still in memory. */
  readArticle(path: string): Promise<Article>;
}

/** Articles kept in memory at most; a small site is never read twice. */
const KEPT_ARTICLES = 4_000;
/** Files read at the same time. */
const IN_FLIGHT = 16;

/** Walks the folder and reads every article once. Findings go where `findings` collects them. */
export async function scan(input: ScanInput, findings: Findings, progress: Progress): Promise<Scan> {
  const { folder, label, settings, now } = input;
  const names = keyNames(settings.content.fields);
  const { files, obstacles } = await walk(folder, contentFilter(settings.content));
  for (const obstacle of obstacles) {
    const report = findings.in(label + obstacle.path);
    if (obstacle.kind === 'unreadable') report('files/unreadable', { reason: obstacle.reason });
    else report(`files/${obstacle.kind}`, {});
  }
  const kept = boundedMap<string, Article>(KEPT_ARTICLES);
  const candidates: Candidate[] = [];
  let unreadable = obstacles.some(({ kind }) => kind === 'unreadable');
  for (let from = 0; from < files.length; from += IN_FLIGHT) {
    progress('reading', from, files.length);
    const batch = files.slice(from, from + IN_FLIGHT);
    const sources = await Promise.all(batch.map((file) => readSource(folder, file)));
    for (const [index, source] of sources.entries()) {
      const path = batch[index]?.path ?? '';
      if ('reason' in source) unreadable = true;
      const article = takeArticle(source, path, label, { settings, names, now }, findings);
      if (article === undefined) continue;
      const [own, ...related] = candidatesOf(article, settings.site, now);
      if (own?.withheld === 'embargoed')
        findings.in(label + path)('article/embargoed', { date: formatRfc3339(own.published) });
      candidates.push(...(own === undefined ? [] : [own]), ...related);
      kept.set(path, article);
    }
  }
  const known = new Map(files.map((file) => [file.path, file]));
  return {
    candidates,
    files: files.length,
    unreadable,
    readArticle: async (path) =>
      kept.get(path) ?? (await readAgain(folder, known.get(path), { settings, names, now }, kept)),
  };
}

type Source =
  | { readonly text: string; readonly isUtf8: boolean }
  | { readonly reason: string }
  | { readonly tooLarge: number };

async function readSource(folder: string, { path, sizeBytes }: WalkedFile): Promise<Source> {
  if (sizeBytes > LIMITS.fileBytes) return { tooLarge: sizeBytes };
  try {
    return decoded(await readFile(join(folder, path)));
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenientDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

function decoded(bytes: Buffer): Source {
  try {
    return { text: strictDecoder.decode(bytes), isUtf8: true };
  } catch {
    return { text: lenientDecoder.decode(bytes), isUtf8: false };
  }
}

interface ReadingContext {
  readonly settings: Settings;
  readonly names: KeyNames;
  readonly now: Instant;
}

function takeArticle(
  source: Source,
  path: string,
  label: string,
  context: ReadingContext,
  findings: Findings,
): Article | undefined {
  if ('reason' in source) {
    findings.in(label + path)('files/unreadable', { reason: source.reason });
    return undefined;
  }
  if ('tooLarge' in source) {
    findings.in(label + path)('files/too-large', { sizeBytes: source.tooLarge, maxBytes: LIMITS.fileBytes });
    return undefined;
  }
  const { text, isUtf8 } = source;
  const report = findings.in(label + path, text, secretMask(text, context.names.isRead));
  if (!isUtf8) report('files/invalid-utf-8', {});
  return articleOf(text, path, context, report);
}

function articleOf(text: string, path: string, context: ReadingContext, report: Report): Article | undefined {
  const frontMatter = parseFrontMatter(text, path, report);
  return frontMatter && parseArticle(frontMatter, path, context, report);
}

async function readAgain(
  folder: string,
  file: WalkedFile | undefined,
  context: ReadingContext,
  kept: Map<string, Article>,
): Promise<Article> {
  if (file === undefined) throw new TypeError('An article was chosen that was never read');
  const source = await readSource(folder, file);
  const article = 'text' in source ? articleOf(source.text, file.path, context, () => undefined) : undefined;
  if (article === undefined)
    throw failure(`build from ${file.path}`, new Error('the file changed during the build; build again'));
  kept.set(file.path, article);
  return article;
}

/** Which folders are entered and which files are articles (DESIGN §4; docs/config.md). */
export function contentFilter({ include, exclude }: Pick<ContentSettings, 'include' | 'exclude'>): {
  readonly enters: (path: string) => boolean;
  readonly takes: (path: string) => boolean;
} {
  const included = picomatch([...include]);
  const excluded = exclude.length === 0 ? () => false : picomatch([...exclude]);
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
