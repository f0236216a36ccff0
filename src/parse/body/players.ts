// In: elements that play films, sounds and pages of others. Out: links to what they play, for readers run no players.
import type { Element, Parents } from 'hast';
import type { Report, Span } from '../../diagnostics/finding.ts';
import type { MediaFile } from '../../model/article.ts';
import type { SafeHtml } from '../../model/text.ts';
import { type AbsoluteUrl, absoluteUrl } from '../../model/url.ts';
import { mediaTypeOf, pageOfPlayer } from '../media.ts';
import { usableUrl } from './addresses.ts';
import { HOLDS_PARAGRAPHS } from './blocks.ts';
import { type Removed, tally } from './removed.ts';

const LONE_FRAME = /^<iframe((?: [a-z]+(?:="[\w .:;%,/?=-]*")?)+)><\/iframe>$/;
const ATTRIBUTE = / ([a-z]+)(?:="([^"]*)")?/g;

/** The link for a frame that is all of a text. */
export interface LoneLink {
  readonly html: SafeHtml;
  readonly words: string;
}

/** What players are nearly always given as, for which parsing takes longer than the whole article. `undefined`: parse. */
export function loneFrame(text: string, at: Span, page: AbsoluteUrl, report: Report): LoneLink | undefined {
  const attributes = [...(LONE_FRAME.exec(text)?.[1]?.matchAll(ATTRIBUTE) ?? [])];
  if (attributes.some(([, name]) => name === 'hidden' || name === 'style')) return undefined;
  const source = attributes.find(([, name]) => name === 'src')?.[2];
  const frame = source === undefined ? undefined : absoluteUrl(source, page);
  if (frame === undefined) return undefined;
  const { url, host } = pageOfPlayer(frame);
  if (host === '' || /[&"'`<>]/.test(url)) return undefined;
  report('body/replaced-player', { what: 'a frame' }, at);
  const words = wordsOn(host);
  return { html: `<p><a href="${url}">${words}</a></p>` as SafeHtml, words };
}

/** The link for a frame, film or sound, whose files are put into `media`; `undefined` for others, and without an address. */
export function playerLink(
  node: Element,
  page: AbsoluteUrl,
  removed: Removed,
  media: MediaFile[],
): Element | undefined {
  const medium = node.tagName;
  if (medium !== 'iframe' && medium !== 'video' && medium !== 'audio') return undefined;
  const source =
    node.properties['src'] ??
    node.children.find((child): child is Element => child.type === 'element' && child.tagName === 'source')?.properties[
      'src'
    ];
  const url = typeof source === 'string' ? usableUrl(source, page) : undefined;
  if (url === undefined) return undefined;
  if (medium === 'iframe') {
    const player = pageOfPlayer(url);
    tally(removed.players, 'a frame', node);
    return linkTo(player.url, wordsOn(player.host));
  }
  tally(removed.players, medium === 'video' ? 'a video player' : 'an audio player', node);
  media.push({ url, medium, type: mediaTypeOf(url, medium) });
  return linkTo(url, medium === 'video' ? 'Watch the video' : 'Listen to the recording');
}

function wordsOn(host: string): string {
  return `Watch on ${host}`;
}

function linkTo(url: AbsoluteUrl, text: string): Element {
  return { type: 'element', tagName: 'a', properties: { href: url }, children: [{ type: 'text', value: text }] };
}

export function paragraphOf(link: Element): Element {
  return { type: 'element', tagName: 'p', properties: {}, children: [link] };
}

/** Whether a link there gets a paragraph of its own. */
export function holdsParagraphs(parent: Parents): boolean {
  return parent.type === 'root' || (parent.type === 'element' && HOLDS_PARAGRAPHS.has(parent.tagName));
}
