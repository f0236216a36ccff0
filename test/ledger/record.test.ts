// What a build leaves in the ledger: what changed is recorded, what did not is left, and nothing is forgotten.
import { describe, expect, test } from 'vitest';
import { findableAs, movesNobody, newRecord, recordWritten, type Written } from '../../src/ledger/record.ts';
import type { Instant } from '../../src/model/instant.ts';
import {
  type ArticleRecord,
  EMPTY_LEDGER,
  type FeedRecord,
  type Ledger,
  type RelatedRecord,
} from '../../src/model/ledger.ts';
import { plainText } from '../../src/model/text.ts';
import { articleAt, relatedTo } from '../support/candidates.ts';

const at = (seconds: number) => seconds as Instant;
const [PAGE, SECOND, OTHER] = ['https://news.example/a', 'https://original.example/a', 'https://news.example/b'];
const ARTICLE = articleAt('a', { published: 1000, text: 'T', seen: 'S', pages: [PAGE, SECOND] });
const RECORD: ArticleRecord = {
  id: ARTICLE.id,
  path: 'a.md',
  published: at(1000),
  updated: at(2000),
  text: 'T',
  seen: 'S',
  status: 'live',
  pages: [PAGE, SECOND],
};
const ITEM = relatedTo(ARTICLE, OTHER, { published: 900, seen: 'R' });
const TOLD: RelatedRecord = { id: OTHER, parentId: ARTICLE.id, published: at(900), updated: at(2000), seen: 'R' };

describe('an article is recorded anew', () => {
  test('not where all of it is known', () => {
    expect(newRecord(ARTICLE, { record: RECORD, updated: at(2000) })).toBeUndefined();
  });

  test.each<[string, ArticleRecord | RelatedRecord | undefined]>([
    ['nothing', undefined],
    ['a related item', { ...TOLD, id: ARTICLE.id }],
    ['one that was withdrawn', { ...RECORD, status: 'withdrawn' }],
    ['another path', { ...RECORD, path: 'b.md' }],
    ['another date', { ...RECORD, published: at(999) }],
    ['another change', { ...RECORD, updated: at(1999) }],
    ['another text', { ...RECORD, text: 'U' }],
    ['another sight', { ...RECORD, seen: 'U' }],
    ['another page', { ...RECORD, pages: [OTHER] }],
    ['another second page', { ...RECORD, pages: [PAGE, OTHER] }],
    ['a page more', { ...RECORD, pages: [PAGE, SECOND, OTHER] }],
    ['a page less', { ...RECORD, pages: [PAGE] }],
  ])('where %s is known', (_, record) => {
    expect(newRecord(ARTICLE, { record, updated: at(2000) })).toEqual(RECORD);
  });
});

describe('a related item is recorded anew', () => {
  test('not where all of it is known', () => {
    expect(newRecord(ITEM, { record: TOLD, updated: at(2000) })).toBeUndefined();
  });

  test.each<[string, ArticleRecord | RelatedRecord | undefined]>([
    ['nothing', undefined],
    ['an article', { ...RECORD, id: OTHER, published: at(900), seen: 'R' }],
    ['another date', { ...TOLD, published: at(899) }],
    ['another change', { ...TOLD, updated: at(1999) }],
    ['another sight', { ...TOLD, seen: 'U' }],
    ['another article that told of it', { ...TOLD, parentId: 'other' }],
  ])('where %s is known', (_, record) => {
    expect(newRecord(ITEM, { record, updated: at(2000) })).toEqual(TOLD);
  });
});

describe('an article is found again', () => {
  const { id } = ARTICLE;
  const withdrawn: ArticleRecord = { ...RECORD, status: 'withdrawn' };

  test.each([
    ['live', RECORD, ARTICLE, undefined],
    ['live, with other words', RECORD, { ...ARTICLE, text: 'U' }, { id, text: 'U', pages: [PAGE, SECOND] }],
    ['live, at another page', RECORD, { ...ARTICLE, pages: [OTHER] }, { id, text: 'T', pages: [OTHER] }],
    ['withdrawn', withdrawn, ARTICLE, undefined],
    ['withdrawn, with fewer pages', withdrawn, { ...ARTICLE, pages: [] }, undefined],
    ['withdrawn, with other words', withdrawn, { ...ARTICLE, text: 'U' }, { id, text: 'U', pages: [PAGE, SECOND] }],
    [
      'withdrawn, at another page',
      withdrawn,
      { ...ARTICLE, pages: [OTHER] },
      { id, text: 'T', pages: [OTHER, PAGE, SECOND] },
    ],
    [
      'withdrawn now, at another page',
      RECORD,
      { ...ARTICLE, pages: [PAGE, OTHER], withheld: 'draft' as const },
      { id, text: 'T', pages: [OTHER, PAGE, SECOND] },
    ],
  ] as const)('by what it says now, and by what it was withdrawn from: %s', (_, record, candidate, expected) => {
    expect(findableAs(record, candidate)).toEqual(expected);
  });
});

const ledgerOf = (...records: readonly ArticleRecord[]): Ledger => ({
  ...EMPTY_LEDGER,
  articles: new Map(records.map((record) => [record.id, record])),
});

test.each([
  ['the same', ledgerOf(RECORD), true],
  ['other words', ledgerOf({ ...RECORD, text: 'U', seen: 'U', updated: at(3000) }), true],
  ['another path', ledgerOf({ ...RECORD, path: 'b.md' }), false],
  ['a withdrawal', ledgerOf({ ...RECORD, status: 'withdrawn' }), false],
  ['another id', ledgerOf({ ...RECORD, id: 'other' }), false],
  ['an article more', ledgerOf(RECORD, { ...RECORD, id: 'other' }), false],
])('a ledger with %s is told from one that moves somebody', (_, after, isStill) => {
  expect(movesNobody(ledgerOf(RECORD), after)).toBe(isStill);
});

describe('what was written', () => {
  const collection = {
    kind: 'topic',
    key: 'ai',
    folder: 'topics/ai/',
    slug: 'ai',
    name: plainText('AI'),
    members: [],
    limit: 50,
    total: 0,
  } as const;
  const feed = { collection, id: 'tag:ai', members: [], emptied: undefined };
  const none = { idsByPath: new Map<string, string>(), withdrawn: [] };
  const nothing: Written = {
    siteId: 'tag:site',
    feeds: [],
    pastOf: () => ({ record: undefined, updated: at(2000) }),
    lastGood: [],
    findable: [],
  };

  test('is added to what was known, and of nothing else is anything forgotten', () => {
    const old: FeedRecord = {
      kind: 'topic',
      key: 'x',
      folder: 'topics/x/',
      name: 'X',
      id: 'tag:x',
      emptied: undefined,
    };
    const before = { ...ledgerOf({ ...RECORD, id: 'old' }), feeds: new Map([[old.folder, old]]), siteId: 'tag:first' };
    const after = recordWritten(before, none, { ...nothing, feeds: [{ ...feed, members: [ARTICLE, ITEM] }] });
    expect(after).toEqual({
      siteId: 'tag:first',
      articles: new Map([
        ['old', { ...RECORD, id: 'old' }],
        [ARTICLE.id, RECORD],
      ]),
      related: new Map([[OTHER, TOLD]]),
      feeds: new Map([
        [old.folder, old],
        [
          'topics/ai/',
          { kind: 'topic', key: 'ai', folder: 'topics/ai/', name: 'AI', id: 'tag:ai', emptied: undefined },
        ],
      ]),
      lastGood: new Map(),
    });
    expect(recordWritten(EMPTY_LEDGER, none, nothing).siteId).toBe('tag:site');
  });

  test('says where articles lie now, what was withdrawn, and by what it is found', () => {
    const [moved, gone, told] = ['moved', 'gone', 'told'].map((id) => ({ ...RECORD, id }));
    if (moved === undefined || gone === undefined || told === undefined) throw new Error();
    const idsByPath = new Map([
      ['b.md', 'moved'],
      ['a.md', 'gone'],
      ['new.md', 'new'],
    ]);
    const findable = [
      { id: 'told', text: 'U', pages: [OTHER] },
      { id: 'unknown', text: 'U', pages: [OTHER] },
    ];
    const after = recordWritten(
      ledgerOf(moved, gone, told),
      { idsByPath, withdrawn: [gone] },
      { ...nothing, findable },
    );
    expect([...after.articles.values()]).toEqual([
      { ...moved, path: 'b.md' },
      { ...gone, status: 'withdrawn' },
      { ...told, text: 'U', pages: [OTHER] },
    ]);
  });

  test('is not what a broken article says: what is known of it stays', () => {
    const pinned = articleAt('a', { text: '', seen: '', pages: [], pinnedTo: ['topics/ai/'] });
    const before = ledgerOf(RECORD);
    const after = recordWritten(before, none, { ...nothing, feeds: [{ ...feed, members: [pinned] }] });
    expect(after.articles).toEqual(before.articles);
  });
});
