// What must not stay behind when a signal ends the program: locks, files that are only staged, a terminal without cursor.

const pending = new Set<() => void>();

/** Registers what is to be cleared up, at once and without waiting, when a signal ends the program. Returns how to take that back. */
export function onStop(clearUp: () => void): () => void {
  // Wrapped, so that one function may be registered twice.
  const entry = () => clearUp();
  pending.add(entry);
  return () => void pending.delete(entry);
}

/** Lets SIGINT, SIGTERM, SIGHUP and SIGQUIT clear up, newest first, before they end the program as they always do. For cli.ts, once. */
export function clearUpOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
    process.once(signal, () => {
      stop();
      // Whoever else listens decides how the program ends; else the signal does, and the shell sees which.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
  }
}

function stop(): void {
  for (const clearUp of [...pending].reverse()) {
    try {
      clearUp();
    } catch {
      // The next build clears up what could not be cleared up now.
    }
  }
  pending.clear();
}
