// Texts that need no repair are told by one scan; here is what it may let pass.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText } from '../../src/parse/text.ts';
import { codesOf, sinkFor } from '../support/reading.ts';
import { runs } from '../support/runs.ts';
import { anyText } from '../support/texts.ts';

const AT = { start: 0, end: 1 };

function cleaned(raw: string): { readonly text: string; readonly codes: readonly string[] } {
  const sink = sinkFor('a.md');
  return { text: cleanText(raw, 'title', AT, sink.report), codes: codesOf(sink.findings) };
}

// Two spaces need folding, so this text is always looked at closely; what else is found must be found without them.
function cleanedClosely(raw: string): ReturnType<typeof cleaned> {
  const { text, codes } = cleaned(`${raw}  z`);
  return { text: text.slice(0, -2), codes: codes.filter((code) => code !== 'article/folded-white-space') };
}

test('every code unit', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const raw = `a${String.fromCharCode(code)}b`;
    const [glance, close] = [cleaned(raw), cleanedClosely(raw)];
    const isFolded = glance.codes.includes('article/folded-white-space');
    if (isFolded && /^a[\s\u0085]b$/.test(raw)) continue;
    if (glance.text !== close.text || glance.codes.join() !== close.codes.join()) expect(glance).toEqual(close);
  }
});

test('any text', () => {
  const unfolded = fc
    .oneof(anyText, fc.string({ unit: 'binary' }))
    .map((text) => `x${text.replace(/[\s\u0085]+/g, ' ')}y`);
  fc.assert(
    fc.property(unfolded, (raw) => {
      const { text, codes } = cleaned(raw);
      expect({ text, codes: codes.filter((code) => code !== 'article/folded-white-space') }).toEqual(
        cleanedClosely(raw),
      );
    }),
    runs(1000),
  );
});
