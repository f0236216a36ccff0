// What the quick reader answers and what it leaves to `yaml`; wherever it answers, both give the same.
import { describe, expect, test } from 'vitest';
import { detached } from '../../src/model/text.ts';
import { LIMITS } from '../../src/parse/limits.ts';
import { readQuickly } from '../../src/parse/yaml/quick.ts';
import { parseSlowly } from '../../src/parse/yaml/yaml.ts';
import { bytesKept } from '../support/heap.ts';
import { answers } from '../support/yaml-agreement.ts';

const ANSWERED: readonly string[] = [
  'a: b',
  'a: b\n',
  'a: b\r\n',
  'a: b   \n\n\n',
  'a: b\n  ',
  'a:\n- b\n# c\n ',
  '\n\na: b\n',
  'a:   b   c  \nd: e\r\n\r\nf: g\n',
  'a:\n',
  'a: \nb:\n',
  'a:\n\n  \nb: c\n',
  'a:\n  b:\n    c: d\n  e: f\ng: h\n',
  'a:\n      b: c\n',
  'a:\n  b:\nc: d\n',
  'a:\n  b:\n',
  'a:\n- b\n- c\nd: e\n',
  'a:\n  - b\n  - c\n\n  - d\ne: f\n',
  'a:\n  -\n  - \n  - b\n',
  'a:\n-\nb: c\n',
  'a:\n  - b: c\n    d: e\n  - b: f\n',
  'a:\n  -   b: c\n      d: e\n',
  'a:\n  - b:\n    - c\n    d: e\n',
  'a:\n- b:\n  - c:\n    - d\n',
  'a:\n  - b:\n  - c:\nd:\n',
  'a:\n  - "b": c\n    \'d\': e\n',
  'a:\n  - "b\\"c": d\n  - "e\\nf"\n',
  '# first\na: b\n# between\nc: d\n# last\n',
  'a: # what\n  # which\n  b: c # why\n  # whence\n  d: "e" # who\nf: g\n',
  'a:\n  - b\n  # c\n  - d\n',
  'a: # b\nc: d\n',
  'a:\n# b\nc: # d\n\n# e\nf: g\n',
  'a:\n  - # b\n  -\n  # c\n  - d\n',
  'a:\n  - b # c\n  -\n',
  'a:\n  -b: c\n  -d:\n',
  'a: b\n# c\n\n# d\ne: f\n',
  'a:\n  b: c\n# d\ne: f\n',
  'a: []\nb: {}\nc: [ d ]\ne: [f, g h,i , "j, k", \'l\', 1, 0.5, null, true]\n',
  `a: "${'\\"'.repeat(9)}"\nb: "c\\\\"\nd: "\\\\\\""\n`,
  'a: "\\n\\r\\t\\/\\u00e9\\uD83D\\uDE80\\uD83D"\n',
  'a: "#b: c - [d] {e} \'f\' & * ! | > % @ `"\n',
  "a: 'it''s \"b\" \\n # c: d'\nb: ''\nc: ''''\n",
  'a: ""\nb: " c "\n',
  'a: Barron\'s "b" c#d e:f g-h, [i] {j} & * ! | > % @ ` ? \\n\n',
  'a: https://example.org/b?c=d&e=f#g\nb: 12:30:45\nc: -d\ne: +f\ng: .h\ni: ~j\nk: (l)\nm: $n\n',
  'a: 2024-02-29T12:34:56Z\nb: 2024-02-29\nc: 2024-02-29 12:34:56 +09:00\n',
  'a b-c.d/e+f & g (h): i\n9to5: j\nnullable: k\ntrue story: l\nété: m\n인공지능: n\n',
  '__proto__: a\nconstructor: b\ntoString:\n  hasOwnProperty: c\n',
  'a: \u00e9\u0085b\u2028c\u00a0d\ufeffe\n',
  'a: “b”\nc: 🚀 d\ne: 아크로팬\n',
  'a: "b\tc\u0007d\u0000e\ufefff\rg"\n',
  `${'a'.repeat(1024)}: b\n`,
  `a: b${'\n'.repeat(2000)}c:\n${'\n'.repeat(400)}d: e\n`,
  '"a": b\n\'c d\': e\n"f\\u00e9":\n  g: h\n',
];

const SCALARS = [
  '~ null Null NULL nULL nil n true True TRUE tRUE false False FALSE yes No on OFF y N t f truer nulls Infinity NaN',
  '0 -0 +0 00 007 123 +123 -123 999999999999999 9007199254740993 123456789012345678901234567890 1_000 1,000 1e400',
  '0o17 0o18 0o -0o7 017 0O7 0x1F 0xfg 0x -0x1 0X1F 0x1.8 0b1 1. .5 1.5 -.5 +1.5 1.5. 0.0 -0.0 1.50 +.5 ._5 _1',
  '1e3 1E+3 1.e-3 .5e1 1e 1.e e1 1e1.5 .e1 .1e 1e-400 0.1234567890123456789 1+ 1- 1-2 -1-2 +-1 1:2 1.2.3 5G 3D 1st',
  '.inf .Inf .INF -.inf -.INF +.INF .iNF +.inf. .nan .NaN .NAN -.nan .Nan . .. ... + = << 12:30:45 2024-01-01 404',
].flatMap((line) => line.split(' '));

const LEFT: readonly (readonly [reason: string, text: string])[] = [
  ['nothing there', ''],
  ['only comments', '# a\n'],
  ['no mapping', '- a\n'],
  ['no mapping', 'a\n'],
  ['a flow mapping', '{a: b}\n'],
  ['an indented root', '  a: b\n'],
  ['a duplicate key', 'a: b\na: c\n'],
  ['a duplicate key in another style', 'a: b\n"a": c\n'],
  ['a key that is a number', '404: a\n'],
  ['a key that is a number', '0x1F: a\n'],
  ['a key that is null', 'null: a\n'],
  ['a key that is null', '~: a\n'],
  ['a key that is a boolean', 'true: a\n'],
  ['a key without a name', ': a\n'],
  ['a merge key', '<<: *a\n'],
  ['a space before the colon', 'a : b\n'],
  ['no space after the colon', 'a:b\n'],
  ['no space after the colon', '"a":b\n'],
  ['a key that is too long', `${'a'.repeat(1025)}: b\n`],
  ['a quoted key that is too long', `"${'a'.repeat(1023)}": b\n`],
  ['a key too far from an empty value', `a:\n${'b'.repeat(1024)}: c\n`],
  ['a key too far from an empty value', `a:\n  b:\n${' \n'.repeat(600)}c: d\n`],
  ['a key too far from an empty item', `a:\n-\r\n${'\r\n'.repeat(600)}b: c\n`],
  ['an explicit key', '? a\n: b\n'],
  ['a tab for indentation', 'a:\n\tb: c\n'],
  ['a tab after the colon', 'a:\tb\n'],
  ['a tab at the end', 'a: b\t\n'],
  ['a tab in a plain value', 'a: b\tc\n'],
  ['a tab in an empty line', 'a: b\n\t\nc: d\n'],
  ['a control character', 'a: b\u0007\n'],
  ['a lone carriage return', 'a: b\rc: d\n'],
  ['a lone carriage return', 'a: b\n\rc: d\n'],
  ['a byte order mark', '\ufeffa: b\n'],
  ['a byte order mark', 'a: \ufeffb\n'],
  ['an anchor', 'a: &b c\n'],
  ['an alias', 'a: *b\n'],
  ['a tag', 'a: !b c\n'],
  ['a tag', 'a: !!str 1\n'],
  ['a literal block', 'a: |\n  b\n'],
  ['a folded block', 'a: >-\n  b\n'],
  ['a reserved character', 'a: @b\n'],
  ['a reserved character', 'a: `b`\n'],
  ['a directive character', 'a: %b\n'],
  ['a directive', '%YAML 1.2\n---\na: b\n'],
  ['a second document', 'a: b\n---\nc: d\n'],
  ['a document end', 'a: b\n...\n'],
  ['a document end', 'a: b\n... c: d\n'],
  ['a document end with more behind it', '... a: b\n'],
  ['a key that begins with a dot', '.a: b\n'],
  ['a value over two lines', 'a: b\n  c\n'],
  ['a value on a line of its own', 'a:\n  b\n'],
  ['a quoted value over two lines', 'a: "b\n  c"\n'],
  ['a quoted value over two lines', "a: 'b\n  c'\n"],
  ['a quote that is not ended', 'a: "b\n'],
  ['a quote that is not ended', 'a: "b\\"\n'],
  ['a quote that is not ended', "a: 'b\n"],
  ['a quote that is not ended, and one that is', 'a: "b\nc: "d"\n'],
  ['text behind a quoted value', 'a: "b" c\n'],
  ['text behind a quoted value', "a: 'b'c\n"],
  ['a comment too close', 'a: "b"#c\n'],
  ['a comment too close', 'a: []#c\n'],
  ['an unknown escape', 'a: "\\q"\n'],
  ['a cut escape', 'a: "\\u12"\n'],
  ['an escaped line break', 'a: "b\\\n  c"\n'],
  ['an escape that is not written', 'a: "\\x41"\n'],
  ['a colon in a plain value', 'a: b: c\n'],
  ['a colon at the end of a plain value', 'a: b:\n'],
  ['a list on the line of its key', 'a: - b\n'],
  ['a list in a list', 'a:\n  - - b\n'],
  ['a mapping on the line below its dash', 'a:\n  -\n    b: c\n'],
  ['a dash without a space', 'a:\n  -b\n'],
  ['a list in the place of a key', 'a: b\n- c\n'],
  ['a key in the place of a dash', 'a:\n  - b\n  c: d\n'],
  ['a step to the left that fits nothing', 'a:\n    b: c\n  d: e\n'],
  ['a step to the right', 'a: b\n  c: d\n'],
  ['a list indented less than its first item', 'a:\n    - b\n  - c\n'],
  ['a comment indented otherwise', 'a: b\n  # c\nd: e\n'],
  ['a comment behind the last value of a mapping, which is empty', 'a:\n  b: # c\nd: e\n'],
  ['a comment below the last value of a mapping, which is empty', 'a:\n  b:\n# c\nd: e\n'],
  ['a comment below the last item of a list, which is empty', 'a:\n  -\n# c\nd: e\n'],
  ['a comment below the last item of a list, which is empty', 'a:\n-\n# c\nd: e\n'],
  ['a comment above the last item of a list, which is empty', 'a:\n  - b\n  # c\n  -\n'],
  ['a comment above the last item of an inner list, which is empty', 'a:\n- b:\n  - c\n  # d\n  -\n- e\n'],
  ['a flow mapping as a value', 'a: {b: c}\n'],
  ['a flow list in a flow list', 'a: [[b]]\n'],
  ['a flow list over two lines', 'a: [b,\n  c]\n'],
  ['a flow list that is not ended', 'a: [b, c\n'],
  ['a comma too many', 'a: [b,,c]\n'],
  ['a comma at the end', 'a: [b,]\n'],
  ['a pair in a flow list', 'a: [b: c]\n'],
  ['a comment in a flow list', 'a: [b #c]\n'],
  ['a key that is a flow list', '[a]: b\n'],
  ['a value that begins with a question mark', 'a: ?b\n'],
  ['a value that begins with a comma', 'a: ,b\n'],
  ['a bracket too many', 'a: ]b\n'],
];

describe('what it reads', () => {
  test.each(ANSWERED)('%j', (text) => expect(answers(text)).toBe(true));
  test.each(ANSWERED)('%j with CR LF', (text) => expect(answers(text.replace(/\r?\n/g, '\r\n'))).toBe(true));

  test.each(SCALARS)('gives %s the type that the core schema gives it', (scalar) => {
    expect(answers(`a: ${scalar}`)).toBe(true);
    expect(answers(`a:\n  - ${scalar}\n  - b\n`)).toBe(true);
    for (const text of [`a: [${scalar}]\n`, `${scalar}: a\n`, `a:\n  ${scalar}: b\n`]) answers(text);
  });

  test('minds only its part of the text, and places count from the start of the text', () => {
    const places = (text: string, start: number, length: number) =>
      JSON.stringify(readQuickly(text, start, start + length), (_, value) =>
        value instanceof Map ? [...value] : value,
      ).replace(/"(start|end)":(\d+)/g, (_, side, place) => `${side} ${Number(place) - start}`);
    for (const text of ANSWERED.filter((text) => text.endsWith('\n'))) {
      const alone = places(text, 0, text.length);
      expect(places(`- 'x\n${text}--- "\n  more: x`, 5, text.length)).toBe(alone);
      expect(places(`a: {${text}\n  - "`, 4, text.length)).toBe(alone);
    }
  });
});

describe('what it leaves to yaml', () => {
  test.each(LEFT)('%s: %j', (_, text) => expect(answers(text)).toBe(false));

  const nested = (levels: number) => Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
  const long = (values: number) => `a:\n${'- b\n'.repeat(values - 3)}`;
  test.each<[string, (size: number) => string, number]>([
    ['levels of nesting', nested, LIMITS.nesting],
    ['levels, the last a list', (levels) => `${nested(levels - 1)}${' '.repeat(levels)}- b\n`, LIMITS.nesting],
    ['levels, the last in brackets', (levels) => nested(levels - 1).replace(/\n$/, ' [b]\n'), LIMITS.nesting],
    ['values', long, LIMITS.values],
  ])('too many %s', (_, text, limit) => {
    expect(answers(text(limit))).toBe(true);
    expect(answers(text(limit + 1))).toBe(false);
    expect(parseSlowly(text(limit + 1), 0)).toMatchObject({ kind: 'limit' });
  });

  test.each(['a: -', 'a: [', 'a: b', 'a: "b', 'a: b\r'])('a part that does not end with a line: %j', (text) => {
    expect(readQuickly(`${text}]c"\n`, 0, text.length)).toBeUndefined();
  });

  test('a text that may have too many tokens', () => {
    expect(answers(`a: ${'b'.repeat(LIMITS.tokens)}\n`)).toBe(false);
    expect(answers('\n'.repeat(LIMITS.tokens))).toBe(false);
  });
});

describe('detached', () => {
  test.each(['', 'short', 'longer than thirteen', 'mit Ümläuten und mehr', '\ud83d alone 🚀 and paired'])(
    'keeps %j',
    (text) => {
      expect(detached(text)).toBe(text);
    },
  );

  test('lets go of the text that it was cut from', () => {
    const { bytes, made } = bytesKept(() => {
      const kept: string[] = [];
      for (let file = 0; file < 100; file++) {
        const text = `title: "a title of some length, ${file}"\n# ${'é…'.repeat(100_000)}\n`;
        const title = readQuickly(text, 0, text.indexOf('#'))?.entries.get('title')?.value;
        if (title?.kind === 'scalar') kept.push(detached(title.text));
      }
      return kept;
    });
    // A hundred texts of 400,000 bytes; what is kept of them is some kilobytes.
    expect(bytes).toBeLessThan(10_000_000);
    expect(made).toHaveLength(100);
  });
});
