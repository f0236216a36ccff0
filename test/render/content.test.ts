// A content is escaped once for RSS and Atom, in whatever order and however often they are rendered.
import { expect, test } from 'vitest';
import { renderAtom } from '../../src/render/atom.ts';
import { renderRss } from '../../src/render/rss.ts';
import { text } from '../../src/render/xml.ts';
import { entry, feedDocument, html } from '../support/documents.ts';

test('each entry keeps its own content, also of more entries than are remembered', () => {
  const contents = Array.from({ length: 450 }, (_, index) => `<p>${index} &amp; “more”</p>`);
  const feeds = [contents.slice(0, 3), contents, contents.slice(2, 5)].map((some) =>
    feedDocument(some.map((content, index) => entry({ id: `tag:${index}`, content: html(content) }))),
  );
  const inRss = (document: string) => [...document.matchAll(/<content:encoded>(.*)<\/content:encoded>/g)];
  const inAtom = (document: string) => [...document.matchAll(/<content type="html">(.*)<\/content>/g)];
  for (const order of ['rss atom', 'atom rss', 'rss rss atom', 'rss', 'atom atom']) {
    for (const feed of feeds) {
      const expected = feed.items.map(({ content = '' }) => text(content));
      for (const format of order.split(' ')) {
        const found = format === 'rss' ? inRss(renderRss(feed)) : inAtom(renderAtom(feed));
        expect(found.map(([, content]) => content)).toEqual(expected);
      }
    }
  }
});
