// In: a feed. Out: its page for people: what it is, how to subscribe, its latest entries.
import type { Entry, FeedDocument } from '../model/feed-document.ts';
import { directionOf, type PlainText } from '../model/text.ts';
import { renderFormatLinks, renderPage } from './page.ts';
import { attribute, rfc3339, text } from './xml.ts';

/** Entries that a page shows at most. */
const SHOWN = 20;

/** Renders the page of a feed. */
export function renderFeedPage({ options, items }: FeedDocument): string {
  const { title, description, language, feedLinks } = options;
  const body = `<h1>${text(title)}</h1>
<p>${text(description)}</p>
<p>Subscribe: ${renderFormatLinks(feedLinks)}</p>
<ul>
${items.slice(0, SHOWN).map(renderEntry).join('')}</ul>
<p><a href="../../index.html">All feeds</a></p>
`;
  return renderPage({ title, language, announced: [{ title, links: feedLinks }], body });
}

function renderEntry({ title, link, published, author, details }: Entry): string {
  const { language } = details;
  const spoken = language === undefined ? '' : `${attribute('lang', language)} dir="${directionOf(language)}"`;
  const day = `<time${attribute('datetime', rfc3339(published))}>${rfc3339(published).slice(0, 10)}</time>`;
  const names = author.flatMap(({ name }) => name ?? []) as PlainText[];
  return `<li><a${attribute('href', link)}${spoken}>${text(title)}</a> · ${text(names.join(', '))}, ${day}</li>\n`;
}
