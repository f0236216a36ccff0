// In: one feed with its entries. Out: its texts in every format, each proven by reading it back, or nothing. Promise 1
// lives here: a wrong entry goes, or its last good version steps in, and the feed is made again; wrong after that, and the
// feed is withheld.
import { composeFeed } from '../../compose/feed-document.ts';
import type { Report } from '../../diagnostics/finding.ts';
import type { CollectionHead } from '../../model/collection.ts';
import type { Entry, FeedDocument } from '../../model/feed-document.ts';
import { type FormatName, formatNamed } from '../../model/format.ts';
import { type Instant, toDate } from '../../model/instant.ts';
import type { OutputFile } from '../../model/output-file.ts';
import type { Settings } from '../../model/settings.ts';
import { renderAtom } from '../../render/atom.ts';
import { renderJsonFeed } from '../../render/json-feed.ts';
import { renderRss } from '../../render/rss.ts';
import { type Problem, verifyDocument } from '../../verify/verify.ts';

export type Renderers = Readonly<Record<FormatName, (feed: FeedDocument) => string>>;

const RENDERERS: Renderers = { rss: renderRss, atom: renderAtom, json: renderJsonFeed };

/** Bytes over which validators and hubs give up (RULES 46). */
const LARGE_BYTES = 5_000_000;

/** What a feed is made of beside its entries. */
export interface FeedPlan {
  readonly head: CollectionHead;
  readonly id: string;
  /** When a feed without entries lost its last one. */
  readonly emptied: Instant;
  /** Whether the documents are read a second time, as `verifyDocument` has it. */
  readonly secondReading: boolean;
}

export interface ProduceContext {
  readonly settings: Settings;
  readonly reportIn: (path: string) => Report;
  /** Rendering, in tests replaced by one that makes mistakes. */
  readonly renderers?: Renderers | undefined;
}

/** A feed's documents, and whatever proves them wrong. */
export interface Attempt {
  readonly document: FeedDocument;
  readonly files: readonly OutputFile[];
  readonly problems: readonly Problem[];
}

/** Makes and proves a feed once. Reports what verification found. */
export function attempt(
  { head, id, emptied, secondReading }: FeedPlan,
  entries: readonly Entry[],
  { settings, reportIn, renderers = RENDERERS }: ProduceContext,
): Attempt {
  const document = composeFeed(head, id, entries, settings, toDate(emptied));
  const files: OutputFile[] = [];
  const problems: Problem[] = [];
  for (const name of settings.feeds.formats) {
    const path = head.folder + formatNamed(name).file;
    const text = renderers[name](document);
    const report = reportIn(path);
    for (const problem of verifyDocument(document, name, text, secondReading)) {
      problems.push(problem);
      reportProblem(problem, report);
    }
    // No code unit takes more than three bytes.
    const bytes = text.length * 3 > LARGE_BYTES ? Buffer.byteLength(text) : 0;
    if (bytes > LARGE_BYTES) report('verify/large-document', { bytes, max: LARGE_BYTES });
    files.push({ path, text });
  }
  return { document, files, problems };
}

/** Whose fault an attempt's problems are: ids of entries, or the feed's as a whole. */
export type Blame = 'nobody' | 'the feed' | ReadonlySet<string>;

/** Lays the problems of an attempt to somebody among the suspects. */
export function blameFor({ problems }: Attempt, suspects: { has(id: string): boolean }): Blame {
  const blamed = new Set<string>();
  for (const { entryId } of problems) {
    if (entryId === undefined || !suspects.has(entryId)) return 'the feed';
    blamed.add(entryId);
  }
  return blamed.size === 0 ? 'nobody' : blamed;
}

/** A feed that was mended. */
export interface Mended {
  readonly attempt: Attempt;
  /** Ids whose last good version stepped in. */
  readonly replaced: ReadonlySet<string>;
}

export interface MendContext extends ProduceContext {
  /** Where an entry's article lies, for findings. */
  readonly sourceOf: (entryId: string) => string | undefined;
  /** The version of an entry that subscribers have, if there is one. */
  readonly lastGoodOf: (entryId: string) => Promise<Entry | undefined>;
}

/** Makes a feed again without the entries that are to blame; `undefined` when it must be withheld. */
export async function mend(
  plan: FeedPlan,
  entries: readonly Entry[],
  blamed: Exclude<Blame, 'nobody'>,
  context: MendContext,
): Promise<Mended | undefined> {
  // Only when every problem can be laid to an entry is a second attempt worth making.
  if (blamed === 'the feed') return withhold(plan, context);
  const lastGood = new Map<string, Entry>();
  for (const entryId of blamed) {
    const version = await context.lastGoodOf(entryId);
    if (version !== undefined) lastGood.set(entryId, version);
    const code = version === undefined ? 'verify/withdrawn-entry' : 'verify/last-good-entry';
    context.reportIn(context.sourceOf(entryId) ?? plan.head.folder)(code, { id: entryId });
  }
  // Where two entries have one id, its last good version stands for both.
  const firstById = new Map(entries.toReversed().map((entry) => [entry.id, entry]));
  const standIn = (entry: Entry) => (firstById.get(entry.id) === entry ? (lastGood.get(entry.id) ?? []) : []);
  const second = again(entries.flatMap((entry) => (blamed.has(entry.id) ? standIn(entry) : entry)));
  const worse = second && blameFor(second, lastGood);
  if (second === undefined || worse === undefined || worse === 'the feed') return withhold(plan, context);
  if (worse === 'nobody') return { attempt: second, replaced: new Set(lastGood.keys()) };
  // A last good version that does not survive either goes; that was the entry's second failure, not the feed's.
  const third = again(second.document.items.filter((entry) => !worse.has(entry.id)));
  if (third === undefined || third.problems.length > 0) return withhold(plan, context);
  return { attempt: third, replaced: new Set([...lastGood.keys()].filter((entryId) => !worse.has(entryId))) };

  function again(rest: readonly Entry[]): Attempt | undefined {
    return rest.length === 0 ? undefined : attempt(plan, rest, context);
  }
}

// Each problem carries the values of its own code; the union is told apart for the compiler.
function reportProblem(problem: Problem, report: Report): void {
  report(problem.code, problem.values as never);
}

function withhold({ head }: FeedPlan, { reportIn }: MendContext): undefined {
  reportIn(head.folder || 'the site feed')('verify/withheld-feed', {});
  return undefined;
}
