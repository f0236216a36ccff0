// In: one file of the content folder. Out: what choosing needs to know of it, or the whole article. What every thread of a
// build does with files.

import { candidatesOf } from '../../collect/candidates.ts';
import type { Finding, Report } from '../../diagnostics/finding.ts';
import type { WalkedFile } from '../../io/walk.ts';
import type { FoundFile } from '../../ledger/recognise.ts';
import type { Article, RelatedItem } from '../../model/article.ts';
import {
  type ArticleContext,
  isWithdrawn,
  keysOfRelatedItem,
  parseArticle,
  parseRelatedItem,
} from '../../parse/article.ts';
import { type FrontMatter, parseFrontMatter, parseUndecoded } from '../../parse/front-matter.ts';
import { LIMITS } from '../../parse/limits.ts';
import { secretMask } from '../../parse/secrets.ts';
import type { Wanted } from '../../parse/yaml/quick.ts';
import { decoded } from '../../parse/yaml/undecoded.ts';
import { newFindings } from '../findings.ts';
import { readSource, readSources, type Source, type TextSource } from './sources.ts';
import { type Stamp, settledStamp } from './stamp.ts';

/** One file of the content folder, read in this build or in an earlier one. */
export interface ScannedFile extends FoundFile {
  /** `undefined` when the file changed too recently, or depends on the time: it is read again next time. */
  readonly stamp: Stamp | undefined;
  /** Hash of its bytes; empty when it could not be read. */
  readonly digest: string;
  readonly findings: readonly Finding[];
}

/** An article is not what its stamp, or the scan, made believe: somebody wrote to it meanwhile, or set its time back. */
export class StaleReading extends Error {
  override readonly name = 'StaleReading';
  readonly path: string;

  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

/** What is counted of files that were read together. */
export interface Tally {
  /** How many of them only the full YAML parser could read. */
  readonly slow: number;
  /** Whether one could not be read, which is the world's failure and not the content's. */
  readonly unreadable: boolean;
}

export interface Reader {
  /** Reads files. `take` gets each as it is read, in the order of `walked`, so that nobody has to hold them all. */
  read(walked: readonly WalkedFile[], take: (file: ScannedFile) => void): Promise<Tally>;
  /** Reads a chosen article again, or hands it out while it is still in memory. Throws `StaleReading` when it changed. */
  article(path: string, digest: string): Article;
  /** The same for one of its related items, by its index among them. */
  related(path: string, digest: string, index: number): RelatedItem;
}

export interface ReaderInput {
  /** Absolute path of the content folder. */
  readonly folder: string;
  /** What stands before an article's path in findings; empty or ending in a slash. */
  readonly label: string;
  readonly context: ArticleContext;
  /** Whether a file is none, though it is named like an article: data, or what the site's generator passes over. */
  readonly isNone: (path: string) => boolean;
  /** Articles that stay in memory at most. */
  readonly keep: number;
}

/** A tally while files are read. */
type Counting = { -readonly [Key in keyof Tally]: Tally[Key] };

export function openReader({ folder, label, context, isNone, keep }: ReaderInput): Reader {
  // The first ones, never the latest: those would only be carried from one garbage collection to the next.
  const kept = new Map<string, Article>();
  const keeping = (path: string, article: Article): void => {
    if (kept.size < keep) kept.set(path, article);
  };

  const scanned = (path: string, source: Source, stamp: Stamp | undefined, tally: Counting): ScannedFile => {
    const findings = newFindings();
    const none = { path, candidates: [], digest: '', stamp: undefined, state: 'broken' } as const;
    if ('reason' in source) {
      tally.unreadable = true;
      findings.in(label + path)('files/unreadable', { reason: source.reason });
      return { ...none, findings: findings.all };
    }
    if ('tooLarge' in source) {
      findings.in(label + path)('files/too-large', { sizeBytes: source.tooLarge, maxBytes: LIMITS.fileBytes });
      return { ...none, stamp, findings: findings.all };
    }
    const { isUndecoded, isUtf8, digest } = source;
    if (isNone(path)) return { ...none, digest, stamp, state: 'withdrawn', findings: findings.all };
    const undecoded = isUndecoded ? parseUndecoded(source.text, path) : undefined;
    const isDecoded = isUndecoded && undecoded === undefined;
    const text = isDecoded ? decoded(source.text) : source.text;
    const decode = undecoded === undefined ? undefined : decoded;
    const mask = secretMask(text, path, { isPublic: context.names.isRead }, decode);
    const sink = findings.in(label + path, text, mask, decode);
    if (!isUtf8) sink('files/invalid-utf-8', {});
    let dependsOnTime = false;
    const report: Report = (code, values, at) => {
      // An update in the future is ignored only until it is past.
      dependsOnTime ||= code === 'article/ignored-update';
      sink(code, values, at);
    };
    const frontMatter = undecoded ?? parseFrontMatter(text, path, report);
    if (frontMatter?.road === 'slow') tally.slow++;
    const article = frontMatter && parseArticle(frontMatter, path, context, report);
    if (article !== undefined) keeping(path, article);
    return {
      path,
      candidates: article === undefined ? [] : candidatesOf(article, context.settings.site),
      state: stateOf(path, frontMatter, article),
      digest,
      stamp: dependsOnTime ? undefined : stamp,
      findings: findings.all,
    };
  };
  const stateOf = (
    path: string,
    frontMatter: FrontMatter | undefined,
    article: Article | undefined,
  ): FoundFile['state'] => {
    if (article !== undefined) return 'good';
    return frontMatter !== undefined && isWithdrawn(frontMatter, path, context) ? 'withdrawn' : 'broken';
  };

  const quiet: Report = () => undefined;
  const unchanged = (path: string, digest: string): TextSource => {
    const source = readSource(folder, { path, sizeBytes: 0 });
    if ('digest' in source && source.digest === digest) return source;
    throw new StaleReading(path);
  };
  const fieldsOf = ({ text, isUndecoded }: TextSource, path: string, wanted?: Wanted): FrontMatter | undefined =>
    isUndecoded
      ? (parseUndecoded(text, path, wanted) ?? parseFrontMatter(decoded(text), path, quiet, wanted))
      : parseFrontMatter(text, path, quiet, wanted);
  const keysOfItem = keysOfRelatedItem(context);
  const relatedOf = (path: string, source: TextSource, index: number): RelatedItem | undefined => {
    const among = (wanted?: Wanted) => {
      const frontMatter = fieldsOf(source, path, wanted);
      return frontMatter && parseRelatedItem(frontMatter, path, index, context);
    };
    // Nearly all before it count, so that it is found among as many as its index says.
    return among({ keys: keysOfItem, items: index + 1 }) ?? among();
  };

  return {
    async read(walked, take) {
      const startedMs = Date.now();
      const tally = { slow: 0, unreadable: false };
      let at = 0;
      for await (const sources of readSources(folder, walked)) {
        for (const source of sources) {
          const file = walked[at++];
          if (file === undefined) throw new TypeError('More files were read than walked');
          take(scanned(file.path, source, settledStamp(file, startedMs), tally));
        }
      }
      return tally;
    },
    article(path, digest) {
      const known = kept.get(path);
      if (known !== undefined) return known;
      const frontMatter = fieldsOf(unchanged(path, digest), path);
      const article = frontMatter && parseArticle(frontMatter, path, context, quiet);
      if (article === undefined) throw new StaleReading(path);
      keeping(path, article);
      return article;
    },
    related(path, digest, index) {
      const article = kept.get(path);
      const item = article === undefined ? relatedOf(path, unchanged(path, digest), index) : article.related[index];
      if (item === undefined) throw new TypeError('A related item was chosen that is not there');
      return item;
    },
  };
}
