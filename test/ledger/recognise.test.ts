// Who is who, apart from any disk: pairs of what the ledger remembers and what a scan found.
import { describe, expect, test } from 'vitest';
import { earlierIds } from '../../src/ledger/earlier-ids.ts';
import { type FoundFile, recognise } from '../../src/ledger/recognise.ts';
import type { Candidate } from '../../src/model/collection.ts';
import type { Instant } from '../../src/model/instant.ts';
import { type ArticleRecord, EMPTY_LEDGER, type Ledger } from '../../src/model/ledger.ts';
import { articleAt } from '../support/candidates.ts';

const NOW = 1_000_000 as Instant;

function found(path: string, own: Partial<Candidate> = {}, state: FoundFile['state'] = 'good'): FoundFile {
  const candidate = articleAt(path, {
    id: `tag:x/${path.replace(/\.\w+$/, '')}`,
    pages: [`https://x.example/${path}`],
    published: 500,
    path,
    text: `text of ${path}`,
    seen: `seen of ${path}`,
    ...own,
  });
  return { path, candidates: state === 'good' ? [candidate] : [], state };
}

function record(path: string, own: Partial<ArticleRecord> = {}): ArticleRecord {
  const { candidates } = found(path);
  const [{ id = '', pages = [], text = '', seen = '' } = {}] = candidates;
  return { id, path, published: 500 as Instant, updated: 500 as Instant, text, seen, status: 'live', pages, ...own };
}

function ledgerOf(...records: readonly ArticleRecord[]): Ledger {
  return { ...EMPTY_LEDGER, articles: new Map(records.map((one) => [one.id, one])) };
}

const idsOf = (files: readonly FoundFile[], ledger: Ledger) =>
  Object.fromEntries([...recognise(files, ledger, NOW).candidates].map(({ path, id }) => [path, id]));

describe('an article is found again', () => {
  test('by its path, whatever else changed', () => {
    expect(
      idsOf([found('a.md', { text: 'other', pages: ['https://y.example/'] })], ledgerOf(record('a.md', { id: 'old' }))),
    ).toEqual({
      'a.md': 'old',
    });
  });

  test('by its content, before its address', () => {
    const ledger = ledgerOf(
      record('a.md', { id: 'A', text: 'T' }),
      record('b.md', { id: 'B', pages: ['https://p.example/'] }),
    );
    expect(idsOf([found('c.md', { text: 'T', pages: ['https://p.example/'] })], ledger)).toEqual({ 'c.md': 'A' });
  });

  test('by content among several equal ones in the order of their paths, when none is missing', () => {
    const ledger = ledgerOf(record('a2.md', { id: 'A2', text: 'T' }), record('a1.md', { id: 'A1', text: 'T' }));
    expect(idsOf([found('b2.md', { text: 'T' }), found('b1.md', { text: 'T' })], ledger)).toEqual({
      'b1.md': 'A1',
      'b2.md': 'A2',
    });
    // Of a file that was moved and copied, the first by path is the one that was moved.
    expect(
      idsOf(
        ['b3.md', 'b2.md', 'b1.md'].map((path) => found(path, { text: 'T' })),
        ledger,
      ),
    ).toEqual({
      'b1.md': 'A1',
      'b2.md': 'A2',
      'b3.md': 'tag:x/b3',
    });
    // Which of the two went nobody can know.
    expect(idsOf([found('b1.md', { text: 'T' })], ledger)).toEqual({ 'b1.md': 'tag:x/b1' });
  });

  test('by its address only when exactly one came and one went', () => {
    const page = 'https://p.example/';
    const ledger = ledgerOf(record('a.md', { id: 'A', pages: [page] }));
    expect(idsOf([found('b.md', { pages: [page] })], ledger)).toEqual({ 'b.md': 'A' });
    expect(idsOf([found('b.md', { pages: [page] }), found('c.md', { pages: [page] })], ledger)).toEqual({
      'b.md': 'tag:x/b',
      'c.md': 'tag:x/c',
    });
  });

  test('by one of its addresses once, though two that came have one each', () => {
    const [one, other] = ['https://p.example/1', 'https://p.example/2'];
    const came = [found('b.md', { pages: [one] }), found('c.md', { pages: [other] })];
    expect(idsOf(came, ledgerOf(record('a.md', { id: 'A', pages: [one, other] })))).toEqual({
      'b.md': 'A',
      'c.md': 'tag:x/c',
    });
    const gone = [record('a.md', { id: 'A', pages: [one] }), record('b.md', { id: 'B', pages: [other] })];
    const ids = idsOf([found('c.md', { pages: [one, other] })], ledgerOf(...gone));
    expect(ids).toEqual({ 'c.md': 'A' });
  });

  test.each([
    ['as it was', {}],
    ['revised', { text: 'revised' }],
  ])('never as one whose file is still there, %s', (_, own) => {
    expect(
      idsOf(
        [found('a.md', own), found('copy.md', { text: 'text of a.md', pages: ['https://x.example/a.md'] })],
        ledgerOf(record('a.md', { id: 'A' })),
      ),
    ).toEqual({
      'a.md': 'A',
      'copy.md': 'tag:x/copy',
    });
  });
});

test('an article that was withdrawn is found by its words where another came to its place meanwhile', () => {
  const ledger = ledgerOf(record('a.md', { id: 'tag:x/a', text: 'T', status: 'withdrawn' }));
  const other = found('a.md', { published: 600 as Instant });
  expect(idsOf([other, found('b.md', { text: 'T' })], ledger)).toEqual({ 'a.md': 'tag:x/a~2', 'b.md': 'tag:x/a' });
  // With the words and date of none it is the one that was there.
  expect(idsOf([other, found('b.md')], ledger)).toEqual({ 'a.md': 'tag:x/a', 'b.md': 'tag:x/b' });
});

describe('a draft takes no id from who is published', () => {
  const page = 'https://p.example/';
  const draft = (own: Partial<Candidate>) => found('a-draft.md', { withheld: 'unpublished', ...own });

  test.each([
    ['its words', draft({ text: 'T' }), found('c.md', { text: 'T' })],
    ['its address', draft({ pages: [page] }), found('c.md', { pages: [page] })],
    ['its words, where the other has its address', draft({ text: 'T' }), found('c.md', { pages: [page] })],
  ])('for %s', (_, ...files) => {
    const ledger = ledgerOf(record('a.md', { id: 'A', text: 'T', pages: [page] }));
    expect(idsOf(files, ledger)).toEqual({ 'a-draft.md': 'tag:x/a-draft', 'c.md': 'A' });
    expect(recognise(files, ledger, NOW).withdrawn).toEqual([]);
  });

  test('where an article moves over another', () => {
    const ledger = ledgerOf(record('a.md', { id: 'A', text: 'T' }), record('b.md', { id: 'B' }));
    const files = [draft({ text: 'T' }), found('b.md', { text: 'T', published: 600 as Instant })];
    expect(idsOf(files, ledger)).toEqual({ 'a-draft.md': 'tag:x/a-draft', 'b.md': 'A' });
  });

  test('where an article moves over another, and the draft lies where one was withdrawn', () => {
    const known = record('a-draft.md', { id: 'D', status: 'withdrawn' });
    const ledger = ledgerOf(record('a.md', { id: 'A', text: 'T' }), record('b.md', { id: 'B' }), known);
    const files = [draft({ text: 'T' }), found('b.md', { text: 'T', published: 600 as Instant })];
    expect(idsOf(files, ledger)).toEqual({ 'a-draft.md': 'D', 'b.md': 'A' });
  });

  test('when its words and date are changed', () => {
    const ledger = ledgerOf(record('a.md', { id: 'A', text: 'T' }));
    const files = [draft({ text: 'T' }), found('a.md', { text: 'revised', published: 600 as Instant })];
    expect(idsOf(files, ledger)).toEqual({ 'a-draft.md': 'tag:x/a-draft', 'a.md': 'A' });
  });

  test('that was a related item', () => {
    const related = { id: page, parentId: 'P', published: 500 as Instant, updated: 500 as Instant, seen: '' };
    const ledger = { ...ledgerOf(record('p.md')), related: new Map([[page, related]]) };
    const files = [draft({ pages: [page] }), found('c.md', { pages: [page] }), found('p.md')];
    expect(idsOf(files, ledger)).toMatchObject({ 'a-draft.md': 'tag:x/a-draft', 'c.md': page });
  });

  test('and is the article where nobody else can be, until that comes back', () => {
    const ledger = ledgerOf(record('a.md', { id: 'tag:x/a', text: 'T' }));
    const files = [draft({ text: 'T' })];
    expect(idsOf(files, ledger)).toEqual({ 'a-draft.md': 'tag:x/a' });
    const kept = ledgerOf(record('a-draft.md', { id: 'tag:x/a', text: 'T', status: 'withdrawn' }));
    expect(idsOf([...files, found('a.md', { text: 'T' })], kept)).toEqual({
      'a-draft.md': 'tag:x/a-draft',
      'a.md': 'tag:x/a',
    });
    // Another article in the place that it left is not the one that lies there.
    expect(idsOf([...files, found('a.md', { text: 'other' })], kept)).toEqual({
      'a-draft.md': 'tag:x/a',
      'a.md': 'tag:x/a~2',
    });
  });
});

describe('what was withdrawn comes back as the file that has the words of its draft', () => {
  const draft = (own: Partial<Candidate>) => found('a.md', { withheld: 'removed', ...own });
  const copy = found('b.md', { text: 'new words', published: 600 as Instant });

  test.each([
    ['in the build that withdraws it', 'live', 'T'],
    ['in a later build', 'withdrawn', 'new words'],
  ] as const)('%s', (_, status, text) => {
    const ledger = ledgerOf(record('a.md', { id: 'A', text, status }));
    expect(idsOf([draft({ text: 'new words' }), copy], ledger)).toEqual({ 'a.md': 'tag:x/a', 'b.md': 'A' });
  });

  test.each([
    ['in the build that withdraws it', 'live', 'T'],
    ['in a later build', 'withdrawn', 'new words'],
  ] as const)('but not where the draft of another article lies at its place, %s', (_, status, text) => {
    const ledger = ledgerOf(record('a.md', { id: 'A', text, status }));
    const other = draft({ text: 'new words', published: 600 as Instant });
    expect(idsOf([other, copy], ledger)).toEqual({ 'a.md': 'A', 'b.md': 'tag:x/b' });
  });
});

describe('an id never goes to another article', () => {
  test('a path whose id another has takes a number', () => {
    const ledger = ledgerOf(record('b.md', { id: 'tag:x/a' }), record('c.md', { id: 'tag:x/a~2' }));
    expect(idsOf([found('a.md'), found('b.md'), found('c.md')], ledger)).toEqual({
      'a.md': 'tag:x/a~3',
      'b.md': 'tag:x/a',
      'c.md': 'tag:x/a~2',
    });
  });

  test('an article whose own id is that page has it alone', () => {
    // As where `site.id` is the address of the site.
    const page = 'https://x.example/a';
    const related = { id: page, parentId: 'P', published: 500 as Instant, updated: 500 as Instant, seen: '' };
    const ledger = { ...EMPTY_LEDGER, related: new Map([[page, related]]) };
    const files = [found('a.md', { id: page, pages: [] }), found('b.md', { pages: [page] })];
    expect(idsOf(files, ledger)).toEqual({ 'a.md': page, 'b.md': 'tag:x/b' });
    const others = [found('0.md', { pages: [page] }), found('a.md', { id: page, pages: [] })];
    expect(idsOf(others, ledger)).toEqual({ '0.md': 'tag:x/0', 'a.md': page });
  });

  test('the page of a related item is the id of one of two articles that have it now', () => {
    const page = 'https://p.example/';
    const related = { id: page, parentId: 'P', published: 500 as Instant, updated: 500 as Instant, seen: '' };
    const ledger = { ...EMPTY_LEDGER, related: new Map([[page, related]]) };
    const files = [found('a.md', { pages: [page] }), found('b.md', { pages: [page] })];
    expect(idsOf(files, ledger)).toEqual({ 'a.md': page, 'b.md': 'tag:x/b' });
    // Not where an article has taken it before, though that is gone.
    const { articles } = ledgerOf(record('c.md', { id: page, pages: [page] }));
    expect(idsOf(files, { ...ledger, articles })).toEqual({ 'a.md': 'tag:x/a', 'b.md': 'tag:x/b' });
  });

  test.each(['a', 'v1.2'])(
    'of two files that differ in their extension the one that was published keeps it; the other is left out: %s',
    (name) => {
      const [path, other] = [`${name}.md`, `${name}.html`];
      const { candidates, duplicates } = recognise([found(other), found(path)], ledgerOf(record(path)), NOW);
      expect([...candidates].map((one) => one.path)).toEqual([path]);
      expect(duplicates).toEqual([{ path: other, id: `tag:x/${name}`, owner: path }]);
    },
  );

  test('so with two whose names differ in their Unicode form alone', () => {
    const [composed, decomposed] = ['caf\u00e9.md', 'cafe\u0301.md'];
    const id = 'tag:x/caf%C3%A9';
    const ledger = ledgerOf(record(decomposed, { id }));
    const { candidates, duplicates } = recognise([found(decomposed, { id }), found(composed, { id })], ledger, NOW);
    expect([...candidates].map(({ path }) => path)).toEqual([decomposed]);
    expect(duplicates).toEqual([{ path: composed, id, owner: decomposed }]);
  });

  test('also when the id that both have by their path went to another before', () => {
    const ledger = ledgerOf(record('b.md', { id: 'tag:x/a' }), record('a.html', { id: 'tag:x/a~2' }));
    const { candidates, duplicates } = recognise([found('a.html'), found('a.md'), found('b.md')], ledger, NOW);
    expect([...candidates].map(({ path, id }) => [path, id])).toEqual([
      ['a.html', 'tag:x/a~2'],
      ['b.md', 'tag:x/a'],
    ]);
    expect(duplicates).toEqual([{ path: 'a.md', id: 'tag:x/a~2', owner: 'a.html' }]);
  });

  test('of two that stand where it was, the first by path takes it; the other is left out', () => {
    const { candidates, duplicates } = recognise([found('a.yaml'), found('a.html')], ledgerOf(record('a.md')), NOW);
    expect([...candidates].map(({ path, id }) => [path, id])).toEqual([['a.html', 'tag:x/a']]);
    expect(duplicates).toEqual([{ path: 'a.yaml', id: 'tag:x/a', owner: 'a.html' }]);
  });

  test('also while the one that was published is broken', () => {
    const { candidates, broken, duplicates } = recognise(
      [found('a.html'), found('a.md', {}, 'broken')],
      ledgerOf(record('a.md')),
      NOW,
    );
    expect([...candidates]).toEqual([]);
    expect(broken).toHaveLength(1);
    expect(duplicates).toHaveLength(1);
  });
});

describe('what becomes of a record', () => {
  const fates = (files: readonly FoundFile[], ledger: Ledger) => {
    const { broken, withdrawn } = recognise(files, ledger, NOW);
    return { broken: broken.map(({ path }) => path), withdrawn: withdrawn.map(({ path }) => path) };
  };

  test.each([
    ['its file is good', [found('a.md')], { broken: [], withdrawn: [] }],
    ['its file is broken', [found('a.md', {}, 'broken')], { broken: ['a.md'], withdrawn: [] }],
    [
      'its file says that it may not be published',
      [found('a.md', { withheld: 'unpublished' })],
      { broken: [], withdrawn: ['a.md'] },
    ],
    ['its file is broken and says so', [found('a.md', {}, 'withdrawn')], { broken: [], withdrawn: ['a.md'] }],
    ['its file is gone', [], { broken: [], withdrawn: ['a.md'] }],
    ['it has moved', [found('b.md', { text: 'text of a.md' })], { broken: [], withdrawn: [] }],
  ] as const)('%s', (_, files, expected) => {
    expect(fates(files, ledgerOf(record('a.md')))).toEqual(expected);
  });

  test('withdrawn before, it stays so when it breaks', () => {
    expect(fates([found('a.md', {}, 'broken')], ledgerOf(record('a.md', { status: 'withdrawn' })))).toEqual({
      broken: [],
      withdrawn: ['a.md'],
    });
  });
});

test.each([
  ['they lie where they lay', [found('a.md'), found('new.md')], true],
  ['one has moved', [found('b.md', { text: 'text of a.md' })], false],
  ['one is gone', [], false],
] as const)('whether all are in their places is told where %s', (_, files, isInPlace) => {
  expect(recognise(files, ledgerOf(record('a.md')), NOW).isInPlace).toBe(isInPlace);
});

describe('related items under keys of earlier versions', () => {
  const today = 'https://x.example/a';
  const [first, second] = ['https://x.example:443/a', 'http://x.example:80/a'];
  const earlier = (...ids: readonly string[]) =>
    earlierIds({
      related: new Map(ids.map((id) => [id, { id, parentId: 'P', published: NOW, updated: NOW, seen: '' }] as const)),
    });

  test('are known by the first of them', () => {
    expect(earlier(first, second).idOf(today)).toBe(first);
    expect(earlier(second, first).idOf(today)).toBe(second);
  });

  test('are known by the key of today where that is in the ledger as well', () => {
    expect(earlier(first, today).idOf(today)).toBe(today);
    expect(earlier(first, today).of(found('a.md', { pages: [today] }).candidates[0] as Candidate)).toBeUndefined();
  });

  test('are no other pages', () => {
    expect(earlier(first).idOf('https://x.example/b')).toBe('https://x.example/b');
  });
});

describe('an embargo', () => {
  const future = (NOW + 100) as Instant;

  test('holds back what nobody has seen, and tells when it is due', () => {
    const soon = (NOW + 50) as Instant;
    const { candidates, embargoed, nextDue } = recognise(
      [
        found('a.md', { published: future }),
        found('b.md', { published: soon }),
        found('c.md', { published: future }),
        found('draft.md', { published: future, withheld: 'draft' }),
        found('now.md', { published: NOW }),
      ],
      EMPTY_LEDGER,
      NOW,
    );
    const held = ['embargoed', 'embargoed', 'embargoed', 'draft', undefined];
    expect([...candidates].map(({ withheld }) => withheld)).toEqual(held);
    expect(embargoed).toEqual([
      { path: 'a.md', published: future },
      { path: 'b.md', published: soon },
      { path: 'c.md', published: future },
    ]);
    expect(nextDue).toBe(soon);
  });

  test('does not take back what subscribers have seen when the clock goes back', () => {
    const { candidates, nextDue } = recognise(
      [found('a.md', { published: future })],
      ledgerOf(record('a.md', { published: future })),
      NOW,
    );
    expect(candidates.at(0)?.withheld).toBeUndefined();
    expect(nextDue).toBeUndefined();
  });

  test('is set anew by a new date', () => {
    const { candidates, isInPlace } = recognise([found('a.md', { published: future })], ledgerOf(record('a.md')), NOW);
    expect(candidates.at(0)?.withheld).toBe('embargoed');
    expect(isInPlace).toBe(false);
  });
});
