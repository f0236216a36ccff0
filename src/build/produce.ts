// In: one collection with its entries. Out: the texts of its feed in every format, each proven by reading it back,
// or nothing. Promise 1 lives here: a wrong entry goes, the feed is made again; wrong twice, and the feed is withheld.
import { composeFeed } from '../compose/feed-document.ts';
import type { Report } from '../diagnostics/finding.ts';
import type { Collection } from '../model/collection.ts';
import type { Entry, FeedDocument } from '../model/feed-document.ts';
import { type FormatName, formatNamed } from '../model/format.ts';
import type { Instant } from '../model/instant.ts';
import { toDate } from '../model/instant.ts';
import type { OutputFile } from '../model/output-file.ts';
import type { Settings } from '../model/settings.ts';
import { renderAtom } from '../render/atom.ts';
import { renderJsonFeed } from '../render/json-feed.ts';
import { renderRss } from '../render/rss.ts';
import { type Problem, verifyDocument } from '../verify/verify.ts';
import { mediaTypeOfOutput } from './headers.ts';

/** A proven feed. */
export interface ProducedFeed {
  readonly document: FeedDocument;
  readonly files: readonly OutputFile[];
}

const RENDERERS: Readonly<Record<FormatName, (feed: FeedDocument) => string>> = {
  rss: renderRss,
  atom: renderAtom,
  json: renderJsonFeed,
};

/** Bytes over which validators and hubs give up (RULES 46). */
const LARGE_BYTES = 5_000_000;

export interface ProduceContext {
  readonly settings: Settings;
  /** When a feed without entries lost its last one. */
  readonly emptied: Instant;
  readonly reportIn: (path: string) => Report;
  /** Where an entry's article lies, for findings. */
  readonly sourceOf: (entryId: string) => string | undefined;
  /** Rendering, in tests replaced by one that makes mistakes. */
  readonly renderers?: Readonly<Record<FormatName, (feed: FeedDocument) => string>>;
}

/** Makes and proves one feed. Reports what verification found; `undefined` when the feed must be withheld. */
export function produceFeed(
  collection: Collection,
  id: string,
  entries: readonly Entry[],
  context: ProduceContext,
): ProducedFeed | undefined {
  const first = attempt(collection, id, entries, context);
  if (first.problems.length === 0) return first;
  const blamed = new Set(first.problems.map(({ entryId }) => entryId));
  const rest = entries.filter((entry) => !blamed.has(entry.id));
  // Only when every problem can be laid to an entry, and something is left, is a second attempt worth making.
  if (blamed.has(undefined) || rest.length === 0) return withhold(collection, context);
  for (const entryId of blamed) {
    if (entryId === undefined) continue;
    context.reportIn(context.sourceOf(entryId) ?? collection.folder)('verify/withdrawn-entry', { id: entryId });
  }
  const second = attempt(collection, id, rest, context);
  return second.problems.length === 0 ? second : withhold(collection, context);
}

interface Attempt extends ProducedFeed {
  readonly problems: readonly Problem[];
}

function attempt(collection: Collection, id: string, entries: readonly Entry[], context: ProduceContext): Attempt {
  const { settings, emptied, reportIn } = context;
  const renderers = context.renderers ?? RENDERERS;
  const document = composeFeed(collection, id, entries, settings, toDate(emptied));
  const files: OutputFile[] = [];
  const problems: Problem[] = [];
  for (const name of settings.feeds.formats) {
    const path = collection.folder + formatNamed(name).file;
    const text = renderers[name](document);
    const report = reportIn(path);
    for (const problem of verifyDocument(document, name, text)) {
      problems.push(problem);
      reportProblem(problem, report);
    }
    const bytes = Buffer.byteLength(text);
    if (bytes > LARGE_BYTES) report('verify/large-document', { bytes, max: LARGE_BYTES });
    files.push({ path, text, mediaType: mediaTypeOfOutput(path) });
  }
  return { document, files, problems };
}

// Each problem carries the values of its own code; the union is told apart for the compiler.
function reportProblem(problem: Problem, report: Report): void {
  report(problem.code, problem.values as never);
}

function withhold(collection: Collection, { reportIn }: ProduceContext): undefined {
  reportIn(collection.folder || 'the site feed')('verify/withheld-feed', {});
  return undefined;
}
