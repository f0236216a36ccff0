// feedmill serve: a built folder over HTTP. With --watch it builds into a folder of its own first, and again on each change.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { copyFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { buildFeeds } from '../build/build.ts';
import { manifestHeaders } from '../build/making/headers.ts';
import { speakersAbove, withoutFile } from '../build/reading/content.ts';
import { counted, visible } from '../diagnostics/shown.ts';
import { formatFindings } from '../diagnostics/text-report.ts';
import { attemptNow, codeOf, failure, reasonOf, UsageFailure, WorldFailure } from '../io/failure.ts';
import { refuseOthers } from '../io/plain-file.ts';
import { onStop } from '../io/shutdown.ts';
import { instantOf } from '../model/instant.ts';
import { MANIFEST } from '../model/manifest.ts';
import { newReloading, type Reloading } from '../serve/reload.ts';
import { type FeedServer, startServer } from '../serve/server.ts';
import { type Watch, watchContent } from '../serve/watch.ts';
import { type Arguments, type Flag, readArguments } from './arguments.ts';
import { type Configuration, configurationIfThere, readConfiguration } from './configuration.ts';
import { LEDGER_FILE } from './configuration-file.ts';
import { usableLedger } from './ledger.ts';
import { paintFor, progressBar, type Terminal } from './terminal.ts';
import { BUILD_STAGES } from './whole-build.ts';

export const serveHelp = `Usage: feedmill serve [DIR] [options]

Serves a built folder on 127.0.0.1 as a good origin does: media types, ETags,
conditional requests, compression, ranges, and the headers of the configuration.

  DIR                the folder that the build wrote (default: out/ beside the configuration)

Options:
  --port N           the port (default: 8080; 0 = any free one)
  --watch CONTENT    build this folder of articles into a folder of its own, again on each
                     change, and let open pages reload; out/ and the ledger stay as they are
  --config FILE      the configuration (default: feedmill.yaml here or above)
  --host ADDRESS     listen on another address; anything but loopback needs --allow-network
  --allow-network    let other machines in
  -h, --help         show this help

Ends with Ctrl-C. Exit codes: 0 ended; 1 no build to serve; 2 wrong usage or
configuration; 3 the port or the disk cannot be had.
`;

const FLAGS: Readonly<Record<string, Flag>> = {
  port: { type: 'string' },
  watch: { type: 'string' },
  config: { type: 'string' },
  host: { type: 'string' },
  'allow-network': { type: 'boolean' },
};

/** What ends a server that runs until it is told to stop: the signals of the terminal, or a test. */
export type Ending = (end: () => void) => () => void;

const signals: Ending = (end) => {
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  return () => {
    process.off('SIGINT', end);
    process.off('SIGTERM', end);
  };
};

/** Runs the command until it is ended. `clock` decides what is embargoed while content is watched. */
export async function runServe(
  argv: readonly string[],
  terminal: Terminal,
  clock: () => Date,
  ending: Ending = signals,
): Promise<number> {
  const args = readArguments(argv, FLAGS, 1);
  if (args.has('help')) {
    terminal.stdout.write(serveHelp);
    return 0;
  }
  const host = hostOf(args);
  const port = portOf(args);
  const watched = args.text('watch');
  if (watched !== undefined) return serveWatched(watched, { host, port, ending }, args, terminal, clock);
  const [dir] = args.positionals;
  const own = dir === undefined ? await readConfiguration(args.text('config'), terminal.cwd) : undefined;
  const folder = own === undefined ? resolve(terminal.cwd, dir ?? '') : join(own.folder, 'out');
  if (!(await isFile(join(folder, MANIFEST)))) {
    terminal.stderr.write(`There is no build in ${visible(folder)} (no ${MANIFEST}). Build first: feedmill build\n`);
    return 1;
  }
  // A folder that is named is served without a configuration too.
  const { settings } = own ?? (await configurationIfThere(args.text('config'), terminal.cwd)) ?? {};
  const server = await start({ folder, host, port, manifestHeaders: settings && manifestHeaders(settings) });
  terminal.stderr.write(`Serving ${visible(folder)} at ${server.url} (Ctrl-C ends it)\n`);
  await ended(ending);
  await server.close();
  return 0;
}

interface Listening {
  readonly host: string;
  readonly port: number;
  readonly ending: Ending;
}

async function serveWatched(
  content: string,
  { host, port, ending }: Listening,
  args: Arguments,
  terminal: Terminal,
  clock: () => Date,
): Promise<number> {
  if (args.positionals.length > 0)
    throw new UsageFailure('With --watch the feeds are built into a folder of their own; leave DIR out.');
  const contentFolder = resolve(terminal.cwd, content);
  // At once, so that no signal comes between the folder and what clears it up.
  const root = attemptNow(`make a folder for the feeds in ${tmpdir()}`, () =>
    mkdtempSync(join(tmpdir(), 'feedmill-serve-')),
  );
  const forget = onStop(() => rmSync(root, REMOVAL));
  const reloading = newReloading();
  let server: FeedServer | undefined;
  let watch: Watch | undefined;
  try {
    const first = await readConfiguration(args.text('config'), terminal.cwd, (folder) => join(folder, LEDGER_FILE));
    await copyLedger(first, root);
    const usable: boolean[] = [];
    watch = await watchContent(
      [contentFolder, first.path, ...speakersAbove({ contentFolder, projectFolder: dirname(first.path) })],
      (path) => isHidden(path, contentFolder),
      async () => {
        usable.push(await rebuild({ root, contentFolder, configFile: first.path, reloading }, terminal, clock));
      },
    );
    if (usable[0] === false) return 2;
    const ownHeaders = first.settings && manifestHeaders(first.settings);
    server = await start({ folder: join(root, 'out'), host, port, reloading, manifestHeaders: ownHeaders });
    terminal.stderr.write(`Watching ${visible(contentFolder)}; serving at ${server.url} (Ctrl-C ends it)\n`);
    await ended(ending);
    return 0;
  } finally {
    await watch?.close();
    await server?.close();
    await rm(root, REMOVAL);
    forget();
  }
}

/** A build may still be writing when the program is ended. */
const REMOVAL = { recursive: true, force: true, maxRetries: 3 };

interface Rebuilding {
  readonly root: string;
  readonly contentFolder: string;
  readonly configFile: string;
  readonly reloading: Reloading;
}

/**
 * Builds once and says what came of it. `false`: as the configuration and the command line are, nothing can be built.
 * Never throws: whatever goes wrong, what was served before stays.
 */
async function rebuild(
  { root, contentFolder, configFile, reloading }: Rebuilding,
  terminal: Terminal,
  clock: () => Date,
): Promise<boolean> {
  const started = performance.now();
  const now = instantOf(clock());
  const bar = progressBar(terminal, BUILD_STAGES);
  try {
    const ledgerFile = join(root, LEDGER_FILE);
    // A pipe is told here: nobody writes into it a second time.
    attemptNow(`read the configuration ${configFile}`, () => refuseOthers(configFile));
    const { settings, findings } = await readConfiguration(configFile, terminal.cwd, () => ledgerFile);
    const report =
      settings === undefined || now === undefined
        ? undefined
        : await buildFeeds({
            settings: { ...settings, content: await withoutFile(settings.content, contentFolder, configFile) },
            contentFolder,
            projectFolder: dirname(configFile),
            outFolder: join(root, 'out'),
            ledgerFile,
            cacheFile: join(root, 'cache'),
            now,
            cwd: terminal.cwd,
            // Nobody subscribes to this copy.
            rebroadcast: true,
            progress: bar.progress,
          }).finally(() => bar.stop());
    // That these builds begin a ledger of their own is nobody's concern.
    const found = (report?.findings ?? []).filter(({ code }) => code !== 'ledger/new');
    const all = [...findings, ...found];
    terminal.stderr.write(
      formatFindings(all, { paint: paintFor(terminal), verbose: false, allBy: 'feedmill build --verbose' }),
    );
    const time = `${((performance.now() - started) / 1000).toFixed(2)} s`;
    if (report === undefined) terminal.stderr.write(`The configuration has errors. ${whatStays(root)}\n`);
    else if (report.outcome !== 'written') terminal.stderr.write(`Nothing was built. ${whatStays(root)}\n`);
    else
      terminal.stderr.write(
        `Built: ${counted(report.written, 'file')} changed, ${report.unchanged} unchanged (${time}).\n`,
      );
    if (report?.outcome === 'written' && report.written + report.removed > 0) reloading.reload();
    return report !== undefined;
  } catch (error) {
    // A signal that ends the program takes the folder away from a build that is at work.
    if (existsSync(root)) terminal.stderr.write(`${visible(saidOf(error))} ${whatStays(root)}\n`);
    return !(error instanceof UsageFailure);
  }
}

function whatStays(root: string): string {
  return existsSync(join(root, 'out', MANIFEST)) ? 'The last good feeds stay.' : 'There are no feeds yet.';
}

function saidOf(error: unknown): string {
  if (error instanceof WorldFailure || error instanceof UsageFailure) return error.message;
  return `Feedmill has a fault (${error}).`;
}

/** What subscribers have seen counts here too, and must not be changed by looking at a draft. */
async function copyLedger({ folder }: Configuration, root: string): Promise<void> {
  // Else each build would name the copy, and a mended ledger would not be seen.
  await usableLedger(join(folder, LEDGER_FILE));
  await copyFile(join(folder, LEDGER_FILE), join(root, LEDGER_FILE)).catch((error) => {
    if (codeOf(error) !== 'ENOENT') throw failure(`read ${join(folder, LEDGER_FILE)}`, error);
  });
}

/** Files that editors and version control keep beside articles. */
function isHidden(path: string, contentFolder: string): boolean {
  const below = relative(contentFolder, path);
  // These speak for the articles beside them.
  return (
    !below.startsWith('..') && below.split(sep).some((part) => /^\.(?!$|(?:meta\.ya?ml|eleventyignore)$)/.test(part))
  );
}

function hostOf(args: Arguments): string {
  const host = args.text('host') ?? '127.0.0.1';
  const isLoopback = host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
  if (!isLoopback && !args.has('allow-network'))
    throw new UsageFailure(`--host ${host} would let other machines in. If that is meant, add --allow-network.`);
  return host;
}

function portOf(args: Arguments): number {
  const text = args.text('port') ?? '8080';
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new UsageFailure(`--port takes a number from 0 to 65535, not ${text}.`);
  return Number(text);
}

async function start(options: Parameters<typeof startServer>[0]): Promise<FeedServer> {
  return startServer(options).catch((error: unknown) => {
    const code = codeOf(error) ?? '';
    const [reason, flag] = /^(?:EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN)$/.test(code)
      ? ['this machine has no such address', '--host']
      : [code === 'EADDRINUSE' ? 'another program listens there' : reasonOf(error), '--port'];
    throw new WorldFailure(
      `Could not listen on ${options.host}, port ${options.port}: ${reason}. Choose another with ${flag}.`,
    );
  });
}

function ended(ending: Ending): Promise<void> {
  return new Promise((resolve) => {
    const off = ending(() => {
      off();
      resolve();
    });
  });
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
