// From the text of a file to its Article and findings, the way a build reads it. Tests only.
import { type Finding, finding, placesIn, type Report } from '../../src/diagnostics/finding.ts';
import type { Article } from '../../src/model/article.ts';
import type { Instant } from '../../src/model/instant.ts';
import type { Settings } from '../../src/model/settings.ts';
import { parseArticle } from '../../src/parse/article.ts';
import { parseConfig } from '../../src/parse/config/config.ts';
import { keyNames } from '../../src/parse/field-names.ts';
import { parseFrontMatter, parseUndecoded } from '../../src/parse/front-matter.ts';
import { secretMask } from '../../src/parse/secrets.ts';
import { decoded } from '../../src/parse/yaml/undecoded.ts';

export const NOW = (Date.UTC(2026, 5, 1) / 1000) as Instant;

const SITE = `site: { id: "tag:news.example,2026:feeds", title: Example News, url: "https://news.example/" }
feeds: { baseUrl: "https://feeds.news.example/" }
`;

export interface Sink {
  readonly report: Report;
  readonly findings: readonly Finding[];
}

/** A sink for findings about one file. Infos have frames, too, which builds leave out: what masks hide is tried in more places. */
export function sinkFor(path: string, text?: string, mask?: (line: string, start: number) => string): Sink {
  const findings: Finding[] = [];
  const report: Report = (code, values, at) => {
    const position = text === undefined || at === undefined ? undefined : placesIn(text, mask)(at);
    findings.push(finding(code, values, path, position));
  };
  return { report, findings };
}

/** Settings by configuration text; the site that most tests have unless another is given. */
export function settingsOf(more = '', site = SITE): Settings {
  const text = site + more;
  const sink = sinkFor('feedmill.yaml', text);
  const settings = parseConfig(text, sink.report);
  if (settings === undefined) throw new Error(sink.findings.map(({ message }) => message).join('\n'));
  return settings;
}

export interface ReadFile {
  readonly article: Article | undefined;
  readonly findings: readonly Finding[];
}

export function readFileText(text: string, path: string, settings: Settings = settingsOf()): ReadFile {
  const names = keyNames(settings.content.fields);
  const { report, findings } = sinkFor(path, text, secretMask(text, path, { isPublic: names.isRead }));
  const frontMatter = parseFrontMatter(text, path, report);
  const article = frontMatter && parseArticle(frontMatter, path, { settings, names, now: NOW }, report);
  return { article, findings };
}

/** The same for a file that is not decoded before its values are; `undefined` for one that has to be. */
export function readFileUndecoded(
  given: string,
  path: string,
  settings: Settings = settingsOf(),
): ReadFile | undefined {
  const text = Buffer.from(given).toString('latin1');
  const frontMatter = parseUndecoded(text, path);
  if (frontMatter === undefined) return undefined;
  const names = keyNames(settings.content.fields);
  const findings: Finding[] = [];
  const positionOf = placesIn(text, secretMask(text, path, { isPublic: names.isRead }, decoded), decoded);
  const report: Report = (code, values, at) => {
    findings.push(finding(code, values, path, at === undefined ? undefined : positionOf(at)));
  };
  return { article: parseArticle(frontMatter, path, { settings, names, now: NOW }, report), findings };
}

export function codesOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ code }) => code);
}
