// In: all candidates. Out: those that are published, each identity once, each page once among related items.
import type { Report } from '../diagnostics/finding.ts';
import type { Candidate } from '../model/collection.ts';
import { printOf } from '../model/hash.ts';
import { byCodeUnit } from '../model/text.ts';
import { PrintedMap } from './printed-map.ts';

/** What is left when identities and pages are settled. */
export interface Settled {
  /** Published articles, the last by path first: where paths begin with dates, the newest, so that feeds fill at once. */
  readonly articles: readonly Candidate[];
  /** Related items that are entries of their own, in no order that counts. */
  readonly related: readonly Candidate[];
  /** How many related items published articles have, copies included. */
  readonly relatedItems: number;
  /** Pages of articles that stay out, unless another published file has them. */
  readonly withheldPages: ReadonlySet<string>;
}

/**
 * Settles who is who. Two files with one id: the first by path keeps it. One page as article and related item: the
 * article. One page as several related items: the copy of the newest parent, ties by the parent's id.
 * Reports `collections/duplicate-id` and `collections/shared-address`.
 */
export function settle(
  candidates: readonly Candidate[],
  withdrawnPages: ReadonlySet<string>,
  reportIn: (path: string) => Report,
): Settled {
  const files = byPath(candidates.filter(({ parent }) => parent === undefined));
  const articles = firstById(files, reportIn).filter(({ withheld }) => withheld === undefined);
  // Who shows each page: an article before any related item.
  const shown = shownByArticles(articles, reportIn);
  const withheldPages = new Set(files.filter(({ withheld }) => withheld !== undefined).flatMap(({ pages }) => pages));
  for (const page of withdrawnPages) withheldPages.add(page);
  for (const page of withheldPages) {
    if (shown.get(printOf(page), () => page) !== undefined) withheldPages.delete(page);
  }
  const withheldPrints = new Set([...withheldPages].map(printOf));
  const published = new Set(articles);
  let relatedItems = 0;
  let lastParent: Candidate | undefined;
  let isPublished = false;
  for (const candidate of candidates) {
    const { parent } = candidate;
    if (parent === undefined || candidate.withheld !== undefined) continue;
    // Those of one article come together.
    if (parent !== lastParent) isPublished = published.has(parent);
    lastParent = parent;
    if (!isPublished) continue;
    relatedItems++;
    const page = () => candidate.pages[0] ?? '';
    const print = pagePrintOf(candidate, 0) ?? 0;
    const other = shown.get(print, page);
    const isShown = other !== undefined && (other.parent === undefined || !tellsNewer(candidate, other));
    const isWithheld = withheldPrints.has(print) && withheldPages.has(page());
    if (!isShown && !isWithheld) shown.set(print, page, candidate);
  }
  const related = [...shown.values()].filter(({ parent }) => parent !== undefined);
  return { articles: articles.toReversed(), related: related.reverse(), relatedItems, withheldPages };
}

/** The one order of feeds: newest first, ties by id ascending. */
export function newestFirst(a: Candidate, b: Candidate): number {
  return b.published - a.published || byCodeUnit(a.id, b.id);
}

/** Candidates come by path from a scan; looking is cheaper than sorting. */
function byPath(files: readonly Candidate[]): readonly Candidate[] {
  let last = '';
  const isSorted = files.every(({ path }) => {
    const follows = last <= path;
    last = path;
    return follows;
  });
  return isSorted ? files : files.toSorted((a, b) => byCodeUnit(a.path, b.path));
}

function firstById(files: readonly Candidate[], reportIn: (path: string) => Report): readonly Candidate[] {
  const owners = new PrintedMap<Candidate>(({ id }, key) => id === key);
  return files.filter((file) => {
    const { id } = file;
    const print = printOf(id);
    const owner = owners.get(print, () => id);
    if (owner === undefined) owners.set(print, () => id, file);
    else reportIn(file.path)('collections/duplicate-id', { id, path: owner.path });
    return owner === undefined;
  });
}

/** The article that shows each page; one whose first page is another's first page too is reported. */
function shownByArticles(articles: readonly Candidate[], reportIn: (path: string) => Report): PrintedMap<Candidate> {
  const shown = new PrintedMap<Candidate>(({ pages }, key) => pages.includes(key));
  const show = (article: Candidate, index: number, print: number) => {
    const page = () => article.pages[index] ?? '';
    const owner = shown.get(print, page);
    if (owner === undefined) shown.set(print, page, article);
    return owner;
  };
  for (const article of articles) {
    const owner = show(article, 0, pagePrintOf(article, 0) ?? 0);
    if (owner !== undefined) reportIn(article.path)('collections/shared-address', { path: owner.path });
  }
  for (const article of articles) {
    for (let index = 1; ; index++) {
      const print = pagePrintOf(article, index);
      if (print === undefined) break;
      show(article, index, print);
    }
  }
  return shown;
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
