// The program as people type it: help, mistakes, exit codes, closed pipes; and never a stack trace.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runBuild } from '../../src/commands/build.ts';
import { runInit } from '../../src/commands/init.ts';
import { runLedger } from '../../src/commands/ledger.ts';
import { UsageFailure } from '../../src/index.ts';
import { CLI, feedmill, type Ran, ROOT, run } from '../support/cli.ts';
import { describeWith } from '../support/needs.ts';
import { articleText } from '../support/site.ts';
import { inTerminal } from '../support/terminal.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-cli-'));
  await mkdir(join(folder, 'site', 'content'), { recursive: true });
  await writeFile(
    join(folder, 'site', 'feedmill.yaml'),
    'site: { id: "tag:a.example,2026:a", title: A, url: "https://a.example/" }\nfeeds: { baseUrl: "https://a.example/f/" }\n',
  );
  await writeFile(join(folder, 'site', 'content', 'one.md'), articleText({ title: 'One' }));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const inSite = (argv: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  feedmill(argv, { cwd: join(folder, 'site'), env });

function expectNoTrace({ stdout, stderr }: Ran): void {
  expect(stdout + stderr).not.toMatch(/^\s+at .*[:(]|node:internal|\.js:\d+|feedmill has a fault/im);
}

/** As cli.ts lists them. */
const COMMANDS = ['build', 'check', 'init', 'publish', 'serve', 'ledger'];

const RUN = { build: runBuild, init: runInit, ledger: runLedger } as const;

test('an installation that lacks a package says which, without a trace', async () => {
  const torn = join(folder, 'torn');
  for (const part of ['dist', 'assets', 'package.json'])
    await cp(join(ROOT, part), join(torn, part), { recursive: true });
  const ran = await run(process.execPath, [join(torn, 'dist', 'cli.js'), 'build'], { cwd: join(folder, 'site') });
  expect(ran).toMatchObject({ code: 3, stdout: '' });
  expect(ran.stderr).toMatch(
    /^Could not load [\w-]+: Feedmill was not installed whole, or too many files are open\.\n$/,
  );
});

test('feeds that were made by a program of other sources are not up to date, whatever its version', async () => {
  const other = join(folder, 'other');
  for (const part of ['dist', 'assets', 'package.json'])
    await cp(join(ROOT, part), join(other, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(other, 'node_modules'));
  const rss = join(folder, 'site', 'out', 'rss.xml');
  expect(await inSite(['build'])).toMatchObject({ code: 0 });
  expect(await readFile(rss, 'utf8')).toContain('<generator>Feedmill</generator>');

  const program = join(other, 'dist', 'program');
  for (const name of await readdir(program)) {
    const path = join(program, name);
    if (name === 'checksum') await writeFile(path, 'another');
    else if (name.endsWith('.js'))
      await writeFile(path, (await readFile(path, 'utf8')).replaceAll('"Feedmill"', '"Othermill"'));
  }
  const ran = await run(process.execPath, [join(other, 'dist', 'cli.js'), 'build'], { cwd: join(folder, 'site') });
  expect(ran).toMatchObject({ code: 0 });
  expect(await readFile(rss, 'utf8')).toContain('<generator>Othermill</generator>');
});

test('the checksum of a compiled program is that of its files', async () => {
  const program = join(ROOT, 'dist', 'program');
  const sum = createHash('sha256');
  for (const name of (await readdir(program)).sort())
    if (!/\.cache$|^checksum$/.test(name)) sum.update(name).update(await readFile(join(program, name)));
  expect(await readFile(join(program, 'checksum'), 'utf8')).toBe(sum.digest('hex'));
});

test('a folder that was removed meanwhile is told, without a trace, and help is given there', async () => {
  const inRemoved = (argv: string) =>
    run('/bin/sh', ['-c', `mkdir gone && cd gone && rmdir ../gone && "${process.execPath}" "${CLI}" ${argv}`], {
      cwd: folder,
    });
  expect(await inRemoved('build')).toEqual({
    code: 3,
    stdout: '',
    stderr: 'Could not find the folder that this runs in: it does not exist.\n',
  });
  expect(await inRemoved('build --help')).toMatchObject({ code: 0, stderr: '' });
});

describe.concurrent('help', () => {
  test('feedmill --help, -h and help go to stdout and list every command, which has its own', async () => {
    const [asked, ...others] = await Promise.all(['--help', '-h', 'help'].map((argument) => feedmill([argument])));
    for (const other of others) expect(other).toEqual(asked);
    const { code, stdout = '', stderr } = asked ?? {};
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: feedmill COMMAND/);
    const listed = [...stdout.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name);
    expect(listed).toEqual(expect.arrayContaining(COMMANDS));
    for (const name of listed) expect(await feedmill([name ?? '', '--help'])).toMatchObject({ code: 0, stderr: '' });
  });

  test('without a command it goes to stderr and ends with 2', async () => {
    const { code, stdout, stderr } = await feedmill([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: feedmill COMMAND/);
  });

  test('feedmill help COMMAND is that of the command, and names the nearest of one that is not there', async () => {
    expect(await feedmill(['help', 'build'])).toEqual(await feedmill(['build', '--help']));
    const { code, stderr } = await feedmill(['help', 'biuld']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('build')]);
  });

  test.each(COMMANDS)('feedmill %s --help wins over whatever else is typed', async (name) => {
    const { code, stdout, stderr } = await feedmill([name, '--help'], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: feedmill ${name}\\b`));
    expect(stdout).toContain('-h, --help');
    expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
    expect(await feedmill([name, '-h'], { cwd: folder })).toMatchObject({ code: 0, stdout });
  });

  test.each(['--version', '-v'])('%s says the version of package.json', async (flag) => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect(await feedmill([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('mistakes end with 2 and one sentence', () => {
  test.concurrent.each([
    [['biuld'], 'There is no command biuld; was build meant?'],
    [['frobnicate'], 'There is no command frobnicate.'],
    [['__proto__'], 'There is no command __proto__.'],
    [['x\u001b[31m\n::error::'], 'There is no command x�[31m�::error::.'],
    [['--hepl'], 'There is no option --hepl'],
    [['--strict', 'build'], 'There is no option --strict. Options stand behind the command.'],
    [['build', '--strickt'], 'There is no option --strickt; was --strict meant?'],
    [['init', '--ulr', 'https://a.example'], 'There is no option --ulr; was --url meant?'],
    [['ledger', 'shwo', 'x'], 'There is no command shwo; was show meant?'],
  ])('feedmill %j', async (argv, sentence) => {
    const ran = await inSite(argv);
    expect(ran).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(sentence) });
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  // What a command throws, cli.ts prints as it is; so these need no process of their own.
  test.each([
    ['build', ['--baseurl', 'x'], 'There is no option --baseurl; was --base-url meant?'],
    ['build', ['--constructor'], 'There is no option --constructor.'],
    ['build', ['-x'], "'-x'"],
    ['build', ['--out'], "'--out"],
    ['build', ['--out', '--strict'], "The option '--out' argument is ambiguous. Did you forget"],
    ['build', ['--strict=yes'], "'--strict'"],
    ['build', ['a', 'b'], 'There is one argument too many: b.'],
    ['build', ['--out', ''], '--out is empty; give it a value or leave it out.'],
    ['build', ['--now', ''], '--now is empty; give it a value or leave it out.'],
    ['build', ['--ledger='], '--ledger is empty; give it a value or leave it out.'],
    ['build', [''], 'An argument is empty; give it a value or leave it out.'],
    ['build', ['--config', 'nothing.yaml'], 'There is no file nothing.yaml.'],
    ['build', ['--now', 'soon'], '--now is no instant: soon.'],
    ['init', ['--url', 'nonsense', 'content'], '--url is no absolute http or https address without ? and #: nonsense.'],
    ['init', ['--url', 'https://ada:secret@a.example/', 'content'], 'without ? and #: https://…@a.example/.'],
    ['init', ['--title', ' ', 'content'], '--title is blank; give the name of the site or leave it out.'],
    ['build', ['--base-url', 'https://ada:secret@a.example/'], 'without ? and #: https://…@a.example/.'],
    ['ledger', ['show'], 'feedmill ledger show needs a path, an address or an id.'],
    ['ledger', ['show', 'a', 'b'], 'There is one argument too many: b.'],
  ] as const)('feedmill %s %j', async (name, argv, sentence) => {
    const error = await inTerminal(RUN[name], argv, { cwd: join(folder, 'site') }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageFailure);
    expect((error as Error).message).toContain(sentence);
    expect((error as Error).message).not.toContain('\n');
  });

  test('no configuration anywhere above', async () => {
    const ran = await feedmill(['build'], { cwd: folder });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toBe('There is no feedmill.yaml here or in a folder above. Write one with: feedmill init\n');
  });

  test.each([
    ['broken YAML', 'site: {title: "A\n'],
    ['no mapping', '- a\n'],
    ['nothing', ''],
    ['NUL and controls', 'site: \u0000\u0001\u001B[31m\n'],
    [
      'a bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]\n`,
    ],
    ['prototypes', '__proto__: {title: A}\nconstructor: {a: b}\n'],
    ['deep nesting', `${'['.repeat(5_000)}\n`],
  ])('a configuration that holds %s is told with a frame', async (name, text) => {
    const path = join(folder, `${name.replaceAll(' ', '-')}.yaml`);
    await writeFile(path, text);
    const { code, stderr } = await inTerminal(runBuild, ['--config', path], { cwd: join(folder, 'site') });
    expect(code).toBe(2);
    expect(stderr).toContain('The configuration has errors; nothing was built.');
    expect(stderr).toMatch(/^error config\//m);
    expect(stderr).not.toContain('\u001B');
  });
});

// One after the other: builds into one folder at once would tell of each other.
describe('a failing world ends with 3 and says what could not be done', () => {
  test.each([
    ['no content folder', ['build', 'nowhere'], /^Could not read the folder .*nowhere: it does not exist\.\n$/],
    [
      'content that is a file',
      ['build', 'feedmill.yaml'],
      /^Could not read the folder .*: a part of its path is a file\.\n$/,
    ],
    ['out below a file', ['build', '--out', 'content/one.md/out'], /./],
    ['a configuration that is a folder', ['build', '--config', '.'], /./],
  ])('%s', async (_, argv, sentence) => {
    const ran = await inSite(argv);
    expect([2, 3]).toContain(ran.code);
    expect(ran.stderr).toMatch(sentence);
    expectNoTrace(ran);
  });
});

describe('who asks for JSON gets one document, whatever goes wrong', () => {
  test.each([
    [2, ['build', '--json', '--strickt']],
    [2, ['ledger', 'show', 'x', '--json', '--config', 'nothing.yaml']],
    [3, ['build', 'nowhere', '--json']],
  ])('%d: feedmill %j', async (exitCode, argv) => {
    const { code, stdout, stderr } = await inSite(argv);
    expect(code).toBe(exitCode);
    expect(JSON.parse(stdout)).toEqual({ outcome: 'failed', exitCode, message: stderr.trimEnd() });
  });
});

describe.concurrent('pipes', () => {
  test('a reader that closes early is no failure', async () => {
    const ran = await run('/bin/sh', ['-c', `"${process.execPath}" "${CLI}" build --help | head -1; exit 0`], {
      cwd: join(folder, 'site'),
    });
    expect(ran).toMatchObject({ code: 0, stdout: 'Usage: feedmill build [CONTENT] [options]\n', stderr: '' });
  });

  test.each(['stdout', 'stderr'] as const)(
    '%s may be closed at once, and the build is done all the same',
    async (stream) => {
      const out = join(folder, `closed-${stream}`);
      const state = ['--ledger', `${out}.ledger`, '--no-cache'];
      const child = spawn(process.execPath, [CLI, 'build', '--json', '--out', out, ...state], {
        cwd: join(folder, 'site'),
      });
      child[stream].destroy();
      child[stream === 'stdout' ? 'stderr' : 'stdout'].resume();
      const code = await new Promise((resolve) => child.on('close', resolve));
      expect(code).toBe(0);
      expect(await readFile(join(out, 'rss.xml'), 'utf8')).toContain('<title>One</title>');
    },
  );
});

describeWith(existsSync('/dev/full'), '/dev/full', 'standard output that takes nothing', () => {
  const sh = (script: string) =>
    run('/bin/sh', ['-c', script.replaceAll('feedmill', `"${process.execPath}" "${CLI}"`)], {
      cwd: join(folder, 'site'),
    });
  const out = '--no-cache --out ../full --ledger ../full.ledger';
  beforeAll(() => sh(`feedmill build ${out} 2>/dev/null`));

  test.each([
    ['--help'],
    ['--version'],
    ['build --help'],
    ['check ../full/rss.xml'],
    [`build --json ${out}`],
    [`build --diff ${out}`],
  ])('feedmill %s > /dev/full ends with 3 and one more sentence', async (command) => {
    const full = await sh(`feedmill ${command} > /dev/full`);
    expect(full).toMatchObject({ code: 3, stdout: '' });
    expect(full.stderr).toMatch(/^Could not write standard output: the disk is full\.$/m);
    expectNoTrace(full);
  });

  test('a file that takes only the beginning is no success', async () => {
    // As on a disk that is nearly full: the system takes 512 bytes, and then no more.
    const cut = await sh(`ulimit -f 1; feedmill build --help > ../cut.txt`);
    expect((await readFile(join(folder, 'cut.txt'))).length).toBeLessThan(1025);
    expect(cut).toMatchObject({ code: 3, stderr: expect.stringMatching(/^Could not write standard output: .*\.\n$/) });
    const whole = await sh(`feedmill build --help > ../whole.txt`);
    expect(whole).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await readFile(join(folder, 'whole.txt'))).length).toBeGreaterThan(1024);
  });

  test('init leaves no half of a configuration, and the one that is there as it is', async () => {
    const half = await sh(
      'mkdir ../half; cd ../half && mkdir posts && cp ../site/content/* posts && ulimit -f 0 && feedmill init',
    );
    expect(half).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^Could not write .*feedmill\.yaml: .*\.\n$/),
    });
    expect(await readdir(join(folder, 'half'))).toEqual(['posts']);
    await writeFile(join(folder, 'half', 'feedmill.yaml'), '# mine\n');
    expect(await sh('ulimit -f 0; cd ../half && feedmill init --force')).toMatchObject({ code: 3 });
    expect(await readFile(join(folder, 'half', 'feedmill.yaml'), 'utf8')).toBe('# mine\n');
    expect(await readdir(join(folder, 'half'))).toEqual(['feedmill.yaml', 'posts']);
  });

  test('findings that nobody can read are no success either, and the build is done', async () => {
    const ran = await sh(`feedmill build ${out} 2> /dev/full`);
    expect(ran).toEqual({ code: 3, stdout: '', stderr: '' });
    expect(await readFile(join(folder, 'full', 'rss.xml'), 'utf8')).toContain('<title>One</title>');
  });
});

describe.concurrent('colours of the real program', () => {
  test('none through a pipe; FORCE_COLOR brings them, --json stays plain', async () => {
    const state = (name: string) => ['--out', join(folder, name), '--ledger', join(folder, `${name}.l`), '--no-cache'];
    const plain = await inSite(['build', ...state('plain')]);
    expect(plain.stderr).not.toContain('\u001B');
    const forced = await inSite(['build', '--json', ...state('forced')], { FORCE_COLOR: '1' });
    expect(forced.stderr).toContain('\u001B[');
    expect(forced.stdout).not.toContain('\u001B');
    expect(JSON.parse(forced.stdout)).toMatchObject({ outcome: 'written' });
  });
});
