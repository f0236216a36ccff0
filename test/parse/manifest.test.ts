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
