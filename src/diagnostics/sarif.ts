// In: findings. Out: a SARIF 2.1.0 log, as code scanning services read it. Paths become relative URIs; addresses stay.
import { parsedUrl } from '../model/url.ts';
import { type Finding, inOrder } from './finding.ts';
import { type Code, ruleNamed } from './rules.ts';
import { printedJson } from './shown.ts';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/** One run with one result a finding; only rules that were broken are described. */
export function formatSarif(findings: readonly Finding[]): string {
  const sorted = inOrder(findings);
  const codes = [...new Set(sorted.map(({ code }) => code))].sort();
  const index = new Map(codes.map((code, at) => [code, at]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Feedmill',
            informationUri: 'https://www.npmjs.com/package/feedmill',
            rules: codes.map(described),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: sorted.map((finding) => result(finding, index.get(finding.code) ?? 0)),
      },
    ],
  };
  return printedJson(log);
}

function described(code: Code): object {
  const { severity, why, fix, spec } = ruleNamed(code);
  return {
    id: code,
    shortDescription: { text: why },
    fullDescription: { text: spec === undefined ? why : `${why} (${spec})` },
    help: { text: fix },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function result({ code, severity, message, path, position }: Finding, ruleIndex: number): object {
  const region =
    position === undefined
      ? {}
      : { region: { startLine: position.line, startColumn: position.column, endColumn: position.endColumn } };
  return {
    ruleId: code,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) }, ...region } }],
  };
}

function uriOf(path: string): string {
  const url = /^https?:\/\//i.test(path) ? parsedUrl(path) : undefined;
  if (url !== undefined) return url.href;
  return path.split(/[\\/]/).map(encodeURIComponent).join('/');
}
