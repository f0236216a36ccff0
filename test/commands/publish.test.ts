// The command itself: usage, credentials, changed addresses, printed configuration.
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { publishHelp } from '../../src/commands/publish.ts';
import { newWorkspace, runInside } from '../publish/publisher.ts';
import { articles, buildSite, configFor, settingsFor } from '../publish/site.ts';

async function site(config = configFor()) {
  const { root, out } = await newWorkspace(config);
  await buildSite(out, articles(4, 2));
  return { root, out, to: pathToFileURL(join(root, 'target')).href };
}

describe('usage', () => {
  test.each([
    [['--too', 'x'], 'There is no option --too; was --to meant?'],
    [[], 'Where to?'],
    [['--to', 'ftp://x'], 'neither s3://bucket/prefix nor file:///folder'],
    [['--to', 's3://b'], 'names no bucket that can be'],
    [['--to', 's3://bucket/../x'], 'has a prefix that cannot be'],
    [['--to', 'file://host/x'], 'is no address of a folder'],
    [['--to', 'file:///tmp/x', '--base-url', 'x'], '--base-url is no absolute http or https address'],
    [['--to', 'file:///tmp/c#'], 'Write ? as %3F and # as %23.'],
    [['--to', 'file:///tmp/what?x'], 'Write ? as %3F and # as %23.'],
    [['--to', 'file:///tmp/x', '--parallel', '0'], '--parallel takes a whole number from 1 to 256, not 0.'],
    [['--to', 'file:///tmp/x', '--max-deletes', '-1'], '--max-deletes'],
    [['--to', 's3://bucket', '--endpoint', 'localhost'], '--endpoint is no absolute http or https address'],
    [['--to', 's3://bucket', '--endpoint', 'http://localhost/?x'], 'address without ? and #: http://localhost/?x.'],
    [['--to', 's3://bucket', '--endpoint', 'http://localhost/#x'], 'address without ? and #'],
    [['--print-config', 'iis'], '--print-config takes nginx, apache, caddy, varnish, netlify or headers, not iis.'],
    [['out', 'more'], 'There is one argument too many: more.'],
  ])('%j', async (argv, message) => {
    const { root } = await site();
    expect(await runInside(argv, root)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(message) });
  });

  test('help', async () => {
    expect(await runInside(['--help'], '/')).toEqual({ exitCode: 0, stdout: publishHelp, stderr: '' });
  });

  test('the build is not published into itself', async () => {
    const { root, out } = await site();
    for (const folder of [out, join(out, 'below'), root])
      expect(await runInside(['--to', pathToFileURL(folder).href], root)).toMatchObject({ exitCode: 2 });
  });

  test('a folder that is named needs no configuration', async () => {
    const { out } = await site();
    const elsewhere = (await newWorkspace()).root;
    await mkdir(join(elsewhere, 'bare'));
    const { exitCode } = await runInside([out, '--to', pathToFileURL(join(elsewhere, 'target')).href], '/tmp');
    expect(exitCode).toBe(0);
    expect(await readFile(join(elsewhere, 'target/rss.xml'), 'utf8')).toContain('Article 1');
  });
});

test('--json tells the mistakes of a configuration, as build does', async () => {
  const { root, to } = await site();
  await writeFile(join(root, 'feedmill.yaml'), 'site:\n  title: x\nfeeds: {}\n');
  const { exitCode, stdout } = await runInside(['--to', to, '--json'], root);
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    outcome: 'bad-configuration',
    exitCode: 2,
    findings: [
      { rule: 'config/missing-key', path: 'feedmill.yaml', line: 1, message: 'The key site.url is missing.' },
      { rule: 'config/missing-key', path: 'feedmill.yaml', line: 3, message: 'The key feeds.baseUrl is missing.' },
    ],
  });
});

test('--json tells that there is no build', async () => {
  const { root } = await newWorkspace();
  const { exitCode, stdout, stderr } = await runInside(['--to', 'file:///nowhere', '--json'], root);
  expect({ exitCode, ...JSON.parse(stdout) }).toEqual({ exitCode: 1, outcome: 'no-build' });
  expect(stderr).toContain('There is no build in');
});

test('the configuration names the target, and a dry run sends nothing', async () => {
  const { root } = await newWorkspace();
  const target = join(root, 'target');
  await writeFile(join(root, 'feedmill.yaml'), configFor(`publish:\n  to: ${pathToFileURL(target).href}\n`));
  await buildSite(join(root, 'out'), articles(4, 2));
  const dry = await runInside(['--dry-run'], root);
  expect(dry.stdout).toMatch(/^new {16}atom\.xml {2}\(it was not there\)\n/);
  expect(dry.stderr).toContain('Dry run: nothing was sent');
  await expect(readFile(join(target, 'rss.xml'))).rejects.toThrow('ENOENT');
  expect((await runInside([], root)).exitCode).toBe(0);
});

test('documents go before the lists that point at them', async () => {
  const { root, to } = await site();
  const { stdout } = await runInside(['--to', to, '--dry-run'], root);
  const paths = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/)[1]);
  expect(paths.slice(-2)).toEqual(['feeds.opml', 'index.html']);
  expect(paths[0]).toBe('atom.xml');
});

test('a file that the manifest lists and that is gone is told before anything is sent', async () => {
  const { root, out, to } = await site();
  await rm(join(out, 'atom.xml'));
  const { exitCode, stderr } = await runInside(['--to', to], root);
  expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: expect.stringContaining('atom.xml is not what') });
  expect(stderr).toMatch(/Build again, then publish\.\n$/);
  await expect(readdir(join(root, 'target'))).rejects.toThrow('ENOENT');
});

test('a manifest at the target that is none, or damaged, is left alone', async () => {
  const { root, to } = await site();
  await mkdir(join(root, 'target'));
  const path = join(root, 'target/manifest.json');
  await writeFile(path, '{"name":"A web app"}');
  for (const more of [[], ['--repair']]) {
    const { exitCode, stderr } = await runInside(['--to', to, ...more], root);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: expect.stringContaining("none of Feedmill's, or damaged"),
    });
  }
  expect(await readdir(join(root, 'target'))).toEqual(['manifest.json']);
  await rm(path);
  expect((await runInside(['--to', to, '--repair'], root)).exitCode).toBe(0);
});

test('a folder that no build wrote is not published', async () => {
  const { root, out, to } = await site();
  await writeFile(join(out, 'manifest.json'), '{"name":"A web app"}');
  const { exitCode, stderr } = await runInside(['--to', to], root);
  expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: expect.stringContaining('is no manifest of Feedmill') });
});

test('the configuration names the endpoint', async () => {
  const { root } = await site(configFor('publish: { to: "s3://bucket", endpoint: "http://localhost/?x" }\n'));
  expect(await runInside([], root)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('publish.endpoint is no absolute http or https address without ? and #'),
  });
});

test('changed addresses take a configuration', async () => {
  const { out, to } = await site();
  const { exitCode, stderr } = await runInside([out, '--to', to, '--changed-urls', 'changed.txt'], '/');
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: expect.stringContaining('--changed-urls needs feeds.baseUrl'),
  });
});

test('changed addresses are written for other caches', async () => {
  const { root, out, to } = await site();
  await runInside(['--to', to], root);
  await buildSite(
    out,
    articles(4, 2).map((article) => ({ ...article, topics: ['topic-1'] })),
  );
  await runInside(['--to', to, '--changed-urls', 'changed.txt'], root);
  const lines = (await readFile(join(root, 'changed.txt'), 'utf8')).trim().split('\n');
  expect(lines).toContain('https://feeds.example.org/');
  expect(lines).toContain('https://feeds.example.org/topics/topic-0/');
  expect(lines).toContain('https://feeds.example.org/topics/topic-0/rss.xml');
  expect(lines).not.toContain('https://feeds.example.org/rss.xml');
  await runInside(['--to', to, '--changed-urls', 'changed.txt'], root);
  expect(await readFile(join(root, 'changed.txt'), 'utf8')).toBe('');
});

test('feeds that were built for another address are published as that', async () => {
  const { root, out, to } = await site();
  const baseUrl = 'https://staging.example.org/f/';
  await buildSite(out, articles(4, 2), settingsFor('', baseUrl));
  const argv = ['--to', to, '--base-url', baseUrl.slice(0, -1), '--changed-urls', 'changed.txt'];
  expect((await runInside(argv, root)).exitCode).toBe(0);
  expect(await readFile(join(root, 'changed.txt'), 'utf8')).toContain(`${baseUrl}rss.xml\n`);
  const { files } = JSON.parse(await readFile(join(root, 'target/manifest.json'), 'utf8'));
  const { headers } = files.find(({ path }: { path: string }) => path === 'rss.xml');
  expect(headers.Link).toBe(`<${baseUrl}rss.xml>; rel="self"`);
  expect(await runInside([out, '--to', to, '--base-url', baseUrl], '/tmp')).toMatchObject({ exitCode: 2 });
});

test('feeds that were built for another address are not published as those of the configuration', async () => {
  const { root, out, to } = await site();
  const baseUrl = 'https://staging.example.org/f/';
  await buildSite(out, articles(4, 2), settingsFor('', baseUrl));
  for (const argv of [
    ['--to', to],
    ['--to', to, '--dry-run'],
    ['--print-config', 'nginx'],
  ]) {
    const { exitCode, stdout, stderr } = await runInside(argv, root);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`are built for ${baseUrl}, and not for https://feeds.example.org/.`);
  }
  await expect(readFile(join(root, 'target/rss.xml'))).rejects.toThrow('ENOENT');
  // Without a configuration nobody is told anything.
  expect((await runInside([out, '--to', to], '/tmp')).exitCode).toBe(0);
  // What was published says what it is for, too: it may go on from there.
  expect(await runInside(['target', '--to', `${to}-2`], root)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(`are built for ${baseUrl}, and not for`),
  });
  // A build that does not say what it is for.
  const manifest = await readFile(join(out, 'manifest.json'), 'utf8');
  await writeFile(join(out, 'manifest.json'), manifest.replace(/^ {2}"baseUrl".*\n/m, ''));
  expect((await runInside(['--to', to], root)).exitCode).toBe(0);
});

test('without a configuration, what is printed for servers goes by the address that the build is for', async () => {
  const { root, out } = await site();
  await buildSite(out, articles(4, 2), settingsFor('', 'https://example.org/deep/f/'));
  const printed = () => runInside([out, '--print-config', 'headers'], '/tmp');
  expect((await printed()).stdout).toContain('\n/deep/f/topics/*/rss.xml\n');
  const manifest = await readFile(join(out, 'manifest.json'), 'utf8');
  await writeFile(join(root, 'out/manifest.json'), manifest.replace(/"baseUrl".*,/, '"baseUrl": "anywhere",'));
  expect((await printed()).stdout).toContain('\n/topics/*/rss.xml\n');
});

describe('changed addresses are not lost', () => {
  const lines = async (root: string) => (await readFile(join(root, 'changed.txt'), 'utf8')).trim().split('\n');

  test('when the file cannot be written, nothing is sent', async () => {
    const { root, to } = await site();
    const argv = ['--to', to, '--changed-urls', 'nowhere/changed.txt'];
    expect(await runInside(argv, root)).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('Could not write'),
    });
    await expect(readFile(join(root, 'target/rss.xml'))).rejects.toThrow('ENOENT');
  });

  test('when a deletion fails, the next run writes them', async () => {
    const { root, out, to } = await site();
    const target = join(root, 'target');
    await runInside(['--to', to], root);
    await buildSite(out, articles(4, 1));
    // A folder where a file should be deleted.
    await rm(join(target, 'topics/topic-1/rss.xml'));
    await mkdir(join(target, 'topics/topic-1/rss.xml'));
    const argv = ['--to', to, '--changed-urls', 'changed.txt'];
    expect((await runInside(argv, root)).exitCode).toBe(3);
    await rm(join(target, 'topics/topic-1/rss.xml'), { recursive: true });
    expect((await runInside(argv, root)).exitCode).toBe(0);
    expect(await lines(root)).toContain('https://feeds.example.org/feeds.opml');
    expect(await lines(root)).toContain('https://feeds.example.org/topics/topic-1/rss.xml');
  });

  test('when the file is in the way at the end, the next run with one writes them, and says so until then', async () => {
    const { root, out, to } = await site();
    const file = join(root, 'changed.txt');
    // A disk without room, as far as a test can have one.
    await symlink('/dev/full', file);
    const argv = ['--to', to, '--changed-urls', 'changed.txt'];
    expect(await runInside(argv, root)).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('the disk is full'),
    });
    await rm(file);
    for (const [count, said] of [
      [4, 'Nothing to do'],
      [5, 'Published'],
    ] as const) {
      await buildSite(out, articles(count, 2));
      expect(await runInside(['--to', to], root)).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(said) });
    }
    expect(await runInside(argv, root)).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('purged') });
    expect(await lines(root)).toContain('https://feeds.example.org/404.html');
    expect((await runInside(argv, root)).exitCode).toBe(0);
    expect(await lines(root)).toEqual(['']);
  });
});

test('a file that is not what the manifest lists stops everything, a dry run too', async () => {
  const { root, out, to } = await site();
  await writeFile(join(out, 'rss.xml'), 'torn');
  for (const more of [[], ['--dry-run']]) {
    const { exitCode, stderr } = await runInside(['--to', to, ...more], root);
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('is not what the manifest beside it lists')]);
  }
  await expect(readFile(join(root, 'target/atom.xml'))).rejects.toThrow('ENOENT');
});

test('a run that fails on its way says what state that leaves', async () => {
  const { root, out, to } = await site();
  await runInside(['--to', to], root);
  await buildSite(out, articles(4, 1));
  // A folder where a file should be deleted, after all is sent.
  await rm(join(root, 'target/topics/topic-1/rss.xml'));
  await mkdir(join(root, 'target/topics/topic-1/rss.xml'));
  expect(await runInside(['--to', to], root)).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('it is a folder. What is sent is whole; the next run does the rest.\n'),
  });
  await rm(join(root, 'target'), { recursive: true });
  await writeFile(join(root, 'target'), '');
  expect((await runInside(['--to', to], root)).stderr).not.toContain('is sent');
});

test('credentials come from profile files too, and a wrong profile says what it looked for', async () => {
  const { root } = await site();
  await mkdir(join(root, '.aws'));
  await writeFile(
    join(root, '.aws/credentials'),
    '[lab]\naws_access_key_id = AKIA\naws_secret_access_key = very/secret+key\n',
  );
  const argv = ['--to', 's3://bucket/x', '--endpoint', 'http://127.0.0.1:9'];
  expect(await runInside(argv, root)).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('(looked for: default)'),
  });
  const found = await runInside(argv, root, { AWS_PROFILE: 'lab' });
  expect(found.stderr).toContain('http://127.0.0.1:9 cannot be reached');
  expect(found.stderr).not.toContain('very/secret+key');
}, 15_000);
