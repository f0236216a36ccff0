// How to subscribe to one feed: its address to copy, a link for apps, links for readers on the web, its formats.
import { subscribedAt } from '../../model/feed-address.ts';
import type { Channel } from '../../model/feed-document.ts';
import type { Reader } from '../../model/settings.ts';
import { renderFormats } from './frame.ts';
import { html, type Markup } from './html.ts';

/** Renders the box, for a page in the feed's folder. */
export function renderSubscribe(
  links: Channel['feedLinks'],
  name: string,
  readers: readonly Reader[],
): Markup | undefined {
  const address = subscribedAt(links);
  if (address === undefined) return undefined;
  return html`<div class="subscribe-box">
<p class="address"><input type="text" readonly="" size="${address.length}" value="${address}" aria-label="Address of the feed ${name}" spellcheck="false" /> <button type="button" class="copy scripted" aria-label="Copy the address of ${name}">Copy</button></p>
<p class="ways"><a class="subscribe" href="feed:${address}" aria-label="Subscribe to ${name}">Subscribe</a>${readers.length === 0 ? undefined : html` <span>in your app, or with</span>${readers.map((reader) => html` <a class="reader" href="${subscription(reader, address)}">${reader.name}</a>`)}`}</p>
<p class="formats"><span>Formats</span> ${renderFormats(links, '')}</p>
</div>
`;
}

/** Where a reader on the web subscribes to a feed. */
export function subscription({ address }: Reader, feed: string): string {
  return address.replace('{url}', encodeURIComponent(feed));
}
