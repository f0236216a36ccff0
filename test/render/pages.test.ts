// The pages for people, as text: escaped, well-formed, with a strict policy, small.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assetsFor } from '../../src/build/making/assets.ts';
import { composeDirectory, type ListedFeed } from '../../src/compose/directory.ts';
import { composeFrame } from '../../src/compose/page.ts';
import type { FeedPage, PageFrame } from '../../src/model/page.ts';
import { accentShades } from '../../src/render/pages/accent.ts';
import { renderDirectoryPages } from '../../src/render/pages/directory-page.ts';
import { renderFeedPage } from '../../src/render/pages/feed-page.ts';
import { attribute, html } from '../../src/render/pages/html.ts';
import { renderNotFoundPage } from '../../src/render/pages/not-found-page.ts';
import { subscription } from '../../src/render/pages/subscribe.ts';
import { verifyPage } from '../../src/verify/verify.ts';
import { directoryFiles, directoryOf } from '../pages/newsroom.ts';
import { channel, entry, language, picture, text, url } from '../support/documents.ts';
import { FEED } from '../support/every-field.ts';
import { runs } from '../support/runs.ts';
import { settings } from '../support/site.ts';
import { childrenNamed, readStrictly, type StrictElement } from '../support/strict-xml.ts';
import { anyText, cleaned } from '../support/texts.ts';

const ASSETS = { style: 'assets/page.css', script: 'assets/page.js', icon: 'assets/icon.svg' };
const FRAME: PageFrame = composeFrame(settings(), ASSETS);

function feedPage(more: Partial<FeedPage> = {}): FeedPage {
  return {
    kind: 'topic',
    name: text('AI'),
    folder: 'topics/ai/',
    page: url('https://feeds.site.example/topics/ai/'),
    channel: channel(),
    isDescribedByUs: true,
    total: 1,
    entries: [entry()],
    relatedHeading: text('Related coverage'),
    weeks: [0, 2, 1],
    newest: new Date('2024-03-01T08:00:00Z'),
    neighbours: { topics: [], providers: [] },
    ...more,
  };
}

/** The page as strict XML, which HTML of ours is but for the case of one word. */
function strict(page: string): StrictElement {
  return readStrictly(page.replace(/^<!doctype html>/, ''));
}

function elements(element: StrictElement): readonly StrictElement[] {
  return [element, ...element.children.flatMap(elements)];
}

describe('the template', () => {
  test('escapes every value and leaves markup as it is', () => {
    expect(html`<p title="${'"a" & <b>'}">${html`<i>${'<'}</i>`}${['&', 1, undefined]}</p>`.markup).toBe(
      '<p title="&quot;a&quot; &amp; &lt;b&gt;"><i>&lt;</i>&amp;1</p>',
    );
    expect(html`<a${attribute('href', undefined)}${attribute('id', 'x"')}>`.markup).toBe('<a id="x&quot;">');
  });

  test('brings any text through a strict parser', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const root = strict(html`<p>${value}</p>`.markup);
        expect(root.text).toBe(cleaned(value));
      }),
      runs(200),
    );
  });
});

describe('a feed page', () => {
  test('is well-formed whatever the entries say', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const odd = entry({
          title: text(a),
          description: text(b),
          author: [{ name: b }],
          details: {
            related: [
              {
                url: url('https://r.example/'),
                title: text(a),
                summary: undefined,
                published: undefined,
                provider: { name: text(b), host: 'r.example' },
                picture: undefined,
              },
            ],
          },
        });
        const page = renderFeedPage(
          feedPage({
            name: text(a),
            entries: [odd],
            channel: channel({ title: text(b), description: text(a) }),
            neighbours: { topics: [{ name: text(b), folder: 'topics/b/', entries: 1 }], providers: [] },
          }),
          FRAME,
        );
        expect(verifyPage(page)).toEqual([]);
        expect(() => strict(page)).not.toThrow();
        expect(page).not.toContain('<b>');
      }),
      runs(50),
    );
  });

  test('says every field that a reader would show', () => {
    const page = renderFeedPage(feedPage({ entries: FEED.items, channel: FEED.options, total: 70 }), FRAME);
    for (const words of [
      'First &amp; foremost',
      'Summary 1',
      'Source',
      'Video',
      'Related a',
      'Provider b',
      '3 February 2024',
      '3 of 70',
    ])
      expect(page).toContain(words);
    expect(page).toContain('<article lang="de" dir="ltr">');
  });

  test('parts what it says of an entry by dots that are in no name, and only where something follows', () => {
    const provider = { name: text('سفن'), host: 'safn.example' };
    const nothing = { title: undefined, summary: undefined, picture: undefined, published: undefined };
    const related = [
      { ...nothing, url: url('https://safn.example/1'), published: new Date('2024-02-01T00:00:00Z'), provider },
      { ...nothing, url: url('https://safn.example/2'), provider },
    ];
    const one = entry({ author: [{ name: 'سفن' }], details: { type: 'video', related } });
    const page = renderFeedPage(feedPage({ entries: [one] }), FRAME);
    expect(
      page.match(/(?<=class="meta">)<.*?(?=<\/(?:p|span><\/li)>)/g)?.map((meta) => meta.replace(/<time.*/, 'time')),
    ).toEqual(['<bdi>سفن</bdi> · <span>Video</span> · time', '<bdi>سفن</bdi> · time', '<bdi>سفن</bdi>']);
  });

  test('has a strict policy that names only the schemes of its pictures', () => {
    const policyOf = (page: string) => /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    const none =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";
    expect(policyOf(renderFeedPage(feedPage(), FRAME))).toBe(none);
    const pictures = entry({ details: { pictures: [picture('http://p.example/1.jpg')] } });
    const page = feedPage({ entries: [pictures] });
    expect(policyOf(renderFeedPage(page, FRAME))).toBe(none.replace("img-src 'self'", "img-src 'self' http:"));
    expect(policyOf(renderFeedPage(page, { ...FRAME, remotePictures: false }))).toBe(none);
  });

  test('has no script, style or handler of its own', () => {
    const page = strict(renderFeedPage(feedPage({ entries: FEED.items }), FRAME));
    for (const { name, attributes, text: inside } of elements(page)) {
      expect(name).not.toBe('style');
      if (name === 'script') expect(inside).toBe('');
      expect(Object.keys(attributes).filter((key) => key === 'style' || key.startsWith('on'))).toEqual([]);
    }
  });

  test('without entries still says how to subscribe', () => {
    const near = { topics: [], providers: [] };
    const nothing = { entries: [], total: 0, weeks: [], newest: undefined, neighbours: near };
    const page = renderFeedPage(feedPage(nothing), FRAME);
    expect(page).toContain('No entries at present');
    // No landmark that holds nothing.
    expect(page).not.toContain('<aside');
    expect(page).toContain('feed:https://example.org/feeds/rss.xml');
    expect(verifyPage(page)).toEqual([]);
  });

  test('says how many came in a week of those weeks alone that it plots', () => {
    const page = renderFeedPage(feedPage({ total: 40, weeks: [0, 1] }), FRAME);
    expect(page).toContain('40 entries in the feed, at most 1 in one of these weeks');
  });

  test('gives neighbours by relative addresses', () => {
    const topics = [{ name: text('人工智能'), folder: 'topics/人工智能/', entries: 2 }];
    const page = renderFeedPage(feedPage({ neighbours: { topics, providers: [] } }), FRAME);
    expect(page).toContain('href="../../topics/%E4%BA%BA%E5%B7%A5%E6%99%BA%E8%83%BD/index.html"');
  });
});

describe('the directory', () => {
  test('of 100 feeds takes less than 60 KB on the wire, with all that it asks for', () => {
    const files = directoryFiles(100, settings());
    const bytes = [...files.values()].map((file) => gzipSync(file, { level: 9 }).length);
    expect(bytes.reduce((sum, size) => sum + size)).toBeLessThan(25_000);
  });

  test('of 5,000 feeds takes less than 1 MB on the wire', () => {
    const page = directoryFiles(5_000, settings()).get('index.html') ?? '';
    expect(gzipSync(page).length).toBeLessThan(600_000);
    expect(page.match(/<li data-recent/g)).toHaveLength(5_000);
    expect(verifyPage(page)).toEqual([]);
  });

  test('announces the main feed in every format first, and not more than readers can show', () => {
    const page = strict(directoryFiles(100, settings()).get('index.html') ?? '');
    const [head] = childrenNamed(page, 'head');
    const links = childrenNamed(head ?? page, 'link').filter(({ attributes }) => attributes['rel'] === 'alternate');
    expect(links.slice(0, 3).map(({ attributes }) => attributes['href'])).toEqual([
      'https://feeds.site.example/rss.xml',
      'https://feeds.site.example/atom.xml',
      'https://feeds.site.example/feed.json',
    ]);
    expect(links).toHaveLength(23);
  });

  test('announces feeds of one name under titles that tell them apart', () => {
    const feeds = [
      ['site', ''],
      ['topic', 'topics/openai/'],
      ['topic', 'topics/tools/'],
      ['provider', 'providers/openai.com/'],
      ['provider', 'providers/www.openai.com/'],
      ['custom', 'feeds/openai/'],
      ['custom', 'feeds/openai.com/'],
    ] as const;
    const listed = feeds.map(([kind, folder], index): ListedFeed => {
      const topic = folder === 'topics/tools/' ? 'Tools' : 'OpenAI';
      const name = text(kind === 'custom' ? 'OpenAI · The Site' : topic);
      const head = { kind, folder, slug: folder, key: folder, name };
      return { head, id: `tag:site.example,2026:${index}`, entries: 1, updated: new Date(0), published: [0] };
    });
    const directory = composeDirectory(listed, settings());
    const page = strict(renderDirectoryPages(directory, FRAME).get('index.html') ?? '');
    const titles = elements(page)
      .filter(({ name, attributes }) => name === 'link' && attributes['rel'] === 'alternate')
      .map(({ attributes }) => attributes['title']);
    expect(titles).toEqual([
      'The Site (RSS)',
      'The Site (Atom)',
      'The Site (JSON Feed)',
      'OpenAI · The Site',
      'Tools · The Site',
      'OpenAI · The Site (openai.com)',
      'OpenAI · The Site (www.openai.com)',
      'OpenAI · The Site (openai)',
      'OpenAI · The Site (feeds/openai.com/)',
    ]);
  });

  test('goes on to further pages when it is full, each one step from the others', () => {
    const pages = renderDirectoryPages(directoryOf(25, settings()), FRAME, 10);
    expect([...pages.keys()]).toEqual(['index.html', 'index-2.html', 'index-3.html']);
    const rows = [...pages.values()].map((page) => page.match(/<li data-recent/g)?.length);
    expect(rows).toEqual([10, 10, 5]);
    for (const [path, page] of pages) {
      expect(verifyPage(page)).toEqual([]);
      for (const other of pages.keys()) if (other !== path) expect(page).toContain(`href="${other}"`);
    }
  });

  test('of a site without feeds but its own is a page all the same', () => {
    const page = renderDirectoryPages(directoryOf(0, settings()), FRAME).get('index.html') ?? '';
    expect(verifyPage(page)).toEqual([]);
    expect(page).not.toContain('type="search"');
    expect(page).not.toContain(' below');
  });

  test('names the kinds of feeds that are below', () => {
    const { groups, ...directory } = directoryOf(10, settings());
    const introduction = (...kinds: readonly string[]) =>
      renderDirectoryPages({ ...directory, groups: groups.filter(({ kind }) => kinds.includes(kind)) }, FRAME)
        .get('index.html')
        ?.match(/Everything in one, [^.]*/)?.[0];
    expect(introduction('topic', 'provider')).toBe(
      'Everything in one, or just the topics and providers below that interest you',
    );
    expect(introduction('topic')).toBe('Everything in one, or just the topics below that interest you');
  });
});

test('404.html has all it needs in itself', () => {
  const { notFound } = assetsFor(settings());
  const page = renderNotFoundPage(FRAME, notFound);
  expect(verifyPage(page)).toEqual([]);
  expect(page).toContain(`style-src 'sha256-${notFound.sha256}'`);
  expect(page).not.toMatch(/(?:src|href)="(?!https:|data:,)/);
});

test('a reader on the web gets the address encoded', () => {
  const reader = { name: text('R'), address: 'https://r.example/add?feed={url}&go' };
  expect(subscription(reader, 'https://x.example/a?b=c&d')).toBe(
    'https://r.example/add?feed=https%3A%2F%2Fx.example%2Fa%3Fb%3Dc%26d&go',
  );
});

/** WCAG 2.2, contrast ratio, of two colours as `#rrggbb`. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [a, b]
    .map((colour) => {
      const [red = 0, green = 0, blue = 0] = [...Buffer.from(colour.slice(1), 'hex')].map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    })
    .sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

test('the accent can be read on light and dark, whatever it is', () => {
  const hex = fc.integer({ min: 0, max: 0xff_ff_ff }).map((colour) => `#${colour.toString(16).padStart(6, '0')}`);
  fc.assert(
    fc.property(hex, (accent) => {
      const { onLight, onDark } = accentShades(accent);
      for (const surface of ['#faf8f5', '#ffffff', '#f1eee9']) expect(contrast(onLight, surface)).toBeGreaterThan(4.5);
      for (const surface of ['#161412', '#1f1d1b', '#262422']) expect(contrast(onDark, surface)).toBeGreaterThan(4.5);
    }),
    runs(300),
  );
  expect(accentShades('#b0430c').onLight).toBe('#b0430c');
});

test('words that nobody gave but us are English in any site', () => {
  const arabic = channel({ language: language('ar'), description: text('Articles about AI from X.') });
  const related = [
    {
      url: url('https://r.example/'),
      title: text('R'),
      summary: undefined,
      published: undefined,
      provider: { name: text('R'), host: 'r.example' },
      picture: undefined,
    },
  ];
  const given = { channel: arabic, entries: [entry({ details: { related } })] };
  const page = renderFeedPage(feedPage(given), FRAME);
  expect(page).toContain('<span lang="en" dir="ltr">Articles about AI from X.</span>');
  expect(page).toContain('<span lang="en" dir="ltr">Related coverage</span>');
  const theirs = renderFeedPage(
    feedPage({ ...given, isDescribedByUs: false, relatedHeading: text('تغطية ذات صلة') }),
    FRAME,
  );
  expect(theirs).toContain('<span lang="ar" dir="rtl">Articles about AI from X.</span>');
  expect(theirs).toContain('<span lang="ar" dir="rtl">تغطية ذات صلة</span>');
});

test('an entry without a language of its own may run from right to left, and does where its feed does', () => {
  const pageIn = (tag: string, own?: string) => {
    const entries = [entry({ details: { language: own === undefined ? undefined : language(own) } })];
    return renderFeedPage(feedPage({ entries, channel: channel({ language: language(tag) }) }), FRAME);
  };
  expect(pageIn('de')).toContain('<article lang="de" dir="auto">');
  // A feed does not say it again, and what is read back from one is shown as before.
  expect(pageIn('de', 'de')).toBe(pageIn('de'));
  expect(pageIn('ar')).toContain('<article lang="ar" dir="rtl">');
});

test('an entry in a language of its own says so, our words among its words too', () => {
  const page = renderFeedPage(feedPage({ entries: [entry({ details: { language: language('ar') } })] }), FRAME);
  expect(page).toContain('<article lang="ar" dir="rtl">');
  expect(page).toContain('<time datetime="2024-03-01T08:00:00Z" lang="en">1 March 2024</time>');
});
