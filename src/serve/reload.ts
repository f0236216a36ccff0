// Reloading of open pages while content is watched: a stream of events, and the script that a page listens with. It is a file
// of its own, since the pages allow no script that stands in them.
import { randomUUID } from 'node:crypto';

/** Where pages listen. No file of a build can lie there: of names with a dot only `.well-known` is ours. */
export const RELOAD_PATH = '/.feedmill/reload';
export const RELOAD_SCRIPT_PATH = '/.feedmill/reload.js';

// A browser opens six connections to a host, and tabs in the background would hold all of them.
const scriptFor = (state: string) => `let source;
const listen = () => {
  source?.close();
  if (document.hidden) return;
  source = new EventSource('${RELOAD_PATH}?since=${state}');
  source.addEventListener('reload', () => location.reload());
};
document.addEventListener('visibilitychange', listen);
listen();
`;

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
  /** The script of a page that is loaded now. */
  script(): string;
  /** Adds a page that listens; the answer takes it away again. `since` is what its script names; a page without one is new. */
  listen(listener: Listener, since?: string | null): () => void;
  /** Tells all pages to load again. */
  reload(): void;
  /** Ends all streams. */
  close(): void;
}

export function newReloading(): Reloading {
  const listeners = new Set<Listener>();
  // Names what pages show now; that of another run is another.
  let state = randomUUID();
  const tell = (listener: Listener) => listener.write('event: reload\ndata:\n\n');
  return {
    script: () => scriptFor(state),
    listen(listener, since) {
      listeners.add(listener);
      listener.write(': listening\n\n');
      if (typeof since === 'string' && since !== state) tell(listener);
      return () => listeners.delete(listener);
    },
    reload() {
      state = randomUUID();
      for (const listener of listeners) tell(listener);
    },
    close() {
      for (const listener of listeners) listener.end();
      listeners.clear();
    },
  };
}
