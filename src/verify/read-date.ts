// In: a date as a document has it. Out: the same in RFC 3339, if it has exactly the shape its format asks for.
import { formatRfc822, formatRfc3339, type Instant, instantOf } from '../model/instant.ts';

/** Reads an RFC 822 date with four-digit year, right weekday and GMT; another text comes back as it is, marked. */
export function readRfc822(text: string | undefined): string | undefined {
  return readDate(text, formatRfc822);
}

/** Reads an RFC 3339 date in UTC with whole seconds; another text comes back as it is, marked. */
export function readRfc3339(text: string | undefined): string | undefined {
  return readDate(text, formatRfc3339);
}

// Written again it must be the same text: that proves shape, weekday and range at once.
function readDate(text: string | undefined, format: (at: Instant) => string): string | undefined {
  if (text === undefined) return undefined;
  const at = instantOf(new Date(text));
  return at !== undefined && format(at) === text ? formatRfc3339(at) : `${text} (not the date format asked for)`;
}
