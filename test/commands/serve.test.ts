// The command: usage, serving a folder, watching content.

import { execFile, spawn } from 'node:child_process';
import fs, { mkdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { runServe, serveHelp } from '../../src/commands/serve.ts';
import { type Browser, hasChromium, launch, open as openPage } from '../pages/chromium.ts';
import { newWorkspace } from '../publish/publisher.ts';
import { articles, buildSite, configFor } from '../publish/site.ts';
import { CLI } from '../support/cli.ts';
import { describeWith } from '../support/needs.ts';

interface Serving {
  readonly url: string;
  said(): string;
  /** Ends the server; its exit code. */
  end(): Promise<number>;
}

const open: Serving[] = [];
const roots: string[] = [];
afterEach(async () => {
  for (const serving of open.splice(0)) await serving.end();
  for (const root of roots.splice(0)) await rm(root, { recursive: true, force: true });
});

/** Runs the command; the answer comes when it serves, or has ended without serving. */
async function serve(
  argv: readonly string[],
  cwd: string,
): Promise<Serving | { exitCode: number; stderr: string; stdout: string }> {
  let stderr = '';
  let stdout = '';
  let end: () => void = () => undefined;
  const terminal = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    cwd,
    env: {},
  };
  const exited = runServe(
    argv,
    terminal,
    () => new Date('2026-06-01T00:00:00Z'),
    (stop) => {
      end = stop;
      return () => undefined;
    },
  ).catch((error: Error) => {
    stderr += error.message;
    return error.name === 'UsageFailure' ? 2 : 3;
  });
  let exitCode: number | undefined;
  void exited.then((code) => {
    exitCode = code;
  });
  const url = await until(() => (exitCode === undefined ? / at (http:\S+)/.exec(stderr)?.[1] : 'ended'));
  if (url === 'ended') return { exitCode: exitCode ?? -1, stderr, stdout };
  const serving = {
    url,
    said: () => stderr,
    end: () => {
      end();
      return exited;
    },
  };
  open.push(serving);
  return serving;
}

function serving(outcome: Awaited<ReturnType<typeof serve>>): Serving {
  if ('end' in outcome) return outcome;
  throw new Error(outcome.stderr);
}

async function until<T>(found: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const began = performance.now(); performance.now() - began < 20_000; ) {
    const value = await found();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not come to that');
}

describe('usage', () => {
  test.each([
    [['--prot', '1'], 2, 'There is no option --prot; was --port meant?'],
    [['--port', '70000'], 2, '--port takes a number from 0 to 65535'],
    [['--host', '0.0.0.0'], 2, 'If that is meant, add --allow-network.'],
    [['--host', '192.168.0.1'], 2, 'would let other machines in'],
    [['nowhere'], 1, 'There is no build in'],
    [['out', '--watch', 'x'], 2, 'leave DIR out'],
  ])('%j', async (argv, exitCode, message) => {
    const { root } = await newWorkspace();
    expect(await serve(argv, root)).toMatchObject({ exitCode, stderr: expect.stringContaining(message) });
  });

  test('help', async () => {
    expect(await serve(['--help'], '/')).toEqual({ exitCode: 0, stdout: serveHelp, stderr: '' });
  });

  test('a port that is taken is told', async () => {
    const { root, out } = await newWorkspace();
    await buildSite(out, articles(2));
    const first = serving(await serve(['--port', '0'], root));
    const second = await serve(['--port', new URL(first.url).port], root);
    expect(second).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('another program listens there') });
  });

  test('an address that is not of this machine is told', async () => {
    const { root, out } = await newWorkspace();
    await buildSite(out, articles(2));
    expect(await serve(['--host', '192.0.2.1', '--allow-network', '--port', '0'], root)).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('this machine has no such address. Choose another with --host.'),
    });
  });
});

test('serves out/ beside the configuration until it is ended', async () => {
  const { root, out } = await newWorkspace();
  await buildSite(out, articles(2));
  const running = serving(await serve(['--port', '0'], root));
  const response = await fetch(`${running.url}rss.xml`);
  expect(await response.text()).toBe(await readFile(join(out, 'rss.xml'), 'utf8'));
  expect((await (await fetch(running.url)).text()).includes('/.feedmill/')).toBe(false);
  expect(await running.end()).toBe(0);
  await expect(fetch(running.url)).rejects.toThrow();
});

const article = (title: string) =>
  `---\ntitle: ${title}\nwebUrl: https://example.org/one\npublishedDateTime: 2026-03-01T08:00:00Z\ntopics: [AI]\n---\nText.\n`;

async function content() {
  const root = await mkdtemp(join(tmpdir(), 'feedmill-watch-'));
  roots.push(root);
  mkdirSync(join(root, 'content'));
  await writeFile(join(root, 'feedmill.yaml'), configFor());
  await writeFile(join(root, 'content/one.md'), article('First'));
  return root;
}

test('the rules of the configuration hold for manifest.json too', async () => {
  const rule = 'publish:\n  headers:\n    - match: manifest.json\n      set: { X-Rule: held }\n';
  const { root, out } = await newWorkspace(configFor(rule));
  await buildSite(out, articles(2));
  for (const argv of [[], ['out']]) {
    const running = serving(await serve([...argv, '--port', '0'], root));
    const { headers } = await fetch(`${running.url}manifest.json`);
    expect([headers.get('x-rule'), headers.get('access-control-allow-origin')]).toEqual(['held', '*']);
    await running.end();
  }
});

describe('--watch', () => {
  test('builds again on a change, keeps the last good feeds, lets pages reload, and leaves out/ and ledger alone', async () => {
    const root = await content();
    const ledger = join(root, 'feedmill.ledger');
    const running = serving(await serve(['--watch', 'content', '--port', '0'], root));
    const feed = async () => (await fetch(`${running.url}rss.xml`)).text();
    expect(await feed()).toContain('First');

    const page = await (await fetch(running.url)).text();
    expect(page).toContain('<script src="/.feedmill/reload.js"');
    expect(await feed()).not.toContain('/.feedmill/');
    // A browser would show the feed of before the change for as long as subscribers may keep it.
    for (const path of ['', 'rss.xml', 'feed.json'])
      expect((await fetch(running.url + path)).headers.get('cache-control')).toBe('no-cache');

    let events = '';
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
    socket.on('data', (chunk) => {
      events += chunk.toString();
    });
    socket.write('GET /.feedmill/reload HTTP/1.1\r\nhost: x\r\n\r\n');
    await until(() => (events.includes(': listening') ? true : undefined));

    await writeFile(join(root, 'content/one.md'), article('Second'));
    await until(async () => ((await feed()).includes('Second') ? true : undefined));
    await until(() => (events.includes('event: reload') ? true : undefined));

    await writeFile(join(root, 'content/one.md'), '---\ntitle: "broken\n---\n');
    await until(() => (running.said().includes('front-matter/') ? true : undefined));
    expect(await feed()).toContain('Second');

    await expect(readFile(ledger)).rejects.toThrow('ENOENT');
    await expect(readFile(join(root, 'out/rss.xml'))).rejects.toThrow('ENOENT');
    // The ledger of these builds is nobody's, and nobody could find it.
    expect(running.said()).not.toContain('ledger/new');
    expect(await running.end()).toBe(0);
    socket.destroy();
  });

  test('a damaged ledger is named, and not the copy of it that a build would have', async () => {
    const root = await content();
    const ledger = join(root, 'feedmill.ledger');
    await writeFile(ledger, 'feedmill-ledger 1\nnonsense\n');
    const outcome = await serve(['--watch', 'content', '--port', '0'], root);
    expect(outcome).toMatchObject({ exitCode: 2 });
    expect('stderr' in outcome && outcome.stderr).toContain(`The ledger ${ledger} is damaged in line 2.`);
  });

  test('a configuration among the articles is no article', async () => {
    const root = await content();
    const running = serving(await serve(['--watch', '.', '--port', '0'], root));
    expect(running.said()).not.toMatch(/^(?:error|warning) /m);
    expect(await (await fetch(`${running.url}rss.xml`)).text()).toContain('First');
    await running.end();
    await rm(root, { recursive: true });
  });

  test.each([
    ['content/in/.meta.yml', 'draft: true\n'],
    ['content/.eleventyignore', 'in/\n'],
  ])('%s, which speaks of the articles beside it, is followed at once', async (path, text) => {
    const root = await content();
    mkdirSync(join(root, 'content/in'));
    await writeFile(join(root, 'content/in/two.md'), article('Other').replace('/one', '/two'));
    const running = serving(await serve(['--watch', 'content', '--port', '0'], root));
    const feed = async () => (await fetch(`${running.url}rss.xml`)).text();
    expect(await feed()).toContain('Other');
    await writeFile(join(root, path), text);
    await until(async () => ((await feed()).includes('Other') ? undefined : true));
    expect(await feed()).toContain('First');
  });

  test('what a file above says of the articles is followed at once', async () => {
    const root = await content();
    await writeFile(join(root, 'content/two.md'), article('Other').replace('/one', '/two'));
    await writeFile(join(root, '_config.yml'), 'defaults: []\n');
    const running = serving(await serve(['--watch', 'content', '--port', '0'], root));
    const feed = async () => (await fetch(`${running.url}rss.xml`)).text();
    expect(await feed()).toContain('Other');
    await writeFile(
      join(root, '_config.yml'),
      'defaults: [{ scope: { path: content/two }, values: { draft: true } }]\n',
    );
    await until(async () => ((await feed()).includes('Other') ? undefined : true));
    expect(await feed()).toContain('First');
  });

  async function watching(root: string) {
    const running = serving(await serve(['--watch', 'content', '--port', '0'], root));
    const shows = (title: string) =>
      until(async () => ((await (await fetch(`${running.url}rss.xml`)).text()).includes(title) ? true : undefined));
    /** Begins to listen now; what it gives waits until the text has been said since. */
    const saysNext = (text: string) => {
      const from = running.said().length;
      return () => until(() => (running.said().slice(from).includes(text) ? true : undefined));
    };
    return { running, shows, saysNext };
  }

  test('a configuration that is away for a while ends nothing', async () => {
    const root = await content();
    const { shows, saysNext } = await watching(root);
    const config = join(root, 'feedmill.yaml');
    for (const round of ['one', 'two']) {
      const said = saysNext('There is no file');
      await rename(config, join(root, 'away'));
      await said();
      await shows('First');
      await writeFile(join(root, 'away'), configFor().replace('Example', `Site ${round}`));
      await rename(join(root, 'away'), config);
      await shows(`Site ${round}`);
    }
  });

  test('a configuration that becomes a pipe is told, and not waited for', async () => {
    const root = await content();
    const { shows, saysNext } = await watching(root);
    const config = join(root, 'feedmill.yaml');
    const said = saysNext('it is a pipe');
    await promisify(execFile)('mkfifo', [join(root, 'pipe')]);
    await rename(join(root, 'pipe'), config);
    await said();
    await shows('First');
    await writeFile(join(root, 'next'), configFor().replace('Example', 'Site mended'));
    await rename(join(root, 'next'), config);
    await shows('Site mended');
  });

  test('what it does not show is shown by a build, for it has no option for that', async () => {
    const root = await content();
    for (let index = 0; index < 5; index++)
      await writeFile(join(root, `content/${index}.md`), article('Local').replace('08:00:00Z', '08:00:00'));
    const running = serving(await serve(['--watch', 'content', '--port', '0'], root));
    expect(running.said()).toContain('2 more of article/missing-utc-offset (feedmill build --verbose shows all)\n');
  });

  test('a content folder that is not there yet is waited for, and no feeds are said to stay', async () => {
    const root = await content();
    await rename(join(root, 'content'), join(root, 'away'));
    const running = serving(await serve(['--watch', 'content', '--port', '0'], root));
    expect(running.said()).toContain('it does not exist. There are no feeds yet.\n');
    await rename(join(root, 'away'), join(root, 'content'));
    await until(async () => ((await fetch(`${running.url}rss.xml`)).ok ? true : undefined));
    await rm(join(root, 'content'), { recursive: true });
    await until(() => (running.said().includes('The last good feeds stay.') ? true : undefined));
  });

  test('articles that are gone are told, and the last good feeds stay', async () => {
    const root = await content();
    const { running, saysNext } = await watching(root);
    const told = saysNext('Nothing was built. The last good feeds stay.');
    await rm(join(root, 'content/one.md'));
    await told();
    expect(running.said()).toContain('collections/nothing-publishable');
    expect((await fetch(`${running.url}rss.xml`)).ok).toBe(true);
  });

  test('a content folder that was away is watched again, whether it is the same or another', async () => {
    const root = await content();
    const { shows, saysNext } = await watching(root);
    const gone = saysNext('The last good feeds stay');
    await rename(join(root, 'content'), join(root, 'away'));
    await gone();
    const back = saysNext('Built: ');
    await rename(join(root, 'away'), join(root, 'content'));
    await back();
    await writeFile(join(root, 'content/one.md'), article('Second'));
    await shows('Second');
    mkdirSync(join(root, 'other'));
    await writeFile(join(root, 'other/one.md'), article('Third'));
    await rename(join(root, 'content'), join(root, 'away'));
    await rename(join(root, 'other'), join(root, 'content'));
    await shows('Third');
    await writeFile(join(root, 'content/one.md'), article('Fourth'));
    await shows('Fourth');
  });

  test('what is saved during the first build is not missed', async () => {
    const root = await content();
    for (let index = 0; index < 300; index++)
      await writeFile(join(root, `content/${index}.md`), article(`Old ${index}`).replace('org/one', `org/${index}`));
    // Saved as soon as the build has read: its lock lies beside its output then.
    const before = new Set(await foldersOfServe());
    const starting = watching(root);
    const out = await until(async () => (await foldersOfServe()).find((name) => !before.has(name)));
    await until(async () => ((await readdir(join(tmpdir(), out))).length > 0 ? true : undefined));
    await writeFile(join(root, 'content/one.md'), article('Saved meanwhile').replace('2026-03', '2026-04'));
    const { shows } = await starting;
    await shows('Saved meanwhile');
  });

  // What makes a folder without waiting for it hears later that it is there, and a signal may come between.
  const SLOW_TO_TELL = `--import=data:text/javascript,${encodeURIComponent(`
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const make = fs.promises.mkdtemp;
    fs.promises.mkdtemp = async (...given) => {
      const folder = await make(...given);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return folder;
    };
    syncBuiltinESMExports();`)}`;

  test.each(['SIGINT', 'SIGHUP', 'SIGTERM', 'SIGQUIT'] as const)(
    '%s during the first build leaves nothing behind',
    async (signal) => {
      const root = await content();
      for (let index = 0; index < 300; index++)
        await writeFile(join(root, `content/${index}.md`), article(`Old ${index}`).replace('org/one', `org/${index}`));
      const temporary = join(root, 'tmp');
      mkdirSync(temporary);
      const child = spawn(process.execPath, [CLI, 'serve', '--watch', 'content', '--port', '0'], {
        cwd: root,
        env: { PATH: process.env['PATH'], TMPDIR: temporary, NODE_OPTIONS: SLOW_TO_TELL },
        stdio: 'ignore',
      });
      const ended = new Promise((resolve) => child.on('exit', resolve));
      await until(async () => ((await readdir(temporary)).length > 0 ? true : undefined));
      child.kill(signal);
      await ended;
      expect(await readdir(temporary)).toEqual([]);
    },
  );

  test('a link that leads in a circle ends nothing', async () => {
    const root = await content();
    mkdirSync(join(root, 'content/folder'));
    await symlink('../folder', join(root, 'content/folder/again'));
    const { shows } = await watching(root);
    await writeFile(join(root, 'content/one.md'), article('Second'));
    await shows('Second');
  });

  // To root everything is open.
  test('a folder that cannot be read ends nothing, and is built and watched when it can be', async () => {
    const root = await content();
    const closed = join(root, 'content/closed');
    mkdirSync(closed);
    await writeFile(join(closed, 'two.md'), article('Second').replace('org/one', 'org/two'));
    await chmod(root, 0o755);
    await chmod(closed, 0);
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    if (nobody.uid !== undefined) await chown(closed, nobody.uid, nobody.gid);
    const child = spawn(process.execPath, [CLI, 'serve', '--watch', 'content', '--port', '0'], {
      cwd: root,
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...nobody,
    });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk.toString();
    });
    try {
      const url = await until(() => (child.exitCode === null ? / at (http:\S+)/.exec(said)?.[1] : said));
      expect(said).toContain('error files/unreadable  content/closed\n');
      const shows = (title: string) =>
        until(async () => ((await (await fetch(`${url}rss.xml`)).text()).includes(title) ? true : undefined));
      await shows('First');
      await chmod(closed, 0o755);
      await shows('Second');
      await writeFile(join(closed, 'two.md'), article('Third').replace('org/one', 'org/two'));
      await shows('Third');
    } finally {
      child.kill();
      await ended;
      await chmod(closed, 0o755);
    }
  });

  test('a system that allows no more watches is not called a full disk', async () => {
    const root = await content();
    const watch = vi.spyOn(fs, 'watch').mockImplementation(() => {
      throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    });
    syncBuiltinESMExports();
    try {
      expect(await serve(['--watch', 'content', '--port', '0'], root)).toMatchObject({
        exitCode: 3,
        stderr: expect.stringMatching(/: the system allows no more watches; raise fs\.inotify\.max_user_watches/),
      });
    } finally {
      watch.mockRestore();
      syncBuiltinESMExports();
    }
  });

  test('a configuration that is wrong from the beginning is told', async () => {
    const root = await content();
    await writeFile(join(root, 'feedmill.yaml'), 'site: 1\n');
    expect(await serve(['--watch', 'content', '--port', '0'], root)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('The configuration has errors'),
    });
  });
});

async function foldersOfServe(): Promise<readonly string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('feedmill-serve-'));
}

describeWith(hasChromium, 'chromium', 'an open page in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test.each([
    ['', 'index.html'],
    ['nothing/here', '404.html'],
  ])(
    '/%s loads again after a change',
    async (path) => {
      const root = await content();
      const running = serving(await serve(['--watch', 'content', '--port', '0'], root));
      const { page, trouble, close } = await openPage(browser, running.url + path, {}, running.url);
      await page.evaluate('window.isOld = true');
      const isListening = 'performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/reload.js"))';
      await until(async () => ((await page.evaluate(isListening)) === true ? true : undefined));
      await writeFile(join(root, 'content/one.md'), article('Changed'));
      // While it loads, nothing can be asked of it.
      const isNew = () => page.evaluate('window.isOld === undefined').catch(() => false);
      await until(async () => ((await isNew()) === true ? true : undefined));
      expect(trouble.filter((line) => !line.includes('404 (Not Found)'))).toEqual([]);
      await close();
    },
    30_000,
  );

  test('a page that nobody sees takes none of the few connections of a browser, and loads again when it is shown', async () => {
    const root = await content();
    const running = serving(await serve(['--watch', 'content', '--port', '0'], root));
    const context = await browser.newContext({});
    const openHidden = async () => {
      const page = await context.newPage();
      // Here every page counts as seen.
      await page.addInitScript('Object.defineProperty(document, "hidden", { get: () => window.isShown !== true })');
      await page.goto(running.url);
      return page;
    };
    const first = await openHidden();
    // Chromium opens six to one host.
    for (let others = 0; others < 6; others++) await openHidden();
    await first.evaluate('window.isOld = true');
    await writeFile(join(root, 'content/one.md'), article('Changed'));
    await until(async () =>
      (await (await fetch(`${running.url}rss.xml`)).text()).includes('Changed') ? true : undefined,
    );
    await first.evaluate('window.isShown = true; document.dispatchEvent(new Event("visibilitychange"))');
    const isNew = () => first.evaluate('window.isOld === undefined').catch(() => false);
    await until(async () => ((await isNew()) === true ? true : undefined));
    await context.close();
  }, 60_000);
});
