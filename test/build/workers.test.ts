// Threads change nothing but the time: bytes, findings, reports and failures are those of a build without any.
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLI, feedmill, type Ran, ROOT, run } from '../support/cli.ts';
import { articleText, CONFIG, readFolder } from '../support/site.ts';

const NOW = ['--now', '2026-07-01T00:00:00Z'];
const CROWDS = ['1', '3'];

let folder: string;
let site: string;
let siteOfMore: string;

/** The newsroom, and beside it articles that are broken, withheld, slow to read, not UTF-8, and more of them than one question holds. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-workers-'));
  site = join(folder, 'site');
  siteOfMore = join(folder, 'site-of-more');
  const newsroom = join(ROOT, 'examples', 'newsroom');
  await cp(newsroom, site, {
    recursive: true,
    filter: (path) => !/newsroom[\\/](?:out|\.feedmill|feedmill\.ledger)/.test(path),
  });
  await writeMore(join(site, 'articles', 'more'), 200);
  await writeMore(join(siteOfMore, 'articles', 'more'), 40);
  await cp(join(newsroom, 'feedmill.yaml'), join(siteOfMore, 'feedmill.yaml'));
});

async function writeMore(more: string, count: number): Promise<void> {
  await mkdir(more, { recursive: true });
  for (let n = 0; n < count; n++) {
    const date = new Date(Date.UTC(2026, 4, 1) + n * 60_000).toISOString();
    const fields = `title: "Article ${n}"\npublishedDateTime: ${date}\nwebUrl: https://more.example/${n}\ntopics: [T${n % 40}]`;
    const odd = n % 50 === 0 ? 'strange: key\n' : '';
    await writeFile(
      join(more, `a${n}.md`),
      `---\n${fields}\n${odd}provider: {name: M${n % 7}, domain: m${n % 7}.example}\n---\n`,
    );
  }
  await writeFile(join(more, 'broken.md'), '---\ntitle: [\n---\n');
  await writeFile(
    join(more, 'latin.md'),
    Buffer.from('---\ntitle: "Caf\xe9"\npublishedDateTime: 2026-05-01T00:00:00Z\n---\n', 'latin1'),
  );
}

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Builds a copy of a site with so many threads. */
async function built(
  workers: string,
  of = site,
  prepare: (site: string) => Promise<unknown> = async () => undefined,
  who: { readonly uid?: number; readonly gid?: number } = {},
) {
  const copy = join(await mkdtemp(join(folder, 'copy-')), 'site');
  await cp(of, copy, { recursive: true, preserveTimestamps: true });
  await prepare(copy);
  const ran = await feedmill(['build', ...NOW, '--workers', workers, '--verbose'], { cwd: copy, ...who });
  return { copy, ran: withoutTime(ran, copy), files: await readFolder(join(copy, 'out')).catch(() => new Map()) };
}

let three: ReturnType<typeof built> | undefined;
/** The site as three threads build it; the last test that looks at it may change it. */
const builtByThree = () => {
  three ??= built('3');
  return three;
};

function withoutTime(ran: Ran, copy: string): Ran {
  return { ...ran, stderr: ran.stderr.replaceAll(copy, '').replace(/^ {2}time .*$/m, '') };
}

test('bytes, ledger and what is said are the same with any number of threads', async () => {
  const alone = await built('0');
  expect(alone.ran.code).toBe(0);
  expect(alone.ran.stderr).toContain('broken.md');
  const ledger = await readFile(join(alone.copy, 'feedmill.ledger'), 'utf8');
  for (const workers of CROWDS) {
    const shared = await (workers === '3' ? builtByThree() : built(workers));
    expect(shared.ran).toEqual(alone.ran);
    expect(shared.files).toEqual(alone.files);
    expect(await readFile(join(shared.copy, 'feedmill.ledger'), 'utf8')).toBe(ledger);
  }
});

describe('where nobody says how many, they are as many as pay', () => {
  test.each([
    ['for feeds alone, of few files', 50, 41],
    ['for files too, of which not everything stays in memory', 2000, 0],
  ])('%s', async (_, files, topics) => {
    const own = await mkdtemp(join(folder, 'many-'));
    await mkdir(join(own, 'content'));
    await writeFile(join(own, 'feedmill.yaml'), `${CONFIG}  formats: [json]\n`);
    for (let n = 0; n < files; n++) {
      const names = Array.from({ length: topics }, (_, topic) => `T${topic}`);
      // Each is told of, with its line.
      const related = topics === 0 ? Array.from({ length: 12 }, (_, place) => `/${place}`) : [];
      const fields = { title: `Article ${n}`, topics: names, related };
      await writeFile(join(own, 'content', `a${n}.md`), articleText(fields));
    }
    const build = async (...argv: string[]) => {
      const ran = await feedmill(['build', ...NOW, '--no-record', '--cache', `cache${argv.length}`, ...argv], {
        cwd: own,
      });
      const made = { ran: withoutTime(ran, own), files: await readFolder(join(own, 'out')) };
      await rm(join(own, 'out'), { recursive: true });
      return made;
    };
    const usual = await build();
    expect(usual.ran.code).toBe(0);
    expect(usual).toEqual(await build('--workers', '0'));
  });
});

test('what one build cached, another with other threads believes', async () => {
  const { copy } = await builtByThree();
  const again = await feedmill(['build', ...NOW, '--workers', '0', '--json'], { cwd: copy });
  expect(JSON.parse(again.stdout)).toMatchObject({ articlesRead: 0, written: 0 });
  await writeFile(
    join(copy, 'articles', 'more', 'a3.md'),
    '---\ntitle: New words\npublishedDateTime: 2026-05-01T00:00:00Z\n---\n',
  );
  const edited = await feedmill(['build', ...NOW, '--workers', '2', '--json'], { cwd: copy });
  expect(JSON.parse(edited.stdout)).toMatchObject({ articlesRead: 1, outcome: 'written' });
  const clean = await feedmill(['build', ...NOW, '--no-cache', '--workers', '0', '--json'], { cwd: copy });
  expect(JSON.parse(clean.stdout)).toMatchObject({ written: 0 });
});

// A build that fails does all its work before: the newsroom beside it would only make it longer.
describe('failures are the same sentences with the same exit codes', () => {
  const FAILURES: Readonly<Record<string, (site: string) => Promise<unknown>>> = {
    'a file of somebody else is in the way': async (copy) => {
      await mkdir(join(copy, 'out', 'topics', 't7'), { recursive: true });
      await writeFile(join(copy, 'out', 'topics', 't7', 'rss.xml'), 'mine');
    },
    'a folder is in the way': (copy) => mkdir(join(copy, 'out', 'topics', 't7', 'rss.xml'), { recursive: true }),
    'a file lies where a folder should be': async (copy) => {
      await mkdir(join(copy, 'out'), { recursive: true });
      await writeFile(join(copy, 'out', 'topics'), 'mine');
    },
  };
  test.each(Object.entries(FAILURES))('%s', async (_name, prepare) => {
    const alone = await built('0', siteOfMore, prepare);
    expect(alone.ran.code).toBe(2);
    expect(alone.ran.stderr).toMatch(/nothing was changed/);
    const shared = await built('1', siteOfMore, prepare);
    // Of several things in the way, any may be met first.
    expect(shared.ran.code).toBe(2);
    expect(shared.ran.stderr).toBe(alone.ran.stderr);
    expect(shared.files).toEqual(alone.files);
  });

  test('an article that may not be read', async () => {
    // Root may read everything; then somebody else has to build.
    const isRoot = process.getuid?.() === 0;
    const nobody = isRoot ? { uid: 65_534, gid: 65_534 } : {};
    const prepare = async (copy: string) => {
      await chmod(join(copy, 'articles', 'more', 'a7.md'), 0o600);
      if (!isRoot) await chmod(join(copy, 'articles', 'more', 'a7.md'), 0);
      else
        for (const path of [folder, join(copy, '..'), copy]) await openTo(path, path === copy ? nobody.uid : undefined);
    };
    const alone = await built('0', siteOfMore, prepare, nobody);
    expect(alone.ran.code).toBe(3);
    expect(alone.ran.stderr).toContain('permission is missing');
    expect((await built('1', siteOfMore, prepare, nobody)).ran).toEqual(alone.ran);
  });
});

/** Lets everybody into a folder, or gives it to a user. */
async function openTo(path: string, uid: number | undefined): Promise<void> {
  if (uid === undefined) await chmod(path, 0o755);
  else await chown(path, uid, uid);
}

test.each(['x', '-1', '65', '1.5', ' '])('--workers %s is refused', async (workers) => {
  const ran = await feedmill(['build', `--workers=${workers}`], { cwd: site });
  expect(ran).toMatchObject({ code: 2 });
  expect(ran.stderr).toContain('--workers is no number from 0 to 64');
});

test.skipIf(process.platform === 'win32')('that cannot be begun for want of open files are a sentence', async () => {
  const sentence = 'Could not start a worker thread: too many files are open.\n';
  let ran: Ran | undefined;
  // Node itself takes some, one version more than another; with too few it does not begin, or loses packages.
  for (let most = 16; most < 60 && ran?.stderr !== sentence; most++) {
    const copy = join(await mkdtemp(join(folder, 'few-files-')), 'site');
    await cp(join(ROOT, 'examples', 'newsroom', 'articles'), join(copy, 'articles'), { recursive: true });
    await cp(join(ROOT, 'examples', 'newsroom', 'feedmill.yaml'), join(copy, 'feedmill.yaml'));
    const command = `ulimit -n ${most}; exec "$0" "$@"`;
    ran = await run('sh', ['-c', command, process.execPath, CLI, 'build', ...NOW, '--workers', '2'], { cwd: copy });
  }
  expect(ran).toMatchObject({ code: 3, stderr: sentence, stdout: '' });
});

test('one that runs out of memory is a sentence, and leaves nothing behind', async () => {
  const copy = join(await mkdtemp(join(folder, 'little-memory-')), 'site');
  await cp(site, copy, { recursive: true });
  const little = join(copy, 'little.mjs');
  await writeFile(
    little,
    `import threads from 'node:worker_threads';
     import { syncBuiltinESMExports } from 'node:module';
     const { Worker } = threads;
     threads.Worker = class extends Worker {
       constructor(file, options) {
         super(file, { ...options, resourceLimits: { maxOldGenerationSizeMb: 6 } });
       }
     };
     if (threads.isMainThread) syncBuiltinESMExports();`,
  );
  const ran = await feedmill(['build', ...NOW, '--workers', '2'], { cwd: copy }, [
    '--import',
    pathToFileURL(little).href,
  ]);
  expect(ran).toMatchObject({ code: 3, stdout: '' });
  expect(ran.stderr).toMatch(/^Could not go on in a worker thread: its memory is full/m);
  expect(ran.stderr).not.toContain('fault');
  expect(await readFolder(join(copy, 'out'))).toEqual(new Map());
});

// Only Linux tells which files a process has open.
test.skipIf(process.platform !== 'linux')('that are ended while they begin leave no file open', async () => {
  const script = join(folder, 'ends.mjs');
  const threads = pathToFileURL(join(ROOT, 'dist', 'build', 'crew', 'threads.js')).href;
  await writeFile(
    script,
    `
    import { readdirSync, readlinkSync } from 'node:fs';
    import { setTimeout } from 'node:timers/promises';
    import { startThread } from '${threads}';
    const defaults = { defaults: [], root: '', dataFiles: [], passedOver: [] };
    const settings = { site: {}, content: { fields: [] } };
    for (const after of [50, 90, 130]) {
      const threads = Array.from({ length: 4 }, () => startThread({ folder: '.', label: '', settings, defaults, now: 0, keep: 0 }));
      await setTimeout(after);
      await Promise.all(threads.map((thread) => thread.end()));
    }
    const paths = readdirSync('/proc/self/fd').map((file) => {
      try { return readlinkSync('/proc/self/fd/' + file); } catch { return ''; }
    });
    console.log(JSON.stringify(paths.filter((path) => path.endsWith('.js'))));`,
  );
  const ran = await run(process.execPath, [script]);
  expect(ran).toMatchObject({ code: 0, stdout: '[]\n' });
});
