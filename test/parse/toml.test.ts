// TOML front matter: the same values as another parser reads, with places, and no text that breaks it.
import fc from 'fast-check';
import { parse, stringify, TomlDate } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { type Field, plainValue } from '../../src/parse/field.ts';
import { LIMITS } from '../../src/parse/limits.ts';
import { parseToml } from '../../src/parse/toml.ts';
import { runs } from '../support/runs.ts';
import { anyText } from '../support/texts.ts';

const DOCUMENT = `# A comment
title = "A \\u00fc and a \\"mark\\""
date = 2026-03-01T08:00:00+01:00
day = 2026-03-01
at = 2026-03-01 08:00:00.5
big = 123_456
hex = 0x1F
part = 1.50
draft = false
provider.name = 'It\\'
"odd key" = """
Two
lines"""
tags = [
  "a", # one
  ["b", 'c'],
  { x = 1, y.z = "d" },
]
[extra]
more = '''x'''
[[related]]
title = "One"
[related.provider]
name = "P"
[[related]]
title = "Two"
`;

function fieldsOf(text: string): Field {
  const read = parseToml(text, 0);
  if (!('field' in read)) throw new Error(JSON.stringify(read));
  return read.field;
}

/** As another parser reads it; dates as they are written, whole numbers whatever their size. */
function otherwise(text: string): unknown {
  const plain = (value: unknown): unknown => {
    if (value instanceof TomlDate) return 'date';
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value === 'bigint') return Number(value);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  };
  return plain(parse(text, { integersAsBigInt: 'asNeeded' }));
}

/** Values with those that look like dates all alike. */
function alike(value: unknown): unknown {
  if (typeof value === 'string') return /^(?:\d{4}-\d\d-\d\d(?:[Tt ]|$)|\d\d:\d\d)/.test(value) ? 'date' : value;
  if (Array.isArray(value)) return value.map(alike);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, alike(inner)]));
}

test('all there is', () => {
  expect(plainValue(fieldsOf(DOCUMENT))).toEqual({
    title: 'A ü and a "mark"',
    date: '2026-03-01T08:00:00+01:00',
    day: '2026-03-01',
    at: '2026-03-01 08:00:00.5',
    big: 123_456,
    hex: 31,
    part: 1.5,
    draft: false,
    provider: { name: 'It\\' },
    'odd key': 'Two\nlines',
    tags: ['a', ['b', 'c'], { x: 1, y: { z: 'd' } }],
    extra: { more: 'x' },
    related: [{ title: 'One', provider: { name: 'P' } }, { title: 'Two' }],
  });
  expect(fieldsOf('a = 1.50\nb = 12_3\n')).toMatchObject({
    entries: new Map([
      ['a', { value: { text: '1.50' } }],
      ['b', { value: { text: '123' } }],
    ]),
  });
});

describe('with places', () => {
  const keyed = /^\s*(?:[\w"' .]+\.)?/;

  function expectPlaces(text: string, field: Field, base: number): void {
    if (field.kind === 'list') for (const item of field.items) expectPlaces(text, item, base);
    if (field.kind !== 'map') return;
    for (const { key, start, end, value } of field.entries.values()) {
      const written = text.slice(start, end);
      expect(written.replace(keyed, '') === key || written.includes(key.replaceAll('"', '\\"'))).toBe(true);
      expectPlaces(text, value, base);
      if (value.kind === 'scalar' && typeof value.value === 'boolean')
        expect(text.slice(value.start, value.end)).toBe(value.text);
    }
  }

  test.each([DOCUMENT, DOCUMENT.replaceAll('\n', '\r\n')])('%j', (toml) => {
    const text = `+++\n${toml}+++\nThe body = 1\n`;
    const read = parseToml(text, 4, 4 + toml.length);
    if (!('field' in read)) throw new Error(JSON.stringify(read));
    expectPlaces(text, read.field, 4);
    const title = read.field.entries.get('title');
    expect(text.slice(title?.value.start, title?.value.end)).toBe('"A \\u00fc and a \\"mark\\""');
  });

  test.each([
    ['a = 1\nb == 2', '='],
    ['a = "x', 'x'],
    ['a = 1\n[a]', 'a'],
    ['', undefined],
    ['a', 'a'],
  ])('of a mistake: %j', (toml, at) => {
    const text = `+++\n${toml}\n+++\n`;
    const read = parseToml(text, 4, 4 + toml.length);
    if ('field' in read) expect(at).toBeUndefined();
    else expect(text.slice(read.span.start, read.span.end)).toBe(at);
  });
});

const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    anyText.map((text) => Buffer.from(text).toString()),
    fc.oneof(fc.maxSafeInteger(), fc.boolean(), fc.double()),
    fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string({ minLength: 1 }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const documents = fc
  .dictionary(fc.oneof(fc.string(), fc.constantFrom('title', 'date', 'tags')), anyValue, {
    maxKeys: 6,
    noNullPrototype: true,
  })
  .filter((fields) => !JSON.stringify(fields).includes('__proto__'))
  .map((fields) => stringify(fields));

describe('what another parser', () => {
  test('writes is read as it reads it', () => {
    fc.assert(
      fc.property(documents, (text) => {
        expect(alike(plainValue(fieldsOf(text)))).toEqual(alike(otherwise(text)));
      }),
      runs(300),
    );
  });

  test('reads too, after something was put in, is read alike', () => {
    const pieces = fc.constantFrom(
      ...'\n . , = [ ] [[ ]] { } " \' """ \'\'\' # \\ \\u00e9 0 1_ e5 -inf true a T Z é'.split(' '),
    );
    const from = fc.oneof(fc.constant(DOCUMENT), documents);
    fc.assert(
      fc.property(from, fc.nat(2000), fc.nat(3), pieces, (given, place, lost, piece) => {
        const at = place % (given.length + 1);
        const text = given.slice(0, at) + piece + given.slice(at + lost);
        const read = parseToml(text, 0);
        let other: unknown;
        try {
          other = otherwise(text);
        } catch {
          return;
        }
        if ('field' in read) expect(alike(plainValue(read.field))).toEqual(alike(other));
      }),
      runs(500),
    );
  });
});

test('no text breaks it', () => {
  const piece = fc.oneof(
    anyText,
    fc.constantFrom('a', '=', '"', "'", '\n', '[', ']', '{', '}', '.', '#', '1', '-', '\\'),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const read = parseToml(text, 0);
      if (!('field' in read)) expect(read.span.end).toBeLessThanOrEqual(Math.max(1, text.length));
    }),
    runs(1000),
  );
});

describe('is refused beyond', () => {
  const inside = (open: string, close: string, levels: number) => `a = ${open.repeat(levels)}1${close.repeat(levels)}`;

  test.each([
    ['levels of nesting', inside('[', ']', LIMITS.nesting)],
    ['levels of nesting', inside('[', ']', 100_000)],
    ['levels of nesting', inside('{ a = ', ' }', LIMITS.nesting)],
    ['levels of nesting', `a${'.a'.repeat(LIMITS.nesting)} = 1`],
    ['levels of nesting', `[a${'.a'.repeat(LIMITS.nesting)}]\nb = 1`],
    ['values and lines', `a = [${'1,'.repeat(LIMITS.values)}]`],
    ['levels of nesting', `a = """\\""" """\nb = ${'['.repeat(100_000)} # """`],
    ['levels of nesting', `a = ["""x"""", ${'['.repeat(100_000)}`],
    ['levels of nesting', `a = ['''x\\'''', ${'['.repeat(100_000)}`],
    ['levels of nesting', `a = ${'["]", '.repeat(20_000)}`],
    ['values and lines', '\n'.repeat(LIMITS.tomlCharacters)],
    ['characters of TOML', '#'.repeat(LIMITS.tomlCharacters + 1)],
    ['characters in one text', `a = """${'x'.repeat(500_000)}"""`],
  ])('%s', (limit, text) => {
    expect(parseToml(text, 0)).toMatchObject({ kind: 'limit', limit });
  });

  test.each([
    inside('[', ']', LIMITS.nesting - 1),
    `a${'.a'.repeat(LIMITS.nesting - 1)} = 1`,
    `a = """${'x'.repeat(100_000)}"""`,
  ])('and what is just within it is read', (text) => {
    expect(parseToml(text, 0)).toHaveProperty('field');
  });
});
