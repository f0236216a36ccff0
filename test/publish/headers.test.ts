// Headers by rule: defaults by class, later rules win, one spelling a name, nothing that belongs to the server.
import { describe, expect, test } from 'vitest';
import { headerRules, mediaTypeOfOutput } from '../../src/build/making/headers.ts';
import { parseConfig } from '../../src/parse/config/config.ts';
import { configFor, settingsFor } from './site.ts';

const headersOf = (path: string, more = '') => headerRules(settingsFor(more))(path, mediaTypeOfOutput(path));
const rules = (...list: readonly string[]) => `publish:\n  headers:\n${list.map((rule) => `    - ${rule}\n`).join('')}`;

describe('defaults', () => {
  test.each([
    ['rss.xml', 'public, max-age=600, stale-while-revalidate=3600, stale-if-error=86400', '*'],
    ['feeds.opml', 'public, max-age=600, stale-while-revalidate=3600, stale-if-error=86400', '*'],
    ['topics/ai/index.html', 'public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400', undefined],
    ['404.html', 'public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400', '*'],
    ['topics/404.html', 'public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400', undefined],
    ['manifest.json', 'no-cache', '*'],
    // Only what has another name with each content is kept for ever.
    ['assets/feed.0123456789ab.css', 'public, max-age=31536000, immutable', '*'],
    ['assets/feed.css', 'public, max-age=600, stale-while-revalidate=3600, stale-if-error=86400', '*'],
    ['assets/0123456789abcdef.css', 'public, max-age=600, stale-while-revalidate=3600, stale-if-error=86400', '*'],
    [
      'topics/assets/feed.0123456789ab.css',
      'public, max-age=600, stale-while-revalidate=3600, stale-if-error=86400',
      '*',
    ],
  ])('%s', (path, cacheControl, origin) => {
    const headers = headersOf(path);
    expect([headers['Cache-Control'], headers['Access-Control-Allow-Origin']]).toEqual([cacheControl, origin]);
  });

  test('only documents say where they are, for hubs', () => {
    const named = ['rss.xml', 'topics/ai/feed.json', 'feeds.opml', 'index.html'].map((path) => headersOf(path)['Link']);
    expect(named).toEqual([
      '<https://feeds.example.org/rss.xml>; rel="self"',
      '<https://feeds.example.org/topics/ai/feed.json>; rel="self"',
      undefined,
      undefined,
    ]);
  });

  test('shared caches keep for longer what they are purged of', () => {
    const purge = 'publish:\n  purge:\n    fastly: { service: abc }\n';
    expect(headersOf('rss.xml', purge)).toMatchObject({
      'Cache-Control': 'public, max-age=600, s-maxage=86400, stale-while-revalidate=3600, stale-if-error=86400',
      'Surrogate-Key': 'feedmill/rss.xml',
    });
    // Cloudflare forgets no copy that a page of another origin asked for.
    expect(headersOf('rss.xml', `${purge}    cloudflare: { zone: abc }\n`)['Cache-Control']).toBe(
      'public, max-age=600, stale-while-revalidate=3600, stale-if-error=86400',
    );
    expect(headersOf('topics/人工/rss.xml', purge)['Surrogate-Key']).toBe('feedmill/topics/%E4%BA%BA%E5%B7%A5/rss.xml');
  });
});

describe('rules', () => {
  test('later ones win, whatever the case of the name; an empty value takes away', () => {
    const more = rules(
      'match: "**/*.xml"\n      set: { Cache-Control: a, X-One: "1" }',
      'match: "topics/**"\n      set: { cache-control: b, access-control-allow-origin: "" }',
    );
    expect(headersOf('rss.xml', more)).toMatchObject({
      'Cache-Control': 'a',
      'X-One': '1',
      'Access-Control-Allow-Origin': '*',
    });
    const topic = headersOf('topics/ai/rss.xml', more);
    expect(Object.keys(topic)).toEqual(['Cache-Control', 'Content-Type', 'Link', 'X-One']);
    expect(topic['Cache-Control']).toBe('b');
    expect(headersOf('topics/ai/index.html', more)['Cache-Control']).toBe('b');
  });

  test.each([
    ['match: ""\n      set: { A: b }', 'publish.headers[0].match'],
    ['match: x\n      set: { ETag: b }', 'belongs to the server'],
    ['match: x\n      set: { "Bad Name": b }', 'is no header'],
    ['match: x\n      set: { A: "two\\nlines" }', 'plain ASCII characters on one line'],
    ['match: x\n      set: { A: "é" }', 'plain ASCII characters on one line'],
    ['mach: x\n      set: { A: b }', 'publish.headers[0].mach'],
  ])('%s is refused', (rule, message) => {
    const findings: string[] = [];
    const settings = parseConfig(configFor(rules(rule)), (code, values) =>
      findings.push(`${code} ${JSON.stringify(values)}`),
    );
    expect(settings).toBeUndefined();
    expect(findings.join('\n')).toContain(message);
  });
});
