import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Finding, finding, placesIn } from '../../src/diagnostics/finding.ts';
import { formatCounts, type Paint, PLAIN } from '../../src/diagnostics/shown.ts';
import { formatFinding, formatFindings, shownAfter, shownOf } from '../../src/diagnostics/text-report.ts';
import { readFileText } from '../support/reading.ts';
import { runs } from '../support/runs.ts';
import { anyText } from '../support/texts.ts';

/** The lines of a finding's frame. */
function frameOf(text: string, marked: string): readonly string[] {
  const start = text.indexOf(marked);
  const found = finding('article/missing-title', {}, 'a.md', placesIn(text)({ start, end: start + marked.length }));
  return formatFinding(found, PLAIN)
    .split('\n')
    .filter((line) => / \| ?/.test(line));
}

test('one finding, whole', () => {
  const text = '---\ntitle: "Budget passes"\npublishedDateTime: 2026-03-01T08:00:00\n---\n';
  const at = placesIn(text)({ start: text.indexOf('2026'), end: text.indexOf('\n---\n') });
  const found = finding(
    'article/missing-utc-offset',
    { field: 'publishedDateTime', zone: 'UTC' },
    'seeds/03-budget.md',
    at,
  );
  expect(formatFinding(found, PLAIN)).toBe(`info article/missing-utc-offset  seeds/03-budget.md:3:20
  The date in publishedDateTime has no time zone; UTC was taken (content.timeZone).

    2 | title: "Budget passes"
  > 3 | publishedDateTime: 2026-03-01T08:00:00
      |                    ^^^^^^^^^^^^^^^^^^^

  why   Readers in other zones would show the article hours early or late if that is wrong.
  fix   Add Z or an offset, for example 2026-03-01T08:00:00Z.
  spec  RFC 3339 §5.6
`);
});

test('a finding without place and path, and without spec', () => {
  expect(
    formatFinding(finding('collections/nothing-publishable', { files: 3 }, ''), PLAIN),
  ).toBe(`error collections/nothing-publishable
  Of 3 files none can be published.

  why   Empty feeds would make every subscriber lose what they have; nothing was written.
  fix   Check content.dir, content.include and content.exclude, then the other findings.
`);
});

describe('a frame', () => {
  test('of the first line has no line before it', () => {
    expect(frameOf('here\nnot', 'here')).toEqual(['  > 1 | here', '      | ^^^^']);
  });

  test('keeps numbers of several digits in one column', () => {
    expect(frameOf(`${'\n'.repeat(98)}ninety-nine\nhundred\n`, 'hundred')).toEqual([
      '     99 | ninety-nine',
      '  > 100 | hundred',
      '        | ^^^^^^^',
    ]);
  });

  test('cuts a long line around the place', () => {
    const [line = '', carets = ''] = frameOf(`${'a'.repeat(200)}HERE${'b'.repeat(200)}`, 'HERE');
    expect(line).toBe(`  > 1 | …${'a'.repeat(38)}HERE${'b'.repeat(36)}…`);
    expect(carets.indexOf('^')).toBe(line.indexOf('HERE'));
    expect(carets).toMatch(/ \| +\^{4}$/);
  });

  test('cuts a long line behind a place at its beginning', () => {
    const [line = '', carets = ''] = frameOf(`HERE${'b'.repeat(200)}`, 'HERE');
    expect(line).toBe(`  > 1 | HERE${'b'.repeat(75)}…`);
    expect(carets).toBe('      | ^^^^');
  });

  test('cuts carets where it cuts the line', () => {
    const [line = '', carets = ''] = frameOf(`a${'b'.repeat(200)}`, 'b'.repeat(200));
    expect(carets.length).toBe(line.length);
  });

  test('shows the end of a long line without an ellipsis', () => {
    expect(frameOf(`${'a'.repeat(100)}HERE`, 'HERE')[0]).toBe(`  > 1 | …${'a'.repeat(38)}HERE`);
  });

  test('shows a tab as one space', () => {
    expect(frameOf('\ta\tHERE', 'HERE')).toEqual(['  > 1 |  a HERE', '      |    ^^^^']);
  });

  test('shows a line that would be a command of a CI if it began there', () => {
    expect(frameOf('::HERE', 'HERE')).toEqual(['  > 1 | ::HERE', '      |   ^^^^']);
  });

  test('counts wide characters as two columns, marks as none', () => {
    expect(frameOf('人工: HERE', 'HERE')).toEqual(['  > 1 | 人工: HERE', '      |       ^^^^']);
    expect(frameOf('ab 人工 c', '人工')).toEqual(['  > 1 | ab 人工 c', '      |    ^^^^']);
    expect(frameOf('😀 HERE', 'HERE')).toEqual(['  > 1 | 😀 HERE', '      |    ^^^^']);
    expect(frameOf('e\u0301 HERE', 'HERE')).toEqual(['  > 1 | e\u0301 HERE', '      |   ^^^^']);
    expect(frameOf('한국 ＡＢ HERE', 'HERE')).toEqual(['  > 1 | 한국 ＡＢ HERE', '      |           ^^^^']);
  });

  test('never cuts a character into halves that show', () => {
    for (let pad = 0; pad < 4; pad++) {
      const [line = ''] = frameOf(`${'a'.repeat(pad)}${'😀'.repeat(60)}HERE${'😀'.repeat(60)}`, 'HERE');
      expect(line).not.toMatch(/\p{Cs}/u);
    }
  });

  test('of the end of a file points behind the last character', () => {
    const text = 'a: "x\n';
    const found = finding(
      'article/missing-title',
      {},
      'a.md',
      placesIn(text)({ start: text.length, end: text.length }),
    );
    expect(formatFinding(found, PLAIN)).toContain('    1 | a: "x\n  > 2 |\n      | ^\n');
  });
});

/** What a terminal or a CI would act on, or what would hide or reorder text. */
const RAW = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u2028-\u202E\u2066-\u2069\u200E\u200F]|##\w*\[/u;

describe('control characters of the content', () => {
  test.each([
    '\u001B[31mred',
    '\u001B]0;title\u0007',
    '\r',
    '\b\b',
    '\u009B2J',
    '\u202Eevil',
    '\u2066x',
    '\u061Cx',
    '##[error]x',
    '##vso[task.complete]x',
    '\u0000',
    'a\u2028b',
  ])('%j never reaches the terminal', (text) => {
    const file = `---\ntitle: ${JSON.stringify(text)}\n"${text.replace('\r', '')}": 1\ndate: "${text}"\n---\n`;
    const { findings } = readFileText(file, `${text}.md`);
    expect(findings).not.toEqual([]);
    expect(formatFindings(findings, { paint: PLAIN, verbose: true })).not.toMatch(RAW);
  });

  test('nor any other, wherever it stands', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.constantFrom('title', 'date', 'webUrl', 'provider', 'topics', 'published', 'x y'),
        (text, key) => {
          const { findings } = readFileText(
            `---\n${key}: ${text}\nother: ${JSON.stringify(text)}\n---\n${text}`,
            `${text}.md`,
          );
          const report = formatFindings(findings, { paint: PLAIN, verbose: true });
          expect(report).not.toMatch(RAW);
          expect(report).not.toMatch(/\p{Cs}/u);
        },
      ),
      runs(300),
    );
  });
});

describe('many findings', () => {
  const many = (count: number, code: 'article/missing-title' | 'article/decoded-entity'): Finding[] =>
    Array.from({ length: count }, (_, index) => {
      const path = `${String(index).padStart(3, '0')}.md`;
      return code === 'article/missing-title'
        ? finding(code, {}, path)
        : finding(code, { field: 'title', count: 1 }, path);
    });
  const options = { paint: PLAIN, verbose: false };

  test('none, no text', () => {
    expect(formatFindings([], options)).toBe('');
  });

  test('of one code: twenty are shown, the rest is counted', () => {
    const report = formatFindings(many(25, 'article/missing-title'), options);
    expect(report.match(/^error article\/missing-title/gm)).toHaveLength(20);
    expect(report).toContain('019.md');
    expect(report).not.toContain('020.md');
    expect(report).toMatch(/\n… and 5 more of article\/missing-title \(--verbose shows all\)\n$/);
  });

  test('just twenty are all shown', () => {
    expect(formatFindings(many(20, 'article/missing-title'), options)).not.toContain('more of');
  });

  test('of an info: three headlines, without frames', () => {
    const report = formatFindings(many(5, 'article/decoded-entity'), options);
    expect(report.match(/^info article\/decoded-entity/gm)).toHaveLength(3);
    expect(report).not.toContain('why');
    expect(report).toContain('… and 2 more of article/decoded-entity');
  });

  test('verbose: all, with everything', () => {
    const report = formatFindings([...many(25, 'article/missing-title'), ...many(5, 'article/decoded-entity')], {
      ...options,
      verbose: true,
    });
    expect(report.match(/^(?:error|info) /gm)).toHaveLength(30);
    expect(report.match(/^ {2}why/gm)).toHaveLength(30);
    expect(report).not.toContain('more of');
  });
});

test('what is shown does not depend on the order in which it was reported', () => {
  const paths = Array.from({ length: 60 }, (_, index) => `${(index * 7) % 60}.md`);
  const findings = paths.flatMap((path) => [
    finding('article/missing-title', {}, path),
    finding('article/encoded-url', { field: 'x' }, path),
  ]);
  const report = formatFindings(findings, { paint: PLAIN, verbose: false });
  const first = [...paths].sort();
  const shown = (code: string) => [...report.matchAll(new RegExp(`${code}  (.*)`, 'g'))].map(([, path]) => path);
  expect(shown('article/missing-title')).toEqual(first.slice(0, 20));
  expect(shown('article/encoded-url')).toEqual(first.slice(0, 3));
  expect(formatFindings([...findings].reverse(), { paint: PLAIN, verbose: false })).toBe(report);
});

test.each([
  [0, 0, 0, '0 errors, 0 warnings, 0 infos'],
  [1, 1, 1, '1 error, 1 warning, 1 info'],
  [2, 0, 3, '2 errors, 0 warnings, 3 infos'],
])('%d, %d and %d are counted', (errors, warnings, infos, expected) => {
  const findings = [
    ...Array.from({ length: errors }, () => finding('article/missing-title', {}, '')),
    ...Array.from({ length: warnings }, () => finding('article/missing-summary', {}, '')),
    ...Array.from({ length: infos }, () => finding('article/encoded-url', { field: 'x' }, '')),
  ];
  expect(formatCounts(shownOf(findings, false).counts, PLAIN)).toBe(expected);
});

test('colours are put around the parts, and change nothing else', () => {
  const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
  const paint: Paint = { error: mark('e'), warning: mark('w'), info: mark('i'), strong: mark('s'), dim: mark('d') };
  const found = finding('article/missing-title', {}, 'a.md', placesIn('title:')({ start: 0, end: 5 }));
  const painted = formatFinding(found, paint);
  expect(painted).toContain('<e>error</e> <s>article/missing-title</s>  a.md:1:1');
  expect(painted).toContain('<e>^^^^^</e>');
  expect(painted.replace(/<\/?[ewisd]>/g, '')).toBe(formatFinding(found, PLAIN));
  expect(formatCounts(shownOf([found], false).counts, paint)).toBe('<e>1 error</e>, 0 warnings, 0 infos');
});

describe('what is shown after some findings gave way to others', () => {
  const codes = ['article/missing-title', 'article/missing-utc-offset', 'collections/shared-address'] as const;
  const anyFinding = fc
    .record({ code: fc.constantFrom(...codes), path: fc.nat(40), line: fc.nat(3) })
    .map(({ code, path, line }): Finding => {
      const found = finding(code, { field: 'x', zone: 'UTC', path: 'y' } as never, `a${path}.md`);
      return line === 0 ? found : { ...found, position: { line, column: 1, endColumn: 2, frame: [] } };
    });
  const anyFindings = fc.array(anyFinding, { maxLength: 120, size: 'max' });

  test('is what is shown of all, or has to be asked of all', () => {
    let told = 0;
    fc.assert(
      fc.property(
        anyFindings,
        fc.nat(30),
        fc.nat(120),
        fc.array(anyFinding, { maxLength: 5 }),
        (all, count, at, come) => {
          const gone = all.slice(at, at + (count % 5));
          const left = all.filter((_, index) => index < at || index >= at + (count % 5));
          const shown = shownAfter(shownOf(all, false), gone, come);
          if (shown === undefined) return;
          told++;
          const expected = shownOf([...left, ...come], false);
          expect({ ...shown, leftOut: [...shown.leftOut] }).toEqual({ ...expected, leftOut: [...expected.leftOut] });
        },
      ),
      runs(500),
    );
    expect(told).toBeGreaterThan(50);
  });

  test('stays the same when nothing changed', () => {
    const all = Array.from({ length: 30 }, (_, index) => finding('article/missing-title', {}, `a${index}.md`));
    const shown = shownOf(all, false);
    expect(shownAfter(shown, [], [])).toEqual(shown);
    expect(shownAfter(shown, all.slice(0, 1), all.slice(0, 1))).toEqual(shown);
    expect(shownAfter(shown, all.slice(0, 1), [])).toBeUndefined();
  });
});
