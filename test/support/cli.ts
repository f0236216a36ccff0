// The program as people run it: dist/cli.js in a process of its own. Tests only. `npm test` compiles first.
import { type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const CLI = join(ROOT, 'dist', 'cli.js');

export interface Ran {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Only what a program needs: the tests' own CI and colour settings must not decide what it prints. */
const PLAIN_ENV = { PATH: process.env['PATH'], HOME: process.env['HOME'] };

type How = Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>;

/** `flags` are for Node. */
export function feedmill(argv: readonly string[], options: How = {}, flags: readonly string[] = []) {
  if (!existsSync(CLI)) throw new Error('dist/cli.js is missing; compile with: npm run build');
  return run(process.execPath, [...flags, CLI, ...argv], { ...options, env: { ...PLAIN_ENV, ...options.env } });
}

/** Runs a command to its end. */
export function run(command: string, argv: readonly string[], options: SpawnOptions = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, argv, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
    child.stdout?.on('data', (part: Buffer) => parts.stdout.push(part));
    child.stderr?.on('data', (part: Buffer) => parts.stderr.push(part));
    child.on('error', reject);
    child.on('close', (code) => {
      const [stdout, stderr] = [parts.stdout, parts.stderr].map((all) => Buffer.concat(all).toString());
      resolve({ code, stdout: stdout ?? '', stderr: stderr ?? '' });
    });
  });
}
