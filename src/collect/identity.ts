// In: all candidates. Out: those that are published, each identity once, each page once among related items.
import type { Report } from '../diagnostics/finding.ts';
import type { Candidate, Candidates } from '../model/collection.ts';
import { printOf } from '../model/hash.ts';
import { byCodeUnit } from '../model/text.ts';
import { absoluteUrl, pageKey } from '../model/url.ts';
import { PrintedMap } from './printed-map.ts';
import type { Published } from './published.ts';

/** What is left when identities and pages are settled. */
export interface Settled {
  /** Published articles, the last by path first: where paths begin with dates, the newest, so that feeds fill at once. */
  readonly articles: Iterable<Candidate>;
  /** Related items that are entries of their own, in no order that counts. */
  readonly related: Iterable<Candidate>;
  readonly articleCount: number;
  /** How many related items published articles have, copies included. */
  readonly relatedItems: number;
  /** Pages of articles that stay out, unless another published file has them. */
  readonly withheldPages: ReadonlySet<string>;
}

/**
 * Settles who is who. Two files with one id: the first by path keeps it. One page as article and related item: the
 * article, and so when the page is only what the article's id is made of, be it published or not, for it would be the id of
 * the related item too. One page as several related items: the copy of the newest parent, ties by the parent's id.
 * Reports `collections/duplicate-id` and `collections/shared-address`. Candidates are known by their index: they are many,
 * and few of them are chosen.
 */
export function settle(candidates: Candidates, withdrawn: Withdrawn, reportIn: (path: string) => Report): Settled {
  const at = (index: number) => candidateAt(candidates, index);
  const files = filesByPath(candidates);
  const first = firstById(files, at, candidates.length, reportIn);
  const { articles } = first;
  // Who shows each page: an article before any related item.
  const shown = shownByArticles(articles, at, reportIn);
  const { withheldPages, outPages } = stayingOut(files, at, withdrawn, shown);
  // Only now: where an article lay once, another one may be withheld.
  showById(articles, at, shown);
  const { isEntry, relatedItems } = settleRelated(candidates, at, first, shown, outPages);
  return {
    articles: {
      *[Symbol.iterator]() {
        for (let place = articles.length - 1; place >= 0; place--) yield at(articles[place] ?? 0);
      },
    },
    related: {
      *[Symbol.iterator]() {
        for (let place = isEntry.length - 1; place >= 0; place--) if (isEntry[place] === 1) yield at(place);
      },
    },
    articleCount: articles.length,
    relatedItems,
    withheldPages,
  };
}

type Withdrawn = Pick<Published, 'withdrawnPages' | 'withdrawnIds'>;

/**
 * Pages of articles that stay out, unless an article shows them; and `outPages`, with those that their ids are made of: a
 * related item would have the same id.
 */
function stayingOut(
  files: readonly number[],
  at: (index: number) => Candidate,
  { withdrawnPages, withdrawnIds }: Withdrawn,
  shown: PrintedMap,
): { readonly withheldPages: ReadonlySet<string>; readonly outPages: ReadonlySet<string> } {
  const withheldPages = new Set<string>();
  const withheldIds = [...withdrawnIds];
  for (const index of files) {
    const file = at(index);
    // Pages may have to be read first.
    if (file.withheld === undefined) continue;
    for (const page of file.pages) withheldPages.add(page);
    withheldIds.push(file.id);
  }
  for (const page of withdrawnPages) withheldPages.add(page);
  for (const page of withheldPages) {
    if (shown.get(printOf(page), () => page) !== undefined) withheldPages.delete(page);
  }
  return { withheldPages, outPages: new Set([...withheldPages, ...withheldIds.flatMap((id) => pageOfId(id) ?? [])]) };
}

/** Marks the related items that are entries, by their index, and counts all of published articles. */
function settleRelated(
  candidates: Candidates,
  at: (index: number) => Candidate,
  { isPublishedAt, isPublished }: FirstById,
  shown: PrintedMap,
  outPages: ReadonlySet<string>,
): { readonly isEntry: Uint8Array; readonly relatedItems: number } {
  const outPrints = new Set([...outPages].map(printOf));
  const isEntry = new Uint8Array(candidates.length);
  let relatedItems = 0;
  let article: Candidate | undefined;
  let isOfPublished = false;
  let index = -1;
  for (const candidate of candidates) {
    index++;
    const { parent } = candidate;
    if (parent === undefined) {
      article = candidate;
      isOfPublished = isPublishedAt(index);
      continue;
    }
    // Nearly always related items come behind their article.
    if (parent !== article) isOfPublished = isPublished(parent);
    article = parent;
    if (!isOfPublished || candidate.withheld !== undefined) continue;
    relatedItems++;
    const page = () => candidate.pages[0] ?? '';
    const print = pagePrintOf(candidate, 0) ?? 0;
    const otherIndex = shown.get(print, page);
    const other = otherIndex === undefined ? undefined : at(otherIndex);
    const isShown = other !== undefined && (other.parent === undefined || !tellsNewer(candidate, other));
    if (isShown || (outPrints.has(print) && outPages.has(page()))) continue;
    isEntry[index] = 1;
    if (otherIndex === undefined) shown.set(print, page, index);
    else {
      shown.replace(print, page, otherIndex, index);
      isEntry[otherIndex] = 0;
    }
  }
  return { isEntry, relatedItems };
}

function candidateAt(candidates: Candidates, index: number): Candidate {
  const candidate = candidates.at(index);
  if (candidate === undefined) throw new RangeError('There is no such candidate');
  return candidate;
}

/** The one order of feeds: newest first, ties by id ascending. */
export function newestFirst(a: Candidate, b: Candidate): number {
  return b.published - a.published || byCodeUnit(a.id, b.id);
}

/** Indexes of articles. They come by path from a scan; looking is cheaper than sorting. */
function filesByPath(candidates: Candidates): readonly number[] {
  const files: number[] = [];
  let last = '';
  let isSorted = true;
  let index = -1;
  for (const candidate of candidates) {
    index++;
    if (candidate.parent !== undefined) continue;
    const { path } = candidate;
    files.push(index);
    isSorted &&= last <= path;
    last = path;
  }
  const pathOf = (file: number) => candidateAt(candidates, file).path;
  return isSorted ? files : files.toSorted((a, b) => byCodeUnit(pathOf(a), pathOf(b)));
}

interface FirstById {
  /** Of the files those that are published. */
  readonly articles: readonly number[];
  /** Whether the candidate at an index is one of them. */
  readonly isPublishedAt: (index: number) => boolean;
  /** The same for an article whose index is not known. */
  readonly isPublished: (article: Candidate) => boolean;
}

function firstById(
  files: readonly number[],
  at: (index: number) => Candidate,
  count: number,
  reportIn: (path: string) => Report,
): FirstById {
  const owners = new PrintedMap((index, key) => at(index).id === key);
  const articles: number[] = [];
  const published = new Uint8Array(count);
  for (const index of files) {
    const file = at(index);
    const { id } = file;
    const print = printOf(id);
    const owner = owners.get(print, () => id);
    if (owner !== undefined) {
      reportIn(file.path)('collections/duplicate-id', { id, path: at(owner).path });
      continue;
    }
    owners.set(print, () => id, index);
    if (file.withheld !== undefined) continue;
    articles.push(index);
    published[index] = 1;
  }
  const isPublishedAt = (index: number) => published[index] === 1;
  return {
    articles,
    isPublishedAt,
    isPublished({ id, path }) {
      const owner = owners.get(printOf(id), () => id);
      return owner !== undefined && isPublishedAt(owner) && at(owner).path === path;
    },
  };
}

/** The article that shows each page; one whose first page is another's first page too is reported. */
function shownByArticles(
  articles: readonly number[],
  at: (index: number) => Candidate,
  reportIn: (path: string) => Report,
): PrintedMap {
  const shown = new PrintedMap((index, key) => at(index).pages.includes(key) || pageOfId(at(index).id) === key);
  const show = (article: Candidate, index: number, place: number, print: number) => {
    const page = () => article.pages[place] ?? '';
    const owner = shown.get(print, page);
    if (owner === undefined) shown.set(print, page, index);
    return owner;
  };
  const withMore: number[] = [];
  for (const index of articles) {
    const article = at(index);
    const owner = show(article, index, 0, pagePrintOf(article, 0) ?? 0);
    if (owner !== undefined) reportIn(article.path)('collections/shared-address', { path: at(owner).path });
    if (pagePrintOf(article, 1) !== undefined) withMore.push(index);
  }
  for (const index of withMore) {
    const article = at(index);
    for (let place = 1; ; place++) {
      const print = pagePrintOf(article, place);
      if (print === undefined) break;
      show(article, index, place, print);
    }
  }
  return shown;
}

/** Adds the page that is an article's id, unless an article shows it: related items have the ids of their pages. */
function showById(articles: readonly number[], at: (index: number) => Candidate, shown: PrintedMap): void {
  for (const index of articles) {
    const page = pageOfId(at(index).id);
    if (page === undefined) continue;
    const print = printOf(page);
    if (shown.get(print, () => page) === undefined) shown.set(print, () => page, index);
  }
}

/** An article has such an id from the related item that it was before, or because `site.id` is an address. */
function pageOfId(id: string): string | undefined {
  const url = id.startsWith('https://') ? absoluteUrl(id) : undefined;
  return url && pageKey(url);
}

/** The print of the page at an index; `undefined` beyond the last. */
export function pagePrintOf(candidate: Candidate, index: number): number | undefined {
  if (candidate.pagePrint !== undefined) return candidate.pagePrint(index);
  const page = candidate.pages[index];
  return page === undefined ? undefined : printOf(page);
}

function tellsNewer(a: Candidate, b: Candidate): boolean {
  if (a.parent === undefined || b.parent === undefined) return false;
  const order = newestFirst(a.parent, b.parent);
  return order === 0 ? a.relatedIndex < b.relatedIndex : order < 0;
}
