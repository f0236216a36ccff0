// Docs and code say the same: generated pages are current, and what one side names the other side has.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { lintCodes } from '../src/diagnostics/catalogue/lint.ts';
import { codes, ruleNamed } from '../src/diagnostics/rules.ts';
import * as library from '../src/index.ts';
import { PERMALINK_NAMES } from '../src/parse/address.ts';
import { entriesOf } from '../src/parse/config/config.ts';
import { configSchema } from '../src/parse/config/schema.ts';
import { FIELD_NAMES } from '../src/parse/field-names.ts';
import { LIMITS } from '../src/parse/limits.ts';
import { ROOT } from './support/cli.ts';

const GENERATED = ['cli.md', 'config.md', 'feedmill.schema.json', 'rules.md'];

const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Pages that people write: those at the top, and those of docs/ that are not generated. */
function handWritten(): readonly { readonly path: string; readonly text: string }[] {
  const inDocs = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md') && !GENERATED.includes(name));
  const atTop = readdirSync(ROOT).filter((name) => /^(?:README|CONTRIBUTING)\.md$/.test(name));
  return [...atTop, ...inDocs.map((name) => `docs/${name}`)].map((path) => ({ path, text: textOf(path) }));
}

test.each(handWritten())('$path has no mark of a merge', ({ text }) => {
  expect(text).not.toMatch(/^(?:<{7}|>{7}) /m);
});

describe('the generated pages', () => {
  let folder: string;
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('are current (npm run docs)', async () => {
    folder = await mkdtemp(join(tmpdir(), 'feedmill-docs-'));
    await promisify(execFile)(process.execPath, [join(ROOT, 'scripts', 'docs.mjs'), '--out', folder]);
    for (const name of GENERATED) {
      const written = await readFile(join(ROOT, 'docs', name), 'utf8').catch(() => 'missing: npm run docs writes it');
      expect(written, name).toBe(await readFile(join(folder, name), 'utf8'));
    }
  });
});

/** The commands that cli.ts knows, with the source of each. */
const commands = [
  ...(/const COMMANDS[^{]*\{([\s\S]*?)\n?\};/.exec(textOf('src/cli.ts'))?.[1] ?? '').matchAll(/^ {2}(\w+): /gm),
].map(([, name = '']) => ({ name, source: textOf(`src/commands/${name}.ts`) }));

function flagsInCode(source: string): readonly string[] {
  const table = /const FLAGS[^=]*= \{([\s\S]*?)\n\}/.exec(source)?.[1] ?? '';
  const names = [...table.matchAll(/^ {2}'?([\w-]+)'?: \{ type/gm)].map(([, name = '']) => name);
  return [...new Set(['help', ...names])].sort();
}

function flagsInText(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/(?<![\w-])--([a-z][\w-]*)/g)].map(([, name = '']) => name))].sort();
}

test('every name that an address of content.permalink may be made of is explained', () => {
  const table = /## Addresses\n([\s\S]*?)\n## /.exec(textOf('docs/formats.md'))?.[1] ?? '';
  const explained = [...table.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, names = '']) => names.match(/[\w.]+/g) ?? []);
  expect(explained).toEqual(PERMALINK_NAMES);
  const row = textOf('docs/config.md').match(/^\| `content\.permalink` .*/m)?.[0];
  for (const name of PERMALINK_NAMES) expect(row).toContain(`\`{${name}}\``);
});

describe('what formats.md says of articles', () => {
  const text = textOf('docs/formats.md');
  const settings = library.parseConfig(
    'site: {title: T, url: "https://a.example/"}\nfeeds: {baseUrl: "https://a.example/"}\n',
    () => undefined,
  );
  const names = library.keyNames(new Map());

  test('the keys of its table are those that are read, in the order in which they are tried', () => {
    const table = /\n\| ours \|.*\n([\s\S]*?)\n\n/.exec(text)?.[1] ?? '';
    const inputs = [...table.matchAll(/^\| [^|]* \| ([^|]*) \|/gm)].map(([, input = '']) => input);
    expect(inputs.length).toBeGreaterThan(15);
    for (const input of inputs) {
      const named = [...input.matchAll(/`(\w+)`/g)].map(([, key = '']) => key);
      const unread = named.filter((key) => !names.isRead(key) && !names.isPassedOver(key));
      expect(unread, input).toEqual([]);
      const ranks = named.map((key) => names.all.indexOf(key)).filter((rank) => rank >= 0);
      expect(ranks, input).toEqual(ranks.toSorted((a, b) => a - b));
    }
  });

  const paragraph = /## What stays out\n\n([\s\S]*?)\n\n/.exec(text)?.[1]?.replace(/\s+/g, ' ') ?? '';
  const words = [...paragraph.matchAll(/`(\w+)` (?:of|such as) ((?:`[\w-]+`(?:, | or )?)+)/g)];
  const switches = [
    ...(paragraph.match(/(?<=`)\w+: \w+(?=`)/g) ?? []),
    ...words.flatMap(([, key, list = '']) => (list.match(/[\w-]{3,}/g) ?? []).map((word) => `${key}: ${word}`)),
  ];

  test('switches are named', () => expect(switches.length).toBeGreaterThan(25));

  test.each(switches)('an article with %s stays out', (given) => {
    const source = library.parseFrontMatter(
      `---\ntitle: A\ndate: 2026-03-01\n${given}\n---\n`,
      'a.md',
      () => undefined,
    );
    const now = library.instantOf(new Date('2026-04-01T00:00:00Z'));
    if (source === undefined || settings === undefined || now === undefined) throw new Error('It cannot be read.');
    expect(library.parseArticle(source, 'a.md', { settings, names, now }, () => undefined)?.withheld).toBeDefined();
  });
});

describe('commands', () => {
  test('there are some', () => {
    expect(commands.map(({ name }) => name)).toEqual(expect.arrayContaining(['build', 'init']));
  });

  test('docs/cli.md has exactly the commands of cli.ts, in its order', () => {
    const headings = [...textOf('docs/cli.md').matchAll(/^## feedmill (\w+)$/gm)].map(([, name]) => name);
    expect([...headings].sort()).toEqual(commands.map(({ name }) => name).sort());
  });

  test.each(commands)('the help of $name names exactly the flags that it takes', ({ name, source }) => {
    const options = new RegExp(`^## feedmill ${name}$([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(
      textOf('docs/cli.md'),
    )?.[1];
    const listed = [...(options ?? '').matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)].map(([, flag = '']) => flag);
    expect(listed.sort()).toEqual(flagsInCode(source));
  });

  test('no page names a flag or a command that does not exist', () => {
    const known = new Set([
      ...commands.flatMap(({ source }) => flagsInCode(source)),
      ...[...textOf('bench/bench.mjs').matchAll(/^ {2}--([a-z]+)/gm)].map(([, flag]) => flag),
      ...['version', 'save-dev', 'cpu-prof', 'project-name', 'no-build'],
    ]);
    const names = new Set(commands.map(({ name }) => name));
    for (const { path, text } of handWritten()) {
      expect(
        flagsInText(text).filter((flag) => !known.has(flag)),
        path,
      ).toEqual([]);
      const used = [...text.matchAll(/(?:npx |`|\$ )feedmill ([a-z]+)/g)].map(([, name = '']) => name);
      expect(
        used.filter((name) => !names.has(name)),
        path,
      ).toEqual([]);
    }
  });
});

describe('README', () => {
  const readme = readdirSync(ROOT).includes('README.md') ? textOf('README.md') : undefined;

  test('is there', () => {
    if (readme === undefined) throw new Error('README.md is missing; STYLE §10 says what stands in it.');
  });

  test('its npm scripts exist', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const used = handWritten().flatMap(({ text }) =>
      [...text.matchAll(/npm (?:run )?(?:--\S+ )?([\w:]+)/g)].map(([, name = '']) => name),
    );
    expect(used.filter((name) => !Object.hasOwn(scripts, name) && !['install', 'ci'].includes(name))).toEqual([]);
    expect(used).toEqual(expect.arrayContaining(['feeds', 'test']));
  });

  test('its links lead to files that are there', () => {
    for (const { path, text } of handWritten()) {
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link);
      const folder = path.startsWith('docs/') ? 'docs' : '.';
      expect(
        links.filter((link) => !isThere(join(folder, link))),
        path,
      ).toEqual([]);
    }
  });

  test('its session is what the newsroom really prints', () => {
    const session = /^\$ npx feedmill build\n([\s\S]*?)^```$/m.exec(readme ?? '')?.[1] ?? '';
    const printed = textOf('test/fixtures/sites/newsroom/report.txt');
    const lines = session
      .split('\n')
      .filter((line) => line.trim() !== '' && line !== '…' && !/^ {2}(?:time|see) /.test(line));
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => !printed.split('\n').includes(line))).toEqual([]);
  });
});

function isThere(path: string): boolean {
  try {
    readFileSync(join(ROOT, path));
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EISDIR';
  }
}

/** A key of the configuration in a text: in which section, and all of it. */
const IN_SECTION = `(?:${Object.keys(configSchema.entries).join('|')})\\.`;
const KEY = `${IN_SECTION}[a-z]\\w*(?:\\.\\w+)*`;

describe('findings', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );

  test('docs/rules.md has exactly the codes of the catalogue', () => {
    const headings = [...textOf('docs/rules.md').matchAll(/^### (\S+)$/gm)].map(([, code]) => code);
    expect([...headings].sort()).toEqual([...codes].sort());
  });

  test('a code that a page names is in the catalogue', () => {
    const parts = new Set(codes.map((code) => code.split('/', 1)[0]));
    const folders = readdirSync(join(ROOT, 'src'));
    for (const { path, text } of handWritten()) {
      const named = [...text.matchAll(/`([a-z-]+\/[a-z0-9-]+)`/g)].map(([, name = '']) => name);
      const meant = named.filter(
        (name) => parts.has(name.split('/', 1)[0] ?? '') && !folders.includes(name.split('/', 1)[0] ?? ''),
      );
      expect(
        meant.filter((name) => !codes.some((code) => code === name)),
        path,
      ).toEqual([]);
    }
  });

  test('a file of the program that a page names is there', () => {
    const folders = readdirSync(join(ROOT, 'src')).filter((name) => !name.endsWith('.ts'));
    const pattern = new RegExp(`(?<![\\w./-])((?:${folders.join('|')})(?:/[\\w-]+)+)(?:\\.ts\\b|(?=\`))`, 'g');
    for (const { path, text } of handWritten()) {
      const named = [...text.matchAll(pattern)].map(([, name = '']) => name);
      const known = [...sources.map((file) => file.replaceAll('\\', '/').slice(0, -3)), ...codes];
      expect(
        named.filter((name) => !known.includes(name)),
        path,
      ).toEqual([]);
    }
  });

  test('each code of a build is reported somewhere', () => {
    const linted = new Set<string>(lintCodes);
    const texts = sources.filter((path) => !path.includes('catalogue')).map((path) => textOf(join('src', path)));
    const whole = texts.join('\n');
    const obstacles = ['files/outside-link', 'files/broken-link'];
    const silent = codes.filter(
      (code) => !linted.has(code) && !whole.includes(`'${code}'`) && !obstacles.includes(code),
    );
    expect(silent).toEqual([]);
  });

  test('the keys and flags that a finding advises exist', () => {
    const known = new Set(commands.flatMap(({ source }) => flagsInCode(source)));
    const keys = configKeys();
    for (const code of codes) {
      const { why, fix } = ruleNamed(code);
      expect(
        flagsInText(`${why} ${fix}`).filter((flag) => !known.has(flag)),
        code,
      ).toEqual([]);
      const advised = [...`${why} ${fix}`.matchAll(new RegExp(`\\b(${KEY})`, 'g'))];
      expect(
        advised.map(([, key = '']) => key).filter((key) => !isKey(key, keys)),
        code,
      ).toEqual([]);
    }
  });
});

type Schema = Parameters<typeof entriesOf>[0];

/** Every key of the configuration, with dots; `[]` behind lists. */
function configKeys(schema: Schema = configSchema, prefix = ''): readonly string[] {
  return Object.entries(entriesOf(schema) ?? {}).flatMap(([name, entry]) => {
    const child = entry as Schema;
    const item = itemOf(child);
    const inner = item === undefined ? configKeys(child, `${prefix + name}.`) : configKeys(item, `${prefix + name}[].`);
    return [prefix + name, ...inner];
  });
}

function itemOf(schema: Schema): Schema | undefined {
  return schema.item ?? (schema.wrapped && itemOf(schema.wrapped));
}

/** `content.fields.title` is one of ours in a mapping of free keys. */
function isKey(key: string, keys: readonly string[]): boolean {
  const field = /^content\.fields\.(\w+)$/.exec(key)?.[1];
  if (field !== undefined) return FIELD_NAMES.some((name) => name === field);
  return keys.includes(key) || keys.some((known) => known.replaceAll('[]', '') === key);
}

describe('configuration', () => {
  test('docs/config.md has exactly the keys of the schema, the fields, and the limits', () => {
    const rows = [...textOf('docs/config.md').matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key);
    const sections = Object.keys(configSchema.entries);
    const expected = [...configKeys().filter((key) => !sections.includes(key)), ...FIELD_NAMES, ...Object.keys(LIMITS)];
    expect(rows.sort()).toEqual([...expected].sort());
  });

  test('every row says what the key is for', () => {
    const rows = textOf('docs/config.md')
      .split('\n')
      .filter((line) => new RegExp(`^\\| \`${IN_SECTION}`).test(line));
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter((line) => /\| *\|$/.test(line) || /undefined|\[object/.test(line))).toEqual([]);
  });

  test('every row says in a word or two what the value has to be', () => {
    const types = [...textOf('docs/config.md').matchAll(new RegExp(`^\\| \`${IN_SECTION}[^|]*\\| ([^|]*) \\|`, 'gm'))];
    const one =
      '(?:text|mapping|address|path|colour|time zone|language tag|e-mail address|glob pattern|(?:whole )?number)';
    const many = 'list of (?:feeds|rules|names|addresses|glob patterns|`\\w+`(?:, `\\w+`)+)';
    const type = new RegExp(`^(?:${one}(?:, or a list of them)?|${many}|\`\\w+\` or \`\\w+\`)$`);
    expect(types.length).toBeGreaterThan(30);
    expect(types.map(([, given = '']) => given).filter((given) => !type.test(given))).toEqual([]);
  });

  test('a page names no key that does not exist', () => {
    const keys = configKeys();
    for (const { path, text } of handWritten()) {
      const named = [...text.matchAll(new RegExp(`\`(${KEY})\``, 'g'))].map(([, key = '']) => key);
      const real = named.filter((key) => !/\.(?:ts|yaml|json|opml|md)$/.test(key));
      expect(
        real.filter((key) => !isKey(key, keys)),
        path,
      ).toEqual([]);
    }
  });

  test('what a page shows of a configuration is taken as it stands', () => {
    const shown = handWritten().flatMap(({ text }) =>
      [...text.matchAll(/^```yaml\n((?:site|feeds|content|pages|publish):\n[\s\S]*?)^```$/gm)].map(
        ([, yaml = '']) => yaml,
      ),
    );
    expect(shown.length).toBeGreaterThan(1);
    for (const yaml of shown) {
      const feeds = yaml.startsWith('feeds:\n') ? '' : 'feeds:\n';
      const whole = `site: {id: "tag:a.example,2026:a", title: T, url: "https://a.example/"}\n${feeds}${yaml}`;
      const told: string[] = [];
      const settings = library.parseConfig(
        whole.replace('feeds:\n', 'feeds:\n  baseUrl: https://a.example/\n'),
        (code, values) => told.push(`${code} ${JSON.stringify(values)}`),
      );
      expect(told, yaml).toEqual([]);
      expect(settings, yaml).toBeDefined();
    }
  });

  test('the schema for editors closes every mapping and names the keys that must be there', () => {
    const schema = JSON.parse(textOf('docs/feedmill.schema.json'));
    expect(schema).toMatchObject({ required: ['site', 'feeds'], additionalProperties: false });
    expect(schema.properties.site).toMatchObject({ required: ['title', 'url'], additionalProperties: false });
    expect(schema.properties.feeds).toMatchObject({ required: ['baseUrl'], additionalProperties: false });
  });

  test('the schema for editors takes what the program takes: no value where a key may be left out', () => {
    const json = JSON.parse(textOf('docs/feedmill.schema.json'));
    const required = ['site', 'site.title', 'site.url', 'feeds', 'feeds.baseUrl'];
    const takesNull = (node: JsonSchema): boolean =>
      [node.type].flat().includes('null') || (node.enum ?? []).includes(null) || (node.anyOf ?? []).some(takesNull);
    const differing = configKeys().filter((key) => {
      const { optional, node } = nodeAt(json, key);
      return takesNull(node) !== optional;
    });
    expect(differing).toEqual([]);
    expect(required.filter((key) => nodeAt(json, key).optional)).toEqual([]);
  });

  test('the schema for editors takes what the program takes: colours in capital letters', () => {
    const { accent } = JSON.parse(textOf('docs/feedmill.schema.json')).properties.pages.properties;
    const text =
      'site: {title: T, url: "https://a.example/"}\nfeeds: {baseUrl: "https://a.example/"}\npages: {accent: "#ABcd09"}\n';
    expect(library.parseConfig(text, () => undefined)?.pages.accent).toBe('#abcd09');
    expect('#ABcd09').toMatch(new RegExp(accent.pattern));
  });
});

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
}

/** What the schema says of a key, and whether it may be left out. */
function nodeAt(json: JsonSchema, key: string): { readonly node: JsonSchema; readonly optional: boolean } {
  let [node, optional] = [json, false];
  for (const name of key.split('.')) {
    const parent: JsonSchema = node.items?.properties === undefined ? node : node.items;
    const property = name.replace(/\[\]$/, '');
    node = parent.properties?.[property] ?? {};
    optional = parent.required?.includes(property) !== true;
  }
  return { node, optional };
}

describe('the library', () => {
  test('exports exactly this', () => {
    expect(Object.keys(library).sort()).toEqual([
      'FORMATS',
      'Feed',
      'ForeignFile',
      'PLAIN',
      'PROFILES',
      'UsageFailure',
      'WorldFailure',
      'absoluteUrl',
      'build',
      'candidatesOf',
      'check',
      'collect',
      'composeEntry',
      'composeFeed',
      'composeRelatedEntry',
      'formatFinding',
      'formatFindings',
      'formatGithub',
      'formatRfc3339',
      'formatRfc822',
      'instant',
      'instantOf',
      'jsonFindings',
      'keyNames',
      'pageKey',
      'parseArticle',
      'parseConfig',
      'parseFrontMatter',
      'renderAtom',
      'renderJsonFeed',
      'renderOpml',
      'renderRss',
      'rules',
      'verifyDocument',
    ]);
  });

  test('says of each what it is, where an editor shows it', () => {
    const source = textOf('src/index.ts');
    const bare: string[] = [];
    for (const [, names = '', path = ''] of source.matchAll(/^export (?:type )?\{([^}]*)\} from '\.\/(.*)';$/gm)) {
      const texts = [path, ...(path === 'lint/check.ts' ? ['lint/findings.ts', 'lint/profiles.ts'] : [])];
      const text = texts.map((name) => textOf(`src/${name}`)).join('\n');
      for (const name of names.split(',').map((one) => one.trim().replace(/^type | as .*/g, '')))
        if (name !== '' && !new RegExp(`\\*/\nexport [a-z ]+ ${name}\\b`).test(text)) bare.push(name);
    }
    expect(bare).toEqual([]);
  });

  test('and exactly these types', () => {
    const source = textOf('src/index.ts');
    const lists = [...source.matchAll(/^export (type )?\{([^}]*)\}/gm)];
    const types = lists.flatMap(([, isType, names = '']) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && (isType !== undefined || name.startsWith('type ')))
        .map((name) => name.replace(/^type /, '').replace(/^.* as /, '')),
    );
    expect(types.sort()).toEqual([
      'AbsoluteUrl',
      'Article',
      'ArticleContext',
      'Author',
      'BuildChanges',
      'BuildInput',
      'BuildReport',
      'Candidate',
      'Channel',
      'ChannelDetails',
      'CheckFinding',
      'CheckOptions',
      'CheckReport',
      'Choice',
      'Code',
      'Collection',
      'CollectionHead',
      'CollectionKind',
      'Directory',
      'DirectoryFeed',
      'DirectoryGroup',
      'DocumentFormat',
      'Entry',
      'EntryContext',
      'EntryDetails',
      'EntryIdentity',
      'FeedChanges',
      'FeedDocument',
      'Finding',
      'Format',
      'FormatName',
      'FrontMatter',
      'HttpAnswer',
      'Instant',
      'JsonFinding',
      'KeyNames',
      'LanguageTag',
      'LintCode',
      'Manifest',
      'ManifestFeed',
      'ManifestFile',
      'MediaFile',
      'Paint',
      'Picture',
      'PlainText',
      'Position',
      'Problem',
      'Profile',
      'Progress',
      'Provider',
      'RelatedItem',
      'RelatedLink',
      'Report',
      'RuleSetting',
      'SafeHtml',
      'Settings',
      'Severity',
      'Span',
      'Stage',
      'TextOptions',
      'Values',
      'Verdict',
      'Withheld',
    ]);
  });
});
