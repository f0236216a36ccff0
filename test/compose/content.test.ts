import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeContent, withoutRelated } from '../../src/compose/content.ts';
import type { Picture } from '../../src/model/article.ts';
import type { RelatedLink } from '../../src/model/feed-document.ts';
import { namedEntities, plainText, type SafeHtml } from '../../src/model/text.ts';
import { pageKey } from '../../src/model/url.ts';
import { parseBody } from '../../src/parse/body/body.ts';
import { html, language, picture, text, url } from '../support/documents.ts';
import { runs } from '../support/runs.ts';
import { readStrictly, strictProblem } from '../support/strict-xml.ts';
import { anyText } from '../support/texts.ts';

interface Parts extends Partial<Parameters<typeof composeContent>[0]> {
  readonly picture?: Picture;
  readonly related?: readonly RelatedLink[];
}

function content({ picture, related = [], ...words }: Parts): SafeHtml | undefined {
  const article = {
    title: text('The title'),
    summary: text('The summary.'),
    featured: undefined,
    body: undefined,
    language: undefined,
    ...words,
  };
  return composeContent(article, picture, related, text('Related coverage'));
}

const link = {
  url: url('https://other.example/a?b=c&d'),
  title: text('A & B'),
  summary: undefined,
  published: new Date('2022-07-01T10:00:00Z'),
  provider: { name: text('Other <News>'), host: 'other.example' },
  picture: undefined,
};

test('there is none when the summary says all', () => {
  expect(content({})).toBeUndefined();
  expect(content({ language: language('ar') })).toBeUndefined();
});

test.each([
  [
    'a picture',
    { picture: picture('https://a.example/p.png', { width: 640, height: 480 }) },
    '<p><img src="https://a.example/p.png" alt="The title" width="640" height="480" /></p>\n<p>The summary.</p>',
  ],
  [
    'a picture of unknown size with a text',
    { picture: picture('https://a.example/p.png', { alt: text('"A" < B') }) },
    '<p><img src="https://a.example/p.png" alt="&quot;A&quot; &lt; B" /></p>\n<p>The summary.</p>',
  ],
  ['a body', { body: html('<p>Body</p>') }, '<p>Body</p>'],
  ['a player', { featured: html('<p>Player</p>') }, '<p>Player</p>\n<p>The summary.</p>'],
  [
    'picture, player and body, in this order',
    { picture: picture('https://a.example/p.png'), featured: html('<p>F</p>'), body: html('<p>B</p>') },
    '<p><img src="https://a.example/p.png" alt="The title" /></p>\n<p>F</p>\n<p>B</p>',
  ],
  [
    'a body that shows the picture itself',
    {
      picture: picture("https://a.example/p.png?a=1&b='2'"),
      body: html('<p><img src="https://a.example/p.png?a=1&#x26;b=&#x27;2&#x27;" alt="" /></p>'),
    },
    '<p><img src="https://a.example/p.png?a=1&#x26;b=&#x27;2&#x27;" alt="" /></p>',
  ],
  [
    'related coverage',
    { related: [link] },
    '<p>The summary.</p>\n<h3>Related coverage</h3>\n<ul>\n<li><a href="https://other.example/a?b=c&amp;d">A &amp; B</a> · Other &lt;News&gt;, <time datetime="2022-07-01T10:00:00Z">2022-07-01</time></li>\n</ul>',
  ],
  [
    'a related link without title and date',
    { related: [{ ...link, title: undefined, published: undefined }] },
    '<p>The summary.</p>\n<h3>Related coverage</h3>\n<ul>\n<li><a href="https://other.example/a?b=c&amp;d">other.example/a?b=c&amp;d</a> · Other &lt;News&gt;</li>\n</ul>',
  ],
  ['a language', { body: html('<p>نص</p>'), language: language('ar') }, '<div lang="ar" dir="rtl">\n<p>نص</p>\n</div>'],
])('%s', (_, parts, expected) => {
  expect(content(parts)).toBe(expected);
});

test('a picture is not shown again above a body that shows it, whatever its address holds', () => {
  const characters = Array.from({ length: 0x180 - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
  const addresses = characters.map((character) => url(`https://a.example/a${character}?b${character}#c${character}`));
  const again = addresses.filter((address) => {
    const source = { text: `<img src="${namedEntities(address)}">`, kind: 'html', field: 'body' } as const;
    const body = parseBody({ ...source, at: { start: 0, end: 1 } }, address, () => undefined).html;
    expect(body).toBeDefined();
    return content({ picture: picture(address), body }) !== body;
  });
  expect(again).toEqual([]);
});

describe('leaving out related items of an entry that was published', () => {
  const other = { ...link, url: url('https://other.example/2?x="&y'), title: undefined };
  const third = { ...link, url: url('https://third.example/'), published: undefined };
  const all = [link, other, third];
  const words = { body: html('<h3>More</h3>\n<ul>\n<li><a href="https://third.example/">It</a></li>\n</ul>') };

  test.each([
    ['none', []],
    ['the first', [link]],
    ['the one between', [other]],
    ['the last', [third]],
    ['two', [link, third]],
    ['all', all],
  ])('%s', (_, gone) => {
    const pages = new Set(gone.map((item) => pageKey(item.url)));
    for (const spoken of [{}, { language: language('ar') }]) {
      const published = content({ ...words, ...spoken, related: all }) as SafeHtml;
      const left = content({ ...words, ...spoken, related: all.filter((item) => !gone.includes(item)) });
      expect(withoutRelated(published, pages)).toBe(left);
    }
  });
});

test('any text stands in it as it is, well-formed', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, (title, summary, provider) => {
      const [a, b, c] = [plainText(title), plainText(summary), plainText(provider)] as const;
      const composed = content({
        title: a,
        summary: b,
        picture: picture('https://a.example/p.png'),
        related: [{ ...link, title: a, provider: { name: c, host: 'x' } }],
      });
      const wrapped = `<entry>${composed}</entry>`;
      expect(strictProblem(wrapped)).toBeUndefined();
      const [shown, paragraph, , list] = readStrictly(wrapped).children;
      expect(shown?.children[0]?.attributes['alt']).toBe(a);
      expect(paragraph?.text).toBe(b);
      expect(list?.children[0]?.text).toContain(c);
    }),
    runs(200),
  );
});
