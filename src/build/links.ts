// In: the pages of a build. Out: their links that stay inside `out/`, for the check that each of them leads somewhere.
import type { AbsoluteUrl } from '../model/url.ts';

/** The paths below `out/` that a page of ours links to; `baseUrl` tells which absolute addresses are ours. */
export function linksInside(path: string, page: string, baseUrl: AbsoluteUrl): ReadonlySet<string> {
  const here = new URL(path.split('/').map(encodeURIComponent).join('/'), baseUrl).href;
  const { origin } = new URL(baseUrl);
  const seen = new Set<string>();
  const inside = new Set<string>();
  for (const [, address = ''] of page.matchAll(/ (?:href|src)="([^"]*)"/g)) {
    // Most links of a page lead elsewhere, and taking addresses apart takes time.
    const isElsewhere = /^https?:/i.test(address) && !address.toLowerCase().startsWith(origin);
    if (isElsewhere || address.startsWith('#') || seen.has(address)) continue;
    seen.add(address);
    const target = address.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
    if (!URL.canParse(target, here)) continue;
    const { href } = new URL(target, here);
    if (!href.startsWith(baseUrl)) continue;
    const [found = ''] = href.slice(baseUrl.length).split(/[?#]/);
    inside.add(decoded(found === '' || found.endsWith('/') ? `${found}index.html` : found));
  }
  return inside;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
