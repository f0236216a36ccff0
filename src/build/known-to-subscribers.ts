// What subscribers have seen: by the ledger, or, when it was lost, by the documents that still lie in `out/`.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Known } from '../ledger/rebroadcast.ts';
import type { Instant } from '../model/instant.ts';
import type { Ledger } from '../model/ledger.ts';
import type { Manifest } from '../model/manifest.ts';
import { type ReadEntry, readBackAtom, readBackJson, readBackRss } from '../verify/read-back.ts';

/** `undefined` when nothing was published yet: then nothing can be shown again. */
export async function knownToSubscribers(
  ledger: Ledger,
  previous: Manifest | undefined,
  outFolder: string,
): Promise<Known | undefined> {
  const records = [...ledger.articles.values(), ...ledger.related.values()];
  if (records.length > 0) return knownOf(records);
  if (previous === undefined) return undefined;
  const seen: { readonly id: string; readonly published: Instant }[] = [];
  for (const { folder } of previous.feeds) {
    for (const { id, published } of await entriesIn(join(outFolder, folder))) {
      if (id !== undefined && typeof published === 'number') seen.push({ id, published });
    }
  }
  return seen.length === 0 ? undefined : knownOf(seen);
}

function knownOf(records: readonly { readonly id: string; readonly published: Instant }[]): Known | undefined {
  const [first] = records;
  if (first === undefined) return undefined;
  let newest = first.published;
  for (const { published } of records) {
    if (published > newest) newest = published;
  }
  return { ids: new Set(records.map(({ id }) => id)), newest };
}

async function entriesIn(folder: string): Promise<readonly Pick<ReadEntry, 'id' | 'published'>[]> {
  for (const [file, read] of [
    ['feed.json', readBackJson],
    ['atom.xml', readBackAtom],
    ['rss.xml', readBackRss],
  ] as const) {
    const text = await readFile(join(folder, file), 'utf8').catch(() => undefined);
    const back = text === undefined ? undefined : read(text);
    if (back !== undefined && 'feed' in back) return back.feed.entries;
  }
  return [];
}
