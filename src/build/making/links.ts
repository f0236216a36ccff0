// In: the pages of a build. Out: the links in them that the program makes to files of `out/`, for the check that each of
// them leads somewhere.
import { hrefOf } from '../../model/feed-address.ts';
import { detached } from '../../model/text.ts';
import { type AbsoluteUrl, decodedPath, parsedUrl } from '../../model/url.ts';

/**
 * The paths below `out/` that a page of ours links to of its own: all relative addresses, and the absolute ones by which
 * its head names feeds and itself. Others are the site's and its articles', wherever they lie: feeds may stand in the root
 * of the site that they are of.
 */
export function linksInside(path: string, page: string, baseUrl: AbsoluteUrl): ReadonlySet<string> {
  const inside = new Set<string>();
  let end = 0;
  for (let at = page.indexOf('="'); at >= 0; at = page.indexOf('="', end)) {
    end = at + 2;
    if (!endsLink(page, at)) continue;
    const close = page.indexOf('"', end);
    if (close < 0) break;
    const address = page.slice(end, close);
    end = close + 1;
    if (address.startsWith('#') || (/^https?:/i.test(address) && !namesOurs(page, at))) continue;
    const target = plainTarget(path, address, baseUrl) ?? parsedTarget(path, address, baseUrl);
    // It is kept to the end of the build, and the page is not.
    if (target !== undefined)
      inside.add(detached(target === '' || target.endsWith('/') ? `${target}index.html` : target));
  }
  return inside;
}

/** Whether the name of an attribute that ends here is one of the two that link: of most others the last letter tells. */
function endsLink(page: string, end: number): boolean {
  const last = page[end - 1];
  return (last === 'f' && page.startsWith(' href', end - 5)) || (last === 'c' && page.startsWith(' src', end - 4));
}

/** Whether the element of an attribute that ends here says in the head where a feed is, or the page itself. */
function namesOurs(page: string, end: number): boolean {
  const start = page.lastIndexOf('<', end);
  return OURS.some((beginning) => page.startsWith(beginning, start));
}

const OURS = ['<link rel="alternate"', '<link rel="canonical"'];

// Segments that mean themselves: neither `.` nor `..`, nothing to decode, and no colon, which would make a scheme of them.
const PLAIN = /^(?:[\w~-][\w.~-]*\/)*(?:[\w~-][\w.~-]*)?$/;
const UP = '../';

/** What a link means that needs no parser: nearly every one of ours. `undefined`: ask the parser. */
function plainTarget(path: string, address: string, baseUrl: AbsoluteUrl): string | undefined {
  const isAbsolute = address.startsWith(baseUrl);
  let at = isAbsolute ? baseUrl.length : 0;
  let folder = isAbsolute ? 0 : path.lastIndexOf('/') + 1;
  for (; address.startsWith(UP, at); at += UP.length) {
    if (folder === 0) return undefined;
    folder = path.lastIndexOf('/', folder - 2) + 1;
  }
  const rest = address.slice(at);
  const above = path.slice(0, folder);
  // An empty address is the page itself.
  return address !== '' && PLAIN.test(rest) && PLAIN.test(path) ? above + rest : undefined;
}

function parsedTarget(path: string, address: string, baseUrl: AbsoluteUrl): string | undefined {
  const here = new URL(hrefOf(path), baseUrl).href;
  const target = address.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
  const href = parsedUrl(target, here)?.href;
  if (href === undefined || !href.startsWith(baseUrl)) return undefined;
  const [found = ''] = href.slice(baseUrl.length).split(/[?#]/);
  return decodedPath(found) ?? found;
}
