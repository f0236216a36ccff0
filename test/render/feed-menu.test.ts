// .well-known/feed-menu.json after draft-nottingham-feed-menu: what the draft's own schema asks for.
import { expect, test } from 'vitest';
import { renderFeedMenu } from '../../src/render/feed-menu.ts';
import { subscriptions, text } from '../support/documents.ts';

test('is a menu of feeds and menus', () => {
  expect(JSON.parse(renderFeedMenu(subscriptions()))).toEqual({
    'feed-menu': 'Example News & "Co"',
    items: [
      {
        'feed-title': 'Example News',
        description: 'The latest articles from <Example News>.',
        rss: 'https://example.org/feeds/rss.xml',
        atom: 'https://example.org/feeds/atom.xml',
      },
      {
        'feed-menu': 'Topics',
        items: [
          {
            'feed-title': 'Q&A',
            description: 'Q&A, from Example News.',
            atom: 'https://example.org/topics/q-and-a/atom.xml',
          },
        ],
      },
    ],
  });
});

test('leaves out feeds without RSS and Atom, and menus without feeds', () => {
  const { groups, ...rest } = subscriptions();
  const withoutXml = groups.map((group) => ({ ...group, feeds: group.feeds.map((feed) => ({ ...feed, links: {} })) }));
  expect(JSON.parse(renderFeedMenu({ ...rest, groups: withoutXml })).items).toEqual([]);
});

test('keeps titles and descriptions to the recommended length, by characters', () => {
  const { groups, ...rest } = subscriptions();
  const long = text('🚢'.repeat(200));
  const renamed = groups.map((group) => ({
    ...group,
    feeds: group.feeds.map((feed) => ({ ...feed, title: long, name: long, description: long })),
  }));
  const [feed] = JSON.parse(renderFeedMenu({ ...rest, title: long, groups: renamed })).items;
  expect([...feed['feed-title']]).toHaveLength(50);
  expect([...feed.description]).toHaveLength(140);
  expect(feed.description).toMatch(/^(?:🚢)+…$/u);
});
