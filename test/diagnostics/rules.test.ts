// Every rule has a folder, test/fixtures/rules/<part>/<problem>: `bad` yields the finding once and prints as bad.txt,
// `good` is the same input repaired as the printed fix says, and yields nothing. Or another test is named here.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { candidatesOf } from '../../src/collect/candidates.ts';
import { articleRules } from '../../src/diagnostics/catalogue/article.ts';
import { collectionRules } from '../../src/diagnostics/catalogue/collections.ts';
import { configRules } from '../../src/diagnostics/catalogue/config.ts';
import { fileRules } from '../../src/diagnostics/catalogue/files.ts';
import { verifyRules } from '../../src/diagnostics/catalogue/verify.ts';
import { type Finding, inOrder } from '../../src/diagnostics/finding.ts';
import type { Rule } from '../../src/diagnostics/rule.ts';
import { codes, ruleNamed } from '../../src/diagnostics/rules.ts';
import { PLAIN } from '../../src/diagnostics/shown.ts';
import { formatFinding } from '../../src/diagnostics/text-report.ts';
import { parseConfig } from '../../src/parse/config/config.ts';
import { choose } from '../support/candidates.ts';
import { readFileText, settingsOf, sinkFor } from '../support/reading.ts';

const FOLDER = new URL('../fixtures/rules/', import.meta.url).pathname;

const catalogue: Readonly<Record<string, Rule<never>>> = {
  ...fileRules,
  ...articleRules,
  ...collectionRules,
  ...verifyRules,
  ...configRules,
};

/** Codes that need the world, the clock or a faulty renderer, and the test that provokes each. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'files/unreadable': 'test/io/…',
  'files/too-large': 'test/build/…',
  'files/outside-link': 'test/io/…',
  'files/passed-over': 'test/build/defaults.test.ts',
  'files/broken-link': 'test/io/…',
  'files/unread-format': 'test/commands/unchanged-build.test.ts',
  'files/invalid-utf-8': 'test/build/…',
  'article/embargoed': 'test/build/…',
  'collections/unmatched-name': 'test/collect/collections.test.ts',
  'collections/empty-feed': 'test/collect/collections.test.ts',
  'collections/nothing-publishable': 'test/build/…',
  'read-back/invalid-xml': 'test/verify/…',
  'read-back/invalid-json': 'test/verify/…',
  'compare/mismatched-value': 'test/verify/…',
  'compare/missing-entry': 'test/verify/…',
  'compare/unexpected-entry': 'test/verify/…',
  'compare/duplicate-id': 'test/verify/…',
  'compare/mismatched-order': 'test/verify/…',
  'verify/last-good-entry': 'test/build/…',
  'verify/withdrawn-entry': 'test/build/…',
  'verify/withheld-feed': 'test/build/…',
  'verify/dead-link': 'test/build/pages.test.ts',
  'verify/large-document': 'test/build/verification.test.ts',
};

/** What cannot come alone: the bad input yields these as well. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  'article/missing-permalink': ['article/invalid-url'],
  // Of two topics that share a slug, each is told.
  'collections/duplicate-slug': ['collections/duplicate-slug'],
};

const folders = readdirSync(FOLDER).flatMap((part) =>
  readdirSync(join(FOLDER, part)).map((problem) => `${part}/${problem}`),
);

test('every rule has a folder or is provoked elsewhere', () => {
  expect([...folders, ...Object.keys(ELSEWHERE)].sort()).toEqual(Object.keys(catalogue).sort());
});

describe.each(folders)('%s', (code) => {
  test('is yielded once by the bad input, and printed as expected', async () => {
    const findings = findingsOf(code, 'bad');
    expect(findings.map((finding) => finding.code).sort()).toEqual([code, ...(COMPANIONS[code] ?? [])].sort());
    const printed = findings.filter((finding) => finding.code === code).map((finding) => formatFinding(finding, PLAIN));
    await expect(printed.join('')).toMatchFileSnapshot(join(FOLDER, code, 'bad.txt'));
  });

  test('is gone after the repair, with every other finding', () => {
    expect(findingsOf(code, 'good')).toEqual([]);
  });
});

test.each(Object.entries(catalogue))('%s is written for people', (_, { why, fix }) => {
  for (const sentence of [why, fix]) {
    expect(sentence).toMatch(/[.]$/);
    expect(sentence).not.toMatch(/!|\bError:/);
  }
});

test('no rule says where another finding stands, for they are sorted by place', () => {
  const pointing = codes.filter((code) =>
    /\b(?:error|findings?) (?:above|below|before|after)\b/.test(ruleNamed(code).fix),
  );
  expect(pointing).toEqual([]);
});

/** The file or folder `bad` or `good`, read as a build or as a configuration. */
function findingsOf(code: string, name: 'bad' | 'good'): readonly Finding[] {
  const files = readdirSync(join(FOLDER, code)).filter((file) => file.startsWith(`${name}.`) && file !== 'bad.txt');
  const folder = join(FOLDER, code, name);
  if (existsSync(folder) && statSync(folder).isDirectory()) return inOrder(articles(folder, readdirSync(folder)));
  const [file = ''] = files;
  expect(files).toHaveLength(1);
  return inOrder(
    file.endsWith('.yaml') ? configuration(join(FOLDER, code, file)) : articles(join(FOLDER, code), files),
  );
}

function configuration(path: string): readonly Finding[] {
  const text = readFileSync(path, 'utf8');
  const { report, findings } = sinkFor('feedmill.yaml', text);
  parseConfig(text, report);
  return findings;
}

function articles(folder: string, names: readonly string[]): readonly Finding[] {
  const settings = settingsOf();
  const read = names.map((name) => readFileText(readFileSync(join(folder, name), 'utf8'), name, settings));
  const candidates = read.flatMap(({ article }) => (article === undefined ? [] : candidatesOf(article, settings.site)));
  return [...read.flatMap(({ findings }) => findings), ...choose(candidates, settings).findings];
}
