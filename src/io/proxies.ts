// The proxies that the environment names: HTTP_PROXY, HTTPS_PROXY, and NO_PROXY for hosts that need none. Node goes through
// them itself, in releases that can; all that goes out of this program asks here.
import * as http from 'node:http';
import { WorldFailure } from './failure.ts';

// Of Node 24.14; the types are those of the oldest that we run on.
const { setGlobalProxyFromEnv } = http as { readonly setGlobalProxyFromEnv?: () => unknown };

/** `fetch`, through the proxies. */
export function fetchOutside(url: string, init: RequestInit): Promise<Response> {
  useProxies();
  return fetch(url, init);
}

/** What agents of `node:http` have to be given to go through the proxies. */
export function proxyOptions(): { readonly proxyEnv: NodeJS.ProcessEnv } {
  useProxies();
  return { proxyEnv: process.env };
}

let areInUse = false;

/** Throws `WorldFailure`, without the password that an address may hold. */
function useProxies(): void {
  if (areInUse) return;
  try {
    setGlobalProxyFromEnv?.();
  } catch {
    throw new WorldFailure('HTTP_PROXY or HTTPS_PROXY is no address of a proxy. Write http://host:port.');
  }
  areInUse = true;
}

/** What else may be why an address cannot be reached, ready to stand behind a reason; empty without a proxy. */
export function proxyNote(url: string | URL): string {
  const name = String(url).startsWith('https:') ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const isSet = Boolean(process.env[name.toLowerCase()] || process.env[name]);
  if (!isSet) return '';
  return setGlobalProxyFromEnv ? `; ${name} is set` : `; ${name} is set, which Node.js takes from 24.14 on`;
}
