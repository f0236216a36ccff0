// The known gaps of the feed package (RULES §9), pinned one by one: a test that fails here means one was mended.
// Beside each: what our subclass of it writes instead.
import { Feed as PackageFeed } from 'feed';
import { expect, test, vi } from 'vitest';
import { documentOf } from '../../src/render/document-of.ts';
import { Feed } from '../../src/render/feed.ts';
import { verifyDocument } from '../../src/verify/verify.ts';
import { readStrictly, strictProblem } from '../support/strict-xml.ts';

const OPTIONS = { id: 'https://example.org/', title: 'T', link: 'https://example.org/', updated: new Date(0) };
const ITEM = { title: 'One', id: 'https://example.org/1', link: 'https://example.org/1', date: new Date(0) };

type Item = Parameters<PackageFeed['addItem']>[0];

function both(item: Partial<Item> = {}, fill: (feed: PackageFeed) => void = () => {}) {
  const [theirs, ours] = [new PackageFeed(OPTIONS), new Feed(OPTIONS)];
  for (const feed of [theirs, ours]) {
    feed.addItem({ ...ITEM, ...item });
    fill(feed);
  }
  return { theirs, ours };
}

test('a control character makes its XML malformed', () => {
  const { theirs, ours } = both({ title: 'a\u0008b' });
  expect(strictProblem(theirs.rss2())).toBeDefined();
  expect(strictProblem(theirs.atom1())).toBeDefined();
  expect(ours.rss2()).toContain('<title>ab</title>');
  expect(strictProblem(ours.atom1())).toBeUndefined();
});

test('a < in the label of an Atom category makes its XML malformed', () => {
  const { theirs, ours } = both({ category: [{ name: 'a<b', term: 't' }] });
  expect(strictProblem(theirs.atom1())).toBeDefined();
  expect(ours.atom1()).toContain('label="a&lt;b"');
  expect(strictProblem(ours.atom1())).toBeUndefined();
});

test('a < in a category of the feed makes its Atom malformed', () => {
  const { theirs, ours } = both({}, (feed) => feed.addCategory('a<b'));
  expect(strictProblem(theirs.atom1())).toBeDefined();
  expect(ours.atom1()).toContain('<category term="a&lt;b"/>');
});

test('a reference that is written in a text loses one level', () => {
  const { theirs, ours } = both({ copyright: 'AT&amp;T' });
  const rights = (xml: string) =>
    readStrictly(xml)
      .children.flatMap((child) => child.children)
      .find(({ name }) => name === 'rights');
  expect(rights(theirs.atom1())?.text).toBe('AT&T');
  expect(rights(ours.atom1())?.text).toBe('AT&amp;T');
});

test('titles go out as HTML that nobody escaped', () => {
  const { theirs, ours } = both({ title: 'a < b' });
  expect(theirs.atom1()).toContain('<title type="html"><![CDATA[a < b]]></title>');
  expect(ours.atom1()).toContain('<title type="text">a &#x3C; b</title>');
});

test('an Atom category has no term when only a name is given', () => {
  const { theirs, ours } = both({ category: [{ name: 'AI' }] });
  expect(theirs.atom1()).toContain('<category label="AI"/>');
  expect(ours.atom1()).toContain('<category term="AI" label="AI"/>');
});

test('extension elements are missing from Atom', () => {
  const { theirs, ours } = both({ extensions: [{ name: 'slash:comments', objects: { _text: 3 } }] });
  expect(theirs.atom1()).not.toContain('slash:comments');
  expect(ours.atom1()).toContain('<slash:comments>3</slash:comments>');
});

test('extension elements have no namespace in RSS', () => {
  const { theirs, ours } = both({ extensions: [{ name: 'slash:comments', objects: { _text: 3 } }] });
  expect(strictProblem(theirs.rss2())).toContain('unbound namespace prefix');
  expect(strictProblem(ours.rss2())).toBeUndefined();
});

test('RSS author is a bare name', () => {
  const { theirs, ours } = both({ author: [{ name: 'Ada' }] });
  expect(theirs.rss2()).toContain('<author>Ada</author>');
  expect(ours.rss2()).toContain('<dc:creator>Ada</dc:creator>');
});

test('a JPEG is called image/jpg', () => {
  const { theirs, ours } = both({ image: 'https://example.org/1.jpg' });
  expect(theirs.rss2()).toContain('type="image/jpg"');
  expect(ours.rss2()).toContain('type="image/jpeg"');
});

test('image, audio and video overwrite one enclosure', () => {
  const { theirs, ours } = both({
    image: 'https://example.org/1.png',
    audio: 'https://example.org/1.mp3',
    video: 'https://example.org/1.mp4',
  });
  for (const file of ['1.png', '1.mp3']) {
    expect(theirs.rss2()).not.toContain(file);
    expect(ours.rss2()).toContain(file);
  }
});

test('JSON Feed is version 1, with the first author only', () => {
  const { theirs, ours } = both({ author: [{ name: 'Ada' }, { name: 'Bob' }] });
  expect(JSON.parse(theirs.json1())).toMatchObject({ version: 'https://jsonfeed.org/version/1' });
  expect(theirs.json1()).not.toContain('Bob');
  expect(JSON.parse(ours.json1())).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    items: [{ authors: [{ name: 'Ada' }, { name: 'Bob' }], author: { name: 'Ada' } }],
  });
});

test('"Invalid Date" is written out', () => {
  const { theirs, ours } = both({ date: new Date('never') });
  expect(theirs.rss2()).toContain('<pubDate>Invalid Date</pubDate>');
  expect(() => ours.rss2()).toThrow('Item 1 (“One”): date is missing or no valid date');
});

test.each<{ readonly id?: string | undefined; readonly guid?: string }>([
  {},
  { id: undefined },
  { guid: '42' },
  { id: undefined, guid: '42' },
  { id: 'https://example.org' },
  { id: 'HTTPS://Example.org:443/ä b?q=ü&r' },
  { id: 'tag:example.org,2026:ä' },
])('the item %j has the id that subscribers know', (item) => {
  const { theirs, ours } = both(item as Partial<Item>);
  const idsIn = (xml: string) =>
    [...readStrictly(xml).children, ...(readStrictly(xml).children[0]?.children ?? [])]
      .filter(({ name }) => name === 'item' || name === 'entry')
      .flatMap(({ children }) =>
        children.filter(({ name }) => name === 'guid' || name === 'id').map(({ text }) => text),
      );
  expect(idsIn(ours.rss2())).toEqual(idsIn(theirs.rss2()));
  expect(idsIn(ours.atom1())).toEqual(idsIn(theirs.atom1()));
  const [{ id }] = JSON.parse(theirs.json1()).items;
  expect(JSON.parse(ours.json1()).items[0].id).toBe(id ?? ITEM.link);
  for (const [text, format] of [
    [ours.rss2(), 'rss'],
    [ours.atom1(), 'atom'],
    [ours.json1(), 'json'],
  ] as const)
    expect(verifyDocument(documentOf(ours), format, text)).toEqual([]);
});

test.each<Readonly<Record<string, unknown>>>([
  { image: null, audio: null, video: null, enclosure: null, extensions: null, guid: null, copyright: null },
  { published: null, author: null, category: null, contributor: null, content: null, description: null },
  { author: { name: 'Ada' }, category: 'AI', contributor: 'Bob' },
  { guid: 42 },
  { id: new URL('https://example.org/1'), link: new URL('https://example.org/1') },
])('what a program without types gives, as %j, does no harm', (item) => {
  const options = {
    ...OPTIONS,
    feedLinks: null,
    image: null,
    author: null,
    language: null,
    hub: null,
    ttl: null,
    stylesheet: '',
  };
  const [theirs, ours] = [new PackageFeed(options as never), new Feed(options as never)];
  for (const feed of [theirs, ours]) feed.addItem({ ...ITEM, ...item });
  for (const format of ['rss2', 'atom1', 'json1'] as const) {
    expect(() => theirs[format]()).not.toThrow();
    expect(() => ours[format]()).not.toThrow();
  }
  expect(ours.rss2()).not.toMatch(/null|undefined|object|stylesheet/);
});

test('numbers and addresses as objects serve as text wherever that package takes them', () => {
  const options = { ...OPTIONS, title: 2026, link: new URL('https://example.org/'), copyright: 2026, generator: 7 };
  const more = {
    image: new URL('https://example.org/a.png'),
    hub: new URL('https://hub.example/'),
    author: { name: 5 },
  };
  const [theirs, ours] = [PackageFeed, Feed].map((Made) => new Made({ ...options, ...more } as never));
  for (const feed of [theirs, ours]) {
    feed?.addCategory(2026 as never);
    feed?.addItem({ ...ITEM, author: [{ name: 6 }], category: [{ name: 2027 }] } as never);
    for (const part of ['<title>2026<', '<category>2026<', '<url>https://example.org/a.png<', '2027'])
      expect(feed?.rss2()).toContain(part);
  }
  expect(ours?.atom1()).toContain('<name>6</name>');
  expect(JSON.parse(ours?.json1() ?? '')).toMatchObject({ title: '2026', items: [{ tags: ['2027'] }] });
});

test('the clock is read when the feed names no date', () => {
  vi.useFakeTimers({ now: new Date('2030-01-01T00:00:00Z') });
  try {
    const { updated: _, ...undated } = OPTIONS;
    const [theirs, ours] = [new PackageFeed(undated), new Feed(undated)];
    for (const feed of [theirs, ours]) feed.addItem(ITEM);
    expect(theirs.atom1()).toContain('2030-01-01');
    expect(ours.atom1()).not.toContain('2030');
    expect(ours.atom1()).toContain('<updated>1970-01-01T00:00:00Z</updated>');
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  ['', undefined],
  ['Tom & Jerry’s', 'Tom &#x26; Jerry’s'],
  [false, undefined],
] as const)('the generator %j is named as it is given', (generator, shown) => {
  const ours = new Feed({ ...OPTIONS, generator });
  ours.addItem(ITEM);
  for (const [xml, format] of [
    [ours.rss2(), 'rss'],
    [ours.atom1(), 'atom'],
  ] as const) {
    expect(/<generator>(.*)<\/generator>/.exec(xml)?.[1]).toBe(shown);
    expect(verifyDocument(documentOf(ours), format, xml)).toEqual([]);
  }
  expect(verifyDocument(documentOf(ours), 'json', ours.json1())).toEqual([]);
});

test('a feed that names no documentation and no generator gets that package’s; ours names itself alone', () => {
  const { theirs, ours } = both();
  expect(theirs.rss2()).toContain('<docs>https://validator.w3.org/feed/docs/rss2.html</docs>');
  expect(ours.rss2()).not.toContain('<docs>');
  expect(ours.rss2()).toContain('<generator>Feedmill</generator>');
});

test.each([
  ['https://d.example/docs?a&b', 'https://d.example/docs?a&amp;b'],
  ['no address', undefined],
])('the documentation %j is named in RSS, the only format that has a place for it', (docs, shown) => {
  const ours = new Feed({ ...OPTIONS, docs });
  ours.addItem(ITEM);
  expect(/<docs>(.*)<\/docs>/.exec(ours.rss2())?.[1]).toBe(shown);
  expect(verifyDocument(documentOf(ours), 'rss', ours.rss2())).toEqual([]);
  expect(ours.atom1() + ours.json1()).not.toContain('docs');
});
