// What subscribers have seen: by the ledger, or, when it was lost, by the documents that still lie in `out/`.
import { join } from 'node:path';
import { readPlain } from '../../io/plain-file.ts';
import type { Known } from '../../ledger/rebroadcast.ts';
import { FORMATS } from '../../model/format.ts';
import type { Instant } from '../../model/instant.ts';
import type { Ledger } from '../../model/ledger.ts';
import type { Manifest } from '../../model/manifest.ts';
import type { ReadEntry } from '../../verify/read-back/feed.ts';
import { readThroughParser } from '../../verify/read-back/read-back.ts';

/** `undefined` when nothing was published yet: then nothing can be shown again. */
export async function knownToSubscribers(
  ledger: Ledger,
  previous: Manifest | undefined,
  outFolder: string,
): Promise<Known | undefined> {
  if (ledger.articles.size + ledger.related.size > 0) return knownByLedger(ledger);
  if (previous === undefined) return undefined;
  const seen: { readonly id: string; readonly published: Instant }[] = [];
  for (const { folder } of previous.feeds) {
    for (const { id, published } of (await entriesIn(join(outFolder, folder))) ?? []) {
      if (id !== undefined && typeof published === 'number') seen.push({ id, published });
    }
  }
  return seen.length === 0 ? undefined : { ids: new Set(seen.map(({ id }) => id)), newest: newestOf(seen) };
}

/** Ids of the entries that lie in `out/`, in their order, of every feed that would be `written` anew and can be read, by its folder. */
export async function idsBefore(
  previous: Manifest | undefined,
  outFolder: string,
  written: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const before = new Map<string, readonly string[]>();
  for (const { folder } of previous?.feeds ?? []) {
    if (!FORMATS.some(({ file }) => written.has(folder + file))) continue;
    const ids = (await entriesIn(join(outFolder, folder)))?.flatMap(({ id }) => id ?? []);
    if (ids !== undefined) before.set(folder, ids);
  }
  return before;
}

function knownByLedger({ articles, related }: Ledger): Known {
  let inBoth = 0;
  for (const id of articles.keys()) if (related.has(id)) inBoth++;
  return {
    ids: { size: articles.size + related.size - inBoth, has: (id) => articles.has(id) || related.has(id) },
    newest: Math.max(newestOf(articles.values()), newestOf(related.values())) as Instant,
  };
}

function newestOf(records: Iterable<{ readonly published: Instant }>): Instant {
  let newest = Number.NEGATIVE_INFINITY;
  for (const { published } of records) newest = Math.max(newest, published);
  return newest as Instant;
}

async function entriesIn(folder: string): Promise<readonly Pick<ReadEntry, 'id' | 'published'>[] | undefined> {
  for (const { name, file } of FORMATS.toReversed()) {
    const text = (await readPlain(join(folder, file)).catch(() => undefined))?.toString();
    const back = text === undefined ? undefined : readThroughParser(text, name);
    if (back !== undefined && 'feed' in back) return back.feed.entries;
  }
  return undefined;
}
