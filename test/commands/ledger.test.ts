// feedmill ledger as a command: shows, forgets, repairs, and leaves everything else alone.
import { appendFile, lstat, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runBuild } from '../../src/commands/build.ts';
import { runLedger } from '../../src/commands/ledger.ts';
import { takeLock } from '../../src/io/lock.ts';
import { articleText } from '../support/site.ts';
import { inTerminal } from '../support/terminal.ts';

let folder: string;

const LEDGER = 'feedmill.ledger';
const ledger = (...argv: readonly string[]) => inTerminal(runLedger, argv, { cwd: folder });
const build = (...argv: readonly string[]) => inTerminal(runBuild, argv, { cwd: folder });
const text = () => readFile(join(folder, LEDGER), 'utf8');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feedmill-ledger-'));
  await mkdir(join(folder, 'content', 'deep'), { recursive: true });
  await writeFile(
    join(folder, 'feedmill.yaml'),
    'site: { id: "tag:a.example,2026:a", title: A, url: "https://a.example/" }\nfeeds: { baseUrl: "https://a.example/f/" }\n',
  );
  await writeFile(
    join(folder, 'content', 'deep', 'one.md'),
    articleText({ title: 'One', url: 'https://a.example/one' }),
  );
  await writeFile(
    join(folder, 'content', 'two.md'),
    articleText({
      title: 'Two',
      related: [
        {
          title: 'Told',
          webUrl: 'http://b.example/told?utm_source=x',
          publishedDateTime: '2026-02-01T08:00:00Z',
          provider: { name: 'B', domain: 'b.example' },
        },
      ],
    }),
  );
  await build();
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('show', () => {
  test.each([
    ['its path', 'deep/one.md'],
    ['its file', 'one.md'],
    ['its path as a finding names it', 'content/deep/one.md'],
    ['its path with folders that nobody knows', '/srv/site/content/deep/one.md'],
    ['its address', 'https://a.example/one'],
    ['its address with what trackers add', 'http://a.example/one?utm_source=mail#top'],
    ['its id', 'tag:a.example,2026:a/deep/one'],
  ])('finds an article by %s', async (_, what) => {
    const { code, stdout, stderr } = await ledger('show', what);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('id         tag:a.example,2026:a/deep/one\n');
    expect(stdout).toContain('file       deep/one.md\n');
    expect(stdout).toContain('published  2026-03-01T08:00:00Z\n');
  });

  test('by a path as a finding names it, finds no other file of that name', async () => {
    await writeFile(join(folder, 'content', 'one.md'), articleText({ title: 'Three' }));
    await build();
    const files = async (what: string) =>
      [...(await ledger('show', what)).stdout.matchAll(/^file +(.*)$/gm)].map(([, file]) => file);
    expect(await files('content/deep/one.md')).toEqual(['deep/one.md']);
    expect(await files('content/one.md')).toEqual(['one.md']);
    expect(await files('content/other/four.md')).toEqual([]);
  });

  test('finds a related item by its address', async () => {
    const { code, stdout } = await ledger('show', 'https://b.example/told');
    expect(code).toBe(0);
    expect(stdout).toContain('told by    tag:a.example,2026:a/two\n');
  });

  test('shows no name that would write to the terminal', async () => {
    await writeFile(
      join(folder, 'content', 'x\u001b[31m.md'),
      articleText({ title: 'Three', id: 'urn:example:three' }),
    );
    await build();
    expect((await ledger('show', 'x\u001b[31m.md')).stdout).toContain('file       x�[31m.md\n');
  });

  test('--json gives records', async () => {
    const { stdout } = await ledger('show', 'two.md', '--json');
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ id: 'tag:a.example,2026:a/two', path: 'two.md', published: '2026-03-01T08:00:00Z' }),
    ]);
  });

  test('what nobody knows ends with 1', async () => {
    expect(await ledger('show', 'three.md')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Nothing is known of three.md.\n',
    });
  });
});

describe('forget', () => {
  test('drops an id, and the next build counts its article as new', async () => {
    const { code, stderr } = await ledger('forget', 'tag:a.example,2026:a/deep/one');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'Forgot tag:a.example,2026:a/deep/one; its article counts as new at the next build.\n',
    });
    expect(await ledger('show', 'one.md')).toMatchObject({ code: 1 });
    expect(await ledger('show', 'two.md')).toMatchObject({ code: 0 });
    const { stdout } = await build('--diff');
    expect(stdout).toContain('+ tag:a.example,2026:a/deep/one');
  });

  test('an id that nobody knows ends with 1, as it does for show, and the ledger stays', async () => {
    const before = await text();
    expect(await ledger('forget', 'one.md')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'Nothing has the id one.md; nothing was changed. By its file or address it is found with: feedmill ledger show PATH|URL\n',
    });
    expect(await text()).toBe(before);
  });
});

describe('repair', () => {
  test('a whole ledger stays as it is', async () => {
    const before = await text();
    expect(await ledger('repair')).toMatchObject({ code: 0, stderr: 'The ledger is whole; nothing was changed.\n' });
    expect(await text()).toBe(before);
  });

  test('drops the damaged lines, and says which', async () => {
    const before = await text();
    await appendFile(join(folder, LEDGER), 'what is this\n');
    await expect(ledger('show', 'one.md')).rejects.toThrow('is damaged in line');
    expect(await build()).toMatchObject({ code: 1 });
    const { code, stderr } = await ledger('repair');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Dropped 1 damaged line: \d+\. What they said is lost\.\n$/);
    expect(await text()).toBe(before);
    expect(await build()).toMatchObject({ code: 0 });
  });
});

describe('repair, of more than single lines', () => {
  test('of another ledger than the usual one is advised with its name', async () => {
    const path = join(folder, 'kept elsewhere');
    await writeFile(path, `${await text()}what is this\n`);
    await expect(ledger('show', 'one.md', '--ledger', path)).rejects.toThrow(
      `feedmill ledger repair --ledger '${path}'`,
    );
    expect((await build('--ledger', path)).stderr).toContain('and the --config or --ledger of this build');
  });

  test('drops a damaged first line and others at once', async () => {
    const before = await text();
    await writeFile(join(folder, LEDGER), `${before.replace('feedmill', 'feedmi1l')}nonsense\n`);
    const { stderr } = await ledger('repair');
    expect(stderr).toMatch(/^Dropped 2 damaged lines: 1, \d+\./);
    expect(await text()).toBe(before);
  });

  test('leaves a file alone that is no ledger', async () => {
    const path = join(folder, 'feedmill.yaml');
    const before = await readFile(path, 'utf8');
    await expect(ledger('repair', '--ledger', path)).rejects.toThrow(
      /^No line of .* is one of a ledger; nothing was changed/,
    );
    expect(await readFile(path, 'utf8')).toBe(before);
    await writeFile(path, '');
    expect(await ledger('repair', '--ledger', path)).toMatchObject({ code: 0 });
  });
});

test('while a build has the ledger it is left alone, and no option is advised that there is not', async () => {
  const held = await takeLock(`${join(folder, LEDGER)}.lock`, 'it', { wait: false });
  await expect(ledger('repair')).rejects.toThrow(
    /^Another build .* nothing was changed\. Try again when it is done\.$/,
  );
  await held.release();
});

describe('a ledger of a newer version', () => {
  let before: string;

  beforeEach(async () => {
    before = (await text()).replace('feedmill-ledger 1', 'feedmill-ledger 2');
    await writeFile(join(folder, LEDGER), before);
  });

  test.each([['show', 'one.md'], ['forget', 'tag:a.example,2026:a/deep/one'], ['repair']])(
    'is left alone by %s',
    async (...argv) => {
      await expect(ledger(...argv)).rejects.toThrow(/is of version 2, .* Nothing was changed\.$/);
      expect(await text()).toBe(before);
    },
  );

  test('stops a build, which does not advise to repair it', async () => {
    const { code, stderr } = await build();
    expect(code).toBe(1);
    expect(stderr).toContain('error ledger/newer-version');
    expect(stderr).toContain('Stopped: the ledger is of a newer version; nothing was built.');
    expect(stderr).not.toMatch(/damaged|ledger repair/);
    expect(await text()).toBe(before);
  });
});

test('a symbolic link stays one, and what it leads to is changed', async () => {
  const path = join(folder, LEDGER);
  await rename(path, join(folder, 'real'));
  await symlink('real', path);
  await appendFile(path, 'nonsense\n');
  expect((await ledger('repair')).code).toBe(0);
  expect((await ledger('forget', 'tag:a.example,2026:a/two')).code).toBe(0);
  expect((await lstat(path)).isSymbolicLink()).toBe(true);
  expect(await readFile(join(folder, 'real'), 'utf8')).not.toMatch(/nonsense|^article\t[^\t]*two/m);
  expect((await build()).code).toBe(0);
  expect((await build()).code).toBe(0);
  expect((await lstat(path)).isSymbolicLink()).toBe(true);
});

test('without a ledger there is nothing to look into', async () => {
  await rm(join(folder, LEDGER));
  await expect(ledger('show', 'one.md')).rejects.toThrow('There is no ledger at');
  await expect(ledger('forget', 'x')).rejects.toThrow('There is no ledger at');
  await expect(ledger('repair')).rejects.toThrow('There is no ledger at');
});

test('repair takes no file: it would mend another than was named', async () => {
  await expect(ledger('repair', 'other.ledger')).rejects.toThrow('There is one argument too many: other.ledger.');
});

test('what is missing on the command line is told', async () => {
  expect(await ledger()).toEqual({ code: 2, stdout: '', stderr: (await ledger('--help')).stdout });
  await expect(ledger('show')).rejects.toThrow('feedmill ledger show needs a path, an address or an id.');
  await expect(ledger('forget')).rejects.toThrow('feedmill ledger forget needs an id.');
});

test('--ledger needs no configuration', async () => {
  await rm(join(folder, 'feedmill.yaml'));
  expect(await ledger('show', 'two.md', '--ledger', LEDGER)).toMatchObject({ code: 0 });
});
