// What one build leaves for the next: readings of files, proven documents, and where it all lay. In and out of the cache.

import type { Finding } from '../diagnostics/finding.ts';
import { type CacheFile, sectionOf } from '../ledger/cache.ts';
import { hashOf } from '../model/hash.ts';
import type { Settings } from '../model/settings.ts';
import {
  type PackedFiles,
  type PackedFindings,
  packFiles,
  packFindings,
  unpackFiles,
  unpackFindings,
} from './packed.ts';
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
  findings(): readonly Finding[] | undefined;
  files(): ReadonlyMap<string, ScannedFile>;
  feeds(): ReadonlyMap<string, KnownFeed>;
}

export const NO_MEMORY: Memory = {
  lastStart: undefined,
  lastBuild: undefined,
  findings: () => [],
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
    findings() {
      const packed = cache.section('findings') as PackedFindings | undefined;
      return packed && unpackFindings(packed).flat();
    },
    files: () => unpackFiles(cache.section('files') as PackedFiles),
    feeds: () => cache.section('feeds') as ReadonlyMap<string, KnownFeed>,
  };
}

/** The sections of a cache. `findings` are all of the build, in the order reported. */
export function sectionsOf(
  lastStart: LastStart | undefined,
  lastBuild: LastBuild,
  files: readonly ScannedFile[],
  feeds: ReadonlyMap<string, KnownFeed>,
  findings: readonly Finding[],
): Readonly<Record<string, Uint8Array>> {
  return {
    start: sectionOf(lastStart),
    'last-build': sectionOf(lastBuild),
    files: sectionOf(packFiles(files)),
    feeds: sectionOf(feeds),
    findings: sectionOf(packFindings([findings])),
  };
}
