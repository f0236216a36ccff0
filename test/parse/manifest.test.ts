import { describe, expect, test } from 'vitest';
import { parseManifest } from '../../src/parse/manifest.ts';

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
