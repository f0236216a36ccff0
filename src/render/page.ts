// The frame of every page for people: well-formed HTML, its language, its title, and the feeds that readers discover.
import type { Channel } from '../model/feed-document.ts';
import { FORMATS } from '../model/format.ts';
import type { LanguageTag, PlainText } from '../model/text.ts';
import { attribute, text } from './xml.ts';

/** A feed as a page's head announces it. */
export interface Announced {
  readonly title: PlainText;
  readonly links: Channel['feedLinks'];
}

export interface Page {
  readonly title: PlainText;
  readonly language: LanguageTag | undefined;
  /** The main feed first. */
  readonly announced: readonly Announced[];
  /** Markup of the body. */
  readonly body: string;
}

/** Renders a page. */
export function renderPage({ title, language, announced, body }: Page): string {
  return `<!doctype html>
<html xmlns="http://www.w3.org/1999/xhtml"${attribute('lang', language ?? 'en')}>
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="generator" content="Feedmill" />
<title>${text(title)}</title>
${announced.map(renderAnnounced).join('')}</head>
<body>
${body}</body>
</html>
`;
}

/** Links to a feed's formats: `RSS · Atom · JSON Feed`. */
export function renderFormatLinks(links: Channel['feedLinks']): string {
  return FORMATS.flatMap(({ name, title, mediaType }) => {
    const href = links[name];
    return href === undefined ? [] : [`<a${attribute('href', href)} type="${mediaType}">${title}</a>`];
  }).join(' · ');
}

function renderAnnounced({ title, links }: Announced): string {
  return FORMATS.flatMap(({ name, title: format, mediaType }) => {
    const href = links[name];
    if (href === undefined) return [];
    return [
      `<link rel="alternate" type="${mediaType}"${attribute('title', `${title} (${format})`)}${attribute('href', href)} />\n`,
    ];
  }).join('');
}
