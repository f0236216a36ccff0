// What the cache holds, by the names of its sections: every one of them is named here.
import { type CacheFile, type Section, sectionOf } from '../../ledger/cache.ts';
import type { PackedFindings } from '../packed/findings.ts';
import type { PackedFeeds } from './known-feeds.ts';
import type { FileLists, LastBuild, WithheldPages } from './memory.ts';
import type { LastStart } from './unchanged.ts';

export interface Sections {
  readonly start: LastStart | undefined;
  readonly 'last-build': LastBuild;
  /** `Walk.stamps`. */
  readonly walk: Float64Array;
  /** `Walk.ranks`. */
  readonly ranks: Uint32Array;
  readonly withheld: WithheldPages;
  readonly feeds: PackedFeeds;
  /** Files without their segments. */
  readonly files: FileLists;
  /** Of choosing, and of the lists of feeds. */
  readonly findings: PackedFindings;
}

// The checksums of the cache vouch for the shapes: only what is made by `section` lies under these names.
export type Cache = CacheFile<Sections>;

export function section<N extends keyof Sections>(name: N, value: Sections[N]): Section {
  return [name, sectionOf(value)];
}

/** The section of one segment of files, which are large. */
export function segmentName(index: number): string {
  return `files ${index}`;
}

/** The section of one group of jobs. */
export function groupName(group: number): string {
  return `jobs ${group}`;
}
