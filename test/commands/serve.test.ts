// The command: usage, serving a folder, watching content.

import { mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { runServe, serveHelp } from '../../src/commands/serve.ts';
import { newWorkspace } from '../publish/publisher.ts';
import { articles, buildSite, configFor } from '../publish/site.ts';

interface Serving {
  readonly url: string;
  said(): string;
  /** Ends the server; its exit code. */
  end(): Promise<number>;
}

const open: Serving[] = [];
afterEach(async () => {
  for (const serving of open.splice(0)) await serving.end();
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
});

test('serves out/ beside the configuration until it is ended', async () => {
  const { root, out } = await newWorkspace();
  await buildSite(out, articles(2));
  const running = serving(await serve(['--port', '0'], root));
  const response = await fetch(`${running.url}rss.xml`);
  expect(await response.text()).toBe(await readFile(join(out, 'rss.xml'), 'utf8'));
  expect((await (await fetch(running.url)).text()).includes('EventSource')).toBe(false);
  expect(await running.end()).toBe(0);
  await expect(fetch(running.url)).rejects.toThrow();
});

describe('--watch', () => {
  const article = (title: string) =>
    `---\ntitle: ${title}\nwebUrl: https://example.org/one\npublishedDateTime: 2026-03-01T08:00:00Z\ntopics: [AI]\n---\nText.\n`;

  async function content() {
    const root = await mkdtemp(join(tmpdir(), 'feedmill-watch-'));
    mkdirSync(join(root, 'content'));
    await writeFile(join(root, 'feedmill.yaml'), configFor());
    await writeFile(join(root, 'content/one.md'), article('First'));
    return root;
  }

  test('builds again on a change, keeps the last good feeds, lets pages reload, and leaves out/ and ledger alone', async () => {
    const root = await content();
    const ledger = join(root, 'feedmill.ledger');
    const running = serving(await serve(['--watch', 'content', '--port', '0'], root));
    const feed = async () => (await fetch(`${running.url}rss.xml`)).text();
    expect(await feed()).toContain('First');

    const page = await (await fetch(running.url)).text();
    expect(page).toContain('new EventSource("/.feedmill/reload")');
    expect(await feed()).not.toContain('EventSource');

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
    expect(await running.end()).toBe(0);
    socket.destroy();
    await rm(root, { recursive: true });
  });

  test('a configuration among the articles is no article', async () => {
    const root = await content();
    const running = serving(await serve(['--watch', '.', '--port', '0'], root));
    expect(running.said()).not.toMatch(/^(?:error|warning) /m);
    expect(await (await fetch(`${running.url}rss.xml`)).text()).toContain('First');
    await running.end();
    await rm(root, { recursive: true });
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
