import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainValue } from '../../src/parse/field.ts';
import { LIMITS } from '../../src/parse/limits.ts';
import { parseSlowly, parseYaml } from '../../src/parse/yaml/yaml.ts';
import { LONG, runs } from '../support/runs.ts';

/** The plain value, or the problem. */
function read(text: string): unknown {
  const result = parseYaml(text, 0);
  return 'field' in result ? plainValue(result.field) : result;
}

const MEGABYTES_4 = 4 * 1024 * 1024;

describe('scalars', () => {
  test.each([
    ['a: 1', 1, '1'],
    ['a: 007', 7, '007'],
    ['a: 1e3', 1000, '1e3'],
    ['a: 0x1F', 31, '0x1F'],
    ['a: true', true, 'true'],
    ['a: yes', 'yes', 'yes'],
    ['a: 2022-07-04T07:55:00Z', '2022-07-04T07:55:00Z', '2022-07-04T07:55:00Z'],
    ['a: ~', null, ''],
    ['a:', null, ''],
    ['a: "1"', '1', '1'],
    ['a: !!str 12', '12', '12'],
    ['a: "\\ud83d\\ude00\\ud800"', '\u{1F600}\uD800', '\u{1F600}\uD800'],
    ["a: 'it''s'", "it's", "it's"],
    ['a: |\r\n  x\r\n  y\r\n', 'x\ny\n', 'x\ny\n'],
    ['a: >-\n  x\n  y\n', 'x y', 'x y'],
  ])('%j', (text, value, written) => {
    const result = parseYaml(text, 0);
    const entry = 'field' in result && result.field.kind === 'map' ? result.field.entries.get('a')?.value : undefined;
    expect(entry).toMatchObject({ kind: 'scalar', value, text: written });
  });
});

test('places count from the base, keys and values alike', () => {
  const result = parseSlowly('a: [x, "y"]\n', 100);
  expect(result).toMatchObject({
    field: {
      start: 100,
      entries: new Map([
        [
          'a',
          {
            start: 100,
            end: 101,
            value: {
              items: [
                { start: 104, end: 105 },
                { start: 107, end: 110 },
              ],
            },
          },
        ],
      ]),
    },
  });
});

test.each([
  ['b: &b { x: 1, y: 2 }\na: { <<: *b, y: 3 }', { y: 3, x: 1 }],
  ['b: &b { x: 1, y: 2 }\na:\n  y: 3\n  <<: *b', { y: 3, x: 1 }],
  ['b: &b { x: 1 }\nc: &c { x: 2, z: 3 }\na: { <<: [*b, *c] }', { x: 1, z: 3 }],
  ['b: &b { x: 1 }\nc: &c { <<: *b, z: 3 }\na: { <<: *c }', { z: 3, x: 1 }],
  ['a:\n  <<:\n    x: 1', { x: 1 }],
  // No mapping, and a key like any other.
  ['a: { <<: x }', { '<<': 'x' }],
  ['b: &b { x: 1 }\na: { "<<": *b }', { '<<': { x: 1 } }],
])('a mapping is merged in where YAML 1.1 has it: %j', (text, expected) => {
  expect(read(text)).toMatchObject({ a: expected });
  expect(Object.keys((read(text) as { a: object }).a)).toEqual(Object.keys(expected));
});

test('__proto__ is a key like any other', () => {
  const value = read('__proto__: {polluted: true}\nconstructor: 1\n') as Record<string, unknown>;
  expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test.each([
  ['a: 1\na: 2', 'a', 5],
  ['b:\n  a: 1\n  "a": 2', 'a', 12],
  ['{a: 1, a: 2}', 'a', 7],
  ['1: x\n"1": y', '1', 5], // one text, so one key
])('a duplicate key in %j is told with its place', (text, key, start) => {
  expect(read(text)).toMatchObject({ kind: 'duplicate-key', key, span: { start } });
});

test.each([
  ['a: "x', 'syntax'],
  ['a: b: c', 'syntax'],
  ['a: [1, 2', 'syntax'],
  ['a: *none', 'syntax'],
  ['a:\n\tb: 1', 'syntax'],
  ['a: @x', 'syntax'],
  ['a: 1\n---\nb: 2', 'syntax'],
  ['%YAML 9.9 x\n---\na: 1', 'syntax'],
  ['"unclosed: 1', 'syntax'],
])('%j is a problem', (text, kind) => {
  expect(read(text)).toMatchObject({ kind });
});

describe('limits', () => {
  const nested = (levels: number) => `a: ${'['.repeat(levels)}${']'.repeat(levels)}`;
  const bomb =
    'a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n';

  test.each([
    ['nesting', nested(LIMITS.nesting + 1), 'levels of nesting'],
    ['nesting beyond the stack', nested(20_000), 'levels of nesting'],
    [
      'nesting by indentation',
      Array.from({ length: 1500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      'levels of nesting',
    ],
    ['a circle of aliases', 'a: &a [*a]', 'levels of nesting'],
    ['an alias bomb', bomb, 'aliases'],
    ['many aliases', `a: &a x\nb: [${'*a,'.repeat(LIMITS.aliases + 1)}]`, 'aliases'],
    ['many values', `a: [${'x,'.repeat(LIMITS.values + 1)}]`, 'values'],
  ])('%s', (_, text, limit) => {
    expect(read(text)).toMatchObject({ kind: 'limit', limit });
  });

  // Only then nothing recurses as deep as the text says.
  test.each([
    ['[', ']'],
    ['{a: ', '}'],
    ['- ', ''],
    ['- - ', ''],
    ['? ', ''],
    ['a:\n', ''],
  ])('levels of %j are counted where they begin', (opening, closing) => {
    const indented = (levels: number) =>
      opening === 'a:\n'
        ? Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:\n`).join('')
        : opening.repeat(levels) + closing.repeat(levels);
    const allowed = Math.floor((LIMITS.nesting - 2) / (opening === '- - ' ? 2 : 1));
    expect(parseSlowly(indented(allowed), 0)).toHaveProperty('field');
    const refused = parseSlowly(indented(2_000), 0);
    const beginning = indented(2 * LIMITS.nesting + 2).length;
    expect(refused).toMatchObject({ kind: 'limit', limit: 'levels of nesting' });
    expect('span' in refused && refused.span.start).toBeLessThanOrEqual(beginning);
  });

  test('what is just allowed is read', () => {
    expect(read(nested(LIMITS.nesting - 2))).not.toHaveProperty('kind');
    expect(read(`a: &a x\nb: [${'*a,'.repeat(LIMITS.aliases)}]`)).not.toHaveProperty('kind');
  });

  const often = ['[', '- ', 'a:\n', '"'];
  const rarely = ['---\n', '{', '? ', 'a: ', '&a ', '!a ', "'", '#\n', '\n', '- -\n', '*a ', '|\n', '%', ',', 'x y '];
  test.each(LONG ? [...often, ...rarely] : often)('four megabytes of %j end before the test does', (piece) =>
    expect(read(piece.repeat(MEGABYTES_4 / piece.length))).toBeDefined(),
  );

  test('a hundred thousand keys end before the test does', () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `"k${index}" : ${index}`);
    expect(read(keys.join('\n'))).toMatchObject({ kind: 'limit' });
  });
});

test('never throws, whatever the text', () => {
  const marks = fc.constantFrom(
    'a',
    ': ',
    '- ',
    '\n',
    '  ',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    '&a ',
    '*a',
    '!!int ',
    '| ',
    '>',
    '#',
    '%',
    '@',
    '\t',
    '\r\n',
    '? ',
    ',',
    '---\n',
    '...\n',
    '\\x',
    '\uFEFF',
    '<<: ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(marks, fc.string({ maxLength: 4 })), { maxLength: 40 }), (parts) => {
      expect(() => parseYaml(parts.join(''), 0)).not.toThrow();
    }),
    runs(1000),
  );
});
