// Watches folders and files, and calls back when they have come to rest. The front door of chokidar.
import { watch as watchPaths } from 'chokidar';

export interface Watch {
  close(): Promise<void>;
}

/** Quiet that must follow a change: editors write in several steps. */
const QUIET_MS = 150;

/**
 * Calls `changed` after each burst of changes below the paths; never twice at once: what happens meanwhile makes one more
 * call afterwards. Resolves when the watcher knows all there is.
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
  const watcher = watchPaths([...paths], { ignoreInitial: true, ignored });
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      isStale = true;
      running ??= call();
    }, QUIET_MS);
  });
  await new Promise<void>((resolve, reject) => {
    watcher.once('ready', resolve);
    watcher.once('error', reject);
  });
  // A file that vanishes while it is looked at is no reason to stop watching the others.
  watcher.on('error', () => undefined);
  return {
    async close() {
      clearTimeout(timer);
      await watcher.close();
      await running;
    },
  };
}
