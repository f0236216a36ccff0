// In: the ledger. Out: ids of related items that an earlier version made of their pages otherwise than this one does. Pure.
import type { Candidate } from '../model/collection.ts';
import { printOf } from '../model/hash.ts';
import type { Ledger } from '../model/ledger.ts';
import { renewedPageKey } from '../model/url.ts';

export interface EarlierIds {
  /** The id of a page's related item, by the page's key. */
  readonly idOf: (page: string) => string;
  /** The id under which subscribers know a related item; `undefined`: its page's key. */
  of(related: Candidate): string | undefined;
}

/** Of several that are one page today the first in the ledger stays, unless the page's key is known as well. */
export function earlierIds({ related }: Pick<Ledger, 'related'>): EarlierIds {
  const byPage = new Map<string, string>();
  for (const id of related.keys()) {
    const page = renewedPageKey(id);
    if (page !== id && !related.has(page) && !byPage.has(page)) byPage.set(page, id);
  }
  const prints = new Set([...byPage.keys()].map(printOf));
  return {
    idOf: (page) => byPage.get(page) ?? page,
    of(candidate) {
      if (prints.size === 0) return undefined;
      // Reading a page takes time.
      const print = candidate.pagePrint?.(0);
      if (print !== undefined && !prints.has(print)) return undefined;
      return byPage.get(candidate.pages[0] ?? '');
    },
  };
}
