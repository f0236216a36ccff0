// The plan: a pure value, so its rules are tested without any target.
import { describe, expect, test } from 'vitest';
import type { Manifest, ManifestFile } from '../../src/model/manifest.ts';
import { defaultMaxDeletes, planPublish, stageOf } from '../../src/publish/plan.ts';
import type { Published } from '../../src/publish/published.ts';

const file = (path: string, sha = 'a', headers: Record<string, string> = {}): ManifestFile => ({
  path,
  type: 'text/plain',
  sha256: sha.repeat(64),
  bytes: 10,
  headers,
});
const feeds = [{ id: 'x', kind: 'site' as const, folder: '', title: 'x', entries: 1, updated: new Date(0) }];
const build = (...files: ManifestFile[]): Manifest => ({ files, feeds });
const at = (files: readonly ManifestFile[], unfinished?: Published['unfinished']): Published => ({
  files,
  feeds,
  headers: {},
  unfinished,
});

function plan(local: Manifest, remote: Published | undefined, more: Partial<Parameters<typeof planPublish>[0]> = {}) {
  return planPublish({
    local,
    manifestHeaders: {},
    remote,
    keepsHeader: (name) => name === 'Cache-Control',
    purges: true,
    pings: true,
    ...more,
  });
}
const changes = (result: ReturnType<typeof plan>) =>
  result.steps
    .filter(({ change }) => change !== 'unchanged')
    .map(({ path, change, reason }) => `${change} ${path}: ${reason}`);

test('each object has its change and reason', () => {
  const remote = at([
    file('rss.xml'),
    file('same.css'),
    file('gone.xml'),
    file('index.html', 'a', { 'Cache-Control': 'x' }),
    file('kept.css', 'a', { 'Cache-Control': 'x' }),
    file('late.css'),
  ]);
  const result = plan(
    build(
      ...[file('rss.xml', 'b'), file('same.css'), file('feeds.opml'), file('index.html')],
      ...['kept.css', 'late.css'].map((path) => file(path, 'a', { 'Cache-Control': 'x' })),
    ),
    remote,
  );
  expect(changes(result)).toEqual([
    'headers late.css: Cache-Control changed',
    'content rss.xml: its bytes changed (10 → 10)',
    'new feeds.opml: it was not there',
    'headers index.html: Cache-Control changed',
    'deleted gone.xml: it is no longer in the build',
  ]);
  expect(result.purge).toEqual(['feeds.opml', 'gone.xml', 'index.html', 'late.css', 'rss.xml']);
  expect(result.ping).toEqual(['rss.xml']);
  expect(result.bytes).toBe(40);
});

test('a header that the target does not keep changes the manifest only, and is purged', () => {
  const result = plan(build(file('rss.xml', 'a', { Link: 'new' })), at([file('rss.xml')]));
  expect([changes(result), result.isNothing, result.purge, result.ping]).toEqual([[], false, ['rss.xml'], []]);
});

test('what an earlier run began is sent or deleted again, whatever the manifest says', () => {
  const unfinished = {
    run: 'r',
    files: ['rss.xml', 'stray.xml', 'atom.xml'],
    purge: ['old.xml'],
    ping: ['feed.json', 'gone.xml'],
  };
  const result = plan(
    build(file('rss.xml'), file('atom.xml'), file('feed.json')),
    at([file('rss.xml'), file('feed.json')], unfinished),
  );
  expect(changes(result)).toEqual([
    'new atom.xml: an earlier run did not finish it',
    'content rss.xml: an earlier run did not finish it',
    'deleted stray.xml: an earlier run began with it, and it is not in the build',
  ]);
  expect(result.purge).toContain('old.xml');
  expect(result.ping).toEqual(['atom.xml', 'feed.json', 'rss.xml']);
});

test('what others did to headers is mended, and no news', () => {
  const local = build(file('rss.xml'), file('atom.xml'));
  const damaged = new Map([
    ['rss.xml', { change: 'headers' as const, reason: 'Content-Type at the target is another' }],
    ['atom.xml', { change: 'content' as const, reason: 'it is missing at the target' }],
  ]);
  const result = plan(local, at(local.files), { damaged });
  expect(changes(result)).toEqual([
    'content atom.xml: it is missing at the target',
    'headers rss.xml: Content-Type at the target is another',
  ]);
  expect([result.isNothing, result.purge, result.ping]).toEqual([false, ['atom.xml', 'rss.xml'], ['atom.xml']]);
});

test('nothing is nothing', () => {
  const local = build(file('rss.xml'));
  expect(plan(local, at(local.files))).toMatchObject({ isNothing: true, bytes: 0, purge: [], ping: [] });
  expect(plan(local, at(local.files, { run: 'r', files: [], purge: [], ping: ['rss.xml'] }))).toMatchObject({
    isNothing: false,
  });
});

test('what the manifest alone would say otherwise is sent with it', () => {
  const local = build(file('rss.xml'), file('style.css', 'a', { ETag: 'x' }));
  const called = feeds.map((feed) => ({ ...feed, title: 'y' }));
  const typed = local.files.map((one) => ({ ...one, type: 'text/css' }));
  for (const remote of [
    { ...at(local.files), feeds: called },
    { ...at(local.files), headers: { 'Cache-Control': 'x' } },
    at(typed),
    at([...typed.slice(0, 1), ...local.files.slice(1)]),
  ]) {
    const result = plan(local, remote);
    expect([changes(result), result.isNothing]).toEqual([[], false]);
  }
});

test('what an earlier run left stays for one that has caches and hubs to tell', () => {
  const local = build(file('rss.xml'));
  const remote = at(local.files, { run: 'r', files: [], purge: ['old.xml'], ping: ['rss.xml'] });
  const deaf = plan(local, remote, { purges: false, pings: false });
  expect(deaf).toMatchObject({ isNothing: true, purge: [], ping: [] });
  expect(deaf.untold).toEqual({ purge: ['old.xml'], ping: ['rss.xml'] });
  const told = plan(local, remote, { pings: false });
  expect(told).toMatchObject({ isNothing: false, purge: ['old.xml'], untold: { purge: [], ping: ['rss.xml'] } });
  expect(plan(local, remote).untold).toEqual({ purge: [], ping: [] });
});

describe('guards', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => file(`f${String(index).padStart(5, '0')}.xml`));

  test.each([
    [0, 20],
    [79, 20],
    [100, 25],
    [1023, 255],
    [100_000, 256],
  ])('of %i files %i may go', (files, max) => expect(defaultMaxDeletes(files)).toBe(max));

  test('one deletion too many is refused, unless it is allowed', () => {
    const remote = at(many(100));
    expect(plan(build(...many(75)), remote).refusal).toBeUndefined();
    expect(plan(build(...many(74)), remote).refusal).toEqual({ kind: 'too-many-deletions', deletions: 26, max: 25 });
    expect(plan(build(...many(74)), remote, { maxDeletes: 26 }).refusal).toBeUndefined();
    expect(plan(build(...many(99)), remote, { maxDeletes: 0 }).refusal).toMatchObject({ kind: 'too-many-deletions' });
  });

  test('what a run was about to send may no more be deleted than before; what it was about to delete may', () => {
    const remote = many(100);
    const begun = { run: 'r', files: remote.map(({ path }) => path), purge: [], ping: [] };
    expect(plan(build(...many(10)), at(remote, begun)).refusal).toMatchObject({ deletions: 90, max: 25 });
    expect(plan(build(...many(10)), at(many(10), begun)).refusal).toBeUndefined();
  });

  test('the place of another site is refused, unless it is taken over', () => {
    const there = { ...at(many(3)), feeds: feeds.map((feed) => ({ ...feed, id: 'y' })) };
    expect(plan(build(...many(3)), there).refusal).toEqual({ kind: 'other-site', id: 'y' });
    expect(plan(build(...many(3)), there, { takesOver: true }).refusal).toBeUndefined();
    expect(plan(build(...many(3)), { ...there, feeds: [] }).refusal).toBeUndefined();
    // Only the feed of the site says whose it is.
    const topic = { ...there, feeds: there.feeds.map((feed) => ({ ...feed, kind: 'topic' as const })) };
    expect(plan(build(...many(3)), topic).refusal).toBeUndefined();
    expect(plan({ files: many(3), feeds: topic.feeds }, there).refusal).toBeUndefined();
  });

  test('what others have at the places of ours is not written over, nor when another site is taken over', () => {
    const occupied = ['f00000.xml'];
    expect(plan(build(...many(1)), undefined, { occupied }).refusal).toEqual({ kind: 'occupied', paths: occupied });
    expect(plan(build(...many(1)), undefined, { occupied, takesOver: true }).refusal).toMatchObject({
      kind: 'occupied',
    });
  });

  test('an empty build is refused, whatever is allowed', () => {
    expect(plan({ files: [], feeds: [] }, at(many(3)), { maxDeletes: 1000 }).refusal).toEqual({ kind: 'empty-build' });
    expect(plan({ files: many(1), feeds: [] }, undefined).refusal).toEqual({ kind: 'empty-build' });
    expect(plan({ files: [], feeds }, undefined).refusal).toEqual({ kind: 'empty-build' });
  });
});

test.each([
  ['rss.xml', 'documents'],
  ['topics/ai/feed.json', 'documents'],
  ['topics/ai/index.html', 'pages'],
  ['404.html', 'pages'],
  ['assets/style.css', 'assets'],
  ['topics/index.html', 'lists'],
  ['index.html', 'lists'],
  ['index-2.html', 'lists'],
  ['feeds.opml', 'lists'],
  ['.well-known/feeds', 'lists'],
  ['.well-known/feed-menu.json', 'lists'],
])('%s is sent with the %s', (path, stage) => expect(stageOf(path)).toBe(stage));
