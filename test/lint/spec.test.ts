// Walks test/fixtures/spec both ways: every fixture gives exactly the rules that it names, every rule has a fixture.
// Adding a fixture is adding a test. The first line says the idea, what is expected, and options as JSON if any.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintCodes } from '../../src/diagnostics/catalogue/lint.ts';
import { type CheckOptions, check } from '../../src/lint/check.ts';
import type { Instant } from '../../src/model/instant.ts';

const ROOT = new URL('../fixtures/spec/', import.meta.url).pathname;
/** Dates in fixtures are of January 2026; 2099 is the future. */
const NOW = (Date.UTC(2026, 5, 1) / 1000) as Instant;

/** Rules that no file of this folder breaks. */
const UNREACHABLE = new Set([
  // Structural rules that the tables of a specification cannot break today.
  'media/missing-element', // no element of Media RSS requires a child
  'itunes/missing-element', // nor one of Apple's
  'rdf/unexpected-child', // RDF lets a value be a thing with elements of its own
  'xml/too-many-elements', // check.test.ts makes the millions
]);

interface Fixture {
  readonly name: string;
  readonly input: Uint8Array;
  readonly expected: readonly string[];
  readonly options: CheckOptions;
}

interface Expectation {
  readonly rules?: unknown;
  readonly options?: CheckOptions & { readonly padTo?: number };
}

/** The first line of a JSON fixture: `{ "_expect": {"rules": […]},`. */
function expectation(line: string): Expectation | undefined {
  const text = /^\uFEFF?\{\s*"_expect": (\{.*\}),?\s*$/.exec(line)?.[1];
  return text === undefined ? undefined : (JSON.parse(text) as Expectation);
}

function fixture(name: string): Fixture {
  const bytes = readFileSync(join(ROOT, name));
  const isWide = bytes[0] === 0xff || bytes[1] === 0;
  const encoding = bytes[0] === 0xfe ? 'utf-16be' : isWide ? 'utf-16le' : 'utf-8';
  const [line = ''] = new TextDecoder(encoding).decode(bytes).split('\n', 1);
  const xml = / expect: ([^>]*?)(?: options: (\{.*?\}))? -->/.exec(line);
  const json = expectation(line);
  const rules: unknown = json?.rules ?? (xml?.[1] ?? '').split(', ');
  if (!Array.isArray(rules) || rules.length === 0 || rules[0] === '')
    throw new Error(`${name} does not say what it expects`);
  const given = json?.options ?? (JSON.parse(xml?.[2] ?? '{}') as Expectation['options']);
  const { padTo, ...options } = given ?? {};
  const input = padTo === undefined ? bytes : Buffer.concat([bytes, Buffer.alloc(padTo - bytes.length, ' ')]);
  const expected = rules.filter((rule) => rule !== 'valid').sort();
  return { name, input, expected: [...new Set<string>(expected)], options: { now: NOW, ...options } };
}

const folders = readdirSync(ROOT).sort();
const fixtures = folders.flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .sort()
    .map((file) => fixture(`${folder}/${file}`)),
);

describe('spec fixtures', () => {
  it.each(fixtures)('$name', ({ input, expected, options }) => {
    const report = check(input, options);
    const rules = [...new Set<string>(report.findings.map(({ rule }) => rule))].sort();
    expect(rules).toEqual(expected);
    const errors = report.findings.some(({ severity }) => severity === 'error');
    const warnings = report.findings.some(({ severity }) => severity === 'warning');
    expect(report.verdict).toBe(errors ? 'invalid' : warnings ? 'valid-with-warnings' : 'valid');
  });
});

describe('rules', () => {
  const covered = new Set(fixtures.flatMap(({ expected }) => expected));

  it.each(lintCodes.filter((code) => !UNREACHABLE.has(code)))('%s has a fixture that breaks it', (code) => {
    expect(covered).toContain(code);
  });

  it('knows every rule that a fixture names', () => {
    const known = new Set<string>(lintCodes);
    expect([...covered].filter((code) => !known.has(code))).toEqual([]);
  });

  it('has fixtures without findings in every folder', () => {
    const good = new Set(
      fixtures.filter(({ expected }) => expected.length === 0).map(({ name }) => name.split('/')[0]),
    );
    expect(folders.filter((folder) => !good.has(folder))).toEqual(FOLDERS_WITHOUT_GOOD);
  });
});

/** Folders of ideas that can only be wrong; their good twins are the smallest feeds. */
const FOLDERS_WITHOUT_GOOD: readonly string[] = [
  'format', // other documents than feeds
  'rfc4287-1.2', // the wrong namespace, or a prefix
  'rss-channel-textInput', // the profile is against it in any form
];
