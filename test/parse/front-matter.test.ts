import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ARTICLE_EXTENSIONS } from '../../src/model/article.ts';
import { plainValue } from '../../src/parse/field.ts';
import { parseFrontMatter } from '../../src/parse/front-matter.ts';
import { sinkFor } from '../support/reading.ts';
import { runs } from '../support/runs.ts';
import { anyCharacter } from '../support/texts.ts';

function read(text: string, name: string) {
  const { report, findings } = sinkFor(name, text);
  const frontMatter = parseFrontMatter(text, name, report);
  return { frontMatter, fields: frontMatter && plainValue(frontMatter.fields), findings };
}

describe('the two parts of a file', () => {
  test.each([
    ['---\na: 1\n---\nbody\n', 'body\n'],
    ['---\na: 1\n---\n', ''],
    ['---\na: 1\n---', ''],
    ['---\na: 1\n...\nbody', 'body'],
    ['---  \na: 1\n---\t\nbody', 'body'],
    ['---\r\na: 1\r\n---\r\nbody\r\n', 'body\r\n'],
    ['\uFEFF---\na: 1\n---\nbody', 'body'],
    ['---\na: 1\n---\n---\nsecond', '---\nsecond'],
    ['---\na: 1 # --- \n---\nb', 'b'],
    ['---\na: 1\n---\n\n\n  indented', '\n\n  indented'],
  ])('%j', (text, body) => {
    const { frontMatter, fields } = read(text, 'a.md');
    expect(fields).toEqual({ a: 1 });
    expect(frontMatter?.body).toBe(body);
    expect(text.slice(frontMatter?.bodyStart)).toBe(body);
  });

  test.each([
    ['title: x\n---\nbody', 'body'],
    ['title: x\r\n---\r\nbody', 'body'],
    ['\uFEFFtitle: x\n---', ''],
  ])('of fields with a title and no fence before them: %j', (text, body) => {
    const { frontMatter, fields } = read(text, 'a.md');
    expect(fields).toEqual({ title: 'x' });
    expect(frontMatter?.body).toBe(body);
    expect(text.slice(frontMatter?.bodyStart)).toBe(body);
  });

  test('a line separator inside a text is no line for the fence', () => {
    expect(read('---\na: "x\u2028---\u2028y"\n---\nbody', 'a.md')).toMatchObject({
      fields: { a: 'x\u2028---\u2028y' },
      frontMatter: { body: 'body' },
    });
  });
});

test.each([
  ['', 'is empty'],
  ['\n---\na: 1\n---\n', 'begins with a blank line'],
  ['a: 1\n', 'first line is neither --- nor +++'],
  ['----\na: 1\n---\n', 'first line is neither --- nor +++'],
  ['a: 1\n---\n', 'first line is neither --- nor +++'],
  ['a: 1\nsubtitle: x\n---\n', 'first line is neither --- nor +++'],
  ['a: 1\ntitle: x\n...\n', 'first line is neither --- nor +++'],
  ['# a\ntitle: x\n---\n', 'first line is neither --- nor +++'],
  ['title: x\n---\nmine: 1\n---\nbody', 'first line is neither --- nor +++'],
  ["title: x\n---\r\n\n'my own' : 1\n---\nbody", 'first line is neither --- nor +++'],
  ['++++\na = 1\n+++\n', 'first line is neither --- nor +++'],
  ['+++\na = 1\n---\n', 'the line +++ that ends it is missing'],
  ['---\na: 1\n+++\n', 'the line --- that ends it is missing'],
  ['{"a": 1}', 'JSON is read from .json files only'],
  ['---\na: 1\n', 'that ends it is missing'],
  ['---\na: 1\n ---\n', 'that ends it is missing'],
  ['---\ra: 1\r---\r', 'lone carriage returns'],
  ['\uFEFF--- \ra: 1\r---\r', 'lone carriage returns'],
])('%j has no complete front matter', (text, problem) => {
  const { frontMatter, findings } = read(text, 'a.md');
  expect(frontMatter).toBeUndefined();
  expect(findings).toMatchObject([{ code: 'front-matter/missing-fence', message: expect.stringContaining(problem) }]);
});

test.each(ARTICLE_EXTENSIONS)('%s in capital letters, or behind other dots, is the same kind of file', (extension) => {
  const text = extension === '.json' ? '{"a": 1}' : '---\na: 1\n---\n';
  expect(read(text, `A${extension.toUpperCase()}`).fields).toEqual({ a: 1 });
  expect(read(text, `folder.d/version 1.0${extension}`).fields).toEqual({ a: 1 });
});

describe('a whole file of YAML', () => {
  test.each(['a: 1\n', '\uFEFFa: 1\n', '---\na: 1\n', '---\na: 1\n---\n', '---\na: 1\n...\n \n', '# x\r\na: 1\r\n'])(
    '%j',
    (text) => {
      expect(read(text, 'a.yaml')).toMatchObject({ fields: { a: 1 }, frontMatter: { body: '' } });
    },
  );

  test('a second document is an error, not a body', () => {
    for (const text of ['a: 1\n---\nb: 2\n', '---\na: 1\n---\nsecured: x\n']) {
      const { frontMatter, findings } = read(text, 'a.yml');
      expect(frontMatter).toBeUndefined();
      expect(findings).toMatchObject([{ code: 'front-matter/invalid-yaml' }]);
    }
  });
});

describe('a whole file of JSON', () => {
  test('reads as it was written, however it is laid out', () => {
    const key = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 8 }),
      fc.constantFrom('__proto__', 'a', '', '\t', '"', '\\', '#', ': '),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(
          fc.string({ unit: anyCharacter }),
          fc.integer(),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.boolean(),
          fc.constant(null),
        ),
        fc.array(tie('value'), { maxLength: 3 }),
        fc
          .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 4, selector: ([name]) => name })
          .map((entries) => Object.fromEntries(entries)),
      ),
    }));
    const layout = fc.constantFrom(undefined, 1, 2, '\t', ' \t ');
    fc.assert(
      fc.property(value, layout, fc.constantFrom('\n', '\r\n', '\r'), (inner, indent, lineEnd) => {
        const text = JSON.stringify({ inner }, null, indent).replaceAll('\n', lineEnd);
        const { fields } = read(text, 'a.json');
        // Not what JSON.parse makes of the text: Node 24.21 reads a name of one escaped character as a backslash.
        expect(JSON.stringify(fields)).toBe(JSON.stringify({ inner }));
      }),
      runs(500),
    );
  });

  test.each([
    ['{"a": nope}', 1, 8],
    ['{"a": 1,}', 1, 9],
    ['{"a": 1', 1, 8],
    ['{\n  "a": "x\n"}', 2, 10],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['', 1, 1],
    ['[1, 2', 1, 6],
    ['{"a": tru }', 1, 10],
    ["{'a': 1}", 1, 2],
    ['{"a": 1} x', 1, 10],
    ['// no comments\n{}', 1, 1],
  ])('%j is told with its place', (text, line, column) => {
    const { frontMatter, findings } = read(text, 'a.json');
    expect(frontMatter).toBeUndefined();
    expect(findings).toMatchObject([{ code: 'front-matter/invalid-json', position: { line, column } }]);
  });

  test('keys that stand twice are told', () => {
    expect(read('{"a": 1, "a": 2}', 'a.json').findings).toMatchObject([{ code: 'front-matter/duplicate-key' }]);
  });

  test.each(['[]', '"text"', '1', 'null'])('%s is no article', (text) => {
    expect(read(text, 'a.json').findings).toMatchObject([{ code: 'front-matter/not-a-mapping' }]);
  });
});

test('never throws, and tells why it gives nothing', () => {
  const anyFile = fc.array(
    fc.oneof(
      fc.constantFrom('---', '\n', '...', 'a: 1', '\r\n', '\uFEFF', '{', '}', '"', ':', '+++'),
      fc.string({ unit: anyCharacter, maxLength: 5 }),
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(anyFile, fc.constantFrom(...ARTICLE_EXTENSIONS), (parts, extension) => {
      const { frontMatter, findings } = read(parts.join(''), `a${extension}`);
      expect(findings).toHaveLength(frontMatter === undefined ? 1 : 0);
    }),
    runs(1000),
  );
});
