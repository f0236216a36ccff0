// Work of choosing, counted in reads of what orders depend on, not in seconds: twice the input is about twice the work.
import { describe, expect, test } from 'vitest';
import type { Candidate } from '../../src/model/collection.ts';
import { articleAt, choose, relatedTo } from '../support/candidates.ts';
import { settingsOf } from '../support/reading.ts';

/** Candidates that count how often their date is read: every comparison reads two. */
function counted(candidates: readonly Candidate[], reads: { count: number }): readonly Candidate[] {
  const copies = new Map<Candidate, Candidate>();
  return candidates.map((candidate) => {
    const { published, ...rest } = candidate;
    const copy = Object.defineProperty({ ...rest, published }, 'published', {
      get() {
        reads.count++;
        return published;
      },
    });
    if (candidate.parent !== undefined) Object.assign(copy, { parent: copies.get(candidate.parent) });
    copies.set(candidate, copy);
    return copy;
  });
}

function workOf(candidates: readonly Candidate[], limit: number): number {
  const reads = { count: 0 };
  const settings = settingsOf(
    '',
    `site: { id: "tag:news.example,2026:feeds", title: Example News, url: "https://news.example/" }\nfeeds: { baseUrl: "https://feeds.news.example/", limit: ${limit}, custom: [{slug: all, title: All}] }\n`,
  );
  choose(counted(candidates, reads), settings);
  return reads.count;
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
/** Some order that is neither rising nor falling. */
const scattered = (index: number) => (index * 7919) % 104_729;

const INPUTS: Readonly<Record<string, (size: number) => readonly Candidate[]>> = {
  'one provider with everything, the newest last': (size) =>
    numbers(size).map((index) => articleAt(`a${String(index).padStart(6, '0')}`, { published: index })),
  'articles in no order': (size) =>
    numbers(size).map((index) => articleAt(`a${index}`, { published: scattered(index), topics: ['AI'] })),
  'a topic for each article': (size) =>
    numbers(size).map((index) => articleAt(`a${index}`, { published: scattered(index), topics: [`Topic ${index}`] })),
  'one article with all topics': (size) => [
    articleAt('a', { topics: numbers(size).map((index) => `Topic ${index}`) }),
    articleAt('b', { topics: numbers(size).map((index) => `topic ${index}`) }),
  ],
  'an article with all related items': (size) => {
    const parent = articleAt('a');
    const item = (index: number) =>
      relatedTo(parent, `https://other.example/${index}`, { published: scattered(index), relatedIndex: index });
    return [parent, ...numbers(size).map(item)];
  },
  'one page that all articles point to': (size) =>
    numbers(size).flatMap((index) => {
      const parent = articleAt(`a${index}`, { published: scattered(index) });
      return [parent, relatedTo(parent, 'https://other.example/', { published: index })];
    }),
};

describe.each(Object.entries(INPUTS))('%s', (_, input) => {
  test.each([50, 0])('twice as many, limit %i', (limit) => {
    const [once, twice] = [workOf(input(2000), limit), workOf(input(4000), limit)];
    // n log n: 2 × log 4000 / log 2000 = 2.2.
    expect(twice / once).toBeLessThan(2.5);
    expect(twice).toBeLessThan(4000 * 150);
  });
});

test('a feed that holds few compares few', () => {
  const newestFirst = numbers(4000).map((index) =>
    articleAt(`a${String(index).padStart(6, '0')}`, { published: index }),
  );
  // Site, provider and the configured feed: each refuses an article that is too old by one comparison.
  expect(workOf(newestFirst, 50)).toBeLessThan(4000 * 3 * 3);
});
