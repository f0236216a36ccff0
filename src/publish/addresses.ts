// In: paths of `out/`. Out: the addresses at which they are served; a page of a folder has two.
import { publishedAt } from '../model/feed-address.ts';
import type { FeedSettings } from '../model/settings.ts';
import type { AbsoluteUrl } from '../model/url.ts';

/** The addresses of paths, in their order: `topics/ai/index.html` answers at `topics/ai/` too. */
export function addressesOf(paths: readonly string[], feeds: Pick<FeedSettings, 'baseUrl'>): readonly AbsoluteUrl[] {
  return paths.flatMap((path) => {
    const address = publishedAt(feeds, path);
    const folder = /^(?:.*\/)?(?=index\.html$)/.exec(path)?.[0];
    if (folder === undefined) return [address];
    return [address, publishedAt(feeds, folder)];
  });
}
