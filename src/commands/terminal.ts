// What a command may touch of the world: streams, folder, environment. Passed in, so that tests need no child process.
import type { SingleBar } from 'cli-progress';
import { type Paint, PLAIN } from '../diagnostics/shown.ts';
import { onStop } from '../io/shutdown.ts';
import type { Output } from '../io/standard-output.ts';
import { lazyPackage } from '../model/lazy-package.ts';

export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const picocolors = lazyPackage<typeof import('picocolors')>('picocolors');
const cliProgress = lazyPackage<typeof import('cli-progress')>('cli-progress');

/** Colours for a stream, by default stderr: never with NO_COLOR, as FORCE_COLOR says, else on a terminal. */
export function paintFor({ stderr, env }: Terminal, { isTTY }: Output = stderr): Paint {
  const forced = env['FORCE_COLOR'] ?? '';
  if ((env['NO_COLOR'] ?? '') !== '' || forced === '0' || forced === 'false') return PLAIN;
  if (forced === '' && (isTTY !== true || env['TERM'] === 'dumb')) return PLAIN;
  const { createColors } = picocolors();
  const colors = createColors(true);
  return { error: colors.red, warning: colors.yellow, info: colors.cyan, strong: colors.bold, dim: colors.dim };
}

/** A bar for a stage of work, named in the words of `words`. */
export interface ProgressBar<Stage extends string> {
  readonly progress: (stage: Stage, done: number, total: number) => void;
  stop(): void;
}

/** A progress bar on a terminal, for work on `least` things or more; nothing elsewhere. */
export function progressBar<Stage extends string>(
  { stderr, env }: Terminal,
  words: Readonly<Record<Stage, string>>,
  least = 200,
): ProgressBar<Stage> {
  if (stderr.isTTY !== true || env['CI'] !== undefined || env['TERM'] === 'dumb')
    return { progress: () => undefined, stop: () => undefined };
  let bar: SingleBar | undefined;
  let forget = (): void => undefined;
  return {
    progress(stage, done, total) {
      if (total < least && bar === undefined) return;
      const state = { stage: words[stage] };
      if (bar === undefined) {
        const shown = newBar();
        bar = shown;
        // It hides the cursor and turns line wrap off, which a terminal keeps when the program is gone.
        forget = onStop(() => shown.stop());
        bar.start(total, 0, state);
      } else bar.setTotal(total);
      bar.update(done, state);
    },
    stop() {
      bar?.stop();
      bar = undefined;
      forget();
    },
  };
}

function newBar(): SingleBar {
  const { SingleBar: Bar } = cliProgress();
  return new Bar({
    format: '{stage} {bar} {percentage}%',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    fps: 10,
  });
}
