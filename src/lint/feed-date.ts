// What a feed says of when it changed, beside what its entries say.
import { childOf, childrenOf, type Element } from './document.ts';
import { type Context, textPlace } from './model.ts';

/** Keys of a feed's parts; `seconds` reads the dates of its format. */
interface DatedParts {
  readonly updated: string;
  readonly entry: string;
  readonly date: string;
  readonly seconds: (text: string) => number | undefined;
}

/** Tells of a feed that is older than the newest of its entries. Those that are not due yet do not count. */
export function checkFeedDate(feed: Element, { updated, entry, date, seconds }: DatedParts, context: Context): void {
  const { now = Number.POSITIVE_INFINITY, report } = context;
  const own = childOf(feed, updated);
  const at = own && seconds(own.text.trim());
  if (own === undefined || at === undefined) return;
  const isOlder = childrenOf(feed, entry).some((one) => {
    const entryAt = seconds(childOf(one, date)?.text.trim() ?? '');
    return entryAt !== undefined && entryAt > at && entryAt <= now;
  });
  if (isOlder) report('date/older-than-entries', { element: own.name, text: own.text.trim() }, textPlace(own));
}
