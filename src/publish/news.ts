// In: a feed document as it lies at the target, and as it will. Out: what subscribers will see of the change.
import type { FormatName } from '../model/format.ts';
import { readThroughParser } from '../verify/read-back/read-back.ts';

export interface News {
  /** Ids of entries that the feed did not have. */
  readonly added: readonly string[];
  /** Ids of entries that the feed shows otherwise than before. */
  readonly updated: readonly string[];
}

/** Compares two documents of one format by their entries. An old document that cannot be read counts as none. */
export function newsBetween(old: Uint8Array | undefined, current: Uint8Array, format: FormatName): News {
  const before = entriesOf(old, format);
  const added: string[] = [];
  const updated: string[] = [];
  for (const [id, entry] of entriesOf(current, format)) {
    const earlier = before.get(id);
    if (earlier === undefined) added.push(id);
    else if (earlier !== entry) updated.push(id);
  }
  return { added, updated };
}

function entriesOf(bytes: Uint8Array | undefined, format: FormatName): ReadonlyMap<string, string> {
  const read = bytes === undefined ? undefined : readThroughParser(Buffer.from(bytes).toString('utf8'), format);
  if (read === undefined || !('feed' in read)) return new Map();
  return new Map(read.feed.entries.map((entry) => [entry.id ?? '', JSON.stringify(entry)]));
}
