// In: what the page of a feed shows. Out: the page: what it is, how to subscribe, its latest entries, what is near to it.
import type { CollectionKind } from '../../model/collection.ts';
import { hrefOf } from '../../model/feed-address.ts';
import type { Entry, RelatedLink } from '../../model/feed-document.ts';
import type { FeedPage, Neighbour, PageFrame } from '../../model/page.ts';
import { OUR_WORDS } from '../../model/settings.ts';
import { renderPlot } from './chart.ts';
import { day, time } from './dates.ts';
import { ownWords, renderPage, rootOf, spokenBy, spokenIn } from './frame.ts';
import { html, type Markup } from './html.ts';
import { renderSubscribe } from './subscribe.ts';

const KINDS: Readonly<Record<CollectionKind, string>> = {
  site: 'Feed',
  topic: 'Topic',
  provider: 'Provider',
  custom: 'Selection',
};

/** Renders the page of a feed. */
export function renderFeedPage(page: FeedPage, frame: PageFrame): string {
  const { folder, name, channel } = page;
  const path = `${folder}index.html`;
  const body = html`<section class="intro">
<p class="kind">${KINDS[page.kind]}</p>
<h1><bdi>${name}</bdi></h1>
<p class="lead"><span${spokenBy(page.isDescribedByUs, channel.language)}>${channel.description}</span></p>
</section>
<section class="card how" id="subscribe" aria-labelledby="how">
<h2 id="how">Subscribe to this feed</h2>
${renderSubscribe(channel.feedLinks, name, frame.readers)}<details><summary>What is a feed?</summary>
<p>A feed is an address that a feed reader, an app or a website, visits for you. Whatever is new appears there by itself: no account here, no e-mail. Copy the address above and paste it into your reader, or press Subscribe when your reader runs on this device.</p>
</details>
</section>
<div class="columns">
<section class="entries" aria-labelledby="latest">
<h2 id="latest">${page.total === 0 ? 'No entries at present' : 'In this feed'} ${page.total > page.entries.length ? html`<span class="count">${page.entries.length} of ${page.total}</span>` : undefined}</h2>
${page.entries.map((entry) => renderEntry(entry, page, frame))}</section>
${renderAside(page)}</div>
`;
  return renderPage(
    {
      path,
      title: channel.title,
      description: channel.description,
      canonical: page.page,
      main: { title: channel.title, folder, links: channel.feedLinks },
      others: [frame.main],
      trail: [name],
      pictures: frame.remotePictures ? page.entries.flatMap(({ details }) => details.pictures[0]?.url ?? []) : [],
      body,
    },
    frame,
  );
}

function renderEntry(entry: Entry, page: FeedPage, { remotePictures }: PageFrame): Markup {
  const { title, link, description, published, details } = entry;
  const language = details.language ?? page.channel.language;
  const ours = ownWords(language);
  const picture = remotePictures ? details.pictures[0] : undefined;
  const image =
    picture &&
    html`<img src="${picture.url}" alt="" width="160" height="107" loading="lazy" decoding="async" referrerpolicy="no-referrer" />`;
  const provider = providerOf(entry, page);
  const video = details.type === 'video' ? html`<span${ours}>Video</span> · ` : undefined;
  return html`<article${spokenIn(details.language, page.channel.language)}>${image}<div>
<h3><a href="${link}">${title}</a></h3>
<p class="meta">${provider && html`<bdi>${provider}</bdi> · `}${video}${time(published, ours)}</p>
${
  description === title
    ? undefined
    : html`<p class="summary">${description}</p>
`
}${renderRelated(details.related, page, ours)}</div></article>
`;
}

/** Who published an entry, unless the whole feed is theirs. */
function providerOf({ details, author }: Entry, { kind, name }: FeedPage): string | undefined {
  const provider = details.source?.name ?? author[0]?.name;
  return kind === 'provider' && provider === name ? undefined : provider;
}

function renderRelated(
  related: readonly RelatedLink[],
  { relatedHeading, channel }: FeedPage,
  ours: Markup | undefined,
): Markup | undefined {
  if (related.length === 0) return undefined;
  const items = related.map(
    ({ url, title, published, provider }) =>
      html`<li><a href="${url}" dir="auto">${title ?? url.replace(/^https?:\/\//, '')}</a> <span class="meta"><bdi>${provider.name}</bdi>${published && html` · ${time(published, ours)}`}</span></li>
`,
  );
  return html`<details class="related"><summary><span${spokenBy(relatedHeading === OUR_WORDS.relatedHeading, channel.language)}>${relatedHeading}</span> <span class="count">${related.length}</span></summary>
<ul>
${items}</ul></details>
`;
}

function renderAside(page: FeedPage): Markup | undefined {
  const parts = [renderWeeks(page) ?? [], renderNeighbours(page)].flat();
  if (parts.length === 0) return undefined;
  return html`<aside aria-label="About this feed">
${parts}</aside>
`;
}

function renderWeeks({ weeks, newest, total }: FeedPage): Markup | undefined {
  if (newest === undefined) return undefined;
  const begin = new Date(newest.getTime() - (weeks.length * 7 - 1) * 86_400_000);
  const label = `Entries in each of ${weeks.length} weeks up to ${day(newest)}, oldest first: ${weeks.join(', ')}`;
  return html`<section>
<h2>Entries by week</h2>
<figure>${renderPlot(weeks, label)}<figcaption><span>${day(begin)}</span> <span>${day(newest)}</span></figcaption></figure>
<p class="meta">${total} ${total === 1 ? 'entry' : 'entries'} in the feed, at most ${Math.max(...weeks)} in one of these weeks</p>
</section>
`;
}

function renderNeighbours({ kind, folder, neighbours: { topics, providers } }: FeedPage): readonly Markup[] {
  const root = rootOf(`${folder}index.html`);
  const list = (title: string, near: readonly Neighbour[]) =>
    near.length === 0
      ? []
      : [
          html`<section>
<h2>${title}</h2>
<ul class="near">${near.map(
            ({
              name,
              folder: target,
              entries,
            }) => html`<li><a href="${root}${hrefOf(target)}index.html" dir="auto">${name}</a> <span class="count">${entries}<span class="unseen"> ${entries === 1 ? 'entry' : 'entries'} of this feed</span></span></li>
`,
          )}</ul>
</section>
`,
        ];
  const topicList = list(kind === 'topic' ? 'Neighbouring topics' : 'Topics', topics);
  const providerList = list(kind === 'provider' ? 'On the same stories' : 'Providers', providers);
  return kind === 'topic' ? [...providerList, ...topicList] : [...topicList, ...providerList];
}
