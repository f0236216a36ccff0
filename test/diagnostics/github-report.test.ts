import { expect, test } from 'vitest';
import { finding, placesIn } from '../../src/diagnostics/finding.ts';
import { formatGithub } from '../../src/diagnostics/github-report.ts';

const at = placesIn('---\ntitle: 5\n')({ start: 4, end: 9 });

test.each([
  [
    finding('article/missing-title', {}, 'a.md', at),
    '::error file=a.md,line=2,col=1,title=article/missing-title::The article has no title. Add a title, or map the key that holds it with content.fields.title. A file that is no article can be left out with content.exclude.\n',
  ],
  [
    finding('article/missing-summary', {}, 'a.md'),
    '::warning file=a.md,title=article/missing-summary::The article has neither excerpt nor body; its title stands in. Add an excerpt.\n',
  ],
  [
    finding('article/encoded-url', { field: 'x' }, ''),
    '::notice title=article/encoded-url::The address in x held characters that a URI may not hold; they were percent-encoded. Write the address as a browser copies it.\n',
  ],
])('%#', (found, expected) => {
  expect(formatGithub([found])).toBe(expected);
});

test('what would end a property or the line is escaped', () => {
  const line = formatGithub([finding('article/mojibake', { field: 'a\r\nb::error::%', text: 'x' }, 'a,b:c%\n.md')]);
  expect(line).toMatch(/^::warning file=a%2Cb%3Ac%25%0A\.md,title=article\/mojibake::a%0D%0Ab::error::%25 looks/);
  expect(line.trimEnd()).not.toMatch(/[\r\n]/);
});

test('what would write to the log is shown harmlessly', () => {
  const line = formatGithub([
    finding('article/mojibake', { field: '\u001b[31m\u009b1m\u202e', text: 'x' }, 'a\u0007.md'),
  ]);
  expect(line).toMatch(/^::warning file=a�\.md,.*::�\[31m�1m� looks/);
});

test('findings come in order, one a line', () => {
  const lines = formatGithub([
    finding('article/missing-title', {}, 'b.md'),
    finding('article/missing-title', {}, 'a.md'),
  ])
    .trimEnd()
    .split('\n');
  expect(lines.map((line) => /file=(.*?),/.exec(line)?.[1])).toEqual(['a.md', 'b.md']);
});
