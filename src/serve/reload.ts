// Reloading of open pages while content is watched: a stream of events, and the script that a page listens with. It is a file
// of its own, since the pages allow no script that stands in them.

/** Where pages listen. No file of a build can lie there: of names with a dot only `.well-known` is ours. */
export const RELOAD_PATH = '/.feedmill/reload';
export const RELOAD_SCRIPT_PATH = '/.feedmill/reload.js';
export const RELOAD_SCRIPT = `new EventSource(${JSON.stringify(RELOAD_PATH)}).addEventListener('reload', () => location.reload());\n`;

const ELEMENT = `<script src="${RELOAD_SCRIPT_PATH}" async=""></script>`;
const POLICY_META = /(<meta http-equiv="Content-Security-Policy" content=")([^"]*)"/gi;

/** The page with the script that listens, before the end of its body, and a policy that lets it. */
export function withReload(page: Buffer): Buffer {
  const text = page
    .toString('utf8')
    .replace(POLICY_META, (_, before, policy) => `${before}${listeningPolicy(policy)}"`);
  const at = text.lastIndexOf('</body>');
  return Buffer.from(at < 0 ? text + ELEMENT : text.slice(0, at) + ELEMENT + text.slice(at));
}

/** A Content-Security-Policy that also allows to load the script and to listen. */
export function listeningPolicy(policy: string): string {
  const directives = policy.split(';').map((directive) => directive.trim().split(/\s+/));
  return ['script-src', 'connect-src']
    .reduce((list, name) => allowing(list, name), directives)
    .map((words) => words.join(' '))
    .filter((directive) => directive !== '')
    .join('; ');
}

function allowing(directives: readonly string[][], name: string): string[][] {
  const own = directives.find(([first]) => first?.toLowerCase() === name);
  const others = directives.find(([first]) => first?.toLowerCase() === 'default-src');
  // A policy that says nothing of it allows it.
  if (own === undefined && others === undefined) return [...directives];
  const sources = (own ?? others ?? []).slice(1).filter((source) => source !== "'none'" && source !== "'self'");
  return [...directives.filter((directive) => directive !== own), [name, "'self'", ...sources]];
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
