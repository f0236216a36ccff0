// What proving a feed costs: npx vitest bench bench/verify.bench.ts. One run takes a document of 50 entries.
import { bench, describe } from 'vitest';
import { FORMATS } from '../src/model/format.ts';
import { renderAtom } from '../src/render/atom.ts';
import { renderJsonFeed } from '../src/render/json-feed.ts';
import { renderRss } from '../src/render/rss.ts';
import { atomReader } from '../src/verify/read-back/atom.ts';
import { elementTree } from '../src/verify/read-back/element.ts';
import type { FeedReader } from '../src/verify/read-back/feed.ts';
import { readThroughParser } from '../src/verify/read-back/read-back.ts';
import { rssReader } from '../src/verify/read-back/rss.ts';
import { scanQuickly } from '../src/verify/scan/quick.ts';
import { scanXml } from '../src/verify/scan/scan.ts';
import { verifyDocument } from '../src/verify/verify.ts';
import { documentOf } from './documents.ts';

const feed = documentOf(50);
// Strings that were built by joining are slower to walk until something flattens them; here all begin flat.
const flat = (text: string) => Buffer.from(text).toString();
const texts = { rss: flat(renderRss(feed)), atom: flat(renderAtom(feed)), json: flat(renderJsonFeed(feed)) };

describe('the strict scan of 50 entries', () => {
  bench('RSS 2.0', () => void scanXml(texts.rss));
  bench('Atom', () => void scanXml(texts.atom));
});

describe('the quick scan of 50 entries', () => {
  const tree = elementTree(() => false);
  const scan = (text: string, { prefixes }: FeedReader) => {
    if (!scanQuickly(tree, text, prefixes)) throw new Error('it is left to the strict scan');
  };
  bench('RSS 2.0', () => scan(texts.rss, rssReader));
  bench('Atom', () => scan(texts.atom, atomReader));
});

describe('reading back 50 entries', () => {
  bench('RSS 2.0', () => void readThroughParser(texts.rss, 'rss'));
  bench('Atom', () => void readThroughParser(texts.atom, 'atom'));
  bench('JSON Feed', () => void readThroughParser(texts.json, 'json'));
});

describe('scan, reading back and comparison of 50 entries', () => {
  for (const { name } of FORMATS) {
    bench(name, () => {
      // A document that fails is proved sooner: the figure would say nothing.
      if (verifyDocument(feed, name, texts[name]).length > 0) throw new Error(`${name} is not what was meant`);
    });
  }
});
