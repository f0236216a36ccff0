// In: an address as people write it. Out: an absolute http(s) URI (RFC 3986), or nothing.
// Addresses are percent-encoded where they must be and otherwise left exactly as they are.
import { xmlSafe } from './text.ts';

/** An absolute http or https URI in ASCII, host in lower case and punycode, without user and password. */
export type AbsoluteUrl = string & { readonly __brand: 'AbsoluteUrl' };

// Nearly every address and host is plain, and then stays as it is: lower-case ASCII labels that are neither punycode nor a
// number, few and short enough for any limit; behind them only what RFC 3986 §2 lets stand, with one fragment at most.
const HOST = '(?:(?!xn--)[a-z\\d-]{1,40}\\.){0,5}(?!xn--)[a-z][a-z\\d-]{0,39}';
const CHARACTERS = "[\\w.~:/?@!$&'()*+,;=-]*";
const ESCAPED = `${CHARACTERS}(?:%[\\dA-Fa-f]{2}${CHARACTERS})*`;
const PLAIN_URL = new RegExp(`^https?://${HOST}(?:[/?]${ESCAPED})?(?:#${ESCAPED})?$`);
const PLAIN_HOST = new RegExp(`^(?:https?://)?(${HOST})(?:[/?#]|$)`);
const PLAIN_PAGE =
  /^https:\/\/[^/?#:]+(?:\/(?!\.)[^/?#%]*(?:%(?!2[DE]|3\d|[46][1-9A-F]|5[\dAF]|7[\dAE])[\dA-F]{2}[^/?#%]*)*)+$/;

const PAGE = /^https?:\/\/([^/?#]+?)(?::0*(?:80|443))?((?:\/[^?#]*)?)(?:\?([^#]*))?(?:#|$)/;
const DOTS = /\/(?:\.|%2e){1,2}(?:\/|$)/i;
const TRACKING = /^(?:utm_[^=]*|fbclid|gclid|mc_[^=]*)(?:=|$)/i;

const PARTS = /^(https?):\/\/([^/?#]+)([\s\S]*)$/i;

/**
 * Checks an address and percent-encodes what a URI may not hold. `base` resolves relative addresses.
 * `undefined` for another scheme, user:password, a host that cannot be, or no address at all.
 */
export function absoluteUrl(text: string, base?: AbsoluteUrl): AbsoluteUrl | undefined {
  const given = text.trim();
  if (PLAIN_URL.test(given)) return given as AbsoluteUrl;
  if (given === '') return undefined;
  const parts = PARTS.exec(given);
  if (parts === null) return base === undefined || hasScheme(given) ? undefined : resolved(given, base);
  const [, scheme = '', authority = '', rest = ''] = parts;
  const host = canonicalHost(authority);
  if (host === undefined) return undefined;
  const port = /:\d+$/.exec(authority)?.[0] ?? '';
  return `${scheme.toLowerCase()}://${host}${port}${percentEncode(rest)}` as AbsoluteUrl;
}

/** Whether a path may be put behind an address: not behind a query or a fragment. */
export function takesPaths(url: AbsoluteUrl): boolean {
  return !/[?#]/.test(url);
}

/** The address of a folder, with its final slash; `undefined` when it is none, or takes no paths. */
export function folderUrl(text: string): AbsoluteUrl | undefined {
  const url = absoluteUrl(text);
  if (url === undefined || !takesPaths(url)) return undefined;
  return url.endsWith('/') ? url : (`${url}/` as AbsoluteUrl);
}

/**
 * The identity of a page: https, no port that is a scheme's own, no fragment, no dot segments, no tracking parameters,
 * escapes in capitals and only where they are needed (DESIGN §4, RFC 3986 §6.2.2). Not for opening.
 */
export function pageKey(url: AbsoluteUrl): string {
  return renewedPageKey(url);
}

/** A page's key, of an address or of a key as any version of this program made it. */
export function renewedPageKey(page: string): string {
  if (PLAIN_PAGE.test(page)) return page;
  const parts = PAGE.exec(page);
  if (parts === null) return page;
  const [, host = '', path = '', query] = parts;
  const own = `https://${host}${path.startsWith('/') ? withoutDots(path) : `/${path}`}`;
  const kept = query?.split('&').filter((parameter) => !TRACKING.test(parameter));
  const key = kept === undefined || kept.length === 0 ? own : `${own}?${kept.join('&')}`;
  return key.includes('%') ? key.replace(/%[\da-f]{2}/gi, neededEscape) : key;
}

/** RFC 3986 §2.3: a letter is the same, escaped or not. */
function neededEscape(escaped: string): string {
  const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  return /[\w.~-]/.test(character) ? character : escaped.toUpperCase();
}

function withoutDots(path: string): string {
  return DOTS.test(path) ? new URL(`https://localhost${path}`).pathname : path;
}

/**
 * The URL that a text is; `undefined` for none. `URL.canParse` cannot be asked: of one that is called often, Node 20 takes
 * Latin-1 for UTF-8, and `https://ü.de` for no address any more.
 */
export function parsedUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** The host of an address or of a bare domain (`Example.com/path` too), lower case and punycode, without port. */
export function hostOf(domainOrUrl: string): string | undefined {
  const text = domainOrUrl.trim();
  const plain = PLAIN_HOST.exec(text)?.[1];
  if (plain !== undefined) return plain;
  const authority = /^(?:(?:[a-z][a-z0-9+.-]*:)?\/\/)?([^/?#]+)/i.exec(text)?.[1];
  if (authority === undefined || /\s/.test(authority)) return undefined;
  const host = canonicalHost(authority);
  return host?.startsWith('[') ? undefined : host;
}

/** The host that stands for an address in ids and folders: `localhost` for one that is no name, like `[::1]`. */
export function hostNameOf(url: AbsoluteUrl): string {
  return hostOf(url) ?? 'localhost';
}

// The WHATWG parser makes an IPv4 address of any number (`404` → 0.0.1.148) and lets `"` and `*` stand in a name:
// neither is what anybody meant.
function canonicalHost(authority: string): string | undefined {
  const host = /[@\\]/.test(authority) ? undefined : parsedUrl(`https://${authority}`)?.hostname;
  if (host === undefined) return undefined;
  if (/^\d+(?:\.\d+){3}$/.test(host)) return authority.replace(/:\d*$/, '') === host ? host : undefined;
  // RFC 1035 §2.3.4: no name is longer, and a folder could not be called so.
  if (host.length > 253 || /[^.]{64}/.test(host)) return undefined;
  return /^(?:\[[\da-f:.]+\]|(?!\.)[\w.-]+)$/.test(host) ? host : undefined;
}

function hasScheme(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text.replace(/[\t\n\r]/g, ''));
}

function resolved(relative: string, base: AbsoluteUrl): AbsoluteUrl | undefined {
  const url = parsedUrl(relative, base);
  return url && absoluteUrl(url.href);
}

// RFC 3986 §2: everything that is neither reserved, unreserved nor a valid escape; `[` and `]` belong to hosts only.
function percentEncode(text: string): string {
  return xmlSafe(text)
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(/[^\w.~:/?#@!$&'()*+,;=%-]+/g, (run) => encodeURIComponent(run))
    .replace(/#/g, (hash, at: number, whole: string) => (whole.indexOf('#') === at ? hash : '%23'));
}

/** A part of a path, in which only unreserved characters stand as they are (RFC 3986 §2.3). */
export function encodedPart(part: string): string {
  return encodeURIComponent(part).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A path, or a part of one, without percent-encoding; `undefined`: what is encoded is no UTF-8. */
export function decodedPath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** An address as it may be repeated: without the user and password that somebody wrote into it. */
export function withoutUser(address: string): string {
  // A secret of Amazon may hold slashes: all up to the last @ goes.
  return address.replace(/\/\/.*@/s, '//…@');
}
