// The value of `secured`, and of every key that Feedmill does not read, stays out of findings: out of frames above all,
// which quote files that are broken in ways that nobody foresaw.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutSecrets } from '../../src/diagnostics/catalogue/quoted.ts';
import type { Finding } from '../../src/diagnostics/finding.ts';
import { formatGithub } from '../../src/diagnostics/github-report.ts';
import { jsonFindings } from '../../src/diagnostics/json-report.ts';
import { PLAIN } from '../../src/diagnostics/shown.ts';
import { formatFindings } from '../../src/diagnostics/text-report.ts';
import { isConfigKey } from '../../src/parse/config/config.ts';
import { keyNames } from '../../src/parse/field-names.ts';
import { type PublicKeys, secretMask } from '../../src/parse/secrets.ts';
import { readFileText } from '../support/reading.ts';
import { runs } from '../support/runs.ts';

const SECRET = 'k7Qz0vXw9LrT4mNb2HsJ8dFgYpUeAcRi3oK5xVyWqZtE1hGnBjMl6SuDaPfOC0I=;Zm9vQmFyQmF6MTIzNDU2Nzg5MA==';

const YAML = `---
title: "A bridge opens"
excerpt: |
  It took nine years.
publishedDateTime: 2022-07-04T07:55:00Z
webUrl: "https://publisher.example/bridge"
type: article
secured: "${SECRET}"
provider:
  name: Publisher
  domain: publisher.example
topics: [Bridges, "Steel"]
token: ${SECRET}
---
The text.
`;

const TOML = `+++
title = "A bridge opens"
excerpt = """
It took nine years."""
publishedDateTime = 2022-07-04T07:55:00Z
webUrl = "https://publisher.example/bridge"
type = "article"
secured = "${SECRET}"
topics = ["Bridges", 'Steel']
token = [
  "${SECRET}", # ${SECRET}
]
[provider]
name = "Publisher"
domain = "publisher.example"
[params]
title = '''
${SECRET}'''
+++
The text.
`;

const JSON_LINES = JSON.stringify(
  {
    title: 'A bridge opens',
    secured: SECRET,
    date: '2022-07-04T07:55:00Z',
    topics: ['a', 'b'],
    nested: { token: SECRET },
  },
  null,
  2,
);
const JSON_LINE = JSON.stringify({ title: 'A bridge opens', secured: SECRET, date: '2022-07-04T07:55:00Z' });

/** Everything that a finding may show, in every form. */
function shown(findings: readonly Finding[]): string {
  return [
    formatFindings(findings, { paint: PLAIN, verbose: true }),
    formatGithub(findings),
    JSON.stringify(jsonFindings(findings)),
    JSON.stringify(findings),
  ].join('\n');
}

/** The first piece of six characters of the secret that a text holds. */
function leak(text: string): string | undefined {
  for (let at = 0; at + 6 <= SECRET.length; at++) {
    if (text.includes(SECRET.slice(at, at + 6))) return SECRET.slice(at, at + 6);
  }
  return undefined;
}

function expectNoLeak(text: string, name: string): void {
  const { findings } = readFileText(text, name);
  const found = leak(shown(findings));
  expect(found, found && `${found} is shown for:\n${text}\n${shown(findings)}`).toBeUndefined();
}

const documents = fc.constantFrom(
  ['a.md', YAML],
  ['a.yaml', YAML.slice(4, YAML.lastIndexOf('---'))],
  ['a.md', YAML.replaceAll('\n', '\r\n')],
  ['a.json', JSON_LINES],
  ['a.json', JSON_LINE],
  ['a.md', TOML],
  ['a.md', TOML.replaceAll('\n', '\r\n')],
) as fc.Arbitrary<[string, string]>;

const PIECES = [
  '\n',
  '\n\n',
  ' ',
  '  ',
  '\t',
  '"',
  "'",
  ':',
  ': ',
  '- ',
  '#',
  ' #',
  '{',
  '}',
  '[',
  ']',
  '&',
  '*',
  '!',
  '!!int ',
  '|',
  '>',
  '|x',
  '%',
  '@',
  '`',
  '\\',
  '\\U',
  '\u0000',
  '\u001B[31m',
  '---\n',
  '\n---\n',
  '...\n',
  ',',
  '<<: ',
  '? ',
  '=',
  '"""',
  "'''",
  '[[x]]',
  '+++\n',
  '\uFEFF',
  'x',
];

describe('the secret never shows', () => {
  test('when the file ends anywhere', () => {
    fc.assert(
      fc.property(documents, fc.nat(2000), ([name, text], end) => {
        expectNoLeak(text.slice(0, end % (text.length + 1)), name);
      }),
      runs(400),
    );
  });

  test('when one piece is put in anywhere', () => {
    fc.assert(
      fc.property(documents, fc.nat(2000), fc.constantFrom(...PIECES), ([name, text], place, piece) => {
        const at = place % (text.length + 1);
        expectNoLeak(text.slice(0, at) + piece + text.slice(at), name);
      }),
      runs(1000),
    );
  });

  test('when some characters are lost anywhere', () => {
    fc.assert(
      fc.property(documents, fc.nat(2000), fc.integer({ min: 1, max: 3 }), ([name, text], place, count) => {
        const at = place % (text.length + 1);
        expectNoLeak(text.slice(0, at) + text.slice(at + count), name);
      }),
      runs(600),
    );
  });

  test('when the rest of the file is broken in several places', () => {
    const edits = fc.array(fc.tuple(fc.nat(2000), fc.constantFrom(...PIECES)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(documents, edits, ([name, text], changes) => {
        const keyAt = text.indexOf('secured');
        let broken = text;
        for (const [place, piece] of changes) {
          const at = place % (keyAt + 1);
          broken = broken.slice(0, at) + piece + broken.slice(at);
        }
        expectNoLeak(broken, name);
      }),
      runs(600),
    );
  });
});

describe('a value below a key that is not read is shown on no line', () => {
  const hunter = 'hunter2';
  /** In YAML, good or bad; each begins in the first column. */
  const fields = [
    `token: ${hunter}`,
    `mailer:password: ${hunter}`,
    `token#1: ${hunter}`,
    `#token: ${hunter}`,
    `-k: ${hunter}`,
    `? token\n: ${hunter}`,
    `"fo\\"o": ${hunter}`,
    `"t\\x6Fken": ${hunter}`,
    `'to''ken': ${hunter}`,
    `\ttoken: ${hunter}`,
    ` token: ${hunter}`,
    ` token:\n   - ${hunter}`,
    `&a token: ${hunter}`,
    `!!str token: ${hunter}`,
    `[token]: ${hunter}`,
    `${'x'.repeat(2000)}: ${hunter}`,
    `{title: x, apiToken: ${hunter}, date: bad}`,
    `{title: x,\n apiToken: ${hunter},\n date: bad}`,
    `token: |\n  one\n\n  ${hunter}`,
    `token:\n- ${hunter}`,
    `token:\n  title: ${hunter}`,
    `token: "one\n  title: ${hunter}"`,
    `token:\r  ${hunter}`,
    `title: x\rtoken: ${hunter}`,
    `token\n  ${hunter}`,
    `- token: ${hunter}`,
    `${hunter}`,
  ];
  const before = [
    '',
    'title: x\n',
    'title: >\n  x\n',
    'title:\n',
    'related:\n  - title: x\n',
    'topics: [a,\n  b]\n',
    '# x\n',
    '\n',
  ];
  const after = ['', '\ndate: bad', '\n  - x: [', '\n}'];
  const show = (text: string, keys: PublicKeys = { isPublic: keyNames(new Map()).isRead }) => {
    const mask = secretMask(text, 'a.md', keys);
    let start = 0;
    return text.split('\n').map((line) => {
      const shown = mask(line, start);
      start += line.length + 1;
      return shown;
    });
  };

  test.each(fields)('%j', (given) => {
    for (const first of before) {
      // It would be a part of the title.
      if (/^(?: |- )/.test(given) && first === 'title:\n') continue;
      for (const last of after) {
        for (const text of [`${first}${given}${last}`, `---\n${first}${given}${last}\n---\n`]) {
          for (const made of [text, text.replaceAll('\n', '\r\n'), `\uFEFF${text}`, text.replace(/^(?!---)/gm, '  ')]) {
            expect(show(made).join('\n')).not.toContain(hunter);
          }
        }
      }
    }
  });

  test('and plain lines, which are looked at more quickly, are hidden like any other', () => {
    const line = fc
      .tuple(
        fc.constantFrom('', '', '  ', '  - ', '- ', '    ', '\t', '- - ', '\uFEFF', '# ', '"', 'é'),
        fc.constantFrom('title', 'related', 'token', 'provider', 'secured', 'a_1', 'x-y', 'a b', 'schlüssel', ''),
        fc.constantFrom(': x', ': x', ':', ': ', ':  x', ':x', ' : x', ': |', ': "x', ': [', ': # x', ': \u00A0', ''),
      )
      .map((parts) => parts.join(''));
    const keys = { isPublic: keyNames(new Map()).isRead };
    const some = fc.constantFrom<PublicKeys>(keys, { ...keys, isPublicInside: (key) => key !== 'a_1' });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), some, (lines, known) => {
        const shownBelow = (fence: string) => show(`${fence}\n${lines.join('\n')}\n---\n`, known).slice(1);
        // Behind a carriage return no line is plain.
        expect(shownBelow('---')).toEqual(shownBelow('---\r'));
      }),
      runs(2000),
    );
  });

  test.each([
    `{"title": "x", "date": "bad", "pin": 4711}`,
    `{"title": "x", "pin": -4711.5e3, "date": "bad"}`,
    `{"title": "x", "pin": [4711, {"title": "4711"}], "date": "bad"}`,
    `{"title": "x", "pin": [\n"4711"\n],\n"date": "bad"}`,
    `{"title": "x", "pin": 4711 "date": "bad"}`,
    `{"title": "x", pin: 4711, "date": "bad"}`,
    `{"title": "x", 'pin': "4711"}`,
    `{"title: "x", "pin": "4711"}`,
    `{"title": "x, "pin": "4711"}`,
    `{"title": x, "pin": "4711"}`,
    `{"title": "x"}\n{"pin": "4711"}`,
    `{"title": "x", "p\\u0069n": 4711}`,
    `{"provider": {"secured": 4711}}`,
    `["4711", 4711]`,
    `[{"title": "4711"}]`,
    `"title": "x",\n  "pin": 4711`,
    `4711`,
    `"4711"`,
  ])('of JSON: %s', (text) => {
    for (const made of [
      text,
      `\uFEFF${text}`,
      ` \n${text}`,
      text.replaceAll('\n', '\r'),
      text.replaceAll(', ', ',\n  '),
    ]) {
      expect(show(made).join('\n')).not.toContain('4711');
    }
  });

  test.each([
    `title = "x"\ntoken = "4711"\ndate = bad`,
    `token = "4711"\ntitle = x`,
    `title = "x" token = "4711"`,
    `title = ["x" "4711"]`,
    `title = x\ntoken = "4711"`,
    `title = """x\ntoken = "4711"`,
    `title = [\n"x",\n\ntoken = "4711"`,
    `[token]\ntitle = "4711"\n[date]\nx`,
    `[[token.title]]\ntitle = "4711"\nx`,
    `[token]\ntitle = "4711`,
    `token.title = "4711"\nx`,
    `"token" = '4711'\nx`,
    `"title" = "4711`,
    `provider = { secured = "4711" }\nx`,
    `[provider]\nsecured = "4711"\nx`,
    `title = "x" # 4711\nx`,
    `# 4711\nx`,
    `token = """\ntitle = "4711"\nx`,
    `a = ${'['.repeat(200)}\ntitle = "4711"`,
  ])('of TOML: %s', (fields) => {
    for (const given of [
      fields,
      `${fields}\n`,
      `title = "x"\n${fields}`,
      `[provider]\nname = "x"\n[token]\n${fields}`,
    ]) {
      for (const text of [`+++\n${given}\n+++\n`, `\uFEFF+++\r\n${given.replaceAll('\n', '\r\n')}`]) {
        if (!/^title = "x"\ntitle/.test(given)) expect(show(text).join('\n')).not.toContain('4711');
      }
    }
  });

  test.each([
    '+++ token = "4711"\ntitle = "x"\n+++\n',
    '+++toml token: 4711\n+++\n',
    '\n \n+++\ntoken = """\ntitle: 4711\n"""\n+++\n',
    '+++\ntitle = x\rtoken = "4711"\n+++\n',
  ])('of TOML whose lines are not what they should be: %j', (text) => {
    expect(show(text).join('\n')).not.toContain('4711');
  });

  test('and of TOML too, what may be shown is', () => {
    const toml = `title = "x"\ntoken = "x"\n[provider]\nname = "y" # z\n[mailer]\nname = [1,\n2]\n[related]\n`;
    const lines = (text: string) => show(text).slice(1, -1);
    expect(lines(`+++\n${toml}url = x\ntitle = "x"\n+++\n`)).toEqual([
      'title = "x"',
      'token = •••',
      '[provider]',
      'name = "y" • •',
      '[mailer]',
      'name = •••',
      '••',
      '[related]',
      'url = x',
      '••••• • •••',
      '+++',
    ]);
  });

  test('wherever it stands in a configuration', () => {
    const text = `publish:\n  purge:\n    cloudflare: {zone: abc, token: ${hunter}}\n    apiToken: ${hunter}\n`;
    expect(show(text, { isPublic: isConfigKey, isPublicInside: isConfigKey }).join('\n')).toBe(
      'publish:\n  purge:\n    cloudflare: {zone: abc, token: ••••••••\n    apiToken: •••••••\n',
    );
  });
});

test.each([
  `secured: "${SECRET}`,
  `secured: |\n  ${SECRET}\n  ${SECRET}\nbad: [`,
  `secured: >x\n  ${SECRET}`,
  `secured:\n  - ${SECRET}\n  - [`,
  `secured: ${SECRET}: x`,
  `secured "${SECRET}"`,
  `secured\n: ${SECRET}`,
  `"secured": "${SECRET}" x`,
  `'secured': '${SECRET}`,
  `secured: {a: ${SECRET}, a: ${SECRET}}`,
  `secured: &${SECRET} x\ny: [`,
  `secured: *${SECRET}`,
  `secured: !${SECRET} [x`,
  `secured: "\\U${SECRET}"`,
  `provider:\n  name: x\n  secured: "${SECRET}\n`,
  `provider:\n  name: x\n  secured: |\n    ${SECRET}\n  bad: [`,
  `related:\n  - title: x\n    secured: "${SECRET}" x\n`,
  `type: articlesecured: "${SECRET}"`,
  `api key: ${SECRET}: x`,
  `título: ${SECRET}: x`,
  `date: ${SECRET}`,
  `webUrl: ftp://x\nurl: ${SECRET}:x`,
  `excerpt: [${SECRET}`,
  `title: x\n${SECRET}`,
])('nor in %j', (fields) => {
  expectNoLeak(`---\ntitle: "x"\n${fields}\n---\n`, 'a.md');
  expectNoLeak(`---\n${fields}`, 'a.md');
  expectNoLeak(fields, 'a.yaml');
  expectNoLeak(`\n${fields}\nbad: [`, 'a.yaml');
});

test.each(['a.yaml', 'a.YML'])('nor of a second document in %s, which has no body', (name) => {
  const { findings } = readFileText('---\ntitle: x\n...\ntoken: hunter2\n', name);
  expect(findings.map(({ code }) => code)).toEqual(['front-matter/invalid-yaml']);
  expect(shown(findings)).not.toContain('hunter2');
});

describe('the mask', () => {
  const masked = (text: string, line: number) => {
    const start =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    return secretMask(text, 'a.md', { isPublic: keyNames(new Map()).isRead })(text.split('\n')[line - 1] ?? '', start);
  };
  const text = '---\ntitle: "x"\nmine: a b\n  c\n# a remark\nprovider:\n  name: y\n---\nNote: this is text\n';

  test.each([
    [1, '---'],
    [2, 'title: "x"'],
    [3, 'mine: • •'],
    [4, '  •'],
    [5, '• • ••••••'],
    [6, 'provider:'],
    [7, '  name: y'],
    [8, '---'],
    [9, 'Note: this is text'], // the body is published, so it may be shown
  ])('shows of line %d %j', (line, expected) => {
    expect(masked(text, line)).toBe(expected);
  });

  test('keeps the length of every line', () => {
    fc.assert(
      fc.property(documents, fc.nat(30), ([, document], line) => {
        const given = document.split('\n')[line];
        if (given !== undefined) expect(masked(document, line + 1)).toHaveLength(given.length);
      }),
      runs(200),
    );
  });

  test('of JSON leaves what is read, line by line', () => {
    const json = '{\n  "title": "x",\n  "token": "y",\n  "topics": [\n    "a"\n  ]\n}';
    expect([2, 3, 4, 5, 6].map((line) => masked(json, line))).toEqual([
      '  "title": "x",',
      '  "token": •••,',
      '  "topics": [',
      '    "a"',
      '  ]',
    ]);
  });

  test('sees the key behind a byte order mark', () => {
    expect(masked('\uFEFFtitle: x\nmine: y\n', 1)).toBe('\uFEFFtitle: x');
  });

  test.each(['', '\uFEFF'])('ends with fields that have no fence before them, behind %j', (mark) => {
    const bare = `${mark}title: x\nmine: y\n---\nNote: this is text\n`;
    expect([1, 2, 4].map((line) => masked(bare, line))).toEqual([`${mark}title: x`, 'mine: •', 'Note: this is text']);
  });

  test('does not end with these where fields go on behind their fence', () => {
    expect(masked('title: x\n---\nmine: y\n---\n', 3)).toBe('mine: •');
  });

  test('ends for a file that begins with an empty line', () => {
    expect(masked('\nno key here\n', 2)).toBe('•• ••• ••••');
  });

  test('ends for long files before the test does', () => {
    const long = `---\ntitle: |\n${'  x\n'.repeat(200_000)}---\n`;
    const mask = secretMask(long, 'a.md', { isPublic: keyNames(new Map()).isRead });
    for (let line = 0; line < 20; line++) expect(mask('  x', long.length - 8)).toBe('  x');
  });
});

test.each([
  ['aGVsbG8gd29ybGQxMjM0NTY3ODkw', '••••••••••••••••••••••••••••'],
  ['a word and AnotherWord', 'a word and AnotherWord'],
  ['https://cdn.example/aGVsbG8gd29ybGQxMjM0NTY3ODkw/x', 'https://cdn.example/aGVsbG8gd29ybGQxMjM0NTY3ODkw/x'],
  ['2022-07-04T07:55:00Z', '2022-07-04T07:55:00Z'],
  ['internationalization', 'internationalization'],
  ['url: "http://me:pw@127.0.0.1/", x@y.z', 'url: "http://•••••@127.0.0.1/", x@y.z'],
  ['[https://me@a.example, s3://AK:p/w+@b/c]', '[https://••@a.example, s3://•••••••@b/c]'],
  ['//me:p@ss@a.example/@b', '//••••••••••••••••••@b'],
  ['https://a.example/@someone?mail=a@b.example', 'https://a.example/@someone?mail=a@b.example'],
])('withoutSecrets(%j)', (text, expected) => {
  expect(withoutSecrets(text)).toBe(expected);
});

test('hiding passwords ends for long lines before the test does', () => {
  const line = `${'//a:'.repeat(250_000)}@${'//'.repeat(250_000)}`;
  expect(withoutSecrets(line)).toHaveLength(line.length);
});

test('a long run is found wherever it stands', () => {
  const run = 'aB3/'.repeat(4);
  for (let before = 0; before < 40; before++) {
    const text = `${'x-'.repeat(before)}${run}`;
    expect(withoutSecrets(text)).toBe(text.replace(run, '•'.repeat(16)));
    expect(withoutSecrets(text.slice(0, -1))).toBe(text.slice(0, -1));
    expect(withoutSecrets(`${text}-y`)).toBe(`${text.replace(run, '•'.repeat(16))}-y`);
  }
});
