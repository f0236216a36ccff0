// Runs `feedmill publish` for tests: in this process, or in one of its own that can be killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { runPublish } from '../../src/commands/publish.ts';
import { ended, inTerminal } from '../support/terminal.ts';
import { configFor } from './site.ts';

const workspaces: string[] = [];
afterAll(async () => {
  for (const root of workspaces) await rm(root, { recursive: true, force: true, maxRetries: 3 });
});

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with a configuration; builds go to `out/` below it. */
export async function newWorkspace(config = configFor()): Promise<{ readonly root: string; readonly out: string }> {
  const root = await mkdtemp(join(tmpdir(), 'feedmill-publish-'));
  workspaces.push(root);
  await writeFile(join(root, 'feedmill.yaml'), config);
  return { root, out: join(root, 'out') };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs the command; failures of usage and world become exit codes as in cli.ts. */
export async function runInside(argv: readonly string[], cwd: string, env: Environment = {}): Promise<Outcome> {
  const { code, ...printed } = await inTerminal(ended(runPublish), argv, { cwd, env: { HOME: cwd, ...env } });
  return { exitCode: code, ...printed };
}

/** Starts the command in a process of its own. */
export function startOutside(
  argv: readonly string[],
  cwd: string,
  env: Environment = {},
): ChildProcess & { done: Promise<Outcome> } {
  const runner = fileURLToPath(new URL('runner.mjs', import.meta.url));
  const child = spawn(process.execPath, [runner, ...argv], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const done = new Promise<Outcome>((resolve) => {
    child.on('close', (code) => resolve({ exitCode: code ?? -1, stdout, stderr }));
  });
  return Object.assign(child, { done });
}
