import { expect, test } from 'vitest';
import { collect } from '../../src/collect/collections.ts';
import { standsAsBefore } from '../../src/collect/standing.ts';
import type { Candidate } from '../../src/model/collection.ts';
import { articleAt, relatedTo } from '../support/candidates.ts';
import { settingsOf } from '../support/reading.ts';

const article = articleAt('a', { topics: ['One', 'Two'] });

/** Another value for each field; a field that is added has to be decided about here too. */
const OTHERS: Required<{ readonly [Key in Exclude<keyof Candidate, 'pagePrint' | 'fileDigest'>]: Candidate[Key] }> = {
  id: 'another',
  pages: ['https://news.example/another'],
  published: 2000 as Candidate['published'],
  path: 'another.md',
  parent: articleAt('parent'),
  relatedIndex: 3,
  host: 'another.example',
  providerName: 'Another' as Candidate['providerName'],
  topics: ['One', 'Three'] as unknown as Candidate['topics'],
  type: 'video',
  category: 'Opinion',
  language: 'de',
  quality: 1,
  heat: 1,
  updated: 3000 as Candidate['published'],
  text: 'another',
  seen: 'another',
  pinnedTo: ['topics/one/'],
  withheld: 'draft',
};
const FREE: readonly string[] = ['updated', 'text', 'seen'];

test.each(Object.entries(OTHERS))('%s', (key, value) => {
  const other = { ...article, [key]: value };
  expect(standsAsBefore([article], [other])).toBe(FREE.includes(key));
  expect(standsAsBefore([article, other], [article, { ...other }])).toBe(true);
});

test('lists are compared one by one, and how many there are', () => {
  expect(standsAsBefore([article], [{ ...article, topics: [...article.topics] }])).toBe(true);
  expect(standsAsBefore([article], [{ ...article, topics: article.topics.slice(0, 1) }])).toBe(false);
  expect(standsAsBefore([article], [{ ...article, topics: article.topics.toReversed() }])).toBe(false);
  expect(standsAsBefore([article], [{ ...article, pages: [...article.pages, 'https://b.example/'] }])).toBe(false);
  const related = relatedTo(article, 'https://b.example/');
  expect(standsAsBefore([article, related], [article])).toBe(false);
  expect(standsAsBefore([article], [article, related])).toBe(false);
  expect(standsAsBefore([], [])).toBe(true);
});

test('what stands as before is chosen as before', () => {
  const related = relatedTo(article, 'https://b.example/');
  const others = [articleAt('b', { topics: ['One'] }), articleAt('c', { published: 500 })];
  const edited = { ...article, updated: OTHERS.updated, text: 'another', seen: 'another' };
  const places = (candidates: readonly Candidate[]) =>
    collect(candidates, settingsOf(), () => () => undefined).collections.map(({ folder, members, total }) => [
      folder,
      members.map(({ id }) => id),
      total,
    ]);
  expect(places([edited, { ...related, parent: edited, seen: 'another' }, ...others])).toEqual(
    places([article, related, ...others]),
  );
});
