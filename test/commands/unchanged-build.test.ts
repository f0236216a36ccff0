// feedmill build with nothing to do: it says what a build that reads everything says, and sees whatever there is to do.
import { appendFile, mkdir, mkdtemp, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runBuild } from '../../src/commands/build.ts';
import { buildWhole } from '../../src/commands/whole-build.ts';
import { takeLock } from '../../src/io/lock.ts';
import { articleText, readFolder } from '../support/site.ts';
import { inTerminal, type TerminalOptions } from '../support/terminal.ts';

vi.mock(import('../../src/commands/whole-build.ts'), { spy: true });

// Without `site.id`, which is a warning; articles bring an error, and more infos of one code than are shown.
const CONFIG = `site: { title: The Site, url: "https://site.example/", language: en }
feeds: { baseUrl: "https://feeds.site.example/" }
`;
const BROKEN = '---\ntitle: "Broken\ndate: 2026-03-01\n---\n';
const CLOCK = new Date('2026-06-01T00:00:00Z');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-unchanged-'));
  await writeFile(join(folder, 'feedmill.yaml'), CONFIG);
  for (let n = 0; n < 5; n++)
    await write(`content/${n}.md`, articleText({ title: `A &amp; ${n}`, topics: ['AI'], date: '2026-03-01' }));
  await write('content/broken.md', BROKEN);
  await write('content/later.md', articleText({ title: 'Later', publishedDateTime: '2026-08-01T08:00:00Z' }));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A file whose time lies so far back that a build believes it. */
async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
  await utimes(join(folder, path), 1_700_000_000, 1_700_000_000);
}

const build = (argv: readonly string[] = [], options: Partial<TerminalOptions> = {}) =>
  inTerminal(runBuild, argv, { cwd: folder, clock: CLOCK, ...options });

/** Builds; whether it had to look at anything but folders. */
async function hasLooked(argv: readonly string[] = [], options: Partial<TerminalOptions> = {}): Promise<boolean> {
  vi.mocked(buildWhole).mockClear();
  await build(argv, options).catch(() => undefined);
  return vi.mocked(buildWhole).mock.calls.length > 0;
}

const untimed = (text: string) => text.replace(/\d+\.\d\d s$/m, '');

describe('it says what a build says that reads everything', () => {
  test('without a cache', async () => {
    await build();
    const quick = await build();
    expect(await hasLooked()).toBe(false);
    const whole = await build(['--no-cache']);
    expect(quick.stderr).toMatch(/findings {2}1 error, 1 warning, \d+ infos$/m);
    expect(quick.stderr).toContain('more of article/decoded-entity');
    expect(untimed(quick.stderr)).toBe(untimed(whole.stderr.replace(/^ {2}read .*\n/m, '')));
  });

  test.each([
    ['plainly', [], {}],
    ['in colour', [], { env: { FORCE_COLOR: '1' } }],
    ['--json', ['--json'], {}],
    ['--verbose', ['--verbose'], {}],
    ['for GitHub', [], { env: { GITHUB_ACTIONS: 'true' } }],
    ['--no-record', ['--no-record'], {}],
    ['--now', ['--now', '2026-06-02T00:00:00Z'], {}],
  ])('%s', async (_, argv, options) => {
    await build();
    const quick = await build(argv, options);
    expect(await hasLooked(argv, options)).toBe(false);
    // Another start, and the same content.
    await appendFile(join(folder, 'feedmill.yaml'), '# A comment.\n');
    vi.mocked(buildWhole).mockClear();
    const whole = await build(argv, options);
    expect(buildWhole).toHaveBeenCalledTimes(1);
    expect(quick.code).toBe(whole.code);
    expect(quick.stdout).toBe(whole.stdout);
    expect(untimed(quick.stderr)).toBe(untimed(whole.stderr));
    // That start is known from now on.
    expect(await hasLooked(argv, options)).toBe(false);
  });

  test.each([
    ['that takes a finding which was shown', 'Without an entity', ''],
    ['with a remark in the configuration', 'Edited &amp; 1', '# A remark.\n'],
  ])('after an edit %s', async (_, title, remark) => {
    await build();
    await write('content/0.md', articleText({ title, topics: ['AI'], date: '2026-03-01' }));
    await write('feedmill.yaml', CONFIG + remark);
    const quick = await build();
    const whole = await build(['--no-cache']);
    const said = (text: string) => untimed(text).replace(/^ {2}(?:read|files) .*\n/gm, '');
    expect(quick.stderr).toMatch(/^ {2}read {6}1 of 7 files$/m);
    expect(quick.stderr).toContain('more of article/decoded-entity');
    expect(said(quick.stderr)).toBe(said(whole.stderr));
  });

  test('globs of the configuration count', async () => {
    await appendFile(join(folder, 'feedmill.yaml'), 'content: { exclude: ["[0-2].md"] }\n');
    await build();
    const { stderr } = await build();
    expect(await hasLooked()).toBe(false);
    expect(stderr).toContain(' of 4 files');
  });

  test('of files in formats that are not read', async () => {
    const told = async () => /^warning files\/unread-format {2}(.*)\n {2}(.*)$/m.exec((await build()).stderr)?.slice(1);
    await build();
    const named = ['z.org', 'b.ADOC', 'README.rst', '.c.org', 'd.orgs', '_drafts/e.rst'];
    const inFolder = ['z/a.rst', 'z/b.qmd', 'z/c.mdoc', 'z/d.svx'];
    for (const path of [...named, ...inFolder]) await write(`content/${path}`, 'Words');
    expect(await hasLooked()).toBe(true);
    expect(await hasLooked()).toBe(false);
    const several = [
      'content/b.ADOC',
      'This is the first of 6 files that look like articles in formats that are not read (.rst, .adoc, .org, .textile, .qmd, .mdoc, .svx …); left out.',
    ];
    expect(await told()).toEqual(several);
    await write('content/1.md', articleText({ title: 'Edited', date: '2026-03-01' }));
    expect(await told()).toEqual(several);
    await rm(join(folder, 'content/b.ADOC'));
    await rm(join(folder, 'content/z'), { recursive: true });
    expect(await told()).toEqual([
      'content/z.org',
      'This file looks like an article in a format that is not read (.rst, .adoc, .org, .textile, .qmd, .mdoc, .svx …); left out.',
    ]);
    await appendFile(join(folder, 'feedmill.yaml'), 'content: { exclude: ["*.org"] }\n');
    expect(await told()).toBeUndefined();
  });
});

describe('it sees', () => {
  const edits: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['an article that is new', () => write('content/new.md', articleText({ title: 'New' }))],
    ['one that is gone', () => rm(join(folder, 'content/1.md'))],
    ['one that was renamed', () => rename(join(folder, 'content/1.md'), join(folder, 'content/9.md'))],
    ['one that changed', () => appendFile(join(folder, 'content/1.md'), 'More.')],
    ['one that was touched', () => utimes(join(folder, 'content/1.md'), 1_600_000_000, 1_600_000_000)],
    ['another file in a format that is not read', () => write('content/a.rst', 'Words')],
    ['a link that leads outside', () => symlink('/etc/hostname', join(folder, 'content/out.md'))],
    ['another configuration', () => appendFile(join(folder, 'feedmill.yaml'), 'content: { exclude: [1.md] }\n')],
    ['an output that was edited', () => appendFile(join(folder, 'out/rss.xml'), ' ')],
    ['an output that is gone', () => rm(join(folder, 'out/topics/ai/feed.json'))],
    ['an output folder that is gone', () => rm(join(folder, 'out'), { recursive: true })],
    ['a build that did not come to its end', () => writeFile(join(folder, 'out/.feedmill-journal'), '{}')],
    ['a ledger that is gone', () => rm(join(folder, 'feedmill.ledger'))],
    ['a ledger that changed', () => appendFile(join(folder, 'feedmill.ledger'), '\n')],
    ['a cache that is gone', () => rm(join(folder, '.feedmill/cache'))],
  ];
  test.each(edits)('%s', async (_, edit) => {
    await build();
    expect(await hasLooked()).toBe(false);
    await edit();
    expect(await hasLooked()).toBe(true);
  });

  test.each([
    ['--verify-cache', ['--verify-cache']],
    ['--diff', ['--diff']],
    ['--no-cache', ['--no-cache']],
    ['--strict with an error', ['--strict']],
    ['another --base-url', ['--base-url', 'https://other.example/']],
    ['another --out', ['--out', 'elsewhere']],
    ['another --ledger', ['--ledger', 'other.ledger']],
    ['another --cache', ['--cache', 'other.cache']],
    ['another content folder', ['content/deep']],
    ['an embargo that is over', ['--now', '2026-08-02T00:00:00Z']],
    ['a clock that went back', ['--now', '2026-05-01T00:00:00Z']],
  ])('%s', async (_, argv) => {
    await write('content/deep/6.md', articleText({ title: 'Deep' }));
    await build();
    expect(await hasLooked()).toBe(false);
    expect(await hasLooked(argv)).toBe(true);
  });

  test('a build that was not recorded', async () => {
    await build();
    await write('content/new.md', articleText({ title: 'New' }));
    await build(['--no-record']);
    expect(await hasLooked(['--no-record'])).toBe(false);
    expect(await hasLooked()).toBe(true);
  });

  test('another working folder, which findings are told from', async () => {
    await build();
    expect(await hasLooked([], { cwd: join(folder, 'content') })).toBe(true);
  });

  test('a content folder that is another one under the same name', async () => {
    await rename(join(folder, 'content'), join(folder, 'first'));
    await mkdir(join(folder, 'second'));
    await symlink('first', join(folder, 'content'));
    await build();
    expect(await hasLooked()).toBe(false);
    await rm(join(folder, 'content'));
    await symlink('second', join(folder, 'content'));
    expect(await hasLooked()).toBe(true);
  });

  test('another build that is at work', async () => {
    await build();
    const lock = await takeLock(join(folder, 'out/.feedmill-lock'), 'out', { wait: false });
    await expect(build()).rejects.toThrow(/^Another build \(process \d+\) is writing .*out; nothing was changed\./);
    await lock.release();
    expect(await hasLooked()).toBe(false);
    expect([...(await readFolder(join(folder, 'out'))).keys()]).not.toContain('.feedmill-lock');
  });
});

test('no byte of the cache, damaged, makes it say anything else', async () => {
  await build();
  const cache = join(folder, '.feedmill', 'cache');
  const whole = await readFile(cache);
  const said = untimed((await build()).stderr);
  for (let place = 0; place < whole.length; place += 97) {
    const copy = Buffer.from(whole);
    copy[place] = (copy[place] ?? 0) ^ (1 << (place % 8));
    await writeFile(cache, copy);
    const { code, stderr } = await build();
    expect(code, `byte ${place}`).toBe(0);
    if (untimed(stderr) !== said) expect(stderr, `byte ${place}`).toContain('info cache/dropped');
  }
});
