// feedmill build as a command: where it looks, what its flags do, what it prints where, how it ends.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BuildReport } from '../../src/build/report.ts';
import { readArguments } from '../../src/commands/arguments.ts';
import { exitCodeOf, runBuild } from '../../src/commands/build.ts';
import { printReport } from '../../src/commands/build-report.ts';
import { shownOf } from '../../src/diagnostics/text-report.ts';
import { takeLock } from '../../src/io/lock.ts';
import { EMPTY_LEDGER } from '../../src/model/ledger.ts';
import { formatLedger } from '../support/ledgers.ts';
import { articleText, readFolder } from '../support/site.ts';
import { inTerminal, type TerminalOptions } from '../support/terminal.ts';

const CONFIG = `site: { id: "tag:site.example,2026:feeds", title: The Site, url: "https://site.example/", language: en }
feeds: { baseUrl: "https://feeds.site.example/" }
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-command-'));
  await mkdir(join(folder, 'content'));
  await write('feedmill.yaml', CONFIG);
  await write('content/one.md', articleText({ title: 'One', topics: ['AI'] }));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (path: string, text: string) => writeFile(join(folder, path), text);
const build = (argv: readonly string[] = [], options: Partial<TerminalOptions> = {}) =>
  inTerminal(runBuild, argv, { cwd: folder, ...options });
const out = (name = 'out') => readFolder(join(folder, name));
const BROKEN = '---\ntitle: "Broken\ndate: 2026-03-01\n---\n';

describe('a site.id that no id should begin with', () => {
  const WRONG = CONFIG.replace('2026:feeds"', '2026:feeds\\n"');

  test('is refused', async () => {
    await write('feedmill.yaml', WRONG);
    const { code, stderr } = await build();
    expect(code).toBe(2);
    expect(stderr).toContain('site.id cannot be used: it begins or ends with white space');
  });

  test('stays where subscribers know it', async () => {
    // What a ledger holds that was begun when it was still taken.
    await write('kept.ledger', formatLedger({ ...EMPTY_LEDGER, siteId: 'tag:site.example,2026:feeds\n' }));
    await write('feedmill.yaml', WRONG);
    expect(await build(['--ledger', 'kept.ledger'])).toMatchObject({ code: 0 });
    expect((await out()).get('atom.xml')).toContain('<id>tag:site.example,2026:feeds\n/one</id>');
    expect(await build(['--ledger', 'kept.ledger', '--verify-cache'])).toMatchObject({ code: 0 });
    expect(await build()).toMatchObject({ code: 2 });
  });
});

describe('a cache', () => {
  test.each([
    ['notes', 'What I have to do: everything.\n'],
    ['few notes', 'ab'],
    ['a ledger', 'feedmill-ledger 1\n'],
    ['a configuration', CONFIG],
  ])('that would be written over %s is refused', async (_, text) => {
    await write('precious.txt', text);
    await expect(build(['--cache', 'precious.txt'])).rejects.toThrow(
      /^\S*precious\.txt is not a cache of Feedmill, and would be written over; nothing was changed\./,
    );
    expect((await readFolder(folder)).get('precious.txt')).toBe(text);
    expect((await out()).size).toBe(0);
  });

  test('that was written by a build from another folder says so, for the paths in its findings start there', async () => {
    await build();
    const { stderr } = await build([], { cwd: join(folder, 'content') });
    expect(stderr).toContain(
      'The cache was dropped: it belongs to another version, configuration, folder or set of defaults.',
    );
  });

  test.each([
    ['nothing', ''],
    ['an older one', 'feedmill-cache 2 00000000 {}\n'],
    ['one that is damaged in its first byte', 'Feedmill-cache 5 00000000 {}\n'],
    ['one that a power cut left', '\0'.repeat(5_000)],
  ])('that is written over %s is not', async (_, text) => {
    await write('cache', text);
    expect((await build(['--cache', 'cache'])).code).toBe(0);
    expect((await readFolder(folder)).get('cache')).toMatch(/^feedmill-cache \d+ /);
  });

  test.each([[['--cache', 'feedmill.ledger']], [['--ledger', 'x', '--cache', 'x']], [['--ledger', '.feedmill/cache']]])(
    'that would be the ledger is refused: %j',
    async (argv) => {
      const says = 'The cache and the ledger would be one file';
      await expect(build(argv)).rejects.toThrow(says);
      await build();
      const before = (await readFolder(folder)).get('feedmill.ledger');
      await expect(build(argv)).rejects.toThrow(says);
      expect((await readFolder(folder)).get('feedmill.ledger')).toBe(before);
    },
  );
});

describe('where it looks', () => {
  test('the configuration is found here or in a folder above', async () => {
    await mkdir(join(folder, 'content', 'deep'));
    const { code } = await build([], { cwd: join(folder, 'content', 'deep') });
    expect(code).toBe(0);
    expect((await out()).has('rss.xml')).toBe(true);
  });

  test('without a configuration it says how to get one', async () => {
    await rm(join(folder, 'feedmill.yaml'));
    await expect(build()).rejects.toThrow('feedmill init');
  });

  test('--config names another; content and out lie beside it', async () => {
    await mkdir(join(folder, 'conf', 'articles'), { recursive: true });
    await write('conf/other.yaml', `${CONFIG}content: { dir: articles }\n`);
    await write('conf/articles/two.md', articleText({ title: 'Two' }));
    expect(await build(['--config', 'conf/other.yaml'])).toMatchObject({ code: 0 });
    expect((await out('conf/out')).get('rss.xml')).toContain('<title>Two</title>');
    expect(await readdir(join(folder, 'conf'))).toEqual(
      expect.arrayContaining(['.feedmill', 'feedmill.ledger', 'out']),
    );
    expect(await readdir(folder)).not.toContain('out');
  });

  test.each(['feedmill.yaml', 'odd [a] (b) {c,d} !*?.yaml'])(
    'the configuration %s among the articles is no article',
    async (name) => {
      await write(`content/${name}`, `${CONFIG}content: { dir: . }\n`);
      await write('content/two.yaml', 'title: Two\npublishedDateTime: 2026-03-01T08:00:00Z\n');
      const argv = ['--config', `content/${name}`, '--out', 'out', '--json'];
      for (const _ of ['first', 'with nothing to do']) {
        const { code, stdout } = await build(argv);
        expect(code).toBe(0);
        expect(JSON.parse(stdout)).toMatchObject({ files: 2, articles: 2 });
      }
    },
  );

  test('a configuration that is not there is named', async () => {
    await expect(build(['--config', 'nothing.yaml'])).rejects.toThrow('There is no file nothing.yaml.');
  });

  test('a folder is no configuration, and what lies in it is advised', async () => {
    await expect(build(['--config', '.'])).rejects.toThrow(
      '. is a folder, and no configuration. Name the file in it: --config feedmill.yaml',
    );
    await expect(build(['--config', 'content/'])).rejects.toThrow(
      'content/ is a folder, and no configuration. Name the file in it: --config content/feedmill.yaml',
    );
  });

  test('the content folder, --out, --ledger and --cache are relative to the working folder', async () => {
    await mkdir(join(folder, 'posts'));
    await write('posts/three.md', articleText({ title: 'Three' }));
    const argv = ['posts', '--out', 'public/feeds', '--ledger', 'kept.ledger', '--cache', 'kept.cache'];
    expect(await build(argv)).toMatchObject({ code: 0 });
    expect((await out('public/feeds')).get('rss.xml')).toContain('<title>Three</title>');
    const names = await readdir(folder);
    expect(names).toEqual(expect.arrayContaining(['kept.ledger', 'kept.cache']));
    expect(names.filter((name) => ['.feedmill', 'feedmill.ledger', 'out'].includes(name))).toEqual([]);
  });

  test('a second content folder is one argument too many', async () => {
    await expect(build(['content', 'more'])).rejects.toThrow('one argument too many: more');
  });
});

describe('what it prints', () => {
  test('findings and a summary on stderr, nothing on stdout', async () => {
    await write('content/broken.md', BROKEN);
    const { code, stdout, stderr } = await build();
    expect(code).toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error front-matter\/invalid-yaml {2}content\/broken\.md:\d+:\d+$/m);
    expect(stderr).toMatch(/^ {2}articles {2}1 published of 2 files, with 0 related items$/m);
    expect(stderr).toMatch(/^ {2}read {6}2 of 2 files$/m);
    expect(stderr).toMatch(/^ {2}feeds {5}3; 9 documents verified$/m);
    expect(stderr).toMatch(/^ {2}files {5}\d+ written, 0 unchanged, 0 removed$/m);
    expect(stderr).toMatch(/^ {2}findings {2}1 error, 0 warnings, \d+ infos?$/m);
    expect(stderr).toContain(`see       ${join('out', 'index.html')}\n`);
  });

  test('--json prints one report on stdout', async () => {
    await write('content/broken.md', BROKEN);
    const { stdout, stderr } = await build(['--json']);
    const report = JSON.parse(stdout);
    expect(Object.keys(report).sort()).toEqual(
      [
        ...['articles', 'articlesRead', 'articlesReadWithYaml', 'documentsVerified', 'exitCode', 'feeds'],
        ...['feedsComposed', 'files', 'findings'],
        ...['outFolder', 'outcome', 'relatedItems', 'removed', 'unchanged', 'unreadable', 'withheldFeeds', 'written'],
      ].sort(),
    );
    expect(report).toMatchObject({
      outcome: 'written',
      exitCode: 0,
      files: 2,
      articles: 1,
      feeds: 3,
      withheldFeeds: [],
    });
    expect(report.findings).toContainEqual({
      rule: 'front-matter/invalid-yaml',
      severity: 'error',
      message: expect.any(String),
      path: 'content/broken.md',
      line: expect.any(Number),
      column: expect.any(Number),
      why: expect.any(String),
      fix: expect.any(String),
      spec: 'YAML 1.2',
    });
    expect(stderr).toContain('Built.');
  });

  test('--json prints a report of a configuration that has errors, too', async () => {
    await write('feedmill.yaml', `${CONFIG}feedz: {}\n`);
    const { code, stdout, stderr } = await build(['--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'bad-configuration',
      exitCode: 2,
      findings: [{ rule: 'config/unknown-key', path: 'feedmill.yaml', line: 3, column: 1 }],
    });
    expect(stderr).toContain('was feeds meant?');
    expect(stderr).toContain('> 3 | feedz: {}');
    expect(await readdir(folder)).not.toContain('out');
  });

  test('--verbose explains infos, without frames, and cuts nothing off', async () => {
    for (let index = 0; index < 5; index++)
      await write(`content/${index}.md`, articleText({ date: '2026-03-01', publishedDateTime: undefined }));
    const { stderr: short } = await build();
    expect(short).toContain('… and 2 more of article/missing-utc-offset (--verbose shows all)');
    const { stderr: long } = await build(['--verbose']);
    expect(long.match(/article\/missing-utc-offset/g)).toHaveLength(5);
    expect(long).not.toContain('more of');
    expect(long).toContain('  fix ');
    expect(long).not.toContain('| date: ');
  });

  test('GitHub gets annotations instead of frames', async () => {
    await write('content/broken.md', BROKEN);
    const { stderr } = await build([], { env: { GITHUB_ACTIONS: 'true', CI: 'true' } });
    expect(stderr).toMatch(/^::error file=content\/broken\.md,line=\d+,col=\d+,title=front-matter\/invalid-yaml::\S/m);
    expect(stderr).not.toContain(' | ');
    expect(stderr).toContain('Built.');
  });

  test('GitHub gets paths from the root of the checkout, whichever folder the step runs in', async () => {
    await write('content/broken.md', BROKEN);
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: folder };
    const { stderr } = await build([], { cwd: join(folder, 'content'), env });
    expect(stderr).toMatch(/^::error file=content\/broken\.md,line=/m);
    const other = await build([], { env: { ...env, GITHUB_WORKSPACE: join(folder, 'other') } });
    expect(other.stderr).toMatch(/^::error file=content\/broken\.md,line=/m);
  });
});

test('the summary tells of articles that only the full YAML parser could read', async () => {
  const report = { articlesRead: 1200, articlesReadWithYaml: 3, files: 10_000, withheldFeeds: [], outFolder: 'out' };
  const printed = await inTerminal(
    async (argv, terminal) => {
      const told = { report: { ...report, outcome: 'compared' } as unknown as BuildReport, shown: shownOf([], false) };
      await printReport({ ...told, findings: undefined }, 0, 0, readArguments(argv, {}), terminal);
      return 0;
    },
    [],
    { cwd: folder },
  );
  expect(printed.stderr).toContain('  read      1,200 of 10,000 files, 3 with the full YAML parser\n');
});

describe('colour', () => {
  const ESCAPE = '\u001B[';

  test.each([
    ['none away from a terminal', {}, false, false],
    ['on a terminal', {}, true, true],
    ['none on a terminal with NO_COLOR', { NO_COLOR: '1' }, true, false],
    ['on a terminal with an empty NO_COLOR', { NO_COLOR: '' }, true, true],
    ['none on a dumb terminal', { TERM: 'dumb' }, true, false],
    ['anywhere with FORCE_COLOR', { FORCE_COLOR: '1' }, false, true],
    ['not with FORCE_COLOR=0', { FORCE_COLOR: '0' }, false, false],
    ['not with FORCE_COLOR=false', { FORCE_COLOR: 'false' }, false, false],
    ['none on a terminal with FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, false],
    ['none with NO_COLOR, whatever FORCE_COLOR says', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ])('%s', async (_, env, isTTY, isColoured) => {
    const { stderr, stdout } = await build(['--json'], { env: { CI: '1', ...env }, isTTY });
    expect(stderr.includes(ESCAPE)).toBe(isColoured);
    expect(stdout).not.toContain(ESCAPE);
  });
});

describe('flags', () => {
  test('--strict stops before anything is written when there is an error', async () => {
    await build();
    const before = await out();
    await write('content/broken.md', BROKEN);
    await write('content/two.md', articleText({ title: 'Two' }));
    const { code, stderr } = await build(['--strict']);
    expect(code).toBe(1);
    expect(stderr).toContain('Stopped by errors (--strict); nothing was written.');
    expect(await out()).toEqual(before);
  });

  test('--strict lets warnings and infos pass', async () => {
    await write('content/odd.md', articleText({ title: 'Odd &amp; fine', excerpt: 'NA' }));
    expect(await build(['--strict'])).toMatchObject({ code: 0 });
  });

  test('--now decides what is still to come', async () => {
    await write('content/later.md', articleText({ title: 'Later', publishedDateTime: '2026-08-01T08:00:00Z' }));
    await build();
    expect((await out()).get('rss.xml')).not.toContain('Later');
    await build(['--now', '2026-09-01T00:00:00+02:00']);
    expect((await out()).get('rss.xml')).toContain('<title>Later</title>');
  });

  test.each(['yesterday', '2026-13-01', ' ', '12'])('--now refuses “%s”', async (given) => {
    await expect(build(['--now', given])).rejects.toThrow('--now is no instant');
  });

  test('--base-url takes the place of feeds.baseUrl and gains a final slash', async () => {
    await build(['--base-url', 'http://127.0.0.1:8080/preview']);
    const files = await out();
    expect(files.get('rss.xml')).toContain('href="http://127.0.0.1:8080/preview/rss.xml"');
    expect([...files.values()].join('')).not.toContain('feeds.site.example');
  });

  test.each([
    'ftp://a.example/',
    'feeds.example',
    'https://user:word@a.example/',
    'javascript:alert(1)',
    'https://a.example/#f',
    'https://a.example?v=1',
  ])('--base-url refuses %s', async (given) => {
    await expect(build(['--base-url', given])).rejects.toThrow('--base-url is no absolute http or https address');
  });

  test('--diff says what would become of files, in words and as numbers', async () => {
    const line = async () => /^ {2}files .*$/m.exec((await build(['--diff'])).stderr)?.[0];
    expect(await line()).toMatch(/^ {2}files {5}[1-9]\d* would be written, 0 unchanged, 0 would be removed$/);
    expect(JSON.parse((await build(['--diff', '--json'])).stdout)).toMatchObject({ outcome: 'compared', unchanged: 0 });
    await build();
    await write('content/one.md', articleText({ title: 'One' }));
    expect(await line()).toMatch(/^ {2}files {5}\d+ would be written, \d+ unchanged, \d+ would be removed$/);
  });

  test('--ledger may lie in a folder that is not there yet', async () => {
    const state = ['--ledger', 'state/deep/feedmill.ledger'];
    expect(await build([...state, '--diff'])).toMatchObject({ code: 0 });
    expect(await readdir(folder)).not.toContain('state');
    expect(await build(state)).toMatchObject({ code: 0 });
    expect(await readdir(join(folder, 'state', 'deep'))).toEqual(['feedmill.ledger']);
  });

  test('--diff tells what subscribers would see and writes nothing', async () => {
    const { code, stdout } = await build(['--diff']);
    expect(code).toBe(0);
    expect(stdout).toContain('The Site (the site)\n  + tag:site.example,2026:feeds/one\n');
    expect(stdout).toMatch(/1 new, 0 updated, 0 gone, in \d feeds\.\n$/);
    expect(await readdir(folder)).toEqual(['content', 'feedmill.yaml']);
  });

  test('--diff tells which entries were updated, and which are gone', async () => {
    await write('content/two.md', articleText({ title: 'Two' }));
    await build();
    await write('content/one.md', articleText({ title: 'Another' }));
    await rm(join(folder, 'content/two.md'));
    const { stdout } = await build(['--diff']);
    expect(stdout).toContain('The Site (the site)\n  ~ tag:site.example,2026:feeds/one\n');
    // It names no topic any more.
    expect(stdout).toContain('AI (topics/ai/)\n  - tag:site.example,2026:feeds/one\n');
    expect(stdout).toMatch(
      /\nWithdrawn from every feed\n {2}- tag:site\.example,2026:feeds\/two\n0 new, 1 updated, 2 gone, in \d feeds\.\n$/,
    );
  });

  test('--no-record leaves the ledger as it is', async () => {
    await build(['--no-record']);
    expect(await readdir(folder)).not.toContain('feedmill.ledger');
    expect((await out()).has('rss.xml')).toBe(true);
  });

  test('--no-record needs no right to write beside the ledger, and waits for nobody who does', async () => {
    const held = await takeLock(join(folder, 'feedmill.ledger.lock'), 'it', { wait: false });
    await expect(build([])).rejects.toThrow('Another build');
    expect(await build(['--no-record'])).toMatchObject({ code: 0 });
    await held.release();
  });
});

describe('how it ends', () => {
  const report = (fields: Partial<BuildReport>) => ({
    outcome: 'written',
    withheldFeeds: [],
    unreadable: false,
    ...fields,
  });

  test.each([
    [{}, 0],
    [{ outcome: 'compared' }, 0],
    [{ outcome: 'nothing-publishable' }, 1],
    [{ outcome: 'stopped-by-errors' }, 1],
    [{ outcome: 'rebroadcast' }, 1],
    [{ outcome: 'other-site' }, 1],
    [{ outcome: 'damaged-ledger' }, 1],
    [{ outcome: 'newer-ledger' }, 1],
    [{ withheldFeeds: ['topics/ai/'] }, 1],
    [{ unreadable: true }, 3],
    [{ unreadable: true, withheldFeeds: [''] }, 1],
  ] as const)('%j ends with %i', (fields, code) => {
    expect(exitCodeOf(report(fields) as BuildReport)).toBe(code);
  });

  test('a folder without a publishable article writes nothing and ends with 1', async () => {
    await write('content/one.md', BROKEN);
    const { code, stderr } = await build();
    expect(code).toBe(1);
    expect(stderr).toContain('Nothing to publish; nothing was written.');
    expect(await readFolder(join(folder, 'out'))).toEqual(new Map());
  });

  test('an empty folder does, too', async () => {
    await rm(join(folder, 'content', 'one.md'));
    expect(await build()).toMatchObject({ code: 1 });
    expect(await readFolder(join(folder, 'out'))).toEqual(new Map());
  });

  test('a content folder that is not there is the world’s failure', async () => {
    await expect(build(['nowhere'])).rejects.toThrow(/Could not read the folder .*nowhere: it does not exist\./);
  });
});
