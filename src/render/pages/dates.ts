// In: a date. Out: the day as people read it, absolute and in UTC; only a page's script makes it relative.
import { rfc3339 } from '../xml.ts';
import type { Markup } from './html.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** `4 July 2022`. */
export function day(date: Date): string {
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** The day as an element with its exact time. */
export function time(date: Date, attributes?: Markup): Markup {
  // Nothing of it needs an escape.
  return { markup: `<time datetime="${rfc3339(date)}"${attributes?.markup ?? ''}>${day(date)}</time>` };
}
