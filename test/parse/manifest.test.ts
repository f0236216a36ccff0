import { describe, expect, test } from 'vitest';
import { fileLinesOf, parseManifest } from '../../src/parse/manifest.ts';
import { renderManifest } from '../../src/render/manifest.ts';

function manifest(folder: string): string {
  const feed = {
    id: 'tag:a.example,2026:f',
    kind: 'topic',
    folder,
    title: 'A',
    entries: 1,
    updated: '2026-03-01T08:00:00Z',
  };
  return JSON.stringify({ version: 1, generator: 'Feedmill', feeds: [feed], files: [] });
}

describe('parseManifest', () => {
  test.each(['', 'topics/ai/', 'providers/a.example/'])('takes a feed in the folder "%s"', (folder) => {
    expect(parseManifest(manifest(folder))?.feeds.map((feed) => feed.folder)).toEqual([folder]);
  });

  test.each(['../', 'topics/../../', '/etc/', 'topics/ai', 'a\\b/', '/'])(
    'leaves out a feed in the folder "%s"',
    (folder) => {
      expect(parseManifest(manifest(folder))?.feeds).toEqual([]);
    },
  );

  const FILE = { path: 'a.xml', type: 'text/xml', sha256: 'ab'.repeat(32), bytes: 1, headers: { ETag: '"1"' } };
  test.each<[string, unknown]>([
    ['a text', 'a.xml'],
    ['a list', [FILE]],
    ['one without a path', { ...FILE, path: undefined }],
    ['one that lies outside', { ...FILE, path: '../a.xml' }],
    ['one without a type', { ...FILE, type: undefined }],
    ['one whose hash is none', { ...FILE, sha256: 'AB'.repeat(32) }],
    ['one whose size is a text', { ...FILE, bytes: '1' }],
    ['one without headers', { ...FILE, headers: undefined }],
    ['one whose headers are no texts', { ...FILE, headers: { ETag: 1 } }],
  ])('leaves out of its files %s', (_, file) => {
    const text = JSON.stringify({ generator: 'Feedmill', files: [file, FILE] });
    expect(parseManifest(text)).toMatchObject({ files: [FILE], feeds: [] });
  });

  const FEED = { id: 'tag:x', kind: 'topic', folder: 'topics/ai/', title: 'AI', entries: 1 };
  test.each<[string, unknown]>([
    ['a text', 'topics/ai/'],
    ['one without an id', { ...FEED, id: undefined }],
    ['one without a title', { ...FEED, title: 1 }],
    ['one of a kind that nobody knows', { ...FEED, kind: 'author' }],
  ])('leaves out of its feeds %s', (_, feed) => {
    const text = JSON.stringify({ generator: 'Feedmill', files: [], feeds: [feed, FEED] });
    expect(parseManifest(text)?.feeds).toMatchObject([FEED]);
  });

  test('takes no manifest of others', () => {
    expect(parseManifest('{"generator":"Other","files":[]}')).toBeUndefined();
    expect(parseManifest('not JSON')).toBeUndefined();
  });
});

describe('the lines of a manifest', () => {
  const files = ['a.xml', 'topics/a "quoted" name/rss.xml', '人工智能/feed.json'].map((path, index) => ({
    path,
    type: 'text/xml',
    sha256: 'ab'.repeat(32),
    bytes: index,
    headers: { Link: '<https://x.example/>; rel="self"', 'X-Brackets': ']\n  }' },
  }));
  const feeds = [
    { id: 'tag:x', kind: 'site' as const, folder: '', title: 'A "files": [ title', entries: 1, updated: new Date(0) },
  ];
  const baseUrl = 'https://feeds.example/"files"/';
  const text = renderManifest({ files, feeds, also: { baseUrl } });

  test('are those of its files, and make the same manifest again', () => {
    const lines = fileLinesOf(text);
    expect([...(lines?.keys() ?? [])]).toEqual(files.map(({ path }) => path));
    expect(renderManifest({ files: [...(lines?.values() ?? [])], feeds, also: { baseUrl } })).toBe(text);
    expect(parseManifest(text)).toMatchObject({ files, baseUrl });
  });

  test('of another text are not guessed at', () => {
    for (const other of [
      '',
      '{}',
      JSON.stringify(JSON.parse(text)),
      text.replace('    {"path"', '  {"path"'),
      `${text} `,
    ])
      expect(fileLinesOf(other)).toBeUndefined();
  });
});
