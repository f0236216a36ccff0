// In: a path of `out/`. Out: media type and headers, by class of file (RULES 40, 43, 44) and by the rules of the configuration.
import { publishedAt, surrogateKeyOf } from '../../model/feed-address.ts';
import { formatAt } from '../../model/format.ts';
import { lazyPackage } from '../../model/lazy-package.ts';
import { MANIFEST } from '../../model/manifest.ts';
import { mediaTypeByExtension } from '../../model/media-type.ts';
import type { Settings } from '../../model/settings.ts';
import { byCodeUnit } from '../../model/text.ts';

// Most sites configure no headers.
const picomatch = lazyPackage<typeof import('picomatch')>('picomatch');

const STALE = 'stale-while-revalidate=3600, stale-if-error=86400';
/** What a shared cache may keep when it is purged after each change. Seconds. */
const PURGED_SECONDS = 86_400;

/** The media type of an output file, with charset where it is a text. */
export function mediaTypeOfOutput(path: string): string {
  const format = formatAt(path);
  if (format !== undefined) return `${format.mediaType}; charset=utf-8`;
  // Its name is fixed, and has no extension.
  if (path === '.well-known/feeds') return 'text/x-opml; charset=utf-8';
  return mediaTypeByExtension(path) ?? 'application/octet-stream';
}

/** The headers with which an output file is to be served, sorted by name. */
export type HeadersOf = (path: string, mediaType: string) => Readonly<Record<string, string>>;

/** The headers of the manifest, which does not list itself. */
export function manifestHeaders(settings: Pick<Settings, 'feeds' | 'publish'>): Readonly<Record<string, string>> {
  return headerRules(settings)(MANIFEST, mediaTypeOfOutput(MANIFEST));
}

/** Prepares the headers of a configuration. Its rules come after the defaults; later rules win, empty values take away. */
export function headerRules(settings: Pick<Settings, 'feeds' | 'publish'>): HeadersOf {
  const rules = settings.publish.headers.map(({ match, set }) => ({
    matches: picomatch()(match, { dot: true }),
    set: Object.entries(set).map(([name, value]) => [inTitleCase(name), value] as const),
  }));
  const { cloudflare, ...others } = settings.publish.purge;
  // Cloudflare keeps a copy for each `Origin` header, of pages elsewhere that read a feed, and forgets the one without only.
  const isPurged = cloudflare === undefined && Object.values(others).some((cache) => cache !== undefined);
  return (path, mediaType) => {
    const headers = new Map<string, string>();
    headers.set('Cache-Control', cacheControlOf(path, isPurged));
    headers.set('Content-Type', mediaType);
    // Readers in browsers fetch from other origins, and get to know what there is not by its page (RULES 43).
    if (!path.endsWith('.html') || path === '404.html') headers.set('Access-Control-Allow-Origin', '*');
    if (formatAt(path) !== undefined) headers.set('Link', linksOf(path, settings));
    if (settings.publish.purge.fastly !== undefined) headers.set('Surrogate-Key', surrogateKeyOf(path));
    for (const rule of rules) {
      if (rule.matches(path)) for (const [name, value] of rule.set) headers.set(name, value);
    }
    const kept = [...headers].filter(([, value]) => value !== '');
    return Object.fromEntries(kept.sort(([a], [b]) => byCodeUnit(a, b)));
  };
}

/** `cache-control` → `Cache-Control`: one spelling, so that a rule replaces a default. */
function inTitleCase(name: string): string {
  return name.toLowerCase().replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function cacheControlOf(path: string, isPurged: boolean): string {
  if (path === MANIFEST) return 'no-cache';
  // Another content has another name.
  if (/^assets\/.+\.[\da-f]{12}\.\w+$/.test(path)) return 'public, max-age=31536000, immutable';
  const ageSeconds = path.endsWith('.html') ? 300 : 600;
  return `public, max-age=${ageSeconds}, ${isPurged ? `s-maxage=${PURGED_SECONDS}, ` : ''}${STALE}`;
}

/** WebSub §4: the topic and its hubs, as the document itself says them. */
function linksOf(path: string, { feeds }: Pick<Settings, 'feeds'>): string {
  const hubs = feeds.hubs.map((hub) => `, <${hub}>; rel="hub"`);
  return `<${publishedAt(feeds, path)}>; rel="self"${hubs.join('')}`;
}
