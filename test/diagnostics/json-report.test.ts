import { expect, test } from 'vitest';
import { finding, placesIn } from '../../src/diagnostics/finding.ts';
import { jsonFindings } from '../../src/diagnostics/json-report.ts';

test('a finding with everything', () => {
  const at = placesIn('---\ntitle: 5\n')({ start: 4, end: 9 });
  expect(jsonFindings([finding('article/missing-title', {}, 'a.md', at)])).toEqual([
    {
      rule: 'article/missing-title',
      severity: 'error',
      message: 'The article has no title.',
      path: 'a.md',
      line: 2,
      column: 1,
      why: 'Every format asks for a title, and readers list articles by it.',
      fix: 'Add a title, or map the key that holds it with content.fields.title. A file that is no article can be left out with content.exclude.',
      spec: 'RFC 4287 §4.2.14',
    },
  ]);
});

test('without place and spec the keys are absent', () => {
  const [record] = jsonFindings([finding('collections/nothing-publishable', { files: 0 }, '')]);
  expect(Object.keys(record ?? {})).toEqual(['rule', 'severity', 'message', 'path', 'why', 'fix']);
});

test('findings are sorted, and survive JSON', () => {
  const findings = [finding('article/missing-title', {}, 'b.md'), finding('article/missing-date', {}, 'a.md')];
  const records = jsonFindings(findings);
  expect(records.map(({ path }) => path)).toEqual(['a.md', 'b.md']);
  expect(JSON.parse(JSON.stringify(records))).toEqual(records);
});
