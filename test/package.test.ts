// The packed package as its users get it: checked by publint and attw, installed by a small project that uses the command
// and the library, and type-checked there.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, run } from './support/cli.ts';
import { readFolder } from './support/site.ts';
import { strictProblem } from './support/strict-xml.ts';

let folder: string;
let tarball: string;

/** For those who work on Feedmill, which takes the repository. */
const NOT_PACKED = ['CONTRIBUTING.md'];

const bin = (name: string) => join(ROOT, 'node_modules', '.bin', name);
/** npm as anybody runs it: what this test run was told by its own npm does not count, but where packages come from does. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(?:cache|registry|userconfig)$)|^(?:CI|NODE_ENV)$/i.test(name),
  ),
);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-package-'));
  // dist is there already, and the scripts of this package would make it again under other tests' feet.
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: ROOT,
    env,
  });
  expect(packed.code, packed.stderr).toBe(0);
  const [{ filename }] = JSON.parse(packed.stdout);
  tarball = join(folder, filename);
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the tarball', () => {
  let paths: readonly string[];

  beforeAll(async () => {
    await run('tar', ['-xzf', tarball, '-C', folder]);
    const { stdout } = await run('tar', ['-tzf', tarball]);
    paths = stdout
      .trim()
      .split('\n')
      .map((path) => path.replace(/^package\//, ''));
  });

  test('holds the program, its types, its documentation, and nothing of the workshop', () => {
    const needed = [
      ...['package.json', 'dist/cli.js', 'dist/index.js', 'dist/index.d.ts', 'assets/page.css', 'README.md', 'LICENSE'],
      ...['CHANGELOG.md', 'docs/cli.md', 'docs/config.md', 'docs/rules.md', 'docs/feedmill.schema.json'],
      'dist/program/checksum',
    ];
    expect(needed.filter((path) => !paths.includes(path))).toEqual([]);
    const allowed =
      /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|docs\/[\w-]+\.md|docs\/feedmill\.schema\.json|docs\/pictures\/directory\.png|assets\/[\w.-]+|dist\/.+\.(?:js|d\.ts)|dist\/program\/(?:\w[\w-]*\.js\.cache|package\.json|checksum))$/;
    expect(paths.filter((path) => !allowed.test(path))).toEqual([]);
  });

  test('holds every file that its documentation refers to', async () => {
    const dead: string[] = [];
    for (const path of paths.filter((name) => name.endsWith('.md'))) {
      const text = await readFile(join(folder, 'package', path), 'utf8');
      const prose = text.replace(/^(`{3,}|~{3,}).*?^\1/gms, '').replace(/`[^`\n]*`/g, '');
      const links = [...prose.matchAll(/\]\(([^)#\s]+)/g)].map(([, address = '']) => address);
      for (const link of links.filter((address) => !/^[a-z]+:/.test(address))) {
        const target = posix.join(posix.dirname(path), link);
        if (!paths.includes(target) && !NOT_PACKED.includes(target)) dead.push(`${path}: ${link}`);
      }
    }
    expect(dead).toEqual([]);
  });

  test('holds what the program tells its users to read', async () => {
    const help = await run(process.execPath, [join(folder, 'package', 'dist', 'cli.js'), '--help'], { cwd: ROOT });
    const programs = paths.filter((name) => /^dist\/program\/.*\.js$/.test(name));
    const texts = await Promise.all(programs.map((name) => readFile(join(folder, 'package', name), 'utf8')));
    const told = [...texts, help.stdout].flatMap((text) => text.match(/\b(?:docs\/[\w-]+|[A-Z]{4,})\.md\b/g) ?? []);
    expect(told).toContain('docs/config.md');
    expect(told.filter((name) => !paths.includes(name))).toEqual([]);
  });

  test('publint --strict has nothing against it', async () => {
    const { code, stdout, stderr } = await run(bin('publint'), ['run', '--strict', tarball], { cwd: ROOT });
    expect(code, stdout + stderr).toBe(0);
  });

  test('attw --profile esm-only has nothing against it', async () => {
    const { code, stdout, stderr } = await run(
      bin('attw'),
      ['--profile', 'esm-only', '--no-emoji', '--no-color', tarball],
      {
        cwd: ROOT,
      },
    );
    expect(code, stdout + stderr).toBe(0);
  });
});

describe('a project that installs it', () => {
  let project: string;

  const ARTICLE = '---\ntitle: Hello & welcome\ndate: 2026-03-01T08:00:00Z\ntopics: [News]\n---\nA *small* text.\n';

  beforeAll(async () => {
    project = join(folder, 'consumer');
    await mkdir(join(project, 'articles'), { recursive: true });
    await writeFile(
      join(project, 'package.json'),
      JSON.stringify({
        name: 'consumer',
        private: true,
        type: 'module',
        dependencies: { feedmill: `file:${tarball}` },
      }),
    );
    await writeFile(join(project, 'articles', 'hello.md'), ARTICLE);
    const installed = await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], {
      cwd: project,
      env,
    });
    expect(installed.code, installed.stderr).toBe(0);
  }, 120_000);

  test('gets no scripts and no packages for development', async () => {
    const names = await readdir(join(project, 'node_modules'));
    for (const name of ['vitest', 'typescript', 'saxes', 'fast-check']) expect(names).not.toContain(name);
  });

  test('uses the command', async () => {
    const command = join(project, 'node_modules', '.bin', 'feedmill');
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect(await run(command, ['--version'], { cwd: project })).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
    expect(await run(command, ['init', '--url', 'https://consumer.example/'], { cwd: project })).toMatchObject({
      code: 0,
    });
    const built = await run(command, ['build', '--json', '--now', '2026-06-01T00:00:00Z'], { cwd: project });
    expect(built.code, built.stderr).toBe(0);
    expect(JSON.parse(built.stdout)).toMatchObject({ outcome: 'written', articles: 1 });
    const output = await readFolder(join(project, 'out'));
    expect(output.get('topics/news/rss.xml')).toContain('Hello &#x26; welcome');
  });

  test('runs a file of the program that it patched, and not what was compiled of the old one', async () => {
    const installed = join(project, 'node_modules', 'feedmill', 'dist');
    const patched = join(folder, 'patched');
    await cp(join(project, 'node_modules', 'feedmill'), join(patched, 'feedmill'), { recursive: true });
    await symlink(join(project, 'node_modules'), join(patched, 'node_modules'));
    const build = async (program: string, out: string) => {
      const args = [join(program, 'cli.js'), 'build', '--out', out, '--cache', `${out}.cache`];
      const { code, stderr } = await run(process.execPath, args, { cwd: project });
      expect(code, stderr).toBe(0);
      return (await readFolder(join(project, out))).get('rss.xml');
    };
    expect(await build(installed, 'installed-out')).toContain('<generator>Feedmill<');
    const file = join(patched, 'feedmill', 'dist', 'program', 'build.js');
    // V8 itself compares no more of a text than its length.
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('"Feedmill"', '"Feedmall"'));
    expect(await build(join(patched, 'feedmill', 'dist'), 'patched-out')).toContain('<generator>Feedmall<');
  });

  test('leaves alone what another Node kept, which V8 would take and misread', async () => {
    const cli = join(project, 'node_modules', 'feedmill', 'dist', 'cli.js');
    const asked = `process.argv.push('feedmill', '--version');
const { compiled } = await import(${JSON.stringify(pathToFileURL(cli).href)});
for (const { script } of compiled.values()) console.log(script.cachedDataRejected);`;
    const ask = async (...flags: readonly string[]) => {
      const { stdout } = await run(process.execPath, [...flags, '--input-type=module', '-e', asked]);
      return new Set(stdout.match(/false|true|undefined/g));
    };
    const keptBy = await readFile(join(ROOT, 'dist', '.compiled'), 'utf8');
    expect(await ask()).toEqual(new Set([keptBy === process.version ? 'false' : 'undefined']));
    const another = 'data:text/javascript,Object.defineProperty(process, "version", { value: "v20.19.0" })';
    // It was given nothing.
    expect(await ask('--import', another)).toEqual(new Set(['undefined']));
  });

  test('uses the library', async () => {
    await writeFile(
      join(project, 'use.js'),
      `import { build, Feed, instant, parseConfig, renderAtom } from 'feedmill';
const findings = [];
const settings = parseConfig('site: {id: "tag:c.example,2026:c", title: C, url: "https://c.example/"}\\nfeeds: {baseUrl: "https://c.example/f/"}\\n', (code) => findings.push(code));
const report = await build({ settings, contentFolder: 'articles', outFolder: 'lib-out', now: instant(1780000000), cwd: process.cwd() });
const feed = new Feed({ id: 'https://c.example/', link: 'https://c.example/', title: 'C' });
feed.addItem({ title: 'Tom & Jerry <3 \\u0008', link: 'https://c.example/1', date: new Date(0) });
console.log(JSON.stringify({ findings, outcome: report.outcome, articles: report.articles, rss: feed.rss2(), atom: renderAtom(feed) }));
`,
    );
    const { code, stdout, stderr } = await run(process.execPath, ['use.js'], { cwd: project });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const said = JSON.parse(stdout);
    expect(said).toMatchObject({ findings: [], outcome: 'written', articles: 1 });
    expect(strictProblem(said.rss)).toBeUndefined();
    expect(strictProblem(said.atom)).toBeUndefined();
    expect(said.rss).toContain('<title>Tom &#x26; Jerry &#x3C;3');
    expect((await readFolder(join(project, 'lib-out'))).has('feed.json')).toBe(true);
  });

  test('asking for anything but the door and package.json is refused', async () => {
    const inside = await run(
      process.execPath,
      ['-e', "import('feedmill/dist/cli.js').catch((e) => console.log(e.code))"],
      {
        cwd: project,
      },
    );
    expect(inside.stdout).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
    const own = await run(process.execPath, ['-p', "require('feedmill/package.json').name"], { cwd: project });
    expect(own.stdout).toBe('feedmill\n');
  });

  test('type-checks and runs what README shows', async () => {
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
    const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
    expect(blocks.length).toBeGreaterThan(0);
    for (const [index, block] of blocks.entries())
      for (const extension of ['ts', 'js']) await writeFile(join(project, `readme-${index}.${extension}`), block);
    await writeFile(
      join(project, 'use.ts'),
      `import { type BuildReport, build, type Code, check, Feed, type Finding, type Settings, rules, instantOf } from 'feedmill';
const now = instantOf(new Date());
export async function use(settings: Settings): Promise<readonly Finding[]> {
  if (now === undefined) return [];
  const report: BuildReport = await build({ settings, contentFolder: 'a', outFolder: 'b', now, cwd: '.' });
  const code: Code = 'article/missing-title';
  // @ts-expect-error a code that does not exist
  const wrong: Code = 'article/no-such-code';
  check('<rss/>', { rules: { 'rss/missing-attribute': 'off' } });
  // @ts-expect-error nor is this one a code that check may find
  check('<rss/>', { rules: { 'rss/no-such-code': 'off' } });
  return [report.findings, rules[code].why, wrong, new Feed({ id: 'x', title: 'X' }).atom1()].length > 0 ? report.findings : [];
}
`,
    );
    await writeFile(
      join(project, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          module: 'nodenext',
          target: 'es2023',
          lib: ['es2023', 'dom'],
          // The declarations speak of Node's Buffer, so whoever checks them has its types.
          typeRoots: [join(ROOT, 'node_modules', '@types')],
          types: ['node'],
          noEmit: true,
        },
        include: ['*.ts'],
      }),
    );
    const { code, stdout } = await run(
      process.execPath,
      [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'],
      {
        cwd: project,
      },
    );
    expect(code, stdout).toBe(0);
    for (const index of blocks.keys()) {
      const shown = await run(process.execPath, [`readme-${index}.js`], { cwd: project });
      expect(shown).toEqual({ code: 0, stdout: index === 0 ? 'written 3 0\n' : '', stderr: '' });
    }
  });
});
