// In: the ledger as it was, and what a build writes. Out: the ledger as it will be. Pure.
import type { Candidate, Collection } from '../model/collection.ts';
import type { Instant } from '../model/instant.ts';
import type { ArticleRecord, FeedRecord, LastGood, Ledger, RelatedRecord } from '../model/ledger.ts';
import type { Past } from './clock.ts';
import type { Recognition } from './recognise.ts';

/** A feed that a build writes, with the entries that are in its documents. */
export interface WrittenFeed {
  readonly collection: Collection;
  readonly id: string;
  /** Members whose entries are in the documents. */
  readonly members: readonly Candidate[];
  readonly emptied: Instant | undefined;
}

export interface Written {
  readonly siteId: string;
  readonly feeds: readonly WrittenFeed[];
  /** What was known of a written entry, and its `updated`. */
  readonly pastOf: (candidate: Candidate) => Past;
  readonly lastGood: readonly LastGood[];
  /** `findableAs` now, whether it was written or not. */
  readonly findable: readonly Findable[];
}

/** What an article is found again by when its file moves. */
export type Findable = Pick<ArticleRecord, 'id' | 'text' | 'pages'>;

/** Records what was written to `out/`, what moved, what was withdrawn and what is found otherwise; forgets nothing. */
export function recordWritten(
  ledger: Ledger,
  { idsByPath, withdrawn }: Pick<Recognition, 'idsByPath' | 'withdrawn'>,
  written: Written,
): Ledger {
  const articles = new Map(ledger.articles);
  const related = new Map(ledger.related);
  for (const [path, id] of idsByPath) {
    const record = articles.get(id);
    if (record !== undefined && record.path !== path) articles.set(id, { ...record, path });
  }
  for (const { id } of withdrawn) {
    const record = articles.get(id);
    if (record?.status === 'live') articles.set(id, { ...record, status: 'withdrawn' });
  }
  for (const { id, ...findable } of written.findable) {
    const record = articles.get(id);
    if (record !== undefined) articles.set(id, { ...record, ...findable });
  }
  for (const { members } of written.feeds) {
    for (const member of members) {
      // The last good version of a broken article changes nothing that is remembered of it.
      if (member.pinnedTo !== undefined) continue;
      const record = newRecord(member, written.pastOf(member));
      if (record === undefined) continue;
      if ('parentId' in record) related.set(record.id, record);
      else articles.set(record.id, record);
    }
  }
  return {
    siteId: ledger.siteId ?? written.siteId,
    articles,
    related,
    // A feed that is withheld or excluded now keeps its address for later.
    feeds: new Map([
      ...ledger.feeds,
      ...written.feeds.map((feed) => [feed.collection.folder, feedRecord(feed)] as const),
    ]),
    lastGood: new Map(written.lastGood.map((entry) => [entry.id, entry])),
  };
}

/**
 * What a known article is to be found again by, as its file is now; `undefined` when that is known. Where it was withdrawn
 * from stays withheld, whatever its file says since.
 */
export function findableAs(record: ArticleRecord, { withheld, text, pages }: Candidate): Findable | undefined {
  const { id } = record;
  if (record.status === 'live' && withheld === undefined) {
    return record.text === text && isSameList(record.pages, pages) ? undefined : { id, text, pages };
  }
  const more = pages.filter((page) => !record.pages.includes(page));
  return record.text === text && more.length === 0 ? undefined : { id, text, pages: [...more, ...record.pages] };
}

/** Whether every article is remembered by the id, the path and the status that it was remembered by. */
export function movesNobody({ articles: before }: Ledger, { articles: after }: Ledger): boolean {
  if (after.size !== before.size) return false;
  for (const [id, record] of after) {
    const was = before.get(id);
    if (was !== record && (was?.path !== record.path || was.status !== record.status)) return false;
  }
  return true;
}

/** What is to be remembered of a written entry; `undefined` when that is known: the record that was read remembers its line. */
export function newRecord(member: Candidate, { record, updated }: Past): ArticleRecord | RelatedRecord | undefined {
  const { parent } = member;
  if (parent === undefined) return isSameArticle(record, member, updated) ? undefined : articleRecord(member, updated);
  return isSameRelated(record, member, parent, updated) ? undefined : relatedRecord(member, parent, updated);
}

function articleRecord({ id, path, published, text, seen, pages }: Candidate, updated: Instant): ArticleRecord {
  return { id, path, published, updated, text, seen, status: 'live', pages };
}

function relatedRecord({ id, published, seen }: Candidate, parent: Candidate, updated: Instant): RelatedRecord {
  return { id, parentId: parent.id, published, updated, seen };
}

function isSameArticle(record: Past['record'], article: Candidate, updated: Instant): boolean {
  if (record === undefined || !('status' in record) || record.status !== 'live') return false;
  if (record.path !== article.path || record.published !== article.published) return false;
  if (record.updated !== updated || record.text !== article.text || record.seen !== article.seen) return false;
  return isSameList(record.pages, article.pages);
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

function isSameRelated(record: Past['record'], item: Candidate, parent: Candidate, updated: Instant): boolean {
  return (
    record !== undefined &&
    'parentId' in record &&
    record.published === item.published &&
    record.updated === updated &&
    record.seen === item.seen &&
    record.parentId === parent.id
  );
}

function feedRecord({ collection, id, emptied }: WrittenFeed): FeedRecord {
  const { kind, key, folder, name } = collection;
  return { kind, key, folder, name, id, emptied };
}
