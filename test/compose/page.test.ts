// What pages show of a feed: weeks that end with its newest entry, and the feeds near to it.
import { describe, expect, test } from 'vitest';
import { composeNeighbours, type Surroundings } from '../../src/compose/page.ts';
import { weekSpan, weeksUpTo } from '../../src/compose/weeks.ts';
import type { Candidate, Collection } from '../../src/model/collection.ts';
import { articleAt } from '../support/candidates.ts';
import { text } from '../support/documents.ts';

const DAY = 86_400;
const END = 1_700_000_000;

describe('weeks', () => {
  test.each([
    ['the newest entry is in the last week', [0], [0, 0, 1]],
    ['a week is seven days to the second', [0, 7 * DAY - 1, 7 * DAY], [0, 1, 2]],
    ['what is older is not counted', [0, 21 * DAY], [0, 0, 1]],
    ['what is newer than the end is not counted', [-1], [0, 0, 0]],
  ])('%s', (_, ages, weeks) => {
    expect(
      weeksUpTo(
        END,
        ages.map((age) => END - age),
        3,
      ),
    ).toEqual(weeks);
  });

  test('the span reaches from the oldest to the newest, within its bounds', () => {
    expect(weekSpan([], 12, 26)).toBe(12);
    expect(weekSpan([END, END - 13 * 7 * DAY], 12, 26)).toBe(14);
    expect(weekSpan([END, END - 900 * DAY], 12, 26)).toBe(26);
  });
});

function candidate(host: string, topics: readonly string[], parent?: Candidate): Candidate {
  return articleAt('a', { parent, host, providerName: text(host.toUpperCase()), topics });
}

function collection(kind: Collection['kind'], folder: string, members: readonly Candidate[]): Collection {
  return { kind, folder, slug: '', key: '', name: text(''), members, limit: 50, total: members.length };
}

describe('neighbours', () => {
  const surroundings: Surroundings = {
    feedOf: (kind, name) =>
      name === 'none'
        ? undefined
        : {
            folder: `${kind}s/${name}/`,
            name: name === 'c' ? text('The C language') : undefined,
            shownName: text(name),
          },
    relatedOf: () => [],
  };

  test('of a topic are the topics and providers of its entries, most entries first', () => {
    const members = [candidate('a', ['x', 'y']), candidate('b', ['x', 'z', 'none']), candidate('b', ['x', 'z', 'z'])];
    const { topics, providers } = composeNeighbours(collection('topic', 'topics/x/', members), surroundings);
    expect(topics.map(({ folder, entries }) => [folder, entries])).toEqual([
      ['topics/z/', 2],
      ['topics/y/', 1],
    ]);
    expect(providers.map(({ name, entries }) => [name, entries])).toEqual([
      ['B', 2],
      ['A', 1],
    ]);
  });

  test('carry the name that the configuration gives them', () => {
    const { topics } = composeNeighbours(collection('custom', 'feeds/all/', [candidate('a', ['c'])]), surroundings);
    expect(topics).toEqual([{ name: 'The C language', folder: 'topics/c/', entries: 1 }]);
  });

  test('of a provider are those that cover the same stories', () => {
    const article = candidate('a', ['x']);
    const item = candidate('b', [], article);
    const near = {
      ...surroundings,
      relatedOf: (of: Candidate) => (of === article ? [item, candidate('c', [], article)] : []),
    };
    const ofArticle = composeNeighbours(collection('provider', 'providers/a/', [article]), near);
    expect(ofArticle.providers.map(({ folder }) => folder)).toEqual(['providers/b/', 'providers/c/']);
    const ofItem = composeNeighbours(collection('provider', 'providers/b/', [item]), near);
    expect(ofItem.providers.map(({ folder }) => folder)).toEqual(['providers/a/', 'providers/c/']);
    expect(ofItem.topics.map(({ folder }) => folder)).toEqual(['topics/x/']);
  });

  test('are eight at most, and the feed itself is none', () => {
    const members = [candidate('own', [...'klmnopqrstuv'])];
    const { topics, providers } = composeNeighbours(collection('provider', 'providers/own/', members), surroundings);
    expect(topics).toHaveLength(8);
    expect(providers).toEqual([]);
  });
});
