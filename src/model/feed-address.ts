// Where the parts of `out/` will be served: path below `out/` → address.
import type { Channel } from './feed-document.ts';
import type { FeedSettings } from './settings.ts';
import { type AbsoluteUrl, absoluteUrl } from './url.ts';

/** The address of a path below `out/`. */
export function publishedAt({ baseUrl }: Pick<FeedSettings, 'baseUrl'>, path: string): AbsoluteUrl {
  return absoluteUrl(baseUrl + hrefOf(path)) ?? baseUrl;
}

/** The address that readers subscribe to: RSS is what all of them take; the others stand in where it is not written. */
export function subscribedAt({ rss, atom, json }: Channel['feedLinks']): AbsoluteUrl | undefined {
  return rss ?? atom ?? json;
}

/** A path as a relative address. */
export function hrefOf(path: string): string {
  return /^[\w.~/-]*$/.test(path) ? path : path.split('/').map(encodeURIComponent).join('/');
}

/** The key by which a cache can be told of one file: `Surrogate-Key` as Fastly reads it, printable ASCII without spaces. */
export function surrogateKeyOf(path: string): string {
  return `feedmill/${hrefOf(path)}`;
}
