// Disks that are full, read-only or elsewhere, and files that vanish or change while they are read.
import { execFile } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exitCodeOf } from '../../src/commands/build.ts';
import { UsageFailure, WorldFailure } from '../../src/io/failure.ts';
import { takeLock } from '../../src/io/lock.ts';
import { CLI, feedmill, run } from '../support/cli.ts';
import { describeWith } from '../support/needs.ts';
import { at, CONFIG, changedPaths, codesOf, each, newSite, readFolder, type Site, settings } from '../support/site.ts';

const execute = promisify(execFile);
const LATER = at('2026-06-03T12:00:00Z');

let site: Site;

beforeEach(async () => {
  site = await newSite();
});
afterEach(() => site.remove());

async function write(round: number): Promise<void> {
  for (let n = 0; n < 20; n++)
    await site.article(
      `a${n}.md`,
      { title: `Article ${n}`, topics: [`Topic ${n % 4}`, ...(round > 0 ? [`New ${round}`] : [])] },
      `Round ${round}. ${'Text. '.repeat(50)}`,
    );
}

const leftovers = async (folder: string) =>
  (await readdir(folder)).filter((name) => /^\.feedmill-|\.new$|\.lock/.test(name));

/** Whether this machine lets tests mount a file system of their own. */
const mounts = process.platform === 'linux' && process.getuid?.() === 0 && (await canMount());

async function canMount(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'feedmill-mount-'));
  try {
    await execute('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
    await execute('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    await rm(folder, { recursive: true });
  }
}

describeWith(mounts, 'leave to mount a small file system', 'a small disk', () => {
  let disk: string;

  beforeEach(async () => {
    disk = await mkdtemp(join(tmpdir(), 'feedmill-disk-'));
    await execute('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
  });
  afterEach(async () => {
    await execute('umount', [disk]);
    await rm(disk, { recursive: true });
  });

  /** Fills the disk but for some pages of 4 kB. */
  async function fill(pages: number): Promise<void> {
    await writeFile(join(disk, 'filler'), '').catch(() => undefined);
    await execute('sh', ['-c', `cat /dev/zero > "${join(disk, 'filler')}" 2>/dev/null; true`]);
    const { stdout } = await execute('stat', ['-c', '%s', join(disk, 'filler')]);
    await execute('truncate', ['-s', String(Math.max(0, Number(stdout) - pages * 4096)), join(disk, 'filler')]);
  }

  test('an output folder on it: however much room is left, it stays whole and the ledger agrees', async () => {
    const outFolder = join(disk, 'out');
    await write(0);
    await site.build({ outFolder });
    const before = await readFolder(outFolder);
    const ledger = await site.readLedger();
    await write(1);
    let failed = 0;
    for (const pages of [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89]) {
      await fill(pages);
      const result = await site.build({ outFolder, now: LATER }).catch((error: unknown) => error);
      if (!(result instanceof Error)) break;
      failed++;
      expect(result).toBeInstanceOf(WorldFailure);
      expect(result.message).toMatch(/^Could not .*: the disk is full\.$/);
      const after = await readFolder(outFolder);
      if (!after.has('.feedmill-journal')) {
        expect(changedPaths(before, after), `${pages} pages`).toEqual([]);
        expect(await site.readLedger()).toBe(ledger);
        expect(await leftovers(outFolder)).toEqual([]);
      }
    }
    expect(failed).toBeGreaterThan(4);
    await rm(join(disk, 'filler'));
    const clean = await site.copy();
    await site.build({ outFolder, now: LATER });
    await clean.build({ now: LATER });
    expect(await readFolder(outFolder)).toEqual(await clean.output());
    expect(await leftovers(outFolder)).toEqual([]);
    await clean.remove();
  });

  test('a ledger on it: the output stays as it is, for the two have to agree', async () => {
    const ledgerFile = join(disk, 'feedmill.ledger');
    await write(0);
    await site.build({ ledgerFile });
    const before = await site.output();
    const ledger = await readFolder(disk);
    await write(1);
    // A page for the lock, none for the ledger.
    await fill(1);
    await expect(site.build({ ledgerFile, now: LATER })).rejects.toThrow(/feedmill\.ledger: the disk is full\.$/);
    expect(changedPaths(before, await site.output())).toEqual([]);
    expect((await readFolder(disk)).get('feedmill.ledger')).toBe(ledger.get('feedmill.ledger'));
    expect(await leftovers(disk)).toEqual([]);
  });

  test('a cache on it costs the next build time and nothing else', async () => {
    await fill(1);
    await write(0);
    const report = await site.build({ cacheFile: join(disk, 'cache', 'file') });
    expect(report.outcome).toBe('written');
    expect(report.findings.at(-1)).toMatchObject({ code: 'cache/not-written', severity: 'info' });
    expect(report.findings.at(-1)?.message).toContain('the disk is full');
    expect((await site.build({ cacheFile: join(disk, 'cache', 'file') })).articlesRead).toBe(20);
  });

  test('an output folder that may only be read', async () => {
    const outFolder = join(disk, 'out');
    await write(0);
    await site.build({ outFolder });
    const before = await readFolder(outFolder);
    const ledger = await site.readLedger();
    await execute('mount', ['-o', 'remount,ro', disk]);
    await write(1);
    await expect(site.build({ outFolder })).rejects.toThrow(/^Could not .*: the file system is read-only\.$/);
    expect(await readFolder(outFolder)).toEqual(before);
    expect(await site.readLedger()).toBe(ledger);
    // Looking writes nothing, so it may.
    expect((await site.build({ outFolder, mode: 'diff' })).outcome).toBe('compared');
    await writeFile(join(site.folder, 'feedmill.yaml'), CONFIG);
    const { code, stderr } = await feedmill(['build', '--out', outFolder], { cwd: site.folder });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^Could not .*: the file system is read-only\.$/m);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('output, ledger and cache each on another disk', async () => {
    const where = {
      outFolder: join(disk, 'out'),
      cacheFile: join(site.folder, 'cache'),
      ledgerFile: join(disk, 'ledger'),
    };
    await write(0);
    await site.build(where);
    expect(await site.build(where)).toMatchObject({ articlesRead: 0, written: 0 });
    await write(1);
    expect((await site.build(where)).written).toBeGreaterThan(10);
  });
});

describeWith(
  process.getuid?.() === 0,
  'root (who can become somebody without permissions)',
  'somebody without permissions',
  () => {
    const NOBODY = { uid: 65_534, gid: 65_534 };
    const everything = async (uid: number) => execute('chown', ['-R', String(uid), site.folder]);
    const build = (...argv: readonly string[]) =>
      run(process.execPath, [CLI, 'build', '--now', '2026-06-01T00:00:00Z', ...argv], {
        cwd: site.folder,
        env: { PATH: process.env['PATH'], HOME: site.folder },
        ...NOBODY,
      });

    beforeEach(async () => {
      await writeFile(join(site.folder, 'feedmill.yaml'), CONFIG);
      await write(0);
      await everything(NOBODY.uid);
      await build();
    });

    test('a part of the output that may not be written: a clear sentence, nothing torn, and the next build repairs', async () => {
      const before = await site.output();
      await write(1);
      const clean = await site.copy();
      await clean.build();
      const after = await clean.output();
      await everything(NOBODY.uid);
      await chown(join(site.out, 'topics', 'topic-2'), 0, 0);
      const { code, stderr } = await build();
      expect(code).toBe(3);
      expect(stderr).toMatch(/^Could not write .*topic-2.*: permission is missing\.$/m);
      for (const [path, text] of await site.output())
        if (!path.startsWith('.feedmill-')) expect([before.get(path), after.get(path)], path).toContain(text);
      await everything(NOBODY.uid);
      expect((await build()).code).toBe(0);
      expect(await site.output()).toEqual(after);
      expect(await leftovers(site.out)).toEqual([]);
      await clean.remove();
    });

    test('a ledger that may not be read stops the build', async () => {
      await chmod(site.ledger, 0);
      await chown(site.ledger, 0, 0);
      await rm(site.cache);
      const { code, stderr } = await build();
      expect(code).toBe(3);
      expect(stderr).toMatch(/^Could not read the ledger .*: permission is missing\.$/m);
    });

    test('a published article that may not be read keeps its last good version, and the exit code is 3', async () => {
      const before = await site.output();
      await chmod(join(site.content, 'a3.md'), 0);
      await chown(join(site.content, 'a3.md'), 0, 0);
      const { code, stderr } = await build('--verify-cache', '--verbose');
      expect(code).toBe(3);
      expect(stderr).toContain('files/unreadable  content/a3.md');
      expect(stderr).toContain('ledger/last-good');
      expect(changedPaths(before, await site.output())).toEqual([]);
    });
  },
);

describe('what a program in JavaScript may hand over', () => {
  const instants = 'now is no Instant, which counts whole seconds. Make one with instantOf(new Date()).';
  test.each<readonly [string, object, string]>([
    ['a Date', { now: new Date('2026-06-01T00:00:00Z') }, instants],
    ['milliseconds', { now: Date.UTC(2026, 5, 1) }, instants],
    ['a part of a second', { now: Date.UTC(2026, 5, 1) / 1000 + 0.5 }, instants],
    ['no time', { now: undefined }, instants],
    ['a configuration that is not read', { settings: { site: {} } }, 'settings are none. Read them with parseConfig.'],
    ['no settings', { settings: undefined }, 'settings are none. Read them with parseConfig.'],
    ['an empty path', { contentFolder: '' }, 'contentFolder must be the path of a folder.'],
    ['no output folder', { outFolder: undefined }, 'outFolder must be the path of a folder.'],
    ['no working folder', { cwd: undefined }, 'cwd must be the path of a folder.'],
    ['an empty ledger', { ledgerFile: '' }, 'ledgerFile must be a path; leave it out where there is none.'],
    ['null for a cache', { cacheFile: null }, 'cacheFile must be a path; leave it out where there is none.'],
    ['a number for a project', { projectFolder: 1 }, 'projectFolder must be a path; leave it out where there is none.'],
    ['a misspelt mode', { mode: 'dif' }, 'mode is none of record, no-record and diff: dif.'],
    ['fewer threads than none', { workers: -1 }, 'workers is no number from 0 to 64: -1.'],
    ['half a thread', { workers: 1.5 }, 'workers is no number from 0 to 64: 1.5.'],
    ['one thread too many', { workers: 65 }, 'workers is no number from 0 to 64: 65.'],
  ])('%s is refused with a sentence, and nothing is written', async (_, wrong, sentence) => {
    await write(0);
    // What is embargoed would be published if milliseconds passed for seconds.
    const refused = site.build(wrong);
    await expect(refused).rejects.toThrow(sentence);
    await expect(refused).rejects.toBeInstanceOf(UsageFailure);
    expect(existsSync(site.out)).toBe(false);
  });
});

test('an output folder that is a file', async () => {
  await write(0);
  await writeFile(site.out, 'in the way');
  await expect(site.build()).rejects.toThrow(/^Could not make the folder .*: a file is in the way\.$/);
});

test('a refused foreign file leaves nothing staged', async () => {
  await write(0);
  await mkdir(site.out);
  await writeFile(join(site.out, 'rss.xml'), '<rss>by somebody else</rss>');
  const refused = site.build();
  await expect(refused).rejects.toThrow(/was not written by Feedmill and is in the way/);
  await expect(refused).rejects.toBeInstanceOf(UsageFailure);
  expect(await readdir(site.out)).toEqual(['rss.xml']);
  expect(await site.readLedger()).toBe('');
});

describe('a file', () => {
  test('that vanishes before it is read is an error of the world; the rest is published, and what was published stays', async () => {
    await write(0);
    await site.build();
    const before = await site.output();
    let once = true;
    const report = await site.build({
      verifyCache: true,
      progress: () => {
        if (once) rmSync(join(site.content, 'a9.md'));
        once = false;
      },
    });
    expect(exitCodeOf(report)).toBe(3);
    expect(codesOf(report)).toEqual(['files/unreadable', 'ledger/last-good']);
    expect(changedPaths(before, await site.output())).toEqual([]);
    await site.build({ cacheFile: undefined });
    expect(each(await site.output(), 'title')).not.toContain('Article 9');
  });

  test('that changes between two readings stops the build with nothing changed', async () => {
    // More articles than are kept in memory, all of them in a feed: some are read again, whichever were read first.
    const names = Array.from({ length: 2_100 }, (_, n) => `a${n}.md`);
    const writeAll = async () => {
      for (const [n, name] of names.entries()) {
        const published = new Date(Date.UTC(2026, 3, 1) + n * 60_000).toISOString();
        await site.article(name, { title: `Article ${n}`, publishedDateTime: published });
      }
    };
    const whole = { settings: settings('  limit: 0\n'), workers: 0 };
    const meanwhile = (act: (path: string) => void) => {
      let isDone = false;
      return site.build({
        ...whole,
        progress: (stage) => {
          if (stage === 'building' && !isDone) for (const name of names) act(join(site.content, name));
          isDone ||= stage === 'building';
        },
      });
    };
    for (const act of [(path: string) => writeFileSync(path, 'changed'), (path: string) => rmSync(path)]) {
      await writeAll();
      await expect(meanwhile(act)).rejects.toThrow(
        /^Could not build from a\d+\.md: the file changed during the build; nothing was changed in the output, build again\.$/,
      );
      expect(await readdir(site.out)).toEqual([]);
      expect(await site.readLedger()).toBe('');
    }
    await writeAll();
    expect(codesOf(await site.build(whole))).toEqual(['ledger/new']);
  });
});

describe('a ledger that is a symbolic link', () => {
  const real = () => join(site.folder, 'state', 'the.ledger');
  const link = (path: string) => symlink(join('state', 'the.ledger'), path);
  const isLink = async () => (await lstat(site.ledger)).isSymbolicLink();

  test('is written where it leads, and read back from there', async () => {
    await write(0);
    await site.build();
    await mkdir(join(site.folder, 'state'));
    await rename(site.ledger, real());
    await link(site.ledger);
    await site.article('new.md', { title: 'New' });
    await site.build();
    expect(await isLink()).toBe(true);
    expect(await readFile(real(), 'utf8')).toContain('feeds/new');
    expect(await readdir(join(site.folder, 'state'))).toEqual(['the.ledger']);
    // It is the one that the last build left: neither of the next two has to look at all files.
    const stages = new Set<string>();
    const progress = (stage: string) => void stages.add(stage);
    await site.build({ progress });
    expect([...stages]).toEqual([]);
    await site.article('new.md', { title: 'Newer' });
    await site.build({ progress });
    expect([...stages]).toEqual(['building', 'writing']);
    expect(await isLink()).toBe(true);
  });

  test('is begun where it leads when nothing is there yet', async () => {
    await link(site.ledger);
    await site.article('a.md', { title: 'One' });
    expect(codesOf(await site.build())).toEqual(['ledger/new']);
    expect(await isLink()).toBe(true);
    expect(codesOf(await site.build({ cacheFile: undefined }))).toEqual([]);
  });

  test('is one ledger with every other link to it', async () => {
    const other = join(site.folder, 'other.ledger');
    await mkdir(join(site.folder, 'state'));
    await Promise.all([link(site.ledger), link(other)]);
    await site.article('a.md', { title: 'One' });
    const held = await takeLock(`${real()}.lock`, 'it', { wait: false });
    for (const ledgerFile of [site.ledger, other])
      await expect(site.build({ ledgerFile })).rejects.toThrow('Another build');
    await held.release();
  });
});
