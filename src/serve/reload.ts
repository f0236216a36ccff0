// Reloading of open pages while content is watched: a stream of events, and the few lines in a page that listen to it.

/** Where pages listen. No file of a build can lie there: names of ours do not begin with a dot. */
export const RELOAD_PATH = '/.feedmill/reload';

const SCRIPT = `<script>new EventSource(${JSON.stringify(RELOAD_PATH)}).addEventListener('reload', () => location.reload())</script>`;

/** The page with the lines that listen, before the end of its body. */
export function withReload(page: Buffer): Buffer {
  const text = page.toString('utf8');
  const at = text.lastIndexOf('</body>');
  return Buffer.from(at < 0 ? text + SCRIPT : text.slice(0, at) + SCRIPT + text.slice(at));
}

/** One page that listens. */
export interface Listener {
  write(text: string): unknown;
  end(): unknown;
}

export interface Reloading {
  /** Adds a page that listens; the answer takes it away again. */
  listen(listener: Listener): () => void;
  /** Tells all pages to load again. */
  reload(): void;
  /** Ends all streams. */
  close(): void;
}

export function newReloading(): Reloading {
  const listeners = new Set<Listener>();
  return {
    listen(listener) {
      listeners.add(listener);
      listener.write(': listening\n\n');
      return () => listeners.delete(listener);
    },
    reload() {
      for (const listener of listeners) listener.write('event: reload\ndata:\n\n');
    },
    close() {
      for (const listener of listeners) listener.end();
      listeners.clear();
    },
  };
}
