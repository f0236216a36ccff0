// In: a feed to be made, as it travels to whoever makes it. Out: its documents and its page, proven and staged. What every
// thread of a build does with feeds.
import { composeFeedPage, composeFrame } from '../../compose/page.ts';
import type { Finding } from '../../diagnostics/finding.ts';
import { openStaging } from '../../io/staging.ts';
import type { Entry } from '../../model/feed-document.ts';
import type { Neighbours } from '../../model/page.ts';
import type { Settings } from '../../model/settings.ts';
import { renderFeedPage } from '../../render/pages/feed-page.ts';
import { type Findings, newFindings } from '../findings.ts';
import { isOurs } from '../previous.ts';
import type { Reader } from '../reading/reading.ts';
import { assetsFor } from './assets.ts';
import { entrySource, type Member } from './entries.ts';
import { type Attempt, attempt, type Blame, blameFor, type FeedPlan, type Renderers } from './produce.ts';
import { type StagedFile, type StagedPage, stagePage, stageText } from './staged.ts';

/** A feed to be made. */
export interface FeedJob extends FeedPlan {
  readonly members: readonly Member[];
  readonly neighbours: Neighbours;
}

/** A feed that is proven and staged. */
export interface MadeFeed {
  readonly files: readonly StagedFile[];
  /** `undefined`: the site's feed has none of its own, or it failed its scan. */
  readonly page: StagedPage | undefined;
  /** Ids of the entries in its documents. */
  readonly ids: readonly string[];
  readonly updated: Date;
  readonly findings: readonly Finding[];
}

/** A feed that did not survive verification. */
export interface FailedFeed {
  readonly blame: Exclude<Blame, 'nobody'>;
  readonly findings: readonly Finding[];
}

export interface Maker {
  make(job: FeedJob): MadeFeed | FailedFeed;
  entriesOf(job: FeedJob): readonly Entry[];
  /** Stages a feed that was proven; `own` are the findings about it. */
  finish(job: FeedJob, proven: Attempt, own: Findings): MadeFeed;
}

export interface MakerInput {
  readonly settings: Settings;
  /** Pages that may not appear, neither as an entry nor as a link. */
  readonly withheldPages: ReadonlySet<string>;
  /** Entries of articles that are broken now, by id. */
  readonly lastGoodEntries: ReadonlyMap<string, Entry>;
  readonly outFolder: string;
  /** Files in it that are ours. */
  readonly known: ReadonlySet<string>;
  /** Nothing is written. */
  readonly onlyCompare: boolean;
}

export function openMaker(input: MakerInput, reader: Reader, renderers?: Renderers): Maker {
  const { settings, withheldPages, lastGoodEntries, outFolder, known, onlyCompare } = input;
  const entryOf = entrySource({ reader, lastGoodEntries, context: { settings, withheldPages } });
  const stage = openStaging(outFolder, { isKnown: (path) => known.has(path), recognise: isOurs, onlyCompare });
  const frame = composeFrame(settings, assetsFor(settings).paths);

  const entriesOf = ({ members }: FeedJob) => members.map(entryOf);
  const pageOf = ({ head, neighbours }: FeedJob, { document }: Attempt, own: Findings) => {
    if (head.folder === '') return undefined;
    const text = renderFeedPage(composeFeedPage(head, document, neighbours, settings), frame);
    return stagePage(`${head.folder}index.html`, text, settings.feeds.baseUrl, stage, own);
  };
  const finish: Maker['finish'] = (job, proven, own) => {
    const files = proven.files.map((file) => stageText(file, stage));
    const page = pageOf(job, proven, own);
    const { items, options } = proven.document;
    return { files, page, ids: items.map(({ id }) => id), updated: options.updated, findings: own.all };
  };
  return {
    make(job) {
      const own = newFindings();
      const entries = entriesOf(job);
      const first = attempt(job, entries, { settings, reportIn: (path) => own.in(path), renderers });
      const blame = blameFor(first, new Set(entries.map(({ id }) => id)));
      return blame === 'nobody' ? finish(job, first, own) : { blame, findings: own.all };
    },
    entriesOf,
    finish,
  };
}
