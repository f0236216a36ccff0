// The frame of every page for people: head with policy and feeds to discover, masthead, footer.

import { directionOf } from '../../model/direction.ts';
import type { Channel } from '../../model/feed-document.ts';
import { FORMATS } from '../../model/format.ts';
import type { PageFrame } from '../../model/page.ts';
import type { LanguageTag } from '../../model/text.ts';
import type { AbsoluteUrl } from '../../model/url.ts';
import { attribute, html, type Markup } from './html.ts';

/** A feed as a page's head announces it. */
export interface Announced {
  readonly title: string;
  /** Below `out/`, ending in a slash; empty for the site. */
  readonly folder: string;
  readonly links: Channel['feedLinks'];
}

export interface Page {
  /** Below `out/`: `index.html`, `topics/ai/index.html`. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly canonical: AbsoluteUrl;
  /** Announced in every format. */
  readonly main: Announced;
  /** Announced in one format each. */
  readonly others: readonly Announced[];
  /** Steps from the site to this page, after `Feeds`. */
  readonly trail: readonly string[];
  /** Pictures that the page asks other hosts for. */
  readonly pictures: readonly AbsoluteUrl[];
  readonly body: Markup;
}

/** Renders a page. */
export function renderPage(page: Page, frame: PageFrame): string {
  const { site, assets } = frame;
  const root = rootOf(page.path);
  const pictures = [...page.pictures, ...(frame.remotePictures ? [site.icon, site.logo] : [])];
  const icon = frame.remotePictures ? site.icon : undefined;
  return html`${DOCTYPE}
<html xmlns="http://www.w3.org/1999/xhtml" lang="${languageOf(site.language)}">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${policy(pictures)}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta name="generator" content="Feedmill" />
<title>${page.title}</title>
<meta name="description" content="${page.description}" />
<link rel="stylesheet" href="${root}${assets.style}" />
<script src="${root}${assets.script}" defer=""></script>
<link rel="icon" href="${icon ?? root + assets.icon}" />
<link rel="canonical" href="${page.canonical}" />
${announcements(page)}</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${renderMasthead(page, frame, root)}
<main id="main">
${page.body}</main>
${renderFooter(frame, root)}
</body>
</html>
`.markup;
}

export const DOCTYPE: Markup = { markup: '<!doctype html>' };

/** The language of our own words, which are English; the site's tag when it is a kind of English. */
export function languageOf(language: LanguageTag | undefined): string {
  return language !== undefined && /^en(?:-|$)/i.test(language) ? language : 'en';
}

/** ` lang="ar" dir="rtl"` for words of the site or of an entry; direction by their first strong letter where no language is known. */
export function spoken(language: LanguageTag | undefined): Markup {
  return language === undefined ? html` dir="auto"` : html` lang="${language}" dir="${directionOf(language)}"`;
}

/**
 * The same for words of an entry, which may say no language, as related items do. Words from left to right may begin a title that
 * runs from right to left (a name, an abbreviation), hardly the reverse.
 */
export function spokenIn(own: LanguageTag | undefined, feed: LanguageTag | undefined): Markup {
  if (feed === undefined || (own ?? feed) !== feed || directionOf(feed) === 'rtl') return spoken(own ?? feed);
  return html` lang="${feed}" dir="auto"`;
}

/** The same for words that are ours, and so English, where the configuration gives none. */
export function spokenBy(isOurs: boolean, language: LanguageTag | undefined): Markup {
  return isOurs && ownWords(language) !== undefined ? html` lang="en" dir="ltr"` : spoken(language);
}

/** ` lang="en"` for words of ours among those of an entry in another language. */
export function ownWords(language: LanguageTag | undefined): Markup | undefined {
  return language === undefined || languageOf(language) === language ? undefined : html` lang="en"`;
}

/** The way from a page to `out/`: empty, or `../` for each folder. */
export function rootOf(path: string): string {
  return '../'.repeat(path.split('/').length - 1);
}

/** Links to a feed's formats, relative to `from`, the page's way to the feed's folder. */
export function renderFormats(links: Channel['feedLinks'], from: string): readonly Markup[] {
  return FORMATS.filter(({ name }) => links[name] !== undefined).map(
    ({ file, title, mediaType }, index) =>
      html`${index === 0 ? '' : ' '}<a href="${from}${file}" type="${mediaType}">${title}</a>`,
  );
}

/** Nothing from elsewhere but pictures, no script and style in the page itself, no form. */
function policy(pictures: readonly (AbsoluteUrl | undefined)[]): string {
  const schemes = new Set<string>();
  for (const url of pictures) if (url !== undefined) schemes.add(url.slice(0, url.indexOf(':') + 1));
  const from = ["'self'", ...[...schemes].sort()].join(' ');
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src ${from}; base-uri 'none'; form-action 'none'`;
}

function announcements({ main, others }: Page): readonly Markup[] {
  const titles = new Set<string>();
  const inEvery = FORMATS.flatMap(({ name, title, mediaType }) => {
    const href = main.links[name];
    if (href === undefined) return [];
    const whole = `${main.title} (${title})`;
    titles.add(whole);
    return [announcement(mediaType, whole, href)];
  });
  const inOne = others.flatMap((other) => {
    const format = FORMATS.find(({ name }) => other.links[name] !== undefined);
    const href = format && other.links[format.name];
    if (format === undefined || href === undefined) return [];
    const title = titleBeside(titles, other);
    titles.add(title);
    return [announcement(format.mediaType, title, href)];
  });
  return [...inEvery, ...inOne];
}

/** Readers show a menu of titles alone (RULES 42): one that stands in it already gets the host or slug, else the folder. */
function titleBeside(titles: ReadonlySet<string>, { title, folder }: Announced): string {
  const longer = folder === '' ? [] : [`${title} (${folder.split('/').at(-2)})`, `${title} (${folder})`];
  return [title, ...longer].find((one) => !titles.has(one)) ?? title;
}

function announcement(type: string, title: string, href: string): Markup {
  return html`<link rel="alternate" type="${type}" title="${title}" href="${href}" />
`;
}

function renderMasthead({ path, trail }: Page, { site, assets, remotePictures }: PageFrame, root: string): Markup {
  const remote = remotePictures ? (site.logo ?? site.icon) : undefined;
  const policyOfRemote = attribute('referrerpolicy', remote && 'no-referrer');
  const steps =
    path === 'index.html'
      ? html`<li aria-current="page">Feeds</li>`
      : html`<li><a href="${root}index.html">Feeds</a></li>${trail.map((step) => html`<li aria-current="page">${step}</li>`)}`;
  return html`<header class="masthead">
<a class="home" href="${site.url}"><img src="${remote ?? root + assets.icon}" alt="" width="36" height="36"${policyOfRemote} /> <span${spoken(site.language)}>${site.title}</span></a>
<nav aria-label="Where you are"><ol>${steps}</ol></nav>
</header>`;
}

function renderFooter({ site }: PageFrame, root: string): Markup {
  const rights = site.copyright && html`<p${spoken(site.language)}>${site.copyright}</p>`;
  return html`<footer>
<p><a href="${root}index.html">All feeds</a> <a href="${root}feeds.opml" type="text/x-opml" download="">All feeds as OPML</a> <a href="${site.url}"${spoken(site.language)}>${site.title}</a></p>
${rights}
</footer>`;
}
