// Whatever text stands in whatever field: every document is well-formed, and three readers give it back.
import fc from 'fast-check';
import { parseFeed } from 'feedsmith';
import { expect, test } from 'vitest';
import type { Entry, FeedDocument } from '../../src/model/feed-document.ts';
import { renderAtom } from '../../src/render/atom.ts';
import { renderJsonFeed } from '../../src/render/json-feed.ts';
import { renderRss } from '../../src/render/rss.ts';
import { verifyDocument } from '../../src/verify/verify.ts';
import { entry, feedDocument, html, text, url } from '../support/documents.ts';
import { runs } from '../support/runs.ts';
import { childrenNamed, readStrictly, type StrictElement, strictProblem, textOf } from '../support/strict-xml.ts';
import { anyText, cleaned, shownHtml } from '../support/texts.ts';

/** Each text field of the model, and a document that has a text there. */
const FIELDS: Readonly<Record<string, (value: string) => FeedDocument>> = {
  'feed title': (value) => feedDocument([entry()], { title: text(value) }),
  'feed description': (value) => feedDocument([entry()], { description: text(value) }),
  'feed copyright': (value) => feedDocument([entry()], { copyright: text(value) }),
  'feed author': (value) => feedDocument([entry()], { author: { name: value } }),
  'feed id': (value) => feedDocument([entry()], { id: `tag:${value}` }),
  'entry id': (value) => feedDocument([entry({ id: `tag:${value}` })]),
  title: (value) => feedDocument([entry({ title: text(value) })]),
  summary: (value) => feedDocument([entry({ description: text(value) })]),
  content: (value) => feedDocument([entry({ content: html(value) })]),
  author: (value) => feedDocument([entry({ author: [{ name: value }] })]),
  topic: (value) => feedDocument([entry({ category: [{ name: value, term: value, scheme: 'tag:topics' }] })]),
  source: (value) => withDetails({ source: { name: text(value), url: url('https://s.example/') } }),
  type: (value) => withDetails({ type: value }),
  'related title': (value) => withRelated({ title: text(value) }),
  'related summary': (value) => withRelated({ summary: text(value) }),
  'related provider': (value) => withRelated({ provider: { name: text(value), host: 'r.example' } }),
};

function withDetails(details: Partial<Entry['details']>): FeedDocument {
  return feedDocument([entry({ details })]);
}

function withRelated(fields: Partial<Entry['details']['related'][number]>): FeedDocument {
  const provider = { name: text('R'), host: 'r.example' };
  const none = { title: undefined, summary: undefined, published: undefined, picture: undefined };
  return withDetails({ related: [{ url: url('https://r.example/'), provider, ...none, ...fields }] });
}

test.each(Object.entries(FIELDS))('any text as %s is written well-formed and read back as it is', (_, documentWith) => {
  fc.assert(
    fc.property(anyText, (value) => {
      const feed = documentWith(value);
      const [rss, atom, json] = [renderRss(feed), renderAtom(feed), renderJsonFeed(feed)];
      expect(strictProblem(rss)).toBeUndefined();
      expect(strictProblem(atom)).toBeUndefined();
      expect(verifyDocument(feed, 'rss', rss)).toEqual([]);
      expect(verifyDocument(feed, 'atom', atom)).toEqual([]);
      expect(verifyDocument(feed, 'json', json)).toEqual([]);
    }),
    runs(100),
  );
});

test('a strict parser reads back every text of RSS and Atom exactly', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, (title, summary, content) => {
      const feed = feedDocument([entry({ title: text(title), description: text(summary), content: html(content) })]);
      const item = descend(readStrictly(renderRss(feed)), 'channel', 'item');
      expect(textOf(item, 'title')).toBe(cleaned(title));
      expect(shownHtml(textOf(item, 'description'))).toBe(cleaned(summary));
      expect(textOf(item, 'content:encoded')).toBe(cleaned(content));
      const atom = descend(readStrictly(renderAtom(feed)), 'entry');
      expect(textOf(atom, 'title')).toBe(cleaned(title));
      expect(textOf(atom, 'summary')).toBe(cleaned(summary));
      expect(textOf(atom, 'content')).toBe(cleaned(content));
      const { items } = JSON.parse(renderJsonFeed(feed));
      expect(items[0]).toMatchObject({
        title: cleaned(title),
        summary: cleaned(summary),
        content_html: cleaned(content),
      });
    }),
    runs(100),
  );
});

test('what only a forbidden character kept from being a tag is shown, too', () => {
  for (const description of ['x<\u001FA&y', 'x&\u0000amp;']) {
    const feed = feedDocument([entry({ description: text(description) })]);
    const item = descend(readStrictly(renderRss(feed)), 'channel', 'item');
    expect(shownHtml(textOf(item, 'description'))).toBe(cleaned(description));
    expect(verifyDocument(feed, 'rss', renderRss(feed))).toEqual([]);
  }
});

test('a third reader, which trims and decodes as readers do, finds the same meaning', () => {
  // feedsmith decodes what looks like a reference once more in plain texts, so those are left to the two above.
  const words = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .map((value) => `x${cleaned(value).replace(/[&<>]/g, '+')}y`);
  fc.assert(
    fc.property(words, words, (title, content) => {
      const feed = feedDocument([entry({ title: text(title), content: html(`<p>${content}</p>`) })]);
      const rss = parseFeed(renderRss(feed));
      const atom = parseFeed(renderAtom(feed));
      const json = parseFeed(renderJsonFeed(feed));
      if (rss.format !== 'rss' || atom.format !== 'atom' || json.format !== 'json') throw new Error('not told apart');
      expect(rss.feed.items?.[0]).toMatchObject({ title, content: { encoded: `<p>${content}</p>` } });
      expect(atom.feed.entries?.[0]).toMatchObject({
        title: { type: 'text', value: title },
        content: { type: 'html', value: `<p>${content}</p>` },
      });
      expect(json.feed.items?.[0]).toMatchObject({ title, content_html: `<p>${content}</p>` });
    }),
    runs(100),
  );
});

function descend(element: StrictElement, ...names: readonly string[]): StrictElement {
  return names.reduce((parent, name) => {
    const [child] = childrenNamed(parent, name);
    if (child === undefined) throw new Error(`There is no ${name}`);
    return child;
  }, element);
}
