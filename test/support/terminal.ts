// A command inside the test's own process: what it prints, and how it ends. Tests only.
import type { Terminal } from '../../src/commands/terminal.ts';
import { UsageFailure, WorldFailure } from '../../src/io/failure.ts';

export type Command = (argv: readonly string[], terminal: Terminal, clock: () => Date) => Promise<number>;

export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TerminalOptions extends Pick<Terminal, 'cwd' | 'stdin'> {
  readonly env?: Terminal['env'];
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
  const { cwd, stdin, env = {}, isTTY = false, clock = new Date('2026-06-01T00:00:00Z') } = options;
  const printed = { stdout: '', stderr: '' };
  const terminal: Terminal = {
    stdout: { write: (text) => (printed.stdout += text) },
    stderr: { isTTY, write: (text) => (printed.stderr += text) },
    ...(stdin && { stdin }),
    cwd,
    env,
  };
  const code = await command(argv, terminal, () => clock);
  return { code, ...printed };
}

/** A command whose failures are told and become exit codes, as cli.ts has it. */
export function ended(command: Command): Command {
  return (argv, terminal, clock) =>
    command(argv, terminal, clock).catch((error: unknown) => {
      if (!(error instanceof UsageFailure || error instanceof WorldFailure)) throw error;
      terminal.stderr.write(`${error.message}\n`);
      return error instanceof UsageFailure ? 2 : 3;
    });
}
