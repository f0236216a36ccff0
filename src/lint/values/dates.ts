// In: a date as a feed gives it. Out: findings, by the grammar that the element asks for.
// RFC 822 (RSS, OPML), RFC 3339 (Atom, JSON Feed), W3C-DTF (Dublin Core), ISO 8601 (older modules).

import { EARLIEST_PLAUSIBLE } from '../../model/instant.ts';
import type { Place } from '../findings.ts';
import type { Check, Context } from '../model.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const ZONES: Readonly<Record<string, number>> = {
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};
const SLACK_SECONDS = 600;

/** As everybody writes it: RFC 2822 without comments and folding. */
const USUAL =
  /^(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ([+-]\d{4}|UT|GMT|EST|EDT|CST|CDT|MST|MDT|PST|PDT|Z)$/;
/** What RFC 822 allows beyond, in lower case, comments removed. */
const LENIENT =
  /^(?:(mon|tue|wed|thu|fri|sat|sun)\s*,\s*)?(\d\d?)\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\s+(\d\d(?:\d\d)?)\s+(\d\d):(\d\d)(?::(\d\d))?\s+([+-]\d{4}|ut|gmt|est|edt|cst|cdt|mst|mdt|pst|pdt|[a-ik-z])$/;

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const W3CDTF = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;
const ISO8601 = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;

/** No date of any grammar is longer; what is longer is not read. */
const MAX_LENGTH = 200;

export const rfc822Date: Check = (value, place, context) => {
  const usual = value.length > MAX_LENGTH ? null : USUAL.exec(value);
  const parts = usual ?? lenient(value);
  const at = parts === null ? undefined : rfc822Instant(parts);
  const values = { place: place.name, text: value };
  if (parts === null) context.report('date/invalid-rfc822', values, place);
  else if (at === undefined) context.report('date/impossible-date', values, place);
  else {
    if (usual === null) context.report('date/unusual-rfc822', values, place);
    if (namesItsWeekday(parts, value, context, place)) checkPlausible(at, value, place, context);
  }
};

export const rfc3339Date = isoDate(RFC3339, 'date/invalid-rfc3339', 'past');
export const w3cDate = isoDate(W3CDTF, 'date/invalid-w3cdtf', 'past');
/** As `w3cDate`, for days that entries are about, or that are reckoned from. */
export const w3cAnyTime = isoDate(W3CDTF, 'date/invalid-w3cdtf', 'anywhere');
export const iso8601Date = isoDate(ISO8601, 'date/invalid-w3cdtf', 'past');
/** As `iso8601Date`, for events, which may lie anywhere in time. */
export const iso8601AnyTime = isoDate(ISO8601, 'date/invalid-w3cdtf', 'anywhere');

/** Seconds since 1970; `undefined` when it is no RFC 3339 date. */
export function rfc3339Seconds(value: string): number | undefined {
  const parts = value.length > MAX_LENGTH ? null : RFC3339.exec(value);
  return parts === null ? undefined : isoInstant(parts);
}

function lenient(value: string): RegExpExecArray | null {
  return value.length > MAX_LENGTH ? null : LENIENT.exec(withoutComments(value).trim().toLowerCase());
}

/** Seconds since 1970; `undefined` when it is no RFC 822 date. */
export function rfc822Seconds(value: string): number | undefined {
  const parts = lenient(value);
  return parts === null ? undefined : rfc822Instant(parts);
}

function isoDate(
  grammar: RegExp,
  code: 'date/invalid-rfc3339' | 'date/invalid-w3cdtf',
  when: 'past' | 'anywhere',
): Check {
  return (value, place, context) => {
    const parts = value.length > MAX_LENGTH ? null : grammar.exec(value);
    const at = parts === null ? undefined : isoInstant(parts);
    if (parts === null) context.report(code, { place: place.name, text: value }, place);
    else if (at === undefined) context.report('date/impossible-date', { place: place.name, text: value }, place);
    else if (when === 'past') checkPlausible(at, value, place, context);
  };
}

function checkPlausible(at: number, value: string, place: Place, { now, report }: Context): void {
  if (at < EARLIEST_PLAUSIBLE || (now !== undefined && at > now + SLACK_SECONDS))
    report('date/implausible', { place: place.name, text: value }, place);
}

/** RFC 822 §5.2: the day of the week has to be the right one. */
function namesItsWeekday(parts: RegExpExecArray, value: string, context: Context, place: Place): boolean {
  const [, given, day = '', month = '', year = ''] = parts;
  if (given === undefined) return true;
  const date = new Date(0);
  date.setUTCFullYear(fullYear(year), MONTHS.indexOf(month.toLowerCase()), Number(day));
  const weekday = WEEKDAYS[date.getUTCDay()] ?? '';
  if (weekday.toLowerCase().startsWith(given.toLowerCase())) return true;
  context.report('date/wrong-weekday', { place: place.name, text: value, weekday }, place);
  return false;
}

function rfc822Instant(parts: RegExpExecArray): number | undefined {
  const [, , day = '', month = '', year = '', hour = '', minute = '', second = '0', zone = ''] = parts;
  const offset = /^[+-]/.test(zone) ? offsetMinutes(zone) : (ZONES[zone.toLowerCase()] ?? 0) * 60;
  return instantAt(
    fullYear(year),
    MONTHS.indexOf(month.toLowerCase()) + 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    offset,
  );
}

/** RFC 2822 §4.3. */
function fullYear(year: string): number {
  return year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);
}

function isoInstant(parts: RegExpExecArray): number | undefined {
  const [, year = '', month = '01', day = '01', hour = '0', minute = '0', second = '0', zone = 'Z'] = parts;
  const offset = zone === 'Z' ? 0 : offsetMinutes(zone);
  return instantAt(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second), offset);
}

/** Of `+0530` or `+05:30`; `NaN` for what is no time. */
function offsetMinutes(zone: string): number {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** Seconds since 1970; `undefined` for a day or time that does not exist. Leap seconds count as the second after. */
function instantAt(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  offset: number,
): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  if (hour > 23 || minute > 59 || second > 60 || Number.isNaN(offset)) return undefined;
  date.setUTCHours(hour, minute, second);
  return date.getTime() / 1000 - offset * 60;
}

/** Removes comments in parentheses, nested too, and the backslashes of quoted pairs (RFC 822 §3.4). One pass. */
function withoutComments(value: string): string {
  if (!/[(\\]/.test(value)) return value;
  let depth = 0;
  let kept = '';
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    if (character === '\\') at++;
    else if (character === '(') depth++;
    else if (character === ')' && depth > 0) kept += depth-- === 1 ? ' ' : '';
    else if (depth === 0) kept += character;
  }
  return kept;
}
