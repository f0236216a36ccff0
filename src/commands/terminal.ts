// What a command may touch of the world: streams, folder, environment. Passed in, so that tests need no child process.
import { SingleBar } from 'cli-progress';
import { createColors } from 'picocolors';
import type { Progress } from '../build/progress.ts';
import type { Paint } from '../diagnostics/text-report.ts';

export interface Terminal {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Colours for stderr: on a terminal, never with NO_COLOR, always with FORCE_COLOR. */
export function paintFor({ stderr, env }: Terminal): Paint {
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '' && env['FORCE_COLOR'] !== '0';
  const refused = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  const colors = createColors(forced || (stderr.isTTY === true && !refused));
  return { error: colors.red, warning: colors.yellow, info: colors.cyan, strong: colors.bold, dim: colors.dim };
}

const WORDS = { reading: 'Reading articles', building: 'Building feeds', writing: 'Writing files' } as const;

/** A progress bar on a terminal, for builds long enough to ask for one; nothing elsewhere. */
export function progressBar({ stderr, env }: Terminal): { readonly progress: Progress; stop(): void } {
  if (stderr.isTTY !== true || env['CI'] !== undefined || env['TERM'] === 'dumb')
    return { progress: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: '{stage} {bar} {percentage}%',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    fps: 10,
  });
  let started = false;
  return {
    progress(stage, done, total) {
      if (total < 200 && !started) return;
      const state = { stage: WORDS[stage] };
      if (started) bar.setTotal(total);
      else bar.start(total, 0, state);
      started = true;
      bar.update(done, state);
    },
    stop() {
      if (started) bar.stop();
    },
  };
}
