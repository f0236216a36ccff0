// What rendering costs: npx vitest bench bench/render.bench.ts. One run renders a feed of 50 entries.
import { bench, describe } from 'vitest';
import { renderAtom } from '../src/render/atom.ts';
import { renderJsonFeed } from '../src/render/json-feed.ts';
import { renderRss } from '../src/render/rss.ts';
import { documentOf } from './documents.ts';

const feed = documentOf(50);

describe('rendering 50 entries', () => {
  bench('RSS 2.0', () => void renderRss(feed));
  bench('Atom', () => void renderAtom(feed));
  bench('JSON Feed', () => void renderJsonFeed(feed));
});
