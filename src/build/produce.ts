// In: one collection with its entries. Out: the texts of its feed in every format, each proven by reading it back,
// or nothing. Promise 1 lives here: a wrong entry goes, or its last good version steps in, and the feed is made again;
// wrong after that, and the feed is withheld.
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
  /** Ids whose last good version stepped in. */
  readonly replaced: ReadonlySet<string>;
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
  /** The version of an entry that subscribers have, if there is one. */
  readonly lastGoodOf: (entryId: string) => Promise<Entry | undefined>;
  /** Rendering, in tests replaced by one that makes mistakes. */
  readonly renderers?: Readonly<Record<FormatName, (feed: FeedDocument) => string>>;
}

/** Makes and proves one feed. Reports what verification found; `undefined` when the feed must be withheld. */
export async function produceFeed(
  collection: Collection,
  id: string,
  entries: readonly Entry[],
  context: ProduceContext,
): Promise<ProducedFeed | undefined> {
  const first = attempt(collection, id, entries, context);
  const blamed = blamedOf(first, new Set(entries.map((entry) => entry.id)));
  if (blamed === 'nobody') return { ...first, replaced: new Set() };
  // Only when every problem can be laid to an entry is a second attempt worth making.
  if (blamed === 'the feed') return withhold(collection, context);
  const lastGood = new Map<string, Entry>();
  for (const entryId of blamed) {
    const version = await context.lastGoodOf(entryId);
    if (version !== undefined) lastGood.set(entryId, version);
    const code = version === undefined ? 'verify/withdrawn-entry' : 'verify/last-good-entry';
    context.reportIn(context.sourceOf(entryId) ?? collection.folder)(code, { id: entryId });
  }
  const second = again(entries.flatMap((entry) => (blamed.has(entry.id) ? (lastGood.get(entry.id) ?? []) : entry)));
  const worse = second && blamedOf(second, lastGood);
  if (second === undefined || worse === undefined || worse === 'the feed') return withhold(collection, context);
  if (worse === 'nobody') return { ...second, replaced: new Set(lastGood.keys()) };
  // A last good version that does not survive either goes; that was the entry's second failure, not the feed's.
  const third = again(second.document.items.filter((entry) => !worse.has(entry.id)));
  if (third === undefined || third.problems.length > 0) return withhold(collection, context);
  return { ...third, replaced: new Set([...lastGood.keys()].filter((entryId) => !worse.has(entryId))) };

  function again(rest: readonly Entry[]): Attempt | undefined {
    return rest.length === 0 ? undefined : attempt(collection, id, rest, context);
  }
}

interface Attempt {
  readonly document: FeedDocument;
  readonly files: readonly OutputFile[];
  readonly problems: readonly Problem[];
}

/** Whose fault an attempt's problems are: entries among the suspects, or the feed's as a whole. */
function blamedOf(
  { problems }: Attempt,
  suspects: { has(id: string): boolean },
): 'nobody' | 'the feed' | ReadonlySet<string> {
  const blamed = new Set<string>();
  for (const { entryId } of problems) {
    if (entryId === undefined || !suspects.has(entryId)) return 'the feed';
    blamed.add(entryId);
  }
  return blamed.size === 0 ? 'nobody' : blamed;
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
