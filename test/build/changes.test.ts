// What `--diff` tells: which entries the subscribers of each feed would see new, updated or gone.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BuildInput } from '../../src/build/input.ts';
import { newSite, type Site, settings } from '../support/site.ts';

let site: Site;

beforeEach(async () => {
  site = await newSite();
});
afterEach(() => site.remove());

const article = (day: number, ...topics: readonly string[]) =>
  site.article(`a${day}.md`, { title: `Day ${day}`, publishedDateTime: `2026-03-0${day}T08:00:00Z`, topics });

/** Each feed with what would change in it, `+1` being the article of the first day. */
async function told(options: Partial<BuildInput> = {}): Promise<Readonly<Record<string, string>>> {
  const { changes } = await site.build({ mode: 'diff', ...options });
  const day = (sign: string) => (id: string) => sign + id.slice(-1);
  return Object.fromEntries(
    (changes?.feeds ?? []).map(({ folder, fresh, updated, gone }) => {
      return [folder, [...fresh.map(day('+')), ...updated.map(day('~')), ...gone.map(day('-'))].join(' ')];
    }),
  );
}

test('an article that goes by another topic is new to the subscribers of that one, and gone for those of the other', async () => {
  await article(1, 'AI');
  await article(2, 'AI', 'Space');
  await article(3, 'Space');
  await site.build();
  await article(1, 'Space');
  expect(await told()).toEqual({ 'topics/ai/': '-1', 'topics/space/': '+1' });
  const { changes } = await site.build({ mode: 'diff' });
  expect(changes).toMatchObject({ fresh: ['tag:site.example,2026:feeds/a1'], updated: [], gone: [] });
  // Nobody has subscribed to a feed that is not there yet.
  await article(1, 'Robots');
  expect(await told()).toEqual({ 'topics/ai/': '-1' });
  await rm(site.out, { recursive: true });
  expect(await told()).toEqual({});
});

test('an older article that comes to a feed as another leaves it is new there', async () => {
  await article(1, 'Space');
  await article(2, 'Space');
  await article(3, 'AI', 'Space');
  await site.build();
  await article(2, 'AI', 'Space');
  await article(3, 'Space');
  expect(await told()).toEqual({ 'topics/ai/': '+2 -3' });
});

test('a feed whose documents were removed by hand has nothing new', async () => {
  await article(1, 'AI');
  await site.build();
  await rm(join(site.out, 'topics'), { recursive: true });
  expect(await told()).toEqual({});
});

test('a related item that is taken out is gone from its provider’s feed', async () => {
  const related = [1, 2].map((n) => ({
    title: `R${n}`,
    webUrl: `https://two.example/${n}`,
    publishedDateTime: '2026-03-01T08:00:00Z',
    provider: { name: 'Two', domain: 'two.example' },
  }));
  await site.article('a.md', { related });
  await site.build();
  await site.article('a.md', { related: related.slice(0, 1) });
  expect((await told())['providers/two.example/']).toBe('-2');
});

test('a related item that goes to another provider is new to the subscribers of that one', async () => {
  const item = (n: number, host: string) => ({
    title: `R${n}`,
    webUrl: `https://two.example/${n}`,
    publishedDateTime: '2026-03-01T08:00:00Z',
    provider: { name: host, domain: host },
  });
  await site.article('a.md', { related: [item(1, 'two.example'), item(2, 'two.example'), item(3, 'three.example')] });
  await site.build();
  await site.article('a.md', { related: [item(1, 'two.example'), item(2, 'three.example'), item(3, 'three.example')] });
  expect(await told()).toMatchObject({ 'providers/two.example/': '-2', 'providers/three.example/': '+2' });
});

test('an article that is withdrawn is gone once, and nothing new when it comes back', async () => {
  await article(1, 'AI');
  await article(2, 'AI');
  await site.build();
  const gone = async () => (await site.build({ mode: 'diff' })).changes?.gone;
  await rm(join(site.content, 'a1.md'));
  expect([await told(), await gone()]).toEqual([{}, ['tag:site.example,2026:feeds/a1']]);
  await site.build();
  expect([await told(), await gone()]).toEqual([{}, []]);
  await article(1, 'AI');
  expect([await told(), await gone()]).toEqual([{}, []]);
});

test('a date of change that is set back is a change, too', async () => {
  const changedOn = (day: number) =>
    site.article('a1.md', { title: 'Day 1', updatedDateTime: `2026-03-0${day}T09:00:00Z`, topics: ['AI'] });
  await changedOn(3);
  await site.build();
  await changedOn(2);
  expect((await told())['topics/ai/']).toBe('~1');
});

test('what comes into the middle of a full feed is new there', async () => {
  const three = { settings: settings('  limit: 3') };
  for (const day of [1, 2, 3, 5]) await article(day, 'AI');
  await article(4);
  await site.build(three);
  await article(4, 'AI');
  expect((await told(three))['topics/ai/']).toBe('+4');
});

test('what only moves across the limit of a feed is neither new nor gone', async () => {
  const two = { settings: settings('  limit: 2') };
  for (const day of [1, 2, 3]) await article(day);
  await site.build(two);
  await article(4);
  expect(await told(two)).toEqual({ '': '+4', 'providers/site.example/': '+4' });
  await site.build(two);
  await rm(join(site.content, 'a4.md'));
  expect(await told(two)).toEqual({});
  // Another limit shows what these feeds did not have.
  expect(await told({ settings: settings('  limit: 3') })).toEqual({ '': '+2 +1', 'providers/site.example/': '+2 +1' });
});
