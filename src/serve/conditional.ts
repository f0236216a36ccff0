// In: the headers of a request, the validators of what it names. Out: whether 304, 412, or the whole or a part is the answer.
// RFC 9110 §13.2.2: the order in which preconditions count.
import type { IncomingHttpHeaders } from 'node:http';
import parseRange from 'range-parser';

export interface Validators {
  /** Strong, with its quotes. */
  readonly etag: string;
  /** Whole seconds. */
  readonly modified: Date;
  readonly lengthBytes: number;
}

export type Answer =
  | { readonly status: 200 | 304 | 412 | 416 }
  /** Both inclusive. */
  | { readonly status: 206; readonly start: number; readonly end: number };

/** Decides the answer to a GET or HEAD. */
export function answerTo(headers: IncomingHttpHeaders, validators: Validators): Answer {
  const { etag, modified } = validators;
  const ifMatch = headers['if-match'];
  const unmodifiedSince = dateOf(headers['if-unmodified-since']);
  if (ifMatch !== undefined) {
    if (!names(ifMatch, etag, 'strong')) return { status: 412 };
  } else if (unmodifiedSince !== undefined && modified > unmodifiedSince) return { status: 412 };

  const ifNoneMatch = headers['if-none-match'];
  const modifiedSince = dateOf(headers['if-modified-since']);
  if (ifNoneMatch !== undefined) {
    if (names(ifNoneMatch, etag, 'weak')) return { status: 304 };
  } else if (modifiedSince !== undefined && modified <= modifiedSince) return { status: 304 };
  return rangeOf(headers, validators);
}

function rangeOf(headers: IncomingHttpHeaders, { etag, modified, lengthBytes }: Validators): Answer {
  const { range } = headers;
  if (range === undefined || !ifRangeHolds(headers['if-range'], etag, modified)) return { status: 200 };
  const ranges = parseRange(lengthBytes, range, { combine: true });
  if (ranges === -1) return { status: 416 };
  // Not bytes, not well-formed, or several parts: RFC 9110 §14.2 lets a server send the whole.
  const [first, ...more] = ranges === -2 || ranges.type !== 'bytes' ? [] : ranges;
  return first === undefined || more.length > 0 ? { status: 200 } : { status: 206, ...first };
}

/** RFC 9110 §13.1.5: a strong ETag, or exactly the date. */
function ifRangeHolds(ifRange: string | string[] | undefined, etag: string, modified: Date): boolean {
  if (typeof ifRange !== 'string') return true;
  return ifRange.trim().startsWith('"') ? ifRange.trim() === etag : dateOf(ifRange)?.getTime() === modified.getTime();
}

/** Whether a list of ETags names this one. Caches that compress on the way make strong ETags weak; GET compares weakly. */
function names(list: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  if (list.trim() === '*') return true;
  const tags = list.match(/(?:W\/)?"[^"]*"/g) ?? [list.trim()];
  return tags.some((tag) => (comparison === 'weak' ? tag.replace(/^W\//, '') : tag) === etag);
}

/** RFC 9110 §5.6.7: a date begins with its day. The form of asctime names no zone, and means GMT too. */
function dateOf(text: string | undefined): Date | undefined {
  if (text === undefined || !/^\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return undefined;
  const date = new Date(/GMT\s*$/.test(text) ? text : `${text} GMT`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
