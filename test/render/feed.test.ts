// The drop-in for the feed package: what it takes, what it leaves out, and what it refuses.
import { type FeedOptions, type Item, Feed as PackageFeed } from 'feed';
import { describe, expect, test } from 'vitest';
import { documentOf } from '../../src/render/document-of.ts';
import { Feed } from '../../src/render/feed.ts';
import { verifyDocument } from '../../src/verify/verify.ts';
import { entry, feedDocument } from '../support/documents.ts';

const OPTIONS: FeedOptions = { title: 'T', link: 'https://example.org/' };
const ITEM: Item = { title: 'One', link: 'https://example.org/1', date: new Date('2024-01-02T03:04:05.678Z') };

function feedWith(item: Partial<Item> = {}, options: Partial<FeedOptions> = {}): Feed {
  const feed = new Feed({ ...OPTIONS, ...options });
  feed.addItem({ ...ITEM, ...item });
  return feed;
}

const entryWith = (item: Partial<Item>) => documentOf(feedWith(item)).items[0];

test('is a Feed of the package', () => {
  expect(new Feed(OPTIONS)).toBeInstanceOf(PackageFeed);
});

test('takes a plain Feed of the package too, and gives a FeedDocument back as it is', () => {
  const feed = new PackageFeed(OPTIONS);
  feed.addItem(ITEM);
  expect(documentOf(feed).items).toHaveLength(1);
  const document = feedDocument([entry()]);
  expect(documentOf(document)).toBe(document);
});

test('changes nothing of the feed that it is given', () => {
  const feed = feedWith({ audio: { url: 'https://example.org/a.mp3', duration: 61 } }, { podcast: true });
  const before = structuredClone({ ...feed });
  for (const render of ['rss2', 'atom1', 'json1'] as const) feed[render]();
  expect({ ...feed }).toEqual(before);
});

describe('meaning of what is missing', () => {
  test.each<[string, Partial<Item>, object]>([
    ['the link is the id', {}, { id: 'https://example.org/1' }],
    ['the guid is RSS’s alone', { guid: '42' }, { id: 'https://example.org/1', guid: '42' }],
    ['the date is the publication', {}, { published: new Date('2024-01-02T03:04:05Z') }],
    ['the title is the summary', {}, { description: 'One' }],
    ['the summary is the title', { title: '', description: 'Words' }, { title: 'Words', description: 'Words' }],
    ['the content gives the summary', { content: '<p>A<br>b &amp; <b>c</b>.</p>' }, { description: 'A b & c.' }],
    ['an HTML description is the content', { description: '<p>A</p>' }, { description: 'A', content: '<p>A</p>' }],
    [
      'what is escaped for HTML is decoded',
      { description: 'Tom &amp; Jerry&#8217;s' },
      { description: 'Tom & Jerry’s' },
    ],
    ['a plain description stays as it is', { description: 'a &amp; <b' }, { description: 'a &amp; <b' }],
    [
      'an author without a name is called by the address',
      { author: [{ email: 'a@b.example' }] },
      { author: [{ name: 'a@b.example', email: 'a@b.example' }] },
    ],
    [
      'a category with a blank name is called by its term',
      { category: [{ name: ' ', term: 'c' }] },
      { category: [{ name: 'c', term: 'c' }] },
    ],
    ['a category without anything is none', { category: [{}] }, { category: [] }],
    [
      'a < that begins no tag is a text',
      { content: '<p>1 < 2 and <b>3</b> <> 4, <5</p>' },
      { description: '1 < 2 and 3 <> 4, <5' },
    ],
    ['what a comment holds is none', { content: '<p>A<!-- <b>x</b> -->b</p>' }, { description: 'A b' }],
    ['a tag that does not end is a text', { content: '<p>A</p> b <c' }, { description: 'A b <c' }],
    [
      'a file that is given twice is one',
      { audio: 'https://example.org/a.mp3', enclosure: { url: 'https://example.org/a.mp3', length: 3 } },
      { details: { enclosures: [{ url: 'https://example.org/a.mp3', lengthBytes: undefined }] } },
    ],
    [
      'a length and a duration below one are unknown',
      { audio: { url: 'https://example.org/a.mp3', length: -1, duration: 0.4 } },
      { details: { enclosures: [{ lengthBytes: undefined, durationSeconds: undefined }] } },
    ],
    [
      'the title of a picture says what it shows',
      { image: { url: 'https://example.org/1.png', title: ' A  cat ' } },
      { details: { pictures: [{ alt: 'A cat' }] } },
    ],
  ])('%s', (_, item, expected) => {
    expect(entryWith(item)).toMatchObject(expected);
  });

  test('the link is the id of a feed without one', () => {
    const feed = new Feed({ id: 'https://example.org/', title: 'T' });
    feed.addItem(ITEM);
    expect(documentOf(feed).options).toMatchObject({ id: 'https://example.org/', link: 'https://example.org/' });
  });

  test('the newest item dates the feed', () => {
    const feed = feedWith();
    feed.addItem({ ...ITEM, date: new Date('2024-05-01T00:00:00Z') });
    feed.addItem({ ...ITEM, date: new Date('2024-04-01T00:00:00Z') });
    expect(documentOf(feed).options.updated).toEqual(new Date('2024-05-01T00:00:00Z'));
  });

  test('where RSS is explained is said where it is asked for', () => {
    const docs = 'https://example.org/about-rss';
    expect(feedWith({}, { docs }).rss2()).toContain(`<docs>${docs}</docs>`);
    expect(feedWith({}, { docs: 'about' }).rss2()).not.toContain('about');
  });

  test('authors have their pictures in JSON', () => {
    const author = [{ name: 'A', avatar: 'https://example.org/a.png' }];
    const { items } = JSON.parse(feedWith({ author }).json1());
    expect(items[0].authors).toEqual(author);
  });

  test('without a feed author, the feed itself is Atom’s', () => {
    expect(feedWith().atom1()).toContain('<author>\n    <name>T</name>');
    expect(feedWith().json1()).not.toContain('author');
  });
});

describe('what cannot be used is left out', () => {
  test.each<[string, Partial<Item>, Partial<FeedOptions>]>([
    ['a relative picture', { image: '/1.png' }, {}],
    ['a script for an enclosure', { enclosure: { url: 'javascript:alert(1)' } }, {}],
    ['a scheme that is no URI', { category: [{ name: 'x', scheme: 'bad bad' }] }, {}],
    ['a scheme with a space before its colon', { category: [{ name: 'x', scheme: 'bad bad:bad' }] }, {}],
    ['a scheme with a space behind its colon', { category: [{ name: 'x', scheme: 'tag:bad bad' }] }, {}],
    ['an attribute without a value', { extensions: [{ name: 'dc:x', objects: { _attributes: { bad: null } } }] }, {}],
    ['an author’s page that is no address', { author: [{ name: 'A', link: 'bad bad' }] }, {}],
    [
      'a logo, icon, hub and self link that are no addresses',
      {},
      { image: 'bad', favicon: 'bad', hub: 'bad', feed: 'bad' },
    ],
    ['a language that is none', {}, { language: 'bad bad' }],
    ['a ttl below one minute', {}, { ttl: 0 }],
  ])('%s', (_, item, options) => {
    const feed = feedWith(item, options);
    for (const text of [feed.rss2(), feed.atom1(), feed.json1()]) expect(text).not.toMatch(/bad|javascript|1\.png|ttl/);
  });
});

describe('media types', () => {
  test.each<[Partial<Item>, string]>([
    [{ audio: 'https://example.org/a.mp3' }, 'audio/mpeg'],
    [{ audio: { url: 'https://example.org/a.mp3?x=1', type: 'audio/mp3' } }, 'audio/mpeg'],
    [{ video: { url: 'https://example.org/stream', type: 'video/mp4' } }, 'video/mp4'],
    [{ enclosure: { url: 'https://example.org/a.pdf', type: 'nonsense' } }, 'application/pdf'],
    [{ enclosure: { url: 'https://example.org/stream' } }, 'application/octet-stream'],
  ])('%j is %s', (item, type) => {
    expect(entryWith(item)?.details.enclosures?.[0]?.type).toBe(type);
  });

  test.each<[string, string | undefined]>([
    ['https://example.org/1.jpg', 'image/jpeg'],
    ['https://example.org/1.webp?w=3', 'image/webp'],
    ['https://example.org/picture', undefined],
    ['https://example.org/1.jpg/picture', undefined],
    ['https://example.org/.jpg', undefined],
    ['https://example.org/page.html', undefined],
  ])('the picture %s is %s', (image, type) => {
    expect(entryWith({ image })?.details.pictures[0]?.type).toBe(type);
  });
});

test.each([
  ['https://example.org/logo.png', true],
  ['https://example.org/logo.JPG?v=2', true],
  ['https://example.org/logo.gif#a.svg', true],
  ['https://example.org/logo.jpeg?from=a.svg', true],
  ['https://example.org/logo.svg', false],
  ['https://example.org/logo.webp?from=a.png', false],
  ['https://example.org/logo.png.svg', false],
  ['https://example.org/logo', false],
])('the logo %s stands in RSS: %s', (image, isShown) => {
  const rss = feedWith({}, { image }).rss2();
  expect(rss.includes(`<url>${image}</url>`)).toBe(isShown);
  expect(verifyDocument(documentOf(feedWith({}, { image })), 'rss', rss)).toEqual([]);
});

describe('refuses, naming item and field', () => {
  test.each<[string, () => unknown]>([
    ['The feed has no title', () => feedWith({}, { title: ' ' }).rss2()],
    ["The feed's link is no absolute http(s) address: /", () => feedWith({}, { link: '/' }).rss2()],
    ["The feed's link is no absolute http(s) address: 42", () => new Feed({ id: '42', title: 'T' }).rss2()],
    [
      'Item 1 (“One”): date is missing or no valid date',
      () => feedWith({ date: '2024-01-02' as unknown as Date }).rss2(),
    ],
    ['The feed: updated is missing or no valid date', () => feedWith({}, { updated: new Date('never') }).rss2()],
    ['The feed has neither an updated date nor an item to take it from', () => new Feed(OPTIONS).rss2()],
    ['Item 1 (“One”): link is no absolute http(s) address: one', () => feedWith({ link: 'one' }).json1()],
    ['Item 1 (“One”): id is empty', () => feedWith({ id: ' ' }).json1()],
    ['Item 1 (“One”): published is missing or no valid date', () => feedWith({ published: new Date('x') }).atom1()],
    ['Item 1 (“”): there is neither a title nor a text', () => feedWith({ title: '' }).atom1()],
    ['The id “42” is not an absolute URI, as Atom asks (RFC 4287 §4.2.6)', () => feedWith({ id: '42' }).atom1()],
    ['The id “a/b:c” is not an absolute URI', () => feedWith({ id: 'a/b:c' }).atom1()],
    ['This is no text: {"en":"One"}', () => feedWith({ title: { en: 'One' } as never }).json1()],
    ['No namespace is known for the prefix my', () => feedWith({ extensions: [{ name: 'my:x', objects: {} }] }).rss2()],
    [
      'An extension is called plain; it needs a known prefix',
      () => feedWith({ extensions: [{ name: 'plain', objects: {} }] }).rss2(),
    ],
    ['An extension is called a:b c', () => feedWith({ extensions: [{ name: 'a:b c', objects: {} }] }).rss2()],
    [
      'No attribute can be called "',
      () => feedWith({ extensions: [{ name: 'dc:x', objects: { _attributes: { '"': 1 } } }] }).rss2(),
    ],
  ])('%s', (message, render) => {
    expect(render).toThrow(TypeError);
    expect(render).toThrow(message);
  });
});

describe('podcasts', () => {
  const options = {
    podcast: true,
    category: 'News',
    image: 'https://example.org/c.png',
    author: { name: 'A', email: 'a@b.example' },
  };

  test('say who, what and how long in Apple’s namespace', () => {
    const rss = feedWith({ audio: { url: 'https://example.org/a.mp3', length: 9, duration: 59.6 } }, options).rss2();
    for (const written of [
      'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
      '<itunes:author>A</itunes:author>',
      '<itunes:email>a@b.example</itunes:email>',
      '<itunes:image href="https://example.org/c.png"/>',
      '<itunes:category text="News"/>',
      '<itunes:duration>01:00</itunes:duration>',
      '<enclosure url="https://example.org/a.mp3" length="9" type="audio/mpeg"/>',
    ])
      expect(rss).toContain(written);
  });

  test('let an extension that says the same win', () => {
    const feed = feedWith({}, options);
    feed.addExtension({ name: 'itunes:author', objects: { _text: 'B' } });
    expect(feed.rss2().match(/<itunes:author>.*<\/itunes:author>/g)).toEqual(['<itunes:author>B</itunes:author>']);
  });

  test('are not made of other feeds', () => {
    const feed = feedWith(
      { audio: { url: 'https://example.org/a.mp3', duration: 60 } },
      { ...options, podcast: false },
    );
    expect(feed.rss2()).not.toContain('itunes');
  });
});
