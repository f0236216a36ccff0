// In: the directory of feeds. Out: index.html, for people who look for a feed; more pages when there are very many.
import type { Directory, DirectoryFeed, DirectoryGroup } from '../../model/directory.ts';
import { hrefOf, publishedAt, subscribedAt } from '../../model/feed-address.ts';
import type { PageFrame } from '../../model/page.ts';
import type { LanguageTag } from '../../model/text.ts';
import { renderSpark } from './chart.ts';
import { time } from './dates.ts';
import { languageOf, renderFormats, renderPage, spoken, spokenBy } from './frame.ts';
import { html, type Markup } from './html.ts';
import { renderSubscribe } from './subscribe.ts';

/** Feeds that a page lists at most: so many stay well under 1 MB on the wire. */
const LISTED = 5_000;
/** Feeds that the head announces beside the site's: readers show them as a menu. */
const ANNOUNCED = 20;

/** Renders the pages of the directory, by path below `out/`. */
export function renderDirectoryPages(
  { groups }: Directory,
  frame: PageFrame,
  listed = LISTED,
): ReadonlyMap<string, string> {
  const main = groups.find(({ kind }) => kind === 'site')?.feeds[0];
  const others = groups.filter(({ kind }) => kind !== 'site');
  const parts = inParts(others, listed);
  return new Map(
    parts.map((part, index) => {
      const path = pathOf(index);
      const head =
        index === 0
          ? renderIntroduction(main, others, frame)
          : html`<h1>More feeds of <span${spoken(frame.site.language)}>${frame.site.title}</span></h1>`;
      const body = html`${head}${renderFinder(part, frame)}${part.map((group) => renderGroup(group, frame.site.language))}${renderPager(parts, index)}`;
      const { title, description } = frame.site;
      const page = {
        path,
        title: index === 0 ? `Feeds of ${title}` : `Feeds of ${title} (page ${index + 1})`,
        description: description ?? `Every feed of ${title}: subscribe to all of it, or to what interests you.`,
        canonical: publishedAt(frame, index === 0 ? '' : path),
        main: frame.main,
        others: part.flatMap(({ feeds }) => feeds).slice(0, ANNOUNCED),
        trail: [`Page ${index + 1}`],
        pictures: [],
        body,
      };
      return [path, renderPage(page, frame)];
    }),
  );
}

function pathOf(index: number): string {
  return index === 0 ? 'index.html' : `index-${index + 1}.html`;
}

/** Cuts the groups where a page is full; there is at least one page. */
function inParts(groups: readonly DirectoryGroup[], listed: number): readonly (readonly DirectoryGroup[])[] {
  const parts: DirectoryGroup[][] = [[]];
  let room = listed;
  for (const group of groups) {
    for (let at = 0; at < group.feeds.length; ) {
      if (room === 0) {
        parts.push([]);
        room = listed;
      }
      const feeds = group.feeds.slice(at, at + room);
      parts.at(-1)?.push({ ...group, feeds });
      room -= feeds.length;
      at += feeds.length;
    }
  }
  return parts;
}

function renderIntroduction(
  main: DirectoryFeed | undefined,
  others: readonly DirectoryGroup[],
  { site, readers }: PageFrame,
): Markup {
  const words = spoken(site.language);
  const box = main && renderSubscribe(main.links, main.name, readers);
  return html`<section class="intro">
<h1>Follow <span${words}>${site.title}</span></h1>
${
  site.description &&
  html`<p class="lead"><span${words}>${site.description}</span></p>
`
}</section>
${
  main &&
  html`<section class="card main-feed" aria-labelledby="everything">
<div><h2 id="everything">Everything in one feed</h2>
<p class="facts">${facts(main, html`newest `)}</p></div>
${renderSpark(main.weeks)}
${box}</section>
`
}<section class="card steps" aria-labelledby="new">
<h2 id="new">New to feeds?</h2>
<p>A feed is an address that a feed reader visits for you. Whatever is new appears in your reader by itself: no account here, no e-mail, nothing in between.</p>
<ol>
<li><strong>Get a feed reader</strong> Any app or website for RSS will do${readers.length === 0 ? '.' : html`, for example ${readers[0]?.name}.`}</li>
<li><strong>Choose a feed</strong> Everything in one${others.length === 0 ? '.' : html`, or just the ${kindsOf(others)} below that interest you.`}</li>
<li><strong>Subscribe</strong> Press the button, or copy the address and paste it into your reader.</li>
</ol>
</section>
`;
}

/** `topics and providers`; selections alone are feeds. */
function kindsOf(groups: readonly DirectoryGroup[]): string {
  const kinds = groups.filter(({ kind }) => kind !== 'custom').map(({ title }) => title.toLowerCase());
  return kinds.join(' and ') || 'feeds';
}

/** Search, order and reader work by script; without it the links to the groups remain. */
function renderFinder(groups: readonly DirectoryGroup[], { readers }: PageFrame): Markup {
  const total = groups.reduce((sum, { feeds }) => sum + feeds.length, 0);
  if (total === 0) return html``;
  const kinds = groups.map(
    ({ kind, title, feeds }) => html`<li><a href="#${kind}">${title} <span>${feeds.length}</span></a></li>`,
  );
  return html`<section class="finder" id="feeds" aria-label="Find a feed">
<div class="tools scripted" role="search">
<label class="search"><span>Search ${total} ${total === 1 ? 'feed' : 'feeds'}</span> <input type="search" id="search" autocomplete="off" spellcheck="false" aria-describedby="found" /></label>
<label><span>Order</span> <select id="order"><option value="">As listed</option><option value="name">Name</option><option value="activity">Most active</option><option value="newest">Newest entry</option></select></label>
<label><span>Subscribe with</span> <select id="reader"><option value="feed:{}">My app</option>${readers.map(({ name, address }) => html`<option value="${address.replace('{url}', '{}')}">${name}</option>`)}</select></label>
</div>
<nav aria-label="Kinds of feeds"><ul>${kinds}</ul></nav>
<p id="found" role="status" class="found"></p>
</section>
`;
}

function renderGroup({ kind, title, feeds }: DirectoryGroup, language: LanguageTag | undefined): Markup {
  return html`<section class="group" id="${kind}" aria-labelledby="${kind}-title">
<h2 id="${kind}-title">${title} <span class="count">${feeds.length}</span></h2>
<ul class="feeds">
${feeds.map((feed) => renderFeed(feed, language))}</ul>
</section>
`;
}

function renderFeed(feed: DirectoryFeed, language: LanguageTag | undefined): Markup {
  const { name, description, isDescribedByUs, folder, links, weeks, recent } = feed;
  const address = subscribedAt(links);
  const from = hrefOf(folder);
  return html`<li data-recent="${recent}"><div class="what"><a href="${from}index.html" dir="auto">${name}</a><p>${inWords(description, language, isDescribedByUs)}</p></div>${renderSpark(weeks)}<p class="facts">${facts(feed, html`<span class="unseen">newest </span>`)}</p><p class="formats">${renderFormats(links, from)}</p><p class="ways"><button type="button" class="copy scripted" aria-label="Copy the address of ${name}">Copy</button> <a class="subscribe" href="feed:${address}" aria-label="Subscribe to ${name}">Subscribe</a></p></li>
`;
}

/** Words of the site; their language is said only where it is not the page's. */
function inWords(words: string, language: LanguageTag | undefined, isOurs: boolean): Markup {
  return language === languageOf(language) ? html`${words}` : html`<span${spokenBy(isOurs, language)}>${words}</span>`;
}

function facts({ entries, newest }: DirectoryFeed, before: Markup): Markup {
  const many = html`<span>${entries} ${entries === 1 ? 'entry' : 'entries'}</span>`;
  return newest === undefined ? many : html`${many} <span>${before}${time(newest)}</span>`;
}

/** Every page is one step away, so that every feed is two. */
function renderPager(parts: readonly (readonly DirectoryGroup[])[], current: number): Markup | undefined {
  if (parts.length === 1) return undefined;
  const pages = parts.map((groups, index) => {
    const feeds = groups.flatMap((group) => group.feeds);
    const label = html`${feeds[0]?.name} – ${feeds.at(-1)?.name}`;
    return index === current
      ? html`<li aria-current="page">${label}</li>`
      : html`<li><a href="${pathOf(index)}">${label}</a></li>`;
  });
  return html`<nav class="pager" aria-label="More feeds"><ol>${pages}</ol></nav>
`;
}
