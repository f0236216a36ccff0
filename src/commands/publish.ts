// feedmill publish: a built folder → where subscribers read it. Wires configuration, target, caches and hubs together.
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { headerRules, manifestHeaders, mediaTypeOfOutput } from '../build/making/headers.ts';
import { printedJson, visible } from '../diagnostics/shown.ts';
import { formatFindings } from '../diagnostics/text-report.ts';
import { UsageFailure } from '../io/failure.ts';
import { isWithin, realFolder } from '../io/folders.ts';
import { MANIFEST, type Manifest } from '../model/manifest.ts';
import type { Settings } from '../model/settings.ts';
import { type AbsoluteUrl, folderUrl, withoutUser } from '../model/url.ts';
import { addressesOf } from '../publish/addresses.ts';
import { type Announcement, announcementOf } from '../publish/announce.ts';
import { type Destination, destinationOf, endpointFrom, openTarget } from '../publish/destination.ts';
import { readBuild, readOutgoing } from '../publish/local.ts';
import { type AddressList, addressList } from '../publish/purge/address-list.ts';
import { cachesOf } from '../publish/purge/purge.ts';
import { formatPlan, formatRefusal, formatReport, jsonReport } from '../publish/report.ts';
import { type PublishReport, publish } from '../publish/run.ts';
import { CONFIG_KINDS, formatConfig, isConfigKind } from '../publish/server-config/server-config.ts';
import { type Arguments, type Flag, readArguments } from './arguments.ts';
import { formatJson } from './build-report.ts';
import { configurationIfThere, readConfiguration, withBaseUrl } from './configuration.ts';
import { CONFIG_FILE } from './configuration-file.ts';
import { paintFor, progressBar, type Terminal } from './terminal.ts';

export const publishHelp = `Usage: feedmill publish [DIR] --to TARGET [options]

Sends what changed of a build to a folder or an S3-compatible bucket: documents,
then pages, then lists, then the manifest; deletions last. Then purges caches and
tells WebSub hubs, as configured. Killed at any point, the next run finishes.

  DIR                  the folder that the build wrote (default: out/ beside the configuration)
  --to TARGET          s3://bucket/prefix or file:///folder (default: publish.to)

Options:
  --config FILE        the configuration (default: feedmill.yaml here or above)
  --base-url URL       where the feeds are served, as the build was told (default: feeds.baseUrl)
  --endpoint URL       the S3 server, when it is not Amazon; addresses are path-style then
                       (default: publish.endpoint, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL,
                       endpoint_url of the AWS profile)
  --region NAME        the region of the bucket (default: publish.region, AWS_REGION,
                       AWS_DEFAULT_REGION, region of the AWS profile, else us-east-1)
  --dry-run            print the plan and stop
  --repair             look at every object instead of trusting the manifest, and mend
  --max-deletes N      deletions allowed (default: publish.maxDeletes, else a quarter of what is
                       there, from 20 to 256)
  --parallel N         files in flight (default: 16)
  --changed-urls FILE  write the changed addresses, one a line, for other caches
  --print-config KIND  print nginx, apache, caddy, varnish, netlify or headers (_headers files) for
                       these files, and stop
  --json               print the plan and the report as JSON on standard output
  -h, --help           show this help

Credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (AWS_SESSION_TOKEN), or AWS_PROFILE
and the files in ~/.aws; CLOUDFLARE_API_TOKEN and FASTLY_API_TOKEN for purging.

Exit codes: 0 done; 1 refused: no build or an empty one, too many deletions, others' files or
another site in the way; 2 wrong usage or configuration; 3 the target, a cache or a hub failed.
`;

const FLAGS: Readonly<Record<string, Flag>> = {
  to: { type: 'string' },
  config: { type: 'string' },
  'base-url': { type: 'string' },
  endpoint: { type: 'string' },
  region: { type: 'string' },
  'dry-run': { type: 'boolean' },
  repair: { type: 'boolean' },
  'max-deletes': { type: 'string' },
  parallel: { type: 'string' },
  'changed-urls': { type: 'string' },
  'print-config': { type: 'string' },
  json: { type: 'boolean' },
};

/** What the command works on. `settings` is `undefined` without a configuration: the manifest says the headers then. */
interface Work {
  readonly settings: Settings | undefined;
  readonly folder: string;
}

/** Runs the command. */
export async function runPublish(argv: readonly string[], terminal: Terminal): Promise<number> {
  const args = readArguments(argv, FLAGS, 1);
  if (args.has('help')) {
    terminal.stdout.write(publishHelp);
    return 0;
  }
  const started = performance.now();
  const work = await workOf(args, terminal);
  if (work === undefined) return 2;
  const build = await buildOf(work, args, terminal);
  if (build === undefined) return 1;
  const kind = args.text('print-config');
  if (kind !== undefined) return printConfig(kind, build, work, terminal);

  const destination = await destinationFrom(args, work, terminal);
  const { report, name } = await publishTo(destination, build, work, args, terminal);
  const exitCode = exitCodeOf(report);
  if (args.has('json')) terminal.stdout.write(printedJson(jsonReport(report, name, exitCode)));
  else if (args.has('dry-run')) terminal.stdout.write(formatPlan(report.plan));
  terminal.stderr.write(formatReport(report, name, performance.now() - started, paintFor(terminal)));
  const { refusal } = report.plan;
  if (refusal !== undefined) terminal.stderr.write(formatRefusal(refusal, name));
  return exitCode;
}

function exitCodeOf({ outcome, troubles }: PublishReport): 0 | 1 | 3 {
  if (outcome === 'refused') return 1;
  return troubles.length > 0 ? 3 : 0;
}

/** Reads the configuration. A folder that is named may be published without one. */
async function workOf(args: Arguments, terminal: Terminal): Promise<Work | undefined> {
  const [dir] = args.positionals;
  const read = dir === undefined ? readConfiguration : configurationIfThere;
  const configuration = await read(args.text('config'), terminal.cwd);
  if (configuration === undefined && args.text('base-url') !== undefined)
    throw new UsageFailure(`--base-url needs a configuration, and there is no ${CONFIG_FILE}. Name one with --config.`);
  if (configuration === undefined) return { settings: undefined, folder: resolve(terminal.cwd, dir ?? '') };
  const { settings, folder, findings } = configuration;
  const errors = findings.filter(({ severity }) => severity === 'error');
  terminal.stderr.write(formatFindings(errors, { paint: paintFor(terminal), verbose: true }));
  if (settings === undefined) {
    if (args.has('json'))
      terminal.stdout.write(await formatJson({ outcome: 'bad-configuration', exitCode: 2 }, findings));
    terminal.stderr.write('The configuration has errors; nothing was sent.\n');
    return undefined;
  }
  return {
    settings: withBaseUrl(settings, args.text('base-url')),
    folder: dir === undefined ? join(folder, 'out') : resolve(terminal.cwd, dir),
  };
}

/** The build with its headers as the configuration says them now; `undefined`, told, when there is none. */
async function buildOf({ settings, folder }: Work, args: Arguments, terminal: Terminal): Promise<Manifest | undefined> {
  const build = await readBuild(folder);
  if (build === undefined) {
    const [dir] = args.positionals;
    if (args.has('json')) terminal.stdout.write(printedJson({ outcome: 'no-build', exitCode: 1 }));
    terminal.stderr.write(
      `There is no build in ${visible(dir ?? folder)} (no ${MANIFEST}); nothing was sent. Build first: feedmill build\n`,
    );
    return undefined;
  }
  if (settings === undefined) return build;
  // Caches and hubs would be told of addresses that are not the feeds' own.
  const { baseUrl } = settings.feeds;
  if (build.baseUrl !== undefined && build.baseUrl !== baseUrl)
    throw new UsageFailure(
      `The feeds in ${folder} are built for ${withoutUser(build.baseUrl)}, and not for ${baseUrl}. Build again, or publish them with --base-url ${withoutUser(build.baseUrl)}`,
    );
  const headersOf = headerRules(settings);
  return { ...build, files: build.files.map((file) => ({ ...file, headers: headersOf(file.path, file.type) })) };
}

function printConfig(kind: string, build: Manifest, { settings }: Work, terminal: Terminal): number {
  if (!isConfigKind(kind)) throw new UsageFailure(`--print-config takes ${CONFIG_KINDS}, not ${kind}.`);
  const files = [...build.files, { path: MANIFEST, headers: headersOfManifest(settings) }];
  const baseUrl = settings?.feeds.baseUrl ?? folderUrl(build.baseUrl ?? '');
  terminal.stdout.write(formatConfig(kind, files, baseUrl));
  return 0;
}

function headersOfManifest(settings: Settings | undefined): Readonly<Record<string, string>> {
  if (settings !== undefined) return manifestHeaders(settings);
  const type = mediaTypeOfOutput(MANIFEST);
  return { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-cache', 'Content-Type': type };
}

async function destinationFrom(args: Arguments, { settings, folder }: Work, terminal: Terminal): Promise<Destination> {
  const text = args.text('to') ?? settings?.publish.to;
  if (text === undefined)
    throw new UsageFailure('Where to? Say it with --to s3://bucket/prefix or --to file:///folder, or as publish.to.');
  const destination = destinationOf(text);
  if (typeof destination === 'string') throw new UsageFailure(destination);
  if (destination.kind === 'folder') {
    const to = await realFolder(resolve(terminal.cwd, destination.folder));
    const from = await realFolder(folder);
    if (isWithin(to, from) || isWithin(from, to))
      throw new UsageFailure(`--to and the build are one folder, or one lies in the other: ${to}. Choose another.`);
  }
  return destination;
}

/** Publishes. `name`: what the target is called. */
async function publishTo(
  destination: Destination,
  build: Manifest,
  { settings, folder }: Work,
  args: Arguments,
  terminal: Terminal,
): Promise<{ readonly report: PublishReport; readonly name: string }> {
  const width = wholeNumber(args, 'parallel', 1, 256) ?? 16;
  const maxDeletes = wholeNumber(args, 'max-deletes', 0, Number.MAX_SAFE_INTEGER) ?? settings?.publish.maxDeletes;
  const endpoint = endpointGiven(args, settings);
  const changedFile = args.text('changed-urls');
  if (changedFile !== undefined && settings === undefined)
    throw new UsageFailure(
      `--changed-urls needs feeds.baseUrl, and there is no ${CONFIG_FILE}. Name one with --config.`,
    );
  const list = changedFile === undefined ? undefined : addressList(resolve(terminal.cwd, changedFile));
  if (!args.has('dry-run')) await list?.prove();
  // Each of them may have a long way.
  const bar = progressBar(terminal, { publishing: 'Publishing files' }, 10);
  const onWait = (address: AbsoluteUrl) => {
    bar.stop();
    terminal.stderr.write(
      `The files are published. Hubs are told once ${visible(address)} serves the new bytes; that is waited for, a minute at most.\n`,
    );
  };
  const announcement = await announcementFrom(settings, folder, list, terminal, onWait);
  const run = randomUUID();
  const region = args.text('region') ?? settings?.publish.region;
  const target = await openTarget(destination, { run, endpoint, region, width, env: terminal.env });
  try {
    const report = await publish({
      folder,
      build,
      manifestHeaders: headersOfManifest(settings),
      target,
      run,
      width,
      maxDeletes,
      repair: args.has('repair'),
      dryRun: args.has('dry-run'),
      announcement,
      progress: (done, total) => bar.progress('publishing', done, total),
    });
    // Nothing had changed, or another publisher finished it.
    if (list?.isAsked === false && settings !== undefined && ['published', 'nothing-to-do'].includes(report.outcome))
      await list.purge({ addresses: addressesOf(report.changed, settings.feeds), surrogateKeys: [] });
    return { report, name: target.name };
  } finally {
    bar.stop();
    target.close();
  }
}

function endpointGiven(args: Arguments, settings: Settings | undefined): AbsoluteUrl | undefined {
  const given = args.text('endpoint');
  if (given !== undefined) return endpointFrom(given, '--endpoint');
  const configured = settings?.publish.endpoint;
  return configured === undefined ? undefined : endpointFrom(configured, 'publish.endpoint');
}

async function announcementFrom(
  settings: Settings | undefined,
  folder: string,
  list: AddressList | undefined,
  terminal: Terminal,
  onWait: (address: AbsoluteUrl) => void,
): Promise<Announcement | undefined> {
  if (settings === undefined) return undefined;
  return announcementOf({
    feeds: settings.feeds,
    caches: await cachesOf(settings.publish.purge, terminal.env),
    list,
    bytesOf: async (file) => (await readOutgoing(folder, file)).bytes,
    onWait,
  });
}

function wholeNumber(args: Arguments, name: string, min: number, max: number): number | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < min || number > max)
    throw new UsageFailure(`--${name} takes a whole number${max < 1000 ? ` from ${min} to ${max}` : ''}, not ${text}.`);
  return number;
}
