// Whole runs of `feedmill check` over files in a folder of their own.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkHelp, runCheck } from '../../src/commands/check.ts';
import type { Terminal } from '../../src/commands/terminal.ts';
import { feedmill } from '../support/cli.ts';
import { ended, inTerminal } from '../support/terminal.ts';

const GOOD = `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Example</title><link>http://example.org/</link>
<description>News</description><language>en</language><atom:link rel="self" href="http://example.org/feed"/></channel></rss>
`;
const WARNED = GOOD.replace('</channel>', '<item><title>One</title></item></channel>');
const BAD = GOOD.replace('</channel>', '<ttl>0</ttl><ttl>1</ttl></channel>');

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'feedmill-check-'));
  mkdirSync(join(folder, 'feeds/deep'), { recursive: true });
  writeFileSync(join(folder, 'feeds/good.xml'), GOOD);
  writeFileSync(join(folder, 'feeds/deep/warned.rss'), WARNED);
  writeFileSync(join(folder, 'feeds/deep/readme.txt'), 'no feed');
  writeFileSync(join(folder, 'bad.xml'), BAD);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(
  argv: readonly string[],
  stdin: string | AsyncIterable<Uint8Array> = '',
  { cwd = folder, env = {} }: Partial<Pick<Terminal, 'cwd' | 'env'>> = {},
) {
  async function* input() {
    if (typeof stdin === 'string') yield new TextEncoder().encode(stdin);
    else yield* stdin;
  }
  return inTerminal(ended(runCheck), argv, { stdin: input(), cwd, env });
}

describe('feedmill check', () => {
  it.each(['text', 'json', 'github', 'sarif'])('prints as %s no command to a CI or a terminal', async (format) => {
    const attacks = [
      '::error::a',
      '##[error]b',
      '##vso[task.setvariable variable=c]d',
      '\u009B2J',
      '\u202Ee',
      '\u061Cf',
    ];
    const items = attacks.map((id) => ({ id, url: `x ${id}` }));
    const name = '##[error]a.json';
    writeFileSync(
      join(folder, name),
      JSON.stringify({ ...Object.fromEntries(attacks.map((key) => [key, key])), items }, undefined, 2),
    );
    const { stdout } = await run(['--format', format, name]);
    rmSync(join(folder, name));
    expect(stdout).toContain('error');
    expect(stdout).not.toMatch(/##\w*\[|^\s*::(?!(?:error|warning|notice) file=)|[\u007F-\u009F\u061C\u202E]/m);
    const isJson = format === 'json' || format === 'sarif';
    if (isJson) expect(JSON.stringify(JSON.parse(stdout))).toContain('##[error]b');
  });

  it('answers 0 for feeds without errors, and takes folders whole', async () => {
    const { code, stdout } = await run(['feeds']);
    expect(code).toBe(0);
    expect(stdout).toContain('feeds/good.xml: valid (rss; 0 errors, 0 warnings, 0 infos)');
    expect(stdout).toContain('feeds/deep/warned.rss: valid with warnings (rss; 0 errors, 1 warning, 0 infos)');
    expect(stdout).not.toContain('readme');
  });

  it('passes over packages and the history in a folder, unless they are named', async () => {
    for (const below of ['node_modules', '.git']) {
      mkdirSync(join(folder, 'project', below), { recursive: true });
      writeFileSync(join(folder, 'project', below, 'bad.xml'), BAD);
    }
    writeFileSync(join(folder, 'project/good.xml'), GOOD);
    const { code, stdout } = await run(['project']);
    expect([code, stdout]).toEqual([0, expect.not.stringContaining('bad.xml')]);
    expect((await run(['project/node_modules'])).code).toBe(1);
  });

  it('answers 1 for errors, with a frame', async () => {
    const { code, stdout } = await run(['./bad.xml']);
    expect(code).toBe(1);
    expect(stdout).toContain('error number/not-positive  ./bad.xml:2:');
    expect(stdout).toContain('> 2 |');
    expect(stdout).toContain('./bad.xml: invalid');
  });

  it('gives JSON in the shape that is promised, whatever is shown', async () => {
    const { code, stdout } = await run(['--format', 'json', '--max-findings', '1', 'bad.xml', '-'], GOOD);
    expect(code).toBe(1);
    const { files } = JSON.parse(stdout);
    expect(files.map((file: { path: string }) => file.path)).toEqual(['bad.xml', '-']);
    expect(files[0]).toMatchObject({ format: 'rss', verdict: 'invalid' });
    expect(files[0].findings).toHaveLength(1);
    expect(Object.keys(files[0].findings[0])).toEqual(
      'rule severity message line column path why fix spec'.split(' ').filter((key) => key in files[0].findings[0]),
    );
    expect(files[1]).toEqual({ path: '-', format: 'rss', verdict: 'valid', findings: [] });
  });

  it('speaks to GitHub and to code scanning', async () => {
    const github = await run(['--format=github', 'bad.xml']);
    expect(github.stdout).toMatch(/^::error file=bad\.xml,line=2,col=\d+,title=number\/not-positive::/);
    // GitHub finds a file by its path from the root of the checkout alone.
    expect((await run(['--format=github', './bad.xml'])).stdout).toBe(github.stdout);
    const step = { cwd: join(folder, 'feeds'), env: { GITHUB_WORKSPACE: folder } };
    expect((await run(['--format=github', '../bad.xml'], '', step)).stdout).toBe(github.stdout);
    expect((await run(['--format=github', '-'], BAD, step)).stdout).toContain('file=-,');
    const sarif = JSON.parse((await run(['--format=sarif', 'bad.xml'])).stdout);
    expect(sarif.version).toBe('2.1.0');
    const [{ tool, results }] = sarif.runs;
    expect(results[0]).toMatchObject({ ruleId: 'number/not-positive', level: 'error' });
    expect(tool.driver.rules[results[0].ruleIndex].id).toBe('number/not-positive');
    expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('bad.xml');
  });

  it('obeys --rule, --severity and --profile', async () => {
    expect(
      (await run(['bad.xml', '--rule', 'number/not-positive=off', '--rule', 'rss/duplicate-element=warning'])).code,
    ).toBe(0);
    expect((await run(['feeds', '--severity', 'error'])).stdout).not.toContain('rss/missing-guid');
    expect((await run(['feeds', '--profile', 'msn'])).stdout).toContain('profile/msn-missing');
  });

  it('answers 3 for what cannot be read, and still checks the rest', async () => {
    const { code, stdout, stderr } = await run(['missing.xml', 'bad.xml']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^missing\.xml could not be read: /);
    expect(stdout).toContain('bad.xml: invalid');
  });

  it.each([
    ['feed:https://news.example/rss.xml', 'feed:https://news.example/rss.xml'],
    ['ftp://me:secret@news.example/rss.xml', 'ftp://…@news.example/rss.xml'],
  ])('%s is an address that is not read', async (path, shown) => {
    const { code, stderr } = await run([path]);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: `${shown} could not be read: of addresses, only http:// and https:// are.\n`,
    });
  });

  it('says which file of a folder cannot be read', async () => {
    // Root may read everything; then somebody else has to ask.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const path = join(folder, 'feeds/locked.xml');
    writeFileSync(path, GOOD);
    chmodSync(path, 0);
    chmodSync(folder, 0o755);
    const { code, stderr } = await feedmill(['check', 'feeds'], { cwd: folder, ...nobody });
    rmSync(path);
    expect(code).toBe(3);
    expect(stderr).toContain('feeds/locked.xml could not be read');
  });

  it('refuses what is too large in one sentence, and still checks the rest', async () => {
    const path = join(folder, 'large.xml');
    writeFileSync(path, '');
    truncateSync(path, 600_000_000);
    async function* endless() {
      for (;;) yield new Uint8Array(10_000_000);
    }
    const large = await run(['large.xml', 'bad.xml']);
    rmSync(path);
    expect(large).toMatchObject({
      code: 3,
      stderr: 'large.xml could not be read: it has more than 52428800 bytes.\n',
    });
    expect(large.stdout).toContain('bad.xml: invalid');
    const piped = await run(['-', 'bad.xml'], endless());
    expect(piped).toMatchObject({ code: 3, stderr: '- could not be read: it has more than 52428800 bytes.\n' });
    expect(piped.stdout).toContain('bad.xml: invalid');
  });

  it('judges a file of a folder alike, however much is shown of it', async () => {
    writeFileSync(join(folder, 'feeds/page.xml'), '<html><body><p></body></html>');
    writeFileSync(join(folder, 'feeds/sitemap.xml'), '<urlset/>');
    const runs = [];
    for (const options of [[], ['--max-findings', '1'], ['--max-findings', '0'], ['--severity', 'error']])
      runs.push(await run(['feeds', ...options]));
    rmSync(join(folder, 'feeds/page.xml'));
    rmSync(join(folder, 'feeds/sitemap.xml'));
    for (const { code, stdout, stderr } of runs) {
      expect(code).toBe(1);
      expect(stdout).toContain('feeds/page.xml: invalid');
      expect(stderr).toBe('Left out, since they are no feeds: feeds/sitemap.xml.\n');
    }
  });

  it('names some of very many files that are no feeds, and counts the others', async () => {
    mkdirSync(join(folder, 'articles'));
    for (let n = 10; n < 35; n++) writeFileSync(join(folder, `articles/${n}.json`), '{"title": "An article"}');
    const { stderr } = await run(['articles', 'feeds']);
    rmSync(join(folder, 'articles'), { recursive: true });
    const named = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map((n) => `articles/${n}.json`).join(', ');
    expect(stderr).toBe(`Left out, since they are no feeds: ${named} and 15 more.\nNo feed was found in articles.\n`);
  });

  it('leaves a configuration with remarks out of a folder, and no feed that is broken', async () => {
    writeFileSync(join(folder, 'feeds/tsconfig.json'), '{\n  // strict\n}\n');
    const alone = await run(['feeds']);
    writeFileSync(join(folder, 'feeds/feed.json'), '{"version": "https://jsonfeed.org/version/1.1", {{ title }}');
    const both = await run(['feeds']);
    rmSync(join(folder, 'feeds/tsconfig.json'));
    rmSync(join(folder, 'feeds/feed.json'));
    const stderr = 'Left out, since they are no feeds: feeds/tsconfig.json.\n';
    expect(alone).toMatchObject({ code: 0, stderr });
    expect(both).toMatchObject({ code: 1, stderr });
    expect(both.stdout).toContain('feeds/feed.json: invalid (json; 1 error');
  });

  it('lets no empty file of a folder pass for one that is no feed', async () => {
    writeFileSync(join(folder, 'feeds/empty.xml'), '');
    writeFileSync(join(folder, 'feeds/blank.xml'), '\n');
    const { code, stdout, stderr } = await run(['feeds']);
    rmSync(join(folder, 'feeds/empty.xml'));
    rmSync(join(folder, 'feeds/blank.xml'));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    for (const name of ['empty', 'blank']) expect(stdout).toContain(`feeds/${name}.xml: invalid (unknown; 1 error`);
  });

  it('takes no folder without feeds for one without errors', async () => {
    mkdirSync(join(folder, 'empty'));
    const empty = await run(['empty', '--format', 'json']);
    writeFileSync(join(folder, 'empty/sitemap.xml'), '<urlset/>');
    const without = await run(['empty', '--format', 'github']);
    const beside = await run(['empty', 'feeds']);
    const missing = await run(['empty', 'missing.xml']);
    rmSync(join(folder, 'empty'), { recursive: true });
    const sentence = 'No feed was found in empty; nothing was checked.\n';
    expect(empty).toEqual({ code: 1, stdout: '{\n  "files": []\n}\n', stderr: sentence });
    expect(without).toEqual({
      code: 1,
      stdout: '',
      stderr: `Left out, since they are no feeds: empty/sitemap.xml.\n${sentence}`,
    });
    // It may be another site that was not built.
    expect(beside).toMatchObject({
      code: 0,
      stderr: 'Left out, since they are no feeds: empty/sitemap.xml.\nNo feed was found in empty.\n',
    });
    expect(missing.code).toBe(3);
    expect(missing.stderr).toContain('No feed was found in empty.\n');
    expect(missing.stderr).not.toContain('nothing was checked');
  });

  it('says which links of a folder it does not follow', async () => {
    symlinkSync('../bad.xml', join(folder, 'feeds/outside.xml'));
    symlinkSync('gone.xml', join(folder, 'feeds/dead.xml'));
    symlinkSync('..', join(folder, 'feeds/above'));
    const { code, stderr } = await run(['feeds']);
    for (const name of ['outside.xml', 'dead.xml', 'above']) rmSync(join(folder, 'feeds', name));
    expect(code).toBe(3);
    expect(stderr).toBe(
      'feeds/dead.xml could not be read: the link leads nowhere.\n' +
        'feeds/outside.xml could not be read: the link leads out of the folder; name the file itself.\n' +
        'Left out, since these links lead out of the folder: feeds/above.\n',
    );
  });

  it('shows names that would write to the terminal or the log harmlessly', async () => {
    const name = 'x\u001b]0;pwned\u0007\n::error file=a::pwned';
    const files = { '.xml': BAD, '.json': '{}', 'dead.xml': undefined };
    mkdirSync(join(folder, name));
    for (const [end, text] of Object.entries(files)) {
      const path = join(folder, name, `${name.replace('x', 'y')}${end}`);
      if (text === undefined) symlinkSync('gone', path);
      else writeFileSync(path, text);
    }
    const runs = [];
    for (const format of ['text', 'github']) runs.push(await run([name, `${name}/missing.xml`, '--format', format]));
    rmSync(join(folder, name), { recursive: true });
    for (const { stdout, stderr } of runs) {
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|^::error file=a/m);
      for (const part of ['missing.xml could not be read', 'dead.xml could not be read', 'Left out'])
        expect(stderr).toContain(part);
    }
  });

  it('shows its help', async () => {
    expect(await run(['--help'])).toEqual({ code: 0, stdout: checkHelp, stderr: '' });
  });

  it.each([
    [[], 'Say which files or folders'],
    [['--formt', 'json', 'bad.xml'], 'There is no option --formt; was --format meant?'],
    [['--format', 'jsn', 'bad.xml'], 'There is no format jsn; was json meant? It takes text, json, github or sarif.'],
    [['--rule', 'rss/missing-giud=off', 'bad.xml'], 'There is no rule rss/missing-giud; was rss/missing-guid meant?'],
    [['--rule', 'rss/missing-guid', 'bad.xml'], '--rule takes ID=off'],
    [['--rule', 'rss/missing-guid=info', 'bad.xml'], 'It takes off, warning or error.'],
    [['--max-findings', 'few', 'bad.xml'], '--max-findings takes a whole number'],
    [['--profile', 'mns', 'bad.xml'], 'was msn meant?'],
  ])('answers 2 for %j', async (argv, sentence) => {
    const { code, stdout, stderr } = await run(argv);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
  });
});
