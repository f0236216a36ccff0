// What a build is asked to do, as one value from whoever wants it.
import { UsageFailure } from '../io/failure.ts';
import { type Instant, instant } from '../model/instant.ts';
import type { Settings } from '../model/settings.ts';
import type { Renderers } from './making/produce.ts';
import type { Progress } from './progress.ts';

/** What a build is asked to do. Paths are taken from the working folder of the process. */
export interface BuildInput {
  readonly settings: Settings;
  /** The folder of articles. */
  readonly contentFolder: string;
  /**
   * The folder that the articles' site generator works in, with the content folder in it: what its files say of drafts counts
   * (docs/formats.md). Default: files of the content folder alone.
   */
  readonly projectFolder?: string | undefined;
  /** The folder that is served; made when it is not there. */
  readonly outFolder: string;
  /** What subscribers have seen; begun, and its folder made, when it is not there. `undefined`: the build remembers nothing. */
  readonly ledgerFile?: string | undefined;
  /** What the last build read; disposable. `undefined`: every article is read. */
  readonly cacheFile?: string | undefined;
  /** Decides what is embargoed and dates a significant change; nothing else of a build knows the time. */
  readonly now: Instant;
  /** Paths in findings are relative to this folder. */
  readonly cwd: string;
  /** Whether an error among the findings stops everything before anything is written. Default: false. */
  readonly strict?: boolean;
  /** Whether to wait for another build that holds the output folder or the ledger. Default: false. */
  readonly wait?: boolean;
  /** Whether old entries may become new to subscribers in any number. Default: false. */
  readonly rebroadcast?: boolean;
  /** `no-record`: the ledger stays as it is. `diff`: nothing is written at all. Default: `record`. */
  readonly mode?: 'record' | 'no-record' | 'diff';
  /** Whether to hash every file instead of believing its size, time and inode. Default: false. */
  readonly verifyCache?: boolean;
  /** Called as a build gets on. Default: nobody is told. */
  readonly progress?: Progress;
  /** Rendering, in tests replaced by one that makes mistakes. */
  readonly renderers?: Renderers;
  /** Threads that read and make feeds beside the calling one, 0 to 64; 0 = none. Default: by the machine and the amount of work. */
  readonly workers?: number;
}

/** More threads than that only get in each other's way; memory for very many ends the whole process. */
export const MOST_WORKERS = 64;

const MODES: readonly unknown[] = [undefined, 'record', 'no-record', 'diff'] satisfies readonly BuildInput['mode'][];

/**
 * Refuses what TypeScript would not let pass and JavaScript does: milliseconds taken for seconds would publish whatever is
 * embargoed, an empty path is the folder that one is in, and a misspelt `diff` would write. Throws `UsageFailure`.
 */
export function refuseMisuse(input: BuildInput): void {
  const { settings, now, mode, workers = 0 } = input;
  if (settings?.site === undefined || settings.feeds === undefined || settings.content === undefined)
    throw new UsageFailure('settings are none. Read them with parseConfig.');
  if (typeof now !== 'number' || instant(now) !== now)
    throw new UsageFailure('now is no Instant, which counts whole seconds. Make one with instantOf(new Date()).');
  for (const name of ['contentFolder', 'outFolder', 'cwd'] as const)
    if (typeof input[name] !== 'string' || input[name] === '')
      throw new UsageFailure(`${name} must be the path of a folder.`);
  for (const name of ['projectFolder', 'ledgerFile', 'cacheFile'] as const)
    if (input[name] !== undefined && (typeof input[name] !== 'string' || input[name] === ''))
      throw new UsageFailure(`${name} must be a path; leave it out where there is none.`);
  if (!MODES.includes(mode)) throw new UsageFailure(`mode is none of record, no-record and diff: ${mode}.`);
  if (!Number.isInteger(workers) || workers < 0 || workers > MOST_WORKERS)
    throw new UsageFailure(`workers is no number from 0 to ${MOST_WORKERS}: ${workers}.`);
}
