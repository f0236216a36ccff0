#!/usr/bin/env node
// argv → command → exit code. The only place that ends the process, reads the clock and knows what happens to failures.
import { packageText } from './build/program.ts';
import { unknown } from './commands/arguments.ts';
import type { Terminal } from './commands/terminal.ts';
import { printedJson, visible } from './diagnostics/shown.ts';
import { attemptNow, UsageFailure, WorldFailure } from './io/failure.ts';
import { clearUpOnSignals } from './io/shutdown.ts';
import { outputFailure, wholeOutput } from './io/standard-output.ts';

const HELP = `Usage: feedmill COMMAND [options]

Turns a folder of articles into RSS 2.0, Atom and JSON Feed, and proves every
feed by reading it back before it is written.

Commands:
  build     content folder → verified feeds
  check     says what is wrong with anybody's feeds
  init      write a commented feedmill.yaml for this content folder
  ledger    what subscribers have seen: show, forget, repair
  serve     the feeds over HTTP on this machine, as a good origin serves them
  publish   uploads what changed to a folder or a bucket, purges caches, pings hubs

  feedmill COMMAND --help   what a command takes
  feedmill --version        the version

Documentation: README.md and docs/ of this package.
`;

type Run = (argv: readonly string[], terminal: Terminal, clock: () => Date) => Promise<number>;

// Each command is loaded when it is asked for: they need very different parts.
const COMMANDS: Readonly<Record<string, () => Promise<Run>>> = {
  build: async () => (await import('./commands/build.ts')).runBuild,
  check: async () => (await import('./commands/check.ts')).runCheck,
  init: async () => (await import('./commands/init.ts')).runInit,
  publish: async () => (await import('./commands/publish.ts')).runPublish,
  serve: async () => (await import('./commands/serve.ts')).runServe,
  ledger: async () => (await import('./commands/ledger.ts')).runLedger,
};

async function run([name, ...argv]: readonly string[], terminal: Terminal): Promise<number> {
  const [of] = argv;
  if (name === 'help' && of !== undefined) return run([of, '--help'], terminal);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? terminal.stderr : terminal.stdout).write(HELP);
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    terminal.stdout.write(`${version()}\n`);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined && name.startsWith('-'))
    throw new UsageFailure(`${unknown(name, Object.keys(COMMANDS), 'option')} Options stand behind the command.`);
  if (command === undefined) throw new UsageFailure(unknown(name, Object.keys(COMMANDS), 'command'));
  return (await command())(argv, terminal, () => new Date());
}

function version(): string {
  return String((JSON.parse(packageText()) as { version: string }).version);
}

function exitCodeFor(error: unknown): number {
  const exitCode = error instanceof UsageFailure ? 2 : 3;
  const message = saidOf(error);
  process.stderr.write(`${message}\n`);
  // A program that reads JSON reads nothing else.
  if (!hasOutput && process.argv.includes('--json'))
    process.stdout.write(printedJson({ outcome: 'failed', exitCode, message }));
  return exitCode;
}

function saidOf(error: unknown): string {
  if (error instanceof UsageFailure || error instanceof WorldFailure) return visible(error.message);
  const name = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const trace = process.env['FEEDMILL_DEBUG'] !== undefined && error instanceof Error ? `\n${error.stack}` : '';
  return (
    loadingFailure(name) ??
    `Feedmill has a fault (${visible(name)}); nothing half-written is in the output folder.\nPlease report it, with what you ran: https://github.com/feedmill/feedmill/issues${trace}`
  );
}

/** A package that is loaded late has no sentence of its own when that fails, in this thread or another. */
function loadingFailure(message: string): string | undefined {
  if (/too many open files/i.test(message)) return 'Could not go on: too many files are open.';
  // Node says so, too, of what is there and cannot be opened.
  const [, missing] = /\bCannot find (?:module|package) '([^']*)'/.exec(message) ?? [];
  if (missing === undefined) return undefined;
  return `Could not load ${visible(missing)}: Feedmill was not installed whole, or too many files are open.`;
}

// Results or findings that did not arrive are no success. A reader that closes the pipe early (`feedmill --help | head -1`)
// wants no more of them.
let isLost = false;
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    isLost = true;
    process.exitCode = 3;
    if (stream === process.stdout) process.stderr.write(`${outputFailure(error).message}\n`);
  });
}

clearUpOnSignals();
const { stdout, stderr, stdin, env } = process;
const output = wholeOutput(stdout);
let hasOutput = false;
const terminal: Terminal = {
  stdout: {
    isTTY: stdout.isTTY,
    write(text) {
      hasOutput = true;
      return output.write(text);
    },
  },
  stderr,
  stdin,
  env,
  get cwd() {
    // Somebody may have removed the folder that a shell still stands in.
    return attemptNow('find the folder that this runs in', () => process.cwd());
  },
};
run(process.argv.slice(2), terminal)
  .catch(exitCodeFor)
  .then((exitCode) => {
    process.exitCode = isLost ? 3 : exitCode;
  });
