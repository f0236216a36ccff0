// Links of ours that stay inside `out/`: found quickly, and the same as a parser of addresses finds them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linksInside } from '../../src/build/making/links.ts';
import { url } from '../support/documents.ts';
import { bytesKept } from '../support/heap.ts';
import { runs } from '../support/runs.ts';

/** The plain way: every link through the parser; with `http:` or `https:` it is ours only where a head says what is ours. */
function slowly(path: string, page: string, baseUrl: string): readonly string[] {
  const here = new URL(path.split('/').map(encodeURIComponent).join('/'), baseUrl);
  const inside = new Set<string>();
  for (const [, tag = '', address = ''] of page.matchAll(/<([^<>]*?) (?:href|src)="([^"]*)"/g)) {
    const target = address.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
    const isOthers = /^https?:/i.test(address) && !/^link rel="(?:alternate|canonical)"/.test(tag);
    if (isOthers || address.startsWith('#') || !URL.canParse(target, here.href)) continue;
    const { href } = new URL(target, here);
    if (!href.startsWith(baseUrl)) continue;
    const found = decoded(href.slice(baseUrl.length).replace(/[?#].*/, ''));
    inside.add(found === '' || found.endsWith('/') ? `${found}index.html` : found);
  }
  return [...inside];
}

function decoded(path: string): string {
  return path.includes('%') && !/%(?![\da-f]{2})/i.test(path) ? decodeURIComponent(path) : path;
}

const part = fc.oneof(
  fc.constantFrom(
    '../',
    './',
    '/',
    '//',
    '..',
    '.',
    'a/',
    'topics/',
    'b',
    'rss.xml',
    'index.html',
    'ü',
    '%C3%BC',
    '~x',
    '-',
  ),
  fc.constantFrom(
    '?',
    '#',
    '&amp;',
    '&quot;',
    ' ',
    ':',
    '=',
    'feed:',
    'https:',
    'https://g.example/',
    'HTTPS://F.EXAMPLE/',
  ),
  fc.constantFrom('https://f.example/', 'https://f.example/feeds/', 'https://f.example', 'https://f.example.org/'),
);
const address = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
const attribute = fc.tuple(
  fc.constantFrom('a', 'img', 'link rel="icon"', 'link rel="canonical"', 'link rel="alternate" title="A &lt;a"'),
  fc.constantFrom(' href', ' src', ' data-href', ' title', '\nhref', ' alt'),
  address,
);
const page = fc
  .array(attribute, { maxLength: 8 })
  .map((attributes) => attributes.map(([tag, name, value]) => `<${tag}${name}="${value}"/>`).join(''));

test('the quick way finds the links that the parser finds, in the same order', () => {
  const path = fc.constantFrom(
    'index.html',
    'topics/ai/index.html',
    'a/b/c/index.html',
    'ü/index.html',
    'a b/index.html',
  );
  const base = fc.constantFrom('https://f.example/', 'https://f.example/feeds/', 'http://f.example:8080/x/');
  fc.assert(
    fc.property(path, page, base, (at, text, baseUrl) => {
      expect([...linksInside(at, text, url(baseUrl))]).toEqual(slowly(at, text, baseUrl));
    }),
    runs(2_000),
  );
});

test('links let go of the page', () => {
  const { bytes, made } = bytesKept(() =>
    Array.from({ length: 100 }, (_, number) => {
      const here = `topics/a-topic-of-some-length-${number}/index.html`;
      const links = `<a href="../another-topic-of-some-length/"/><a href="../../${here}"/>`;
      return linksInside(here, `${links}<p>${'é…'.repeat(100_000)}</p>`, url('https://f.example/'));
    }),
  );
  // A hundred pages of 400,000 bytes; what is kept of them is some kilobytes.
  expect(bytes).toBeLessThan(10_000_000);
  expect(made.map((links) => links.size)).toEqual(made.map(() => 2));
});
