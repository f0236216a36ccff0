// In: the names that feeds are chosen by, and what articles have. Out: findings about names that no article has.
import type { Report } from '../diagnostics/finding.ts';
import { nearestTo } from '../model/nearest.ts';
import type { FeedSettings } from '../model/settings.ts';
import { byCodeUnit } from '../model/text.ts';
import type { Keys } from './headings.ts';
import { topicKey } from './slug.ts';

/** Who lists more names that no article has keeps them in stock, as with hosts that nobody wants; they are no slips. */
const STOCK = 20;

/** Keys of the topics and hosts that there are. */
export interface KnownKeys {
  readonly topics: Keys;
  readonly hosts: Keys;
}

/** Reports `collections/unmatched-name`: a mistyped name would do nothing, without a word. */
export function reportUnmatched({ topics, providers, custom }: FeedSettings, known: KnownKeys, report: Report): void {
  const look = (key: string, names: Iterable<string>, keys: Keys, toKey = (name: string) => name) => {
    const unmatched = [...names].filter((name) => !keys.has(toKey(name)));
    if (unmatched.length === 0 || unmatched.length > STOCK) return;
    // Of equally near ones the first is named, and in which order they were met depends on what is known from before.
    const sorted = [...keys.keys()].sort(byCodeUnit);
    for (const name of unmatched)
      report('collections/unmatched-name', { key, name, nearest: nearestOf(toKey(name), sorted) });
  };
  look('feeds.topics.include', topics.include, known.topics, topicKey);
  look('feeds.topics.exclude', topics.exclude, known.topics, topicKey);
  look('feeds.topics.names', topics.names.keys(), known.topics, topicKey);
  look('feeds.providers.include', providers.include, known.hosts);
  look('feeds.providers.exclude', providers.exclude, known.hosts);
  for (const { slug, where } of custom) {
    look(`where.topics of the feed ${slug}`, where.topics, known.topics, topicKey);
    look(`where.providers of the feed ${slug}`, where.providers, known.hosts);
  }
}

function nearestOf(wanted: string, known: readonly string[]): string | undefined {
  // www. is a part of a host, and easily forgotten.
  const twin = wanted.startsWith('www.') ? wanted.slice('www.'.length) : `www.${wanted}`;
  if (known.includes(twin)) return twin;
  return nearestTo(wanted, known, Math.max(2, wanted.length / 3));
}
