// The whole chain on loopback: published folder → origin → Varnish → hub → what it finds there. The hub is the tests' own
// and does what real ones do: told of a topic, it reads the topic again and tells subscribers only when the bytes are new.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ManifestFile } from '../../src/model/manifest.ts';
import type { AbsoluteUrl } from '../../src/model/url.ts';
import { announcementOf } from '../../src/publish/announce.ts';
import { parsePublished } from '../../src/publish/published.ts';
import { type FeedServer, startServer } from '../../src/serve/server.ts';
import { type Loopback, listening, startLoopback } from '../servers/loopback.ts';
import { isInstalled, type RunningServer, startVarnish } from '../servers/servers.ts';
import { newWorkspace, runInside } from './publisher.ts';
import { articles, buildSite, configFor, settingsFor, type TestArticle } from './site.ts';

/** Topics whose news reached subscribers. */
const delivered: string[] = [];
const known = new Map<string, string>();
let hub: Loopback;

beforeAll(async () => {
  hub = await startLoopback(async ({ body }) => {
    const form = new URLSearchParams(body);
    const topic = form.get('hub.topic') ?? '';
    if (form.get('hub.mode') !== 'publish' || form.get('hub.url') !== topic) return { status: 400 };
    const text = await (await fetch(topic)).text();
    const hash = createHash('sha256').update(text).digest('hex');
    if (known.get(topic) !== hash) delivered.push(new URL(topic).pathname);
    known.set(topic, hash);
    return { status: 202 };
  });
});
afterAll(() => hub.close());
beforeEach(() => {
  delivered.length = 0;
});

describe.runIf(isInstalled('varnish'))('through Varnish', () => {
  let varnish: RunningServer;
  let origin: FeedServer;
  let root: string;
  let out: string;
  const publish = () => runInside(['--to', `file://${root}/target`, '--json'], root);

  beforeAll(async () => {
    ({ root, out } = await newWorkspace());
    origin = await startServer({ folder: join(root, 'target'), host: '127.0.0.1', port: 0 });
    const snippet = await buildSite(out, articles(10)).then(() => runInside(['--print-config', 'varnish'], root));
    varnish = await startVarnish(origin.url, snippet.stdout);
  }, 30_000);
  afterAll(async () => {
    await varnish?.stop();
    await origin?.close();
  });

  const build = (list: readonly TestArticle[]) => buildSite(out, list, settingsFor('', `${varnish.url}/`));
  const configure = (purge: string) =>
    writeFile(join(root, 'feedmill.yaml'), configFor(purge, `${varnish.url}/`, [`${hub.url}/`]));

  test('a first publication reaches every subscriber, and nothing to do reaches nobody', async () => {
    await configure(`publish:\n  purge:\n    varnish: { url: "${varnish.url}" }\n`);
    await build(articles(10));
    const first = await publish();
    expect(first).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(first.stdout)).toMatchObject({ pinged: 18 });
    expect(delivered.length).toBe(18);
    const before = hub.asked.length;
    expect(JSON.parse((await publish()).stdout)).toMatchObject({ outcome: 'nothing-to-do' });
    expect(hub.asked.length).toBe(before);
  });

  test('a change is purged, then told: the hub finds the new bytes, of the changed feeds only', async () => {
    // Varnish has the old bytes of everything.
    for (const topic of known.keys()) await (await fetch(topic)).arrayBuffer();
    await build(articles(10).with(0, { id: 'tag:example.org,2026:feeds/a0', title: 'Corrected', topics: ['topic-0'] }));
    const { stdout, exitCode } = await publish();
    expect([exitCode, JSON.parse(stdout).troubles]).toEqual([0, []]);
    expect([...delivered].sort()).toEqual(
      ['', '/topics/topic-0', '/topics/topic-1']
        .flatMap((path) => [`${path}/atom.xml`, `${path}/feed.json`, `${path}/rss.xml`])
        .sort(),
    );
  });

  test('a cache that refuses keeps the hub quiet, and the next run tells both', async () => {
    const unwilling = await startLoopback(() => ({ status: 405 }));
    await configure(`publish:\n  purge:\n    varnish: { url: "${unwilling.url}" }\n`);
    for (const topic of known.keys()) await (await fetch(topic)).arrayBuffer();
    await build(articles(11));
    const before = hub.asked.length;
    const refused = await publish();
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toMatch(/was not purged: it answers 405 to PURGE/);
    expect(refused.stderr).toMatch(/^The files are published\. Hubs are told once \S+ serves the new bytes/m);
    expect(refused.stderr).toMatch(
      /does not serve the new bytes yet \(it answers with other bytes; \d of \d documents\); hubs were not told of them/,
    );
    expect(hub.asked.length).toBe(before);
    await unwilling.close();
    await configure(`publish:\n  purge:\n    varnish: { url: "${varnish.url}" }\n`);
    expect(await publish()).toMatchObject({ exitCode: 0 });
    expect(delivered).toContain('/rss.xml');
    expect(JSON.parse((await publish()).stdout)).toMatchObject({ outcome: 'nothing-to-do' });
  });
});

test('a hub that refuses is told again by the next run', async () => {
  let isWilling = false;
  const moody = await startLoopback(() => ({ status: isWilling ? 204 : 400 }));
  const { root, out } = await newWorkspace();
  const origin = await startServer({ folder: join(root, 'target'), host: '127.0.0.1', port: 0 });
  await writeFile(join(root, 'feedmill.yaml'), configFor('', origin.url, [`${moody.url}/`]));
  await buildSite(out, articles(3, 2), settingsFor('', origin.url));
  const argv = ['--to', `file://${root}/target`];
  const first = await runInside(argv, root);
  expect(first).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('was not told of 9 documents: it answers 400.'),
  });
  const manifest = async () => parsePublished(await readFile(join(root, 'target/manifest.json'), 'utf8'));
  expect((await manifest())?.unfinished?.ping.length).toBe(9);
  isWilling = true;
  const before = moody.asked.length;
  expect((await runInside(argv, root)).exitCode).toBe(0);
  expect(moody.asked.length - before).toBe(9);
  expect((await manifest())?.unfinished).toBeUndefined();
  await origin.close();
  await moody.close();
});

describe('who does not answer holds nothing up', () => {
  const files: readonly ManifestFile[] = Array.from({ length: 50 }, (_, index) => {
    return { path: `topics/${index}/rss.xml`, type: 'text/xml', sha256: '', bytes: 1, headers: {} };
  });
  const bytes = Buffer.from('new');

  async function told(edge: RequestListener, hubs: readonly string[], patienceMs: number) {
    const asked: string[] = [];
    const waits: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      edge(request, response);
    });
    const { url, close } = await listening(server);
    const baseUrl = `${url}/` as AbsoluteUrl;
    const announcement = announcementOf({
      feeds: { baseUrl, hubs: hubs as readonly AbsoluteUrl[] },
      caches: [],
      bytesOf: async () => bytes,
      patienceMs,
      onWait: (address) => waits.push(address),
    });
    const said = await announcement?.tell({ purge: [], ping: files });
    await close();
    return { asked, said, baseUrl, waits };
  }

  test('an edge that is silent: once patience is used up, nothing further is asked', async () => {
    const { asked, said, baseUrl } = await told(() => undefined, [`${hub.url}/`], 300);
    expect(asked.length).toBeLessThanOrEqual(16);
    expect(said?.left.ping.length).toBe(50);
    expect(said?.troubles).toEqual([
      `${baseUrl}topics/0/rss.xml does not serve the new bytes yet (it does not answer in time; 50 of 50 documents); hubs were not told of them.`,
    ]);
  });

  test.each<[string, RequestListener, string]>([
    ['has none', (_, response) => response.writeHead(404).end(), 'it answers 404'],
    ['has others', (_, response) => response.end('older'), 'it answers with other bytes'],
    ['hangs up', (request) => request.socket.destroy(), 'it cannot be reached \\((?:UND_ERR_SOCKET|ECONNRESET)\\)'],
    ['falls silent', answersOnce(), 'it answers 503'],
  ])('what an edge that %s answered is told', async (_, edge, because) => {
    const { said, baseUrl } = await told(edge, [`${hub.url}/`], 1000);
    const [trouble = '', ...others] = said?.troubles ?? [];
    expect(others).toEqual([]);
    expect(trouble.replace(baseUrl, '')).toMatch(
      new RegExp(
        `^topics/0/rss\\.xml does not serve the new bytes yet \\(${because}; 50 of 50 documents\\); hubs were not told of them\\.$`,
      ),
    );
  });

  function answersOnce(): RequestListener {
    const known = new Set<string | undefined>();
    return ({ url }, response) => {
      if (!known.has(url)) response.writeHead(503).end();
      known.add(url);
    };
  }

  test('an edge that still has old bytes: that it is waited for is told once, and not of one that is current', async () => {
    const answered = await startLoopback(() => ({ status: 204 }));
    const stale = new Set<string>();
    const late: RequestListener = ({ url = '' }, response) => {
      response.end(stale.has(url) ? bytes : 'old');
      stale.add(url);
    };
    const { said, waits, baseUrl } = await told(late, [`${answered.url}/`], 30_000);
    expect(said).toMatchObject({ pinged: 50, troubles: [] });
    expect(waits).toEqual([expect.stringMatching(`^${baseUrl}topics/\\d/rss.xml$`)]);
    const current = await told((_, response) => response.end(bytes), [`${answered.url}/`], 30_000);
    expect(current).toMatchObject({ waits: [], said: { pinged: 50 } });
    await answered.close();
  });

  test('an edge that is silent for some: the others are told of', async () => {
    const isSilent = (path = '') => /[02468]\/rss/.test(path);
    const answered = await startLoopback(() => ({ status: 204 }));
    const { said } = await told(
      ({ url }, response) => isSilent(url) || response.end(bytes),
      [`${answered.url}/`],
      2000,
    );
    // Eight at a time, the first silent ones use the patience up; what was not asked is for the next run.
    expect(said?.pinged).toBe(answered.asked.length);
    expect(said?.pinged).toBeGreaterThan(0);
    expect(said?.left.ping.length).toBe(50 - answered.asked.length);
    await answered.close();
  });

  test('a hub whose answer never ends has answered', async () => {
    const endless = createServer((_, response) => {
      const more = () => {
        while (response.write('a'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const { url, close } = await listening(endless);
    const { said } = await told((_, response) => response.end(bytes), [`${url}/`], 30_000);
    expect(said).toMatchObject({ pinged: 50, troubles: [] });
    await close();
  });

  test('a hub that breaks every connection is given up after its retries', async () => {
    let connections = 0;
    const broken = createServer();
    broken.on('connection', (socket) => {
      connections++;
      socket.destroy();
    });
    const { url, close } = await listening(broken);
    const address = `${url}/`;
    const { said } = await told((_, response) => response.end(bytes), [address], 30_000);
    expect(connections).toBeLessThanOrEqual(8 * 4);
    expect(said?.left.ping.length).toBe(50);
    expect(said?.troubles).toEqual([
      expect.stringContaining(`${address} was not told of 50 documents: it cannot be reached`),
    ]);
    await close();
  });
});

test('without caches and hubs nobody but the target is contacted', async () => {
  const { root, out } = await newWorkspace();
  const origin = await startLoopback(() => ({}));
  await writeFile(join(root, 'feedmill.yaml'), configFor('', `${origin.url}/`));
  await buildSite(out, articles(3), settingsFor('', `${origin.url}/`));
  expect((await runInside(['--to', `file://${root}/target`], root)).exitCode).toBe(0);
  expect(origin.asked).toEqual([]);
  await origin.close();
});

test('hubs hear of feeds, in the forms that hubs read', () => {
  for (const { method, headers, body } of hub.asked) {
    expect([method, headers['content-type']]).toEqual(['POST', 'application/x-www-form-urlencoded;charset=UTF-8']);
    expect([...new URLSearchParams(body).keys()]).toEqual(['hub.mode', 'hub.url', 'hub.topic']);
  }
});
