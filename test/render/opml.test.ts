// The subscription list: golden, strict, read back.
import { expect, test } from 'vitest';
import type { Directory } from '../../src/model/directory.ts';
import { renderOpml } from '../../src/render/opml.ts';
import { verifyOpml } from '../../src/verify/verify.ts';
import { subscriptions, url } from '../support/documents.ts';
import { strictProblem } from '../support/strict-xml.ts';

test('lists each feed once, by its RSS address, in folders', async () => {
  const opml = renderOpml(subscriptions());
  await expect(opml).toMatchFileSnapshot('../fixtures/documents/subscriptions.opml');
  expect(strictProblem(opml)).toBeUndefined();
  expect(verifyOpml(subscriptions(), opml)).toEqual([]);
});

test('takes another format where RSS is not written', () => {
  const opml = renderOpml(subscriptions());
  expect(opml).toContain('xmlUrl="https://example.org/topics/q-and-a/atom.xml"');

  const json = url('https://example.org/feeds/feed.json');
  const { groups, ...list } = subscriptions();
  const only = groups.map((group) => ({ ...group, feeds: group.feeds.map((feed) => ({ ...feed, links: { json } })) }));
  expect(renderOpml({ ...list, groups: only })).toContain(`xmlUrl="${json}"`);
  expect(verifyOpml({ ...list, groups: only }, renderOpml({ ...list, groups: only }))).toEqual([]);
});

test.each<[string, (list: Directory, opml: string) => string, RegExp]>([
  ['a raw ampersand', (_, opml) => opml.replace('&amp;', '&'), /not well-formed|&/],
  ['a lost feed', (_, opml) => opml.replace(/ *<outline type="rss".*\n/, ''), /feeds/],
  ['another title', (_, opml) => opml.replace('text="Example News"', 'text="Other"'), /title/],
  ['another title for some readers', (_, opml) => opml.replace(' title="Example News"', ' title="Other"'), /title/],
  ['what one reader alone finds otherwise', (_, opml) => opml.replace(' from &lt;', '\nfrom &lt;'), /description/],
  ['another address', (_, opml) => opml.replace('rss.xml', 'rss2.xml'), /xmlUrl/],
  ['another kind', (_, opml) => opml.replace('type="rss"', 'type="link"'), /xmlUrl/],
  ['another date', (_, opml) => opml.replace('GMT', 'UTC'), /updated/],
  ['another root', (_, opml) => opml.replaceAll('opml', 'html'), /OPML/],
  ['no head', (_, opml) => opml.replace(/ {2}<head>[\s\S]*<\/head>\n/, ''), /head/],
  ['no body', (_, opml) => opml.replace(/ {2}<body>[\s\S]*<\/body>\n/, ''), /body/],
])('verification finds %s', (_, mutate, words) => {
  const list = subscriptions();
  const problems = verifyOpml(list, mutate(list, renderOpml(list)));
  expect(JSON.stringify(problems)).toMatch(words);
});
