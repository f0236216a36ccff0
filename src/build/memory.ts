// What one build leaves for the next: readings of files, proven documents, and where it all lay. In and out of the cache.

import type { Finding } from '../diagnostics/finding.ts';
import type { CacheFile } from '../ledger/cache.ts';
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
import type { ScannedFile, Stamp } from './reading.ts';

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

/** A file of `out/` as it lay after the last build. */
export type KnownOutput = Stamp & { readonly path: string };

/** Enough to see that there is nothing to do, and to say what the last build said. */
export interface LastBuild {
  /** Whether every reading and every feed of it may be believed next time. */
  readonly isComplete: boolean;
  /** Whether the ledger knows what it wrote. */
  readonly isRecorded: boolean;
  /** `--now`, in seconds. */
  readonly now: number;
  /** The `site.id` that its ids begin with. */
  readonly siteId: string;
  /** Content files, parallel lists. */
  readonly paths: readonly string[];
  readonly sizes: Float64Array;
  readonly mtimes: Float64Array;
  readonly inodes: Float64Array;
  readonly outputs: readonly KnownOutput[];
  /** The ledger file. */
  readonly ledger: Stamp | undefined;
  /** Seconds; when the next embargoed item is due. */
  readonly nextDue: number | undefined;
  /** Numbers of the report. */
  readonly counts: Readonly<Record<'files' | 'articles' | 'relatedItems' | 'feeds' | 'documentsVerified', number>>;
}

/** What the cache holds; sections are read when they are needed. */
export interface Memory {
  readonly lastBuild: LastBuild | undefined;
  findings(): readonly Finding[];
  files(): ReadonlyMap<string, ScannedFile>;
  feeds(): ReadonlyMap<string, KnownFeed>;
}

export const NO_MEMORY: Memory = {
  lastBuild: undefined,
  findings: () => [],
  files: () => new Map(),
  feeds: () => new Map(),
};

/** Ties a cache to everything that its content depends on beside the articles. */
export function fingerprintOf(
  version: string,
  settings: Settings,
  contentFolder: string,
  outFolder: string,
  label: string,
): string {
  return hashOf(version, process.versions.node, plain(settings), contentFolder, outFolder, label);
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
    lastBuild: cache.section('last-build') as LastBuild | undefined,
    findings: () => unpackFindings(cache.section('findings') as PackedFindings).flat(),
    files: () => unpackFiles(cache.section('files') as PackedFiles),
    feeds: () => cache.section('feeds') as ReadonlyMap<string, KnownFeed>,
  };
}

/** The sections of a cache. `findings` are all of the build, in the order reported. */
export function sectionsOf(
  lastBuild: LastBuild,
  files: readonly ScannedFile[],
  feeds: ReadonlyMap<string, KnownFeed>,
  findings: readonly Finding[],
): Readonly<Record<string, unknown>> {
  return { 'last-build': lastBuild, files: packFiles(files), feeds, findings: packFindings([findings]) };
}
