// feedmill build when there is something to do: reads the configuration, and builds.
import { dirname, resolve } from 'node:path';
import { buildAs } from '../build/build.ts';
import type { Begun, Start } from '../build/incremental/unchanged.ts';
import type { BuildInput } from '../build/input.ts';
import { withoutFile } from '../build/reading/content.ts';
import { shownOf } from '../diagnostics/text-report.ts';
import type { Arguments } from './arguments.ts';
import { formatJson, printFindings, type Told } from './build-report.ts';
import { type Configuration, configurationIn, withBaseUrl } from './configuration.ts';
import type { ConfigurationFile } from './configuration-file.ts';
import { progressBar, type Terminal } from './terminal.ts';

export interface WholeBuildInput {
  readonly file: ConfigurationFile;
  readonly start: Start;
  readonly begun: Begun | undefined;
  readonly args: Arguments;
  readonly terminal: Terminal;
}

/** Stages of a build, for its progress bar. */
export const BUILD_STAGES = {
  reading: 'Reading articles',
  building: 'Building feeds',
  writing: 'Writing files',
} as const;

/** Builds. `undefined`: the configuration has errors, and they are printed. */
export async function buildWhole({ file, start, begun, args, terminal }: WholeBuildInput): Promise<Told | undefined> {
  const configuration = configurationIn(file, terminal.cwd, start.ledgerFile);
  const { settings, findings } = configuration;
  if (settings === undefined) {
    await refuse(configuration, args, terminal);
    return undefined;
  }
  const [content] = args.positionals;
  const bar = progressBar(terminal, BUILD_STAGES);
  const { key, wantsFindings, ...circumstances } = start;
  const contentFolder =
    content === undefined ? resolve(dirname(file.path), settings.content.dir) : resolve(terminal.cwd, content);
  const input: BuildInput = {
    ...circumstances,
    settings: {
      ...withBaseUrl(settings, args.text('base-url')),
      content: await withoutFile(settings.content, contentFolder, file.path),
    },
    contentFolder,
    projectFolder: dirname(file.path),
    cwd: terminal.cwd,
    rebroadcast: args.has('rebroadcast'),
    verifyCache: args.has('verify-cache'),
    progress: bar.progress,
  };
  const built = await buildAs(input, { startedBy: { key, findings }, begun, wantsFindings }).finally(() => bar.stop());
  const shown = built.shown ?? shownOf([...findings, ...built.findings.loose], false, built.findings.shownOfPacked);
  return { report: built.done, shown, findings: chain(findings, built.findings) };
}

/** Both, one after the other, as often as somebody asks. */
function chain<T>(first: Iterable<T>, second: Iterable<T>): Iterable<T> {
  return {
    *[Symbol.iterator]() {
      yield* first;
      yield* second;
    },
  };
}

async function refuse({ findings }: Configuration, args: Arguments, terminal: Terminal): Promise<void> {
  if (args.has('json'))
    terminal.stdout.write(await formatJson({ outcome: 'bad-configuration', exitCode: 2 }, findings));
  await printFindings({ shown: shownOf(findings, false), findings }, args, terminal);
  terminal.stderr.write('The configuration has errors; nothing was built.\n');
}
