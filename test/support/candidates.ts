// Candidates for choosing, with what an idea is about. Tests only.
import { collect } from '../../src/collect/collections.ts';
import type { Finding } from '../../src/diagnostics/finding.ts';
import type { Candidate, Choice, Collection } from '../../src/model/collection.ts';
import type { Instant } from '../../src/model/instant.ts';
import type { Settings } from '../../src/model/settings.ts';
import { type PlainText, plainText } from '../../src/model/text.ts';
import { settingsOf, sinkFor } from './reading.ts';

type Given = Partial<Omit<Candidate, 'topics' | 'published'>> & {
  readonly topics?: readonly string[];
  readonly published?: number;
};

/** An article of the site itself, at `https://news.example/{path}`, unless told otherwise. */
export function articleAt(path: string, { topics = [], published = 1000, ...more }: Given = {}): Candidate {
  return {
    id: `tag:news.example,2026:feeds/${path}`,
    pages: [`https://news.example/${path}`],
    published: published as Instant,
    path: `${path}.md`,
    parent: undefined,
    relatedIndex: -1,
    host: 'news.example',
    providerName: 'Example News' as PlainText,
    topics: topics.map(plainText),
    type: undefined,
    category: undefined,
    language: undefined,
    quality: undefined,
    heat: undefined,
    updated: undefined,
    text: path,
    seen: path,
    pinnedTo: undefined,
    withheld: undefined,
    ...more,
  };
}

/** A related item of an article, at its own page. */
export function relatedTo(parent: Candidate, page: string, more: Given = {}): Candidate {
  return articleAt(parent.path, {
    ...more,
    id: page,
    pages: [page],
    path: parent.path,
    parent,
    relatedIndex: more.relatedIndex ?? 0,
    host: more.host ?? new URL(page).hostname,
  });
}

export interface Chosen extends Choice {
  readonly findings: readonly Finding[];
  /** The collection in a folder. */
  in(folder: string): Collection | undefined;
  /** Ids of the members of the collection in a folder, shortened to their paths. */
  idsIn(folder: string): readonly string[];
}

export function choose(candidates: readonly Candidate[], settings: Settings = settingsOf()): Chosen {
  const findings: Finding[] = [];
  const choice = collect(candidates, settings, (path) => (code, values) => {
    const sink = sinkFor(path);
    sink.report(code, values);
    findings.push(...sink.findings);
  });
  const collectionIn = (folder: string) => choice.collections.find((collection) => collection.folder === folder);
  return {
    ...choice,
    findings,
    in: collectionIn,
    idsIn: (folder) =>
      (collectionIn(folder)?.members ?? []).map(({ id }) => id.replace('tag:news.example,2026:feeds/', '')),
  };
}
