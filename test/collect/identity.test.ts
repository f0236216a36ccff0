import { describe, expect, test } from 'vitest';
import { articleAt, choose, relatedTo } from '../support/candidates.ts';
import { codesOf } from '../support/reading.ts';

const PAGE = 'https://other.example/page';

describe('two files', () => {
  test('with one id: the first by path keeps it', () => {
    const [html, md] = [articleAt('story', { path: 'story.html' }), articleAt('story', { path: 'story.md' })];
    for (const given of [
      [html, md],
      [md, html],
    ]) {
      const { collections, findings } = choose(given);
      expect(collections[0]?.members).toEqual([html]);
      expect(findings).toMatchObject([
        { code: 'collections/duplicate-id', path: 'story.md', message: expect.stringContaining('story.html') },
      ]);
    }
  });

  test('with one id: the related items of the one that is left out stay out too', () => {
    const [html, md] = [articleAt('story', { path: 'story.html' }), articleAt('story', { path: 'story.md' })];
    expect(choose([html, md, relatedTo(md, PAGE)]).idsIn('providers/other.example/')).toEqual([]);
  });

  test('with one address are two articles', () => {
    const [a, b] = [articleAt('a', { pages: [PAGE] }), articleAt('b', { pages: [PAGE], published: 2000 })];
    const { idsIn, findings } = choose([a, b]);
    expect(idsIn('')).toEqual(['b', 'a']);
    expect(findings).toMatchObject([{ code: 'collections/shared-address', severity: 'info', path: 'b.md' }]);
  });

  test('one of them withheld say nothing of one address', () => {
    expect(
      choose([articleAt('a', { pages: [PAGE] }), articleAt('b', { pages: [PAGE], withheld: 'draft' })]).findings,
    ).toEqual([]);
  });
});

describe('one page', () => {
  test('as related item and article is the article', () => {
    const parent = articleAt('a');
    const page = articleAt('b', { pages: ['https://news.example/b', PAGE], host: 'other.example' });
    for (const given of [
      [parent, relatedTo(parent, PAGE), page],
      [page, parent, relatedTo(parent, PAGE)],
    ]) {
      expect(choose(given).idsIn('providers/other.example/')).toEqual(['b']);
    }
  });

  test('that an article has its id from is the article, wherever that lies now', () => {
    const parent = articleAt('a');
    const page = articleAt('b', { id: PAGE, host: 'other.example' });
    for (const given of [
      [parent, relatedTo(parent, PAGE), page],
      [page, parent, relatedTo(parent, PAGE)],
    ]) {
      expect(choose(given).idsIn('providers/other.example/')).toEqual([PAGE]);
      expect(choose(given).in('providers/other.example/')?.members).toEqual([page]);
    }
  });

  test('that an article has its id from is withheld with another one that lies there now', () => {
    const { withheldPages } = choose([
      articleAt('a', { id: PAGE }),
      articleAt('b', { pages: [PAGE], withheld: 'removed' }),
    ]);
    expect([...withheldPages]).toEqual([PAGE]);
  });

  test('as two related items is the copy of the newest parent', () => {
    const [older, newer] = [articleAt('a', { published: 1 }), articleAt('b', { published: 2 })];
    const copies = [relatedTo(older, PAGE, { published: 9 }), relatedTo(newer, PAGE, { published: 5 })];
    for (const given of [
      [older, ...copies, newer],
      [newer, ...copies.toReversed(), older],
    ]) {
      expect(choose(given).in('providers/other.example/')?.members).toEqual([copies[1]]);
    }
  });

  test('with parents of one instant is the copy of the first by id', () => {
    const [a, b] = [articleAt('a'), articleAt('b')];
    const copies = [relatedTo(b, PAGE), relatedTo(a, PAGE)];
    expect(choose([a, b, ...copies]).in('providers/other.example/')?.members[0]?.parent).toBe(a);
  });

  test('twice in one article is the first copy', () => {
    const parent = articleAt('a');
    const copies = [relatedTo(parent, PAGE, { relatedIndex: 3 }), relatedTo(parent, PAGE, { relatedIndex: 1 })];
    expect(choose([parent, ...copies]).in('providers/other.example/')?.members).toEqual([copies[1]]);
  });
});

describe('a withheld page', () => {
  test.each(['unpublished', 'draft', 'removed', 'embargoed'] as const)('(%s) is neither entry nor link', (withheld) => {
    const parent = articleAt('a');
    const { idsIn, withheldPages, collections } = choose([
      parent,
      relatedTo(parent, PAGE),
      articleAt('b', { pages: ['https://news.example/b', PAGE], withheld }),
    ]);
    expect(idsIn('')).toEqual(['a']);
    expect(collections.map(({ folder }) => folder)).toEqual(['', 'providers/news.example/']);
    expect([...withheldPages].sort()).toEqual(['https://news.example/b', PAGE]);
  });

  test('is none when another published file has it', () => {
    const { withheldPages, idsIn } = choose([
      articleAt('a', { pages: [PAGE], host: 'other.example' }),
      articleAt('b', { pages: [PAGE], withheld: 'removed' }),
    ]);
    expect([...withheldPages]).toEqual([]);
    expect(idsIn('providers/other.example/')).toEqual(['a']);
  });
});

test('nothing odd, no finding', () => {
  const parent = articleAt('a', { topics: ['AI'] });
  expect(codesOf(choose([parent, relatedTo(parent, PAGE), articleAt('b')]).findings)).toEqual([]);
});
