// What one thread of a build can do: read files, and make feeds of them.
import type { WalkedFile } from '../../io/walk.ts';
import type { Instant } from '../../model/instant.ts';
import type { Settings } from '../../model/settings.ts';
import { inheritance } from '../../parse/defaults/inherited.ts';
import { passesOver } from '../../parse/defaults/passed-over.ts';
import { keyNames } from '../../parse/field-names.ts';
import { type FailedFeed, type MadeFeed, type Maker, type MakerInput, openMaker } from '../making/making.ts';
import type { Renderers } from '../making/produce.ts';
import { fewPacker, type PackedFew } from '../packed/files.ts';
import { type PackedJob, unpackJob } from '../packed/job.ts';
import type { Store } from '../packed/section.ts';
import type { FrontMatterDefaults } from '../reading/defaults.ts';
import { openReader, type Reader, type Tally } from '../reading/reading.ts';

/** What a thread has to know from the start. Plain data, which travels. */
export interface WorkInput {
  /** Absolute path of the content folder. */
  readonly folder: string;
  /** What stands before an article's path in findings; empty or ending in a slash. */
  readonly label: string;
  readonly settings: Settings;
  readonly defaults: FrontMatterDefaults;
  readonly now: Instant;
  /** Articles that it keeps in memory at most. */
  readonly keep: number;
}

/** Files that were read, as columns, the large part of which lies in a file when there is one for it. */
export interface PackedReading extends Tally {
  readonly packed: PackedFew;
}

/** Whoever does a share of the work: this thread, or another. */
export interface Hand {
  read(walked: readonly WalkedFile[]): Promise<PackedReading>;
  make(jobs: readonly PackedJob[]): Promise<readonly (MadeFeed | FailedFeed)[]>;
  /** Has to come before the first feed, which tells when something is wrong with it. */
  prepare(input: MakerInput): void;
}

export interface Work extends Hand {
  readonly reader: Reader;
  readonly maker: Maker;
}

export interface WorkTools {
  /** Takes the large part of what is read. Default: memory. */
  readonly store?: Store | undefined;
  /** In tests, ones that make mistakes. */
  readonly renderers?: Renderers | undefined;
}

export function openWork(input: WorkInput, { store, renderers }: WorkTools): Work {
  const { folder, label, settings, defaults, now, keep } = input;
  const inheritedBy = inheritance(defaults.defaults, defaults.root, settings.site.language);
  const { movesPictures } = defaults;
  const context = { settings, names: keyNames(settings.content.fields), now, inheritedBy, movesPictures };
  const dataFiles = new Set(defaults.dataFiles);
  const isPassedOver = passesOver(defaults.passedOver, defaults.root);
  const isNone = (path: string) => dataFiles.has(path) || isPassedOver(path);
  const reader = openReader({ folder, label, context, isNone, keep });
  let preparation: MakerInput | undefined;
  let maker: Maker | undefined;
  const prepared = (): Maker => {
    if (preparation === undefined) throw new TypeError('Feeds were asked for before anything was prepared');
    maker ??= openMaker(preparation, reader, renderers);
    return maker;
  };
  return {
    reader,
    async read(walked) {
      // Each is packed as it is read, so that nothing else of it is left when V8 collects.
      const packer = fewPacker(walked.length);
      const tally = await reader.read(walked, packer.add);
      return { ...tally, packed: packer.packed(store) };
    },
    make: async (jobs) => jobs.map((job) => prepared().make(unpackJob(job))),
    prepare(input) {
      preparation = input;
      maker = undefined;
    },
    get maker() {
      return prepared();
    },
  };
}
