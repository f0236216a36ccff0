// In: the directory of all feeds. Out: OPML 2.0 (RULES 41), which feed readers import as subscriptions.
import type { Directory, DirectoryFeed } from '../model/directory.ts';
import { subscribedAt } from '../model/feed-address.ts';
import { attribute, DECLARATION, element, emptyElement, rfc822 } from './xml.ts';

/** Renders a subscription list: each feed once, in the order given, in a folder for each group. */
export function renderOpml({ title, updated, groups }: Directory): string {
  return (
    `${DECLARATION}<!-- Made by Feedmill -->\n<opml version="2.0">\n  <head>\n` +
    element('    ', 'title', title) +
    element('    ', 'dateModified', rfc822(updated)) +
    `  </head>\n  <body>\n${groups.map(renderGroup).join('')}  </body>\n</opml>\n`
  );
}

function renderGroup({ title, feeds }: Directory['groups'][number]): string {
  return `    <outline${attribute('text', title)}>\n${feeds.map(renderOutline).join('')}    </outline>\n`;
}

/** `type` is "rss" for feeds of all formats. */
function renderOutline({ title, description, links, link }: DirectoryFeed): string {
  const words = attribute('text', title) + attribute('title', title) + attribute('description', description);
  const addresses = attribute('xmlUrl', subscribedAt(links)) + attribute('htmlUrl', link);
  return emptyElement('      ', 'outline', ` type="rss"${words}${addresses}`);
}
