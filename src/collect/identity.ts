// In: all candidates. Out: those that are published, each identity once, each page once among related items.
import type { Report } from '../diagnostics/finding.ts';
import type { Candidate } from '../model/collection.ts';
import { byCodeUnit } from '../model/text.ts';

/** What is left when identities and pages are settled. */
export interface Settled {
  /** Published articles, newest first, ties by id. */
  readonly articles: readonly Candidate[];
  /** Related items that are entries of their own, newest first, ties by id. */
  readonly related: readonly Candidate[];
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
  const files = candidates.filter(({ parent }) => parent === undefined).sort((a, b) => byCodeUnit(a.path, b.path));
  const owners = firstById(files, reportIn);
  const articles = [...owners.values()].filter(({ withheld }) => withheld === undefined);
  reportSharedAddresses(articles, reportIn);
  const published = new Set(articles.flatMap(({ pages }) => pages));
  const withheldPages = new Set(files.filter(({ withheld }) => withheld !== undefined).flatMap(({ pages }) => pages));
  for (const page of withdrawnPages) withheldPages.add(page);
  for (const page of published) withheldPages.delete(page);
  const copies = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const { parent, pages, withheld } = candidate;
    const [page = ''] = pages;
    if (parent === undefined || withheld !== undefined || parent.withheld !== undefined) continue;
    if (owners.get(parent.id) !== parent || published.has(page) || withheldPages.has(page)) continue;
    const other = copies.get(page);
    if (other === undefined || tellsNewer(candidate, other)) copies.set(page, candidate);
  }
  return { articles: articles.sort(newestFirst), related: [...copies.values()].sort(newestFirst), withheldPages };
}

/** The one order of feeds: newest first, ties by id ascending. */
export function newestFirst(a: Candidate, b: Candidate): number {
  return b.published - a.published || byCodeUnit(a.id, b.id);
}

function firstById(files: readonly Candidate[], reportIn: (path: string) => Report): ReadonlyMap<string, Candidate> {
  const owners = new Map<string, Candidate>();
  for (const file of files) {
    const owner = owners.get(file.id);
    if (owner === undefined) owners.set(file.id, file);
    else reportIn(file.path)('collections/duplicate-id', { id: file.id, path: owner.path });
  }
  return owners;
}

function reportSharedAddresses(articles: readonly Candidate[], reportIn: (path: string) => Report): void {
  const first = new Map<string, string>();
  for (const { pages, path } of articles) {
    const [page = ''] = pages;
    const other = first.get(page);
    if (other === undefined) first.set(page, path);
    else reportIn(path)('collections/shared-address', { path: other });
  }
}

function tellsNewer(a: Candidate, b: Candidate): boolean {
  if (a.parent === undefined || b.parent === undefined) return false;
  const order = newestFirst(a.parent, b.parent);
  return order === 0 ? a.relatedIndex < b.relatedIndex : order < 0;
}
