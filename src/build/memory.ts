// What one build leaves for the next: readings of files, proven documents, and where it all lay. In and out of the cache.

import type { Finding } from '../diagnostics/finding.ts';
import { type CacheFile, sectionOf } from '../ledger/cache.ts';
import { hashOf } from '../model/hash.ts';
import type { Settings } from '../model/settings.ts';
import { type Findings, newFindings } from './findings.ts';
import {
  type PackedFiles,
  type PackedFindings,
  packFindings,
  packingOf,
  unpackFiles,
  unpackFindings,
} from './packed.ts';
import type { PackedSegment } from './packed-segment.ts';
import { programTexts } from './program.ts';
import type { ScannedFile } from './reading.ts';
import type { Stamp, StampedFiles } from './stamp.ts';
import type { LastStart } from './unchanged.ts';

/** A feed that was proven and written: while its key is the same, its documents are. */
export interface KnownFeed {
  /** Hash of everything that its documents are made of. */
  readonly key: string;
  readonly entries: number;
  readonly updated: Date;
  readonly documents: number;
  /** What making it reported. */
  readonly findings: readonly Finding[];
}

/** Enough to see that there is nothing to do, and to count what the last build counted. */
export interface LastBuild {
  /** Whether every reading and every feed of it may be believed next time. */
  readonly isComplete: boolean;
  /** Whether the ledger knows what it wrote. */
  readonly isRecorded: boolean;
  /** `--now`, in seconds. */
  readonly now: number;
  /** The `site.id` that its ids begin with. */
  readonly siteId: string;
  /** Digest of the walk through the content folder. */
  readonly content: string;
  /** The files of `out/` as they lay after it. */
  readonly outputs: StampedFiles;
  /** The ledger file. */
  readonly ledger: Stamp | undefined;
  /** Seconds; when the next embargoed item is due. */
  readonly nextDue: number | undefined;
  /** Whether there was an error among its findings. */
  readonly hasErrors: boolean;
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

/** Ties a cache to everything that its content depends on beside the articles. */
export function fingerprintOf(settings: Settings, contentFolder: string, outFolder: string, label: string): string {
  return hashOf(programTexts(), plain(settings), contentFolder, outFolder, label);
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).map(([key, inner]) => [key, plain(inner)]);
}

// The checksums of the cache vouch for the shapes: only `sectionsOf` writes them.
export function memoryOf(cache: CacheFile): Memory {
  return {
    lastStart: cache.section('start') as LastStart | undefined,
    lastBuild: cache.section('last-build') as LastBuild | undefined,
    findings: () => findingsIn(cache),
    files: () => {
      const files = filesIn(cache);
      if (files === undefined) throw new TypeError('Files of a damaged cache were asked for');
      return unpackFiles(files);
    },
    feeds: () => cache.section('feeds') as ReadonlyMap<string, KnownFeed>,
  };
}

/** What a build found whose files are good; `undefined` when it is damaged. */
export function findingsIn(cache: Pick<CacheFile, 'section'>): Findings | undefined {
  const files = filesIn(cache);
  const loose = cache.section('findings') as PackedFindings | undefined;
  if (files === undefined || loose === undefined) return undefined;
  const findings = newFindings();
  findings.addPacked([...unpackFiles(files).values()]);
  findings.add(unpackFindings(loose).flat());
  return findings;
}

function filesIn(cache: Pick<CacheFile, 'section'>): PackedFiles | undefined {
  const lists = cache.section('files') as FileLists | undefined;
  if (lists === undefined) return undefined;
  const segments: PackedSegment[] = [];
  while (segments.length < lists.segments) {
    const segment = cache.section(segmentName(segments.length)) as PackedSegment | undefined;
    if (segment === undefined) return undefined;
    segments.push(segment);
  }
  return { ...lists, segments };
}

/** What a cache holds of files; each of the segments is a section of its own, for they are large. */
type FileLists = Omit<PackedFiles, 'segments'> & { readonly segments: number };

function segmentName(index: number): string {
  return `files ${index}`;
}

/** The sections of a cache, each made when it is written. `loose`: findings that no file keeps. */
export function* sectionsOf(
  lastStart: LastStart | undefined,
  lastBuild: LastBuild,
  files: readonly ScannedFile[],
  feeds: ReadonlyMap<string, KnownFeed>,
  loose: readonly Finding[],
): Generator<readonly [string, Uint8Array]> {
  yield ['start', sectionOf(lastStart)];
  yield ['last-build', sectionOf(lastBuild)];
  yield ['feeds', sectionOf(feeds)];
  yield ['findings', sectionOf(packFindings([loose]))];
  const { segments, ...lists } = packingOf(files);
  for (const [index, segment] of segments.entries()) yield [segmentName(index), sectionOf(segment())];
  const fileLists: FileLists = { ...lists, segments: segments.length };
  yield ['files', sectionOf(fileLists)];
}
