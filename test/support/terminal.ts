// A command inside the test's own process: what it prints, and how it ends. Tests only.
import type { Terminal } from '../../src/commands/terminal.ts';

export type Command = (argv: readonly string[], terminal: Terminal, clock: () => Date) => Promise<number>;

export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TerminalOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the command believes that people are watching. */
  readonly isTTY?: boolean;
  /** The wall clock. Default: 2026-06-01. */
  readonly clock?: Date;
}

/** Runs a command; what it throws is thrown. */
export async function inTerminal(
  command: Command,
  argv: readonly string[],
  options: TerminalOptions,
): Promise<Printed> {
  const { cwd, env = {}, isTTY = false, clock = new Date('2026-06-01T00:00:00Z') } = options;
  const printed = { stdout: '', stderr: '' };
  const terminal: Terminal = {
    stdout: { write: (text) => (printed.stdout += text) },
    stderr: { isTTY, write: (text) => (printed.stderr += text) },
    cwd,
    env,
  };
  const code = await command(argv, terminal, () => clock);
  return { code, ...printed };
}
