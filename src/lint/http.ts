// In: how a document came over HTTP. Out: what a good origin would have done otherwise (RULES 43). Pure.
import type { HttpAnswer } from '../model/http-answer.ts';
import type { Place, ReportLint } from './findings.ts';
import type { DocumentFormat } from './model.ts';
import { rfc822Seconds } from './values/dates.ts';
import { essenceOf } from './values/media-types.ts';

/** Bytes below which compression is not worth a word. */
const SMALL_BYTES = 2_000;

/** One reader obeys a `max-age` up to here, another whatever it is (RULES 44). */
const LONG_AGE_SECONDS = 5 * 3600;

const EXPECTED: Readonly<Record<DocumentFormat, readonly string[]>> = {
  rss: ['application/rss+xml', 'application/xml', 'text/xml', 'application/rdf+xml'],
  atom: ['application/atom+xml', 'application/xml', 'text/xml'],
  json: ['application/feed+json', 'application/json'],
  opml: ['text/x-opml', 'application/xml', 'text/xml', 'text/x-opml+xml', 'application/opml+xml'],
  unknown: [],
};

/** The charset that a Content-Type names, lower case. */
export function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase();
}

/** The first redirect that does not say for good (RFC 9110 §15.4); -1 when there is none. */
export function temporaryRedirect({ redirects }: HttpAnswer): number {
  return redirects.findIndex(({ status }) => status !== 301 && status !== 308);
}

/** Checks the answer. `declared`: the encoding that the document itself names, lower case. */
export function checkHttp(
  answer: HttpAnswer,
  format: DocumentFormat,
  bytes: number,
  declared: string | undefined,
  report: ReportLint,
): void {
  const place: Place = { start: 0, end: 1, inside: undefined, name: 'the answer' };
  const { headers, honours, redirects, address } = answer;
  const temporary = redirects[temporaryRedirect(answer)];
  if (temporary !== undefined) report('http/temporary-redirect', temporary, place);
  else if (redirects.length > 0) report('http/redirected', { to: address, times: redirects.length }, place);
  checkMediaType(headers['content-type'], format, declared, place, report);
  if (honours.etag === undefined && honours.lastModified === undefined) report('http/missing-validator', {}, place);
  if (honours.etag === false) report('http/ignored-validator', { header: 'If-None-Match' }, place);
  if (honours.lastModified === false) report('http/ignored-validator', { header: 'If-Modified-Since' }, place);
  if (bytes > SMALL_BYTES && !/\b(?:gzip|br|zstd|deflate)\b/.test(headers['content-encoding'] ?? '')) {
    report('http/uncompressed', { bytes }, place);
  }
  const seconds = lifetimeOf(headers);
  // A sealed archive never changes.
  if (seconds > LONG_AGE_SECONDS && !/\bimmutable\b/i.test(headers['cache-control'] ?? ''))
    report('http/long-lived', { seconds }, place);
  if (format === 'json' && headers['access-control-allow-origin'] === undefined) report('http/missing-cors', {}, place);
}

/** For how many seconds nobody has to ask again (RFC 9111 §4.2.1). */
function lifetimeOf(headers: HttpAnswer['headers']): number {
  const caching = headers['cache-control'] ?? '';
  const age = /(?:^|[\s,])max-age\s{0,9}=\s{0,9}"?(\d{1,10})/i.exec(caching)?.[1];
  if (age !== undefined || /\bno-(?:cache|store)\b/i.test(caching)) return Number(age ?? 0);
  const [from, until] = [headers['date'], headers['expires']].map((date = '') => rfc822Seconds(date));
  return from === undefined || until === undefined ? 0 : until - from;
}

function checkMediaType(
  contentType: string | undefined,
  format: DocumentFormat,
  declared: string | undefined,
  place: Place,
  report: ReportLint,
): void {
  const [expected] = EXPECTED[format];
  if (expected === undefined) return;
  const type = essenceOf(contentType ?? '');
  if (type === '') {
    report('http/missing-media-type', { expected }, place);
    return;
  }
  const charset = charsetOf(contentType);
  if (!EXPECTED[format].includes(type)) report('http/unexpected-media-type', { type, expected }, place);
  if (charset === undefined) report('http/missing-charset', {}, place);
  else if (declared !== undefined && nameOf(charset) !== nameOf(declared))
    report('http/mismatched-charset', { served: charset, declared }, place);
}

function nameOf(encoding: string): string {
  return encoding === 'utf8' ? 'utf-8' : encoding;
}
