// The progress bar on a real terminal, and what is left of it when a signal ends a command.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newWorkspace } from '../publish/publisher.ts';
import { articles, buildSite } from '../publish/site.ts';
import { CLI, ROOT, run } from '../support/cli.ts';
import { describeWith } from '../support/needs.ts';

/** Runs the rest of its arguments on a pseudo-terminal, sends the signal when the cursor is hidden, prints all that was shown. */
const ON_A_TERMINAL = `
import os, pty, signal, sys
child, shown = pty.fork()
if child == 0:
    os.execv(sys.argv[2], sys.argv[2:])
seen, sent = b'', False
while True:
    try:
        part = os.read(shown, 4096)
    except OSError:
        break
    if not part:
        break
    seen += part
    if b'\\x1b[?25l' in seen and b'%' in seen and not sent:
        os.kill(child, getattr(signal, sys.argv[1]))
        sent = True
_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(seen)
sys.exit(0 if os.WIFSIGNALED(status) and os.WTERMSIG(status) == getattr(signal, sys.argv[1]) else 1)
`;

const hasPython = spawnSync('python3', ['-c', 'import pty']).status === 0;

describeWith(hasPython, 'python3', 'a signal while the progress bar shows', () => {
  let folder: string;
  let script: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'feedmill-terminal-'));
    script = join(folder, 'script.mjs');
    const [terminal, shutdown] = ['commands/terminal', 'io/shutdown'].map((name) =>
      pathToFileURL(join(ROOT, 'dist', `${name}.js`)),
    );
    await writeFile(
      script,
      `import { progressBar } from '${terminal}';
import { clearUpOnSignals } from '${shutdown}';
clearUpOnSignals();
const bar = progressBar({ stderr: process.stderr, env: {} }, { work: 'Working' });
bar.progress('work', 100, 300);
setInterval(() => {}, 1000);
`,
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])(
    '%s gives cursor and line wrap back and ends the program',
    async (signal) => {
      const { code, stdout } = await run('python3', ['-c', ON_A_TERMINAL, signal, process.execPath, script]);
      expect(code, stdout).toBe(0);
      for (const mode of ['?25', '?7']) {
        expect(stdout).toContain(`\u001B[${mode}l`);
        expect(stdout.lastIndexOf(`\u001B[${mode}h`)).toBeGreaterThan(stdout.lastIndexOf(`\u001B[${mode}l`));
      }
    },
  );
});

describeWith(hasPython, 'python3', 'a progress bar', () => {
  test('shows while many articles are built to be watched', async () => {
    const { root } = await newWorkspace();
    await mkdir(join(root, 'content'));
    for (let number = 0; number < 300; number++)
      await writeFile(
        join(root, 'content', `${number}.md`),
        `---\ntitle: Article ${number}\ndate: 2026-03-01\n---\nWords.\n`,
      );
    const argv = [process.execPath, CLI, 'serve', '--watch', 'content', '--port', '0'];
    const { code, stdout } = await run('python3', ['-c', ON_A_TERMINAL, 'SIGTERM', ...argv], {
      cwd: root,
      env: { PATH: process.env['PATH'] },
      timeout: 120_000,
    });
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('Reading articles');
  });

  test('shows of a publication of few files: each may have a long way', async () => {
    const { root, out } = await newWorkspace();
    await buildSite(out, articles(2, 2));
    const argv = [process.execPath, CLI, 'publish', '--to', pathToFileURL(join(root, 'target')).href];
    const script = 'import pty, sys; sys.exit(pty.spawn(sys.argv[1:]))';
    const { code, stdout } = await run('python3', ['-c', script, ...argv], {
      cwd: root,
      env: { PATH: process.env['PATH'] },
    });
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('Publishing files');
    expect(stdout).toContain('Published to');
  });
});
