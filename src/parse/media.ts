// In: addresses of pictures, films and players. Out: media types and pages to watch. The front door of `mime`.
import { lazyPackage } from '../model/lazy-package.ts';
import { remembered } from '../model/text.ts';
import { type AbsoluteUrl, absoluteUrl, hostOf } from '../model/url.ts';

const mime = lazyPackage<typeof import('mime/lite')>('mime/lite');

/** The media type of a file by the extension of its address; `undefined` when it tells none of `kind`. */
export function mediaTypeOf(url: AbsoluteUrl, kind: 'image' | 'video' | 'audio'): string | undefined {
  const type = typeOf(extensionOf(url));
  return type.startsWith(`${kind}/`) ? type : undefined;
}

// Millions of pictures have a few extensions, and `mime` takes its time to look one up.
const typeOf = remembered(1_000, (extension) => mime().default.getType(extension) ?? 'unknown');

/** Empty when there is none; a name that begins with its only dot has none. */
function extensionOf(url: AbsoluteUrl): string {
  const end = url.search(/[?#]/);
  const path = end < 0 ? url : url.slice(0, end);
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? path.slice(dot + 1) : '';
}

const PLAYERS: readonly [RegExp, (id: string, key: string | undefined) => string][] = [
  [
    /^https?:\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/embed\/videoseries\?(?:[^#]*&)?list=([\w-]+)/i,
    (id) => `https://www.youtube.com/playlist?list=${id}`,
  ],
  [
    // What else stands there for an id is none, and its frame opens as a page.
    /^https?:\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/embed\/(?!(?:videoseries|live_stream)\b)([\w-]+)/i,
    (id) => `https://www.youtube.com/watch?v=${id}`,
  ],
  [
    // An unlisted film opens only with its key.
    /^https?:\/\/player\.vimeo\.com\/video\/(\d+)(?:\?(?:[^#]*&)?h=([\da-f]+)(?=[&#]|$))?/i,
    (id, key) => `https://vimeo.com/${id}${key === undefined ? '' : `/${key}`}`,
  ],
  [/^https?:\/\/(?:www\.)?dailymotion\.com\/embed\/video\/(\w+)/i, (id) => `https://www.dailymotion.com/video/${id}`],
];

/** The page on which a person watches what a frame plays: the service's own page where it is known, else the frame. */
export function pageOfPlayer(frame: AbsoluteUrl): { readonly url: AbsoluteUrl; readonly host: string } {
  for (const [pattern, page] of PLAYERS) {
    const [, id, key] = pattern.exec(frame) ?? [];
    const url = id === undefined ? undefined : absoluteUrl(page(id, key));
    if (url !== undefined) return { url, host: (hostOf(url) ?? '').replace(/^www\./, '') };
  }
  return { url: frame, host: (hostOf(frame) ?? '').replace(/^www\./, '') };
}
