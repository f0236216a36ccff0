// In: a path of `out/`. Out: media type and headers, by class of file (RULES 43, 44).
import { FORMATS } from '../model/format.ts';

const FEED_CACHE = 'public, max-age=600, stale-while-revalidate=3600, stale-if-error=86400';
const PAGE_CACHE = 'public, max-age=300, stale-while-revalidate=3600';

/** The media type of an output file, with charset. */
export function mediaTypeOfOutput(path: string): string {
  const format = FORMATS.find(({ file }) => path === file || path.endsWith(`/${file}`));
  if (format !== undefined) return `${format.mediaType}; charset=utf-8`;
  if (path.endsWith('.opml')) return 'text/x-opml; charset=utf-8';
  if (path.endsWith('.html')) return 'text/html; charset=utf-8';
  return 'application/json; charset=utf-8';
}

/** The headers with which an output file is to be served. */
export function headersOf(path: string, mediaType: string): Readonly<Record<string, string>> {
  const isPage = path.endsWith('.html');
  return {
    'Cache-Control': isPage ? PAGE_CACHE : FEED_CACHE,
    'Content-Type': mediaType,
    ...(path.endsWith('.json') ? { 'Access-Control-Allow-Origin': '*' } : {}),
  };
}
