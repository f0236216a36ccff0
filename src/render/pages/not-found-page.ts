// 404.html: what a server shows for an address that is not there. It is shown at any depth, so that its links are absolute
// and its few styles stand in it, allowed by their hash.
import { publishedAt } from '../../model/feed-address.ts';
import type { PageFrame } from '../../model/page.ts';
import { DOCTYPE, languageOf, spoken } from './frame.ts';
import { html } from './html.ts';

/** Renders the page. `style`: CSS and the base64 SHA-256 of it. */
export function renderNotFoundPage(
  { site, ...frame }: PageFrame,
  style: { readonly text: string; readonly sha256: string },
): string {
  return html`${DOCTYPE}
<html xmlns="http://www.w3.org/1999/xhtml" lang="${languageOf(site.language)}">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'sha256-${style.sha256}'; base-uri 'none'; form-action 'none'" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta name="generator" content="Feedmill" />
<meta name="robots" content="noindex" />
<link rel="icon" href="data:," />
<title>Not found · ${site.title}</title>
<style>${{ markup: style.text }}</style>
</head>
<body>
<main>
<p>404</p>
<h1>There is nothing at this address</h1>
<p>The feed you are looking for may have moved, or it never was here.</p>
<ul>
<li><a href="${publishedAt(frame, '')}index.html">All feeds</a></li>
<li><a href="${site.url}"${spoken(site.language)}>${site.title}</a></li>
</ul>
</main>
</body>
</html>
`.markup;
}
