// In: a text field as people and crawlers write it. Out: one clean line of plain text, and a finding for every repair.
import type { Report, Span } from '../diagnostics/finding.ts';
import { lazyPackage } from '../model/lazy-package.ts';
import { countForbidden, foldWhiteSpace, hasSpaceAtEnds, type PlainText, remembered, xmlSafe } from '../model/text.ts';

const entities = lazyPackage<typeof import('entities/decode')>('entities/decode');

const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/gi;
const SUSPICIOUS = /[\u0080-\u0084\u0086-\u009F\uFFFD]/;
const MOJIBAKE = /â€[\u0152-\u2122¦¢¡]|Ã[\u0080-\u00BF]|Â[\u00A0-\u00BF]/;
/** Whatever could begin anything that is repaired or reported here: nine texts of ten hold none of it. */
const REMARKABLE =
  /[^ !-%'-;=-~\u00A1-\u00C1\u00C4-\u00E1\u00E3-\u167F\u1681-\u1FFF\u200B-\u2027\u202A-\u202E\u2030-\u205E\u2060-\u2FFF\u3001-\uD7FF]| {2}/;
const TAG = /<\/?[a-z][a-z\d-]*(?:[\s/][^<>]{0,200})?>/i;

/** Whether there is nothing to clean, or to report. */
export function isCleanText(raw: string): raw is PlainText {
  return !REMARKABLE.test(raw) && !hasSpaceAtEnds(raw);
}

/**
 * Decodes entities once, removes what XML forbids, folds white space. `field` names the text in findings.
 * Empty when nothing is left.
 */
export function cleanText(raw: string, field: string, at: Span, report: Report): PlainText {
  if (isCleanText(raw)) return raw;
  const decoded = decoded1(raw, field, at, report);
  const forbidden = countForbidden(decoded);
  if (forbidden > 0) report('article/invalid-xml-character', { field, count: forbidden }, at);
  const safe = forbidden > 0 ? xmlSafe(decoded) : decoded;
  const clean = foldWhiteSpace(safe);
  if (clean !== safe) report('article/folded-white-space', { field }, at);
  inspect(clean, field, at, report);
  return clean as PlainText;
}

function decoded1(raw: string, field: string, at: Span, report: Report): string {
  if (!raw.includes('&')) return raw;
  const count = (raw.match(ENTITY) ?? []).filter(isDecodable).length;
  if (count === 0) return raw;
  report('article/decoded-entity', { field, count }, at);
  return entities().decodeHTMLStrict(raw);
}

// A site writes the same few, and decoding one takes as long as decoding a text.
const isDecodable = remembered(1_000, (entity) => entities().decodeHTMLStrict(entity) !== entity);

/** Tells of the first character that is a trace of a wrong encoding. `placeOf` says where the index is in the file. */
export function tellSuspicious(text: string, field: string, placeOf: (index: number) => Span, report: Report): void {
  const odd = SUSPICIOUS.exec(text);
  if (odd === null) return;
  const character = `U+${text.charCodeAt(odd.index).toString(16).toUpperCase().padStart(4, '0')}`;
  report('article/suspicious-character', { field, character }, placeOf(odd.index));
}

function inspect(text: string, field: string, at: Span, report: Report): void {
  tellSuspicious(text, field, () => at, report);
  if (MOJIBAKE.test(text)) report('article/mojibake', { field, text }, at);
  const tag = text.includes('<') ? TAG.exec(text)?.[0] : undefined;
  if (tag !== undefined) report('article/html-in-text', { field, tag }, at);
}
