// Watches folders and files, and calls back when they have come to rest. The front door of chokidar.
import { watch as watchOne } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type FSWatcher, watch as watchPaths } from 'chokidar';
import { codeOf, failure } from '../io/failure.ts';

export interface Watch {
  close(): Promise<void>;
}

/** Quiet that must follow a change: editors write in several steps. */
const QUIET_MS = 150;
/** How often is looked whether what is watched still lies at its path. */
const LOOK_MS = 300;

/** Of these there is not enough for the next path either. */
const LACKS = /^(?:ENOSPC|EMFILE|ENFILE|ENOMEM)$/;
const NO_WATCHES = 'the system allows no more watches; raise fs.inotify.max_user_watches with sysctl';

/**
 * Calls `changed`, which never throws, when the watcher knows all there is, and after each burst of changes below the
 * paths; never twice at once: what happens meanwhile makes one more call afterwards. Resolves after the first call.
 */
export async function watchContent(
  paths: readonly string[],
  ignored: (path: string) => boolean,
  changed: () => Promise<void>,
): Promise<Watch> {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isStale = false;
  const call = async (): Promise<void> => {
    do {
      isStale = false;
      await changed();
    } while (isStale);
    running = undefined;
  };
  const notice = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      isStale = true;
      running ??= call();
    }, QUIET_MS);
  };
  let seen = await identities(paths);
  const begin = () =>
    watching(paths, ignored, (event, path) => {
      // The watcher has lost it, and would not notice that it is back.
      if (/^unlink/.test(event) && paths.includes(path)) seen = [];
      notice();
    });
  let { watcher, closed } = await begin();
  // The watcher loses a folder that was moved away for good, a file that came back, and for ever what it could not watch:
  // what lies there now is begun anew.
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    const now = await identities(paths);
    if (now.every((identity, index) => identity === (seen[index] ?? '')) && ![...closed].some(isOpen)) return;
    // Closed first: two watchers of one path share what the first one opened, which is the folder that was moved away.
    await watcher.close();
    seen = now;
    ({ watcher, closed } = await begin().catch((error: unknown) => {
      seen = [];
      throw error;
    }));
    notice();
  };
  const looks = setInterval(() => {
    // What could not be begun is begun at the next look.
    looking ??= look()
      .catch(() => undefined)
      .finally(() => {
        looking = undefined;
      });
  }, LOOK_MS);

  running = call();
  await running;
  return {
    async close() {
      clearInterval(looks);
      await looking;
      clearTimeout(timer);
      await watcher.close();
      await running;
    },
  };
}

interface Watching {
  readonly watcher: FSWatcher;
  /** What cannot be watched; it grows. Whether it is worth a word is for those to say who read it. */
  readonly closed: ReadonlySet<string>;
}

async function watching(
  paths: readonly string[],
  ignored: (path: string) => boolean,
  notice: (event: string, path: string) => void,
): Promise<Watching> {
  const watcher = watchPaths([...paths], { ignoreInitial: true, ignored });
  const closed = new Set<string>();
  watcher.on('all', notice);
  try {
    await new Promise<void>((resolve, reject) => {
      watcher.once('ready', resolve);
      // Later, a file that vanishes while it is looked at is no reason to stop watching the others.
      watcher.on('error', (error) => {
        const path = closedPathOf(error);
        if (path === undefined) reject(error);
        else closed.add(path);
      });
    });
  } catch (error) {
    await watcher.close();
    // Of watches that code says nothing about a disk.
    const reason = codeOf(error) === 'ENOSPC' ? new Error(NO_WATCHES, { cause: error }) : error;
    throw failure(`watch ${paths.join(' and ')}`, reason);
  }
  return { watcher, closed };
}

/** What a single path is to blame for: the others can be watched. */
function closedPathOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || LACKS.test(codeOf(error) ?? '')) return undefined;
  return 'path' in error && typeof error.path === 'string' ? error.path : undefined;
}

/** Whether it can be watched now. */
function isOpen(path: string): boolean {
  try {
    watchOne(path).close();
    return true;
  } catch {
    return false;
  }
}

/** What lies at each path, in words that only the same file or folder has; empty for nothing. */
function identities(paths: readonly string[]): Promise<readonly string[]> {
  return Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ dev, ino, birthtimeMs }) => `${dev} ${ino} ${birthtimeMs}`,
        () => '',
      ),
    ),
  );
}
