// What reading front matter costs, by both roads: npx vitest bench bench/reader.bench.ts. One run reads 100 articles.
// vitest reaches imported names through an object, which costs the quick reader about half its speed; the program does not.
import { bench, describe } from 'vitest';
import { readQuickly } from '../src/parse/yaml/quick.ts';
import { parseSlowly } from '../src/parse/yaml/yaml.ts';
import { articleText } from './articles.ts';

// Decoded as files are: strings that are built by joining are slower to walk.
const articles = Array.from({ length: 100 }, (_, seed) => {
  const text = new TextDecoder().decode(new TextEncoder().encode(articleText(seed)));
  const start = text.indexOf('\n') + 1;
  const bytes = Buffer.from(text).toString('latin1');
  return { text, start, end: text.indexOf('\n---', start) + 1, bytes, bytesEnd: bytes.indexOf('\n---', start) + 1 };
});

describe('front matter of 100 articles', () => {
  bench('quick', () => {
    for (const { text, start, end } of articles) readQuickly(text, start, end);
  });
  bench('quick, before it is decoded', () => {
    for (const { bytes, start, bytesEnd } of articles) readQuickly(bytes, start, bytesEnd, undefined, true);
  });
  bench('yaml', () => {
    for (const { text, start, end } of articles) parseSlowly(text.slice(start, end), start);
  });
});
