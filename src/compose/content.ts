// In: the parts of one entry. Out: its HTML, fit for a mail reader and a terminal:
// picture, player, text, then related coverage as a list of links with provider and date.
import type { Article, Picture } from '../model/article.ts';
import { directionOf } from '../model/direction.ts';
import type { RelatedLink } from '../model/feed-document.ts';
import { formatRfc3339, instantOf } from '../model/instant.ts';
import { type PlainText, plainText, type SafeHtml } from '../model/text.ts';
import { absoluteUrl, pageKey } from '../model/url.ts';
import { htmlAttribute, htmlText, joinHtml } from './html.ts';

/** The entry's content; `undefined` when the summary says all there is. `heading`: above the related items. */
export function composeContent(
  { title, summary, featured, body, language }: Pick<Article, 'title' | 'summary' | 'featured' | 'body' | 'language'>,
  picture: Picture | undefined,
  related: readonly RelatedLink[],
  heading: PlainText,
): SafeHtml | undefined {
  if (picture === undefined && featured === undefined && body === undefined && related.length === 0) return undefined;
  const blocks = [
    ...(picture === undefined || showsPicture(body, picture) ? [] : [pictureBlock(picture, title)]),
    ...(featured === undefined ? [] : [featured]),
    body ?? `<p>${htmlText(summary)}</p>`,
    ...(related.length === 0 ? [] : [relatedBlock(related, heading)]),
  ];
  const html = joinHtml(blocks);
  if (language === undefined) return html;
  const spoken = htmlAttribute('lang', language) + htmlAttribute('dir', directionOf(language));
  return joinHtml([`<div${spoken}>`, html, '</div>']);
}

/** Whether an address stands there as `parse/body/safe-html.ts` writes it: test/compose/content.test.ts holds them together. */
function showsPicture(body: SafeHtml | undefined, { url }: Picture): boolean {
  return body?.includes(` src="${url.replaceAll('&', '&#x26;').replaceAll("'", '&#x27;')}"`) ?? false;
}

function pictureBlock({ url, width, height, alt }: Picture, title: PlainText): string {
  const size = htmlAttribute('width', width) + htmlAttribute('height', height);
  return `<p><img${htmlAttribute('src', url)}${htmlAttribute('alt', alt ?? title)}${size} /></p>`;
}

function relatedBlock(related: readonly RelatedLink[], heading: PlainText): SafeHtml {
  const items = related.map((link) => `<li>${relatedLine(link)}</li>`);
  return joinHtml([`<h3>${htmlText(heading)}</h3>`, '<ul>', ...items, '</ul>']);
}

function relatedLine({ url, title, published, provider }: RelatedLink): string {
  const name = htmlText(title ?? plainText(url.replace(/^https?:\/\//, '')));
  const link = `<a${htmlAttribute('href', url)}>${name}</a> · ${htmlText(provider.name)}`;
  const at = published && instantOf(published);
  if (at === undefined) return link;
  const exact = formatRfc3339(at);
  return `${link}, <time datetime="${exact}">${exact.slice(0, 10)}</time>`;
}

/** What `relatedBlock` has written, at the end of an entry that subscribers may have had for years. */
const RELATED_BLOCK = /\n<h3>[^\n]*<\/h3>\n<ul>\n(?<lines>(?:<li>[^\n]*<\/li>\n)+)<\/ul>(?=(?:\n<\/div>)?$)/;

/** The content of an entry that was published, without the related items on some pages. */
export function withoutRelated(content: SafeHtml, pages: ReadonlySet<string>): SafeHtml {
  const block = RELATED_BLOCK.exec(content);
  const lines = block?.groups?.['lines'];
  if (block === null || lines === undefined) return content;
  const kept = lines
    .split(/(?<=\n)/)
    .filter((line) => !pages.has(pageOf(line) ?? ''))
    .join('');
  const rest = kept === '' ? '' : block[0].replace(lines, () => kept);
  return (content.slice(0, block.index) + rest + content.slice(block.index + block[0].length)) as SafeHtml;
}

function pageOf(line: string): string | undefined {
  const href = /^<li><a href="([^"]*)"/.exec(line)?.[1]?.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const url = absoluteUrl(href ?? '');
  return url && pageKey(url);
}
