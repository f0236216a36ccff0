// In: the directory of feeds. Out: .well-known/feed-menu.json after the Internet-Draft “Feed Menus”
// (draft-nottingham-feed-menu-01): a menu of menus of feeds, in RSS and Atom.
import type { Directory, DirectoryFeed } from '../model/directory.ts';
import { present } from '../model/present.ts';

/** Code points that the draft recommends at most. */
const TITLE = 50;
const DESCRIPTION = 140;

/** Renders the menu: the site's feed first, then a menu for each group. A feed without RSS and Atom has no place in it. */
export function renderFeedMenu({ title, groups }: Directory): string {
  const items = groups.flatMap((group): readonly object[] => {
    const feeds = group.feeds.flatMap(feedObject);
    if (group.kind === 'site' || feeds.length === 0) return feeds;
    return [{ 'feed-menu': group.title, items: feeds }];
  });
  return `${JSON.stringify({ 'feed-menu': cut(title, TITLE), items }, null, 1)}\n`;
}

function feedObject({ title, name, folder, description, links: { rss, atom } }: DirectoryFeed): readonly object[] {
  if (rss === undefined && atom === undefined) return [];
  return [
    {
      'feed-title': cut(folder === '' ? title : name, TITLE),
      description: cut(description, DESCRIPTION),
      ...present({ rss, atom }),
    },
  ];
}

function cut(text: string, max: number): string {
  const points = [...text];
  return points.length > max
    ? `${points
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`
    : text;
}
