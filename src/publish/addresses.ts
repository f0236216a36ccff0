// In: paths of `out/`. Out: what they go by at servers and caches; a page of a folder has two of each.
import { publishedAt, surrogateKeyOf } from '../model/feed-address.ts';
import type { FeedSettings } from '../model/settings.ts';
import type { AbsoluteUrl } from '../model/url.ts';

/** The addresses of paths, in their order. */
export function addressesOf(paths: readonly string[], feeds: Pick<FeedSettings, 'baseUrl'>): readonly AbsoluteUrl[] {
  return paths.flatMap(askedFor).map((path) => publishedAt(feeds, path));
}

/** The `Surrogate-Key` of paths, in their order: a server of our configuration makes it of the path that was asked for. */
export function surrogateKeysOf(paths: readonly string[]): readonly string[] {
  return paths.flatMap(askedFor).map(surrogateKeyOf);
}

/** `topics/ai/index.html` answers at `topics/ai/` too. */
function askedFor(path: string): readonly string[] {
  const folder = /^(?:.*\/)?(?=index\.html$)/.exec(path)?.[0];
  return folder === undefined ? [path] : [path, folder];
}
