// One suite for every kind of target; each test file beside this one runs it against the real thing.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import type { ManifestFile } from '../../src/model/manifest.ts';
import { parseManifest } from '../../src/parse/manifest.ts';
import type { Announcement } from '../../src/publish/announce.ts';
import { destinationOf, endpointFrom, openTarget } from '../../src/publish/destination.ts';
import { formatPublished, parsePublished } from '../../src/publish/published.ts';
import { type PublishInput, publish } from '../../src/publish/run.ts';
import type { Target } from '../../src/publish/target.ts';
import type { S3Server } from '../servers/servers.ts';
import { LONG } from '../support/runs.ts';
import { newWorkspace, runInside, startOutside } from './publisher.ts';
import { articles, buildSite, configFor, settingsFor, sha256 } from './site.ts';

export interface Place {
  /** What the suite is called. */
  readonly name: string;
  /** `undefined`: a folder. */
  readonly starting: Promise<S3Server> | undefined;
  /** Kills at random points in the usual run; a long one has 70. */
  readonly kills: number;
}

/** The tests that every kind of target must pass. */
export function testTarget({ name, starting, kills: usualKills }: Place): void {
  const kills = LONG ? 70 : usualKills;
  let server: S3Server | undefined;
  let sites = 0;

  beforeAll(async () => {
    server = await starting;
    await server?.makeBucket('feeds');
  }, 90_000);

  /** A workspace with a destination of its own. */
  async function newSite(config?: string) {
    const { root, out } = await newWorkspace(config);
    sites++;
    const to = server === undefined ? pathToFileURL(join(root, 'target')).href : `s3://feeds/site-${sites}`;
    const endpoint = server === undefined ? undefined : endpointFrom(server.url, 'the test');
    const argv = ['--to', to, ...(endpoint === undefined ? [] : ['--endpoint', endpoint])];
    const env = server?.env ?? {};
    const destination = destinationOf(to);
    if (typeof destination === 'string') throw new Error(destination);
    const target = await openTarget(destination, { run: 'test', endpoint, region: undefined, width: 8, env });
    return {
      root,
      out,
      target,
      env,
      argv,
      run: (...more: string[]) => runInside([...argv, ...more], root, env),
      start: (...more: string[]) => startOutside([...argv, ...more], root, env),
      /** Puts a file there as other programs do. */
      async putForeign(path: string, text = "somebody else's"): Promise<void> {
        if (server !== undefined) return server.put(`${to.replace('s3://', '')}/${path}`, text);
        await mkdir(dirname(join(root, 'target', path)), { recursive: true });
        await writeFile(join(root, 'target', path), text);
      },
      plan: async (...more: string[]) =>
        JSON.parse((await runInside([...argv, '--dry-run', '--json', ...more], root, env)).stdout),
    };
  }

  test('sends everything first, then nothing, with one reading', async () => {
    const { out, run, target } = await newSite();
    await buildSite(out, articles(20));
    const first = await run('--json');
    expect(first).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(first.stdout)).toMatchObject({ outcome: 'published', news: { added: 20, updated: 0, feeds: 6 } });
    await expectWhole(target, out);
    expect(JSON.parse((await run('--json')).stdout)).toMatchObject({ outcome: 'nothing-to-do', sent: 0, bytesSent: 0 });
    target.close();
  });

  test('sends only the documents that hold a changed article', async () => {
    const { out, run, plan, target } = await newSite();
    const list = articles(20);
    await buildSite(out, list);
    await run();
    await buildSite(out, list.with(3, { ...(list[3] ?? fail()), title: 'Corrected' }));
    const { plan: planned } = await plan();
    const changed = planned.steps.filter(({ change }: { change: string }) => change !== 'unchanged');
    expect(changed.map(({ path }: { path: string }) => path)).toEqual([
      'atom.xml',
      'feed.json',
      'rss.xml',
      'topics/topic-3/atom.xml',
      'topics/topic-3/feed.json',
      'topics/topic-3/rss.xml',
      'topics/topic-4/atom.xml',
      'topics/topic-4/feed.json',
      'topics/topic-4/rss.xml',
    ]);
    const report = JSON.parse((await run('--json')).stdout);
    expect(report).toMatchObject({ sent: 9, news: { added: 0, updated: 1, feeds: 3 } });
    expect(report.plan.steps).toEqual(planned.steps);
    await expectWhole(target, out);
    target.close();
  });

  test('sends a change of headers alone', async () => {
    const { root, out, run, plan, target } = await newSite();
    await buildSite(out, articles(10));
    await run();
    const rule =
      'publish:\n  headers:\n    - match: "topics/**/*.xml"\n      set: { Cache-Control: "public, max-age=60" }\n';
    await writeFile(join(root, 'feedmill.yaml'), configFor(rule));
    const steps = (await plan()).plan.steps.filter(({ change }: { change: string }) => change !== 'unchanged');
    expect(steps.map(({ change }: { change: string }) => change)).toEqual(
      server === undefined ? [] : Array(10).fill('headers'),
    );
    expect((await run()).exitCode).toBe(0);
    const { text } = (await target.readManifest()) ?? { text: '' };
    expect(
      parsePublished(text)?.files.find(({ path }) => path === 'topics/topic-1/rss.xml')?.headers['Cache-Control'],
    ).toBe('public, max-age=60');
    expect((await run()).stderr).toContain('Nothing to do');
    // What the target says it serves is what the manifest says.
    await expectWhole(target, out, settingsFor(rule));
    target.close();
  });

  test('deletes what a withdrawn feed had, and nothing of others', async () => {
    const { out, run, target, putForeign } = await newSite();
    await buildSite(out, articles(20));
    await run();
    await putForeign('topics/topic-4/foreign.txt');
    await putForeign('foreign.txt');
    await buildSite(out, articles(20, 4));
    const report = JSON.parse((await run('--json')).stdout);
    expect(report).toMatchObject({ outcome: 'published', deleted: 4, news: { gone: 3 } });
    const there = await target.list();
    expect([...there].filter((path) => path.includes('topic-4'))).toEqual(['topics/topic-4/foreign.txt']);
    expect(there).toContain('foreign.txt');
    await expectWhole(target, out);
    target.close();
  });

  test('refuses too many deletions and an empty build before anything is sent', async () => {
    const { root, out, run, target } = await newSite();
    await buildSite(out, articles(60, 10));
    await run();
    const before = (await target.readManifest())?.text;
    await buildSite(out, articles(60, 2));
    const refused = await run();
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('This would delete 32 files');
    expect((await target.readManifest())?.text).toBe(before);
    // An emptied folder must never look like a site without feeds.
    await rm(out, { recursive: true });
    await mkdir(out);
    const empty = await run();
    expect(empty.exitCode).toBe(1);
    expect(empty.stderr).toContain('There is no build in');
    await writeFile(join(out, 'manifest.json'), '{"version":1,"generator":"Feedmill","feeds":[],"files":[]}');
    expect(await run()).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('The build is empty') });
    expect((await target.readManifest())?.text).toBe(before);
    await buildSite(out, articles(60, 2));
    expect((await run('--max-deletes', '32')).exitCode).toBe(0);
    await expectWhole(target, out);
    expect(root).not.toBe(out);
    target.close();
  });

  test('does not write over files that others put there', async () => {
    const { out, run, target, putForeign } = await newSite();
    await buildSite(out, articles(5));
    await putForeign('index.html');
    const refused = await run();
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('(index.html)') });
    expect((await target.list()).size).toBe(1);
    expect((await run('--repair')).exitCode).toBe(0);
    await expectWhole(target, out);
    target.close();
  });

  test('nor where it has published before, and a new feed would lie', async () => {
    const { out, run, target, putForeign } = await newSite();
    await buildSite(out, articles(5, 2));
    await run();
    await putForeign('topics/topic-2/index.html');
    const before = (await target.readManifest())?.text;
    await buildSite(out, articles(5, 3));
    const said = expect.stringContaining('1 file where ours would go (topics/topic-2/index.html)');
    expect(await run('--dry-run')).toMatchObject({ exitCode: 1, stderr: said });
    expect(await run()).toMatchObject({ exitCode: 1, stderr: said });
    expect(Buffer.from((await target.read('topics/topic-2/index.html')) ?? []).toString()).toBe("somebody else's");
    expect((await target.readManifest())?.text).toBe(before);
    expect((await run('--repair')).exitCode).toBe(0);
    await expectWhole(target, out);
    target.close();
  });

  test('gives its headers to what another program copied there', async () => {
    const { out, run, plan, target, putForeign } = await newSite();
    await buildSite(out, articles(5, 2));
    for (const path of [...(await manifestOf(out)).map(({ path }) => path), 'manifest.json'])
      await putForeign(path, await readFile(join(out, path), 'utf8'));
    const changes: { path: string; change: string }[] = (await plan()).plan.steps;
    expect([...new Set(changes.map(({ change }) => change))]).toEqual([server === undefined ? 'unchanged' : 'headers']);
    expect(await run()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('no feed changes') });
    await expectWhole(target, out);
    target.close();
  });

  test('mends with --repair what others damaged', async () => {
    const { out, run, target, putForeign } = await newSite();
    await buildSite(out, articles(5));
    await run();
    await target.remove('rss.xml');
    await putForeign('atom.xml');
    expect((await run()).stderr).toContain('Nothing to do');
    const report = JSON.parse((await run('--repair', '--json')).stdout);
    const steps = report.plan.steps.filter(({ change }: { change: string }) => change !== 'unchanged');
    expect(steps.map(({ path }: { path: string }) => path)).toEqual(['atom.xml', 'rss.xml']);
    await expectWhole(target, out);
    target.close();
  });

  test(`survives ${kills} kills at random points`, { timeout: 1_800_000 }, async () => {
    const { out, run, start, target } = await newSite();
    await buildSite(out, articles(30, 6));
    const began = performance.now();
    await start().done;
    const wholeMs = performance.now() - began;
    let interrupted = 0;
    for (let round = 0; round < kills; round++) {
      const list = articles(30 + round, 6 + (round % 3)).map((article) => ({
        ...article,
        title: `${article.title}, ${round}`,
      }));
      const before = new Map((await listed(target)).map(({ path, sha256 }) => [path, sha256]));
      await buildSite(out, list);
      const child = start('--parallel', '2');
      // Every other kill comes while files are on their way, the others anywhere in the life of the process.
      if (round % 2 === 0) setTimeout(() => child.kill('SIGKILL'), wholeMs * (0.35 + Math.random()));
      else void killWhileSending(child, target, server === undefined ? 15 : 80);
      await child.done;
      if (parsePublished((await target.readManifest())?.text ?? '')?.unfinished !== undefined) interrupted++;
      await expectOldOrNew(target, out, before);
      expect(await run()).toMatchObject({ exitCode: 0 });
      await expectWhole(target, out);
    }
    // Kills that came too early or too late prove nothing.
    if (LONG) expect(interrupted).toBeGreaterThan(kills / 7);
    target.close();
  });

  test('two publishers at once leave one whole site', { timeout: 120_000 }, async () => {
    const one = await newSite();
    const two = await newWorkspace();
    await buildSite(one.out, articles(40, 8));
    await buildSite(
      two.out,
      articles(44, 7).map((article) => ({ ...article, title: `${article.title} of two` })),
    );
    const results = await Promise.all([
      one.start('--parallel', '2').done,
      startOutside([...one.argv, '--parallel', '2'], two.root, one.env).done,
    ]);
    expect(results.map(({ exitCode, stderr }) => [exitCode, exitCode === 0 ? '' : stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    const text = (await one.target.readManifest())?.text ?? '';
    expect(parsePublished(text)?.unfinished).toBeUndefined();
    const sites = await Promise.all([one.out, two.out].map(async (out) => manifestOf(out)));
    const winner = sites.findIndex(
      (files) =>
        JSON.stringify(files.map(({ sha256 }) => sha256)) ===
        JSON.stringify(parsePublished(text)?.files.map(({ sha256 }) => sha256)),
    );
    expect(winner).not.toBe(-1);
    await expectWhole(one.target, winner === 0 ? one.out : two.out);
    one.target.close();
  });

  test.each([
    ['where nothing was', false],
    ['where it had published before', true],
  ])('takes what another publisher began meanwhile for its work, and not for that of others: %s', async (_, before) => {
    const { out, run, target } = await newSite();
    if (before) {
      await buildSite(out, articles(5, 2));
      await run();
    }
    const first = await target.readManifest();
    await buildSite(out, articles(5));
    await run();
    let looks = 0;
    const late = { ...target, readManifest: async () => (looks++ === 0 ? first : target.readManifest()) };
    // On S3 an object says itself that a publisher of ours put it there.
    const isOthers = async (path: string) => (await target.list()).has(path);
    const report = await publish({ ...(await inputFor(out)), target: { ...late, isOthers }, dryRun: true });
    expect(report).toMatchObject({ outcome: 'dry-run', plan: { refusal: undefined }, collisions: 1 });
    target.close();
  });

  test('says in the manifest what it is about to touch, before it touches it', async () => {
    const { out, run, target } = await newSite();
    await buildSite(out, articles(5));
    await run();
    const before = await listed(target);
    await buildSite(out, articles(6, 4));
    const id = randomUUID();
    const touched: string[] = [];
    const touch = async (path: string): Promise<readonly ManifestFile[] | undefined> => {
      touched.push(path);
      const { files, unfinished } = parsePublished((await target.readManifest())?.text ?? '') ?? {};
      expect([path, unfinished?.run, unfinished?.files]).toEqual([path, id, expect.arrayContaining([path])]);
      return files;
    };
    const put: Target['put'] = async (outgoing) => {
      expect(await touch(outgoing.file.path)).toEqual(before);
      await target.put(outgoing);
    };
    const remove: Target['remove'] = async (path) => {
      expect((await touch(path))?.map((file) => file.path)).not.toContain(path);
      await target.remove(path);
    };
    const report = await publish({ ...(await inputFor(out)), target: { ...target, put, remove }, run: id });
    expect(report).toMatchObject({ outcome: 'published', deleted: 4, collisions: 0 });
    expect(touched.length).toBe(report.sent + report.deleted);
    await expectWhole(target, out);
    target.close();
  });

  test('a first run that failed on its way is finished by the next', async () => {
    const { out, run, target } = await newSite();
    await buildSite(out, articles(5));
    const put: Target['put'] = async (outgoing) => {
      if (outgoing.file.path === 'feeds.opml') throw new Error('it is forbidden');
      await target.put(outgoing);
    };
    const publishing = publish({ ...(await inputFor(out)), target: { ...target, put } });
    await expect(publishing).rejects.toThrow('it is forbidden');
    expect(await target.list()).toContain('rss.xml');
    expect(await run()).toMatchObject({ exitCode: 0 });
    await expectWhole(target, out);
    target.close();
  });

  test('what a run could not delete is deleted at last, though the next one failed before it came to that', async () => {
    const { out, run, target } = await newSite();
    await buildSite(out, articles(5));
    await run();
    const fails = () => Promise.reject(new Error('it is forbidden'));
    await buildSite(out, articles(5, 4));
    const deleting = publish({ ...(await inputFor(out)), target: { ...target, remove: fails } });
    await expect(deleting).rejects.toThrow('it is forbidden');
    await buildSite(out, articles(6, 4));
    const sending = publish({ ...(await inputFor(out)), target: { ...target, put: fails } });
    await expect(sending).rejects.toThrow('it is forbidden');
    expect(await run()).toMatchObject({ exitCode: 0 });
    await expectWhole(target, out);
    target.close();
  });

  test('goes over what it sent again when another publisher came in between, though that says it is the same', async () => {
    const { out, target } = await newSite();
    await buildSite(out, articles(5, 2));
    const input = await inputFor(out);
    const sent: string[] = [];
    const put: Target['put'] = async (outgoing) => {
      sent.push(outgoing.file.path);
      await target.put(outgoing);
    };
    let writes = 0;
    const writeManifest: Target['writeManifest'] = async (manifest, expected) => {
      writes++;
      if (writes === 2) {
        const bytes = Buffer.from(formatPublished({ ...input.build, headers: {}, unfinished: undefined }));
        const file = { ...manifest.file, sha256: sha256(bytes), bytes: bytes.length };
        await target.writeManifest({ ...manifest, file, bytes }, (await target.readManifest())?.version);
      }
      return target.writeManifest(manifest, expected);
    };
    const report = await publish({ ...input, target: { ...target, put, writeManifest } });
    expect(report).toMatchObject({ outcome: 'published', collisions: 1, sent: 2 * input.build.files.length });
    const paths = input.build.files.map(({ path }) => path);
    expect(sent.sort()).toEqual([...paths, ...paths].sort());
    await expectWhole(target, out);
    target.close();
  });

  test('tells caches and hubs of what it sent, although it may not delete', async () => {
    const { out, run, target } = await newSite();
    await buildSite(out, articles(5));
    await run();
    await buildSite(out, articles(5, 4));
    const told: string[] = [];
    const tell: Announcement['tell'] = async ({ purge, ping }) => {
      told.push(...purge);
      return { purged: purge.length, pinged: ping.length, troubles: [], left: { purge: [], ping: [] } };
    };
    const remove = () => Promise.reject(new Error('it is forbidden'));
    const announcement = { purges: true, pings: true, tell };
    const publishing = publish({ ...(await inputFor(out)), target: { ...target, remove }, announcement });
    await expect(publishing).rejects.toThrow('it is forbidden');
    expect(told).toContain('index.html');
    const { unfinished } = parsePublished((await target.readManifest())?.text ?? '') ?? {};
    // Purging twice harms nobody.
    expect([unfinished?.files.length, unfinished?.purge, unfinished?.ping]).toEqual([4, told, []]);
    expect((await run('--changed-urls', 'changed.txt')).exitCode).toBe(0);
    await expectWhole(target, out);
    target.close();
  });

  test.runIf(starting !== undefined)('says what is wrong with secret and bucket, and keeps the secret', async () => {
    const { root, out, argv, env } = await newSite();
    await buildSite(out, articles(5));
    const wrong = await runInside(argv, root, { ...env, AWS_SECRET_ACCESS_KEY: 'not-the-secret' });
    expect(wrong).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('refuses the credentials') });
    expect(wrong.stderr).not.toContain('not-the-secret');
    const none = await runInside(argv, root, {});
    expect(none).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('There are no AWS credentials') });
    const missing = await runInside(['--to', 's3://nowhere/x', ...argv.slice(2)], root, env);
    expect(missing).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('There is no bucket nowhere') });
  });

  test.runIf(starting !== undefined)(
    'goes on when the server is killed and comes back',
    { timeout: 120_000 },
    async () => {
      const { out, start, target } = await newSite();
      await buildSite(out, articles(60, 30));
      const child = start('--parallel', '2');
      while ((await target.list()).size < 5) await sleep(20);
      server?.kill();
      await server?.restart();
      expect(await child.done).toMatchObject({ exitCode: 0 });
      await expectWhole(target, out);
      target.close();
    },
  );

  test(`${name} keeps a credential out of everything that is published`, async () => {
    const { out, run, target } = await newSite();
    await buildSite(out, articles(5));
    await run();
    expect((await target.readManifest())?.text).not.toMatch(/labsecret|testing"/);
    target.close();
  });
}

/** Kills a publisher at a random moment after its claim. */
async function killWhileSending(
  child: ReturnType<typeof startOutside>,
  target: Target,
  withinMs: number,
): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const { unfinished } = parsePublished((await target.readManifest())?.text ?? '') ?? {};
    if (unfinished !== undefined) break;
  }
  await sleep(Math.random() * withinMs);
  child.kill('SIGKILL');
}

async function manifestOf(out: string): Promise<readonly ManifestFile[]> {
  return parseManifest(await readFile(join(out, 'manifest.json'), 'utf8'))?.files ?? [];
}

/** What publishes the build in a folder; it lacks the target. */
async function inputFor(out: string): Promise<Omit<PublishInput, 'target'>> {
  const build = parseManifest(await readFile(join(out, 'manifest.json'), 'utf8'));
  if (build === undefined) throw new Error('No manifest was built');
  return {
    ...{ folder: out, build, manifestHeaders: {}, run: randomUUID(), width: 2, maxDeletes: undefined },
    ...{ repair: false, dryRun: false, announcement: undefined, progress: () => undefined },
  };
}

async function listed(target: Target): Promise<readonly ManifestFile[]> {
  return parsePublished((await target.readManifest())?.text ?? '')?.files ?? [];
}

/** The target holds exactly the build (and what is foreign), with its headers, and nothing is left to do. */
async function expectWhole(target: Target, out: string, settings = settingsFor()): Promise<void> {
  const published = parsePublished((await target.readManifest())?.text ?? '');
  const files = await manifestOf(out);
  expect(published?.unfinished).toBeUndefined();
  expect(published?.files.map(({ path, sha256 }) => [path, sha256])).toEqual(
    files.map(({ path, sha256 }) => [path, sha256]),
  );
  // A lock whose owner was killed at its very last step stays until the next run writes.
  const there = [...(await target.list())]
    .filter((path) => !/foreign|^manifest|^\.feedmill-publish-lock$/.test(path))
    .sort();
  expect(there).toEqual(files.map(({ path }) => path).sort());
  await Promise.all(
    (published?.files ?? []).map(async (file) => {
      const bytes = await readFile(join(out, file.path));
      expect([file.path, await target.inspect({ file, bytes, modified: undefined })]).toEqual([file.path, undefined]);
    }),
  );
  expect(settings.feeds.baseUrl).toBeDefined();
}

/** Every document is whole: the old one, or the new one. */
async function expectOldOrNew(target: Target, out: string, before: ReadonlyMap<string, string>): Promise<void> {
  const after = new Map((await manifestOf(out)).map(({ path, sha256 }) => [path, sha256]));
  await Promise.all(
    [...new Set([...before.keys(), ...after.keys()])].map(async (path) => {
      const bytes = await target.read(path);
      const allowed = [before.get(path), after.get(path)];
      if (bytes === undefined) expect(allowed, `${path} is lost`).toContain(undefined);
      else expect(allowed, `${path} is torn`).toContain(sha256(bytes));
    }),
  );
}

function fail(): never {
  throw new Error('no such article');
}
