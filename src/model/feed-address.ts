// Where the parts of `out/` will be served: path below `out/` → address.
import type { FeedSettings } from './settings.ts';
import { type AbsoluteUrl, absoluteUrl } from './url.ts';

/** The address of a path below `out/`. */
export function publishedAt({ baseUrl }: Pick<FeedSettings, 'baseUrl'>, path: string): AbsoluteUrl {
  const isPlain = /^[\w.~/-]*$/.test(path);
  return absoluteUrl(baseUrl + (isPlain ? path : path.split('/').map(encodeURIComponent).join('/'))) ?? baseUrl;
}
