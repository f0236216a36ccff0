// In: the directory of feeds. Out: index.html: every feed, for people, with autodiscovery links (RULES 42).
import type { Directory, DirectoryFeed } from '../model/directory.ts';
import { renderFormatLinks, renderPage } from './page.ts';
import { attribute, rfc3339, text } from './xml.ts';

/** Renders the directory page. */
export function renderDirectoryPage({ title, url, language, groups, opml }: Directory): string {
  const sections = groups.map(
    (group) => `<h2>${text(group.title)}</h2>\n<ul>\n${group.feeds.map(renderFeed).join('')}</ul>\n`,
  );
  const body = `<h1>Feeds of <a${attribute('href', url)}>${text(title)}</a></h1>
<p>Copy the address of a feed into your feed reader, or import <a${attribute('href', opml)} type="text/x-opml">all of them as a subscription list</a>.</p>
${sections.join('')}`;
  const announced = groups.flatMap((group) => group.feeds).map(({ title, links }) => ({ title, links }));
  return renderPage({ title, language, announced, body });
}

function renderFeed({ name, description, folder, page, links, entries, updated }: DirectoryFeed): string {
  const heading = folder === '' ? text(name) : `<a${attribute('href', page)}>${text(name)}</a>`;
  const newest = `<time${attribute('datetime', rfc3339(updated))}>${rfc3339(updated).slice(0, 10)}</time>`;
  return `<li>${heading}: ${renderFormatLinks(links)}<br />${text(description)} ${entries} ${entries === 1 ? 'entry' : 'entries'}, newest ${newest}.</li>\n`;
}
