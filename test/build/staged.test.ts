// Texts become bytes one after the other, whatever their size.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { stageText } from '../../src/build/making/staged.ts';

const LARGE = 1024 * 1024;
const TEXTS = [
  '',
  'plain',
  '東京 naïve 🚀',
  'half a pair: \ud83d',
  'é'.repeat(LARGE),
  'x'.repeat(LARGE * 2),
  'short again',
];

test('what is staged of a text is its UTF-8, and the list says so', () => {
  const staged: Buffer[] = [];
  const files = TEXTS.map((text, index) =>
    stageText({ path: `${index}.txt`, text }, (path, bytes) => {
      staged.push(Buffer.from(bytes));
      return path;
    }),
  );
  const meant = TEXTS.map((text) => Buffer.from(text));
  expect(staged.map((bytes, index) => bytes.equals(meant[index] ?? Buffer.alloc(0)))).toEqual(TEXTS.map(() => true));
  expect(files.map(({ bytes }) => bytes)).toEqual(meant.map(({ length }) => length));
  expect(files.map(({ sha256 }) => sha256)).toEqual(
    meant.map((bytes) => createHash('sha256').update(bytes).digest('hex')),
  );
});
