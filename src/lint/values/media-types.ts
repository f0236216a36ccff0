// In: a media type as a feed gives it. Out: findings. RFC 6838 §4.2, RFC 9110 §8.3.1.
import { MISNAMED_TYPES } from '../../model/media-type.ts';
import type { Check } from '../model.ts';

/** Wrong names that are common, and what is meant. */
const MEANT = new Map([...MISNAMED_TYPES, ['text/rss', 'application/rss+xml'], ['text/atom', 'application/atom+xml']]);
const TOP_LEVEL = new Set(
  'application audio chemical example font haptics image message model multipart text video x-conference x-world'.split(
    ' ',
  ),
);

export const mediaType: Check = (value, place, context) => {
  const slash = endOfToken(value, 0);
  const end = endOfToken(value, slash + 1);
  if (slash === 0 || value[slash] !== '/' || end === slash + 1 || !areParameters(value, end)) {
    context.report('media-type/invalid', { place: place.name, text: value }, place);
    return;
  }
  const essence = value.slice(0, end).toLowerCase();
  const meant = MEANT.get(essence);
  if (meant !== undefined || !TOP_LEVEL.has(essence.slice(0, slash)))
    context.report('media-type/unknown', { place: place.name, text: value, meant }, place);
};

/** Type and subtype in lower case, without parameters. */
export function essenceOf(value: string): string {
  return (value.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** `; name=value` as often as you like; the value a token or quoted. */
function areParameters(value: string, start: number): boolean {
  let at = start;
  while (at < value.length) {
    at = skipSpace(value, at);
    if (value[at] !== ';') return false;
    at = skipSpace(value, at + 1);
    const equals = endOfToken(value, at);
    if (equals === at || value[equals] !== '=') return false;
    at = value[equals + 1] === '"' ? endOfQuoted(value, equals + 1) : endOfToken(value, equals + 1);
    if (at <= equals + 1) return false;
  }
  return true;
}

function endOfToken(value: string, start: number): number {
  let at = start;
  while (at < value.length && !/[\s()<>,;:\\"/[\]?=]/.test(value.charAt(at))) at++;
  return at;
}

function skipSpace(value: string, start: number): number {
  let at = start;
  while (at < value.length && /\s/.test(value.charAt(at))) at++;
  return at;
}

/** Behind the closing quote; 0 when there is none. */
function endOfQuoted(value: string, start: number): number {
  for (let at = start + 1; at < value.length; at++) {
    if (value[at] === '\\') at++;
    else if (value[at] === '"') return at + 1;
  }
  return 0;
}
