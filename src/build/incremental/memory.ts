// What one build leaves for the next: readings of files, proven documents, and where it all lay. In and out of the cache.

import type { Finding } from '../../diagnostics/finding.ts';
import { type Section, type SectionInParts, unlessDamaged, wholeBytes, wholeSection } from '../../ledger/cache.ts';
import type { FoundFiles } from '../../ledger/recognise.ts';
import { hashOf } from '../../model/hash.ts';
import { type Findings, newFindings } from '../findings.ts';
import type { BuildInput } from '../input.ts';
import { type PackedFiles, type PackedLists, packingOf, unpackFiles } from '../packed/files.ts';
import { packFindings, unpackFindings } from '../packed/findings.ts';
import { type PackedSegment, segmentFrom, segmentParts } from '../packed/segment.ts';
import { programTexts } from '../program.ts';
import type { FrontMatterDefaults } from '../reading/defaults.ts';
import type { ScannedFile } from '../reading/reading.ts';
import type { Stamp, StampedFiles } from '../reading/stamp.ts';
import { type FeedLists, feedListsIn, feedSection, feedsIn, jobSections, type KnownFeed } from './known-feeds.ts';
import { type Cache, section, segmentName } from './sections.ts';
import type { LastStart } from './unchanged.ts';

/** Enough to see that there is nothing to do, and to count what the last build counted. */
export interface LastBuild {
  /** Whether every feed of it may be believed next time, and every reading but those of `unsettled`. */
  readonly isComplete: boolean;
  /** Paths of files that are read again: they changed too recently, or what they say depends on the time. */
  readonly unsettled: readonly string[];
  /** Whether the ledger knows what it wrote. */
  readonly isRecorded: boolean;
  /** `--now`, in seconds. */
  readonly now: number;
  /** The `site.id` that its ids begin with. */
  readonly siteId: string;
  /** Digests of the walk through the content folder: of all of it, and of its paths. */
  readonly content: string;
  readonly paths: string;
  /** The files of `out/` as they lay after it. */
  readonly outputs: StampedFiles;
  /** The ledger file. */
  readonly ledger: Stamp | undefined;
  /** Seconds; when the next embargoed item is due. */
  readonly nextDue: number | undefined;
  /** Whether there was an error among its findings. */
  readonly hasErrors: boolean;
  /** Whether every article that the ledger knows lay where it says, and was published. */
  readonly isInPlace: boolean;
  /** Whether a build that recognised all files again, by the ledger as it is now, would find each what it found it. */
  readonly isSettled: boolean;
  /** Whether last good versions stood for articles that are broken. */
  readonly hasLastGood: boolean;
  /** Numbers of the report. */
  readonly counts: Readonly<Record<'files' | 'articles' | 'relatedItems' | 'feeds' | 'documentsVerified', number>>;
}

/** What the cache holds; sections are read when they are needed. */
export interface Memory {
  readonly lastStart: LastStart | undefined;
  readonly lastBuild: LastBuild | undefined;
  /** `undefined` when they are damaged. */
  findings(): Findings | undefined;
  files(): ReadonlyMap<string, ScannedFile>;
  feeds(): ReadonlyMap<string, KnownFeed>;
}

export const NO_MEMORY: Memory = {
  lastStart: undefined,
  lastBuild: undefined,
  findings: newFindings,
  files: () => new Map(),
  feeds: () => new Map(),
};

/** What a build found beside what it found in files and in making feeds. */
export interface LooseFindings {
  /** In choosing. */
  readonly chosen: readonly Finding[];
  /** In the lists of feeds. */
  readonly listed: readonly Finding[];
}

/** Ties a cache to everything that its content depends on beside the articles. */
export function fingerprintOf(
  { settings, contentFolder, outFolder }: Pick<BuildInput, 'settings' | 'contentFolder' | 'outFolder'>,
  { root, defaults, passedOver, dataFiles, movesPictures }: FrontMatterDefaults,
  label: string,
): string {
  const depended = plain([settings, root, defaults, passedOver, dataFiles, movesPictures]);
  return hashOf(programTexts(), depended, contentFolder, outFolder, label);
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).map(([key, inner]) => [key, plain(inner)]);
}

export function memoryOf(cache: Cache): Memory {
  return {
    lastStart: cache.section('start'),
    lastBuild: cache.section('last-build'),
    findings: () => unlessDamaged(() => findingsIn(cache)),
    files: () => unpackFiles(filesIn(cache)),
    feeds: () => feedsIn(cache),
  };
}

/** What a build found whose files are good. Throws `DamagedCache`. */
export function findingsIn(cache: Cache): Findings {
  const findings = newFindings();
  findings.addPacked([...unpackFiles(filesIn(cache)).values()]);
  findings.add(allLoose(looseIn(cache), feedListsIn(cache).values()));
  return findings;
}

/** Loose findings as a build reports them. */
export function allLoose(
  { chosen, listed }: LooseFindings,
  feeds: Iterable<Pick<KnownFeed, 'findings'>>,
): readonly Finding[] {
  return [...chosen, ...[...feeds].flatMap(({ findings }) => findings), ...listed];
}

/** Throws `DamagedCache`. */
export function looseIn(cache: Cache): LooseFindings {
  const [chosen = [], listed = []] = unpackFindings(wholeSection(cache, 'findings'));
  return { chosen, listed };
}

function filesIn(cache: Cache): PackedFiles {
  const lists = fileListsIn(cache);
  return { ...lists, segments: Array.from({ length: lists.segments }, (_, index) => segmentIn(cache, index)) };
}

/** Throws `DamagedCache`. */
export function fileListsIn(cache: Cache): FileLists {
  return wholeSection(cache, 'files');
}

/** Throws `DamagedCache`. */
export function segmentIn(cache: Cache, index: number): PackedSegment {
  return segmentFrom(wholeBytes(cache, segmentName(index)));
}

/** What a cache holds of files; each of the segments is a section of its own, for they are large. */
export interface FileLists extends PackedLists {
  readonly segments: number;
  /** The segment of files that were read since the others were made; `undefined` when there is none. */
  readonly edited?: number | undefined;
}

/** What every build leaves for the next. */
export interface Left {
  readonly start: LastStart | undefined;
  readonly build: LastBuild;
  /** `Walk.stamps`. */
  readonly numbers: Float64Array;
  readonly feeds: FeedLists;
  readonly loose: LooseFindings;
}

/** What only builds that choose leave; after edits it stays. */
export interface LeftByChoice {
  /** `Walk.ranks`. */
  readonly ranks: Uint32Array;
  readonly withheld: WithheldPages;
}

export interface WithheldPages {
  readonly pages: ReadonlySet<string>;
  /** `withheldKey` of them. */
  readonly key: string;
}

/** The sections of a cache, each made when it is written. */
export function* sectionsOf(
  left: Left & LeftByChoice & { readonly feeds: ReadonlyMap<string, KnownFeed> },
  files: FoundFiles<ScannedFile>,
): Generator<Section | SectionInParts> {
  yield* changingSections(left);
  yield section('ranks', left.ranks);
  yield section('withheld', left.withheld);
  yield* jobSections(left.feeds);
  const { segments, ...lists } = packingOf(files);
  for (const [index, segment] of segments.entries()) yield [segmentName(index), segmentParts(segment())];
  yield section('files', { ...lists, segments: segments.length });
}

/** The sections that change with every build. */
export function* changingSections({ start, build, numbers, feeds, loose }: Left): Generator<Section> {
  yield section('start', start);
  yield section('last-build', build);
  yield section('walk', numbers);
  yield feedSection(feeds);
  yield section('findings', packFindings([loose.chosen, loose.listed]));
}
