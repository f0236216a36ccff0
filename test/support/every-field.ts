// In: nothing. Out: a feed that says something in every field there is, and one that says little. Tests only.
import type { FeedDocument } from '../../src/model/feed-document.ts';
import { entry, feedDocument, html, language, picture, text, url } from './documents.ts';

const related = (name: string) => ({
  url: url(`https://r.example/${name}`),
  title: text(`Related ${name}`),
  summary: text(`Summary ${name}`),
  published: new Date('2024-02-03T04:05:06Z'),
  provider: { name: text(`Provider ${name}`), host: 'r.example' },
  picture: picture(`https://r.example/${name}.jpg`),
});

/** Three entries: one with everything, one with the least, one whose id is its link. */
export const FEED: FeedDocument = Object.assign(
  feedDocument(
    [
      entry({
        id: 'tag:example.org,2024:1',
        link: url('https://example.org/1?a&b'),
        title: text('First & foremost'),
        description: text('Summary 1'),
        content: html('<p>Content 1 &amp; more</p>'),
        copyright: '© 1',
        author: [
          { name: 'Ada', link: 'https://ada.example/', email: 'ada@example.org', avatar: 'https://ada.example/a.png' },
          { name: 'Bob' },
        ],
        contributor: [{ name: 'Con' }],
        category: [{ name: 'AI', term: 'ai', scheme: 'tag:topics', domain: 'https://example.org/topics' }],
        details: {
          canonicalUrl: url('https://original.example/1'),
          language: language('de'),
          pictures: [
            picture('https://example.org/1.jpg', { width: 640, height: 480, type: 'image/jpeg' }),
            picture('https://example.org/2.png', { width: 10, height: 20, type: 'image/png' }),
          ],
          media: [{ url: url('https://example.org/1.mp4'), medium: 'video', type: 'video/mp4' }],
          related: [related('a'), related('b')],
          source: { name: text('Source'), url: url('https://source.example/') },
          type: 'video',
          ampUrl: url('https://amp.example/1'),
          enclosures: [
            {
              url: url('https://example.org/1.mp3'),
              type: 'audio/mpeg',
              lengthBytes: 7,
              title: text('E1'),
              durationSeconds: 8,
            },
            {
              url: url('https://example.org/2.pdf'),
              type: 'application/pdf',
              lengthBytes: 9,
              title: text('E2'),
              durationSeconds: undefined,
            },
            {
              url: url('https://example.org/3.gif'),
              type: 'image/gif',
              lengthBytes: undefined,
              title: undefined,
              durationSeconds: undefined,
            },
          ],
        },
      }),
      entry({ id: 'tag:example.org,2024:2', link: url('https://example.org/2'), title: text('Second') }),
      entry({ id: 'https://example.org/3', link: url('https://example.org/3'), title: text('Third') }),
    ],
    {
      language: language('en'),
      author: {
        name: 'Editors',
        email: 'ed@example.org',
        link: 'https://example.org/',
        avatar: 'https://example.org/e.png',
      },
      image: url('https://example.org/logo.png'),
      favicon: url('https://example.org/icon.png'),
      copyright: text('© Example'),
      ttl: 60,
      docs: url('https://example.org/docs'),
      details: { hubs: [url('https://hub.example/')] },
    },
  ),
  { categories: ['News'], contributors: [{ name: 'Con' }] },
);
